"""Targets for people, plan by plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.table import Table
from rich.text import Text

from ingest.plan import Target
from service.faces.terminal.console import CITATION, FAINT, console
from service.faces.terminal.tables.columns import NARROW, RIGHT, TEXT, short_address, table_of, total
from service.query import Known
from service.requirement import requirement


def targets(rows: Sequence[Target], known: Known) -> None:
    """Targets of the base, plan by plan."""
    out = console()
    titles = {each[0]: each[1] for each in known.plans}
    for plan, group in groupby(rows, key=lambda row: row.plan):
        out.print()
        out.print(
            Text(f"《{titles.get(plan, plan).strip('《》')}》", style=CITATION)
            + Text(f"  {plan}", style=FAINT)
        )
        out.print(target_table(list(group)))
    total(len(rows), "个指标目标")


def target_table(rows: Iterable[Target]) -> Table:
    table = table_of(
        ("条目", NARROW),
        ("指标", TEXT),
        ("要求", RIGHT),
        ("年份", RIGHT),
        ("对象", TEXT | {"max_width": 16}),
    )
    for target in rows:
        table.add_row(
            Text(short_address(target.clause), style=FAINT),
            target.indicator,
            Text(requirement(target) + "".join(f"（{mark}）" for mark in _marks(target)), style="bold"),
            str(target.year or "—"),
            target.population or "",
        )
    return table


def _marks(target: Target) -> list[str]:
    """What a person should know of a value before using it."""
    return [*(["来自扫描"] if target.scanned else []), *(["人工更正"] if target.corrected else [])]
