"""Counterparts of a clause as columns, one a level: what answers it there, that nothing does, or that there is no text.

Takes AlignedRows with the plan that the clause stands in. Gives Columns, county first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from markupsafe import Markup

from analyzers.wordchanges import Change, mostly_new
from ingest.levels import LOWEST_FIRST, Level
from ingest.plan import Clause, Target
from service.answers.alignment import AlignedRow, Decided, NearRow
from service.answers.comparison import word_changes
from service.answers.value_changes import ValueChange, told_by_words, value_changes
from service.decisions import LinkStatus
from service.faces.web.parts.plan_text import quotes
from service.faces.web.parts.rendering import wrapped
from service.faces.web.parts.sureness import relation_name, sureness
from service.faces.web.parts.word_changes import both_sides, right_side
from service.requirement import requirement, requirement_of
from service.storage import StoredPlan

BRIEF = 6  # plans of one level that a table shows of each clause
Targets = Callable[[str], Sequence[Target]]


@dataclass(frozen=True, slots=True)
class Difference:
    """Two values, of the clause and of its counterpart; ``name`` is the indicator where it was read."""

    name: str
    mine: str
    its: str
    stricter: str = ""  # one (mine) or other (its): which demands more, where that can be told


@dataclass(frozen=True)
class Counterpart:
    """One clause of another plan beside the clause that is looked at.

    What differs is worked out when a page shows it: of a plan with a hundred others beside it a page shows few.
    """

    row: AlignedRow
    own: StoredPlan
    targets: Targets
    decided: Decided

    @property
    def status(self) -> str:
        """suggested, confirmed or rejected."""
        return self.row.status.value

    @property
    def relation(self) -> str:
        """对应, 部分对应, 同一主题."""
        return relation_name(self.row.link.relation)

    @property
    def sure(self) -> str:
        """How sure it is, in words."""
        confirmed = self.row.status is LinkStatus.CONFIRMED
        return "经人工确认" if confirmed else sureness(self.row.link)

    @property
    def equal(self) -> bool:
        """Whether both say the same, word for word."""
        return all(change.kind == "equal" for change in self._changes)

    @property
    def made(self) -> str:
        """The day of a decision."""
        return _day(self.row, self.decided)

    @cached_property
    def text(self) -> Markup:
        """The counterpart; what the clause does not say is marked."""
        whole, body = self._its.text, self._its.body
        if mostly_new(self._changes):
            return values_marked(whole, [each.other for each in self._named])
        printed = whole[: len(whole) - len(whole[body:].lstrip())]
        return Markup("{}{}").format(printed, right_side(self._changes))

    @cached_property
    def both(self) -> Markup:
        """One running text; empty where too little is the same."""
        return Markup() if mostly_new(self._changes) else both_sides(self._changes)

    @cached_property
    def values(self) -> tuple[Difference, ...]:
        """The values that differ."""
        return differences(self._changes, self._named, *self._stated)

    @cached_property
    def _changes(self) -> tuple[Change, ...]:
        assert self.row.target is not None
        return word_changes(self.row.source, self.row.target)

    @cached_property
    def _named(self) -> list[ValueChange]:
        return value_changes(*self._stated, (self.own, self.row.plan))

    @cached_property
    def _stated(self) -> tuple[Sequence[Target], Sequence[Target]]:
        return self.targets(self.row.link.source), self.targets(self._its.address)

    @property
    def _its(self) -> Clause:
        assert self.row.target is not None
        return self.row.target.clause


@dataclass(frozen=True, slots=True)
class Looked:
    """A plan that was looked in."""

    plan: StoredPlan
    found: tuple[Counterpart, ...]
    topics: tuple[Counterpart, ...]
    rejected: tuple[Counterpart, ...]
    nothing: str  # how sure it is that there is none; "" where something was found
    family: bool
    said: str = ""  # 没有找到对应; or what a person decided: 本级特有, 上级有本级无
    settled: bool = False  # a person decided that
    nearest: tuple[NearRow, ...] = ()  # to look at where nothing was found

    @property
    def shown(self) -> bool:
        """A plan for other people that says nothing is no gap, and not shown."""
        return self.family or bool(self.found or self.topics or self.rejected)


@dataclass(frozen=True)
class Column:
    """One level; ``looked`` are its plans with a text, ``absent`` those without.

    ``readable`` says whether it has a text of the same plan: only then is silence known.
    """

    level: Level
    own: bool
    looked: tuple[Looked, ...]
    absent: tuple[StoredPlan, ...]
    readable: bool

    @property
    def state(self) -> str:
        """own, looked, no_text (in the catalogue, not at hand), no_plan (not in the catalogue)."""
        if self.own:
            return "own"
        if any(each.shown for each in self.looked):
            return "looked"
        return "no_text" if self.absent else "no_plan"

    @cached_property
    def brief(self) -> tuple[Looked, ...]:
        """The plans that a table has room for, those that answer first."""
        return tuple(sorted(self._shown, key=lambda each: not each.found)[:BRIEF])

    @property
    def beyond(self) -> tuple[int, int]:
        """Of the plans that a table has no room for: how many answer, and how many there are."""
        found = sum(bool(each.found) for each in self._shown)
        return found - sum(bool(each.found) for each in self.brief), len(self._shown) - len(self.brief)

    @property
    def _shown(self) -> list[Looked]:
        return [each for each in self.looked if each.shown]


def columns(
    rows: Iterable[AlignedRow],
    plan: StoredPlan,
    family: Sequence[StoredPlan],
    decided: Decided,
    targets: Targets,
    levels: Sequence[Level],
) -> tuple[Column, ...]:
    """Each of the levels, and the clause's own, with what is said there of one clause; ``family`` are the same
    plan's other levels."""
    of_plan: dict[str, list[AlignedRow]] = {}
    for row in rows:
        of_plan.setdefault(row.plan.entry.id, []).append(row)
    related = {each.entry.id for each in family}
    looked = [
        _looked(each, each[0].plan.entry.id in related, plan, decided, targets) for each in of_plan.values()
    ]
    found = []
    for level in LOWEST_FIRST:
        own = level is plan.entry.level
        if level not in levels and not own:
            continue
        here = tuple(each for each in looked if each.plan.entry.level is level)
        absent = tuple(each for each in family if each.entry.level is level and not each.clauses)
        read = any(each.entry.level is level and each.clauses for each in family)
        found.append(Column(level, own, here, absent, read))
    return tuple(found)


def _looked(
    rows: Sequence[AlignedRow], family: bool, plan: StoredPlan, decided: Decided, targets: Targets
) -> Looked:
    answers = [Counterpart(row, plan, targets, decided) for row in rows if row.target is not None]
    nothing = next((row for row in rows if row.target is None), None)
    standing = [each for each in answers if each.row.status is not LinkStatus.REJECTED]
    return Looked(
        rows[0].plan,
        tuple(each for each in standing if each.row.link.relation.answers),
        tuple(each for each in standing if not each.row.link.relation.answers),
        tuple(each for each in answers if each.row.status is LinkStatus.REJECTED),
        sureness(nothing.link) if nothing is not None else "",
        family,
        nothing.nothing if nothing is not None else "",
        nothing is not None and nothing.status is LinkStatus.CONFIRMED,
        nothing.nearest if nothing is not None else (),
    )


def differences(
    found: Sequence[Change],
    named: Sequence[ValueChange],
    mine: Sequence[Target] = (),
    its: Sequence[Target] = (),
) -> tuple[Difference, ...]:
    """Values by indicator, and those that only the words tell; ``mine`` and ``its`` are the targets of both."""
    shown = [
        Difference(each.indicator, requirement(each.one), requirement_of(each.other_value), each.stricter)
        for each in named
    ]
    told = "".join(each.one.quote for each in named)
    shown += [
        Difference("", change.one, change.other)
        for change in dict.fromkeys(found)
        if change.one not in told and told_by_words(change, mine, its)
    ]
    return tuple(shown)


def values_marked(text: str, targets: Sequence[Target]) -> Markup:
    """A text that shares few words with the other: only what it says of an indicator of both is marked."""
    return wrapped(text, [(span, '<ins class="number">', "</ins>") for span in quotes(text, list(targets))])


def _day(row: AlignedRow, decided: Decided) -> str:
    pair = (row.link.source, row.link.target or "")
    made = [each.made for each in (decided.get(pair), decided.get((pair[1], pair[0]))) if each is not None]
    return max(made, default="")[:10]
