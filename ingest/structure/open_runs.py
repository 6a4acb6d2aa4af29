"""The nodes of an outline that are still open, and where among them a number belongs.

Takes what was accepted so far (``push``). Answers which open run a candidate continues, at which depth a new run
hangs, and whether only a title stands between an open node and a candidate. Decides nothing: ``outline`` does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ingest.plan import ClauseKind
from ingest.structure.layout import Layout
from ingest.structure.number_candidates import Candidate
from ingest.structure.numbering import NUMBERED, PARTS, Scheme

_DOTTED = frozenset({Scheme.DOT2, Scheme.DOT3, Scheme.DOT4})
# Numbers of lists inside an item: a named number (行动2) never belongs to them.
_LISTED = frozenset(
    {
        Scheme.AR_PAREN,
        Scheme.AR_HALF,
        Scheme.CIRCLED,
        Scheme.LETTER,
        Scheme.SHI,
        Scheme.DASH,
        Scheme.CONTINUED,
    }
)
_STOP = re.compile(r"[。！？;]")
_HEADING_LENGTH = 70
_DEEPEST = 12
_FRONTS_WITH_SECTIONS = ("0", "supplement")
_LABELS_OF_DOMAINS = (ClauseKind.GOAL, ClauseKind.MEASURE)


@dataclass(slots=True)
class Open:
    """A node on the stack of open ones."""

    index: int
    candidate: Candidate
    ordinal: int
    path: tuple[int, ...] = ()
    children: int = 0

    @property
    def scheme(self) -> Scheme:
        return self.candidate.scheme


class OpenRuns:
    """The stack. ``last`` is the last number of each run, wherever it stood."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self.stack: list[Open] = []
        self.count = 0  # nodes accepted so far
        self.last: dict[tuple[Scheme, str], int] = {}
        self._last_under: dict[tuple[Scheme, str, str], int] = {}
        self._nested: set[tuple[Scheme, Scheme]] = set()

    # -- changing --------------------------------------------------------------------------------------------

    def push(self, candidate: Candidate, depth: int, ordinal: int, path: tuple[int, ...]) -> int:
        """Closes what stands at ``depth`` and below, and opens the candidate there. Gives its parent's index."""
        del self.stack[depth:]
        parent = -1
        if self.stack:
            above = self.stack[-1]
            parent = above.index
            above.children += 1
            self._nested.add((above.scheme, candidate.scheme))
        self.stack.append(Open(self.count, candidate, ordinal, path))
        self.count += 1
        if candidate.scheme in NUMBERED:
            self.last[candidate.run] = ordinal
            self._last_under[(*candidate.run, self._label_words())] = ordinal
        return parent

    def _label_words(self) -> str:
        """The words of the innermost open label: goals and measures may each be numbered through."""
        words = (
            entry.candidate.word.words for entry in reversed(self.stack) if entry.candidate.word is not None
        )
        return next(words, "")

    # -- numbers ---------------------------------------------------------------------------------------------

    def inside_out(self) -> Iterator[tuple[int, Open]]:
        """The open nodes with their depths, the innermost first."""
        return ((depth, self.stack[depth]) for depth in range(len(self.stack) - 1, -1, -1))

    def sibling(self, candidate: Candidate) -> int | None:
        """Depth of the innermost open run that this number continues."""
        for depth, entry in self.inside_out():
            if entry.candidate.run == candidate.run and entry.ordinal + 1 == candidate.ordinal:
                return depth
        return None

    def may_begin_run(self, candidate: Candidate) -> bool:
        """A one opens a run, and so does the number that follows the last of its run anywhere before."""
        if candidate.scheme is Scheme.SHI:
            return candidate.ordinal == 1 and candidate.next_ordinal == 2
        under_label = self._last_under.get((*candidate.run, self._label_words()), 0)
        return candidate.ordinal in (1, self.last.get(candidate.run, 0) + 1, under_label + 1)

    def depth_of_new_run(self, candidate: Candidate) -> int:
        """Depth at which a run that begins with this number hangs."""
        if candidate.scheme is Scheme.NAMED:
            return self._depth_of_named(candidate)
        if candidate.nested and len(self.stack) < _DEEPEST:
            around = (d for d, e in self.inside_out() if e.candidate.nested < candidate.nested)
            return next(around, -1) + 1
        if self.stack and len(self.stack) < _DEEPEST:
            top = self.stack[-1]
            named = top.scheme in (Scheme.LABEL, Scheme.BOX, Scheme.ANNEX)
            if self.is_title_so_far(top, candidate) and candidate.scheme not in PARTS | {top.scheme}:
                known = (top.scheme, candidate.scheme) in self._nested
                if (
                    named
                    or (top.ordinal == 1 and candidate.ordinal == 1 and top.scheme not in PARTS)
                    or known
                ):
                    return len(self.stack)
        for depth, entry in enumerate(self.stack):
            if self._rank(entry, candidate) >= _level(candidate.scheme):
                return depth
        return len(self.stack)

    def _depth_of_named(self, candidate: Candidate) -> int:
        """行动1 hangs below the section or task that stands open; a list inside an item holds none."""
        if self.stack and self.is_title_so_far(self.stack[-1], candidate) and len(self.stack) < _DEEPEST:
            return len(self.stack)
        for depth, entry in enumerate(self.stack):
            item = entry.scheme is Scheme.AR_STOP and not self._holds_dotted(depth)
            if item or entry.scheme in _LISTED or entry.candidate.run == candidate.run:
                return depth
        return len(self.stack)

    def _holds_dotted(self, depth: int) -> bool:
        return depth + 1 < len(self.stack) and self.stack[depth + 1].scheme in _DOTTED

    def _rank(self, entry: Open, candidate: Candidate) -> int:
        """Where an open node stands among the schemes; boxes, annexes and labels hold whatever comes.

        A label that has text of its own (具体指标：到2022年…) holds items, but no 一、 and no chapters.
        """
        if entry.scheme in (Scheme.BOX, Scheme.ANNEX):
            return -1
        if entry.scheme is Scheme.LABEL:
            return -1 if entry.children or self.is_title_so_far(entry, candidate) else Scheme.CN_STOP
        if entry.scheme is Scheme.FRONT:
            return Scheme.CHAPTER if _holds_numbers(entry) else 99
        if entry.scheme is Scheme.HEAD:
            return Scheme.CN_PAREN
        return _level(entry.scheme)

    # -- dotted numbers --------------------------------------------------------------------------------------

    def depth_of_path(self, path: tuple[int, ...], candidate: Candidate) -> int | None:
        """1.2 belongs behind 1.1 or, if it is a first one, below 1; decimals at a line start fit nowhere."""
        above, ordinal = path[:-1], path[-1]
        for depth, entry in self.inside_out():
            if entry.path == (*above, ordinal - 1):
                return depth
        for depth, entry in self.inside_out():
            if entry.path == above or self._is_outer(entry, above):
                opens = ordinal == 1 and (
                    len(path) > 2
                    or candidate.next_path in ((*above, 2), (*path, 1))
                    or self.is_title_so_far(entry, candidate)
                )
                return depth + 1 if opens else None
        return None

    def expected_paths(self) -> Iterator[tuple[tuple[int, ...], int]]:
        """The dotted numbers that may come next, with the depths at which they would stand, the innermost first."""
        for depth, entry in self.inside_out():
            if entry.path:
                yield (*entry.path, 1), depth + 1
                yield (*entry.path[:-1], entry.ordinal + 1), depth
            elif self._is_outer(entry, (entry.ordinal,)):
                yield (entry.ordinal, 1), depth + 1

    def depth_behind_lost(self, path: tuple[int, ...], candidate: Candidate) -> int | None:
        """Where 2.2.1 or 2.4 belongs when the number before it was lost or spoilt.

        Three parts are a number wherever they stand; 2.4 is one where its own parts or 2.5 follow.
        """
        above, ordinal = path[:-1], path[-1]
        follows = candidate.next_path in ((*above, ordinal + 1), (*path, 1))
        for depth, entry in self.inside_out():
            beside = len(entry.path) == len(path) and entry.path[:-1] == above
            if beside and ordinal <= entry.ordinal:
                return None
            if beside and ordinal - entry.ordinal <= 4:
                return depth if follows or len(path) > 2 or ordinal - entry.ordinal == 2 else None
        if len(path) == 2 and not follows:
            return None
        for depth, entry in self.inside_out():
            around = 0 < len(entry.path) < len(path) and path[: len(entry.path)] == entry.path
            if around or self._is_outer(entry, path[:1]):
                return depth + 1 if ordinal <= 4 else None
        return None

    def depth_of_shortened(self, candidate: Candidate) -> int | None:
        """2.2. between 2.2.1 and 2.2.3 is 2.2.2 with its last part lost: the depth of the open 2.2.1."""
        for depth, entry in self.inside_out():
            if entry.path[:-1] == candidate.path and candidate.next_path == (
                *candidate.path,
                entry.ordinal + 2,
            ):
                return depth
        return None

    def depth_below_sections(self, candidate: Candidate) -> int:
        """Where a dotted run hangs whose first part is no number of an open section: 第三部分 that holds 2.1."""
        if self.stack and self.is_title_so_far(self.stack[-1], candidate):
            return len(self.stack)
        outer = (depth for depth, entry in enumerate(self.stack) if entry.scheme > Scheme.CN_PAREN)
        return next(outer, len(self.stack))

    @staticmethod
    def _is_outer(entry: Open, above: tuple[int, ...]) -> bool:
        """二、 and 2. hold 2.1."""
        return (
            len(above) == 1
            and not entry.path
            and entry.scheme <= Scheme.AR_STOP
            and entry.ordinal == above[0]
        )

    # -- labels, dashes ----------------------------------------------------------------------------------------

    def depth_of_dash(self) -> int:
        for depth, entry in enumerate(self.stack):
            if entry.scheme in (Scheme.DASH, Scheme.CONTINUED, Scheme.CLOSING, Scheme.CONTENTS):
                return depth
        return len(self.stack)

    def depth_of_label(self, candidate: Candidate) -> int:
        """Beside the open label, if there is one; else below the innermost chapter or bare heading."""
        within = candidate.word is None or candidate.word.kind in _LABELS_OF_DOMAINS
        for depth, entry in enumerate(self.stack):
            if entry.scheme is Scheme.LABEL or (entry.scheme is Scheme.HEAD and not within):
                return depth
        depth = len(self.stack)
        while depth and not self._holds_labels(self.stack[depth - 1], candidate):
            depth -= 1
        return depth

    def _holds_labels(self, entry: Open, candidate: Candidate) -> bool:
        """Chapters and bare headings hold labels, items with a sentence of their own do not."""
        if entry.scheme is Scheme.FRONT:
            return _holds_numbers(entry)
        if entry.scheme in PARTS | {Scheme.HEAD} or (entry.scheme, Scheme.LABEL) in self._nested:
            return True
        return self.is_title_so_far(entry, candidate)

    # -- looking back ----------------------------------------------------------------------------------------

    def is_title_so_far(self, entry: Open, candidate: Candidate) -> bool:
        """Nothing but a title stands between an open node and the candidate."""
        return (
            entry.children == 0
            and entry.index == self.count - 1
            and self.is_title(entry.candidate.body, candidate.start)
        )

    def is_bare(self, entry: Open, candidate: Candidate) -> bool:
        """Nothing at all stands between them."""
        return not self._layout.folded[entry.candidate.body : candidate.start].strip(" \n\r\t:")

    def is_title(self, start: int, end: int) -> bool:
        """A stretch is short and has no sentence that ends before its end."""
        if end - start > _HEADING_LENGTH:
            return False
        stop = _STOP.search(self._layout.folded, start, end)
        return stop is None or not self._layout.folded[stop.end() : end].strip()


def _level(scheme: Scheme) -> int:
    """The place of a scheme among the others, outermost first."""
    if scheme is Scheme.NAMED:
        return Scheme.CN_STOP
    if scheme is Scheme.LETTER:
        return Scheme.CIRCLED
    return 99 if scheme >= Scheme.BOX else scheme


def _holds_numbers(front: Open) -> bool:
    """总则 holds sections of its own; 前言 and the like hold none."""
    word = front.candidate.word
    return word is not None and word.path in _FRONTS_WITH_SECTIONS
