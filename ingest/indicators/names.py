"""Whether two names of indicators mean the same thing, the same of other people, or two things.

Takes the names as plans print them, with the words that a plan need not say (妇女 in a plan for women). Gives
a Sameness. Two names are one indicator when, in one spelling (``lexicon/indicator_words.tsv``), what is
measured is the same and so is the group it is counted in; order and cut of the words do not matter (科技人才中
女性比例, 女性科技人才占比). A group with other ages or of other places is another population of one indicator;
another group (婴儿, 新生儿) makes another indicator. Thresholds and numbers (10万元以上) and words in brackets that limit
(执业（助理）医师) tell apart who is counted; 每千 and 每万 are units and no part of a name. The table's words for words are of use outside names too
(``other_words``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cache, lru_cache

from analyzers import lexicon, segment
from analyzers.normalise import fold, squash
from analyzers.numerals import CN_DIGIT
from ingest.plan import PlanEntry

_AGES = re.compile(
    r"(?P<low>\d+)(?:周岁|岁|个?月龄?)?(?:-|~|至|到|—)(?P<high>\d+)(?P<unit>周岁|岁|个?月龄?)"
    r"|(?P<edge>\d+)(?P<of>周岁|岁|个?月龄?)(?P<way>及?以[上下内]|及其?以[上下])?"
)
_BRACKETS = re.compile(r"[(（]([^()（）]*)[)）]")
_LIMITING = re.compile(
    r"不?含|除|仅|限|\d+[^%‰]"
)  # what a bracket that limits begins with: （不含城区）, （60周岁以上）
_YEAR = re.compile(r"(?:19|20)\d\d年(?:底|末|前)?")
# 比2020年下降 in the name of a row says what its value is; the indicator is what falls.
_CHANGE = re.compile(
    r"[比较](?:19|20)\d\d年?(?:累计)?(?:下降|降低|减少|压减|提高|提升|增加|增长)?(?:率|幅度?|比例)?$"
)
_OVER = re.compile(r"每(?:百万|十万|百|千|万|10万|100万|1万|100|1000)(?:名|人口|人)?")
_THRESHOLD = re.compile(
    rf"(?:\d+(?:\.\d+)?|[{CN_DIGIT}十百千万]+)[百千万亿]*(?:元|人口|人|户|亩|吨|公里|平方米|平方公里|立方米|公顷|头|只|张|床|分|次|小时|分钟|天|年|个|家|名|级|星|%)?"
    r"(?:及?其?以[上下内])"
)
_NUMBER = re.compile(r"\d+(?:\.\d+)?[A-Za-z%‰]*[百千万亿]?(?:元|人|亩|吨|公里|小时|分钟|天|年|月|级|星)?")
_WAYS = ("毛", "净", "粗", "标化")  # how a rate is counted: 毛入学率, 净入学率
_WAY = re.compile(f"({'|'.join(_WAYS)})(?=入学率|入园率|死亡率)")
_DEFAULT = "适龄"  # of the fitting age: what a name without ages means anyway
_FILLER = re.compile(r"以[^，,]{1,9}为单位|[的和与及或、在中内里人们者之等：:，,\s“”\"·]|总体|全体|广大")

# 确诊宫颈癌的患病妇女 are 宫颈癌患者; a share is one share whether it is called 率 or 比例.
_ILL = re.compile("(?:确诊|罹患|患有)(?=.{1,12}?(?:患病|患者|病人|妇女|儿童|老年人))")
_PATIENT = re.compile("病人|患病(?=妇女|儿童|老年人|人员|人群|者)")
_RATE = re.compile("率$")
_NUMBER_OF = re.compile("(?<=..)(?:人数|数量|(?<![人次指系参])数)$")  # 医师数, 救援队伍人数


class Sameness(IntEnum):
    """How two indicators stand to each other."""

    DIFFERENT = 0
    POPULATION = 1  # one indicator, counted over other people or in another way
    SAME = 2


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart: what is measured, which groups it names, and what limits them."""

    core: frozenset[str]  # characters of what is measured, in one spelling
    groups: frozenset[str]
    limits: frozenset[str]  # ages, places, ways of counting
    fitting: bool  # 适龄
    plain: str = field(default="", compare=False)  # what is measured, in one spelling and in its order


def compare(one: Name, other: Name, implied: frozenset[str] = frozenset()) -> Sameness:
    """How two names stand to each other; ``implied`` are the groups that their plans need not say.

    >>> n = read_name
    >>> compare(n("适龄妇女宫颈癌人群筛查率"), n("适龄妇女宫颈癌筛查率")).name
    'SAME'
    >>> compare(n("适龄妇女宫颈癌筛查率"), n("35—64岁妇女宫颈癌筛查率")).name
    'POPULATION'
    >>> compare(n("婴儿死亡率"), n("新生儿死亡率")).name
    'DIFFERENT'
    """
    if one.core != other.core:
        return Sameness.DIFFERENT
    more, less = one.groups - other.groups, other.groups - one.groups
    if more and less:  # a name that is little but group and rate (婴儿死亡率) is told by its group
        return Sameness.DIFFERENT
    if not (more | less) <= implied:
        return Sameness.POPULATION
    if one.limits != other.limits:
        return Sameness.POPULATION
    if one.fitting != other.fitting and one.limits:
        return Sameness.POPULATION
    return Sameness.SAME


def difference(one: Name, other: Name) -> str:
    """What tells two populations apart, for people: 35—64岁 / 适龄."""
    sides = []
    for mine, its in ((one, other), (other, one)):
        words = sorted(mine.groups - its.groups) + sorted(mine.limits - its.limits)
        if mine.fitting and not its.fitting:
            words.insert(0, _DEFAULT)
        sides.append("、".join(words) or "没有限定")
    return " / ".join(sides)


@lru_cache(maxsize=65_536)
def read_name(text: str) -> Name:
    """A printed name taken apart."""
    whole = _YEAR.sub("", _CHANGE.sub("", fold(squash(text))))
    limits = {
        inside
        for inside in _BRACKETS.findall(whole)
        if _LIMITING.match(inside) and not _AGES.fullmatch(inside)
    }
    inside = "".join(_BRACKETS.findall(whole))
    ages = {_age(found) for found in _AGES.finditer(inside)}
    limits |= ages | {row["word"] for row in lexicon.table("indicator_limits") if row["word"] in inside}
    plain = _BRACKETS.sub("", whole)
    for word, written in _spellings():
        plain = plain.replace(word, written)
    plain = _PATIENT.sub("患者", _ILL.sub("", plain))
    plain = _OVER.sub("每", _NUMBER_OF.sub("", plain))
    for found in _AGES.finditer(plain):
        limits.add(_age(found))
    plain = _AGES.sub("", plain)
    limits |= {found.group() for found in _THRESHOLD.finditer(plain)}
    plain = _THRESHOLD.sub("", plain)
    limits |= {found.group() for found in _NUMBER.finditer(plain)}
    plain = _NUMBER.sub("", plain)
    for way in _WAY.findall(plain):
        limits.add(way)
    plain = _WAY.sub("", plain)
    fitting = _DEFAULT in plain
    plain = plain.replace(_DEFAULT, "")
    for area in _areas():
        plain = plain.replace(area, "")
    for row in lexicon.table("indicator_limits"):
        place = row["word"]
        if place in plain:
            limits.add(place)
            plain = plain.replace(place, "")
    groups = set()
    for group in _groups():
        if group in plain:
            groups.add(group)
            plain = plain.replace(group, "\n")
    measured = _RATE.sub("比例", _FILLER.sub("", plain)).replace("\n", "")
    return Name(frozenset(measured), frozenset(groups), frozenset(limits), fitting, measured)


def other_words(text: str) -> list[str]:
    """The words that names of indicators have in place of words of a text: 妇女 for 女性, 比例 for 占比.

    Only one word for words: 学前教育 is 学前三年 in a name, but 三年 alone says something else.

    >>> other_words("女性占比达到40%"), other_words("发展学前教育")
    (['妇女', '比例'], [])
    """
    pattern, written = _words_for_words()
    found = list(pattern.finditer(fold(text)))
    if not found:
        return []
    tokens = segment.coarse(text)
    starts, ends = {token.start for token in tokens}, {token.end for token in tokens}
    return [written[match[1]] for match in found if match.start(1) in starts and match.end(1) in ends]


def implied_by(entry: PlanEntry) -> frozenset[str]:
    """The groups that a plan is for, which the names of its indicators may leave out."""
    stated = entry.subject or entry.title
    words: set[str] = set()
    for row in lexicon.table("subjects"):
        if row["subject"] in stated:
            words.update(filter(None, map(str.strip, row["words"].split("|"))))
    return frozenset(words)


def _age(found: re.Match[str]) -> str:
    """Ages in one writing: 0-6岁, 65岁+, 5岁-."""
    if found["low"]:
        unit = "月" if "月" in found["unit"] else "岁"
        if found["low"] == "0":
            return f"{found['high']}{unit}以下"  # 0—6个月 is 6个月内
        return f"{found['low']}-{found['high']}{unit}"
    unit = "月" if "月" in found["of"] else "岁"
    way = found["way"] or ""
    return f"{found['edge']}{unit}{'以上' if '上' in way else '以下' if way else ''}"


@cache
def _spellings() -> tuple[tuple[str, str], ...]:
    rows = {fold(row["text"]): fold(row["as"]) for row in lexicon.table("indicator_words")}
    return tuple(sorted(rows.items(), key=lambda row: -len(row[0])))


@cache
def _words_for_words() -> tuple[re.Pattern[str], dict[str, str]]:
    """The spellings that are one word; the pattern looks ahead: in 占|比重 the letters of 占比 hide no 比重."""
    words = {text: written for text, written in _spellings() if len(segment.coarse(written)) == 1}
    return re.compile(f"(?=({'|'.join(map(re.escape, words))}))"), words


@cache
def _groups() -> tuple[str, ...]:
    """Words for groups of people, longest first; one character alone (者) names no group."""
    words = {row["text"] for row in lexicon.table("populations") if row["class"] == "person"}
    return tuple(sorted((word for word in words if len(word) > 1), key=lambda word: (-len(word), word)))


@cache
def _areas() -> tuple[str, ...]:
    """Words for the whole area of a plan (全市, 我省), which its indicators may say or not."""
    return tuple(
        row["text"]
        for row in lexicon.table("populations")
        if row["class"] == "area" and row["text"][0] in "全我" and row["text"] != "全域"
    )
