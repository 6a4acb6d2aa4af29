"""A unit's own rows: they follow the shipped ones, and are refused as those are."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers import lexicon
from analyzers.lexicon import LexiconError


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A shipped table ``demo`` and an empty folder for own ones."""
    shipped, folder = tmp_path / "shipped", tmp_path / "own"
    shipped.mkdir()
    folder.mkdir()
    (shipped / "demo.tsv").write_text("# 说明\nword\tfreq\n两纲\t10\n", "utf-8")
    monkeypatch.setattr(lexicon, "LEXICON_DIR", shipped)
    monkeypatch.setattr(lexicon, "_own", None)
    clear()
    yield folder
    monkeypatch.undo()
    clear()


def clear() -> None:
    for kept in (lexicon.table, lexicon.own_table, lexicon.fingerprint):
        kept.cache_clear()


def test_own_rows_follow_the_shipped_ones(own: Path) -> None:
    before = lexicon.fingerprint()
    (own / "demo.tsv").write_text("\ufeff# 本单位\r\nword\tfreq\r\n妇儿工委\t5\r\n", "utf-8")
    lexicon.use_own(own)
    assert [row["word"] for row in lexicon.table("demo")] == ["两纲", "妇儿工委"]
    assert lexicon.own_table("demo") == ({"word": "妇儿工委", "freq": "5"},)
    assert lexicon.fingerprint() != before
    assert [path.parent.name for path in lexicon.paths()] == ["shipped", "own"]


def test_a_table_from_before_a_column_came_is_read(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(lexicon._LATER, "demo", ["freq"])
    (own / "demo.tsv").write_text("word\n妇儿工委\n", "utf-8")
    lexicon.use_own(own)
    assert lexicon.own_table("demo") == ({"word": "妇儿工委", "freq": ""},)


def test_what_was_made_of_the_tables_is_made_again(own: Path) -> None:
    words = lexicon.kept(lambda: [row["word"] for row in lexicon.table("demo")])
    assert words() == ["两纲"]
    (own / "demo.tsv").write_text("word\tfreq\n妇儿工委\t5\n", "utf-8")
    lexicon.use_own(own)
    assert words() == ["两纲", "妇儿工委"]


def test_no_folder_changes_nothing(own: Path) -> None:
    before = lexicon.fingerprint()
    lexicon.use_own(own / "nowhere")
    assert lexicon.table("demo") == ({"word": "两纲", "freq": "10"},)
    assert lexicon.own_table("demo") == ()
    assert lexicon.fingerprint() == before


def test_what_else_lies_there_is_left_alone(own: Path) -> None:
    (own / "notes.tsv").write_text("随便写的\n", "utf-8")
    lexicon.use_own(own)
    assert len(lexicon.paths()) == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("妇儿工委\t5\n", "应是各栏的名称：word、freq"),
        ("word\n妇儿工委\n", "应是各栏的名称"),
        ("freq\n5\n", "应是各栏的名称"),
        ("word\tfreq\n妇儿工委\t5\t多\n", "第 2 行有 3 列，应为 2 列"),
    ],
)
def test_a_spoilt_own_table_is_named(own: Path, text: str, told: str) -> None:
    (own / "demo.tsv").write_text(text, "utf-8")
    lexicon.use_own(own)
    with pytest.raises(LexiconError, match=told):
        lexicon.table("demo")
