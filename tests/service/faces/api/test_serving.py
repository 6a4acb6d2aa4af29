"""``duibiao serve`` as a process: where it listens, what it refuses, how it stops, how it follows its word tables."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from places import ROOT

from service.errors import UserError
from service.faces.terminal import serve_command
from service.settings import Settings

DEADLINE = 40.0


def until(true: Callable[[], bool]) -> None:
    """Waits for something that another process does."""
    end = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


@contextmanager
def served(
    settings: Settings, program: Path = ROOT, *more: str
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A service of its own process; gives the process and its address."""
    process = subprocess.Popen(
        [
            sys.executable,
            "-m",
            "service",
            "serve",
            "--port",
            "0",
            "--json",
            "--corpus",
            str(settings.corpus),
            *more,
        ],
        cwd=program,
        env=os.environ | {"DUIBIAO_HOME": str(settings.home), "PYTHONPATH": str(program)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        address = json.loads(process.stdout.readline())["address"]
        until(lambda: status(f"{address}readyz") == 200)
        yield process, address
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait(timeout=20)
        process.stdout.close()
        process.stderr.close()


def status(address: str) -> int:
    """The status of an answer; 0 where nobody listens."""
    try:
        with urllib.request.urlopen(address, timeout=10) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except OSError:
        return 0


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_it_listens_here_only_and_stops_when_told(own_settings: Settings) -> None:
    with served(own_settings) as (process, address):
        assert address.startswith("http://127.0.0.1:")
        request = urllib.request.Request(address, headers={"Host": "elsewhere.example"})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(request)
        refused.value.close()
        assert refused.value.code == 421
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) in (0, -signal.SIGTERM)
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_a_port_that_is_taken_is_refused_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"端口 {port} 已被占用"):
            serve_command._listen("127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "port", "sentence"),
    [
        ("203.0.113.7", 0, "不是本机的地址"),
        ("没有这个地址", 0, "没有 没有这个地址 这个地址"),
        ("127.0.0.1", 70_000, "1 到 65535"),
    ],
)
def test_an_address_that_cannot_be_had_is_refused(host: str, port: int, sentence: str) -> None:
    with pytest.raises(UserError, match=sentence):
        serve_command._listen(host, port)


def test_answers_do_not_wait_for_nagle() -> None:
    """asyncio sends small pieces at once only on sockets whose protocol is stated; else 40 ms are lost an answer."""
    with serve_command._listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP


def test_other_commands_do_not_load_the_web() -> None:
    code = (
        "import sys\nfrom service.faces.terminal import commands, common_options\nfrom service.answers import search\n"
        "print([name for name in ('fastapi', 'starlette', 'pydantic', 'uvicorn', 'jinja2') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.skipif(os.name == "nt", reason="there the port is closed for a moment")
def test_a_changed_word_table_is_followed_without_a_refused_question(
    own_settings: Settings, tmp_path: Path
) -> None:
    """A copy of the program, so that its tables may be changed: wrongly first, then rightly."""
    program = tmp_path / "program"
    for room in ("analyzers", "ingest", "service"):
        shutil.copytree(ROOT / room, program / room)
    table = program / "analyzers" / "lexicon" / "synonyms.tsv"
    before = table.read_text("utf-8")
    with served(own_settings, program) as (process, address):
        question = f"{address}api/v1/search?q={quote('示例口语词')}"

        def found() -> int:
            with urllib.request.urlopen(question, timeout=30) as answer:
                return len(json.load(answer)["items"])

        def state() -> dict[str, object]:
            with urllib.request.urlopen(f"{address}readyz", timeout=30) as answer:
                facts: dict[str, object] = json.load(answer)
                return facts

        assert found() == 0
        table.write_text(before + "多\t了\t几\t列\t在\t这\t里\t没\t有\t用\n", "utf-8")
        until(lambda: "synonyms.tsv" in str(state()["trouble"]))
        assert found() == 0
        table.write_text(before + "示例口语词\t宫颈癌\t>\t1\t示例\n", "utf-8")
        until(lambda: found() > 0)
        assert process.poll() is None


@pytest.mark.skipif(os.name == "nt", reason="there the port is closed for a moment")
def test_a_row_added_on_the_page_is_soon_in_force(own_settings: Settings) -> None:
    with served(own_settings) as (process, address):
        form = urlencode({"table": "synonyms", "from": "示例口语词", "to": "宫颈癌"}).encode()
        with urllib.request.urlopen(f"{address}lexicon/add", form, timeout=30) as page:
            assert "等待生效" in page.read().decode()

        def page_now() -> str:
            with urllib.request.urlopen(f"{address}lexicon", timeout=30) as page:
                text: str = page.read().decode()
                return text

        until(lambda: "已生效" in page_now())
        with urllib.request.urlopen(f"{address}api/v1/search?q={quote('示例口语词')}", timeout=30) as answer:
            assert json.load(answer)["items"]
        assert process.poll() is None
