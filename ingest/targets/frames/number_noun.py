"""Frame for numbers of things in front of their noun: 配备2名医生, 每年召开1次会议. 建设监测站400个 is ``noun_number``.

Takes a place in a segment. Gives a Claim, None where nothing governs the number or no noun follows it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from analyzers import comparators, lexicon
from analyzers.comparators import Place
from ingest.targets import vocabulary
from ingest.targets.frames.frame import Claim, claim
from ingest.targets.records import Reading, Spot
from ingest.targets.wording import coordinated_names, demands, phrases, populations, unit_context
from ingest.targets.wording.doers import PERIOD, doer_of, each_body
from ingest.targets.wording.refusals import CYCLE, JOINED, NAME_START
from ingest.targets.wording.values import hedge_in, make_reading, pair
from ingest.targets.wording.verbs_in_front import compared, verb_before_names

COUNTED = ("count", "people", "times", "thing", "volume", "measure", "money", "span")
_STOP = re.compile(r"[,。;:!?！？]|并(?!网)|且(?!末)|用于|等$")
_NO_NAME = re.compile("期间|以来|内的|[以之][内前]|为[限宜准]|进入|跻身")
_SHORT = 4  # characters of a noun that says nothing without whom it is for
_FOR_WHOM = re.compile(f"[为对向给](?P<who>[^,。;、]{{2,12}}?)(?:{unit_context.EVERY_OR_DAILY}|免费)*$")
_DEEDS = ("培训", "研修", "轮训", "体检", "检查", "巡查", "演练", "走访", "家访", "督导")
_CLAUSE = re.compile("[0-9](?![0-9]*[岁至—-])|的")
_OFTEN = re.compile(f"{unit_context.EVERY_OR_DAILY}$")


@dataclass(frozen=True, slots=True)
class Counted:
    """What governs a number that a noun follows: its verb, the text in front of that, and what else lets it count."""

    verb: str
    body: str
    goes_on: bool  # a list goes on: 配备医生2名、护士3名
    governed: bool  # a comparison word, 力争, 每年 … stands at the number, or the list goes on
    pushed: bool = False  # 推动|3家|企业上市: what they are brought to do is part of the name


def noun_follows(here: Spot) -> bool:
    """Whether a noun stands behind the number."""
    right = here.right
    if not NAME_START.match(right) and not right.startswith("的"):
        return False
    if JOINED.match(right):
        return False
    # 产假不少于158天的规定 tells what is the rule.
    return not (right.startswith("的") and vocabulary.frame_words("rule_noun").beginning(right, 1))


def counted_at(here: Spot) -> Counted | None:
    """What governs a number of things that a noun follows, None where nothing does."""
    q, left = here.group.first, here.left
    if q.family not in COUNTED or not noun_follows(here):
        return None
    verb = vocabulary.build_verbs().ending(here.bare)
    goes_on = bool(here.memory.verb) and not left.strip(" 、和及与以,")
    governed = (
        compared(q)
        or goes_on
        or bool(vocabulary.frame_words("wish").ending(left.rstrip(" ")))
        or (q.unit == "hours" and unit_context.per_day(left))
        or (q.family in ("times", "span") and unit_context.ends_with_period(left))
    )
    if not verb and q.family == "count":
        verb, at = verb_before_names(here.bare)
        if verb:
            return Counted(verb, here.bare[:at], goes_on=False, governed=True)
    pushed = bool(vocabulary.frame_words("pushed").ending(here.bare)) and bool(
        _runs_on().search(here.right, 2)
    )
    governed = governed or pushed
    if (not verb and not governed) or (here.right.startswith("的") and not compared(q)):
        return None
    body = here.bare.removesuffix(verb)
    return Counted(verb, CYCLE.sub("", body), goes_on, governed, pushed)


class NumberNoun:
    """Claims a verb, a number and a noun; further numbers of the list need no verb."""

    name = "number_noun"
    example = "每个乡镇至少配备2名医生"
    says = "“动词、数、名词”：数是后面名词的个数"

    def read(self, here: Spot) -> Claim | None:
        counted = counted_at(here)
        if not counted or not _wanted(here, counted):
            return None
        start = here.group.end + here.right.startswith("的")
        name, end = _name(here, counted, start, _noun_end(here, start, whole=counted.pushed))
        if len(name) < 2 or _NO_NAME.match(name) or _is_standard(name):
            return None
        readings = _readings(here, counted, name, end)
        verb = counted.verb or here.memory.verb or "有"
        done = name if unit_context.is_turns(here.group.first) else ""
        memory = replace(
            here.memory,
            verb=verb,
            indicator="",
            family="",
            population=readings[-1].population,
            done=done,
            sign=_sign(readings[-1], here),
            thing=name,
            thing_start=here.group.first.start,
        )
        return claim(here, readings, end, memory)


def _is_standard(name: str) -> bool:
    """标准, 标准补建: by what standard something is done, and not what; 标准化学校 is a name."""
    word = vocabulary.frame_words("value_noun").beginning(name)
    return bool(word) and (name == word or name[len(word)] in "补配安执落给发改建设")


def _sign(reading: Reading, here: Spot) -> str:
    """The demand that stood in front of the verb, for what the list goes on with."""
    return (
        reading.quantity.comparator
        if here.group.values[-1].comparator == "=" != reading.quantity.comparator
        else ""
    )


def _wanted(here: Spot, counted: Counted) -> bool:
    """Whether the number counts what the plan wants to have, and is not the value of something in front."""
    body = counted.body
    # CASE: 覆盖率不低于90所…: an indicator stands in front.
    if phrases.has_head(body) and not counted.goes_on and not unit_context.per_base(body):
        return False
    # CASE: 达到2名…: a level verb in front.
    if not counted.verb and here.level:
        return False
    # CASE: 全市有3所医院 tells what there is; 每个县有1所 is wanted.
    if counted.verb not in vocabulary.frame_words("possesses").words or counted.governed:
        return True
    return bool(demands.ending(body) or each_body().search(body))


def _name(here: Spot, counted: Counted, start: int, end: int) -> tuple[str, int]:
    """The noun, and where it ends: 按照每千人口不少于10个托位规划建设 names 托位."""
    name = here.passage.words(here.segment, start, end)
    name = name[clause.end() :] if (clause := _relative_clause().match(name)) else name
    if re.search("按照?", counted.body):
        while (
            (tail := vocabulary.build_verbs().ending(name)) and len(tail) > 1 and len(name) - len(tail) >= 2
        ):
            name, end = name[: -len(tail)], end - len(tail)
    return name, end


def _readings(here: Spot, counted: Counted, name: str, end: int) -> list[Reading]:
    passage, segment, group, body = here.passage, here.segment, here.group, counted.body
    sign, start = "", group.first.start
    if demand := demands.ending(body) or demands.ending(_OFTEN.sub("", body)):  # 至少|每月
        sign = demand.sign
        start = min(start, group.left + demand.start)
        body = body[: demand.start]
    who = doer_of(passage, segment, group.left, body)
    start = min(start, group.left + _quote_start(body, who, group.first.family, len(here.left)))
    if counted.goes_on and not who:
        who = here.memory.population
        sign = sign or here.memory.sign  # 每学期至少组织1次指导和1次实践活动
    name = _of_whom(name, who, body)
    lead = passage.folded[segment.start : group.left] if not who else ""
    hedge = hedge_in(lead, body.replace(who[-4:], " ") if who else body)
    hedge = hedge or hedge_in("", passage.folded[group.left + len(body) : group.first.number_start])
    names = _dealt(body, name, len(group.values)) if "分别" in here.left else []
    values = [q for _, q in pair([name], group.values)] if names else group.values
    return [
        make_reading(
            passage,
            segment,
            here.memory,
            each,
            replace(q, comparator=sign) if sign and q.comparator == "=" else q,
            start,
            end,
            hedge=hedge,
            population=who,
            asked=True,
        )
        for each, q in zip(names or [name] * len(values), values, strict=True)
    ]


def _of_whom(name: str, who: str | None, body: str) -> str:
    """中小学教师培训 of 中小学教师接受…的|培训; 家庭照护者免费培训 of 为家庭照护者提供…|免费培训."""
    if who and name in _DEEDS and not who.startswith("每"):
        return who + name
    return _for_whom(body, who) + name if who else name


def _for_whom(body: str, who: str) -> str:
    """家庭照护者 of 为家庭照护者每年提供2次|免费培训, "" where it is a clause of its own."""
    towards = _FOR_WHOM.search(body)
    return who if towards and who == towards["who"] and not _CLAUSE.search(who) else ""


def _dealt(body: str, noun: str, count: int) -> list[str]:
    """县级、乡级示范阵地每个分别|不少于60万元、40万元|运营经费: a name for each of several values, [] for none."""
    if count < 2:
        return []
    subject = re.sub("(?:每[个所家处村]|分别|各|均)+$", "", body)
    return coordinated_names.deal(f"{subject}{noun}", count) or []


def _quote_start(body: str, who: str | None, family: str, at: int) -> int:
    """Where the quote begins in the text in front: at 每个乡镇, 每千人口 or 每年, else at the number."""
    if who and (each := each_body().search(body)):
        at = min(at, each.start())
    if unit_context.per_base(body) and "每" in body:
        at = min(at, body.index("每"))
    if family in ("times", "span", "volume") and (period := PERIOD.search(body)):
        at = min(at, period.start())
    return at


def _noun_end(here: Spot, start: int, *, whole: bool = False) -> int:
    """Where the noun behind a number ends: at a sign, at the next verb, or at the joint of the list."""
    folded, segment, end = here.passage.folded, here.segment, here.group.right
    for stop in _STOP.finditer(folded, start + 1, end):
        if not any(a <= stop.start() < b for a, b in segment.holes):
            end = stop.start()
            break
    text = folded[start:end]
    if here.group.right < segment.end and end == here.group.right:
        text = _cut_list_joint(text)
    if not whole and (verb := _runs_on().search(text, 2)) and "的" not in text[verb.start() :]:
        bare = text[: verb.start()]
        text = (
            text if len(bare) <= 3 and populations.is_group(bare) else bare
        )  # 企业完成改造 is counted as such
    text = _aim().sub("", text)
    return start + len(text.rstrip(" 、,等"))


@lexicon.kept
def _relative_clause() -> re.Pattern[str]:
    """不少于20人的|队伍, 以专业照护为主的|机构: what a noun is like is no part of its name."""
    compared = comparators.alternation(Place.NUMBER)
    return re.compile(
        f"(?:[^,。;、]{{0,6}}?{compared}[0-9][^,。;、的]{{0,8}}|以[^,。;的]{{2,20}}为主)的(?=..)"
    )


@lexicon.kept
def _runs_on() -> re.Pattern[str]:
    """企业|完成改造: the verb behind a noun, with which the sentence runs on."""
    return re.compile(vocabulary.frame_piece("runs_on"))


@lexicon.kept
def _aim() -> re.Pattern[str]:
    """的目标, 的标准配备…: at the end of a noun, and no part of it."""
    allotted, allots = vocabulary.frame_piece("allotted"), vocabulary.frame_piece("allots")
    return re.compile(f"的{vocabulary.frame_piece('aim_noun')}$|的{allotted}(?:$|{allots}.*)")


def _cut_list_joint(text: str) -> str:
    """…学校和新建|: the joint and the next verb belong to the next number; so does the next indicator."""
    trimmed = phrases.strip_adverbs(text)
    verb = vocabulary.build_verbs().ending(trimmed)
    if verb and re.search("(?:、|以及|和|及|与|,)$", trimmed[: -len(verb)]):
        trimmed = trimmed[: -len(verb)]
    elif (level := vocabulary.level_verbs().ending(trimmed) or (verb and "有")) and "、" in trimmed:
        trimmed = trimmed[: trimmed.rindex("、")] if level else trimmed
    return re.sub("(?:、|以及|和|及|与|,)+$", "", trimmed)
