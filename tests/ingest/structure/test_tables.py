"""Tables in a text: which lines are theirs, what each row becomes, and that nothing around them is lost or glued."""

from __future__ import annotations

import grids
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.plan import Clause, ClauseKind, Plan, SourceTable, SourceText, TableCell, TableKind
from ingest.reading import read_text

TITLE = "示例市“十四五”养老服务规划"
INDICATORS = grids.grid(
    [
        "领域^2 | 序号^2 | 指标^2 | 单位^2 | 现状 | 目标值>2 | 属性^2",
        "2020年 | 2023年 | 2025年",
        "服务设施^2 | 1 | 养老服务床位总量 | 万张 | 1.9 | 2.4 | 2.8 | 预期性",
        "2 | 护理型床位占比 | % | 38 | 48 | ≥55 | 约束性",
        "医养结合 | 3 | 老年人健康管理率 | % | 68.5 | 70 | 达到省定标准 | 预期性",
    ]
)
TASKS = grids.grid(
    [
        "序号 | 重点任务 | 牵头单位 | 责任单位 | 完成时限",
        "1 | 人工造林9万亩 | 县林草局 | 各乡镇（街道） | 2025年12月",
        "2 | 城区增绿 | 县住房城\\n乡建设局 | 县城市管理局、县财政局 | 持续推进",
    ]
)


MEASURES = ("一、重点任务", "（一）造林。每年造林。", "（二）护林。健全机制。", "（三）监测。开展评估。")


def _plan(*parts: str | grids.GridOf) -> Plan:
    (plan,) = read_text(grids.source_of([TITLE, *parts]))
    return plan


def _clause(plan: Plan, tail: str) -> Clause:
    return next(clause for clause in plan.clauses if clause.address == f"{plan.entry.id}/{tail}")


def _tails(plan: Plan) -> list[str]:
    return [clause.address.removeprefix(f"{plan.entry.id}/") for clause in plan.clauses]


def test_each_row_is_a_clause_with_a_permanent_address() -> None:
    plan = _plan(
        "一、总体要求", "（一）主要目标", "到2025年，服务体系更加完善。", "表1　主要指标", INDICATORS,
        "注：〔〕内为累计数。", "二、重点任务", "（一）建设设施。新建一批设施。",
    )  # fmt: skip
    (table,) = plan.tables
    assert (table.kind, table.caption, table.notes) == (
        TableKind.INDICATORS,
        "表1 主要指标",
        "注：〔〕内为累计数。",
    )
    assert table.address == f"{plan.entry.id}/1.1/table-1"
    assert table.head == 2
    assert table.columns[4:7] == ("现状 2020年", "目标值 2023年", "目标值 2025年")
    assert [(row.row, row.clause) for row in table.rows] == [
        (row, f"{table.address}/row/{place}") for place, row in enumerate((2, 3, 4), 1)
    ]
    second = _clause(plan, "1.1/table-1/row/2")
    assert second.kind is ClauseKind.GOAL
    assert (second.number, second.title, second.domain) == ("2", "护理型床位占比", "服务设施")
    assert {(t.indicator, t.quote, t.column) for t in plan.targets if t.clause == second.address} == {
        ("护理型床位占比", "48", "目标值 2023年"),
        ("护理型床位占比", "≥55", "目标值 2025年"),
    }
    assert [(b.quote, b.column) for b in plan.baselines if b.clause == second.address] == [
        ("38", "现状 2020年")
    ]
    assert second.text == "2\t护理型床位占比\t%\t38\t48\t≥55\t约束性"
    assert second.text[second.body :].startswith("护理型床位占比")
    assert "1.1/table-1/note/1" in _tails(plan)
    assert _clause(plan, "2/measure/1").text == "（一）建设设施。新建一批设施。"


def test_a_clause_around_a_table_does_not_swallow_it() -> None:
    plan = _plan(
        "一、主要任务", "1.完善设施。主要指标见下表", "表1　主要指标", INDICATORS, "以上指标纳入考核。",
        "2.加强监管。健全机制。", "3.培养人才。健全制度。",
    )  # fmt: skip
    first = _clause(plan, "1/measure/1")
    assert first.text == "1.完善设施。主要指标见下表"
    rest = _clause(plan, "1/measure/1-b")
    assert (rest.text, rest.number, rest.kind) == ("以上指标纳入考核。", None, ClauseKind.MEASURE)
    assert _clause(plan, "1/measure/2").text == "2.加强监管。健全机制。"
    assert plan.warnings == tuple(w for w in plan.warnings if w.code == "target_in_words")


def test_cells_are_no_numbers_headings_or_page_numbers() -> None:
    rows = ["序号 | 指标 | 单位 | 2020年 | 2025年"]
    rows += [f"{n} | 第{n}项示例指标 | 个 | {n} | {n + 1}" for n in range(1, 30)]
    plan = _plan(
        "一、主要目标", "表1　主要指标", grids.grid(rows), "二、保障措施", "（一）加强领导。健全机制。"
    )
    assert plan.page_marks == ()
    assert [h.title for h in plan.headings if h.number] == ["主要目标", "保障措施"]
    assert len(plan.tables[0].rows) == 29
    words = grids.grid(["前言 | 目录", "第一章 总则 | 一、主要目标", "1.加强领导 | （一）前言"])
    plan = _plan("一、主要目标", "示例如下。", words, "二、保障措施", "（一）加强领导。健全机制。")
    assert [h.title for h in plan.headings if h.number] == ["主要目标", "保障措施"]


def test_tasks_carry_who_leads_who_helps_and_until_when() -> None:
    plan = _plan("一、重点任务", "分工如下。", "附表　责任分解表", TASKS)
    (table,) = plan.tables
    assert table.kind is TableKind.TASKS
    assert [(row.lead, row.support, row.deadline) for row in table.rows] == [
        (("县林草局",), ("各乡镇（街道）",), "2025年12月"),
        (("县住房城乡建设局",), ("县城市管理局", "县财政局"), "持续推进"),
    ]
    clause = _clause(plan, "1/table-1/row/2")
    assert clause.kind is ClauseKind.MEASURE
    assert (clause.title, clause.units) == ("城区增绿", ("县住房城乡建设局", "县城市管理局", "县财政局"))
    assert not plan.targets  # 9万亩 of a task is told by its row, not read as a sentence


@pytest.mark.parametrize(
    ("cell", "lead", "support"),
    [
        ("县民政局牵头，县财政局配合", ("县民政局",), ("县财政局",)),
        ("县民政局牵头\\n县财政局、县残联配合", ("县民政局",), ("县财政局", "县残联")),
        ("县民政局、县残联按职责分工负责", ("县民政局", "县残联"), ()),
        ("县教育体育局（牵头）、县财政局、县公安局", ("县教育体育局",), ("县财政局", "县公安局")),
        ("牵头单位：县民政局；配合单位：县财政局、县残联", ("县民政局",), ("县财政局", "县残联")),
        ("县民政局牵头、县财政局配合", ("县民政局",), ("县财政局",)),
        ("县住建局负责；各乡镇（街道）、县水务局参与", ("县住建局",), ("各乡镇（街道）", "县水务局")),
        ("县卫生健康局，各乡镇人民政府", ("县卫生健康局", "各乡镇人民政府"), ()),
    ],
)
def test_a_cell_of_units_says_in_words_who_helps(
    cell: str, lead: tuple[str, ...], support: tuple[str, ...]
) -> None:
    rows = ["序号 | 重点任务 | 责任单位 | 进度安排", f"1 | 建设养老院 | {cell} | 2024年底前完成"]
    plan = _plan(*MEASURES, "表1　任务分工", grids.grid(rows))
    (row,) = plan.tables[0].rows
    assert (row.lead, row.support, row.deadline) == (lead, support, "2024年底前完成")
    assert _clause(plan, "1/table-1/row/1").units == (*lead, *support)


def test_the_words_of_a_merged_cell_count_for_every_row_that_it_covers() -> None:
    rows = [
        "任务类别 | 具体事项 | 责任单位 | 完成时间",
        "企业创新^2 | 倍增行动 | 市科技局 | 2025年^2",
        "全覆盖行动 | 市税务局",
    ]
    plan = _plan("一、重点任务", "分工如下。", "表1　任务分工", grids.grid(rows))
    second = plan.tables[0].rows[1]
    assert (second.lead, second.deadline) == (("市税务局",), "2025年")
    assert _clause(plan, "1/table-1/row/2").domain == "企业创新"
    assert _clause(plan, "1/table-1/row/2").text == "全覆盖行动\t市税务局"


def test_group_rows_are_the_domain_of_the_rows_below() -> None:
    rows = [
        "序号 | 指标 | 单位 | 2025年", "（一）环境质量（1项）>4", "1 | 优良天数比率 | % | 93", "二、生态保护>4",
        "2 | 森林覆盖率 | % | 60", "注：以批复为准。>4",
    ]  # fmt: skip
    plan = _plan("一、主要目标", "如下。", "表1　主要指标", grids.grid(rows))
    assert [_clause(plan, f"1/table-1/row/{n}").domain for n in (1, 2)] == ["环境质量", "生态保护"]
    assert plan.tables[0].notes == "注：以批复为准。"
    assert [h.title for h in plan.headings if "环境" in h.title] == ["（一）环境质量（1项）"]


BOX = "专栏2　重点工程\\n1.照护机构建设工程。改扩建机构9所，新增床位2200张。\\n2.智慧养老工程。建成平台1个。"


@pytest.mark.parametrize("title", [[], ["专栏2　重点工程"]])
def test_a_box_is_a_part_of_its_own(title: list[str]) -> None:
    words = BOX if not title else BOX.split("\\n", 1)[1]
    plan = _plan(
        "一、重点任务", "1.建设设施。新建一批。", *title, grids.grid([[words]]), "2.加强监管。健全机制。",
        "3.培养人才。完善制度。",
    )  # fmt: skip
    assert _tails(plan) == ["1/measure/1", "box2/measure/1", "box2/measure/2", "1/measure/2", "1/measure/3"]
    assert [h.title for h in plan.headings][-1] == "专栏2 重点工程"
    assert plan.tables[0].kind is TableKind.BOX
    assert plan.tables[0].address == f"{plan.entry.id}/box2"
    assert {t.indicator for t in plan.targets} >= {"床位"} or plan.targets  # sentences in a box are read
    assert not [w for w in plan.warnings if w.code.startswith("number")]


def test_a_box_that_is_a_table_of_projects_has_its_projects_as_measures() -> None:
    head = ["工程名称 | 主要内容 | 投资估算（万元）"]
    rows = [
        "智慧养老工程 | 建设平台1个，服务老年人2万人 | 320",
        "助餐工程 | 建设助餐点40个 | 待定",
        "合计 |  | 320",
    ]
    plan = _plan("一、重点任务", "（一）智慧养老", "建设设施。", "专栏2　重点工程", grids.grid(head + rows))
    assert plan.tables[0].kind is TableKind.OTHER
    first = _clause(plan, "1.1/table-1/row/1")
    assert (first.kind, first.title, first.domain) == (ClauseKind.MEASURE, "智慧养老工程", "智慧养老")
    assert _clause(plan, "1.1/table-1/row/3").kind is ClauseKind.OTHER
    plan = _plan(
        "一、重点任务",
        "（一）智慧养老",
        "建设设施。",
        "专栏2　重点工程",
        grids.grid([r[: r.rindex("|")] for r in rows[:2]]),
    )
    assert [_clause(plan, f"1.1/table-1/row/{n}").title for n in (1, 2)] == ["智慧养老工程", "助餐工程"]


def test_a_row_that_sums_up_has_no_number() -> None:
    rows = ["序号 | 项目名称 | 投资（万元）", "1 | 养老中心 | 320", "合计 |  | 320"]
    plan = _plan("一、重点任务", "如下。", "附表　重大项目", grids.grid(rows))
    assert [_clause(plan, f"1/table-1/row/{n}").number for n in (1, 2)] == ["1", None]


def test_a_box_in_lines_follows_one_that_is_a_table() -> None:
    plan = _plan(
        "一、主要目标", "如下。", "专栏1　主要指标", INDICATORS, "二、重点任务", "1.做强产业。完善链条。",
        "专栏2　重点工程", "1.建设工程。新建设施。", "2.数字工程。建设平台。", "三、保障措施", "（一）加强领导。健全机制。",
    )  # fmt: skip
    assert [tail for tail in _tails(plan) if tail.startswith("box2")] == ["box2/measure/1", "box2/measure/2"]
    assert _clause(plan, "2/measure/1").text == "1.做强产业。完善链条。"


def test_a_frame_around_the_whole_text_is_no_table() -> None:
    text = "一、主要任务\\n1.建设设施。新建一批设施，完善配套服务。\\n2.加强监管。健全机制，落实责任。"
    plan = _plan(grids.grid([[text]]))
    assert plan.tables == ()
    assert _tails(plan) == ["1/measure/1", "1/measure/2"]


def test_other_tables_are_kept_cell_by_cell() -> None:
    rows = ["名称 | 位置 | 面积（公顷）", "示例湖湿地 | 示例镇 | 186.4", "北山湿地 | 北山乡 | 41.3"]
    plan = _plan("一、主要任务", "（一）保护湿地。名录如下。", "表2　重要湿地名录", grids.grid(rows))
    (table,) = plan.tables
    assert (table.kind, len(table.rows)) == (TableKind.OTHER, 2)
    assert _clause(plan, "1/table-1/row/1").text == "示例湖湿地\t示例镇\t186.4"
    assert not plan.targets


def test_the_title_of_an_annex_is_no_caption() -> None:
    plan = _plan("一、主要任务", "（一）造林。每年造林。", "附件1", "责任分解表", TASKS)
    assert plan.tables[0].caption == ""
    assert plan.tables[0].section == "annex1"
    assert plan.tables[0].address == f"{plan.entry.id}/annex1/table-1"


def test_a_table_drawn_with_bars_keeps_its_bars_out_of_the_text(faults) -> None:
    text = f"{TITLE}\n一、主要目标\n目标如下。\n表1 主要指标\n| 指标 | 2020年 | 2025年 |\n|---|---|---|\n| 覆盖率（%） | 80 | 95 |\n二、保障措施\n（一）加强领导。健全机制。\n"
    cells = []
    for row, words in enumerate((("指标", "2020年", "2025年"), ("覆盖率（%）", "80", "95"))):
        at = text.index("| 指标") if not row else text.index("| 覆盖率")
        for column, word in enumerate(words):
            at = text.index(word, at)
            cells.append(TableCell(row, column, at, at + len(word)))
            at += len(word)
    table = SourceTable(text.index("| 指标"), text.index("| 95 |") + 6, tuple(cells))
    plans = read_text(SourceText("示例.txt", text, "utf-8", "0", (), (table,)))
    assert faults(plans) == []
    assert _clause(plans[0], "1/table-1/row/1").text == "覆盖率（%）\t80\t95"
    assert [(t.value, t.year) for t in plans[0].targets] == [(95, 2025)]


def test_a_page_number_between_two_rows_is_none_of_the_table(faults) -> None:
    text = f"{TITLE}\n一、主要目标\n到2025年，体系更加完善。\n指标\t单位\t2025年\n覆盖率\t%\t95\n— 12 —\n巩固率\t%\t98\n"
    lines = [line for line in text.split("\n")[3:7] if "—" not in line]
    cells = []
    for row, line in enumerate(lines):
        at = text.index(line)
        for column, word in enumerate(line.split("\t")):
            start = text.index(word, at)
            cells.append(TableCell(row, column, start, start + len(word)))
            at = start + len(word)
    table = SourceTable(text.index("指标\t"), len(text) - 1, tuple(cells))
    plans = read_text(SourceText("示例.txt", text, "utf-8", "0", (), (table,)))
    assert faults(plans) == []
    assert [text[a:b] for a, b in plans[0].page_marks] == ["— 12 —"]
    assert [t.value for t in plans[0].targets] == [95, 98]


def test_cells_that_stand_in_no_order_are_left_as_lines_and_said(faults) -> None:
    text = f"{TITLE}\n一、主要目标\n甲\t乙\n丙\t丁\n"
    at = text.index("甲")
    cells = (TableCell(0, 0, at + 2, at + 3), TableCell(0, 1, at, at + 1), TableCell(1, 0, at + 4, at + 5))
    plans = read_text(SourceText("示例.txt", text, "utf-8", "0", (), (SourceTable(at, at + 7, cells),)))
    assert faults(plans) == []
    assert plans[0].tables == ()
    assert [w.code for w in plans[0].warnings] == ["table_unread"]


WORDS = st.sampled_from(
    ["", "指标", "单位", "2020年", "2025年目标", "属性", "约束性", "%", "≥95", "—", "〔12〕", "责任单位", "县教育局", "1", "一、主要目标",
     "专栏1 重点工程", "注：以批复为准。", "前言", "覆盖率（%）", "每年下降0.5个百分点", "附件1", "第一章", "a b", "3 000", "其中：城镇", "25/31"]
)  # fmt: skip
SPANS = st.sampled_from(["", "", "", "^2", ">2", "^2>2"])


@st.composite
def _grids(draw: st.DrawFn) -> grids.GridOf:
    width = draw(st.integers(1, 6))
    rows = [tuple(draw(WORDS) + draw(SPANS) for _ in range(width)) for _ in range(draw(st.integers(1, 6)))]
    return grids.GridOf(tuple(rows), draw(st.integers(0, 2)))


LINES = st.sampled_from(
    ["一、主要目标", "1.加强领导。健全机制。", "2.完善设施。", "（一）建设", "表1　主要指标", "续表", "附件1", "注：〔〕内为累计数。", "单位：%",
     "专栏1　重点工程", "12", "示例市教育规划（2021—2030年）", "主要目标如下", "前言", "责任单位：县教育局"]
)  # fmt: skip


@settings(max_examples=250, deadline=None)
@given(parts=st.lists(st.one_of(_grids(), LINES), max_size=10))
def test_any_order_of_lines_and_tables_is_covered(parts: list[str | grids.GridOf], faults) -> None:
    plans = read_text(grids.source_of([TITLE, *parts]))
    assert faults(plans) == []
    cells = {(cell.start, cell.end) for table in plans[0].source.tables for cell in table.cells}
    for plan in plans:
        assert all((t.start, t.end) in cells for t in plan.targets if t.source == "table")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("附件1 主要指标", "附件2 责任分解表"),
        ("附件1：主要指标表", "附件2：责任分解表"),
        ("附件1　示例市林草发展主要目标", "附件2　部门分工"),
        ("附件一 主要指标", "附件二 责任分解表"),
    ],
)
def test_annexes_that_hold_a_table_and_nothing_else_are_apart(first: str, second: str) -> None:
    plan = _plan(*MEASURES, first, INDICATORS, "注：〔〕内为累计数。", second, TASKS)
    assert [table.section for table in plan.tables] == ["annex1", "annex2"]
    assert [table.kind for table in plan.tables] == [TableKind.INDICATORS, TableKind.TASKS]
    assert _clause(plan, "1/measure/3").text == "（三）监测。开展评估。"
    assert not [tail for tail in _tails(plan) if tail.startswith("1/") and "measure" not in tail]


def test_an_annex_may_have_nothing_but_the_title_that_was_announced() -> None:
    plan = _plan(*MEASURES, "附件：责任分解表", "责任分解表", TASKS)
    assert [table.section for table in plan.tables] == ["annex"]
    assert [each.text for each in plan.clauses if each.address.endswith("/closing")] == ["附件：责任分解表"]
    assert _clause(plan, "1/measure/3").text == "（三）监测。开展评估。"


@pytest.mark.parametrize("title", ["附件 重点任务分工", "附件：重点任务分工表", "附件　示例市造林任务清单"])
def test_an_annex_behind_a_table_is_apart(title: str) -> None:
    plan = _plan(*MEASURES, "指标见下表", INDICATORS, title, TASKS)
    assert [table.section for table in plan.tables] == ["1", "annex"]


def test_a_list_of_annexes_above_a_table_is_a_list_still() -> None:
    plan = _plan(
        *MEASURES,
        "附件：1.主要指标表",
        "2.责任分解表",
        "附件1",
        "主要指标表",
        INDICATORS,
        "附件2",
        "责任分解表",
        TASKS,
    )
    assert [table.section for table in plan.tables] == ["annex1", "annex2"]
