"""``read --targets --explain``: each number of a plan's text with the frame that read it, or why it is no target.

Takes Plans. Prints them for people, or as records with the names of docs/json.md.
"""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from ingest.plan import Plan
from ingest.targets import Explained, explain_targets
from service.faces.records.search import number_record
from service.faces.terminal.common_options import emit
from service.faces.terminal.console import CITATION, FAINT, console, paragraph
from service.requirement import requirement


def show(plans: Sequence[Plan], *, as_json: bool) -> None:
    """Tells of every number of the plans, in text order."""
    for plan in plans:
        numbers = explain_targets(plan.clauses, plan.source)
        if as_json:
            emit(number_record(each) for each in numbers)
            continue
        out = console()
        out.print(Text(f"\n《{plan.entry.title.strip('《》')}》", style=CITATION))
        targets = sum(each.target is not None for each in numbers)
        out.print(f"{targets} 个指标目标，另有 {len(numbers) - targets} 个数不是指标目标")
        for each in numbers:
            _print(each)


def _print(each: Explained) -> None:
    out = console()
    line = Text("\n" + each.clause.address.partition("/")[2], style=FAINT)
    out.print(line + Text(f"　{each.quote}", style="default"))
    if each.target is not None:
        out.print(
            Text(f"  {each.target.indicator}　") + Text(requirement(each.target), style="bold"),
            overflow="fold",
        )
    told = "读作目标" if each.frame else "不是目标"
    out.print(paragraph(f"{told}：{each.why}（{each.frame or each.refused}）", indent=2))
