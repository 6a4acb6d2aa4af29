"""Reads the responsible bodies that the end of an item names: （民政局、财政局负责）, 责任单位：民政局。

Takes a clause's text. Gives the names as printed, in order, each once. The text itself is left as it is. The
words that mark such notes are in ``analyzers/lexicon/responsibility.tsv``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from analyzers.lexicon import table

_TAIL = 500  # such a note is the last thing of an item, and shorter than this
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")
# What may follow a remark; behind a part of a name, as in 各县（市、区）人民政府, the name goes on.
_BEHIND_REMARK = re.compile(r"$|[、，,；;。\s]|和|及|与")
_HELD_COMMA = "\0"
_HOLD = {ord("、"): _HELD_COMMA, ord("（"): "\1", ord("）"): "\2", ord("("): "\3", ord(")"): "\4"}
_LET_GO = {1: "（", 2: "）", 3: "(", 4: ")"}
_PHRASES = re.compile(r"[，,；;。]")
_LIST = re.compile(r"[、，,；;。\s]+")
_HELP = re.compile("配合|协助|协同|协办|参与|参加|支持")
_LEAD = re.compile("牵头|主办|主责|负责")
_LEADS_IN_BRACKET = re.compile(r"([^、，,；;。\s（()）]+)[（(](?:牵头|主办|主责)(?:单位|部门)?[）)]")
_AND = re.compile(r"以及|和|及|与")
# 各地区, 有关部门: a name that begins like this stands for itself behind 和 and 及.
_GENERAL = re.compile(r"(?:各|有关|相关|地方|其他|所在|属地|国务院|省|市|州|县|区|乡)")
_LONGEST_NAME = 30


@cache
def _words(role: str) -> tuple[str, ...]:
    rows = (row["words"] for row in table("responsibility") if row["role"] == role)
    return tuple(sorted(rows, key=len, reverse=True))


def _any_of(role: str) -> str:
    return "|".join(map(re.escape, _words(role)))


@cache
def _duty() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any_of('manner')})*(?:{_any_of('duty')})+$")


@cache
def _label() -> re.Pattern[str]:
    return re.compile(rf"[（(【\[]?(?:{_any_of('label')})[】\]]?\s*[：:]")


@cache
def _whole() -> re.Pattern[str]:
    return re.compile(rf".+(?:{_any_of('ending')})$")


@cache
def _and_others() -> re.Pattern[str]:
    """等 behind a name, with what joins it to the next: 商务部等和各省级人民政府."""
    return re.compile(rf"(?<=[{''.join(words[-1] for words in _words('ending'))}])等(?:以及|和|及|与)?")


def units_of(text: str) -> tuple[str, ...]:
    """The responsible bodies named at the end of ``text``.

    >>> units_of("拓展市场。（税务总局牵头，财政部和工业和信息化部按职责分工负责）")
    ('税务总局', '财政部', '工业和信息化部')
    """
    tail = text[-_TAIL:]
    label = _label().search(tail)
    if label is not None:
        parts = _label().split(tail[label.start() :].rstrip("。）) "))
        return _unique(name for part in parts for name in _names(_without_remarks(part)))
    note = _bracket_at_end(tail)
    phrases = [phrase.strip() for phrase in _PHRASES.split(note)]
    duties = [phrase for phrase in phrases if _duty().search(phrase)]
    return _unique(name for phrase in duties for name in _names(_duty().sub("", phrase)))


def duties_of(cell: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """Who leads or is responsible, and who helps, where a cell of a table says so in words; None where it only names.

    >>> duties_of("县民政局、县残联牵头，县财政局配合"), duties_of("县民政局、县财政局")
    ((('县民政局', '县残联'), ('县财政局',)), None)
    >>> duties_of("牵头单位：县民政局；配合单位：县财政局"), duties_of("县教育局（牵头）、县财政局")
    ((('县民政局',), ('县财政局',)), (('县教育局',), ('县财政局',)))
    """
    found: tuple[list[str], list[str]] = ([], [])
    labels = list(_label().finditer(cell))
    if labels:
        ends = [*(label.start() for label in labels[1:]), len(cell)]
        for label, end in zip(labels, ends, strict=True):
            found[_helps(label.group())].extend(names_of(cell[label.end() : end].strip("。）) ")))
        return _unique(found[0]), _unique(found[1])
    if _LEADS_IN_BRACKET.search(cell):
        for name in _LEADS_IN_BRACKET.finditer(cell):
            found[0].extend(names_of(name[1]))
        rest = names_of(_LEADS_IN_BRACKET.sub("", cell))
        return _unique(found[0]), tuple(name for name in _unique(rest) if name not in found[0])
    phrases = [phrase for phrase in _PHRASES.split(_duties_end(_one_line(cell))) if phrase.strip()]
    if not any(_duty().search(phrase) for phrase in phrases):
        return None
    helps = False
    for phrase in reversed(phrases):  # 县财政局，县残联配合: both help
        duty = _duty().search(phrase)
        helps = _helps(duty.group()) if duty is not None else helps
        found[helps][:0] = names_of(phrase[: duty.start()] if duty is not None else phrase)
    return _unique(found[0]), _unique(found[1])


def _duties_end(text: str) -> str:
    """A phrase ends behind its duty, whatever comma stands there: 民政局牵头、财政局配合."""
    return re.sub(rf"({_any_of('duty')})、", r"\1，", text)


def _helps(duty: str) -> bool:
    return _HELP.search(duty) is not None and _LEAD.search(duty) is None


def names_of(cell: str) -> tuple[str, ...]:
    r"""The bodies that a cell of a table names; a name that its narrow column broke is whole again.

    >>> names_of("县农业农\n村局、县财政局"), names_of("市教育局 市民政局"), names_of("各县（市、区）政府，各乡镇（街道）")
    (('县农业农村局', '县财政局'), ('市教育局', '市民政局'), ('各县（市、区）政府', '各乡镇（街道）'))
    """
    if _label().search(cell):
        return units_of(cell)
    held = _BRACKETS.sub(_held, _one_line(cell))
    return _unique(name.translate(_LET_GO) for name in _names(held))


def _one_line(cell: str) -> str:
    """A cell with its lines joined: one name goes on over a break, two are parted by a comma."""
    pieces: list[str] = []
    for piece in cell.split():
        ended = pieces and (_whole().fullmatch(pieces[-1]) or _duty().search(pieces[-1]))
        if pieces and not ended and pieces[-1][-1] not in "、，,；;。":
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return "、".join(pieces)


def _held(bracket: re.Match[str]) -> str:
    """A bracket that is part of a name, its commas held; one that says how they do it is none."""
    return "" if _duty().search(bracket.group()[1:-1]) else bracket.group().translate(_HOLD)


def _bracket_at_end(tail: str) -> str:
    """What the bracket at the end of a text holds, remarks inside it left out."""
    text = tail.rstrip("。；; ")
    if text[-1:] not in ("）", ")"):
        return ""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        if text[at] in "）)":
            depth += 1
        elif text[at] in "（(":
            depth -= 1
            if not depth:
                return _without_remarks(text[at + 1 : -1])
    return ""


def _without_remarks(note: str) -> str:
    """Leaves out bracketed remarks; holds the commas inside brackets that are part of a name."""

    def _keep(match: re.Match[str]) -> str:
        follows = note[match.end() :]
        if _BEHIND_REMARK.match(follows) or _duty().match(follows):
            return ""
        return match.group().replace("、", _HELD_COMMA)

    return _BRACKETS.sub(_keep, note)


def _names(words: str) -> Iterator[str]:
    for part in _LIST.split(_and_others().sub("、", words)):
        if part in _words("filler"):
            continue
        for name in _split_and(part.strip("：:（）()")):
            if name and name not in _words("filler") and len(name) <= _LONGEST_NAME:
                yield name.replace(_HELD_COMMA, "、")


def _split_and(part: str) -> Iterator[str]:
    """和 joins two bodies behind a whole body: 文化和旅游部 is one, 财政局和民政局 are two."""
    start = 0
    for joint in _AND.finditer(part):
        left, right = part[start : joint.start()], part[joint.end() :]
        if left and right and _whole().fullmatch(left) and (_whole().search(right) or _GENERAL.match(right)):
            yield left
            start = joint.end()
    yield part[start:]


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(names))
