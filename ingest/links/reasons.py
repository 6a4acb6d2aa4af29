"""Why two clauses are linked, in words that people can check against the two texts.

Takes two Profiles with what was measured of the pair. Gives Reasons, the most telling first.
"""

from __future__ import annotations

import numpy as np

from analyzers.meaning import Floats
from ingest.links.arrays import Rarity
from ingest.links.features import FEATURES
from ingest.links.profiles import Profile
from ingest.plan import Reason

_SHOWN = 4  # shared words
_RARE = 0.6  # of the rarest a word can be, to be worth showing
_LEAD = 0.55
_MEANING = 0.45
_DOMAIN = 0.5


def reasons_for(
    one: Profile, other: Profile, features: Floats, domain: float, rarity: Rarity
) -> tuple[Reason, ...]:
    """The reasons for a pair, never empty."""
    measured = dict(zip(FEATURES, features.tolist(), strict=True))
    found: list[Reason] = []
    if measured["indicator"]:
        found.append(Reason("indicator", "有同一项指标"))
    elif measured["population"]:
        found.append(Reason("population", "指标相同，统计对象或口径不同"))
    if measured["lead"] >= _LEAD:
        found.append(Reason("lead", "首句相近"))
    words = _shared(one, other, rarity)
    above = [word for word in words if word in one.above | other.above]
    if len(words) > len(above):
        found.append(Reason("words", "都说到" + "、".join(word for word in words if word not in above)))
    if above:
        found.append(Reason("heading", "标题说到" + "、".join(above)))
    if measured["meaning"] >= _MEANING or not found:
        found.append(Reason("meaning", "意思相近"))
    mine, its = one.clause.domain, other.clause.domain
    if mine and its and domain >= _DOMAIN:
        same = f"领域“{mine}”" if mine == its else f"领域“{mine}”对应“{its}”"
        found.append(Reason("domain", same))
    if measured["contrast"]:
        found.append(Reason("contrast", "两条所说的对象有差别，请核对"))
    return tuple(found)


def _shared(one: Profile, other: Profile, rarity: Rarity) -> list[str]:
    """The rarest words of both, longest first, none inside another. At least one of the texts says them itself."""
    both = [
        word
        for word in one.words.keys() & other.words.keys()
        if word in rarity.number and max(one.words[word], other.words[word]) >= 1
    ]
    weights = {word: float(rarity.weight[rarity.number[word]]) for word in both}
    least = _RARE * float(np.max(rarity.weight, initial=0.0))
    ranked = sorted(both, key=lambda word: (-weights[word] * len(word) ** 0.5, word))
    shown: list[str] = []
    for word in ranked:
        if weights[word] < least or len(shown) == _SHOWN:
            break
        if not any(word in known or known in word for known in shown):
            shown.append(word)
    return shown
