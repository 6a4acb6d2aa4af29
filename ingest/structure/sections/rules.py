"""What rules (办法, 条例, 规定, 细则) are about, and which of their chapters and articles are about the rules themselves.

Takes the title of rules, of a chapter, or the words of an article. Gives the subject of the rules (公共租赁住房 of
示例市公共租赁住房管理办法), and says whether a chapter names any (监督管理 does not) and whether an article does nothing but
say what the rules are for, what they hold for, and from when. A title that names no kind of rules has no subject here.
"""

from __future__ import annotations

import re

from analyzers.lexicon import kept, table
from analyzers.normalise import HAN, fold, squash
from ingest.levels import REGION_NAMES, region_ends
from ingest.structure.heading_words import core, says_something

_BRACKETS = re.compile(r"\([^()]*\)")
_KIND = re.compile(
    r"(?:(?:暂行|试行|实施|若干|工作|具体|的|管理)*(?:办法|条例|规定|细则|规则|规程|规范)(?:实施细则)?|管理制度|守则)$"
)
# 小区, 园区, 景区 end no region; 农村, 城市 begin none.
_PLACE = re.compile(
    rf"^(?:{REGION_NAMES}|(?:[{HAN}]{{2,7}}?(?:{region_ends()}|(?<!城)市|(?<![小园社灾山景城库郊老特地林牧])区)){{1,3}})"
)
_OF_STATE = re.compile(r"^(?:实施|贯彻|执行)?(?:中华人民共和国)?(?=.{2})")
_LAW = re.compile(r"^(?:实施|贯彻|执行).+法$")
_ABOUT = re.compile(
    r"^(?:关于)?(?:进一步)?(?:(?:加强|规范|促进|推进|保障|完善|加快|强化|鼓励|支持)(?:和(?:规范|加强|促进))?)?"
)
# 农村饮水安全工程运行管理: what is done with the thing is no part of its name.
_DONE_WITH_IT = re.compile(r"(?:运行|使用|运营|监督|建设|维护)(?:和|与|及)?$")
_LEAST = 2

_FORMAL = re.compile(
    r"(?:(?:制定|制订)(?:本|此)(?:办法|条例|规定|细则|规则|规程|规范|制度)"
    r"|适用(?:于)?本(?:办法|条例|规定|细则|规则|规程|规范|制度)|本(?:办法|条例|规定|细则|规则|规程|规范|制度)适用于[^。]*)。?$"
)
_IN_FORCE = re.compile(
    r"^本(?:办法|条例|规定|细则|规则|规程|规范|制度)(?:自|由|从)[^。]{2,60}(?:施行|实施|执行|解释|生效)"
)


def subject_of_rules(title: str) -> str | None:
    """What rules are about, by their title.

    >>> subject_of_rules("示例市公共租赁住房管理办法"), subject_of_rules("示例县妇女儿童规划")
    ('公共租赁住房', None)
    """
    plain = _BRACKETS.sub("", fold(squash(title)).strip("《》"))
    kind = _KIND.search(plain)
    if kind is None:
        return None
    words = re.sub(r"[《》“”\"]", "", _PLACE.sub("", plain[: kind.start()]))
    if _LAW.match(words):
        words = _OF_STATE.sub("", words).removesuffix("法")
    else:
        words = _ABOUT.sub("", _OF_STATE.sub("", words)).removesuffix("的")
    if kind.group().startswith("管理") or kind.group().startswith("的"):
        words = _DONE_WITH_IT.sub("", words.removesuffix("管理"))
    return words if len(words) >= _LEAST and says_something(words) else None


def names_step(title: str) -> bool:
    """Whether a chapter of rules says nothing of what it is about: 监督管理, 职责分工; 服务与监督 says 服务."""
    return not _step_words().sub("", core(title))


def is_formal(text: str) -> bool:
    """Whether an article only says what its rules are for, what they hold for, who explains them, or from when they hold."""
    plain = fold(squash(text))
    return _FORMAL.search(plain) is not None or _IN_FORCE.match(plain) is not None


@kept
def _step_words() -> re.Pattern[str]:
    """The words of which the names of such chapters are made, longest first."""
    words = sorted((row["words"] for row in table("rule_parts")), key=len, reverse=True)
    return re.compile("|".join([*map(re.escape, words), "[与和及、的]"]))
