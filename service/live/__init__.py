"""The base of the moment: held open for days, followed, swapped in one step."""

from __future__ import annotations

from service.live.live_base import GONE, Keeper, NotReady, Phase

__all__ = ["GONE", "Keeper", "NotReady", "Phase"]
