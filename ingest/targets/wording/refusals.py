"""Tells which quantities of a segment can be values at all, and what keeps the others from being one.

Takes a quantity in its segment. Gives the name of the refusal that holds for it, or "". The refusals stand in one
tuple, ``REFUSALS``, each for the kinds of quantities it is asked for; the first that holds is the one that is told. A
number that a refusal keeps back belongs to a name or a condition (20户以上自然村, 达到10人及以上的行政村).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from analyzers import lexicon
from analyzers.marks import Quantity
from analyzers.normalise import HAN
from analyzers.numerals import CN_TEN
from ingest.targets import vocabulary
from ingest.targets.records import Memory, Passage, Refused
from ingest.targets.segments import Segment
from ingest.targets.wording import demands, phrases, unit_context
from ingest.targets.wording.standing import is_said
from ingest.targets.wording.verbs_in_front import anchored, compared, front_of

NAME_START = re.compile(f"[{HAN}“‘《A-Za-zⅠ-Ⅻ0-9]")
# 和…: what stands behind the number is no noun of its; 突破20亿元|大关 says no more than the number.
JOINED = re.compile("^(?:(?:和|及|与|以及|或|并)(?!网)|(?:的)?(?:新)?(?:大关|台阶|关口))")
CYCLE = re.compile(f"(?:每)?[0-9{CN_TEN}]{{1,3}}年(?:为)?(?:一个)?(?:一)?周期$")
_LONE_NUMBER = ("count", "people", "thing", "times", "volume", "measure", "money")


@lexicon.kept
def relative() -> re.Pattern[str]:
    """达到95%|的村: a condition; 达到95%的水平 is a value all the same."""
    return re.compile(f"的(?!{vocabulary.frame_piece('value_noun')}|[{HAN}]{{2,6}}标准(?:[,。;、]|$))")


class Kind(Enum):
    """What a quantity is before its words are looked at: it tells which refusals are asked."""

    STANDING = auto()  # 前10名, Ⅲ类
    NOTHING = auto()  # 零发生, 清零
    SURE = auto()  # 90%, 2:3, 5个百分点, 全覆盖
    ROUND = auto()  # 一个, 二期, 新一轮: a number or a figure of speech
    AGE = auto()  # 79岁
    BARE = auto()  # 0.45, 3倍, 90分
    RELATIVE = auto()  # 10人的村
    STANDARD = auto()  # 每百户不低于20平方米的标准
    SPAN = auto()  # 8小时, 3年
    THING = auto()  # 2所, 5名, 100亩


_ANY = frozenset(Kind)


@dataclass(frozen=True, slots=True)
class ValueCandidate:
    """A quantity in its segment, with the candidate in front of it and the quantity behind it."""

    passage: Passage
    segment: Segment
    q: Quantity
    before: Quantity | None
    after: Quantity | None
    memory: Memory
    left: str
    right: str

    @property
    def verb(self) -> str:
        """The build verb of the sentence so far."""
        return self.memory.verb

    @property
    def verb_in_front(self) -> bool:
        """Whether the segment begins with a build verb: 整治|农村沟渠."""
        return bool(vocabulary.build_verbs().beginning(self.left.lstrip(" 、")))

    @property
    def kind(self) -> Kind:
        family = self.q.family
        if family in ("rank", "grade"):
            return Kind.STANDING
        if says_nothing(self.passage.folded, self.q):
            return Kind.NOTHING
        if family in ("rate", "coverage", "ratio", "points"):
            return Kind.SURE
        exact = self.q.start == self.q.number_start and self.q.end == self.q.number_end
        if exact and family in ("count", "times") and _ROUND.match(self.passage.folded, self.q.number_start):
            return Kind.ROUND
        if family == "age":
            return Kind.AGE
        if family in ("bare", "fold", "score"):
            return Kind.BARE
        if relative().match(self.right):
            return Kind.RELATIVE
        if self.right.startswith("的标准") and "每" in self.left:
            return Kind.STANDARD
        return Kind.SPAN if family == "span" else Kind.THING

    @property
    def only_verb(self) -> bool:
        """Whether nothing but a verb of change stands in front: …，比2020年|增加|1.8岁 speaks of the last indicator."""
        front = front_of(self.left)
        return bool(front.change) and not self.passage.words(
            self.segment, self.segment.start, self.segment.start + front.change_cut
        )

    @property
    def held(self) -> bool:
        """Whether a verb, a comparator or a measuring noun stands in front."""
        return anchored(self.left, self.q)

    @property
    def followed(self) -> bool:
        """Whether a noun stands right behind."""
        return bool(
            NAME_START.match(self.right) and not JOINED.match(self.right) and not _GOES_ON.match(self.right)
        )


def says_nothing(text: str, q: Quantity) -> bool:
    """Whether a word says that there is to be nothing, or no more: 零发生, 清零, 零增长; the 0 of 0.5% says no such thing."""
    return not q.value and (q.family == "growth" or not text[q.number_start].isdigit())


@dataclass(frozen=True, slots=True)
class Refusal:
    """A reason why a quantity is no value; ``says`` tells it to people."""

    name: str
    kinds: frozenset[Kind]
    holds: Callable[[ValueCandidate], bool]
    says: str


def candidates(
    passage: Passage, segment: Segment, memory: Memory
) -> tuple[Sequence[Quantity], list[Refused]]:
    """The quantities of a segment that can be values, and the others with the refusal that holds; in order."""
    kept: list[Quantity] = []
    refused: list[Refused] = []
    for index, q in enumerate(segment.quantities):
        after = segment.quantities[index + 1] if index + 1 < len(segment.quantities) else None
        left, right = passage.folded[segment.start : q.start], passage.folded[q.end : segment.end]
        before = kept[-1] if kept else None
        if name := refusal_of(ValueCandidate(passage, segment, q, before, after, memory, left, right)):
            refused.append(Refused(q, name))
        else:
            kept.append(q)
    return kept, refused


def refusal_of(candidate: ValueCandidate) -> str:
    """The first refusal that holds, "" where the quantity may be a value."""
    for each in _OF_KIND[candidate.kind]:
        if each.holds(candidate):
            return each.name
    return ""


def _start_value(c: ValueCandidate) -> bool:
    """从436万亩提高到…, 由80%…: the value that is left behind."""
    if c.after is None or compared(c.q):
        return False
    return bool(_FROM.search(c.left) and _TO.match(c.right))


_FROM = re.compile("(?:从|由)(?:现状|目前|现在|原来|[0-9]{4}年)?(?:的|末的|底的)?(?:约)?$")
_TO = re.compile("[^,;]{0,12}(?:到|至|为)")


def _on_the_basis(c: ValueCandidate) -> bool:
    """在建成112个日间照料中心的基础上: what there is already."""
    return bool(_BASIS.match(c.right)) and "在" in c.left


_BASIS = re.compile("[^,。;]{0,24}?基础上")


def _rule_for_those(c: ValueCandidate) -> bool:
    """得票超过三分之二的列入名单: what happens to those."""
    return bool(_FOR_THOSE.match(c.right))


_FOR_THOSE = re.compile(
    "的,?(?:给予|予以|视为|认定为|方可|不得|应当|须|可以|列入|取消|责令|处以|由|不予|优先|可申请|可享受)"
)


def _grant_cap(c: ValueCandidate) -> bool:
    """奖励资金最高不超过50万元, 按50%给予贴息: how much is paid at most, or by what rate."""
    if c.q.family == "money" and c.q.comparator in ("<=", "<"):
        return vocabulary.frame_words("grant_noun").search(c.left) is not None
    return bool(_BY.search(c.left)) and bool(_PAID.match(c.right))


_BY = re.compile("按照?[^,。;]{0,10}$")
_PAID = re.compile("的?(?:标准|比例)?(?:给予|予以|补助|补贴|奖励|贴息|减免|报销|收取|征收)")


def _falls_short(c: ValueCandidate) -> bool:
    """不足五成, 缺口300人: how much is missing, and nobody's aim."""
    word = c.passage.folded[c.q.start : c.q.number_start].strip()
    lacks = vocabulary.frame_words("falls_short")
    return word in lacks.words or bool(lacks.ending(phrases.strip_adverbs(c.left)))


def _in_share(c: ValueCandidate) -> bool:
    """至少接受1次筛查的比例达到70%: a number inside the name of a share."""
    if c.after is None or c.after.family != "rate" or c.q.family not in _LONE_NUMBER:
        return False
    between = c.passage.folded[c.q.end : c.after.start]
    return bool(_SHARE_NAMED.fullmatch(between))


_SHARE_NAMED = re.compile(
    f"[^,;。、]{{1,24}}?的(?:[{HAN}]{{0,8}}?)(?:比例|占比|比重|比率|覆盖率)[^,;。、]{{0,8}}"
)


def _size_of_counted(c: ValueCandidate) -> bool:
    """1支|不少于20人的队伍, 1处面积|不少于1亩的绿地: the size of what was just counted."""
    if c.before is None or c.before.family not in ("count", "people", "thing") or not compared(c.q):
        return False
    gap = c.passage.folded[c.before.end : c.q.start]
    return bool(_SIZED.fullmatch(gap)) and relative().match(c.right) is not None


_SIZED = re.compile("(?:[^,。;、]{0,6}(?:面积|规模|人数|长度|容量|床位|投资))?")


def _condition_in_front(c: ValueCandidate) -> bool:
    """对…的, 符合…的: on whom a rule is laid."""
    if c.q.family == "rate" and c.left.strip() == "对":  # 对70%的困境儿童开展心理评估
        return False
    return bool(_CONDITION.match(c.left)) and "的" in c.right


_CONDITION = re.compile("(?:对|凡|如果?|若|当|符合)(?!象|外|口|照|接|于)")


def _in_case(c: ValueCandidate) -> bool:
    """如果…, 逾期…: what happens then."""
    return bool(_IF.match(c.left))


_IF = re.compile("[ 、]*(?:如果|若(?!干)|一旦|倘若|逾期)")


def _at_most_once(c: ValueCandidate) -> bool:
    """只能享受1次: a rule, no aim."""
    return c.q.family == "times" and bool(_at_most().search(c.left))


@lexicon.kept
def _at_most() -> re.Pattern[str]:
    return re.compile(f"(?:只|仅)(?:能|可|可以)?{vocabulary.frame_piece('grant_verb')}$")


def _part_of_name(c: ValueCandidate) -> bool:
    """营业收入前100名企业, Ⅲ类水体比例: a place or grade that no verb reaches for."""
    return c.segment.bracketed or not is_said(c.left, c.right, c.q.family)


def _size_of_noun(c: ValueCandidate) -> bool:
    """600名学生以上的学校."""
    return c.q.end == c.q.number_end and bool(_SIZE_BEHIND_NOUN.match(c.right))


_SIZE_BEHIND_NOUN = re.compile(f"(?!规模|限额)[{HAN}]{{1,6}}?(?<![等级及或])(?:及|或)?以[上下](?:的|[{HAN}])")


def _or_condition(c: ValueCandidate) -> bool:
    """面积超过1万平方米|或者日客流量超过1万人的车站: one of several conditions."""
    return (
        bool(_OR_THOSE.match(c.right)) and relative().match(c.passage.folded, c.after.end) is not None
        if c.after
        else False
    )


_OR_THOSE = re.compile("(?:、|,)?(?:或者?|且|并且)[^,。;]{2,}")


def _figure_of_speech(c: ValueCandidate) -> bool:
    """新一轮, 二期, 一个: part of a name, unless 每 or 至少 stands in front."""
    return not (unit_context.has_period(c.left) or "每" in c.left or demands.near(c.left))


_ROUND = re.compile(
    f"[{CN_TEN}两]{{1,3}}(?:轮|期|场|个|次|项|类|种|门|支|条|部|套|件|回|批次)"
    "|一(?:所|家|处|座|名|位|户|对|双|股|道|张|块|片|方|级|本|份|档|组|节|首|篇)"
)


def _age_of_people(c: ValueCandidate) -> bool:
    """3岁以下儿童: an age is a value only of 寿命 and 年龄."""
    return not re.search("寿命|年龄", c.memory.indicator if c.only_verb else c.left)


def _unheld(c: ValueCandidate) -> bool:
    """A number in front of which nothing stands that makes it a value."""
    return not c.held


def _measures_nothing(c: ValueCandidate) -> bool:
    """12338, 3.0版: a bare number is one of 系数, 指数, 寿命 …"""
    return c.q.family == "bare" and not vocabulary.frame_words("bare_head").search(c.left)


def _followed(c: ValueCandidate) -> bool:
    """5倍镜: the number belongs to the noun behind it."""
    return c.followed


def _definition(c: ValueCandidate) -> bool:
    """(直径小于2.5微米的颗粒物) defines a word."""
    return c.segment.bracketed


def _condition(c: ValueCandidate) -> bool:
    """达到10人以上的村 is a condition; 不少于360学时的培训 a value."""
    if not compared(c.q) or phrases.has_head(CYCLE.sub("", phrases.strip_adverbs(c.left))):
        return True
    return bool(front_of(c.left).level)


def _attribute(c: ValueCandidate) -> bool:
    """10亿元以上企业5家, 35蒸吨以下燃煤锅炉: the size of the thing, not how many."""
    q = c.q
    over = c.passage.folded[q.start : q.number_start].strip() in ("超", "过", "逾")
    if (
        over and c.followed and q.family in ("money", "measure") and not c.right.startswith("的")
    ):  # 超|10亿元企业
        return True
    if q.end == q.number_end or compared(q) or not c.followed:
        return False
    if q.comparator in ("<=", "<"):
        return True
    if q.comparator == ">=":
        counted_on = c.after is not None and not _JOINT.search(c.passage.folded, q.end, c.after.start)
        return counted_on or q.family in ("measure", "money", "span", "score")
    return False


_JOINT = re.compile("[、,]|和|及|与")


def _sizes_next(c: ValueCandidate) -> bool:
    """建设2000吨级泊位8个, 220千伏变电站1座, 超15年的电梯46台: the size of what is counted behind."""
    q = c.q
    if (
        q.family not in ("measure", "span", "money")
        or c.after is None
        or c.after.family not in ("count", "thing")
    ):
        return False
    gap = c.passage.folded[q.end : c.after.start]
    if gap.startswith("级") and len(gap) > 2:
        return True
    if compared(c.after) or _JOINT.search(gap) or not _THING_NAME.fullmatch(gap):
        return False
    if compared(q):
        return q.comparator == ">" and gap.startswith("的")
    return q.family == "measure"


_THING_NAME = re.compile(f"的?[{HAN}A-Za-z“”]{{2,14}}")


@lexicon.kept
def _reached() -> re.Pattern[str]:
    """通达 of 60分钟|通达, 到场 of 5分钟|到场: for the frame ``reach_time``."""
    return re.compile(f" *(?:[以之]?内)?{vocabulary.frame_piece('reached_in')}(?=$|[,;。、]|和|及)")


def _length_of_thing(c: ValueCandidate) -> bool:
    """8小时工作制, 三年行动: how long something is, not how long it is to be."""
    if c.before is not None and c.before.family == c.q.family and _LIST_ON.search(c.left):
        return False
    if _reached().match(c.right):  # 60分钟通达: how soon it is reached
        return False
    daily = "每天" in c.left
    followed = c.followed and not (c.right.startswith("的") and not relative().match(c.right))  # 的合理区间
    if not followed and unit_context.has_period(c.left):  # 每年上线课程120课时以上
        return False
    if not compared(c.q) and not daily and followed and not unit_context.has_period(c.left):
        return True
    return not (daily or "每日" in c.left or c.held)


_LIST_ON = re.compile("(?:、|和|及|与|以及)$")


def _of_noun_behind(c: ValueCandidate) -> bool:
    """20户自然村; but 50所学校和150个专业 goes on a list, and 沟渠60条|180公里 has two sizes."""
    if c.after is not None and c.after.start == c.q.end and c.verb_in_front:
        return False
    return c.followed and not c.held and not _continues(c)


_GOES_ON = re.compile(
    "(?:户|人|亩)均(?!衡)|实现增收|增收"
    "|将?[于在][^,。;]{2,12}(?:建成|投用|完工|竣工|通车|投产|投入使用|投入运营|启用|开工)"
)  # 带动农户5000户以上户均增收3000元


def _continues(c: ValueCandidate) -> bool:
    """Whether an unanchored count goes on a list: 50所学校和150个专业."""
    if c.q.family not in _LONE_NUMBER:
        return False
    if c.before is not None and c.before.family in _LONE_NUMBER:
        return bool(re.search("(?:、|和|及|与|以及|,)$", c.left))
    return bool(c.verb) and not c.left.strip(" 、和及与以")


_ROUNDS, _AGES, _NUMBERS = frozenset({Kind.ROUND}), frozenset({Kind.AGE}), frozenset({Kind.BARE})
_STANDINGS = frozenset({Kind.STANDING})
_RELATIVES, _SPANS, _THINGS = frozenset({Kind.RELATIVE}), frozenset({Kind.SPAN}), frozenset({Kind.THING})
REFUSALS = (
    Refusal("start_value", _ANY, _start_value, says="“从多少”“由多少”是原来的水平"),
    Refusal("on_the_basis", _ANY, _on_the_basis, says="“在…的基础上”：数是原来已有的"),
    Refusal(
        "size_of_counted", _ANY, _size_of_counted, says="“1支不少于20人的队伍”：后一个数说明前一个有多大"
    ),
    Refusal("rule_for_those", _ANY, _rule_for_those, says="“…的，给予、列入、不得…”：数是条件"),
    Refusal("grant_cap", _ANY, _grant_cap, says="补助、奖励最多给多少，按多少给：是规定"),
    Refusal("falls_short", _ANY, _falls_short, says="“不足”“缺口”：说的是差多少"),
    Refusal("in_share", _ANY, _in_share, says="数在“…的比例”的名称里面：接受1次筛查的比例"),
    Refusal("condition_in_front", _ANY, _condition_in_front, says="“对…的”“符合…的”里的数是适用条件"),
    Refusal("or_condition", _ANY, _or_condition, says="“或者…的”：几个条件里的一个"),
    Refusal("in_case", _ANY, _in_case, says="“如果”“逾期”后面的数是条件"),
    Refusal("at_most_once", _ANY, _at_most_once, says="“只能享受几次”是办事规定"),
    Refusal("part_of_name", _STANDINGS, _part_of_name, says="名次、等级是名称的一部分：前100名企业、Ⅲ类水体"),
    Refusal("size_of_next", _ANY, _sizes_next, says="数说明后面数的那种东西有多大：220千伏变电站1座"),
    Refusal("size_of_noun", _ANY, _size_of_noun, says="数说明后面名词的规模：600名学生以上的学校"),
    Refusal("figure_of_speech", _ROUNDS, _figure_of_speech, says="“一个”“新一轮”“二期”是说法或名称"),
    Refusal("age_of_people", _AGES, _age_of_people, says="年龄说明是哪些人，前面没有“寿命”“年龄”"),
    Refusal("unheld", _AGES | _NUMBERS, _unheld, says="数前面没有动词、比较词或可以衡量的名词"),
    Refusal(
        "measures_nothing", _NUMBERS, _measures_nothing, says="没有单位的数，前面没有“率”“指数”“系数”一类"
    ),
    Refusal("followed", _AGES | _NUMBERS, _followed, says="数是后面名词的一部分"),
    Refusal("definition", _RELATIVES, _definition, says="括号里的数解释词义"),
    Refusal("condition", _RELATIVES, _condition, says="数后面是“的…”，是条件：10人的村"),
    Refusal("attribute", _SPANS | _THINGS, _attribute, says="数说明后面名词的大小：10亿元以上企业"),
    Refusal("length_of_thing", _SPANS, _length_of_thing, says="数说明一件事有多长：三年行动"),
    Refusal("of_noun_behind", _THINGS, _of_noun_behind, says="数属于后面的名词，前面没有动词：20户自然村"),
)
_OF_KIND = {kind: tuple(each for each in REFUSALS if kind in each.kinds) for kind in Kind}
