"""Word tables: every shipped one is sound, and a spoilt one is told of in a sentence that names file and line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers import lexicon
from analyzers.lexicon import LexiconError

NAMES = sorted(path.stem for path in lexicon.LEXICON_DIR.glob("*.tsv"))
CODES = {"class", "direction", "family", "kind", "level", "match", "place", "role", "tag"}


@pytest.fixture
def tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder in the place of the shipped tables."""
    monkeypatch.setattr(lexicon, "LEXICON_DIR", tmp_path)
    lexicon.table.cache_clear()
    lexicon.fingerprint.cache_clear()
    yield tmp_path
    lexicon.table.cache_clear()
    lexicon.fingerprint.cache_clear()


@pytest.mark.parametrize("name", NAMES)
def test_shipped_tables(name: str) -> None:
    rows = lexicon.table(name)
    assert rows
    first = next(iter(rows[0]))
    assert all(row[first] for row in rows)
    keys = [tuple(row.values()) for row in rows]
    assert sorted(keys) == sorted(set(keys)), "a row stands twice"


@pytest.mark.parametrize("name", NAMES)
def test_shipped_tables_are_explained_to_staff(name: str) -> None:
    """Above the rows stands in Chinese what the table is, what each column holds, and what each code means."""
    text = (lexicon.LEXICON_DIR / f"{name}.tsv").read_text(encoding="utf-8")
    assert "\r" not in text
    head = [line for line in text.partition("\n" + "\t".join(lexicon.header(name)))[0].splitlines() if line]
    assert all(line.startswith("# ") for line in head)
    assert re.match("# [\u4e00-\u9fff]{2}", head[0]), "the first line does not say what the table is"
    said = set(re.findall("[a-z_]+", " ".join(head)))
    assert set(lexicon.header(name)) <= said, "a column is not explained"
    codes = {row[column] for row in lexicon.table(name) for column in CODES & set(row)} - {""}
    assert {code for code in codes if re.fullmatch("[a-z_]+", code)} <= said, "a code is not explained"


def test_rows_comments_and_short_rows(tables: Path) -> None:
    (tables / "demo.tsv").write_text("# 说明\n\nword\tfreq\n妇儿工委\t 10 \n两纲\n", encoding="utf-8")
    assert lexicon.table("demo") == ({"word": "妇儿工委", "freq": "10"}, {"word": "两纲", "freq": ""})


def test_a_row_too_long_is_named(tables: Path) -> None:
    (tables / "demo.tsv").write_text("word\n一\n二\t多余\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=r"demo\.tsv 第 3 行有 2 列，应为 1 列"):
        lexicon.table("demo")


def test_a_missing_table_is_named(tables: Path) -> None:
    with pytest.raises(LexiconError, match=r"缺少词表 demo\.tsv"):
        lexicon.table("demo")


def test_a_table_in_another_encoding_is_named(tables: Path) -> None:
    (tables / "demo.tsv").write_bytes("word\n妇女\n".encode("gb18030"))
    with pytest.raises(LexiconError, match=r"demo\.tsv 不是 UTF-8 编码"):
        lexicon.table("demo")


def test_fingerprint_changes_with_any_table(tables: Path) -> None:
    (tables / "a.tsv").write_text("word\n一\n", encoding="utf-8")
    before = lexicon.fingerprint()
    lexicon.fingerprint.cache_clear()
    assert lexicon.fingerprint() == before
    (tables / "a.tsv").write_text("word\n二\n", encoding="utf-8")
    lexicon.fingerprint.cache_clear()
    assert lexicon.fingerprint() != before
