"""The ways of searching that ``duibiao quality`` compares, and where the judged queries are kept.

Takes an opened base, and for ``with_ranking`` the file of a ranking that somebody wants to try. Gives functions from the
text of a query to the addresses found, the best first.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path

from service.answers.search import search
from service.errors import BadSettings, UserError
from service.meaning import model
from service.meaning.nearness import Nearness, open_nearness
from service.measuring.quality import DEPTH
from service.query import RANKING, Ranking, ranking_with, read_query
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


def with_ranking(base: Base, ranking: Ranking) -> Find:
    """The search as it is, with other numbers."""
    return _way(base, base.nearness, ranking=ranking)


def read_ranking(path: Path) -> Ranking:
    """The ranking that ships with the numbers of a file (TOML or JSON) in place of its own. Raises BadSettings."""
    try:
        text = path.read_text(encoding="utf-8-sig")
        values = json.loads(text) if path.suffix.lower() == ".json" else tomllib.loads(text)
    except (OSError, ValueError, RecursionError) as error:
        why = "不存在或打不开" if isinstance(error, OSError) else "不是写得对的 TOML 或 JSON"
        raise BadSettings(f"排序参数文件 {path.name} {why}，请检查 --profile 后面的文件。") from error
    if not isinstance(values, dict):
        raise BadSettings(f"排序参数文件 {path.name} 里应是名称和数，例如：meaning = 6.0。")
    return ranking_with(values)


def _way(base: Base, nearness: Nearness | None, *, literal: bool = False, ranking: Ranking = RANKING) -> Find:
    def find(text: str) -> list[str]:
        try:
            query = read_query(text, limit=DEPTH, literal=literal, profile=ranking)
            return [hit.address for hit in search(base.store, base.engine, query, nearness).hits]
        except UserError:
            return []

    return find
