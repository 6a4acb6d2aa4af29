"""What a new reading of a plan changes: clauses that are new, changed, moved to another address, or gone.

Takes address → text of the clauses held so far and of the new reading. Gives Changes. Blanks do not count: the same
plan as a web page and as a Word document differs in nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzers.normalise import squash


@dataclass(frozen=True, slots=True)
class Changes:
    """Addresses, in the order of the texts; ``moved`` is from old to new."""

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: int = 0

    @property
    def none(self) -> bool:
        """Whether everything reads as before."""
        return not (self.new or self.changed or self.moved or self.removed)


def compare(before: Mapping[str, str], after: Mapping[str, str]) -> Changes:
    """The changes from one reading to the next.

    >>> compare({"a/1": "1.甲", "a/2": "2.乙"}, {"a/1": "1.甲", "a/3": "2.乙", "a/4": "4.丙"}).moved
    (('a/2', 'a/3'),)
    """
    gone = [address for address in before if address not in after]
    fresh = [address for address in after if address not in before]
    places: dict[str, list[str]] = {}
    for address in gone:
        places.setdefault(squash(before[address]), []).append(address)
    moved: list[tuple[str, str]] = []
    for address in fresh:
        sources = places.get(squash(after[address]))
        if sources:
            moved.append((sources.pop(0), address))
    left, arrived = {old for old, _ in moved}, {new for _, new in moved}
    kept = [address for address in after if address in before]
    changed = tuple(address for address in kept if squash(before[address]) != squash(after[address]))
    return Changes(
        new=tuple(address for address in fresh if address not in arrived),
        changed=changed,
        moved=tuple(moved),
        removed=tuple(address for address in gone if address not in left),
        unchanged=len(kept) - len(changed),
    )
