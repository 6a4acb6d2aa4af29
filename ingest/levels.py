"""层级: the levels of government, each with all that is said of it.

Takes nothing. Gives the enum Level, from the nation down; whoever lists levels, in words, columns, colours or patterns,
makes the list from it. A new level is one row here, in its place of the order, and nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self


@dataclass(frozen=True, slots=True)
class LevelFact:
    """All that is said of a level.

    ``names`` and ``ends`` are alternatives of a regular expression: regions of this level that are called so, and how
    the names of its other regions end. An ending that several levels share (市, 区) belongs to none of them.
    """

    label: str  # what people see
    words: str  # what else people type for it, with blanks between
    glyph: str  # its mark in columns and pictures
    colour: str  # of its name and its columns on pages
    addressees: str  # how the line begins that says whom its notices are sent to: always the level below
    ends: str
    names: str = ""
    each: str = "(?!)"  # how a plan of a higher level says what every region of this one is to have
    aim: str = "上级目标"  # what its aims are called beside those of a level below
    always: bool = True  # shown also where no plan of it is known; else only where there is one


class Level(StrEnum):
    """Whose plan it is. The order of the members is their rank."""

    fact: LevelFact

    def __new__(cls, value: str, *facts: LevelFact) -> Self:
        """A member is its name, and carries its fact."""
        member = str.__new__(cls, value)
        member._value_ = value
        (member.fact,) = facts
        return member

    NATION = (
        "nation",
        LevelFact(
            label="国家",
            words="国 全国 国家级 中央",
            glyph="◆",
            colour="#8f1f1f",
            addressees="各省[、,]",
            names="中国|全国|国家(?!级)",
            ends="",
            aim="国家目标",
        ),
    )
    PROVINCE = (
        "province",
        LevelFact(
            label="省",
            words="省级 自治区",
            glyph="▲",
            colour="#7a4b00",
            addressees="各(?:州|市州|设区市|地级市|地区|(?:省辖)?市[、,(]?(?:州|地|县|人民政府))",
            names="(?:北京|天津|上海|重庆)市",
            ends="省|(?<!民族)自治区",
            each="每(?:个|一)?省|各省",
            aim="省定目标",
        ),
    )
    CITY = (
        "city",
        LevelFact(
            label="州市",
            words="市 州 市级 地级市 州市级 地市",
            glyph="■",
            colour="#1c5d4a",
            addressees="各(?:县|区县|区[、,(人]|旗)",
            ends="自治州|州|盟|地区$",  # 西部地区… begins no region
            each="每(?:个|一)?(?:地级市|设区市|州市|市州|市|州)(?!民)|各(?:州市|市州|地市|设区市)",
            aim="市定目标",
        ),
    )
    COUNTY = (
        "county",
        LevelFact(
            label="县",
            words="县级 区 县市区 县区 区县 县市 市县 本级 县(市) 县级市",
            glyph="●",
            colour="#1d4e79",
            addressees="各(?:乡|镇|街道|苏木)",
            ends="自治县|县|旗",
            each="每(?:个|一)?(?:县|区(?!域)|旗)|各(?:县|区县)|县县",
            aim="县定目标",
        ),
    )
    TOWNSHIP = (
        "township",
        LevelFact(
            label="乡镇",
            words="乡 镇 街道 乡级 镇级 乡镇级 街道级 乡镇街道 镇街 街镇 乡(镇) 乡镇(街道)",
            glyph="▼",
            colour="#6b3a6e",
            addressees=r"各(?:村|社区|居)[^。;\n要应]{0,60}:[ \t]*$",
            # 城镇, 镇江市 and 乡村 end no name of a township.
            ends="(?<![城乡集村小全各强名古])镇(?![化级区域市县])|(?<![城返回下故家水])乡(?![村镇亲土情愁级市县])|街道",
            always=False,
            each="每(?:个|一)?(?:乡|镇|街道)|各(?:乡|镇)",
            aim="乡镇目标",
        ),
    )

    @property
    def rank(self) -> int:
        """0 for the nation; more, the lower a level stands."""
        return tuple(Level).index(self)

    @property
    def above(self) -> tuple[Level, ...]:
        """The levels above this one, the nearest first."""
        return tuple(Level)[: self.rank][::-1]

    def told_by(self, region: str) -> bool:
        """Whether the name of a region is enough to say that it is of this level."""
        names, ends = self.fact.names, self.fact.ends
        return bool(names and re.fullmatch(names, region)) or bool(ends and re.search(f"(?:{ends})$", region))


LOWEST_FIRST = tuple(reversed(Level))  # as every page and table has them


# Below a county governments are many and small: their names are printed behind that of the county, or alone.
SMALL = tuple(level for level in Level if level.rank > Level.COUNTY.rank)
REGION_NAMES = "|".join(level.fact.names for level in Level if level.fact.names)


def region_ends(levels: Iterable[Level] = Level) -> str:
    """How the names of regions end, as alternatives of a pattern; 市 and 区, which levels share, are none of them."""
    return "|".join(level.fact.ends for level in levels if level.fact.ends)


def own_level(held: Iterable[Level | None]) -> Level | None:
    """From where a reader looks who chose no level: the county; where no plan of one is at hand, the lowest there is."""
    levels = set(held)
    return (
        Level.COUNTY
        if Level.COUNTY in levels
        else next((each for each in LOWEST_FIRST if each in levels), None)
    )


def levels_shown(known: Iterable[Level | None]) -> tuple[Level, ...]:
    """The levels that a page or table has a place for, the lowest first; ``known`` are those of the plans at hand
    and of the catalogue."""
    held = set(known)
    return tuple(level for level in LOWEST_FIRST if level.fact.always or level in held)
