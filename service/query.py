"""From what a person typed to what an engine is asked: words → Query → SearchPlan.

Takes raw words and a Scope. Gives a frozen Query (checked, limits held) and from it a frozen SearchPlan:
flat groups of index terms. Knows no engine; every engine runs the same plan, so that they rank alike. User
text never reaches a query parser (a few thousand brackets would kill the process): only our own tokens do,
at most MAX_CHARS characters and MAX_TERMS terms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from enum import IntEnum
from functools import cache, lru_cache
from itertools import pairwise
from typing import NamedTuple

from analyzers import lexicon, segment
from analyzers.normalise import squash
from service.errors import BadQuery
from service.scope import EVERYWHERE, Scope

MAX_CHARS = 200
MAX_TERMS = 64
MAX_HITS = 1_000
MAX_DEPTH = 10_000
# Best of 0, 0.25, 0.5, 1, 1.5, 2 and 3 on the judged queries (nDCG@10 0.653 without, 0.657 with; none of the
# kinds of query lost). A title field was tried beside it and lowered every kind, so there is none.
BRIDGE_WEIGHT = 0.5
# So many words typed in one run are looked for side by side first; a longer run is a sentence, and no clause
# will hold it as it stands.
NEAR_WORDS = 4

_QUOTED = re.compile(r"[“\"＂「『]([^“”\"＂「」『』]+)[”\"＂」』]")
_SOMETHING = re.compile(r"[^\W_]")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]+")
_RUN = re.compile(r"[^\s,，、;；。?？!！|+＋]+")


class Match(IntEnum):
    """How much of a query a clause has to hold, from loose to strict."""

    ANY = 0  # some of the words
    EVERY = 1  # every word, wherever it stands
    NEAR = 2  # every word, and those typed in one run stand side by side


class Run(NamedTuple):
    """Words that were typed without a blank between them, such as 留守儿童."""

    text: str
    words: tuple[str, ...]  # coarse words that mean something
    tokens: tuple[str, ...]  # the same and the words inside them
    cut: tuple[str, ...]  # all words of the run as cut, the empty ones too
    near: bool  # short and whole enough to be looked for side by side


class Query(NamedTuple):
    """What is looked for: words that are all wanted, phrases that must stand as they are, and where."""

    text: str
    runs: tuple[Run, ...]
    phrases: tuple[str, ...] = ()
    scope: Scope = EVERYWHERE
    limit: int = 10
    offset: int = 0

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that is wanted, each once, in the order typed."""
        return tuple(dict.fromkeys(word for run in self.runs for word in run.words))


class Term(NamedTuple):
    """One token of one index field that adds to the score of a clause that holds it."""

    field: str
    token: str
    weight: float = 1.0


class Way(NamedTuple):
    """One way in which a wish is met: the tokens stand in the field one behind the other."""

    field: str
    tokens: tuple[str, ...]


class Wish(NamedTuple):
    """A word or phrase that is wanted; any of its ways will do."""

    text: str
    ways: tuple[Way, ...]


class SearchPlan(NamedTuple):
    """What an engine runs: ``ranking`` gives the score, the wishes say what counts as found.

    Match.ANY asks for one term of the ranking (or a ``must``), EVERY for all of ``wishes``, NEAR for all of
    ``near``; ``must`` and ``scope`` hold in each. Nothing but ``ranking`` changes a score.
    """

    ranking: tuple[Term, ...]
    wishes: tuple[Wish, ...]
    near: tuple[Wish, ...] = ()  # empty where it would ask for nothing more than ``wishes``
    must: tuple[Wish, ...] = ()
    scope: Scope = EVERYWHERE
    matches: tuple[Match, ...] = (Match.ANY,)  # the kinds of match that differ for this plan, strictest first


def read_query(text: str, *, scope: Scope = EVERYWHERE, limit: int = 10, offset: int = 0) -> Query:
    """A checked Query from what a person typed. Raises BadQuery with a sentence that says what to change."""
    text = text.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ").strip()
    if len(text) > MAX_CHARS:
        raise BadQuery(f"检索词过长（最多 {MAX_CHARS} 字，现在 {len(text)} 字），请缩短后再试。")
    if not _SOMETHING.search(text):
        raise BadQuery("检索词里没有可以检索的内容，请输入至少一个汉字、字母或数字。")
    if not 1 <= limit <= MAX_HITS:
        raise BadQuery(f"一次可以显示 1 到 {MAX_HITS} 条，请改写 -k 后面的数字。")
    if not 0 <= offset <= MAX_DEPTH - limit:
        raise BadQuery(f"只能翻看前 {MAX_DEPTH} 条，请增加检索词或筛选条件。")
    phrases: tuple[str, ...] = ()
    rest = text
    if _QUOTED.search(text):
        phrases = tuple(squash(part) for part in _QUOTED.findall(text) if _cut(part))
        rest = _QUOTED.sub(" ", text)
    runs = _runs(rest)
    if not runs and not phrases:
        raise BadQuery("检索词都是没有实际意义的字，请换成要查的事项，例如：留守儿童。")
    return Query(text=text, runs=runs, phrases=phrases, scope=scope, limit=limit, offset=offset)


def _runs(text: str) -> tuple[Run, ...]:
    """The runs of a text that hold any word of weight. The text is cut once; blanks part words in any cut."""
    tokens = segment.coarse(text)
    runs: list[Run] = []
    at = 0
    for found in _RUN.finditer(text):
        start = at
        while at < len(tokens) and tokens[at].start < found.end():
            at += 1
        run = _run(found.group(), [token.text for token in tokens[start:at]])
        if run is not None:
            runs.append(run)
    return tuple(runs)


def _run(text: str, every: list[str]) -> Run | None:
    """One run without the words that only hold a sentence together; None where no other is left."""
    empty = stopwords()
    words = [word for word in every if word not in empty]
    # A lone character (率, 县) is a scrap of a longer word, unless there is nothing else.
    weighty = [word for word in words if len(word) > 1 or word.isascii()] or words
    if not weighty:
        return None
    near = 1 < len(every) <= NEAR_WORDS and len(words) == len(every)
    # Only a word of three characters and more, or a number, has words inside it.
    plain = all(len(word) <= 2 and not word.isascii() for word in words)
    tokens = words if plain else segment.index_words(text).split()
    return Run(text, tuple(dict.fromkeys(weighty))[: MAX_TERMS // 2], tuple(tokens), tuple(every), near)


@cache
def stopwords() -> frozenset[str]:
    """Words that hold a sentence together and say nothing about what is looked for."""
    return frozenset(row["word"] for row in lexicon.table("stopwords"))


def plan_search(query: Query) -> SearchPlan:
    """The plan that every engine runs for this query."""
    tokens: dict[str, None] = {}
    for phrase in query.phrases:
        tokens.update(dict.fromkeys(segment.index_words(phrase).split()))
    for run in query.runs:
        tokens.update(dict.fromkeys(run.tokens))
    empty = stopwords()
    ranked = ([token for token in tokens if token not in empty] or list(tokens))[: MAX_TERMS // 2]
    wishes = tuple([Wish(word, _standing(word)) for word in query.words])
    near = tuple([Wish(run.text, _side_by_side(run.text, run.cut)) for run in query.runs if run.near])
    bridges = [bridge for run in query.runs if len(run.cut) > 1 for bridge in _bridges(run)]
    matches = [Match.ANY]
    if wishes and (len(ranked) > 1 or len(wishes[0].ways) > 1):
        matches.insert(0, Match.EVERY)
    if near:
        matches.insert(0, Match.NEAR)
    return SearchPlan(
        ranking=tuple(
            [Term("words", token, 1.0) for token in ranked]
            + [Term("bigrams", bridge, BRIDGE_WEIGHT) for bridge in dict.fromkeys(bridges)][: MAX_TERMS // 2]
        ),
        wishes=wishes,
        near=(*near, *wishes) if near else (),
        must=tuple([Wish(phrase, _side_by_side(phrase, _cut(phrase))) for phrase in query.phrases]),
        scope=query.scope,
        matches=tuple(matches),
    )


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


def _cut(text: str) -> list[str]:
    return segment.index_coarse(text).split()


@lru_cache(maxsize=4_096)
def _standing(word: str) -> tuple[Way, ...]:
    """A word is found where it was cut as a word, and, from three characters on, where its letters stand.

    Two characters are too few for that: 女儿 would be found in 妇女儿童.
    """
    way = Way("words", (word,))
    if len(word) < 3 or word.isascii():
        return (way,)
    pairs = tuple(segment.bigrams(word))
    return (way, Way("bigrams", pairs)) if len(pairs) > 1 else (way,)


def _side_by_side(text: str, words: Sequence[str]) -> tuple[Way, ...]:
    """Words stand side by side where their letters do: that holds however the text was cut.

    Numbers and Latin letters have no pairs, so where there are any, the words have to follow one another.
    """
    if all(map(_HAN.fullmatch, words)):
        pairs = tuple(segment.bigrams(text))
        if pairs:
            return (Way("bigrams", pairs),)
    return (Way("coarse", tuple(words)),)
