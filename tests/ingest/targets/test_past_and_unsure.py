"""What a text says of the past gives baselines and no targets; what lays down rules, and torn numbers, give none."""

from __future__ import annotations

import pytest

from ingest import read_text
from ingest.plan import Plan, SourceText

PLAN = """示例市国民经济和社会发展第十四个五年规划
一、发展基础
（一）“十三五”规划目标如期实现
1.综合实力大幅提升。城镇化率达到58.3%，服务业增加值占比稳定在52%以上。
2.交通条件持续改善。新改建农村公路860公里，快递进村率达到90%，每个乡镇建有1个客运站。
（二）面临的形势
城市易涝点仍有41处，部分城区排涝能力低于100立方米/小时，预计老年人口将超过30万人。
二、主要目标
到2025年，城镇化率达到63%，城市污水处理率由52%提高到85%。
三、应急响应
24小时降雨量达到100毫米以上时，应当立即启动Ⅲ级响应。
"""


def read(text: str) -> Plan:
    (plan,) = read_text(SourceText("示例.txt", text, "utf-8", "0" * 64))
    return plan


def test_a_section_that_reports_gives_baselines_and_no_targets() -> None:
    plan = read(PLAN)
    assert [(one.indicator, str(one.value), one.year) for one in plan.targets] == [
        ("城镇化率", "63", 2025),
        ("城市污水处理率", "85", 2025),
    ]
    told = {(one.indicator, str(one.value)) for one in plan.baselines}
    assert {
        ("城镇化率", "58.3"),
        ("服务业增加值占比", "52"),
        ("快递进村率", "90"),
        ("城市污水处理率", "52"),
    } <= told
    assert not {one.indicator for one in plan.baselines} & {"农村公路", "客运站"}


@pytest.mark.parametrize(
    ("sentence", "indicator", "value", "year"),
    [
        (
            "科技计划项目女性负责人占比由2020年的24.6%提高到30%以上。",
            "科技计划项目女性负责人占比",
            "24.6",
            2020,
        ),
        ("规上企业数字化改造率从38%提升至75%。", "规上企业数字化改造率", "38", None),
        ("截至2022年底，农村公路列养率达到98%。", "农村公路列养率", "98", 2022),
        ("目前，公办幼儿园在园幼儿占比为48%。", "公办幼儿园在园幼儿占比", "48", None),
    ],
)
def test_a_sentence_leaves_a_past_value_behind(
    sentence: str, indicator: str, value: str, year: int | None
) -> None:
    (past,) = read(f"二、主要目标\n（一）示例。{sentence}\n（二）其他。完善制度。").baselines
    assert (past.indicator, str(past.value), past.year, past.source) == (indicator, value, year, "text")


@pytest.mark.parametrize("torn", ["12,5", "95 98"])
def test_a_torn_number_gives_no_row_and_a_warning_at_its_place(torn: str) -> None:
    text = f"二、主要目标\n（一）示例。到2025年，农膜回收率达到{torn}%以上，秸秆利用率达到90%。\n（二）其他。完善制度。"
    plan = read(text)
    assert [one.indicator for one in plan.targets] == ["秸秆利用率"]
    (warning,) = [each for each in plan.warnings if each.code == "number_unsure"]
    assert text[warning.start : warning.end] == torn
    assert torn in warning.message


@pytest.mark.parametrize("heading", ["四、申报条件", "五、名词解释", "四、应急响应", "附则"])
def test_below_a_heading_of_rules_stands_no_target(heading: str) -> None:
    text = f"示例市方案\n一、主要目标\n到2025年，参保率达到95%。\n{heading}\n成员不少于50户，农民成员占80%以上。\n"
    assert [str(one.value) for one in read(text).targets] == ["95"]


def test_words_of_a_heading_are_no_part_of_a_name() -> None:
    plan = read("五、筑牢安全屏障\n政务云平台月均可用率不低于99.95%，每周开展安全漏洞扫描1次。\n")
    assert [(one.indicator, one.period) for one in plan.targets] == [
        ("政务云平台月均可用率", None),
        ("安全漏洞扫描", "week"),
    ]


@pytest.mark.parametrize(
    "sentence",
    [
        "“十四五”末全市老年人口预计超过72万人。",
        "到2025年，老年人口占比达到26%。",
        "预计今后几年床位使用率为35%。",
    ],
)
def test_what_is_foretold_was_not_reached(sentence: str) -> None:
    plan = read(
        f"示例市养老服务规划（2021—2025年）\n一、面临的形势\n老龄化加快。{sentence}\n二、主要目标\n到2025年，覆盖率达到90%。\n"
    )
    assert plan.baselines == ()


@pytest.mark.parametrize("stroke", ["／", "│", "/", "｜"])
def test_cells_that_no_table_was_read_from_are_no_indicator(stroke: str) -> None:
    rows = (
        ("序号", "指标", "2025年"),
        ("1", "用水总量", "3.5"),
        ("2", "水土保持率", "≥73"),
        ("3", "堤防达标率", "90%以上"),
    )
    cells = "".join(stroke.join(row) for row in rows)
    assert (
        read(f"示例市水利规划（2021—2025年）\n一、主要目标\n{cells}\n二、主要任务\n加强管理。\n").targets
        == ()
    )
