"""A real server behind a wire that breaks: every answer is the right one, in time, and says where it came from."""

from __future__ import annotations

import json
import threading
import time
from collections import Counter

import pytest
from breaking_proxy import (
    CLOSE,
    GARBLED,
    HALF,
    HANG,
    LOST,
    PARTIAL,
    PASS,
    TRICKLE,
    BreakingProxy,
    breaking,
)

from service.answers.search import search
from service.engines.elastic import ElasticEngine
from service.engines.elastic_cluster import Wire
from service.engines.fallback import Spare
from service.faces.records.search import counts_record
from service.faces.terminal.cli import main
from service.query.query import read_query
from service.settings import Cluster
from service.storage.base import Base

LONGEST = 2.5  # seconds
WORDS = ("留守儿童", "孕产妇死亡率", "妇女 就业 歧视", "“控辍保学”", "疫苗 -妇女")


def behind(base: Base, proxy: BreakingProxy, pause: float) -> Spare:
    assert base.pair is not None
    first = ElasticEngine(
        Wire(Cluster((proxy.address,))), base.pair.first.index, base.manifest.counts["clauses"]
    )
    return Spare(first, base.pair.second, pause=pause)


def checked(base: Base, engine: Spare, text: str) -> tuple[str, float]:
    """The note of an answer, and how long it took; the answer itself must be right."""
    assert base.pair is not None
    query = read_query(text)
    wanted = search(base.store, base.pair.second, query)
    started = time.monotonic()
    answer = search(base.store, engine, query)
    counts = counts_record(answer)
    seconds = time.monotonic() - started
    assert [hit.address for hit in answer.hits] == [hit.address for hit in wanted.hits]
    assert counts | {"notes": []} == counts_record(wanted) | {"notes": []}
    return answer.engine.note, seconds


@pytest.mark.parametrize("mode", [HANG, CLOSE, HALF, TRICKLE, GARBLED, PARTIAL, "429", "502", "503", "500"])
def test_it_breaks_after_it_has_worked_and_is_used_again(
    shared_base: Base, proxy: BreakingProxy, mode: str
) -> None:
    engine = behind(shared_base, proxy, pause=0.1)
    assert checked(shared_base, engine, WORDS[0])[0] == ""
    proxy.mode = mode
    note, seconds = checked(shared_base, engine, WORDS[1])
    assert note.startswith("备用检索：")
    assert seconds < LONGEST
    proxy.mode = PASS
    time.sleep(0.15)
    assert checked(shared_base, engine, WORDS[2])[0] == ""


def test_one_of_several_nodes_is_enough(shared_base: Base, proxy: BreakingProxy) -> None:
    """In a rolling restart one is gone and another not back yet: all addresses are tried."""
    assert shared_base.pair is not None
    with breaking() as ending:
        ending.mode = LOST
        for gone in (("http://127.0.0.1:9", "http://127.0.0.1:10"), (ending.address,)):
            wire = Wire(Cluster((*gone, proxy.address)))
            first = ElasticEngine(wire, shared_base.pair.first.index)
            first._shards = 1
            for _ in range(4):  # each begins with another one
                assert checked(shared_base, Spare(first, shared_base.pair.second), WORDS[0])[0] == ""


def test_it_breaks_between_hits_and_counts(shared_base: Base, proxy: BreakingProxy) -> None:
    """The hits are there, the totals are asked for later: the rest of the answer is the other engine's."""
    engine = behind(shared_base, proxy, pause=5)
    answer = search(shared_base.store, engine, read_query("留守儿童"))
    assert not answer.notes
    proxy.mode = "503"
    assert answer.total > 0
    assert len(answer.notes) == 1
    assert answer.notes[0].startswith("备用检索：")


def test_many_ask_while_it_comes_and_goes(shared_base: Base, proxy: BreakingProxy) -> None:
    """Four people ask all the time; none gets a wrong or empty answer, none waits longer than allowed."""
    engine = behind(shared_base, proxy, pause=0.3)
    end = time.monotonic() + 6
    slowest: list[float] = []
    told: Counter[bool] = Counter()
    wrong: list[BaseException] = []

    def ask(number: int) -> None:
        turn = number
        while time.monotonic() < end:
            turn += 1
            try:
                note, seconds = checked(shared_base, engine, WORDS[turn % len(WORDS)])
            except BaseException as error:
                wrong.append(error)
                return
            slowest.append(seconds)
            told[bool(note)] += 1
            time.sleep(0.02)

    people = [threading.Thread(target=ask, args=(number,)) for number in range(4)]
    for each in people:
        each.start()
    for mode in (PASS, "503", PASS, HANG, PASS, CLOSE, PASS):
        proxy.mode = mode
        time.sleep(0.8)
    for each in people:
        each.join()
    assert not wrong
    assert told[True]
    assert told[False]
    assert max(slowest) < LONGEST


def test_the_command_line_chooses_and_tells(
    shared_base: Base,
    proxy: BreakingProxy,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("DUIBIAO_HOME", str(shared_base.home))
    monkeypatch.setenv("DUIBIAO_ELASTICSEARCH_URL", proxy.address)

    def run(*words: str) -> tuple[list[dict[str, object]], str]:
        assert main(["search", "留守儿童", "--json", *words]) == 0
        out, told = capsys.readouterr()
        return [json.loads(line) | {"score": 0} for line in out.splitlines()], told

    here = run("--engine", "embedded")
    assert proxy.asked == 0
    there = run()
    assert proxy.asked > 0
    assert here == there == run("--engine", "elastic")
    proxy.mode = "503"
    hits, _ = run("--counts")
    assert hits[:-1] == here[0]
    assert "备用检索" in str(hits[-1]["notes"])
    assert run()[1].startswith("备用检索：")
