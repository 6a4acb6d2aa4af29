"""The embedded engine: tantivy over tokens that our own segmenter cut.

Takes IndexRows and SearchPlans. Gives positions and scores. The only module that knows tantivy. Rules that
were learnt by breaking it: no query parser; at most 10,000 hits; a panic of the engine is no Exception and
is caught as what it is; one writing thread, so that there is one segment and ties keep their order.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import tantivy

from service.engines import FACETS, Facets, Found, IndexRow
from service.errors import DamagedBase, EngineFailure
from service.query import MAX_DEPTH, Match, SearchPlan, Term, Way, Wish

_T = TypeVar("_T")
_HEAP = 128_000_000  # bytes; more made no difference at 100,000 clauses
_SPARE = 20  # hits asked for beyond the limit: a tie that crosses the limit is seen, and mostly settled
_KEPT = 20_000  # term queries that are kept; a hundred bytes each
_WORDS = "words_on_blanks"
_VALUES = 20_000  # more plans than the counties of a nation have; the default would cut counts off at 10
_Query = tantivy.Query
_MUST, _SHOULD, _NOT = tantivy.Occur.Must, tantivy.Occur.Should, tantivy.Occur.MustNot


_TEXTS = {
    "words": "freq",
    "coarse": "position",
    "bigrams": "position",
    "above_words": "freq",
    "above_coarse": "position",
    "above_bigrams": "position",
}
_ABOVE = frozenset(name for name in _TEXTS if name.startswith("above_"))
_FIELDS = ("address", "hash", "position", *_TEXTS, *FACETS)  # in the order of the schema
_FIELD = re.compile(r"(Term\(field=|field: )(?:Field\()?([0-9]+)\)?(?=,)")  # a number stands for a field


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    # A text key: deleting by an unsigned number deletes nothing and says nothing.
    builder.add_text_field("address", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("hash", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("position", fast=True)
    for name, option in _TEXTS.items():
        builder.add_text_field(name, tokenizer_name=_WORDS, index_option=option)
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def _register(index: tantivy.Index) -> None:
    index.register_tokenizer(_WORDS, tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())


def _guarded(call: Callable[[], _T]) -> _T:
    """Runs a call into the engine; whatever breaks in it comes out as EngineFailure."""
    try:
        return call()
    except (KeyboardInterrupt, SystemExit, GeneratorExit):
        raise
    except BaseException as error:  # tantivy's panics are no Exception
        raise EngineFailure(f"检索引擎出错：{type(error).__name__}") from error


class EmbeddedWriter:
    """Fills a new index in an empty folder."""

    def __init__(self, folder: Path) -> None:
        self._index = _guarded(lambda: tantivy.Index(_schema(), path=str(folder)))
        _register(self._index)
        self._writer = _guarded(lambda: self._index.writer(_HEAP, 1))
        self._next = 0  # position of the next row; document numbers follow it

    def add(self, row: IndexRow) -> None:
        """Adds one clause: its tokens, and the values of its filters."""
        if row.position != self._next:
            raise EngineFailure(f"索引条目次序不对：应为 {self._next}，却是 {row.position}")
        self._next += 1
        document = tantivy.Document(
            position=row.position,
            address=row.address,
            hash=row.hash,
            words=row.words,
            coarse=row.coarse,
            bigrams=row.bigrams,
            above_words=row.above_words,
            above_coarse=row.above_coarse,
            above_bigrams=row.above_bigrams,
            level=row.level,
            kind=row.kind,
            domain=row.domain,
            plan=row.plan,
        )
        for field, values in (("unit", row.units), ("has", row.has)):
            for value in values:
                document.add_text(field, value)
        _guarded(lambda: self._writer.add_document(document))

    def finish(self) -> None:
        """Commits, and waits until the files are in their final state (their hashes are taken next)."""
        _guarded(self._writer.commit)
        _guarded(self._writer.wait_merging_threads)


class EmbeddedEngine:
    """Searches a finished index; any number of threads may share one."""

    def __init__(self, folder: Path) -> None:
        try:
            index = _guarded(lambda: tantivy.Index.open(str(folder)))
            _register(index)
            self.searcher = _guarded(index.searcher)
            self._schema = index.schema
            self._terms: dict[tuple[str, str, float], tantivy.Query] = {}
            self._in_headings: dict[tuple[str, tuple[str, ...]], bool] = {}
            self._in_order = self.searcher.num_segments <= 1
        except EngineFailure as error:
            raise DamagedBase("检索索引无法打开") from error

    note = ""  # there is nothing to say: it is here, and whole

    def begin(self) -> EmbeddedEngine:
        """Itself: it answers at once."""
        return self

    def search(self, plan: SearchPlan, limit: int, match: Match) -> list[Found]:
        """The best clauses, ties in the order of addresses.

        tantivy breaks ties by its own document numbers. In one segment, as a build makes it, those are the
        positions. Over several, a few more hits are asked for, and when the tie that crosses the limit still
        goes on at the end of them, more again, until its end is seen.
        """
        query = self.compile(plan, match)
        if self._in_order:
            return [(place.doc, score) for score, place in self._top(query, limit)]
        ask = min(limit + _SPARE, MAX_DEPTH)
        hits = self._top(query, ask)
        while len(hits) == ask < MAX_DEPTH and hits[limit - 1][0] == hits[-1][0]:
            ask = min(ask * 8, MAX_DEPTH)
            hits = self._top(query, ask)
        places = [place for _, place in hits]
        positions = _guarded(lambda: self.searcher.fast_field_values("position", places))
        found = [(cast(int, at), score) for (score, _), at in zip(hits, positions, strict=True)]
        found.sort(key=lambda each: (-each[1], each[0]))
        return found[:limit]

    def count(self, plan: SearchPlan, match: Match) -> int:
        """How many clauses the plan finds."""
        query = self.compile(plan, match)
        found: Any = _guarded(lambda: self.searcher.search(query, 1, count=True))
        return int(found.count or 0)  # the library's stubs do not know of it

    def facets(self, plan: SearchPlan, match: Match) -> Facets:
        """The clauses found by each of FACETS, most frequent first."""
        query = self.compile(plan, match)
        wanted = {name: {"terms": {"field": name, "size": _VALUES}} for name in FACETS}
        counted = _guarded(lambda: self.searcher.aggregate(query, wanted))
        facets: dict[str, dict[str, int]] = {}
        for name in FACETS:
            values = [(str(each["key"]), int(each["doc_count"])) for each in counted[name]["buckets"]]
            values.sort(key=lambda value: (-value[1], value[0]))
            facets[name] = {value: number for value, number in values if value}
        return facets

    def hashes(self) -> Iterator[tuple[str, str]]:
        """Address and hash of every clause in the index, in index order."""
        total = self.searcher.num_docs
        if not total:
            return
        found = _guarded(lambda: self.searcher.search(_Query.all_query(), total, count=False).hits)
        for _, place in found:
            row = self._document(place)
            yield row.get_first("address"), row.get_first("hash")

    def compile(self, plan: SearchPlan, match: Match) -> tantivy.Query:
        """The plan as a flat tantivy query.

        A wish that is one word of the ranking, in the text or in a heading, is asked for as those very terms, so
        that they are read once, and score as they do in the ranking; every other condition adds nothing to the score.
        """
        wishes = () if match is Match.ANY else plan.near if match is Match.NEAR else plan.wishes
        asked: set[Term] = set()
        clauses: list[tuple[tantivy.Occur, _Query]] = []
        conditions: list[_Query] = []
        for wish in wishes:
            terms = plan.ranked(wish)
            if terms:
                asked.update(terms)
                clauses.append(
                    (
                        _MUST,
                        _any(
                            [self._term(*term) for term in terms if self._stands(term.field, (term.token,))]
                        ),
                    )
                )
            else:
                conditions.append(self._wish(wish))
        clauses += [
            (_SHOULD, self._term(*term))
            for term in plan.ranking
            if term not in asked and self._stands(term.field, (term.token,))
        ]
        if not plan.ranking:
            clauses = [(_MUST, _Query.all_query())]  # filters alone: all of the scope
        conditions += [self._wish(wish) for wish in plan.must]
        for field, values in plan.scope.fields():
            conditions.append(_any([self._term(field, value) for value in values]))
        if match is Match.ANY and (conditions or plan.without) and not plan.must and plan.ranking:
            # A filter alone would let every clause of the scope in: one term of the ranking is needed too.
            clauses = [(_MUST, _Query.boolean_query(clauses))]
        for condition in conditions:
            clauses.append((_MUST, _Query.const_score_query(condition, 0.0)))
        clauses += [(_NOT, self._wish(wish)) for wish in plan.without]
        return _Query.boolean_query(clauses)

    def described(self, plan: SearchPlan, match: Match) -> str:
        """The query of the plan as tantivy writes it down, with the names of our fields."""
        return _FIELD.sub(
            lambda found: f"{found[1]}{_FIELDS[int(found[2])]}", repr(self.compile(plan, match))
        )

    def _wish(self, wish: Wish) -> tantivy.Query:
        return _any(
            [
                *[self._way(way) for way in wish.ways if self._stands(way.field, way.tokens)],
                *(
                    _all([self._way(way) for way in ways])
                    for ways in wish.instead
                    if all(self._stands(way.field, way.tokens) for way in ways)
                ),
            ]
        )

    def _stands(self, field: str, tokens: tuple[str, ...]) -> bool:
        """Whether these may stand in the field. Headings have few words, and most questions none of them: what stands in
        no heading is left out, because to look for it costs time and finds nothing."""
        if field not in _ABOVE:
            return True
        known = self._in_headings.get((field, tokens))
        if known is None:
            count = cast(Any, self.searcher).doc_freq  # the library's stubs do not know of it
            known = _guarded(lambda: all(count(field, token) for token in tokens))
            if len(self._in_headings) >= _KEPT:
                self._in_headings.clear()
            self._in_headings[field, tokens] = known
        return known

    def _way(self, way: Way) -> tantivy.Query:
        if not way.tokens:
            return _Query.empty_query()  # the phrase of no words is an error to tantivy, not an empty result
        if len(way.tokens) == 1:
            return self._term(way.field, way.tokens[0])
        return _Query.phrase_query(self._schema, way.field, list(way.tokens))

    def _term(self, field: str, token: str, weight: float = 1.0) -> tantivy.Query:
        """The query for one token. Words come back all the time and a query never changes, so it is kept."""
        query = self._terms.get((field, token, weight))
        if query is None:
            if " " in token:
                query = _Query.phrase_query(self._schema, field, list(token.split(" ")))
            else:
                query = _Query.term_query(self._schema, field, token, "freq")
            if weight != 1.0:
                query = _Query.boost_query(query, weight)
            if len(self._terms) >= _KEPT:
                self._terms.clear()
            self._terms[field, token, weight] = query
        return query

    def _document(self, place: tantivy.DocAddress) -> Any:
        return _guarded(lambda: self.searcher.doc(place))

    def _top(self, query: tantivy.Query, limit: int) -> list[tuple[float, tantivy.DocAddress]]:
        return _guarded(lambda: self.searcher.search(query, limit, count=False).hits)


def _any(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return queries[0] if len(queries) == 1 else _Query.boolean_query([(_SHOULD, query) for query in queries])


def _all(queries: Sequence[tantivy.Query]) -> tantivy.Query:
    return queries[0] if len(queries) == 1 else _Query.boolean_query([(_MUST, query) for query in queries])
