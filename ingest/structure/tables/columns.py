"""Says what each column of a table is for: its name, and the role that the words of its head give it.

Takes a TableGrid and its head rows. Gives one TableColumn a column. The words are staff-editable:
``analyzers/lexicon/table_columns.tsv``. A column with a year in its head holds values; one whose cells all say
约束性 or 预期性 is the attribute, whatever its head says. Whether a value is aimed at is for targets to tell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from analyzers import comparators
from analyzers.comparators import Place
from analyzers.lexicon import kept, table
from analyzers.normalise import fold, squash
from analyzers.years import find_years
from ingest.structure.tables.grid import TableGrid


class ColumnRole(Enum):
    """What a column holds."""

    ORDER = "order"
    GROUP = "group"
    NAME = "name"
    UNIT = "unit"
    ATTRIBUTE = "attribute"
    VALUE = "value"  # of a year, of the base, or aimed at
    CHANGE = "change"  # 年均增长
    TOTAL = "total"  # 五年累计
    TASK = "task"
    LEAD = "lead"
    SUPPORT = "support"
    DEADLINE = "deadline"
    YEAR = "year"  # each row its own
    PLACE = "place"  # whose figures the row has: the indicators are named in the heads
    REMARK = "remark"
    PROJECT = "project"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TableColumn:
    """One column: the words of its head from the top down, each once, and its role."""

    index: int
    heads: tuple[str, ...]
    role: ColumnRole

    @property
    def name(self) -> str:
        """What the column is called."""
        return " ".join(self.heads)


_ATTRIBUTE = re.compile(r"(?:约束|预期|指导|引导)性?(?:指标)?")
_BRACKET = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|〔[^〔〕]*〕")
_BARE_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
_VALUES = ("base", "aim")


def columns_of(grid: TableGrid, head: Sequence[int], body: Sequence[int]) -> tuple[TableColumn, ...]:
    """The columns of a table whose head rows are ``head`` and whose rows with matter are ``body``."""
    found = []
    for index in range(grid.width):
        heads: list[str] = []
        for row in head:
            words = squash(grid.text_at(row, index))
            if words and words not in heads[-1:]:
                heads.append(words)
        cells = [text for row in body if (text := grid.plain(row, index))]
        found.append(TableColumn(index, tuple(heads), _role(heads, cells)))
    return tuple(found)


def _role(heads: Sequence[str], cells: Sequence[str]) -> ColumnRole:
    if cells and all(_ATTRIBUTE.fullmatch(text) for text in cells):
        return ColumnRole.ATTRIBUTE
    said = [fold(words) for words in heads]
    if not said:
        return (
            ColumnRole.ORDER
            if cells and all(text.rstrip(".").isdigit() for text in cells)
            else ColumnRole.OTHER
        )
    role = _by_words(said)
    return role if role is not None else ColumnRole.OTHER


def _by_words(said: Sequence[str]) -> ColumnRole | None:
    """The role that the words of a head give, the innermost head first."""
    whole = "".join(said)
    names = [_BRACKET.sub("", words) or words for words in (*reversed(said), whole)]
    for words in names:
        if role := _whole().get(words):
            return _as_role(role)
    year = has_year(whole)
    for words in names:
        for part, role in _parts():
            if part in words and not (year and role in ("lead", "support", "deadline", "project")):
                return _as_role(role)
    return ColumnRole.VALUE if year else None


def _as_role(name: str) -> ColumnRole:
    return ColumnRole.VALUE if name in _VALUES else ColumnRole(name)


def has_year(words: str) -> bool:
    """Whether folded words name a year or a five-year plan.

    >>> has_year("2025年"), has_year("“十四五”末"), has_year("2025"), has_year("指标")
    (True, True, True, False)
    """
    return bool(find_years(words)) or _BARE_YEAR.search(words) is not None


def is_head_word(words: str) -> bool:
    """Whether a cell can only be the head of a column: 属性, 2025年目标, （%）.

    >>> is_head_word("2020年"), is_head_word("指标属性"), is_head_word("森林覆盖率"), is_head_word("57.1")
    (True, True, False, False)
    """
    text = fold(squash(words))
    if re.fullmatch(r"\([^()]{1,12}\)", text) or _whole().get(_BRACKET.sub("", text)):
        return True
    short = len(text) <= 14
    if short and has_year(text) and not re.search(r"[,;、。]|达到", text):
        return not comparators.words(Place.BEHIND).ending(text)
    return short and any(text.endswith(part) for part, role in _parts() if role in (*_VALUES, "total"))


def said_of(words: str, *roles: str) -> bool:
    """Whether folded words of a head hold a word of these roles of the table.

    >>> said_of("2020年完成", "base"), said_of("2025年目标", "base")
    (True, False)
    """
    return any(part in words for part, role in (*_parts(), *_whole().items()) if role in roles)


@kept
def _whole() -> dict[str, str]:
    return {row["words"]: row["role"] for row in table("table_columns") if row["match"] == "whole"}


@kept
def _parts() -> tuple[tuple[str, str], ...]:
    rows = [(row["words"], row["role"]) for row in table("table_columns") if row["match"] == "part"]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))
