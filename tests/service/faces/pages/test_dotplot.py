"""The dot plot: nothing leaves the picture, equal values stand at one place, and words tell what shapes show."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from ingest.plan import Level
from service.faces.web.parts.dot_plot import LEFT, RIGHT, WIDTH, Mark, dot_plot, scale

VALUES = st.decimals(min_value=0, max_value=10**9, places=2, allow_nan=False, allow_infinity=False)
LEVELS = (Level.COUNTY, Level.CITY, Level.PROVINCE, Level.NATION)


def marks(*values: str, firm: bool = True) -> list[Mark]:
    return [
        Mark(level, level.value, Decimal(value), None, f"≤ {value}/10万", firm)
        for level, value in zip(LEVELS, values, strict=False)
    ]


def places(svg: str) -> list[float]:
    """Where the four shapes stand, from left."""
    return [
        float(re.search(r'(?:cx="|x="|d="M)(-?\d+)', shape).group(1)) + (6 if "<rect" in shape else 0)  # type: ignore[union-attr]
        for shape in re.findall(r'<g class="point[^>]*>(.*?)</g>', svg)
    ]


def test_shapes_tell_the_levels_apart_without_colour() -> None:
    svg = str(dot_plot("孕产妇死亡率", marks("9", "10", "11", "12"), percent=False, way=-1, number=1))
    assert [svg.count(tag) for tag in ("<circle", "<rect")] == [1, 1]
    assert places(svg) == sorted(places(svg))
    assert "≤ 9/10万" in svg
    assert "越往左越严" in svg
    assert "style=" not in svg


def test_it_is_told_in_words_and_is_well_formed() -> None:
    svg = str(dot_plot("<b>死亡率", marks("9", "12", firm=False), percent=False, way=0, number=7))
    root = ElementTree.fromstring(svg)
    assert root.get("aria-labelledby") == "pt-7 pd-7"
    assert root.findtext("title") == "<b>死亡率：各级目标值"
    assert root.findtext("desc") == "county ≤ 9/10万（未核对原文）；city ≤ 12/10万（未核对原文）"
    assert svg.count("hollow") == 2
    assert "越往" not in svg


def test_equal_values_stand_at_one_place_in_lines_of_their_own() -> None:
    svg = str(dot_plot("率", marks("2", "2", "2", "2"), percent=True, way=1, number=1))
    assert len(set(places(svg))) == 1


def test_one_value_is_no_plot() -> None:
    assert dot_plot("率", marks("2"), percent=True, way=1, number=1) is None


@given(st.lists(VALUES, min_size=1, max_size=4), st.booleans())
def test_the_axis_holds_every_value(values: list[Decimal], percent: bool) -> None:
    ticks = scale(values, percent)
    assert ticks[0] <= min(values)
    assert ticks[-1] >= max(values)
    assert 2 <= len(ticks) <= 7
    assert len({b - a for a, b in pairwise(ticks)}) == 1


@given(st.lists(VALUES, min_size=2, max_size=4))
def test_nothing_leaves_the_picture(values: list[Decimal]) -> None:
    shown = [
        Mark(level, level, value, None, f"{value}", True)
        for level, value in zip(LEVELS, values, strict=False)
    ]
    found = places(str(dot_plot("率", shown, percent=False, way=1, number=1)))
    assert all(LEFT <= place <= WIDTH - RIGHT for place in found)
    order = sorted(range(len(shown)), key=lambda at: shown[at].value)
    assert [found[at] for at in order] == sorted(found)
