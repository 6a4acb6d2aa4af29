"""Small files of kinds that were once read wrongly, read in place: what the readers owe the stages behind them."""

from __future__ import annotations

import pytest
from places import case_file
from tables import check, places

from ingest.plan import SourceText, UnreadableFile
from ingest.readers import read_source


def _read(name: str) -> SourceText:
    source = read_source(case_file(name))
    check(source)
    return source


def _rows(source: SourceText, number: int = 0) -> list[list[str]]:
    """A table with the words of joined cells repeated in every place."""
    table = source.tables[number]
    found = [[""] * table.width for _ in range(table.height)]
    for row, column, rows, columns, text in places(source, table):
        for down in range(row, row + rows):
            found[down][column : column + columns] = [text] * columns
    return found


def test_indicator_table() -> None:
    source = _read("indicator-table.docx")
    rows = _rows(source)
    assert rows[0] == ["领域", "指标", "单位", "2020年", "2025年目标", "2030年目标"]
    assert rows[1] == ["健康", "婴儿死亡率", "‰", "3.96", "≤3.5", "≤3.0"]
    assert rows[2] == ["健康", "5岁以下儿童死亡率", "‰", "5.12", "≤5", "≤4"]
    assert rows[3] == ["健康", "儿童总体近视率", "%", "45.2", "每年降低0.5个百分点", "≤38"]
    assert len(rows) == 6
    assert "≤3.05" not in source.text.replace("\n", "")


def test_indicator_box() -> None:
    rows = _rows(_read("indicator-box.html"))
    assert rows[0] == ["序号", "指标名称", "2020年实际", "2025年目标", "属性"]
    assert rows[1] == ["1", "婴儿死亡率（‰）", "3.96", "3.5以下", "约束性"]
    assert len(rows) == 5


def test_cells_on_lines() -> None:
    source = _read("table-cells-on-lines.txt")
    assert _rows(source) == [
        ["指标", "2020年", "2025年"],
        ["学前教育普惠率（%）", "80", "95"],
        ["智慧校园覆盖率（%）", "60", "98"],
        ["示范校数量（所）", "2", "21"],
        ["硕士点数量（个）", "16", "20"],
        ["双一流学科（个）", "0", "1"],
        ["合作办学数（所）", "1", "3"],
    ]


def test_a_page_that_is_mostly_table() -> None:
    source = _read("page-mostly-table.html")
    table = source.tables[0]
    assert (table.height, table.width, table.head) == (25, 4, 1)
    for words in (
        "各乡镇人民政府，县直各部门：",
        "孕产妇死亡率控制在12/10万以下。",
        "二、任务分工",
        "三、工作要求",
    ):
        assert words in source.text
    assert any("版权所有" in note for note in source.notes)


def test_a_page_with_an_attachment_only() -> None:
    with pytest.raises(UnreadableFile, match=r"正文在附件“示例县妇女发展规划（2021—2030年）\.pdf”中"):
        _read("page-with-attachment-only.html")


def test_word_saved_as_xml() -> None:
    text = _read("word-xml-package.doc").text
    assert text.startswith("示例县妇女发展规划（2021—2030年）\n一、发展领域\n")
    assert "<" not in text


def test_a_title_in_the_head_of_the_page_only() -> None:
    text = _read("title-only-in-page-head.html").text
    assert text.split("\n")[0] == "示例县残疾妇女两项补贴2025年发放情况和2026年发放标准"


def test_an_old_page_of_a_gazette() -> None:
    source = _read("old-gazette-page.html")
    assert source.text.split("\n")[:2] == [
        "云岭县人民代表大会常务委员会",
        "关于批准妇女儿童专项资金预算调整的决议",
    ]
    assert source.tables == ()
    assert "公报目录" not in source.text


@pytest.mark.parametrize(
    "name",
    [
        "annex-title-on-one-line", "article-with-list", "blank-inside-a-number", "bracketed-task-numbers",
        "cited-article-is-next-number", "number-above-title", "one-damaged-number", "run-on-number-before-a-year",
        "topic-only-in-heading",
    ],
)  # fmt: skip
def test_texts_stay_as_they_are(name: str) -> None:
    path = case_file(f"{name}.txt")
    source = _read(path.name)
    assert source.text == path.read_bytes().decode()
    assert len(source.tables) == (name == "annex-title-on-one-line")
