"""Cuts and joins clauses as people say: pieces of the same untouched source, whole and in order as before.

Takes the clauses of a plan, one of them and a place in its words. Gives the clauses with the change. Raises Unfit, with a
sentence, where that cannot be done.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzers.marks import Span
from analyzers.normalise import Joined, fold, join_lines, squash
from ingest.corrections.records import Correction
from ingest.plan import Clause, ClauseKind, FieldChange, Heading, Plan
from ingest.structure import number_at, units_of

_STOP = re.compile("[。！？；;]")
_LAST = re.compile(r"^(.*/)(\d+)(?:-[a-z]+)?$")


class Unfit(Exception):
    """This correction cannot be laid over this plan; ``str(error)`` says why, in Chinese."""


def running_text(plan: Plan, start: int, end: int) -> Joined:
    """A stretch of a plan's source as the text of a clause: lines joined, page marks left out."""
    marks = [Span(*mark) for mark in plan.page_marks if mark[0] < end and mark[1] > start]
    return join_lines(plan.source.text, start, end, leave_out=marks)


def in_tables(plan: Plan) -> frozenset[str]:
    """The clauses that are rows of tables: they are read cell by cell, and not cut."""
    return frozenset(row.clause for table in plan.tables for row in table.rows)


@dataclass(slots=True)
class Draft:
    """A plan while corrections are laid over it."""

    plan: Plan
    clauses: list[Clause]
    headings: list[Heading]

    @classmethod
    def of(cls, plan: Plan) -> Draft:
        """A plan to which nothing was done yet."""
        return cls(plan, list(plan.clauses), list(plan.headings))

    def index(self, address: str) -> int:
        """The place of a clause in the text."""
        return next(place for place, clause in enumerate(self.clauses) if clause.address == address)

    def joined(self, start: int, end: int) -> Joined:
        """A stretch of the source as running text, page marks left out."""
        return running_text(self.plan, start, end)

    def behind(self, place: int, *, over: bool = False) -> Clause:
        """The clause behind another, where nothing stands between the two; ``over``: a heading may. Raises Unfit."""
        self.whole(self.clauses[place])
        if place + 1 >= len(self.clauses):
            raise Unfit("这是全文最后一条，后面没有条目可以合并或移动边界。")
        clause, other = self.clauses[place], self.clauses[place + 1]
        self.whole(other)
        between = self.between(clause, other)
        if between and not over:
            raise Unfit(
                f"后一条前面有标题“{between[0].title[:20]}”。如果它不是标题，而是条目里的文字，请勾选“连同标题一起”（命令行用 --over）。"
            )
        return other

    def between(self, clause: Clause, other: Clause) -> list[Heading]:
        """The headings between two clauses that follow one another."""
        return [each for each in self.headings if clause.end <= each.start < other.start]

    def drop(self, headings: Sequence[Heading]) -> None:
        """These are no headings: their words belong to a clause."""
        self.headings = [each for each in self.headings if each not in headings]

    def whole(self, clause: Clause) -> None:
        """Raises Unfit for a clause that is not cut: a row of a table."""
        if clause.address in in_tables(self.plan):
            raise Unfit("表格里的一行不能拆分、合并或移动边界；类型、领域和指标可以更正。")

    def piece(self, clause: Clause, start: int, end: int) -> Clause:
        """A clause with another stretch of the source, read anew: text, number, lead sentence, bodies."""
        joined = self.joined(start, end)
        text = joined.text
        body, number = clause.body, clause.number
        if start != clause.start:
            found = number_at(fold(text), 0, len(text))
            body, number = (found.end, found.printed) if found is not None else (0, None)
        kept = start == clause.start and text.startswith(clause.title, clause.body) and clause.title
        title = clause.title if kept else _STOP.split(text[body:], maxsplit=1)[0].strip("：: ")
        items = tuple(item for item in clause.items if start <= item.start and item.end <= end)
        return replace(
            clause, start=start, end=end, text=text, body=body, number=number, title=title, units=units_of(text),
            items=items,
        )  # fmt: skip

    def word_offsets(self, clause: Clause) -> list[int]:
        """Where in the source each character of a clause's words stands, blanks left out."""
        joined = self.joined(clause.start, clause.end)
        every = [offset for char, offset in zip(joined.text, joined.offsets, strict=True) if squash(char)]
        return every[len(squash(clause.text[: clause.body])) :]

    def cut(self, clause: Clause, at: int) -> tuple[int, int]:
        """Where the first piece ends in the source and the second begins, cut behind so many of its words."""
        places = self.word_offsets(clause)
        if not 0 < at < len(places):
            raise Unfit("边界不在这一条的文字里面。")
        return places[at - 1] + 1, places[at]

    def free_address(self, clause: Clause, second: Clause) -> str:
        """The address of a piece that was cut off: by its own number, else that of the clause with a letter."""
        taken = {each.address for each in self.clauses}
        match = _LAST.match(clause.address)
        if match and second.number and second.number.isdigit():
            wanted = f"{match[1]}{int(second.number)}"
            if wanted not in taken:
                return wanted
        letters = "bcdefghijklmnopqrstuvwxyz"
        free = [f"{clause.address}-{one}" for one in letters if f"{clause.address}-{one}" not in taken]
        if not free:
            raise Unfit("这一条已经拆过太多次。")
        return free[0]


def split(draft: Draft, place: int, correction: Correction) -> None:
    """Cuts a clause in two."""
    clause = draft.clauses[place]
    draft.whole(clause)
    end, start = draft.cut(clause, correction.at)
    first, second = draft.piece(clause, clause.start, end), draft.piece(clause, start, clause.end)
    second = replace(second, address=draft.free_address(clause, second), corrected=())
    trace = correction.trace(
        FieldChange("text", clause.text, first.text), FieldChange("address", None, second.address)
    )
    draft.clauses[place : place + 1] = [
        replace(first, corrected=(*clause.corrected, trace)),
        replace(
            second,
            corrected=(correction.trace(FieldChange("text", clause.text, second.text)),),
            warnings=(),
        ),
    ]


def join(draft: Draft, place: int, correction: Correction) -> None:
    """Makes one clause of a clause and the one behind it."""
    clause, other = draft.clauses[place], draft.behind(place, over=correction.over)
    draft.drop(draft.between(clause, other))
    made = draft.piece(clause, clause.start, other.end)
    made = replace(made, items=(*clause.items, *other.items))
    trace = correction.trace(
        FieldChange("text", clause.text, made.text), FieldChange("address", other.address, None)
    )
    draft.clauses[place : place + 2] = [replace(made, corrected=(*clause.corrected, *other.corrected, trace))]


def move_border(draft: Draft, place: int, correction: Correction) -> None:
    """Moves the border between a clause and the one behind it, into the one or the other."""
    clause, other = draft.clauses[place], draft.behind(place, over=correction.over)
    draft.drop(draft.between(clause, other))
    end, start = draft.cut(other if correction.behind else clause, correction.at)
    first, second = draft.piece(clause, clause.start, end), draft.piece(other, start, other.end)
    draft.clauses[place : place + 2] = [
        replace(made, corrected=(*was.corrected, correction.trace(FieldChange("text", was.text, made.text))))
        for was, made in ((clause, first), (other, second))
    ]


def set_kind(draft: Draft, place: int, correction: Correction) -> None:
    """Gives a clause another kind; its address stays."""
    clause = draft.clauses[place]
    kind = ClauseKind(str(correction.value))
    trace = correction.trace(FieldChange("kind", clause.kind.value, kind.value))
    draft.clauses[place] = replace(clause, kind=kind, corrected=(*clause.corrected, trace))


def set_domain(draft: Draft, place: int, correction: Correction) -> None:
    """Gives a clause another domain, or none."""
    clause = draft.clauses[place]
    trace = correction.trace(FieldChange("domain", clause.domain, correction.value))
    draft.clauses[place] = replace(clause, domain=correction.value, corrected=(*clause.corrected, trace))


def place_in_words(clause: Clause, words: str, *, first: bool = False) -> int:
    """How many characters of a clause's words, blanks not counted, stand in front of these; ``first``: they may be the
    first of all. Raises Unfit."""
    text, wanted = squash(clause.text[clause.body :]), squash(words)
    shown = f"“{wanted[:20]}”"
    if not wanted:
        raise Unfit("请照原文抄写说这个指标的几个字。" if first else "请写出新的一条从哪几个字开始。")
    folded, sought = fold(text), fold(wanted)
    times = folded.count(sought)
    if not times:
        raise Unfit(f"这一条里没有{shown}这几个字，请照原文抄写。")
    if times > 1:
        raise Unfit(f"{shown}在这一条里出现 {times} 次，请再往后多抄几个字。")
    at = folded.index(sought)
    if not at and not first:
        raise Unfit(f"{shown}是这一条的开头，前面没有文字，不用移动。")
    return at
