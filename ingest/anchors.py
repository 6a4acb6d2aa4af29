"""What people decide belongs to a text, not to a number: the text that a decision was made for, and where it stands now.

Takes clauses in the order of their text. Gives Anchors of them, and for an Anchor the address at which its text stands in
another edition. Numbers and blanks do not count. A text that stands there several times is told by its neighbours;
where they do not tell, nothing is found: a decision is never set beside another text.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from analyzers.normalise import fold, squash
from ingest.plan import Clause

_LIKE = 0.5  # share of the pairs of characters that a text and what became of it have in common, at least
_LIKE_ELSEWHERE = 0.7  # the same under another address: many clauses of a plan begin alike


@dataclass(frozen=True, slots=True)
class Anchor:
    """The text that something was decided for, as it read then, and where it stood.

    ``body`` is where its words begin, behind the printed number; None where that was not noted. ``before`` and
    ``after`` are the prints of its neighbours, and ``repeats`` says how often its words stood in the plan then (0: not noted).
    """

    plan: str
    address: str
    text: str
    body: int | None = None
    before: str = ""
    after: str = ""
    repeats: int = 0

    @property
    def words(self) -> str:
        """The text without its printed number and without blanks."""
        return words_of(self.text, self.body)

    @property
    def print(self) -> str:
        """What the words are known by."""
        return print_of(self.text, self.body)


def around_of(anchor: Anchor) -> str:
    """What an anchor knows besides plan, address and text, as one text to be kept."""
    return json.dumps([anchor.body, anchor.before, anchor.after, anchor.repeats])


def anchor_of(address: str, text: str, around: str | None) -> Anchor:
    """The anchor of what was kept; ``around`` is None where that was not noted yet.

    >>> anchor = Anchor("a", "a/1", "1.甲", 2, "x", "y", 1)
    >>> anchor_of("a/1", "1.甲", around_of(anchor)) == anchor
    True
    """
    plan = address.partition("/")[0]
    if not around:
        return Anchor(plan, address, text)
    body, before, after, repeats = json.loads(around)
    return Anchor(plan, address, text, body, before, after, repeats)


@dataclass(frozen=True, slots=True)
class Prints:
    """The clauses of one plan in the order of its text, each known by the print of its words."""

    addresses: tuple[str, ...]
    prints: tuple[str, ...]
    _places: dict[str, list[int]] = field(init=False, compare=False)
    _at: dict[str, int] = field(init=False, compare=False)

    def __post_init__(self) -> None:
        places: dict[str, list[int]] = {}
        for place, each in enumerate(self.prints):
            places.setdefault(each, []).append(place)
        object.__setattr__(self, "_places", places)
        object.__setattr__(self, "_at", {address: place for place, address in enumerate(self.addresses)})

    @classmethod
    def of(cls, clauses: Iterable[Clause]) -> Prints:
        """Those of clauses in text order."""
        held = list(clauses)
        return cls(
            tuple(clause.address for clause in held),
            tuple(print_of(clause.text, clause.body) for clause in held),
        )

    def anchor(self, clause: Clause) -> Anchor:
        """The anchor of one of these clauses, as it reads now."""
        place = self._at[clause.address]
        before, after = self._around(place)
        times = len(self._places[self.prints[place]])
        return Anchor(clause.plan, clause.address, clause.text, clause.body, before, after, times)

    def find(self, anchor: Anchor) -> str | None:
        """The address at which the text of an anchor stands now; None where it is gone or cannot be told from others.

        >>> then = Prints(("a/1", "a/2"), ("x", "y")); now = Prints(("a/1",), (print_of("2.乙", 2),))
        >>> now.find(Anchor("a", "a/2", "2.乙", 2))
        'a/1'
        """
        places = self._places.get(anchor.print, [])
        if not places:
            return None
        if not anchor.repeats:  # an old decision: its neighbours were not noted
            here = self._at.get(anchor.address)
            return self._only(places if len(places) == 1 else [place for place in places if place == here])
        if len(places) == 1 and anchor.repeats == 1:
            return self.addresses[places[0]]
        alike = {place: self._alike(place, anchor) for place in places}
        most = max(alike.values())
        best = [place for place in places if alike[place] == most] if most else []
        if most == 2 and len(best) > 1:  # in every respect the same: where it stood before is as good as any
            best = [place for place in best if self.addresses[place] == anchor.address]
        return self._only(best)

    def _only(self, places: Sequence[int]) -> str | None:
        return self.addresses[places[0]] if len(places) == 1 else None

    def _around(self, place: int) -> tuple[str, str]:
        before = self.prints[place - 1] if place else ""
        after = self.prints[place + 1] if place + 1 < len(self.prints) else ""
        return before, after

    def _alike(self, place: int, anchor: Anchor) -> int:
        before, after = self._around(place)
        return (before == anchor.before) + (after == anchor.after)


def words_of(text: str, body: int | None = None) -> str:
    """A clause's text without its printed number and without blanks.

    >>> words_of("2.完善 制度。", 2), words_of("（三）完善制度。")
    ('完善制度。', '完善制度。')
    """
    if body is None:
        from ingest.structure import (
            number_at,
        )  # old decisions only: most of those who ask for prints read no text

        number = number_at(fold(text), 0, len(text))
        body = number.end if number is not None and number.end < len(text) else 0
    return squash(text[body:])


@lru_cache(maxsize=1 << 16)
def print_of(text: str, body: int | None = None) -> str:
    """What the words of a clause are known by."""
    return hashlib.blake2b(words_of(text, body).encode("utf-8", "replace"), digest_size=10).hexdigest()


def likeness(one: str, other: str) -> float:
    """How much of their pairs of characters two texts share, between 0 and 1.

    >>> likeness("完善制度", "完善制度"), likeness("完善制度", "加强服务")
    (1.0, 0.0)
    """
    mine, its = _pairs(one), _pairs(other)
    return 2 * len(mine & its) / (len(mine) + len(its)) if mine and its else float(one == other)


def became(anchor: Anchor, clauses: Iterable[Clause]) -> Clause | None:
    """The clause that the text of an anchor seems to have become: changed where it stood, or most alike elsewhere.

    For people to look at; what was decided does not follow it.
    """
    words = anchor.words
    best: tuple[float, Clause] | None = None
    for clause in clauses:
        alike = likeness(words, words_of(clause.text, clause.body))
        least = _LIKE if clause.address == anchor.address else _LIKE_ELSEWHERE
        if alike >= least and (best is None or alike > best[0]):
            best = alike, clause
    return best[1] if best else None


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2] for at in range(len(text) - 1))
