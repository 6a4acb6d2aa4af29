"""Three real nodes that die, hang, refuse and come back while people search: no answer is wrong, lost or late."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import elastic_node
import pytest
from breaking_proxy import CLOSE, PASS, BreakingProxy, breaking
from elastic_node import Node
from steady_load import LONGEST, WORDS, Load, Tally

from ingest.plan import Plan
from service.engines import IndexRow, elastic_index
from service.engines.elastic import Clock, ElasticEngine
from service.engines.elastic_cluster import Wire
from service.engines.fallback import Spare
from service.errors import EngineFailure
from service.query.plan import Match, plan_search
from service.query.query import read_query
from service.settings import Cluster
from service.storage.base import Base
from service.upkeep.indexing import index_rows

MakeShared = Callable[..., Base]
FEW = 10  # answers that the cluster must give while it is well; on a busy machine it misses many
GREEN = "wait_for_status=green&wait_for_nodes=3&wait_for_no_initializing_shards=true"


@pytest.fixture
def base(spread_base: Base) -> Base:
    """The real text, in three parts with two copies each."""
    return spread_base


@pytest.fixture
def load(base: Base, three: list[Node]) -> Iterator[Load]:
    """People who ask all three nodes; the nodes are well before and after."""
    yield people(base, addresses(three))
    for node in three:
        node.resume()
        if not node.running:
            node.start()
    elastic_node.wait(three[0], GREEN)


def addresses(nodes: list[Node] | list[BreakingProxy]) -> Cluster:
    return Cluster(tuple(node.address for node in nodes))


def people(base: Base, cluster: Cluster, pause: float = 1.5) -> Load:
    assert base.pair is not None
    first = ElasticEngine(Wire(cluster), base.pair.first.index, base.manifest.counts["clauses"])
    for text in WORDS * 3:  # nodes that have just been started take long for their first answers
        first.facets(plan_search(read_query(text)), Match.ANY, Clock(20))
    return Load(base, Spare(first, base.pair.second, pause=pause))


@pytest.fixture
def note(figures: list[str]) -> Callable[[Tally], None]:
    """Holds a tally against what must be true of every one, and keeps it for the table."""

    def held(tally: Tally) -> None:
        figures.append(tally.row())
        assert tally.asked > 20, tally
        assert tally.given["wrong"] == tally.given["failed"] == tally.lost == 0, tally
        assert max(tally.work) < LONGEST, sorted(tally.work)[-5:]

    return held


def ask(base: Base, call: Callable[..., Any]) -> Any:
    assert base.pair is not None
    return base.pair.first.wire.ask(call, 20)


def well(load: Load, note: Callable[[Tally], None], event: str) -> None:
    """The cluster answers again."""
    end = time.monotonic() + 30
    with load.during(event) as tally:
        time.sleep(3)
        while tally.given["right"] < FEW and time.monotonic() < end:  # on a busy machine
            time.sleep(0.5)
    note(tally)
    assert tally.given["right"] >= FEW, tally


def test_every_part_has_a_second_copy(base: Base) -> None:
    shards = ask(base, lambda client: client.cat.shards(index=ours(base), format="json"))
    assert sorted(each["prirep"] for each in shards) == ["p"] * 3 + ["r"] * 3
    assert len({each["node"] for each in shards}) == 3


def ours(base: Base) -> str:
    assert base.pair is not None
    name = base.pair.first.index
    (index,) = ask(base, lambda client: client.indices.get_alias(name=name))
    return str(index)


def test_all_well(load: Load, note: Callable[[Tally], None]) -> None:
    well(load, note, "all well")


def test_a_node_is_killed(load: Load, three: list[Node], note: Callable[[Tally], None]) -> None:
    with load.during("kill -9 of one node, started again") as tally:
        time.sleep(1)
        three[1].kill()
        time.sleep(3)
        three[1].start()
        elastic_node.wait(three[0], GREEN)
    note(tally)
    assert tally.given["right"] >= FEW, tally


def test_a_node_hangs(load: Load, three: list[Node], note: Callable[[Tally], None]) -> None:
    with load.during("SIGSTOP of one node for 6 s") as tally:
        time.sleep(1)
        three[2].pause()
        time.sleep(6)
        three[2].resume()
    note(tally)
    elastic_node.wait(three[0], GREEN)
    well(load, note, "after SIGCONT")


def test_connections_are_cut_and_refused(
    base: Base, three: list[Node], note: Callable[[Tally], None]
) -> None:
    with breaking(three[0].port) as one, breaking(three[1].port) as two, breaking(three[2].port) as third:
        load = people(base, addresses([one, two, third]))
        with load.during("connections to one node cut") as tally:
            time.sleep(1)
            one.mode = CLOSE
            time.sleep(2)
            one.mode = PASS
        note(tally)
        assert tally.given["right"] >= FEW, tally
        for mode, event in ((CLOSE, "connections to all nodes cut"), ("429", "429 from all nodes")):
            with load.during(event) as tally:
                time.sleep(1)
                one.mode = two.mode = third.mode = mode
                time.sleep(2)
            note(tally)
            assert tally.given["spare"], tally
            one.mode = two.mode = third.mode = PASS
            well(load, note, f"after: {event}")


def test_two_of_three_are_gone(load: Load, three: list[Node], note: Callable[[Tally], None]) -> None:
    with load.during("two of three nodes killed, started again") as tally:
        time.sleep(1)
        three[0].kill()
        three[1].kill()
        time.sleep(4)
        three[0].start()
        three[1].start()
        elastic_node.wait(three[2], GREEN)
    note(tally)
    well(load, note, "after: all three are back")


def test_a_part_is_lost(
    make_shared: MakeShared, real_plans: tuple[Plan, ...], three: list[Node], note: Callable[[Tally], None]
) -> None:
    """An index without second copies, in three parts: with one node gone it is red."""
    base = make_shared(real_plans[:1], replace(addresses(three), shards=3))
    only = {"auto_expand_replicas": "false", "number_of_replicas": 0}
    ask(base, lambda client: client.indices.put_settings(index=ours(base), settings=only))
    load = people(base, addresses(three))
    with load.during("red index: a part is lost") as tally:
        time.sleep(1)
        three[2].kill()
        time.sleep(3)
    note(tally)
    assert tally.given["spare"], tally
    assert "检索服务器" in " ".join(tally.reasons)
    three[2].start()
    elastic_node.wait(three[0], GREEN)
    well(load, note, "after: the part is back")
    index = ours(base)
    ask(base, lambda client: client.indices.delete(index=index))


def test_a_node_dies_while_an_index_is_filled(
    make_shared: MakeShared,
    real_plans: tuple[Plan, ...],
    load: Load,
    three: list[Node],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Rows that were on their way are sent again; in the end each is there once."""
    monkeypatch.setattr(elastic_index, "_BULK", 100)
    base = make_shared(real_plans, replace(addresses(three), shards=3), fill=False)
    assert base.pair is not None
    rows = list(index_rows(base))

    def dying() -> Iterator[IndexRow]:
        for number, row in enumerate(rows):
            if number == 150:
                three[1].kill()
            yield row

    wire, name = base.pair.first.wire, f"{base.pair.first.index[:-4]}0000"
    assert elastic_index.fill(wire, name, dying(), "dying", base.pair.second) == len(rows)
    made = ElasticEngine(wire, name, len(rows))
    assert dict(made.hashes()) == dict(base.store.hashes())
    elastic_index.drop(wire, name)


@pytest.mark.parametrize("block", ["index.blocks.read_only_allow_delete", "index.blocks.read_only"])
def test_a_full_disk_while_an_index_is_filled(
    base: Base, load: Load, note: Callable[[Tally], None], monkeypatch: pytest.MonkeyPatch, block: str
) -> None:
    """The server stops taking rows: nothing of it is shown or left, and the index before goes on."""
    monkeypatch.setattr(elastic_index, "_PAUSE", 0.01)
    monkeypatch.setattr(elastic_index, "_BULK", 100)
    assert base.pair is not None
    wire, name = base.pair.first.wire, f"{base.pair.first.index[:-4]}1111"
    rows = list(index_rows(base))

    def blocked() -> Iterator[IndexRow]:
        for number, row in enumerate(rows):
            if number == 150:
                ask(
                    base,
                    lambda client: client.indices.put_settings(index=f"{name}-*", settings={block: True}),
                )
            yield row

    with load.during(f"{block} while filling") as tally:
        with pytest.raises(EngineFailure, match="设成了只读，磁盘可能已满"):
            elastic_index.fill(wire, name, blocked(), "full", base.pair.second)
        time.sleep(2)
    note(tally)
    assert tally.given["right"] >= FEW, tally
    assert not ask(base, lambda client: client.indices.get(index=f"{name}-*"))


def test_a_rolling_restart(load: Load, three: list[Node], note: Callable[[Tally], None]) -> None:
    with load.during("rolling restart of all three") as tally:
        for number, node in enumerate(three):
            node.stop()
            elastic_node.wait(three[number - 1], "wait_for_nodes=2")  # its going has been seen
            node.start()
            elastic_node.wait(three[number - 1], GREEN)
    note(tally)
    assert tally.given["right"] >= FEW, tally
