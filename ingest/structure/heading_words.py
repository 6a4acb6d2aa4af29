"""Says what the words of a heading mean: the kind of the clauses below it, and whether it opens a list.

Takes a heading's text. Gives a Hint. The words are staff-editable: ``analyzers/lexicon/heading_kinds.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from analyzers.lexicon import kept, table
from analyzers.normalise import fold, squash
from analyzers.numerals import CN_DIGIT, CN_TEN
from ingest.plan import ClauseKind


@dataclass(frozen=True, slots=True)
class HeadWord:
    """One row of the table."""

    words: str
    kind: ClauseKind
    match: str  # exact, suffix, contains, ending
    place: str  # label, chapter, domains or ""
    path: str


@dataclass(frozen=True, slots=True)
class Hint:
    """What a heading's words say. ``named``: they are one of the table's words, not merely end with one."""

    kind: ClauseKind | None = None
    named: bool = False
    mixed: bool = False  # names several kinds: 指导思想、基本原则和总体目标
    domains: bool = False  # the parts below are domains


_TRIM = re.compile(r"^[\s*#_\[\]【】〖〗《]+|[\s*_\[\]【】〖〗》:。.;,、]+$")
_PARTS = re.compile(r"[、,]|与|和|及|暨")
# 夯实发展基础 is a task, not a description: headings with such a verb describe nothing.
_ACTS = re.compile(
    r"夯实|筑牢|打牢|打好|强化|巩固|加强|改善|提升|解决|破解|推进|推动|完善|健全|应对|抢抓|优化|发挥|提高"
)
# Words that begin a task and nothing else: 整治突出问题, 切实解决短板.
_BEGINS_TASK = re.compile(
    r"整治|化解|破除|攻克|补齐|消除|防范|聚焦|直面|找准|抓好|做好|构建|打造|培育|拓展|深化|加快|促进|增强|营造|严格|坚持"
    r"|妥善|着力|切实|持续|集中|全面|大力"
)
_SHORT_NAME = 8


@cache
def head_words() -> tuple[HeadWord, ...]:
    """The table's rows, longest words first."""
    rows = [
        HeadWord(row["words"], ClauseKind(row["kind"]), row["match"], row["place"], row["path"])
        for row in table("heading_kinds")
    ]
    return tuple(sorted(rows, key=lambda row: -len(row.words)))


@cache
def _by_words() -> dict[str, HeadWord]:
    return {row.words: row for row in head_words() if row.match != "ending"}


@cache
def label_pattern() -> re.Pattern[str]:
    """Matches a label at the beginning of a line that goes on behind a colon or a closing bracket."""
    words = "|".join(_spread(row.words) for row in head_words() if row.place == "label")
    return re.compile(
        rf"(?P<open>#{{1,6}}\s*)?(?:\*\*|[【〖\[])?(?P<words>{words})(?:\s*:?(?:\*\*|[】〗\]])\s*:?|\s*:)"
    )


# What closes a label inside a line: the list it opens follows, or the line ends.
_LABEL_END = re.compile(
    r"(?:(?:[】〗\]]|\*\*)\s*:?|:)\s*(?=1[.、](?:(?!\d)|(?=(?:19|20)\d\d年))|\(1\)|\(一\)|①|$)"
)
_LABEL_REACH = 20


def labels_within(folded: str, start: int, end: int) -> Iterator[tuple[int, int, HeadWord]]:
    """Labels inside a line whose list follows at once (…妇女与健康主要目标:1.妇女), as start, end, row."""
    for close in _LABEL_END.finditer(folded, start, end):
        floor = max(start, close.start() - _LABEL_REACH)
        label = _long_labels().search(folded, floor, close.start())
        if label is not None and folded[label.start() - 1 : label.start()] not in ("和", "与", "及", "、"):
            yield label.start(), close.end(), _by_words()[squash(label["words"])]


@cache
def _long_labels() -> re.Pattern[str]:
    """A label at the end of a stretch; shorter words than four characters end sentences too."""
    words = "|".join(
        _spread(row.words) for row in head_words() if row.place == "label" and len(row.words) >= 4
    )
    return re.compile(rf"(?:\*\*|[【〖\[])?(?P<words>{words})\s*$")


@cache
def _label_endings() -> tuple[str, ...]:
    kinds = (ClauseKind.GOAL, ClauseKind.MEASURE, ClauseKind.PRINCIPLE)
    return tuple(
        row.words
        for row in head_words()
        if row.kind in kinds and row.place == "label" and row.match == "suffix" and len(row.words) >= 4
    )


@cache
def known_beginning() -> re.Pattern[str]:
    """Matches words of goals, principles and guiding ideas, which are never the beginning of a sentence."""
    kinds = (ClauseKind.GUIDELINE, ClauseKind.PRINCIPLE, ClauseKind.OVERALL_GOAL, ClauseKind.GOAL)
    rows = [
        row.words
        for row in head_words()
        if row.kind in kinds and row.match == "suffix" and len(row.words) >= 4
    ]
    return re.compile("|".join(map(re.escape, rows)))


def _spread(words: str) -> str:
    """Print spreads short headings: 前 言."""
    return r"\s*".join(re.escape(char) for char in words)


def core(title: str) -> str:
    """A heading without blanks, decoration and closing marks, folded.

    >>> core("【主要目标】："), core("**策略措施**"), core("前 言")
    ('主要目标', '策略措施', '前言')
    """
    return _TRIM.sub("", fold(squash(title)))


def head_word(title: str) -> HeadWord | None:
    """The row whose words the heading is, apart from blanks and decoration."""
    return _by_words().get(core(title))


def is_label_like(text: str) -> bool:
    """Whether a line ends with a label of goals or measures: 健康中国建设主要指标, 具体实现以下目标：."""
    return core(text).endswith(_label_endings())


def label_hint(title: str) -> Hint:
    """What an unnumbered label says: one that the table does not know is judged by its last words."""
    known = hint(title)
    if known.kind is not None:
        return known
    text = core(title)
    for row in head_words():
        if row.match == "ending" and text.endswith(row.words):
            return Hint(row.kind, named=True)
    return known


@lru_cache(maxsize=4096)
def hint(title: str) -> Hint:
    """What a heading's words say about the clauses below it."""
    text = core(title)
    exact = _by_words().get(text)
    if exact is not None:
        return Hint(exact.kind, named=True, domains=exact.place == "domains")
    parts = [part for part in _PARTS.split(text) if part]
    kinds = [row for part in parts if (row := _named(part)) is not None]
    if len(parts) > 1 and len({row.kind for row in kinds}) > 1 and len(kinds) >= len(parts) - 1:
        return Hint(kinds[0].kind, mixed=True, domains=_holds_domains(kinds))
    row = _find(text)
    if row is None:
        return Hint()
    named = row.match != "contains" and len(text) <= _SHORT_NAME and not _acts(text)
    return Hint(row.kind, named=named, domains=row.place == "domains")


def names_task(title: str) -> bool:
    """Whether a heading says what is to be done: 夯实发展基础, 切实解决突出问题."""
    text = core(title)
    return _ACTS.search(text) is not None or _BEGINS_TASK.match(text) is not None


def _acts(text: str) -> bool:
    return _ACTS.match(text) is not None or _BEGINS_TASK.match(text) is not None


def _named(part: str) -> HeadWord | None:
    row = _by_words().get(part)
    return row if row is not None else _find(part)


def _holds_domains(rows: list[HeadWord]) -> bool:
    kinds = {row.kind for row in rows}
    return any(row.place == "domains" for row in rows) or {ClauseKind.GOAL, ClauseKind.MEASURE} <= kinds


def _find(text: str) -> HeadWord | None:
    for row in head_words():
        if row.match == "suffix" and text.endswith(row.words):
            if row.kind is ClauseKind.OTHER and names_task(text):
                continue
            return row
        if row.match == "contains" and row.words in text:
            return row
    return None


# A year or a period in front of the words of a heading says nothing of its subject.
_WHEN = re.compile(
    rf"\d{{4}}年?|[“\"]?十[{CN_DIGIT[:6]}七八九]五[”\"]?|[{CN_TEN}\d]+大|[与和及的、,“”\"()\s]"
)
_FIELD = re.compile(r"(?:方面|领域)$")


def subject_of(title: str) -> str | None:
    """What a heading is about; None where its words only name a part of a plan.

    >>> subject_of("主要任务"), subject_of("“十四五”时期发展任务"), subject_of("儿童健康方面")
    (None, None, '儿童健康')
    """
    text = core(title)
    exact = _by_words().get(text)
    if (exact is not None and exact.place != "domains") or not _part_words().sub("", _WHEN.sub("", text)):
        return None
    return _FIELD.sub("", title.strip()) or None


def says_something(title: str) -> bool:
    """Whether the words of a heading say anything but which part of a plan it is, so that they belong to what stands below.

    >>> says_something("主要任务"), says_something("监测评估"), says_something("实施青年安居工程")
    (False, True, True)
    """
    return bool(_part_words().sub("", _WHEN.sub("", core(title))))


@kept
def _part_words() -> re.Pattern[str]:
    """The words of which the names of a plan's parts are made, longest first."""
    words = sorted((row["words"] for row in table("part_words")), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, words)))
