"""A search level by level: who says what, who says nothing, whose text is not at hand."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ingest.plan import Level
from service.answers.search.grouping import SHOWN, LevelGroup, by_level
from service.query.filters import Scope
from service.query.query import read_query
from service.storage.base import Base


@pytest.fixture
def base(make_plan: Callable, make_base: Callable) -> Base:
    """A county that says much, a city that says nothing of it, a nation that says one thing, no province."""
    county = make_plan("county", [f"提高就业水平{n}。" for n in range(SHOWN + 2)], level=Level.COUNTY)
    city = make_plan("city", ["降低死亡率。"], level=Level.CITY)
    nation = make_plan("nation", ["促进就业。"], level=Level.NATION)
    return make_base([county, city, nation])


def groups(base: Base, typed: str, scope: Scope = Scope()) -> list[LevelGroup]:  # noqa: B008 - frozen
    return list(by_level(base.store, base.engine, read_query(typed, scope=scope)))


def test_every_level_is_there_lowest_first(base: Base) -> None:
    found = groups(base, "就业")
    assert [group.level for group in found] == [Level.COUNTY, Level.CITY, Level.PROVINCE, Level.NATION]
    county, city, province, nation = found
    assert county.answer is not None
    assert (len(county.answer.hits), county.answer.total) == (SHOWN, SHOWN + 2)
    assert city.answer is not None
    assert city.answer.hits == ()
    assert province.answer is None
    assert nation.answer is not None
    assert [hit.address for hit in nation.answer.hits] == ["nation/1/goal/1"]


def test_the_filter_says_which_levels(base: Base) -> None:
    assert [group.level for group in groups(base, "就业", Scope(levels=(Level.NATION,)))] == [Level.NATION]
    assert [group.level for group in groups(base, "就业 层级:国家,县")] == [Level.NATION, Level.COUNTY]


def test_parts_are_shown_only_where_nothing_whole_is_found(make_plan: Callable, make_base: Callable) -> None:
    county = make_plan("county", ["提高就业水平。", "就业和培训。"], level=Level.COUNTY)
    city = make_plan("city", ["加强培训。"], level=Level.CITY)
    found = groups(make_base([county, city]), "就业 培训")
    assert [hit.address for hit in found[0].hits] == ["county/1/goal/2"]
    assert [hit.address for hit in found[1].hits] == ["city/1/goal/1"]


def test_groups_are_what_a_search_of_that_level_gives(base: Base) -> None:
    """The page leads from a group to all of its level."""
    from service.answers.search import search

    for group in groups(base, "就业"):
        if group.answer is not None:
            query = read_query("就业", scope=Scope(levels=(group.level,)), limit=SHOWN)
            alone = search(base.store, base.engine, query)
            assert [hit.address for hit in alone.hits] == [hit.address for hit in group.answer.hits]
