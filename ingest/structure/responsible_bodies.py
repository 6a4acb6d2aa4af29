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


def names_of(cell: str) -> tuple[str, ...]:
    r"""The bodies that a cell of a table names; a name that its narrow column broke is whole again.

    >>> names_of("县农业农\n村局、县财政局"), names_of("市教育局 市民政局"), names_of("各县（市、区）政府，各乡镇（街道）")
    (('县农业农村局', '县财政局'), ('市教育局', '市民政局'), ('各县（市、区）政府', '各乡镇（街道）'))
    """
    if _label().search(cell):
        return units_of(cell)
    pieces: list[str] = []
    for piece in cell.split():
        glue = pieces and not _whole().fullmatch(pieces[-1]) and pieces[-1][-1] not in "、，,；;。"
        if glue:
            pieces[-1] += piece
        else:
            pieces.append(piece)
    held = _BRACKETS.sub(_held, "、".join(pieces))
    return _unique(name.translate(_LET_GO) for name in _names(held))


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
