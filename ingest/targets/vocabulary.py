"""The word tables that target reading asks, in a form that answers quickly.

Takes the tables of ``analyzers/lexicon``. Gives WordSets: which of their words does a text begin with, end
with, or hold? Longest word first.
"""

from __future__ import annotations

import re

from analyzers import comparators, lexicon
from analyzers.comparators import Place
from analyzers.lexicon import LexiconError
from analyzers.wordset import WordSet


@lexicon.kept
def words(table: str, *classes: str) -> WordSet:
    """The words of a table, of the given classes where it has classes."""
    rows = lexicon.table(table)
    return WordSet(frozenset(row["text"] for row in rows if not classes or row["class"] in classes))


@lexicon.kept
def frame_words(*classes: str) -> WordSet:
    """The words that frames know a sentence by, of the given classes of ``frame_words.tsv``."""
    return WordSet(row["text"] for row in _frame_rows() if row["class"] in classes)


@lexicon.kept
def frame_piece(*classes: str) -> str:
    """The same words as one piece of a pattern, each with what may not stand beside it; the longest first."""
    rows = [row for row in _frame_rows() if row["class"] in classes]
    rows.sort(key=lambda row: (-len(row["text"]), row["text"]))
    return f"(?:{'|'.join(map(_guarded, rows))})"


@lexicon.kept
def prompts() -> tuple[str, ...]:
    """从而实现, 确保 …: the longest first, then in the order of the table."""
    found = [row["text"] for row in _frame_rows() if row["class"] == "prompt"]
    return tuple(sorted(found, key=len, reverse=True))


def _guarded(row: dict[str, str]) -> str:
    behind = "".join(f"(?<!{re.escape(word)})" for word in row["not_after"].split())
    ahead = "".join(f"(?!{re.escape(word)})" for word in row["not_before"].split())
    return f"{behind}{re.escape(row['text'])}{ahead}"


@lexicon.kept
def _frame_rows() -> tuple[dict[str, str], ...]:
    """The rows; raises LexiconError where a unit's own row names a class that no frame asks for."""
    rows, own = lexicon.table("frame_words"), lexicon.own_table("frame_words")
    known = {row["class"] for row in rows[: len(rows) - len(own)]}
    for row in own:
        if row["class"] not in known:
            raise LexiconError(
                f"词表 frame_words.tsv 里“{row['text']}”的 class 一栏没有“{row['class']}”这一类，"
                "请照随程序的同名词表里的类名改正。"
            )
    return rows


def level_verbs() -> WordSet:
    """达到, 提高到, 控制在 …: what stands behind is a level."""
    return words("target_verbs", "level")


def change_verbs() -> WordSet:
    """下降, 提高 …: what stands behind is the size of a change."""
    return words("target_verbs", "change")


def build_verbs() -> WordSet:
    """建设, 配备, 开展 …: what stands behind is a number of things."""
    return words("target_verbs", "build")


def all_verbs() -> WordSet:
    """Every word in front of which an adverb is an adverb."""
    return words("target_verbs", "level", "change", "build", "lead", "action")


def front_verbs() -> WordSet:
    """形成, 治理, 接待 …: build verbs that stand in front of an indicator and are no part of its name."""
    return words("target_verbs", "front")


@lexicon.kept
def adverbs() -> WordSet:
    """均, 分别, 总体, 至少 …: what stands between noun, verb and number."""
    return WordSet(words("target_verbs", "adverb").words | comparators.words(Place.VERB).words)


def leads() -> WordSet:
    """确保, 推动, 使 …: prompts in front of an indicator."""
    return words("target_verbs", "lead")


@lexicon.kept
def manners() -> WordSet:
    """全面, 逐步, 基本, 至少 …: adverbs in front of a verb; 最低 may be part of a name, see ``demands``."""
    demands = comparators.words(Place.VERB).words - comparators.words(Place.NAME).words
    return WordSet(words("target_verbs", "manner").words | demands)


def actions() -> WordSet:
    """提高, 加强 …: verbs in front of an indicator that are no part of its name."""
    return words("target_verbs", "action")


def heads() -> WordSet:
    """率, 面积, 人数 …: nouns that measure."""
    return words("indicator_heads", "strong")


def persons() -> WordSet:
    """儿童, 老年人 …"""
    return words("populations", "person")


def people_and_false() -> WordSet:
    """Groups of people, and words that only look like them (家庭医生, 幼儿园)."""
    return words("populations", "person", "not")


def places() -> WordSet:
    """城市, 行政村, 全市 …: bodies and areas."""
    return words("populations", "org", "area")


def hedges() -> WordSet:
    """左右, 力争, 原则上 …"""
    return words("hedges")
