"""Splits the text of a heading or item into its title and what follows.

Takes a Layout and the nodes of an outline. Gives one Lead a node: its title without number and stop, where
the title ends, and whether more follows, on the same line or below.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from ingest.structure.heading_words import core, head_word, known_beginning
from ingest.structure.layout import Layout
from ingest.structure.lines import Line
from ingest.structure.numbering import PARTS, Scheme
from ingest.structure.outline import Node


@dataclass(frozen=True, slots=True)
class Lead:
    """``rest``: something follows the title in the node's own text; ``run_in``: on the title's own line.

    ``headed``: the title is a line of its own without a stop, as headings are, and text follows below.
    """

    title: str
    end: int
    rest: bool
    run_in: bool
    headed: bool = False


_STOP = re.compile(r"[。！？]")
_OPEN = "#*【】〖〗《 "
_CLOSE = "。！？;；：:、*】〗_ "
_CLOSED = re.compile(r"[^【】〖〗\n]{2,}[】〗]")
_TITLE_LINES = 4
# 第一节　现状　全市现有博物馆21家。: the title of a part and its text on one line, a blank between.
_BLANK_BEHIND_TITLE = re.compile(r"\s*[^\s。;:,]{2,24}[ \t\u3000]+(?=\S)")
_LONGEST_TITLE_LINE = 60
_PRINT_LINE = 20  # a page break leaves at least one printed line of an item standing
_RUN_ON = 30  # a title word that this much text follows without a stop was never a line of its own


def lead_of(layout: Layout, node: Node) -> Lead:
    """How one node's own text falls into title and rest."""
    if node.scheme in (Scheme.CLOSING, Scheme.CONTENTS, Scheme.CONTINUED, Scheme.IMPRINT):
        return Lead("", node.start, True, False)
    if node.scheme in (Scheme.LABEL, Scheme.FRONT, Scheme.HEAD):
        words = node.word.words if node.word is not None else core(layout.folded[node.start : node.body])
        row = layout.rows[layout.row_at(node.start)]
        return Lead(words, node.body, layout.holds_anything(node.body, node.end), row.end > node.body)
    end, run_in = _title_end(layout, node)
    rest = layout.holds_anything(end, node.end)
    title = layout.join(node.body, end).text.lstrip(_OPEN + "：:、.．").rstrip(_CLOSE)
    if title.count("《") != title.count("》"):
        title = layout.join(node.body, end).text.lstrip(" ：:、").rstrip("。 ")
    headed = rest and not run_in and layout.folded[end - 1] not in "。！？;:"
    return Lead(title, end, rest, rest and run_in, headed)


def lead_sentence(layout: Layout, start: int, end: int) -> str:
    """The first sentence of a stretch without its stop."""
    text = layout.join(start, min(end, start + 400)).text
    stop = _STOP.search(text)
    return text[: stop.start()] if stop is not None else text


def _title_end(layout: Layout, node: Node) -> tuple[int, bool]:
    """Where the title ends, and whether more text follows on the same line."""
    place = layout.row_at(node.body)
    end = node.body
    bracket = _in_bracket(layout, node)
    if bracket:
        return bracket, layout.trim(bracket, layout.rows[place].end) is not None
    for step in range(_TITLE_LINES):
        if place >= len(layout.rows) or layout.rows[place].start >= node.end:
            break
        row = layout.rows[place]
        if step and layout.is_behind_table(row, layout.rows[place - 1]):
            break
        start, row_end = max(row.start, node.body), min(row.end, node.end)
        if not step and (known := _known_title_end(layout, start, row_end)):
            # A heading whose line break was lost, or one that a colon joins to its text.
            return known, layout.folded[known - 1] == ":"
        stop = _STOP.search(layout.folded, start, row_end)
        if step and node.scheme in PARTS and (stop is not None or layout.is_full(row)):
            break  # a sentence, not the second line of a title
        if stop is not None:
            return _end_in_line(layout, node, start, stop.end(), row_end)
        end = row_end
        goes_on = layout.is_full(row) or _is_cut(layout, row, node)
        if not goes_on and not (node.children and _is_broken_title(layout, place, node)):
            return end, end < row.end and row_end < node.end
        place += 1
    return end, False


def _end_in_line(layout: Layout, node: Node, start: int, stop: int, row_end: int) -> tuple[int, bool]:
    """Where the title ends in a line that holds a full stop, which ends at ``stop``, and whether text follows there."""
    blank = _BLANK_BEHIND_TITLE.match(layout.folded, start, stop - 1) if node.scheme in PARTS else None
    if blank is not None:
        return blank.end(), True
    return stop, layout.folded[stop:row_end].strip() != ""


def _in_bracket(layout: Layout, node: Node) -> int:
    """Where a title ends that stands in one bracket with its number: 【重点任务1：加强德育】健全机制."""
    folded = layout.folded
    if not any(char in folded[node.start : node.body] for char in "【〖"):
        return 0
    match = _CLOSED.match(folded, node.body, min(node.end, node.body + _LONGEST_TITLE_LINE))
    return match.end() if match is not None else 0


def _is_cut(layout: Layout, row: Line, node: Node) -> bool:
    """The row is the beginning of a sentence that a line or page break cuts, not a title on its own line."""
    if node.scheme in PARTS:
        return False
    start = max(row.start, node.body)
    length = row.end - start
    if layout.folded[row.end - 1] in ",、" or length > _LONGEST_TITLE_LINE:
        return True
    if length < _PRINT_LINE or layout.width:
        return False
    return layout.cut or (node.scheme >= Scheme.AR_STOP and "," in layout.folded[start : row.end])


def _is_broken_title(layout: Layout, place: int, node: Node) -> bool:
    """All of a heading's own text is a title in the narrow column of a table: （十四）/医务人员/满意度."""
    if node.scheme in PARTS or node.end - node.body > _LONGEST_TITLE_LINE or place + 1 >= len(layout.rows):
        return False
    if (
        head_word(layout.source[max(layout.rows[place].start, node.body) : layout.rows[place].end])
        is not None
    ):
        return False
    after = layout.rows[place + 1]
    return (
        after.start < node.end
        and _STOP.search(layout.folded, node.body, node.end) is None
        and after.end - after.start <= 8
    )


def _known_title_end(layout: Layout, start: int, end: int) -> int:
    """（一）指导思想高举…: a known heading that runs on without a stop because its line break was lost."""
    words = known_beginning().match(layout.folded, start, end)
    if words is None:
        return 0
    if layout.folded[words.end() : words.end() + 1] == ":" and words.end() + 1 < end:
        return words.end() + 1
    if words.end() + _RUN_ON >= end:
        return 0
    after = layout.folded[words.end() : words.end() + _RUN_ON]
    return 0 if after[0] in "、,与和及的;。是为:" or _STOP.search(after) else words.end()
