"""Which ladders are meant by what a person types: 孕妇死亡, 入园率, 两癌筛查率, 农民收入, 近视, 托位.

Takes Ladders and the words. Gives an LadderAnswer: those that stand out, and the names of others that may have been meant.
A name itself comes before names that hold the words, these before other words for the same (the thesaurus), and these
before what is alike or means the like; of two that fit as well a main indicator comes before a minor one.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from analyzers import lexicon, segment, synonyms
from analyzers.normalise import fold, squash
from analyzers.units import UNITS
from ingest.indicators import Name, Sameness, compare, implied_by, is_total, likeness, read_name
from ingest.plan import ClauseKind
from service.answers.ladder.rungs import Ladder
from service.errors import NotFound

OFFERED = 8
_SURE = 0.5  # from here on an indicator may be shown that does not have the name
_BESIDE = 0.3
_TIE = 0.01
_MEANT = 0.62  # of the cosine of two names: below it they share no more than that both are indicators
# How alike in meaning the words and each name are, each between 0 and 1.
Meaning = Callable[[str, Sequence[str]], Sequence[float]]

# The words, any of which may stand for a word that was typed, or several together; and how sure that is.
_Ways = list[tuple[tuple[str, ...], float]]


class UnknownIndicator(NotFound):
    """No indicator has the name that was asked for; ``near`` are the indicators with the most similar names."""

    def __init__(self, sentence: str, near: Sequence[str]) -> None:
        super().__init__(sentence)
        self.near = tuple(near)


@dataclass(frozen=True, slots=True)
class LadderAnswer:
    """The ladders that were asked for, and the names of others that may have been meant."""

    ladders: tuple[Ladder, ...]
    beside: tuple[str, ...] = ()
    sure: bool = True  # they have the name itself


def chosen(found: Sequence[Ladder], asked: str, meaning: Meaning | None = None) -> LadderAnswer:
    """The ladders of exactly that indicator; else of that indicator for other populations; else those that fit best."""
    name = read_name(asked)
    implied = frozenset().union(*(implied_by(ladder.rungs[0].plan.entry) for ladder in found))
    if name.core:
        for least in (Sameness.SAME, Sameness.POPULATION):
            same = [each for each in found if compare(name, read_name(each.indicator), implied) >= least]
            if same:
                rest = [each for each in found if each not in same]
                return LadderAnswer(tuple(same), _names(_ranked(rest, asked, name, meaning), _BESIDE))
    ranked = _ranked(found, asked, name, meaning)
    if not ranked or ranked[0][0] < _SURE:
        return LadderAnswer((), _names(ranked, _BESIDE), sure=False)
    best = ranked[0][0]
    top = [ladder for score, ladder in ranked if score >= best - _TIE]
    return LadderAnswer(tuple(top), _names(ranked[len(top) :], _BESIDE), sure=False)


def not_found(found: Sequence[Ladder], asked: str) -> UnknownIndicator:
    """What is raised where nothing is called so."""
    names = list(dict.fromkeys(ladder.indicator for ladder in found))
    near = difflib.get_close_matches(asked[:60], names, n=OFFERED, cutoff=0.3)
    offer = f"相近的有：{'、'.join(near)}" if near else "用 duibiao ladder --all 看全部指标"
    return UnknownIndicator(f"没有名称为“{asked[:60]}”的指标，{offer}。", near)


def _names(ranked: Sequence[tuple[float, Ladder]], least: float) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ladder.indicator for score, ladder in ranked if score >= least))[:OFFERED]


def _ranked(
    found: Sequence[Ladder], asked: str, name: Name, meaning: Meaning | None
) -> list[tuple[float, Ladder]]:
    """Ladders with how well they fit, the best first; among equals main indicators first."""
    plain = fold(squash(asked))
    if not plain:
        return []
    names = list(dict.fromkeys(ladder.indicator for ladder in found))
    wanted = _wanted(plain)
    scores = {each: _score(plain, name, wanted, each) for each in names}
    if meaning and names and max(scores.values()) < _SURE:  # where the words say nothing, what they mean
        for each, meant in zip(names, meaning(asked, names), strict=True):
            scores[each] = max(scores[each], 0.8 * meant if meant >= _MEANT else 0.0)
    ranked = [(scores[ladder.indicator], ladder) for ladder in found if scores[ladder.indicator] > 0]
    return sorted(ranked, key=lambda row: (-row[0], -_main(row[1]), len(row[1].indicator)))


def _score(asked: str, name: Name, wanted: Sequence[_Ways], indicator: str) -> float:
    """How well an indicator fits what was typed, between 0 and 1."""
    text = fold(squash(indicator))
    if asked in text:
        return 0.9
    words = [max((_held(terms, text) * sure for terms, sure in ways), default=0.0) for ways in wanted]
    held = 0.85 * sum(words) / len(words) if words and all(words) else 0.0
    part = 0.45 * sum(words) / len(words) if words else 0.0
    like = 0.75 * likeness(name, read_name(indicator))
    best = max(held, part, like)
    return best + 0.04 * _literal(asked, text) if best else 0.0


def _held(terms: tuple[str, ...], text: str) -> float:
    """How many of the words that are wanted together a name has, where these are most."""
    share = sum(term in text for term in terms) / len(terms)
    return share if share > 0.5 else 0.0


def _literal(asked: str, text: str) -> float:
    pairs = segment.bigrams(asked)
    return sum(pair in text for pair in pairs) / len(pairs) if pairs else 0.0


def _wanted(asked: str) -> list[_Ways]:
    """The words of what was typed, each with the words that may stand for it, and how sure that is."""
    plain = _stops()
    found: list[_Ways] = []
    covered = [0] * len(asked)
    for expansion in synonyms.expand(asked):
        others = [(tuple(map(fold, terms)), max(0.6, expansion.weight)) for terms in expansion.alternatives]
        found.append([((expansion.phrase,), 1.0), *others])
        for at in range(expansion.span.start, expansion.span.end):
            covered[at] = 1
    tokens = [token.text for token in segment.coarse(asked) if not all(covered[token.start : token.end])]
    return found + [[((word,), 1.0), *_shorter(word)] for word in tokens if word not in plain]


def _shorter(word: str) -> _Ways:
    """率 alone says nothing: 死亡 of 死亡率; 农民 are 农村居民, 孕妇 孕产妇."""
    ways: _Ways = [((word[:-1],), 0.9)] if len(word) > 2 and word[-1] in "率数" else []
    return ways + [((other,), 0.9) for other in _people().get(word, ())]


@lexicon.kept
def _people() -> dict[str, tuple[str, ...]]:
    """Other words for people in the names of indicators."""
    found: dict[str, tuple[str, ...]] = {}
    for row in lexicon.table("indicator_people"):
        words = tuple(filter(None, map(str.strip, row["words"].split("|"))))
        for word in words:
            found[word] = (*found.get(word, ()), *(other for other in words if other != word))
    return found


@lru_cache(maxsize=1)
def _stops() -> frozenset[str]:
    return frozenset(row["word"] for row in lexicon.table("stopwords")) | {
        "率",
        "比例",
        "多少",
        "目标",
        "指标",
    }


def _main(ladder: Ladder) -> float:
    """How much of a main indicator it is: a goal, a share or rate, and stated at several levels."""
    stated = [rung.stated for rung in ladder.rungs if rung.stated is not None]
    if not stated:
        return 0.0
    first = stated[0]
    goal = first.kind in (ClauseKind.GOAL.value, ClauseKind.OVERALL_GOAL.value) or first.aim.source == "table"
    unit = first.aim.unit or ""
    telling = (unit in UNITS and UNITS[unit].telling) or not is_total(first.aim)
    return goal * 2 + telling + len(stated) * 0.1
