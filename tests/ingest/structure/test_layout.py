"""Lines, page numbers, running heads, tables of contents, lost line breaks."""

from __future__ import annotations

import pytest

from ingest.structure.layout import lay_out
from ingest.structure.lines import Role

PROSE = "健全妇女健康服务体系，提升妇幼健康服务能力，不断提高妇女健康水平，促进妇女全面发展"


def _of_role(text: str, role: Role) -> list[str]:
    layout = lay_out(text)
    return [text[line.start : line.end] for line in layout.lines if line.role is role]


def _pages(marks: list[str], lines: int = 8) -> str:
    """Pages of prose, each with its mark at the foot."""
    return "\n".join(f"{chr(10).join([PROSE] * lines)}\n{mark}" for mark in marks)


@pytest.mark.parametrize(
    "marks",
    [
        ["1", "2", "3"],
        ["9", "1 0", "1 1"],
        ["— 1 —", "— 2 —"],
        ["- 12 -"],
        ["·3·", "·4·"],
        ["第 5 页", "第 6 页 共 20 页"],
        ["3/20", "4/20"],
        ["I", "I I", "IV"],
        ["7", "9", "10"],  # one number lost
    ],
)
def test_page_marks(marks: list[str]) -> None:
    assert _of_role(_pages(marks), Role.PAGE) == marks


def test_running_heads_beside_page_numbers() -> None:
    marks = ["1", "2", "3", "4"]
    text = _pages([f"{mark}\n示例县妇女发展规划" for mark in marks])
    assert _of_role(text, Role.PAGE) == [x for mark in marks for x in (mark, "示例县妇女发展规划")]


def test_repeated_labels_beside_page_numbers_are_no_running_heads() -> None:
    assert "主要目标：" in _of_role(_pages([f"{page}\n主要目标：" for page in range(1, 6)]), Role.TEXT)


def test_a_number_that_cuts_a_sentence_is_a_page_number() -> None:
    assert _of_role(f"{PROSE}\n27\n，{PROSE}。", Role.PAGE) == ["27"]


@pytest.mark.parametrize(
    "text",
    [
        "序号\n1\n指标名称\n55\n2\n预期寿命\n79\n3\n死亡率\n9",
        f"{PROSE}。\n2021\n{PROSE}。\n2022\n{PROSE}。",
        f"{PROSE}。\n12\n{PROSE}。",
    ],
)
def test_numbers_that_are_no_page_numbers(text: str) -> None:
    assert _of_role(text, Role.PAGE) == []


@pytest.mark.parametrize(
    ("contents", "body"),
    [
        ("目 录\n第一章 总则……1\n第二章 任务……3", "第一章 总则\n内容一。\n第二章 任务\n内容二。"),
        (
            "目录\n前言\n一、总体要求\n二、主要任务",
            "前言\n内容。\n一、总体要求\n内容。\n二、主要任务\n内容。",
        ),
        ("目　　录\n第一章　形势　第一节　成绩　第二章　任务", "第一章　形势\n第一节　成绩\n成绩很大。"),
    ],
)
def test_table_of_contents(contents: str, body: str) -> None:
    found = _of_role(f"示例县发展规划\n{contents}\n{body}", Role.CONTENTS)
    assert found == contents.split("\n")


@pytest.mark.parametrize(
    ("row", "lines"),
    [
        ("现提出意见。　　一、总体要求", ["现提出意见。", "一、总体要求"]),
        ("55.1个百分点　　（三）新阶段。", ["55.1个百分点", "（三）新阶段。"]),
        ("（一）妇女与健康　　主要目标：", ["（一）妇女与健康", "主要目标："]),
        ("认真贯彻。　　　　　示例县人民政府", ["认真贯彻。", "示例县人民政府"]),
        (
            "示例县发展规划的决定示政发〔2020〕3号各乡镇：",
            ["示例县发展规划的决定", "示政发〔2020〕3号", "各乡镇："],
        ),
        ("II 目    录", ["II", "目    录"]),
        ("2021 年 9 月 前    言", ["2021 年 9 月", "前    言"]),
        ("二○○七年十一月二日 示例县发展规划", ["二○○七年十一月二日", "示例县发展规划"]),
        (
            "示例县发展规划（2021—2030年）前言儿童是未来。",
            ["示例县发展规划（2021—2030年）", "前言", "儿童是未来。"],
        ),
        ("确保落实。示例县人民政府2020年7月15日", ["确保落实。", "示例县人民政府2020年7月15日"]),
        ("前    言", ["前    言"]),
        ("2020 年 8 月 26 日，印发规划", ["2020 年 8 月 26 日，印发规划"]),
        ("指　　标　　2020年　　2025年", ["指　　标　　2020年　　2025年"]),
    ],
)
def test_traces_of_lost_line_breaks(row: str, lines: list[str]) -> None:
    assert [row[line.start : line.end] for line in lay_out(row).lines] == lines


def test_width_of_wrapped_text() -> None:
    wrapped = "\n".join((PROSE * 10)[at : at + 28] for at in range(0, 390, 28))
    assert lay_out(wrapped).width == 56
    assert lay_out("一、短行\n二、短行\n三、短行\n四、短行\n五、短行\n六、短行\n七、短行").width == 0
