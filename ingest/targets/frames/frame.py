"""What a frame is: a sentence pattern that is asked about a value where it stands, and claims it or passes it on.

Takes nothing. Gives the protocol Frame, what a frame answers (Claim), and ``spot_at``, which works out what it is asked
about. A claim without readings is a claim as well: the frame knows the pattern, and knows that the number in it is no
target.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ingest.targets.records import Group, Memory, Passage, Reading, Spot
from ingest.targets.segments import Segment
from ingest.targets.wording import values
from ingest.targets.wording.verbs_in_front import front_of


@dataclass(frozen=True, slots=True)
class Claim:
    """What a frame read: the values, where the text of the next group begins, and the memory that holds from here."""

    readings: Sequence[Reading]
    used_to: int
    memory: Memory


class Frame(Protocol):
    """A sentence pattern: its name, a phrase that it claims, and what it makes of a value, told to people."""

    name: str
    example: str
    says: str

    def read(self, here: Spot) -> Claim | None:
        """What the frame reads of the values, None where they are not in its pattern."""


def spot_at(passage: Passage, segment: Segment, group: Group, memory: Memory) -> Spot:
    """The group with the words around it."""
    left = passage.folded[group.left : group.first.start]
    right = passage.folded[group.end : group.right]
    front = front_of(left)
    return Spot(
        passage, segment, group, memory, left, right,
        front.bare, front.level, front.level_cut, front.change, front.change_cut,
    )  # fmt: skip


def claim(here: Spot, readings: Sequence[Reading], used_to: int, memory: Memory | None = None) -> Claim:
    """A Claim whose memory knows how often, where the text in front of its values says it."""
    memory = here.memory if memory is None else memory
    if readings:
        memory = values.heard(here.passage, here.segment, memory, here.group.values[-1])
    return Claim(readings, used_to, memory)
