"""Tells what a plan aims at from what it reports: the reference year of a text, and the marks of facts.

Takes the source text (for the reference year) and segments. A year before the reference year is history.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from analyzers import comparators, lexicon
from analyzers.comparators import Place
from analyzers.marks import Quantity, Span, YearMark
from analyzers.normalise import fold
from analyzers.numerals import CN_TEN
from ingest.plan import Clause, ClauseKind
from ingest.structure import past_spans
from ingest.targets import vocabulary
from ingest.targets.rules import RULES, RuleStretch, find_rules, lays_down
from ingest.targets.segments import Segment

_PERIOD = re.compile(r"(20[0-9]{2}) ?年? ?[-~至到] ?(20[0-9]{2}) ?年?")
_TITLE = re.compile(r"(?:规划|纲要|计划|方案|意见)")
_ISSUED = re.compile(
    r"[\[〔(](20[0-9]{2})[\]〕)] ?[0-9]{1,4} ?号|(20[0-9]{2}) ?年 ?[0-9]{1,2} ?月 ?[0-9]{1,2} ?日"
)
_HAPPENED = re.compile(
    r"(20[0-9]{2})年[^。;]{0,40}?(?:已达|已经|分别达到了|达到了|实现了|完成了)|截[至止]到?(20[0-9]{2})年"
)
_HEAD_SIZE, _TAIL_SIZE = 4000, 600

_SENTENCE_END = re.compile("[。！？\n]|$")


# 未来五年…将: foretold, and not aimed at.
_FORETOLD = f"未来[0-9{CN_TEN}]+年[^,。;]*将"


@lexicon.kept
def _reports() -> re.Pattern[str]:
    """What stands behind them in the sentence has happened, or is foretold and not aimed at."""
    compared = comparators.alternation(Place.NOUN)
    has = f"已(?!婚|有条件|[^,;。]{{1,12}}的)|连续[0-9{CN_TEN}]+年"
    words = vocabulary.frame_piece("reports", "reports_on")
    return re.compile(f"{has}|{words}|{compared}了|首次(?={compared})|{_FORETOLD}")


@lexicon.kept
def _reports_on() -> re.Pattern[str]:
    """Of these, the ones that open a report even where no number stands in their own segment."""
    return re.compile(f"{vocabulary.frame_piece('reports_on')}|{_FORETOLD}")


@lexicon.kept
def _reports_end() -> re.Pattern[str]:
    """据第七次全国人口普查, …: the source of what follows; 每三年开展1次水土流失普查 is none."""
    return re.compile(f"{vocabulary.frame_piece('reports_end')}$")


@lexicon.kept
def _done() -> re.Pattern[str]:
    """Words that make a report of the whole sentence, wherever they stand in it."""
    beside = "与(?:全国|全省|全市|周边|先进|发达)[^,。;]{0,8}相比"
    return re.compile(f"{vocabulary.frame_piece('done')}|该.{{0,3}}辖|{beside}")


@lexicon.kept
def _grants() -> re.Pattern[str]:
    """Rules about grants are no aims: 对…给予每人1000元补助，最高不超过5万元."""
    return re.compile(vocabulary.frame_piece("grants"))


@lexicon.kept
def _aims() -> re.Pattern[str]:
    return re.compile(vocabulary.frame_piece("aims"))


@dataclass(slots=True)
class Context:
    """What decides, at one place of a clause, whether the text reports or aims."""

    reference: int | None
    background: bool
    aiming: bool = False  # a word that aims (力争, 确保) stood in the sentence
    reporting: bool = False  # a word that reports stood in an earlier segment of the sentence
    grants: bool = False  # the sentence says what is paid to whom
    latest: int | None = None  # the last year by which the clause wants something
    done: bool = False  # the sentence says 圆满完成
    period: int | None = None  # last year of the five-year plan that the sentence speaks of
    goal: bool = False  # the clause stands among goals
    plans: bool = False  # the clause is a goal or a measure
    spoken: YearMark | None = None  # the past year, or five-year plan, that the sentence spoke of last
    told: bool = False  # the last sentence with a number reported
    rules: Sequence[RuleStretch] = ()  # conditions, triggers, options …
    numbers: Sequence[int] = ()  # where the clause's numbers stand
    past: Sequence[Span] = ()  # what the section reports, whatever a sentence says

    def enter(self, text: str, segment: Segment) -> None:
        """Takes note of a segment before its values are judged."""
        if segment.opens_sentence:
            self._begin_sentence(text, segment)
        for mark in segment.years:
            if mark.role == "period":
                self.period = mark.year
            if mark.role in ("past", "period") or self.is_past(mark):
                self.spoken = mark
        self.grants = self.grants or bool(_grants().search(text, segment.start, segment.end))
        self.aiming = self.aiming or bool(_aims().search(text, segment.start, segment.end))
        if self.aiming or any(mark.role == "by" and not self.is_past(mark) for mark in segment.years):
            self.reporting = self.done
        elif self.done or _reports_in(text, segment):
            self.reporting = True

    def _begin_sentence(self, text: str, segment: Segment) -> None:
        self.told = self.told or self.reporting
        self.reporting, self.aiming, self.grants, self.period = False, False, False, None
        self.spoken = None
        stop = _SENTENCE_END.search(text, segment.start)
        end = stop.start() if stop else len(text)
        at = bisect_left(self.numbers, segment.start)
        if not (at < len(self.numbers) and self.numbers[at] < end) and not _DIGIT.search(
            text, segment.start, end
        ):
            self.done = False
            return
        done = _done().search(text, segment.start, end)
        if (
            done and done.group().startswith("同比") and self.plans
        ):  # 专利达到310件，同比增长18%: what this year is to bring
            done = done if _OVER.search(text, segment.start, end) else None
        self.done = bool(done and not _aims().search(text, segment.start, done.start()))
        if before := _PERIOD_BEFORE.match(text, segment.start):
            self.done = not _aims().search(_MEASURED_BY.sub("", text[before.end() : end]))
        self.reporting = self._opens_report(text, segment.start, end)
        if _LAST_YEAR.match(text, segment.start) or _EXTENT.match(text, segment.start):
            self.reporting = True
        if _COMPARED.match(text, segment.start) and _ROSE.search(text, segment.start, end):
            self.reporting = True
        efforts = _EFFORTS.search(text, segment.start, end)
        if efforts and not _aims().search(text, segment.start, efforts.start()):
            self.reporting = self.reporting or not self.goal or bool(_ROSE.search(text, efforts.end(), end))

    def _opens_report(self, text: str, start: int, end: int) -> bool:
        """Whether a sentence opens a report (截至2022年底，…), or goes on with one (其中，…)."""
        if not self.told and _MAY_OPEN.match(text, start) is None:
            return False
        # “十四五” is not over in 2023.
        since = self.reference - (self.reference - 1) % 5 if self.reference else None
        spans = past_spans(text[start:end].lstrip(), since)
        went_on = self.told and _GOES_ON.match(text, start) is not None
        self.told = bool(spans and spans[0].start == 0) or went_on
        return self.told

    def is_past(self, mark: YearMark) -> bool:
        """Whether a year lies before the one from which the text looks ahead."""
        return self.reference is not None and mark.year < self.reference

    def fact(self, text: str, segment: Segment, quantity: Quantity | None, year: YearMark | None) -> str:
        """Why a value (None: a dated outcome) is reported, not aimed at: the name of a fact, "" where it is an aim."""
        end = quantity.start if quantity else segment.end
        if why := self._by_place(end):
            return why
        if self._is_grant(quantity):
            return "grant"
        reports = _reports().search(text, segment.start, min(segment.end, end + 3))
        if reports and not _aims().search(text, segment.start, end):
            self.reporting = True
        if self.reporting or any(mark.role == "past" for mark in segment.years):
            return "reported"
        if self._is_over(year):
            return "past"
        if year and quantity and self._is_starting_point(text, segment, quantity, year):
            return "starting_point"
        ahead = year is not None and year.role == "by"
        return "background" if self.background and not ahead and not self.aiming else ""

    def _by_place(self, at: int) -> str:
        """Why a number at this place is none, "" where the place says nothing: a rule, or a section that reports."""
        if any(span.start <= at < span.end for span in self.past):
            return "past_section"
        return next((rule.name for rule in self.rules if rule.start <= at < rule.end), "")

    def _is_over(self, year: YearMark | None) -> bool:
        """Whether the year of a value, or the five-year plan that it is stated for, is over."""
        if year is not None:
            return self.is_past(year)
        return self.period is not None and self.reference is not None and self.period < self.reference

    def _is_grant(self, quantity: Quantity | None) -> bool:
        """对…给予每人1000元补助: what is paid is a rule."""
        return bool(self.grants and quantity and quantity.family == "money" and not self.aiming)

    def _is_starting_point(self, text: str, segment: Segment, q: Quantity, year: YearMark) -> bool:
        """2020年占比为46%…，到2025年达到60%: where no year of issue is known, a plain earlier year with 为."""
        if self.reference is not None or year.role != "plain" or not self.latest or year.year >= self.latest:
            return False
        verb = vocabulary.level_verbs().ending(text[segment.start : q.start].rstrip())
        return not self.aiming and verb in _STATES


# 经过五年努力: what follows has been reached, where nothing says that it is to be.
_EFFORTS = re.compile(
    f"(?<!通过)经过[0-9{CN_TEN}几多]{{1,2}}年(?:多|来)?的?[^,。;]{{0,6}}?(?:努力|攻坚|奋斗|建设|发展|奋战|治理|实施)"
)
# What says of a sentence with 同比增长 that it reports.
_OVER = re.compile(
    f"[0-9]{{4}}年|去年|上年|已|[0-9{CN_TEN}]月|季度|上半年|(?<!今)年来|了|分别(?:增长|下降)|全市共|共有"
)
_COMPARED = re.compile("[ 、]*(?:与|同|和|相?比|较)[^,。;]{0,4}(?:20|19)[0-9]{2}年[^,。;]{0,3}相?比?,")
_MAY_OPEN = re.compile('[ 、]*[“"十过近多长目当现截自在至12]')  # what a report may begin with
_DIGIT = re.compile("[0-9]")
_LAST_YEAR = re.compile("[ 、]*(?:上一?年度?)(?!同期|水平|基数|为基)")
# 上一规划期末, …较规划目标高出1件: over, though 目标 stands in it.
_PERIOD_BEFORE = re.compile("[ 、]*在?上(?:一个|一轮|[一个轮])(?:规划|五年)(?!.{0,8}(?:相比|基础上|的基数))")
_MEASURED_BY = re.compile("[比较][^,。;]{0,8}目标")
# 规划范围为…, 总面积…: what lies within, and nobody's aim; 规划范围内绿地率 is one.
_EXTENT = re.compile("[ 、]*(?:本次?)?规划的?(?:空间|地域)?(?:范围(?:为|是|包括|涵盖|涉及|:)|适用于)")
_ROSE = re.compile("(?:由|从)[^,。;]{1,20}[到至为]|连续|已|首次")
_SOURCE = re.compile(f"[ 、]*(?:根据|据|按照?|从)|第[0-9{CN_TEN}]+次|最新")
_GOES_ON = re.compile(" *(?:其中|同期|其[,:]|同时期|与此同时)")

# What keeps a value from being an aim, told to people.
FACTS = {
    **RULES,
    "rules_section": "标题说下面是条件、解释、启动办法",
    "past_section": "标题说下面是现状、回顾、形势，说的是过去",
    "grant": "“给予”“罚款”多少钱是规定，不是目标",
    "reported": "说的是已经发生的事（目前、已、截至、达到了）",
    "past": "年份在规划开始以前",
    "starting_point": "较早年份的水平是起点，同一条里另有更晚的目标年份",
    "background": "前言、指导思想、发展基础一类只说情况，没有写到哪一年",
}


def _reports_in(text: str, segment: Segment) -> bool:
    """Whether a segment reports by a word or by a year, and does not aim before it."""
    first = segment.quantities[0].start if segment.quantities else segment.end
    word = segment.quantities and _reports().search(text, segment.start, first)
    word = word or _reports_on().search(text, segment.start, segment.end)
    if not word and _SOURCE.match(text, segment.start):
        word = _reports_end().search(text, segment.start, segment.end)
    if word and not _aims().search(text, segment.start, word.end()):
        return True
    return any(mark.role == "past" for mark in segment.years)


_STATES = ("", "为", "是", "有", "占", "拥有")


def reference_year(text: str) -> int | None:
    """The year from which the text looks ahead: begin of the plan's period, else its year of issue.

    >>> reference_year("示例市妇女发展规划（2021—2030年）\\n前言"), reference_year("国发〔2016〕65号")
    (2021, 2016)
    >>> reference_year("到2030年，覆盖率达到90%。") is None
    True
    """
    head = fold(text[:_HEAD_SIZE])
    for line in head.split("\n"):
        if len(line) < 60 and _TITLE.search(line) and (period := _PERIOD.search(line)):
            return int(period[1])
    if issued := _ISSUED.search(head) or _ISSUED.search(fold(text[-_TAIL_SIZE:])):
        return int(issued[1] or issued[2])
    if happened := _HAPPENED.search(head):
        return int(happened[1] or happened[2]) + 1
    for line in head.split("\n")[:12]:
        if period := _PERIOD.search(line):
            return int(period[1])
    return None


def context_of(clause: Clause, text: str, reference: int | None) -> Context:
    """What the place of a clause says of all its numbers; ``text`` is the clause's folded text."""
    titles = (*clause.context, clause.section_title, clause.title)
    rules = find_rules(text)
    if lays_down(titles):
        rules = (RuleStretch(clause.body, len(text), "rules_section"),)
    past = past_spans(text, reference, past=True) if clause.past else ()
    return Context(
        reference,
        is_background(clause.kind, f"{clause.section_title}\n{clause.title}"),
        goal=clause.kind is ClauseKind.GOAL or any("目标" in title for title in titles),
        plans=clause.kind in (ClauseKind.GOAL, ClauseKind.MEASURE),
        rules=rules,
        past=past,
    )


@lexicon.kept
def _task() -> re.Pattern[str]:
    return re.compile(vocabulary.frame_piece("situation_task"))


def is_background(kind: ClauseKind, titles: str = "") -> bool:
    """Whether a clause reports by its place: a preface, a guideline, or a chapter on the situation so far.

    Parts that are neither goals nor measures have the kind ``other``: their headings (``titles``, one a line) tell.
    """
    if kind is ClauseKind.OTHER:
        # 发展基础 tells how things stand; 夯实发展基础 is a task.
        ends = vocabulary.frame_words("situation")
        return any(ends.ending(title) and not _task().search(title) for title in titles.split("\n"))
    return kind in (ClauseKind.PREFACE, ClauseKind.GUIDELINE)
