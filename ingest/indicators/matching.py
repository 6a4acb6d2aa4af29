"""Which indicators of two plans are one: by name, by what people said, and as a proposal to be checked.

Takes the aims of plans with their names read. Gives Lines (one indicator of one plan, with its stages and repeats) and for
the lines of one plan their Counterparts in another. A proposal never takes an indicator from one that has its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, Protocol, TypeVar

from ingest.indicators.likeness import likeness
from ingest.indicators.names import Name, Sameness, compare
from ingest.indicators.verdicts import Aim, comparable_units
from ingest.plan import ClauseKind

_AIMS = (ClauseKind.GOAL.value, ClauseKind.OVERALL_GOAL.value)
LINKED = 0.4  # names of linked clauses that are so much alike are proposed as one indicator
UNLINKED = 0.6  # the same where the clauses are not linked
UNFITTING = 0.75  # the same where one says a level and the other a change


class NamedAim(Protocol):
    """An aim with its name taken apart."""

    @property
    def aim(self) -> Aim: ...

    @property
    def name(self) -> Name: ...

    @property
    def kind(self) -> str:
        """Of the clause that states it."""
        ...


_A = TypeVar("_A", bound=NamedAim)


class PairedBy(StrEnum):
    """How two indicators of two plans came to stand beside each other."""

    NAME = "name"
    LINK = "link"  # proposed: 疑似同一项，请核对
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class IndicatorLine(Generic[_A]):
    """One indicator of one plan: the aim that counts, and what else the plan says of it (stages, outlooks, repeats)."""

    main: _A
    others: tuple[_A, ...] = ()

    @property
    def aims(self) -> tuple[_A, ...]:
        """The aim that counts first."""
        return (self.main, *self.others)


@dataclass(frozen=True, slots=True)
class OtherIndicator(Generic[_A]):
    """The line of another plan that answers a line, and the aim of it that stands beside the main one."""

    line: IndicatorLine[_A]
    stated: _A
    sameness: Sameness
    pairing: PairedBy
    like: float = 1.0


Linked = Callable[[_A, _A], bool]  # whether the clauses of two aims are linked
Said = Callable[[_A, _A], bool | None]  # what people said: one indicator, two, or nothing


def lines(stated: Sequence[_A], implied: frozenset[str]) -> list[IndicatorLine[_A]]:
    """The aims of one plan by indicator, in the order in which it names them.

    Aims of one name are one line where they say the same kind of thing (a level and a change are two). What counts is a
    goal before a measure, then the last stage of the plan's own period; what lies behind that is an outlook.
    """
    groups: list[list[_A]] = []
    for one in stated:
        group = next((each for each in groups if _one_line(each[0], one, implied)), None)
        if group is None:
            groups.append([one])
        elif not any(_value(one) == _value(other) and one.kind not in _AIMS for other in group):
            group.append(one)
    found = []
    for group in groups:
        main = max(group, key=lambda one: (*_weight(one), -group.index(one)))
        rest = [one for one in group if one is not main and _value(one) != _value(main)]
        found.append(IndicatorLine(main, tuple(sorted(rest, key=lambda one: one.aim.year or 0))))
    return found


def counterparts(
    mine: Sequence[IndicatorLine[_A]],
    its: Sequence[IndicatorLine[_A]],
    implied: frozenset[str],
    linked: Linked[_A] | None = None,
    said: Said[_A] | None = None,
) -> dict[int, OtherIndicator[_A]]:
    """Place of a line of the one plan -> its counterpart in the other.

    Without ``linked`` no clause is known to be linked with another.
    """
    found: dict[int, OtherIndicator[_A]] = {}
    taken: set[int] = set()
    for at, line in enumerate(mine):
        best = _by_name(line, its, implied, said)
        if best is not None:
            found[at] = best
            if best.sameness is Sameness.SAME:
                taken.add(next(place for place, each in enumerate(its) if each is best.line))
    for at, each in list(
        found.items()
    ):  # what answers another aim of the plan, by its very name, is no other population
        if each.sameness is Sameness.POPULATION and any(
            one is each.line for one in (its[place] for place in taken)
        ):
            del found[at]
    free = [at for at in range(len(mine)) if at not in found]
    left = [place for place in range(len(its)) if place not in taken]
    for fitting in (True, False):  # first those that can be compared
        likes = {
            (at, place): like
            for at in free
            for place in left
            if (like := _proposable(mine[at], its[place], fitting, linked, said))
        }
        for at, place in _mutual(likes):
            stated = _beside(mine[at].main, its[place])
            like = likes[at, place]
            found[at] = OtherIndicator(its[place], stated, Sameness.SAME, PairedBy.LINK, like)
            free.remove(at)
            left.remove(place)
    return found


def _mutual(likes: Mapping[tuple[int, int], float]) -> list[tuple[int, int]]:
    """The pairs of which each is the most alike to the other, and no other is as much so."""
    rows: dict[int, list[float]] = {}
    columns: dict[int, list[float]] = {}
    for (at, place), like in likes.items():
        rows.setdefault(at, []).append(like)
        columns.setdefault(place, []).append(like)
    return [
        (at, place)
        for (at, place), like in likes.items()
        if all(max(each) == like and each.count(like) == 1 for each in (rows[at], columns[place]))
    ]


def _by_name(
    line: IndicatorLine[_A], its: Sequence[IndicatorLine[_A]], implied: frozenset[str], said: Said[_A] | None
) -> OtherIndicator[_A] | None:
    """The line that people called the same; else the one that has the name."""
    ranked = []
    for place, each in enumerate(its):
        told = _said_of(line, each, said)
        same = Sameness.SAME if told else compare(line.main.name, each.main.name, implied)
        if told is False or same is Sameness.DIFFERENT:
            continue
        stated = _beside(line.main, each)
        pairing = PairedBy.PERSON if told else PairedBy.NAME
        rank = (bool(told), same, fit(line.main, stated), -place)
        ranked.append((rank, OtherIndicator(each, stated, same, pairing)))
    return max(ranked, key=lambda row: row[0])[1] if ranked else None


def _said_of(line: IndicatorLine[_A], other: IndicatorLine[_A], said: Said[_A] | None) -> bool | None:
    if said is None:
        return None
    told = [answer for one in line.aims for its in other.aims if (answer := said(one, its)) is not None]
    return told[-1] if told else None


def _proposable(
    mine: IndicatorLine[_A],
    other: IndicatorLine[_A],
    fitting: bool,
    linked: Linked[_A] | None,
    said: Said[_A] | None,
) -> float:
    """How alike two lines are that may be one indicator; 0 where they may not.

    ``fitting``: they say the same kind of thing; of others that are very much alike a person should know, too.
    """
    one, its = mine.main, other.main
    alike = one.aim.nature == its.aim.nature and one.aim.scope == its.aim.scope
    if fitting and not (alike and _fitting_units(one.aim, its.aim)):
        return 0.0
    if not fitting and one.aim.nature == its.aim.nature:  # 转移就业率 and 转移就业规模 are two
        return 0.0
    like = likeness(one.name, its.name)
    if like < (LINKED if fitting else UNFITTING) or _said_of(mine, other, said) is False:
        return 0.0
    if like < UNLINKED and not (linked and any(linked(a, b) for a in mine.aims for b in other.aims)):
        return 0.0
    return like


def _fitting_units(one: Aim, other: Aim) -> bool:
    if "milestone" in (one.unit, other.unit):
        return one.unit == other.unit
    if one.value is None or other.value is None:
        return False
    return comparable_units(one, other)


def _beside(mine: _A, line: IndicatorLine[_A]) -> _A:
    """The aim of a line that stands beside an aim: of the same year before the main one."""
    return max(line.aims, key=lambda one: (*fit(mine, one), one is line.main))


def fit(mine: NamedAim, one: NamedAim) -> tuple[bool, ...]:
    """What decides between several aims of one name: a value, nature, unit, year, goal before measure, checked."""
    a, b = mine.aim, one.aim
    years = (a.year or a.end_year) == (b.year or b.end_year)
    return (
        b.value is not None or b.unit == "milestone",
        a.nature == b.nature,
        _fitting_units(a, b),
        years,
        one.kind in _AIMS,
    )


def _one_line(one: NamedAim, other: NamedAim, implied: frozenset[str]) -> bool:
    a, b = one.aim, other.aim
    return (
        a.nature == b.nature
        and a.scope == b.scope
        and compare(one.name, other.name, implied) is Sameness.SAME
        and (_fitting_units(a, b) or a.unit == b.unit)
    )


def _weight(one: NamedAim) -> tuple[object, ...]:
    """What makes an aim the one that counts of its line."""
    aim = one.aim
    end = aim.end_year
    year = aim.year if aim.year is not None else end
    within = year is None or end is None or year <= end
    return (
        aim.value is not None or aim.unit == "milestone",
        within,
        one.kind in _AIMS,
        (year or 0) * (1 if within else -1),
    )


def _value(one: NamedAim) -> tuple[object, ...]:
    aim = one.aim
    return aim.value, aim.value_high, aim.unit, aim.year or aim.end_year, aim.nature
