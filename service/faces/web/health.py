"""For those who look after the service: does it live, is it ready, what has it done."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST

from service.live import Keeper, Phase
from service.storage import Base

router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@router.get("/readyz")
async def readyz(request: Request) -> JSONResponse:
    """There is a base to answer from; 503 with how far it is where there is none."""
    keeper: Keeper = request.app.state.keeper
    state = keeper.state
    ready = state.phase in (Phase.READY, Phase.UPDATING)
    facts: dict[str, object] = {
        "ready": ready,
        "phase": state.phase.value,
        "sentence": state.sentence,
        "stage": state.stage,
        "done": state.done,
        "total": state.total,
        "trouble": state.trouble,
        "restart": state.restart,
    }
    if ready:
        base = keeper.base()
        facts["generation"] = base.folder.name
        facts["made"] = base.manifest.made
        facts["counts"] = base.manifest.counts
        encoding = keeper.encoding()
        facts["standing_in"] = base.store.note  # why this machine's rows stand in for those of a server
        facts["search"] = _search(base)
        facts["encoding"] = {"done": encoding[0], "total": encoding[1]} if encoding else None
    return JSONResponse(facts, 200 if ready else 503, None if ready else {"Retry-After": "2"})


def _search(base: Base) -> dict[str, object]:
    """What answers searches, and why that is the embedded index where a cluster is set."""
    pair = base.pair
    if pair is None:
        return {"engine": "embedded", "spare": False, "why": "", "stood_in": 0}
    return {
        "engine": "elastic",
        "spare": bool(pair.failing),
        "why": pair.failing,
        "stood_in": pair.stood_in,
    }


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Counters for a monitoring system."""
    return Response(request.app.state.metrics.text(), headers={"Content-Type": CONTENT_TYPE_LATEST})
