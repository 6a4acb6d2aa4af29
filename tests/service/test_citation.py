"""Citations, and the words in which targets and enumerations are shown."""

from __future__ import annotations

from decimal import Decimal

import grids
import pytest

from ingest.plan import Clause, ClauseKind, Heading, Level, Nature, Plan, PlanEntry, SourceText, Target
from ingest.reading import read_text
from service.citation import citations
from service.labels import KINDS, LEVELS
from service.requirement import requirement
from service.storage.base import Base

WOMEN, CHILDREN = "《腾冲妇女发展规划（2021—2030年）》", "《腾冲儿童发展规划（2021—2030年）》"
REAL = {
    "tengchong-women-2021/2.1/goal/2": WOMEN + "二、（一）妇女与健康 主要目标第2条",
    "tengchong-women-2021/2.1/measure/12": WOMEN + "二、（一）妇女与健康 策略措施第12条",
    "tengchong-children-2021/2.7/measure/1": CHILDREN + "二、（七）儿童与法律保护 策略措施第1条",
    "tengchong-women-2021/preface": WOMEN + "前言",
    "tengchong-women-2021/1.1": WOMEN + "一、（一）指导思想",
    "tengchong-women-2021/1.2/principle/3": WOMEN + "一、（二）基本原则第3条",
    "tengchong-women-2021/3.2/item/4": WOMEN + "三、（二）完善实施规划的工作机制第4条",
    "tengchong-women-2021/4.1": WOMEN + "四、（一）加强监测评估制度建设",
}


@pytest.mark.parametrize(("address", "citation"), REAL.items())
def test_citations_of_the_real_plans(real_base: Base, address: str, citation: str) -> None:
    stored = real_base.store.clause(address)
    assert stored is not None
    assert stored.citation == citation


def test_every_citation_is_given_once(real_base: Base) -> None:
    every = [stored.citation for stored in real_base.store.clauses()]
    assert len(set(every)) == len(every)


def _cite(source: str, headings: list[tuple[str, str | None, str, str]], clause: dict[str, object]) -> str:
    """The citation of one clause that stands at the end of the source."""
    found = []
    for line, number, title, section in headings:
        start = source.index(line)
        found.append(Heading(1, number, title, section, start, start + len(line)))
    values = {
        "address": "p/1/goal/1",
        "plan": "p",
        "kind": ClauseKind.GOAL,
        "section": "1",
        "section_title": "",
        "domain": None,
        "number": "1",
        "title": "甲",
        "text": "1.甲。",
        "start": len(source),
        "end": len(source) + 1,
        "body": 2,
    }
    one = Clause(**(values | clause))  # type: ignore[arg-type]
    plan = Plan(
        PlanEntry("p", "示例县规划"),
        SourceText("p", source, "utf-8", "0"),
        0,
        len(source),
        tuple(found),
        (one,),
    )
    return citations(plan)[one.address].removeprefix("《示例县规划》")


@pytest.mark.parametrize(
    ("source", "headings", "clause", "citation"),
    [
        (
            "第三章 生态\n第二节 水\n",
            [("第三章 生态", "三", "生态", "3"), ("第二节 水", "二", "水", "3.2")],
            {"section": "3.2"},
            "第三章第二节 水第1条",
        ),
        (
            "三、产业\n",
            [("三、产业", "三", "产业", "3")],
            {"section": "3", "number": "六", "text": "(六)甲。", "body": 3},
            "三、产业（六）",
        ),
        (
            "(一)健康\n主要目标:\n",
            [("(一)健康", "一", "健康", "1"), ("主要目标:", None, "主要目标", "1")],
            {},
            "（一）健康 主要目标第1条",
        ),
        (
            "(一)健康\n主要目标\n",
            [("(一)健康", "一", "健康", "1"), ("主要目标", None, "主要目标", "1")],
            {"address": "p/1/goal/3.2", "number": "2"},
            "（一）健康 主要目标第3条第2项",
        ),
        (
            "(一)健康\n主要目标\n",
            [("(一)健康", "一", "健康", "1"), ("主要目标", None, "主要目标", "1")],
            {"address": "p/1/goal/3-b", "number": "3"},
            "（一）健康 主要目标第3条",
        ),
        ("", [], {"section": "", "address": "p/item/1"}, "第1条"),
        (
            "",
            [],
            {
                "number": None,
                "body": 0,
                "text": "各县：这是没有标题的一段。",
                "title": "各县",
                "section": "",
                "kind": ClauseKind.OTHER,
            },
            "正文",
        ),
    ],
)
def test_citations_of_other_documents(
    source: str, headings: list[tuple[str, str | None, str, str]], clause: dict[str, object], citation: str
) -> None:
    assert _cite(source, headings, clause) == citation


def _target(**values: object) -> Target:
    plain: dict[str, object] = {
        "clause": "p/1/goal/1",
        "plan": "p",
        "kind": ClauseKind.GOAL,
        "domain": None,
        "number": "1",
        "indicator": "某率",
        "population": None,
        "comparator": "=",
        "value": Decimal(90),
        "value_high": None,
        "unit": "percent",
        "base": None,
        "year": None,
        "nature": Nature.LEVEL,
        "baseline_year": None,
        "hedge": None,
        "quote": "",
        "start": 0,
        "end": 0,
    }
    return Target(**(plain | values))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("values", "shown"),
    [
        ({"comparator": ">="}, "≥ 90%"),
        ({"comparator": "<=", "value": Decimal(9), "unit": "per_100000"}, "≤ 9/10万"),
        ({"value": Decimal("5.0"), "unit": "per_1000", "comparator": "<=", "quote": "5.0‰"}, "≤ 5.0‰"),
        ({"value": Decimal("1.12"), "unit": "per_1000", "quote": "每千名儿童1.12名"}, "1.12名/每千名"),
        ({"value": Decimal("3.17"), "unit": "per_1000", "quote": "每千名儿童床位"}, "3.17/每千名"),
        (
            {"value": Decimal("4.7"), "unit": "per_1000", "quote": "每千常住人口护士数达到4.7人"},
            "4.7人/每千人",
        ),
        ({"unit": "ratio", "value": Decimal(2), "value_high": Decimal(3)}, "2:3"),
        (
            {"unit": "ratio", "comparator": "<=", "value": Decimal("2.3"), "quote": "收入比控制在2.3∶1以内"},
            "≤ 2.3:1",
        ),
        ({"unit": "ratio", "value": Decimal("2.1"), "quote": "收入比达到2.1"}, "2.1"),
        ({"unit": "count", "value": Decimal(28_000), "quote": "发放2.8万张"}, "28000张"),
        (
            {"unit": "count", "value": Decimal(5), "quote": "建成3个站点、5座桥梁", "comparator": ">="},
            "≥ 5座",
        ),
        ({"unit": "count", "value": Decimal(10), "quote": "发展十余家企业"}, "10家"),
        ({"unit": "count", "value": Decimal(3)}, "3"),
        ({"comparator": "range", "value_high": Decimal(95)}, "90–95%"),
        ({"unit": "milestone", "value": None}, "完成"),
        ({"unit": "other:平方米", "value": Decimal(40)}, "40 平方米"),
        ({"nature": Nature.CHANGE_FROM_BASE, "value": Decimal(20)}, "变化 20%"),
        ({"comparator": "~", "value": Decimal("11.5"), "unit": "years"}, "约 11.5 年"),
        ({"value": Decimal(79), "unit": "years", "quote": "79岁"}, "79 岁"),
        ({"value": Decimal(50_000), "unit": "persons"}, "50000 人"),
    ],
)
def test_requirements(values: dict[str, object], shown: str) -> None:
    assert requirement(_target(**values)) == shown


def test_every_level_and_kind_has_a_name() -> None:
    assert len(set(LEVELS.values())) == len(Level)
    assert len(set(KINDS.values())) == len(ClauseKind)


def test_a_row_of_a_table_is_cited_by_its_name_and_a_box_by_its_own() -> None:
    parts = [
        "示例县“十四五”养老服务规划", "一、总体要求", "（一）主要目标", "到2025年，体系更加完善。", "表1　主要指标",
        grids.grid(["序号 | 指标 | 2020年 | 2025年", "1 | 助餐点（个） | 20 | 40"]), "注：以批复为准。", "二、重点任务", "主要目标：",
        "1.完善设施。新建一批。", "专栏1　重点工程", "1.照护工程。改造机构。", "2.智慧工程。建设平台。",
    ]  # fmt: skip
    (plan,) = read_text(grids.source_of(parts))
    found = {address.partition("/")[2]: citation for address, citation in citations(plan).items()}
    title = f"《{plan.entry.title}》"
    assert found["1.1/table-1/row/1"] == f"{title}一、（一）主要目标 表1 主要指标“助餐点（个）”一行"
    assert found["1.1/table-1/note/1"] == f"{title}一、（一）主要目标 表1 主要指标注"
    assert len(set(found.values())) == len(found)


def test_a_box_that_is_a_table_does_not_name_what_stands_behind_it() -> None:
    box = grids.grid([["专栏1　重点工程\\n1.照护工程。改造机构。"]])
    parts = [
        "示例县养老服务规划", "一、重点任务", "策略措施：", "1.完善设施。新建一批。", box, "2.加强监管。健全机制。", "3.培养人才。完善制度。",
    ]  # fmt: skip
    (plan,) = read_text(grids.source_of(parts))
    found = {address.partition("/")[2]: citation for address, citation in citations(plan).items()}
    behind = [citation for citation in found.values() if citation.endswith(("第2条", "第3条"))]
    assert len(behind) == 2
    assert not any("专栏" in citation for citation in behind)
    assert any(citation.endswith("专栏1 重点工程第1条") for citation in found.values())
