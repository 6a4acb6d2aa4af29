"""How long a search takes over HTTP: an open loop of requests against a real server, the client on the same cores.

    python tests/bench/http_load.py [--clauses 100000] [--rate 100] [--seconds 30] [--folder DIR] [--path search]

Builds a base of generated clauses in a folder (kept and used again where one is named), starts the service on it in
a process of its own, and asks at a fixed rate, whether or not earlier answers have come: what a request waits
for the one before it counts, as it does for a person. The clock of a request starts when it should have been sent.
Connections are kept alive; the words are drawn from the clauses, so that hardly any question comes twice. What was answered
and what was refused (503, more than the service can do) are told apart; a request without an answer is a timeout.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from urllib.parse import quote

from service.measuring import bench
from service.measuring.examples import generate
from service.settings import Settings, read_settings
from service.storage.base import NoBase, open_current
from service.upkeep import build

DIFFERENT = 2_000  # questions
PATIENCE = 15.0  # seconds in which an answer must come
LOST = 0  # the status of a request that had none


def main() -> int:
    """Measures and prints one JSON object."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--clauses", type=int, default=100_000)
    parser.add_argument("--rate", type=float, default=100.0)
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--folder", type=Path, default=None)
    parser.add_argument("--path", default="/api/v1/search?q={}")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="duibiao-http-") as place:
        folder = given.folder or Path(place)
        settings, questions = _prepare(folder, given.clauses)
        server, port = _serve(settings)
        try:
            paths = [given.path.format(quote(text)) for text in questions]
            asyncio.run(_ask(port, paths, given.rate, 3.0))  # caches, threads and their connections
            times = asyncio.run(_ask(port, paths[::-1], given.rate, given.seconds))
            resident = _resident(server.pid)
        finally:
            server.terminate()
            server.wait(timeout=20)
    print(json.dumps(_figures(given, times, resident), ensure_ascii=False))
    return 0 if set(times) <= {200, 503} else 1


def _prepare(folder: Path, count: int) -> tuple[Settings, list[str]]:
    """A base of generated clauses, and what is asked of it."""
    corpus = folder / "corpus"
    settings = Settings(home=(folder / "home").resolve(), corpus=corpus.resolve())
    try:
        base = open_current(settings)
    except (
        NoBase,
        OSError,
    ):  # none yet, or older than the rules: the service would build its own in its place
        shutil.rmtree(settings.home, ignore_errors=True)
        corpus.mkdir(parents=True, exist_ok=True)
        (corpus / "none.txt").write_text("示例", encoding="utf-8")
        reading = build.read_corpus(read_settings(), build.Silent())
        base, _ = bench._build(settings, tuple(generate(reading.plans, count)), build.Silent())
        build.make_vectors(base, build.Silent())
    return settings, [query.text for query in bench._queries(base, DIFFERENT)]


def _serve(settings: Settings) -> tuple[subprocess.Popen[str], int]:
    command = [sys.executable, "-m", "service", "serve", "--port", "0", "--json"]
    server = subprocess.Popen(
        [*command, "--corpus", str(settings.corpus)],
        env=os.environ | {"DUIBIAO_HOME": str(settings.home)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert server.stdout is not None
    address = json.loads(server.stdout.readline())["address"]
    until = time.monotonic() + 120
    while time.monotonic() < until:
        try:
            with urllib.request.urlopen(f"{address}readyz", timeout=5):
                return server, int(address.rstrip("/").rpartition(":")[2])
        except OSError:
            time.sleep(0.2)
    raise SystemExit("服务没有就绪。")


async def _ask(port: int, paths: Sequence[str], rate: float, seconds: float) -> dict[int, list[float]]:
    """Sends requests at a fixed rate; gives status -> their times in milliseconds."""
    idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    times: dict[int, list[float]] = {}
    loop = asyncio.get_running_loop()
    start = loop.time() + 0.1

    async def one(path: str, due: float) -> None:
        try:
            async with asyncio.timeout(PATIENCE):
                connection = idle.pop() if idle else await asyncio.open_connection("127.0.0.1", port)
                status = await _request(connection, path)
            idle.append(connection)
        except (TimeoutError, OSError, asyncio.IncompleteReadError):
            status = LOST
        times.setdefault(status, []).append((loop.time() - due) * 1000)

    tasks = []
    for number in range(int(rate * seconds)):
        due = start + number / rate
        await asyncio.sleep(max(0.0, due - loop.time()))
        tasks.append(asyncio.create_task(one(paths[number % len(paths)], due)))
    await asyncio.gather(*tasks)
    for _, writer in idle:
        writer.close()
    return times


async def _request(connection: tuple[asyncio.StreamReader, asyncio.StreamWriter], path: str) -> int:
    reader, writer = connection
    writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Encoding: gzip\r\n\r\n".encode())
    head = await reader.readuntil(b"\r\n\r\n")
    length = next(
        (line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), b":0"
    )
    await reader.readexactly(int(length.partition(b":")[2]))
    return int(head.split(b" ", 2)[1])


def _resident(process: int) -> float | None:
    """Memory of the server in MB, files that several threads have mapped counted once; where the system tells it."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
        return round(next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024, 1)
    except (OSError, StopIteration):
        return None


def _figures(
    given: argparse.Namespace, times: Mapping[int, Sequence[float]], resident: float | None
) -> dict[str, object]:
    return {
        "path": given.path,
        "clauses": given.clauses,
        "rate": given.rate,
        "requests": sum(map(len, times.values())),
        "statuses": {status: len(each) for status, each in times.items()},
        **_shares(times.get(200, ()), ""),
        **_shares(times.get(503, ()), "refused_"),
        "resident_mb": resident,
    }


def _shares(times: Sequence[float], prefix: str) -> dict[str, float]:
    ordered = sorted(times)
    if not ordered:
        return {}
    shares = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "p999": 0.999}
    found = {
        f"{prefix}{name}_ms": round(ordered[int(len(ordered) * share)], 2) for name, share in shares.items()
    }
    return found | {f"{prefix}max_ms": round(ordered[-1], 2)}


if __name__ == "__main__":
    raise SystemExit(main())
