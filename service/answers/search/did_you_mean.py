"""Corrections of a query whose words stand nowhere in the base.

Takes an engine, a store and a Query. Gives the Query with other words in place of those that stand nowhere,
and says which: the name behind pinyin letters (ycfswl), or a run with a character of the same sound or look,
with two characters in the wrong order, or with one too many. A correction counts only where a clause of the
base has its words side by side, or has a word that the thesaurus gives for it. Never changes a word that
stands in the base as it was typed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from analyzers import segment, synonyms, typos
from service.engines import SearchEngine
from service.errors import UserError
from service.query import HAN, Match, Query, Run, plan_search, read_query, stopwords
from service.storage import Store

_SHORTEST, _LONGEST = 2, 10  # characters of a run that is looked at: longer ones are sentences
_LETTERS_FROM = 3  # two letters stand for too much
_OTHERS = 4  # so many other names of the same letters are told


@dataclass(frozen=True, slots=True)
class Mended:
    """What was typed, what was looked for in its place, and what else it may stand for."""

    typed: str
    meant: str
    others: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """What a person is told."""
        also = f"（也可能是{'、'.join(self.others)}）" if self.others else ""
        how = "按拼音首字母理解为" if typos.is_letters(self.typed) else "库中没有，已改按"
        return f"“{self.typed}”{how}“{self.meant}”检索{also}。"


def mend(store: Store, engine: SearchEngine, query: Query) -> tuple[Query, tuple[Mended, ...]]:
    """The query as it was probably meant, and what was changed; itself and nothing where all is well."""
    mended: list[Mended] = []
    text = query.text
    for run in query.runs:
        found = _mend_run(store, engine, query, run)
        if found is not None and run.text in text:
            mended.append(found)
            text = text.replace(run.text, found.meant, 1)
    if not mended:
        return query, ()
    again = read_query(text, scope=query.scope, limit=query.limit, offset=query.offset, profile=query.profile)
    return again._replace(filters=(), notes=query.notes), tuple(mended)


def _mend_run(store: Store, engine: SearchEngine, query: Query, run: Run) -> Mended | None:
    def standing(text: str) -> int:
        return _standing(engine, query, text)

    if typos.is_letters(run.text):
        if len(run.text) < _LETTERS_FROM or standing(run.text):
            return None
        names = [name for name in _named(store, run.text.lower()) if standing(name)]
        return Mended(run.text, names[0], tuple(names[1 : 1 + _OTHERS])) if names else None
    if not _may_be_a_slip(engine, query, run):
        return None
    best = _best(run.text, standing)
    return Mended(run.text, best) if best else None


def _may_be_a_slip(engine: SearchEngine, query: Query, run: Run) -> bool:
    """Whether a run of Chinese stands nowhere, nor a wording for it, and some of it is no word of the base."""
    if not _SHORTEST <= len(run.text) <= _LONGEST or not HAN.fullmatch(run.text):
        return False
    known = len(run.cut) == 1 and segment.word_bounds().frequency(run.text) > 0
    if known or _standing(engine, query, run.text):
        return False  # one word of the dictionary is meant as it stands, whether or not the base has it
    scraps = [word for word in run.cut if len(word) == 1 and word not in stopwords()]
    return bool(scraps) or any(not _standing(engine, query, word) for word in run.words)


def _best(typed: str, standing: Callable[[str], int]) -> str | None:
    """The correction that the most clauses hold, among those of the first kind that gives any sensible one."""
    for reading in _sensible(typed):
        if standing(reading):
            return reading
    return None


def _sensible(typed: str) -> Iterator[str]:
    """Readings that are made of words: with fewer scraps than what was typed, or with none."""
    typed_scraps = _scraps(typed)
    for reading in dict.fromkeys(typos.readings(typed)):
        scraps = _scraps(reading)
        if scraps == 0 or scraps < typed_scraps:
            yield reading


def _scraps(text: str) -> int:
    """How many of its words are lone characters, or are in no dictionary."""
    known = segment.word_bounds().frequency
    return sum(len(word) == 1 or not known(word) for word in segment.index_coarse(text).split())


def _standing(engine: SearchEngine, query: Query, text: str) -> int:
    """How many clauses of the whole base hold a run as it stands, or another wording of it."""
    try:
        asked = read_query(text, profile=query.profile)
    except UserError:
        return 0
    plan = plan_search(asked)
    match = Match.NEAR if plan.near else Match.EVERY if plan.wishes else Match.ANY
    return engine.count(plan, match)


def _named(store: Store, letters: str) -> list[str]:
    """The names with these first letters (or spelled so), the most frequent first; then words of the field."""
    names = _by_letters(store).get(letters, [])
    near = _field_words().get(letters[0], ())  # the sounds of all eight thousand would take a second
    field = [word for word in near if letters in (typos.initials(word), typos.spelled(word))]
    return list(dict.fromkeys([*names, *field]))


@lru_cache(maxsize=2)
def _by_letters(store: Store) -> dict[str, list[str]]:
    """First letters, and full spelling, of the base's indicators; made at the first query in letters."""
    book: defaultdict[str, list[str]] = defaultdict(list)
    for name in store.indicator_names():
        book[typos.initials(name)].append(name)
        book[typos.spelled(name)].append(name)
    return dict(book)


def warm() -> None:
    """Loads the tables of sounds now, so that the first slip does not wait half a second for them."""
    typos.alike("一")
    _field_words()


@cache
def _field_words() -> dict[str, list[str]]:
    """The words of the thesaurus, by the letters that their sound may begin with."""
    words: dict[str, None] = {}
    for row in synonyms.rows():
        words.update(dict.fromkeys(word for terms in row.alternatives for word in terms))
        words.update(dict.fromkeys(row.phrases))
    book: defaultdict[str, list[str]] = defaultdict(list)
    for word in words:
        if len(word) > 2:
            for letter in typos.first_letters(word):
                book[letter].append(word)
    return dict(book)
