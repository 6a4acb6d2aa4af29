"""Turns the outline of a plan into headings and clauses with permanent addresses.

Takes a Layout, a PlanStretch and its Outline. Gives headings, clauses and numbering warnings in text order;
together with the page marks they cover every character of the stretch but blanks.

An address is built from the document's own numbering (二、（一） is section 2.1), so that text inserted elsewhere
does not change it: ``<plan>/<section>/<kind>/<n>`` for a numbered item, ``<plan>/<section>`` for a section that
has no numbered items. A number printed twice in one run gets ``-b`` and a warning.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace

from analyzers.marks import Span
from ingest.layout import Layout
from ingest.leads import Lead, lead_sentence
from ingest.lines import Role
from ingest.numbering import Scheme
from ingest.outline import Node, Outline
from ingest.places import Place, Places
from ingest.plan import Clause, ClauseKind, Heading, ReviewWarning
from ingest.titles import PlanStretch
from ingest.units import units_of


@dataclass(slots=True)
class Parts:
    """What was found in one stretch."""

    headings: list[Heading] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    warnings: list[ReviewWarning] = field(default_factory=list)


_MESSAGES = {
    "gap": "编号“{}”与前一条不连续，请核对是否缺条。",
    "repeat": "编号“{}”与前面重复，请核对原文编号。",
}


def build_clauses(layout: Layout, stretch: PlanStretch, outline: Outline, plan: str) -> Parts:
    """Headings, clauses and numbering warnings of one plan, whose id is ``plan``."""
    writer = _Writer(layout, plan)
    writer.write_front(stretch, outline)
    places = Places(layout, outline)
    for node in outline.nodes:
        writer.write_node(node, places.places[node.index], places.leads[node.index], places.kind(node))
    return writer.parts


class _Writer:
    """Makes records out of stretches; knows which addresses are taken."""

    def __init__(self, layout: Layout, plan: str) -> None:
        self._layout = layout
        self._plan = plan
        self._used: dict[str, int] = {}
        self.parts = Parts()

    def write_front(self, stretch: PlanStretch, outline: Outline) -> None:
        """Titles, notice, masthead and the text before the first number."""
        pieces = [(span, "") for span in stretch.titles]
        pieces += [(span, "notice") for span in (stretch.notice,) if span is not None]
        pieces += [(span, "masthead") for span in (stretch.masthead,) if span is not None]
        notice_title = ""
        for span, tail in sorted(pieces, key=lambda piece: piece[0].start):
            if not tail:
                title = self._layout.join(span.start, span.end).text.strip("#* ")
                notice_title = notice_title or title
                self._heading(0, None, "", title, span.start, span.end)
            else:
                title = notice_title if tail == "notice" and notice_title else ""
                self._text(tail, ClauseKind.OTHER, title, span.start, span.end)
        first = outline.nodes[0].start if outline.nodes else outline.end
        if outline.nodes:
            self._text("preface", ClauseKind.PREFACE, "", outline.start, first)
        else:
            self._text("text", ClauseKind.OTHER, "", outline.start, first)

    def write_node(self, node: Node, place: Place, lead: Lead, kind: ClauseKind) -> None:
        """The records of a node's own text."""
        if node.scheme is Scheme.CONTENTS:
            self._write_contents(node)
        elif node.scheme is Scheme.CLOSING:
            self._text("closing", ClauseKind.OTHER, "", node.start, node.end)
        elif node.scheme is Scheme.CONTINUED:
            blank = Clause(
                "",
                "",
                kind,
                place.path,
                place.section_title,
                place.domain,
                None,
                place.section_title,
                "",
                0,
                0,
            )
            self._clause(place.path or "text", blank, node.start, node.end)
        elif place.item or (
            lead.run_in and not node.children and node.scheme in (Scheme.CN_STOP, Scheme.CN_PAREN)
        ):
            number = node.printed or None if place.item else None
            blank = Clause(
                "", "", kind, place.path, place.section_title, place.domain, number, lead.title, "", 0, 0
            )
            self._clause(place.tail, blank, node.start, node.end, node)
        else:
            self._heading(node.depth + 1, node.printed or None, place.path, lead.title, node.start, lead.end)
            if node.note:
                self._warn(node, None)
            title = lead.title or place.section_title
            blank = Clause("", "", kind, place.path, place.section_title, place.domain, None, title, "", 0, 0)
            self._clause(place.tail, blank, lead.end, node.end)

    def _write_contents(self, node: Node) -> None:
        at = node.start
        for row in self._layout.rows[self._layout.row_at(node.start) :]:
            if row.role is not Role.CONTENTS or row.start >= node.end:
                break
            self._heading(1, None, "", self._layout.join(row.start, row.end).text, row.start, row.end)
            at = row.end
        self._text("preface", ClauseKind.PREFACE, "", at, node.end)

    # -- records ---------------------------------------------------------------------------------------------

    def _heading(
        self, level: int, number: str | None, section: str, title: str, start: int, end: int
    ) -> None:
        span = self._layout.trim(start, end)
        if span is not None:
            self.parts.headings.append(Heading(level, number, title, section, span.start, span.end))

    def _text(self, tail: str, kind: ClauseKind, title: str, start: int, end: int) -> None:
        """A clause outside the numbering."""
        span = self._layout.trim(start, end)
        if span is not None:
            title = title or lead_sentence(self._layout, span.start, span.end)
            self._clause(
                tail, Clause("", "", kind, "", title, None, None, title, "", 0, 0), span.start, span.end
            )

    def _clause(self, tail: str, blank: Clause, start: int, end: int, node: Node | None = None) -> None:
        """Fills in a clause's address, text and place; nothing where the stretch is blank."""
        span: Span | None = self._layout.trim(start, end)
        if span is None:
            return
        joined = self._layout.join(span.start, span.end)
        address = self._address(tail)
        clause = replace(
            blank,
            address=address,
            plan=self._plan,
            text=joined.text,
            start=span.start,
            end=span.end,
            section_title=blank.section_title or blank.title,
            units=units_of(joined.text),
            body=bisect_left(joined.offsets, node.body) if node is not None else 0,
        )
        self.parts.clauses.append(clause)
        if node is not None and node.note:
            self._warn(node, address)

    def _warn(self, node: Node, address: str | None) -> None:
        message = _MESSAGES[node.note].format(node.printed)
        self.parts.warnings.append(
            ReviewWarning(f"number_{node.note}", message, node.start, node.body, address)
        )

    def _address(self, tail: str) -> str:
        address = f"{self._plan}/{tail}"
        count = self._used.get(address, 0)
        self._used[address] = count + 1
        return address if not count else f"{address}-{_letters(count)}"


def _letters(count: int) -> str:
    """1 -> b, 2 -> c, … 25 -> z, 26 -> ba."""
    letters = ""
    while count:
        letters = chr(ord("a") + count % 26) + letters
        count //= 26
    return letters
