"""What the service has done, for a monitoring system: counters in a registry of their own.

Takes every request that goes by. Gives the text that Prometheus reads. Requests are counted by the route's
pattern and never by their address, so that nobody's words and no endless list of addresses gets into it.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.live import Keeper, Phase

_BUCKETS = (0.001, 0.002, 0.004, 0.008, 0.016, 0.03, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0)


class Metrics:
    """The counters of one application."""

    def __init__(self, keeper: Keeper) -> None:
        self._registry = CollectorRegistry()
        self.requests = Counter(
            "duibiao_requests", "Answered requests", ("method", "route", "status"), registry=self._registry
        )
        self.seconds = Histogram(
            "duibiao_request_seconds",
            "Time to the end of an answer",
            ("route",),
            buckets=_BUCKETS,
            registry=self._registry,
        )
        self.running = Gauge("duibiao_requests_running", "Requests at work now", registry=self._registry)
        self._registry.register(_Base(keeper))

    def text(self) -> bytes:
        """Everything, as Prometheus reads it."""
        return generate_latest(self._registry)


class _Base(Collector):
    """How the base stands, read when it is asked for."""

    def __init__(self, keeper: Keeper) -> None:
        self._keeper = keeper

    def collect(self) -> Iterator[GaugeMetricFamily | CounterMetricFamily]:
        """One gauge a fact."""
        state = self._keeper.state
        ready = state.phase in (Phase.READY, Phase.UPDATING)
        yield GaugeMetricFamily("duibiao_ready", "1 when there is a base to answer from", value=int(ready))
        yield GaugeMetricFamily(
            "duibiao_build_failed", "1 when the last build failed", value=int(bool(state.trouble))
        )
        if ready:
            base = self._keeper.base()
            counts = GaugeMetricFamily("duibiao_base", "What the base holds", labels=["what"])
            for what, number in base.manifest.counts.items():
                counts.add_metric([what], number)
            yield counts
            if base.pair is not None:
                yield GaugeMetricFamily(
                    "duibiao_search_spare",
                    "1 while the embedded index stands in for Elasticsearch",
                    value=int(bool(base.pair.failing)),
                )
                yield CounterMetricFamily(
                    "duibiao_search_stood_in",
                    "Answers that the embedded index gave in place of Elasticsearch, of this generation",
                    value=base.pair.stood_in,
                )


class Counting:
    """The layer that counts."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = time.perf_counter()
        status = 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._metrics.running.inc()
        try:
            await self._app(scope, receive, sending)
        finally:
            self._metrics.running.dec()
            route = getattr(scope.get("route"), "path", "") or "other"
            self._metrics.requests.labels(scope["method"], route, status).inc()
            self._metrics.seconds.labels(route).observe(time.perf_counter() - started)
