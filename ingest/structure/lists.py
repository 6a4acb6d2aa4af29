"""Keeps a list with the sentence that it belongs to: 第三条 …不得有下列行为：（一）…；（二）….

Takes a Layout and the nodes of an outline. Gives the nodes again; a list that is one sentence with its lead is no
node any more but the ``items`` of the node that it stands in, whose text reaches to the list's end. The members of
a list say nothing without their lead: 隐瞒事故 is no measure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from analyzers.normalise import fold
from analyzers.numerals import CN_TEN
from ingest.plan import SubItem
from ingest.structure.layout import Layout
from ingest.structure.numbering import Scheme
from ingest.structure.outline import Node

# What asks for a list, in a paper that is no law: 应当符合下列条件：, 不得有以下行为：.
_ASKS = re.compile(
    r"(?:[下]列|以[下])[^。；;,:]{0,8}(?:行为|情形|条件|规定|职责|材料|义务|权利|之一)[^。；;:]{0,8}:\s*$"
)
_LEAD = re.compile(r"[^。；;]{2,}:\s*$")
# Numbers that only ever count the parts of one item.
_INNER = frozenset({Scheme.AR_PAREN, Scheme.AR_HALF, Scheme.CIRCLED, Scheme.LETTER})
_OUTER = frozenset({Scheme.CN_STOP, Scheme.CN_PAREN, Scheme.AR_STOP, Scheme.NAMED})
_FRAGMENT = ";；,，、"
_STOP = re.compile(r"[。！？]")
# Members that stand inside the line: …三个方面：①…；②…
_INLINE = re.compile(
    rf"(?<=[:;,。、])\s*(?:(?P<circled>[①-⑳])|\((?P<ar>\d{{1,2}})\)|\((?P<cn>[{CN_TEN}]{{1,3}})\))"
)
_SHORTEST = 2
_BRACKETS = "()（）.．、 \t\u3000\xa0"


def with_lists(layout: Layout, nodes: tuple[Node, ...]) -> tuple[Node, ...]:
    """The nodes, with lists that belong to one sentence taken into the node that they stand in."""
    kids: list[list[Node]] = [[] for _ in nodes]
    last = list(range(len(nodes)))  # the last node below each one
    for node in reversed(nodes):
        if node.parent >= 0:
            kids[node.parent].append(node)
            last[node.parent] = max(last[node.parent], last[node.index])
    for below in kids:
        below.reverse()
    kept: list[Node] = []
    numbers: dict[int, int] = {}  # index before -> index after
    behind = -1
    for node in nodes:
        if node.index <= behind:
            continue
        members = kids[node.index]
        if _is_one_sentence(layout, node, members):
            behind = last[node.index]
            items = tuple(_member(layout, member, nodes[last[member.index]].end) for member in members)
            node = replace(node, end=nodes[behind].end, children=0, items=items)
        elif not node.children:
            items = _inline_items(layout, node)
            node = replace(node, items=items) if items else node
        numbers[node.index] = len(kept)
        index, parent = len(kept), numbers.get(node.parent, -1)
        if (index, parent) != (node.index, node.parent):
            node = replace(node, index=index, parent=parent)
        kept.append(node)
    return tuple(kept)


def _is_one_sentence(layout: Layout, node: Node, members: Sequence[Node]) -> bool:
    if len(members) < _SHORTEST or any(member.scheme is not members[0].scheme for member in members):
        return False
    own = fold(layout.join(node.body, members[0].start).text)  # without a page number that stands in between
    if node.scheme is Scheme.ARTICLE:
        return members[0].scheme in _INNER | _OUTER and _LEAD.search(own) is not None
    if node.scheme not in _OUTER or not _ASKS.search(own):
        return False
    return all(layout.folded[_last_at(layout, member)] in _FRAGMENT for member in members[:-1])


def _last_at(layout: Layout, node: Node) -> int:
    """Offset of the last printed character of a node's own text."""
    span = layout.trim(node.body, node.end)
    return span.end - 1 if span is not None else node.body - 1


def _member(layout: Layout, node: Node, end: int) -> SubItem:
    """A member ends with its first full stop: what follows belongs to the whole article again."""
    stop = None if node.children else _STOP.search(layout.folded, node.body, end)
    span = layout.trim(node.start, stop.end() if stop is not None else end)
    return _item(layout, node.start, node.body, span.end if span is not None else end)


def _item(layout: Layout, start: int, body: int, end: int) -> SubItem:
    return SubItem(layout.source[start:body].strip(_BRACKETS), start, end)


def _inline_items(layout: Layout, node: Node) -> tuple[SubItem, ...]:
    """Members that stand inside the text of an item, where they count from one on."""
    found = []
    for match in _INLINE.finditer(layout.folded, node.body, node.end):
        kind = match.lastgroup or ""
        found.append((kind, match[kind], match.start(kind) - (kind != "circled"), match.end()))
    found = [one for one in found if one[0] == found[0][0]]
    if len(found) < _SHORTEST or found[0][1] not in ("①", "1", "一"):
        return ()
    ends = [start for _, _, start, _ in found[1:]] + [node.end]
    items = []
    for (_, _, start, body), end in zip(found, ends, strict=True):
        stop = _STOP.search(layout.folded, body, end)
        span = layout.trim(start, stop.end() if stop is not None else end)
        items.append(_item(layout, start, body, span.end if span is not None else end))
    return tuple(items)
