"""The base that a running service answers from: kept open, kept up to date, replaced in one step."""

from __future__ import annotations

from service.live.live_base import GONE, Keeper, NotReady, Phase

__all__ = ["GONE", "Keeper", "NotReady", "Phase"]
