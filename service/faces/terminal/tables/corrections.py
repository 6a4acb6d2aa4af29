"""Corrections for people: each with who, when and what it was made for; those that could not be laid first."""

from __future__ import annotations

from collections.abc import Sequence

from rich.padding import Padding
from rich.text import Text

from ingest.corrections import LaidCorrection
from service.faces.terminal.console import BAD, FAINT, GOOD, console
from service.faces.terminal.tables.columns import total
from service.labels import correction_in_words, who_and_when

_SHOWN = 60  # characters of a text


def outcomes(found: Sequence[LaidCorrection], *, made: bool) -> None:
    """Corrections in force; ``made``: it is one that was made just now."""
    out = console()
    for each in sorted(found, key=lambda outcome: not outcome.trouble):
        correction = each.correction
        head = Text(f"{correction.act.label}  ", style=BAD if each.trouble else GOOD)
        head.append(each.address or correction.made_for.address, style="default")
        head.append(f"  {who_and_when(correction.who, correction.made)}  编号 {correction.key}", style=FAINT)
        out.print(head)
        text = correction.made_for.text
        out.print(
            Padding(
                Text(f"更正时的文字：{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'}"), (0, 0, 0, 2)
            )
        )
        if asked := correction_in_words(correction):
            out.print(Padding(Text(asked), (0, 0, 0, 2)))
        if correction.note:
            out.print(Padding(Text(f"说明：{correction.note}"), (0, 0, 0, 2)))
        if each.trouble:
            out.print(Padding(Text(f"没有套用：{each.trouble}", style="yellow"), (0, 0, 0, 2)))
    if made:
        out.print(Text("已更正，检索、对标、阶梯和表格都照更正后的算；原文没有改动。", style=FAINT))
    else:
        total(len(found), "处人工更正")


def undone(key: str) -> None:
    """That a correction was taken back."""
    console().print(Text(f"已撤销编号为 {key} 的更正，知识库已照原来的读法重建。", style=GOOD))
