"""Reads .rtf, which old Word, WPS and office systems write: lines, tables, the numbers of lists as they are printed.

Takes a path (its name is for messages) and the file's bytes. Gives a SourceText like that of a .docx. Headers, notes,
comments, pictures, hidden and deleted text are left out, and said; what RTF calls an unknown destination is passed over.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

from ingest.plan import SourceText, UnreadableFile
from ingest.readers.grids import Part, compose
from ingest.readers.left_out import LeftOut
from ingest.readers.refusals import damaged
from ingest.readers.word.edged_rows import BEGINS, BESIDE, BESIDE_FIRST, GOES_ON
from ingest.readers.word.rtf_flow import Flow, RowStated
from ingest.readers.word.rtf_tokens import RtfToken, codec, decoded, tokens

_DEEPEST = 1000  # groups inside groups
_SIGNS = {"~": "\xa0", "_": "-", "\\": "\\", "{": "{", "}": "}"}
_CHARACTERS = {
    "tab": "\t", "line": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "bullet": "•", "enspace": " ", "emspace": "\u3000", "qmspace": " ", "softline": "\n",
}  # fmt: skip
_BREAKS = frozenset("par sect page column".split())
# Destinations that hold no text of the document.
_SKIPPED = frozenset(
    "fonttbl colortbl stylesheet info pict objdata fldinst xe tc rxe sn sv sp shprslt nonesttables nextfile template"
    " private listtable listoverridetable revtbl filetbl generator bkmkstart bkmkend themedata datastore pn pnseclvl"
    " ftnsep ftnsepc aftnsep aftnsepc mmathPr do falt panose".split()
)
_READ_THOUGH_STARRED = frozenset(("shpinst", "shptxt", "annotation", "footnote"))
_HEADS = frozenset("header headerl headerr headerf footer footerl footerr footerf".split())
_NUMBERS = frozenset(("listtext", "pntext"))
_ASIDE = _HEADS | _NUMBERS | {"shptxt", "annotation", "footnote"}


@dataclass(frozen=True, slots=True)
class _State:
    """What holds inside a group."""

    skipped: bool = False
    font: int = 0
    fallback: int = 1  # bytes behind a Unicode character that stand for it in old programs
    hidden: bool = False
    deleted: bool = False
    inserted: bool = False
    aside: str = ""  # the destination that began with this group


def read(path: Path, data: bytes) -> SourceText:
    """The text of an RTF document. Raises UnreadableFile when it is damaged or empty."""
    reader = _Reader()
    try:
        text, tables = compose(reader.parts(data))
    except (ValueError, IndexError, OverflowError):
        raise damaged(path.name) from None
    if not text.strip():
        raise UnreadableFile(f"RTF 文档“{path.name}”里没有文字，请换一份有文字的文件。")
    notes = reader.left_out.sentences
    return SourceText(path.name, text, "rtf", hashlib.sha256(data).hexdigest(), notes, tables)


class _Reader:
    """Walks one document."""

    def __init__(self) -> None:
        self.left_out = LeftOut()
        self._states = [_State()]
        self._flows = [Flow()]
        self._charsets: dict[int, int] = {}
        self._page: int | None = None
        self._raw = bytearray()  # bytes of one font that are not yet characters
        self._pass_over = 0  # bytes that stand for a Unicode character
        self._star = self._begins = False  # of the group that has just begun
        self._surrogate = 0

    def parts(self, data: bytes) -> list[Part]:
        """The lines and tables of the document."""
        in_fonts = 0
        font = 0
        for token in tokens(data):
            if token.kind == "word" and token.name == "fonttbl":
                in_fonts = len(self._states)
            if in_fonts and len(self._states) < in_fonts:
                in_fonts = 0
            if in_fonts and token.kind == "word":
                if token.name == "f":
                    font = token.number or 0
                elif token.name == "fcharset":
                    self._charsets[font] = token.number or 0
            self._take(token)
        self._flush()
        while len(self._flows) > 1:
            self._close_aside(self._flows.pop(), "")
        return self._flows[0].finished()

    def _take(self, token: RtfToken) -> None:
        if token.kind != "text":
            self._flush()
        if token.kind == "open":
            if len(self._states) >= _DEEPEST:
                raise ValueError("too deep")
            self._states.append(replace(self._states[-1], aside=""))
            self._begins, self._star, self._pass_over = True, False, 0
            return
        if token.kind == "close":
            self._close()
        elif token.kind == "word":
            self._word(token.name, token.number)
        elif token.kind == "sign":
            self._sign(token.name)
            if token.name == "*":
                return
        elif not self._states[-1].skipped:
            self._bytes(token)
        self._begins = self._star = False

    def _close(self) -> None:
        if len(self._states) == 1:
            return
        state = self._states.pop()
        self._pass_over = 0
        if state.aside:
            self._close_aside(self._flows.pop(), state.aside)

    def _close_aside(self, flow: Flow, aside: str) -> None:
        """What stood in a destination of its own: a number, a text box, or what is left out."""
        if aside in _NUMBERS:
            self._flows[-1].number += "".join(flow.line)
            return
        parts = flow.finished()
        words = "\n".join(part if isinstance(part, str) else "\n".join(part.lines) for part in parts)
        if not words.strip():
            return
        if aside in _HEADS:
            self.left_out.heads.append(words)
        elif aside == "footnote":
            self.left_out.footnotes += 1
        elif aside == "annotation":
            self.left_out.comments += 1
        else:
            self._flows[-1].behind += parts

    def _word(self, name: str, number: int | None) -> None:
        state = self._states[-1]
        if self._begins and self._is_destination(name):
            return
        if state.skipped:
            self._page = number if name == "ansicpg" else self._page
            return
        flow = self._flows[-1]
        if name in _CHARACTERS:
            self._show(_CHARACTERS[name])
        elif name == "u":
            self._unicode(number or 0)
        elif name in _BREAKS:
            flow.end_paragraph()
        elif name == "cell":
            flow.end_cell()
        elif name == "row":
            flow.end_row()
        elif name in ("nestcell", "nestrow"):
            flow.cell.append(flow.take_line())
        elif name == "intbl":
            flow.in_table = True
        elif name == "pard":
            flow.in_table = False
        elif name == "ansicpg":
            self._page = number
        elif not self._row_word(flow, name, number or 0):
            self._states[-1] = self._changed(state, name, number)

    def _is_destination(self, name: str) -> bool:
        """Whether a word at the beginning of a group names what the group is for; and what follows from it."""
        state = self._states[-1]
        if state.skipped:
            return False
        if name in _ASIDE:
            self._states[-1] = replace(state, aside=name)
            self._flows.append(Flow())
            return True
        if name in _SKIPPED or (self._star and name not in _READ_THOUGH_STARRED):
            self.left_out.pictures += name == "pict"
            self.left_out.objects += name == "objdata"
            self._states[-1] = replace(state, skipped=True)
            return True
        return False

    def _row_word(self, flow: Flow, name: str, number: int) -> bool:
        row = flow.row
        if name == "trowd":
            flow.row = RowStated()
        elif name == "trleft":
            row.left = number
        elif name == "trhdr":
            row.head = True
        elif name in ("clvmgf", "clvmrg"):
            row.next_above = BEGINS if name == "clvmgf" else GOES_ON
        elif name in ("clmgf", "clmrg"):
            row.next_beside = BESIDE_FIRST if name == "clmgf" else BESIDE
        elif name == "cellx":
            row.end_cell(number)
        else:
            return False
        return True

    def _changed(self, state: _State, name: str, number: int | None) -> _State:
        on = number != 0
        if name == "f":
            return replace(state, font=number or 0)
        if name == "uc":
            return replace(state, fallback=max(0, number or 0))
        if name == "plain":
            return replace(state, hidden=False, deleted=False, inserted=False)
        if name == "v":
            self.left_out.hidden += on and not state.hidden
            return replace(state, hidden=on)
        if name == "deleted":
            self.left_out.changes["删除"] += on and not state.deleted
            return replace(state, deleted=on)
        if name == "revised":
            self.left_out.changes["插入"] += on and not state.inserted
            return replace(state, inserted=on)
        return state

    def _sign(self, name: str) -> None:
        if name == "*":
            self._star = True
        elif not self._states[-1].skipped:
            if name in "\r\n":
                self._flows[-1].end_paragraph()
            elif name in _SIGNS:
                self._show(_SIGNS[name])

    def _bytes(self, token: RtfToken) -> None:
        data = token.data
        if self._pass_over:
            passed = min(self._pass_over, len(data))
            self._pass_over -= passed
            data = data[passed:]
        self._raw += data

    def _flush(self) -> None:
        if self._raw:
            data, self._raw = bytes(self._raw), bytearray()
            self._show(decoded(data, codec(self._charsets.get(self._states[-1].font), self._page)))

    def _unicode(self, number: int) -> None:
        code = number % 0x10000
        self._pass_over = self._states[-1].fallback
        if 0xD800 <= code < 0xDC00:
            self._surrogate = code
        elif 0xDC00 <= code < 0xE000:
            if self._surrogate:
                self._show(chr(0x10000 + ((self._surrogate - 0xD800) << 10) + code - 0xDC00))
            self._surrogate = 0
        elif code >= 0x20:
            self._show(chr(code))

    def _show(self, text: str) -> None:
        state = self._states[-1]
        if not (state.skipped or state.hidden or state.deleted):
            self._flows[-1].line.append(text)
