"""What each level says of a subject: counts by domain and kind, gaps, silence told from missing texts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from places import FAMILIES

from ingest.plan import Clause, ClauseKind, Level
from service.answers.alignment import Decided
from service.answers.coverage import CoverageRow, CoverageStatus, Gap, coverage, matrix
from service.answers.coverage_gaps import merely_named
from service.answers.search import search
from service.decisions.decisions import LinkDecision, LinkStatus
from service.desk import CoverageQuestion
from service.faces.terminal.cli import main
from service.linking.link_making import open_links
from service.query.filters import Scope
from service.query.plan import Match
from service.query.query import read_query
from service.settings import Settings
from service.storage import StoredClause
from service.storage.base import Base
from service.upkeep import build

FAMILY = FAMILIES / "tuned"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return build.ensure(Settings(tmp_path_factory.mktemp("home"), FAMILY.resolve()), build.Silent())


def rows(base: Base, words: str, scope: Scope = Scope()) -> dict[tuple[str, str | None], CoverageRow]:  # noqa: B008
    found = coverage(base.store, base.engine, read_query(words, scope=scope))
    return {(row.plan.entry.id, row.domain): row for row in found.rows}


def test_counts_by_domain_and_kind(base: Base) -> None:
    row = rows(base, "宫颈癌")["county-women", "妇女与健康"]
    assert (row.status, row.total, row.gap) == (CoverageStatus.SAID, 2, None)
    assert {kind: count for kind, count in row.kinds.items() if count} == {
        ClauseKind.GOAL: 1,
        ClauseKind.MEASURE: 1,
    }


def test_a_measure_without_a_goal_is_a_gap(base: Base) -> None:
    assert rows(base, "留守妇女")["county-women", "妇女与社会保障"].gap is Gap.NO_GOAL
    assert (
        rows(base, "人乳头瘤病毒疫苗")["nation-women", "妇女与健康"].gap is None
    )  # the measure states a figure


def test_silence_is_told_from_a_missing_text(base: Base, real_base: Base) -> None:
    assert rows(base, "留守妇女")["province-women", "健康促进"].status is CoverageStatus.SILENT
    row = rows(real_base, "留守儿童")["baoshan-children-2021", None]
    assert (row.status, row.total) == (CoverageStatus.NO_TEXT, 0)


def test_every_clause_with_all_words_is_counted_once(base: Base) -> None:
    found = rows(base, "孕产妇")
    addresses = [stored.clause.address for row in found.values() for stored in row.clauses]
    assert len(addresses) == len(set(addresses)) > 10
    assert all("孕产妇" in stored.clause.text for row in found.values() for stored in row.clauses)


def test_filters_hold(base: Base) -> None:
    found = rows(base, "孕产妇", Scope(levels=(Level.CITY,)))
    assert {plan for plan, _ in found} == {"city-women", "city-children", "city-elderly"}


@pytest.mark.parametrize(
    "words", ["托育服务", "留守儿童", "心理 健康", "“留守儿童”", "两癌", "网吧 火星", "残疾"]
)
def test_a_search_and_coverage_count_the_same(real_base: Base, words: str) -> None:
    """One definition: the strictest match that finds anything; the rest that hold all words are told apart."""
    query = read_query(words)
    found, answer = (answer(real_base.store, real_base.engine, query) for answer in (coverage, search))
    if answer.match is Match.ANY and answer.plan.wishes:
        assert (found.total, found.apart) == (0, 0)  # no clause holds every word
    else:
        assert (found.total, found.total + found.apart) == (answer.total, answer.every)


def test_words_that_stand_apart_are_told_and_not_counted(real_base: Base) -> None:
    found = coverage(real_base.store, real_base.engine, read_query("托育服务"))
    assert found.apart > 0
    counted = [stored.clause for row in found.rows for stored in row.clauses]
    assert counted
    assert all("托育服务" in clause.text for clause in counted)


def test_what_was_looked_for_is_told(real_base: Base) -> None:
    found = coverage(real_base.store, real_base.engine, read_query("家庭爆力"))
    assert [(each.typed, each.meant) for each in found.mended] == [("家庭爆力", "家庭暴力")]
    assert coverage(real_base.store, real_base.engine, read_query("两癌")).also
    assert not coverage(real_base.store, real_base.engine, read_query("两癌", literal=True)).also


def test_filters_among_the_words_hold(base: Base) -> None:
    assert {plan for plan, _ in rows(base, "孕产妇 层级:市")} == {
        "city-women",
        "city-children",
        "city-elderly",
    }


def test_the_matrix_counts_as_people_decided(base: Base) -> None:
    links = open_links(base.folder, base.store)

    def counted(decided: Decided) -> int:
        every = matrix(base.store, links, decided, Scope(plans=("county-women",)))
        return sum(row.answered[Level.CITY] or 0 for row in every)

    pair = ("county-women/2.1/goal/2", "city-women/2.1/goal/1")
    plain = counted({})
    rejected = LinkDecision(*pair, LinkStatus.REJECTED, "", "")
    assert counted({pair: rejected}) == plain - 1
    assert counted({(pair[1], pair[0]): replace(rejected, source=pair[1], target=pair[0])}) == plain - 1
    gap = ("county-women/2.1/measure/1", "city-women/2.1/measure/1")
    assert counted({gap: LinkDecision(*gap, LinkStatus.CONFIRMED, "", "")}) == plain + 1


def test_the_matrix_counts_what_other_levels_answer(base: Base, real_base: Base) -> None:
    links = open_links(base.folder, base.store)
    found = {(row.plan.entry.id, row.domain): row for row in matrix(base.store, links, {})}
    row = found["county-women", "妇女与健康"]
    assert sum(row.kinds.values()) == 15
    assert 10 <= (row.answered[Level.NATION] or 0) <= 15
    real = matrix(real_base.store, open_links(real_base.folder, real_base.store), {})
    assert {row.answered[Level.NATION] for row in real} == {None}


def test_the_command_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUIBIAO_HOME", str(tmp_path))
    corpus = ["--corpus", str(FAMILY)]
    assert main(["coverage", "宫颈癌", "--json", *corpus]) == 0
    record = json.loads(capsys.readouterr().out.splitlines()[0])
    assert list(record) == [
            "topic", "level", "plan", "domain", "status", "total", "kinds", "gap", "clauses", "by_heading", "named",
            "nearest", "apart", "also", "mended",
        ]  # fmt: skip
    assert main(["coverage", "--matrix", "--json", *corpus]) == 0
    record = json.loads(capsys.readouterr().out.splitlines()[0])
    assert list(record) == ["level", "plan", "domain", "total", "kinds", "answered", "beside"]
    assert main(["coverage", "宫颈癌", *corpus]) == 0
    told = capsys.readouterr().out
    assert "没有查到" in told
    assert "查了全文没有查到" in told
    assert main(["coverage", "--matrix", *corpus]) == 0
    assert main(["coverage", *corpus]) == 2
    assert main(["coverage", "宫颈癌", "--matrix", *corpus]) == 2


def test_a_figure_in_a_measure_and_a_goal_outside_the_domains_are_goals(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """A book has its goals in a chapter in front: 再生水 has one there, 零工市场 has a figure in its measure only."""
    fourth = build.ensure(
        Settings(tmp_path_factory.mktemp("home"), (FAMILIES / "fourth").resolve()), build.Silent()
    )

    def gaps(words: str, plan: str) -> set[Gap | None]:
        found = coverage(fourth.store, fourth.engine, read_query(words), fourth.nearness)
        return {row.gap for row in found.rows if row.plan.entry.id == plan}

    assert gaps("再生水", "province-water") == {None}
    assert gaps("零工市场", "province-jobs") == {None}
    found = coverage(fourth.store, fourth.engine, read_query("河长"), fourth.nearness)
    (row,) = [row for row in found.rows if row.plan.entry.id == "city-water" and row.gap]
    assert row.gap is Gap.NO_GOAL
    assert 1 <= len(row.nearest) <= 3


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("3.推行无烟环境。在医院、学校、茶馆等场所设置标识。", True),
        ("3.规范茶馆经营。医院、学校、茶馆要公示价目。", False),
        ("3.推行无烟环境。茶馆设置标识。", False),
    ],
)
def test_who_merely_names_a_subject_in_a_list_is_told_apart(text: str, named: bool) -> None:
    title = text[2:].split("。")[0]
    clause = Clause("a/1/measure/3", "a", ClauseKind.MEASURE, "1", "一", "一", "3", title, text, 0, 9, body=2)
    assert merely_named(StoredClause.of(0, clause, None, ""), "茶馆") is named


def test_several_subjects_are_told_apart_by_semicolons() -> None:
    asked = CoverageQuestion("托育；近视 ;托育； ")
    assert [each.text for each in asked.topics] == ["托育", "近视"]
