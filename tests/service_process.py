"""``duibiao serve`` as a process of its own, for the tests that ask it from outside."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from places import ROOT

from service.settings import Settings

DEADLINE = 40.0


def until(true: Callable[[], bool]) -> None:
    """Waits for something that another process does."""
    end = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@contextmanager
def served(
    settings: Settings, program: Path = ROOT, *more: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A service of its own process; gives the process and its address."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "service",
            "serve",
            "--port",
            "0",
            "--json",
            "--corpus",
            str(settings.corpus),
            *more,
        ],
        cwd=program,
        env=os.environ | {"DUIBIAO_HOME": str(settings.home), "PYTHONPATH": str(program)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        address = json.loads(process.stdout.readline())["address"]
        until(lambda: status(f"{address}readyz") == 200)
        yield process, address
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=20)
        process.stdout.close()
        process.stderr.close()


def status(address: str) -> int:
    """The status of an answer; 0 where nobody listens."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0
