"""The citation of a clause: 《腾冲妇女发展规划（2021—2030年）》二、（一）妇女与健康 主要目标第2条.

Takes a Plan. Gives what a reader sees when leafing through the document, never a number that is not printed there.
"""

from __future__ import annotations

import re

from analyzers.characters import repaired
from analyzers.normalise import join_lines
from analyzers.numerals import CN_TEN
from ingest.plan import Clause, ClauseKind, Heading, Plan
from service.labels import KINDS

_LONGEST = 40  # characters of a part's title in a citation
_WORDED = ("篇", "章", "节", "部")  # numbers that end with a word
_TABLE = re.compile(r"(?:^|/)table-\d+")
_NOTE = re.compile(r"/note/\d+$")
_BOX = re.compile(r"[【\[]?专\s*栏")
_IN_BOX = re.compile(r"/box\d+")
_PARAGRAPH = "/para/"  # in the address of a paragraph that is cited by the sentence that names it
_NAMED = re.compile(rf"[^{CN_TEN}百零\d.a-z①-⑳]")  # a number that is cited with its name
_SUFFIX = re.compile(r"-[a-z]+$")  # of an address whose number was printed twice


def citations(plan: Plan) -> dict[str, str]:
    """The citation of every clause of a plan, by address.

    《腾冲妇女发展规划（2021—2030年）》二、（一）妇女与健康 主要目标第2条: the title, the numbers of the parts
    as the document prints them, the title of the innermost part, and the place in its list. Read from the
    headings in front of the clause, so that it is what a reader sees when leafing through the document.
    """
    found: dict[str, str] = {}
    headings = sorted(plan.headings, key=lambda heading: heading.start)
    parts = _Parts(plan)
    at = 0
    for clause in sorted(plan.clauses, key=lambda clause: clause.start):
        while at < len(headings) and headings[at].start < clause.start:
            parts.enter(headings[at])
            at += 1
        found[clause.address] = parts.cite(clause)
    return found


class _Parts:
    """The parts of a plan that are open at one place of its text."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._title = f"《{plan.entry.title.strip('《》')}》"
        self._numbered: dict[str, Heading] = {}  # section -> the heading that opened it
        self._label = ("", "")  # section and unnumbered heading in force: 主要目标, 策略措施
        self._places: dict[str, tuple[str, str]] = {}  # section -> printed numbers, title
        self._tables = {row.clause: table for table in plan.tables for row in table.rows}
        self._outside: tuple[str, str] | None = None  # the label that a box interrupts

    def enter(self, heading: Heading) -> None:
        """A heading is passed; the caption and the heads of a table name nothing but its rows."""
        if _TABLE.search(heading.section):
            return
        if heading.number is None and _BOX.match(heading.title):
            self._outside = self._label if self._outside is None else self._outside
        if heading.number is not None:
            self._outside = None
            self._numbered[heading.section] = heading
            self._label = ("", "")
            self._places.clear()
        elif heading.section:
            self._label = (heading.section, heading.title.rstrip("：: "))

    def cite(self, clause: Clause) -> str:
        """The citation of a clause that stands here."""
        place = self._places.get(clause.section)
        if place is None:
            place = self._places[clause.section] = self._place(clause.section)
        numbers, title = place
        if _TABLE.search(clause.address):
            return self._cite_row(clause, numbers, title)
        if self._outside is not None and not _IN_BOX.search(clause.address):
            self._label, self._outside = self._outside, None
        if clause.number is None or clause.address == f"{clause.plan}/{clause.section}":
            return self._cite_section(clause, numbers, title)
        item = _item(clause)
        label = self._label[1] if self._label[0] == clause.section else ""
        where = _where(numbers, title or clause.section_title)
        return f"{self._title}{where}{' ' if label and where else ''}{label}{item}"

    def _cite_section(self, clause: Clause, numbers: str, title: str) -> str:
        """A section that is one clause, with its number or without, or the notice in front."""
        title = clause.section_title or title or clause.title
        if clause.address.endswith("/notice"):
            return f"《{title.strip('《》')}》" if title else f"{self._title}印发通知"
        numbers += _full_width(clause.text[: clause.body])
        if not numbers and clause.text.startswith(title[:_LONGEST]):
            # A paragraph without a heading.
            title = "正文" if clause.kind is ClauseKind.OTHER else KINDS[clause.kind]
        lead = f"“{clause.title}”" if _PARAGRAPH in clause.address else ""
        return self._title + _where(numbers, title) + lead

    def _cite_row(self, clause: Clause, numbers: str, title: str) -> str:
        """A row of a table by what it is called, a note by its table: 表1 主要指标“森林覆盖率”一行."""
        row = _NOTE.sub("", clause.address)
        table = self._tables.get(clause.address) or next(
            (each for each in self._plan.tables if each.address == row), None
        )
        caption = (table.caption if table is not None else "") or "表"
        caption = caption if len(caption) <= _LONGEST else caption[: _LONGEST - 1] + "…"
        where = _where(numbers, title or clause.section_title)
        name = clause.title if len(clause.title) <= _LONGEST else clause.title[: _LONGEST - 1] + "…"
        count = clause.address.rpartition("/")[2]
        inner = f"“{name}”一行" if clause.address in self._tables else f"注{count if count != '1' else ''}"
        return f"{self._title}{where}{' ' if where else ''}{caption}{inner}"

    def _place(self, section: str) -> tuple[str, str]:
        path = [part for part in section.split(".") if part]
        opened = [self._numbered.get(".".join(path[:depth])) for depth in range(1, len(path) + 1)]
        headings = [heading for heading in opened if heading is not None]
        numbers = "".join(_printed_number(self._plan, heading) for heading in headings)
        numbers = f"附件{numbers}" if path[:1] == ["annex"] and not numbers.startswith("附件") else numbers
        return numbers, headings[-1].title if headings else ""


def _item(clause: Clause) -> str:
    """第2条, 第3条第2项 for an item of an item, （六） where the number is printed so."""
    number = clause.number or ""
    printed = _full_width(clause.text[: clause.body])
    if printed.startswith("（") and not number.isdigit():
        return printed
    if _NAMED.search(number):
        return number  # 行动2, 第一批
    places = _SUFFIX.sub("", clause.address.rpartition("/")[2]).split(".")
    outer = places[0] if len(places) > 1 else number
    inner = "".join(f"第{place}项" for place in places[1:])
    return f"第{outer}条{inner}"


def _where(numbers: str, title: str) -> str:
    """二、（一）妇女与健康, and 第七章第六节 扩大生态产品供给."""
    title = title if len(title) <= _LONGEST else title[: _LONGEST - 1] + "…"
    return f"{numbers}{' ' if title and numbers[-1:] in _WORDED else ''}{title}"


def _printed_number(plan: Plan, heading: Heading) -> str:
    """The number of a heading with its brackets and stops, as printed: 二、, （一）, 第三章."""
    if heading.number is None:
        return ""
    line = join_lines(
        repaired(plan.source.text[heading.start : heading.end]), 0, heading.end - heading.start
    ).text
    before, found, _ = line.partition(heading.title) if heading.title else (line, "", "")
    return _full_width(before) if found and before else f"{heading.number}、"


def _full_width(number: str) -> str:
    """A printed number as official papers set it: 一、 and （一）, whatever width the source has."""
    return number.replace("(", "（").replace(")", "）").strip(" #\u3000")
