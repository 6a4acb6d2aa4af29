"""What a clause is compared by: its words, its lead, its indicators, and words that exclude each other.

Takes clauses with their targets. Gives Profiles; knows nothing of pairs. Numbers are no words here: 95% in two
clauses says nothing about their subject. Beside the words of a text count, with less, the sayings that the thesaurus
has for them, the words that indicators are compared by (妇女 for 女性), and those of the headings above a clause.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

from analyzers import lexicon, segment, synonyms
from analyzers.units import UNITS
from ingest.indicators import Name, other_words, read_name
from ingest.links.named_indicators import mentions
from ingest.plan import Clause, ClauseKind, Nature, Plan, Target

_SAID_OTHERWISE = 0.5  # what a word counts that the text says in another way
_SAID_ABOVE = 0.3  # what a word counts that stands in a heading above the clause
_LEAD = 60  # characters of a lead that are read
# In front of a change, which a table prints with the name: 用水量比2020年下降.
_SINCE = re.compile(r"[比较]\d{4}年[末底]?[^\d]{2,4}$")
_PER = re.compile(r"每[十百千万亿]+")  # 每千名, 每万名: one rate in two units
_SCALE = re.compile(r"^other:[十百千万亿]*")
_PEOPLE = frozenset({"persons", "人", "名"})
_NUMBER = re.compile(r"[0-9.]")
_SHORTEST = 2
# Units whose indicators tell clauses apart; what is built or counted (一个中心) a clause names in passing.
_TELLING = frozenset(unit.name for unit in UNITS.values() if unit.telling)
_AIMS = (ClauseKind.GOAL, ClauseKind.OVERALL_GOAL)  # a measure names indicators in passing


@dataclass(frozen=True, slots=True)
class StatedFigure:
    """An indicator that a clause states with a value."""

    name: Name
    unit: str
    changing: bool  # by how much it is to rise or fall, not where it is to stand


@dataclass(frozen=True, slots=True)
class Profile:
    """One clause as it is compared."""

    clause: Clause
    body: str
    lead: str
    words: dict[str, float]  # word -> how often; less than 1 where it is said otherwise, or in a heading
    lead_words: dict[str, float]
    names: tuple[Name, ...]  # of the indicators of its targets
    mentions: tuple[Name, ...]  # of the indicators it names without a value
    contrasts: frozenset[
        tuple[str, str]
    ]  # group, class, of its lead: what it names further on excludes nothing
    place: float  # 0 the first of its list, 1 the last
    figures: tuple[StatedFigure, ...] = ()  # of all its targets
    above: frozenset[str] = frozenset()  # those of its words that only a heading above it says


def profiles(plan: Plan) -> list[Profile]:
    """The profiles of a plan's clauses, in text order."""
    return profiles_of(plan.clauses, plan.targets)


def profiles_of(clauses: Sequence[Clause], targets: Iterable[Target]) -> list[Profile]:
    """The profiles of these clauses of one plan, in the order given."""
    of_clause: dict[str, list[Target]] = {}
    for target in targets:
        of_clause.setdefault(target.clause, []).append(target)
    places = _places(clauses)
    return [
        _profile(clause, of_clause.get(clause.address, ()), place)
        for clause, place in zip(clauses, places, strict=True)
    ]


def _profile(clause: Clause, targets: Sequence[Target], place: float) -> Profile:
    body = clause.text[clause.body :]
    lead = clause.title[:_LEAD]
    if clause.number is None and not body.startswith(lead):
        body = f"{lead}。{body}"  # the title of a section stands above its text
    words = words_of(body)
    # The heading that is the domain is compared as such.
    headings = [heading for heading in clause.context if heading != clause.domain]
    above = frozenset(word for heading in headings for word in _cut(heading)) - words.keys()
    words.update(dict.fromkeys(sorted(above), _SAID_ABOVE))
    return Profile(
        clause,
        body,
        lead,
        words,
        words_of(lead),
        tuple(read_name(target.indicator) for target in targets if target.unit in _TELLING),
        mentions(body) if clause.kind in _AIMS else (),
        contrasts_of(lead),
        place,
        tuple(dict.fromkeys(_figure(target) for target in targets)),
        above,
    )


def _figure(target: Target) -> StatedFigure:
    name = _PER.sub("每", _SINCE.sub("", target.indicator))
    unit = "per" if target.unit.startswith("per_") else _SCALE.sub("", target.unit)
    unit = "人" if unit in _PEOPLE else unit
    return StatedFigure(read_name(name), unit, target.nature is Nature.CHANGE_FROM_BASE)


def words_of(text: str) -> dict[str, float]:
    """The words of a text with what they count. 占比 itself is cut into single characters, which are no words here.

    >>> sorted(words_of("女性占比达到40%"))
    ['女性', '妇女', '比例', '达到']
    """
    counts: dict[str, float] = dict(Counter(_cut(text)))
    for expansion in synonyms.expand(text):
        for terms in expansion.alternatives:
            for term in terms:
                _add(counts, term, expansion.weight)
    for term in other_words(text):
        _add(counts, term, 1.0)
    return counts


def _add(counts: dict[str, float], term: str, sure: float) -> None:
    for word in _cut(term):
        counts[word] = max(counts.get(word, 0.0), _SAID_OTHERWISE * sure)


def _cut(text: str) -> list[str]:
    return [
        word
        for word in segment.index_words(text).split()
        if len(word) >= _SHORTEST and not _NUMBER.match(word) and word not in _unsaying()
    ]


def contrasts_of(text: str) -> frozenset[tuple[str, str]]:
    """Which classes of words that exclude each other a text speaks of."""
    return frozenset(mark for word, mark in _contrasts() if word in text)


@cache
def _contrasts() -> tuple[tuple[str, tuple[str, str]], ...]:
    return tuple(
        (word, (row["group"], row["class"]))
        for row in lexicon.table("contrasts")
        for word in map(str.strip, row["words"].split("|"))
        if word
    )


@cache
def _unsaying() -> frozenset[str]:
    """Words that every clause may have: particles, and the whole area of a plan (全市)."""
    words = {row["word"] for row in lexicon.table("stopwords")}
    words |= {row["text"] for row in lexicon.table("populations") if row["class"] == "area"} - {
        "农村",
        "城乡",
    }
    return frozenset(words)


def _places(clauses: Sequence[Clause]) -> list[float]:
    """Where each clause stands among those of its kind and domain, from 0 to 1."""
    lists: dict[tuple[str | None, ClauseKind], int] = Counter((c.domain, c.kind) for c in clauses)
    seen: Counter[tuple[str | None, ClauseKind]] = Counter()
    found = []
    for clause in clauses:
        key = (clause.domain, clause.kind)
        found.append(seen[key] / max(1, lists[key] - 1))
        seen[key] += 1
    return found
