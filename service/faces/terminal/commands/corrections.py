"""The command that corrects what was read: cuts, kinds, domains and targets. It asks the desk and computes nothing."""

from __future__ import annotations

from argparse import Namespace
from typing import TYPE_CHECKING

from service.errors import BadFilter, UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, SWITCH, desk_for, emit
from service.faces.terminal.people import who_says
from service.labels import KIND_CHOICE, kind_named

if TYPE_CHECKING:
    from ingest.corrections import Wanted

_NONE = "无"  # written for a field that is to be empty
_FIELDS = {
    "indicator": "indicator",
    "population": "population",
    "comparator": "comparator",
    "value": "value",
    "high": "value_high",
    "unit": "unit",
    "year": "year",
}
_ACTS = ("split", "join", "give", "take", "kind", "domain", "target", "strike", "add")


def correct(given: Namespace) -> None:
    """Corrects a clause, takes a correction back, or lists what was corrected."""
    from service.faces.records.corrections import outcome_record, undone_record
    from service.faces.terminal import progress
    from service.faces.terminal.tables import corrections as tables

    wanted = _wanted(given)
    desk = desk_for(given)
    if given.undo is not None:
        with progress.shown() as shown:
            _, undone = desk.undo_correction(given.undo, who_says(given.by), shown)
        if given.json:
            emit([undone_record(undone)])
        else:
            tables.undone(given.undo)
        return
    if wanted is None:
        found = [each for each in desk.corrections() if each.trouble or not given.open]
    else:
        with progress.shown() as shown:
            base, key = desk.correct(wanted, shown)
        found = [each for each in base.store.corrections() if each.correction.key == key]
    if given.json:
        emit(outcome_record(each) for each in found)
    else:
        tables.outcomes(found, made=wanted is not None)


def _wanted(given: Namespace) -> Wanted | None:
    """What is to be corrected; None where nothing is."""
    from ingest.corrections import Wanted
    from ingest.plan import Act

    asked = [name for name in _ACTS if getattr(given, name) not in (None, False)]
    fields = {
        name: _typed(getattr(given, flag))
        for flag, name in _FIELDS.items()
        if getattr(given, flag) is not None
    }
    if not asked:
        if given.address is not None or fields:
            raise UserError(
                "请写明怎样更正，如 --split、--join、--kind、--domain、--target，写法见 duibiao correct --help。"
            )
        return None
    if len(asked) > 1 or given.undo is not None:
        raise UserError("一次只做一种更正，请分几次运行。")
    if given.address is None:
        raise UserError("请先写出要更正的条目的地址，地址用 duibiao search 或 duibiao clauses 查到。")
    act = {"give": Act.BORDER, "take": Act.BORDER}.get(asked[0]) or Act(asked[0])
    return Wanted(
        act,
        given.address,
        words=given.split or given.give or given.take or given.add or "",
        behind=given.take is not None,
        over=given.over,
        value=_value(given),
        target=given.target or given.strike or 0,
        fields=fields,
        stated=given.stated,
        who=who_says(given.by) or "",
        note=given.note or "",
    )


def _value(given: Namespace) -> str:
    if given.kind is not None:
        kind = kind_named(given.kind)
        if kind is None:
            raise BadFilter(f"没有叫“{given.kind}”的类型，可以写：{KIND_CHOICE}。")
        return kind.value
    return _typed(given.domain or "")


def _typed(value: str) -> str:
    return "" if value == _NONE else value


def _text(flag: str, help_text: str, metavar: str) -> Argument:
    return Argument((flag,), help_text, metavar, {"default": None})


COMMANDS = (
    Command(
        "correct",
        "人工更正：改正拆错的条目和读错的指标，原文不动，以后每次建库都照更正套用；不写地址就列出已有的更正。",
        correct,
        (
            Argument(
                ("address",),
                "要更正的条目地址；不写就列出已有的更正。",
                "地址",
                {"nargs": "?", "default": None},
            ),
            _text("--split", "拆成两条：第二条从这几个字开始（照原文抄写，在这一条里只出现一次）。", "文字"),
            Argument(("--join",), "与后一条合并成一条。", options=SWITCH),
            _text("--give", "移动边界：从这几个字起归后一条。", "文字"),
            _text("--take", "移动边界：后一条改从这几个字开始，前面的归本条。", "文字"),
            Argument(
                ("--over",),
                "与 --join、--give、--take 同用：两条中间的标题是误认的，它的文字归条目。",
                options=SWITCH,
            ),
            _text("--kind", f"改类型：{KIND_CHOICE}。", "类型"),
            _text("--domain", f"改领域，不属于任何领域写“{_NONE}”。", "领域"),
            Argument(
                ("--target",),
                "改第几个指标（从 1 数起，顺序同 duibiao show），改什么写在后面几个选项里。",
                "第几个",
                {"type": int, "default": None},
            ),
            Argument(("--strike",), "删去第几个指标：它不是指标。", "第几个", {"type": int, "default": None}),
            _text(
                "--add",
                "补上漏读的指标：照原文抄写说它的几个字，指标、数值、单位写在后面几个选项里。",
                "文字",
            ),
            _text("--indicator", "指标名称。", "名称"),
            _text("--population", f"人群；没有写“{_NONE}”。", "人群"),
            _text("--comparator", "比较符：≥、≤、>、<、=、≈、范围。", "符号"),
            _text("--value", "数值，只写数字；范围写下限。", "数值"),
            _text("--high", f"范围的上限；没有写“{_NONE}”。", "数值"),
            _text("--unit", "单位，如：%、‰、/10万、个百分点、公里。", "单位"),
            _text("--year", f"年份；没有写“{_NONE}”。", "年份"),
            Argument(("--stated",), "所写的数原文里没有，由更正人负责。", options=SWITCH),
            _text("--by", "更正人；不写就用登录这台电脑的名称。", "姓名"),
            _text("--note", "说明。", "文字"),
            _text("--undo", "撤销这个编号的更正。", "编号"),
            Argument(("--open",), "只列出没有套用的：原文已变，要重新看的。", options=SWITCH),
            *EVERY,
        ),
    ),
)
