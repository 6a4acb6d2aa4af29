"""Tells which quantities of a segment can be values at all, and what stands right in front of them.

A quantity is anchored where a verb, a comparator or a measuring noun stands at it (达到90%, 不少于2名, 面积100亩).
Others belong to a name or a condition (20户以上自然村, 达到10人及以上的行政村): no values.
"""

from __future__ import annotations

import re

from analyzers.marks import Quantity
from analyzers.normalise import HAN
from analyzers.numerals import CN_TEN
from ingest.targets import vocabulary
from ingest.targets.records import Passage
from ingest.targets.segments import Segment
from ingest.targets.wording import demands, phrases, unit_context

NAME_START = re.compile(f"[{HAN}“‘《A-Za-zⅠ-Ⅻ0-9]")
# 达到95%的水平 is a value all the same; 达到95%的村 is a condition.
RELATIVE = re.compile(
    "的(?!规定|目标|水平|要求|比例|标准|速度|幅度|比重|增速|规模|任务|增长|底线|年均|总体目标)"
)
JOINED = re.compile("^(?:和|及|与|以及|或|并)(?!网)")
_SINGLE_LEVEL = ("在", "为", "是", "占", "有", "达", "保持", "稳定", "控制", "实现", "完成")
_NOUN_ENDS = re.compile(
    "(?:行为|作为|现有|国有|公有|私有|存在|所在|潜在|持有|所有|称为|视为|成为|作用|内在|认为)$"
)
_BARE_HEADS = re.compile("系数|指数|比|强度|得分|率|分值|值|数|寿命|人数")
_LONE_NUMBER = ("count", "people", "thing", "times", "volume", "measure", "money")


_BETWEEN = re.compile(
    r"(?:(?:每(?:百|千|万|十万|10 ?万)?(?:名|人|位|户|生|亩|天|日|月|年|季度|周|次|床)(?:人口|口)?){1,2}|[0-9]{4}年(?:底|末)?的)$"
)


def bare_left(left: str) -> str:
    """The text without what may stand between verb and number: 每人每月, 2025年的."""
    return _BETWEEN.sub("", left)


def level_verb(left: str) -> tuple[str, int]:
    """The level verb that the text ends with ("" for none), and where the noun phrase in front of it ends.

    Compound verbs count as one: 达到并保持在.
    """
    text = phrases.strip_adverbs(bare_left(left))
    verb = vocabulary.level_verbs().ending(text)
    if not verb or _NOUN_ENDS.search(text):
        return "", len(text)
    at = len(text) - len(verb)
    while True:
        rest = phrases.strip_adverbs(re.sub("(?:并且|并|且|和|、)$", "", text[:at]))
        other = vocabulary.level_verbs().ending(rest)
        if not other and rest != text[:at]:
            other = vocabulary.change_verbs().ending(rest)
        if len(other) < 2 or len(rest) == len(other) or phrases.has_head(rest):
            return verb, len(rest)
        at = len(rest) - len(other)


def change_verb(left: str) -> tuple[str, int]:
    """The change verb that the text ends with ("" for none), and where it begins."""
    text = phrases.strip_adverbs(bare_left(left))
    verb = vocabulary.change_verbs().ending(text)
    if not verb or phrases.has_head(text):
        return "", len(text)
    return verb, len(text) - len(verb)


def compared(q: Quantity) -> bool:
    """Whether a comparator stands in front of the number."""
    return q.start < q.number_start


_WISHES = ("争取", "力争", "确保", "推动", "实现")


def anchored(left: str, q: Quantity) -> bool:
    """Whether something right in front of the quantity makes it a value."""
    if compared(q):
        return True
    text = phrases.strip_adverbs(bare_left(left))
    return bool(
        vocabulary.level_verbs().ending(text)
        or vocabulary.change_verbs().ending(text)
        or vocabulary.build_verbs().ending(text)
        or phrases.has_head(text)
        or unit_context.ends_with_period(left)
        or left.rstrip().endswith(_WISHES)
    )


def candidates(passage: Passage, segment: Segment) -> list[Quantity]:
    """The quantities of a segment that can be values, in order."""
    kept: list[Quantity] = []
    for index, q in enumerate(segment.quantities):
        follower = segment.quantities[index + 1] if index + 1 < len(segment.quantities) else None
        if _may_be_value(passage, segment, q, kept[-1] if kept else None, follower):
            kept.append(q)
    return kept


# 新一轮, 二期, 一个: part of a name or a figure of speech, unless 每 or 至少 stands in front, or 以上 behind.
_ROUND = re.compile(
    f"[{CN_TEN}两]{{1,3}}(?:轮|期|场|个|次|项|类|种|门|支|条|部|套|件|回|批次)"
    "|一(?:所|家|处|座|名|位|户|对|双|股|道|张|块|片|方|级|本|份|档|组|节|首|篇)"
)


def _may_be_value(
    passage: Passage, segment: Segment, q: Quantity, before: Quantity | None, after: Quantity | None
) -> bool:
    left = passage.folded[segment.start : q.start]
    right = passage.folded[q.end : segment.end]
    if _is_start_value(left, right, q, after) or (_CONDITION.match(left) and "的" in right):
        return False
    if _IF.match(left):
        return False
    if q.family == "times" and _AT_MOST_ONCE.search(left):
        return False
    if q.end == q.number_end and _SIZE_BEHIND_NOUN.match(right):
        return False
    if q.family in ("rate", "coverage", "ratio", "points"):
        return True
    exact = q.start == q.number_start and q.end == q.number_end
    if exact and q.family in ("count", "times") and _ROUND.match(passage.folded, q.number_start):
        return unit_context.has_period(left) or "每" in left or demands.near(left)
    held = anchored(left, q)
    followed = bool(NAME_START.match(right)) and not JOINED.match(right) and not _GOES_ON.match(right)
    if q.family == "age":
        return held and bool(re.search("寿命|年龄", left)) and not followed
    if q.family in ("bare", "fold", "score"):
        return held and (q.family != "bare" or bool(_BARE_HEADS.search(left))) and not followed
    if RELATIVE.match(right) and segment.bracketed:  # (直径小于2.5微米的颗粒物) defines a word
        return False
    if RELATIVE.match(right):
        # 不少于360学时的培训 is a value; 达到10人以上的村 a condition.
        front = CYCLE.sub("", phrases.strip_adverbs(left))
        return compared(q) and not phrases.has_head(front) and not level_verb(left)[0]
    if right.startswith("的标准") and "每" in left:
        return True
    if followed and _is_attribute(passage, left, q, after):
        return False
    if q.family == "span":
        if before is not None and before.family == q.family and re.search("(?:、|和|及|与|以及)$", left):
            return True
        if followed and not compared(q) and not unit_context.has_period(left) and "每天" not in left:
            return False
        return held or "每天" in left or "每日" in left
    if followed and not held:
        return _continues(passage, left, q, before)
    return True


_SIZE_BEHIND_NOUN = re.compile(
    f"[{HAN}]{{1,6}}?(?<![等级及或])(?:及|或)?以[上下](?:的|[{HAN}])"
)  # 600名学生以上的学校
_AT_MOST_ONCE = re.compile(
    "(?:只|仅)(?:能|可|可以)?(?:享受|领取|申请|补贴|补助|发放|办理)$"
)  # a rule, no aim
_GOES_ON = re.compile("(?:户|人|亩)均(?!衡)|实现增收|增收")  # 带动农户5000户以上户均增收3000元
CYCLE = re.compile(f"(?:每)?[0-9{CN_TEN}]{{1,3}}年(?:为)?(?:一个)?(?:一)?周期$")
_IF = re.compile("[ 、]*(?:如果|若(?!干)|一旦|倘若|逾期)")
_CONDITION = re.compile("(?:对|凡|如果?|若|当|符合)(?!象|外|口|照|接|于)")


def _is_start_value(left: str, right: str, q: Quantity, after: Quantity | None) -> bool:
    """从436万亩提高到…, 由80%…: the value that is left behind."""
    if after is None or compared(q):
        return False
    return bool(
        re.search("(?:从|由)(?:现状|目前|现在|原来|[0-9]{4}年)?(?:的|末的|底的)?(?:约)?$", left)
    ) and bool(re.match("[^,;]{0,12}(?:到|至|为)", right))


_JOINT = re.compile("[、,]|和|及|与")


def _is_attribute(passage: Passage, left: str, q: Quantity, after: Quantity | None) -> bool:
    """10亿元以上企业5家, 35蒸吨以下燃煤锅炉: the size of the thing, not how many."""
    if q.end == q.number_end or compared(q):
        return False
    if q.comparator in ("<=", "<"):
        return True
    if q.comparator == ">=":
        counted_on = after is not None and not _JOINT.search(passage.folded, q.end, after.start)
        return counted_on or q.family in ("measure", "money", "span", "score")
    return False


def _continues(passage: Passage, left: str, q: Quantity, before: Quantity | None) -> bool:
    """Whether an unanchored count goes on a list: 50所学校和150个专业."""
    if q.family not in _LONE_NUMBER:
        return False
    if before is not None and before.family in _LONE_NUMBER:
        return bool(re.search("(?:、|和|及|与|以及|,)$", left))
    return bool(passage.memory.verb) and not left.strip(" 、和及与以")
