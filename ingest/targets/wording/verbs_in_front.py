"""Finds the verb right in front of a value: 达到|90%, 保持在每人每月|1500元; what it says of the value is for the frames.

Takes the folded text in front of a number. Gives the level verb and the change verb that it ends with, and where the
noun phrase in front of each ends. Compound verbs count as one: 达到并保持在.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzers.marks import Quantity
from analyzers.normalise import HAN
from ingest.targets import vocabulary
from ingest.targets.wording import phrases, unit_context

_BETWEEN = re.compile(
    r"(?:(?:每(?:(?:百|千|万|十万|10 ?万)?(?:名|人|位|户|生|亩|天|日|月|年|季度|周|次|床)(?:人口|口)?|(?:百|千|万|十万|10 ?万)(?:常住|户籍|服务)?人口)){1,2}|[0-9]{4}年(?:底|末)?的)$"
)
_PER_HEAD = re.compile("每[人生户](?:每[月年天日季])?$")  # 基本生活标准|每人每月|分别为
_JOINS = re.compile("(?:并且|并|且|和|、)$")


@dataclass(frozen=True, slots=True)
class Front:
    """The words in front of a value; offsets into the text."""

    bare: str  # the text without adverbs at its end
    level: str  # 达到, "" for none
    level_cut: int  # where the noun phrase in front of the level verb ends
    change: str  # 下降, "" for none
    change_cut: int


def front_of(left: str) -> Front:
    """The text in front of a value with the verbs that it ends with.

    >>> front_of("覆盖率均达到"), front_of("死亡率比2020年下降").change
    (Front(bare='覆盖率均达到', level='达到', level_cut=3, change='', change_cut=6), '下降')
    """
    bare = phrases.strip_adverbs(left)
    without = _without_rate(bare)  # 每人每月|分别|不低于
    text = bare if without == bare else phrases.strip_adverbs(without)
    return Front(bare, *_level(text), *_change(text))


def _without_rate(left: str) -> str:
    """The text without what may stand between verb and number: 每人每月, 2025年的."""
    return _BETWEEN.sub("", left)


def _level(text: str) -> tuple[str, int]:
    verb = vocabulary.level_verbs().ending(text)
    if not verb or vocabulary.frame_words("no_level_verb").ending(text):
        return "", len(text)
    at = len(text) - len(verb)
    while True:
        rest = phrases.strip_adverbs(_JOINS.sub("", text[:at]))
        other = vocabulary.level_verbs().ending(rest)
        if not other and rest != text[:at]:
            other = vocabulary.change_verbs().ending(rest)
        if len(other) < 2 or len(rest) == len(other) or phrases.has_head(rest):
            return verb, len(_PER_HEAD.sub("", rest))
        at = len(rest) - len(other)


def _change(text: str) -> tuple[str, int]:
    verb = vocabulary.change_verbs().ending(text)
    if not verb or phrases.has_head(text):
        return "", len(text)
    if len(verb) == 1 and len(vocabulary.build_verbs().ending(text)) > 1:  # 工业企业新增|30家
        return "", len(text)
    return verb, len(text) - len(verb)


def compared(q: Quantity) -> bool:
    """Whether a comparator stands in front of the number."""
    return q.start < q.number_start


def anchored(left: str, q: Quantity) -> bool:
    """Whether something right in front of the quantity makes it a value."""
    if compared(q):
        return True
    text = phrases.strip_adverbs(_without_rate(left))
    return bool(
        (q.family == "count" and verb_before_names(left)[0])
        or vocabulary.level_verbs().ending(text)
        or vocabulary.change_verbs().ending(text)
        or vocabulary.build_verbs().ending(text)
        or phrases.has_head(text)
        or unit_context.ends_with_period(left)
        or vocabulary.frame_words("wish", "pushes", "pushed").ending(left.rstrip())
    )


# 建成|北山、石岭|2个风电场, 建设|环城高速等|4个项目: names between the verb and the number.
_NAMED = re.compile(f"^[{HAN} ]{{2,}}(?:、[{HAN}]{{2,12}}){{1,8}}等? *$|^[{HAN} ]{{4,}}等 *$")


_MADE_OF = re.compile("(?:成立|组建|建立|设立|形成|组织)?(?:由|以|在|对|围绕|针对|依托|涉及|包括)")


def verb_before_names(left: str) -> tuple[str, int]:
    """The build verb with nothing but names behind it, and where it begins; "" where none stands so.

    >>> verb_before_names("建成北山、石岭"), verb_before_names("在北山、石岭")
    (('建成', 0), ('', 0))
    """
    if not _NAMED.search(left) or _MADE_OF.search(left):
        return "", 0
    at = phrases.left_trim(left, 0, len(left), build=False)
    verb = vocabulary.build_verbs().beginning(left, at)
    return (verb, at) if len(verb) > 1 and len(left) - at - len(verb) > 1 else ("", 0)
