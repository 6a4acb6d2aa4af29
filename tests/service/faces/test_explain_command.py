"""``duibiao search --explain``: what is printed, and the one JSON object."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from service.faces.terminal import cli
from service.query import FIGURES, RANKING
from service.settings import Settings
from service.storage.base import Base

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    real_settings: Settings,
    real_base: Base,
) -> Run:
    """``duibiao search --explain``; gives status, stdout and stderr."""
    monkeypatch.setenv("DUIBIAO_HOME", str(real_settings.home))

    def go(*words: str) -> tuple[int, str, str]:
        status = cli.main(["search", "--explain", *words])
        return status, *capsys.readouterr()

    return go


def test_one_object_has_it_all(run: Run) -> None:
    status, out, err = run("留守儿童", "自闭症", "层级:县", "-k", "5", "--json", "--counts")
    assert (status, err, out.count("\n")) == (0, "", 1)
    told = json.loads(out)
    assert list(told) == ["question", "plan", "requests", "profile", "hits", "notes", "counts"]
    assert told["question"]["runs"][0] | {"near": None} == {
        "text": "留守儿童",
        "words": ["留守", "儿童"],
        "tokens": ["留守", "儿童"],
        "near": None,
    }
    assert told["question"]["scope"] == {"level": ["county"]}
    assert told["question"]["alternatives"][0]["wordings"] == ["孤独症"]
    assert told["plan"]["matches"] == ["near", "every", "any"] == [each["match"] for each in told["requests"]]
    assert {each["part"] for each in told["plan"]["ranking"]} == {
        "word",
        "alternative",
        "near",
        "heading",
    }
    assert told["profile"] == RANKING.numbers()
    for request in told["requests"]:
        assert request["tantivy"].startswith("Query(BooleanQuery")
        assert request["elasticsearch"]["size"] == request["limit"]
    for place, hit in enumerate(told["hits"], 1):
        assert hit["place"] == place
        assert sum(hit["parts"].values()) == pytest.approx(hit["score"], abs=2e-3)
    assert told["counts"]["total"] > 0


def test_the_hits_are_those_of_the_search(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    told = json.loads(run("家庭爆力", "--json")[1])
    assert told["question"]["mended"] == [{"typed": "家庭爆力", "meant": "家庭暴力"}]
    assert cli.main(["search", "家庭爆力", "--json"]) == 0
    plain = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert plain
    assert [{name: hit[name] for name in plain[0]} for hit in told["hits"]] == plain


def test_a_person_reads_it_in_the_order_of_the_search(run: Run) -> None:
    status, out, err = run("留守儿童 自闭症 -旅游", "-k", "3")
    assert (status, err) == (0, "")
    parts = re.findall("【(.+?)】", out)
    assert parts[:2] == ["问题", "计划"]
    assert parts[2].startswith("请求：词都有且相连")
    assert parts[-2:] == ["排序参数（docs/decisions/0016）", "结果"]
    for each in FIGURES:
        assert each.name in out
        assert each.label in out
    for told in ("不含：旅游", "守儿[相邻两字]×0.5", "别的说法：自闭症", '"bool"', "位次：", " = "):
        assert told in out


@pytest.mark.parametrize("typed", ["领域:健康", "“控辍保学”", "火星", "ycfswl", "老公打老婆", "妇" * 150])
def test_every_kind_of_question_can_be_explained(run: Run, typed: str) -> None:
    assert run(typed)[0] == 0
    status, out, _ = run(typed, "--json")
    assert status == 0
    assert json.loads(out)["question"]


def test_a_table_and_an_explanation_are_two_things(run: Run) -> None:
    status, out, err = run("妇女", "--xlsx", "x.xlsx")
    assert (status, out) == (2, "")
    assert err.endswith("。\n")
