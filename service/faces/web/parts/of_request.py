"""What a request is answered from: one desk for all of it, so that all parts of a page speak of one base."""

from __future__ import annotations

from fastapi import Request

from service.desk import Desk, desk_of


def desk_at(request: Request) -> Desk:
    """The desk of this request. Raises NotReady while there is no base."""
    desk: Desk | None = getattr(request.state, "desk", None)
    if desk is None:
        desk = request.state.desk = desk_of(request.app.state.keeper)
    return desk
