"""From ruled lines to the cells that they enclose.

Takes the Rulings of a page. Gives Frames: each a connected net of lines with the boxes of its cells; where a line is
missing between two places they are one cell. A table that is open at its sides, top or foot, as print often leaves it,
is closed where its lines end. Pure geometry: what stands in the cells is not looked at.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ingest.readers.printed.rulings import Ruling, TooManyLines

_SAME = 4.0  # points; lines that are nearer are one, drawn double or in pieces
_TOUCH = 3.2  # so far a line may end before the one that it meets
_MOST_LINES = 1500  # of a page
_MOST_PLACES = 20_000


@dataclass(frozen=True, slots=True)
class Box:
    """One cell: where it stands in the grid, how much it covers, and its edges on the page."""

    row: int
    column: int
    rows: int
    columns: int
    left: float
    low: float
    right: float
    high: float


@dataclass(frozen=True, slots=True)
class RuledFrame:
    """One net of lines with its cells, by row and column; ``xs`` are its edges from left to right."""

    boxes: tuple[Box, ...]
    xs: tuple[float, ...]
    ys: tuple[float, ...]  # from top to foot

    @property
    def left(self) -> float:
        """Its left edge."""
        return self.xs[0]

    @property
    def right(self) -> float:
        """Its right edge."""
        return self.xs[-1]

    @property
    def high(self) -> float:
        """Its upper edge."""
        return self.ys[0]

    @property
    def low(self) -> float:
        """Its lower edge."""
        return self.ys[-1]

    @property
    def is_single(self) -> bool:
        """Whether it is a frame around one place."""
        return len(self.boxes) == 1


def frames(rulings: Iterable[Ruling]) -> list[RuledFrame]:
    """The frames of a page, from the top down. Raises TooManyLines for a drawing."""
    found = list(rulings)
    level, upright = _merged(r for r in found if r.level), _merged(r for r in found if not r.level)
    if len(level) + len(upright) > _MOST_LINES:
        raise TooManyLines
    nets = [_frame(*net) for net in _nets(level, upright)]
    return sorted((frame for frame in nets if frame is not None), key=lambda each: (-each.high, each.left))


def _merged(rulings: Iterable[Ruling]) -> list[Ruling]:
    """Lines at the same height or distance as one, where their pieces meet."""
    found: list[Ruling] = []
    for cluster in _clusters(sorted(rulings, key=lambda each: each.at)):
        at = sum(each.at for each in cluster) / len(cluster)
        start = end = None
        for piece in sorted(cluster, key=lambda each: each.start):
            if start is None or end is None or piece.start > end + _TOUCH:
                if start is not None and end is not None:
                    found.append(Ruling(piece.level, at, start, end))
                start, end = piece.start, piece.end
            else:
                end = max(end, piece.end)
        if start is not None and end is not None:
            found.append(Ruling(cluster[0].level, at, start, end))
    return found


def _clusters(rulings: Sequence[Ruling]) -> Iterable[list[Ruling]]:
    cluster: list[Ruling] = []
    for ruling in rulings:
        if cluster and ruling.at - cluster[0].at > _SAME:
            yield cluster
            cluster = []
        cluster.append(ruling)
    if cluster:
        yield cluster


def _nets(level: Sequence[Ruling], upright: Sequence[Ruling]) -> Iterable[tuple[list[Ruling], list[Ruling]]]:
    """Lines that meet one another, as groups with lines of both directions."""
    group = list(range(len(level) + len(upright)))

    def root(place: int) -> int:
        while group[place] != place:
            group[place] = group[group[place]]
            place = group[place]
        return place

    for first, line in enumerate(level):
        for second, other in enumerate(upright, len(level)):
            meets = (
                line.start - _TOUCH <= other.at <= line.end + _TOUCH
                and other.start - _TOUCH <= line.at <= other.end + _TOUCH
            )
            if meets:
                group[root(first)] = root(second)
    nets: dict[int, tuple[list[Ruling], list[Ruling]]] = {}
    for place, ruling in enumerate([*level, *upright]):
        nets.setdefault(root(place), ([], []))[0 if ruling.level else 1].append(ruling)
    return [net for net in nets.values() if len(net[0]) > 1 and net[1]]


def _frame(level: list[Ruling], upright: list[Ruling]) -> RuledFrame | None:
    xs = _edges(sorted({r.at for r in upright}), [r.start for r in level], [r.end for r in level])
    ys = _edges(sorted({r.at for r in level}), [r.start for r in upright], [r.end for r in upright])
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MOST_PLACES:
        return None
    grid = _Grid(xs, ys, level, upright)
    boxes = [grid.box(places) for group in grid.groups() for places in _rectangles(group)]
    if not boxes:
        return None
    return RuledFrame(
        tuple(sorted(boxes, key=lambda box: (box.row, box.column))), tuple(xs), tuple(reversed(ys))
    )


def _edges(ats: list[float], starts: list[float], ends: list[float]) -> list[float]:
    """The edges of a net in one direction: its lines, and where two or more of the other lines end beyond them."""
    found = list(ats)
    low, high = min(starts), max(ends)
    if low < ats[0] - _TOUCH and sum(start <= low + _TOUCH for start in starts) > 1:
        found.insert(0, low)
    if high > ats[-1] + _TOUCH and sum(end >= high - _TOUCH for end in ends) > 1:
        found.append(high)
    return found


class _Grid:
    """The places between the lines of a net; rows are counted from the foot."""

    def __init__(
        self, xs: list[float], ys: list[float], level: Iterable[Ruling], upright: Iterable[Ruling]
    ) -> None:
        self._xs, self._ys = xs, ys
        self._level = _by_place(level, ys)
        self._upright = _by_place(upright, xs)
        # Edges without a line of their own are those that close an open side.
        self._closed = ({0, len(ys) - 1} - set(self._level), {0, len(xs) - 1} - set(self._upright))

    def groups(self) -> list[list[tuple[int, int]]]:
        """The places that no line parts, without those that lie open to the outside."""
        columns, rows = len(self._xs) - 1, len(self._ys) - 1
        outside = columns * rows
        group = list(range(outside + 1))

        def root(place: int) -> int:
            while group[place] != place:
                group[place] = group[group[place]]
                place = group[place]
            return place

        for row in range(rows):
            for column in range(columns + 1):
                if not self._is_ruled(column, row):
                    left = row * columns + column - 1 if column else outside
                    right = row * columns + column if column < columns else outside
                    group[root(left)] = root(right)
        for column in range(columns):
            for row in range(rows + 1):
                if not self._is_ruled_below(row, column):
                    below = (row - 1) * columns + column if row else outside
                    above = row * columns + column if row < rows else outside
                    group[root(below)] = root(above)
        found: dict[int, list[tuple[int, int]]] = {}
        for place in range(outside):
            if root(place) != root(outside):
                found.setdefault(root(place), []).append(divmod(place, columns))
        return list(found.values())

    def box(self, places: list[tuple[int, int]]) -> Box:
        """The cell that covers a rectangle of places, its row counted from the top."""
        rows, columns = [row for row, _ in places], [column for _, column in places]
        low, high, left, right = min(rows), max(rows) + 1, min(columns), max(columns) + 1
        return Box(
            len(self._ys) - 1 - high,
            left,
            high - low,
            right - left,
            self._xs[left],
            self._ys[low],
            self._xs[right],
            self._ys[high],
        )

    def _is_ruled(self, edge: int, row: int) -> bool:
        """Whether a line stands at an edge beside a row."""
        return edge in self._closed[1] or _covers(
            self._upright.get(edge, ()), self._ys[row], self._ys[row + 1]
        )

    def _is_ruled_below(self, edge: int, column: int) -> bool:
        return edge in self._closed[0] or _covers(
            self._level.get(edge, ()), self._xs[column], self._xs[column + 1]
        )


def _by_place(rulings: Iterable[Ruling], edges: list[float]) -> dict[int, list[Ruling]]:
    found: dict[int, list[Ruling]] = {}
    for ruling in rulings:
        place = bisect_right(edges, ruling.at) - 1
        found.setdefault(place, []).append(ruling)
    return found


def _covers(rulings: Iterable[Ruling], start: float, end: float) -> bool:
    middle = (start + end) / 2
    return any(ruling.start <= middle <= ruling.end for ruling in rulings)


def _rectangles(places: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """A group of places as one rectangle, or, where it is none, its stretches in each row."""
    rows, columns = {row for row, _ in places}, {column for _, column in places}
    if len(places) == (max(rows) - min(rows) + 1) * (max(columns) - min(columns) + 1):
        return [places]
    found: list[list[tuple[int, int]]] = []
    for place in sorted(places):
        if found and found[-1][-1] == (place[0], place[1] - 1):
            found[-1].append(place)
        else:
            found.append([place])
    return found
