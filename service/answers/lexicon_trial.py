"""词典: what a phrase finds as it is typed, what the thesaurus adds, what one more row would add, and what is no word.

Takes a store, an engine, a phrase, and other wordings that somebody thinks of adding. Gives an Effect. Only clauses that
hold the whole phrase, or the whole of another wording, are counted: nothing that merely comes near.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from analyzers.marks import Span
from analyzers.normalise import fold
from analyzers.synonyms import Expansion, Row, Terms, rows
from service.answers.search.hits import mark_text
from service.engines import SearchEngine
from service.query import MAX_HITS, Match, Query, plan_search, read_query, synonym, synonym_row
from service.storage import Store, StoredClause

SHOWN = 5
_AROUND = 8  # characters on either side of letters that are no word


@dataclass(frozen=True, slots=True)
class Found:
    """How many clauses are found in one way, and the first of those that the way before did not find."""

    count: int
    more: tuple[StoredClause, ...] = ()


@dataclass(frozen=True, slots=True)
class Scrap:
    """A place where the characters of the phrase stand side by side without being a word: 女儿 in 妇女儿童."""

    clause: StoredClause
    before: str
    letters: str
    behind: str


@dataclass(frozen=True, slots=True)
class Effect:
    """What a phrase finds, step by step."""

    phrase: str
    literal: Found  # as it is typed
    known: Found  # with what the thesaurus says
    wordings: tuple[str, ...]  # the other wordings that the thesaurus has
    tried: Found | None  # with the row that somebody thinks of adding
    row: Row | None
    scraps: tuple[Scrap, ...]
    scrap_count: int  # clauses in which the letters stand and no word is meant


def effect(store: Store, engine: SearchEngine, phrase: str, added: str = "") -> Effect:
    """The effect of a phrase, and of a row that leads from it to ``added`` (written as in the table).

    Raises BadQuery for a phrase that cannot be searched for, LexiconError for a row that the table would refuse.
    """
    phrase = " ".join(phrase.split())
    plain = read_query(phrase, literal=True)
    asked = read_query(phrase)
    row = synonym_row(synonym(phrase, added)) if added.strip() else None
    literal, literal_places = _find(store, engine, plain, ())
    known, known_places = _find(store, engine, asked, literal_places)
    tried = _find(store, engine, _with(asked, row), known_places)[0] if row else None
    scraps, count = _scraps(store, phrase)
    said = dict.fromkeys(" + ".join(terms) for each in asked.expansions for terms in each.alternatives)
    return Effect(phrase, literal, known, tuple(said), tried, row, scraps, count)


def matching(words: str) -> tuple[Row, ...]:
    """The rows of the thesaurus in which all these words stand, in the order of the table."""
    wanted = [fold(word).lower() for word in words.split()]
    return tuple(row for row in rows() if all(word in _letters(row) for word in wanted))


def _letters(row: Row) -> str:
    others = (term for terms in row.alternatives for term in terms)
    return fold(" ".join((*row.phrases, *others, row.note))).lower()


def _with(query: Query, row: Row) -> Query:
    """The query as if the row stood in the table: its wordings for the whole of what was typed."""
    start = len(query.rest) - len(query.rest.lstrip())
    whole = Span(start, start + len(query.rest.strip()))
    same = [each for each in query.expansions if each.span == whole]
    others: Iterable[Terms] = (terms for each in same for terms in each.alternatives)
    alternatives = tuple(dict.fromkeys((*others, *row.alternatives)))
    added = Expansion(whole, row.phrases[0], alternatives, row.weight)
    if same:
        added = replace(added, weight=min(same[0].weight, row.weight))
    rest = tuple(each for each in query.expansions if each.span != whole)
    return query._replace(expansions=(*rest, added))


def _find(
    store: Store, engine: SearchEngine, query: Query, before: Sequence[int]
) -> tuple[Found, tuple[int, ...]]:
    """The clauses that hold all of the query by the strictest match that finds any."""
    plan = plan_search(query)
    for match in plan.matches:
        if match is Match.ANY and plan.wishes:
            break
        places = tuple(position for position, _ in engine.search(plan, MAX_HITS, match))
        if places:
            known = set(before)
            more = [place for place in places if place not in known][:SHOWN]
            return Found(engine.count(plan, match), tuple(store.by_position(more))), places
    return Found(0), ()


def _scraps(store: Store, phrase: str) -> tuple[tuple[Scrap, ...], int]:
    """Clauses that have the characters of the phrase side by side, but nowhere as a word."""
    found: list[Scrap] = []
    count = 0
    for row in store.clauses():
        text = row.clause.text
        at = text.find(phrase)
        if at < 0 or mark_text(text, phrase):
            continue
        count += 1
        if len(found) < SHOWN:
            end = at + len(phrase)
            found.append(Scrap(row, text[max(0, at - _AROUND) : at], text[at:end], text[end : end + _AROUND]))
    return tuple(found), count
