"""A fictional notice with two plans, made in every format that can be read; the text is the same in all of them."""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Sequence

# Rank of a paragraph (0 一、 1 （一） 2 1. None: plain), and its words without the number.
Line = tuple[int | None, str]
TITLE = "示例县人民政府关于印发示例县妇女发展规划和示例县儿童发展规划的通知"
_CHINESE = "一二三四五六七八九十"


def _plan(who: str) -> list[Line]:
    return [
        (None, f"示例县{who}发展规划（2021—2030年）"),
        (0, "总体要求"),
        (1, "指导思想"),
        (None, f"坚持以人民为中心的发展思想，保障{who}合法权益，促进{who}全面发展，让发展成果更多更公平惠及广大{who}。"),
        (1, "基本原则"),
        (2, f"坚持党的全面领导。把握{who}事业发展的政治方向。"),
        (2, f"坚持{who}优先。在制定政策、编制规划、配置资源时优先考虑{who}的利益和需求。"),
        (0, "发展领域、主要目标和策略措施"),
        (1, f"{who}与健康"),
        (None, "主要目标："),
        (2, f"孕产妇死亡率控制在12/10万以下，{who}健康素养水平达到30%以上。"),
        (2, "5岁以下儿童死亡率和婴儿死亡率分别控制在6‰和4.5‰以下。"),
        (2, "适龄妇女宫颈癌人群筛查率达到70%以上，乳腺癌人群筛查率逐步提高。"),
        (None, "策略措施："),
        (2, f"完善{who}健康服务体系。建立涵盖全生命周期的健康服务网络，县级设置1所标准化的妇幼保健机构，每千名儿童拥有"
            "床位增至3.17张，基层机构至少配备1名提供规范服务的全科医生，对全部对象实行分类管理并建立健康档案。"),
        (2, "加强健康教育。普及科学知识，定期开展义诊，每年不少于2次。"),
        (1, f"{who}与教育"),
        (None, "主要目标："),
        (2, "九年义务教育巩固率提高到96%以上。"),
        (2, "高中阶段毛入学率达到92%以上，并保持在较高水平。"),
        (None, "策略措施："),
        (2, "落实教育优先发展。保障教育经费投入，改善办学条件。"),
        (0, "组织实施"),
        (1, "加强组织领导"),
        (None, "坚持党的领导，各级政府把规划实施纳入议事日程，统筹推进各项工作。"),
        (1, "强化经费保障"),
        (None, "各级政府将实施规划所需经费纳入财政预算，重点支持困难地区。"),
    ]  # fmt: skip


TABLE = [["指标名称", "2020年", "2030年"], ["宫颈癌筛查率", "45%", "70%"], ["义务教育巩固率", "95%", "96%"]]
NOTICE: list[Line] = [
    (None, TITLE),
    (None, "各乡镇人民政府，县直各部门："),
    (None, "现将《示例县妇女发展规划（2021—2030年）》和《示例县儿童发展规划（2021—2030年）》印发给你们，请认真贯彻执行。"),
    (None, "示例县人民政府"),
    (None, "2022年6月1日"),
    *_plan("妇女"),
    *_plan("儿童"),
]  # fmt: skip


def printed(lines: Sequence[Line]) -> list[str]:
    """The lines with the numbers that print shows."""
    counts = [0, 0, 0]
    found = []
    for rank, text in lines:
        if rank is None:
            if text.endswith(("主要目标：", "策略措施：", "2030年）")):
                counts = [0, 0, 0] if text.endswith("）") else [*counts[:2], 0]
            found.append(text)
            continue
        counts[rank] += 1
        counts[rank + 1 :] = [0] * (2 - rank)
        number = counts[rank]
        form = f"{_CHINESE[number - 1]}、", f"（{_CHINESE[number - 1]}）", f"{number}. "
        found.append(form[rank] + text)
    return found


def as_text(lines: Sequence[Line] = NOTICE) -> str:
    """The notice as a text file."""
    return "\n".join(printed(lines)) + "\n" + "\n".join("\t".join(row) for row in TABLE)


def as_zip(files: dict[str, bytes]) -> bytes:
    """An archive."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in files.items():
            package.writestr(name, content)
    return data.getvalue()


# --- .docx with automatic numbers -------------------------------------------------------------------------

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))


def numbering_xml(lists: int) -> str:
    """One abstract list with three levels; each list but the first begins anew at every level."""
    levels = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for place, (form, text) in enumerate(_LEVELS)
    )
    restart = "".join(
        f'<w:lvlOverride w:ilvl="{place}"><w:startOverride w:val="1"/></w:lvlOverride>' for place in range(3)
    )
    numbers = "".join(
        f'<w:num w:numId="{number}"><w:abstractNumId w:val="7"/>{restart if number > 1 else ""}</w:num>'
        for number in range(1, lists + 1)
    )
    return f'<w:numbering {_W}><w:abstractNum w:abstractNumId="7">{levels}</w:abstractNum>{numbers}</w:numbering>'


def paragraph(text: str, number: int | None = None, level: int = 0, properties: str = "") -> str:
    """One paragraph, in a list where ``number`` names one."""
    if number is not None:
        properties += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    return f'<w:p><w:pPr>{properties}</w:pPr><w:r><w:t xml:space="preserve">{html.escape(text)}</w:t></w:r></w:p>'


def table_xml(rows: Sequence[Sequence[str]]) -> str:
    """A table."""
    cells = [["<w:tc>" + paragraph(cell) + "</w:tc>" for cell in row] for row in rows]
    return "<w:tbl>" + "".join("<w:tr>" + "".join(row) + "</w:tr>" for row in cells) + "</w:tbl>"


def as_docx(
    body: str = "", *, numbering: str = "", styles: str = "", parts: dict[str, str] | None = None
) -> bytes:
    """A Word document; without a body the notice with automatic numbers."""
    if not body:
        body, lists = _notice_body()
        numbering = numbering_xml(lists)
    main = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{main}.document.main+xml"/>'
        f'<Override PartName="/word/styles.xml" ContentType="{main}.styles+xml"/>'
        f'<Override PartName="/word/numbering.xml" ContentType="{main}.numbering+xml"/></Types>',
        "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relation}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{relation}/numbering" Target="numbering.xml"/>'
        f'<Relationship Id="r2" Type="{relation}/styles" Target="styles.xml"/></Relationships>',
        "word/document.xml": f'<?xml version="1.0" encoding="UTF-8"?><w:document {_W}'
        ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
        f' xmlns:v="urn:schemas-microsoft-com:vml"><w:body>{body}</w:body></w:document>',
        "word/numbering.xml": numbering or f"<w:numbering {_W}/>",
        "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
        **(parts or {}),
    }  # fmt: skip
    return as_zip({name: content.encode() for name, content in files.items()})


def _notice_body() -> tuple[str, int]:
    body, lists = "", 1
    for rank, text in NOTICE:
        if rank is None and text.endswith(("主要目标：", "策略措施：", "2030年）")):
            lists += 1
            # A list that begins anew counts its own goals or measures; parts go on in the list of their plan.
            if text.endswith("）"):
                top = lists
        list_of = None if rank is None else (lists if rank == 2 else top)
        body += paragraph(text, list_of, rank or 0)
    return body + table_xml(TABLE), lists


# --- web pages ------------------------------------------------------------------------------------------------

_TOP = """
<div class="top"><a href="/">首页</a> <a href="/zw">政务公开</a> <a href="/hd">互动交流</a></div>
<ul id="nav"><li><a href="/1">政府信息公开指南</a></li><li><a href="/2">政府信息公开目录，领导之窗。</a></li></ul>
<div class="crumb">您当前的位置：<a href="/">首页</a> &gt; <a href="/zw">政务公开</a> &gt; 正文</div>
"""
_BOTTOM = """
<div class="x9">相关链接</div>
<ul><li><a href="/a.html">一图读懂示例县妇女发展规划（2021—2030年）</a></li>
<li><a href="/b.html">政策解读：示例县儿童发展规划（2021—2030年）</a></li>
<li><a href="/c.html">示例县召开妇女儿童工作会议，部署2023年任务。</a></li></ul>
<div class="y1"><p>主办：示例县人民政府　承办：示例县人民政府办公室　网站标识码：5300000000</p>
<p>备案号：示ICP备12345678号　地址：示例县示例路1号　未经授权不得转载。</p></div>
<script>var a = "规划。";</script>
"""


def as_page(
    lines: Sequence[Line] = NOTICE, *, charset: str = "utf-8", inner: str = "", title: str = ""
) -> str:
    """The notice as the page of a government site, with all that stands around it."""
    words = [html.escape(text) for text in printed(lines)]
    title = title or words[0]
    rows = "".join("<tr>" + "".join(f"<td><p>{cell}</p></td>" for cell in row) + "</tr>" for row in TABLE)
    text = inner or "".join(f"<p>　　{text}</p>\n" for text in words[1:]) + f"<table border=1>{rows}</table>"
    return f"""<!DOCTYPE html><html><head><meta charset="{charset}"><title>{title}_示例县人民政府网</title>
<style>p {{}}</style></head><body><form action="/s"><input value="请输入关键词">{_TOP}
<div class="w1"><div><h1>{title}</h1><div>发布日期：2022-06-02 来源：示例县人民政府 浏览次数：<span>123</span> 【字体：<a href="#">大</a> <a
href="#">中</a> <a href="#">小</a>】</div><div class="bdsharebuttonbox">分享到：<a href="/w">微信</a></div>
<div class="c77">{text}</div><div>【打印】【关闭】</div></div></div>{_BOTTOM}</form></body></html>"""


# --- PDF --------------------------------------------------------------------------------------------------------


def as_pdf(lines: Sequence[Line] = NOTICE, *, password: str | None = None) -> bytes:
    """The notice printed: lines broken at the width of the page, a running head, page numbers."""
    from reportlab.lib.pagesizes import A4
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.cidfonts import UnicodeCIDFont
    from reportlab.pdfgen.canvas import Canvas

    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4, encrypt=password)
    rows: list[str | list[str]] = [row for text in printed(lines) for row in _wrapped("　　" + text)]
    rows += TABLE
    for page, at in enumerate(range(0, len(rows), 22), 1):
        canvas.setFont("STSong-Light", 10)
        canvas.drawString(70, 800, "示例县妇女儿童发展规划")
        canvas.setFont("STSong-Light", 14)
        for place, row in enumerate(rows[at : at + 22]):
            y = 760 - 30 * place
            if isinstance(row, str):
                canvas.drawString(70, y, row)
                continue
            for column, cell in enumerate(row):  # a row of the table, with its lines
                canvas.drawString(75 + 150 * column, y, cell)
                canvas.rect(70 + 150 * column, y - 10, 150, 30)
        canvas.drawString(290, 40, f"{page}")
        canvas.showPage()
    canvas.save()
    return data.getvalue()


def _wrapped(text: str, width: int = 32) -> list[str]:
    """Lines of so many characters; none begins with a stop."""
    rows = []
    while len(text) > width:
        cut = width
        while text[cut] in "。，、；：）》”":
            cut -= 1
        rows.append(text[:cut])
        text = text[cut:]
    return [*rows, text]
