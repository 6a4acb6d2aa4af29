"""Finds the targets and the past values that the tables of a plan state.

Takes the tables, the clauses that their rows became, and the Horizon of the plan. Gives Findings: a Target for each
indicator and target year, a Baseline for each value that was reached, and a warning at each cell that was not certain:
a number whose unit, year or meaning is not told makes no row.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from analyzers.normalise import join_lines
from ingest.plan import Baseline, Clause, Nature, ReviewWarning, SourceText, TableCell, TableKind, Target
from ingest.structure import ColumnRole, ReadTable, RowRole, TableColumn, TableGrid, looks_back
from ingest.targets.tables.cells import CellValue, Unread, read_cell
from ingest.targets.tables.names import is_part, joined, name_in_heads, part_of, split_name
from ingest.targets.tables.times import ColumnAim, Horizon, Time, of_row, times_of
from ingest.targets.tables.unit_text import says_no_unit, times, unit_in_column, unit_of_text
from ingest.targets.tables.unsure import unsure_cell
from ingest.targets.tables.values import Indicator, direction_of, may_be_negative, unit_of_value
from ingest.targets.wording import populations


@dataclass(slots=True)
class Findings:
    """What was found in the tables of a plan."""

    targets: list[Target] = field(default_factory=list)
    baselines: list[Baseline] = field(default_factory=list)
    warnings: list[ReviewWarning] = field(default_factory=list)


_CAPTION_UNIT = re.compile(r"单位\s*[:：]\s*([^）)\s，,；;]{1,12})")
_LEGEND = re.compile(
    r"[〔\[【（(]\s*[〕\]】）)]\s*(?:内|里|中)?的?(?:数字|数据|数值|数)?\s*(?:为|是|表示|指)?([^，,。；;]{1,24})"
)
_WHOLE = re.compile("合计|总计|共计|全[省市州县区]|")
_PARTLY = ("小计", "")
_SUMS = re.compile("累计|合计|总量|总数|总计|之和")


def find_in_tables(
    tables: Sequence[ReadTable], clauses: Mapping[str, Clause], source: SourceText, horizon: Horizon
) -> Findings:
    """The targets, past values and warnings of all tables of a plan; ``clauses`` by address."""
    findings = Findings()
    for read in tables:
        if read.table.kind is TableKind.INDICATORS:
            _Reader(read, clauses, source, horizon, findings).read()
    return findings


class _Reader:
    """Reads one table of indicators."""

    def __init__(
        self,
        read: ReadTable,
        clauses: Mapping[str, Clause],
        source: SourceText,
        horizon: Horizon,
        findings: Findings,
    ) -> None:
        self._found = read.found
        self._source = source
        self._horizon = horizon
        self._findings = findings
        self._clauses = {row.row: clauses[row.clause] for row in read.table.rows if row.clause in clauses}
        self._grid: TableGrid = read.found.grid.turned() if read.found.turned else read.found.grid
        title = next((c.section_title for c in self._clauses.values()), "")
        self._times = times_of(
            self._found.columns,
            horizon,
            self._found.caption,
            aimed=self._found.by_head,
            past=looks_back(self._found, title) or any(c.past for c in self._clauses.values()),
        )
        caption_unit = _CAPTION_UNIT.search(self._found.caption)
        self._caption_unit = unit_of_text(caption_unit[1]) if caption_unit is not None else None
        self._sums = self._brackets_are_sums()
        self._round_sums = any(
            _SUMS.search(found[1]) for found in _LEGEND.finditer(self._found.note) if found[0][0] in "（("
        )

    def read(self) -> None:
        """Every indicator of the table, in the order of its rows."""
        self._warn_of_years()
        if self._found.by_head:
            for row in self._rows():
                self._read_by_head(row)
        for columns in () if self._found.by_head else self._side_by_side():
            above = ""
            for row in self._rows():
                above = self._read_row(row, columns, above)
        for rows in (self._findings.targets, self._findings.baselines, self._findings.warnings):
            rows.sort(key=lambda each: each.start)

    def _rows(self) -> Sequence[int]:
        return range(1, self._grid.height) if self._found.turned else self._found.of(RowRole.BODY)

    def _side_by_side(self) -> list[tuple[TableColumn, ...]]:
        """The columns, parted where a second table of the same heads stands beside the first."""
        columns = self._found.columns
        names = [c.index for c in columns if c.role is ColumnRole.NAME]
        heads = {c.heads for c in columns if c.role is ColumnRole.NAME}
        repeats = len(names) > 1 and len(heads) == 1 and any(
            c.role is ColumnRole.VALUE and names[0] < c.index < names[1] for c in columns
        )  # fmt: skip
        if not repeats:
            return [columns]
        starts = [0, *(self._start_of(columns, at) for at in names[1:]), len(columns)]
        return [columns[a:b] for a, b in pairwise(starts)]

    def _start_of(self, columns: Sequence[TableColumn], name: int) -> int:
        """Where the part of a name begins: 序号 and 领域 stand in front of it."""
        while name and columns[name - 1].role in (ColumnRole.ORDER, ColumnRole.GROUP):
            name -= 1
        return name

    def _brackets_are_sums(self) -> bool:
        """Whether 〔〕 stands for a total: so it is by custom, unless a note says otherwise."""
        said = [found[1] for found in _LEGEND.finditer(self._found.note)]
        return not said or any(_SUMS.search(words) for words in said)

    # -- one indicator ---------------------------------------------------------------------------------------

    def _read_row(self, row: int, columns: Sequence[TableColumn], above: str) -> str:
        """Reads the row's indicator; gives its name, for rows that are parts of it."""
        indicator = self._indicator(row, columns, above)
        if indicator is None:
            return above
        own = self._year_words(row, columns)
        seen: set[TableCell] = set()
        for column in columns:
            cell = self._grid.at(row, column.index)
            time = self._times.get(column.index)
            if cell is None or time is None or cell.start == cell.end or cell in seen:
                continue
            seen.add(cell)
            across = range(cell.column, cell.column + cell.columns)
            beside = [of_row(self._times[i], own, self._horizon) for i in across if i in self._times]
            if cell.rows > 1:
                if any(t.aim is ColumnAim.TARGET for t in beside) and cell.row == row:
                    self._warn("value", indicator, time, cell)
                continue
            self._read_cell(indicator, beside, cell)
        return above if is_part(split_name(self._name(row, columns))[0]) else indicator.name

    def _year_words(self, row: int, columns: Sequence[TableColumn]) -> str:
        """What a row says in a cell of its own about the year."""
        return self._said(row, columns, ColumnRole.YEAR) or self._said(row, columns, ColumnRole.DEADLINE)

    def _read_by_head(self, row: int) -> None:
        """Reads a row of figures whose indicators the heads name: those of a county, or of all of them."""
        clause = self._clauses.get(row)
        whose = self._said(row, self._found.columns, ColumnRole.PLACE)
        own = self._year_words(row, self._found.columns)
        for column in self._found.with_role(ColumnRole.VALUE):
            cell, time = self._grid.at(row, column.index), self._times[column.index]
            name, unit = name_in_heads(column.heads)
            if clause is None or cell is None or cell.start == cell.end or not name or whose in _PARTLY:
                continue
            if cell.rows > 1 or cell.columns > 1:
                continue
            indicator = Indicator(clause, name, unit, False, None)
            time = of_row(time, own, self._horizon)
            self._read_cell(
                indicator, [replace(time, scope=None if _WHOLE.fullmatch(whose) else whose, unit="")], cell
            )

    def _name(self, row: int, columns: Sequence[TableColumn]) -> str:
        return joined([self._grid.text_at(row, c.index) for c in columns if c.role is ColumnRole.NAME])

    def _indicator(self, row: int, columns: Sequence[TableColumn], above: str) -> Indicator | None:
        name, unit = split_name(self._name(row, columns))
        if len(name) < 2:
            return None
        clause = self._clause_of(row, columns)
        if clause is None:
            return None
        own = self._said(row, columns, ColumnRole.UNIT)
        stated = unit_in_column(own) if own else None
        return Indicator(
            clause,
            part_of(name, above),
            stated or unit or self._caption_unit,
            says_no_unit(own),
            self._attribute(row, columns),
        )

    def _clause_of(self, row: int, columns: Sequence[TableColumn]) -> Clause | None:
        if not self._found.turned:
            return self._clauses.get(row)
        return next(iter(self._clauses.values()), None)

    def _said(self, row: int, columns: Sequence[TableColumn], role: ColumnRole) -> str:
        return next((self._grid.text_at(row, c.index) for c in columns if c.role is role), "")

    def _attribute(self, row: int, columns: Sequence[TableColumn]) -> str | None:
        words = self._said(row, columns, ColumnRole.ATTRIBUTE).removesuffix("指标")
        if not words or words.strip("—-/ ") == "":
            return None
        return words if words.endswith("性") else f"{words}性"

    # -- one cell --------------------------------------------------------------------------------------------

    def _read_cell(self, indicator: Indicator, beside: Sequence[Time], cell: TableCell) -> None:
        clause = self._clauses.get(cell.column) if self._found.turned else indicator.clause
        if clause is None:
            return
        indicator = replace(indicator, clause=clause)
        found = read_cell(self._grid.words(cell), round_totals=self._round_sums)
        targets = [t for t in beside if t.aim in (ColumnAim.TARGET, ColumnAim.CHANGE, ColumnAim.TOTAL)]
        if isinstance(found, Unread):
            if targets and found is not Unread.NOTHING:
                self._warn("words" if found is Unread.WORDS else "value", indicator, targets[0], cell)
            return
        for time in beside:
            if time.aim is ColumnAim.BASE:
                self._baseline(indicator, time, found, cell)
        for time in targets[:1] if found[0].yearly else targets:
            for value in found:
                self._target(indicator, time, value, cell)

    def _target(self, indicator: Indicator, time: Time, value: CellValue, cell: TableCell) -> None:
        change = direction_of(indicator, time, value)
        unit = unit_of_value(indicator, time, value, change)
        if unit is None or self._is_odd(indicator, value, change):
            bare = unit is None and not value.unit and indicator.unit is None and not time.percent
            self._warn("unit" if bare else "value", indicator, time, cell)
            return
        low, high = abs(value.value) if change else value.value, value.high
        yearly, total = _counted(time, value)
        scope = value.scope or ("累计" if total else None)
        clause = indicator.clause
        self._findings.targets.append(
            Target(
                clause.address, clause.plan, clause.kind, clause.domain, clause.number, indicator.name,
                populations.population_of(indicator.name), value.comparator, times(unit, low),
                None if high is None else times(unit, high), unit.name, unit.base,
                value.year or (None if yearly else time.year),
                Nature.CHANGE_FROM_BASE if change else Nature.LEVEL, value.baseline_year or time.baseline, value.hedge,
                self._source.text[cell.start : cell.end], cell.start, cell.end, False,
                "year" if yearly else None, change, "table", indicator.attribute, scope or time.scope,
                time.column,
            )
        )  # fmt: skip

    def _is_odd(self, indicator: Indicator, value: CellValue, change: str | None) -> bool:
        """A total in brackets that stand for something else, or a minus that no level has."""
        if value.total and not self._sums:
            return True
        return (
            value.value < 0 and change is None and (value.high is not None or not may_be_negative(indicator))
        )

    def _baseline(
        self, indicator: Indicator, time: Time, found: Sequence[CellValue], cell: TableCell
    ) -> None:
        """A past value; one that is not certain is left out without a word, for nothing is aimed at."""
        value = found[0]
        if self._found.by_head and time.scope is not None:
            return  # a past value has no scope: that of one county would read as that of all
        unit = unit_of_value(indicator, time, value, None)
        negative = value.value < 0 and not may_be_negative(indicator)
        if len(found) > 1 or unit is None or value.total or value.change or negative:
            return
        clause = indicator.clause
        self._findings.baselines.append(
            Baseline(
                clause.address, clause.plan, indicator.name, times(unit, value.value),
                None if value.high is None else times(unit, value.high), unit.name, value.year or time.year,
                "table", self._source.text[cell.start : cell.end], cell.start, cell.end,
                time.column,
            )
        )  # fmt: skip

    # -- warnings --------------------------------------------------------------------------------------------

    def _warn(self, kind: str, indicator: Indicator, time: Time, cell: TableCell) -> None:
        said = self._grid.words(cell)
        self._findings.warnings.append(
            unsure_cell(kind, cell, said, indicator.name, time.year, indicator.clause.address)
        )

    def _warn_of_years(self) -> None:
        """A column of which it is not told whether its values are aimed at: once, at its head."""
        for index, time in self._times.items():
            if time.aim is not ColumnAim.UNSURE or self._found.goes_on:
                continue
            heads = self._heads(index)
            if heads:
                cell = heads[-1]
                said = join_lines(self._source.text, cell.start, cell.end).text
                role = next(column.role for column in self._found.columns if column.index == index)
                kind = "span" if role is ColumnRole.CHANGE else "year"
                self._findings.warnings.append(unsure_cell(kind, cell, said))

    def _heads(self, index: int) -> list[TableCell]:
        rows = (0,) if self._found.turned else self._found.of(RowRole.HEAD)
        cells = [self._grid.at(row, index) for row in rows]
        return [cell for cell in cells if cell is not None and cell.start < cell.end]


def _counted(time: Time, value: CellValue) -> tuple[bool, bool]:
    """Whether a value is counted a year, and whether it is a total of several."""
    yearly = value.yearly or (time.aim is ColumnAim.CHANGE and time.yearly and not value.total)
    return yearly, value.total or time.aim is ColumnAim.TOTAL
