"""Two texts with what differs between them marked: a line and colour for the eye, a word for a screen reader.

Takes the changes of a text. Gives markup in which every text is escaped.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup, escape

from analyzers.wordchanges import Change


def left_side(changes: Sequence[Change]) -> Markup:
    """The first text with what the second does not say."""
    return Markup().join(_piece(change.one, "del", "删去", change) for change in changes)


def right_side(changes: Sequence[Change]) -> Markup:
    """The second text with what the first does not say."""
    return Markup().join(_piece(change.other, "ins", "增加", change) for change in changes)


def both_sides(changes: Sequence[Change]) -> Markup:
    """One running text with what was taken out and what was put in."""
    parts = []
    for change in changes:
        if change.kind == "equal":
            parts.append(escape(change.other))
        else:
            parts += [_piece(change.one, "del", "删去", change), _piece(change.other, "ins", "增加", change)]
    return Markup().join(parts)


def _piece(text: str, tag: str, spoken: str, change: Change) -> Markup:
    """A stretch as it is, or marked: line and colour for the eye, a word for a screen reader."""
    if change.kind == "equal" or not text:
        return escape(text)
    name = ' class="number"' if change.of_values else ""
    opening, closing = Markup(f"<{tag}{name}>"), Markup(f"</{tag}>")
    said = Markup('<span class="hidden">（{}：）</span>').format(spoken)
    return opening + said + escape(text) + closing
