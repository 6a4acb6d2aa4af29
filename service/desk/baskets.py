"""What lies in a basket, as it was last read from the decisions: every page shows its size, and it seldom changes.

Takes Settings and the name of a basket. Gives its BasketItems, also while there is no base to answer from.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import TYPE_CHECKING

from service.settings import Settings

if TYPE_CHECKING:  # the start of a search does not wait for the decisions
    from service.answers.basket import BasketItem

_AT_HAND = 200  # baskets


class _Kept:
    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._read: OrderedDict[tuple[Settings, str], tuple[str, tuple[BasketItem, ...]]] = OrderedDict()

    def items(self, settings: Settings, name: str) -> tuple[BasketItem, ...]:
        from service.answers import basket
        from service.decisions import open_decisions

        decisions = open_decisions(settings)
        mark = decisions.mark()
        with self._lock:
            known = self._read.get((settings, name))
        if known is None or known[0] != mark:
            known = (mark, basket.items(decisions.filled(name)))
            with self._lock:
                self._read[settings, name] = known
                while len(self._read) > _AT_HAND:
                    self._read.popitem(last=False)
        return known[1]


_kept = _Kept()


def basket_items(settings: Settings, name: str) -> tuple[BasketItem, ...]:
    """What lies in the basket of that name; nothing in one without a name.

    Raises DamagedDecisions, Unwritable or Unreachable.
    """
    return _kept.items(settings, name) if name else ()
