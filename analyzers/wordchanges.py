"""What changed from one text to another, word by word; a number with its unit is one word (70% → 90%).

Takes two texts. Gives Changes in order that together spell both texts. Words are cut as everywhere else, so that a
change is one of words (筛查率 → 检查率) and not of letters; punctuation stands for itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from analyzers import segment
from analyzers.marks import Quantity, Span
from analyzers.normalise import fold
from analyzers.quantities import find_quantities

_BRIDGES = frozenset("，,、。；;：: 的和与及")  # alone between two changes, these are part of one change


@dataclass(frozen=True, slots=True)
class Change:
    """A stretch of both texts. ``kind``: equal, replace, delete (only in the first), insert (only in the second)."""

    kind: str
    one: str
    other: str

    @property
    def of_values(self) -> bool:
        """Whether one value (a number with its unit) changed to another."""
        return self.kind == "replace" and _is_number(self.one) and _is_number(self.other)


def mostly_new(found: Sequence[Change]) -> bool:
    """Whether the texts share less than half of the longer one: two such texts are read better unmarked."""
    alike = sum(len(change.one) for change in found if change.kind == "equal")
    longer = max(sum(len(change.one) for change in found), sum(len(change.other) for change in found))
    return alike * 2 < longer


def changes(one: str, other: str) -> tuple[Change, ...]:
    """The changes from one text to the other.

    >>> [(c.one, c.other) for c in changes("筛查率达到70%以上。", "筛查率达到90%以上。") if c.kind != "equal"]
    [('70%', '90%')]
    """
    mine, its = words(one), words(other)
    found: list[Change] = []
    matcher = SequenceMatcher(
        None, [fold(word) for word in mine], [fold(word) for word in its], autojunk=False
    )
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found.append(Change(kind, "".join(mine[a:b]), "".join(its[c:d])))
            continue
        for change in _by_numbers(mine[a:b], its[c:d]):
            _add(found, change)
    return tuple(found)


def _by_numbers(mine: list[str], its: list[str]) -> list[Change]:
    """A changed stretch, cut at its numbers where both sides have as many: each value changes by itself."""
    numbers, others = ([at for at, word in enumerate(side) if _is_number(word)] for side in (mine, its))
    found: list[Change] = []
    if numbers and len(numbers) == len(others):
        left = right = 0
        for at, there in zip(numbers, others, strict=True):
            found += [_change(mine[left:at], its[right:there]), _change([mine[at]], [its[there]])]
            left, right = at + 1, there + 1
        found.append(_change(mine[left:], its[right:]))
    else:
        found.append(_change(mine, its))
    return [change for change in found if change.one or change.other]


def _change(mine: list[str], its: list[str]) -> Change:
    one, other = "".join(mine), "".join(its)
    if fold(one) == fold(other):
        return Change("equal", one, other)
    return Change("replace" if one and other else "delete" if one else "insert", one, other)


def _add(found: list[Change], change: Change) -> None:
    """Adds a change; a comma alone between two changes of words is part of one change, but values stay apart."""
    if len(found) > 1 and change.kind != "equal":
        bridge, before = found[-1], found[-2]
        bridged = bridge.kind == "equal" and set(bridge.one) <= _BRIDGES and before.kind != "equal"
        sides = (change.one, change.other, before.one, before.other)
        if bridged and not any(map(_is_number, sides)):
            del found[-2:]
            change = Change(
                "replace", before.one + bridge.one + change.one, before.other + bridge.other + change.other
            )
    found.append(change)


def _is_number(word: str) -> bool:
    return bool(word) and any(q.number_start == 0 and q.number_end == len(word) for q in _quantities(word))


@lru_cache(maxsize=4_096)
def _quantities(word: str) -> tuple[Quantity, ...]:
    return find_quantities(fold(word))


def words(text: str) -> list[str]:
    """The words of a text with everything between them; joined they are the text.

    >>> words("死亡率下降到9/10万以下。")
    ['死亡率', '下降', '到', '9/10万', '以下', '。']
    """
    numbers = [Span(q.number_start, q.number_end) for q in find_quantities(fold(text))]
    taken = [False] * len(text)
    spans = []
    for span in numbers:
        if span.start < span.end and not any(taken[span.start : span.end]):
            spans.append(span)
            taken[span.start : span.end] = [True] * (span.end - span.start)
    for token in segment.coarse(text):
        if not any(taken[token.start : token.end]):
            spans.append(Span(token.start, token.end))
            taken[token.start : token.end] = [True] * (token.end - token.start)
    spans += [Span(at, at + 1) for at, known in enumerate(taken) if not known]
    return [text[span.start : span.end] for span in sorted(spans)]
