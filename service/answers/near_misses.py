"""What to look at before an indicator is called missing: the nearest indicators of a plan, and the nearest
clause.

Takes the indicators that a plan states, its clauses, and a name that it does not have. Gives Nearbys. Never
says that the plan lacks the indicator: it may ask for the same thing in other words, or as a rule without a
number (不得为未满十六周岁的儿童提供), and these are the places where a person should check.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from analyzers import segment
from analyzers.normalise import fold, squash
from ingest.indicators import likeness, read_name
from ingest.plan import Clause

NAMED = 3  # so many indicators are told
_LIKE = 0.3  # below it names share little but 率 and the people they count
_HELD = 0.5  # of the pairs of letters of a name that a clause must hold to be told
_LETTERS = 4  # a shorter name stands everywhere
_MARKS = re.compile(r"[^\w]|[的和与及或]")


@dataclass(frozen=True, slots=True)
class Nearby:
    """An indicator of the plan with a like name; or, with "" for a name, a clause that speaks of most of it."""

    indicator: str
    clause: str

    @property
    def text(self) -> str:
        """For people, where nothing can be clicked."""
        return f"{self.indicator}（{self.clause}）" if self.indicator else f"条目 {self.clause}"


class NearMisses:
    """What one plan has that is near to a name."""

    def __init__(self, stated: Sequence[tuple[str, str | None]], clauses: Iterable[Clause]) -> None:
        self._stated = {name: clause for name, clause in reversed(stated) if clause}
        self._clauses = clauses
        self._found: dict[str, tuple[Nearby, ...]] = {}

    def to(self, name: str) -> tuple[Nearby, ...]:
        """The clause that holds most of the name, where one does; then the indicators that are called like it."""
        if name not in self._found:
            self._found[name] = self._look(name)
        return self._found[name]

    def _look(self, name: str) -> tuple[Nearby, ...]:
        wanted = read_name(name)
        likes = {each: likeness(wanted, read_name(each)) for each in self._stated}
        names = sorted((each for each in likes if likes[each] >= _LIKE), key=lambda each: -likes[each])[
            :NAMED
        ]
        found = [Nearby(each, self._stated[each]) for each in names]
        clause = self._holding(name)
        if clause is not None and clause not in {each.clause for each in found}:
            found.insert(0, Nearby("", clause))
        return tuple(found)

    @cached_property
    def _pairs(self) -> list[tuple[str, frozenset[str]]]:
        return [(clause.address, _pairs(clause.text)) for clause in self._clauses]

    def _holding(self, name: str) -> str | None:
        wanted = _pairs(name)
        if len(wanted) < _LETTERS - 1:
            return None
        shares = [(len(wanted & held) / len(wanted), address) for address, held in self._pairs]
        share, address = max(shares, default=(0.0, ""), key=lambda each: each[0])
        return address if share >= _HELD else None


def _pairs(text: str) -> frozenset[str]:
    return frozenset(segment.bigrams(_MARKS.sub("", fold(squash(text)))))
