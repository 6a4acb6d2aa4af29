"""目标阶梯 for people: each indicator as a small table, level by level."""

from __future__ import annotations

from collections.abc import Sequence

from rich.text import Text

from ingest.indicators import Aim, Verdict
from service.answers.ladder import ASKED, Ladder, Rung
from service.faces.terminal.console import BAD, CITATION, FAINT, GOOD, console
from service.faces.terminal.tables.columns import NARROW, RIGHT, TEXT, table_of
from service.labels import LEVELS
from service.requirement import requirement_of, told_stage

_VERDICTS = {
    Verdict.STRICTER: GOOD,
    Verdict.EQUAL: "default",
    Verdict.LOOSER: "yellow",
    Verdict.INCOMPARABLE: FAINT,
    Verdict.LOWER_MISSING: BAD,
    Verdict.UPPER_MISSING: FAINT,
}


def ladders(found: Sequence[Ladder], beside: Sequence[str] = (), unnamed: str = "") -> None:
    """Each indicator as a small table, level by level."""
    out = console()
    if not found:
        out.print(Text("库里的规划没有指标目标，没有阶梯可看。", style="bold"))
        return
    for ladder in found:
        table = table_of(
            ("层级", NARROW),
            ("要求", RIGHT),
            ("年份", RIGHT),
            ("结论", NARROW),
            ("核对", NARROW),
            ("说明", TEXT),
        )
        for rung in ladder.rungs:
            table.add_row(*_rung(ladder, rung))
        out.print()
        out.print(Text(ladder.indicator, style=CITATION))
        out.print(table)
    out.print(Text(f"共 {len(found)} 项指标；结论是本级（每表第一行）与上级比。", style="bold"))
    if any(rung.proposed for ladder in found for rung in ladder.rungs):
        out.print(
            Text(
                "疑似同一项的请对照原文：是的用 ladder 指标 --confirm 上级条目地址 确认，不是的用 --reject 否定。",
                style=FAINT,
            )
        )
    if unnamed:
        out.print(Text(f"没有正好叫“{unnamed}”的指标，上面是最接近的。", style=FAINT))
    if beside:
        out.print(Text(f"相近的指标还有：{'、'.join(beside)}。", style=FAINT))


def _rung(ladder: Ladder, rung: Rung) -> tuple[Text | str, ...]:
    level = LEVELS[rung.plan.entry.level] if rung.plan.entry.level else "—"
    stated = rung.stated
    verdict = Text(rung.said or "本级", style=_VERDICTS[rung.verdict] if rung.verdict else "")
    if stated is None:
        return level, "—", "—", verdict, "", "；".join([rung.remark, *_sister(rung)])
    note = [ASKED] if rung.proposed else []
    note += [rung.reason] if rung.reason else []
    if stated.aim.converted and stated.aim.quote:
        note.append(f"已换算单位，原文：{stated.aim.quote}")
    note += [f"另写：{told_stage(each)}" for each in rung.others]
    if stated.aim.indicator != ladder.indicator:
        note.append(f"原文指标：{stated.aim.indicator}")
    note.append(stated.aim.clause or f"《{rung.plan.entry.title.strip('《》')}》已知数据")
    return (
        level,
        _value(stated.aim),
        str(stated.aim.year or "—"),
        verdict,
        stated.checked.label,
        "；".join(note),
    )


def _sister(rung: Rung) -> list[str]:
    if rung.sister is None:
        return []
    title = rung.sister.plan.entry.title.strip("《》")
    return [
        f"同级《{title}》写了 {told_stage(rung.sister.stated)}（{rung.sister.stated.aim.clause or '已知数据'}）"
    ]


def _value(aim: Aim) -> Text:
    return Text(requirement_of(aim), style="bold")
