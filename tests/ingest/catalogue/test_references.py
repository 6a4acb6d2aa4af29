"""Citations of the real notice lead to the plans of the catalogue."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzers.citations import find_citations
from ingest.catalogue import entries as catalogue
from ingest.catalogue.references import resolve
from ingest.plan import PlanEntry

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
    ("《保山市妇女发展规划（2021年—2030年）》", ["baoshan-women-2021"]),
    ("《中国妇女发展纲要》", ["nation-women-2021"]),
    ("《中国妇女发展纲要（2011—2020年）》", []),
    (
        "《国务院关于印发中国妇女发展纲要和中国儿童发展纲要的通知》",
        ["nation-women-2021", "nation-children-2021"],
    ),
    ("《关于印发〈中国儿童发展纲要（2021—2030年）〉的通知》", ["nation-children-2021"]),
    ("《关于印发示例省妇女发展规划的通知》", []),
    ("《儿纲》", ["nation-children-2021"]),
    ("前款规定", []),
    ("《腾冲县妇女发展规划（2011—2020）》", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_resolve(text: str, expected: list[str], corpus_dir: Path) -> None:
    entries = catalogue.load(corpus_dir).entries
    (citation,) = find_citations(text)
    found = resolve(citation, entries, within=entries[0])
    assert sorted(one.id for one in found) == sorted(expected)


def test_levels_in_a_row_lead_to_the_plans_of_each(corpus_dir: Path) -> None:
    entries = catalogue.load(corpus_dir).entries
    found = [resolve(one, entries) for one in find_citations("贯彻国家“两纲”和省、市“两规”")]
    assert [sorted({one.level for one in each}) for each in found] == [["nation"], ["province"], ["city"]]


def test_a_title_without_years_means_the_plan_of_the_same_years() -> None:
    old, new, own = (
        PlanEntry("old", "示例省妇女发展规划（2011—2020年）", region="示例省", start_year=2011),
        PlanEntry("new", "示例妇女发展规划（2021—2030年）", region="示例省", start_year=2021),
        PlanEntry("own", "示例县妇女发展规划（2021—2030年）", region="示例县", start_year=2021),
    )
    (citation,) = find_citations("《示例省妇女发展规划》")
    assert resolve(citation, [old, new, own], within=own) == [new]
    assert resolve(citation, [old, new, own]) == [old, new]
