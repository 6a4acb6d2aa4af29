"""Finds in a query what the thesaurus knows by another name: 打老婆 is 家庭暴力 in a plan.

Takes the raw words that a person typed. Gives Expansions: the stretch of the query, and what else to look
for. The words are those of ``lexicon/synonyms.tsv``, which staff edit; its head says how. Longest phrase
first, no two expansions overlap, nothing that an expansion adds is expanded again, and a phrase counts only
where it stands as words of the query (no 家暴 in 国家暴力机关).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from analyzers import lexicon, segment
from analyzers.marks import Span, Token
from analyzers.normalise import HAN, fold
from analyzers.wordbounds import TOLERANCE

TABLE = "synonyms"
SHORTEST = 2  # characters: one alone stands in too many words
_PLAIN = re.compile(f"[{HAN}]+")  # needs no folding
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}

Terms = tuple[str, ...]  # words that are wanted together


@dataclass(frozen=True, slots=True)
class Expansion:
    """One phrase of the query and what else may be looked for in its place."""

    span: Span  # in the text that was given to ``expand``
    phrase: str  # as the table writes it
    alternatives: tuple[Terms, ...]  # any of them will do; the words of one are wanted together
    weight: float  # 1 the same thing, 0.8 nearly, 0.5 wider or narrower


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table: ways of saying it, what else to look for, and how sure that is."""

    phrases: tuple[str, ...]
    alternatives: tuple[Terms, ...]
    both_ways: bool
    weight: float
    note: str

    def directed(self) -> Iterable[tuple[str, tuple[Terms, ...]]]:
        """Each phrase to look out for and what it stands for; ``=`` gives the way back too."""
        for phrase in self.phrases:
            yield phrase, self.alternatives
        if self.both_ways:
            names = (*self.phrases, *(terms[0] for terms in self.alternatives))
            for name in names[len(self.phrases) :]:
                yield name, tuple((other,) for other in names if other != name)


class _Entry(NamedTuple):
    key: str  # the phrase, folded
    phrase: str
    alternatives: tuple[Terms, ...]
    weight: float


@cache
def rows() -> tuple[Row, ...]:
    """The table in file order. Raises LexiconError for a row that cannot be read, and names it in Chinese."""
    return tuple(map(read_row, lexicon.table(TABLE)))


def expand(text: str) -> list[Expansion]:
    """What else to look for, in the order of the query. What the query says anyway is left out.

    >>> [(e.phrase, e.alternatives, e.weight) for e in expand("地贫怎么查")]
    [('地贫', (('地中海贫血',),), 1.0)]
    """
    folded = _fold(text)
    candidates = sorted(_candidates(folded))
    if not candidates:
        return []
    tokens = segment.coarse(text)
    starts, ends = {token.start for token in tokens}, {token.end for token in tokens}
    found: list[Expansion] = []
    taken: list[Span] = []
    for length, start, entry in candidates:
        end = start - length
        if any(start < other.end and other.start < end for other in taken):
            continue
        if (start in starts and end in ends) or _likely(*_window(folded, start, end, tokens)):
            span = Span(start, end)
            taken.append(span)
            unsaid = tuple([terms for terms in entry.alternatives if not _said(folded, span, terms)])
            if unsaid:
                found.append(Expansion(span, entry.phrase, unsaid, entry.weight))
    return sorted(found, key=lambda expansion: expansion.span) if len(found) > 1 else found


def _candidates(folded: str) -> list[tuple[int, int, _Entry]]:
    """Every place where the letters of a phrase stand: minus its length (long ones sort first), and where."""
    get = _book().get
    return [
        (-len(entry.key), at, entry)
        for at in range(len(folded) - 1)
        for entry in get(folded[at : at + SHORTEST], ())
        if folded.startswith(entry.key, at)
    ]


def _said(folded: str, span: Span, terms: Terms) -> bool:
    """Whether the query has all these words beside the stretch or around it (产妇 in 孕产妇)."""
    return all(_beside(folded, span, _term_key(term)) for term in terms)


def _beside(folded: str, span: Span, term: str) -> bool:
    at = folded.find(term)
    while at >= 0:
        if at < span.start or at + len(term) > span.end:
            return True
        at = folded.find(term, at + 1)
    return False


def _window(folded: str, start: int, end: int, tokens: Sequence[Token]) -> tuple[str, int, int, bool]:
    """The words, as cut, in which the stretch lies; where it lies in them; whether they are only one."""
    touched = [token for token in tokens if token.start < end and start < token.end]
    left = min([start, *(token.start for token in touched)])
    right = max([end, *(token.end for token in touched)])
    return folded[left:right], start - left, end - left, len(touched) == 1


@lru_cache(maxsize=4_096)
def _likely(window: str, left: int, right: int, one_word: bool) -> bool:
    """Whether ``window[left:right]`` begins and ends where words may; ``one_word``: it was cut as one.

    The cut draws a boundary through the stretch, or has guessed a word that no dictionary knows (烟有 in
    电子烟有哪些): the stretch still counts if a reading with its boundaries is about as likely.
    """
    if any(window[at - 1 : at + 1].isascii() for at in (left, right) if 0 < at < len(window)):
        return False  # AI in FAIR, 20 in 2030: only Chinese letters stand side by side as words
    bounds = segment.word_bounds()
    if one_word and bounds.frequency(window):
        return bounds.is_part(window, left, right)
    apart = sum(bounds.best(piece)[0] for piece in (window[:left], window[left:right], window[right:]))
    return bounds.best(window)[0] - apart <= TOLERANCE


def _fold(text: str) -> str:
    """Half-width and in small letters, as long as the text."""
    return fold(text).translate(_LOWER)


_term_key = lru_cache(maxsize=8_192)(_fold)


@cache
def _book() -> dict[str, list[_Entry]]:
    """First two characters -> what begins with them. A phrase of two rows is as sure as the less sure row."""
    entries: dict[str, _Entry] = {}
    for row in rows():
        for phrase, alternatives in row.directed():
            key = phrase if _PLAIN.fullmatch(phrase) else _fold(phrase)
            known = entries.get(key)
            if known is None:
                entries[key] = _Entry(key, phrase, alternatives, row.weight)
            else:
                both = tuple(dict.fromkeys((*known.alternatives, *alternatives)))
                entries[key] = _Entry(key, known.phrase, both, min(known.weight, row.weight))
    book: defaultdict[str, list[_Entry]] = defaultdict(list)
    for key, entry in entries.items():
        book[key[:SHORTEST]].append(entry)
    return dict(book)


def read_row(cells: dict[str, str]) -> Row:
    """A row of the table from its cells. Raises LexiconError for one that cannot be read, and says why in Chinese."""
    phrases = _split(cells["from"], "|")
    alternatives = tuple([_split(to, " + ") if " + " in to else (to,) for to in _split(cells["to"], "|")])
    both_ways = cells["direction"] == "="
    if not phrases or not alternatives or not all(alternatives):
        raise _fault(cells, "from 和 to 都要填写")
    if min(map(len, phrases)) < SHORTEST:
        raise _fault(cells, "一个字的说法会带来许多不相干的条目，请写成词")
    if cells["direction"] not in {"=", ">"}:
        raise _fault(cells, "direction 只能是 = 或 >")
    if both_ways and any(len(terms) > 1 or len(terms[0]) < SHORTEST for terms in alternatives):
        raise _fault(cells, "direction 为 = 时，to 的各项不能用“ + ”连接，也不能只有一个字")
    try:
        weight = float(cells["weight"])
    except ValueError:
        weight = -1.0
    if not 0 < weight <= 1:
        raise _fault(cells, "weight 应为大于 0、不大于 1 的数，例如 0.8")
    return Row(phrases, alternatives, both_ways, weight, cells["note"])


def _split(text: str, by: str) -> tuple[str, ...]:
    return tuple(filter(None, map(str.strip, text.split(by))))


def _fault(cells: dict[str, str], what: str) -> lexicon.LexiconError:
    return lexicon.LexiconError(f"词表 {TABLE}.tsv 中“{cells['from']}”一行有误：{what}。")
