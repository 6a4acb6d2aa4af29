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

from ingest.plan import SubItem
from ingest.structure.heading_words import HeadWord
from ingest.structure.layout import Layout
from ingest.structure.lines import Line, Role
from ingest.structure.number_candidates import SENTENCE_ENDS, Candidate, find_candidates
from ingest.structure.numbering import NUMBERED, PARTS, Scheme, number_at
from ingest.structure.open_runs import OpenRuns
from ingest.structure.paragraphs import paragraphs


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
    note: str = ""  # gap, repeat, damaged, lost: what is wrong with the number
    children: int = 0
    path: tuple[int, ...] = ()  # 2.1.3 -> (2, 1, 3)
    name: str = ""  # 行动 of 行动2
    items: tuple[SubItem, ...] = ()  # members of a list that is one sentence with its lead


@dataclass(frozen=True, slots=True)
class Outline:
    """The body from ``start`` to ``end``; text before the first node belongs to none."""

    start: int
    end: int
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class _Taken:
    """A candidate that was accepted, with its place in the tree and the number that it must be."""

    candidate: Candidate
    parent: int
    depth: int
    note: str
    ordinal: int
    path: tuple[int, ...]

    @property
    def printed(self) -> str:
        """The number as printed, without what a page number left in front of it."""
        spoilt = bool(self.candidate.digits)
        return ".".join(map(str, self.path)) if spoilt else self.candidate.printed


_LONGEST_LOST = 40  # characters of a heading whose number was lost
_PAUSE = re.compile(r"[。！？;:,]")
_FULL_STOPS = "。！？)"
_MAY_GO_ON = frozenset(
    {Scheme.CHAPTER, Scheme.SECTION, Scheme.ARTICLE, Scheme.CN_STOP, Scheme.CN_PAREN, Scheme.AR_STOP}
)
_PAGE_DIGITS = 4  # of a page number that stands in front of a number
_DOTS = {2: Scheme.DOT2, 3: Scheme.DOT3, 4: Scheme.DOT4}
_COUNTED = re.compile(
    r"[个家所项条处件名人次场期批户村乡镇县市州省月年日天周岁届类种万亿千百多余几元公平亩吨米倍位座台辆只头张份部套支岸时大小里级号楼层分]"
)
_NOTES = ("注", "备注", "说明")  # stand behind the last item, apart
_BULLETS = frozenset("●■▪◆◇※★☆◎►▶➢➤✓√✦")  # begin an item wherever they begin a line
_FIELD = re.compile(r"[^。;:,\s]{2,8}:(?=\s*\S)")
_YEAR = re.compile(r"(?:19|20)\d\d\s*年")  # 2．2024年底前…: no decimal reaches into a year


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
        self._runs = OpenRuns(layout)
        self._taken: list[_Taken] = []
        self._children: list[int] = []

    # -- result ----------------------------------------------------------------------------------------------

    def nodes(self, end: int) -> tuple[Node, ...]:
        ends = [taken.candidate.start for taken in self._taken[1:]] + [end]
        return tuple(
            Node(
                index,
                taken.parent,
                taken.depth,
                taken.candidate.scheme,
                taken.ordinal,
                taken.printed,
                taken.candidate.start,
                taken.candidate.body,
                ends[index],
                taken.candidate.line,
                taken.candidate.word,
                taken.note,
                self._children[index],
                taken.path,
                taken.candidate.name,
            )
            for index, taken in enumerate(self._taken)
        )

    # -- deciding --------------------------------------------------------------------------------------------

    def offer(self, candidate: Candidate) -> None:
        if self._taken and candidate.start < self._taken[-1].candidate.body:
            return
        self._close_box(candidate)
        stack = self._runs.stack
        match candidate.scheme:
            case Scheme.CLOSING | Scheme.CONTENTS | Scheme.IMPRINT:
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
                depths = (d for d, e in enumerate(stack) if e.scheme not in PARTS | {Scheme.CN_STOP})
                self._push(candidate, next(depths, len(stack)))
            case Scheme.BOX:
                self._offer_box(candidate)
            case Scheme.DASH:
                bullet = candidate.at_line and self._layout.folded[candidate.start] in _BULLETS
                if bullet or self._may_begin(candidate):
                    self._push(candidate, self._runs.depth_of_dash())
            case _:
                self._offer_number(candidate)

    def _offer_number(self, candidate: Candidate) -> None:
        if self._refers(candidate) or (not candidate.at_line and self._is_in_article(candidate)):
            return
        if candidate.digits:
            self._offer_digits(candidate)
            return
        if candidate.path:
            self._offer_path(candidate)
            return
        depth = self._runs.sibling(candidate)
        if depth is None and self._runs.may_begin_run(candidate):
            depth = self._runs.depth_of_new_run(candidate)
            self._offer_lost_heading(candidate, depth)
            depth = self._runs.depth_of_new_run(candidate)
        if candidate.damaged or candidate.unsure:
            self._offer_damaged(candidate, depth)
        elif not candidate.at_line:
            if depth is not None and self._stands_inside(candidate):
                self._push(candidate, depth)
        elif depth is None:
            self._offer_misfit(candidate)
        elif self._is_real(candidate):
            self._push(candidate, depth)

    def _offer_path(self, candidate: Candidate) -> None:
        """A dotted number: where it belongs, or, with the number before it or its own last part lost, where it must."""
        if not self._may_begin(candidate):
            return
        depth = self._runs.depth_of_path(candidate.path, candidate)
        if depth is not None:
            self._push(candidate, depth, "damaged" if candidate.damaged else "")
            return
        shortened = self._runs.depth_of_shortened(candidate)
        if shortened is not None:
            path = (*candidate.path, candidate.next_path[-1] - 1)
            self._push(candidate, shortened, "damaged", path)
            return
        depth = self._runs.depth_behind_lost(candidate.path, candidate)
        if depth is not None:
            self._push_behind_gap(candidate, depth)
        elif candidate.path[-1] == 1 and candidate.next_path == (*candidate.path[:-1], 2):
            self._push(candidate, self._runs.depth_below_sections(candidate))

    def _offer_digits(self, candidate: Candidate) -> None:
        """A dotted number whose dots were lost, or that a page number stands in front of, if it is an expected one."""
        if not (candidate.closed or (candidate.at_line and self._may_begin(candidate))):
            return
        for path, depth in self._runs.expected_paths():
            digits = "".join(map(str, path))
            glued = len(candidate.digits) - len(digits)
            if not candidate.digits.endswith(digits) or not 0 <= glued <= _PAGE_DIGITS:
                continue
            if (glued or len(path) == 2) and self._runs.depth_of_path(path, candidate) is None:
                continue
            candidate.scheme = _DOTS[len(path)]
            self._push(candidate, depth, "damaged", path)
            return

    def _offer_damaged(self, candidate: Candidate, depth: int | None) -> None:
        """A spoilt number or a name that no table knows counts where the sequence asks for it: behind the one before it, or in front of a two."""
        begins = candidate.closed or (candidate.at_line and self._may_begin(candidate))
        if candidate.dotless and not self._asks_for(candidate):
            return
        if depth is not None and begins and (candidate.ordinal != 1 or candidate.next_ordinal == 2):
            self._push(candidate, depth, "damaged" if candidate.damaged else "")

    def _asks_for(self, candidate: Candidate) -> bool:
        """Whether digits without a stop can be a number: the next one follows, or the run ends and they count nothing."""
        if candidate.next_ordinal == candidate.ordinal + 1:
            return True
        counted = _COUNTED.match(self._layout.folded, candidate.body) is not None
        return candidate.ordinal > 1 and candidate.next_ordinal in (0, 1) and not counted

    def _offer_lost_heading(self, candidate: Candidate, depth: int) -> None:
        """A run that begins anew below a short line without a number, where 二、 is followed by 四、: that line is
        the heading 三、 whose number was lost."""
        stack = self._runs.stack
        if candidate.ordinal != 1 or not 0 < depth < len(stack):
            return
        again, above = stack[depth].candidate, stack[depth - 1]
        if again.run != candidate.run or not candidate.at_line or above.candidate.scheme not in NUMBERED:
            return
        if (
            above.path
            or above.candidate.next_ordinal != above.ordinal + 2
            or not above.candidate.next_at_line
        ):
            return
        line = self._heading_line_above(candidate)
        if line is None or line.start < self._taken[-1].candidate.body:
            return
        lost = above.candidate
        heading = Candidate(
            lost.scheme, above.ordinal + 1, "", line.start, line.start, candidate.line - 1, True, ""
        )
        heading.next_ordinal, heading.next_at_line = lost.next_ordinal, True
        self._push(heading, depth - 1, "lost")

    def _push_behind_gap(self, candidate: Candidate, depth: int) -> None:
        """A number behind a gap. Where one is missing and the item before has a second paragraph that begins as items
        do, with a sentence that names it, that paragraph is the item whose number was lost."""
        stack = self._runs.stack
        before = stack[depth] if depth < len(stack) else None
        alike = before is not None and before.candidate.run == candidate.run and not before.children
        if (
            before is not None
            and alike
            and before.ordinal + 2 == candidate.ordinal
            and before.path[:-1] == candidate.path[:-1]
        ):
            found = paragraphs(self._layout, before.candidate.body, candidate.start)
            if len(found) == 2 and all(paragraph.lead for paragraph in found):
                path = (*before.path[:-1], before.ordinal + 1) if before.path else ()
                start = found[1].start
                lost = Candidate(
                    candidate.scheme, before.ordinal + 1, "", start, start, candidate.line, True, ""
                )
                lost.name = candidate.name
                self._push(lost, depth, "lost", path)
                self._push(candidate, depth)
                return
        self._push(candidate, depth, "gap")

    def _heading_line_above(self, candidate: Candidate) -> Line | None:
        """The line above a candidate, if it may be a heading without number behind a finished sentence."""
        place = self._layout.row_at(candidate.start) - 1
        if place < 1:
            return None
        line, before = self._layout.rows[place], self._layout.rows[place - 1]
        folded = self._layout.folded
        if line.role is not Role.TEXT or line.end - line.start > _LONGEST_LOST:
            return None
        if _PAUSE.search(folded, line.start, line.end) or folded[before.end - 1] not in SENTENCE_ENDS:
            return None
        return line if number_at(folded, line.start, line.end) is None else None

    def _is_real(self, candidate: Candidate) -> bool:
        """A fitting number at the beginning of a line is real unless its line continues a sentence."""
        begins = self._may_begin(candidate)
        if candidate.weak or candidate.bare or candidate.scheme is Scheme.LETTER:
            return begins and (candidate.ordinal != 1 or candidate.next_ordinal == 2)
        if begins:
            return True
        if candidate.next_at_line and candidate.next_closed and candidate.next_ordinal == candidate.ordinal:
            return False
        return candidate.ordinal != 1 or candidate.next_ordinal == 2

    def _offer_misfit(self, candidate: Candidate) -> None:
        """A number at the beginning of a line that continues nothing: a gap, a repeat, a misprint, or no number."""
        unsure = candidate.weak or candidate.bare or candidate.scheme not in NUMBERED
        if unsure or not self._may_begin(candidate):
            return
        for depth, entry in self._runs.inside_out():
            if entry.candidate.run == candidate.run:
                ahead = candidate.ordinal - entry.ordinal
                if ahead == 0:
                    self._push(candidate, depth, "repeat")
                elif candidate.next_ordinal == entry.ordinal + 2 and candidate.next_at_line:
                    self._push(candidate, depth, "damaged", ordinal=entry.ordinal + 1)
                elif ahead > 0 and (ahead <= 4 or candidate.next_ordinal == candidate.ordinal + 1):
                    self._push_behind_gap(candidate, depth)
                elif candidate.next_ordinal == candidate.ordinal + 1:
                    self._push(candidate, depth, "repeat")
                return
        if candidate.scheme in (Scheme.SHI, Scheme.LETTER):
            return
        lost_one = candidate.ordinal <= 4 and candidate.scheme <= Scheme.AR_STOP
        if lost_one or candidate.next_ordinal == candidate.ordinal + 1:
            self._push(candidate, self._runs.depth_of_new_run(candidate), "gap")

    def _stands_inside(self, candidate: Candidate) -> bool:
        """Numbers inside a line count behind a title, or in a run whose members end like sentences."""
        continues = self._runs.sibling(candidate) is not None
        if candidate.weak:
            return self._weak_stands(candidate, continues)
        if (candidate.ordinal == 1 or not continues) and self._is_behind_title(candidate):
            return candidate.left not in "、和与及至"
        if candidate.solid and candidate.closed:
            return candidate.scheme is not Scheme.CIRCLED
        if candidate.left in SENTENCE_ENDS and (candidate.same_line or self._goes_on(candidate)):
            return True
        return candidate.left == ":" and candidate.opens_run and candidate.next_at_line

    def _weak_stands(self, candidate: Candidate, continues: bool) -> bool:
        """3．2025年底前… inside a line: no decimal reaches into a year."""
        year = _YEAR.match(self._layout.folded, candidate.body) is not None
        if continues:
            return candidate.solid or (year and candidate.same_line)
        return year and candidate.opens_run and candidate.closed

    def _is_behind_title(self, candidate: Candidate) -> bool:
        """Whether only the title of the innermost open node stands before, and the number belongs below it."""
        top = self._runs.stack[-1] if self._runs.stack else None
        if (
            top is None
            or candidate.scheme is Scheme.CN_STOP
            or not self._runs.is_title_so_far(top, candidate)
        ):
            return False
        if candidate.scheme <= top.scheme and top.scheme not in (Scheme.LABEL, Scheme.BOX):
            return False
        seen = candidate.next_at_line or candidate.next_closed
        return candidate.closed or (seen and candidate.next_ordinal == candidate.ordinal + 1)

    def _goes_on(self, candidate: Candidate) -> bool:
        """The number that the open run asks for, right behind a full stop: its line break was lost. A list inside the
        item, which began with a one of its own, is no part of that run."""
        depth = self._runs.sibling(candidate)
        if depth is None or candidate.left not in _FULL_STOPS or candidate.scheme not in _MAY_GO_ON:
            return False
        own = candidate.before is None or candidate.before is self._runs.stack[depth].candidate
        return own and candidate.next_ordinal != candidate.ordinal

    # -- taking ----------------------------------------------------------------------------------------------

    def _push(
        self,
        candidate: Candidate,
        depth: int,
        note: str = "",
        path: tuple[int, ...] = (),
        ordinal: int = 0,
    ) -> None:
        stack = self._runs.stack
        path = path or candidate.path
        ordinal = ordinal or (path[-1] if path else candidate.ordinal)
        if depth < len(stack) and not note:
            before = stack[depth]
            if before.candidate.run == candidate.run and ordinal == 1 and before.ordinal:
                note = "repeat"
        parent = self._runs.push(candidate, depth, ordinal, path)
        if parent >= 0:
            self._children[parent] += 1
        self._taken.append(_Taken(candidate, parent, depth, note, ordinal, path))
        self._children.append(0)

    def _offer_label(self, candidate: Candidate) -> None:
        if candidate.at_line and not (self._may_begin(candidate) or self._is_bracketed(candidate)):
            return
        top = self._runs.stack[-1] if self._runs.stack else None
        if top is not None and top.scheme in NUMBERED and self._runs.is_bare(top, candidate):
            return  # the title of that number or annex itself: （二）具体目标：1.…
        if top is not None and top.scheme in NUMBERED and self._is_form(top.candidate, candidate):
            return  # 整改措施： behind 整改目标：…, both of one item
        if not candidate.at_line and not (
            candidate.left in SENTENCE_ENDS
            or (top is not None and self._runs.is_title_so_far(top, candidate))
        ):
            return
        self._push(candidate, self._runs.depth_of_label(candidate))

    def _is_bracketed(self, candidate: Candidate) -> bool:
        """【民生改善】 alone on its line is a heading, whatever stands above it."""
        line = self._layout.lines[candidate.line]
        folded = self._layout.folded
        return folded[line.start] in "【〖" and folded[line.end - 1] in "】〗"

    def _is_form(self, item: Candidate, label: Candidate) -> bool:
        """Whether an item is filled in like a form: lines that begin with a name and a colon stand in it already."""
        rows = self._layout.rows[self._layout.row_at(item.body) + 1 : self._layout.row_at(label.start)]
        folded = self._layout.folded
        note = folded.startswith(_NOTES, label.start)
        return label.at_line and not note and any(_FIELD.match(folded, row.start, row.end) for row in rows)

    def _offer_box(self, candidate: Candidate) -> None:
        """A box interrupts: it hangs below whatever is open and closes nothing but another box."""
        last = max(self._runs.last.get(candidate.run, 0), self._layout.box_before(candidate.start))
        follows = candidate.ordinal in (0, 1, last + 1)
        if self._refers(candidate) or not (follows or self._is_box_title(candidate)):
            return
        headed = self._layout.folded[candidate.body : candidate.body + 1].isspace()
        if headed or candidate.left in "。！？" or (candidate.at_line and self._may_begin(candidate)):
            stack = self._runs.stack
            ended = (Scheme.BOX, Scheme.CONTINUED)
            depths = (depth for depth, entry in enumerate(stack) if entry.scheme in ended)
            self._push(candidate, next(depths, len(stack)))

    def _is_box_title(self, candidate: Candidate) -> bool:
        """专栏2 alone on a line with its title, behind a finished sentence: the box before it was lost."""
        line = self._layout.lines[candidate.line]
        short = candidate.at_line and line.end - line.start <= _LONGEST_LOST and candidate.closed
        return short and _PAUSE.search(self._layout.folded, line.start, line.end) is None

    def _close_box(self, candidate: Candidate) -> None:
        """Text below a box that was printed in one line belongs to the section again."""
        stack = self._runs.stack
        depth = next((d for d, e in enumerate(stack) if e.scheme is Scheme.BOX), None)
        if depth is None:
            return
        box = stack[depth].candidate
        line = self._layout.lines[box.line]
        if candidate.line == box.line or line.end - box.start <= 100:
            return
        for index in range(stack[-1].candidate.line + 1, candidate.line):
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
        return self._runs.is_title(self._taken[-1].candidate.body, candidate.start)

    def _is_in_article(self, candidate: Candidate) -> bool:
        """A list that runs on inside an article belongs to its sentence."""
        stack = self._runs.stack
        article = bool(stack) and stack[-1].scheme is Scheme.ARTICLE
        return article and candidate.scheme > Scheme.ARTICLE and not candidate.solid

    def _refers(self, candidate: Candidate) -> bool:
        if candidate.cited and candidate.scheme is Scheme.ARTICLE:
            return True
        return candidate.refers and not (candidate.at_line and self._may_begin(candidate))
