"""Frame for a percentage in front of its group: 80%的村庄建成…, 覆盖90%以上的社区.

Takes a place in a segment. Gives a Claim; the indicator is put together from the text's words: 建成…的村庄比例.
"""

from __future__ import annotations

import re
from dataclasses import replace

from analyzers import comparators, lexicon
from analyzers.comparators import Place
from analyzers.marks import Quantity
from analyzers.normalise import HAN
from ingest.targets import vocabulary
from ingest.targets.frames.frame import Claim, claim
from ingest.targets.records import Spot
from ingest.targets.segments import Segment
from ingest.targets.wording import phrases, populations
from ingest.targets.wording.refusals import JOINED, NAME_START
from ingest.targets.wording.values import hedge_in, make_reading

_STOP = re.compile(r"[,。;:!?！？]")
_JOINT = re.compile("的?[^0-9,;%]{1,24}(?:和|及|与|、|以及)")
_TAIL_JOINT = re.compile("(?:和|及|与|、|以及)+$")


@lexicon.kept
def _does() -> re.Pattern[str]:
    """What a group does: 村庄 | 建成…, 县区 | 高于平均水平."""
    demand, compared = comparators.alternation(Place.VERB), comparators.alternation(Place.NOUN)
    how, does = vocabulary.frame_piece("group_does_how"), vocabulary.frame_piece("group_does")
    return re.compile(f"(?:{demand}|{how})?(?:{does}|{compared}|[0-9]{{1,3}}(?:分钟|小时|公里|米)[以之]?内)")


class PercentGroup:
    """Claims a percentage that governs the noun behind it, where no indicator stands in front."""

    name = "percent_group"
    example = "80%的村庄建成文化活动室"
    says = "“百分之几的某类单位做到某事”写成比例"

    def read(self, here: Spot) -> Claim | None:
        return _share(here) if here.group.first.family == "rate" and _governs_noun(here) else None


def _governs_noun(here: Spot) -> bool:
    body = here.right.removeprefix("的").lstrip(" ")
    # CASE: 90%的目标, 90%和: no group stands behind.
    if not NAME_START.match(body) or JOINED.match(body) or vocabulary.frame_words("no_group").beginning(body):
        return False
    # CASE: 普及率90%以上的村: an indicator stands in front, and the percentage is its value.
    if phrases.has_head(here.bare) or _TOWARDS.search(here.left):
        return False
    # CASE: 达到90%的…, 提高90%…: the verb in front says the same.
    if (here.level and here.level not in vocabulary.frame_words("group_after").words) or here.change:
        return False
    return not phrases.has_head(here.bare[: here.level_cut])


_TOWARDS = re.compile("对[^,]*$")


def _share(here: Spot) -> Claim:
    """The share of a group that does something; two groups may share what they do (100%的…和95%的…建立…)."""
    group, folded = here.group, here.passage.folded
    end = _phrase_end(folded, here.segment, group.end)
    later = next((q for q in here.segment.quantities if q.start >= group.end and q.family == "rate"), None)
    shared = later is not None and bool(_JOINT.fullmatch(folded, group.end, later.start))
    if later is not None and not shared and later.start < end:
        # CASE: a later percentage governs the sentence; this one belongs to its noun.
        return claim(here, (), group.left)
    noun, does = _noun_and_verb(here, later if shared else None, end)
    lead, start = _lead(here)
    name = _share_name(lead, noun, does)
    if not lead and not does and "其中" in here.left and _does().match(noun):
        # CASE: 其中八成达到规范化标准: of what was named before.
        name, noun, does = f"{noun}的比例", "", noun
    elif not lead:
        name = f"{_measured(here, does)}{name}"
    if not name or _DENIES.search(noun + does[:4]):
        return claim(here, (), group.left)
    hedge = hedge_in(folded[here.segment.start : start], folded[start : group.first.number_start])
    population = _population(lead, noun, does)
    readings = [
        make_reading(
            here.passage,
            here.segment,
            here.memory,
            name,
            q,
            min(start, group.first.start),
            end,
            hedge=hedge,
            population=population,
            asked=True,
        )
        for q in group.values
    ]
    memory = here.memory
    if noun:
        memory = replace(memory, topic=f"{lead}{noun}", topic_start=min(start, group.first.start))
    return claim(here, readings, later.start if shared and later else end, memory)


def _measured(here: Spot, does: str) -> str:
    """What a part of the group is measured by: 集体收入达到10万元, 其中30%的村|超过50万元."""
    of_last = "其中" in here.left and _more_than().fullmatch(does)
    return here.memory.indicator if of_last else ""


@lexicon.kept
def _more_than() -> re.Pattern[str]:
    """超过50万元, 达到30人以上: a comparison or 达到, a number, and no name of what is measured."""
    words = comparators.alternation(Place.NOUN)
    return re.compile(f"(?:{words}|达到|达){words}?[0-9][0-9.]*[万亿]?[{HAN}]{{1,4}}(?:以[上下内])?")


_DENIES = re.compile("未|没有|不足|尚")


def _lead(here: Spot) -> tuple[str, int]:
    """The words in front that belong to the group, and where they begin: 覆盖|90%以上的社区."""
    group, years = here.group, here.segment.years
    start = phrases.left_trim(here.passage.folded, group.left, group.first.start, years, least=0)
    end = phrases.right_trim(here.passage.folded, start, group.first.start, years)
    lead, alone = here.passage.words(here.segment, start, end), vocabulary.frame_words("group_lead").words
    if lead.startswith(("在", "为")) or not lead or lead in alone:
        return "", group.first.start
    return lead, start


def _population(lead: str, noun: str, does: str) -> str | None:
    if not re.search(f"[{HAN}]{{2}}", noun) or (not does and not _reached(lead)):
        return None
    return populations.bare(f"{lead}{noun}" if lead and does else _group_of(noun))


def _group_of(noun: str) -> str:
    """村庄 of 村庄的生活垃圾, 行政村 of 行政村生活垃圾."""
    noun = noun.split("的")[0] if "的" in noun else noun
    end = populations.place_end(noun)
    return noun if not end or populations.is_group(noun) else noun[:end]


def _phrase_end(folded: str, segment: Segment, at: int) -> int:
    for stop in _STOP.finditer(folded, at, segment.end):
        if not any(a <= stop.start() < b for a, b in segment.holes):
            return stop.start()
    return segment.end


def _noun_and_verb(here: Spot, later: Quantity | None, end: int) -> tuple[str, str]:
    """The group, and what it does: 城市社区 | 建立家长学校."""
    passage, segment, group, folded = here.passage, here.segment, here.group, here.passage.folded
    start = group.end + (1 if folded.startswith("的", group.end) else 0)
    if later is None:
        return _split(passage.words(segment, start, end))
    noun = _TAIL_JOINT.sub("", passage.words(segment, start, later.start))
    rest = later.end + (1 if folded.startswith("的", later.end) else 0)
    return noun, _split(passage.words(segment, rest, end))[1]


def _split(text: str) -> tuple[str, str]:
    found = _does().search(text, 1)
    return (text[: found.start()], text[found.start() :]) if found else (text, "")


def _reached(lead: str) -> str:
    """覆盖 of 互助养老点覆盖, behind which the group is what is reached."""
    return vocabulary.frame_words("group_reached").ending(lead)


def _share_name(lead: str, noun: str, does: str) -> str:
    """建立家长学校的城市社区比例; 妇女在35岁—45岁接受筛查的比例 where something stands between noun and verb."""
    if not does:
        if verb := _reached(lead):
            what = phrases.strip_adverbs(lead.removesuffix(verb)).removesuffix("总体")
            return f"{what}{verb}{noun}的比例"
        return f"{lead}{noun}的比例" if lead and len(noun) <= 12 else ""
    if "的" in noun or re.search("[在于从]", noun[1:]):
        return f"{lead}{noun}{does}的比例"
    return f"{does}的{lead}{noun}比例"
