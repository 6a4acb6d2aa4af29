"""When the Elasticsearch fails: the embedded index answers the same, says so, and nobody waits long."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest
from breaking_proxy import CLOSE, FULL, GARBLED, HANG, LOST, OLD, OTHER, PARTIAL, BreakingProxy, breaking

from service.answers.search import search
from service.engines import elastic_cluster
from service.engines.elastic import BUDGET, ElasticEngine
from service.engines.elastic_cluster import Wire
from service.engines.fallback import Spare
from service.errors import EngineFailure
from service.faces.records.search import counts_record
from service.query.query import read_query
from service.settings import Cluster
from service.storage.base import Base

LONGEST = 2.5  # seconds that a person may wait, whatever has happened


@pytest.fixture
def proxy() -> Iterator[BreakingProxy]:
    with breaking() as made:
        yield made


def pair(base: Base, *addresses: str, pause: float = 60.0, shards: int = 0) -> Spare:
    first = ElasticEngine(Wire(Cluster(addresses)), "duibiao-none", base.manifest.counts["clauses"])
    first._shards = shards
    return Spare(first, base.engine, pause=pause)


def answered(base: Base, engine: Spare, text: str = "留守儿童 关爱") -> tuple[str, float]:
    """The note of an answer that must be the embedded engine's, and how long it took."""
    query = read_query(text)
    wanted = search(base.store, base.engine, query, base.nearness)
    started = time.monotonic()
    answer = search(base.store, engine, query, base.nearness)
    counts = counts_record(answer)
    seconds = time.monotonic() - started
    assert [(hit.address, hit.score) for hit in answer.hits] == [
        (hit.address, hit.score) for hit in wanted.hits
    ]
    assert counts | {"notes": []} == counts_record(wanted) | {"notes": []}
    assert counts["notes"] == list(answer.notes)
    return answer.engine.note, seconds


@pytest.mark.parametrize(
    ("mode", "told"),
    [
        (HANG, "没有及时回答"),
        (CLOSE, "连不上检索服务器"),
        ("503", "繁忙或有故障（503）"),
        ("429", "繁忙或有故障（429）"),
        ("401", "拒绝了用户名、密码或密钥"),
        ("404", "没有这一版索引，请运行 duibiao build"),
        (FULL, "内存不够，请管理员加大堆内存"),
        (LOST, "正在重新启动"),
        ("400", "出错（400）"),
        (OLD, "Elasticsearch 7.17.9，需要 8 或 9 版"),
        (OTHER, "不是 Elasticsearch"),
        (GARBLED, "无法理解"),
    ],
)
def test_what_fails_is_told_and_answered_from_here(
    real_base: Base, proxy: BreakingProxy, mode: str, told: str
) -> None:
    proxy.mode = mode
    note, seconds = answered(real_base, pair(real_base, proxy.address))
    assert note.startswith("备用检索：")
    assert told in note
    assert seconds < LONGEST


@pytest.mark.parametrize(("mode", "told"), [(PARTIAL, "只答了一部分"), (GARBLED, "无法理解")])
def test_half_an_answer_is_none(real_base: Base, proxy: BreakingProxy, mode: str, told: str) -> None:
    proxy.mode = mode
    note, seconds = answered(real_base, pair(real_base, proxy.address, shards=1))
    assert told in note
    assert seconds < LONGEST


def test_nobody_listens(real_base: Base) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    note, seconds = answered(real_base, pair(real_base, address))
    assert "连不上检索服务器" in note
    assert seconds < LONGEST


def test_two_hung_nodes_take_no_longer_than_one(real_base: Base, proxy: BreakingProxy) -> None:
    proxy.mode = HANG
    with breaking() as other:
        other.mode = HANG
        note, seconds = answered(real_base, pair(real_base, proxy.address, other.address))
    assert "没有及时回答" in note
    assert BUDGET * 0.5 < seconds < LONGEST


def test_after_a_failure_others_do_not_wait(real_base: Base, proxy: BreakingProxy) -> None:
    proxy.mode = HANG
    engine = pair(real_base, proxy.address)
    first, _ = answered(real_base, engine)
    asked = proxy.asked
    for _ in range(20):
        note, seconds = answered(real_base, engine)
        assert note == first
        assert seconds < 0.5
    assert proxy.asked == asked


def test_one_answer_tries_again_later(real_base: Base, proxy: BreakingProxy) -> None:
    proxy.mode = "503"
    engine = pair(real_base, proxy.address, pause=0.2)
    answered(real_base, engine)
    time.sleep(0.25)
    asked = proxy.asked
    answered(real_base, engine)
    assert proxy.asked > asked


def test_what_was_begun_before_it_failed_does_not_call_everybody_back(
    real_base: Base, proxy: BreakingProxy
) -> None:
    """Of several nodes one hangs: answers of the others still arrive, and say nothing about it."""
    engine = pair(real_base, proxy.address)
    before = time.monotonic()
    engine.failed("检索服务器没有及时回答")
    engine.worked(before)
    assert engine.failing
    assert engine.resting()
    engine.worked(time.monotonic())
    assert not engine.failing


def test_answers_of_the_embedded_index_are_counted(real_base: Base, proxy: BreakingProxy) -> None:
    proxy.mode = "503"
    engine = pair(real_base, proxy.address)
    for number in range(1, 4):
        answered(real_base, engine)
        assert engine.stood_in == number
    assert "503" in engine.failing


def test_nothing_is_said_while_nothing_was_asked(real_base: Base) -> None:
    engine = pair(real_base, "http://127.0.0.1:9")
    assert engine.note == ""
    assert engine.begin().note == ""
    assert dict(engine.hashes()) == dict(real_base.engine.hashes())


def test_more_who_ask_than_there_is_room_for_wait_no_longer(
    proxy: BreakingProxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Waiting for room and waiting for the answer share one bound."""
    monkeypatch.setattr(elastic_cluster, "_THREADS", 1)
    wire = Wire(Cluster((proxy.address,)))
    wire._opened()
    proxy.mode = HANG
    held = threading.Thread(target=lambda: _refused(wire, 0.4))
    held.start()
    time.sleep(0.1)
    started = time.monotonic()
    _refused(wire, 0.5)
    assert time.monotonic() - started < 0.7
    held.join()


def _refused(wire: Wire, seconds: float) -> None:
    with pytest.raises(EngineFailure, match="没有及时回答"):
        wire.ask(lambda client: client.info(), seconds)
