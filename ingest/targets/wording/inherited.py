"""Names that take a part of the last one: 装机 of the 储能电站 just counted; …比例达到80%，公务用车达到60%.

Takes a place in a segment and the phrase in front of its value. Gives the full name and where the words that it takes begin,
or None. Nothing is inherited across a sentence, and a name that says by itself what is measured stays as it is.
"""

from __future__ import annotations

import re

from analyzers import lexicon
from analyzers.normalise import HAN
from ingest.targets import vocabulary
from ingest.targets.records import Spot
from ingest.targets.wording import phrases, populations

Filled = tuple[str, int] | None

_AMONG = re.compile("(?<=.{2})中的?[^中]{2,12}(?:比例|占比|比重|率)$")
_VERB_IN_IT = re.compile("^(?:占|比|较|由|从|其中|不|达|按|每|年均|力争|今年|明年)|的$")
_MEASURED_GROUP = re.compile(
    f"(?P<measure>[{HAN}A-Za-z0-9“”（）()、]{{2,}}(?:比例|占比|比重|率|标准|经费|设备值|面积|时间|收入|补贴|补助|津贴|价格))(?P<group>[{HAN}]{{2,6}})"
)
_LIST_BEHIND = re.compile("[、和及]")


@lexicon.kept
def _alone() -> re.Pattern[str]:
    """装机, 总库容, 产值合计: measures that say nothing without the thing that was named in front."""
    return re.compile(f"{vocabulary.frame_piece('measured_alone')}")


def of_what_was_counted(here: Spot, phrase: str) -> Filled:
    """Either of the two below, as frames and fills ask for them."""
    return measure_of_counted(here, phrase) or staff_of_body(here, phrase)


def measure_of_counted(here: Spot, phrase: str) -> Filled:
    """建设储能电站4座、装机40万千瓦; 粮食播种面积…，产量…: another measure of the same thing."""
    memory = here.memory
    bare = phrase.removesuffix("合计").removeprefix("新增")
    if not _alone().fullmatch(bare):
        return None
    if here.segment.start > max(memory.start, memory.thing_start) and here.segment.opener != ",":
        return None
    if memory.thing and memory.thing_start >= memory.start:
        return re.sub("^(?:新增|新建|新改建|改造|建设|年产)", "", memory.thing) + bare, memory.thing_start
    if not memory.indicator or not phrases.has_head(memory.indicator):
        return None
    thing = _HOW.sub("", memory.indicator.removesuffix(vocabulary.heads().ending(memory.indicator)))
    if len(thing) < 2 or populations.bare(thing) is None or thing.startswith(("人均", "单位", "每")):
        return None
    return (thing + bare, memory.start) if populations.place_end(thing + "率") < len(thing) else None


# 粮食|播种|面积: how it is measured is no part of the thing.
_HOW = re.compile("(?:播种|种植|栽培|养殖|投产|采摘|建成|建设|总|年)+$")
# 成立|家庭教育指导中心, 配备专兼职人员3名: whose staff it is.
_BODY = re.compile(
    f"(?:成立|建立|设立|组建|设置|建设|建成|打造)(?P<body>[{HAN}（）()“”]{{2,16}}(?:中心|站|所|室|机构|队伍?|专班|平台|基地|办))$"
)
_STAFF = re.compile(f"[{HAN}（）()]{{0,5}}(?:工作人员|人员|工作者|队员|力量|管理员|服务员)")


def staff_of_body(here: Spot, name: str) -> Filled:
    """家庭教育指导中心专兼职人员 of 成立家庭教育指导中心，配备|专兼职人员: the body that was just set up."""
    memory = here.memory
    if memory.indicator or not _STAFF.fullmatch(name) or here.segment.opener != ",":
        return None
    found = _BODY.search(memory.topic)
    return (found["body"] + name, memory.topic_start) if found else None


def same_rate(here: Spot, phrase: str) -> Filled:
    """…车辆中新能源比例达到80%，公务用车达到60%; 职工医保…支付比例85%、居民医保70%: the same rate of others."""
    memory, family = here.memory, here.group.first.family
    if family != "rate" or memory.family != "rate" or not 2 <= len(phrase) <= 14 or memory.change:
        return None
    if phrases.has_head(phrase) or not _RATED.search(memory.indicator) or _VERB_IN_IT.search(phrase):
        return None
    if among := _AMONG.search(memory.indicator):
        return phrase + among.group(), memory.start
    for size in (3, 2):  # 职工医保|…, 居民医保
        at = memory.indicator.find(phrase[-size:]) if len(phrase) > size else -1
        if 0 < at <= 10:
            return phrase + memory.indicator[at + size :], memory.start
    end = max(populations.place_end(memory.indicator), populations.person_end(memory.indicator))
    listed = re.split("[、和及与]", phrase)
    if end and any(map(populations.is_group, listed)):
        return phrase + memory.indicator[end:], memory.start
    return None


_RATED = re.compile("(?:比例|占比|比重|率)$")


def group_first(phrase: str, right: str, family: str) -> str:
    """小学生均公用经费 of 生均公用经费小学: the group stands behind its measure."""
    found = _MEASURED_GROUP.fullmatch(phrase)
    if family in ("count", "thing", "people", "times") or not found or phrases.has_head(found["group"]):
        return phrase
    if not populations.is_group(found["group"]) and not _LIST_BEHIND.match(right):
        return phrase
    return found["group"] + found["measure"]


def is_group_first(bare: str, right: str, family: str) -> bool:
    """Whether the words in front of a value end with a measure and the group that it is stated for."""
    phrase = bare.strip(" 、,和及与")
    return (
        family in ("money", "measure", "rate", "span", "score")
        and group_first(phrase, right, family) != phrase
    )
