"""From what a person typed to a Query: words, phrases, what is left out, filters, other wordings.

Takes raw words and a Scope. Gives a frozen Query, checked, with its limits held; ``plan`` makes of it
what an engine is asked. User text never reaches a query parser (a few thousand brackets would kill the
process): only our own tokens do, at most MAX_CHARS characters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from analyzers import lexicon, segment
from analyzers.characters import repaired
from analyzers.marks import Span, Token
from analyzers.normalise import HAN_EXTENDED, squash
from analyzers.synonyms import Expansion, expand
from analyzers.typos import simplified
from service.errors import BadQuery
from service.query.filters import EVERYWHERE, Filters, Known, Scope, narrowed
from service.query.ranking import RANKING, Ranking
from service.query.syntax import take_apart

MAX_CHARS = 200
MAX_TERMS = 64
MAX_HITS = 1_000
MAX_DEPTH = 10_000

_SOMETHING = re.compile(r"[^\W_]")
HAN = re.compile(rf"[{HAN_EXTENDED}]+")
_APART = re.compile(r"(?<=分之)\s+(?=[0-9])")  # 十万分之 12 is one number
_RUN = re.compile(r"[^\s,，、;；。?？!！|+＋]+")


class Run(NamedTuple):
    """Words that were typed without a blank between them, such as 留守儿童."""

    text: str
    words: tuple[str, ...]  # coarse words that mean something
    tokens: tuple[str, ...]  # the same and the words inside them
    cut: tuple[str, ...]  # all words of the run as cut, the empty ones too
    near: bool  # short and whole enough to be looked for side by side
    spans: tuple[Span, ...] = ()  # where each of ``words`` stands in ``Query.rest``


class Query(NamedTuple):
    """What is looked for: words that are all wanted, phrases that must stand as they are, and where."""

    text: str
    runs: tuple[Run, ...]
    phrases: tuple[str, ...] = ()
    scope: Scope = EVERYWHERE
    limit: int = 10
    offset: int = 0
    rest: str = ""  # the text without phrases, filters and excluded words
    excluded: tuple[str, ...] = ()  # words and phrases that must not stand there
    filters: Filters = ()  # as typed; ``narrow`` turns them into the scope
    expansions: tuple[Expansion, ...] = ()  # what else is looked for, with spans in ``rest``
    literal: bool = False  # nothing but what was typed: no thesaurus, no meaning, nothing relaxed
    notes: tuple[str, ...] = ()  # sentences about filters that could not be used as they stand
    profile: Ranking = RANKING  # by which numbers clauses are chosen and put in order

    @property
    def lists(self) -> bool:
        """Whether nothing but filters was typed: all clauses of the scope are wanted, as they stand."""
        return not self.runs and not self.phrases

    @property
    def words(self) -> tuple[str, ...]:
        """Every word that is wanted, each once, in the order typed."""
        return tuple(dict.fromkeys(word for run in self.runs for word in run.words))


def read_query(
    text: str,
    *,
    scope: Scope = EVERYWHERE,
    limit: int = 10,
    offset: int = 0,
    literal: bool = False,
    profile: Ranking = RANKING,
) -> Query:
    """A checked Query from what a person typed. Raises BadQuery with a sentence that says what to change."""
    text = repaired(text.encode("utf-8", "ignore").decode("utf-8").replace("\0", " ").strip())
    if len(text) > MAX_CHARS:
        raise BadQuery(f"检索词过长（最多 {MAX_CHARS} 字，现在 {len(text)} 字），请缩短后再试。")
    if not _SOMETHING.search(text):
        raise BadQuery("检索词里没有可以检索的内容，请输入至少一个汉字、字母或数字。")
    if not 1 <= limit <= MAX_HITS:
        raise BadQuery(f"一次可以显示 1 到 {MAX_HITS} 条，请改写 -k 后面的数字。")
    if not 0 <= offset <= MAX_DEPTH - limit:
        raise BadQuery(f"只能翻看前 {MAX_DEPTH} 条，请增加检索词或筛选条件。")
    typed = take_apart(simplified(text))
    rest = _APART.sub("", typed.rest)
    # Squashing may join what was cut apart, so the phrase is looked at as it will be searched for.
    phrases = tuple(phrase for phrase in map(squash, typed.phrases) if coarse_words(phrase))
    excluded = tuple(word for word in map(squash, typed.excluded) if coarse_words(word))
    runs = _runs(rest, profile.near_words)
    if not runs and not phrases and (not typed.filters or _SOMETHING.search(rest)):
        raise BadQuery(_nothing_wanted(bool(excluded)))
    return Query(
        text=text,
        runs=runs,
        phrases=phrases,
        scope=scope,
        limit=limit,
        offset=offset,
        rest=rest,
        excluded=excluded,
        filters=typed.filters,
        expansions=() if literal or not runs else tuple(expand(rest)),
        literal=literal,
        profile=profile,
    )


def _nothing_wanted(excluded: bool) -> str:
    if excluded:
        return "只写了要排除的词，请再写上要查的词，例如：疫苗 -儿童。"
    return "检索词都是没有实际意义的字，请换成要查的事项，例如：留守儿童。"


def narrow(query: Query, known: Known) -> Query:
    """The query with the filters that were typed in it as part of its scope. Raises BadFilter."""
    if not query.filters:
        return query
    scope, notes = narrowed(query.scope, query.filters, known)
    return query._replace(scope=scope, filters=(), notes=(*query.notes, *notes))


def _runs(text: str, near_words: int) -> tuple[Run, ...]:
    """The runs of a text that hold any word of weight. The text is cut once; blanks part words in any cut."""
    tokens = segment.coarse(text)
    runs: list[Run] = []
    at = 0
    for found in _RUN.finditer(text):
        start = at
        while at < len(tokens) and tokens[at].start < found.end():
            at += 1
        run = _run(found.group(), tokens[start:at], near_words)
        if run is not None:
            runs.append(run)
    return tuple(runs)


def _run(text: str, cut: Sequence[Token], near_words: int) -> Run | None:
    """One run without the words that only hold a sentence together; None where no other is left."""
    empty = stopwords()
    every = [token.text for token in cut]
    words = [word for word in every if word not in empty]
    # A lone character (率, 县) is a scrap of a longer word, unless there is nothing else.
    weighty = [word for word in words if len(word) > 1 or word.isascii()] or words
    if not weighty:
        return None
    if len(every) > 1 and all(len(word) == 1 and not word.isascii() for word in weighty):
        words = weighty = every  # characters that make no word, such as 大中: wanted together, or not at all
    near = 1 < len(every) <= near_words and len(words) == len(every)
    # Only a word of three characters and more, or a number, has words inside it.
    plain = all(len(word) <= 2 and not word.isascii() for word in words)
    tokens = words if plain else segment.index_words(text).split()
    wanted = tuple(dict.fromkeys(weighty))[: MAX_TERMS // 2]
    places = {token.text: Span(token.start, token.end) for token in reversed(cut)}
    return Run(text, wanted, tuple(tokens), tuple(every), near, tuple(places[word] for word in wanted))


@cache
def stopwords() -> frozenset[str]:
    """Words that hold a sentence together and say nothing about what is looked for."""
    return frozenset(row["word"] for row in lexicon.table("stopwords"))


def coarse_words(text: str) -> list[str]:
    """The words of a text as the phrase field of the index has them."""
    return segment.index_coarse(text).split()
