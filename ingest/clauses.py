"""Turns the outline of a plan into headings and clauses with permanent addresses.

Takes a Layout, a PlanStretch and its Outline. Gives the headings and clauses in text order; together with the
page marks they cover every character of the stretch but blanks.

An address is built from the document's own numbering (二、（一） is section 2.1), so that text inserted elsewhere
does not change it: ``<plan>/<section>/<kind>/<n>`` for a numbered item, ``<plan>/<section>`` for a section that
has no numbered items.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field

from analyzers.marks import Span
from analyzers.normalise import join_lines
from ingest.headwords import Hint, core, hint
from ingest.layout import Layout, Role
from ingest.numbering import PARTS, Scheme
from ingest.outline import Node, Outline
from ingest.plan import Clause, ClauseKind, Heading, PlanEntry, ReviewWarning
from ingest.titles import PlanStretch
from ingest.units import units_of

_STOP = re.compile(r"[。！？]")
_SENTENCE = re.compile(r"[。！？]|;(?=\s*$)")
_ITEM_KINDS = {ClauseKind.GOAL: "goal", ClauseKind.MEASURE: "measure", ClauseKind.PRINCIPLE: "principle"}
# Schemes that name sections where they have items below them, and are items where they have none.
_EITHER = frozenset({Scheme.CN_STOP, Scheme.CN_PAREN})
_ALWAYS_ITEMS = frozenset(
    {Scheme.ARTICLE, Scheme.AR_PAREN, Scheme.AR_HALF, Scheme.CIRCLED, Scheme.SHI, Scheme.DASH}
)
_TITLE_LENGTH = 60
_PRINT_LINE = 20  # a page break leaves at least one printed line of an item standing


@dataclass(slots=True)
class Parts:
    """What was found in one stretch."""

    headings: list[Heading] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)
    warnings: list[ReviewWarning] = field(default_factory=list)


@dataclass(slots=True)
class _Place:
    """Where a node stands: filled from the top down."""

    path: str  # dotted section path for what hangs below
    title: str  # of the section named by ``path``
    kind: ClauseKind | None
    segment_base: str  # address below which items hang: "2.1/goal" or "2.1/goal/3" for sub-items
    item: bool
    domain: str | None = None
    kind_owner: bool = False  # its own words give the kind
    chapter: str | None = None  # title of the top-level chapter
    counter: int = 0
    hint: Hint = field(default_factory=Hint)


@dataclass(frozen=True, slots=True)
class _Title:
    """How a node's own text falls into title and rest."""

    text: str
    end: int  # where the title ends
    rest: bool  # something follows it in the node's own text
    run_in: bool  # and on the same line


def build_clauses(layout: Layout, stretch: PlanStretch, outline: Outline, entry: PlanEntry) -> Parts:
    """Headings, clauses and numbering warnings of one plan."""
    return _Writer(layout, stretch, outline, entry).write()


class _Writer:
    def __init__(self, layout: Layout, stretch: PlanStretch, outline: Outline, entry: PlanEntry) -> None:
        self._layout = layout
        self._stretch = stretch
        self._outline = outline
        self._entry = entry
        self._parts = Parts()
        self._used: dict[str, int] = {}
        self._lines = [line for line in layout.lines if line.role is not Role.PAGE]
        self._starts = [line.start for line in self._lines]
        self._places: list[_Place] = []
        self._titles = [self._title_of(node) for node in outline.nodes]
        self._hints = [hint(title.text) for title in self._titles]
        self._kids: list[list[int]] = [[] for _ in outline.nodes]
        for node in outline.nodes:
            if node.parent >= 0:
                self._kids[node.parent].append(node.index)
        self._section_schemes = self._find_section_schemes()
        self._labelled = any(
            h.kind in (ClauseKind.GOAL, ClauseKind.MEASURE) and not h.mixed
            for node, h in zip(outline.nodes, self._hints, strict=True)
            if node.scheme is Scheme.LABEL or h.named
        )

    # -- writing ---------------------------------------------------------------------------------------------

    def write(self) -> Parts:
        self._write_front()
        for node in self._outline.nodes:
            self._places.append(self._place(node))
            self._write_node(node)
        return self._parts

    def _write_front(self) -> None:
        """Titles, notice, masthead and the text before the first number."""
        stretch = self._stretch
        pieces: list[tuple[Span, str]] = [(span, "title") for span in stretch.titles]
        if stretch.notice is not None:
            pieces.append((stretch.notice, "notice"))
        if stretch.masthead is not None:
            pieces.append((stretch.masthead, "masthead"))
        for span, what in sorted(pieces, key=lambda piece: piece[0].start):
            if what == "title":
                self._heading(0, None, "", span.start, span.end, self._text(span.start, span.end))
            else:
                title = self._lead(span.start, span.end) if what == "masthead" else "印发通知"
                self._clause(what, ClauseKind.OTHER, "", "", None, None, title, span.start, span.end)
        first = self._outline.nodes[0].start if self._outline.nodes else self._outline.end
        address, kind = ("preface", ClauseKind.PREFACE) if self._outline.nodes else ("text", ClauseKind.OTHER)
        self._clause(address, kind, "", "", None, None, "", self._outline.start, first, lead=True)

    def _write_node(self, node: Node) -> None:
        place, title = self._places[node.index], self._titles[node.index]
        level = node.depth + 1
        if node.scheme is Scheme.CONTENTS:
            self._write_contents(node)
            return
        if node.scheme is Scheme.CLOSING:
            self._clause("closing", ClauseKind.OTHER, "", "", None, None, "落款", node.start, node.end)
            return
        kind = self._kind(node, place)
        if node.scheme is Scheme.CONTINUED:
            self._clause(
                place.path or "text",
                kind,
                place.path,
                place.title,
                place.domain,
                None,
                place.title,
                node.start,
                node.end,
            )
            return
        if place.item:
            self._write_item(node, place, title, kind)
            return
        bare = node.children == 0 and title.rest and title.run_in and node.scheme in _EITHER
        if bare:
            self._clause(
                place.segment_base,
                kind,
                place.path,
                place.title,
                place.domain,
                None,
                title.text,
                node.start,
                node.end,
                body=node.body,
            )
            return
        self._heading(level, node.printed or None, place.path, node.start, title.end, title.text)
        if title.rest:
            self._clause(
                place.segment_base,
                kind,
                place.path,
                place.title,
                place.domain,
                None,
                place.title or title.text,
                title.end,
                node.end,
            )

    def _write_item(self, node: Node, place: _Place, title: _Title, kind: ClauseKind) -> None:
        self._clause(
            place.segment_base,
            kind,
            place.path,
            place.title,
            place.domain,
            node.printed or None,
            title.text,
            node.start,
            node.end,
            body=node.body,
            node=node,
        )

    def _write_contents(self, node: Node) -> None:
        at = node.start
        for line in self._lines[bisect_left(self._starts, node.start) :]:
            if line.role is not Role.CONTENTS or line.start >= node.end:
                break
            self._heading(1, None, "", line.start, line.end, self._text(line.start, line.end))
            at = line.end
        self._clause("preface", ClauseKind.PREFACE, "", "", None, None, "", at, node.end, lead=True)

    # -- records ---------------------------------------------------------------------------------------------

    def _heading(
        self, level: int, number: str | None, section: str, start: int, end: int, title: str
    ) -> None:
        span = self._trim(start, end)
        if span is not None:
            self._parts.headings.append(Heading(level, number, title, section, span.start, span.end))

    def _clause(
        self,
        tail: str,
        kind: ClauseKind,
        section: str,
        section_title: str,
        domain: str | None,
        number: str | None,
        title: str,
        start: int,
        end: int,
        *,
        body: int = 0,
        lead: bool = False,
        node: Node | None = None,
    ) -> None:
        span = self._trim(start, end)
        if span is None:
            return
        joined = join_lines(
            self._layout.source, span.start, span.end, leave_out=self._layout.page_marks(span.start, span.end)
        )
        offset = bisect_left(joined.offsets, body) if body else 0
        address = self._address(tail)
        if lead:
            title = self._lead(span.start, span.end) if not title else title
        clause = Clause(
            address,
            self._entry.id,
            kind,
            section,
            section_title or title,
            domain,
            number,
            title,
            joined.text,
            span.start,
            span.end,
            offset,
            units_of(joined.text),
        )
        self._parts.clauses.append(clause)
        if node is not None and node.note:
            self._warn(node, address)

    def _warn(self, node: Node, address: str) -> None:
        messages = {
            "gap": "编号“{}”与前一条不连续，请核对是否缺条。",
            "repeat": "编号“{}”与前面重复，请核对原文。",
        }
        self._parts.warnings.append(
            ReviewWarning(
                f"number_{node.note}",
                messages[node.note].format(node.printed),
                node.start,
                node.body,
                address,
            )
        )

    def _address(self, tail: str) -> str:
        address = f"{self._entry.id}/{tail}"
        count = self._used.get(address, 0)
        self._used[address] = count + 1
        if not count:
            return address
        suffix = ""
        while count:
            suffix = chr(ord("a") + count % 26) + suffix
            count //= 26
        return f"{address}-{suffix}"

    # -- where a node stands ---------------------------------------------------------------------------------

    def _place(self, node: Node) -> _Place:
        above = self._places[node.parent] if node.parent >= 0 else _Place("", "", None, "", False)
        own = self._hints[node.index]
        title = self._titles[node.index].text
        item = self._is_item(node, above)
        kind, owner = self._own_kind(node, above, own, item)
        chapter = above.chapter or (title if node.depth == 0 else None)
        if node.scheme is Scheme.CONTINUED:
            return _Place(
                above.path, above.title, above.kind, above.segment_base, False, above.domain, False, chapter
            )
        if item:
            base = self._item_base(node, above, kind)
            return _Place(
                above.path, above.title, kind, base, True, self._domain(node, above, kind), False, chapter
            )
        path, name = self._section(node, above, title)
        segment = path
        if node.scheme is Scheme.LABEL:
            name = above.title or name
            if own.kind in _ITEM_KINDS:
                segment = f"{path}/{_ITEM_KINDS[own.kind]}".lstrip("/")
        place = _Place(path, name, kind, segment, False, None, owner, chapter, hint=own)
        place.domain = self._domain_below(node, above, place, title)
        return place

    def _section(self, node: Node, above: _Place, title: str) -> tuple[str, str]:
        scheme = node.scheme
        if scheme is Scheme.FRONT:
            return (node.word.path if node.word is not None else "front"), title
        if scheme is Scheme.ANNEX:
            return "annex" + (str(node.ordinal) if node.ordinal else ""), title
        if scheme is Scheme.BOX:
            return "box" + (str(node.ordinal) if node.ordinal else ""), title
        if scheme is Scheme.LABEL:
            if node.word is not None and not node.word.path:
                return above.path, title
            above.counter += 1
            part = node.word.path if node.word is not None else f"x{above.counter}"
        else:
            part = str(node.ordinal)
        return (f"{above.path}.{part}" if above.path else part), title

    def _item_base(self, node: Node, above: _Place, kind: ClauseKind | None) -> str:
        if node.scheme in (Scheme.DASH,) or not node.ordinal:
            above.counter += 1
            n = str(above.counter)
        else:
            n = str(node.ordinal)
        if above.item:
            return f"{above.segment_base}.{n}"
        kind = kind or self._default(node)
        segment = _ITEM_KINDS.get(kind, "item")
        return f"{above.path}/{segment}/{n}".lstrip("/")

    # -- section or item -------------------------------------------------------------------------------------

    def _find_section_schemes(self) -> frozenset[Scheme]:
        """Schemes of 一、 and （一） that have items or labels below them somewhere in the main text."""
        found = set()
        inside_annex: set[int] = set()
        for node in self._outline.nodes:
            if node.scheme is Scheme.ANNEX or node.parent in inside_annex:
                inside_annex.add(node.index)
            elif node.scheme in _EITHER and any(
                self._outline.nodes[kid].scheme not in (Scheme.DASH, Scheme.CONTINUED, Scheme.BOX, Scheme.SHI)
                for kid in self._kids[node.index]
            ):
                found.add(node.scheme)
        return frozenset(found)

    def _is_item(self, node: Node, above: _Place) -> bool:
        scheme, title = node.scheme, self._titles[node.index]
        if scheme in PARTS or scheme in (
            Scheme.LABEL,
            Scheme.BOX,
            Scheme.CONTINUED,
            Scheme.CLOSING,
            Scheme.CONTENTS,
        ):
            return False
        if above.item:
            return True
        numbered_kids = any(
            self._outline.nodes[kid].scheme not in (Scheme.DASH, Scheme.SHI, Scheme.BOX, Scheme.CONTINUED)
            for kid in self._kids[node.index]
        )
        own = self._hints[node.index]
        if scheme in _ALWAYS_ITEMS:
            return not (
                numbered_kids and not title.rest and (own.kind is not None or scheme is not Scheme.ARTICLE)
            )
        if numbered_kids:
            return scheme not in _EITHER and title.rest
        if scheme not in _EITHER:
            return not (own.named and title.rest and not title.run_in)
        if own.named and self._may_rename(above) and title.rest or own.named and self._kids[node.index]:
            return False
        if self._kids[node.index] and not title.rest:
            return False
        if node.depth == 0:
            return scheme not in self._section_schemes or title.run_in and above.kind in _ITEM_KINDS
        kind = self._inherited(above)
        return scheme not in self._section_schemes or kind in _ITEM_KINDS

    def _may_rename(self, above: _Place) -> bool:
        return above.kind in (None, ClauseKind.GUIDELINE, ClauseKind.OTHER)

    def _inherited(self, above: _Place) -> ClauseKind | None:
        if above.kind is None and not self._labelled:
            return ClauseKind.MEASURE
        return above.kind

    # -- kinds and domains -----------------------------------------------------------------------------------

    def _own_kind(self, node: Node, above: _Place, own: Hint, item: bool) -> tuple[ClauseKind | None, bool]:
        if node.scheme is Scheme.ANNEX:
            return ClauseKind.OTHER, False
        if node.scheme is Scheme.LABEL and node.word is not None:
            return node.word.kind, True
        if own.mixed:
            if node.children == 0:
                return own.kind, False
            return (None if self._may_rename(above) else above.kind), False
        if own.kind is None or item and not (own.named and above.kind is None):
            return above.kind, False
        if self._may_rename(above) or own.named and node.children:
            return own.kind, True
        return above.kind, False

    def _kind(self, node: Node, place: _Place) -> ClauseKind:
        return place.kind or self._default(node)

    def _default(self, node: Node) -> ClauseKind:
        """Numbered items of a document without goals and measures are what it asks for: measures."""
        if self._labelled:
            return ClauseKind.OTHER
        if node.children and not self._is_listed(node):
            return ClauseKind.OTHER
        return ClauseKind.MEASURE

    def _is_listed(self, node: Node) -> bool:
        return all(
            self._outline.nodes[kid].scheme in (Scheme.DASH, Scheme.SHI, Scheme.BOX)
            for kid in self._kids[node.index]
        )

    def _domain_below(self, node: Node, above: _Place, place: _Place, title: str) -> str | None:
        """The domain of what hangs below a section: the section that holds both goals and measures."""
        if above.domain is not None:
            return above.domain
        kinds = {
            self._hints[kid].kind
            for kid in self._kids[node.index]
            if not self._hints[kid].mixed
            and (self._outline.nodes[kid].scheme is Scheme.LABEL or self._hints[kid].named)
        }
        if (
            node.scheme is not Scheme.LABEL
            and {ClauseKind.GOAL, ClauseKind.MEASURE} <= kinds
            and not place.hint.mixed
        ):
            return title
        if above.hint.domains and node.scheme is not Scheme.LABEL:
            return title
        if (
            above.kind_owner
            and above.kind in (ClauseKind.GOAL, ClauseKind.MEASURE)
            and node.scheme is not Scheme.LABEL
        ):
            return title
        return None

    def _domain(self, node: Node, above: _Place, kind: ClauseKind | None) -> str | None:
        kind = kind or self._default(node)
        if kind not in (ClauseKind.GOAL, ClauseKind.MEASURE):
            return None
        if above.domain is not None:
            return above.domain
        if kind is ClauseKind.MEASURE and not self._labelled and above.chapter:
            return above.chapter
        return None

    # -- titles ----------------------------------------------------------------------------------------------

    def _title_of(self, node: Node) -> _Title:
        """Splits a node's own text into its title and the rest."""
        folded = self._layout.folded
        if node.scheme is Scheme.LABEL:
            if node.word is not None:
                return _Title(node.word.words, node.body, self._trim(node.body, node.end) is not None, True)
            return _Title(
                core(folded[node.start : node.body]),
                node.body,
                self._trim(node.body, node.end) is not None,
                False,
            )
        if node.scheme is Scheme.FRONT and node.word is not None:
            return _Title(node.word.words, node.body, self._trim(node.body, node.end) is not None, False)
        if node.scheme in (Scheme.CLOSING, Scheme.CONTENTS, Scheme.CONTINUED):
            return _Title("", node.start, True, False)
        end, run_in = self._title_end(node)
        rest = self._trim(end, node.end) is not None
        text = self._text(node.body, end)
        return _Title(text.strip("#*【】〖〗 ").rstrip("。！？;；：:、*】 "), end, rest, rest and run_in)

    def _title_end(self, node: Node) -> tuple[int, bool]:
        folded, width = self._layout.folded, self._layout.width
        place = max(0, bisect_left(self._starts, node.body + 1) - 1)
        if self._lines[place].end <= node.body:
            place += 1  # the number stands alone on its line
        for step in range(3):
            if place >= len(self._lines) or self._lines[place].start >= node.end:
                return node.end, False
            line = self._lines[place]
            start, end = max(line.start, node.body), min(line.end, node.end)
            stop = _STOP.search(folded, start, end)
            if stop is not None:
                return stop.end(), folded[stop.end() : end].strip() != ""
            wrapped = width and line.end - line.start >= width - 2 or step == 0 and self._is_cut(place, node)
            if not wrapped:
                return end, end < line.end
            place += 1
        return (self._lines[place - 1].end if place else node.end), False

    def _is_cut(self, place: int, node: Node) -> bool:
        """The line is the beginning of a sentence that a line or page break cuts, not a title on its own line."""
        line = self._lines[place]
        length = line.end - max(line.start, node.body)
        return length > _TITLE_LENGTH or (self._layout.cut and length >= _PRINT_LINE)

    def _lead(self, start: int, end: int) -> str:
        """The first sentence of a stretch, without its stop."""
        text = self._text(start, min(end, start + 300))
        stop = _STOP.search(text)
        return text[: stop.start()] if stop is not None else text

    # -- text ------------------------------------------------------------------------------------------------

    def _text(self, start: int, end: int) -> str:
        return join_lines(self._layout.source, start, end, leave_out=self._layout.page_marks(start, end)).text

    def _trim(self, start: int, end: int) -> Span | None:
        """The stretch without blanks and page marks at its edges."""
        place = bisect_left(self._starts, start)
        if place and self._lines[place - 1].end > start:
            place -= 1
        last = bisect_left(self._starts, end) - 1
        if place > last or place >= len(self._lines):
            return None
        first = max(start, self._lines[place].start)
        stop = min(end, self._lines[last].end)
        text = self._layout.source[first:stop]
        blank = len(text) - len(text.lstrip())
        stop -= len(text) - len(text.rstrip())
        return Span(first + blank, stop) if first + blank < stop else None


def records_in_order(parts: Parts) -> Iterator[Heading | Clause]:
    """Headings and clauses by their place in the text."""
    records: list[Heading | Clause] = [*parts.headings, *parts.clauses]
    yield from sorted(records, key=lambda record: record.start)
