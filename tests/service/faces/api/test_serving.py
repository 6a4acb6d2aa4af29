"""``duibiao serve`` as a process: where it listens, what it refuses, how it stops, how it follows its word tables."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from places import ROOT
from service_process import served, until

from service.errors import UserError
from service.faces.terminal.commands import serve
from service.settings import Settings


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


def _answers(connection: socket.socket, *pieces: bytes) -> tuple[int, dict[str, Any]]:
    """What the service answers to these bytes, sent one piece after the other."""
    for piece in pieces:
        connection.sendall(piece)
        time.sleep(0.05)
    answer = http.client.HTTPResponse(connection)
    answer.begin()
    return answer.status, json.load(answer)


def test_addresses_may_be_typed_in_chinese(own_settings: Settings) -> None:
    """As curl sends them: raw UTF-8, several on one connection, cut anywhere, and none of what follows is changed."""
    with served(own_settings) as (_, address):
        question = f"{address}api/v1/search?q={quote('宫颈癌筛查')}"
        with urllib.request.urlopen(question, timeout=30) as answer:
            found = json.load(answer)["items"]
        assert found
        host = urllib.parse.urlsplit(address).netloc
        raw = f"GET /api/v1/search?q=宫颈癌筛查 HTTP/1.1\r\nHost: {host}\r\nX-Note: 示例\r\n\r\n".encode()
        decided = {"from": "example-women-2021/1.1/goal/2", "to": "没有这个地址", "status": "confirmed"}
        body = json.dumps(decided, ensure_ascii=False).encode()
        head = (
            f"POST /api/v1/links/decisions?备注=1 HTTP/1.1\r\nHost: {host}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        ).encode()
        with socket.create_connection(host.split(":"), timeout=30) as connection:
            for cut in (len(raw), 26, 27, 5, raw.index(b"Host")):
                status, answered = _answers(connection, raw[:cut], raw[cut:])
                assert (status, answered["items"]) == (200, found)
            for pieces in ((head + body,), (head, body), (head + body[:70], body[70:])):
                status, answered = _answers(connection, *pieces)
                assert (status, "没有 备注 这个参数" in answered["detail"]) == (422, True)
            status, answered = _answers(connection, head.replace("?备注=1".encode(), b""), body)
            assert (status, "没有这个地址" in answered["detail"]) == (404, True)


def test_a_port_that_is_taken_is_refused_in_one_sentence() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UserError, match=f"端口 {port} 已被占用"):
            serve._listen("127.0.0.1", port)


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
        serve._listen(host, port)


def test_answers_do_not_wait_for_nagle() -> None:
    """asyncio sends small pieces at once only on sockets whose protocol is stated; else 40 ms are lost an answer."""
    with serve._listen("127.0.0.1", 0) as listening:
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
