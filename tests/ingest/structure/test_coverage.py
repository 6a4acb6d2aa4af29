"""The law: headings, clauses and page marks in order are the source, blanks left out, for any text."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from places import TEXT_NAMES, text_file

from ingest.catalogue.entries import Catalogue
from ingest.reading import read_file

# Pieces that mean something to the reader, put together without sense.
PIECES = st.sampled_from(
    [
        "一、", "二、", "十一、", "（一）", "(二)", "（三）", "1.", "2. ", "3．", "4、", "（1）", "2）",
        "①", "②", "第一章 ", "第二节", "第三条 ", "第一部分", "专栏1 ", "附件1", "附件", "目录",
        "前言", "前 言", "总则", "主要目标：", "【策略措施】", "主要目标", "**策略措施**", "指导思想",
        "基本原则", "总体目标", "组织实施", "监测评估", "——", "一是", "第一，", "# ", "## ",
        "示例县妇女发展规划（2021—2030年）", "的通知", "国发〔2021〕16号", "2022年11月29日",
        "（此件公开发布）", "示例县人民政府", "责任单位：", "（县妇联负责）", "各乡镇人民政府：",
        "孕产妇死亡率下降到9/10万以下", "8.5岁以下", "2.5%", "加强领导", "妇女儿童", "and", "。", "；",
        "，", "：", "《", "》", "\n", "\n\n", "\r\n", "\x0c", " ", "　　", "\t", "\u200b", "- 1 -", "12",
        "\n3\n", "II", "……………5", "1.1", "1.1.2 ", "\ufeff", "\x1c", "\x85", "\u2028", "𠀀", "a",
    ]
)  # fmt: skip
SENSELESS = st.lists(PIECES, max_size=60).map("".join)


@pytest.mark.parametrize("name", TEXT_NAMES)
def test_nothing_is_lost_or_doubled_in_real_texts(name: str, faults) -> None:
    assert faults(read_file(text_file(name))) == []


def test_nothing_is_lost_or_doubled_in_the_notice(notice: str, read, faults, catalogue: Catalogue) -> None:
    assert faults(read(notice, known=catalogue)) == []


@settings(max_examples=300, deadline=None)
@given(text=SENSELESS)
def test_any_order_of_known_pieces_is_covered(text: str, read, faults) -> None:
    assert faults(read(text)) == []


@settings(max_examples=100, deadline=None)
@given(text=st.text(max_size=200))
def test_any_text_is_covered(text: str, read, faults) -> None:
    assert faults(read(text)) == []


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_the_notice_with_lines_moved_and_cut_is_covered(
    data: st.DataObject, notice: str, read, faults
) -> None:
    lines = notice.split("\n")
    start = data.draw(st.integers(0, len(lines) - 60))
    some = data.draw(st.permutations(lines[start : start + 60]))
    text = "\n".join(some)
    cut = data.draw(st.integers(0, len(text)))
    assert faults(read(text[cut:] + text[:cut])) == []
