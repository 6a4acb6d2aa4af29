"""A server between client and Elasticsearch that breaks as it is told: what networks and clusters do on bad days.

Takes the port of a real server, or none where no question may reach one. ``mode`` may change at any time.
"""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Iterator

PASS, HANG, CLOSE, HALF, TRICKLE = "pass", "hang", "close", "half", "trickle"
OLD, OTHER, GARBLED, PARTIAL, LOST, FULL = "old", "other", "garbled", "partial", "lost", "full"
_PRODUCT = "X-Elastic-Product: Elasticsearch\r\n"
_NODES = {"nodes": {"a": {"version": "7.17.9"}}}
_PARTIAL = {
    "timed_out": False,
    "_shards": {"total": 2, "successful": 1, "failed": 1},
    "hits": {"total": {"value": 0, "relation": "eq"}, "hits": []},
}
# What a node says that is about to end: the name is known, and what it stands for is gone.
_LOST = {
    "error": {"type": "index_not_found_exception", "index": "duibiao-0123456789abcdef0123-1a2b"},
    "status": 404,
}


class BreakingProxy:
    """One listening port; ``mode`` is one of the words above, or an HTTP status as digits."""

    def __init__(self, upstream: int | None = None) -> None:
        self.mode = PASS
        self.upstream = upstream
        self.asked = 0  # pieces of questions that arrived
        self._server = socket.create_server(("127.0.0.1", 0), backlog=100)
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self._server.getsockname()[1]}"

    def stop(self) -> None:
        """Closes every connection."""
        for each in (self._server, *self._open):  # a mere close would leave ``accept`` waiting
            with contextlib.suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)
            each.close()
        self._thread.join(5)

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            self._open.append(client)
            threading.Thread(target=self._guarded, args=(client,), daemon=True).start()

    def _guarded(self, client: socket.socket) -> None:
        with contextlib.suppress(OSError), client:
            self._serve(client)

    def _serve(self, client: socket.socket) -> None:
        upstream = None
        while asked := client.recv(1 << 20):
            self.asked += 1
            if self.mode == CLOSE:
                return
            if self.mode == HANG:
                continue
            if self.mode not in (PASS, HALF, TRICKLE):
                time.sleep(0.02)  # the body follows the head
                client.sendall(_canned(self.mode))
                return
            if upstream is None:
                assert self.upstream is not None
                upstream = socket.create_connection(("127.0.0.1", self.upstream))
                self._open.append(upstream)
                threading.Thread(target=self._answer, args=(upstream, client), daemon=True).start()
            upstream.sendall(asked)

    def _answer(self, upstream: socket.socket, client: socket.socket) -> None:
        with contextlib.suppress(OSError), upstream:
            while said := upstream.recv(1 << 20):
                if self.mode == HALF:
                    client.sendall(said[: len(said) // 2])
                    client.shutdown(socket.SHUT_RDWR)
                    return
                if self.mode == TRICKLE:
                    for at in range(len(said)):
                        client.sendall(said[at : at + 1])
                        time.sleep(0.05)
                else:
                    client.sendall(said)


def _canned(mode: str) -> bytes:
    product, status, body = _PRODUCT, 200, "{}"
    if mode.isdigit():
        status, body = int(mode), json.dumps({"error": {"type": "busy"}, "status": int(mode)})
    elif mode == LOST:
        status, body = 404, json.dumps(_LOST)
    elif mode == FULL:
        status, body = 429, json.dumps({"error": {"type": "circuit_breaking_exception"}, "status": 429})
    elif mode == OLD:
        body = json.dumps(_NODES)
    elif mode == OTHER:
        product = ""
    elif mode == GARBLED:
        body = json.dumps({"hits": "?", "_shards": {"total": 1, "successful": 1, "failed": 0}})
    elif mode == PARTIAL:
        body = json.dumps(_PARTIAL)
    head = f"HTTP/1.1 {status} X\r\nContent-Type: application/json\r\n{product}Connection: close\r\n"
    return f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()


@contextlib.contextmanager
def breaking(upstream: int | None = None) -> Iterator[BreakingProxy]:
    """A proxy for the length of a block."""
    proxy = BreakingProxy(upstream)
    try:
        yield proxy
    finally:
        proxy.stop()
