"""Tells who must have or do what a number counts: 每个乡镇（街道）|至少配备, 学生|每天.

Takes the text in front of a number, its verb cut off. Gives the words that name people or a body, or None.
"""

from __future__ import annotations

import re

from analyzers import lexicon
from analyzers.numerals import CN_TEN
from ingest.targets import vocabulary
from ingest.targets.records import Passage
from ingest.targets.segments import Segment
from ingest.targets.wording import demands, phrases, populations, unit_context

_OFTEN = re.compile(f"(?<=.)(?:{unit_context.EVERY_OR_DAILY}|年均)$")
_OFTEN_FIRST = re.compile(f"^{unit_context.EVERY_OR_DAILY}(?=[为对给向])")
PERIOD = re.compile(f"{unit_context.EVERY_OR_DAILY}|应$|要$|年均")
# 学生 of 中小学校保证学生每天校内、校外各1小时
_DAILY = re.compile("^.*?(?:保证|确保|保障|使|让)(?=.{2,8}(?:每天|每日))|(?:每天|每日).*$")


@lexicon.kept
def each_body() -> re.Pattern[str]:
    """每个乡镇（街道）: who must have it, up to the demand or the verb."""
    return re.compile(
        rf"(?:每个|每所|每家|每村|每乡|每县|每户|每名|每处|每座|每条|每支|每班|每校|每一|村村|乡乡|镇镇|县县|户户|校校|每[0-9{CN_TEN}百千万]+(?:名|人|户|位)|各)"
        rf"[^,。;]*?(?=(?:中)?(?:{demands.pattern()}|均|要|应|需)|{vocabulary.frame_piece('doer_does')}|$)"
    )


def doer_of(passage: Passage, segment: Segment, left: int, body: str) -> str | None:
    """Who must have it: 每个乡镇（街道）, or the subject of the verb where it is people or a body."""
    if unit_context.per_base(body) and (counted := populations.population_of(f"{body}拥有人员")):
        return counted  # 每千名学生
    if each := each_body().search(body):
        words = passage.words(segment, left + each.start(), left + each.end())
        words = _OFTEN.sub("", re.sub("^(?:按照|按)", "", words))
        if demand := demands.ending(words):
            words = words[: demand.start]
        return re.sub("(?:中|都|均|应|要)$", "", phrases.strip_adverbs(words)) or None
    end = phrases.right_trim(passage.folded, left, left + len(body), segment.years)
    start = phrases.left_trim(passage.folded, left, end, segment.years, least=0)
    words = _OFTEN_FIRST.sub("", passage.words(segment, start, end))
    words = PERIOD.sub("", re.sub("^(?:按照|按|在(?![校职读册园岗建])|为|对|向|以|从|由)", "", words))
    words = phrases.strip_adverbs(_DAILY.sub("", words)).removesuffix("免费")
    tail = vocabulary.build_verbs().ending(words)
    if tail and vocabulary.frame_words("doer_tail").ending(words):
        words = words[: -len(tail)].removesuffix("熟练")
    words = re.sub(f"(?:5年|[0-9{CN_TEN}]+年)一周期$", "", words)
    words = words.removesuffix("熟练").removesuffix("中")
    return populations.bare(words) if populations.is_group(words) and len(words) >= 2 else None
