"""Puts the index rows of a generation on a cluster: built beside the index in use, which it replaces in one
step.

Takes a Wire and IndexRows. Gives the number of rows. An index gets its name, an alias that says what it was
made from, only when every row is in it and it ranks as the embedded engine does: a search by that name finds
a whole index or none. Rows that the server is too busy for are sent again. Where it refuses any row, the
error names all that were refused, and the index never gets its name.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import logging
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from service.engines import FACETS, IndexRow, SearchEngine
from service.engines.elastic import Clock, ElasticEngine
from service.engines.elastic_cluster import BUSY, LONG, NO_MEMORY, READ_ONLY, Wire
from service.errors import EngineFailure
from service.query import Match, SearchPlan, Term

FORMAT = 3  # of the rows on the server: another one makes another index
_PREFIX = "duibiao"
_TEMPLATE = "duibiao"
_BULK = 500  # rows of one call, a megabyte
_TRIES = 6
_PAUSE = 0.5  # seconds before the first repetition, doubled each time
_WAIT = 10  # seconds that the server waits for a part of the index that is not there
_STALE = 86_400.0  # seconds after which an index that was never finished is taken for left behind
_KEPT = 2  # finished indices of one base: the newest, and the one that another process may still be using
_LONGEST = re.compile(r"(\S{255})\S+")  # the analyzer cuts longer tokens in two, which would change lengths
_SAMPLES = 5
_LOOK = 5.0  # seconds for a mere look
_NEAR = 1e-5  # scores of two engines may differ by so much of their size
# What a person can do something about, by the name that the server gives it.
_REASONS = {
    "cluster_block_exception": READ_ONLY,
    "circuit_breaking_exception": NO_MEMORY,
    "unavailable_shards_exception": "存放索引的节点不在了",
}

Tell = Callable[[int], None]
_log = logging.getLogger("duibiao")


def template(shards: int) -> dict[str, Any]:
    """What every index of ours is like. ``strict``: an unknown field is a mistake, not a new field."""
    words = {"type": "text", "analyzer": "whitespace", "similarity": "bm25"}
    keyword = {"type": "keyword"}
    return {
        "index_patterns": [f"{_PREFIX}-*"],
        "priority": 500,
        "template": {
            "settings": {
                "number_of_shards": shards,
                "auto_expand_replicas": "0-1",  # a second copy wherever there is a second node
                "refresh_interval": "-1",  # nothing is searched before all is there
                # As in the embedded engine. The score is multiplied by k1 + 1 in both.
                "similarity": {"bm25": {"type": "BM25", "k1": 1.2, "b": 0.75}},
            },
            "mappings": {
                "dynamic": "strict",
                "_source": {"enabled": False},  # the texts are in the store
                "properties": {
                    "position": {"type": "long"},
                    "address": keyword,
                    "hash": {"type": "keyword", "index": False},
                    "words": words | {"index_options": "freqs"},
                    "coarse": words | {"index_options": "positions"},
                    "bigrams": words | {"index_options": "positions"},
                    "above_words": words | {"index_options": "freqs"},
                    "above_coarse": words | {"index_options": "positions"},
                    "above_bigrams": words | {"index_options": "positions"},
                    **dict.fromkeys(FACETS, keyword),
                },
            },
        },
    }


def name_of(made_from: Mapping[str, Any]) -> str:
    """The name of the index of a generation: the same on every machine, and the same only for the same rows."""
    text = json.dumps([FORMAT, made_from], sort_keys=True, ensure_ascii=False)
    return f"{_PREFIX}-{hashlib.blake2b(text.encode(), digest_size=10).hexdigest()}"


def exists(wire: Wire, name: str) -> bool:
    """Whether the cluster has the finished index."""
    wire.check(_LOOK)
    return bool(wire.ask(lambda client: client.indices.exists_alias(name=name), _LOOK))


def fill(
    wire: Wire,
    name: str,
    rows: Iterable[IndexRow],
    base: str,
    like: SearchEngine,
    tell: Tell = lambda _: None,
) -> int:
    """Makes the index and gives it its name; what had the name before is removed in the same step.

    ``base`` says whose index it is, ``like`` is the embedded engine over the same rows. Raises EngineFailure,
    and then nothing has changed for those who search.
    """
    wire.check(LONG)
    wire.ask(
        lambda client: client.indices.put_index_template(name=_TEMPLATE, **template(wire.cluster.shards)),
        LONG,
    )
    index = f"{name}-{time.time_ns():x}"
    # With both copies there from the start, a node that dies meanwhile takes nothing with it.
    copies: dict[str, Any] = {"wait_for_active_shards": "all", "timeout": f"{_WAIT}s"}
    wire.ask(lambda client: client.indices.create(index=index, **copies), LONG)
    try:
        number, samples = _send(wire, index, rows, tell)
        _finish(wire, index, base, number)
        _compare(ElasticEngine(wire, index, number), like, samples)
        _show(wire, index, name)
    except BaseException:
        _abandon(wire, index)
        raise
    try:
        _tidy(wire, base)
    except EngineFailure as error:  # what is too many stays until the next time; the new one is in use
        _log.warning("elasticsearch: %s", error)
    return number


def _abandon(wire: Wire, index: str) -> None:
    """Removes what could not be finished, as far as the server lets us; the rest is stale in a day."""
    writable = {"index.blocks.read_only": None}  # a read-only index could not be removed either
    for call in (
        lambda client: client.indices.put_settings(index=index, settings=writable),
        lambda client: client.indices.delete(index=index, ignore_unavailable=True),
    ):
        try:
            wire.ask(call, LONG)
        except EngineFailure as error:
            _log.warning("elasticsearch: %s", error)


def drop(wire: Wire, name: str) -> None:
    """Removes a finished index, so that it is made anew."""
    if exists(wire, name):
        _remove(wire, list(wire.ask(lambda client: client.indices.get_alias(name=name), LONG)))


def _send(wire: Wire, index: str, rows: Iterable[IndexRow], tell: Tell) -> tuple[int, list[SearchPlan]]:
    number, samples = 0, list[SearchPlan]()
    for chunk in _chunks(rows):
        aside = _bulk(wire, index, [_document(row) for row in chunk])
        if aside:
            named = "；".join(f"{address}（{why}）" for address, why in aside[:3])
            raise EngineFailure(f"检索服务器没有收下 {len(aside)} 个条目：{named}")
        number += len(chunk)
        if len(samples) < _SAMPLES:
            samples.append(_sample(chunk[0]))
        tell(len(chunk))
    return number, samples


def _chunks(rows: Iterable[IndexRow]) -> Iterator[list[IndexRow]]:
    every = iter(rows)
    while chunk := list(itertools.islice(every, _BULK)):
        yield chunk


def _document(row: IndexRow) -> dict[str, Any]:
    stated = row._asdict()
    stated |= {"unit": list(stated.pop("units")), "has": list(row.has)}
    for field in ("words", "coarse", "bigrams", "above_words", "above_coarse", "above_bigrams"):
        stated[field] = _LONGEST.sub(r"\1", stated[field])
    return stated


def _bulk(wire: Wire, index: str, documents: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """Sends rows until each is in. Gives those that the server refuses, by address, with its reason."""
    waiting, aside = list(documents), list[tuple[str, str]]()
    why = ""
    for turn in range(_TRIES):
        if turn:
            time.sleep(_PAUSE * 2 ** (turn - 1))
        try:
            waiting, why, refused = _sent(wire, index, waiting)
        except EngineFailure as error:
            # Rows that did arrive are answered with 409 the next time: nothing is in twice.
            if getattr(error.__cause__, "status_code", 429) not in BUSY or turn + 1 == _TRIES:
                raise
            continue
        aside += refused
        if not waiting:
            return aside
    return aside + [(each["address"], _REASONS.get(why, "服务器一直繁忙")) for each in waiting]


def _sent(
    wire: Wire, index: str, documents: Sequence[dict[str, Any]]
) -> tuple[list[dict[str, Any]], str, list[tuple[str, str]]]:
    """One bulk call: the rows to be sent again and why, and those refused. A bad row raises nothing by itself."""
    actions: list[dict[str, Any]] = []
    for each in documents:
        actions += ({"create": {"_id": each["address"]}}, each)
    answer = wire.ask(lambda client: client.bulk(index=index, operations=actions, timeout=f"{_WAIT}s"), LONG)
    again: list[dict[str, Any]] = []
    refused: list[tuple[str, str]] = []
    busy = ""
    for each, item in zip(documents, answer["items"], strict=True):
        result = item["create"]
        why = str(result.get("error", {}).get("type", result["status"]))
        if result["status"] in BUSY:
            again.append(each)
            busy = why
        elif result["status"] not in (200, 201, 409):  # 409: it is in already
            refused.append((each["address"], _REASONS.get(why, why)))
    return again, busy, refused


def _finish(wire: Wire, index: str, base: str, number: int) -> None:
    """Makes all rows searchable, counts them, and closes the index to writing."""
    about = {"base": base, "clauses": number, "format": FORMAT}
    wire.ask(lambda client: client.indices.refresh(index=index), LONG)
    wire.ask(lambda client: client.indices.forcemerge(index=index, max_num_segments=1), LONG * 10)
    wire.ask(lambda client: client.indices.put_mapping(index=index, meta=about), LONG)
    wire.ask(lambda client: client.indices.put_settings(index=index, settings={"blocks.write": True}), LONG)
    body = {"query": {"match_all": {}}, "size": 0, "track_total_hits": True}
    there = wire.search(index, body, LONG)["hits"]["total"]["value"]
    if there != number:
        raise EngineFailure(f"检索服务器上应有 {number} 个条目，却有 {there} 个")


def _sample(row: IndexRow) -> SearchPlan:
    """A plan of some of the words of a row."""
    words = list(dict.fromkeys(row.words.split()))[:4]
    pairs = row.bigrams.split()[:2]
    terms = [Term("words", word) for word in words]
    return SearchPlan((*terms, *([Term("bigrams", " ".join(pairs), 0.5)] if pairs else [])), ())


def _compare(made: ElasticEngine, like: SearchEngine, samples: Sequence[SearchPlan]) -> None:
    """Refuses an index that ranks otherwise than the embedded engine: another product, or a similarity that
    somebody changed."""
    for plan in samples:
        if not plan.ranking:
            continue
        wanted = [score for _, score in like.search(plan, 10, Match.ANY)]
        found = [score for _, score in made.search(plan, 10, Match.ANY, Clock(LONG))]
        same = len(wanted) == len(found) and all(
            abs(one - other) <= _NEAR * max(abs(one), abs(other))
            for one, other in zip(wanted, found, strict=True)
        )
        if not same:
            raise EngineFailure("检索服务器的排序与本机索引不同，没有启用它的索引")


def _show(wire: Wire, index: str, name: str) -> None:
    old = []
    if wire.ask(lambda client: client.indices.exists_alias(name=name), LONG):
        old = list(wire.ask(lambda client: client.indices.get_alias(name=name), LONG))
    actions: list[dict[str, Any]] = [{"remove_index": {"index": each}} for each in old]
    actions.append({"add": {"index": index, "alias": name}})
    wire.ask(lambda client: client.indices.update_aliases(actions=actions), LONG)


def _tidy(wire: Wire, base: str) -> None:
    """Removes what is left of older generations of the same base, and of builds that were broken off."""
    every = wire.ask(lambda client: client.indices.get(index=f"{_PREFIX}-*"), LONG)
    finished: list[tuple[int, str]] = []
    stale: list[str] = []
    for index, about in every.items():
        made = int(about["settings"]["index"]["creation_date"])
        if not about["aliases"]:
            if time.time() - made / 1000 > _STALE:
                stale.append(index)
        elif about["mappings"].get("_meta", {}).get("base") == base:
            finished.append((made, index))
    _remove(wire, stale + [index for _, index in sorted(finished)[:-_KEPT]])


def _remove(wire: Wire, indices: Sequence[str]) -> None:
    for index in indices:
        _delete(wire, index)


def _delete(wire: Wire, index: str) -> None:
    wire.ask(lambda client: client.indices.delete(index=index, ignore_unavailable=True), LONG)
