"""Compares what the tables of a plan state with what its text states: an annex that repeats a figure counts no second time.

Takes the targets of the text, the Findings of the tables and the tables. Gives the Findings without the figures of annexes
that the text states too, the tables with the clauses that their rows repeat, and a warning at each cell that says another
value than the text for the same indicator and year.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from analyzers.normalise import fold, squash
from ingest.plan import Nature, ReviewWarning, Table, Target
from ingest.targets.tables.find import Findings
from ingest.targets.wording import populations

_ANNEX = ("annex", "附表", "附件", "附录")
_DIFFERS = "表中“{name}”{year}年为“{cell}”，正文（{quote}）与此不同，请人工核对。"


def without_repeats(
    stated: Sequence[Target], found: Findings, tables: Sequence[Table]
) -> tuple[Findings, tuple[Table, ...]]:
    """The findings and tables, compared with the targets that the text states."""
    by_name: dict[str, list[Target]] = {}
    for target in stated:
        by_name.setdefault(_name(target.indicator), []).append(target)
    annexed = {row.clause for table in tables if _is_annexed(table) for row in table.rows}
    targets: list[Target] = []
    repeated: dict[str, list[str]] = {}
    warnings = list(found.warnings)
    for target in found.targets:
        same = by_name.get(_name(target.indicator), [])
        where = [other.clause for other in same if _says_the_same(target, other)]
        if where:
            repeated.setdefault(target.clause, []).extend(where)
            if target.clause not in annexed:
                targets.append(target)
            continue
        targets.append(target)
        warnings += [_warning(target, other) for other in same if _contradicts(target, other)][:1]
    marked = tuple(_marked(table, repeated) for table in tables)
    return Findings(targets, found.baselines, sorted(warnings, key=lambda each: each.start)), marked


def _is_annexed(table: Table) -> bool:
    return table.section.startswith(_ANNEX) or table.caption.startswith(_ANNEX)


def _name(indicator: str) -> str:
    """The name as compared: 全县森林覆盖率 and 森林覆盖率 are one."""
    plain = fold(squash(indicator))
    return plain[populations.place_end(plain) :] or plain


def _says_the_same(target: Target, other: Target) -> bool:
    """The same value; the text may name no year of its own, and its comparator may stand for a plain number."""
    comparators = {target.comparator, other.comparator}
    return (
        (target.value, target.value_high, target.unit) == (other.value, other.value_high, other.unit)
        and target.nature is other.nature
        and (len(comparators) == 1 or "=" in comparators)
        and (target.year == other.year or None in (target.year, other.year))
    )


def _contradicts(target: Target, other: Target) -> bool:
    """Another value of the same indicator for the same year."""
    plain = target.scope is None and other.scope is None and target.year is not None
    level = target.nature is Nature.LEVEL and other.nature is Nature.LEVEL
    same = (target.year, target.unit) == (other.year, other.unit)
    return plain and level and same and (target.value, target.value_high) != (other.value, other.value_high)


def _warning(target: Target, other: Target) -> ReviewWarning:
    message = _DIFFERS.format(name=target.indicator, year=target.year, cell=target.quote, quote=other.quote)
    return ReviewWarning("table_differs", message, target.start, target.end, target.clause)


def _marked(table: Table, repeated: Mapping[str, Iterable[str]]) -> Table:
    rows = tuple(
        replace(row, repeats=tuple(dict.fromkeys(repeated[row.clause]))) if row.clause in repeated else row
        for row in table.rows
    )
    return replace(table, rows=rows)
