"""What a ladder is: one indicator, with one rung for the lower plan and one for each plan above it.

Takes nothing. Gives Ladder and Rung with the words that people read: 低于省定目标, 没有找到同名指标. Never says that a plan
lacks an indicator: it says what was not found, and what comes nearest.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.indicators import PairedBy, Verdict, direction
from service.answers.near_misses import Nearby, NearMisses
from service.answers.stated_values import StatedAim
from service.storage import StoredPlan

NO_TEXT = "没有文本"
OUTCOMES = (*(verdict.value for verdict in Verdict), NO_TEXT)
NOT_FOUND = "没有找到同名指标"
ASKED = "疑似同一项，请核对"
# How the outcomes are called where people choose among them; programs and addresses have the outcome itself.
OUTCOME_WORDS = {
    Verdict.STRICTER.value: "要求高于上级",
    Verdict.EQUAL.value: "与上级持平",
    Verdict.LOOSER.value: "要求低于上级",
    Verdict.INCOMPARABLE.value: "不可比",
    Verdict.LOWER_MISSING.value: "本级没有找到",
    Verdict.UPPER_MISSING.value: "上级没有找到",
    NO_TEXT: NO_TEXT,
}
_TREND = "上级只写了方向，没有数值"


@dataclass(frozen=True, slots=True)
class SisterAim:
    """What the sister plan of the same level says of an indicator that a plan does not name."""

    plan: StoredPlan
    stated: StatedAim


@dataclass(frozen=True, slots=True)
class Rung:
    """One level of a ladder. ``stated`` is None where no such aim was found in the plan."""

    plan: StoredPlan
    stated: StatedAim | None
    verdict: Verdict | None  # None for the lower plan itself
    reason: str
    pairing: PairedBy | None = None  # how its indicator came to stand here; None for the lower plan itself
    own: StatedAim | None = None  # the aim of the lower plan that it is compared with
    others: tuple[StatedAim, ...] = ()  # what else the plan says of it: stages, outlooks
    sister: SisterAim | None = None
    looked_for: str = ""  # the name under which it was looked for
    look: NearMisses | None = None

    @property
    def near(self) -> tuple[Nearby, ...]:
        """Where the indicator was not found: what to look at."""
        return self.look.to(self.looked_for) if self.look is not None and self.stated is None else ()

    @property
    def proposed(self) -> bool:
        """Whether a person should say if it is the same indicator."""
        return self.pairing is PairedBy.LINK

    @property
    def remark(self) -> str:
        """The reason, with what to look at."""
        near = "、".join(each.text for each in self.near)
        said = f"{self.reason}；相近的：{near}" if near else self.reason
        return f"{ASKED}；{said}".rstrip("；") if self.proposed else said

    @property
    def unread(self) -> bool:
        """Whether it is unknown what the plan asks for: its text is not in the base, and no figure of it is
        known."""
        return self.stated is None and not self.plan.clauses

    @property
    def outcome(self) -> str | None:
        """The verdict, by its name. A plan without a text in the base is never said to lack the indicator."""
        if self.verdict is None:
            return None
        return NO_TEXT if self.unread else self.verdict.value

    @property
    def said(self) -> str:
        """The verdict as people read it: 低于省定目标, 与国家目标持平, 没有找到同名指标."""
        outcome = self.outcome
        if outcome is None:
            return ""
        if self.verdict in (Verdict.LOWER_MISSING, Verdict.UPPER_MISSING):
            if self.stated is not None:
                return "没有数值" if self.reason == _TREND else "—"
            return NO_TEXT if self.unread else NOT_FOUND
        if self.verdict is Verdict.INCOMPARABLE or self.stated is None:
            return outcome
        level = self.plan.entry.level
        aim = level.fact.aim if level else "上级目标"
        if self.verdict is Verdict.EQUAL:
            return f"与{aim}持平"
        return self._stands_to(aim)

    def _stands_to(self, aim: str) -> str:
        """高于 where more is asked, whichever way the numbers go; where less is more it says so, to be true however it is read."""
        stricter = self.verdict is Verdict.STRICTER
        if self.stated is not None and (
            self.stated.aim.unit == "milestone" or self.reason.startswith("数值相同，目标年份")
        ):
            return f"{'早于' if stricter else '晚于'}{aim}年份"
        way = direction(self.own.aim, self.stated.aim) if self.own and self.stated else 1
        if self.stated is not None and self.stated.aim.nature == "change_from_base":
            way = 1
        if way >= 0:
            return f"{'高于' if stricter else '低于'}{aim}"
        return f"要求高于{aim}（数值更低）" if stricter else f"要求低于{aim}（数值更高）"


@dataclass(frozen=True, slots=True)
class Ladder:
    """One indicator: the rung of the lower plan first, then those above it, nearest first."""

    indicator: str
    population: str | None
    rungs: tuple[Rung, ...]
