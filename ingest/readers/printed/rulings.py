"""The lines that are ruled on a printed page: borders of tables and frames.

Takes a page of PDFium. Gives Rulings, level and upright ones: strokes, the edges of stroked rectangles, and rectangles
so thin that they are lines. Fills, curves, slanted and white lines are none.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ingest.readers.printed.characters import turned

_THIN = 5.0  # points; a rectangle that is no thicker is a line …
_LONG = 3  # … where it is so many times as long
_SHORT = 4.0  # a shorter line borders no cell
_STRAIGHT = 0.6  # a line that leaves its direction further is slanted
_DEEPEST = 3  # forms inside forms
_MOST_OBJECTS = 20_000  # of a page; a map or drawing holds no table
_MOST_SEGMENTS = 40_000
_WHITE = 250
_CURVE, _MOVE = 1, 2

Matrix = tuple[float, float, float, float, float, float]
_AS_IT_IS: Matrix = (1, 0, 0, 1, 0, 0)


@dataclass(frozen=True, slots=True)
class Ruling:
    """A line: ``at`` is its height (level) or its distance from the left (upright), from ``start`` to ``end``."""

    level: bool
    at: float
    start: float
    end: float


class TooManyLines(ValueError):
    """The page is a drawing."""


def page_rulings(page: Any, turn: int) -> list[Ruling]:
    """The rulings of a page, turned as its text is read. Raises TooManyLines."""
    return [ruling for box in _Walk().boxes(page) if (ruling := _ruling(turned(turn, *box))) is not None]


def _ruling(box: tuple[float, float, float, float]) -> Ruling | None:
    left, low, right, high = box
    width, height = right - left, high - low
    if height <= _THIN and width >= max(_SHORT, _LONG * height):
        return Ruling(True, (low + high) / 2, left, right)
    if width <= _THIN and height >= max(_SHORT, _LONG * width):
        return Ruling(False, (left + right) / 2, low, high)
    return None


class _Walk:
    """Walks the objects of one page."""

    def __init__(self) -> None:
        from pypdfium2 import raw

        self._raw = raw
        self._objects = self._segments = 0
        self._floats = tuple(ctypes.c_float() for _ in range(4))

    def boxes(self, page: Any) -> Iterator[tuple[float, float, float, float]]:
        """The boxes of everything that may be a line: left, low, right, high."""
        raw = self._raw
        for place in range(raw.FPDFPage_CountObjects(page)):
            yield from self._object(raw.FPDFPage_GetObject(page, place), _AS_IT_IS, 0)

    def _object(self, found: Any, matrix: Matrix, depth: int) -> Iterator[tuple[float, float, float, float]]:
        raw = self._raw
        kind = raw.FPDFPageObj_GetType(found)
        if kind == raw.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _joined(self._matrix(found), matrix)
            for place in range(raw.FPDFFormObj_CountObjects(found)):
                yield from self._object(raw.FPDFFormObj_GetObject(found, place), inner, depth + 1)
        if kind != raw.FPDF_PAGEOBJ_PATH:
            return
        self._objects += 1
        if self._objects > _MOST_OBJECTS:
            raise TooManyLines
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        raw.FPDFPath_GetDrawMode(found, fill, stroke)
        if not self._is_drawn(found, bool(fill.value), bool(stroke.value)):
            return
        left, low, right, high = self._floats
        raw.FPDFPageObj_GetBounds(found, left, low, right, high)
        box = _moved(matrix, left.value, low.value, right.value, high.value)
        if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
            yield box
        elif depth == 0 or raw.FPDFPath_CountSegments(found) > 1:
            yield from self._lines(found, _joined(self._matrix(found), matrix), stroked=bool(stroke.value))

    def _is_drawn(self, found: Any, fill: bool, stroke: bool) -> bool:
        raw = self._raw
        red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
        for wanted, read in ((stroke, raw.FPDFPageObj_GetStrokeColor), (fill, raw.FPDFPageObj_GetFillColor)):
            if wanted:
                if not read(found, red, green, blue, alpha):
                    return True
                if alpha.value and min(red.value, green.value, blue.value) < _WHITE:
                    return True
        return False

    def _lines(
        self, path: Any, matrix: Matrix, *, stroked: bool
    ) -> Iterator[tuple[float, float, float, float]]:
        """The straight sides of a path that are drawn, and its parts that are thin rectangles."""
        raw = self._raw
        points: list[tuple[float, float]] = []
        curved = False
        x, y = self._floats[:2]
        count = raw.FPDFPath_CountSegments(path)
        self._segments += count
        if self._segments > _MOST_SEGMENTS:
            raise TooManyLines
        for place in range(count + 1):
            segment = raw.FPDFPath_GetPathSegment(path, place) if place < count else None
            kind = _MOVE if segment is None else raw.FPDFPathSegment_GetType(segment)
            if kind == _MOVE and points:
                if not curved:
                    yield from _sides(points, stroked=stroked)
                points, curved = [], False
            if segment is None:
                return
            raw.FPDFPathSegment_GetPoint(segment, x, y)
            points.append(_point(matrix, x.value, y.value))
            curved = curved or kind == _CURVE
            if raw.FPDFPathSegment_GetClose(segment):
                points.append(points[0])

    def _matrix(self, found: Any) -> Matrix:
        stated = self._raw.FS_MATRIX()
        if not self._raw.FPDFPageObj_GetMatrix(found, stated):
            return _AS_IT_IS
        return stated.a, stated.b, stated.c, stated.d, stated.e, stated.f


def _sides(
    points: list[tuple[float, float]], *, stroked: bool
) -> Iterator[tuple[float, float, float, float]]:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    box = min(xs), min(ys), max(xs), max(ys)
    if min(box[2] - box[0], box[3] - box[1]) <= _THIN:
        yield box
    elif stroked:
        for (x, y), (next_x, next_y) in pairwise(points):
            if min(abs(next_x - x), abs(next_y - y)) <= _STRAIGHT:
                yield min(x, next_x), min(y, next_y), max(x, next_x), max(y, next_y)


def _point(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _moved(
    matrix: Matrix, left: float, low: float, right: float, high: float
) -> tuple[float, float, float, float]:
    if matrix == _AS_IT_IS:
        return left, low, right, high
    corners = [_point(matrix, x, y) for x in (left, right) for y in (low, high)]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _joined(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does what one does, and then the other."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (
        a * g + b * i,
        a * h + b * j,
        c * g + d * i,
        c * h + d * j,
        e * g + f * i + k,
        e * h + f * j + m,
    )
