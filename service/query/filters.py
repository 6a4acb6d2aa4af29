"""Where to look: filter values as people type them, to the values that the base holds.

Takes words such as 县, 目标, 健康, 腾冲妇女 and the values known to a base. Gives a frozen Scope that the
store and every engine understand. A value that names nothing is refused with the values there are: a filter
that silently matches nothing would look like an empty base.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import TypeVar

from analyzers.characters import repaired
from analyzers.marks import Span
from analyzers.normalise import fold, squash
from analyzers.synonyms import expand
from ingest.plan import ClauseKind, Level
from service.errors import BadFilter
from service.labels import HAS, KINDS, LEVELS, has_named, kind_named, level_named

_T = TypeVar("_T")
_LIST = re.compile(r"[,，、\s]+")
_OF_UNIT = re.compile("^[省市州县区](?=..)|(?<=..)(?:委员会|委|局|厅|办公室|办|部门?)$")
_SHOWN = 12  # so many values are offered when one is wrong


@dataclass(frozen=True, slots=True)
class Scope:
    """Where to look: any value within a field, all fields together; an empty field lets everything pass."""

    levels: tuple[Level, ...] = ()
    kinds: tuple[ClauseKind, ...] = ()
    domains: tuple[str, ...] = ()
    plans: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    has: tuple[str, ...] = ()  # what a clause states: VALUE

    def fields(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The fields that are limited, by the name that store and index give them, with what may pass."""
        every = (
            ("level", tuple(level.value for level in self.levels)),
            ("kind", tuple(kind.value for kind in self.kinds)),
            ("domain", self.domains),
            ("plan", self.plans),
            ("unit", self.units),
            ("has", self.has),
        )
        return tuple((name, values) for name, values in every if values)


@dataclass(frozen=True, slots=True)
class Known:
    """The values that filters can take in one base."""

    plans: tuple[tuple[str, ...], ...] = ()  # each: id, title, aliases
    domains: tuple[str, ...] = ()
    units: tuple[str, ...] = ()


EVERYWHERE = Scope()
# How a filter is called on a command line and in an address -> the field of Scope, and of ``read_scope``.
FILTER_FIELDS = {
    "level": "levels",
    "kind": "kinds",
    "domain": "domains",
    "plan": "plans",
    "unit": "units",
    "has": "has",
}
Filters = tuple[tuple[str, tuple[str, ...]], ...]  # field of Scope, values as typed; all of them hold


def read_scope(
    known: Known,
    *,
    levels: Iterable[str] = (),
    kinds: Iterable[str] = (),
    domains: Iterable[str] = (),
    plans: Iterable[str] = (),
    units: Iterable[str] = (),
    has: Iterable[str] = (),
) -> Scope:
    """The scope that the filter values mean. Raises BadFilter for a value that names nothing."""
    return Scope(
        levels=_listed(levels, level_named, "层级", LEVELS.values()),
        kinds=_listed(kinds, kind_named, "类型", KINDS.values()),
        domains=_named(domains, [(domain,) for domain in known.domains], "领域"),
        plans=_named(plans, known.plans, "规划"),
        units=_named(units, [(unit,) for unit in known.units], "责任单位"),
        has=_listed(has, has_named, "内容", HAS.values()),
    )


def narrowed(scope: Scope, filters: Filters, known: Known) -> tuple[Scope, tuple[str, ...]]:
    """The scope with filters that were typed in a query, and what must be said about them.

    Raises BadFilter for a value that names nothing, and for filters that exclude each other. A base whose
    plans print no responsible units cannot be filtered by them: that is said, and nothing is left out.
    """
    notes: list[str] = []
    for field, values in filters:
        if field == "units":
            if not known.units:
                notes.append("库中的条目都没有写明责任单位，“部门”这个条件没有起作用，下面是全部部门的条目。")
                continue
            notes.append("只看写明由这些部门负责的条目，没有写明责任单位的不在其中。")
        found = getattr(read_scope(known, **{field: values}), field)
        before = getattr(scope, field)
        both = tuple(value for value in found if value in before) if before else found
        if not both:
            raise BadFilter("几个筛选条件互相矛盾，没有条目能同时符合，请去掉其中一个。")
        scope = replace(scope, **{field: both})
    return scope, tuple(dict.fromkeys(notes))


def _listed(
    values: Iterable[str], named: Callable[[str], _T | None], what: str, choice: Iterable[str]
) -> tuple[_T, ...]:
    found: list[_T] = []
    for value in values:
        for word in filter(None, _LIST.split(repaired(value))):
            member = named(word)
            if member is None:
                raise BadFilter(f"没有叫“{word}”的{what}，可以写：{'、'.join(choice)}。")
            found.append(member)
    return tuple(dict.fromkeys(found))


def _named(values: Iterable[str], known: Iterable[tuple[str, ...]], what: str) -> tuple[str, ...]:
    """Ids (the first name of each) that a value means: the same name, or else a part of a name."""
    names = [(each[0], [_plain(name) for name in each]) for each in known]
    found: list[str] = []
    for value in values:
        wanted = _plain(value)
        if not wanted:
            raise BadFilter(f"{what}不能为空，请写出要找的{what}，或去掉这个筛选条件。")
        hits = [key for key, each in names if wanted in each]
        hits = hits or [key for key, each in names if any(wanted in name for name in each)]
        if not hits and what == "责任单位":
            hits = [key for key, each in names if any(_short_of(wanted, name) for name in each)]
        hits = hits or [key for key, each in names if any(_spelled_out(wanted, name) for name in each)]
        if not hits:
            raise BadFilter(f"没有叫“{value.strip()}”的{what}，{_choice([key for key, _ in names])}。")
        found.extend(hits)
    return tuple(dict.fromkeys(found))


def _spelled_out(wanted: str, name: str) -> bool:
    """Whether a name has all characters of a short one in their order: 妇女与健康 for 妇女健康, 腾冲妇女发展规划 for
    妇女规划; or what the thesaurus gives for it: 妇女与社会保险 for 社保."""
    if len(wanted) >= 3 and re.search(".*".join(map(re.escape, wanted)), name):
        return True
    whole = [each for each in expand(wanted) if each.span == Span(0, len(wanted))]
    others = {term for each in whole for terms in each.alternatives for term in terms}
    return any(squash(fold(other)) in name for other in others)


def _short_of(one: str, other: str) -> bool:
    """Whether one name of a unit is short for the other: 卫健 for 卫生健康局, 市卫健委 for 卫生健康."""
    return any(
        len(short) > 1 and re.search(".*".join(map(re.escape, short)), long) is not None
        for short, long in ((_core(one), other), (_core(other), one))
    )


def _core(unit: str) -> str:
    """The name of a unit without whose it is and what it is called: 卫健 of 市卫健委."""
    return _OF_UNIT.sub("", unit)


def _choice(keys: list[str]) -> str:
    if not keys:
        return "库中没有任何可选的值，请去掉这个筛选条件"
    more = f" 等 {len(keys)} 个" if len(keys) > _SHOWN else ""
    return f"可以写：{'、'.join(keys[:_SHOWN])}{more}"


def _plain(name: str) -> str:
    """A name as it is compared: without blanks, width, dashes' shape, letter case and title marks."""
    return re.sub(r"[《》<>“”\"]", "", fold(squash(name))).lower()
