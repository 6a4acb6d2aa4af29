"""Characters become the text of a line or of a cell.

Takes characters with their places. Gives text: characters of one line from left to right, with blanks where words stand
apart; the lines of a cell joined as they were before print broke them.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.readers.printed.characters import Character

_SAME_BASE = 0.5  # parts of a character's size
_WORDS = 1.5  # sizes between words that stand apart in a cell
_PADDING = 14.0  # points between the words of a cell and its lines, both sides together
_WIDE_BLANK = "\u3000"
_LATIN_WORDS = 0.3  # sizes between two words or numbers


def as_printed(characters: Sequence[Character]) -> str:
    """The text of characters in the order in which they are drawn."""
    return characters[0].text + "".join(char.before + char.text for char in characters[1:])


def cell_text(characters: Sequence[Character], width: float, *, as_lines: bool) -> str:
    """The text of a cell of this width: its lines from the top down, joined as they were before print broke them."""
    lines: list[list[Character]] = []
    for char in sorted(characters, key=lambda each: -each.base):
        if lines and abs(lines[-1][0].base - char.base) <= _SAME_BASE * max(char.size, lines[-1][0].size):
            lines[-1].append(char)
        else:
            lines.append([char])
    lines = [line for line in lines if any(char.text.strip() for char in line)]
    texts = [joined(line) for line in lines]
    if as_lines:
        return "\n".join(texts)
    found = "".join(texts[:1])
    for above, text, line in zip(lines, texts[1:], lines[1:], strict=False):
        found += ("" if _runs_on(above, found[-1], text[0], line[0].size, width) else " ") + text
    return found


def _runs_on(above: Sequence[Character], end: str, begin: str, size: float, width: float) -> bool:
    """Whether nothing parted the end of a line and the beginning of the next before print broke them: Chinese text,
    and a number too wide for its cell."""
    if not (_is_word(end) and _is_word(begin)):
        return True
    is_full = max(c.right for c in above) - min(c.left for c in above) + size / 2 > width - _PADDING
    return end.isdecimal() and begin.isdecimal() and is_full


def joined(line: Sequence[Character]) -> str:
    """The characters of one line from left to right, with blanks where words stand apart or one was typed."""
    found = ""
    typed = ""
    last: Character | None = None
    for char in sorted(line, key=lambda each: each.left):
        if not char.text.strip():
            typed = typed or (_WIDE_BLANK if char.text == _WIDE_BLANK else " ")
            continue
        if last is not None:
            latin = _is_word(last.text) and _is_word(char.text)
            apart = char.left - last.right > (_LATIN_WORDS if latin else _WORDS) * char.size
            found += typed or (" " if apart else "")
        found += char.text
        last, typed = char, ""
    return found


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()
