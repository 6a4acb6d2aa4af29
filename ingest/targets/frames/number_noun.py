"""Frame for numbers of things in front of their noun: 配备2名医生, 每年召开1次会议. See ``listed`` for 建设监测站400个.

Takes a passage, a segment and a group of counts. Gives Readings and how far the text is used up, or None where
the frame does not fit.
"""

from __future__ import annotations

import re
from dataclasses import replace

from analyzers import lexicon
from analyzers.numerals import CN_TEN
from ingest.targets import vocabulary
from ingest.targets.frames.indicator_value import hedge_in, make_reading
from ingest.targets.records import Group, Passage, Reading
from ingest.targets.segments import Segment
from ingest.targets.wording import demands, phrases, populations, unit_context, value_candidates

_STOP = re.compile(r"[,。;:!?！？]|并(?!网)|且(?!末)|用于|等$")
_RUNS_ON = re.compile(
    "开展|参加|参与|进行|达到|实现|通过|进入|完成|享受|获得|纳入|接受|惠及|覆盖|带动|提供|负责|承担"
)
_POSSESSES = ("有", "拥有", "设有", "建有", "共有", "具有", "占有")
_OFTEN = re.compile(f"(?<=.)(?:{unit_context.EVERY_OR_DAILY}|年均)$")
_PERIOD = re.compile(f"{unit_context.EVERY_OR_DAILY}|应$|要$|年均")


@lexicon.kept
def _each() -> re.Pattern[str]:
    """每个乡镇（街道）: who must have it, up to the demand or the verb."""
    return re.compile(
        rf"(?:每个|每所|每家|每村|每乡|每县|每户|每名|每处|每座|每条|每支|每班|每校|每一|每[0-9{CN_TEN}百千万]+(?:名|人|户|位)|各)"
        rf"[^,。;]*?(?=(?:中)?(?:{demands.pattern()}|均|要|应|需)|配备|建有|建成|建设|有|设|开展|配|培|举办|打造|完成|$)"
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
    daily = q.unit == "hours" and unit_context.per_day(left)
    governed = (
        value_candidates.compared(q)
        or goes_on
        or wished
        or daily
        or (unit_context.ends_with_period(left) and q.family in ("times", "span"))
    )
    if found := _for_group(passage, segment, group, left, right):
        return found
    if not (
        value_candidates.NAME_START.match(right) or right.startswith("的")
    ) or value_candidates.JOINED.match(right):
        return None
    if right.startswith(("的规定", "的要求", "的政策")):  # 产假不少于158天的规定
        return None
    if stripped.endswith(("下设", "内设", "分设", "共设")):
        return [], group.left  # how a body is made up
    if (not verb and not governed) or (right.startswith("的") and not value_candidates.compared(q)):
        return None
    body = stripped[: -len(verb)] if verb else stripped
    body = value_candidates.CYCLE.sub("", body)
    if by_standard := _by_standard(passage, segment, group, body, right):
        return by_standard
    if (phrases.has_head(body) and not goes_on and not unit_context.per_base(body)) or (
        not verb and value_candidates.level_verb(left)[0]
    ):
        return None
    if verb in _POSSESSES and not governed and not demands.ending(body) and not _each().search(body):
        return None  # 全市有3所医院 tells what there is
    noun_start = group.end + (1 if right.startswith("的") else 0)
    noun_end = _noun_end(passage, segment, group, noun_start)
    name = passage.words(segment, noun_start, noun_end)
    if re.search("按照?", body):  # 按照每千人口不少于10个托位规划建设
        while (
            (tail := vocabulary.build_verbs().ending(name)) and len(tail) > 1 and len(name) - len(tail) >= 2
        ):
            name, noun_end = name[: -len(tail)], noun_end - len(tail)
    if len(name) < 2 or re.match("期间|以来|内的|[以之][内前]", name):
        return None
    readings = _count_readings(passage, segment, group, name, noun_end, body, goes_on)
    memory.verb, memory.indicator, memory.family = verb or memory.verb or "有", "", ""
    memory.population = readings[-1].population
    return readings, noun_end


_FOR = re.compile(
    "(?P<who>.{2,20}?)(?:免费)?(?:(?:实施|开展|进行|提供|发放|完成|落实)|(?P<verb>接种|购买|安装|检查|筛查|办理|建立))(?P<what>[^,。;、]{2,16})"
)


def _for_group(
    passage: Passage, segment: Segment, group: Group, left: str, right: str
) -> tuple[list[Reading], int] | None:
    """为1800户困难家庭实施无障碍改造: the number counts those for whom something is done."""
    found = _FOR.match(right) if left.rstrip().endswith(("为", "给")) and len(group.values) == 1 else None
    if not found or not populations.is_group(found["who"]):
        return None
    who = passage.words(segment, group.end, group.end + found.end("who"))
    what = passage.words(segment, group.end + found.start("what"), group.end + found.end("what"))
    end = group.end + found.end()
    name = f"{who}{found['verb'] or ''}{what}"
    return [make_reading(passage, segment, name, group.first, group.first.start, end, population=who)], end


def _count_readings(
    passage: Passage, segment: Segment, group: Group, name: str, noun_end: int, body: str, goes_on: bool
) -> list[Reading]:
    memory = passage.memory
    sign, start = None, group.first.start
    if demand := demands.ending(body):
        sign = demand.sign
        start = min(start, group.left + demand.start)
        body = body[: demand.start]
    each = _each().search(body)
    population = _population(passage, segment, group.left, body)
    if each and population:
        start = min(start, group.left + each.start())
    if unit_context.per_base(body) and "每" in body:
        start = min(start, group.left + body.index("每"))
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
    if unit_context.per_base(body) and (counted := populations.population_of(f"{body}拥有人员")):
        return counted  # 每千名学生
    if each := _each().search(body):
        words = passage.words(segment, left + each.start(), left + each.end())
        words = _OFTEN.sub("", re.sub("^(?:按照|按)", "", words))
        if demand := demands.ending(words):
            words = words[: demand.start]
        return re.sub("(?:中|都|均|应|要)$", "", phrases.strip_adverbs(words)) or None
    end = phrases.right_trim(passage.folded, left, left + len(body), segment.years)
    start = phrases.left_trim(passage.folded, left, end, segment.years, least=0)
    words = passage.words(segment, start, end)
    words = _PERIOD.sub("", re.sub("^(?:按照|按|在(?![校职读册园岗建])|为|对|向|以|从|由)", "", words))
    words = phrases.strip_adverbs(_DAILY.sub("", words))
    tail = vocabulary.build_verbs().ending(words)
    if tail and words.endswith(("熟练掌握", "组织", "开展")):
        words = words[: -len(tail)].removesuffix("熟练")
    words = re.sub(f"(?:5年|[0-9{CN_TEN}]+年)一周期$", "", words)
    words = words.removesuffix("熟练").removesuffix("中")
    return populations.bare(words) if populations.is_group(words) and len(words) >= 2 else None


# 学生 of 中小学校保证学生每天校内、校外各1小时
_DAILY = re.compile("^.*?(?:保证|确保|保障|使|让)(?=.{2,8}(?:每天|每日))|(?:每天|每日).*$")


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


_AIM = re.compile("的(?:目标|要求|任务)$|的(?:标准|比例|配比)(?:$|(?:配|落实|设|安排|建|足额).*)")


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
    front = body[by.end() :] if by else body
    cut = group.left + by.start() if by else group.left
    at = phrases.left_trim(passage.folded, group.left, cut, segment.years)
    subject = passage.words(segment, at, cut)
    if found["passive"] or not found["noun"]:  # 工作经费按照每人不低于2元的标准列入预算
        if len(subject) < 2:
            return None
        begin, end, name = at, group.end, subject
    else:  # 新建居住区按每百户不低于20平方米的标准配建养老服务设施
        begin, end = group.first.start, group.end + found.end("noun")
        name = passage.words(segment, group.end + found.start("noun"), end)
        front = front or subject
    if "人均" in front and name != subject:
        front, name = front.replace("人均", ""), f"人均{name}"
    front = re.sub("(?:每(?:百|千|万)?(?:户|人|名|亩)|人均)+$", "", front) or subject.replace(name, "")
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
