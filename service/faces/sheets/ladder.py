"""目标阶梯 as a table, one row a rung.

Takes Ladders and the desk that gave them. Gives a Book. A figure says how far it was checked and where it comes from.
"""

from __future__ import annotations

from collections.abc import Sequence

from ingest.catalogue import FigureCheck
from service.answers.ladder import Ladder, Rung
from service.desk import Desk, InWords, LadderQuestion
from service.faces.sheets.figure_sources import told_source
from service.faces.sheets.sources import level_cell, sources
from service.faces.sheets.workbook import Book, Cell, column_list, sheet_of
from service.requirement import requirement_of, unit_of_aim

LADDER = column_list(
    ("指标", 26), ("人群", 14), ("层级", 7), ("规划", 28), ("要求", 16), ("数值", 10), ("数值上限", 10),
    ("单位", 10), ("年份", 8), ("本级与这一级比", 14), ("说明", 34), ("核对情况", 10), ("出处", 34),
    ("原文指标名", 26), ("原文", 40), ("条目地址", 30),
)  # fmt: skip
_LADDER_COPIED = "“原文”一栏照录规划原文，未作改动；没有条目地址的数据不是从规划原文读到的，来历见“出处”一栏，使用前须核实。"
_LADDER_REMARK = "每项指标第一行是本级；上级的数值已换成本级的单位。核对情况：已核对是有人同原件核对过的，程序识别是程序从规划原文读到的，据报道、未核对的使用前须核实。"


def ladder_book(desk: Desk, asked: LadderQuestion, found: Sequence[Ladder], narrowed: InWords = ()) -> Book:
    """Ladders, one row a rung; ``narrowed`` is by what some of them were left out."""
    checks = desk.store.figures()
    rows = [_rung(ladder, rung, checks) for ladder in found for rung in ladder.rungs]
    plans = [rung.plan.entry.id for ladder in found for rung in ladder.rungs if rung.stated]
    sheet = sheet_of("目标阶梯", LADDER, rows)
    return Book(
        "目标阶梯",
        desk.in_words(asked, *narrowed),
        sources(desk, plans),
        (sheet,),
        (_LADDER_REMARK,),
        _LADDER_COPIED,
    )


def _rung(ladder: Ladder, rung: Rung, checks: Sequence[FigureCheck]) -> tuple[Cell, ...]:
    head = (ladder.indicator, ladder.population, level_cell(rung.plan), rung.plan.entry.title)
    verdict = rung.outcome or "本级"
    if rung.stated is None:
        return (*head, None, None, None, None, None, verdict, rung.remark, None, None, None, None, None)
    aim = rung.stated.aim
    asked = requirement_of(aim)
    own_name = aim.indicator if aim.indicator != ladder.indicator else None
    return (
        *head, asked, aim.value, aim.value_high, unit_of_aim(aim), aim.year, verdict, rung.reason,
        rung.stated.checked.label, told_source(aim, checks), own_name, aim.quote, aim.clause,
    )  # fmt: skip
