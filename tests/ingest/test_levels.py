"""From which level one looks who chose none."""

from __future__ import annotations

import pytest

from ingest.levels import Level, own_level


@pytest.mark.parametrize(
    ("held", "own"),
    [
        ([Level.NATION, Level.COUNTY, Level.TOWNSHIP], Level.COUNTY),
        ([Level.TOWNSHIP, None, Level.COUNTY], Level.COUNTY),
        ([Level.NATION, Level.CITY], Level.CITY),
        ([Level.PROVINCE, Level.TOWNSHIP], Level.TOWNSHIP),
        ([None], None),
        ([], None),
    ],
)
def test_the_county_unless_there_is_none(held: list[Level | None], own: Level | None) -> None:
    assert own_level(held) is own
