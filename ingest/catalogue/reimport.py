"""What a new edition of a plan changes: clauses that are new, reworded, moved to another address, or gone; and its targets.

Takes the clauses and targets held so far and those of the new reading. Gives Changes. A text is known by its words, under
whatever number (ingest/anchors.py); printed numbers and blanks do not count. Two texts are one reworded clause only where
they are alike enough, else the one is gone and the other new; never is one text told as two things.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ingest.anchors import print_of, words_of
from ingest.plan import Clause, Target

_LIKE_IN_PLACE = (
    0.5  # share of the pairs of characters of a reworded clause, at its place: same address or neighbours
)
_LIKE_ELSEWHERE = 0.7  # the same anywhere else: many clauses of a plan begin alike
_RARE = 12  # pairs of characters by which alike clauses are looked for: the rarest of a clause
_COMMON = 20  # clauses that have a pair, from which on it says nothing


@dataclass(frozen=True, slots=True)
class ClauseChange:
    """A clause of before and what stands for it in the new edition."""

    old: Clause
    new: Clause
    likeness: float  # 1.0: the same words

    @property
    def reworded(self) -> bool:
        """Whether its words changed."""
        return self.likeness < 1.0

    @property
    def moved(self) -> bool:
        """Whether it has another address."""
        return self.old.address != self.new.address


@dataclass(frozen=True, slots=True)
class TargetChange:
    """A target that is new (no ``old``), gone (no ``new``), or reads otherwise."""

    old: Target | None
    new: Target | None


@dataclass(frozen=True, slots=True)
class Changes:
    """What became of every clause of before, and where every clause of the new edition comes from, in text order."""

    pairs: tuple[ClauseChange, ...] = ()
    added: tuple[Clause, ...] = ()
    gone: tuple[Clause, ...] = ()
    targets: tuple[TargetChange, ...] = ()

    @property
    def new(self) -> tuple[str, ...]:
        """新增: addresses of the new edition."""
        return tuple(clause.address for clause in self.added)

    @property
    def removed(self) -> tuple[str, ...]:
        """删除: addresses of before."""
        return tuple(clause.address for clause in self.gone)

    @property
    def reworded(self) -> tuple[ClauseChange, ...]:
        """改动: the pairs whose words changed."""
        return tuple(pair for pair in self.pairs if pair.reworded)

    @property
    def changed(self) -> tuple[str, ...]:
        """改动: addresses of the new edition."""
        return tuple(pair.new.address for pair in self.reworded)

    @property
    def moved(self) -> tuple[tuple[str, str], ...]:
        """换址: the same words under another address, from old to new."""
        return tuple(
            (pair.old.address, pair.new.address) for pair in self.pairs if pair.moved and not pair.reworded
        )

    @property
    def unchanged(self) -> int:
        """How many clauses have words and address of before."""
        return sum(not pair.moved and not pair.reworded for pair in self.pairs)

    @property
    def none(self) -> bool:
        """Whether every clause reads as before, at its address."""
        return not self.added and not self.gone and self.unchanged == len(self.pairs)

    @property
    def kept(self) -> float:
        """How much of the text of before goes on in the new edition, between 0 and 1; 1 where there was none."""
        on = sum(len(pair.old.text) * pair.likeness for pair in self.pairs)
        whole = sum(len(pair.old.text) for pair in self.pairs) + sum(len(clause.text) for clause in self.gone)
        return on / whole if whole else 1.0


def compare(
    before: Iterable[Clause],
    after: Iterable[Clause],
    targets_before: Iterable[Target] = (),
    targets_after: Iterable[Target] = (),
) -> Changes:
    """The changes from one reading to the next."""
    old, new = (sorted(side, key=lambda clause: clause.start) for side in (before, after))
    found = _same_words(old, new)
    likeness = dict.fromkeys(found.items(), 1.0)
    for one, other, alike in _alike(old, new, found):
        found[one] = other
        likeness[one, other] = alike
    pairs = sorted(found.items(), key=lambda pair: pair[1])
    there = set(found.values())
    changes = tuple(ClauseChange(old[one], new[other], likeness[one, other]) for one, other in pairs)
    return Changes(
        pairs=changes,
        added=tuple(clause for place, clause in enumerate(new) if place not in there),
        gone=tuple(clause for place, clause in enumerate(old) if place not in found),
        targets=tuple(_targets(tuple(targets_before), tuple(targets_after), changes)),
    )


def _same_words(old: Sequence[Clause], new: Sequence[Clause]) -> dict[int, int]:
    """Places of the same words, each once: as many of a repeated text go on as both editions have."""
    mine, its = ([print_of(clause.text, clause.body) for clause in side] for side in (old, new))
    places: defaultdict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for side, prints in enumerate((mine, its)):
        for place, each in enumerate(prints):
            places[each][side].append(place)
    found: dict[int, int] = {}
    for ones, others in places.values():
        if len(ones) == len(others) == 1:
            found[ones[0]] = others[0]
            continue
        likely = sorted(
            ((one, other) for one in ones for other in others),
            key=lambda pair: (-_fits(mine, its, pair, old, new), pair),
        )
        _take(found, likely)
    return found


def _fits(
    mine: Sequence[str],
    its: Sequence[str],
    pair: tuple[int, int],
    old: Sequence[Clause],
    new: Sequence[Clause],
) -> int:
    """How much speaks for two places of a repeated text being one: neighbours before the address."""
    one, other = pair
    around = sum(_at(mine, one + step) == _at(its, other + step) for step in (-1, 1))
    return 2 * around + (old[one].address == new[other].address)


def _at(prints: Sequence[str], place: int) -> str:
    """What stands at a place; in front of the first and behind the last stands nothing, in both editions."""
    return prints[place] if 0 <= place < len(prints) else ""


def _take(found: dict[int, int], likely: Iterable[tuple[int, int]]) -> None:
    """Pairs in their order, each place once."""
    taken = set(found.values())
    for one, other in likely:
        if one not in found and other not in taken:
            found[one] = other
            taken.add(other)


def _alike(
    old: Sequence[Clause], new: Sequence[Clause], found: dict[int, int]
) -> Iterator[tuple[int, int, float]]:
    """Reworded clauses among those whose words stand in one edition only, the most alike first."""
    best = sorted(
        _likely(old, new, found),
        key=lambda each: (-each[0], old[each[1]].address != new[each[2]].address, each[1:]),
    )
    taken: dict[int, int] = {}
    _take(taken, ((one, other) for _, one, other in best))
    for alike, one, other in best:
        if taken.get(one) == other:
            yield one, other, min(alike, 0.999)  # the same pairs in another order are other words


def _likely(
    old: Sequence[Clause], new: Sequence[Clause], found: dict[int, int]
) -> Iterator[tuple[float, int, int]]:
    """Two places that may be one reworded clause, with how alike they are; looked for by rare pairs of characters."""
    there = set(found.values())
    others = {place: _pairs(clause) for place, clause in enumerate(new) if place not in there}
    at = {new[place].address: place for place in others}
    held: defaultdict[str, list[int]] = defaultdict(list)
    for place, pairs in others.items():
        for pair in pairs:
            held[pair].append(place)
    for one, clause in enumerate(old):
        if one in found:
            continue
        pairs = _pairs(clause)
        rare = sorted(pairs & held.keys(), key=lambda pair: (len(held[pair]), pair))[:_RARE]
        near = {other for pair in rare if len(held[pair]) <= _COMMON for other in held[pair]}
        near |= {at.get(clause.address, -1), found.get(one - 1, -2) + 1} & others.keys()
        for other in near:
            alike = 2 * len(pairs & others[other]) / (len(pairs) + len(others[other]))
            in_place = clause.address == new[other].address or _between_the_same(one, other, old, new, found)
            if alike >= (_LIKE_IN_PLACE if in_place else _LIKE_ELSEWHERE):
                yield alike, one, other


def _between_the_same(
    one: int, other: int, old: Sequence[Clause], new: Sequence[Clause], found: dict[int, int]
) -> bool:
    """Whether the texts in front of both and behind both are the same."""
    front = found.get(one - 1) == other - 1 if one and other else one == other
    behind = (
        found.get(one + 1) == other + 1
        if one + 1 < len(old) and other + 1 < len(new)
        else one + 1 == len(old) and other + 1 == len(new)
    )
    return front and behind


def _pairs(clause: Clause) -> frozenset[str]:
    words = words_of(clause.text, clause.body)
    return frozenset(words[at : at + 2] for at in range(len(words) - 1)) or frozenset({words})


def _targets(
    before: Sequence[Target], after: Sequence[Target], pairs: Sequence[ClauseChange]
) -> Iterator[TargetChange]:
    """Targets that one edition alone has: those of one indicator in one clause, or of one anywhere, are one that changed."""
    ones, others = _left(before, after), _left(after, before)
    became = {pair.old.address: pair.new.address for pair in pairs}
    found: dict[int, int] = {}
    for same_clause in (True, False):
        _take(
            found,
            (
                (one, other)
                for one, mine in enumerate(ones)
                for other, its in enumerate(others)
                if _of_one_thing(mine, its) and (not same_clause or became.get(mine.clause) == its.clause)
            ),
        )
    back = {other: one for one, other in found.items()}
    for other, its in enumerate(others):
        yield TargetChange(ones[back[other]] if other in back else None, its)
    yield from (TargetChange(mine, None) for one, mine in enumerate(ones) if one not in found)


def _left(mine: Sequence[Target], its: Sequence[Target]) -> list[Target]:
    """The targets of one side that the other does not state just so, as often as it does not."""
    there = Counter(map(_stated, its))
    left = []
    for target in mine:
        key = _stated(target)
        if there[key]:
            there[key] -= 1
        else:
            left.append(target)
    return left


def _stated(target: Target) -> tuple[object, ...]:
    """What a target says, wherever it stands."""
    return (
        target.indicator, target.population, target.comparator, target.value, target.value_high, target.unit, target.base,
        target.year, target.nature, target.baseline_year, target.hedge, target.period, target.direction, target.scope,
    )  # fmt: skip


def _of_one_thing(one: Target, other: Target) -> bool:
    """Whether two targets speak of the same indicator, so that one may have become the other."""
    return (one.indicator, one.population, one.nature, one.scope) == (
        other.indicator,
        other.population,
        other.nature,
        other.scope,
    )
