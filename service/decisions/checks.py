"""已核对: what a person compared with the original, clause by clause and target by target; kept for ever, with who and when.

Takes Settings and Checks. Gives those in force under the addresses of now. A check belongs to the text that it was made for, and one of a
target also to what was read there: where the text reads otherwise it is in force nowhere and waits for
a person; where only the reading does, it stands beside no target.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from ingest.anchors import Anchor, anchor_of
from service.decisions.corrections import now
from service.decisions.standing import PrintsOf
from service.decisions.tables import CHECKS, ServerTruth, Truth, open_truth, raise_revision
from service.decisions.take_over import adopt
from service.settings import Settings

if TYPE_CHECKING:
    from ingest.plan import Target

# What is said of a target where it is called checked: another of any of these is another statement.
_STATED = (
    "indicator", "population", "comparator", "value", "value_high", "unit", "base", "year", "nature", "baseline_year",
    "period", "direction", "scope",
)  # fmt: skip
_CHECKS = sa.select(
    CHECKS.c.address,
    CHECKS.c.text,
    CHECKS.c.around,
    CHECKS.c.target,
    CHECKS.c.holds,
    CHECKS.c.who,
    CHECKS.c.made,
)


def read_of(target: Target) -> str:
    """What was read of a target, as one text: the same text, the same statement."""
    said = [getattr(target, name) for name in _STATED]
    return json.dumps(
        [target.quote, *("" if each is None else str(each) for each in said)], ensure_ascii=False
    )


@dataclass(frozen=True, slots=True)
class Check:
    """That somebody compared a clause (``target`` empty) or one of its targets (``read_of`` it) with the original.

    ``holds`` is False where the check is taken back.
    """

    address: str
    text: str
    around: str | None
    target: str = ""
    holds: bool = True
    who: str | None = None
    made: str = ""  # ISO 8601; filled in when it is kept

    @property
    def anchor(self) -> Anchor:
        """The text that it was made for."""
        return anchor_of(self.address, self.text, self.around)


@dataclass(frozen=True, slots=True)
class Checks:
    """The checks in force, by the address of now and what was read of the target (empty: the clause itself)."""

    held: dict[tuple[str, str], Check] = field(default_factory=dict)
    lost: tuple[Check, ...] = ()  # whose clause reads otherwise or is gone
    unread: bool = False  # where they are kept is out of reach: nothing is known of any

    def of_clause(self, address: str) -> Check | None:
        """Who compared the clause with the original."""
        return self.held.get((address, ""))

    def of_target(self, target: Target) -> Check | None:
        """Who compared the target with the original."""
        return self.held.get((target.clause, read_of(target))) if self.held else None


def standing_checks(checks: Iterable[Check], prints_of: PrintsOf) -> Checks:
    """Where these checks, oldest first, stand in the texts that are known by these prints."""
    held: dict[tuple[str, str], Check] = {}
    lost: dict[tuple[str, str, str], Check] = {}
    for check in checks:
        anchor = check.anchor
        address = prints_of(anchor.plan).find(anchor)
        if address is not None:
            held[address, check.target] = replace(check, address=address)
        else:
            lost[anchor.plan, anchor.print, check.target] = check
    return Checks(
        {key: each for key, each in held.items() if each.holds},
        tuple(each for each in lost.values() if each.holds),
    )


class KeptChecks:
    """The checks of one corpus, wherever its truth is kept."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth

    def keep(self, checks: Sequence[Check]) -> None:
        """Keeps checks, all of them or none. Raises Unwritable, Unreachable or DamagedDecisions."""
        rows: list[dict[str, Any]] = [
            {"corpus": self._truth.corpus, "address": each.address, "text": each.text, "around": each.around,
             "target": each.target, "holds": int(each.holds), "who": each.who, "made": each.made or now()}
            for each in checks
        ]  # fmt: skip
        if rows:
            with self._truth.writing() as db:
                raise_revision(db, self._truth.corpus, "decided")
                db.execute(CHECKS.insert(), rows)

    def every(self) -> tuple[Check, ...]:
        """The newest row about every text and target, oldest first."""
        told_by = (CHECKS.c.address, CHECKS.c.text, CHECKS.c.target)
        newest = (
            sa.select(sa.func.max(CHECKS.c.number))
            .where(CHECKS.c.corpus == self._truth.corpus)
            .group_by(*told_by)
        )
        with self._truth.reading() as db:
            rows = (
                []
                if db is None
                else db.execute(_CHECKS.where(CHECKS.c.number.in_(newest)).order_by(CHECKS.c.number)).all()
            )
        return tuple(Check(row[0], row[1], row[2], row[3], bool(row[4]), row[5], row[6]) for row in rows)


def open_checks(settings: Settings) -> KeptChecks:
    """The checks of a corpus: on the server where one is stated, else in its file. Raises Unreachable."""
    truth = open_truth(settings)
    if isinstance(truth, ServerTruth):
        adopt(truth, settings.decisions)
    return KeptChecks(truth)
