"""Putting an index on a cluster: all of it or nothing, beside what is there, and never what another engine ranks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest

from ingest.plan import Plan
from service.answers.search import search
from service.engines import Found, elastic_cluster, elastic_index
from service.engines.elastic import ElasticEngine
from service.engines.elastic_cluster import BUSY, Wire
from service.errors import EngineFailure
from service.live import live_base
from service.measuring import scale
from service.query.plan import Match, SearchPlan
from service.query.query import read_query
from service.settings import Cluster, Settings
from service.storage.base import Base
from service.upkeep import build
from service.upkeep.build import Silent
from service.upkeep.indexing import index_rows, share
from service.upkeep.verify import verify

MakeShared = Callable[..., Base]


@pytest.fixture
def base(make_shared: MakeShared, real_plans: tuple[Plan, ...]) -> Iterator[Base]:
    """A base that is not on the cluster yet."""
    made = make_shared(real_plans[:1], fill=False)
    yield made
    assert made.pair is not None
    for index in ours(made):
        made.pair.first.wire.ask(lambda client, index=index: client.indices.delete(index=index), 20)


def ours(base: Base) -> list[str]:
    """The indices of a base on the cluster, finished or not."""
    pair = base.pair
    assert pair is not None
    return sorted(pair.first.wire.ask(lambda client: client.indices.get(index=f"{pair.first.index}*"), 20))


def note(base: Base) -> str:
    return search(base.store, base.engine, read_query("妇女 健康")).engine.note


def test_until_it_is_there_the_embedded_index_answers(base: Base) -> None:
    assert "没有这一版索引，请运行 duibiao build" in note(base)
    assert share(base, "example")
    assert note(base) == ""
    assert not share(base, "example")
    assert len(ours(base)) == 1


def test_anew_takes_the_place_of_the_one_before(base: Base) -> None:
    share(base, "example")
    before = ours(base)
    assert share(base, "example", anew=True)
    assert len(ours(base)) == 1
    assert ours(base) != before
    assert note(base) == ""


def test_what_cannot_be_finished_is_not_shown_and_not_left(base: Base) -> None:
    pair = base.pair
    assert pair is not None
    rows = list(index_rows(base))
    broken = [*rows[:50], rows[50]._replace(position="none")]  # type: ignore[arg-type]
    with pytest.raises(EngineFailure, match=f"没有收下 1 个条目：{rows[50].address}"):
        elastic_index.fill(pair.first.wire, pair.first.index, broken, "example", pair.second)
    assert ours(base) == []


def test_an_unknown_field_is_refused(base: Base) -> None:
    pair = base.pair
    assert pair is not None
    share(base, "example")
    made = pair.first.wire
    index = f"{pair.first.index}-more"
    made.ask(lambda client: client.indices.create(index=index), 20)
    row = next(index_rows(base))._asdict() | {"unknown": 1}
    row.pop("units")
    assert [why for _, why in elastic_index._bulk(made, index, [row])] == ["strict_dynamic_mapping_exception"]


def test_an_index_that_ranks_otherwise_is_not_shown(base: Base) -> None:
    pair = base.pair
    assert pair is not None
    here = pair.second

    class Other:
        note = ""

        def search(self, plan: SearchPlan, limit: int, match: Match) -> list[Found]:
            return [(position, score / 2.2) for position, score in here.search(plan, limit, match)]

    with pytest.raises(EngineFailure, match="排序与本机索引不同"):
        elastic_index.fill(pair.first.wire, pair.first.index, index_rows(base), "example", Other())  # type: ignore[arg-type]
    assert ours(base) == []


class Busy(Wire):
    """A cluster that has no room for some rows of each call, and now and then for the whole call."""

    calls = 0

    def ask(self, call: Callable[..., Any], seconds: float, again: Sequence[int] = BUSY) -> Any:
        answer = super().ask(call, seconds, again)
        body = getattr(answer, "body", None)
        if isinstance(body, dict) and "items" in body:
            self.calls += 1
            if self.calls == 2:
                raise EngineFailure("检索服务器繁忙或有故障（503）")  # it had taken all of them
            items: Sequence[dict[str, Any]] = answer["items"]
            return {"items": [self._spoilt(number, item) for number, item in enumerate(items)]}
        return answer

    def _spoilt(self, number: int, item: dict[str, Any]) -> dict[str, Any]:
        return {"create": {"status": 429}} if number % 3 == 0 and self.calls < 3 else item


def test_a_busy_server_is_asked_again(base: Base, cluster: Cluster, monkeypatch: pytest.MonkeyPatch) -> None:
    pair = base.pair
    assert pair is not None
    monkeypatch.setattr(elastic_index, "_PAUSE", 0.01)
    wire = Busy(cluster)
    rows = list(index_rows(base))
    assert elastic_index.fill(wire, pair.first.index, rows, "example", pair.second) == len(rows)
    assert wire.calls > 2
    assert dict(ElasticEngine(wire, pair.first.index).hashes()) == dict(base.store.hashes())


def test_only_the_newest_two_of_a_base_are_kept(
    make_shared: MakeShared, real_plans: tuple[Plan, ...]
) -> None:
    bases = [make_shared(real_plans[:1], fill=False) for _ in range(3)]
    for each in bases:
        share(each, "one of three")
    assert [len(ours(each)) for each in bases] == [0, 1, 1]
    assert "没有这一版索引" in note(bases[0])


def test_an_index_of_another_number_of_clauses_is_not_searched(base: Base, cluster: Cluster) -> None:
    pair = base.pair
    assert pair is not None
    share(base, "example")
    engine = ElasticEngine(Wire(cluster), pair.first.index, base.manifest.counts["clauses"] + 1)
    with pytest.raises(EngineFailure, match="不是同一版"):
        engine.shards()


def test_verify_compares_and_mends(shared_base: Base, cluster: Cluster, corpus_dir: Any) -> None:
    settings = Settings(shared_base.home, corpus_dir.resolve(), cluster)
    assert all(finding.ok for finding in verify(settings, Silent()))
    pair = shared_base.pair
    assert pair is not None
    pair.first.wire.ask(lambda client: client.indices.delete(index=ours(shared_base)[0]), 20)
    wrong = [finding for finding in verify(settings, Silent()) if not finding.ok]
    assert [finding.check for finding in wrong] == ["Elasticsearch"]
    assert all(finding.ok for finding in verify(settings, Silent(), repair=True))


def test_a_service_fills_what_is_missing(shared_base: Base, cluster: Cluster, corpus_dir: Any) -> None:
    """A build while the cluster is away gives a base all the same; the running service fills it in later."""
    settings = Settings(shared_base.home, corpus_dir.resolve(), cluster)
    pair = shared_base.pair
    assert pair is not None
    pair.first.wire.ask(lambda client: client.indices.delete(index=ours(shared_base)[0]), 20)
    kept = live_base.Keeper(settings)
    kept._look()
    assert note(kept.base()) == ""
    assert len(ours(shared_base)) == 1


def test_a_build_without_the_cluster_is_a_build(tmp_path: Any, corpus_dir: Any) -> None:
    told: list[str] = []

    class Listening(Silent):
        def say(self, sentence: str) -> None:
            told.append(sentence)

    settings = Settings(tmp_path, corpus_dir.resolve(), Cluster(("http://127.0.0.1:9",)))
    base, made = build.build(settings, Listening())
    assert made
    assert any("Elasticsearch 的索引没有建成：连不上检索服务器" in sentence for sentence in told)
    assert "连不上检索服务器" in note(base)
    assert elastic_cluster.wire_to(settings.cluster) is elastic_cluster.wire_to(settings.cluster)  # type: ignore[arg-type]


def test_growth_is_measured_on_both_engines_and_leaves_nothing(
    tmp_path: Any, corpus_dir: Any, cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scale, "QUERIES", 20)
    wire = Wire(cluster)
    before = set(wire.ask(lambda client: client.indices.get(index="duibiao-*"), 20))
    measures = scale.run(Settings(tmp_path, corpus_dir.resolve(), cluster), 800, Silent())
    found = {measure.name: measure.value for measure in measures}
    names = (
        "elastic_build",
        "elastic_size",
        "elastic_hits",
        "elastic_counts",
        "elastic_meaning",
        "elastic_heap",
    )
    assert all(found[name] > 0 for name in names)
    assert found["hits"] > 0
    assert set(wire.ask(lambda client: client.indices.get(index="duibiao-*"), 20)) == before
