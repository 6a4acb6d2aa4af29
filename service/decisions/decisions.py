"""SOURCE OF TRUTH 2: what people decided; kept for ever, never derived, never lost by a rebuild.

Takes Settings and decisions as people make them. Gives them back: which links were confirmed or rejected, by whom
and when, and what was put into baskets. Every decision
is a new row and none is ever changed or removed, so that what was decided before can always be read; the newest
row about a pair is the one in force. Where the rows lie is the business of service/decisions/tables.py.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa

from ingest.anchors import Anchor, anchor_of
from service.decisions.tables import (
    BASKETS,
    LINKS,
    TOLD_BY,
    FileTruth,
    ServerTruth,
    Truth,
    open_truth,
    raise_revision,
)
from service.decisions.take_over import adopt
from service.settings import Settings

_LINK = sa.select(
    LINKS.c.source, LINKS.c.target, LINKS.c.relation, LINKS.c.status, LINKS.c.who, LINKS.c.made, LINKS.c.note,
    LINKS.c.source_text, LINKS.c.target_text, LINKS.c.source_around, LINKS.c.target_around,
)  # fmt: skip
_CHANGE = sa.select(
    BASKETS.c.action, BASKETS.c.address, BASKETS.c.text, BASKETS.c.who, BASKETS.c.made, BASKETS.c.around
)


class LinkStatus(StrEnum):
    """What people say of a link; suggested takes an earlier decision back."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class LinkDecision:
    """What one person decided about one pair of clauses.

    ``source`` and ``target`` are addresses (``from`` and ``to`` of the link). ``source_text`` and ``target_text``
    are the clauses as they read when the decision was made: it belongs to these texts, wherever they stand in a later
    edition (service/decisions/standing.py), and an orphan can still be read. What stood around them tells them from their
    repeats; decisions of older programs have no such note.
    """

    source: str
    target: str  # the id of a plan where it is said that nothing in it answers (都不是)
    status: LinkStatus
    source_text: str
    target_text: str
    relation: str | None = None  # same, part, topic: where the person corrected it
    who: str | None = None
    note: str | None = None
    made: str = ""  # ISO 8601; filled in when it is kept
    source_around: str | None = None
    target_around: str | None = None

    @property
    def pair(self) -> tuple[str, str]:
        """The two addresses."""
        return self.source, self.target

    @property
    def of_plan(self) -> bool:
        """Whether it says that nothing in a whole plan answers the clause: ``target`` is the plan, ``target_text`` its title."""
        return "/" not in self.target

    @property
    def source_anchor(self) -> Anchor:
        """The text that it was made for."""
        return anchor_of(self.source, self.source_text, self.source_around)

    @property
    def target_anchor(self) -> Anchor:
        """The other text."""
        return anchor_of(self.target, self.target_text, self.target_around)


class BasketAction(StrEnum):
    """What a person does with a clause in a basket; clear empties it, whatever the address."""

    ADD = "add"
    REMOVE = "remove"
    UP = "up"
    DOWN = "down"
    NOTE = "note"
    CLEAR = "clear"


@dataclass(frozen=True, slots=True)
class BasketChange:
    """One step of filling a basket: what happened to the clause at an address.

    ``text`` is the clause as it read when it was added (it can still be read when the clause has vanished), and
    the note for ``note``.
    """

    action: BasketAction
    address: str = ""
    text: str = ""
    who: str | None = None
    made: str = ""  # ISO 8601; filled in when it is kept
    around: str | None = None  # what tells the text that was added from its repeats


class Decisions(Protocol):
    """What the service may ask of the decisions."""

    def decide(self, *decisions: LinkDecision) -> None:
        """Keeps decisions, all of them or none."""
        ...

    def links(self) -> tuple[LinkDecision, ...]:
        """The newest decision about every pair of texts that was ever decided about, oldest first."""
        ...

    def history(self, source: str, target: str) -> tuple[LinkDecision, ...]:
        """Everything that was decided about one pair, oldest first."""
        ...

    def fill(self, basket: str, *changes: BasketChange) -> None:
        """Keeps what was done with a basket, all of it or nothing."""
        ...

    def filled(self, basket: str) -> tuple[BasketChange, ...]:
        """What was done with a basket since it was last empty, oldest first."""
        ...


class KeptDecisions:
    """The decisions of one corpus, wherever its truth is kept."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth

    def decide(self, *decisions: LinkDecision) -> None:
        """Keeps decisions, all of them or none. Raises Unwritable, Unreachable or DamagedDecisions."""
        now = _now()
        rows = [
            {"corpus": self._truth.corpus, "source": d.source, "target": d.target, "relation": d.relation,
             "status": d.status.value, "who": d.who, "made": d.made or now, "note": d.note,
             "source_text": d.source_text, "target_text": d.target_text,
             "source_around": d.source_around, "target_around": d.target_around}
            for d in decisions
        ]  # fmt: skip
        self._add(LINKS, rows)

    def links(self) -> tuple[LinkDecision, ...]:
        """The newest decision about every pair of texts that was ever decided about, oldest first."""
        newest = sa.select(sa.func.max(LINKS.c.number)).where(LINKS.c.corpus == self._truth.corpus)
        newest = newest.group_by(*TOLD_BY)
        rows = self._rows(_LINK.where(LINKS.c.number.in_(newest)).order_by(LINKS.c.number))
        return tuple(map(_decision, rows))

    def history(self, source: str, target: str) -> tuple[LinkDecision, ...]:
        """Everything that was decided about one pair, oldest first."""
        pair = (LINKS.c.source == source) & (LINKS.c.target == target)
        mine = LINKS.c.corpus == self._truth.corpus
        return tuple(map(_decision, self._rows(_LINK.where(mine, pair).order_by(LINKS.c.number))))

    def fill(self, basket: str, *changes: BasketChange) -> None:
        """Keeps what was done with a basket, all of it or nothing. Raises Unwritable, Unreachable or DamagedDecisions."""
        now = _now()
        rows = [
            {"corpus": self._truth.corpus, "basket": basket, "action": c.action.value, "address": c.address,
             "text": c.text, "who": c.who, "made": c.made or now, "around": c.around}
            for c in changes
        ]  # fmt: skip
        self._add(BASKETS, rows)

    def filled(self, basket: str) -> tuple[BasketChange, ...]:
        """What was done with a basket since it was last empty, oldest first."""
        mine = (BASKETS.c.corpus == self._truth.corpus) & (BASKETS.c.basket == basket)
        cleared = sa.select(sa.func.max(BASKETS.c.number)).where(mine, BASKETS.c.action == "clear")
        since = BASKETS.c.number > sa.func.coalesce(cleared.scalar_subquery(), 0)
        rows = self._rows(_CHANGE.where(mine, since).order_by(BASKETS.c.number))
        return tuple(BasketChange(BasketAction(row[0]), *row[1:]) for row in rows)

    def mark(self) -> str:
        """A text that changes whenever a decision is kept, in any process. Raises Unreachable."""
        return self._truth.mark()

    def _add(self, table: sa.Table, rows: Sequence[dict[str, Any]]) -> None:
        with self._truth.writing() as db:
            if rows:
                raise_revision(db, self._truth.corpus, "decided")
                db.execute(table.insert(), rows)

    def _rows(self, statement: sa.Select[Any]) -> Sequence[Any]:
        with self._truth.reading() as db:
            return [] if db is None else db.execute(statement).all()


def open_decisions(settings: Settings) -> KeptDecisions:
    """The decisions about a corpus: on the server where one is stated, else in its file. Raises Unreachable.

    What this machine had decided before it shared a server is taken over.
    """
    truth = open_truth(settings)
    if isinstance(truth, ServerTruth):
        adopt(truth, settings.decisions)
    return KeptDecisions(truth)


def file_decisions(path: Path) -> KeptDecisions:
    """The decisions in a file."""
    return KeptDecisions(FileTruth(path))


def _now() -> str:
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _decision(row: tuple[Any, ...]) -> LinkDecision:
    source, target, relation, status, who, made, note, source_text, target_text, *around = row
    return LinkDecision(
        source, target, LinkStatus(status), source_text, target_text, relation, who, note, made, *around
    )
