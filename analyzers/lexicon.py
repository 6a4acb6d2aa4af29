"""Reads the staff-editable word tables in ``analyzers/lexicon/*.tsv`` and tells when they have changed.

A table is a UTF-8 file with one row a line, columns separated by one tab; lines that begin with ``#`` and
blank lines are comments; the first row that is not a comment names the columns. Gives rows as dictionaries.
Never guesses: a row with too many or too few columns is an error that names file and line.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

LEXICON_DIR = Path(__file__).with_name("lexicon")


class LexiconError(ValueError):
    """A word table cannot be read. ``str(error)`` is a Chinese sentence that names file and line."""


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of ``lexicon/<name>.tsv``, in file order, as column -> text.

    Raises LexiconError when the file is missing, not UTF-8, or a row does not fit its header.
    """
    path = LEXICON_DIR / f"{name}.tsv"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        raise LexiconError(f"缺少词表 {path.name}，请重新安装本程序或从备份恢复该文件。") from None
    except UnicodeDecodeError:
        raise LexiconError(f"词表 {path.name} 不是 UTF-8 编码，请用记事本另存为 UTF-8 后再试。") from None
    header: list[str] | None = None
    rows: list[dict[str, str]] = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if header is None:
            header = cells
            continue
        if len(cells) > len(header):
            raise LexiconError(
                f"词表 {path.name} 第 {number} 行有 {len(cells)} 列，应为 {len(header)} 列，请检查制表符。"
            )
        cells += [""] * (len(header) - len(cells))
        rows.append(dict(zip(header, cells, strict=True)))
    return tuple(rows)


def check() -> None:
    """Reads every table, also those that are seldom needed. Raises LexiconError."""
    for path in sorted(LEXICON_DIR.glob("*.tsv")):
        table(path.stem)


@cache
def fingerprint() -> str:
    """A short hash over every word table: it changes when any of them changes."""
    digest = hashlib.sha256()
    for path in sorted(LEXICON_DIR.glob("*.tsv")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
