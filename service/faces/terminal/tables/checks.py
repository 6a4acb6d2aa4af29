"""What people compared with the original, for people: each with who and when; what no longer holds first."""

from __future__ import annotations

import json

from rich.text import Text

from service.answers.lookup import Lookup
from service.decisions import Check, Checks
from service.faces.terminal.console import BAD, CITATION, FAINT, GOOD, console
from service.faces.terminal.tables.columns import total
from service.labels import who_and_when

_SHOWN = 40  # characters of a text


def checks(found: Checks) -> None:
    """Everything that is checked."""
    for each in found.lost:
        _line(each, "文字已变，不再算数", BAD)
    for each in found.held.values():
        _line(each, "已核对", GOOD)
    total(len(found.held), "处已核对")


def kept(found: Lookup, checks: Checks) -> None:
    """One clause and its targets, after something was kept about it."""
    out = console()
    clause = found.stored.clause
    out.print(Text(found.stored.citation, style=CITATION))
    _of("条目文字", checks.of_clause(clause.address))
    for number, target in enumerate(found.targets, 1):
        _of(f"指标 {number}　{target.indicator}　“{target.quote}”", checks.of_target(target))


def _of(what: str, check: Check | None) -> None:
    said = Text("程序识别", style=FAINT) if check is None else Text("已核对", style=GOOD)
    if check is not None:
        said.append(f"  {who_and_when(check.who, check.made)}", style=FAINT)
    console().print(Text(f"  {what}  ").append_text(said))


def _line(each: Check, state: str, style: str) -> None:
    line = Text(f"{state}  ", style=style).append(each.address, style="default")
    what = f"指标“{json.loads(each.target)[0]}”" if each.target else f"文字“{each.text[:_SHOWN]}”"
    console().print(line.append(f"  {what}  {who_and_when(each.who, each.made)}", style=FAINT))
