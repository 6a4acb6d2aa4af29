"""``duibiao bench``: how fast the main job runs, each figure beside its bar and with how it was measured.

Takes Settings and a number of clauses. Gives Measures. The clauses are made from the real plans: sentences of
the same kind recombined, numbers and place names varied, with a fixed seed, so that words are as frequent as
in real text. Ratios are taken in one run and interleaved: machines are noisy, a ratio within a run is steady.
"""

from __future__ import annotations

import os
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ingest.plan import Clause, ClauseKind, Heading, Holding, Level, Plan, PlanEntry, SourceText
from service import build, freshness, generations
from service.answers.search import search
from service.base import Base, open_generation
from service.engines.embedded import EmbeddedEngine
from service.query import Match, Query, plan_search, read_query
from service.settings import Settings
from service.store import SCHEMA_VERSION

SEED = 20220531
PER_PLAN = 370  # clauses, as many as the real notice has
QUERIES = 300
_ROUNDS = 3  # each query is run so often; the fastest counts
_STARTS = 7
_NUMBER = re.compile(r"\d+(?:\.\d+)?")
_SENTENCE = re.compile(r"[^。；]+[。；]?")
_NAMES = "东西南北中上下大小新安平永长金银龙凤云山水石林松柳梅兰竹菊"


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
    reading = build.read_corpus(settings.corpus, progress)
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
            _rate(base, seconds),
            _start(bench_settings, queries, base, progress),
            parse,
        ]
        base.store.close()
    return found


def generate(plans: Sequence[Plan], count: int, seed: int = SEED) -> Iterator[Plan]:
    """Plans with ``count`` clauses in all, recombined from the sentences of real ones."""
    dice = random.Random(seed)
    pool: dict[tuple[ClauseKind, str | None], list[Clause]] = {}
    for plan in plans:
        for clause in plan.clauses:
            pool.setdefault((clause.kind, clause.domain), []).append(clause)
    models = [clause for plan in plans for clause in plan.clauses]
    levels = [Level.COUNTY] * 120 + [Level.CITY] * 16 + [Level.PROVINCE, Level.NATION]
    for number in range(-(-count // PER_PLAN)):
        size = min(PER_PLAN, count - number * PER_PLAN)
        place = "".join(dice.choices(_NAMES, k=2))
        yield _plan(number, place, levels[number % len(levels)], models, pool, size, dice)


def _plan(
    number: int,
    place: str,
    level: Level,
    models: Sequence[Clause],
    pool: dict[tuple[ClauseKind, str | None], list[Clause]],
    size: int,
    dice: random.Random,
) -> Plan:
    entry = PlanEntry(
        id=f"example-{number:04}",
        title=f"示例{place}县妇女儿童发展规划（2021—2030年）",
        level=level,
        holding=Holding.FULL,
    )
    clauses: list[Clause] = []
    headings: dict[str, Heading] = {}
    for index in range(size):
        model = models[index % len(models)]
        body = "".join(_sentences(model, pool[model.kind, model.domain], dice))
        body = (
            _NUMBER.sub(lambda found: _vary(found.group(), dice), body)
            .replace("腾冲", place)
            .replace("保山", "示例")
        )
        text = f"{index + 1}.{body}"
        section = model.section or "1"
        headings.setdefault(section, Heading(1, "一", model.section_title or "总则", section, 0, 0))
        clauses.append(
            replace(
                model, address=f"{entry.id}/{section}/{model.kind.value}/{index + 1}", plan=entry.id, section=section,
                number=str(index + 1), title=_SENTENCE.findall(body)[0].rstrip("。；"), text=text, start=index, end=index + 1,
                body=len(text) - len(body), units=(), warnings=(),
            )
        )  # fmt: skip
    source = SourceText(name=entry.id, text="", encoding="utf-8", sha256=entry.id)
    return Plan(entry, source, 0, 0, tuple(headings.values()), tuple(clauses))


def _sentences(model: Clause, same: Sequence[Clause], dice: random.Random) -> Iterator[str]:
    """As many sentences as the model has: about half its own, the others from clauses of its kind and domain."""
    for sentence in _SENTENCE.findall(model.text[model.body :]):
        other = _SENTENCE.findall((other := dice.choice(same)).text[other.body :])
        yield sentence if dice.random() < 0.5 or not other else dice.choice(other)


def _vary(number: str, dice: random.Random) -> str:
    if "." in number:
        return f"{float(number) * dice.uniform(0.5, 1.5):.1f}"
    return number if len(number) == 4 else str(dice.randint(1, 99))


def _build(settings: Settings, plans: tuple[Plan, ...], progress: build.Progress) -> tuple[Base, float]:
    order = tuple(plan.entry.id for plan in plans)
    sources = {
        name: generations.file_hash(settings.corpus / name) for name in freshness.loose_files(settings.corpus)
    }
    reading = build.Reading(plans=plans, without_text=(), sources=sources, order=order)
    settings.base.mkdir(parents=True)
    folder = generations.new_generation(settings.base)
    started = time.perf_counter()
    counts = build.write(folder, reading, progress)
    manifest = generations.publish(
        settings.base,
        folder,
        generations.Manifest(
            fingerprint=freshness.fingerprint(settings.corpus, sources, SCHEMA_VERSION),
            stamp=freshness.stamp(settings.corpus, sources),
            sources=sources,
            counts=counts,
            seconds=0.0,
            made=datetime.now().astimezone().isoformat(timespec="seconds"),
        ),
    )
    seconds = time.perf_counter() - started
    return open_generation(folder, manifest), seconds


def _queries(base: Base, count: int) -> list[Query]:
    """Queries of one to four words and of two words side by side, drawn from the clauses themselves."""
    from analyzers import segment

    dice = random.Random(SEED)
    total = base.manifest.counts["clauses"]
    queries: list[Query] = []
    while len(queries) < count:
        text = base.store.by_position([dice.randrange(total)])[0].clause.text
        words = [
            token.text for token in segment.coarse(text) if len(token.text) > 1 and not token.text.isascii()
        ]
        size = (1, 1, 2, 2, 3, 4)[len(queries) % 6]
        if len(words) < size + 2:
            continue
        if len(queries) % 10 == 9:
            at = dice.randrange(len(words) - 1)
            queries.append(read_query(words[at] + words[at + 1]))
        else:
            queries.append(read_query(" ".join(dice.sample(words, size))))
    return queries


def _searches(base: Base, queries: Sequence[Query], progress: build.Progress) -> list[Measure]:
    """The library's search against bare tantivy: the same queries, ready made, and the same ten rows."""
    engine = base.engine
    assert isinstance(engine, EmbeddedEngine)
    rows = sqlite3.connect(base.folder / generations.STORE)
    progress.stage("测量检索", len(queries))
    ours: list[float] = []
    bare: list[float] = []
    counted: list[float] = []
    for query in queries:
        plan = plan_search(query)
        answer = search(base.store, engine, query)
        used = {hit.match for hit in answer.hits} or {Match.ANY}
        ready = [engine.compile(plan, match) for match in plan.matches if match >= min(used)]
        times: tuple[list[float], list[float], list[float]] = ([], [], [])
        for _ in range(_ROUNDS):
            times[0].append(_time(lambda: search(base.store, engine, read_query(query.text))))
            times[1].append(_time(lambda: _bare(engine, ready, rows)))
            times[2].append(_time(lambda: search(base.store, engine, read_query(query.text)).facets))
        ours.append(min(times[0]))
        bare.append(min(times[1]))
        counted.append(min(times[2]))
        progress.advance()
    total = base.manifest.counts["clauses"]
    ratio = statistics.median(ours) / statistics.median(bare)
    return [
        Measure(
            "search_ratio", "检索 ÷ 裸 tantivy", round(ratio, 3), "倍", 1.3, False,
            f"{total} 条，{len(queries)} 个检索词，中位数 {statistics.median(ours) * 1000:.2f} 毫秒（读检索词、切词、检索、"
            f"十条全文）比 {statistics.median(bare) * 1000:.2f} 毫秒（同样的查询事先编好，加取同样的行）",
        ),
        Measure(
            "search_p99", "检索最慢百分之一", round(_percentile(ours, 99) * 1000, 3), "毫秒", None, False,
            f"同上，第 99 百分位；裸 tantivy 为 {_percentile(bare, 99) * 1000:.2f} 毫秒",
        ),
        Measure(
            "search_counts", "检索加分类计数", round(statistics.median(counted) * 1000, 3), "毫秒", None, False,
            "同上，另加总数和层级、类型、领域、规划的计数，中位数",
        ),
    ]  # fmt: skip


def _bare(engine: EmbeddedEngine, ready: Sequence[Any], rows: sqlite3.Connection) -> list[Any]:
    """What one would write by hand: run the ready queries until ten are found, fetch the ten rows as tuples."""
    found: list[int] = []
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
        f"{size:.1f} MB 条目正文（UTF-8），{seconds:.1f} 秒：切词、三种索引字段、数据库行、提交、落盘、校验和、发布",
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
            [*command, "--", query.text], cwd=Path(__file__).parent.parent, env=environment, capture_output=True, check=False
        )  # fmt: skip
        times.append(time.perf_counter() - started)
        if done.returncode != 0 or not done.stdout:
            raise RuntimeError(done.stderr.decode("utf-8", "replace"))
        progress.advance()
    return Measure(
        "start", "启动到结果", round(statistics.median(times), 3), "秒", 0.3, False,
        f"新进程 duibiao search 词 --json，库中 {base.manifest.counts['clauses']} 条，从启动到退出（十条都已写出），"
        f"{len(times)} 次的中位数，最慢 {max(times):.2f} 秒",
    )  # fmt: skip


def _parse(settings: Settings, reading: build.Reading) -> Measure:
    """The largest source file of the corpus, read and taken apart."""
    sizes = {name: (settings.corpus / name).stat().st_size for name in reading.sources}
    name = max(sizes, key=lambda each: sizes[each])
    times = [_time(lambda: build.read_one(settings.corpus / name, settings)) for _ in range(5)]
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
