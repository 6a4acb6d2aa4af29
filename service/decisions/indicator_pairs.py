"""SOURCE OF TRUTH 2: whether two indicators are one, as people decided it; kept for ever, by the texts of their clauses.

Takes Settings and decisions as people make them. Gives those in force under the addresses of now. Every decision is a
new row; the newest about a pair is the one in force, and where a text of it has changed it is in force nowhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import astuple, dataclass, fields, replace

import sqlalchemy as sa

from ingest.anchors import Anchor, anchor_of
from service.decisions.corrections import now
from service.decisions.decisions import LinkStatus
from service.decisions.standing import PrintsOf
from service.decisions.tables import INDICATORS, ServerTruth, Truth, open_truth, raise_revision
from service.decisions.take_over import adopt
from service.settings import Settings


@dataclass(frozen=True, slots=True)
class IndicatorPair:
    """What one person decided about two indicators, each named in the clause at an address, as both read then."""

    source: str
    source_indicator: str
    target: str
    target_indicator: str
    status: LinkStatus
    source_text: str
    target_text: str
    source_around: str | None = None
    target_around: str | None = None
    who: str | None = None
    note: str | None = None
    made: str = ""  # ISO 8601; filled in when it is kept

    @property
    def source_anchor(self) -> Anchor:
        """The text that it was made for."""
        return anchor_of(self.source, self.source_text, self.source_around)

    @property
    def target_anchor(self) -> Anchor:
        """The other text."""
        return anchor_of(self.target, self.target_text, self.target_around)


# (address, indicator) of the one and of the other -> the decision, under the addresses of now.
Pairs = Mapping[tuple[str, str, str, str], IndicatorPair]
_NAMES = tuple(each.name for each in fields(IndicatorPair))


class KeptPairs:
    """The decisions about indicators of one corpus, wherever its truth is kept."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth

    def decide(self, *decisions: IndicatorPair) -> None:
        """Keeps decisions, all of them or none. Raises Unwritable, Unreachable or DamagedDecisions."""
        rows = [
            dict(zip(_NAMES, astuple(each), strict=True))
            | {"made": each.made or now(), "status": each.status.value, "corpus": self._truth.corpus}
            for each in decisions
        ]
        with self._truth.writing() as db:
            if rows:
                raise_revision(db, self._truth.corpus, "decided")
                db.execute(INDICATORS.insert(), rows)

    def every(self) -> tuple[IndicatorPair, ...]:
        """All that was ever decided, oldest first."""
        columns = [INDICATORS.c[name] for name in _NAMES]
        statement = sa.select(*columns).where(INDICATORS.c.corpus == self._truth.corpus)
        with self._truth.reading() as db:
            rows = [] if db is None else db.execute(statement.order_by(INDICATORS.c.number)).all()
        found = (IndicatorPair(*row) for row in rows)
        return tuple(replace(each, status=LinkStatus(each.status)) for each in found)


def open_pairs(settings: Settings) -> KeptPairs:
    """The decisions about indicators of a corpus. Raises Unreachable."""
    truth = open_truth(settings)
    if isinstance(truth, ServerTruth):
        adopt(truth, settings.decisions)
    return KeptPairs(truth)


def pairs_standing(
    decisions: Iterable[IndicatorPair], prints_of: PrintsOf
) -> tuple[Pairs, tuple[IndicatorPair, ...]]:
    """Those in force, where their texts stand now, and those whose texts have changed or are gone."""
    standing: dict[tuple[str, str, str, str], IndicatorPair] = {}
    lost: dict[tuple[str, ...], IndicatorPair] = {}
    for each in decisions:
        one, other = each.source_anchor, each.target_anchor
        source, target = prints_of(one.plan).find(one), prints_of(other.plan).find(other)
        if source is not None and target is not None:
            key = (source, each.source_indicator, target, each.target_indicator)
            standing.pop(key, None)
            if each.status is not LinkStatus.SUGGESTED:
                standing[key] = replace(each, source=source, target=target)
            continue
        told = (one.print, each.source_indicator, other.print, each.target_indicator)
        lost.pop(told, None)
        if each.status is not LinkStatus.SUGGESTED:
            lost[told] = each
    return standing, tuple(lost.values())
