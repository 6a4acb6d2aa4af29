"""What headings say: rows of the table, headings that end with one, mixed ones, and look-alikes."""

from __future__ import annotations

import pytest

from ingest.plan import ClauseKind as K
from ingest.structure.heading_words import core, head_word, hint, is_label_like, label_hint


@pytest.mark.parametrize(
    "printed",
    [
        "主要目标",
        "主要目标：",
        "【主要目标】",
        "**主要目标**",
        "主 要 目 标:",
        "### 主要目标",
        "［主要目标］",
    ],
)
def test_decoration_does_not_matter(printed: str) -> None:
    assert core(printed) == "主要目标"
    word = head_word(printed)
    assert word is not None
    assert word.kind is K.GOAL


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("指导思想", K.GUIDELINE),
        ("实施乡村振兴战略的总体要求", K.GUIDELINE),
        ("基本原则", K.PRINCIPLE),
        ("明确总体目标", K.OVERALL_GOAL),
        ("环境目标", K.GOAL),
        ("试点目标", K.GOAL),
        ("主要任务", K.MEASURE),
        ("落实保障措施", K.ORGANISATION),
        ("做好改革组织实施工作", K.ORGANISATION),
        ("规划实施与考核", K.ORGANISATION),
        ("健全规划实施保障措施", K.ORGANISATION),
        ("做好实施监测", K.MONITORING),
        ("加强监测评估", K.MONITORING),
        ("环境形势", K.OTHER),
        ("充分认识做好环境保护工作的重要意义", K.OTHER),
        ("前 言", K.PREFACE),
        ("夯实绿色发展基础", None),
        ("切实解决突出的环境问题", None),
        ("积极发展农机社会化服务", None),
        ("妇女与健康", None),
    ],
)
def test_kind_of_a_heading(title: str, kind: K | None) -> None:
    assert hint(title).kind is kind


@pytest.mark.parametrize(
    ("title", "domains"),
    [
        ("指导思想、基本原则和总体目标", False),
        ("发展领域、主要目标和策略措施", True),
        ("主要目标与策略措施", True),
        ("组织实施与监测评估", False),
    ],
)
def test_mixed_headings_name_several_kinds(title: str, domains: bool) -> None:
    found = hint(title)
    assert found.mixed
    assert found.domains is domains


def test_labels_that_the_table_does_not_know_are_judged_by_their_end() -> None:
    assert label_hint("保障路径").kind is K.MEASURE
    assert label_hint("奋斗方向").kind is K.GOAL
    assert hint("保障路径").kind is None


@pytest.mark.parametrize(
    ("line", "expected"),
    [("健康中国建设主要指标", True), ("到2030年具体实现以下目标：", True), ("加强组织领导", False)],
)
def test_lines_that_are_like_labels(line: str, expected: bool) -> None:
    assert is_label_like(line) is expected
