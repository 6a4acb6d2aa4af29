"""Tells what is said by a place or a grade: 进入|全省|前10名, 稳定达到|Ⅲ类标准; in 营业收入前100名企业 it is part of a name.

Takes the folded text in front of a place or grade and that behind it. Gives where the words in front of its verb end.
"""

from __future__ import annotations

import re

from analyzers import comparators, lexicon
from analyzers.comparators import Place
from analyzers.normalise import HAN
from analyzers.wordset import WordSet
from ingest.targets import vocabulary
from ingest.targets.wording import phrases

# 全省, 同类城市, 国家地表水环境质量: what stands between the verb and the place or grade.
_WHERE = f"[{HAN}]{{0,10}}"


@lexicon.kept
def _behind() -> re.Pattern[str]:
    """Ⅲ类|标准, 前5名|以内, 二级|甲等: what may stand between a place or grade and the end of its phrase."""
    bounds = comparators.alternation(Place.BEHIND, ">=", "<=")
    words = f"[甲乙丙]等|医院|水质|标准|水平|要求|目标|行列|之列|方阵|{bounds}"
    return re.compile(f"(?:{words})*(?=$|[,;。、)]|和(?!谐)|及|并)")


@lexicon.kept
def _reaches(family: str) -> re.Pattern[str]:
    return re.compile(f"^(.*{_verbs(family).alternation}){_WHERE}$", re.DOTALL)


def _verbs(family: str) -> WordSet:
    if family == "rank":
        return vocabulary.frame_words("gains_place")
    return vocabulary.frame_words("gains_grade")


def verb_cut(left: str, family: str) -> int | None:
    """Where the words in front of the verb end, None where no verb reaches for the place or grade.

    >>> verb_cut("营商环境进入全省", "rank"), verb_cut("营业收入", "rank"), verb_cut("水质稳定达到", "grade")
    (4, None, 2)
    """
    text = left.rstrip()
    word = comparators.ending(text) if family == "grade" else ""
    text = text.removesuffix(word)
    found = _reaches(family).match(text)
    if found is None:
        return len(text) if word else None
    text = found[1]
    return len(phrases.strip_adverbs(text.removesuffix(_verbs(family).ending(text))))


def is_said(left: str, right: str, family: str) -> bool:
    """Whether a place or grade is what is reached, and no part of a name."""
    return verb_cut(left, family) is not None and _behind().match(right) is not None
