"""README can be followed: its shell lines run as they are printed, and every command and option stands in it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import documents
import pytest
from places import ROOT
from service_process import served

from service.faces.terminal.arguments import Command
from service.faces.terminal.commands import COMMANDS
from service.faces.terminal.common_options import EVERY, FILTERS, XLSX
from service.settings import Settings

README = (ROOT / "README.md").read_text(encoding="utf-8")
# Lines that cannot be run here, by how they begin, and why. As few as possible: everything else is run.
NOT_RUN = {
    "make run": "installs the program: needs a package registry",
    "make test": "is what runs these tests",
    ".venv/bin/pip install": "needs a package registry",
    "duibiao model install": "needs a Maven registry",
    "duibiao fetch": "needs the internet",
    "duibiao serve": "does not end by itself; the test starts a service of its own for the line behind it",
    "export DUIBIAO_ELASTICSEARCH": "needs an Elasticsearch: tests/elastic",
    "duibiao search 留守儿童 --engine elastic": "needs an Elasticsearch: tests/elastic",
    "createdb": "needs a PostgreSQL: tests/postgres",
    "export DUIBIAO_DATABASE_URL": "needs a PostgreSQL: tests/postgres",
}
SERVICE = "http://127.0.0.1:8642/"
pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no pseudo terminal on Windows")


def _blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def _lines() -> list[str]:
    return [line for block in _blocks("bash") for line in block.splitlines() if line.strip()]


def _reason(line: str) -> str | None:
    return next((why for beginning, why in NOT_RUN.items() if line.startswith(beginning)), None)


@dataclass
class Desk:
    """A folder with the files that README names, a data folder, and the program on the PATH."""

    folder: Path
    settings: Settings
    environment: dict[str, str]

    def run(self, line: str) -> tuple[int, str]:
        """The line on a terminal, where somebody answers every question with y; its status and what it printed."""
        screen, terminal = os.openpty()
        process = subprocess.Popen(
            ["bash", "-c", line],
            cwd=self.folder,
            env=self.environment,
            stdin=terminal,
            stdout=terminal,
            stderr=terminal,
        )
        os.close(terminal)
        os.write(screen, b"y\n")
        printed = b"".join(_read(screen))
        os.close(screen)
        return process.wait(timeout=60), printed.decode("utf-8", "replace")


def _read(screen: int) -> Iterator[bytes]:
    try:
        while part := os.read(screen, 65_536):
            yield part
    except OSError:  # everybody who wrote has gone
        return


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, corpus_dir: Path) -> Desk:
    folder = tmp_path_factory.mktemp("desk")
    one_plan = documents.as_text().partition("示例县儿童发展规划（2021—2030年）\n一、")[0]
    women = [line for line in documents.NOTICE if "儿童发展规划" not in line[1]]
    files = {
        "某市规划.docx": documents.as_docx(),
        "某市规划.txt": one_plan.encode(),
        "云南儿童发展规划.html": documents.as_page().encode(),
        "保山市两规.docx": documents.as_docx(),
        "通知.pdf": documents.as_pdf(women),
        "参数.toml": b"meaning = 6.0\n",
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    program = folder / "bin" / "duibiao"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m service "$@"\n')
    program.chmod(0o755)
    settings = Settings(home=folder / "home", corpus=corpus_dir.resolve())
    return Desk(
        folder,
        settings,
        os.environ
        | {
            "DUIBIAO_HOME": str(settings.home),
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
        },
    )


@pytest.fixture(scope="module")
def address(desk: Desk) -> Iterator[str]:
    """Where a service answers while these tests run."""
    with served(desk.settings) as (_, address):
        yield address


@pytest.mark.slow
@pytest.mark.parametrize("line", [line for line in _lines() if not _reason(line)])
def test_lines_run_as_they_are_printed(desk: Desk, address: str, line: str) -> None:
    status, printed = desk.run(line.replace(SERVICE, address))
    assert status == 0, printed
    if line.startswith("curl"):
        assert '"items":[{' in printed


def test_what_is_not_run_is_still_printed() -> None:
    lines = _lines()
    assert [beginning for beginning in NOT_RUN if not any(line.startswith(beginning) for line in lines)] == []
    assert len(lines) > 2 * len([line for line in lines if _reason(line)])


def test_other_blocks_are_known() -> None:
    """The block for Windows is the only one that no test runs."""
    assert set(re.findall(r"^```(\w+)$", README, re.MULTILINE)) == {"bash", "powershell"}
    assert len(_blocks("powershell")) == 1


# Commands and options


def _table() -> dict[str, str]:
    """The rows of 全部命令: the command, and the options that stand beside it."""
    rows = re.findall(r"^\| `(\w+)[^`]*` \| [^|]+ \| ([^|]*)\|$", README, re.MULTILINE)
    return dict(rows)


def _options(command: Command) -> set[str]:
    every = {flag for argument in EVERY for flag in argument.flags}
    return {flag for argument in command.arguments for flag in argument.flags if flag[0] == "-"} - every


def test_every_command_stands_in_the_table_of_readme() -> None:
    assert sorted(_table()) == sorted(command.name for command in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_option_stands_in_the_table_of_readme(command: Command) -> None:
    said = _table()[command.name]
    told = set(re.findall(r"-{1,2}[a-z][a-z-]*", said))
    told |= {argument.flags[0] for argument in FILTERS if "筛选" in said}
    told |= {XLSX.flags[0]} if "存表" in said else set()
    assert told - {"--json"} == _options(command)


def test_the_groups_of_options_are_explained() -> None:
    (said,) = re.findall(r"^“筛选”是.*$", README, re.MULTILINE)
    assert set(re.findall("--[a-z]+", said)) == {a.flags[0] for a in (*FILTERS, XLSX)}
    for argument in EVERY:
        assert f"`{argument.flags[0]}`" in README
