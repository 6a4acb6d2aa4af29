"""The ways of searching that ``duibiao quality`` compares, and where the judged queries are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from service.answers.search import search
from service.errors import UserError
from service.meaning import model
from service.meaning.nearness import Nearness, open_nearness
from service.measuring.quality import DEPTH
from service.query import read_query
from service.storage import Base

_PACKAGE = Path(__file__).parents[1]
Find = Callable[[str], Sequence[str]]


def judged_file() -> Path:
    """The judged queries: in a checkout with the tests, in a wheel inside the package."""
    checkout = _PACKAGE.parent / "tests" / "quality" / "judged.toml"
    return checkout if checkout.is_file() else _PACKAGE / "judged.toml"


def ways(base: Base) -> dict[str, Find]:
    """Each way by its Chinese name, from the plainest on; the model only where it is installed."""
    clauses = base.manifest.counts["clauses"]
    table = open_nearness(base.folder, clauses, base.home, use_model=False)
    found = {
        "BM25": _way(base, None, literal=True),
        "＋同义词和改错": _way(base, None),
        "＋词向量表": _way(base, table),
    }
    if model.is_installed(base.home):
        found["＋语义模型"] = _way(base, base.nearness)
    return found


def _way(base: Base, nearness: Nearness | None, *, literal: bool = False) -> Find:
    def find(text: str) -> list[str]:
        try:
            query = read_query(text, limit=DEPTH, literal=literal)
            return [hit.address for hit in search(base.store, base.engine, query, nearness).hits]
        except UserError:
            return []

    return find
