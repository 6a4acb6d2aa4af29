"""A dot plot of one ladder as SVG: a line a level, a shape a level, the value written beside its point.

Takes Marks with exact values in one unit. Gives the picture as markup, or None where there is nothing to draw. It is
readable without colour (shapes, lines of their own, written values; a hollow point is a figure nobody has checked),
has a title and a description, and styles come from beside.css, because a page may hold no style of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from markupsafe import Markup, escape

from ingest.levels import Level

WIDTH, LANE, TOP, LEFT, RIGHT = 330, 24, 6, 56, 14
_TICKS = 4  # at most so many steps
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_LETTER = 9  # a wide guess of the width of a written letter, so that no value leaves the picture
_DRAWN = {  # the marks of levels; one that is not here is written as a letter
    "●": '<circle cx="{x}" cy="{y}" r="6"/>',
    "■": '<rect x="{left}" y="{top}" width="11" height="11"/>',
    "▲": '<path d="M{x} {up}L{right} {down}L{left} {down}Z"/>',
    "◆": '<path d="M{x} {up}L{right} {y}L{x} {down}L{left} {y}Z"/>',
    "▼": '<path d="M{x} {down}L{right} {up}L{left} {up}Z"/>',
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One level's value; ``high`` ends a range; ``firm`` is whether it was read in the plan's own text."""

    level: Level | None
    name: str
    value: Decimal
    high: Decimal | None
    written: str
    firm: bool


def dot_plot(indicator: str, marks: Sequence[Mark], *, percent: bool, way: int, number: int) -> Markup | None:
    """The picture; ``way`` is 1 where more is stricter, -1 where less is; ``number`` tells pictures apart."""
    if len(marks) < 2:
        return None
    ticks = scale([each for mark in marks for each in (mark.value, mark.high) if each is not None], percent)
    bottom = TOP + LANE * len(marks)
    height = bottom + 34
    parts = [_axis(ticks, bottom, percent, way)]
    parts += [_lane(mark, ticks, TOP + LANE * at + LANE // 2) for at, mark in enumerate(marks)]
    told = "；".join(f"{mark.name} {mark.written}{'' if mark.firm else '（未核对原文）'}" for mark in marks)
    opening = Markup(
        '<svg class="plot" viewBox="0 0 {w} {h}" role="img" aria-labelledby="pt-{n} pd-{n}">'
        '<title id="pt-{n}">{title}</title><desc id="pd-{n}">{told}</desc>'
    ).format(w=WIDTH, h=height, n=number, title=f"{indicator}：各级目标值", told=told)
    return opening + Markup().join(parts) + Markup("</svg>")


def scale(values: Sequence[Decimal], percent: bool) -> list[Decimal]:
    """The ticks of an axis that holds all values: round numbers, from 0 where that costs little room."""
    low, high = min(values), max(values)
    if low >= 0 and low <= high / 2:
        low = Decimal(0)
    if low == high:
        low, high = (Decimal(0), high) if high > 0 else (high - 1, high + 1)
    rough = (high - low) / _TICKS
    power = Decimal(10) ** rough.adjusted()
    step = next(power * each for each in _STEPS if power * each >= rough)
    first, last = (
        (low / step).to_integral_value("ROUND_FLOOR"),
        (high / step).to_integral_value("ROUND_CEILING"),
    )
    ticks = [step * each for each in range(int(first), int(last) + 1)]
    return [tick for tick in ticks if tick <= 100] if percent and high <= 100 else ticks


def _place(value: Decimal, ticks: Sequence[Decimal]) -> int:
    low, high = ticks[0], ticks[-1]
    return LEFT + round((value - low) / (high - low) * (WIDTH - LEFT - RIGHT))


def _axis(ticks: Sequence[Decimal], bottom: int, percent: bool, way: int) -> Markup:
    parts = []
    for tick in ticks:
        x = _place(tick, ticks)
        parts.append(f'<path class="rule" d="M{x} {TOP}V{bottom}"/>')
        shown = f"{tick.normalize():f}{'%' if percent else ''}"
        parts.append(f'<text class="tick" x="{x}" y="{bottom + 13}" text-anchor="middle">{shown}</text>')
    if way:
        words, x, anchor = (
            ("越往右越严 →", WIDTH - RIGHT, "end") if way > 0 else ("← 越往左越严", LEFT, "start")
        )
        parts.append(f'<text class="tick" x="{x}" y="{bottom + 28}" text-anchor="{anchor}">{words}</text>')
    return Markup("".join(parts))


def _lane(mark: Mark, ticks: Sequence[Decimal], y: int) -> Markup:
    """A level's line: its name, the point or the span, the value written where there is room."""
    x = _place(mark.value, ticks)
    end = x if mark.high is None else _place(mark.high, ticks)
    glyph = mark.level.fact.glyph if mark.level else "●"
    letter = f'<text class="glyph" x="{{x}}" y="{{down}}" text-anchor="middle">{escape(glyph)}</text>'
    shape = _DRAWN.get(glyph, letter).format(
        x=x, y=y, left=x - 6, right=x + 6, top=y - 6, up=y - 7, down=y + 6
    )
    name = "point" if mark.firm else "point hollow"
    parts = [f'<path class="lane" d="M{LEFT} {y}H{WIDTH - RIGHT}"/>']
    if mark.high is not None:
        parts.append(f'<path class="span" d="M{x} {y}H{end}"/>')
    parts.append(f'<g class="{name} {mark.level or ""}">{shape}</g>')
    before = end + 12 + _LETTER * len(mark.written) > WIDTH
    at, anchor = (min(x, end) - 11, "end") if before else (max(x, end) + 11, "start")
    texts = Markup(
        '<text class="name" x="{left}" y="{base}" text-anchor="end">{name}</text>'
        '<text class="written" x="{at}" y="{base}" text-anchor="{anchor}">{written}</text>'
    ).format(left=LEFT - 14, base=y + 5, name=mark.name, at=at, anchor=anchor, written=mark.written)
    return Markup("".join(parts)) + texts
