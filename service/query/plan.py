"""From a Query to what an engine is asked: flat groups of index terms.

Takes a Query. Gives a frozen SearchPlan. Knows no engine; every engine runs the same plan, so that they rank
alike. At most MAX_TERMS terms go into one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import combinations, pairwise
from typing import NamedTuple

from analyzers import segment
from analyzers.marks import Span
from analyzers.synonyms import Expansion, Terms
from service.query.filters import EVERYWHERE, Scope
from service.query.query import HAN, MAX_TERMS, Query, Run, coarse_words, stopwords

# The same three of the headings above a clause: their words belong to every clause below them.
_ABOVE = {"words": "above_words", "coarse": "above_coarse", "bigrams": "above_bigrams"}
_HEADINGS = frozenset(_ABOVE.values())
_LONGEST_WORD = 6  # characters; a longer word is in the dictionary as a name, and is cut as one


class Match(IntEnum):
    """How much of a query a clause has to hold, from loose to strict."""

    ANY = 0  # some of the words
    EVERY = 1  # every word, wherever it stands
    NEAR = 2  # every word, and those typed in one run stand side by side


class Ranked(NamedTuple):
    """One place in the ranked list."""

    position: int
    score: float  # without what a stricter match is worth
    match: int  # how strict a match it is; 0 for what meaning brought in
    closeness: float | None = None  # in meaning; None where that was not looked at
    by_meaning: bool = False  # no word of the query stands in it
    bm25: float = 0.0  # the part of the score that words make, where meaning makes another


class Term(NamedTuple):
    """One token of one index field that adds to the score of a clause that holds it.

    Several tokens, a blank between them, are a phrase: they count where they stand one behind the other.
    """

    field: str
    token: str
    weight: float = 1.0


class Way(NamedTuple):
    """One way in which a wish is met: the tokens stand in the field one behind the other."""

    field: str
    tokens: tuple[str, ...]


class Wish(NamedTuple):
    """A word or phrase that is wanted; any of its ways will do, or all ways of one of ``instead``."""

    text: str
    ways: tuple[Way, ...]
    instead: tuple[tuple[Way, ...], ...] = ()  # other wordings


class SearchPlan(NamedTuple):
    """What an engine runs: ``ranking`` gives the score, the wishes say what counts as found.

    Match.ANY asks for one term of the ranking (or a ``must``), EVERY for all of ``wishes``, NEAR for all of
    ``near``; ``must``, ``without`` and ``scope`` hold in each. Nothing but ``ranking`` changes a score.
    """

    ranking: tuple[Term, ...]
    wishes: tuple[Wish, ...]
    near: tuple[Wish, ...] = ()  # empty where it would ask for nothing more than ``wishes``
    must: tuple[Wish, ...] = ()
    without: tuple[Wish, ...] = ()  # what must not be there
    scope: Scope = EVERYWHERE
    matches: tuple[Match, ...] = (Match.ANY,)  # the kinds of match that differ for this plan, strictest first

    def in_text(self) -> SearchPlan:
        """The same, where what stands in a heading alone is not found."""
        wishes, near, must = (tuple(map(_only_text, each)) for each in (self.wishes, self.near, self.must))
        ranking = tuple([term for term in self.ranking if term.field not in _HEADINGS])
        return self._replace(ranking=ranking, wishes=wishes, near=near, must=must)

    def ranked(self, wish: Wish) -> tuple[Term, ...]:
        """The terms of the ranking that a wish asks for and nothing else: an engine reads each of them once. None
        where it asks for more than one word, or where other wordings will do."""
        text, ways = wish.text, wish.ways
        if wish.instead or not ways or ways[0].tokens != (text,) or ways[-1].tokens != (text,):
            return ()
        fields = [way.field for way in ways]
        found = tuple([term for term in self.ranking if term.token == text and term.field in fields])
        return found if len(found) == len(ways) else ()


def plan_search(query: Query) -> SearchPlan:
    """The plan that every engine runs for this query."""
    wishes = tuple(_wishes(query))
    near = tuple(
        [
            Wish(run.text, _or_above(_side_by_side(run.text, run.cut)), _instead_of_run(query, run))
            for run in query.runs
            if run.near
        ]
    )
    ranking = _ranking(query)
    return SearchPlan(
        ranking=ranking,
        wishes=wishes,
        near=(*near, *wishes) if near else (),
        must=tuple(
            [Wish(phrase, _or_above(_side_by_side(phrase, coarse_words(phrase)))) for phrase in query.phrases]
        ),
        without=tuple([_unwanted(word) for word in query.excluded]),
        scope=query.scope,
        matches=_matches(query, bool(near)),
    )


def _matches(query: Query, near: bool) -> tuple[Match, ...]:
    """The kinds of match that make sense, strictest first."""
    if not query.runs:
        return (Match.ANY,)  # nothing but phrases, and those are asked for anyway
    if near and all(len(word) == 1 and not word.isascii() for word in query.words):
        return (Match.NEAR,)  # characters that make no word: each alone stands everywhere
    strict = (Match.NEAR, Match.EVERY) if near else (Match.EVERY,)
    alone = query.words[0] if len(query.words) == 1 and not query.phrases else ""
    if (
        alone
        and len(alone) <= query.profile.whole_word
        and (len(alone) <= 2 or segment.word_bounds().frequency(alone))
    ):
        return strict  # a part of a short word says nothing of it: 先进 is not what 先进性 asks for
    return (*strict, Match.ANY)


def _ranking(query: Query) -> tuple[Term, ...]:
    return tuple([term for terms in ranking_parts(query) for term in terms])


def ranking_parts(query: Query) -> tuple[list[Term], list[Term], list[Term], list[Term]]:
    """The terms of the ranking by what they are: words as typed, other wordings, pairs across words side by side, and
    the words as typed in the headings above."""
    tokens: dict[str, None] = {}
    for phrase in query.phrases:
        tokens.update(dict.fromkeys(segment.index_words(phrase).split()))
    for run in query.runs:
        tokens.update(dict.fromkeys(run.tokens))
    empty = stopwords()
    ranked = ([token for token in tokens if token not in empty] or list(tokens))[: MAX_TERMS // 2]
    words = [Term("words", token, 1.0) for token in ranked]
    others: list[Term] = []
    if query.expansions:
        others = _alternative_terms(query.expansions, query.profile.alternative)[: query.profile.alternatives]
    across = [bridge for run in query.runs if len(run.cut) > 1 for bridge in _bridges(run)]
    bridges = [Term("bigrams", bridge, query.profile.bridge) for bridge in dict.fromkeys(across)]
    above = [Term(_ABOVE["words"], token, query.profile.heading) for token in ranked]
    above = above[: MAX_TERMS - len(words) - len(others)]
    return words, others, bridges[: MAX_TERMS - len(words) - len(others) - len(above)], above


def _alternative_terms(expansions: Iterable[Expansion], share: float) -> list[Term]:
    """The other wordings as parts of the ranking, each as a whole: 特殊教育 adds nothing where 特殊 stands."""
    weights: dict[tuple[str, str], float] = {}
    for expansion in expansions:
        for terms in expansion.alternatives:
            for way in _ways_of(terms):
                key = (way.field, " ".join(way.tokens))
                weights[key] = max(weights.get(key, 0.0), expansion.weight * share)
    return [Term(field, token, weight) for (field, token), weight in weights.items()]


def _wishes(query: Query) -> Iterator[Wish]:
    """Each word once; another wording of a phrase does for every word of that phrase."""
    seen: set[str] = set()
    for run in query.runs:
        for word, span in zip(run.words, run.spans, strict=True):
            if word not in seen:
                seen.add(word)
                yield Wish(word, _or_above(_standing(word)), _instead(query.expansions, span))


def _or_above(ways: tuple[Way, ...]) -> tuple[Way, ...]:
    """A word or phrase stands in a clause, or in a heading above it."""
    return (*ways, *_above(ways))


def _only_text(wish: Wish) -> Wish:
    ways = tuple([way for way in wish.ways if way.field not in _HEADINGS])
    instead = tuple([each for each in wish.instead if all(way.field not in _HEADINGS for way in each)])
    return Wish(wish.text, ways, instead)


def _above(ways: Iterable[Way]) -> tuple[Way, ...]:
    return tuple([Way(_ABOVE[way.field], way.tokens) for way in ways])


def _instead(expansions: Iterable[Expansion], span: Span) -> tuple[tuple[Way, ...], ...]:
    found = [
        ways
        for expansion in expansions
        if expansion.span.start < span.end and span.start < expansion.span.end
        for ways in map(_ways_of, expansion.alternatives)
        if ways
    ]
    return (*found, *map(_above, found))


def _instead_of_run(query: Query, run: Run) -> tuple[tuple[Way, ...], ...]:
    """Other wordings of a whole run; what stands for a part of it says nothing about the rest."""
    start, end = min(run.spans).start, max(span.end for span in run.spans)
    whole = [each for each in query.expansions if each.span.start <= start and end <= each.span.end]
    return _instead(whole, Span(start, end))


@lru_cache(maxsize=4_096)
def _ways_of(terms: Terms) -> tuple[Way, ...]:
    """Words of the thesaurus that are wanted together, each as it stands in a text."""
    ways: list[Way] = []
    for term in terms:
        words = coarse_words(term)
        if len(words) == 1 and len(words[0]) < 3:
            ways.append(Way("words", tuple(words)))
        elif words:
            ways += _side_by_side(term, words)
    return tuple(ways)


def _unwanted(word: str) -> Wish:
    words = coarse_words(word)
    return Wish(word, _standing(words[0]) if len(words) == 1 else _side_by_side(word, words))


def _bridges(run: Run) -> Iterator[str]:
    """The pairs of characters across the words of a run: 守儿 in 留守儿童.

    A clause that holds one has the two words side by side, and is worth a little more for it. They are never
    words themselves, so they find nothing that only looks alike.
    """
    pairs = segment.bigrams(run.text)
    if len(pairs) != len(run.text) - 1 or len("".join(run.cut)) != len(run.text):
        return  # numbers or Latin letters among them: no pair for every place
    empty = stopwords()
    at = 0
    for left, right in pairwise(run.cut):
        at += len(left)
        if left not in empty and right not in empty:
            yield pairs[at - 1]


@lru_cache(maxsize=4_096)
def _standing(word: str) -> tuple[Way, ...]:
    """A word is found where it was cut as a word, and, from three characters on, where it was cut into smaller
    ones. Letters alone are not enough: 先进性 would be found in 先进性别文化, as 女儿 in 妇女儿童.
    """
    way = Way("words", (word,))
    if not 3 <= len(word) <= _LONGEST_WORD or not HAN.fullmatch(word):
        return (way,)
    cuts = [cut for size in (1, 2) for cut in combinations(range(1, len(word)), size)]
    pieces = [[word[a:b] for a, b in pairwise((0, *cut, len(word)))] for cut in cuts]
    return (way, *(Way("coarse", tuple(each)) for each in pieces))


def _side_by_side(text: str, words: Sequence[str]) -> tuple[Way, ...]:
    """Words stand side by side where their letters do: that holds however the text was cut.

    Numbers and Latin letters have no pairs, so where there are any, the words have to follow one another.
    """
    if all(map(HAN.fullmatch, words)):
        pairs = tuple(segment.bigrams(text))
        if pairs:
            return (Way("bigrams", pairs),)
    return (Way("coarse", tuple(words)),)
