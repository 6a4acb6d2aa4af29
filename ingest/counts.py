"""Frames for numbers of things: 配备2名医生, 每年召开1次会议 (number, noun); 建设监测站400个 (noun, number).

Takes a passage, a segment and a group of counts. Gives Readings and how far the text is used up, or None where
the frame does not fit.
"""

from __future__ import annotations

import re
from dataclasses import replace

from ingest import anchors, coordination, measures, phrases, populations, vocabulary
from ingest.named import hedge_in, make_reading, pair, remember, without_period
from ingest.readings import Group, Passage, Reading
from ingest.segments import Segment

_EACH = re.compile(
    r"(?:每个|每所|每家|每村|每乡|每县|每户|每名|每处|每座|每条|每支|每班|每校|每一|各)[^,。;]*?(?=(?:中)?(?:至少|最少|不少于|均|要|应|需)|配备|建有|建成|建设|有|设|开展|配|培|举办|打造|完成|$)"
)
_STOP = re.compile(r"[,。;:!?！？]|并(?!网)|且(?!末)|用于|等$")
_RUNS_ON = re.compile("开展|参加|参与|进行|达到|实现|通过|进入|完成|享受|获得|纳入|接受|惠及|覆盖|带动")
_TAIL = re.compile("(?:、|以及|和|及|与|,)?(?:至少|各|分别)?$")
_COMPARATOR = re.compile("(至少|最少|不少于|不低于|起码|至多|最多|不超过)(?:各|要|应|需|再)*$")
_POSSESSES = ("有", "拥有", "设有", "建有", "共有", "具有", "占有")
_OFTEN = re.compile("(?<=.)(?:每(?:个)?(?:学?年度?|季度?|月|周|学期|半年|天|日)|年均)$")
_PERIOD = re.compile(
    "每(?:个)?(?:学?年|季度?|月|周|学期|半年|天|日|[0-9一二两三四五六七八九十]年)(?:度)?|应$|要$|年均"
)


def read_count(passage: Passage, segment: Segment, group: Group) -> tuple[list[Reading], int] | None:
    """配备2名医生: verb, number, noun; further numbers of the list need no verb."""
    folded, memory, q = passage.folded, passage.memory, group.first
    left = folded[group.left : q.start]
    right = folded[group.end : group.right]
    stripped = phrases.strip_adverbs(left)
    verb = vocabulary.build_verbs().ending(stripped)
    goes_on = bool(memory.verb) and not left.strip(" 、和及与以,")
    wished = left.rstrip(" ").endswith(("争取", "力争", "确保"))
    daily = q.unit == "hours" and measures.per_day(left)
    governed = (
        anchors.compared(q)
        or goes_on
        or wished
        or daily
        or bool(measures.PERIOD_END.search(left) and q.family in ("times", "span"))
    )
    if not (anchors.HAN.match(right) or right.startswith("的")) or anchors.JOINED.match(right):
        return None
    if (not verb and not governed) or (right.startswith("的") and not anchors.compared(q)):
        return None
    body = stripped[: -len(verb)] if verb else stripped
    body = anchors.CYCLE.sub("", body)
    if by_standard := _by_standard(passage, segment, group, body, right):
        return by_standard
    if (phrases.has_head(body) and not goes_on) or (not verb and anchors.level_verb(left)[0]):
        return None
    if verb in _POSSESSES and not governed and not _COMPARATOR.search(body) and not _EACH.search(body):
        return None  # 全市有3所医院 tells what there is
    noun_start = group.end + (1 if right.startswith("的") else 0)
    noun_end = _noun_end(passage, segment, group, noun_start)
    name = passage.words(segment, noun_start, noun_end)
    if len(name) < 2 or re.match("期间|以来|以内|内的|之内|之前|以前", name):
        return None
    readings = _count_readings(passage, segment, group, name, noun_end, body, goes_on)
    memory.verb, memory.indicator, memory.family = verb or memory.verb or "有", "", ""
    memory.population = readings[-1].population
    return readings, noun_end


def _count_readings(
    passage: Passage, segment: Segment, group: Group, name: str, noun_end: int, body: str, goes_on: bool
) -> list[Reading]:
    memory = passage.memory
    sign, start = None, group.first.start
    if found := _COMPARATOR.search(body):
        sign = "<=" if found[1] in ("至多", "最多", "不超过") else ">="
        start = min(start, group.left + found.start())
        body = body[: found.start()]
    each = _EACH.search(body)
    population = _population(passage, segment, group.left, body)
    if each and population:
        start = min(start, group.left + each.start())
    if (period := _PERIOD.search(body)) and group.first.family in ("times", "span", "volume"):
        start = min(start, group.left + period.start())
    if goes_on and not population:
        population = memory.population
    hedge = hedge_in(
        passage.folded[segment.start : group.left] if not population else "", _outside(body, population)
    )
    if not hedge:
        hedge = hedge_in("", passage.folded[group.left + len(body) : group.first.number_start])
    readings = []
    for q in group.values:
        q = replace(q, comparator=sign) if sign and q.comparator == "=" else q
        readings.append(
            make_reading(
                passage, segment, name, q, start, noun_end, hedge=hedge, population=population, asked=True
            )
        )
    return readings


def _outside(body: str, population: str | None) -> str:
    """The text in front of the number without the words that name the population."""
    if not population:
        return body
    return body.replace(population[-4:], " ")


def _population(passage: Passage, segment: Segment, left: int, body: str) -> str | None:
    """Who must have it: 每个乡镇（街道）, or the subject of the verb where it is people or a body."""
    if each := _EACH.search(body):
        words = passage.words(segment, left + each.start(), left + each.end())
        words = _OFTEN.sub("", re.sub("^(?:按照|按)", "", words))
        words = _COMPARATOR.sub("", words)
        return re.sub("(?:中|都|均|应|要)$", "", words) or None
    end = phrases.right_trim(passage.folded, left, left + len(body), segment.years)
    start = phrases.left_trim(passage.folded, left, end, segment.years, least=0)
    words = passage.words(segment, start, end)
    words = _PERIOD.sub("", re.sub("^(?:按照|按|在|为|对|向|以|从|由)", "", words))
    words = phrases.strip_adverbs(words)
    tail = vocabulary.build_verbs().ending(words)
    if tail and words.endswith(("熟练掌握", "组织", "开展")):
        words = words[: -len(tail)].removesuffix("熟练")
    words = re.sub("(?:5年|[0-9一二三四五六七八九十]+年)一周期$", "", words)
    words = words.removesuffix("熟练")
    return populations.bare(words) if populations.is_group(words) and len(words) >= 2 else None


def _noun_end(passage: Passage, segment: Segment, group: Group, start: int) -> int:
    """Where the noun behind a number ends: at a sign, at the next verb, or at the joint of the list."""
    folded, end = passage.folded, group.right
    for stop in _STOP.finditer(folded, start + 1, end):
        if not any(a <= stop.start() < b for a, b in segment.holes):
            end = stop.start()
            break
    text = folded[start:end]
    if group.right < segment.end and end == group.right:
        text = _cut_list_joint(text)
    if (verb := _RUNS_ON.search(text, 2)) and "的" not in text[verb.start() :]:
        bare = text[: verb.start()]
        text = (
            text if len(bare) <= 3 and populations.is_group(bare) else bare
        )  # 企业完成改造 is counted as such
    text = _AIM.sub("", text)
    return start + len(text.rstrip(" 、,等"))


_AIM = re.compile("的(?:目标|要求|标准|任务)$")


def _cut_list_joint(text: str) -> str:
    """…学校和新建|: the joint and the next verb belong to the next number; so does the next indicator."""
    trimmed = phrases.strip_adverbs(text)
    verb = vocabulary.build_verbs().ending(trimmed)
    if verb and re.search("(?:、|以及|和|及|与|,)$", trimmed[: -len(verb)]):
        trimmed = trimmed[: -len(verb)]
    elif (level := vocabulary.level_verbs().ending(trimmed) or (verb and "有")) and "、" in trimmed:
        trimmed = trimmed[: trimmed.rindex("、")] if level else trimmed
    return re.sub("(?:、|以及|和|及|与|,)+$", "", trimmed)


_STANDARD = re.compile(
    "的(?:标准|比例|要求|水平|配比)(?:配齐|足额|统一)?(?:(?:安排|配备|配建|配置|配套|建设|设置|落实|提取|设立|规划|预留|投入)+(?:建设|用于)?"
    "|(?P<passive>列入|纳入|核定|核拨|拨付|预算|补助|发放|动态调整))(?P<noun>.{2,24})?"
)
_BY = re.compile("(?:按照?|以)(?!下|上|内|及|来)")


def _by_standard(
    passage: Passage, segment: Segment, group: Group, body: str, right: str
) -> tuple[list[Reading], int] | None:
    """按每百户不低于20平方米的标准配建养老服务设施: what is to be had stands behind the verb."""
    found = _STANDARD.match(right)
    if not found or len(group.values) > 1:
        return None
    by = _BY.search(body)
    subject = passage.words(segment, group.left, group.left + by.start()) if by else ""
    front = body[by.end() :] if by else body
    begin = group.first.start
    if len(subject) >= 2:  # 工作经费按照每人不低于2元的标准列入预算
        start = (
            phrases.left_trim(passage.folded, group.left, group.left + by.start(), segment.years)
            if by
            else begin
        )
        begin, end, name = (
            start,
            group.end,
            passage.words(segment, start, group.left + by.start() if by else start),
        )
    elif found["passive"] or not found["noun"]:
        return None
    else:
        end = group.end + found.end("noun")
        name = passage.words(segment, group.end + found.start("noun"), end)
    if "人均" in front and not subject:
        front, name = front.replace("人均", ""), f"人均{name}"
    front = front.removesuffix("人均")
    who = populations.bare(front) if populations.is_group(front) else None
    return [make_reading(passage, segment, name, group.first, begin, end, population=who, asked=True)], end


_GRADE = re.compile("^(?:国家级|省级|市级|州级|州市级|县级|区级|乡镇级|乡级|村级|部级|国家|省|市|县)$")
_GRADED = re.compile("^(?:国家级|省级|市级|州级|州市级|县级|区级|乡镇级|乡级|村级|部级)(.{2,})$")


def fill_grades(readings: list[Reading]) -> list[Reading]:
    """1个国家级、3个省级、10个市级重点实验室: the last name tells what all are."""
    tail = ""
    filled = []
    for reading in reversed(readings):
        if found := _GRADED.match(reading.indicator):
            tail = found[1]
        if tail and _GRADE.match(reading.indicator):
            reading = replace(reading, indicator=reading.indicator + tail)
        filled.append(reading)
    return filled[::-1]


def read_listed(passage: Passage, segment: Segment, group: Group) -> list[Reading]:
    """建设监测站400个, 退化林修复900万公顷: the noun in front of its number."""
    folded, memory, q = passage.folded, passage.memory, group.first
    stop = group.left + len(phrases.strip_adverbs(folded[group.left : q.start]))
    at = phrases.left_trim(folded, group.left, stop, segment.years, build=False)
    text = folded[at:stop]
    verb = vocabulary.build_verbs().beginning(text)
    if phrases.makes_noun(text, len(verb)):  # 补贴性培训
        verb = ""
    doer = None
    change = "" if verb else vocabulary.change_verbs().beginning(text)
    acting = vocabulary.build_verbs().ending(text)
    if verb and len(verb) == len(text):  # 新建200公里, 、复壮300万株: what is built was said before
        names, start = ([memory.topic], memory.topic_start) if len(memory.topic) >= 2 else ([], at)
        if memory.indicator and not phrases.has_head(memory.indicator):
            names, start = [memory.indicator + verb], memory.start
        end = stop
    else:
        if verb and text[len(verb) :].startswith("好"):  # 保护好文物保护单位23处 tells what there is
            return []
        inner = _inner_verb(text) if not verb and not change else None
        grows = "新增" in text or "净增" in text
        before = folded[group.left : at]
        governed = verb or change or inner or memory.verb or acting or grows or "其中" in before
        governed = governed or vocabulary.build_verbs().ending(before.strip())
        if not governed and not (q.family == "times" and measures.has_period(text)):
            return []
        start, end = _listed_noun(folded, at, stop, verb, change, inner, segment)
        name = passage.words(segment, start, end)
        name, sign = _without_demand(name)
        doer, name = without_period(name) if q.unit == "times" else populations.split_each(name)
        if inner and text.startswith("每"):
            doer = populations.bare(phrases.strip_adverbs(passage.words(segment, at, at + inner[0])))
        if len(name) < 2:
            return []
        if sign and q.comparator == "=":
            group.values = [replace(value, comparator=sign) for value in group.values]
        names = coordination.deal(name, len(group.values)) or [name] if len(group.values) > 1 else [name]
        change = change if len(change) > 1 else ""
        if inner and inner[2]:
            change = "inner"
    hedge = hedge_in(
        folded[segment.start : start] if start >= segment.start else "", folded[end : q.number_start]
    )
    readings = [
        make_reading(
            passage, segment, name, value, start, group.end, hedge=hedge, change=bool(change), population=doer
        )
        for name, value in pair(names, group.values)
    ]
    memory.verb = verb or memory.verb or acting
    remember(passage, readings, group, start, change=bool(change))
    return readings


def _without_demand(name: str) -> tuple[str, str]:
    """集中配送点至多设置: the noun, and the comparator that stands in front of the verb behind it."""
    verb = vocabulary.build_verbs().ending(name)
    found = _COMPARATOR.search(name[: len(name) - len(verb)])
    if not found:
        return name, ""
    return name[: found.start()], "<=" if found[1] in ("至多", "最多", "不超过") else ">="


def _listed_noun(
    folded: str,
    at: int,
    stop: int,
    verb: str,
    change: str,
    inner: tuple[int, int, bool] | None,
    segment: Segment,
) -> tuple[int, int]:
    begin = at
    if measures.per_base(folded[at:stop]):
        inner = None
    if inner:
        begin = at + inner[1]
    elif verb and verb not in ("新增", "新增加", "覆盖", "惠及", "受益"):
        begin = at + len(verb)
        joint = re.compile("和|、|与|并").match(folded, begin)
        if joint and len(vocabulary.build_verbs().beginning(folded, joint.end())) > 1:
            begin = joint.end()
        second = vocabulary.build_verbs().beginning(folded, begin)  # 整治修复, 引进和培育
        if (
            len(second) > 1
            and not phrases.makes_noun(folded, begin + len(second))
            and stop - begin - len(second) >= 2
            and phrases.stands_alone(folded[begin:stop], second)
        ):
            begin += len(second)
    elif len(change) > 1:
        begin = at + len(change)
    end = phrases.right_trim(folded, begin, stop, segment.years)
    return begin, end


def _inner_verb(text: str) -> tuple[int, int, bool] | None:
    """Begin and end of the verb inside 全市建成自然保护区 or 污水治理削减化学需氧量; whether it tells a change."""
    at = 2
    while found := vocabulary.build_verbs().search(text, at):
        at = found.end()
        if (
            len(found.group()) >= 2
            and found.group() not in ("新增", "新增加", "净增")  # 城镇新增就业 is the name
            and found.end() <= len(text) - 2
            and _verb_position(text, found.start(), found.group())
        ):
            return found.start(), found.end(), False
    found = _CUTS.search(text, 2)
    if found and found.end() <= len(text) - 2:
        return found.start(), found.end(), True
    return None


_CUTS = re.compile("削减|减少|压减|缩减|降低|节约")
_FINITE = (
    "建成",
    "建设",
    "共建",
    "新建",
    "完成",
    "培育",
    "改造",
    "拥有",
    "实施",
    "配备",
    "打造",
    "创建",
    "设立",
    "开展",
    "引进",
)


def _verb_position(text: str, at: int, verb: str) -> bool:
    """Whether the verb stands between a subject and its object, not inside a name."""
    who = phrases.strip_adverbs(text[:at])
    return (verb in _FINITE or who.startswith("每")) and populations.is_group(who)
