"""Tells what a plan reports from what it aims at, as far as headings and openings of sentences tell.

Takes headings, and texts with the year in which the plan begins. Gives whether a heading opens a report (现状, 回顾, “十三五”
成就), and the stretches of a text that report. What a single sentence says (已, 比2020年提高) is for the reader of
targets to tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from analyzers.lexicon import kept, table
from analyzers.marks import Span
from analyzers.normalise import fold
from analyzers.numerals import CN_DIGIT, CN_TEN
from ingest.structure.heading_words import core, names_task

_AIMS = re.compile(r"目标|任务|要求|思路|举措|措施|对策|原则|安排|部署|重点|愿景")
_FIVE_YEARS = re.compile(rf"[“\"]?十(?P<five>[{CN_DIGIT[:6]}七八九])五[”\"]?")
_ORDER = f"零{CN_DIGIT[:6]}七八九"
_TENTH = 2001  # the first year of 十五, the tenth five-year plan
_LAST_KNOWN = 2021  # where a plan's years are not known: what began before them is past
_ANY_YEAR = r"(?:19|20)\d\d\s*年"
_YEAR = r"(?P<year>(?:19|20)\d\d)\s*年"
_PAST = re.compile(
    rf"(?:过去[的]?(?:几|[{CN_TEN}\d]+)?年|近(?:几|[{CN_TEN}\d]+)?年来?(?!内)|多年来|长期以来|目前|当前|现阶段"
    rf"|(?:截至|截止)到?{_ANY_YEAR}|自?{_ANY_YEAR}以来)"
)
_DATED = re.compile(rf"(?:在|至)?{_YEAR}(?:底|末|年底|年末|全年)?\s*,")
_AHEAD = re.compile(
    rf"(?:力争|争取|预计)?到{_YEAR}|今后|未来|下一步|下一阶段|规划期|展望|力争|通过[{CN_TEN}\d]+年|面向{_ANY_YEAR}"
)
_SENTENCE = re.compile(r"[^。！？!?；;]*[。！？!?；;]?")


def reports(headings: Sequence[str], start_year: int | None = None) -> bool:
    """Whether one of the headings above a text opens a report.

    >>> reports(["规划背景", "面临的形势"]), reports(["重点任务", "夯实发展基础"]), reports(["形势与任务"])
    (True, False, False)
    """
    return any(_reports(heading, start_year) for heading in headings)


def _reports(heading: str, start_year: int | None) -> bool:
    text = core(heading)
    if not text or _AIMS.search(text) or names_task(text):
        return False
    period = _FIVE_YEARS.search(text)
    if period is not None and _first_year(period) < (start_year or _LAST_KNOWN):
        return True
    return _words().search(text) is not None


@kept
def _words() -> re.Pattern[str]:
    rows = table("past_headings")
    return re.compile(
        "|".join(re.escape(row["words"]) + ("$" if row["match"] == "suffix" else "") for row in rows)
    )


def opening(text: str, start_year: int | None = None) -> bool | None:
    """What the opening of a text says: True, it reports; False, it looks ahead; None, neither."""
    folded = fold(text[:40]).lstrip('# *“"' if not text.startswith(("“", '"')) else "# *")
    first = start_year or _LAST_KNOWN
    period = _FIVE_YEARS.match(folded)
    if period is not None:
        return _first_year(period) < first
    ahead = _AHEAD.match(folded)
    if ahead is not None:
        return ahead["year"] is not None and int(ahead["year"]) < first
    dated = _DATED.match(folded)
    if dated is not None:
        return int(dated["year"]) < first
    return True if _PAST.match(folded) is not None else None


def past_spans(text: str, start_year: int | None = None, *, past: bool = False) -> tuple[Span, ...]:
    """The stretches of a clause's text that report; ``past`` says that its section does."""
    return tuple(_joined(_past_sentences(text, start_year, past)))


def _past_sentences(text: str, start_year: int | None, past: bool) -> Iterator[Span]:
    for sentence in _SENTENCE.finditer(text):
        says = opening(sentence.group(), start_year)
        past = past if says is None else says
        if past and sentence.group():
            yield Span(sentence.start(), sentence.end())


def _joined(spans: Iterator[Span]) -> Iterator[Span]:
    held: Span | None = None
    for span in spans:
        if held is not None and held.end == span.start:
            held = Span(held.start, span.end)
            continue
        if held is not None:
            yield held
        held = span
    if held is not None:
        yield held


def _first_year(period: re.Match[str]) -> int:
    return _TENTH + 5 * _ORDER.index(period["five"])
