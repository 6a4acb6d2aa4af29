"""Reads the values whose indicator stands in front of them: …率达到90%, …比2020年下降20%, …优良率60%以上.

Takes a place in a segment and where the noun phrase in front of the value ends. Gives a Claim: lists are dealt out
(…分别…), what the sentence left out is taken from its memory (，京津冀区域达到95%). Which frame found the place is
for the frames.
"""

from __future__ import annotations

import re
from dataclasses import replace

from analyzers import comparators, lexicon
from analyzers.comparators import Place
from analyzers.normalise import HAN
from analyzers.numerals import CN_TEN
from ingest.targets import vocabulary
from ingest.targets.frames.frame import Claim, claim
from ingest.targets.records import Spot
from ingest.targets.wording import ellipsis, phrases, populations, unit_context
from ingest.targets.wording.values import hedge_in, make_reading, pair, remember

_EACH = re.compile("(?:均|都|双双|全部|分别)")
_LONG_BRACKET = re.compile(
    r"[（(][^（()）]{9,}[)）]"
)  # a remark; short ones (入园（班）率) belong to the name
# 班主任|每人每年|培训: how often and for whom; 按照每亩财政投入: by what standard.
_EACH_EVERY = re.compile(
    f"(?<=..)每[人生名户]{unit_context.EVERY_OR_DAILY}(?=..)|^按照?(?=每)|^每[次场期批](?=..)"
)
_PAID_TO_EACH = re.compile("每[人户名]每[月年天](?:发放|给予|补助|补贴)")
_EACH_YEARLY = re.compile(f"(每[名个位所家][{HAN}（）()]{{1,10}}?){unit_context.EVERY}(?=.{{2}})")
_STANDARD_BEHIND = re.compile(f"的([{HAN}]{{2,6}}标准)(?=[,。;、]|$)")
_OFTEN_FRONT = re.compile(
    f"^{unit_context.EVERY}(?:组织开展|组织|开展|举办)?(?=[^,。;]{{2}})"
)  # 每年|新增托位不少于300个
_THINGS = ("count", "people", "thing")


@lexicon.kept
def _spends() -> re.Pattern[str]:
    """县财政|每年安排, 市级财政|三年安排: how often it is spent is no part of the name."""
    span = f"(?:每年|每年度|年均|[0-9两{CN_TEN}]{{1,2}}年)(?:共|累计|各)?"
    return re.compile(f"(?P<who>[^,。;每]{{0,12}}?){span}{vocabulary.frame_piece('spends')}")


@lexicon.kept
def _hedged_share() -> re.Pattern[str]:
    about = comparators.alternation(Place.NUMBER, "~")
    return re.compile(f"({about}|原则上|一般|力争|基本)(?:需|应|要|需要)?占")


def read_named(here: Spot, cut: int, *, change: bool) -> Claim:
    """The readings of a group whose indicator ends at ``cut`` (an offset into the text in front)."""
    passage, segment, folded = here.passage, here.segment, here.passage.folded
    start, end = _phrase(here, here.group.left + cut)
    between = folded[end : here.group.first.number_start]
    phrase = _LONG_BRACKET.sub("", passage.words(segment, start, end))
    if (behind := _STANDARD_BEHIND.match(here.right)) and (not phrase or populations.is_group(phrase)):
        start = start if phrase else here.group.first.start  # 达到50年一遇|的防洪标准
        phrase += behind[1]
    phrase = _EACH_EVERY.sub("", phrase) or phrase
    if here.group.first.family in (*_THINGS, "volume"):
        phrase = _OFTEN_FRONT.sub("", phrase)
    if (spent := _spends().match(phrase)) and len(phrase) - spent.end() >= 2:  # 县财政|每年安排|绿化资金
        phrase = spent["who"] + phrase[spent.end() :]
    if (paid := _PAID_TO_EACH.match(phrase)) and len(phrase) - paid.end() >= 2:  # 每人每月发放|高龄津贴
        phrase = phrase[paid.end() :]
    doer, phrase, start = _doer(here, phrase, start)
    rate = here.group.first.family == "rate"
    inner = _hedged_share().search(phrase) if rate else None
    phrase, sign = ellipsis.share_of(phrase, here.group.first, between)
    here = _signed(here, sign)
    named = ellipsis.names_of(here, phrase, start, change=change, each=bool(_EACH.search(between)))
    start = named.start
    hedge = hedge_in(folded[segment.start : start], between) or (inner[1] if inner else None)
    readings = [
        make_reading(
            passage,
            segment,
            here.memory,
            name,
            q,
            start,
            here.group.end,
            hedge=hedge,
            change=change,
            population=doer,
        )
        for name, q in pair(named.names, here.group.values)
    ]
    memory = replace(here.memory, pending=named.pending, doer=doer, verb=_verb(here, phrase, start))
    memory = remember(here, memory, readings, start, change=change)
    return claim(here, readings, here.group.end, memory)


def _phrase(here: Spot, cut: int) -> tuple[int, int]:
    """Where the noun phrase in front of ``cut`` begins and ends."""
    folded, left, years = here.passage.folded, here.group.left, here.segment.years
    end = phrases.right_trim(folded, left, phrases.cut_from_value(folded, left, cut), years)
    start = phrases.left_trim(folded, left, end, years, build=True)
    prompt = phrases.last_prompt(folded, start, end)
    return (phrases.left_trim(folded, prompt, end, years, build=True) if prompt > start else start), end


def _signed(here: Spot, sign: str) -> Spot:
    """The place with a comparison word that stands inside the name: A不低于B的70%."""
    group, q = here.group, here.group.first
    if q.family == "fold" and sign:  # 不低于低保标准的1.3倍: a level, in times of another one
        q = replace(q, unit="other:倍", family="score")
        group = replace(group, values=(q,))
    if sign and len(group.values) == 1 and q.comparator == "=":
        group = replace(group, values=(replace(q, comparator=sign),))
    return here if group is here.group else replace(here, group=group)


def _doer(here: Spot, phrase: str, start: int) -> tuple[str | None, str, int]:
    """Who must have or do it, what, and where the quote begins: 每个乡镇 | 集中配送点."""
    memory, q = here.memory, here.group.first
    if unit_context.is_turns(q):
        doer, phrase = ellipsis.without_period(phrase)
        who = ellipsis.without_often(phrase)
        if phrase.startswith("每") and populations.is_group(who):  # 开展监测，每名婴幼儿每年不少于3次
            return who, memory.topic, min(start, memory.topic_start) if memory.topic else start
    elif q.family == "span" and phrase.startswith("每") and (every := _EACH_YEARLY.match(phrase)):
        return every[1], phrase[every.end() :], start  # 每名党员每年|集中学习培训不少于32学时
    elif q.family in _THINGS:
        doer, phrase = populations.split_each(phrase)
    else:
        return None, phrase, start
    if doer is None and ellipsis.LIST_ON.match(here.passage.folded, here.group.left):
        doer = memory.doer  # 每个行政村观看演出不少于2场、电影不少于12场
    verb = vocabulary.build_verbs().beginning(phrase) if doer and not unit_context.is_turns(q) else ""
    return doer, phrase[len(verb) :] if len(phrase) - len(verb) >= 2 else phrase, start


def _verb(here: Spot, phrase: str, start: int) -> str:
    """The build verb for what the list goes on with: 新增床位500张、托位1200个."""
    family, verbs = here.group.first.family, vocabulary.build_verbs()
    if family == "measure" and not here.memory.verb:  # 新增冷库库容15万立方米、冷藏车200辆
        return verbs.beginning(phrase)
    if family not in _THINGS or here.memory.verb:
        return here.memory.verb
    return verbs.beginning(phrase) or verbs.ending(here.passage.folded[here.segment.start : start])
