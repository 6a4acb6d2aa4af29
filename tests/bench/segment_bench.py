"""How fast text becomes index strings: megabytes (UTF-8) a second, and the ratio to the libraries themselves.

Run ``python tests/bench/segment_bench.py``. Makes 20,000 clauses from the county notice with a fixed seed: sentences
are shuffled and a tenth of the words replaced by dictionary words, so that the words met grow as on many plans.
The first pass (nothing remembered yet) is what a build pays; the second shows the steady state.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

import jieba  # noqa: E402
import rjieba  # noqa: E402

from analyzers import segment  # noqa: E402

CLAUSES = 20_000


def clauses(count: int) -> list[str]:
    """Generated clauses of two to five sentences each."""
    source = next((ROOT / "corpus" / "county").glob("*.txt")).read_text(encoding="utf-8")
    sentences = [part for part in re.split(r"(?<=[。；])", re.sub(r"\s+", "", source)) if len(part) > 10]
    dictionary = Path(jieba.__file__).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    random.seed(2021)
    ranked = sorted((line.split(" ") for line in dictionary), key=lambda row: -int(row[1]))[:60_000]
    words = [row[0] for row in ranked if len(row[0]) >= 2]
    weights = [int(row[1]) for row in ranked if len(row[0]) >= 2]
    pool = iter(random.choices(words, weights, k=count * 20))
    made = []
    for _ in range(count):
        text = "".join(random.sample(sentences, random.randint(1, 3)))
        made.append("".join(next(pool) if random.random() < 0.1 else word for word in rjieba.cut(text)))
    return made


def speed(name: str, work: Callable[[str], object], texts: Iterable[str], size: int) -> float:
    start = time.perf_counter()
    for text in texts:
        work(text)
    rate = size / (time.perf_counter() - start) / 1e6
    print(f"{name:<44}{rate:8.2f} MB/s")
    return rate


def main() -> None:
    texts = clauses(CLAUSES)
    size = sum(len(text.encode()) for text in texts)
    print(f"{len(texts)} clauses, {size / 1e6:.1f} MB")
    segment.warm()
    first = speed("index_fields, first pass", segment.index_fields, texts, size)
    again = speed("index_fields, second pass", segment.index_fields, texts, size)
    speed("search_tokens (with offsets)", segment.search_tokens, texts, size)
    raw = speed("rjieba.cut alone", rjieba.cut, texts, size)
    own = speed(
        "rjieba.cut_for_search, joined", lambda text: " ".join(rjieba.cut_for_search(text)), texts, size
    )
    jieba.setLogLevel(60)
    jieba.initialize()
    part = texts[: CLAUSES // 20]
    part_size = sum(len(text.encode()) for text in part)
    reference = speed(
        "jieba.cut_for_search, joined", lambda t: " ".join(jieba.cut_for_search(t)), part, part_size
    )
    print(f"three fields against: rjieba.cut alone {first / raw:.2f} (again {again / raw:.2f}), ", end="")
    print(f"rjieba search mode {first / own:.2f}, jieba search mode {first / reference:.1f}")


if __name__ == "__main__":
    main()
