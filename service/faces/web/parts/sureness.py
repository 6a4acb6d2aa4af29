"""How sure a link is, in words that staff can weigh."""

from __future__ import annotations

from ingest.plan import Link, Relation
from service.answers.alignment import AlignedRow
from service.decisions import LinkStatus
from service.labels import RELATIONS

_SURE = ((0.9, "很有把握"), (0.7, "较有把握"), (0.5, "把握一般"), (0.0, "仅供参考"))
_FAIRLY = 0.7  # 较有把握
_NONE = ((0.9, "最接近的也不像"), (0.6, "相近的不多"), (0.0, "有相近的，请看一看"))


def sureness(link: Link) -> str:
    """The score of a link in words; for "none" how sure it is that there is nothing."""
    if link.relation is Relation.NONE:
        return next(words for least, words in _NONE if link.score >= least)
    return sureness_of(link.score)


def unsure(row: AlignedRow) -> bool:
    """Whether a counterpart is no more than a hint: nobody confirmed it, and the program is not sure of it."""
    return row.status is not LinkStatus.CONFIRMED and row.link.score < _FAIRLY


def sureness_of(score: float) -> str:
    """How sure a pair is, in words."""
    return next(words for least, words in _SURE if score >= least)


def relation_name(relation: Relation) -> str:
    """对应, 部分对应, 同一主题, 没有对应."""
    return RELATIONS[relation]
