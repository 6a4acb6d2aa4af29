"""Search results for people: totals and counts on top, then each hit with citation, text and reason."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.text import Text

from service.answers.search import SearchAnswer
from service.answers.search.headline import headline
from service.answers.search.hits import Hit
from service.desk import Desk
from service.faces.terminal.console import CITATION, FAINT, MARK, console, excerpt, paragraph
from service.labels import LEVELS, value_name
from service.query import Match

_FACET_NAMES = {
    "level": "层级",
    "kind": "类型",
    "domain": "领域",
    "plan": "规划",
    "unit": "部门",
    "has": "含",
}
_FACET_VALUES = 5  # so many values of a facet are shown, the rest is counted
_WORDINGS = 8  # so many other wordings are named
_LINES = 3  # so many lines of a clause's text are shown
_HEADING = 24  # characters of a heading that are shown
_WHY = {"title": "见标题", "missing": "缺", "part": "部分"}


def show(answer: SearchAnswer, seconds: float, desk: Desk) -> None:
    """Prints a search answer."""
    out = console()
    if not answer.hits:
        out.print(_nothing(answer, desk))
        return
    facets = answer.facets  # counted first: an engine may fail at that too, and then a note says so
    out.print(_headline(answer, seconds))
    for told in told_of(answer):
        out.print(told)
    titles = {each[0]: each[1] for each in desk.known.plans}
    for name, values in facets.items():
        if values:
            out.print(_facet(name, dict(values), titles))
    place = answer.query.offset
    for hit in answer.hits:
        place += 1
        out.print()
        line = _divider(answer, place - answer.query.offset - 1)
        if line:
            out.print(Text(line, style=FAINT))
            out.print()
        _hit(place, hit)
    out.print()
    out.print(
        Text("看全文：duibiao show 地址　　更多：-k 20　　筛选：--level --kind --domain --plan", style=FAINT)
    )


def _headline(answer: SearchAnswer, seconds: float) -> Text:
    line = Text()
    line.append(_quoted(answer.query.text), style=MARK)
    line.append(f"  {headline(answer)}")
    line.append(
        f"；查了 {answer.looked_at} 条，显示 {len(answer.hits)} 条，用时 {seconds * 1000:.1f} 毫秒",
        style=FAINT,
    )
    return line


def told_of(answer: SearchAnswer) -> Iterator[Text]:
    """What was looked for besides, or instead of, what was typed."""
    for mended in answer.mended:
        yield Text(f"  {mended.sentence}", style="yellow")
    for note in answer.notes:
        yield Text(f"  {note}", style="yellow")
    also = list(
        dict.fromkeys("＋".join(terms) for each in answer.query.expansions for terms in each.alternatives)
    )
    if also:
        more = f" 等 {len(also)} 种说法" if len(also) > _WORDINGS else ""
        yield Text.assemble(
            ("  也查了  ", FAINT), "、".join(also[:_WORDINGS]), more, ("　（只按写的字查：--literal）", FAINT)
        )


def _divider(answer: SearchAnswer, place: int) -> str | None:
    """The line between clauses that hold every word and the others."""
    hit = answer.hits[place]
    before = answer.hits[place - 1] if place else None
    if hit.match is not Match.ANY or (before is not None and before.match is Match.ANY):
        return None
    if before is None and answer.query.offset:
        return None
    return "── 以下条目只含一部分词，或只是意思相近 ──"


def _quoted(text: str) -> str:
    return text if set(text) & set('“”"「」') else f"“{text}”"


def _facet(name: str, values: dict[str, int], titles: dict[str, str]) -> Text:
    line = Text()
    line.append(f"  {_FACET_NAMES[name]}  ", style=FAINT)
    shown = 0
    for value, number in list(values.items())[:_FACET_VALUES]:
        piece = f"{_value_name(name, value, titles)} {number}　"
        if shown and line.cell_len + cell_len(piece) > console().width - 10:
            break
        line.append(piece.rpartition(" ")[0])
        line.append(f" {number}　", style="cyan")
        shown += 1
    if len(values) > shown:
        line.append(f"等 {len(values)} 项", style=FAINT)
    line.rstrip()
    return line


def _value_name(facet: str, value: str, titles: dict[str, str]) -> str:
    return titles.get(value, value) if facet == "plan" else value_name(facet, value)


def _hit(place: int, hit: Hit) -> None:
    out = console()
    clause = hit.found.clause
    head = Text()
    head.append(f"{place:>2}  ", style=FAINT)
    head.append(hit.citation, style=CITATION)
    out.print(head)
    text, marks = excerpt(clause.text, hit.marks, max(40, (out.width - 5) // 2 * _LINES - 2))
    out.print(paragraph(text, marks, indent=4))
    foot = Text("    ")
    for reason in hit.why:
        if reason.kind == "meaning":
            continue
        label = None if reason.heading else _WHY.get(reason.kind)
        if reason.kind == "synonym":
            foot.append(f"{reason.stands_for}→", style=FAINT)
        foot.append(f"{label} {reason.word}" if label else reason.word, style=FAINT if label else "yellow")
        if reason.heading:
            foot.append(f"（标题：{reason.heading[:_HEADING]}）　", style=FAINT)
        else:
            foot.append(f"×{reason.times}　" if reason.times > 1 else "　", style=FAINT)
    if hit.by_meaning:
        foot = Text("    ")
        foot.append(f"按意思相近 {hit.closeness or 0:.2f}　", style="magenta")
    if hit.level:
        foot.append(f"{LEVELS[hit.level]}　", style="cyan")
    foot.append(clause.address, style=FAINT)
    out.print(foot)


def _nothing(answer: SearchAnswer, desk: Desk) -> Text:
    """An empty result says what was looked through, and what to try."""
    total = desk.base.manifest.counts.get("clauses", 0)
    line = Text(f"没有找到{_quoted(answer.query.text)}。", style="bold")
    scope = answer.query.scope.fields()
    where = "在筛选范围内" if scope else f"库中 {total} 个条目都"
    if answer.query.phrases:
        line.append(f"\n{where}没有与引号里的原文一致的条目。")
    else:
        line.append(f"\n{where}没有这些词；可换一种说法，或去掉一些词。")
    for note in (*(mended.sentence for mended in answer.mended), *answer.notes):
        line.append(f"\n{note}")
    for suggestion in answer.suggestions:
        line.append(f"\n· {suggestion.sentence}")
        line.append(f"　duibiao search {suggestion.text}", style=FAINT)
    if answer.nearest:
        line.append("\n意思最接近的条目（不含检索词，仅供参考）：")
        for hit in answer.nearest:
            line.append(f"\n· {hit.citation}", style=CITATION)
            line.append(f"　{hit.found.clause.title[:40]}")
            line.append(f"　{hit.address}", style=FAINT)
    return line
