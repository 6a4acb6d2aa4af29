"""Turns a table into headings and clauses: its caption and heads name what stands below, each row is a clause.

Takes a FoundTable, the address of its part and what is known of the place around it. Gives the Table with its headings,
clauses and rows. The text of a row has a tab between its cells, so that no word runs from one into the next.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from analyzers.normalise import HAN, fold, squash
from analyzers.numerals import CN_TEN
from ingest.plan import Clause, ClauseKind, Heading, Table, TableCell, TableKind, TableRow
from ingest.structure.heading_words import says_something
from ingest.structure.responsible_bodies import duties_of, names_of
from ingest.structure.tables.columns import ColumnRole, TableColumn
from ingest.structure.tables.found import FoundTable
from ingest.structure.tables.heads import RowRole

BORDER = "\t"  # between the cells of a row


@dataclass(frozen=True, slots=True)
class Around:
    """The place in which a table stands."""

    path: str  # its section
    base: str  # what addresses in it begin with
    title: str
    domain: str | None
    depth: int
    headings: tuple[str, ...] = ()  # their words, outermost first


@dataclass(frozen=True, slots=True)
class ReadTable:
    """A table with how it was read: for those who read values out of it."""

    table: Table
    found: FoundTable


@dataclass(frozen=True, slots=True)
class TableRecords:
    """What a table becomes."""

    read: ReadTable
    headings: tuple[Heading, ...]
    clauses: tuple[Clause, ...]


_KINDS = {TableKind.INDICATORS: ClauseKind.GOAL, TableKind.TASKS: ClauseKind.MEASURE}
# A table that tells how an earlier plan went holds no goals.
_LOOKS_BACK = re.compile("完成情况|实现情况|执行情况|进展情况|现状|回顾|成就|成效|评估结果")
_GROUP_NUMBER = re.compile(rf"^(?:[（(]?[{CN_TEN}]{{1,3}}[）)、.．]|\d{{1,2}}[.、．])\s*")
_GROUP_COUNT = re.compile(r"[（(]\s*\d+\s*[项个]\s*[）)]$")
_LEADS = re.compile("牵头|主办|主责")
_BOX = re.compile(r"[【\[]?专\s*栏")
_PROJECTS = re.compile("项目|工程|行动|任务|举措|计划$")
_NUMERAL = re.compile(rf"[\d{CN_TEN}IVXⅠ-Ⅻ①-⑳A-Za-z.\-—]+")
_SUMS = ("合计", "总计", "小计", "共计")
_WORD = re.compile(rf"[{HAN}A-Za-z]{{2,}}")


def table_records(
    found: FoundTable, address: str, plan: str, around: Around, *, past: bool = False
) -> TableRecords:
    """The records of a table that is no box; ``past``: what stands above it says that it reports."""
    writer = _Writer(found, address, plan, around, past=past)
    clauses = tuple(writer.clauses())
    table = Table(
        address=address,
        kind=found.kind,
        section=around.path,
        caption=found.caption,
        notes=found.note,
        head=len(found.of(RowRole.TITLE)) + sum(1 for row in found.of(RowRole.HEAD) if writer.is_top(row)),
        columns=tuple(column.name for column in found.columns) if not found.turned else (),
        source=found.source,
        rows=tuple(writer.rows),
    )
    return TableRecords(ReadTable(table, found), tuple(writer.headings()), clauses)


def looks_back(found: FoundTable, section_title: str) -> bool:
    """Whether a table tells what was, by its caption or the title of its section."""
    return _LOOKS_BACK.search(f"{found.caption} {section_title}") is not None


class _Writer:
    def __init__(self, found: FoundTable, address: str, plan: str, around: Around, *, past: bool) -> None:
        self._found = found
        self._grid = found.grid
        self._address = address
        self._plan = plan
        self._around = around
        self._past = past or looks_back(found, around.title)
        self.rows: list[TableRow] = []

    def is_top(self, row: int) -> bool:
        """Whether a head row stands above the first row with matter, and is no repeated head."""
        body = self._found.of(RowRole.BODY)
        return not body or row < body[0]

    # -- headings --------------------------------------------------------------------------------------------

    def headings(self) -> Iterator[Heading]:
        """The caption, the heads and the groups, each on its own; none of them counts as a part of the plan."""
        level = self._around.depth + 1
        section = self._address.removeprefix(f"{self._plan}/")
        for above in self._found.captions:
            title = " ".join(self._grid.text[above.start : above.end].split())
            yield Heading(level, None, title, section, above.start, above.end)
        for row, role in enumerate(self._found.rows):
            span = self._grid.stretch(row)
            if span is not None and role in (RowRole.TITLE, RowRole.HEAD, RowRole.GROUP):
                deeper = level + (role is not RowRole.TITLE)
                yield Heading(deeper, None, self._row_text(row), section, span.start, span.end)

    def _text(self, start: int, end: int) -> str:
        return self._grid.words(TableCell(0, 0, start, end))

    # -- clauses ---------------------------------------------------------------------------------------------

    def clauses(self) -> Iterator[Clause]:
        """A clause a row with matter, and one for each note."""
        group: str | None = None
        notes = 0
        for row, role in enumerate(self._found.rows):
            span = self._grid.stretch(row)
            if span is None:
                continue
            if role is RowRole.GROUP:
                group = _subject(self._row_text(row))
            elif role is RowRole.BODY:
                yield self._row_clause(row, len(self.rows) + 1, group)
            elif role is RowRole.NOTE:
                notes += 1
                yield self._note(notes, self._row_text(row), span.start, span.end)
        for below in self._found.notes:
            notes += 1
            yield self._note(notes, self._text(below.start, below.end), below.start, below.end)

    def _note(self, count: int, text: str, start: int, end: int) -> Clause:
        tail = f"{self._address}/note/{count}"
        title = text[:40]
        return self._clause(tail, ClauseKind.OTHER, None, None, title, text, start, end)

    def _row_clause(self, row: int, count: int, group: str | None) -> Clause:
        cells = self._grid.row(row)
        kind = self._kind(row)
        text = self._row_text(row)
        number = self._number(row)
        numbered = number is not None and squash(self._grid.words(cells[0])) == squash(
            self._cell(row, ColumnRole.ORDER)
        )
        lead, support = self._bodies(row)
        address = f"{self._address}/row/{count}"
        self.rows.append(TableRow(row, address, lead, support, self._cell(row, ColumnRole.DEADLINE)))
        domain = self._domain(row) or group
        if domain is None and kind in (ClauseKind.GOAL, ClauseKind.MEASURE):
            domain = self._around.domain
        return self._clause(
            address, kind, domain, number, self._title(row), text, cells[0].start, cells[-1].end,
            body=len(self._grid.words(cells[0])) + 1 if numbered and len(cells) > 1 else 0,
            units=tuple(dict.fromkeys((*lead, *support))), group=group,
        )  # fmt: skip

    def _clause(
        self,
        address: str,
        kind: ClauseKind,
        domain: str | None,
        number: str | None,
        title: str,
        text: str,
        start: int,
        end: int,
        body: int = 0,
        units: tuple[str, ...] = (),
        group: str | None = None,
    ) -> Clause:
        around = self._around
        above = tuple(filter(says_something, (*around.headings, self._found.caption, group or "")))
        return Clause(
            address, self._plan, kind, around.path, around.title or self._found.caption, domain, number, title,
            text, start, end, body, units, above, past=self._past,
        )  # fmt: skip

    def _kind(self, row: int) -> ClauseKind:
        kind = ClauseKind.MEASURE if self._is_projects() else _KINDS.get(self._found.kind, ClauseKind.OTHER)
        sums = squash(self._title(row)) in _SUMS and not self._found.by_head
        if sums or (kind is ClauseKind.GOAL and self._past):
            return ClauseKind.OTHER
        if self._found.turned:
            values = {
                c.index for c in self._found.with_role(ColumnRole.VALUE, ColumnRole.CHANGE, ColumnRole.TOTAL)
            }
            return kind if row in values else ClauseKind.OTHER
        return kind

    def _is_projects(self) -> bool:
        """A box that is a table of projects: its rows are what a box of lines has as items."""
        boxed = self._found.kind is TableKind.OTHER and _BOX.match(self._found.caption) is not None
        what = self._columns(ColumnRole.PROJECT, ColumnRole.TASK)
        return boxed and (bool(what) or _PROJECTS.search(self._found.caption) is not None)

    def _row_text(self, row: int) -> str:
        return BORDER.join(self._grid.words(cell) for cell in self._grid.row(row))

    # -- what the columns say --------------------------------------------------------------------------------

    def _columns(self, *roles: ColumnRole) -> tuple[TableColumn, ...]:
        return () if self._found.turned else self._found.with_role(*roles)

    def _cell(self, row: int, role: ColumnRole) -> str:
        """What the last column of a role says in a row."""
        columns = self._columns(role)
        return self._grid.text_at(row, columns[-1].index) if columns else ""

    def _number(self, row: int) -> str | None:
        number = fold(squash(self._cell(row, ColumnRole.ORDER))).strip("().、 ")
        return number if _NUMERAL.fullmatch(number) else None

    def _domain(self, row: int) -> str | None:
        """What the first column of domains says, which may reach over several rows."""
        columns = self._columns(ColumnRole.GROUP)
        return _subject(self._grid.text_at(row, columns[0].index)) if columns else None

    def _title(self, row: int) -> str:
        named = (ColumnRole.NAME, ColumnRole.TASK) if self._found.kind is not TableKind.OTHER else ()
        for role in named:
            if words := self._cell(row, role):
                return words
        cells = [self._grid.words(cell) for cell in self._grid.row(row)]
        return next((words for words in cells if _WORD.search(words)), cells[0])

    def _bodies(self, row: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Who leads and who helps: beside a body that leads (牵头单位), those responsible help."""
        leads, supports = self._columns(ColumnRole.LEAD), self._columns(ColumnRole.SUPPORT)
        first = [column for column in leads if _LEADS.search("".join(column.heads))]
        if first and len(first) < len(leads):
            leads, supports = tuple(first), (*(c for c in leads if c not in first), *supports)
        lead: list[str] = []
        support: list[str] = []
        for text in self._printed(row, leads):
            said = duties_of(text)
            lead += names_of(text) if said is None else said[0]
            support += () if said is None else said[1]
        for text in self._printed(row, supports):
            ahead, behind = duties_of(text) or ((), names_of(text))
            support += (*ahead, *behind)
        return tuple(dict.fromkeys(lead)), tuple(dict.fromkeys(support))

    def _printed(self, row: int, columns: tuple[TableColumn, ...]) -> Iterator[str]:
        for column in columns:
            cell = self._grid.at(row, column.index)
            if cell is not None:
                yield self._grid.text[cell.start : cell.end]


def _subject(words: str) -> str | None:
    """The domain that a cell or a row names: 环境质量 of 一、环境质量（3项）."""
    text = _GROUP_COUNT.sub("", _GROUP_NUMBER.sub("", words.strip())).strip("：: ")
    return text or None
