"""Reads the staff-editable word tables in ``analyzers/lexicon/*.tsv`` and tells when they have changed.

A table is a UTF-8 file with one row a line, columns separated by one tab; lines that begin with ``#`` and
blank lines are comments; the first row that is not a comment names the columns. Gives rows as dictionaries.
Never guesses: a row with too many or too few columns is an error that names file and line.

A unit's own rows may stand in a folder beside the program, in tables of the same names and columns: they follow the
shipped rows, and survive an upgrade of the program, also one that gives a table a further column. Whoever starts the
program says where (``use_own``). What another module makes of the tables and keeps, it keeps with ``kept``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from functools import _lru_cache_wrapper

_Made = TypeVar("_Made")
LEXICON_DIR = Path(__file__).with_name("lexicon")
# Columns that came when units had tables of their own: a table written before is read as if it had them, empty.
_LATER = {"comparators": ["in_front_of", "not_before"]}
_own: Path | None = None  # folder of a unit's own tables
_forget: list[Callable[[], None]] = []  # what forgets the things that were made of the tables


class LexiconError(ValueError):
    """A word table cannot be read. ``str(error)`` is a Chinese sentence that names file and line."""


def use_own(folder: Path) -> None:
    """Has the tables of a folder follow the shipped ones. Called before any table is read; no folder need be there."""
    global _own
    if folder == _own:
        return
    had = _own_tables()
    _own = folder
    if had or _own_tables():
        for forget in _forget:
            forget()


def kept(make: Callable[..., _Made]) -> _lru_cache_wrapper[_Made]:
    """A function that keeps what it made of the tables, until other tables are used."""
    made = cache(make)
    _forget.append(made.cache_clear)
    return made


def paths() -> list[Path]:
    """Every file that holds rows, the shipped ones first."""
    return [*sorted(LEXICON_DIR.glob("*.tsv")), *_own_tables()]


def _own_tables() -> list[Path]:
    """Own tables that extend a shipped one; what else lies in the folder is none of ours."""
    if _own is None or not _own.is_dir():
        return []
    return sorted(path for path in _own.glob("*.tsv") if (LEXICON_DIR / path.name).is_file())


@kept
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``lexicon/<name>.tsv``, in file order, as column -> text; a unit's own rows behind them.

    Raises LexiconError when the file is missing, not UTF-8, or a row does not fit its header.
    """
    return (*_rows(LEXICON_DIR / f"{name}.tsv"), *own_table(name))


@kept
def own_table(name: str) -> tuple[dict[str, str], ...]:
    """A unit's own rows alone."""
    path = next((path for path in _own_tables() if path.stem == name), None)
    return rows_of(path, name) if path is not None else ()


def rows_of(path: Path, name: str) -> tuple[dict[str, str], ...]:
    """The rows of a file that has the columns of a shipped table, or had them once. Raises LexiconError."""
    return _rows(path, header(name), _LATER.get(name, []))


def header(name: str) -> list[str]:
    """The columns of a shipped table."""
    for _, cells in _lines(LEXICON_DIR / f"{name}.tsv"):
        return cells
    return []


def _rows(
    path: Path, wanted: list[str] | None = None, later: list[str] | None = None
) -> tuple[dict[str, str], ...]:
    """The rows of one file; ``wanted`` is the header that it must have, but for columns that came ``later``."""
    columns: list[str] | None = None
    rows: list[dict[str, str]] = []
    for number, cells in _lines(path):
        if columns is None:
            columns = cells
            if wanted is not None and not _fits(columns, wanted, later or []):
                raise LexiconError(
                    f"词表 {path} 第 {number} 行应是各栏的名称：{'、'.join(wanted)}（用制表符隔开）。"
                )
            continue
        if len(cells) > len(columns):
            raise LexiconError(
                f"词表 {path.name} 第 {number} 行有 {len(cells)} 列，应为 {len(columns)} 列，请检查制表符。"
            )
        names = wanted or columns
        cells += [""] * (len(names) - len(cells))
        rows.append(dict(zip(names, cells, strict=True)))
    return tuple(rows)


def _fits(columns: list[str], wanted: list[str], later: list[str]) -> bool:
    """Whether a header is the wanted one, or is without columns at its end that came later."""
    size = len(columns)
    return columns == wanted[:size] and all(column in later for column in wanted[size:])


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    """The lines that count, with their numbers, cut at the tabs."""
    try:
        # A mark in front of the text, as the Notepad of Windows writes it, is none of the text.
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        raise LexiconError(f"缺少词表 {path.name}，请重新安装本程序或从备份恢复该文件。") from None
    except UnicodeDecodeError:
        raise LexiconError(f"词表 {path.name} 不是 UTF-8 编码，请用记事本另存为 UTF-8 后再试。") from None
    for number, line in enumerate(lines, 1):
        if line.strip() and not line.startswith("#"):
            yield number, [cell.strip() for cell in line.split("\t")]


def check() -> None:
    """Reads every table, also those that are seldom needed. Raises LexiconError."""
    for path in sorted(LEXICON_DIR.glob("*.tsv")):
        table(path.stem)


@kept
def fingerprint() -> str:
    """A short hash over every word table: it changes when any of them changes."""
    digest = hashlib.sha256()
    for path in paths():
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
