"""Reads one segment: which of its quantities are values, and of which indicator.

Takes folded clause text, the printed text beside it, a Segment, and what the sentence has said so far. Gives
Readings: indicator, value, place. Sentence-wide matters (facts, years, standards) are decided in ``targets``.

The frames, in the order they are tried:
  share      80%的村庄建成…           value, group, what they do
  condition  达到10人及以上的村…       a value inside a relative clause: no reading
  level      …率达到 90%以上          indicator, level verb or comparator, value
  change     …比2020年下降 20%        indicator, change verb, value
  direct     …优良率 60%以上          indicator, value
  build      配备2名医生              build verb, count, what is built
  built      建设监测站 400个         build verb, what is built, count
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from analyzers.marks import Quantity, YearMark
from ingest import coordination, phrases, vocabulary
from ingest.segments import Segment

_LIST_GAP = re.compile(r"^[ 、,/]*(?:和|及|与|以及|到)?[ ]*$")
_HAN = re.compile("[一-鿿“‘《A-Za-zⅠ-Ⅻ0-9]")
_RELATIVE_OK = re.compile(
    "的(?:目标|水平|要求|比例|标准|速度|幅度|比重|增速|规模|任务|增长|底线|目标任务|覆盖率)"
)
_AFTER_NP = re.compile(r"^(?:的)?")
_NP_STOP = re.compile(r"[,。;:!?！？]|并(?!网)|且|用于|以上|以下|的目标|等$")
_VP_VERB = re.compile(
    "建立|建成|建有|达到|达标|得到|实现|具备|配备|配有|开展|接受|参加|参与|拥有|划入|完成|纳入|通过|掌握|享有|享受|开设|设立|落实|使用|用上|开通|通[公硬客油网]|覆盖|设有|有(?!效|毒|害|机|色|限|关|序|责|条件)|符合|实施|制定|成为|进入|接入|接通|获得|取得|普及|推行|推广|应用|执行|签订|达|高于|优于|集中|就地|脱贫|回收|入驻|上线|办理|获|安装|签约|成立|组建|进行|实行|建设|改造"
)
_PER_BASE = re.compile(
    "每(?:百|千|万|十万|10万|百万|1000|10000|100000|100) ?(?:名|人|位|户|个)?|(?:^|(?<=[^0-9一二三四五六七八九十百]))(?:千|万|10万|十万)人(?:均|口)?(?=[^次才大工])"
)
_BASES = {
    "千": 1000,
    "1000": 1000,
    "万": 10_000,
    "10000": 10_000,
    "十万": 100_000,
    "10万": 100_000,
    "100000": 100_000,
}
_PER_UNITS = {1000: "per_1000", 10_000: "per_10000", 100_000: "per_100000"}
_EACH = re.compile(
    r"(?:每个|每所|每家|每村|每乡|每县|每户|每名|每处|每座|每条|每支|每只|每班|每人|每校|各)[^,。;]{0,30}?(?=至少|不少于|配备|建有|有|建|设|开展|配|培|举办|打造|完成|$)"
)
_PERIODS = (
    (re.compile("每季度?|每个季度"), Decimal(4), "季度"),
    (re.compile("每半年"), Decimal(2), "半年"),
    (re.compile("每个?月"), Decimal(12), "月"),
    (re.compile("每周|每星期"), None, "周"),
    (re.compile("每学期"), None, "学期"),
    (re.compile("每([0-9一二两三四五六七八九十]{1,2})年"), None, ""),
    (re.compile("每学?年|年均|每年度|年(?:开展|举办|组织|召开)|全年|一年"), Decimal(1), "年"),
)
_PER_DAY = re.compile("每天|每日|日均|每人每天")
_ABOUT_TIME = re.compile(
    "寿命|年龄|年限|时间|时长|周期|期限|时限|耗时|用时|时效|期(?!间|望|末|初)|年数|月数|天数|教育"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """One indicator with one value, as a segment states it; offsets into the clause's text."""

    indicator: str
    population: str | None
    quantity: Quantity
    change: bool
    start: int
    end: int
    unit: str
    base: int | None = None
    value: Decimal | None = None
    elliptic: bool = False


@dataclass(slots=True)
class Memory:
    """What the sentence has named so far, for parts that leave the indicator out."""

    indicator: str = ""
    family: str = ""
    start: int = 0
    topic: str = ""
    topic_start: int = 0
    change: bool = False
    verb: str = ""
    population: str | None = None
    each: str | None = None


@dataclass(slots=True)
class _Group:
    """Neighbouring values of one list (10%和5%以下), with the text left and right of them."""

    values: list[Quantity]
    left: int
    right: int = 0

    @property
    def first(self) -> Quantity:
        return self.values[0]

    @property
    def last(self) -> Quantity:
        return self.values[-1]


@dataclass(slots=True)
class Reader:
    """Reads the segments of one clause in order; keeps the sentence's memory between them."""

    folded: str
    printed: str
    memory: Memory = field(default_factory=Memory)

    def read(self, segment: Segment) -> list[Reading]:
        """The values of one segment."""
        if segment.opens_sentence:
            self.memory = Memory()
        values = [q for q in segment.quantities if self._may_be_value(segment, q)]
        readings: list[Reading] = []
        at = segment.start
        for group in self._groups(segment, values):
            group.left = max(at, group.left)
            found, at = self._read_group(segment, group)
            readings += found
            at = max(at, group.last.end)
        self._remember_topic(segment, readings)
        return readings

    # -- which quantities can be values -------------------------------------------------------------

    def _may_be_value(self, segment: Segment, q: Quantity) -> bool:
        left = self.folded[segment.start : q.start]
        right = self.folded[q.end : segment.end]
        anchored = self._anchored(left, q)
        if q.family in ("rate", "coverage", "ratio", "points"):
            return True
        if q.family == "age":
            return anchored and bool(re.search("寿命|年龄", left)) and not _HAN.match(right)
        if q.family == "bare":
            return (
                anchored
                and bool(re.search("系数|指数|比|强度|得分|率|数|分值|值", left))
                and not _HAN.match(right)
            )
        relative = right.startswith("的") and not _RELATIVE_OK.match(right)
        if relative:
            return (
                q.start < q.number_start and not vocabulary.heads().ending(left) and not self._level(left)[0]
            )
        if q.family == "span":
            if _HAN.match(right) and not (q.start < q.number_start or _PER_DAY.search(left)):
                return False
            return anchored or bool(_PER_DAY.search(left))
        if (
            not anchored
            and _HAN.match(right)
            and not right.startswith(("和", "及", "与", "或", "以及", "并"))
        ):
            return bool(self.memory.verb) and q.family in ("count", "people") and not left.strip("、和及与")
        return True

    def _anchored(self, left: str, q: Quantity) -> bool:
        """Whether a verb, a comparator or a measuring noun stands right in front of the quantity."""
        if q.start < q.number_start:
            return True
        left = self._strip_adverbs(left)
        return bool(
            vocabulary.level_verbs().ending(left)
            or vocabulary.change_verbs().ending(left)
            or vocabulary.build_verbs().ending(left)
            or vocabulary.heads().ending(left)
            or _PERIOD_END.search(left)
        )

    def _groups(self, segment: Segment, values: list[Quantity]) -> list[_Group]:
        groups: list[_Group] = []
        for q in values:
            if groups:
                last = groups[-1].last
                gap = self.folded[last.end : q.start]
                if _LIST_GAP.match(gap) and q.family == last.family and q.family != "coverage":
                    groups[-1].values.append(q)
                    continue
                groups[-1].right = q.start
            groups.append(_Group([q], segment.start))
        if groups:
            groups[-1].right = segment.end
        return groups

    # -- frames -------------------------------------------------------------------------------------

    def _read_group(self, segment: Segment, group: _Group) -> tuple[list[Reading], int]:
        """The readings of one group of values, and how far the text to their right is used up."""
        q = group.first
        left_end = q.start
        left = self.folded[group.left : left_end]
        right = self.folded[group.last.end : group.right]
        if q.family == "coverage":
            return self._coverage(segment, group)
        if q.family == "rate" and self._is_share(left, right):
            return self._share(segment, group)
        if q.family in ("count", "people", "times", "thing", "volume", "measure", "money", "span"):
            if found := self._build(segment, group, left, right):
                return found
        if right.startswith("的") and not _RELATIVE_OK.match(right) and group.right == segment.end:
            return [], group.last.end
        if (
            _HAN.match(right)
            and q.family in ("measure", "money", "span", "age")
            and q.comparator in ("<=", ">=")
        ):
            pass
        level, cut = self._level(left)
        if level or q.start < q.number_start:
            return self._named(segment, group, cut, change=False), group.last.end
        change, cut = self._change(left)
        if change:
            return self._named(segment, group, cut, change=True), group.last.end
        stripped = self._strip_adverbs(left)
        if q.family in (
            "rate",
            "points",
            "ratio",
            "measure",
            "money",
            "score",
            "bare",
            "span",
            "age",
            "fold",
        ) or phrases.has_head(stripped):
            if (
                phrases.has_head(stripped)
                or q.family == "ratio"
                or (stripped.strip() and re.search("占", stripped))
            ):
                return self._named(
                    segment, group, len(stripped), change=self._leading_change(stripped)
                ), group.last.end
        if found2 := self._built(segment, group, stripped):
            return found2, group.last.end
        if not stripped.strip(" 、和及与") and self.memory.indicator and q.family == self.memory.family:
            return self._named(segment, group, 0, change=self.memory.change), group.last.end
        return [], group.last.end

    def _strip_adverbs(self, left: str) -> str:
        """The text without adverbs, hedges and blanks at its end."""
        while True:
            left = left.rstrip(" $")
            word = vocabulary.adverbs().ending(left) or vocabulary.hedges().ending(left)
            if not word:
                return left
            head = vocabulary.heads().ending(left)
            verb = vocabulary.level_verbs().ending(left) or vocabulary.build_verbs().ending(left)
            if len(head) > len(word) or len(verb) > len(word):
                return left
            left = left[: -len(word)]

    def _level(self, left: str) -> tuple[str, int]:
        """The level verb that ``left`` ends with, and where it begins; compound verbs count as one."""
        text = self._strip_adverbs(left)
        verb = vocabulary.level_verbs().ending(text)
        if verb in ("在", "为", "是", "占", "有", "达") and _NOUN_ENDS.search(text):
            return "", len(text)
        if not verb:
            return "", len(text)
        at = len(text) - len(verb)
        while True:  # 达到并保持在, 提高并稳定在, 不低于 behind 达到
            text = self._strip_adverbs(re.sub("(?:并且|并|且|和|、)$", "", text[:at]))
            other = vocabulary.level_verbs().ending(text) or (
                vocabulary.change_verbs().ending(text) if text != left[:at] else ""
            )
            if not other or len(text) - len(other) < 1 or other in ("有", "为", "是", "在"):
                break
            at = len(text) - len(other)
        return verb, len(text)

    def _change(self, left: str) -> tuple[str, int]:
        text = self._strip_adverbs(left)
        verb = vocabulary.change_verbs().ending(text)
        if not verb or phrases.has_head(text):
            return "", len(text)
        return verb, len(text) - len(verb)

    def _leading_change(self, left: str) -> bool:
        at = phrases.left_trim(left, 0, 0)
        word = vocabulary.change_verbs().beginning(left.lstrip("、,和及 "), at)
        return len(word) > 1 and word not in ("提高", "提升", "扩大", "节水", "节能")

    def _named(self, segment: Segment, group: _Group, cut: int, *, change: bool) -> list[Reading]:
        """Level, change and direct frames: the indicator stands in front, from group.left to cut."""
        start, end = self._phrase(segment, group.left, group.left + cut)
        phrase = self._print(segment, start, end)
        folded_end = group.last.end
        names, elliptic, start = self._names(segment, phrase, start, group, change)
        if not names:
            return []
        readings = []
        for name, q in self._pair(names, group.values):
            readings.append(self._reading(segment, name, q, group, start, folded_end, change, elliptic))
        self._remember(readings, group, start, change)
        return readings

    def _pair(self, names: list[str], values: list[Quantity]) -> list[tuple[str, Quantity]]:
        if len(values) == 1:
            return [(name, values[0]) for name in names]
        shared = values[-1].comparator
        if all(q.comparator == "=" for q in values[:-1]) and values[-1].end > values[-1].number_end:
            values = [replace(q, comparator=shared, hedge=values[-1].hedge) for q in values]
        elif values[0].start < values[0].number_start and all(q.comparator == "=" for q in values[1:]):
            values = [replace(q, comparator=values[0].comparator) for q in values]
        if len(names) == len(values):
            return list(zip(names, values, strict=True))
        return [(names[0], q) for q in values]

    def _names(
        self, segment: Segment, phrase: str, start: int, group: _Group, change: bool
    ) -> tuple[list[str], bool, int]:
        """The indicators that a phrase in front of a group names; inherits where it names none."""
        count = len(group.values)
        memory = self.memory
        if not phrase:
            name = memory.indicator or (memory.topic if segment.opener in ":," or segment.bracketed else "")
            if not name:
                return [], False, start
            return [name], True, (memory.start if memory.indicator else memory.topic_start)
        if found := _OF_WHOLE.match(phrase):
            phrase = f"{found[1]}占{found[2]}的比例"
        elif (
            re.search("占[^占]+$", phrase) and group.first.family == "rate" and not _SHARE_NAME.search(phrase)
        ):
            phrase = phrase.removesuffix("的") + "的比例"
        elif phrase.endswith("占") and group.first.family == "rate":
            phrase = phrase[:-1].removesuffix("的") + "的比例"
        phrase = self._reorder(phrase)
        if count > 1:
            dealt = coordination.deal(phrase, count)
            if dealt:
                return dealt, False, start
            return [phrase], False, start
        if not phrases.has_head(phrase) and self._inherits(phrase, group):
            return [self._inherit(phrase)], True, min(start, memory.start or start)
        if (
            len(phrase) <= 4
            and phrases.has_head(phrase)
            and memory.topic
            and not phrases.population_end(phrase)
        ):
            topic = memory.topic
            if 2 <= len(topic) <= 24 and topic not in phrase:
                return [topic + phrase], True, memory.topic_start
        names = coordination.full_names(phrase)
        return names, False, start

    def _inherits(self, phrase: str, group: _Group) -> bool:
        memory = self.memory
        if not memory.indicator or group.first.family != memory.family:
            return False
        bare = phrase.rstrip("）)")
        return bool(
            vocabulary.persons().ending(bare)
            or vocabulary.places().ending(bare)
            or bare.endswith(("其他", "重点", "其余"))
        )

    def _inherit(self, phrase: str) -> str:
        whole = self.memory.indicator
        end = phrases.population_end(whole) or phrases.place_end(whole)
        measure = whole[end:] if end else whole
        return phrase + measure

    def _reorder(self, phrase: str) -> str:
        """每天睡眠时间小学生 names 小学生每天睡眠时间: the group stands behind its measure."""
        person = vocabulary.persons().ending(phrase)
        if person and not phrases.has_head(phrase):
            measure = phrase[: -len(person)]
            if phrases.has_head(measure) and not measure.endswith(("的", "和", "、")):
                return person + measure
        return phrase

    # -- share, coverage ----------------------------------------------------------------------------

    def _is_share(self, left: str, right: str) -> bool:
        body = right.removeprefix("的").lstrip("左右 ")
        if (
            not _HAN.match(body)
            or _RELATIVE_OK.match(right)
            or body.startswith(("和", "及", "与", "并", "以及", "或", "且"))
            and not re.match("(?:和|及|与|以及)[^0-9]{0,2}[0-9]", body)
        ):
            return False
        stripped = self._strip_adverbs(left)
        if vocabulary.heads().ending(stripped):
            return False
        level, cut = self._level(left)
        if level and level not in ("实现", "完成", "有", "覆盖", "覆盖到"):
            return False
        rest = stripped[:cut] if level else stripped
        return not phrases.has_head(rest)

    def _share(self, segment: Segment, group: _Group) -> tuple[list[Reading], int]:
        """80%的村庄建成…, 100%的社区和95%的村建立…: the share of a group that does something."""
        end = segment.end
        stop = _NP_STOP.search(self.folded, group.last.end + 1, end)
        end = stop.start() if stop else end
        later = [q for q in segment.quantities if q.start >= group.last.end and q.family == "rate"]
        follower = later[0] if later else None
        shared = follower is not None and re.fullmatch(
            "的?[^0-9,;]{1,20}(?:和|及|与|、|以及)", self.folded[group.last.end : follower.start]
        )
        group_end = follower.start if shared and follower else end
        noun_start = group.last.end + (1 if self.folded.startswith("的", group.last.end) else 0)
        if shared and follower:
            noun = self._print(segment, noun_start, group_end).rstrip("、和及与以")
            tail_start = follower.end + (1 if self.folded.startswith("的", follower.end) else 0)
            _, verb_phrase = _split_vp(self._print(segment, tail_start, end))
        else:
            noun, verb_phrase = _split_vp(self._print(segment, noun_start, end))
        if follower and not shared and group_end > follower.start:
            return [], group.last.end  # a second percentage governs the sentence
        lead_start, lead_end = self._phrase(segment, group.left, group.first.start)
        lead = self._print(segment, lead_start, lead_end)
        name = _share_name(lead, noun, verb_phrase)
        if not name:
            return [], group.last.end
        readings = [
            self._reading(
                segment,
                name,
                q,
                group,
                min(group.first.start, lead_start if lead else group.first.start),
                end,
                False,
                False,
                population=noun or None,
            )
            for q in group.values
        ]
        return readings, (group.last.end if shared else end)

    def _coverage(self, segment: Segment, group: _Group) -> tuple[list[Reading], int]:
        left = self.folded[group.left : group.first.start]
        _, cut = self._level(left)
        start, end = self._phrase(segment, group.left, group.left + cut)
        phrase = self._print(segment, start, end)
        phrase = re.sub("^在(.{2,24}?)实现", r"\1", phrase)
        phrase = re.sub("(?:基本|全面)?实现$|^对", "", phrase)
        if not phrase:
            phrase, start = self.memory.topic, self.memory.topic_start
        if not phrase or len(phrase) < 2:
            return [], group.last.end
        parts = coordination.pieces(phrase)
        names = parts if len(parts) > 1 and all(len(part) >= 5 for part in parts) else [phrase]
        readings = [
            self._reading(
                segment, _coverage_name(name), group.first, group, start, group.last.end, False, False
            )
            for name in names
        ]
        return readings, group.last.end

    # -- counts -------------------------------------------------------------------------------------

    def _build(
        self, segment: Segment, group: _Group, left: str, right: str
    ) -> tuple[list[Reading], int] | None:
        """配备2名医生, 建设50所学校: verb, count, noun. None where the frame does not fit."""
        q = group.first
        stripped = self._strip_adverbs(left)
        verb = vocabulary.build_verbs().ending(stripped)
        followed = bool(_HAN.match(right)) or right.startswith("的")
        continues = (
            bool(self.memory.verb)
            and not left.strip(" 、和及与以")
            and q.family in ("count", "people", "thing", "times")
        )
        governed = q.start < q.number_start or continues
        if not followed or (not verb and not governed):
            return None
        if right.startswith("的") and not governed:
            return None
        if not verb and (phrases.has_head(stripped) or self._level(left)[0]):
            return None
        if verb in ("达到", "有") and phrases.has_head(stripped[: -len(verb)]):
            return None
        noun_start = group.last.end + (1 if right.startswith("的") else 0)
        noun_end = self._noun_end(segment, group, noun_start)
        name = self._print(segment, noun_start, noun_end)
        if not name or (
            q.comparator in ("<=", "<") and q.end > q.number_end and q.family in ("measure", "money")
        ):
            return None
        subject = stripped[: -len(verb)] if verb else stripped
        at_least, subject = _take_comparator(subject)
        population = self._population_in_front(segment, group.left, subject) or (
            self.memory.population if continues else None
        )
        start = group.first.start
        if q.family == "times" or q.family == "span" or _EACH.search(subject):
            start = min(start, group.left + _last_each(subject, len(subject)))
        if at_least:
            start = min(start, group.left + at_least[1])
        readings = []
        for value in group.values:
            sign = at_least[0] if at_least and value.comparator == "=" else value.comparator
            value = replace(value, comparator=sign)
            readings.append(
                self._reading(
                    segment,
                    name,
                    value,
                    group,
                    start,
                    noun_end,
                    False,
                    False,
                    population=population,
                    fixed=True,
                )
            )
        self.memory.verb = verb or self.memory.verb
        self.memory.population = population
        self.memory.indicator, self.memory.family = "", ""
        return readings, noun_end

    def _noun_end(self, segment: Segment, group: _Group, start: int) -> int:
        end = group.right
        stop = _NP_STOP.search(self.folded, start + 1, end)
        while stop and any(a <= stop.start() < b for a, b in segment.holes):
            stop = _NP_STOP.search(self.folded, stop.end(), end)
        end = stop.start() if stop else end
        text = self.folded[start:end]
        if group.right < segment.end:  # 50所学校和150个专业: the joint belongs to neither
            text = re.sub(
                "(?:、|以及|和|及|与|,)?(?:建设|建成|新建|培育|培养|打造|创建|配备|认定|引进|扶持|建立|组织|开展|遴选|选派|复壮|改造|新增)?(?:至少|各)?$",
                "",
                text,
            )
        verb = _CLAUSE_VERB.search(text, 2)
        if verb and "的" not in text[verb.start() :]:
            text = text[: verb.start()]
        return start + len(text.rstrip(" 、,等"))

    def _built(self, segment: Segment, group: _Group, stripped: str) -> list[Reading]:
        """建设监测站400个, 新增学位2万个: verb, noun, count; later members of the list need no verb."""
        q = group.first
        body_start = len(stripped) - len(stripped.lstrip(" 、,和及与以"))
        lead = (
            phrases.left_trim(self.folded, group.left + body_start, group.left + len(stripped), segment.years)
            - group.left
        )
        verb = vocabulary.build_verbs().beginning(
            self.folded[: group.left + len(stripped)], group.left + lead
        )
        change = vocabulary.change_verbs().beginning(
            self.folded[: group.left + len(stripped)], group.left + lead
        )
        each_period = _PERIOD_END.search(stripped) or any(p.search(stripped) for p, _, _ in _PERIODS)
        inner = _inner_build(stripped[lead:]) if not verb else None
        if not (verb or change or self.memory.verb or inner or (q.family == "times" and each_period)):
            return []
        if not (verb or inner) and change and len(change) > 1:
            start, end = self._phrase(segment, group.left + lead + len(change), group.left + len(stripped))
            is_change = True
        else:
            cut = lead + (len(verb) if verb and verb not in ("新增", "新增加") else 0)
            if inner:
                cut = lead + inner
            start, end = self._phrase(segment, group.left + cut, group.left + len(stripped))
            is_change = False
        name = self._print(segment, start, end)
        if len(name) < 2:
            return []
        names = coordination.deal(name, len(group.values)) if len(group.values) > 1 else [name]
        readings = [
            self._reading(segment, n, value, group, start, group.last.end, is_change, False)
            for n, value in self._pair(names or [name], group.values)
        ]
        self.memory.verb = verb or inner and "建" or self.memory.verb or change
        self._remember(readings, group, start, is_change)
        return readings

    def _population_in_front(self, segment: Segment, left: int, subject: str) -> str | None:
        """Who must have it: 每个乡镇（街道）, or the subject of 配备."""
        if each := _EACH.search(subject):
            return self._print(segment, left + each.start(), left + each.end()).strip(" ") or None
        start, end = self._phrase(segment, left, left + len(subject))
        words = self._print(segment, start, end)
        words = re.sub("^(?:在|为|对|向|以)", "", words)
        words = re.sub("每(?:年|季度?|月|周|天)$|应$", "", words)
        bare = words.rstrip("）)")
        if (
            vocabulary.persons().ending(bare)
            or vocabulary.places().ending(bare)
            or "（" in words
            or "(" in words
        ):
            return words or None
        return None

    # -- shared -------------------------------------------------------------------------------------

    def _phrase(self, segment: Segment, start: int, end: int) -> tuple[int, int]:
        """The noun phrase inside ``[start, end)``."""
        end = phrases.right_trim(self.folded, start, end, segment.years)
        start = phrases.left_trim(self.folded, start, end, segment.years)
        prompt = phrases.last_prompt(self.folded, start, end)
        if prompt > start:
            start = phrases.left_trim(self.folded, prompt, end, segment.years)
        return start, max(start, end)

    def _print(self, segment: Segment, start: int, end: int) -> str:
        """The printed text of a stretch, years inside it left out."""
        parts, at = [], start
        for year in segment.years:
            if start <= year.start and year.end <= end:
                parts.append(self.printed[at : year.start])
                at = year.end
        parts.append(self.printed[at:end])
        text = "".join(part.strip() for part in parts)
        return re.sub(r"(?<=[一-鿿）)]) +| +(?=[一-鿿（(])", "", text)

    def _reading(
        self,
        segment: Segment,
        name: str,
        q: Quantity,
        group: _Group,
        start: int,
        end: int,
        change: bool,
        elliptic: bool,
        population: str | None = None,
        fixed: bool = False,
    ) -> Reading:
        context = self.folded[group.left : q.start]
        unit, base, value = _unit_in_context(q, name, self.folded[segment.start : q.start])
        if population is None and not fixed:
            population = phrases.population_of(name)
        if base and not population:
            population = _per_population(name)
        del context
        return Reading(name, population, q, change, start, max(end, q.end), unit, base, value, elliptic)

    def _remember(self, readings: Sequence[Reading], group: _Group, start: int, change: bool) -> None:
        if readings:
            memory = self.memory
            memory.indicator, memory.family = readings[-1].indicator, group.first.family
            memory.start, memory.change = start, change

    def _remember_topic(self, segment: Segment, readings: Sequence[Reading]) -> None:
        """What a segment without a value talks about, for the next one that names only 参保率."""
        if readings or segment.quantities or segment.bracketed:
            return
        start, end = self._phrase(segment, segment.start, segment.end)
        text = self._print(segment, start, end)
        text = re.sub("(?:应保尽保|应救尽救|应养尽养|应治尽治|全面普及|基本普及)$", "", text)
        if text and len(text) <= 40:
            self.memory.topic, self.memory.topic_start = text, start


_PERIOD_END = re.compile(
    "每(?:年|季度|月|周|学期|半年|天|日|[0-9一二两三四五六七八九十]年)(?:至少|开展|举办|组织|召开|进行)?$"
)
_NOUN_ENDS = re.compile("(?:行为|作为|现有|国有|公有|私有|存在|所在|潜在|占有|拥有|持有)$")
_OF_WHOLE = re.compile("^(.{2,30}?)(?:达到|提高到|占到|占|提升到|增加到)(.{2,20}?)的$")
_SHARE_NAME = re.compile("(?:比例|比重|占比|比率|率)$")
_CLAUSE_VERB = re.compile(
    "开展|参加|参与|进行|达到|实现|通过|进入|完成|建立|享受|获得|纳入|接受|惠及|覆盖|带动"
)


def _inner_build(text: str) -> int | None:
    """Behind the build verb inside “全市建成自然保护区”, where subject, verb and noun stand in front of the count."""
    best = None
    for found in vocabulary.build_verbs()._search.finditer(text, 2):
        if len(found.group()) >= 2 and found.end() <= len(text) - 2:
            best = found.end()
            break
    return best


def _last_each(subject: str, default: int) -> int:
    each = re.search("每", subject)
    return each.start() if each else default


def _take_comparator(subject: str) -> tuple[tuple[str, int] | None, str]:
    """至少配备2名: the comparator in front of the verb, and the subject without it."""
    if found := re.search("(至少|最少|不少于|不低于|起码|至多|最多|不超过)(?:各|要|应|需)?$", subject):
        sign = "<=" if found[1] in ("至多", "最多", "不超过") else ">="
        return (sign, found.start()), subject[: found.start()]
    return None, subject


def _split_vp(text: str) -> tuple[str, str]:
    """A group and what it does: 城市社区 | 建立家长学校."""
    text = text.removeprefix("的")
    found = _VP_VERB.search(text, 1)
    if not found:
        return text, ""
    return text[: found.start()], text[found.start() :]


def _share_name(lead: str, noun: str, verb_phrase: str) -> str:
    """The indicator of a share: 建立家长学校的城市社区比例."""
    lead = re.sub("^(?:使|有|对|将|要|应有|应)$", "", lead)
    if not verb_phrase:
        if not lead:
            return ""
        return f"{lead}{noun}的比例"
    if "的" in noun or re.search("[在于从]", noun):
        return f"{lead}{noun}{verb_phrase}的比例"
    return f"{verb_phrase}的{lead}{noun}比例"


def _coverage_name(phrase: str) -> str:
    return phrase if phrase.endswith(("覆盖率", "覆盖")) else f"{phrase}覆盖率"


def _unit_in_context(q: Quantity, name: str, left: str) -> tuple[str, int | None, Decimal | None]:
    """The record's unit, base and value, which may hang on 每千名, 每年 or 每天 in front of the value."""
    if q.family == "bare":
        head = vocabulary.heads().ending(name)
        return f"other:{head}", None, None
    if q.family in ("count", "people", "thing", "bare"):
        if found := _PER_BASE.search(left) or _PER_BASE.search(name):
            key = re.sub("每|名|人|位|户|个|口|均| ", "", found.group())
            base = _BASES.get(key)
            if base:
                return _PER_UNITS[base], base, None
    if q.family == "times":
        for pattern, factor, label in _PERIODS:
            if found := pattern.search(left):
                if factor is not None:
                    return "times_per_year", None, q.value * factor
                return f"other:次/{label or found.group(1) + '年'}", None, None
        return "count", None, None
    if q.unit == "hours" and _PER_DAY.search(left):
        return "hours_per_day", None, None
    if q.family == "fold":
        if q.unit == "fold":
            return "percent", None, q.value * 100
        return "percent", None, (2 ** int(q.value) - 1) * Decimal(100)
    return q.unit, q.base, None


def _per_population(name: str) -> str | None:
    if found := re.search(
        r"每(?:百|千|万|十万|10万)(?:名|位|个|户)?([一-鿿]{1,10}?)(?=拥有|配备|配置|有|执业|注册|床位|全科|发明|医|护|$)",
        name,
    ):
        return found[1] or None
    return None


def years_of(segment: Segment) -> tuple[YearMark, ...]:
    """The years of a segment, for callers that need them by name."""
    return segment.years
