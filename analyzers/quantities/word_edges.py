"""Whether a short word stands by itself or is the end of a longer one: 约 in 签约80%, 近 in 附近5公里, 前 in 目前5个.

Takes a text and the place of the word. The dictionary of ``segment`` decides, and is asked only where the neighbouring
characters make a word at all.
"""

from __future__ import annotations

from analyzers.segment import word_bounds

_REACH = 4  # characters in front that may belong to the longer word
_NEVER_INSIDE = "达至到为在计是有占于已均各其超共"  # no word ends with one of these and a comparison word


def begins_inside(text: str, at: int) -> bool:
    """Whether the character at ``at`` is the end of a longer word.

    >>> begins_inside("签约80%", 1), begins_inside("折合约5亿元", 2), begins_inside("累计约5亿元", 2)
    (True, False, False)
    """
    left = text[max(0, at - _REACH) : at]
    if not "一" <= left[-1:] <= "鿿" or left[-1] in _NEVER_INSIDE:
        return False
    bounds = word_bounds()
    if not any(bounds.frequency(left[-size:] + text[at]) for size in (1, 2, 3)):
        return False
    return len(left) not in bounds.best(left + text[at])[1]
