"""What the mark at the end of a row of a .doc file says about its cells.

Takes the texts of the cells, and the property modifiers of the mark behind them. Gives an EdgedRow. Layout: [MS-DOC],
2.6.3 (table properties), 2.9.322 (TDefTableOperand), 2.9.316 (TC80).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence
from itertools import pairwise

from ingest.readers.word.doc_structures import HEAD_ROW, JOINED_CELL, TABLE, long_operands, modifiers
from ingest.readers.word.edged_rows import EdgedRow

_CELL = 20  # bytes of what is said of a cell


def doc_row(texts: Sequence[str], properties: bytes) -> EdgedRow:
    """A row by the modifiers of its mark."""
    head = bool(modifiers(properties).get(HEAD_ROW))
    none = (0,) * len(texts)
    stated = long_operands(properties, TABLE)
    count = stated[-1][0] if stated and stated[-1] else 0
    if count != len(texts) or len(stated[-1]) < 1 + 2 * (count + 1):
        return EdgedRow(tuple(texts), (), none, none, head)
    operand = stated[-1]
    edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    if any(left > right for left, right in pairwise(edges)):
        edges = ()
    flags = []
    for place in range(count):
        at = 1 + 2 * (count + 1) + _CELL * place
        flags.append(int.from_bytes(operand[at : at + 2], "little"))
    above = [flag >> 5 & 3 for flag in flags]
    for change in long_operands(properties, JOINED_CELL):
        if len(change) >= 2 and change[0] < count:
            above[change[0]] = change[1] & 3
    return EdgedRow(tuple(texts), edges, tuple(above), tuple(flag & 3 for flag in flags), head)
