"""Whether a text that is to replace a plan is plainly another plan: other people or subject, region or years, or hardly a word of it.

Takes the entry of the plan that is held, the entry that the new text prints of itself, and what the text would change. Gives
sentences for a person to answer; none where nothing speaks against it. What either side does not state is no difference.
"""

from __future__ import annotations

import re

from analyzers.normalise import squash
from ingest.catalogue.identity import told_by_title
from ingest.catalogue.reimport import Changes
from ingest.levels import region_ends
from ingest.plan import PlanEntry

_LEAST = 0.5  # of the text of before that goes on in an edition of the same plan
_SUFFIX = re.compile(rf"(?:{region_ends()}|[市区])$")
_WHOLE = frozenset(("中国", "全国", "国家"))


def another_plan(held: PlanEntry, printed: PlanEntry, changes: Changes) -> tuple[str, ...]:
    """What speaks for another plan, as Chinese sentences.

    >>> women = PlanEntry("a", "示例县妇女发展规划", region="示例县", subject="妇女")
    >>> another_plan(women, PlanEntry("b", "示例县儿童发展规划", region="示例县", subject="儿童"), Changes())
    ('库里的是“妇女”的规划，这份文件是“儿童”的。',)
    """
    held, found = told_by_title(held), []
    if _apart(held.subject, printed.subject):
        found.append(f"库里的是“{held.subject}”的规划，这份文件是“{printed.subject}”的。")
    if _regions_apart(held.region, printed.region):
        found.append(f"库里的是{held.region}的规划，这份文件是{printed.region}的。")
    mine, its = (held.start_year, held.end_year), (printed.start_year, printed.end_year)
    if all(mine) and all(its) and mine != its:
        found.append(f"库里的是 {mine[0]}—{mine[1]} 年的规划，这份文件是 {its[0]}—{its[1]} 年的。")
    before = len(changes.pairs) + len(changes.gone)
    if before and changes.kept < _LEAST:
        share = "几乎没有相同的文字" if changes.kept < _LEAST / 5 else "相同的文字不到一半"
        found.append(f"库里的 {before} 个条目有 {len(changes.gone)} 个在这份文件里找不到，两者{share}。")
    return tuple(found)


def _apart(one: str | None, other: str | None) -> bool:
    """Whether both are stated and neither is a part of the other."""
    if not one or not other:
        return False
    mine, its = squash(one), squash(other)
    return mine not in its and its not in mine


def _regions_apart(one: str | None, other: str | None) -> bool:
    """The same of regions: 腾冲 and 云南省腾冲市 are one."""
    if not one or not other or {one, other} <= _WHOLE:
        return False
    mine, its = (_SUFFIX.sub("", squash(name)) or squash(name) for name in (one, other))
    return mine not in squash(other) and its not in squash(one)
