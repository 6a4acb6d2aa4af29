"""Rows that a unit adds to the word tables: kept whole or refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzers.lexicon import LexiconError
from service.errors import UserError
from service.query import own_words

ROW = {"from": "示例口语词", "to": "宫颈癌 | 乳腺癌", "direction": ">", "weight": "0.8", "note": ""}
BLOCKED = {"sub": "记书", "word": "总记书"}


def test_rows_come_back_as_they_were_added(tmp_path: Path) -> None:
    assert own_words.read(tmp_path, "synonyms") == []
    own_words.add(tmp_path, "synonyms", ROW)
    own_words.add(tmp_path, "synonyms", ROW)  # once is enough
    own_words.add(tmp_path, "synonyms", ROW | {"from": "另一个说法"})
    own_words.add(tmp_path, "blocked", BLOCKED)
    assert [row["from"] for row in own_words.read(tmp_path, "synonyms")] == ["示例口语词", "另一个说法"]
    assert own_words.read(tmp_path, "blocked") == [BLOCKED]
    assert own_words.remove(tmp_path, "synonyms", ROW)
    assert not own_words.remove(tmp_path, "synonyms", ROW)
    assert [row["from"] for row in own_words.read(tmp_path, "synonyms")] == ["另一个说法"]
    assert sorted(path.name for path in (tmp_path / "lexicon").iterdir()) == ["blocked.tsv", "synonyms.tsv"]


def test_a_row_that_the_program_brings_is_not_added_again(tmp_path: Path) -> None:
    own_words.add(tmp_path, "blocked", {"sub": "书记", "word": "总书记"})
    assert own_words.read(tmp_path, "blocked") == []


def test_tabs_and_breaks_cannot_break_the_table(tmp_path: Path) -> None:
    own_words.add(tmp_path, "synonyms", ROW | {"from": "示例\t口语\n词"})
    assert own_words.read(tmp_path, "synonyms")[0]["from"] == "示例 口语 词"
    assert own_words.read(tmp_path, "synonyms")[0]["to"] == ROW["to"]


@pytest.mark.parametrize(
    ("table", "cells", "told"),
    [
        ("synonyms", ROW | {"from": "癌"}, "一个字"),
        ("synonyms", ROW | {"to": ""}, "都要填写"),
        ("synonyms", ROW | {"to": "的"}, "没有实际意义"),
        ("synonyms", ROW | {"direction": "<"}, "direction"),
        ("blocked", {"sub": "书记", "word": "书记"}, "比它长"),
        ("blocked", {"sub": "书记", "word": "主任"}, "要含有"),
        ("blocked", {"sub": "", "word": "主任"}, "两栏都要填"),
        ("blocked", {"sub": "书、记", "word": "总书、记"}, "只写汉字"),
        ("units", {"text": "只"}, "不能在这里增加"),
    ],
)
def test_what_would_spoil_a_table_is_refused(
    tmp_path: Path, table: str, cells: dict[str, str], told: str
) -> None:
    with pytest.raises((LexiconError, UserError), match=told):
        own_words.add(tmp_path, table, cells)
    assert not (tmp_path / "lexicon").exists()


def test_a_first_cell_that_would_be_a_comment_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LexiconError, match="不能以 # 开头"):
        own_words.add(tmp_path, "synonyms", ROW | {"from": "#示例"})
