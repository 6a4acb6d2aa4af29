"""The bench runs, its examples are always the same, and its figures are what they say.

The bars themselves are held by ``duibiao bench`` on 100,000 clauses; a small base on a shared machine would
only show how busy the machine is. Only the bar on reading the notice has margin enough to be held here.
"""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from ingest.plan import Plan
from service.measuring import bench, examples
from service.settings import Settings
from service.upkeep import build


@pytest.fixture(scope="module")
def real_plans(corpus_dir: Path) -> tuple[Plan, ...]:
    return build.read_corpus(Settings(corpus_dir, corpus_dir), build.Silent()).plans


def test_examples_are_the_same_every_time(real_plans: tuple[Plan, ...]) -> None:
    first = [clause for plan in examples.generate(real_plans, 500) for clause in plan.clauses]
    again = [clause for plan in examples.generate(real_plans, 500) for clause in plan.clauses]
    assert first == again
    assert len(first) == 500
    assert len({clause.address for clause in first}) == 500
    assert all(clause.text[clause.body :].startswith(clause.title[:10]) for clause in first)


def test_examples_are_as_long_as_real_clauses(real_plans: tuple[Plan, ...]) -> None:
    real = [len(clause.text) for plan in real_plans for clause in plan.clauses]
    made = [len(clause.text) for plan in examples.generate(real_plans, 1_000) for clause in plan.clauses]
    assert 0.7 < (sum(made) / len(made)) / (sum(real) / len(real)) < 1.4


def test_examples_name_no_real_place(real_plans: tuple[Plan, ...]) -> None:
    made = "".join(clause.text for plan in examples.generate(real_plans, 500) for clause in plan.clauses)
    assert "腾冲" not in made
    assert "保山" not in made


def test_the_bench_runs(tmp_path: Path, corpus_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "QUERIES", 30)
    monkeypatch.setattr(bench, "_STARTS", 2)
    measures = bench.run(Settings(tmp_path, corpus_dir.resolve()), 1_000, build.Silent())
    found = {measure.name: measure for measure in measures}
    assert set(found) == {
        "search_ratio",
        "search_overhead",
        "search_p99",
        "search_counts",
        "meaning_ratio",
        "vectors",
        "build_rate",
        "start",
        "parse",
    }
    assert all(measure.value > 0 and measure.how for measure in measures)
    assert found["parse"].bar == 0.3
    assert found["search_p99"].met is None
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("value", "at_least", "met"), [(2.5, True, True), (2.4, True, False), (2.6, False, False)]
)
def test_a_bar_is_met_or_not(value: float, at_least: bool, met: bool) -> None:
    assert bench.Measure("x", "x", value, "", 2.5, at_least, "").met is met


def test_reading_the_notice_is_fast(corpus_dir: Path) -> None:
    """The bar is 0.3 s; three times that still tells a rule that has become quadratic."""
    settings = Settings(Path("unused"), corpus_dir.resolve())
    name = "county/tengchong-women-children-2021-2030.txt"
    build.read_one(corpus_dir / name, settings)
    started = time.perf_counter()
    build.read_one(corpus_dir / name, settings)
    assert time.perf_counter() - started < 0.9
