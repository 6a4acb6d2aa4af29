"""Texts as they come from careless programs: radicals for ideographs, digits and letters of full width."""

from __future__ import annotations

import re

from analyzers.characters import LOOKALIKES

# Without the simplified forms that only look alike in some fonts, one radical for each ideograph.
_RADICALS = {ord(meant): chr(code) for code, meant in LOOKALIKES.items() if 0x2E80 <= code < 0x2FE0}
_WIDE = {code: chr(code + 0xFEE0) for code in range(0x21, 0x7F) if chr(code).isalnum() or chr(code) == "%"}


def in_radicals(text: str) -> str:
    """The same text with a radical wherever Unicode has one."""
    return text.translate(_RADICALS)


def in_full_width(text: str) -> str:
    """The same text with digits, letters, percent signs and decimal points of full width."""
    return re.sub(r"(?<=\d)\.(?=\d)", "．", text).translate(_WIDE)
