"""A text that waits for a review is read once, and its plans are those that a reading under their entries gives."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from places import NOTICE, ROOT

from ingest import read_text
from ingest.catalogue import Catalogue
from ingest.plan import PlanEntry, SourceText
from ingest.readers import read_files
from service.upkeep import readings
from service.upkeep.readings import plans_as, plans_of

TABLED = """示例市养老服务规划（2021—2025年）
一、发展基础
2020年，床位达到3000张。
二、主要目标
1.到2025年，床位达到5000张，
表1　主要指标
序号\t指标\t单位\t2020年\t2025年
1\t床位数\t张\t3000\t5000
2\t培训人次\t人次\t200\t逐年增加
"""


def _source(path: Path) -> SourceText:
    return read_files(path)[0].source


@pytest.fixture
def tabled(tmp_path: Path) -> SourceText:
    path = tmp_path / "示例.txt"
    path.write_text(TABLED, "utf-8")
    return _source(path)


def _entries(source: SourceText, **changed: object) -> tuple[PlanEntry, ...]:
    drafts = read_text(source)
    return tuple(
        replace(draft.entry, id=f"other-{place}", part=place, **changed)  # type: ignore[arg-type]
        for place, draft in enumerate(drafts, 1)
    )


def test_a_plan_under_another_name_is_what_a_reading_gives(tabled: SourceText) -> None:
    for source in (tabled, _source(NOTICE), _source(ROOT / "tests/unseen/documents/13.docx")):
        entries = _entries(source)
        assert plans_as(source, entries) == read_text(source, Catalogue(Path(), entries))


def test_other_years_are_read_anew(tabled: SourceText) -> None:
    entries = _entries(tabled, title="示例市养老服务规划", start_year=2015, end_year=2018)
    assert plans_as(tabled, entries) == read_text(tabled, Catalogue(Path(), entries))
    assert plans_as(tabled, entries) != plans_as(tabled, _entries(tabled))


def test_a_text_is_read_once(tabled: SourceText, monkeypatch: pytest.MonkeyPatch) -> None:
    entries = _entries(tabled)
    plans_of.cache_clear()
    times: list[str] = []

    def reading(source: SourceText, catalogue: Catalogue | None = None) -> object:
        times.append(source.name)
        return read_text(source, catalogue)

    monkeypatch.setattr(readings, "read_text", reading)
    assert plans_of(tabled) is plans_of(replace(tabled))
    plans_as(tabled, entries)
    plans_as(tabled, tuple(replace(each, id=f"{each.id}-b") for each in entries))
    assert len(times) == 1
