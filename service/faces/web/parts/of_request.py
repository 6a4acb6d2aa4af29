"""What a request is answered from: one desk for all of it, so that all parts of a page speak of one base."""

from __future__ import annotations

import time

from fastapi import Request

from service.desk import Desk, desk_of
from service.storage import Base

SWAPPED = 5.0  # seconds to wait for the service to serve what was taken in


def desk_at(request: Request) -> Desk:
    """The desk of this request. Raises NotReady while there is no base."""
    desk: Desk | None = getattr(request.state, "desk", None)
    if desk is None:
        desk = request.state.desk = desk_of(request.app.state.keeper)
    return desk


def serve(request: Request, base: Base) -> None:
    """Waits until the service answers from a new base, so that the next page shows what a person has just done."""
    keeper = request.app.state.keeper
    keeper.look_now()
    until = time.monotonic() + SWAPPED
    while keeper.base().folder != base.folder and time.monotonic() < until:
        time.sleep(0.02)
