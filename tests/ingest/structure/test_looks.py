"""Files whose items a reader tells by looks: bold leads in Word, numbers that a browser prints, in pages that have more.

Each was written, with what a careful reader makes of it, before the program read it. Of the first six Word files none was
right at first sight, of the first five pages two; of three more Word files all three, of three more pages one. The lists of
letters in headings-with-lists and the names in list-items-with-and-without-lists are clauses here, as in the trees; the
judge had them in the item around, and as headings.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pytest
from formats.documents import as_docx
from formats.tables import as_odt

from analyzers.normalise import squash
from ingest import read_file


@dataclass(frozen=True, slots=True)
class Seen:
    """A file and its clauses: number ("-" for none) and first words."""

    name: str
    data: bytes
    clauses: str
    title: str = ""


def _run(text: str, looks: str) -> str:
    return f'<w:r><w:rPr>{looks}</w:rPr><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r>'


_BOLD = "<w:b/>"
_KAITI = '<w:rFonts w:eastAsia="楷体_GB2312"/>'


def word(text: str, looks: str = _BOLD, styles: str = "") -> bytes:
    """A Word file: a line is a paragraph, =x= is centred and large, *x* is printed as ``looks`` says."""
    body = []
    for line in text.strip().split("\n"):
        properties, large = "", ""
        if line.startswith("~"):
            line, large = line.strip("~"), '<w:rFonts w:eastAsia="黑体"/>'
        if line.startswith("="):
            properties, large, line = '<w:jc w:val="center"/>', '<w:sz w:val="44"/>', line.strip("=")
        pieces = re.split(r"\*([^*]+)\*", line)
        runs = (
            _run(piece, (looks if place % 2 else "") + large) for place, piece in enumerate(pieces) if piece
        )
        body.append(f"<w:p><w:pPr>{properties}</w:pPr>{''.join(runs)}</w:p>")
    return as_docx("".join(body), styles=styles)


WORD = (
    Seen(
        "no-numbers-under-headings",
        word("""=示例省人民政府办公厅=
=关于加快培育家政服务业的若干意见=
示府办发〔2024〕31号
各市、州人民政府，省直各部门：
为促进家政服务业提质扩容，经省人民政府同意，提出以下意见。
*总体要求*
以社区为依托，到2027年，全省家政服务从业人员达到40万人。
*重点任务*
*培育龙头企业。*支持企业连锁经营，到2027年培育员工制企业120家。
*推动家政进社区，建设一批服务网点。*每个街道至少建设1个网点，闲置房屋优先用于家政服务。
*到2026年建成省级家政信用平台。*从业人员信用记录归集率达到95%以上。
*提高从业人员素质：*每年培训5万人次。
*完善“一人一证一码”管理制度，实行持证上门服务。*消费者可扫码查看。
各地应当公布投诉电话。
*保障措施*
*加强组织领导。*建立联席会议制度。
*强化资金支持。*统筹使用就业补助资金。
示例省人民政府办公厅
2024年5月6日"""),
        """- 各市、州人民政府
- 以社区为依托
- 培育龙头企业
- 推动家政进社区
- 到2026年建成
- 提高从业人员
- 完善“一人
- 加强组织领导
- 强化资金支持""",
    ),
    Seen(
        "no-headings-at-all",
        word("""=示例市人民政府=
=关于支持独立书店发展的意见=
各区人民政府，市政府各部门：
为营造书香氛围，现就支持独立书店发展提出如下意见。
*放宽经营场所限制*。允许书店利用闲置厂房经营。
*给予租金补贴*。对年租金20万元以上的书店，补贴30%。
*鼓励书店开展阅读活动，每家书店每年不少于12场*。活动由区文旅局备案。
*书店进校园、进景区、进机场*。到2026年新设网点50个。
*加强安全监管*。消防检查每季度1次。
本意见自印发之日起施行。"""),
        """- 各区人民政府
- 放宽经营场所
- 给予租金补贴
- 鼓励书店开展
- 书店进校园
- 加强安全监管""",
    ),
    Seen(
        "leads-in-kaiti",
        word("""=中共示例县委 示例县人民政府=
=关于推进移风易俗的实施意见=
根据上级部署，结合我县实际，提出如下意见。
*倡导婚事新办简办*　提倡集体婚礼，每年举办集体婚礼2场。
彩礼金额由村规民约引导。
*推行丧事简办与绿色殡葬*　到2025年，公益性公墓乡镇覆盖率达到100%。
*发挥红白理事会作用*　村（社区）红白理事会组建率达到100%，修订章程后报乡镇备案。
*整治大操大办*　党员干部带头。
*开展“文明餐桌”行动*　制止餐饮浪费。""", _KAITI),
        """- 根据上级部署
- 倡导婚事
- 推行丧事
- 发挥红白
- 整治大操
- 开展“文明餐桌”""",
    ),
    Seen(
        "headings-and-leads-with-colons",
        word("""=示例区关于做好高校毕业生就业工作的=
=实施意见=
现就做好高校毕业生就业工作提出以下意见。
*稳定公共部门岗位*
*稳定事业单位招录规模：*2025年事业单位招录高校毕业生300人。
*扩大基层项目：*“三支一扶”计划招募60人。
*拓宽市场化渠道*
*支持企业吸纳：*对招用毕业生的企业每人补贴1000元。
*鼓励自主创业：*创业担保贷款最高30万元。
*优化服务*
开展校园招聘80场，每名未就业毕业生至少推荐3个岗位。
*压实责任*
各街道每月报送进展。"""),
        """- 现就做好
- 稳定事业单位
- 扩大基层项目
- 支持企业吸纳
- 鼓励自主创业
- 开展校园招聘
- 各街道每月""",
    ),
    Seen(
        "emphasis-inside-is-no-lead",
        word("""=示例市关于加强城市养犬管理的意见=
为规范养犬行为，提出如下意见。
*明确管理职责。*公安机关负责登记，*每年集中登记一次*，城管部门负责巡查。
登记率达到*95%以上*。
*规范养犬行为。*携犬出户应当束牵引绳。
*严禁*携犬乘坐公共汽车，导盲犬除外。
*完善收容体系，到2025年建成收容中心2处。*收容犬只应当在15日内认领。
*健全社会共治机制。*鼓励养犬人组织自我管理。"""),
        """- 为规范养犬
- 明确管理职责
- 规范养犬行为
- 完善收容体系
- 健全社会共治""",
    ),
    Seen(
        "long-leads-by-style",
        word("""=示例州人民政府关于促进茶产业高质量发展的意见=
茶产业是我州支柱产业，现提出以下意见。
*坚持把绿色有机作为茶产业发展的第一方向，持续扩大有机茶园认证面积，严格控制化肥农药使用。*到2028年有机茶园达到30万亩。
*坚持以龙头企业带动小农户，完善“企业＋合作社＋农户”利益联结机制，让茶农分享加工、销售环节收益。*建成初制所规范化示范点200个。
*坚持科技兴茶，依托州茶科所选育新品种，推广机采机剪技术，力争5年内机采率达到40%以上。*配备农技员150名。
*坚持品牌强茶，统一使用区域公用品牌。*每年组织参加全国性展会3次。""",
             '<w:rStyle w:val="s1"/>',
             '<w:style w:type="character" w:styleId="s1"><w:name w:val="Strong"/><w:rPr><w:b/></w:rPr></w:style>'),
        """- 茶产业是
- 坚持把绿色
- 坚持以龙头
- 坚持科技
- 坚持品牌""",
    ),
    Seen(
        "headings-in-heiti-runs-split",
        word("""=示例市河长制办公室=
=关于加强城市内河管护的=
=指导意见=
城市内河是城市的血脉。为加强管护，提出以下意见。
~严控入河污染~
*建立*​*排污口台账*。排查排污口320个，*2025年底前*完成整治。
*推进雨污分流改造*。新建管网60公里。
~改善水生态~
*打通断头河，恢复水系连通*。打通断头河8条。
~完善管护机制~
本市对内河实行分级管护。
*明确河道管护人，落实“一河一档”*。每500米配备管护员1名。
*加密水质监测*。每月监测1次，*优良水体比例达到85%*。
~附则~
本意见有效期五年。
示例市河长制办公室
2024年7月1日"""),
        """- 城市内河
- 建立排污口
- 推进雨污分流
- 打通断头河
- 本市对内河
- 明确河道
- 加密水质
- 本意见有效期""",
        "示例市河长制办公室关于加强城市内河管护的指导意见",
    ),
    Seen(
        "numbered-headings-with-bold-paragraphs",
        word("""=示例县关于发展庭院经济的意见=
一、发展方向
*发展特色种植。*户均种植面积不低于0.2亩，全县发展庭院种植户达到6000户，由乡镇技术员包户指导。
*发展特色养殖，推广林下养鸡、庭院养蜂等模式，到2026年户均增收3000元。*养殖户须办理备案。
*发展休闲旅游*：培育精品民宿40家。
二、扶持措施
*奖补政策。*每户奖补不超过5000元。
*金融支持。*发放小额信贷2000万元。
三、组织保障
县农业农村局牵头，各乡镇每季度上报进展。"""),
        """- 发展特色种植
- 发展特色养殖
- 发展休闲旅游
- 奖补政策
- 金融支持
- 县农业农村局""",
        "示例县关于发展庭院经济的意见",
    ),
    Seen(
        "bold-words-in-numbered-items-change-nothing",
        word("""=示例县公共机构节水工作方案=
一、主要任务
（一）*严格用水定额。*人均用水量下降5%。
*各单位*应当安装计量设施，*安装率达到100%*。
（二）*推广节水器具。*节水器具普及率达到100%。
二、工作要求
（一）加强领导。*主要负责同志*亲自抓。
（二）强化考核。"""),
        """一 严格用水
二 推广节水
一 加强领导
二 强化考核""",
        "示例县公共机构节水工作方案",
    ),
)  # fmt: skip


def page(inner: str, *, title: str, side: str = "") -> bytes:
    """A page with a menu beside the text and a foot."""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title>{title}-示例县人民政府</title>
<style>.hid{{display:none}}</style></head><body><div class="hd"><a href="/">首页</a> <a href="/a">要闻动态</a></div>
<div class="main"><div class="lft"><ul>{side or '<li><a href="/z1">政策文件</a></li><li><a href="/z2">规划计划</a></li><li><a href="/z3">财政预决算，公开目录。</a></li>'}</ul></div>
<div class="rgt"><h2>{title}</h2><div class="info">发布时间：2024-03-02　来源：县政府办</div>
<div class="txt">{inner}</div></div></div>
<div class="ft"><p>主办：示例县人民政府办公室　备案号：示ICP备10000000号　网站标识码：5300000001</p></div></body></html>""".encode()


PAGES = (
    Seen(
        "list-in-a-list",
        page("""<p>为推进全县充电设施建设，制定本方案。</p><ol>
<li>加快公共充电站建设<ol><li>新建公共充电桩800个。</li><li>国道沿线每50公里建站1座。</li></ol></li>
<li>推动居民小区充电<ol><li>新建小区车位100%预留条件。</li></ol></li>
<li>规范运营管理<ol><li>统一接入省级平台。</li><li>完好率达到98%以上。</li><li>每季度巡检1次。</li></ol></li>
</ol>""", title="示例县电动汽车充电设施建设方案"),
        """- 为推进全县
1 新建公共充电桩
2 国道沿线
1 新建小区车位
1 统一接入
2 完好率
3 每季度巡检""",
    ),
    Seen(
        "headings-with-lists",
        page("""<h3>一、工作目标</h3><p>到2026年，建成智慧农贸市场12家。</p>
<h3>二、主要任务</h3><ol><li><strong>硬件改造。</strong>改造摊位1500个。<ol type="a"><li>更换电子秤1500台；</li><li>安装摄像头300个。</li></ol></li>
<li><strong>软件升级。</strong>建设追溯平台。</li></ol>
<h3>三、保障措施</h3><ol><li>加强领导。成立专班。</li><li>加大投入。安排资金800万元。</li></ol>
<p style="display:none">三、保障措施 加强领导 扫码关注示例发布公众号获取更多内容。</p>""", title="示例县智慧农贸市场建设实施方案"),
        """- 到2026年
1 硬件改造
a 更换电子秤
b 安装摄像头
2 软件升级
1 加强领导
2 加大投入""",
    ),
    Seen(
        "outer-list-goes-on-behind-text",
        page("""<ol style="list-style-type:cjk-ideographic"><li><p>健全网络</p><ol><li><p>每个乡镇设立服务站1个。</p></li>
<li><p>每个村配备协理员1名。</p><p>协理员由村民推选。</p></li></ol></li>
<li><p>提升能力</p><p>以训促能，以赛促学。</p><ol><li><p>每年培训2期。</p></li><li><p>举办技能大赛1次。</p></li></ol></li></ol>
<p class="hid">热门推荐：示例县就业政策一图读懂。</p>
<ol start="3" style="list-style-type:cjk-ideographic"><li><p>强化保障</p><ol><li><p>落实经费300万元。</p></li><li><p>严格考核。</p></li></ol></li></ol>""",
             title="示例县退役军人服务保障体系建设工作方案"),
        """1 每个乡镇
2 每个村
- 以训促能
1 每年培训
2 举办技能大赛
1 落实经费
2 严格考核""",
    ),
    Seen(
        "three-levels",
        page("""<p>为做好古树名木保护，制定本计划。</p><ol><li>摸清底数<ol>
<li>开展普查<ol><li>一级古树逐株建档。</li><li>二级古树每年核查1次。</li></ol></li>
<li>完善系统<ol><li>上图率达到100%。</li></ol></li></ol></li>
<li>落实责任<ol><li>签订养护协议1200份。</li><li>每株古树明确养护人。</li></ol></li></ol>""", title="示例县古树名木保护行动计划"),
        """- 为做好古树
1 一级古树
2 二级古树
1 上图率
1 签订养护协议
2 每株古树""",
    ),
    Seen(
        "list-with-ul-inside",
        page("""<ol><li>加强巡河。县级河长每月巡河1次。<ul><li>重点河段加密巡查</li></ul></li><li>清理“四乱”。清理问题80个。</li>
<li>修复生态。新建湿地3处。</li><li>严格执法。查处案件立案率100%。</li></ol>
<div style="visibility:hidden">附件下载</div>""", title="示例县2024年河湖长制工作要点", side='<li><a href="/1">河长制</a></li><li>1. <a href="/2">水资源公报</a></li>'),
        """1 加强巡河
2 清理
3 修复生态
4 严格执法""",
    ),
    Seen(
        "list-items-with-and-without-lists",
        page("""<p>一、重点任务</p><ol><li><p><strong>建强基层站所</strong></p><ol><li>改造站所15个。</li><li>配齐检验设备60台（套）。</li></ol></li>
<li><p><strong>强化抽检监测。</strong>食品抽检量达到每千人5批次。</p></li><li><p>严打违法行为</p><ol><li>办理案件不少于80件。</li></ol></li></ol>
<p>二、保障措施</p><ol><li>压实责任。</li><li>强化督导。</li></ol>
<div style="height:0;overflow:hidden">示例县食品安全公众号二维码，欢迎关注。</div>
<div style="position:absolute;left:-9999px">热门推荐：食品安全宣传周。</div><p style="font-size:0">公众号内容。</p>""",
             title="示例县2025年食品安全工作方案",
             side="<li>一、<a href='/1'>机构职能</a></li><li>二、<a href='/2'>规划计划。</a></li><li>三、财政预决算</li>"),
        """1 建强基层站所
1 改造站所
2 配齐检验
2 强化抽检
3 严打违法行为
1 办理案件
1 压实责任
2 强化督导""",
        "示例县2025年食品安全工作方案",
    ),
    Seen(
        "chinese-and-arabic-lists-by-style-sheet",
        page("""<style>.outer{list-style:cjk-ideographic} .gone{ display : none; }</style><p>为办好民生实事，制定本方案。</p>
<ol class="outer"><li>就业增收<ol><li>城镇新增就业3000人。</li><li>建设零工驿站5个。</li></ol></li><li>教育提质<ol><li>新增学位1200个。</li>
<li>改造校舍3万平方米。</li></ol></li></ol><p class="gone">扫码关注公众号。</p>""", title="示例县2025年民生实事实施方案"),
        """- 为办好民生
1 城镇新增
2 建设零工
1 新增学位
2 改造校舍""",
        "示例县2025年民生实事实施方案",
    ),
    Seen(
        "bold-leads-without-numbers",
        page("""<p align="center"><strong>总体要求</strong></p><p>到2026年，建成儿童友好社区30个。</p><p align="center"><strong>主要举措</strong></p>
<p><strong>优化公共空间，改造社区游戏场地。</strong>改造场地45处。</p><p><b>2025年底前开通儿童友好公交线路</b>。线路不少于6条。</p>
<p><strong>提供成长服务：</strong>每个社区配备儿童主任<strong>1名</strong>。</p><p>各街道落实经费。</p>""", title="示例市关于推进儿童友好社区建设的意见"),
        """- 到2026年
- 优化公共空间
- 2025年底
- 提供成长服务""",
        "示例市关于推进儿童友好社区建设的意见",
    ),
)  # fmt: skip


_FURNITURE = ("公众号", "热门推荐", "规划计划", "财政预决算", "水资源公报", "附件下载", "主办：", "发布时间")


def _found(seen: Seen, path: Path) -> Iterable[tuple[str, str]]:
    path.write_bytes(seen.data)
    plans = read_file(path)
    assert seen.title in ("", plans[-1].entry.title)
    assert not any(word in clause.text for plan in plans for clause in plan.clauses for word in _FURNITURE)
    return [
        (clause.number or "-", squash(clause.text[clause.body :]))
        for plan in plans
        for clause in plan.clauses
        if not clause.address.endswith(
            ("/notice", "/notice-masthead", "/notice-closing", "/masthead", "/closing")
        )
    ]


@pytest.mark.parametrize("seen", [*WORD, *PAGES], ids=lambda seen: seen.name)
def test_a_file_is_cut_as_a_reader_sees_it(seen: Seen, tmp_path: Path) -> None:
    wanted = [tuple(line.split(" ", 1)) for line in seen.clauses.split("\n")]
    found = _found(seen, tmp_path / f"{seen.name}{'.docx' if seen in WORD else '.html'}")
    longest = [len(words) for _, words in wanted] + [0] * len(list(found))
    assert [(number, text[:length]) for (number, text), length in zip(found, longest, strict=False)] == wanted


OPEN = (
    """示例县关于发展庭院经济的意见
为发展庭院经济，提出以下意见。
*总体要求*
到2027年，发展庭院经济示范户3000户。
*重点任务*
*做强特色种植。*每乡建成示范村2个，户均增收5000元。
*发展林下养殖。*林下养殖面积达到1.2万亩，*严禁*毁林。
*培育乡村车间。*建成车间36个。
*保障措施*
*加强资金支持。*县财政每年安排300万元。
*强化技术服务。*选派科技特派员120名。""",
    """示例市关于加强社区食堂建设的若干措施
为方便老年人就餐，制定以下措施。
*优化布局*。每个街道建成社区食堂1处以上。
*给予补贴*。对新建食堂一次性补助20万元。
*加强监管，每季度检查1次*。检查结果向居民公开。
本措施自印发之日起施行。""",
)


def _odt(text: str, looks: str, *, based: bool = False) -> bytes:
    """The same lines as an OpenDocument text; ``based``: the bold style is based on another."""
    lines = []
    for line in text.split("\n"):
        pieces = re.split(r"\*([^*]+)\*", line)
        lines.append(
            "<text:p>"
            + "".join(
                f'<text:span text:style-name="T1">{piece}</text:span>' if place % 2 else piece
                for place, piece in enumerate(pieces)
            )
            + "</text:p>"
        )
    properties = f"<style:text-properties {looks}/>"
    style = f'<style:style style:name="T1" style:family="text">{properties}</style:style>'
    if based:
        style = (
            f'<style:style style:name="T0" style:family="text">{properties}</style:style>'
            '<style:style style:name="T1" style:family="text" style:parent-style-name="T0"/>'
        )
    return as_odt("".join(lines), content=style)


@pytest.mark.parametrize("text", OPEN)
@pytest.mark.parametrize(
    ("looks", "based"),
    [
        ('style:font-weight-asian="bold"', False),
        ('style:font-weight-asian="bold"', True),
        ('style:font-name-asian="楷体_GB2312"', False),
    ],
)
def test_an_open_document_is_cut_like_a_word_file(text: str, looks: str, based: bool, tmp_path: Path) -> None:
    cuts = []
    for name, data in (("a.docx", word(text)), ("a.odt", _odt(text, looks, based=based))):
        (tmp_path / name).write_bytes(data)
        cuts.append([(c.kind, c.title, c.text) for plan in read_file(tmp_path / name) for c in plan.clauses])
    assert cuts[0] == cuts[1]
    assert len(cuts[0]) >= 4
