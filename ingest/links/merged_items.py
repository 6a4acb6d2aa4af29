"""Merged items: what a clause says beyond its counterpart may answer another clause that has none.

Takes pairs with the links found so far. Gives further pairs: a clause without a counterpart (减少孕产妇贫血) and a
linked one (孕产妇死亡率…，孕产妇贫血患病率…), when the words of the linked one that its counterpart does not explain
are words of the other. A mere look-alike shares the explained words only, and is not found.
"""

from __future__ import annotations

import numpy as np

from analyzers.meaning import Floats
from ingest.links.arrays import Ints, Rarity, Side
from ingest.links.features import Pairs
from ingest.links.profiles import Profile

_LEAST = 0.08  # how sure the pair must be by itself
_OVER = 0.25  # of the linked clause that its counterpart leaves unexplained
_SHARED = 0.3  # of what is left, or of the other clause where that is less
_TELLING = 0.5  # of the weight of the rarest word: one such word at least


def merged(
    one: Side,
    other: Side,
    pairs: Pairs,
    sure: Floats,
    linked: np.ndarray[tuple[int], np.dtype[np.bool_]],
    rarity: Rarity,
) -> list[int]:
    """The numbers of the pairs to add."""
    found: list[int] = []
    plain = (pairs.column("contrast") == 0) & (pairs.column("other_indicator") == 0)
    for mine, its, my_side, its_side in (
        (pairs.ones, pairs.others, one, other),
        (pairs.others, pairs.ones, other, one),
    ):
        partners = _partners(mine, its, linked)
        alone = np.ones(len(its_side), np.bool_)
        alone[its[linked]] = False
        able = np.flatnonzero(alone[its] & plain & (sure >= _LEAST) & ~linked)
        best: dict[int, int] = {}
        for number in able[np.argsort(-sure[able], kind="stable")].tolist():
            best.setdefault(int(its[number]), number)
        for lonely, number in best.items():
            whole = my_side.profiles[int(mine[number])]
            explained = [its_side.profiles[row] for row in partners.get(int(mine[number]), ())]
            if explained and _answers(whole, explained, its_side.profiles[lonely], rarity):
                found.append(number)
    return sorted(set(found))


def _partners(
    mine: Ints, its: Ints, linked: np.ndarray[tuple[int], np.dtype[np.bool_]]
) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for row, partner in zip(mine[linked].tolist(), its[linked].tolist(), strict=True):
        found.setdefault(row, []).append(partner)
    return found


def _answers(whole: Profile, explained: list[Profile], lonely: Profile, rarity: Rarity) -> bool:
    """Whether what the counterparts leave of the whole is what the lonely clause says."""
    known = {word for profile in explained for word in profile.words}
    left = _mass({word: n for word, n in whole.words.items() if word not in known}, rarity)
    total = sum(_mass(whole.words, rarity).values())
    rest = sum(left.values())
    if rest < _OVER * total:
        return False
    shared = [weight for word, weight in left.items() if word in lonely.words]
    mass = sum(_mass(lonely.words, rarity).values())
    telling = _TELLING * float(np.max(rarity.weight, initial=0.0))
    return sum(shared) >= _SHARED * min(rest, mass) and max(shared, default=0.0) >= telling


def _mass(words: dict[str, float], rarity: Rarity) -> dict[str, float]:
    return {
        word: min(often, 1.0) * float(rarity.weight[rarity.number[word]])
        for word, often in words.items()
        if word in rarity.number
    }
