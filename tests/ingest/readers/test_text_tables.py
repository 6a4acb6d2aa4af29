"""Tables in plain text: read where they are certain, left alone where they only look like one."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import CORPUS, GOLDEN, TEXT_NAMES, text_file
from tables import Place, check, places

from ingest.readers import read_bytes, read_source
from ingest.readers.text_tables import text_tables

FRONT, BACK = "一、主要目标\n到2025年，实现下列目标。\n", "\n二、保障措施\n各部门要落实责任。"
COUNTED = [
    "序号",
    "指标",
    "单位",
    "2025年",
    "1",
    "入园率",
    "%",
    "≥90",
    "2",
    "死亡率",
    "‰",
    "—",
    "3",
    "满意度",
    "%",
    "逐年提高",
]


def grid(rows: list[list[str]]) -> list[Place]:
    """Rows of single cells."""
    return [(r, c, 1, 1, text) for r, row in enumerate(rows) for c, text in enumerate(row)]


def by(width: int, cells: list[str]) -> list[Place]:
    """Cells in rows of so many."""
    return grid([cells[at : at + width] for at in range(0, len(cells), width)])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Cells on lines, with a running number; with values in their places.
        ("\n".join(COUNTED), by(4, COUNTED)),
        ("\r\n".join(COUNTED), by(4, COUNTED)),
        ("\n\n".join(f"　　{cell} " for cell in COUNTED), by(4, COUNTED)),
        ("\n".join(["指标", "2020年", "2025年", "入园率（%）", "80", "95", "学校数（所）", "2", "21"]),
         by(3, ["指标", "2020年", "2025年", "入园率（%）", "80", "95", "学校数（所）", "2", "21"])),
        # A page number, and the running head beside it, that print left between the cells.
        ("\n".join([*COUNTED[:8], "— 3 —", *COUNTED[8:]]), by(4, COUNTED)),
        ("\n".join(["示例县发展规划", "- 1 -", *COUNTED[:12], "示例县发展规划", "- 2 -", *COUNTED[12:]]), by(4, COUNTED)),
        # A first cell that covers the rows of its area stands once.
        ("\n".join(["领域", "序号", "指标", "目标值", "健康", "1", "死亡率", "3", "2", "近视率", "38", "教育", "3", "入园率", "90"]),
         [*grid([["领域", "序号", "指标", "目标值"]]),
          (1, 0, 2, 1, "健康"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "死亡率"), (1, 3, 1, 1, "3"),
          (2, 1, 1, 1, "2"), (2, 2, 1, 1, "近视率"), (2, 3, 1, 1, "38"),
          (3, 0, 1, 1, "教育"), (3, 1, 1, 1, "3"), (3, 2, 1, 1, "入园率"), (3, 3, 1, 1, "90")]),
        # Names of columns that are not known, counted twice or more.
        ("\n".join(["序号", "材料", "出具方", "1", "登记表", "本人", "2", "证明", "村委会"]),
         by(3, ["序号", "材料", "出具方", "1", "登记表", "本人", "2", "证明", "村委会"])),
        # Tabs, with an empty cell inside and one in front.
        ("任务\t责任单位\t时限\n宣传\t\t2022年\n评估\t县妇联\t每年", grid([["任务", "责任单位", "时限"], ["宣传", "", "2022年"], ["评估", "县妇联", "每年"]])),
        ("领域\t指标\t2025年\n健康\t死亡率\t3\n\t近视率\t38\n教育\t入园率\t90",
         [*grid([["领域", "指标", "2025年"]]), (1, 0, 2, 1, "健康"), (1, 1, 1, 1, "死亡率"), (1, 2, 1, 1, "3"),
          (2, 1, 1, 1, "近视率"), (2, 2, 1, 1, "38"), (3, 0, 1, 1, "教育"), (3, 1, 1, 1, "入园率"), (3, 2, 1, 1, "90")]),
        # Strokes, of a keyboard or drawn.
        ("| 指标 | 2025年 |\n|---|---|\n| 入园率 | 90% |", grid([["指标", "2025年"], ["入园率", "90%"]])),
        ("┌──┬──┐\n│指标│目标│\n├──┼──┤\n│入园率│90%│\n├──┼──┤\n│死亡率│3‰│\n└──┴──┘",
         grid([["指标", "目标"], ["入园率", "90%"], ["死亡率", "3‰"]])),
        # Strokes between the cells only.
        ("序号 | 指标 | 2025年\n1 | 入园率 | 90%\n2 | 死亡率 | 3‰", grid([["序号", "指标", "2025年"], ["1", "入园率", "90%"], ["2", "死亡率", "3‰"]])),
        # One blank between the cells, as a page of print gives them; a running number proves the columns.
        ("序号 指标 单位 2020年 2025年\n1 用水总量 亿立方米 3.2 3.5\n2 水土保持率 % 71 ≥73",
         grid([["序号", "指标", "单位", "2020年", "2025年"], ["1", "用水总量", "亿立方米", "3.2", "3.5"], ["2", "水土保持率", "%", "71", "≥73"]])),
        ("领域 序号 指标 目标值\n健康 1 死亡率 3\n2 近视率 38\n教育 3 入园率 90",
         [*grid([["领域", "序号", "指标", "目标值"]]),
          (1, 0, 2, 1, "健康"), (1, 1, 1, 1, "1"), (1, 2, 1, 1, "死亡率"), (1, 3, 1, 1, "3"),
          (2, 1, 1, 1, "2"), (2, 2, 1, 1, "近视率"), (2, 3, 1, 1, "38"),
          (3, 0, 1, 1, "教育"), (3, 1, 1, 1, "3"), (3, 2, 1, 1, "入园率"), (3, 3, 1, 1, "90")]),
        # Columns of words (单位, 属性) beside those of years, without a running number.
        ("\n".join(["指标名称", "单位", "2020年", "2025年", "用水总量", "亿立方米", "3.2", "3.5", "水土保持率", "%", "71", "73"]),
         by(4, ["指标名称", "单位", "2020年", "2025年", "用水总量", "亿立方米", "3.2", "3.5", "水土保持率", "%", "71", "73"])),
        # A head whose years stand above what they mean, cell by cell.
        ("\n".join(["序号", "指标", "2020年", "基期值", "2025年", "目标值", "属性", "1", "用水总量", "3.2", "3.5", "约束性", "2", "水土保持率", "71", "73", "预期性"]),
         by(5, ["序号", "指标", "2020年\n基期值", "2025年\n目标值", "属性", "1", "用水总量", "3.2", "3.5", "约束性", "2", "水土保持率", "71", "73", "预期性"])),
        # Columns padded with blanks.
        ("指标　　　　2020年  2025年\n入园率　　　80　　　90\n死亡率      4       3", grid([["指标", "2020年", "2025年"], ["入园率", "80", "90"], ["死亡率", "4", "3"]])),
    ],
)  # fmt: skip
def test_tables_that_are_certain(text: str, expected: list[Place]) -> None:
    source = read_bytes("a.txt", (FRONT + text + BACK).encode())
    assert source.text == FRONT + text + BACK
    (table,) = source.tables
    assert places(source, table) == expected
    check(source)


@pytest.mark.parametrize(
    "text",
    [
        # A contents list; signatures; an indented sentence; names side by side.
        "第一章　发展基础\t1\n第二章　总体要求\t3\n第三章　重点任务\t5",
        "示例县妇联　　示例县民政局\n2022年3月1日　　印发",
        "\t坚持党的领导。\n\t坚持改革创新。",
        "张三　　李四　　王五\n赵六　　钱七　　孙八",
        # Numbered items below a word that may name a column.
        "指标\n1.入园率达到90%。\n2.死亡率降到3‰。",
        "项目\n内容\n建设一所学校。\n建设两个中心。",
        # A head of two rows, whose columns nothing tells.
        "序号\n指标\n目标\n2025年\n2030年\n死亡率\n3\n2",
        # A row that lacks a cell: nothing is certain about those behind it.
        "指标\n2020年\n2025年\n入园率\n80\n90\n死亡率\n4\n近视率\n45\n38",
        # More names than columns, and no telling which belong together: a row must not be read across the next.
        "序号\n指标\n单位\n2020年\n2025年\n基期值\n目标值\n属性\n1\n用水总量\n亿立方米\n3.2\n3.5\n约束性\n2\n水土保持率\n%\n71\n73\n预期性",
        # One blank between words: prose, names; rows of different length.
        "序号 指标 单位 2025年\n1 用水总量 亿 立方米 3.5\n2 水土保持率 % 73",
        "张三 李四 王五\n赵六 钱七 孙八",
        "首页 | 新闻 | 公开\n政策 | 解读 | 互动",
        # Headings in two parts.
        "　　第三章　主要任务\n　　第一节　工作内容",
        # Rules between rows of several lines.
        "│指标│目标│\n│名称│值│\n├──┼──┤\n│入园│90│\n│率│%│\n├──┼──┤\n│死亡│3│\n├──┼──┤\n│率│‰│\n├──┼──┤\n",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_table_is_left_alone(text: str) -> None:
    assert read_bytes("a.txt", (FRONT + text + BACK).encode()).tables == ()


def test_names_of_columns_that_make_no_table_are_said() -> None:
    text = FRONT + "序号\n指标\n单位\n责任单位\n其他的话。" + BACK
    (note,) = read_bytes("a.txt", text.encode()).notes
    assert "“序号”一行起像是表格" in note


def test_texts_without_tables_have_none() -> None:
    """Plans and opinions that hold no table."""
    with_tables = {"cn_hospital-performance-opinion-2019"}
    found = {name for name in TEXT_NAMES if read_source(text_file(name)).tables}
    assert found <= with_tables
    assert GOLDEN.is_dir()
    assert not any(read_source(path).tables for path in CORPUS.rglob("*.txt"))


_PIECES = st.sampled_from(
    [
        *COUNTED,
        "领域",
        "目标值",
        "2020年",
        "\t",
        "|",
        "│",
        "  ",
        "　",
        "\n",
        "\r\n",
        "\f",
        "├──┼──┤",
        "。",
        "1",
        "2",
        "12",
        "甲",
    ]
)


@settings(max_examples=400, deadline=None)
@given(st.lists(_PIECES, max_size=60), st.booleans())
def test_any_text_gives_tables_that_hold(pieces: list[str], lines: bool) -> None:
    text = ("\n" if lines else "").join(pieces)
    from ingest.plan import SourceText

    check(SourceText("a.txt", text, "utf-8", "", (), text_tables(text)))


@pytest.mark.parametrize(
    "piece", ["序号\n", "指标\t", "|甲", "1\n", "序号\n指标\n1\n", "　　", "甲  乙\n", "2025年", "├──┼──┤\n|"]
)
def test_time_grows_with_the_length(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        started = time.process_time()
        text_tables(text)
        return time.process_time() - started

    seconds(2_000)
    short, long = min(seconds(20_000), seconds(20_000)), seconds(160_000)
    assert long < 8 * short * 4 + 0.2
