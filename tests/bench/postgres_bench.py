"""How long answers take from the file and from a PostgreSQL, in one run: ``python tests/bench/postgres_bench.py [CLAUSES]``.

Server and client share the cores. Without a number the real corpus is measured, else so many generated clauses.
"""

from __future__ import annotations

import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "postgres"))
import postgres_node

from ingest.plan import Plan
from service.answers.lookup import look_up
from service.answers.search import search
from service.generation import generations
from service.measuring.bench import _queries
from service.measuring.examples import SEED, generate
from service.query.filters import Scope
from service.settings import Settings, packaged_corpus
from service.storage.base import Base, open_generation
from service.storage.store import Store
from service.upkeep import build, publishing
from service.upkeep.build import Silent

ROUNDS = 200


def _with_targets(plan: Plan, real: Plan) -> Plan:
    """A generated plan states what the real one states, of its own clauses."""
    clauses = plan.clauses
    targets = tuple(
        replace(target, plan=plan.entry.id, clause=clauses[number % len(clauses)].address)
        for number, target in enumerate(real.targets)
    )
    return replace(plan, targets=targets)


def _made(settings: Settings, count: int) -> Base:
    reading = build.read_corpus(settings, Silent())
    if count:
        real = max(reading.plans, key=lambda plan: len(plan.targets))
        plans = tuple(_with_targets(plan, real) for plan in generate(reading.plans, count))
        reading = build.CorpusReading(plans, (), {}, tuple(plan.entry.id for plan in plans))
    settings.base.mkdir(parents=True)
    folder = generations.new_generation(settings.base)
    counts = build.write(folder, reading, Silent())
    manifest = generations.publish(settings.base, folder, generations.Manifest({}, "", {}, counts, 0.0, ""))
    return open_generation(folder, manifest, settings.home, None, settings.database)


def _each(stores: dict[str, Store], ask: Callable[[Store, int], object]) -> dict[str, tuple[float, float]]:
    """Median and 99th percentile in milliseconds by store; asked in turns, the first ten not counted."""
    times: dict[str, list[float]] = {name: [] for name in stores}
    for number in range(ROUNDS):
        for name, store in stores.items():
            started = time.perf_counter()
            ask(store, number)
            times[name].append((time.perf_counter() - started) * 1000)
    return {
        name: (statistics.median(each[10:]), statistics.quantiles(each[10:], n=100)[98])
        for name, each in times.items()
    }


def _plan_of(store: Store, name: str) -> int:
    return sum(1 for _ in store.clauses(Scope(plans=(name,))))


def main(count: int) -> None:
    """All measures."""
    with tempfile.TemporaryDirectory(prefix="duibiao-bench-") as place:
        os.chmod(place, 0o755)
        node = postgres_node.make(Path(place) / "node")
        database = postgres_node.address(node.make_database("bench"))
        base = _made(Settings(Path(place) / "home", packaged_corpus().resolve(), database=database), count)
        settings = Settings(Path(place) / "home", packaged_corpus().resolve(), database=database)
        started = time.perf_counter()
        publishing.publish(base, settings)
        print(f"fill {time.perf_counter() - started:.2f} s, {base.manifest.counts['clauses']} clauses, "
              f"{base.manifest.counts['targets']} targets")  # fmt: skip
        stores: dict[str, Store] = {"file": base.local, "postgresql": base.store}
        addresses = [address for address, _ in base.local.hashes()]
        random.Random(SEED).shuffle(addresses)
        queries = _queries(base, ROUNDS)
        plans = [plan.entry.id for plan in base.local.plans() if plan.clauses]
        asked: dict[str, Callable[[Store, int], object]] = {
            "one clause with all about it": lambda store, n: look_up(store, addresses[n % len(addresses)]),
            "search, ten hits": lambda store, n: search(store, base.engine, queries[n], base.nearness).hits,
            "first 50 of all clauses": lambda store, n: list(islice(store.clauses(), 50)),
            "first 50 of all targets": lambda store, n: list(islice(store.targets(), 50)),
            "all clauses of a plan": lambda store, n: _plan_of(store, plans[n % len(plans)]),
            "how many of a unit": lambda store, n: store.count(Scope(units=("教育局",))),
        }
        for name, ask in asked.items():
            found = _each(stores, ask)
            print(f"{name:32}", *(f"{store} {p50:.2f} / {p99:.2f} ms" for store, (p50, p99) in found.items()))
        assert base.store.note == "", base.store.note
        for name, store in stores.items():
            started = time.perf_counter()
            total = sum(1 for _ in store.clauses())
            print(f"all {total} clauses from {name}: {time.perf_counter() - started:.2f} s")
        node.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
