"""``duibiao bench``: how fast the main job runs, each figure beside its bar and with how it was measured.

Takes Settings and a number of clauses to generate. Gives Measures. Ratios are taken in one run, interleaved:
machines are noisy, a ratio within a run is steady.
"""

from __future__ import annotations

import os
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from ingest.plan import Plan
from service.answers.search import search
from service.engines.embedded import EmbeddedEngine
from service.generation import freshness, generations
from service.meaning.model import is_installed
from service.meaning.nearness import Nearness, open_nearness
from service.measuring.examples import SEED, generate
from service.query import Match, Query, plan_search, read_query, stopwords
from service.settings import Settings
from service.storage import SCHEMA_VERSION, Base, open_generation
from service.upkeep import build

_ROOT = Path(__file__).parents[2]  # where the rooms lie: a new process imports them from here
QUERIES = 300
_ROUNDS = 3  # each query is run so often; the fastest counts
_STARTS = 7


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure, the bar it is held against, and how it was measured."""

    name: str
    title: str
    value: float
    unit: str
    bar: float | None  # None where there is no bar
    at_least: bool
    how: str

    @property
    def met(self) -> bool | None:
        """Whether the bar is met."""
        if self.bar is None:
            return None
        return self.value >= self.bar if self.at_least else self.value <= self.bar

    @property
    def shown(self) -> str:
        """The figure with its unit."""
        return f"{self.value:.3g} {self.unit}"

    @property
    def bar_shown(self) -> str:
        """The bar with its unit."""
        return "—" if self.bar is None else f"{'≥' if self.at_least else '≤'} {self.bar:g} {self.unit}"


def run(settings: Settings, count: int, progress: build.Progress) -> list[Measure]:
    """All measures."""
    reading = build.read_corpus(settings, progress)
    parse = _parse(settings, reading)
    progress.stage("生成条目", 1)
    made = tuple(generate(reading.plans, count))
    progress.advance()
    with tempfile.TemporaryDirectory(prefix="duibiao-bench-") as place:
        home, corpus = Path(place) / "home", Path(place) / "corpus"
        corpus.mkdir()
        (corpus / "none.txt").write_text("示例", encoding="utf-8")
        bench_settings = Settings(home=home, corpus=corpus.resolve())
        base, seconds = _build(bench_settings, made, progress)
        queries = _queries(base, QUERIES)
        found = [
            *_searches(base, queries, progress),
            *_meaning(base, queries, progress),
            _rate(base, seconds),
            _start(bench_settings, queries, base, progress),
            parse,
        ]
        base.store.close()
    return found


def _build(settings: Settings, plans: tuple[Plan, ...], progress: build.Progress) -> tuple[Base, float]:
    order = tuple(plan.entry.id for plan in plans)
    sources = {
        name: generations.file_hash(settings.corpus / name) for name in freshness.loose_files(settings.corpus)
    }
    reading = build.CorpusReading(plans=plans, without_text=(), sources=sources, order=order)
    settings.base.mkdir(parents=True)
    folder = generations.new_generation(settings.base)
    started = time.perf_counter()
    counts = build.write(folder, reading, progress)
    manifest = generations.publish(
        settings.base,
        folder,
        generations.Manifest(
            fingerprint=freshness.fingerprint(settings, sources, SCHEMA_VERSION),
            stamp=freshness.stamp(settings, sources),
            sources=sources,
            counts=counts,
            seconds=0.0,
            made=datetime.now().astimezone().isoformat(timespec="seconds"),
        ),
    )
    seconds = time.perf_counter() - started
    return open_generation(folder, manifest, settings.home), seconds


def _queries(base: Base, count: int) -> list[Query]:
    """Queries of one to four words and of two words side by side, drawn from the clauses themselves."""
    from analyzers import segment

    dice = random.Random(SEED)
    total = base.manifest.counts["clauses"]
    queries: list[Query] = []
    while len(queries) < count:
        text = base.store.by_position([dice.randrange(total)])[0].clause.text
        words = [
            token.text
            for token in segment.coarse(text)
            if len(token.text) > 1 and not token.text.isascii() and token.text not in stopwords()
        ]
        size = (1, 1, 2, 2, 3, 4)[len(queries) % 6]
        if len(words) < size + 2:
            continue
        if len(queries) % 10 == 9:
            at = dice.randrange(len(words) - 1)
            queries.append(read_query(words[at] + words[at + 1], literal=True))
        else:
            queries.append(read_query(" ".join(dice.sample(words, size)), literal=True))
    return queries


def _searches(base: Base, queries: Sequence[Query], progress: build.Progress) -> list[Measure]:
    """The library's search against bare tantivy, in two ways, and with counts."""
    engine = base.engine
    assert isinstance(engine, EmbeddedEngine)
    rows = sqlite3.connect(base.folder / generations.STORE)
    progress.stage("测量检索", len(queries))
    times: list[_Times] = []
    for query in queries:
        times.append(_one(base, engine, rows, query))
        progress.advance()
    rows.close()
    ours, plain, same, counted = (statistics.median(each) * 1000 for each in zip(*times, strict=True))
    slowest = [_percentile([each[place] for each in times], 99) * 1000 for place in (0, 1)]
    total = base.manifest.counts["clauses"]
    return [
        Measure(
            "search_ratio", "检索 ÷ 裸 tantivy", round(ours / plain, 3), "倍", 1.3, False,
            f"{total} 条，{len(queries)} 个检索词，中位数 {ours:.2f} 毫秒（读词、切词、检索、取十条全文）"
            f"比 {plain:.2f} 毫秒（tantivy 用同样的词做一次普通的“或”检索，查询事先编好，取十条全文）",
        ),
        Measure(
            "search_overhead", "检索 ÷ 自己的查询", round(ours / same, 3), "倍", None, False,
            f"同上，比 {same:.2f} 毫秒：只运行本程序编好的那几个查询（先要求词都有，不够再放宽），取十条，"
            f"差额 {(ours - same) * 1000:.0f} 微秒是读检索词、切词、编查询和整理结果",
        ),
        Measure(
            "search_p99", "检索最慢百分之一", round(slowest[0], 3), "毫秒", None, False,
            f"同上，第 99 百分位；普通的“或”检索为 {slowest[1]:.2f} 毫秒",
        ),
        Measure(
            "search_counts", "检索加分类计数", round(counted, 3), "毫秒", None, False,
            "同上，另加总数和层级、类型、领域、规划的计数，中位数",
        ),
    ]  # fmt: skip


def _meaning(base: Base, queries: Sequence[Query], progress: build.Progress) -> list[Measure]:
    """Search with thesaurus, mending and meaning against the same search without."""
    started = time.perf_counter()
    build.make_vectors(base, progress)
    made = time.perf_counter() - started
    total = base.manifest.counts["clauses"]
    table = open_nearness(base.folder, total, base.home, use_model=False)
    model = open_nearness(base.folder, total, base.home) if is_installed(base.home) else None

    def timed(nearness: Nearness | None, *, literal: bool) -> list[float]:
        return [
            min(
                _time(
                    lambda text=query.text: search(  # type: ignore[misc]
                        base.store, base.engine, read_query(text, literal=literal), nearness
                    )
                )
                for _ in range(_ROUNDS)
            )
            for query in queries
        ]

    progress.stage("测量按意思检索", 3)
    plain = timed(None, literal=True)
    progress.advance()
    full = timed(table, literal=False)
    progress.advance()
    ratio = statistics.median(full) / statistics.median(plain)
    found = [
        Measure(
            "meaning_ratio", "同义词和词向量 ÷ 只按字", round(ratio, 3), "倍", 1.5, False,
            f"{total} 条，同样的 {len(queries)} 个检索词，中位数 {statistics.median(full) * 1000:.2f} 毫秒比"
            f" {statistics.median(plain) * 1000:.2f} 毫秒；最慢百分之一 {_percentile(full, 99) * 1000:.1f} 毫秒",
        ),
        Measure("vectors", "计算条目向量", round(made, 1), "秒", None, False, f"{total} 条，词向量表"),
    ]  # fmt: skip
    if model is not None:
        more = statistics.median(timed(model, literal=False)) - statistics.median(full)
        found.append(
            Measure(
                "model_more", "语义模型多用", round(more * 1000, 2), "毫秒", 10.0, False, "同上，中位数之差"
            )
        )
    progress.advance()
    return found


_Times = tuple[float, float, float, float]


def _one(base: Base, engine: EmbeddedEngine, rows: sqlite3.Connection, query: Query) -> _Times:
    """One query: our way, by hand, our own queries only, and with counts; the fastest of each."""
    plan = plan_search(query)
    used = {hit.match for hit in search(base.store, engine, query).hits} or {Match.ANY}
    own = [engine.compile(plan, match) for match in plan.matches if match >= min(used)]
    plain = [engine.compile(plan, Match.ANY)]
    times = [
        (
            _time(lambda: search(base.store, engine, read_query(query.text, literal=True))),
            _time(lambda: _bare(engine, plain, rows)),
            _time(lambda: _bare(engine, own, rows)),
            _time(lambda: search(base.store, engine, read_query(query.text, literal=True)).facets),
        )
        for _ in range(_ROUNDS)
    ]
    ours, bare, same, counted = (min(each) for each in zip(*times, strict=True))
    return ours, bare, same, counted


def _bare(engine: EmbeddedEngine, ready: Sequence[Any], rows: sqlite3.Connection) -> list[Any]:
    """What one would write by hand: run the ready queries until ten are found, fetch the ten rows."""
    found: list[Any] = []
    for query in ready:
        hits = engine.searcher.search(query, 10, count=False).hits
        found += engine.searcher.fast_field_values("position", [place for _, place in hits])
    found = found[:10]
    return rows.execute(
        f"SELECT * FROM clauses WHERE position IN ({','.join('?' * len(found))})", found
    ).fetchall()


def _rate(base: Base, seconds: float) -> Measure:
    size = base.manifest.counts["text_bytes"] / 1e6
    return Measure(
        "build_rate", "文本到可检索", round(size / seconds, 3), "MB/秒", 2.5, True,
        f"{size:.1f} MB 条目正文（UTF-8），{seconds:.1f} 秒：切词、三种索引字段、数据库行、提交、落盘、"
        "校验和、发布",
    )  # fmt: skip


def _start(settings: Settings, queries: Sequence[Query], base: Base, progress: build.Progress) -> Measure:
    """A new process each time, from start to its end; it ends when the last of ten hits is written."""
    command = [sys.executable, "-m", "service", "search", "--json", "--corpus", str(settings.corpus)]
    environment = os.environ | {"DUIBIAO_HOME": str(settings.home)}
    progress.stage("测量启动", _STARTS)
    times = []
    for query in queries[:_STARTS]:
        started = time.perf_counter()
        done = subprocess.run(
            [*command, "--", query.text], cwd=_ROOT, env=environment, capture_output=True, check=False
        )
        times.append(time.perf_counter() - started)
        if done.returncode != 0 or not done.stdout:
            raise RuntimeError(done.stderr.decode("utf-8", "replace"))
        progress.advance()
    return Measure(
        "start", "启动到结果", round(statistics.median(times), 3), "秒", 0.3, False,
        f"新进程 duibiao search 词 --json，库中 {base.manifest.counts['clauses']} 条，从启动到退出"
        f"（十条都已写出），{len(times)} 次的中位数，最慢 {max(times):.2f} 秒",
    )  # fmt: skip


def _parse(settings: Settings, reading: build.CorpusReading) -> Measure:
    """The largest source file of the corpus, read and taken apart."""
    sizes = {name: settings.path_of(name).stat().st_size for name in reading.sources}
    name = max(sizes, key=lambda each: sizes[each])
    times = [_time(lambda: build.read_one(settings.path_of(name), settings)) for _ in range(5)]
    return Measure(
        "parse", "拆条", round(statistics.median(times), 3), "秒", 0.3, False,
        f"{name}（{sizes[name] / 1000:.0f} kB）读入、拆条、识别指标、复核，5 次的中位数",
    )  # fmt: skip


def _time(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _percentile(values: Sequence[float], percent: int) -> float:
    return sorted(values)[min(len(values) - 1, len(values) * percent // 100)]
