"""Citations of the real notice lead to the plans of the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzers.citations import find_citations
from ingest import catalogue
from ingest.references import resolve

CASES = [
    ("《中国妇女发展纲要（2021—2030年）》", ["nation-women-2021"]),
    ("《保山儿童发展规划（2021—2030年）》", ["baoshan-children-2021"]),
    ("《保山市儿童发展规划（2021-2030年）》", ["baoshan-children-2021"]),
    ("《云南省妇女发展规划（2021—2030年）》", ["yunnan-women-2021"]),
    ("《腾冲市妇女发展规划(2021—2030年)》", ["tengchong-women-2021"]),
    ("国发〔2021〕16号", ["nation-women-2021", "nation-children-2021"]),
    ("国家“两纲”", ["nation-women-2021", "nation-children-2021"]),
    ("儿纲", ["nation-children-2021"]),
    ("省两规", ["yunnan-women-2021", "yunnan-children-2021"]),
    ("新“两规”", ["tengchong-women-2021", "tengchong-children-2021"]),
    ("本规划", ["tengchong-women-2021"]),
    ("《中华人民共和国民法典》", []),
    ("《腾冲县妇女发展规划（2011—2020）》", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_resolve(text: str, expected: list[str], corpus_dir: Path) -> None:
    entries = catalogue.load(corpus_dir).entries
    (citation,) = find_citations(text)
    found = resolve(citation, entries, within=entries[0])
    assert sorted(one.id for one in found) == sorted(expected)
