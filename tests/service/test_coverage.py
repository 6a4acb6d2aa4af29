"""What each level says of a subject: counts by domain and kind, gaps, silence told from missing texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ingest.plan import ClauseKind, Level
from service import build
from service.answers.coverage import Coverage, CoverageRow, Gap, coverage, matrix
from service.base import Base
from service.faces.cli import main
from service.linkmaking import open_links
from service.query import read_query
from service.scope import Scope
from service.settings import Settings

FAMILY = Path(__file__).parent.parent / "families" / "tuned"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return build.ensure(Settings(tmp_path_factory.mktemp("home"), FAMILY.resolve()), build.Silent())


def rows(base: Base, words: str, scope: Scope = Scope()) -> dict[tuple[str, str | None], CoverageRow]:  # noqa: B008
    found = coverage(base.store, base.engine, read_query(words, scope=scope))
    return {(row.plan.entry.id, row.domain): row for row in found}


def test_counts_by_domain_and_kind(base: Base) -> None:
    row = rows(base, "宫颈癌")["county-women", "妇女与健康"]
    assert (row.status, row.total, row.gap) == (Coverage.SAID, 2, None)
    assert {kind: count for kind, count in row.kinds.items() if count} == {
        ClauseKind.GOAL: 1,
        ClauseKind.MEASURE: 1,
    }


def test_a_measure_without_a_goal_is_a_gap(base: Base) -> None:
    assert rows(base, "人乳头瘤病毒疫苗")["nation-women", "妇女与健康"].gap is Gap.NO_GOAL


def test_silence_is_told_from_a_missing_text(base: Base, real_base: Base) -> None:
    assert rows(base, "留守妇女")["province-women", "健康促进"].status is Coverage.SILENT
    row = rows(real_base, "留守儿童")["baoshan-children-2021", None]
    assert (row.status, row.total) == (Coverage.NO_TEXT, 0)


def test_every_clause_with_all_words_is_counted_once(base: Base) -> None:
    found = rows(base, "孕产妇")
    addresses = [stored.clause.address for row in found.values() for stored in row.clauses]
    assert len(addresses) == len(set(addresses)) > 10
    assert all("孕产妇" in stored.clause.text for row in found.values() for stored in row.clauses)


def test_filters_hold(base: Base) -> None:
    found = rows(base, "孕产妇", Scope(levels=(Level.CITY,)))
    assert {plan for plan, _ in found} == {"city-women", "city-children", "city-elderly"}


def test_the_matrix_counts_what_other_levels_answer(base: Base, real_base: Base) -> None:
    links = open_links(base.folder, base.store)
    found = {(row.plan.entry.id, row.domain): row for row in matrix(base.store, links)}
    row = found["county-women", "妇女与健康"]
    assert sum(row.kinds.values()) == 15
    assert 10 <= (row.answered[Level.NATION] or 0) <= 15
    real = matrix(real_base.store, open_links(real_base.folder, real_base.store))
    assert {row.answered[Level.NATION] for row in real} == {None}


def test_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUIBIAO_HOME", str(tmp_path))
    corpus = ["--corpus", str(FAMILY)]
    assert main(["coverage", "宫颈癌", "--json", *corpus]) == 0
    record = json.loads(capsys.readouterr().out.splitlines()[0])
    assert list(record) == ["level", "plan", "domain", "status", "total", "kinds", "gap", "clauses"]
    assert main(["coverage", "--matrix", "--json", *corpus]) == 0
    record = json.loads(capsys.readouterr().out.splitlines()[0])
    assert list(record) == ["level", "plan", "domain", "total", "kinds", "answered"]
    assert main(["coverage", "宫颈癌", *corpus]) == 0
    assert "没有规定" in capsys.readouterr().out
    assert main(["coverage", "--matrix", *corpus]) == 0
    assert main(["coverage", *corpus]) == 2
    assert main(["coverage", "宫颈癌", "--matrix", *corpus]) == 2
