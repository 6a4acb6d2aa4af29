"""What a request is answered from: suggested links of the base, and what people decided."""

from __future__ import annotations

from fastapi import Request

from service.decisions import KeptDecisions, open_decisions
from service.linking import WAIT, Links
from service.storage import Base


def links_of(request: Request, base: Base, wait: float = WAIT) -> Links:
    """The suggested links of the base. What is read of them raises Later while it is being worked out."""
    found: Links = request.app.state.keeper.links(base, wait)
    return found


def decisions_of(request: Request) -> KeptDecisions:
    """What people decided about the corpus that is served."""
    return open_decisions(request.app.state.settings)
