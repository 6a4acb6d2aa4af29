"""The vectors of all clauses of a base: written once, mapped when searched.

Takes, for every position, the int8 rows of its units (sentences) and what made them. Gives how close clauses
are to a query: exactly, for clauses that are named (the candidates of BM25); and the nearest clauses of the
whole base. Up to EXACT_UNITS units the nearest are found by looking at all; beyond, units lie in lists of
neighbours and only the lists nearest to the query are read (their clauses are then scored exactly), which
finds 95 of 100. Scores are whole-number products, the same on every machine; ties keep positions in order.

    units.npy    int8, one row a unit in the order of positions; starts.npy: where each position begins;
                 inverse.npy: one over the row's length; owner.npy: its position; made.npy: what made it
    members.npy  the rows list after list; lists.npy: where each list begins; centres.npy: its centre (all
                 three only in a large base)
    about.json  written last: what the set was made of
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from analyzers.meaning import DIMENSION, Bytes, EncodedQuery, Floats, Made, cosines, lengths
from service.query import RANKING, Ranking

Ints = npt.NDArray[np.int64]
FORMAT = 2
EXACT_UNITS = 8_192
SCOPE_CLAUSES = 3_000  # clauses of a scope that are all looked at
_READ_UNITS = 12_000  # units looked at for the nearest clauses of a large base
_READ_LISTS = 160  # and no more lists than that
_LIST = 200  # units in a list, on average
_LISTS = 2_048
_ROUNDS = 6
_SAMPLE = 32  # units a list is learnt from
_BLOCK = 8_192
_PREFIX = "vectors-"


class Vectors:
    """An opened set. Any number of threads may share one."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError or ValueError where the set cannot be used."""
        self.about: dict[str, Any] = json.loads((folder / "about.json").read_text(encoding="utf-8"))
        if self.about.get("format") != FORMAT:
            raise ValueError("another format")

        def load(name: str) -> Any:
            # As a plain array: taking a part of a mapped one costs five times as much.
            return np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray)

        self._units: Bytes = load("units")
        self._inverse: Floats = load("inverse")
        self._owner: Ints = load("owner")
        self._made: npt.NDArray[np.uint8] = load("made")
        self._starts: Ints = np.load(folder / "starts.npy")
        self.clauses = len(self._starts) - 1
        if len(self._owner) != len(self._units) or self._starts[-1] != len(self._units):
            raise ValueError("files of different sets")
        makers = np.flatnonzero(np.bincount(self._made)) if len(self._made) else np.array([Made.TABLE])
        self._only = Made(int(makers[0])) if len(makers) == 1 else None
        self._lists: Ints | None = None
        if (folder / "lists.npy").is_file():
            self._lists = np.load(folder / "lists.npy")
            self._members: Ints = load("members")
            self._centres: Floats = np.load(folder / "centres.npy")

    def closeness(self, asked: EncodedQuery, positions: Ints, profile: Ranking = RANKING) -> Floats:
        """How close each of these clauses is: the cosine of its closest sentence, 0 without one."""
        starts = self._starts[positions]
        counts = self._starts[positions + 1] - starts
        ends = np.cumsum(counts)
        total = int(ends[-1]) if len(ends) else 0
        found = np.zeros(len(positions), np.float32)
        if not total or asked.empty:
            return found
        if self._lists is None and total * 3 > len(self._units):  # picking rows takes longer than reading all
            every: Floats = self._closeness_of_all(asked, profile)[positions]
            return every
        rows = np.repeat(starts - (ends - counts), counts) + np.arange(total)
        made = self._made if self._only is not None else self._made[rows]
        scores = cosines(asked, self._units[rows], self._inverse[rows])
        self._shared(scores, asked, made, profile)
        if counts.all():
            return np.maximum.reduceat(scores, ends - counts)
        some = counts > 0
        found[some] = np.maximum.reduceat(scores, (ends - counts)[some])
        return found

    def nearest(self, asked: EncodedQuery, limit: int, profile: Ranking = RANKING) -> tuple[Ints, Floats]:
        """Positions and closeness of the nearest clauses, nearest first."""
        if asked.empty or not len(self._units):
            return np.zeros(0, np.int64), np.zeros(0, np.float32)
        if self._lists is None:
            positions = np.arange(self.clauses)
            found = self._closeness_of_all(asked, profile)
        else:
            positions = self._candidates(asked, self._lists, limit, profile)
            found = self.closeness(asked, positions, profile)
        order = np.lexsort((positions, -found))[:limit]
        return positions[order], found[order]

    def nearest_of(
        self, asked: EncodedQuery, among: Ints, limit: int, profile: Ranking = RANKING
    ) -> tuple[Ints, Floats]:
        """The nearest of the given clauses, nearest first; exact up to SCOPE_CLAUSES of them."""
        if len(among) > SCOPE_CLAUSES and self._lists is not None:
            positions, found = self.nearest(asked, limit * 8, profile)
            inside = np.isin(positions, among)
            return positions[inside][:limit], found[inside][:limit]
        found = self.closeness(asked, among, profile)
        order = np.lexsort((among, -found))[:limit]
        return among[order], found[order]

    def _closeness_of_all(self, asked: EncodedQuery, profile: Ranking) -> Floats:
        scores = self._all @ asked.ints
        scores *= self._inverse
        scores *= np.float32(1 / asked.norm)
        self._shared(scores, asked, self._made, profile)
        found = np.zeros(self.clauses, np.float32)
        some = self._starts[1:] > self._starts[:-1]
        if some.any():
            found[some] = np.maximum.reduceat(scores, self._starts[:-1][some])
        return found

    @cached_property
    def _all(self) -> Floats:
        """All units of a small base, as the processor multiplies fastest."""
        every: Floats = self._units.astype(np.float32)
        return every

    def _candidates(self, asked: EncodedQuery, lists: Ints, limit: int, profile: Ranking) -> Ints:
        """The clauses of the nearest units in the nearest lists."""
        nearness = self._centres @ asked.ints
        few = min(len(nearness), _READ_LISTS)
        order = np.argpartition(-nearness, few - 1)[:few]
        order = order[np.lexsort((order, -nearness[order]))]
        read = np.cumsum(lists[order + 1] - lists[order])
        chosen = order[: int(np.searchsorted(read, _READ_UNITS)) + 1]
        rows = np.concatenate([self._members[lists[each] : lists[each + 1]] for each in chosen])
        scores = self._units[rows].astype(np.float32) @ asked.ints
        scores *= self._inverse[rows]
        self._shared(scores, asked, self._made if self._only is not None else self._made[rows], profile)
        keep = min(len(scores), limit * 2 + 20)
        best = np.argpartition(scores, len(scores) - keep)[-keep:]
        return np.unique(self._owner[rows[best]]).astype(np.int64)

    def _shared(
        self, scores: Floats, asked: EncodedQuery, made: npt.NDArray[np.uint8], profile: Ranking
    ) -> None:
        """Takes off what makes the cosines of one maker larger than those of the other."""
        if self._only is not None:
            part = share(profile, asked.made, self._only)
            if part != 1:
                scores *= np.float32(part)
        else:
            parts = np.array([share(profile, asked.made, each) for each in Made], np.float32)
            scores *= parts[made]


def share(profile: Ranking, asked: Made, made: Made) -> float:
    """How much of a cosine counts, by what made the query's vector and the unit's."""
    if made is Made.MODEL:
        return 1.0
    return profile.table_by_table if asked is Made.TABLE else profile.table_by_model


def write(
    folder: Path, counts: Sequence[int], units: Bytes, made: Sequence[Made], about: dict[str, Any]
) -> Path:
    """Writes a set beside those that are there. ``counts`` has the number of units of each position."""
    place = folder / f"{_PREFIX}new-{os.getpid()}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    if len(units) > EXACT_UNITS:
        centres, members, lists = _lists(units)
        np.save(place / "centres.npy", centres)
        np.save(place / "members.npy", members)
        np.save(place / "lists.npy", lists)
    np.save(place / "units.npy", units)
    np.save(place / "inverse.npy", lengths(units))
    np.save(place / "owner.npy", np.repeat(np.arange(len(counts), dtype=np.int32), counts))
    np.save(place / "made.npy", np.array(made, np.uint8))
    np.save(place / "starts.npy", np.concatenate(([0], np.cumsum(counts))).astype(np.int64))
    stated = about | {"format": FORMAT, "clauses": len(counts), "units": len(units)}
    (place / "about.json").write_text(json.dumps(stated, ensure_ascii=False, indent=1), encoding="utf-8")
    number = max([int(each.name.removeprefix(_PREFIX)) for each in sets(folder)], default=0) + 1
    final = folder / f"{_PREFIX}{number}"
    os.replace(place, final)
    return final


def sets(folder: Path) -> list[Path]:
    """The complete sets of a folder, newest first."""
    found = [each for each in folder.glob(f"{_PREFIX}*") if each.name.removeprefix(_PREFIX).isdigit()]
    return sorted(found, key=lambda each: -int(each.name.removeprefix(_PREFIX)))


def open_newest(folder: Path, code: str) -> Vectors | None:
    """The newest set that was made by this very code and can be read; None where there is none."""
    for each in sets(folder):
        try:
            opened = Vectors(each)
        except (OSError, ValueError):
            continue
        if opened.about.get("code") == code:
            return opened
    return None


def remove_older(folder: Path, keep: Path) -> None:
    """Removes every other set; one that a reader holds on Windows stays until the next time."""
    for each in folder.glob(f"{_PREFIX}*"):
        if each != keep:
            shutil.rmtree(each, ignore_errors=True)


def _lists(units: Bytes) -> tuple[Floats, Ints, Ints]:
    """Centres of the lists, the units in the order of their lists, and where each list begins."""
    count = max(1, min(_LISTS, len(units) // _LIST))
    dice = np.random.default_rng(0)
    sample = _unit_length(units[np.sort(dice.permutation(len(units))[: count * _SAMPLE])])
    centres = sample[np.sort(dice.permutation(len(sample))[:count])].copy()
    for _ in range(_ROUNDS):
        near = _nearest_centres(sample, centres)
        order = np.argsort(near, kind="stable")
        edges = np.searchsorted(near[order], np.arange(count + 1))
        some = np.flatnonzero(edges[1:] > edges[:-1])  # an empty list keeps its centre
        sums = np.add.reduceat(sample[order], edges[some], axis=0)
        centres[some] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    near = np.concatenate(
        [
            _nearest_centres(_unit_length(units[at : at + _BLOCK]), centres)
            for at in range(0, len(units), _BLOCK)
        ]
    )
    order = np.argsort(near, kind="stable").astype(np.int32)
    return centres, order, np.searchsorted(near[order], np.arange(count + 1))


def _nearest_centres(rows: Floats, centres: Floats) -> Ints:
    return np.concatenate(
        [(rows[at : at + _BLOCK] @ centres.T).argmax(axis=1) for at in range(0, len(rows), _BLOCK)]
    )


def _unit_length(rows: Bytes) -> Floats:
    floats = rows.reshape(-1, DIMENSION).astype(np.float32)
    floats *= lengths(rows)[:, None]
    return floats
