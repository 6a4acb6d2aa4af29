"""Targets for people, plan by plan."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from rich.table import Table
from rich.text import Text

from ingest.plan import Baseline, Target
from service.faces.terminal.console import CITATION, FAINT, console
from service.faces.terminal.tables.columns import NARROW, RIGHT, TEXT, short_address, table_of, total
from service.query import Known
from service.requirement import past_value, requirement


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


def quoted_targets(rows: Iterable[Target]) -> Table:
    """Targets beside the words that they were read from, for whoever checks a reading."""
    table = table_of(
        ("条目", NARROW), ("指标", TEXT), ("要求", RIGHT), ("年份", RIGHT), ("原文", TEXT | {"ratio": 1})
    )
    for target in rows:
        table.add_row(
            Text(short_address(target.clause), style=FAINT),
            target.indicator,
            Text(requirement(target) + "".join(f"（{mark}）" for mark in _marks(target)), style="bold"),
            str(target.year or "—"),
            ("表格：" if target.source == "table" else "") + target.quote,
        )
    return table


def past_values(rows: Iterable[Baseline]) -> Table:
    """What had been reached, beside the words that say so."""
    table = table_of(("条目", NARROW), ("指标", TEXT), ("数值", RIGHT), ("年份", RIGHT), ("原文", TEXT))
    for past in rows:
        said = ("表格：" if past.source == "table" else "") + past.quote
        table.add_row(
            Text(short_address(past.clause), style=FAINT),
            past.indicator,
            past_value(past),
            str(past.year or "—"),
            said,
        )
    return table


def _marks(target: Target) -> list[str]:
    """What a person should know of a value before using it."""
    return [*(["来自扫描"] if target.scanned else []), *(["人工更正"] if target.corrected else [])]
