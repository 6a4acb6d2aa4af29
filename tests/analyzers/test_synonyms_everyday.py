"""Everyday words of the thesaurus: what people type, field by field, and the words that must stay as they are.

The rules of the table and of expanding are in ``test_synonyms.py``; here stand kinds of words.
"""

from __future__ import annotations

import pytest

from analyzers.synonyms import expand, rows


def found(query: str) -> dict[str, set[str]]:
    """Phrase -> its alternatives, the words of a conjunction joined by a plus."""
    return {e.phrase: {"+".join(terms) for terms in e.alternatives} for e in expand(query)}


@pytest.mark.parametrize(
    ("query", "phrase", "alternative"),
    [
        # people
        ("村里的老汉", "老汉", "老年人"),
        ("外地娃读书", "外地娃", "随迁子女"),
        ("退伍兵有什么照顾", "退伍兵", "退役军人家庭"),
        ("大山里的娃些", "大山里", "边远地区"),
        # work and pay
        ("没活干找谁", "没活干", "公共就业服务"),
        ("要不到钱怎么办", "要不到钱", "劳动保障监察"),
        ("女的钱少", "女的钱少", "同工同酬"),
        ("抖音卖货培训", "抖音卖货", "农村电子商务"),
        ("怀孕上夜班行不行", "怀孕上夜班", "孕期"),
        # school
        ("没书读的娃", "没书读", "控辍保学"),
        ("补课费太贵", "补课费", "校外培训机构"),
        ("接娃放学", "接娃", "课后服务"),
        ("供不起娃上学", "供不起", "学生资助"),
        ("不认得字的老人", "不认得字", "扫盲"),
        ("幼儿园贵", "幼儿园贵", "普惠性幼儿园"),
        # health
        ("奶不够怎么办", "奶不够", "母乳喂养"),
        ("眼睛坏了", "眼睛坏了", "近视"),
        ("牙烂了", "牙烂", "龋齿"),
        ("娃太瘦", "娃太瘦", "营养不良"),
        ("孩子太矮", "太矮", "生长迟缓"),
        ("流掉了还能生吗", "流掉了", "人工流产"),
        ("不想活了", "不想活了", "心理危机干预"),
        ("产妇急救", "产妇急救", "危重孕产妇"),
        # insurance and welfare
        ("城乡居民医保交多少", "城乡居民医保", "城乡居民基本医疗保险"),
        ("新农合报销", "新农合", "基本医疗保险"),
        ("评低保", "评低保", "最低生活保障"),
        ("捡的娃", "捡的娃", "孤弃儿童"),
        ("爹坐牢的娃", "爹坐牢", "事实无人抚养儿童"),
        ("两病用药", "两病用药", "慢性病"),
        ("孤寡老人", "孤寡老人", "特困人员"),
        # family
        ("两口子打架", "两口子打架", "婚姻家庭纠纷"),
        ("离婚分钱", "离婚分钱", "夫妻共同财产"),
        ("彩礼钱要多少", "彩礼钱", "移风易俗"),
        ("不管娃的爹", "不管娃", "家庭监护主体责任"),
        # safety
        ("烫到娃", "烫到", "烧烫伤"),
        ("掉河头了", "掉河头", "溺水"),
        ("菌中毒", "菌中毒", "有毒野生菌"),
        ("同学打我", "同学打我", "学生欺凌"),
        ("骗老人钱", "骗老人钱", "识骗防骗"),
        # law
        ("喝酒打老婆", "喝酒打老婆", "家庭暴力"),
        ("被摸了", "被摸", "性骚扰"),
        ("律师费太贵", "律师费", "法律援助"),
        ("娃偷东西", "娃偷东西", "预防未成年人犯罪"),
        ("拐娃的", "拐娃", "拐卖儿童"),
        ("反诈怎么搞", "反诈", "电信网络诈骗"),
        # environment and farming
        ("粪坑臭", "粪坑", "卫生厕所"),
        ("吃井水", "吃井水", "农村供水"),
        ("嫁人没地", "嫁人没地", "农村妇女+土地承包经营权"),
        ("摆地摊", "摆地摊", "创业"),
        # how the plan is run
        ("多久汇报一次", "多久汇报一次", "报告制度"),
        ("花多少钱", "花多少钱", "经费投入"),
        ("发奖状", "发奖状", "表彰"),
        ("督导组来检查", "督导组", "督导检查"),
        ("女的当官", "女的当官", "女干部"),
        # what the office calls it
        ("五项管理怎么抓", "五项管理", "学业负担"),
        ("三留守台账", "三留守", "留守儿童"),
        ("婚调室", "婚调室", "婚姻家庭纠纷人民调解"),
        ("监测户帮扶", "监测户", "返贫致贫"),
        ("一老一小怎么管", "一老一小", "托育服务"),
        ("事无儿童补助", "事无儿童", "事实无人抚养儿童"),
        ("降消项目", "降消项目", "孕产妇死亡率"),
        ("八五普法", "八五普法", "法治宣传教育"),
    ],
)
def test_everyday_words_of_every_field(query: str, phrase: str, alternative: str) -> None:
    assert alternative in found(query)[phrase]


@pytest.mark.parametrize(
    ("query", "phrases"),
    [
        ("老板不给工钱", {"老板", "不给工钱"}),
        ("村里老汉没人管", {"村里", "老汉", "没人管"}),
        ("娃眼睛坏了找哪个大夫", {"眼睛坏了", "大夫"}),
        ("外地打工的爸妈没空陪娃", {"没空陪娃"}),
        ("寨子里的老阿婆不会用网", {"寨子里", "老阿婆", "不会用网"}),
    ],
)
def test_everyday_words_are_found_in_any_mixture(query: str, phrases: set[str]) -> None:
    assert phrases <= set(found(query))


@pytest.mark.parametrize(
    "query",
    [
        "检查",
        "管理问题",
        "工作检查",
        "生活",
        "厕所",
        "垃圾",
        "营养",
        "残疾人",
        "考核",
        "试点",
        "贫困",
        "危险作业",
        "招收120人",
        "分流安置",
        "水污染防治",
        "男女平等基本国策教育",
        "健全未成年人保护体系",
        "保护士兵",
        "农村里程",
        "国家访问团",
        "发展览会",
        "加强奸商整治",
        "中小学娃哈哈",
    ],
)
def test_official_and_ambiguous_words_stay_as_they_are(query: str) -> None:
    assert found(query) == {}


def test_a_short_everyday_word_gives_way_to_the_longer_saying() -> None:
    """村里 alone is 农村; 村里开会 is one thing and says nothing of 农村."""
    assert "村里" in found("村里的娃")
    assert set(found("村里开会")) == {"村里开会"}


def test_plans_that_differ_are_all_looked_for() -> None:
    """One plan writes the full name, another the short one, a third the wider word."""
    wanted = {"城乡居民基本医疗保险", "基本医疗保险", "医疗保险"}
    for name in ("新农合", "居民医保", "城乡居民医保", "农村合作医疗"):
        assert wanted <= found(name)[name], name


def test_lay_rows_lead_to_few_wordings() -> None:
    """A search holds 16 other wordings: a row that fills half of them leaves none for the other words."""
    assert [row.phrases[0] for row in rows() if len(row.alternatives) > 6] == []
