"""What a correction is, what came of laying it, and a correction as plain values for those who keep it.

Takes and gives frozen records. Knows no plan: whether a correction fits is the business of ``lay``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from ingest.anchors import Anchor
from ingest.plan import Act, Corrected, Plan


@dataclass(frozen=True, slots=True)
class TargetSeen:
    """A target as the person saw it: where its quote begins in the words of its clause, and what was read; nothing was
    where the person adds one.

    ``place`` counts characters that are no blanks. ``fields`` are those of TARGET_FIELDS, as texts.
    """

    place: int
    quote: str
    fields: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """What one person corrected of one clause, bound to the text that it was made for.

    ``beside`` is the clause behind it, where the border to that one is moved or the two are joined. ``at`` is the place of
    a new border in the words of the clause (of the clause behind it, with ``behind``), counted in characters that are no
    blanks. With ``over`` the heading between the two goes, and its words belong to the clause that reaches over it.
    ``value`` is the kind or domain (None: no domain). ``fields`` are those of a target that are set otherwise.
    """

    key: str
    act: Act
    made_for: Anchor
    beside: Anchor | None = None
    at: int = 0
    behind: bool = False
    over: bool = False
    value: str | None = None
    target: TargetSeen | None = None
    fields: tuple[tuple[str, str | None], ...] = ()
    stated: bool = False  # the person answers for a number that does not stand in the text
    who: str | None = None
    made: str = ""  # ISO 8601
    note: str | None = None

    def trace(self, *changes: Any) -> Corrected:
        """What a corrected clause or target carries of it."""
        return Corrected(self.key, self.act, tuple(changes), self.who, self.made, self.note)


@dataclass(frozen=True, slots=True)
class LaidCorrection:
    """What came of one correction: the address of the clause that it was laid over, or why it was not.

    Where it was not, ``address`` is the clause that the text seems to have become, for people to look at.
    """

    correction: Correction
    address: str | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Laying:
    """A plan with the corrections of people laid over it."""

    plan: Plan
    outcomes: tuple[LaidCorrection, ...] = ()


def rebound(correction: Correction, plan: str) -> Correction:
    """The same correction of a plan that was given another id since."""

    def moved(anchor: Anchor) -> Anchor:
        return replace(anchor, plan=plan, address=f"{plan}/{anchor.address.partition('/')[2]}")

    beside = moved(correction.beside) if correction.beside is not None else None
    return replace(correction, made_for=moved(correction.made_for), beside=beside)


def as_record(correction: Correction) -> dict[str, Any]:
    """A correction as plain values; what is left open is left out."""
    return {
        name: value for name, value in asdict(correction).items() if value not in (None, "", (), 0, False)
    }


def of_record(record: Mapping[str, Any]) -> Correction:
    """The correction of plain values. Raises ValueError or TypeError where they are none."""
    given = dict(record)
    target = given.get("target")
    if target is not None:
        given["target"] = TargetSeen(target["place"], target["quote"], _pairs(target["fields"]))
    beside = given.get("beside")
    if beside is not None:
        given["beside"] = Anchor(**beside)
    given |= {"act": Act(given["act"]), "made_for": Anchor(**given["made_for"])}
    return Correction(**given | {"fields": _pairs(given.get("fields", ()))})


def _pairs(fields: Any) -> tuple[tuple[str, str | None], ...]:
    return tuple((name, value) for name, value in fields)
