"""``duibiao bench --engine``: how time, memory and disk grow with the number of clauses, on one engine or both.

Takes Settings and a number of clauses to generate; they are written as they are made, so that no more than one plan
is held. Gives Measures without bars. With a cluster, both engines answer the same questions in turn in one run:
machines are noisy, what stands beside each other in a run can be compared.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ingest.plan import Plan
from service.answers.search import search
from service.engines import SearchEngine
from service.engines.elastic_cluster import wire_to
from service.engines.fallback import Spare
from service.errors import EngineFailure, UserError
from service.generation import generations
from service.generation.generations import INDEX, STORE, Manifest
from service.measuring import bench
from service.measuring.bench import Measure
from service.measuring.examples import generate
from service.query import Query, read_query
from service.settings import Settings
from service.storage import Base, StoreWriter, open_generation
from service.upkeep import build
from service.upkeep.indexing import share

QUERIES = 200
VECTORS = (
    200_000  # clauses; the word table takes half an hour for a million, in the same measure as for fewer
)
_ROUNDS = 3  # each query is run so often; the fastest counts
_PATIENCE = 30.0  # seconds for an answer: how long it takes is what is asked
_MEGABYTE = 1e6
_NAME = "bench"  # of the index on the cluster among those of real bases


@dataclass(frozen=True, slots=True)
class _Asked:
    """One way of asking, and how long each question took."""

    name: str
    title: str
    how: str
    call: Callable[[Query], object]


def run(settings: Settings, count: int, progress: build.Progress) -> list[Measure]:
    """All measures. Raises UserError where the cluster cannot be used."""
    if settings.cluster is not None:  # asked before anything takes long
        with _told():
            wire_to(settings.cluster).check(_PATIENCE)
    plans = build.read_corpus(Settings(settings.home, settings.corpus), progress).plans
    with tempfile.TemporaryDirectory(prefix="duibiao-bench-") as place:
        home = Path(place)
        folder = generations.new_generation(home)
        with _Peak() as peak:
            started = time.perf_counter()
            size = _fill(folder, generate(plans, count), count, progress)
            seconds = time.perf_counter() - started
        made = {"bench": f"{count}-{time.time_ns()}"}  # its own name on the cluster
        manifest = Manifest(made, "", {}, {"clauses": count, "text_bytes": size}, 0.0, "")
        base = open_generation(folder, manifest, home, settings.cluster)
        found = list(_filled(base, count, seconds, peak))
        if count <= VECTORS:
            found += _vectors(base, count, progress)
        try:
            if base.pair is not None:
                found += _shared(base, base.pair, count, progress)
            found += _searched(base, progress)
            found += _resident(base, count)
            if base.pair is not None:
                found += _server(base.pair)
        finally:
            base.store.close()
            if base.pair is not None:
                _removed(base.pair)
    return found


def _fill(folder: Path, plans: Iterator[Plan], count: int, progress: build.Progress) -> int:
    """The same work as a build's, plan by plan as they come."""
    store = StoreWriter(folder / STORE)

    def passing() -> Iterator[Plan]:
        for plan in plans:
            store.add_plan(plan.entry, None, 0, 0)
            store.add_headings(plan.entry.id, plan.headings)
            yield plan

    try:
        return build.write_clauses(store, folder, passing(), count, progress)
    finally:
        store.close()


def _filled(base: Base, count: int, seconds: float, peak: _Peak) -> Iterator[Measure]:
    yield _plain(
        "build", "建库", round(count / seconds), "条/秒", f"{count} 条，{seconds:.1f} 秒：生成、切词、索引、数据库、落盘"
    )  # fmt: skip
    if peak.megabytes is not None:
        yield _plain(
            "build_memory", "建库时的内存", peak.megabytes, "MB", "本进程占用的最大值，条目边生成边写入"
        )
    index, store = _size(base.folder / INDEX), _size(base.folder / STORE)
    yield _plain("index_size", "本机索引", index, "MB", f"磁盘，每万条 {index / count * 1e4:.1f} MB")
    yield _plain("store_size", "条目库", store, "MB", f"磁盘，每万条 {store / count * 1e4:.1f} MB")


def _vectors(base: Base, count: int, progress: build.Progress) -> Iterator[Measure]:
    with _Peak() as peak:
        started = time.perf_counter()
        build.make_vectors(base, progress)
        seconds = time.perf_counter() - started
    size = sum(_size(each) for each in base.folder.glob("vectors-*"))
    memory = f"，内存最大 {peak.megabytes:.0f} MB" if peak.megabytes is not None else ""
    yield _plain("vectors", "词义向量", round(seconds, 1), "秒", f"{count} 条，词向量表{memory}")
    yield _plain("vectors_size", "词义向量的文件", size, "MB", f"磁盘，每万条 {size / count * 1e4:.1f} MB")


def _shared(base: Base, pair: Spare, count: int, progress: build.Progress) -> Iterator[Measure]:
    started = time.perf_counter()
    with _told():
        share(base, _NAME, build._teller(progress, "写入 Elasticsearch"))
    seconds = time.perf_counter() - started
    how = f"{count} 条，{seconds:.1f} 秒：读库、切词、发送、合并、核对排序"
    yield _plain("elastic_build", "写入 Elasticsearch", round(count / seconds), "条/秒", how)
    name = pair.first.index
    stats = pair.first.wire.ask(lambda client: client.indices.stats(index=name, metric="store,docs"), 60)
    size = stats["_all"]["primaries"]["store"]["size_in_bytes"] / _MEGABYTE
    copies = stats["_all"]["total"]["store"]["size_in_bytes"] / _MEGABYTE
    how = f"磁盘，每万条 {size / count * 1e4:.1f} MB；连同副本 {copies:.0f} MB"
    yield _plain("elastic_size", "Elasticsearch 索引", round(size, 1), "MB", how)


@contextmanager
def _told() -> Iterator[None]:
    """Calls to the cluster whose failures are raised as a UserError with a sentence that says what to do."""
    try:
        yield
    except EngineFailure as error:
        raise UserError(f"没有测成：{error}。请检查 DUIBIAO_ELASTICSEARCH_URL 所写的服务器。") from error


def _searched(base: Base, progress: build.Progress) -> Iterator[Measure]:
    """Every way of asking on every engine, question by question in turn."""
    queries = bench._queries(base, QUERIES)
    ways = list(_ways(base, base.pair.second if base.pair else base.engine, "", "本机"))
    patient: _Patient | None = None
    if base.pair is not None:
        patient = _Patient(base.pair)
        ways += _ways(base, patient, "elastic_", "Elasticsearch")
    progress.stage("测量检索", len(queries))
    times: list[list[float]] = []
    for query in queries:
        times.append([min(bench._time(lambda: way.call(query)) for _ in range(_ROUNDS)) for way in ways])  # noqa: B023
        progress.advance()
    for way, taken in zip(ways, zip(*times, strict=True), strict=True):
        p50, p99 = (bench._percentile(taken, percent) * 1000 for percent in (50, 99))
        how = f"{len(queries)} 个检索词，{way.how}；最慢百分之一 {p99:.2f} 毫秒"
        yield _plain(way.name, way.title, round(p50, 2), "毫秒", how)
    if patient is not None and patient.late:
        yield _plain(
            "late", "没有及时回答", patient.late, "次", "这些由本机索引回答，没有计入 Elasticsearch 的快慢"
        )


def _ways(base: Base, engine: SearchEngine, name: str, title: str) -> Iterator[_Asked]:
    def hits(query: Query) -> object:
        return search(base.store, engine, query)

    def counted(query: Query) -> object:
        answer = search(base.store, engine, query)
        return answer.total, answer.facets

    def meant(query: Query) -> object:
        return search(base.store, engine, read_query(query.text), base.nearness)

    yield _Asked(f"{name}hits", f"{title}：检索", "只按字，取十条", hits)
    yield _Asked(f"{name}counts", f"{title}：检索加分类计数", "同上，另加总数和分类计数", counted)
    if base.nearness is not None:
        yield _Asked(f"{name}meaning", f"{title}：按字和意思检索", "默认的检索：同义词、改错、词向量", meant)


class _Patient(Spare):
    """The cluster, asked again at once after every failure; how often it was late is counted."""

    def __init__(self, pair: Spare) -> None:
        super().__init__(pair.first, pair.second, pause=0.0, budget=_PATIENCE)

    @property
    def late(self) -> int:
        """Answers that the cluster did not give."""
        return self.stood_in


def _resident(base: Base, count: int) -> Iterator[Measure]:
    """What a process takes that does nothing but search this base."""
    command = f"from service.measuring import scale; scale.told({str(base.folder)!r}, {count})"
    done = subprocess.run(
        [sys.executable, "-c", command], cwd=bench._ROOT, capture_output=True, text=True, check=False
    )
    figures = json.loads(done.stdout) if done.returncode == 0 and done.stdout else {}
    if figures.get("RssAnon"):
        how = f"另一个进程，检索 {QUERIES} 次以后；另有 {figures['RssFile']:.0f} MB 是映射的文件，内存不够时系统会收回"
        yield _plain("memory", "检索时的内存", figures["RssAnon"], "MB", how)


def told(folder: str, count: int) -> None:
    """Opens a base, searches, and prints the memory of this process: for a process of its own."""
    base = open_generation(Path(folder), Manifest({}, "", {}, {"clauses": count}, 0.0, ""), Path(folder))
    for query in bench._queries(base, QUERIES):
        answer = search(base.store, base.engine, read_query(query.text), base.nearness)
        _ = answer.total, answer.facets
    print(json.dumps(_memory()))


def _server(pair: Spare) -> Iterator[Measure]:
    try:
        stats = pair.first.wire.ask(lambda client: client.nodes.stats(metric="jvm"), 60)
    except EngineFailure:
        return  # a key that may not look at the nodes
    nodes = list(stats["nodes"].values())
    used = sum(node["jvm"]["mem"]["heap_used_in_bytes"] for node in nodes) / _MEGABYTE
    most = sum(node["jvm"]["mem"]["heap_max_in_bytes"] for node in nodes) / _MEGABYTE
    how = f"{len(nodes)} 个节点合计，堆内存上限合计 {most:.0f} MB；另需与索引文件大小相当的系统缓存"
    yield _plain("elastic_heap", "Elasticsearch 的堆内存", round(used), "MB", how)


def _removed(pair: Spare) -> None:
    from service.engines import elastic_index

    with suppress(EngineFailure):
        elastic_index.drop(pair.first.wire, pair.first.index)


def _plain(name: str, title: str, value: float, unit: str, how: str) -> Measure:
    return Measure(name, title, round(value, 2), unit, None, False, how)


def _size(place: Path) -> float:
    """Megabytes of a file, or of all files of a folder."""
    files = [place] if place.is_file() else [each for each in place.rglob("*") if each.is_file()]
    return round(sum(each.stat().st_size for each in files) / _MEGABYTE, 1)


def _memory() -> dict[str, float]:
    """Megabytes of this process by kind; empty where the system does not tell."""
    try:
        lines = Path("/proc/self/status").read_text(encoding="utf-8")
    except OSError:
        return {}
    found: list[tuple[str, Any]] = re.findall(r"^(VmRSS|RssAnon|RssFile):\s+(\d+) kB", lines, re.MULTILINE)
    return {name: round(int(size) * 1024 / _MEGABYTE, 1) for name, size in found}


class _Peak:
    """The most memory that this process itself held in a stretch of time, looked at ten times a second."""

    def __init__(self) -> None:
        self.megabytes: float | None = None
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)

    def __enter__(self) -> _Peak:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while True:
            now = _memory().get("RssAnon")
            if now is not None:
                self.megabytes = max(now, self.megabytes or 0.0)
            if self._stop.wait(0.1):
                return
