"""One clause that was found: its marks, and the answer to "why is this here?".

Takes a stored clause, the Query and how it was found. Gives the places of what was looked for and a HitReason for
each word; both are worked out when they are first asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from analyzers import segment
from analyzers.marks import Span
from analyzers.normalise import fold
from analyzers.synonyms import Expansion
from ingest.plan import Clause, Level
from service.answers.cached import Once
from service.query import Match, Query
from service.storage import StoredClause


@dataclass(frozen=True, slots=True)
class HitReason:
    """One part of the answer: a word, where it stands if at all, and what it stands for.

    ``kind`` is word (as typed, in the text), title (in the title of its section or in a heading above it), synonym (another wording of ``stands_for``), part (a part of a word that is
    missing as a whole), missing, or meaning (``closeness`` says how near, 0 to 1).
    """

    kind: str
    word: str
    field: str = ""  # text, title: the title of its section, or heading: one above it
    places: tuple[Span, ...] = ()  # in the clause's text, its title, or that heading
    stands_for: str = ""
    closeness: float | None = None
    heading: str = ""  # the heading above the clause in which it stands

    @property
    def times(self) -> int:
        """How often it stands there."""
        return len(self.places)


@dataclass(eq=False)
class Hit:
    """One clause that was found. Marks and reasons are worked out when they are first asked for."""

    found: StoredClause
    score: float
    match: Match
    query: Query
    closeness: float | None = None  # in meaning; None where meaning was not looked at
    near: bool = False  # brought in by its meaning, not by a word

    @property
    def address(self) -> str:
        """The permanent address of the clause."""
        return self.found.clause.address

    @property
    def citation(self) -> str:
        """The clause as an official paper cites it."""
        return self.found.citation

    @property
    def level(self) -> Level | None:
        """Whose plan it stands in."""
        return self.found.level

    @property
    def by_meaning(self) -> bool:
        """Whether it is here for its meaning alone: nothing that was looked for stands in it."""
        return self.near and all(reason.kind in ("missing", "meaning") for reason in self.why)

    @property
    def marks(self) -> tuple[Span, ...]:
        """Where the words of the query stand, as offsets into the clause's text; in order, apart."""
        return self._account[0]

    @property
    def why(self) -> tuple[HitReason, ...]:
        """Each phrase and word of the query: where it stands, by which wording, or that it is missing."""
        return self._account[1]

    @Once
    def _account(self) -> tuple[tuple[Span, ...], tuple[HitReason, ...]]:
        told: dict[tuple[str, str], HitReason] = {}
        for word, expansions in self._wanted():
            for reason in self._reasons(word, expansions):
                told.setdefault((reason.kind, reason.word), reason)
        reasons = list(told.values())
        if self.closeness is not None and self.near:
            reasons.append(HitReason("meaning", self.query.rest.strip(), closeness=round(self.closeness, 3)))
        marks = [span for reason in reasons if reason.field == "text" for span in reason.places]
        return _merged(marks), tuple(reasons)

    def _wanted(self) -> Iterator[tuple[str, Sequence[Expansion]]]:
        """Phrases, and runs as a whole where they stand side by side, else word by word; each once."""
        query, text = self.query, self.found.clause.text
        seen: set[str] = set()

        def fresh(word: str) -> bool:
            known = word in seen
            seen.add(word)
            return not known

        for phrase in filter(fresh, query.phrases):
            yield phrase, ()
        for run in query.runs:
            as_typed = fold(run.text).lower() == run.words[0]
            if as_typed or (run.near and mark_text(text, run.text)):
                if fresh(run.text):
                    yield run.text, [e for e in query.expansions if _overlap(e.span, run.spans)]
                continue
            for word, span in zip(run.words, run.spans, strict=True):
                if fresh(word):
                    yield word, [e for e in query.expansions if _overlap(e.span, (span,))]

    def _reasons(self, word: str, expansions: Sequence[Expansion]) -> Iterator[HitReason]:
        clause = self.found.clause
        places = mark_text(clause.text, word)
        if places:
            yield HitReason("word", word, "text", tuple(places))
            return
        above = mark_text(clause.title, word)
        if above:
            yield HitReason("title", word, "title", tuple(above))
            return
        for heading in reversed(clause.context):
            above = mark_text(heading, word)
            if above:
                yield HitReason("title", word, "heading", tuple(above), heading=heading)
                return
        others = [reason for each in expansions for reason in _other_wordings(clause.text, each)]
        others = others or [reason for each in expansions for reason in _in_headings(clause, each)]
        if others:
            yield from others
            return
        yield HitReason("missing", word)
        for part in segment.search_tokens(word):
            if len(part.text) > 1 and part.text != word:
                inside = mark_text(clause.text, part.text)
                if inside:
                    yield HitReason("part", part.text, "text", tuple(inside))


def _other_wordings(text: str, expansion: Expansion) -> Iterator[HitReason]:
    """The wordings of the thesaurus that stand in a text, all words of each."""
    for terms in expansion.alternatives:
        places = [mark_text(text, term) for term in terms]
        if all(places):
            for term, spans in zip(terms, places, strict=True):
                yield HitReason("synonym", term, "text", tuple(spans), expansion.phrase)


def _in_headings(clause: Clause, expansion: Expansion) -> Iterator[HitReason]:
    """The wordings of the thesaurus that stand in the headings above a clause, all words of each."""
    headings = "。".join(clause.context)
    for terms in expansion.alternatives if headings else ():
        places = [mark_text(headings, term) for term in terms]
        if all(places):
            for term, spans in zip(terms, places, strict=True):
                yield HitReason("synonym", term, "heading", tuple(spans), expansion.phrase, heading=headings)


def _overlap(span: Span, others: Sequence[Span]) -> bool:
    return any(span.start < other.end and other.start < span.end for other in others)


def mark_text(text: str, word: str) -> list[Span]:
    """Where a word or phrase stands in a text. Numbers stand where the same number does in any writing."""
    word = fold(word).lower()
    marks = segment.find_marks(text, (word,))
    if not marks and len(word) > 1 and word[0].isascii() and not word.isascii():
        # A phrase that begins with a number is no token: it is looked for letter by letter.
        plain = fold(text).lower()
        at = plain.find(word)
        while at >= 0:
            marks.append(Span(at, at + len(word)))
            at = plain.find(word, at + len(word))
    return marks


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    merged: list[Span] = []
    for span in sorted(spans):
        if merged and span.start <= merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return tuple(merged)
