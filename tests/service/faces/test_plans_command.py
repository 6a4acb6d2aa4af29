"""The commands of editions: listed, compared, put back, taken out; and an import that would put another plan in its place."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from service.faces.terminal.cli import main

BRIDGE = """示例县桥梁养护规划（2026—2030年）
一、主要目标
1. 改造危旧桥梁{bridges}座以上。
2. 桥梁定期检查覆盖率达到{share}%以上。
3. 建立养护档案，做到一桥一档。
"""
ORCHARD = (
    BRIDGE.replace("桥梁养护", "果园灌溉").replace("危旧桥梁", "老旧水渠").replace("桥梁定期检查", "滴灌")
)


class Desk:
    """A corpus of its own, with the commands on it."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys

    def run(self, *words: str) -> tuple[int, str, str]:
        """Status, what was printed, what was told."""
        status = main([*words, "--corpus", str(self.folder / "corpus")])
        out, err = self._capsys.readouterr()
        return status, out, err

    def rows(self, *words: str) -> list[dict[str, Any]]:
        """The records that a command prints."""
        status, out, err = self.run(*words, "--json")
        assert status == 0, err
        return [json.loads(line) for line in out.splitlines()]

    def file(self, text: str, name: str = "桥梁.txt") -> str:
        """A file with this text."""
        path = self.folder / name
        path.write_text(text, "utf-8")
        return str(path)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Desk:
    monkeypatch.setenv("DUIBIAO_HOME", str(tmp_path / "home"))
    found = Desk(tmp_path, capsys)
    for bridges, who in ((12, "张三"), (20, "李四")):
        text = BRIDGE.format(bridges=bridges, share=80)
        assert found.run("import", found.file(text), "--plan", "bridges", "--yes", "--by", who)[0] == 0
    return found


def test_the_editions_of_a_plan(desk: Desk) -> None:
    rows = desk.rows("plans", "--history", "bridges")
    assert [(row["edition"], row["who"], row["in_force"]) for row in rows] == [
        (1, "张三", False),
        (2, "李四", True),
    ]
    status, out, _ = desk.run("plans", "--history", "bridges")
    assert (status, "第2版（现行）" in out, "入库 第1版" in out) == (0, True, True)
    assert [row["id"] for row in desk.rows("plans")] == ["bridges"]
    assert "bridges" in desk.run("plans")[1]


def test_two_editions_compared(desk: Desk) -> None:
    rows = desk.rows("compare", "bridges@1", "bridges")
    assert [(row["row"], row["old_value"], row["new_value"]) for row in rows] == [
        ("changed", None, None),
        ("target", "≥ 12座", "≥ 20座"),
    ]
    assert rows[0]["changes"] == [{"kind": "replace", "left": "12座", "right": "20座"}]
    assert "［12座→20座］" in desk.run("compare", "桥梁养护@1", "桥梁养护")[1]
    for words, says in (
        (("bridges@1", "bridges@1"), "请写两个不同的版次"),
        (("bridges@x", "bridges"), "版次应写成数字"),
        (("bridges", "bridges"), "写明版次"),
    ):
        status, _, err = desk.run("compare", *words)
        assert (status, says in err) == (2, True)


def test_nothing_is_put_back_or_taken_out_unasked(desk: Desk) -> None:
    for words in (("--restore", "bridges"), ("--remove", "bridges")):
        status, _, err = desk.run("plans", *words)
        assert (status, "没有改动" in err, "--yes" in err) == (2, True, True)
    assert "20座" in desk.run("clauses")[1]


def test_put_back_and_taken_out(desk: Desk) -> None:
    (row,) = desk.rows("plans", "--restore", "bridges", "--yes", "--by", "王五")
    assert (row["step"], row["edition"], row["who"]) == ("restore", 1, "王五")
    assert "12座" in desk.run("clauses")[1]
    assert desk.run("plans", "--restore", "bridges", "2", "--yes")[0] == 0
    assert "20座" in desk.run("clauses")[1]
    status, out, _ = desk.run("plans", "--remove", "bridges", "--yes")
    assert (status, "plans --restore bridges" in out) == (0, True)
    assert desk.rows("clauses") == []
    assert "已移除" in desk.run("plans", "--bin")[1]
    assert desk.run("plans", "--restore", "bridges", "--yes")[0] == 0
    assert "20座" in desk.run("clauses")[1]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--restore", "bridges", "9", "--yes"), "没有第 9 版，可以写：1、2"),
        (("--restore", "bridges", "x", "--yes"), "写法：duibiao plans --restore"),
        (("--restore", "bridges", "2", "--yes"), "现在用的就是第2版"),
        (("--history", "火星规划"), "火星规划"),
        (("--history", "bridges", "--bin"), "一次只写一个"),
    ],
)
def test_mistakes_are_told(desk: Desk, words: tuple[str, ...], says: str) -> None:
    status, _, err = desk.run("plans", *words)
    assert (status, says in err) == (2, True), err


def test_another_plan_needs_a_flag(desk: Desk) -> None:
    file = desk.file(ORCHARD.format(bridges=5, share=40), "果园.txt")
    status, out, err = desk.run("import", file, "--plan", "bridges", "--yes")
    assert (status, "看来是另一部规划" in out, "--replace" in err) == (2, True, True)
    assert "20座" in desk.run("clauses")[1]
    (row,) = desk.rows("import", file, "--plan", "bridges", "--dry-run")
    assert row["another"]
    assert row["stored"] is False
    (row,) = desk.rows("import", file, "--plan", "bridges", "--yes", "--replace")
    assert row["stored"] is True
    assert "水渠" in desk.run("clauses")[1]


def test_several_files_and_one_plan_of_two(desk: Desk) -> None:
    fine = desk.file(ORCHARD.format(bridges=5, share=40), "果园.txt")
    broken = desk.file("\x00\x01\x02" * 99, "坏.txt")
    status, _, err = desk.run("import", broken, fine, "--level", "县", "--yes")
    assert (status, "坏.txt：" in err) == (2, True)
    assert "水渠" in desk.run("clauses")[1]
    two = ORCHARD.replace("果园", "茶园").format(bridges=7, share=50)
    both = desk.file(BRIDGE.format(bridges=33, share=80) + "\n" + two, "两部.txt")
    plans = [row["plan"] for row in desk.rows("import", both, "--dry-run")]
    assert len(plans) == 2
    assert desk.run("import", both, "--only", plans[1], "--yes")[0] == 0
    assert "33座" not in desk.run("clauses")[1]
    assert plans[1] in {row["id"] for row in desk.rows("plans")}
    status, _, err = desk.run("import", both, "--only", "nobody", "--yes")
    assert (status, "可以写：" in err) == (2, True)


def test_the_review_shows_old_and_new(desk: Desk) -> None:
    text = BRIDGE.format(bridges=20, share=95)
    _, out, _ = desk.run("import", desk.file(text), "--dry-run")
    assert "2 条不变，改动 1 条" in out
    assert "［80%→95%］" in out
    assert "≥ 80% → ≥ 95%" in out
