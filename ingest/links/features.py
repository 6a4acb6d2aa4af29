"""How alike two clauses are: candidates by an inverted index and by meaning, then features of each pair.

Takes two Sides and gives Pairs: which clause of one stands beside which of the other, and what was measured of
each pair. All in arrays: 10,000 clauses beside 10,000 in seconds. What the features weigh is for ``links``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from analyzers.meaning import Floats
from ingest.indicators import Name, Sameness, compare
from ingest.links import figures
from ingest.links.arrays import Ints, Rows, Side, centred, middle
from ingest.links.frames import is_frame
from ingest.links.profiles import Profile
from ingest.plan import ClauseKind

CANDIDATES = 24  # of each clause on the other side, by words and by meaning each
FEATURES = (
    "words", "lead", "contained", "meaning", "lead_meaning", "lead_inside", "indicator", "population",
    "other_indicator", "contrast", "place", "kind",
)  # fmt: skip
_BLOCK = 512
_PAIRS = 16_384
_KINDS = {
    frozenset((ClauseKind.GOAL, ClauseKind.OVERALL_GOAL)): 0.7,
    frozenset((ClauseKind.MEASURE, ClauseKind.ORGANISATION)): 0.5,
    frozenset((ClauseKind.MEASURE, ClauseKind.MONITORING)): 0.5,
    frozenset((ClauseKind.ORGANISATION, ClauseKind.MONITORING)): 0.7,
    frozenset((ClauseKind.PREFACE, ClauseKind.GUIDELINE)): 0.3,
    frozenset((ClauseKind.PRINCIPLE, ClauseKind.GUIDELINE)): 0.3,
}
_UNLABELLED = 0.4  # goal beside measure where one of the plans does not tell them apart
_OTHER = 0.5
_MENTIONED = 0.6  # what a mention counts of a target
_ALIKE = 0.7  # of the characters of two names that are nearly the same


@dataclass(frozen=True, slots=True)
class Pairs:
    """Candidates: rows of one side, rows of the other, and a row of FEATURES each."""

    ones: Ints
    others: Ints
    features: Floats
    figures: (
        Floats  # 1 where both state one indicator, less where its names are alike, 0 where they share none
    )

    def column(self, name: str) -> Floats:
        """One feature of all pairs."""
        found: Floats = self.features[:, FEATURES.index(name)]
        return found


def pairs(one: Side, other: Side, implied: frozenset[str] = frozenset()) -> Pairs:
    """The candidates of each clause on both sides, with their features."""
    common = middle(one.meaning, other.meaning)
    lead_common = middle(one.lead_meaning, other.lead_meaning)
    meaning = centred(one.meaning, common), centred(other.meaning, common)
    lead_meaning = centred(one.lead_meaning, lead_common), centred(other.lead_meaning, lead_common)
    stated = figures.shared(one.profiles, other.profiles, implied)
    ones, others = _candidates(one, other, meaning, stated)
    kinds = _kind_closeness(one, other, ones, others)
    shared = np.fromiter(
        (stated.get(pair, 0.0) for pair in zip(ones.tolist(), others.tolist(), strict=True)),
        np.float32,
        len(ones),
    )
    fit = (kinds > 0) | (shared > 0)
    ones, others, kinds, shared = ones[fit], others[fit], kinds[fit], shared[fit]
    found = np.zeros((len(ones), len(FEATURES)), np.float32)
    _words(one, other, ones, others, found)
    found[:, 3] = _cosines(*meaning, ones, others)
    found[:, 4] = _cosines(*lead_meaning, ones, others)
    for number, (left, right) in enumerate(zip(ones.tolist(), others.tolist(), strict=True)):
        mine, its = one.profiles[left], other.profiles[right]
        if (mine.names or mine.mentions) and (its.names or its.mentions):
            found[number, 6:9] = _indicators(mine, its, implied)
        found[number, 9] = _contrast(mine, its)
        found[number, 10] = 1 - abs(mine.place - its.place)
    found[:, 11] = kinds
    return Pairs(ones, others, found, shared)


def _cosines(mine: Floats, its: Floats, ones: Ints, others: Ints) -> Floats:
    """Row by row, a block at a time: the vectors of a million pairs at once would take gigabytes."""
    found = np.empty(len(ones), np.float32)
    for at in range(0, len(ones), _PAIRS):
        part = slice(at, at + _PAIRS)
        found[part] = np.einsum("ij,ij->i", mine[ones[part]], its[others[part]])
    return found


def _candidates(
    one: Side, other: Side, meaning: tuple[Floats, Floats], stated: Iterable[tuple[int, int]]
) -> tuple[Ints, Ints]:
    """Rows that are worth a look: all of them for two small plans."""
    if not len(one) or not len(other):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    if max(len(one), len(other)) <= CANDIDATES * 2:
        grid = np.indices((len(one), len(other))).reshape(2, -1)
        return grid[0].astype(np.int64), grid[1].astype(np.int64)
    keys = [
        _nearest(meaning[0], meaning[1]) @ np.array([[len(other)], [1]]),
        _nearest(meaning[1], meaning[0])[:, ::-1] @ np.array([[len(other)], [1]]),
        _by_words(one.words, other.words, len(other)) @ np.array([[len(other)], [1]]),
        _by_words(other.words, one.words, len(one))[:, ::-1] @ np.array([[len(other)], [1]]),
        np.array([[left * len(other) + right] for left, right in stated], np.int64).reshape(-1, 1),
    ]
    every = np.unique(np.concatenate(keys).ravel()).astype(np.int64)
    return every // len(other), every % len(other)


def _nearest(mine: Floats, its: Floats) -> Ints:
    """For each row the CANDIDATES rows of the other side nearest in meaning."""
    number = min(CANDIDATES, len(its))
    found = []
    for at in range(0, len(mine), _BLOCK):
        scores = mine[at : at + _BLOCK] @ its.T
        best = np.argpartition(-scores, number - 1, axis=1)[:, :number]
        rows = np.repeat(np.arange(at, at + len(scores)), number)
        found.append(np.column_stack((rows, best.ravel())))
    return np.concatenate(found).astype(np.int64)


def _by_words(mine: Rows, its: Rows, total: int) -> Ints:
    """For each row the CANDIDATES rows of the other side that share the rarest words."""
    order = np.argsort(its.columns, kind="stable")
    columns = its.columns[order]
    owners = np.repeat(np.arange(total), np.diff(its.starts))[order]
    values = its.values[order]
    found = []
    for row in range(len(mine.starts) - 1):
        part = mine.row(row)
        words = mine.columns[part]
        begin = np.searchsorted(columns, words, "left")
        end = np.searchsorted(columns, words, "right")
        counts = end - begin
        where = np.repeat(begin - (np.cumsum(counts) - counts), counts) + np.arange(counts.sum())
        scores = np.bincount(owners[where], values[where] * np.repeat(mine.values[part], counts), total)
        number = min(CANDIDATES, total)
        best = np.argpartition(-scores, number - 1)[:number]
        best = best[scores[best] > 0]
        found.append(np.column_stack((np.full(len(best), row), best)))
    return np.concatenate(found).astype(np.int64) if found else np.zeros((0, 2), np.int64)


def _words(one: Side, other: Side, ones: Ints, others: Ints, found: Floats) -> None:
    """Features 0, 1, 2 and 5: what two clauses share of their words, weighed by rarity."""
    width = 1 + max(
        int(rows.columns.max(initial=0)) for side in (one, other) for rows in (side.words, side.leads)
    )
    row = {name: np.zeros(width, np.float32) for name in ("value", "has", "lead_value", "lead_has")}
    starts = np.flatnonzero(np.diff(ones, prepend=-1))
    shared = np.zeros((len(ones), 3), np.float32)
    for begin, end in zip(starts, np.append(starts[1:], len(ones))[: len(starts)], strict=True):
        left = int(ones[begin])
        words, leads = one.words.row(left), one.leads.row(left)
        row["value"][one.words.columns[words]] = one.words.values[words]
        row["has"][one.words.columns[words]] = one.words.rarity[words]
        row["lead_value"][one.leads.columns[leads]] = one.leads.values[leads]
        row["lead_has"][one.leads.columns[leads]] = one.leads.rarity[leads]
        these = slice(begin, end)
        where, cuts, some = _spread(other.words, others[these])
        columns, its = other.words.columns[where], other.words.rarity[where]
        found[these, 0][some] = _sums(row["value"][columns] * other.words.values[where], cuts)
        shared[these, 0][some] = _sums(np.minimum(row["has"][columns], its), cuts)
        shared[these, 1][some] = _sums(np.minimum(row["lead_has"][columns], its), cuts)
        where, cuts, some = _spread(other.leads, others[these])
        columns, its = other.leads.columns[where], other.leads.rarity[where]
        found[these, 1][some] = _sums(row["lead_value"][columns] * other.leads.values[where], cuts)
        shared[these, 2][some] = _sums(np.minimum(row["has"][columns], its), cuts)
        for name, rows, part in (
            ("value", one.words, words), ("has", one.words, words),
            ("lead_value", one.leads, leads), ("lead_has", one.leads, leads),
        ):  # fmt: skip
            row[name][rows.columns[part]] = 0
    found[:, 2] = _part(shared[:, 0], np.minimum(one.words.mass[ones], other.words.mass[others]))
    mine, its = one.leads.mass[ones], other.leads.mass[others]
    found[:, 5] = np.maximum(_part(shared[:, 1], mine), _part(shared[:, 2], its))


def _spread(rows: Rows, numbers: Ints) -> tuple[Ints, Ints, npt.NDArray[np.bool_]]:
    """The places of the words of these rows one behind another, where each row begins, which rows have any."""
    counts = rows.starts[numbers + 1] - rows.starts[numbers]
    some = counts > 0
    cuts = np.cumsum(counts) - counts
    where = np.repeat(rows.starts[numbers] - cuts, counts) + np.arange(counts.sum())
    return where, cuts[some], some


def _sums(values: Floats, cuts: Ints) -> Floats:
    if not len(cuts):
        return np.zeros(0, np.float32)
    found: Floats = np.add.reduceat(values, cuts)
    return found


def _part(shared: Floats, whole: Floats) -> Floats:
    found: Floats = np.divide(shared, whole, out=np.zeros_like(shared), where=whole > 0)
    return np.minimum(found, 1)


def _indicators(mine: Profile, its: Profile, implied: frozenset[str]) -> tuple[float, float, float]:
    """One indicator, one of other people, another: judged by targets, and less firmly by mere mentions."""
    if mine.names and its.names:
        best = _best(mine.names, its.names, implied)
        firm = 1.0
    else:
        best = max(
            _best(mine.names or mine.mentions, its.names or its.mentions, implied),
            _best(mine.names + mine.mentions, its.names + its.mentions, implied),
        )
        firm = _MENTIONED
    return (
        firm * (best is Sameness.SAME),
        firm * (best is Sameness.POPULATION),
        firm * (best is Sameness.DIFFERENT and not _near(mine, its)),
    )


def _best(mine: tuple[Name, ...], its: tuple[Name, ...], implied: frozenset[str]) -> Sameness:
    return max((compare(name, other, implied) for name in mine for other in its), default=Sameness.DIFFERENT)


def _near(mine: Profile, its: Profile) -> bool:
    """Whether two names say nearly the same: 设置比例, 设立的比例; a mention may have a word too many."""
    return any(
        name.groups == other.groups
        and name.core & figures.NUMERALS == other.core & figures.NUMERALS
        and len(name.core & other.core) >= _ALIKE * len(name.core | other.core)
        for name in mine.names + mine.mentions
        for other in its.names + its.mentions
    )


def _contrast(mine: Profile, its: Profile) -> float:
    """In how many groups the two name classes that exclude each other and share none."""
    if mine.contrasts == its.contrasts:
        return 0.0
    my_groups = {group for group, _ in mine.contrasts}
    its_groups = {group for group, _ in its.contrasts}
    shared = {group for group, _ in mine.contrasts & its.contrasts}
    return float(len((my_groups & its_groups) - shared))


def _kind_closeness(one: Side, other: Side, ones: Ints, others: Ints) -> Floats:
    """1 for two clauses of one kind, 0 for kinds that never answer each other."""
    kinds = list(ClauseKind)
    table = np.array([[_closeness(mine, its) for its in kinds] for mine in kinds], np.float32)
    present = [{profile.clause.kind for profile in side.profiles} for side in (one, other)]
    goal, measure = kinds.index(ClauseKind.GOAL), kinds.index(ClauseKind.MEASURE)
    if not all({ClauseKind.GOAL, ClauseKind.MEASURE} <= each for each in present):
        table[goal, measure] = table[measure, goal] = _UNLABELLED
    mine, its = (
        np.fromiter((kinds.index(profile.clause.kind) for profile in side.profiles), np.int64, len(side))
        for side in (one, other)
    )
    found: Floats = table[mine[ones], its[others]]
    frames = [
        np.fromiter((is_frame(profile.clause) for profile in side.profiles), np.bool_, len(side))
        for side in (one, other)
    ]
    found[frames[0][ones] | frames[1][others]] = 0
    return found


def _closeness(mine: ClauseKind, its: ClauseKind) -> float:
    if mine is its:
        return 1.0
    if ClauseKind.OTHER in (mine, its):
        return _OTHER
    return _KINDS.get(frozenset((mine, its)), 0.0)
