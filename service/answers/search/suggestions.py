"""What to try when a search finds nothing: changed queries, each of which finds something.

Takes an engine and a Query that found nothing. Gives Suggestions, each with what to type and how many clauses
that finds; never one that finds nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.engines import SearchEngine
from service.errors import UserError
from service.query import EVERYWHERE, Query, plan_search, read_query


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One way on: what it changes, what to type, and how many clauses it finds."""

    change: str  # Chinese, to be followed by 有 N 条
    text: str
    count: int
    everywhere: bool = False  # the filters are to be left out as well

    @property
    def sentence(self) -> str:
        """What a person is told."""
        return f"{self.change}，有 {self.count} 条。"


def suggest(engine: SearchEngine, query: Query) -> tuple[Suggestion, ...]:
    """The ways on that find something, the smallest change first."""
    found: list[Suggestion] = []
    for change, other in _variants(query):
        count = _count(engine, other)
        if count:
            found.append(Suggestion(change, other.text, count, query.scope != other.scope))
    return tuple(found)


def _variants(query: Query) -> Iterator[tuple[str, Query]]:
    words = " ".join(query.text for query in query.runs)
    phrases = " ".join(f"“{phrase}”" for phrase in query.phrases)
    out = " ".join(f"-{word}" for word in query.excluded)
    if query.scope != EVERYWHERE:
        yield (
            "去掉筛选条件",
            query._replace(scope=EVERYWHERE, text=" ".join(filter(None, (words, phrases, out)))),
        )
    if query.excluded:
        yield from _read(f"不排除“{'、'.join(query.excluded)}”", f"{words} {phrases}", query)
    if query.phrases:
        yield from _read("去掉引号", " ".join((words, *query.phrases, out)), query)
        if words:
            yield from _read(f"只查引号里的“{'”“'.join(query.phrases)}”", phrases, query)


def _read(change: str, text: str, query: Query) -> Iterator[tuple[str, Query]]:
    try:
        yield (
            change,
            read_query(text.strip(), scope=query.scope, literal=query.literal, profile=query.profile),
        )
    except UserError:
        return


def _count(engine: SearchEngine, query: Query) -> int:
    """How many clauses the strictest match that finds any finds."""
    plan = plan_search(query)
    return next((count for match in plan.matches if (count := engine.count(plan, match))), 0)
