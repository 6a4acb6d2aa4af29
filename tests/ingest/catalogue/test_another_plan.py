"""A text that is plainly another plan is told; an edition of the same plan, however it is printed, is not."""

from __future__ import annotations

import pytest

from ingest.catalogue.another_plan import another_plan
from ingest.catalogue.reimport import Changes, compare
from ingest.plan import Clause, ClauseKind, PlanEntry


def entry(region: str | None, subject: str | None, years: str = "") -> PlanEntry:
    first, last = (int(year) for year in years.split("-")) if years else (None, None)
    return PlanEntry("sample", "示例规划", region=region, subject=subject, start_year=first, end_year=last)


HELD = entry("示例省示例市", "公共体育", "2026-2030")


@pytest.mark.parametrize(
    ("printed", "says"),
    [
        (entry("示例省示例市", "公共体育", "2026-2030"), ""),
        (entry("示例市", "公共体育设施", "2026-2030"), ""),
        (entry("示例", None), ""),
        (entry(None, None), ""),
        (entry("示例市", "公共图书", "2026-2030"), "库里的是“公共体育”的规划，这份文件是“公共图书”的。"),
        (entry("样本县", "公共体育", "2026-2030"), "库里的是示例省示例市的规划，这份文件是样本县的。"),
        (
            entry("示例市", "公共体育", "2021-2025"),
            "库里的是 2026—2030 年的规划，这份文件是 2021—2025 年的。",
        ),
    ],
)
def test_who_it_is_for(printed: PlanEntry, says: str) -> None:
    assert another_plan(HELD, printed, Changes()) == ((says,) if says else ())


def test_a_title_tells_what_the_catalogue_does_not() -> None:
    held = PlanEntry("sample", "示例市公共体育规划（2026—2030年）")
    assert another_plan(held, entry("示例市", "公共体育", "2026-2030"), Changes()) == ()
    assert len(another_plan(held, entry("样本县", "公共图书", "2021-2025"), Changes())) == 3


def test_the_nation_has_several_names() -> None:
    assert another_plan(entry("全国", "体育"), entry("中国", "体育"), Changes()) == ()


def clauses(*texts: str) -> list[Clause]:
    return [
        Clause(f"sample/1/{n}", "sample", ClauseKind.GOAL, "1", "", None, None, "", words, n, n + 1)
        for n, words in enumerate(texts, 1)
    ]


LONG = (
    "新建社区健身广场三十处，配齐灯光和座椅。",
    "学校体育场馆在节假日向居民开放。",
    "培养社会体育指导员，每个街道不少于两名。",
    "办好农民篮球赛和龙舟赛。",
)


@pytest.mark.parametrize(
    ("now", "says"),
    [
        (LONG, ""),
        (LONG[1:], ""),
        ((*LONG[:3], "支持民办体育俱乐部发展。"), ""),
        (LONG[:1], "库里的 4 个条目有 3 个在这份文件里找不到，两者相同的文字不到一半。"),
        (
            ("现将有关事项通知如下。", "请认真贯彻执行。"),
            "库里的 4 个条目有 4 个在这份文件里找不到，两者几乎没有相同的文字。",
        ),
    ],
)
def test_how_much_is_the_same(now: tuple[str, ...], says: str) -> None:
    changes = compare(clauses(*LONG), clauses(*now))
    assert another_plan(HELD, HELD, changes) == ((says,) if says else ())
