"""Floors for the search on judged queries: what was measured on the report part, less a small allowance.

The report part is only counted, never looked at while the search is worked on. The figures of the day stand
beside the floors; ``duibiao quality`` prints them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from service.measuring.quality import Figures, by_kind, read_judged, score
from service.measuring.ways import judged_file, ways
from service.settings import Settings
from service.upkeep import build


@pytest.fixture(scope="module")
def measured(
    tmp_path_factory: pytest.TempPathFactory, corpus_dir: Path
) -> Mapping[str, Mapping[str, Figures]]:
    base = build.ensure(Settings(tmp_path_factory.mktemp("home"), corpus_dir.resolve()), build.Silent())
    judged = read_judged(judged_file(), part="report")
    return {name: by_kind(score(judged, find)) for name, find in ways(base).items()}


@pytest.mark.parametrize(
    ("kind", "floor"),
    [
        ("all", 0.93),  # 0.946
        ("term", 0.97),  # 0.991
        ("phrase", 0.99),  # 1.000
        ("lay", 0.75),  # 0.788
        ("synonym", 0.93),  # 0.963
        ("question", 0.85),  # 0.883
        ("number", 0.88),  # 0.908
        ("and", 0.95),  # 0.976
        ("trap", 0.95),  # 0.972
        ("typo", 0.95),  # 0.986
        ("exclude", 0.93),  # 0.955
        ("filter", 0.95),  # 0.980
    ],
)
def test_each_kind_of_query(measured: Mapping[str, Mapping[str, Figures]], kind: str, floor: float) -> None:
    assert measured["＋词向量表"][kind].ndcg >= floor


def test_official_wording_is_not_worse_than_bm25_alone(measured: Mapping[str, Mapping[str, Figures]]) -> None:
    for kind in ("term", "phrase", "and"):
        assert measured["＋词向量表"][kind].ndcg >= measured["BM25"][kind].ndcg - 0.005


def test_each_part_of_the_search_earns_its_place(measured: Mapping[str, Mapping[str, Figures]]) -> None:
    figures = [measured[name]["all"].ndcg for name in ("BM25", "＋同义词和改错", "＋词向量表")]
    assert figures == sorted(figures)


def test_nothing_that_can_be_found_ends_in_nothing(measured: Mapping[str, Mapping[str, Figures]]) -> None:
    assert measured["＋词向量表"]["all"].zero_rate <= 0.01
