"""Turns the outline of a plan into headings and clauses with permanent addresses.

Takes a Layout, a PlanStretch and its Outline. Gives headings, clauses and numbering warnings in text order;
together with the page marks they cover every character of the stretch but blanks.

An address is built from the document's own numbering (二、（一） is section 2.1), so that text inserted
elsewhere does not change it: ``<plan>/<section>/<kind>/<n>`` for a numbered item, ``<plan>/<section>`` for a
section that has no numbered items, ``<plan>/<section>/para/<n>`` for a paragraph of a section that a sentence of
its own names. A number printed twice in one run gets ``-b`` and a warning.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field, replace

from analyzers.marks import Span
from ingest.plan import Clause, ClauseKind, Heading, ReviewWarning, Table, TableKind
from ingest.structure.edges import PlanStretch
from ingest.structure.heading_text import Lead, lead_sentence
from ingest.structure.heading_words import hint, names_task, says_something
from ingest.structure.layout import Layout
from ingest.structure.lines import Role
from ingest.structure.numbering import PARTS, Scheme, number_at, ordinal_of
from ingest.structure.outline import Node, Outline, build_outline
from ingest.structure.paragraphs import lead_paragraphs
from ingest.structure.past import opening, reports
from ingest.structure.responsible_bodies import units_of
from ingest.structure.sections import NodePlace, Places, subject_of_rules
from ingest.structure.table_records import Around, ReadTable, table_records
from ingest.structure.tables.found import FoundTable


@dataclass(slots=True)
class Parts:
    """What was found in one stretch."""

    headings: list[Heading] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    warnings: list[ReviewWarning] = field(default_factory=list)
    tables: list[ReadTable] = field(default_factory=list)
    tabled: set[str] = field(default_factory=set)  # addresses of clauses that are rows or notes of a table


@dataclass(frozen=True, slots=True)
class _About:
    """What is known of a clause besides its text."""

    kind: ClauseKind
    title: str
    section: str = ""
    section_title: str = ""
    domain: str | None = None
    number: str | None = None
    context: tuple[str, ...] = ()


# A title of these schemes that runs on in its line stays with its text: （一）加强监测评估制度建设。对规划…
_RUN_IN = (Scheme.CN_STOP, Scheme.CN_PAREN, Scheme.DOT2, Scheme.DOT3, Scheme.DOT4)
_SAID = 5  # characters of a sentence behind the number of a chapter, which are no title any more
_LEADS_OF_A_TEXT = 3  # so many of its paragraphs name themselves, where it has no numbers
_QUOTED = 40  # characters of a heading that a warning quotes; a text without line breaks is one long line
_CONTENTS = "contents"
_LONGEST_BOX_TITLE = 60
_UNREAD = "这里有一个表格没有能按行和列读出，已按文字逐行保留，请对照原件。"
_BEHIND = {Scheme.CLOSING: "closing", Scheme.IMPRINT: "imprint"}
# What these say is one thought, however many paragraphs it has.
# A section of these kinds may be a report, if its first paragraph says so.
_MAY_REPORT = (ClauseKind.OTHER, ClauseKind.MEASURE)
_WHOLE = (ClauseKind.PREFACE, ClauseKind.GUIDELINE, ClauseKind.OVERALL_GOAL)
_MESSAGES = {
    "gap": "编号“{}”与前一条不连续，请核对是否缺条。",
    "repeat": "编号“{}”与前面重复，请核对原文编号。",
    "damaged": "编号处印的是“{printed}”，按前后顺序应为“{number}”，请核对原文编号。",
    "lost": "“{title}”前面没有编号，按前后顺序应为第{number}，请核对原文。",
}


def build_clauses(
    layout: Layout, stretch: PlanStretch, outline: Outline, plan: str, start_year: int | None = None
) -> Parts:
    """Headings, clauses and numbering warnings of one plan, whose id is ``plan`` and which begins in ``start_year``."""
    writer = _Writer(layout, plan, start_year)
    writer.write_front(stretch, outline)
    title = layout.join(stretch.titles[-1].start, stretch.titles[-1].end).text if stretch.titles else ""
    places = Places(layout, outline, rules_on=subject_of_rules(title))
    writer.learn(outline, places)
    for node in outline.nodes:
        writer.write_node(node, places.places[node.index], places.leads[node.index], places.kind(node))
    _write_tables(writer, stretch, outline, places)
    return writer.parts


def _write_tables(writer: _Writer, stretch: PlanStretch, outline: Outline, places: Places) -> None:
    """The tables of a plan, each in the section around it."""
    tables = [table for table in writer.layout.tables if stretch.start <= table.start < stretch.end]
    for table in tables:
        node = next((n for n in outline.nodes if n.start <= table.start < n.end), None)
        place = places.places[node.index] if node is not None else None
        if node is None or place is None or node.scheme in (Scheme.CLOSING, Scheme.CONTENTS):
            writer.write_table(table, Around("", "", "", None, 0))
            continue
        lead = places.leads[node.index]
        above = _above(place, lead) if place.item else place.headings
        title = place.section_title or lead.title
        writer.write_table(table, Around(place.path, place.base, title, place.domain, node.depth + 1, above))
    if tables:
        writer.parts.headings.sort(key=lambda heading: heading.start)
        writer.parts.clauses.sort(key=lambda clause: clause.start)
    for span in writer.layout.unread:
        if stretch.start <= span.start < stretch.end:
            writer.parts.warnings.append(ReviewWarning("table_unread", _UNREAD, span.start, span.end))


class _Writer:
    """Makes records out of stretches; knows which addresses are taken."""

    def __init__(
        self,
        layout: Layout,
        plan: str,
        start_year: int | None,
        used: dict[str, int] | None = None,
        parts: Parts | None = None,
    ) -> None:
        self.layout = self._layout = layout
        self._plan = plan
        self._start_year = start_year
        self._reporting: str | None = None  # section whose first paragraph says that it reports
        self._used: dict[str, int] = {} if used is None else used
        self._tables: dict[str, int] = {}  # how many tables stand in a section so far
        self._paragraphs: dict[
            str, int
        ] = {}  # paragraphs of a section that are clauses, by the section's address
        self.parts = Parts() if parts is None else parts

    def learn(self, outline: Outline, places: Places) -> None:
        """Whether the plan's measures are paragraphs with a sentence that names them: then a single one is, too."""
        told = [
            bool(lead_paragraphs(self._layout, places.leads[node.index].end, node.end))
            for node in outline.nodes
            if not places.places[node.index].item
            and places.kind(node) is ClauseKind.MEASURE
            and self._layout.trim(places.leads[node.index].end, node.end) is not None
        ]
        self._single = sum(told) > 1 and 2 * sum(told) >= len(told)

    def write_front(self, stretch: PlanStretch, outline: Outline) -> None:
        """Titles, notice, masthead and the text before the first number."""
        pieces = [(span, "") for span in stretch.titles]
        pieces += [(span, tail) for tail, span in stretch.parts]
        pieces += [(span, _CONTENTS) for span in stretch.contents]
        first_title = ""
        for span, tail in sorted(pieces, key=lambda piece: piece[0].start):
            if tail == _CONTENTS:
                self._heading(1, None, "", self._layout.join(span.start, span.end).text, span.start, span.end)
            elif not tail:
                title = self._layout.join(span.start, span.end).text.strip("#* ")
                first_title = first_title or title
                self._heading(0, None, "", title, span.start, span.end)
            else:
                self._text(tail, first_title if tail == "notice" else "", span.start, span.end)
        first = outline.nodes[0].start if outline.nodes else outline.end
        if any(node.scheme not in (*_BEHIND, Scheme.CONTENTS) for node in outline.nodes):
            self._preface(outline.start, first)
        else:
            self._unnumbered(outline.start, first)

    def _unnumbered(self, start: int, end: int) -> None:
        """A text without any number: one clause, or one for each paragraph that a sentence of its own names."""
        pieces = lead_paragraphs(self._layout, start, end, _LEADS_OF_A_TEXT)
        if not pieces:
            self._text("text", "", start, end)
        for place, piece in enumerate(pieces):
            if piece.lead is None:
                self._preface(piece.start, piece.end)
            else:
                place += pieces[0].lead is not None
                about = _About(ClauseKind.MEASURE, piece.lead)
                self._clause(f"text/para/{place}", about, piece.start, piece.end)

    def write_node(self, node: Node, place: NodePlace, lead: Lead, kind: ClauseKind) -> None:
        """The records of a node's own text."""
        if node.scheme is Scheme.CONTENTS:
            self._write_contents(node)
            return
        if node.scheme in _BEHIND:
            self._text(_BEHIND[node.scheme], "", node.start, node.end)
            return
        about = _About(
            kind, lead.title or place.section_title, place.path, place.section_title, place.domain,
            context=place.headings,
        )  # fmt: skip
        if node.scheme is Scheme.CONTINUED:
            self._section_text(node, place.tail or "text", about, node.start)
        elif place.item:
            about = replace(about, number=node.printed or None, context=_above(place, lead))
            self._clause(place.tail, about, node.start, node.end, node)
        elif _is_sentence(self._layout, node, lead):
            # A section that is one sentence with its number, （一）加强领导。…: the number is printed, so it has one.
            about = replace(about, number=node.printed or None, context=_above(place, lead))
            self._clause(place.tail, about, node.start, node.end, node)
        else:
            box = node.scheme is Scheme.BOX  # its number is no number of the section that it stands in
            title = self._layout.join(node.start, lead.end).text if box else lead.title
            number = None if box else node.printed or None
            self._heading(node.depth + 1, number, place.path, title, node.start, lead.end)
            if node.note:
                self._warn(node, None)
            section = "" if node.scheme is Scheme.ANNEX else place.path
            self._section_text(node, place.tail, replace(about, section=section), lead.end)

    def _section_text(self, node: Node, tail: str, about: _About, start: int) -> None:
        """The text of a section: one clause, or one for each paragraph that a sentence of its own names."""
        before = self._paragraphs.get(tail, 0)
        whole = about.kind in _WHOLE or node.scheme in (Scheme.FRONT, Scheme.ANNEX)
        least = 1 if before or (self._single and about.kind is ClauseKind.MEASURE) else 2
        pieces = () if whole else lead_paragraphs(self._layout, start, node.end, least)
        if not pieces:
            self._clause(tail, about, start, node.end)
        for piece in pieces:
            if piece.lead is None:
                self._clause(tail, about, piece.start, piece.end)
                continue
            self._paragraphs[tail] = self._paragraphs.get(tail, 0) + 1
            address = f"{tail}/para/{self._paragraphs[tail]}"
            self._clause(address, replace(about, title=piece.lead), piece.start, piece.end)

    def _is_past(self, about: _About, text: str, *, opens: bool) -> bool:
        """Whether a clause stands in a section that reports: its headings say so, or the section's first paragraph,
        until one looks ahead. ``opens``: it is the section's own text, and may be that first paragraph."""
        if reports(about.context, self._start_year):
            return True
        section = self._reporting
        within = section is not None and (about.section == section or about.section.startswith(f"{section}."))
        says = opening(text, self._start_year)
        if opens and says and about.section and about.kind in _MAY_REPORT:
            heading = about.context[-1] if about.context else ""
            if not names_task(heading) and hint(heading).kind in (None, ClauseKind.OTHER):
                self._reporting = about.section
        elif says is False:
            self._reporting = None
        return within and says is not False

    def _write_contents(self, node: Node) -> None:
        at = node.start
        for row in self._layout.rows[self._layout.row_at(node.start) :]:
            if row.role is not Role.CONTENTS or row.start >= node.end:
                break
            self._heading(1, None, "", self._layout.join(row.start, row.end).text, row.start, row.end)
            at = row.end
        self._preface(at, node.end)

    def write_table(self, found: FoundTable, around: Around) -> None:
        """The records of a table: its rows, or what is written in a box."""
        if found.kind is TableKind.BOX:
            self._write_box(found, around)
            return
        count = self._tables[around.base] = self._tables.get(around.base, 0) + 1
        address = self._address(f"{around.base}/table-{count}".lstrip("/"))
        past = reports((*around.headings, found.caption), self._start_year)
        records = table_records(found, address, self._plan, around, past=past)
        self.parts.headings += records.headings
        self.parts.clauses += records.clauses
        self.parts.tabled.update(clause.address for clause in records.clauses)
        self.parts.tables.append(records.read)

    def _write_box(self, found: FoundTable, around: Around) -> None:
        """What a box says is a part of its own: a text with its items, apart from the section around it."""
        layout = self._layout.of_box(found)
        count = self._tables["box"] = self._tables.get("box", 0) + 1
        title = layout.lines[0]
        number = number_at(layout.folded, title.start, title.end)
        short = (
            title.end - title.start <= _LONGEST_BOX_TITLE
            and "。" not in layout.source[title.start : title.end]
        )
        named = short and number is not None and number.scheme is Scheme.BOX
        base = f"box{(number.ordinal if number is not None and named else 0) or count}"
        caption = " ".join(layout.source[title.start : title.end].split()) if named else ""
        outline = build_outline(layout, int(named), len(layout.lines), found.source.end)
        writer = _Writer(layout, self._plan, self._start_year, self._used, self.parts)
        if named:
            writer._heading(around.depth + 1, None, around.path, caption, title.start, title.end)
        first = outline.nodes[0].start if outline.nodes else outline.end
        above = _About(
            ClauseKind.OTHER, caption or lead_sentence(layout, outline.start, first), around.path, caption,
            context=around.headings,
        )  # fmt: skip
        writer._clause(base, above, outline.start, first)
        place = NodePlace(
            around.path, base, caption or around.title, None, base, False, around.domain,
            (*around.headings, *([caption] if caption else [])), inherited=around.domain,
        )  # fmt: skip
        places = Places(layout, outline, place)
        writer.learn(outline, places)
        for node in outline.nodes:
            writer.write_node(node, places.places[node.index], places.leads[node.index], places.kind(node))
        box = Table(f"{self._plan}/{base}", found.kind, around.path, caption, "", 0, (), found.source, ())
        self.parts.tables.append(ReadTable(box, found))

    # -- records ---------------------------------------------------------------------------------------------

    def _heading(
        self, level: int, number: str | None, section: str, title: str, start: int, end: int
    ) -> None:
        for piece in self._layout.around_tables(start, end):
            span = self._layout.trim(piece.start, piece.end)
            if span is not None:
                self.parts.headings.append(Heading(level, number, title, section, span.start, span.end))

    def _text(self, tail: str, title: str, start: int, end: int) -> None:
        """A clause outside the numbering that is no part of the plan's matter."""
        title = title or lead_sentence(self._layout, start, end)
        section = "" if tail == "text" else tail
        self._clause(tail, _About(ClauseKind.OTHER, title, section), start, end)

    def _preface(self, start: int, end: int) -> None:
        title = lead_sentence(self._layout, start, end)
        self._clause("preface", _About(ClauseKind.PREFACE, title, "preface"), start, end)

    def _clause(self, tail: str, about: _About, start: int, end: int, node: Node | None = None) -> None:
        """One clause; nothing where the stretch is blank. What goes on behind a table is a clause of its own."""
        spans = [
            span
            for piece in self._layout.around_tables(start, end)
            if (span := self._layout.trim(piece.start, piece.end)) is not None
        ]
        for place, span in enumerate(spans):
            if place:
                about = replace(about, number=None, title=about.section_title or about.title)
            self._piece(tail, about, span, None if place else node)

    def _piece(self, tail: str, about: _About, span: Span, node: Node | None) -> None:
        joined = self._layout.join(span.start, span.end)
        address = self._address(tail)
        past = self._is_past(about, joined.text, opens=node is None)
        self.parts.clauses.append(
            Clause(
                address=address,
                plan=self._plan,
                kind=about.kind,
                section=about.section,
                section_title=about.section_title or about.title,
                domain=about.domain,
                number=about.number,
                title=about.title,
                text=joined.text,
                start=span.start,
                end=span.end,
                body=bisect_left(joined.offsets, node.body) if node is not None else 0,
                units=units_of(joined.text),
                context=tuple([words for words in about.context if says_something(words)]),
                items=node.items if node is not None else (),
                past=past,
            )
        )
        if node is not None and node.note:
            self._warn(node, address)

    def _warn(self, node: Node, address: str | None) -> None:
        row = self._layout.rows[self._layout.row_at(node.start)]
        message = _MESSAGES[node.note].format(
            node.printed,
            printed=self._layout.join(node.start, node.body).text,
            number=_meant(node),
            title=self._layout.join(node.start, min(row.end, node.start + _QUOTED)).text,
        )
        end = node.body if node.body > node.start else row.end
        self.parts.warnings.append(ReviewWarning(f"number_{node.note}", message, node.start, end, address))

    def _address(self, tail: str) -> str:
        address = f"{self._plan}/{tail}"
        count = self._used.get(address, 0)
        self._used[address] = count + 1
        return address if not count else f"{address}-{_letters(count)}"


def _is_sentence(layout: Layout, node: Node, lead: Lead) -> bool:
    """A section that is one sentence with its number: it stays in one piece."""
    if node.children or (lead.rest and not lead.run_in):
        return False
    if node.scheme in _RUN_IN:
        return True
    said = layout.join(node.body, node.end).text
    return node.scheme in PARTS and not lead.rest and len(said) > _SAID and said.endswith("。")


def _above(place: NodePlace, lead: Lead) -> tuple[str, ...]:
    """The headings above a clause that is no heading itself."""
    return place.headings[:-1] if lead.title else place.headings


def _meant(node: Node) -> str:
    """The number that a spoilt one must have been."""
    if node.path:
        return ".".join(map(str, node.path))
    return node.printed if ordinal_of(node.printed) == node.ordinal else str(node.ordinal)


def _letters(count: int) -> str:
    """1 -> b, 2 -> c, … 25 -> z, 26 -> ba."""
    letters = ""
    while count:
        letters = chr(ord("a") + count % 26) + letters
        count //= 26
    return letters
