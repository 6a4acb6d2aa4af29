"""``duibiao quality --profile``: another ranking beside the one that ships."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from service.faces.terminal import cli
from service.measuring.quality import Judged, ScoredQuery, compare
from service.query import RANKING
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
    """``duibiao quality --part tune --profile`` with a file of this name and text."""
    monkeypatch.setenv("DUIBIAO_HOME", str(real_settings.home))

    def go(path: Path, text: str | None, *more: str) -> tuple[int, str, str]:
        if text is not None:
            path.write_text(text, encoding="utf-8")
        status = cli.main(["quality", "--part", "tune", "--profile", str(path), *more])
        return status, *capsys.readouterr()

    return go


def test_two_rankings_stand_side_by_side(run: Run, tmp_path: Path) -> None:
    status, out, err = run(tmp_path / "示例.toml", "meaning = 0\nfew = 0\n", "--json")
    assert (status, err) == (0, "")
    rows = [json.loads(line) for line in out.splitlines()]
    assert rows[0]["kind"] == "all"
    assert sum(row["queries"] for row in rows[1:]) == rows[0]["queries"]
    lay = next(row for row in rows if row["kind"] == "lay")
    assert lay["profile"] < lay["shipped"] - 0.05
    assert lay["difference"] == pytest.approx(lay["profile"] - lay["shipped"], abs=2e-4)
    assert 0 < lay["worse"] <= lay["queries"]
    assert list(lay) == ["kind", "queries", "shipped", "profile", "difference", "better", "worse"]


def test_a_person_is_told_what_differs(run: Run, tmp_path: Path) -> None:
    status, out, _ = run(tmp_path / "示例.json", '{"meaning": 0, "bridge": 0.5}')
    assert status == 0
    assert "meaning（" in out
    assert "8 → 0" in out
    assert "bridge" not in out
    assert "日常说法" in out


def test_the_same_numbers_change_nothing(run: Run, tmp_path: Path) -> None:
    for name, text in (("a.toml", ""), ("b.json", json.dumps(RANKING.numbers())), ("c.json", "\ufeff{}")):
        _, out, _ = run(tmp_path / name, text, "--json")
        for row in map(json.loads, out.splitlines()):
            assert (row["shipped"], row["better"], row["worse"]) == (row["profile"], 0, 0)
    assert "相同" in run(tmp_path / "a.toml", "")[1]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.toml", "weight = 8.0"),
        ("a.toml", 'meaning = "8"'),
        ("a.toml", "few = 2.5"),
        ("a.toml", "[meaning]\nvalue = 1"),
        ("a.toml", "meaning = nan"),
        ("a.toml", "meaning = "),
        ("a.json", "meaning = 8"),
        ("a.json", "[8]"),
        ("a.json", '{"meaning": NaN}'),
        ("a.json", '{"meaning": null}'),
        ("a.json", "[" * 100_000),
        ("none.toml", None),
        (".", None),
    ],
)
def test_a_wrong_file_gives_one_sentence_and_status_2(
    run: Run, tmp_path: Path, name: str, text: str | None
) -> None:
    status, out, err = run(tmp_path / name, text)
    assert (status, out) == (2, "")
    assert err.endswith("。\n")
    assert err.count("\n") == 1


def test_the_figures_of_two_rankings() -> None:
    judged = [Judged("1", "a", "", "tune", {"x": 1}), Judged("2", "b", "", "tune", {"x": 1})]
    shipped = [ScoredQuery(one, (), ndcg, False) for one, ndcg in zip(judged, (0.5, 0.5), strict=True)]
    tried = [ScoredQuery(one, (), ndcg, False) for one, ndcg in zip(judged, (1.0, 0.25), strict=True)]
    every, first, second = compare(shipped, tried)
    assert (every.kind, every.queries, every.shipped, every.tried) == ("all", 2, 0.5, 0.625)
    assert (every.better, every.worse, every.difference) == (1, 1, 0.125)
    assert (first.kind, first.better, first.worse) == ("a", 1, 0)
    assert (second.kind, second.better, second.worse) == ("b", 0, 1)
