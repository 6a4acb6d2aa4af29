"""Where decisions about links stand in the texts of now: at the texts that they were made for, whatever their numbers.

Takes decisions and what the clauses of each plan are known by. Gives those in force under the addresses of now, and those
whose text has changed or is gone: they are in force nowhere, and wait for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from ingest.anchors import Prints
from service.decisions.decisions import LinkDecision, LinkStatus

PrintsOf = Callable[[str], Prints]


@dataclass(frozen=True, slots=True)
class LostDecision:
    """A decision that cannot stand: the address of each of its texts now, None where it is not found."""

    decision: LinkDecision
    source: str | None
    target: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """Decisions in force by the pair of addresses of now, oldest first; and those that are in force nowhere."""

    decided: dict[tuple[str, str], LinkDecision]
    lost: tuple[LostDecision, ...]


def standing(decisions: Iterable[LinkDecision], prints_of: PrintsOf) -> Standing:
    """Where these decisions, oldest first, stand in the texts that are known by these prints."""
    decided: dict[tuple[str, str], LinkDecision] = {}
    lost: dict[tuple[str, ...], LostDecision] = {}
    for decision in decisions:
        one, other = decision.source_anchor, decision.target_anchor
        source = prints_of(one.plan).find(one)
        # That nothing in a plan answers was said of the clause; what the plan says later speaks for itself.
        target = decision.target if decision.of_plan else prints_of(other.plan).find(other)
        if source is not None and target is not None:
            decided.pop((source, target), None)  # the newest comes last
            decided[source, target] = replace(decision, source=source, target=target)
            continue
        key = (one.plan, one.print, other.plan, other.print)
        lost.pop(key, None)
        if decision.status is not LinkStatus.SUGGESTED:  # else it was taken back, or settled
            lost[key] = LostDecision(decision, source, target)
    return Standing(decided, tuple(lost.values()))
