"""The desk: one question has one answer, whoever asks; questions tell themselves apart, and filters are read once."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import fields
from typing import Any

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from places import FAMILIES, ROOT

from service import desk as door
from service.decisions import LinkStatus, open_decisions
from service.desk import (
    ClauseQuestion,
    ClausesQuestion,
    CompareQuestion,
    CorrectionsQuestion,
    CoverageQuestion,
    Desk,
    Filters,
    LadderQuestion,
    LinksQuestion,
    MatrixQuestion,
    PlanQuestion,
    PlansQuestion,
    Question,
    Said,
    SearchQuestion,
    SuggestionQuestion,
    TargetListQuestion,
    TargetsQuestion,
    ValuesQuestion,
    open_desk,
)
from service.desk import filters as filters_module
from service.errors import BadFilter, BadQuery, Later, NotFound
from service.faces.records import compare, coverage, ladder, links, search
from service.faces.terminal.cli import main
from service.faces.web.app import create_app
from service.query import Scope
from service.settings import Settings
from service.storage import Base
from service.upkeep.build import Silent

CLAUSE = "county-women/2.1/goal/3"
OTHER = "city-women/2.1/goal/3"
COUNTY = Filters(level=("县",))
QUESTIONS: tuple[Question, ...] = (
    CorrectionsQuestion(),
    CorrectionsQuestion(unlaid=True),
    SearchQuestion("孕产妇"),
    SearchQuestion("孕产妇", limit=20),
    SearchQuestion("孕产妇", offset=10),
    SearchQuestion("孕产妇", literal=True),
    SearchQuestion("孕产妇", COUNTY),
    SearchQuestion("孕产妇", Filters(domain=("县",))),
    SearchQuestion("孕产妇", Filters(level=("县", "省"))),
    SearchQuestion("孕产妇", Filters(level=("县、省",))),
    SearchQuestion("孕产妇", Scope(plans=("county-women",))),
    SearchQuestion("孕产妇", Filters(plan=("county-women",))),
    SearchQuestion('孕产妇", "literal": true'),
    CoverageQuestion("孕产妇"),
    CoverageQuestion("孕产妇", literal=True),
    MatrixQuestion(),
    MatrixQuestion(COUNTY),
    SuggestionQuestion("孕"),
    SuggestionQuestion("孕", 3),
    ClauseQuestion(CLAUSE),
    ClausesQuestion(COUNTY),
    TargetsQuestion(COUNTY),
    TargetsQuestion(),
    TargetListQuestion("率"),
    TargetListQuestion(measure=("%",)),
    PlansQuestion(),
    PlanQuestion("county-women"),
    ValuesQuestion(),
    LinksQuestion(),
    LinksQuestion(CLAUSE),
    LinksQuestion(CLAUSE, levels=("省",)),
    LinksQuestion(CLAUSE, Filters(level=("省",))),
    LinksQuestion(CLAUSE, rejected=True),
    LadderQuestion(),
    LadderQuestion("孕产妇死亡率"),
    LadderQuestion("孕产妇死亡率", level=("省",)),
    CompareQuestion("county-women", "nation-women"),
    CompareQuestion("nation-women", "county-women"),
)

KINDS = {
    each
    for each in vars(door).values()
    if isinstance(each, type) and issubclass(each, Question) and each is not Question
}


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A data folder over fictional plans of four levels."""
    return Settings(tmp_path_factory.mktemp("desk"), (FAMILIES / "tuned").resolve())


@pytest.fixture(scope="module")
def desk(settings: Settings) -> Desk:
    """The desk of a command."""
    return open_desk(settings, lambda: nullcontext(Silent()))


@pytest.fixture(scope="module")
def site(desk: Desk) -> Iterator[TestClient]:
    """A service over the same base."""
    with TestClient(create_app(desk.settings), base_url="http://127.0.0.1", follow_redirects=False) as client:
        until = time.monotonic() + 60
        while client.get("/readyz").status_code != 200:
            assert time.monotonic() < until
            time.sleep(0.02)
        yield client


@pytest.fixture
def typed(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., list[dict[str, Any]]]:
    """What a command answers, as records."""
    monkeypatch.setenv("DUIBIAO_HOME", str(settings.home))

    def run(*words: str) -> list[dict[str, Any]]:
        assert main([*words, "--json", "--corpus", str(settings.corpus)]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    return run


# One answer for all faces


def _rungs(found: Any) -> list[dict[str, Any]]:
    return [ladder.rung_record(each, rung) for each in found for rung in each.rungs]


SAME: dict[str, tuple[Callable[[Desk], list[dict[str, Any]]], tuple[str, ...], str]] = {
    "search": (
        lambda desk: [
            search.hit_record(hit) for hit in desk.search(SearchQuestion("健康", COUNTY, limit=5)).hits
        ],
        ("search", "健康", "--level", "县", "-k", "5"),
        "/search?q=健康&level=县&limit=5",
    ),
    "clauses": (
        lambda desk: [search.stored_record(row) for row in desk.clauses(ClausesQuestion(COUNTY))],
        ("clauses", "--level", "县"),
        "/clauses?level=县&limit=200",
    ),
    "targets": (
        lambda desk: [search.target_record(row) for row in desk.targets(TargetsQuestion(COUNTY))],
        ("targets", "--level", "县"),
        "/targets?level=县&limit=200",
    ),
    "links": (
        lambda desk: [links.link_record(row) for row in desk.links(LinksQuestion(CLAUSE, levels=("省",)))],
        ("links", CLAUSE, "--level", "省"),
        f"/links?address={CLAUSE}&level=省",
    ),
    "coverage": (
        lambda desk: [
            coverage.coverage_record(row, found, "心理")
            for found in [desk.coverage(CoverageQuestion("心理"))]
            for row in found.rows
        ],
        ("coverage", "心理"),
        "/coverage?q=心理&limit=200",
    ),
    "matrix": (
        lambda desk: [coverage.matrix_record(row) for row in desk.matrix(MatrixQuestion(COUNTY))],
        ("coverage", "--matrix", "--level", "县"),
        "/coverage/matrix?level=县&limit=200",
    ),
    "compare": (
        lambda desk: list(
            compare.comparison_records(desk.compare(CompareQuestion("county-women", "nation-women")))
        ),
        ("compare", "county-women", "nation-women"),
        "/compare?left=county-women&right=nation-women&limit=200",
    ),
}


@pytest.mark.parametrize("name", SAME)
def test_a_command_and_the_api_give_what_the_desk_gives(
    desk: Desk, site: TestClient, typed: Callable[..., list[dict[str, Any]]], name: str
) -> None:
    asked, words, path = SAME[name]
    expected = json.loads(json.dumps(asked(desk)))
    assert expected
    assert typed(*words) == expected
    assert _stated(site.get(f"/api/v1{path}").json()["items"]) == _stated(expected)


def _stated(record: Any) -> Any:
    """A record without what is null: the API spells out what a reason of a hit does not have."""
    if isinstance(record, dict):
        return {name: _stated(value) for name, value in record.items() if value is not None}
    return [_stated(each) for each in record] if isinstance(record, list) else record


def test_a_ladder_is_the_same_everywhere(
    desk: Desk, site: TestClient, typed: Callable[..., list[dict[str, Any]]]
) -> None:
    asked = LadderQuestion("孕产妇死亡率", plan=("county-women",))
    expected = json.loads(json.dumps(_rungs(desk.ladder(asked))))
    assert typed("ladder", "孕产妇死亡率", "--plan", "county-women") == expected
    items = site.get("/api/v1/ladder?indicator=孕产妇死亡率&plan=county-women").json()["items"]
    assert [rung for each in items for rung in each["rungs"]] == expected
    sheet = _csv(site, "/ladder.csv?indicator=孕产妇死亡率&plan=county-women")
    assert [row["条目地址"] or None for row in sheet] == [rung["clause"] for rung in expected]


def test_a_clause_is_the_same_everywhere(
    desk: Desk, site: TestClient, typed: Callable[..., list[dict[str, Any]]]
) -> None:
    expected = json.loads(json.dumps(search.lookup_record(desk.clause(ClauseQuestion(CLAUSE)), desk.checks)))
    assert typed("show", CLAUSE) == [expected]
    # The terminal says of a target that it was scanned or corrected, or nothing; the API says null.
    left_out = {"scanned": None, "corrected": None}
    told = [left_out | target for target in expected["targets"]]
    assert site.get(f"/api/v1/clauses/{CLAUSE}").json() == {"corrected": None, **expected, "targets": told}
    assert site.get(f"/clauses/{CLAUSE}").status_code == 200


def _csv(site: TestClient, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(site.get(path).content.decode("utf-8-sig"), newline="")))


def test_a_page_and_its_sheet_show_the_hits_of_the_desk(desk: Desk, site: TestClient) -> None:
    hits = [hit.address for hit in desk.search(SearchQuestion("健康", COUNTY, limit=1_000)).hits]
    assert [row["条目地址"] for row in _csv(site, "/search.csv?q=健康&level=县")] == hits
    page = site.get("/search?q=健康&level=县").text
    assert all(f"/clauses/{address}" in page for address in hits[:20])


def test_a_part_of_the_links_is_a_part_of_all(desk: Desk) -> None:
    asked = LinksQuestion(filters=Filters(plan=("county-women",), domain=("妇女与健康",)))
    every, parts = list(desk.links(asked)), desk.links_in_parts(asked)
    assert len(parts) == len(every) > 10
    assert [row.link for row in parts.part(3, 9)] == [row.link for row in every[3:9]]


# Questions


def test_every_question_is_told_apart() -> None:
    assert len({question.key for question in QUESTIONS}) == len(QUESTIONS)
    assert {type(question) for question in QUESTIONS} == KINDS


def test_the_text_of_a_question_is_the_same_in_every_process() -> None:
    asked = SearchQuestion("留守儿童", Filters(level=("县",), plan=("妇女", "儿童")), limit=20)
    expected = 'SearchQuestion {"text": "留守儿童", "filters": {"level": ["县"], "plan": ["妇女", "儿童"]}, "limit": 20}'
    assert asked.key == expected
    code = (
        "import sys; from service.desk import Filters, SearchQuestion;"
        "asked = SearchQuestion('留守儿童', Filters(level=('县',), plan=('妇女', '儿童')), limit=20);"
        "sys.stdout.buffer.write(asked.key.encode())"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, check=True)
    assert done.stdout.decode() == expected


_words = st.lists(st.text(max_size=4), max_size=2).map(tuple)
_filters = st.builds(Filters, level=_words, kind=_words, domain=_words, plan=_words, unit=_words, has=_words)
_asked = st.builds(
    SearchQuestion, st.text(max_size=5), _filters, st.integers(1, 3), st.integers(0, 2), st.booleans()
)


@given(_asked, _asked)
def test_keys_are_equal_where_questions_are(one: SearchQuestion, other: SearchQuestion) -> None:
    assert (one.key == other.key) is (one == other)


@pytest.mark.parametrize("asked", [Filters, *sorted(KINDS, key=str)])
def test_every_field_says_what_to_write_there(asked: type[Any]) -> None:
    for each in fields(asked):
        assert each.metadata["name"]
        assert any("\u4e00" <= letter <= "\u9fff" for letter in each.metadata["help"])
        assert door.help_of(asked, each.name) == each.metadata["help"]


def test_a_question_in_words(desk: Desk) -> None:
    asked = SearchQuestion("健康", Filters(level=("county",), kind=("目标",), plan=("县妇女",)), literal=True)
    assert desk.in_words(asked) == (
        ("检索词", "健康"),
        ("层级", "县"),
        ("类型", "主要目标"),
        ("规划", "示例县妇女发展规划（2021—2030年）"),
        ("查法", "只按写的字查"),
    )
    stated = SearchQuestion("健康", Filters(has=("数字",), domain=("妇女与健康",)))
    assert desk.in_words(stated) == (("检索词", "健康"), ("领域", "妇女与健康"), ("含", "数值"))
    assert desk.in_words(MatrixQuestion()) == ()
    asked_ladder = LadderQuestion("孕产妇死亡率", level=("省",))
    assert desk.in_words(asked_ladder, ("结论", "更宽")) == (
        ("指标", "孕产妇死亡率"),
        ("结论", "更宽"),
        ("层级", "省"),
    )


# Filters


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Every reading of filters, as it happens."""
    seen: list[dict[str, Any]] = []
    before = filters_module.read_scope

    def reading(known: Any, **typed: Any) -> Scope:
        seen.append(typed)
        return before(known, **typed)

    monkeypatch.setattr(filters_module, "read_scope", reading)
    return seen


@pytest.mark.parametrize(
    "path",
    [
        "/search.xlsx?q=健康&level=county",
        "/search?q=健康&level=county",
        "/coverage.xlsx?q=健康&plan=county-women",
        "/coverage?q=健康&plan=county-women",
        "/ladder.xlsx?plan=county-women",
        "/ladder?plan=county-women",
        "/api/v1/search?q=健康&level=county",
        "/api/v1/clauses?level=county",
        "/api/v1/targets?level=county",
        "/api/v1/links?plan=county-women",
        "/api/v1/ladder?plan=county-women",
        "/api/v1/coverage?q=健康&level=county",
        "/api/v1/coverage/matrix?level=county",
    ],
)
def test_the_filters_of_a_request_are_read_once(
    site: TestClient, read: list[dict[str, Any]], path: str
) -> None:
    assert site.get(path).status_code == 200
    assert len(read) == 1


def test_the_filters_of_a_command_are_read_once(
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
    read: list[dict[str, Any]],
) -> None:
    monkeypatch.setenv("DUIBIAO_HOME", str(settings.home))
    file = tmp_path_factory.mktemp("saved") / "found.csv"
    words = ["search", "健康", "--level", "县", "--xlsx", str(file), "--corpus", str(settings.corpus)]
    assert main(words) == 0
    assert len(read) == 1


def test_without_filters_the_base_is_not_asked_for_its_values(desk: Desk, read: list[dict[str, Any]]) -> None:
    assert desk.scope(Filters()) == Scope()
    assert desk.scope(Scope(plans=("county-women",))) == Scope(plans=("county-women",))
    assert read == []


@pytest.mark.parametrize(
    ("ask", "error"),
    [
        (lambda desk: desk.search(SearchQuestion("的")), BadQuery),
        (lambda desk: desk.search(SearchQuestion("健康", Filters(plan=("火星",)))), BadFilter),
        (lambda desk: desk.links(LinksQuestion(levels=("火星",))), BadFilter),
        (lambda desk: desk.ladder(LadderQuestion("没有这一项")), NotFound),
        (lambda desk: desk.compare(CompareQuestion("women", "nation-women")), BadFilter),
        (lambda desk: desk.clause(ClauseQuestion("没有/1")), NotFound),
    ],
)
def test_what_cannot_be_answered_is_refused(
    desk: Desk, ask: Callable[[Desk], object], error: type[Exception]
) -> None:
    with pytest.raises(error):
        ask(desk)


# What people decide


@pytest.fixture
def own(own_settings: Settings) -> Desk:
    """A desk whose decisions a test may change."""
    return open_desk(own_settings, lambda: nullcontext(Silent()))


MINE, ITS = "example-women-2021/1.1/goal/1", "example-province-2021/1.1/goal/2"


def test_a_decision_is_in_the_next_answer_of_the_same_desk(own: Desk) -> None:
    asked = LinksQuestion(MINE)
    before = [row.status for row in own.links(asked)]
    assert LinkStatus.CONFIRMED not in before
    own.decide(Said(MINE, ITS, LinkStatus.CONFIRMED, who="示例"), shown=asked)
    after = {row.link.target: row.status for row in own.links(asked)}
    assert after[ITS] is LinkStatus.CONFIRMED


def test_nothing_is_kept_that_cannot_be_shown(own: Desk) -> None:
    def later(_: float | None) -> Any:
        raise Later("正在计算")

    waiting = Desk(own.base, own.settings, later)
    said = Said(MINE, ITS, LinkStatus.CONFIRMED)
    with pytest.raises(Later):
        waiting.decide(said, shown=LinksQuestion(MINE))
    with pytest.raises(BadFilter):
        own.decide(said, shown=LinksQuestion(MINE, Filters(plan=("火星",))))
    with pytest.raises(NotFound):
        own.decide(said, Said(MINE, "没有/1", LinkStatus.CONFIRMED))
    assert open_decisions(own.settings).links() == ()
    waiting.decide(said)  # who does not look at the links need not wait for them
    assert [each.pair for each in open_decisions(own.settings).links()] == [(MINE, ITS)]


def test_a_search_loads_neither_links_nor_decisions(settings: Settings, desk: Desk) -> None:
    code = (
        "import sys; from service.faces.terminal.cli import main;"
        f"main(['search', '健康', '--json', '--corpus', {str(settings.corpus)!r}]); print(*sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"DUIBIAO_HOME": str(settings.home), "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=True,
    )
    loaded = set(done.stdout.splitlines()[-1].split())
    assert "service.desk.desk" in loaded
    unwanted = {"service.linking", "service.decisions", "sqlalchemy", "service.answers.alignment", "rich"}
    assert not unwanted & loaded


def test_a_desk_is_made_of_a_base(desk: Desk) -> None:
    assert isinstance(desk.base, Base)
    assert desk.known == desk.base.known
    assert desk.plan(PlanQuestion("county-women")) in desk.plans(PlansQuestion(COUNTY))
    assert desk.plan(PlanQuestion("火星")) is None
