"""A question typed with radicals or in full width, as it comes from the clipboard, has the answer of the plain one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lookalikes import in_full_width, in_radicals

from service.desk import (
    ClausesQuestion,
    CoverageQuestion,
    Desk,
    Filters,
    LadderQuestion,
    SearchQuestion,
    SuggestionQuestion,
    TargetListQuestion,
    TargetsQuestion,
)

WAYS = pytest.mark.parametrize("write", [in_radicals, in_full_width])
Write = Callable[[str], str]
WORDS = [
    "留守儿童", "女干部比例 50%", "5岁以下儿童死亡率", "“儿童主任”", "HPV疫苗", "ycfswl", "老年人 -培训", "领域:妇女与健康 筛查",
    "层级:县 儿童用品", "十万分之12", "类型:目标 24小时", "规划:腾冲妇女 3岁以下",
]  # fmt: skip


def _found(desk: Desk, words: str) -> list[tuple[str, float, object]]:
    hits = desk.search(SearchQuestion(words)).hits
    return [(hit.found.clause.address, round(hit.score, 6), hit.found.clause.text) for hit in hits]


@WAYS
@pytest.mark.parametrize("words", WORDS)
def test_searches(real_desk: Desk, words: str, write: Write) -> None:
    plain = _found(real_desk, words)
    assert plain
    assert plain == _found(real_desk, write(words))


@WAYS
@pytest.mark.parametrize("indicator", ["5岁以下儿童死亡率", "孕产妇死亡率", "九年义务教育巩固率"])
def test_ladders(real_desk: Desk, indicator: str, write: Write) -> None:
    plain, strange = (real_desk.ladder(LadderQuestion(one)) for one in (indicator, write(indicator)))
    assert plain == strange


@WAYS
def test_other_questions(real_desk: Desk, write: Write) -> None:
    filters = [Filters(domain=(word,)) for word in ("妇女与健康", write("妇女与健康"))]
    one, other = ([each.clause for each in real_desk.clauses(ClausesQuestion(one))] for one in filters)
    assert one
    assert one == other
    one_list, other_list = (list(real_desk.targets(TargetsQuestion(each))) for each in filters)
    assert one_list
    assert one_list == other_list
    lists = [real_desk.target_list(TargetListQuestion(words)) for words in ("3岁以下", write("3岁以下"))]
    assert lists[0].rows
    assert lists[0].rows == lists[1].rows
    rows = [
        [
            (row.plan.entry.id, row.domain, row.kinds)
            for row in real_desk.coverage(CoverageQuestion(words)).rows
        ]
        for words in ("老年人", write("老年人"))
    ]
    assert rows[0] == rows[1]
    typed = [real_desk.suggestions(SuggestionQuestion(words)) for words in ("儿童", write("儿童"))]
    assert typed[0]
    assert typed[0] == typed[1]
