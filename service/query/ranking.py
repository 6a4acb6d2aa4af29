"""CONTRACT of ranking: every number that decides which clauses a search shows and in which order, in one record.

Takes nothing, or the numbers that somebody wants to try. Gives a frozen Ranking, which a Query carries to its plan and
to whatever puts clauses in order; no other module has a number of that kind, and none of these is ever stored: to
change one rebuilds no base. What is stored stands elsewhere and does rebuild: which words stand inside a word
(analyzers/wordbounds.py), what the thesaurus gives for a word and how sure that is (lexicon/synonyms.tsv), how
sentences become vectors (analyzers/meaning), and BM25's own k1 1.2 and b 0.75, which the embedded engine fixes.

Behind each number stands the figure that carried it and its page in docs/decisions; 0016 has them all side by side.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any, TypeVar

from service.errors import BadSettings

_N = TypeVar("_N", int, float)


@dataclass(frozen=True, slots=True)
class RankingFigure:
    """What is known of one number of the record besides its value."""

    name: str
    label: str  # for people
    page: str  # of docs/decisions, that has the figures
    low: float
    high: float
    whole: bool  # a count, and no weight


def _number(value: _N, label: str, page: str, low: float, high: float) -> _N:
    return field(default=value, metadata={"label": label, "page": page, "low": low, "high": high})


@dataclass(frozen=True, slots=True)
class Ranking:
    """The numbers, in the order in which a question meets them."""

    # --- which clauses hold a query (Match) ---

    # So many words typed in one run are looked for side by side first; a longer run is a sentence, and no clause
    # will hold it as it stands. 0016: nDCG@10 is .927 from 1 to 8; what it decides is the number that is told as found.
    near_words: int = _number(4, "连写的词，至多这么多个先按相连查", "0016", 1, 32)
    # Characters of a word of the dictionary that is wanted whole or not at all: 先进 is not what 先进性 asks for.
    # 0007: with meaning allowed for words of three characters, look-alikes fell from .989 to .912.
    whole_word: int = _number(3, "至多这么多字的词不拆开凑", "0007", 1, 6)

    # --- what adds to the score of words ---

    # Of the BM25 score of two characters across words typed in one run (守儿 in 留守儿童). 0004: best of 0, 0.25, 0.5,
    # 1, 1.5, 2 and 3; .653 without, .657 with, and no kind of query lost.
    bridge: float = _number(0.5, "相连加分：跨词的两个字", "0004", 0, 100)
    # Of the BM25 score of a word that stands in a heading above the clause. 0016: from 0 to 0.5 .927 on all kinds, and at most 2 of
    # 343 queries change; at 1, as in the text, 4 get worse.
    heading: float = _number(0.2, "词在上面的标题里的分值", "0016", 0, 100)
    # Of the BM25 score of another wording (孤独症 for 自闭症), beside the weight of its row. 0007: 0.7, 1.0 and 1.3 differ
    # by .002.
    alternative: float = _number(1.0, "别的说法的分值", "0007", 0, 100)
    # So many other wordings add to a score. 0016: .903 for none, .924 for 4, .927 from 8 on.
    alternatives: int = _number(16, "至多几种别的说法计分", "0016", 0, 32)

    # --- the order of the list ---

    # Added to the score for each stricter match, so that scores fall from hit to hit down the whole list. No sum of
    # term scores comes near it: 32 terms, each at most 2.2 x ln(number of clauses). 0004.
    step: float = _number(1_000.0, "匹配每严一级，分数加", "0004", 1, 1_000_000)
    # So many of the best by words are put in order by meaning too; what words rank lower, meaning rarely brings up.
    # 0007: 16 to 256 within .001, and 20 costs least.
    candidates: int = _number(20, "前多少条再按意思排", "0007", 1, 1_000)
    # Score = BM25 + meaning · ln(1 + N) · closeness, for BM25 as tantivy states it (k1 + 1 in the numerator; 2.2 times
    # what Lucene and Elasticsearch state). ln(1 + N) because the largest BM25 grows just so. 0005, point 5: .828 at 8,
    # .768 at 4, .831 at 14, where official terms begin to lose; the same from 378 to 20,000 clauses.
    meaning: float = _number(8.0, "意思的分值：×ln(1＋条目数)×相近程度", "0005", 0, 1_000)
    # How much counts of a cosine to a vector that the word table made, by what made the query's vector: such cosines
    # are larger all over. To a vector that the model made, all of it does. 0005, point 6: mixing costs at most .013.
    table_by_table: float = _number(0.8, "相近程度折算：条目和检索词都用词向量表", "0005", 0, 2)
    table_by_model: float = _number(0.85, "相近程度折算：条目用词向量表，检索词用语义模型", "0005", 0, 2)

    # --- when clauses without any word of the query are shown ---

    # Where fewer clauses hold all words. 0007.
    few: int = _number(5, "词都有的条目少于几条，再找意思相近的", "0007", 0, 1_000)
    # How near the nearest must be, where some word was found and where none was. 0007: of 26 queries of several words
    # about nothing in the base .21 leaves 8 empty; above it everyday words lose (.24: .674 -> .644).
    start_some: float = _number(0.15, "最近的要多近才显示：有的词找到了", "0007", 0, 1)
    start_none: float = _number(0.21, "最近的要多近才显示：词都没有找到", "0007", 0, 1)
    # Each is shown from this closeness on, and not farther than this behind the nearest. 0007: everyday words .632 ->
    # .674.
    near: float = _number(0.12, "每条至少要多近", "0007", 0, 1)
    behind: float = _number(0.25, "每条至多比最近的远多少", "0007", 0, 1)
    # So many of the nearest are looked at. 0016: .926 for 5, .927 from 10 to 160.
    nearest: int = _number(40, "最近的多少条可以显示", "0016", 1, 1_000)

    def numbers(self) -> dict[str, int | float]:
        """Every number by its name, in order."""
        return {each.name: getattr(self, each.name) for each in FIGURES}


FIGURES: tuple[RankingFigure, ...] = tuple(
    RankingFigure(name=each.name, whole=isinstance(each.default, int), **each.metadata)
    for each in fields(Ranking)
)
RANKING = Ranking()  # the one that ships


def ranking_with(values: Mapping[str, Any], ranking: Ranking = RANKING) -> Ranking:
    """The record with some numbers changed. Raises BadSettings for one that it does not have or cannot be.

    >>> ranking_with({"meaning": 6}).meaning
    6.0
    """
    known = {each.name: each for each in FIGURES}
    unknown = [str(name) for name in values if name not in known]
    if unknown:
        raise BadSettings(f"排序参数里没有 {unknown[0][:40]}，可以写：{'、'.join(known)}。")
    changed: dict[str, Any] = {name: _checked(known[name], value) for name, value in values.items()}
    return replace(ranking, **changed)


def _checked(figure: RankingFigure, value: object) -> int | float:
    number = value if isinstance(value, int | float) and not isinstance(value, bool) else math.nan
    if not figure.low <= number <= figure.high or (figure.whole and not isinstance(number, int)):
        kind = "整数" if figure.whole else "数"
        raise BadSettings(
            f"排序参数 {figure.name}（{figure.label}）应为 {figure.low:g} 到 {figure.high:g} 的{kind}，请改写。"
        )
    return number if figure.whole else float(number)
