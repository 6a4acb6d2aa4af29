"""The best one-to-one assignment of two lists, when any of them may stay without a partner.

Takes pairs with what each is worth (more than nothing). Gives the chosen pairs. An auction (Bertsekas 1979): each
row bids for the column that is worth most to it after its price; the price of staying alone is nothing, so a
row leaves when all its columns are dearer than they are worth. The total is within ``STEP`` a row of the best.
"""

from __future__ import annotations

from collections import deque

from analyzers.meaning import Floats
from ingest.links.arrays import Ints

STEP = 1e-3


def assign(ones: Ints, others: Ints, worth: Floats) -> list[int]:
    """The numbers of the chosen pairs, in order. Pairs worth nothing or less are never chosen.

    >>> import numpy as np
    >>> assign(np.array([0, 0, 1]), np.array([0, 1, 0]), np.array([.9, .8, .7], np.float32))
    [1, 2]
    """
    wishes: dict[int, list[tuple[int, float, int]]] = {}
    for number, (row, column, value) in enumerate(
        zip(ones.tolist(), others.tolist(), worth.tolist(), strict=True)
    ):
        if value > 0:
            wishes.setdefault(row, []).append((column, value, number))
    prices: dict[int, float] = {}
    holder: dict[int, int] = {}
    held: dict[int, int] = {}  # column -> number of the pair
    waiting = deque(wishes)
    while waiting:
        row = waiting.popleft()
        best, second, place, pair = 0.0, 0.0, -1, -1
        for column, value, number in wishes[row]:
            gain = value - prices.get(column, 0.0)
            if gain > best:
                best, second, place, pair = gain, best, column, number
            elif gain > second:
                second = gain
        if place < 0:
            continue
        prices[place] = prices.get(place, 0.0) + best - second + STEP
        if place in holder:
            waiting.append(holder[place])
        holder[place], held[place] = row, pair
    return sorted(held.values())
