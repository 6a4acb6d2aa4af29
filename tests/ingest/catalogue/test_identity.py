"""Whose plan a text is: known plans by title and alias, others by what is printed, nothing by guess."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.catalogue.entries import Catalogue
from ingest.catalogue.identity import Stated, identify
from ingest.catalogue.reimport import compare
from ingest.plan import Level, Plan, PlanEntry, SourceText
from ingest.reading import read_text

BODY = """
前言
为促进发展，依据{basis}，结合实际，制定本规划。
一、总体要求
坚持以人民为中心的发展思想，促进全面发展。
二、主要任务
（一）提高水平
1. 巩固率达到95%以上。
"""


def _plan(title: str, *, head: str = "", basis: str = "有关规定") -> Plan:
    text = f"{head}\n{title}\n{BODY.format(basis=basis)}"
    return read_text(SourceText("文件.txt", text, "utf-8", "ab" * 32))[0]


@pytest.mark.parametrize(
    ("title", "plan"),
    [
        ("云南儿童发展规划（2021—2030年）", "yunnan-children-2021"),
        ("云南省儿童发展规划（2021-2030年）", "yunnan-children-2021"),
        ("中国妇女发展纲要（2021—2030年）", "nation-women-2021"),
        ("保山市儿童发展规划(2021年-2030年)", "baoshan-children-2021"),
        ("“健康中国2030”规划纲要", "nation-healthy-china-2030"),
    ],
)
def test_known_plans(title: str, plan: str, catalogue: Catalogue) -> None:
    found = identify(_plan(title), catalogue.entries, Stated())
    known = catalogue.get(plan)
    assert known is not None
    assert (found.id, found.title, found.level, found.parents) == (
        known.id,
        known.title,
        known.level,
        known.parents,
    )


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("示例县乡村振兴规划", "示例县"), ("示例县新型城镇化规划", "示例县"), ("示例县特色小镇规划", "示例县"),
        ("示例县重点镇建设规划", "示例县"), ("示例县城乡居民健康规划", "示例县"), ("示例县水乡古镇旅游规划", "示例县"),
        ("示例市乡镇卫生院建设规划", "示例市"), ("示例市街道社区养老规划", "示例市"), ("示例区城市街道更新规划", "示例区"),
        ("示例省边境乡镇建设规划", "示例省"), ("景德镇市妇女发展规划", "景德镇市"), ("新乡市妇女发展规划", "新乡市"),
        ("镇雄县妇女发展规划", "镇雄县"), ("返乡创业规划", None), ("加强乡镇街道综合执法实施方案", None),
    ],
)  # fmt: skip
def test_a_kind_of_place_is_no_township(title: str, region: str | None) -> None:
    found = identify(_plan(f"{title}（2021—2025年）"), [], Stated())
    assert (found.region, found.level is Level.TOWNSHIP) == (region, False)


def test_a_county_that_plans_for_one_of_its_towns_or_speaks_to_villages_is_a_county() -> None:
    head = "示例县人民政府关于印发示例县示例镇国土空间规划的通知\n各乡镇人民政府：\n现印发给你们。"
    found = identify(_plan("示例县示例镇国土空间规划（2021—2035年）", head=head), [], Stated())
    assert (found.level, found.region) == (Level.COUNTY, "示例县")
    found = identify(_plan("示例县妇女发展规划（2021—2030年）", head="各社区、各村委会：\n"), [], Stated())
    assert (found.level, found.region) == (Level.COUNTY, "示例县")


@pytest.mark.parametrize(
    ("title", "region"),
    [
        ("盐城市妇女发展规划", "盐城市"), ("聊城市托育服务规划", "聊城市"), ("防城港市海洋经济规划", "防城港市"),
        ("无废城市建设方案", None), ("智慧城市建设规划", None), ("示例市城市更新方案", "示例市"), ("中心城市带动规划", None),
    ],
)  # fmt: skip
def test_a_name_may_end_with_city(title: str, region: str | None) -> None:
    assert identify(_plan(f"{title}（2021—2025年）"), [], Stated()).region == region


@pytest.mark.parametrize(
    ("title", "region", "level"),
    [
        ("江苏省苏州市妇女发展规划", "江苏省苏州市", None), ("云南省保山市腾冲市儿童发展规划", "云南省保山市腾冲市", None),
        ("示例省示例县托育服务规划", "示例省示例县", Level.COUNTY), ("内蒙古自治区呼和浩特市教育规划", "内蒙古自治区呼和浩特市", None),
        ("四川省凉山彝族自治州妇女发展规划", "四川省凉山彝族自治州", Level.CITY), ("上海市浦东新区养老服务规划", "上海市浦东新区", None),
        ("北京市朝阳区托育服务规划", "北京市朝阳区", None), ("江苏省苏州市吴江区儿童发展规划", "江苏省苏州市吴江区", None),
        ("河北省县域经济发展规划", "河北省", Level.PROVINCE), ("山东省新旧动能转换示范区规划", "山东省", Level.PROVINCE),
        ("广东省城市更新规划", "广东省", Level.PROVINCE), ("江西省脱贫县发展规划", "江西省", Level.PROVINCE),
        ("湖北省产粮大县奖励规划", "湖北省", Level.PROVINCE), ("广东省电力市场建设规划", "广东省", Level.PROVINCE),
        ("河南省产业集聚区发展规划", "河南省", Level.PROVINCE), ("示例市未来社区建设规划", "示例市", None),
        ("示例市全域旅游示范区规划", "示例市", None), ("浙江省山区县发展规划", "浙江省", Level.PROVINCE),
        ("示例市县域医共体建设规划", "示例市", None), ("示例省资源型城市转型规划", "示例省", Level.PROVINCE),
    ],
)  # fmt: skip
def test_a_place_is_named_with_those_above_it(title: str, region: str, level: Level | None) -> None:
    found = identify(_plan(f"{title}（2021—2025年）"), [], Stated())
    assert (found.region, found.level) == (region, level)


@pytest.mark.parametrize(
    ("title", "head", "expected"),
    [
        ("示例县妇女发展规划（2021—2030年）", "", ("shili-women-2021", Level.COUNTY, "示例县", "妇女")),
        ("示例省儿童发展规划（2021—2030年）", "", ("shili-children-2021", Level.PROVINCE, "示例省", "儿童")),
        ("示例省儿童发展规划（2031—2040年）", "", ("shili-children-2031", Level.PROVINCE, "示例省", "儿童")),
        ("示例市残疾人事业发展规划（2021—2025年）", "", ("shili-canjiren-2021", None, "示例市", "残疾人")),
        ("示例市妇女发展规划（2021—2030年）", "示例市人民政府关于印发示例市妇女发展规划的通知\n各县（市、区）人民政府，市直各部门：\n现印发给你们。",
         ("shili-women-2021", Level.CITY, "示例市", "妇女")),
        ("示例市妇女发展规划（2021—2030年）", "示例市人民政府关于印发示例市妇女发展规划的通知\n各乡镇人民政府、街道办事处：\n现印发给你们。",
         ("shili-women-2021", Level.COUNTY, "示例市", "妇女")),
        ("示例妇女发展规划（2021—2030年）", "示例省人民政府关于印发示例妇女发展规划的通知\n各州、市人民政府，省直各部门：\n现印发给你们。",
         ("shili-women-2021", Level.PROVINCE, "示例省", "妇女")),
        ("中国残疾人发展纲要（2021—2030年）", "", ("nation-canjiren-2021", Level.NATION, "全国", "残疾人")),
        ("上海市妇女发展规划（2021—2030年）", "", ("shanghai-women-2021", Level.PROVINCE, "上海市", "妇女")),
        ("中共示例省委关于制定妇女发展规划（2021—2030年）的建议", "", ("shili-women-2021", Level.PROVINCE, "示例省", "妇女")),
        ("健康城市建设规划（2021—2030年）", "", ("jiankangchengshijianshe-2021", None, None, "健康城市建设")),
        ("贫困地区儿童发展规划（2021—2030年）", "", ("pinkundiquertong-2021", None, None, "贫困地区儿童")),
        ("示例镇妇女发展实施方案（2021—2030年）", "", ("shili-women-2021", Level.TOWNSHIP, "示例镇", "妇女")),
        ("示例县示例镇儿童发展规划（2021—2030年）", "", ("shilixianshili-children-2021", Level.TOWNSHIP, "示例县示例镇", "儿童")),
        ("示例彝族乡妇女发展规划（2021—2030年）", "", ("shiliyizu-women-2021", Level.TOWNSHIP, "示例彝族乡", "妇女")),
        ("示例乡妇女发展规划（2021—2030年）", "示例县示例乡人民政府关于印发示例乡妇女发展规划的通知\n各村（居）民委员会，乡属各单位：\n现印发给你们。",
         ("shilixianshili-women-2021", Level.TOWNSHIP, "示例县示例乡", "妇女")),
        ("示例街道儿童发展规划（2021—2030年）", "示例市人民政府示例街道办事处关于印发示例街道儿童发展规划的通知\n各社区：\n现印发给你们。",
         ("shilishishili-children-2021", Level.TOWNSHIP, "示例市示例街道", "儿童")),
        ("妇女发展规划（2021—2030年）", "各村（社区），镇属各单位：\n现印发给你们。", ("women-2021", Level.TOWNSHIP, None, "妇女")),
    ],
)  # fmt: skip
def test_new_plans(title: str, head: str, expected: tuple[object, ...], catalogue: Catalogue) -> None:
    found = identify(_plan(title, head=head), catalogue.entries, Stated())
    assert (found.id, found.level, found.region, found.subject) == expected


def test_what_a_notice_prints_and_what_a_person_states(catalogue: Catalogue) -> None:
    head = "示例县人民政府关于印发示例县妇女发展规划（2021—2030年）的通知\n示政发〔2022〕3号\n各乡镇人民政府：\n现印发给你们。\n2022年6月1日"
    plan = _plan("示例县妇女发展规划（2021—2030年）", head=head)
    found = identify(plan, catalogue.entries, Stated())
    assert (found.issuer, found.number, found.date) == ("示例县人民政府", "示政发〔2022〕3号", "2022-06-01")
    assert (found.start_year, found.end_year) == (2021, 2030)
    stated = Stated("x-1", "另一名称", Level.CITY, "示例市", "儿童", "市政府", "市发〔2022〕1号")
    found = identify(plan, catalogue.entries, stated)
    assert (found.id, found.title, found.level, found.region) == ("x-1", "另一名称", Level.CITY, "示例市")
    assert (found.subject, found.issuer, found.number) == ("儿童", "市政府", "市发〔2022〕1号")


def test_a_known_id_takes_any_text(catalogue: Catalogue) -> None:
    found = identify(_plan("没有名称的稿子规划"), catalogue.entries, Stated("baoshan-women-2021"))
    assert (found.id, found.title) == ("baoshan-women-2021", "保山市妇女发展规划（2021—2030年）")


def test_another_level_is_another_plan(catalogue: Catalogue) -> None:
    found = identify(_plan("云南儿童发展规划（2021—2030年）"), catalogue.entries, Stated(level=Level.CITY))
    assert found.id not in {entry.id for entry in catalogue.entries}


def test_higher_plans_are_those_that_the_text_names(catalogue: Catalogue) -> None:
    basis = "《中国妇女发展纲要（2021—2030年）》《云南妇女发展规划（2021—2030年）》《云南儿童发展规划（2021—2030年）》"
    found = identify(_plan("示例县妇女发展规划（2021—2030年）", basis=basis), catalogue.entries, Stated())
    assert found.parents == ("yunnan-women-2021", "nation-women-2021")


def test_ids_never_collide() -> None:
    entry = PlanEntry(
        "shili-women-2021", "示例省妇女发展规划（2021—2030年）", Level.PROVINCE, "示例省", "妇女"
    )
    assert identify(_plan("示例县妇女发展规划（2021—2030年）"), [entry], Stated()).id == "shili-women-2021-2"


def test_changes() -> None:
    before = {"a/1": "1.甲 乙", "a/2": "2.丙", "a/3": "3.丁", "a/4": "4.戊"}
    after = {"a/1": "1.甲乙", "a/2": "2.丙丙", "a/5": "3.丁", "a/6": "6.己"}
    found = compare(before, after)
    assert (found.new, found.changed, found.moved, found.removed, found.unchanged) == (
        ("a/6",), ("a/2",), (("a/3", "a/5"),), ("a/4",), 1,
    )  # fmt: skip
    assert compare(before, before).none


TREES = Path(__file__).parents[1] / "structure" / "trees"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "title_of_an_order",
            ("示例省农村供水管理办法", "示例省人民政府", "示例省人民政府令第231号", "示例省", None, None),
        ),
        (
            "title_below_number_joint",
            (
                "示例省困难群众救助补助资金管理办法",
                "示例省财政厅、示例省民政厅、示例省卫生健康委员会",
                "示财社〔2023〕18号",
                "示例省",
                None,
                None,
            ),
        ),
        (
            "title_years_in_chinese",
            ("示例市妇女事业发展纲要（二〇二一—二〇三〇年）", "示例市人民政府", None, "示例市", 2021, 2030),
        ),
        (
            "title_of_a_town",
            ("示例乡老龄工作方案（2021～2025年）", "示例乡人民政府", "示乡政发〔2021〕12号", "示例乡", 2021, 2025),
        ),
        (
            "title_two_lines_and_conjunction",
            ("示例州国民经济和社会发展第十四个五年规划和二〇三五年远景目标纲要", None, None, "示例州", 2021, 2025),
        ),
        (
            "case_number_above_title",
            (
                "示例县民政局示例县财政局关于印发示例县2025年最低生活保障标准的通知",
                "示例县民政局、示例县财政局",
                "示民规字〔2025〕2号",
                "示例县",
                None,
                None,
            ),
        ),
    ],
)  # fmt: skip
def test_what_stands_around_a_plan(text: str, expected: tuple[object, ...]) -> None:
    source = (TREES / f"{text}.txt").read_text(encoding="utf-8")
    (plan,) = read_text(SourceText("文件.txt", source, "utf-8", "ab" * 32))
    found = identify(plan, (), Stated())
    assert (
        found.title,
        found.issuer,
        found.number,
        found.region,
        found.start_year,
        found.end_year,
    ) == expected


@pytest.mark.parametrize(
    ("names", "issuers"),
    [
        ("示例市民政局 示例市财政局", "示例市民政局、示例市财政局"),
        ("示例市民政局示例市财政局", "示例市民政局、示例市财政局"),
        ("示例县人民政府办公室", "示例县人民政府办公室"),
        ("中共示例县委 示例县人民政府", "中共示例县委、示例县人民政府"),
        ("示例市市场监督管理局、示例市发展和改革委员会", "示例市市场监督管理局、示例市发展和改革委员会"),
    ],
)
def test_joint_issuers_stand_apart(names: str, issuers: str) -> None:
    head = f"{names}关于印发示例市妇女发展规划（2021—2030年）的通知\n示发〔2022〕3号\n各县：\n现印发给你们。"
    assert identify(_plan("示例市妇女发展规划（2021—2030年）", head=head), (), Stated()).issuer == issuers
