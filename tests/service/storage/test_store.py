"""What goes into the store comes out of it again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from rows_on_server import on_server

from ingest.plan import (
    Baseline,
    ClauseKind,
    Heading,
    Holding,
    Level,
    Nature,
    Plan,
    PlanEntry,
    ReviewWarning,
    SourceTable,
    Table,
    TableCell,
    TableKind,
    TableRow,
    Target,
)
from service.errors import DamagedBase
from service.query.filters import Scope
from service.storage.base import Base
from service.storage.rows import StoredClause, clause_hash
from service.storage.store import SqliteStore, Store, StoreWriter

MakePlan = Callable[..., Plan]

ENTRY = PlanEntry(
    id="p",
    title="示例县规划",
    level=Level.COUNTY,
    region="示例县",
    subject="妇女",
    aliases=("妇规", "两规"),
    issuer="示例县人民政府",
    number="示政发〔2022〕1号",
    date="2022-01-02",
    start_year=2021,
    end_year=2030,
    file="county/p.txt",
    sha256="0" * 64,
    parents=("city", "province"),
    official_url="http://example.invalid/",
    holding=Holding.FULL,
)
TARGET = Target(
    clause="p/1/goal/1",
    plan="p",
    kind=ClauseKind.GOAL,
    domain="妇女与健康",
    number="1",
    indicator="筛查率",
    population="适龄妇女",
    comparator=">=",
    value=Decimal("70.50"),
    value_high=None,
    unit="percent",
    base=None,
    year=2030,
    nature=Nature.LEVEL,
    baseline_year=2020,
    hedge="力争",
    quote="筛查率达到70.50%以上",
    start=3,
    end=20,
    period="year",
    direction="up",
    source="table",
    attribute="约束性",
    scope="累计",
    column="目标值 2030年",
)
BASELINE = Baseline(
    "p/1/table-1/row/1",
    "p",
    "筛查率",
    Decimal("52.0"),
    None,
    "percent",
    2020,
    "table",
    "52.0",
    3,
    7,
    "2020年",
)
CELLS = (
    TableCell(0, 0, 0, 2),
    TableCell(0, 1, 3, 7, columns=2),
    TableCell(1, 0, 8, 8),
    TableCell(1, 1, 9, 11, 2),
)
TABLE = Table(
    "p/1/table-1", TableKind.TASKS, "1", "表1 分工", "注：略。", 1, ("任务", "单位"), SourceTable(0, 11, CELLS, 1),
    (TableRow(1, "p/1/table-1/row/1", ("教育局",), ("民政局", "公安局"), "2025年底", ("p/1/goal/1",)),),
)  # fmt: skip


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest, tmp_path: Path, make_plan: MakePlan) -> Store:
    plan = make_plan("p", ["甲率达到70%。乙。", "丙。"], units=[("教育局", "民政局"), ("公安局",)])
    writer = StoreWriter(tmp_path / "s.sqlite")
    writer.add_source("0" * 64, "p.txt", "utf-8", "原文\n全文")
    writer.add_source("0" * 64, "p.txt", "utf-8", "原文\n全文")
    writer.add_plan(ENTRY, "0" * 64, 1, 9, [(3, 5)])
    writer.add_plan(PlanEntry("none", "没有全文的规划"), None, 0, 0)
    writer.add_clauses(
        StoredClause.of(
            position, clause, Level.COUNTY, f"《p》第{clause.number}条", ("value",) if position == 0 else ()
        )
        for position, clause in enumerate(plan.clauses)
    )
    writer.add_targets([TARGET, replace(TARGET, value=None, unit="milestone", clause="p/1/goal/2")])
    writer.add_baselines([BASELINE])
    writer.add_tables("p", [TABLE])
    writer.add_headings("p", [Heading(1, "一", "妇女与健康", "1", 0, 5)])
    writer.add_warnings("p", [ReviewWarning("number_gap", "编号不连续。", 1, 2, "p/1/goal/2")])
    writer.finish()
    writer.close()
    if request.param == "sqlite":
        return SqliteStore(tmp_path / "s.sqlite")
    return on_server(tmp_path / "s.sqlite", request.getfixturevalue("shared_database"), 2)


def test_plans_come_back_whole(store: Store) -> None:
    held, missing = store.plans()
    assert held.entry == ENTRY
    assert (held.source, held.start, held.end, held.page_marks) == ("0" * 64, 1, 9, ((3, 5),))
    assert (held.clauses, held.targets) == (2, 2)
    assert missing.entry == PlanEntry("none", "没有全文的规划")
    assert missing.source is None


def test_clauses_come_back_whole(store: Store, make_plan: MakePlan) -> None:
    plan = make_plan("p", ["甲率达到70%。乙。", "丙。"], units=[("教育局", "民政局"), ("公安局",)])
    assert [row.clause for row in store.clauses()] == list(plan.clauses)
    one = store.clause("p/1/goal/2")
    assert one is not None
    assert (one.position, one.level, one.citation) == (1, Level.COUNTY, "《p》第2条")
    assert one.hash == clause_hash(one.clause, "county")
    assert [row.has for row in store.clauses()] == [("value",), ()]
    assert store.clause("nowhere") is None


def test_rows_come_in_the_order_asked_for(store: Store) -> None:
    assert [row.position for row in store.by_position([1, 0])] == [1, 0]
    assert store.by_position([]) == []
    with pytest.raises(DamagedBase):
        store.by_position([0, 7])


def test_targets_keep_exact_decimals(store: Store) -> None:
    first, second = store.targets()
    assert first == TARGET
    assert str(first.value) == "70.50"
    assert second.value is None
    assert store.targets_of("p/1/goal/1") == (TARGET,)


def test_headings_warnings_and_source(store: Store) -> None:
    assert store.headings("p") == (Heading(1, "一", "妇女与健康", "1", 0, 5),)
    assert store.warnings_of("p/1/goal/2")[0].message == "编号不连续。"
    assert store.source_text("0" * 64) == "原文\n全文"
    assert store.source_text("1" * 64) is None


@pytest.mark.parametrize(
    ("scope", "numbers"),
    [
        (Scope(), ["1", "2"]),
        (Scope(units=("教育局",)), ["1"]),
        (Scope(units=("教育局", "公安局")), ["1", "2"]),
        (Scope(units=("教育",)), []),
        (Scope(has=("value",)), ["1"]),
        (Scope(kinds=(ClauseKind.MEASURE,)), []),
        (Scope(plans=("p",), levels=(Level.COUNTY,), domains=("妇女与健康",)), ["1", "2"]),
        (Scope(levels=(Level.CITY,)), []),
    ],
)
def test_scopes(store: Store, scope: Scope, numbers: list[str]) -> None:
    assert [row.clause.number for row in store.clauses(scope)] == numbers


def test_known_values(store: Store) -> None:
    known = store.known()
    assert known.plans[0] == ("p", "示例县规划", "妇规", "两规")
    assert known.domains == ("妇女与健康",)
    assert set(known.units) == {"教育局", "民政局", "公安局"}


def test_hashes_are_computed_from_the_rows(store: Store) -> None:
    assert dict(store.hashes()) == {row.clause.address: row.hash for row in store.clauses()}


def test_an_unfinished_store_is_no_store(tmp_path: Path) -> None:
    writer = StoreWriter(tmp_path / "half.sqlite")
    writer.add_plan(ENTRY, None, 0, 0)
    writer.close()
    with pytest.raises(DamagedBase):
        SqliteStore(tmp_path / "half.sqlite")


def test_a_missing_or_broken_file_is_a_damaged_base(tmp_path: Path) -> None:
    with pytest.raises(DamagedBase):
        SqliteStore(tmp_path / "none.sqlite")
    (tmp_path / "bad.sqlite").write_bytes(b"x" * 5_000)
    with pytest.raises(DamagedBase):
        SqliteStore(tmp_path / "bad.sqlite")


def test_the_real_base_holds_what_the_file_holds(real_base: Base) -> None:
    plans = real_base.store.plans()
    assert [plan.entry.id for plan in plans][:2] == ["tengchong-women-2021", "tengchong-children-2021"]
    assert len(plans) == 9
    text = real_base.store.source_text(plans[0].source or "")
    assert text is not None
    for row in real_base.store.clauses():
        assert text[row.clause.start : row.clause.end].strip()


def test_tables_and_past_values_come_back_whole(store: Store) -> None:
    assert store.plan_tables("p") == (TABLE,)
    assert store.plan_tables("none") == ()
    assert store.table_of("p/1/table-1/row/1") == TABLE
    assert store.table_of("p/1/table-1/note/1") == TABLE
    assert store.table_of("p/1/goal/1") is None
    assert store.baselines_of("p/1/table-1/row/1") == (BASELINE,)
    assert str(store.baselines_of("p/1/table-1/row/1")[0].value) == "52.0"
