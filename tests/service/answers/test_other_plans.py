"""A plan for another subject stands in for none: what it leaves out is no gap of a plan that nobody has read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from ingest.plan import Level
from service.answers.coverage import matrix
from service.faces.terminal.cli import main
from service.faces.web.app import create_app
from service.linking.link_making import open_links
from service.settings import Settings
from service.upkeep import build

_ENTRY = '[[plan]]\nid = "{0}"\ntitle = "{1}"\nlevel = "{2}"\nsubject = "{3}"\nend_year = 2030\n{4}holding = "{5}"\n'
COUNTY = """示例县妇女发展规划（2021—2030年）
二、发展领域
（一）妇女与健康
主要目标：
1.孕产妇死亡率下降到9/10万以下。
2.妇女居家安全用电知识知晓率达到70%。
策略措施：
1.完善村规民约，保障出嫁女的土地承包权益。
"""
NATION = """示例国健康规划纲要（2016—2030年）
二、战略任务
（一）妇幼健康
主要目标：
1.孕产妇死亡率下降到12/10万以下。
"""


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    corpus = tmp_path_factory.mktemp("corpus")
    (corpus / "county.txt").write_text(COUNTY, encoding="utf-8")
    (corpus / "health.txt").write_text(NATION, encoding="utf-8")
    rows = (
        ("county", "示例县妇女发展规划（2021—2030年）", "county", "妇女", 'file = "county.txt"\n', "full"),
        ("nation", "示例国妇女发展纲要（2021—2030年）", "nation", "妇女", "", "none"),
        ("health", "示例国健康规划纲要（2016—2030年）", "nation", "健康", 'file = "health.txt"\n', "full"),
    )
    (corpus / "catalogue.toml").write_text("".join(_ENTRY.format(*row) for row in rows), encoding="utf-8")
    return Settings(tmp_path_factory.mktemp("home"), corpus.resolve())


@pytest.fixture(scope="module")
def site(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), follow_redirects=False) as client:
        for _ in range(600):
            if client.get("/readyz").status_code == 200:
                break
        yield client


def test_the_matrix_knows_nothing_of_a_text_that_is_not_there(settings: Settings) -> None:
    base = build.ensure(settings, build.Silent())
    found = [
        row
        for row in matrix(base.store, open_links(base.folder, base.store), {})
        if row.plan.entry.id == "county"
    ]
    assert {row.answered[Level.NATION] for row in found} == {None}
    assert sum(row.beside[Level.NATION] for row in found) == 1


def test_pages_say_no_text_and_show_the_rest_as_an_extra(site: TestClient) -> None:
    page = site.get("/coverage").text
    assert "别的规划 1 条有对应" in page
    assert "条没有找到</b>" not in page
    table = site.get("/links?plan=county&domain=全部").text
    assert "别的规划 1 条有对应" in table
    assert "条没有找到</span>" not in table
    assert "没有找到对应</b>" not in table
    assert table.count("没有文本</p>") == 3
    assert "有一级没有找到对应 —" in table
    assert "《示例国健康规划纲要（2016—2030年）》</span>" in table  # whose answer it is
    gaps = site.get("/links?plan=county&domain=全部&show=gaps").text
    assert "其他各级都没有同一规划的文本" in gaps
    assert "都找到了对应" not in gaps


def test_files_say_no_text(site: TestClient) -> None:
    table = site.get("/links.csv?plan=county&domain=全部").text
    assert table.count("没有文本") >= 3
    assert ",没有找到对应," not in table
    assert "没有文本（别的规划 1 条有对应）" in site.get("/coverage.csv").text


def test_one_clause_says_no_text_beside_the_other_plan(site: TestClient) -> None:
    for address in ("/links/county/1.1/goal/1", "/clauses/county/1.1/goal/1"):
        page = site.get(address.replace("1.1", _section(site))).text
        assert "没有文本" in page
        assert "没有找到对应<" not in page


def _section(site: TestClient) -> str:
    """Of the domain, whatever its number."""
    return str(site.get("/api/v1/clauses?plan=county&kind=goal").json()["items"][0]["section"])


def test_a_level_tells_how_many_of_its_plans_were_read(site: TestClient) -> None:
    page = site.get("/coverage?q=土地承包").text
    assert "查了 1 部全文；另有 1 部没有文本" in page


def test_the_command_line_and_its_records(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUIBIAO_HOME", str(settings.home))
    corpus = ["--corpus", str(Path(settings.corpus))]
    assert main(["links", "--plan", "county", *corpus]) == 0
    told = capsys.readouterr().out
    assert "国家　没有文本" in told
    assert "国家　没有找到对应" not in told
    assert "0 处没有找到对应" in told
    assert main(["links", "--plan", "county", "--json", *corpus]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["kin"] for row in rows} == {"other"}
    assert main(["coverage", "--matrix", *corpus]) == 0
    assert "没有文本" in capsys.readouterr().out
