"""``duibiao read FILE --targets --explain``: each number with the frame that read it, or the reason that keeps it back."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.plan import ClauseKind
from service.faces.terminal import cli
from service.settings import Settings

TEXT = """示例县妇女发展规划（2021—2030年）
一、主要目标
1. 到2030年，80%的村庄建成妇女之家；适龄妇女宫颈癌人群筛查率达到70%以上。
2. 每个20户以上的村至少配备1名女干部，目前已有3名。
3. 到2030年，建成标准化妇幼保健院。
4. 严禁27周以上的非医学需要的终止妊娠手术。
"""
Run = Callable[..., str]


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    real_settings: Settings,
) -> Run:
    """``duibiao read --explain`` of the text above; gives stdout."""
    monkeypatch.setenv("DUIBIAO_HOME", str(real_settings.home))
    file = tmp_path / "plan.txt"
    file.write_text(TEXT, encoding="utf-8")

    def go(*words: str) -> str:
        assert cli.main(["read", str(file), "--targets", "--explain", *words]) == 0
        out, err = capsys.readouterr()
        assert err == ""
        return out

    return go


def test_every_number_is_told(run: Run) -> None:
    rows = [json.loads(line) for line in run("--json").splitlines()]
    assert [(row["frame"], row["refused"]) for row in rows] == [
        ("percent_group", None),
        ("level", None),
        ("number_noun", None),
        (None, "condition"),
        (None, "reported"),
        ("milestone", None),
        ("standard", None),
    ]
    assert [row["quote"] for row in rows if row["refused"]] == ["20户以上", "3名"]
    assert [row["target"]["indicator"] for row in rows if "target" in row][1] == "适龄妇女宫颈癌人群筛查率"
    assert {row["target"]["kind"] for row in rows if "target" in row} == {ClauseKind.GOAL.value}
    assert all(TEXT[row["start"] : row["end"]].replace("\n", "") == row["quote"] for row in rows)


def test_people_are_told_in_chinese(run: Run) -> None:
    out = run()
    assert "5 个指标目标，另有 2 个数不是指标目标" in out
    assert "读作目标：“指标达到、不低于多少”：数是要达到的水平（level）" in out
    assert "不是目标：数后面是“的…”，是条件：10人的村（condition）" in out
    assert "适龄妇女宫颈癌人群筛查率　≥ 70%" in out
