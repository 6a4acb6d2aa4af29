"""Sets of clause vectors: exact scores, nearest clauses, two makers, caches, interrupted work, blending."""

from __future__ import annotations

import json
import math
import os
import threading
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analyzers.meaning import DIMENSION, EncodedQuery, Floats, Made, ask, cut_units, quantise
from service.meaning import encoding, fusion, model, vectors
from service.meaning.encoding import Worded
from service.meaning.vector_cache import VectorCache, read_maker
from service.meaning.vectors import Vectors, share
from service.query import RANKING, ranking_with
from service.settings import Settings


class Dice:
    """An encoder whose vector of a text depends on the text alone and means nothing."""

    name = "dice"
    dimension = DIMENSION
    fingerprint = "dice"

    def __init__(self, made: Made = Made.MODEL) -> None:
        self.made = made
        self.encoded: list[str] = []

    def encode(self, texts: Sequence[str]) -> Floats:
        self.encoded += texts
        return np.stack([self.encode_query(text) for text in texts])

    def encode_query(self, text: str) -> Floats:
        dice = np.random.default_rng(list(text.encode()) or [0])
        vector = dice.normal(size=DIMENSION).astype(np.float32)
        return (vector / np.linalg.norm(vector)).astype(np.float32)


def random_set(
    folder: Path, clauses: int, seed: int = 1, made: Made | None = Made.MODEL
) -> tuple[Vectors, Floats]:
    """A set of random clauses around some centres, and its rows as numbers."""
    dice = np.random.default_rng(seed)
    counts = dice.integers(0, 7, clauses)
    centres = dice.normal(size=(max(1, clauses // 50), DIMENSION))
    owner = np.repeat(np.arange(clauses), counts)
    rows = quantise(
        (centres[owner % len(centres)] + 0.8 * dice.normal(size=(len(owner), DIMENSION))).astype(np.float32)
    )
    marks = (
        [Made(int(each)) for each in dice.integers(0, 2, len(rows))] if made is None else [made] * len(rows)
    )
    final = vectors.write(folder, counts.tolist(), rows, marks, {"code": "test"})
    return Vectors(final), rows.astype(np.float32)


def question(seed: int, made: Made = Made.MODEL) -> EncodedQuery:
    vector = np.random.default_rng(seed).normal(size=(1, DIMENSION)).astype(np.float32)
    ints = quantise(vector)[0].astype(np.float32)
    return EncodedQuery(ints, float(np.linalg.norm(ints)), made)


def true_closeness(opened: Vectors, rows: Floats, asked: EncodedQuery, marks: Sequence[Made]) -> Floats:
    """The same, by the plainest way of working it out."""
    found = np.zeros(opened.clauses)
    starts = opened._starts
    for position in range(opened.clauses):
        scores = [
            rows[each]
            @ asked.ints
            / np.linalg.norm(rows[each])
            / asked.norm
            * share(RANKING, asked.made, marks[each])
            for each in range(starts[position], starts[position + 1])
        ]
        found[position] = max(scores, default=0.0)
    return found.astype(np.float32)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 60), st.sampled_from([Made.TABLE, Made.MODEL]))
def test_closeness_is_that_of_the_closest_sentence(
    tmp_path_factory: pytest.TempPathFactory, seed: int, clauses: int, asked_by: Made
) -> None:
    folder = tmp_path_factory.mktemp("set")
    opened, rows = random_set(folder, clauses, seed, made=None)
    marks = [Made(int(mark)) for mark in opened._made]
    asked = question(seed, asked_by)
    expected = true_closeness(opened, rows, asked, marks)
    assert np.allclose(opened.closeness(asked, np.arange(clauses)), expected, atol=1e-5)
    picked = np.random.default_rng(seed).permutation(clauses)[: clauses // 2]
    assert np.allclose(opened.closeness(asked, picked), expected[picked], atol=1e-5)
    positions, found = opened.nearest(asked, 10)
    assert np.allclose(found, np.sort(expected)[::-1][:10], atol=1e-5)
    assert np.allclose(expected[positions], found, atol=1e-5)


def test_a_large_base_finds_nearly_all_of_the_nearest(tmp_path: Path) -> None:
    opened, _ = random_set(tmp_path, 9_000)
    assert (tmp_path / "vectors-1" / "lists.npy").is_file()
    everything = np.arange(opened.clauses)
    recalls = []
    for seed in range(20):
        asked = question(seed)
        exact = opened.closeness(asked, everything)
        positions, found = opened.nearest(asked, 30)
        assert np.array_equal(found, exact[positions])  # whatever is found has its exact score
        assert list(zip(-found, positions, strict=True)) == sorted(zip(-found, positions, strict=True))
        best = np.lexsort((everything, -exact))[:30]
        recalls.append(len(set(best.tolist()) & set(positions.tolist())) / 30)
        # Within a small scope the nearest are exact.
        scope = everything[::7]
        inside, _ = opened.nearest_of(asked, scope, 10)
        assert inside.tolist() == [each for each in np.lexsort((everything, -exact)) if each % 7 == 0][:10]
    assert np.mean(recalls) >= 0.95


def test_lists_are_the_same_every_time(tmp_path: Path) -> None:
    random_set(tmp_path / "a", 5_000)
    random_set(tmp_path / "b", 5_000)
    for name in ("units", "owner", "members", "lists"):
        one, other = (np.load(tmp_path / each / "vectors-1" / f"{name}.npy") for each in "ab")
        assert np.array_equal(one, other)


def test_the_newest_set_that_can_be_read_is_opened(tmp_path: Path) -> None:
    assert vectors.open_newest(tmp_path, "test") is None
    random_set(tmp_path, 3)
    random_set(tmp_path, 4)
    (tmp_path / "vectors-new-1").mkdir()  # what a killed process left
    found = vectors.open_newest(tmp_path, "test")
    assert found is not None
    assert found.clauses == 4
    (tmp_path / "vectors-2" / "units.npy").write_bytes(b"damaged")
    found = vectors.open_newest(tmp_path, "test")
    assert found is not None
    assert found.clauses == 3
    assert vectors.open_newest(tmp_path, "another code") is None
    vectors.remove_older(tmp_path, tmp_path / "vectors-1")
    assert [path.name for path in tmp_path.iterdir()] == ["vectors-1"]


def test_an_empty_base(tmp_path: Path) -> None:
    opened = encoding.make(tmp_path, [], VectorCache("x", []))
    assert opened.nearest(question(1), 5)[0].tolist() == []
    opened = encoding.make(tmp_path, [Worded("", "")], VectorCache("x", []))
    assert opened.closeness(question(1), np.array([0])).tolist() == [0]
    assert opened.nearest(question(1), 5)[0].tolist() == []


def test_a_query_without_a_known_word_is_near_nothing(tmp_path: Path) -> None:
    opened, _ = random_set(tmp_path, 20)
    empty = EncodedQuery(np.zeros(DIMENSION, np.float32), 0.0, Made.TABLE)
    assert opened.closeness(empty, np.arange(20)).tolist() == [0] * 20
    assert opened.nearest(empty, 5)[0].tolist() == []


# Caches.


def test_a_cache_keeps_rows_for_the_next_process(tmp_path: Path) -> None:
    file = tmp_path / "home" / "model.vec"
    rows = quantise(np.random.default_rng(1).normal(size=(3, DIMENSION)).astype(np.float32))
    keys = [bytes([number, 0]) * 8 for number in range(3)]  # zero bytes at the end belong to the key
    cache = VectorCache("maker", [], file)
    cache.add(dict(zip(keys[:2], rows, strict=False)))
    cache.add({keys[2]: rows[2]})
    for reread in (cache, VectorCache("maker", [], file), VectorCache("maker", [file])):
        assert len(reread) == 3
        assert np.array_equal(reread.rows(keys[::-1]), rows[::-1])
        assert b"another key here" not in reread
    assert read_maker(file) == "maker"


@pytest.mark.parametrize("cut", [1, 100, 271])
def test_a_record_cut_short_is_dropped_and_written_over(tmp_path: Path, cut: int) -> None:
    file = tmp_path / "model.vec"
    row = np.ones(DIMENSION, np.int8)
    VectorCache("maker", [], file).add({b"a" * 16: row, b"b" * 16: row})
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size - cut)
    cache = VectorCache("maker", [], file)
    assert b"a" * 16 in cache
    assert b"b" * 16 not in cache
    cache.add({b"c" * 16: row * 2})
    again = VectorCache("maker", [], file)
    assert len(again) == 2
    assert again.rows([b"c" * 16])[0, 0] == 2


def test_vectors_of_another_maker_are_not_mixed_in(tmp_path: Path) -> None:
    file = tmp_path / "model.vec"
    row = np.ones(DIMENSION, np.int8)
    VectorCache("one", [], file).add({b"a" * 16: row})
    other = VectorCache("other", [], file)
    assert len(other) == 0
    other.add({b"b" * 16: row})
    assert len(VectorCache("one", [], file)) == 0
    assert len(VectorCache("other", [], file)) == 1
    (tmp_path / "junk.vec").write_bytes(b"junk" * 100)
    assert len(VectorCache("", [tmp_path / "junk.vec", tmp_path / "none.vec"])) == 0


# Making sets.

CLAUSES = [
    Worded("预防儿童溺水。加强看护。", "儿童与安全"),
    Worded("提高妇女参保率。", ""),
    Worded("加强看护。", ""),
]


def test_a_set_has_the_models_vectors_where_it_has_them(tmp_path: Path) -> None:
    cache = VectorCache("x", [])
    known = cut_units(CLAUSES[0].text, CLAUSES[0].heading)
    encoder = Dice()
    assert encoding.encode_missing(known, encoder, cache)
    opened = encoding.make(tmp_path, CLAUSES, cache)
    assert opened.about["by_model"] == 2
    assert opened.about["units"] == 4
    asked = ask(encoder, known[1].sentence)
    assert opened.nearest(asked, 1)[0].tolist() == [0]
    # A unit is the sum of its two vectors, and the sentence is one of them.
    assert opened.closeness(asked, np.array([0]))[0] == pytest.approx(0.5**0.5, abs=0.1)


def test_encoding_goes_on_where_it_was_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "_BATCH", 1)
    file = tmp_path / "model.vec"
    units = encoding.missing(CLAUSES, VectorCache("x", [], file))
    assert len(units) == 4
    first, stop = Dice(), threading.Event()

    def stop_after_two(done: int, total: int) -> None:
        assert total == 4
        if done == 2:
            stop.set()

    done = encoding.encode_missing(units, first, VectorCache("x", [], file), tell=stop_after_two, stop=stop)
    assert not done
    cache = VectorCache("x", [], file)
    rest = encoding.missing(CLAUSES, cache)
    assert rest == units[2:]
    second = Dice()
    assert encoding.encode_missing(rest, second, cache)
    assert not encoding.missing(CLAUSES, VectorCache("x", [], file))
    assert (
        not {*units[0], *units[1]}
        & {text for unit in rest for text in unit}
        & {*second.encoded} - {*units[3]}
    )


def fake_model(monkeypatch: pytest.MonkeyPatch, encoder: Dice) -> None:
    monkeypatch.setattr(model, "is_installed", lambda _: True)
    monkeypatch.setattr(encoding, "_model", lambda home, threads: encoder)
    monkeypatch.setattr(encoding, "SHIPPED", Path("no such file"))


def test_the_background_makes_a_better_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, home = tmp_path / "generation", tmp_path / "home"
    monkeypatch.setattr(encoding, "SHIPPED", Path("no such file"))
    before = encoding.ensure(folder, lambda: CLAUSES, 3, home)
    assert before.about["by_model"] == 0
    assert encoding.improve(folder, CLAUSES, home) is None  # no model, nothing to improve
    fake_model(monkeypatch, Dice())
    better: list[Vectors] = []
    work = encoding.Background(folder, CLAUSES, home, better.append)
    work._thread.join(30)
    assert work.error is None
    assert not work.running
    assert work.progress == (4, 4)
    assert better[0].about["by_model"] == 4
    assert [path.name for path in vectors.sets(folder)] == ["vectors-2"]
    assert before.closeness(question(1), np.arange(3)).shape == (3,)  # whoever reads the old one goes on
    opened = encoding.open_vectors(folder, 3)
    assert opened is not None
    assert opened.about["by_model"] == 4
    assert encoding.improve(folder, CLAUSES, home) is None  # all is done
    assert encoding.open_vectors(folder, 2) is None  # a set of another base


def test_the_background_tells_what_went_wrong(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken(Dice):
        def encode(self, texts: Sequence[str]) -> Floats:
            raise RuntimeError("broken")

    fake_model(monkeypatch, Broken())
    work = encoding.Background(tmp_path, CLAUSES, tmp_path / "home", lambda _: None)
    work._thread.join(30)
    assert str(work.error) == "broken"


def test_without_a_model_the_word_table_encodes_queries(tmp_path: Path) -> None:
    assert encoding.query_encoder(tmp_path).made is Made.TABLE


def test_the_shipped_vectors_are_those_of_the_shipped_clauses(corpus_dir: Path) -> None:
    """When this fails, the reading of clauses has changed: run tools/make_clause_vectors.py again."""
    from service.upkeep import build

    cache = VectorCache(encoding.maker(), [encoding.SHIPPED])
    assert len(cache), "clauses.vec was made by another model, for another space or other units"
    plans = build.read_corpus(Settings(corpus_dir, corpus_dir), build.Silent()).plans
    clauses = [Worded.of(clause) for plan in plans for clause in plan.clauses]
    units = sum(len(cut_units(each.text, each.heading)) for each in clauses)
    assert len(encoding.missing(clauses, cache)) <= units * 0.05


@pytest.mark.parametrize("asked_by", Made)
@pytest.mark.parametrize("made", [Made.TABLE, None], ids=["all by the table", "mixed"])
def test_what_the_table_made_counts_as_the_ranking_says(
    tmp_path: Path, asked_by: Made, made: Made | None
) -> None:
    name = "table_by_table" if asked_by is Made.TABLE else "table_by_model"
    half = ranking_with({name: RANKING.numbers()[name] / 2})
    opened, _ = random_set(tmp_path, 40, made=made)
    everything, asked = np.arange(40), question(3, asked_by)
    assert not np.array_equal(opened.closeness(asked, everything, half), opened.closeness(asked, everything))
    assert not np.array_equal(opened.nearest(asked, 9, half)[1], opened.nearest(asked, 9)[1])
    assert {share(half, asked_by, Made.MODEL), share(RANKING, asked_by, Made.MODEL)} == {1.0}


# Blending.


def test_blending_adds_up_and_keeps_ties_in_order(tmp_path: Path) -> None:
    opened, _ = random_set(tmp_path, 50)
    asked = question(3)
    found = [(7, 12.0, 0), (3, 12.0, 0), (30, 0.5, 0)]
    listed = fusion.blend(found, opened, asked, 50, limit=10, start=None)
    assert sorted(each.position for each in listed) == [3, 7, 30]
    assert [each.score for each in listed] == sorted([each.score for each in listed], reverse=True)
    for each in listed:
        assert each.score == pytest.approx(
            each.bm25 + fusion.weight(RANKING, 50) * max(each.closeness, 0), rel=1e-5
        )
        assert not each.by_meaning
    empty = EncodedQuery(np.zeros(DIMENSION, np.float32), 0.0, Made.TABLE)
    assert [each.position for each in fusion.blend(found, opened, empty, 50, limit=10, start=0.15)] == [
        3,
        7,
        30,
    ]
    assert fusion.blend([], opened, empty, 50, limit=10, start=0.15) == []


@given(st.floats(0, 60), st.floats(-1, 1), st.integers(1, 1_000_000))
def test_meaning_only_ever_adds(bm25: float, closeness: float, total: int) -> None:
    row = np.array([bm25], np.float32), np.array([closeness], np.float32)
    score = float(fusion.combined(RANKING, *row, total)[0])
    assert score == pytest.approx(bm25 + 8.0 * math.log1p(total) * max(closeness, 0), rel=1e-5)
    assert score >= np.float32(bm25)


def test_stricter_matches_stay_ahead(tmp_path: Path) -> None:
    opened, _ = random_set(tmp_path, 50)
    found = [(1, 0.1, 2), (2, 90.0, 0), (3, 5.0, 1), (4, 4.0, 1)]
    listed = fusion.blend(found, opened, question(3), 50, limit=10, start=0.15)
    assert [each.match for each in listed] == sorted([each.match for each in listed], reverse=True)
    assert listed[0].position == 1


def test_only_near_clauses_are_added_and_marked(tmp_path: Path) -> None:
    encoder = Dice()
    cache = VectorCache("x", [])
    units = [unit for each in CLAUSES for unit in cut_units(each.text, each.heading)]
    encoding.encode_missing(units, encoder, cache)
    opened = encoding.make(tmp_path, CLAUSES, cache)
    asked = ask(encoder, "提高妇女参保率。")
    listed = fusion.blend([(0, 1.0, 0)], opened, asked, 3, limit=10, start=0.15)
    assert [(each.position, each.by_meaning) for each in listed] == [(1, True), (0, False)]
    assert listed[0].closeness > 0.99
    assert len(fusion.blend([(0, 1.0, 0)], opened, asked, 3, limit=10, start=None)) == 1
    elsewhere = fusion.blend([], opened, asked, 3, limit=10, start=0.2, among=np.array([0, 2]))
    assert elsewhere == []


def test_about_is_written_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A set whose writing was interrupted is no set."""

    def stop(*_: object) -> None:
        raise OSError("killed")

    monkeypatch.setattr(os, "replace", stop)
    with pytest.raises(OSError, match="killed"):
        random_set(tmp_path, 3)
    assert vectors.sets(tmp_path) == []
    monkeypatch.undo()
    opened, _ = random_set(tmp_path, 3)
    stated = json.loads((tmp_path / "vectors-1" / "about.json").read_text(encoding="utf-8"))
    assert stated["clauses"] == opened.clauses == 3
