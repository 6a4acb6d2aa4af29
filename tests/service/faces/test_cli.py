"""The command line: records, tables, statuses and sentences."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from places import ROOT

from service.faces.terminal import cli, commands
from service.settings import Settings
from service.storage.base import Base

Run = Callable[..., tuple[int, str, str]]

CLAUSE = [
    "address",
    "plan",
    "kind",
    "section",
    "section_title",
    "domain",
    "number",
    "title",
    "text",
    "start",
    "end",
]
TARGET = [
    "clause",
    "plan",
    "kind",
    "domain",
    "number",
    "indicator",
    "population",
    "comparator",
    "value",
    "value_high",
    "unit",
    "base",
    "year",
    "nature",
    "baseline_year",
    "hedge",
    "quote",
    "start",
    "end",
    "period",
    "direction",
    "source",
    "attribute",
    "scope",
    "column",
    "checked",
    "checked_by",
    "checked_on",
]
HIT = ["address", "citation", "score", "kind", "level", "title", "text", "marks", "why"]
NOTICE = "county/tengchong-women-children-2021-2030.txt"


@pytest.fixture
def run(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    real_settings: Settings,
    real_base: Base,
) -> Run:
    """Runs a command in this process against the real base; gives status, stdout and stderr."""
    monkeypatch.setenv("DUIBIAO_HOME", str(real_settings.home))

    def go(*words: str) -> tuple[int, str, str]:
        status = cli.main(words)
        out, err = capsys.readouterr()
        return status, out, err

    return go


def records(out: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.splitlines()]


def one_sentence(err: str) -> bool:
    """One line of Chinese that ends as a sentence, with no trace in it."""
    return (
        err.count("\n") == 1
        and err.rstrip("\n").endswith("。")
        and bool(re.search("[\u4e00-\u9fff]{2}", err))
        and "Traceback" not in err
    )


# Records


def test_clause_records(run: Run, real_base: Base) -> None:
    status, out, err = run("clauses", "--json")
    found = records(out)
    assert (status, err, len(found)) == (0, "", real_base.manifest.counts["clauses"])
    for record in found:
        assert list(record)[: len(CLAUSE)] == CLAUSE
    goal = next(record for record in found if record["address"] == "tengchong-women-2021/2.1/goal/2")
    assert goal | {"start": 0, "end": 0} == {
        "address": "tengchong-women-2021/2.1/goal/2",
        "plan": "tengchong-women-2021",
        "kind": "goal",
        "section": "2.1",
        "section_title": "妇女与健康",
        "domain": "妇女与健康",
        "number": "2",
        "title": "孕产妇死亡率下降到十万分之九以下",
        "text": "2.孕产妇死亡率下降到十万分之九以下。",
        "start": 0,
        "end": 0,
        "body": 2,
        "units": [],
        "context": ["妇女与健康"],
        "level": "county",
        "citation": "《腾冲妇女发展规划（2021—2030年）》二、（一）妇女与健康 主要目标第2条",
    }


def test_read_gives_the_same_clauses_without_a_base(
    run: Run, corpus_dir: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    kept = {record["address"]: record for record in records(run("clauses", "--json")[1])}
    monkeypatch.setenv("DUIBIAO_HOME", str(tmp_path / "untouched"))
    status, out, _ = run("read", str(corpus_dir / NOTICE), "--json")
    assert status == 0
    for record in records(out):
        assert list(record)[: len(CLAUSE)] == CLAUSE
        assert record.items() <= kept[record["address"]].items()
    assert not (tmp_path / "untouched").exists()


@pytest.mark.parametrize("words", [["targets"], ["read", NOTICE, "--targets"]])
def test_target_records(run: Run, corpus_dir: Path, words: list[str]) -> None:
    words = [str(corpus_dir / word) if word == NOTICE else word for word in words]
    status, out, _ = run(*words, "--json")
    assert status == 0
    for record in records(out):
        assert list(record) == TARGET
        assert record["value"] is None or isinstance(record["value"], int | float)


def test_outline_and_warning_records(run: Run, corpus_dir: Path) -> None:
    status, out, _ = run("read", str(corpus_dir / NOTICE), "--outline", "--json")
    assert status == 0
    assert {"plan", "level", "number", "title", "section", "start", "end"} <= set(records(out)[0])
    status, out, _ = run("read", str(corpus_dir / NOTICE), "--warnings", "--json")
    assert status == 0
    assert all(set(record) == {"clause", "code", "message", "start", "end"} for record in records(out))


def test_hit_records(run: Run) -> None:
    status, out, err = run("search", "留守儿童", "--json", "-k", "5")
    found = records(out)
    assert (status, err, len(found)) == (0, "", 5)
    for record in found:
        assert list(record)[: len(HIT)] == HIT
        assert all(0 <= start < end <= len(record["text"]) for start, end in record["marks"])
    assert [record["score"] for record in found] == sorted((r["score"] for r in found), reverse=True)
    first = found[0]
    assert {first["text"][start:end] for start, end in first["marks"]} == {"留守儿童"}
    assert first["level"] == "county"


def test_counts_come_last_when_asked_for(run: Run) -> None:
    _, out, _ = run("search", "留守儿童", "--json", "--counts", "-k", "1")
    hit, counts = records(out)
    assert hit["address"]
    assert counts["total"] == sum(counts["facets"]["level"].values())


def test_a_search_that_finds_nothing_is_no_mistake(run: Run) -> None:
    assert run("search", "火星", "--json") == (0, "", "")
    status, out, _ = run("search", "火星")
    assert status == 0
    assert "没有找到" in out


def test_show_record(run: Run) -> None:
    _, out, _ = run("show", "tengchong-women-2021/2.1/goal/2", "--json")
    (record,) = records(out)
    assert list(record)[: len(CLAUSE)] == CLAUSE
    assert isinstance(record["targets"], list)
    assert isinstance(record["warnings"], list)


def test_verify_records(run: Run) -> None:
    status, out, _ = run("verify", "--json")
    assert status == 0
    assert all(record["ok"] for record in records(out))


def test_filters_and_words_may_stand_in_any_order(run: Run) -> None:
    one = run("search", "--kind", "目标", "健康", "-k", "3", "妇女", "--json")
    two = run("search", "健康", "妇女", "--json", "--kind", "主要目标", "-k", "3")
    assert one == two
    assert all(record["kind"] == "goal" for record in records(one[1]))


# Tables


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["search", "留守儿童", "-k", "2"], "《腾冲儿童发展规划（2021—2030年）》二、（四）儿童与福利"),
        (["clauses", "--kind", "原则"], "共 9 个条目"),
        (["targets"], "指标"),
        (["show", "tengchong-women-2021/preface"], "《腾冲妇女发展规划（2021—2030年）》前言"),
        (["build"], "知识库已是最新"),
        (["verify"], "✓ 条目与索引"),
        (["read", NOTICE], "腾冲儿童发展规划"),
        (["read", NOTICE, "--outline"], "妇女与健康"),
        (["read", NOTICE], "孕产妇死亡率下降到十万分之九以下"),
        (["read", NOTICE], "二、（二）妇女与教育 策略措施第8条：这一条末尾没有句号"),
        (["read", NOTICE, "--warnings"], "（第 "),
        (["clauses", "--level", "省"], "没有符合条件的条目"),
    ],
)
def test_tables_fit_the_line(
    run: Run, corpus_dir: Path, monkeypatch: pytest.MonkeyPatch, words: list[str], expected: str
) -> None:
    from rich.cells import cell_len

    words = [str(corpus_dir / word) if word == NOTICE else word for word in words]
    status, out, _ = run(*words)
    assert status == 0
    assert expected in out
    assert max(cell_len(line.rstrip()) for line in out.splitlines()) <= 120
    assert "\x1b" not in out


def test_a_file_that_hardly_came_apart_is_told_at_once(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "附件.txt"
    path.write_text("规划在附件里，请下载。", encoding="utf-8")
    status, out, _ = run("read", str(path))
    assert status == 0
    assert "文件里只有 11 个字" in out


# Help


def test_help_is_chinese_and_names_every_command(run: Run) -> None:
    for words in ([], ["--help"], ["-h"], ["help"]):
        status, out, _ = run(*words)
        assert status == 0
        assert all(f"  {command.name}" in out for command in commands.COMMANDS)
    for command in commands.COMMANDS:
        status, out, _ = run(command.name, "--help")
        assert status == 0
        assert out.startswith(f"用法：duibiao {command.name}")
        assert "--json" in out
        assert "--corpus" in out
        assert not re.search("usage|options|show this", out)


# Mistakes


@pytest.mark.parametrize(
    "words",
    [
        ["serch", "妇女"],
        ["search"],
        ["search", "妇女", "--what"],
        ["search", "妇女", "-k"],
        ["search", "妇女", "-k", "many"],
        ["search", "妇女", "-k", "0"],
        ["search", "妇女", "-k", "1000000000"],
        ["search", "妇" * 10_000],
        ["search", "，。！？"],
        ["search", ""],
        ["search", "\udcff\udcfe"],
        ["search", "妇女", "--level", "组"],
        ["search", "妇女", "--kind", "口号"],
        ["search", "妇女", "--domain", "火星"],
        ["search", "妇女", "--plan", "火星"],
        ["search", "妇女", "--unit", "火星"],
        ["search", "妇女", "--corpus", "/no/such/folder"],
        ["search", "妇女", "--corpus", __file__],
        ["show", "no/such/address"],
        ["show", "tengchong-women-2021/2.1/goal/200"],
        ["show"],
        ["read"],
        ["read", "/no/such/file.txt"],
        ["read", "."],
        ["clauses", "extra"],
        ["build", "extra"],
        ["bench", "--clauses", "1"],
    ],
)
def test_mistakes_give_one_sentence_and_status_2(run: Run, words: list[str]) -> None:
    status, out, err = run(*words)
    assert status == 2
    assert out == ""
    assert one_sentence(err), err


BAD_FILES = {
    "empty.txt": b"",
    "blank.txt": b" \n\n\t ",
    "binary.txt": bytes(range(256)) * 100,
    "broken.txt": "规划".encode() + b"\xff\xfe\xfa" + "目标".encode() * 50,
    "big.txt": "妇女儿童发展规划".encode() * 440_000,
    "picture.png": b"\x89PNG\r\n\x1a\n" + bytes(100),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_bad_files_give_one_sentence_and_touch_nothing(
    run: Run, tmp_path: Path, real_base: Base, name: str
) -> None:
    (tmp_path / name).write_bytes(BAD_FILES[name])
    before = {path: path.stat().st_mtime_ns for path in real_base.folder.rglob("*")}
    status, out, err = run("read", str(tmp_path / name), "--json")
    assert (status, out) == (2, "")
    assert one_sentence(err), err
    assert {path: path.stat().st_mtime_ns for path in real_base.folder.rglob("*")} == before


def test_a_bug_gives_status_1_and_says_where_the_report_lies(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    class Panic(BaseException):
        """As tantivy's panics: no Exception."""

    def fail(_: object) -> None:
        raise Panic("secret detail")

    monkeypatch.setenv("DUIBIAO_HOME", str(tmp_path))
    broken = [commands.Command("search", "", fail), *commands.COMMANDS[1:]]
    monkeypatch.setattr(commands, "COMMANDS", broken)
    status, out, err = run("search")
    assert (status, out) == (1, "")
    assert one_sentence(err)
    assert "secret detail" not in err
    (report,) = (tmp_path / "logs").iterdir()
    assert str(report) in err
    assert "secret detail" in report.read_text("utf-8")


def test_an_interrupt_is_no_bug(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop(_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "COMMANDS", [commands.Command("search", "", stop)])
    assert run("search")[0] == 130


# As a process


def _process(settings: Settings, *words: str, **options: Any) -> subprocess.CompletedProcess[bytes]:
    environment = os.environ | {"DUIBIAO_HOME": str(settings.home)} | options.pop("env", {})
    command = [sys.executable, "-m", "service", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False, **options)


def test_search_builds_what_is_missing_and_keeps_stdout_clean(own_settings: Settings) -> None:
    done = _process(own_settings, "search", "留守妇女", "--json", "--corpus", str(own_settings.corpus))
    assert done.returncode == 0
    assert records(done.stdout.decode())
    assert "正在建库" in done.stderr.decode()
    again = _process(own_settings, "search", "留守妇女", "--json", "--corpus", str(own_settings.corpus))
    assert again.stdout == done.stdout
    assert again.stderr == b""


def test_chinese_comes_out_whole_in_any_locale(real_settings: Settings, real_base: Base) -> None:
    for locale in ("C", "POSIX", "C.UTF-8"):
        env = {"LC_ALL": locale, "LANG": locale}
        done = _process(real_settings, "search", "留守儿童", "-k", "1", env=env)
        assert done.returncode == 0
        assert "《腾冲儿童发展规划" in done.stdout.decode("utf-8")


def test_a_reader_that_leaves_early_is_no_error(real_settings: Settings, real_base: Base) -> None:
    done = subprocess.run(
        f"{sys.executable} -m service clauses --json | head -n 1",
        cwd=ROOT,
        env=os.environ | {"DUIBIAO_HOME": str(real_settings.home)},
        shell=True,
        capture_output=True,
        check=False,
    )
    assert len(done.stdout.splitlines()) == 1
    assert done.stderr == b""
