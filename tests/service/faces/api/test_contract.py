"""schemathesis asks every operation what its description allows and what it does not: no 5xx, nothing undocumented."""

from __future__ import annotations

import socket
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.specs.openapi import checks as told

from service.faces.web.app import create_app
from service.settings import Settings

EXAMPLES = 15
CHECKS = [
    schemathesis.checks.not_a_server_error,
    told.status_code_conformance,
    told.content_type_conformance,
    told.response_headers_conformance,
    told.response_schema_conformance,
    told.negative_data_rejection,
    told.unsupported_method,
]


@contextmanager
def running(settings: Settings) -> Iterator[str]:
    """A service on a port of this machine, ready to answer; gives its address."""
    listening = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(create_app(settings), log_level="critical"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    address = f"http://127.0.0.1:{listening.getsockname()[1]}"
    try:
        until = time.monotonic() + 30
        while True:
            with suppress(OSError), urllib.request.urlopen(f"{address}/readyz", timeout=5):
                break
            assert time.monotonic() < until
            time.sleep(0.05)
        yield address
    finally:
        server.should_exit = True
        thread.join()


@pytest.fixture(scope="module")
def described(shared_settings: Settings) -> Iterator[schemathesis.BaseSchema]:
    """The description of a service over a small corpus; its state may be changed by what is asked."""
    with running(shared_settings) as address:
        yield schemathesis.openapi.from_url(f"{address}/openapi.json")


OPERATIONS = [
    (path, method)
    for path, methods in create_app(Settings(Path("/none"), Path("/none"))).openapi()["paths"].items()
    for method in methods
]


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode))
@pytest.mark.parametrize(("path", "method"), OPERATIONS)
def test_every_operation_keeps_its_description(
    described: schemathesis.BaseSchema, path: str, method: str, mode: schemathesis.GenerationMode
) -> None:
    operation = described[path][method]
    # An empty field of a form counts as not filled in, whatever its description says of its length.
    excluded = [told.negative_data_rejection] if path.endswith("/imports") else []

    @given(case=operation.as_strategy(generation_mode=mode))
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def holds(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS, excluded_checks=excluded)

    try:
        holds()
    except Unsatisfiable:
        assert (
            mode is schemathesis.GenerationMode.NEGATIVE
        )  # an operation that takes nothing can be asked nothing wrong
