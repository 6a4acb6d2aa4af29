"""Builds the tree of numbered headings and items of a plan's body.

Takes a Layout and a range of lines. Gives an Outline: nodes in text order, each with its parent. A node's own
text reaches to the next node, so nothing of the body behind the first node can be lost or doubled.

The rules are those a reader uses: a number that continues a run that is still open belongs to that run, the
innermost first; a number one opens a run below what stands open; a number that fits nowhere is a figure or a
reference, unless it stands at the beginning of a line behind a finished sentence.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.plan import ClauseKind
from ingest.structure.heading_words import HeadWord
from ingest.structure.layout import Layout
from ingest.structure.lines import Role
from ingest.structure.number_candidates import SENTENCE_ENDS, Candidate, find_candidates
from ingest.structure.numbering import NUMBERED, PARTS, Scheme


@dataclass(frozen=True, slots=True)
class Node:
    """One heading or item. ``body`` is where the words begin, ``end`` where the next node begins."""

    index: int
    parent: int  # -1 at the top
    depth: int
    scheme: Scheme
    ordinal: int
    printed: str
    start: int
    body: int
    end: int
    line: int
    word: HeadWord | None = None
    note: str = ""  # gap, repeat: the number does not follow the one before it
    children: int = 0


@dataclass(frozen=True, slots=True)
class Outline:
    """The body from ``start`` to ``end``; text before the first node belongs to none."""

    start: int
    end: int
    nodes: tuple[Node, ...]


@dataclass(slots=True)
class _Open:
    """A node on the stack of open ones."""

    index: int
    scheme: Scheme
    ordinal: int
    candidate: Candidate
    path: tuple[int, ...] = ()
    children: int = 0
    word: HeadWord | None = None


_STOP = re.compile(r"[。！？;]")
_HEADING_LENGTH = 70
_DEEPEST = 12
_FRONTS_WITH_SECTIONS = ("0", "supplement")
_LABELS_OF_DOMAINS = (ClauseKind.GOAL, ClauseKind.MEASURE)


def build_outline(layout: Layout, first: int, last: int, end: int) -> Outline:
    """The outline of the lines ``first`` to ``last`` (half open); ``end`` is where the stretch ends."""
    lines = layout.lines
    start = lines[first].start if first < len(lines) else end
    builder = _Builder(layout)
    for candidate in find_candidates(layout, first, last):
        builder.offer(candidate)
    return Outline(start, end, builder.nodes(end))


class _Builder:
    """The stack machine. ``offer`` takes candidates in text order."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._open: list[_Open] = []
        self._taken: list[tuple[Candidate, int, int, str]] = []  # candidate, parent, depth, note
        self._children: list[int] = []
        self._last: dict[Scheme, int] = {}
        self._last_under: dict[tuple[Scheme, str], int] = {}
        self._nested: set[tuple[Scheme, Scheme]] = set()

    # -- result ----------------------------------------------------------------------------------------------

    def nodes(self, end: int) -> tuple[Node, ...]:
        ends = [candidate.start for candidate, *_ in self._taken[1:]] + [end]
        return tuple(
            Node(
                index,
                parent,
                depth,
                candidate.scheme,
                candidate.ordinal,
                candidate.printed,
                candidate.start,
                candidate.body,
                ends[index],
                candidate.line,
                candidate.word,
                note,
                self._children[index],
            )
            for index, (candidate, parent, depth, note) in enumerate(self._taken)
        )

    # -- deciding --------------------------------------------------------------------------------------------

    def offer(self, candidate: Candidate) -> None:
        if self._taken and candidate.start < self._taken[-1][0].body:
            return
        self._close_box(candidate)
        match candidate.scheme:
            case Scheme.CLOSING | Scheme.CONTENTS:
                self._open.clear()
                self._push(candidate, 0)
            case Scheme.ANNEX:
                if candidate.closed or self._is_heading_before(candidate) or candidate.at_line:
                    self._push(candidate, 0)
            case Scheme.FRONT:
                if self._may_begin(candidate):
                    self._push(candidate, 0)
            case Scheme.LABEL:
                self._offer_label(candidate)
            case Scheme.HEAD:
                depths = (d for d, e in enumerate(self._open) if e.scheme not in PARTS | {Scheme.CN_STOP})
                self._push(candidate, next(depths, len(self._open)))
            case Scheme.BOX:
                self._offer_box(candidate)
            case Scheme.DASH:
                if self._may_begin(candidate):
                    self._push(candidate, self._depth_of_dash())
            case _:
                self._offer_number(candidate)

    def _offer_number(self, candidate: Candidate) -> None:
        if self._refers(candidate):
            return
        if candidate.path:
            depth = self._depth_of_path(candidate)
            if depth is not None and self._may_begin(candidate):
                self._push(candidate, depth)
            return
        depth = self._sibling(candidate)
        fits = depth is not None
        if depth is None and self._may_open_run(candidate):
            depth, fits = self._new_run(candidate), True
        if not candidate.at_line:
            if fits and depth is not None and self._stands_inside(candidate):
                self._push(candidate, depth)
            return
        if fits and depth is not None:
            if self._is_real(candidate):
                self._push(candidate, depth)
            return
        self._offer_misfit(candidate)

    def _may_open_run(self, candidate: Candidate) -> bool:
        """A one opens a run, and so does the number that follows the last of its scheme anywhere before."""
        if candidate.scheme is Scheme.SHI:
            return candidate.ordinal == 1 and candidate.next_ordinal == 2
        under_label = self._last_under.get((candidate.scheme, self._label_words()), 0)
        return candidate.ordinal in (1, self._last.get(candidate.scheme, 0) + 1, under_label + 1)

    def _is_real(self, candidate: Candidate) -> bool:
        """A fitting number at the beginning of a line is real unless its line continues a sentence."""
        begins = self._may_begin(candidate)
        if candidate.weak or candidate.bare:
            return begins and (candidate.ordinal != 1 or candidate.next_ordinal == 2)
        if begins:
            return True
        if candidate.next_at_line and candidate.next_closed and candidate.next_ordinal == candidate.ordinal:
            return False
        return candidate.ordinal != 1 or candidate.next_ordinal == 2

    def _offer_misfit(self, candidate: Candidate) -> None:
        """A number at the beginning of a line that continues nothing: a gap, a repeat, or no number."""
        unsure = candidate.weak or candidate.bare or candidate.scheme not in NUMBERED
        if unsure or not self._may_begin(candidate):
            return
        for depth in range(len(self._open) - 1, -1, -1):
            entry = self._open[depth]
            if entry.scheme is candidate.scheme:
                ahead = candidate.ordinal - entry.ordinal
                if ahead == 0:
                    self._push(candidate, depth, "repeat")
                elif 1 < ahead <= 4 or candidate.next_ordinal == candidate.ordinal + 1:
                    self._push(candidate, depth, "gap" if ahead > 0 else "repeat")
                return
        if candidate.scheme is Scheme.SHI:
            return
        lost_one = candidate.ordinal <= 4 and candidate.scheme <= Scheme.AR_STOP
        if lost_one or candidate.next_ordinal == candidate.ordinal + 1:
            self._push(candidate, self._new_run(candidate), "gap")

    def _stands_inside(self, candidate: Candidate) -> bool:
        """Numbers inside a line count behind a title, or in a run whose members end like sentences."""
        if candidate.weak:
            return candidate.solid and self._sibling(candidate) is not None
        if self._runs_on_from_title(candidate):
            return candidate.left not in "、和与及至"
        if candidate.solid and candidate.closed:
            return candidate.scheme is not Scheme.CIRCLED
        if candidate.left in SENTENCE_ENDS:
            return candidate.same_line
        return (
            candidate.left == ":"
            and candidate.ordinal == 1
            and candidate.next_ordinal == 2
            and candidate.next_at_line
        )

    def _runs_on_from_title(self, candidate: Candidate) -> bool:
        """Whether a list begins on the line of its title: 三、主要任务（一）…"""
        top = self._open[-1] if self._open else None
        first = candidate.ordinal == 1 or self._sibling(candidate) is None
        if top is None or not first or not self._is_title_so_far(top, candidate):
            return False
        inner = candidate.scheme > top.scheme or top.scheme in (Scheme.LABEL, Scheme.BOX)
        if not inner or candidate.scheme is Scheme.CN_STOP:
            return False
        following = candidate.next_ordinal == candidate.ordinal + 1
        return candidate.closed or (following and (candidate.next_at_line or candidate.next_closed))

    # -- the stack -------------------------------------------------------------------------------------------

    def _push(self, candidate: Candidate, depth: int, note: str = "") -> None:
        if depth < len(self._open):
            before = self._open[depth]
            if not note and before.scheme is candidate.scheme and candidate.ordinal == 1 and before.ordinal:
                note = "repeat"
            del self._open[depth:]
        index = len(self._taken)
        parent = -1
        if self._open:
            above = self._open[-1]
            parent = above.index
            above.children += 1
            self._children[above.index] += 1
            self._nested.add((above.scheme, candidate.scheme))
        self._taken.append((candidate, parent, depth, note))
        self._children.append(0)
        self._open.append(
            _Open(index, candidate.scheme, candidate.ordinal, candidate, candidate.path, word=candidate.word)
        )
        if candidate.scheme in NUMBERED:
            self._last[candidate.scheme] = candidate.ordinal
            self._last_under[candidate.scheme, self._label_words()] = candidate.ordinal

    def _label_words(self) -> str:
        """The words of the innermost open label: goals and measures may each be numbered through."""
        words = (entry.word.words for entry in reversed(self._open) if entry.word is not None)
        return next(words, "")

    def _sibling(self, candidate: Candidate) -> int | None:
        """Depth of the innermost open run that this number continues."""
        for depth in range(len(self._open) - 1, -1, -1):
            entry = self._open[depth]
            if entry.scheme is candidate.scheme and entry.ordinal + 1 == candidate.ordinal:
                return depth
        return None

    def _new_run(self, candidate: Candidate) -> int:
        """Depth at which a run that begins with this number hangs."""
        if self._open and len(self._open) < _DEEPEST:
            top = self._open[-1]
            named = top.scheme in (Scheme.LABEL, Scheme.BOX, Scheme.ANNEX)
            if self._is_title_so_far(top, candidate) and candidate.scheme not in PARTS | {top.scheme}:
                known = (top.scheme, candidate.scheme) in self._nested
                if (
                    named
                    or (top.ordinal == 1 and candidate.ordinal == 1 and top.scheme not in PARTS)
                    or known
                ):
                    return len(self._open)
        for depth, entry in enumerate(self._open):
            if self._rank(entry, candidate) >= candidate.scheme:
                return depth
        return len(self._open)

    def _rank(self, entry: _Open, candidate: Candidate) -> int:
        """Where an open node stands among the schemes; boxes, annexes and labels hold whatever comes.

        A label that has text of its own (具体指标：到2022年…) holds items, but no 一、 and no chapters.
        """
        if entry.scheme in (Scheme.BOX, Scheme.ANNEX):
            return -1
        if entry.scheme is Scheme.LABEL:
            return -1 if entry.children or self._is_title_so_far(entry, candidate) else Scheme.CN_STOP
        if entry.scheme is Scheme.FRONT:
            return Scheme.CHAPTER if self._holds_numbers(entry) else 99
        if entry.scheme is Scheme.HEAD:
            return Scheme.CN_PAREN
        return 99 if entry.scheme >= Scheme.BOX else entry.scheme

    def _depth_of_path(self, candidate: Candidate) -> int | None:
        """1.2 belongs below 1, 1.2.3 below 1.2; decimals at the beginning of a line have no such parent."""
        above, ordinal = candidate.path[:-1], candidate.path[-1]
        for depth in range(len(self._open) - 1, -1, -1):
            if self._open[depth].path == (*above, ordinal - 1):
                return depth
        for depth in range(len(self._open) - 1, -1, -1):
            entry = self._open[depth]
            outer = len(above) == 1 and entry.scheme <= Scheme.AR_STOP and entry.ordinal == above[0]
            if entry.path == above or outer:
                opens = ordinal == 1 and (
                    candidate.next_ordinal == 2 or self._is_title_so_far(entry, candidate)
                )
                return depth + 1 if opens else None
        return None

    def _depth_of_dash(self) -> int:
        for depth, entry in enumerate(self._open):
            if entry.scheme in (Scheme.DASH, Scheme.CONTINUED, Scheme.CLOSING, Scheme.CONTENTS):
                return depth
        return len(self._open)

    def _offer_label(self, candidate: Candidate) -> None:
        if candidate.at_line and not self._may_begin(candidate):
            return
        top = self._open[-1] if self._open else None
        if top is not None and top.scheme in NUMBERED and self._is_bare(top, candidate):
            return  # the title of that number or annex itself: （二）具体目标：1.…
        if not candidate.at_line and not (
            candidate.left in SENTENCE_ENDS
            or (self._open and self._is_title_so_far(self._open[-1], candidate))
        ):
            return
        self._push(candidate, self._depth_of_label(candidate))

    def _depth_of_label(self, candidate: Candidate) -> int:
        """Beside the open label, if there is one; else below the innermost chapter or bare heading."""
        within = candidate.word is None or candidate.word.kind in _LABELS_OF_DOMAINS
        for depth, entry in enumerate(self._open):
            if entry.scheme is Scheme.LABEL or (entry.scheme is Scheme.HEAD and not within):
                return depth
        depth = len(self._open)
        while depth and not self._holds_labels(self._open[depth - 1], candidate):
            depth -= 1
        return depth

    def _holds_labels(self, entry: _Open, candidate: Candidate) -> bool:
        """Chapters and bare headings hold labels, items with a sentence of their own do not."""
        if entry.scheme is Scheme.FRONT:
            return self._holds_numbers(entry)
        if entry.scheme in PARTS | {Scheme.HEAD} or (entry.scheme, Scheme.LABEL) in self._nested:
            return True
        return self._is_title_so_far(entry, candidate)

    @staticmethod
    def _holds_numbers(front: _Open) -> bool:
        """总则 holds sections of its own; 前言 and the like hold none."""
        return front.word is not None and front.word.path in _FRONTS_WITH_SECTIONS

    def _offer_box(self, candidate: Candidate) -> None:
        """A box interrupts: it hangs below whatever is open and closes nothing but another box."""
        follows = candidate.ordinal in (0, 1, self._last.get(Scheme.BOX, 0) + 1)
        if self._refers(candidate) or not follows:
            return
        headed = self._layout.folded[candidate.body : candidate.body + 1].isspace()
        if headed or candidate.left in "。！？" or (candidate.at_line and self._may_begin(candidate)):
            ended = (Scheme.BOX, Scheme.CONTINUED)
            depths = (depth for depth, entry in enumerate(self._open) if entry.scheme in ended)
            self._push(candidate, next(depths, len(self._open)))

    def _close_box(self, candidate: Candidate) -> None:
        """Text below a box that was printed in one line belongs to the section again."""
        depth = next((d for d, e in enumerate(self._open) if e.scheme is Scheme.BOX), None)
        if depth is None:
            return
        box = self._open[depth].candidate
        line = self._layout.lines[box.line]
        if candidate.line == box.line or line.end - box.start <= 100:
            return
        for index in range(self._open[-1].candidate.line + 1, candidate.line):
            after = self._layout.lines[index]
            if after.role is Role.TEXT and after.end - after.start > 30:
                text = Candidate(Scheme.CONTINUED, 0, "", after.start, after.start, index, True, "")
                self._push(text, depth)
                return

    # -- looking back ----------------------------------------------------------------------------------------

    def _may_begin(self, candidate: Candidate) -> bool:
        """What stands before the candidate has ended: a sentence, a heading, or nothing."""
        return candidate.closed or self._is_heading_before(candidate)

    def _is_heading_before(self, candidate: Candidate) -> bool:
        if not self._taken:
            return True
        last = self._taken[-1][0]
        return self._is_title(last.body, candidate.start)

    def _is_title_so_far(self, entry: _Open, candidate: Candidate) -> bool:
        """Nothing but a title stands between an open node and the candidate."""
        return (
            entry.children == 0
            and entry.index == len(self._taken) - 1
            and self._is_title(entry.candidate.body, candidate.start)
        )

    def _is_bare(self, entry: _Open, candidate: Candidate) -> bool:
        return not self._layout.folded[entry.candidate.body : candidate.start].strip(" \n\r\t:")

    def _is_title(self, start: int, end: int) -> bool:
        if end - start > _HEADING_LENGTH:
            return False
        stop = _STOP.search(self._layout.folded, start, end)
        return stop is None or not self._layout.folded[stop.end() : end].strip()

    def _refers(self, candidate: Candidate) -> bool:
        return candidate.refers and not (candidate.at_line and self._may_begin(candidate))
