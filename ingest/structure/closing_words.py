"""Tells the closing words of a document from its last item.

Takes a Layout and the nodes of an outline. Gives the nodes again; where the last item runs on into words that
close the whole document (各地区要认真贯彻落实…, 本规划自印发之日起施行), they become a closing of their own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from ingest.structure.layout import Layout
from ingest.structure.lines import STOPS, Line, Role
from ingest.structure.numbering import Scheme
from ingest.structure.outline import Node
from ingest.structure.responsible_bodies import units_of

_CLOSING_WORDS = re.compile(
    r"让我们|各(?:地区?|省|市|州|县|区|乡镇|级|部门|单位|有关|成员).{0,30}(?:要|应|须|结合|根据|按照)"
    r"|(?:本|此|以上|上述)(?:若干|政策|工作)*(?:规划|纲要|方案|意见|办法|决定|通知|计划|规定|条例|细则|措施|政策|条款|内容).{0,10}(?:自|由|从).{0,30}(?:施行|实施|执行|解释)"
    r"|会议(?:要求|强调)[,，]"
)
# （民政局、财政局负责）: the end of an item where items name who does them.
_DUTY_END = re.compile(r"(?:负责|落实|牵头|配合|参与|指导|下同|不再列出)\)+。?")
_SIBLINGS = 3
_BEHIND = (Scheme.CLOSING, Scheme.ANNEX, Scheme.IMPRINT)


def with_closing(layout: Layout, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The nodes, with closing words cut off the last item."""
    last = next((i for i, node in enumerate(nodes) if node.scheme in _BEHIND), len(nodes)) - 1
    if last < 1:
        return nodes
    node = nodes[last]
    siblings = [other for other in nodes[:last] if other.scheme is node.scheme and not other.children]
    if node.children or not siblings or not Scheme.ARTICLE <= node.scheme <= Scheme.AR_PAREN:
        return nodes
    start = _start_of_closing(layout, node, siblings)
    if start is None:
        return nodes
    follower = nodes[last + 1] if last + 1 < len(nodes) else None
    if follower is None or follower.scheme is Scheme.IMPRINT:
        rest: tuple[Node, ...] = (
            Node(last + 1, -1, 0, Scheme.CLOSING, 0, "", start, start, node.end, node.line),
            *(replace(behind, index=behind.index + 1) for behind in nodes[last + 1 :]),
        )
    elif follower.scheme is Scheme.CLOSING:
        rest = (replace(follower, start=start, body=start), *nodes[last + 2 :])
    else:
        return nodes
    return (*nodes[:last], replace(node, end=start), *rest)


def _start_of_closing(layout: Layout, node: Node, siblings: Sequence[Node]) -> int | None:
    few = len(siblings) < _SIBLINGS
    with_duty = 0 if few else sum(1 for other in siblings if _behind_duty(layout, other) == other.end)
    if not few and with_duty >= 0.7 * len(siblings):
        behind = _behind_duty(layout, node)
        return behind if behind is not None and behind < node.end else None
    rows = _rows(layout, node)
    if layout.cut or len(rows) < 2:
        return None
    single = not few and all(len(_rows(layout, other)) == 1 for other in siblings)
    for before, row in pairwise(rows):
        if layout.folded[before.end - 1] not in STOPS or units_of(layout.folded[row.start : row.end]):
            continue
        if single or _CLOSING_WORDS.match(layout.folded, row.start, row.end):
            return row.start
    return None


def _rows(layout: Layout, node: Node) -> Sequence[Line]:
    first = layout.row_at(node.start)
    rows = []
    for row in layout.rows[first:]:
        if row.start >= node.end:
            break
        if row.role is Role.TEXT:
            rows.append(row)
    return rows


def _behind_duty(layout: Layout, node: Node) -> int | None:
    """Where the text behind a node's last duty bracket begins: the node's end when nothing follows."""
    ends = [duty.end() for duty in _DUTY_END.finditer(layout.folded, node.start, node.end)]
    if not ends:
        return None
    return ends[-1] if layout.trim(ends[-1], node.end) is not None else node.end
