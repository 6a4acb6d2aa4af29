"""Which ladders are looked at: by domain, by how they come out, and by how far their figures were checked.

Takes ladders and what a request asks for. Gives those that fit, and how many each choice would leave. The page and its
files narrow alike.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ingest.plan import Checked
from service.answers.ladder import OUTCOME_WORDS, OUTCOMES, Ladder
from service.errors import BadFilter
from service.labels import OUTSIDE
from service.storage import Store

CHECKS = tuple(checked.label for checked in Checked)  # the firmest first
Choices = Sequence[tuple[str, int, bool]]  # name, how many it leaves, whether it is chosen
# The same of outcomes, with how many more rest on figures that nobody read in the plan's own text: never counted together.
Outcomes = Sequence[tuple[str, int, bool, int]]


@dataclass(frozen=True, slots=True)
class Sorted:
    """A ladder with what it is sorted by."""

    ladder: Ladder
    domain: str
    outcomes: frozenset[str]
    read: frozenset[str]  # those of them that rest on figures of the plans' own texts alone
    checked: str


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What is asked for; nothing of a kind means all."""

    domains: tuple[str, ...]
    verdicts: frozenset[str]
    checks: frozenset[str]

    @property
    def asked(self) -> list[tuple[str, str]]:
        """The parameters of an address that asks the same."""
        verdicts = [each for each in OUTCOMES if each in self.verdicts]
        checks = [each for each in CHECKS if each in self.checks]
        named = (("domain", self.domains), ("verdict", verdicts), ("checked", checks))
        return [(name, value) for name, values in named for value in values]

    @property
    def in_words(self) -> tuple[tuple[str, str], ...]:
        """What was asked for, as people read it."""
        words = {"domain": "领域", "verdict": "结论", "checked": "核对"}
        return tuple(
            (
                words[name],
                "、".join(OUTCOME_WORDS.get(value, value) for other, value in self.asked if other == name),
            )
            for name in dict(self.asked)
        )

    def keeps(self, row: Sorted, *, but: str = "") -> bool:
        """Whether a ladder fits; ``but`` names a filter that is left out, to count what it would leave."""
        return (
            (but == "domain" or not self.domains or row.domain in self.domains)
            and (but == "verdict" or not self.verdicts or bool(self.verdicts & row.outcomes))
            and (but == "checked" or not self.checks or row.checked in self.checks)
        )

    def outcomes(self, rows: Sequence[Sorted]) -> Outcomes:
        """How ladders come out: how many by what stands in the plans, and how many more by what is only known of them."""
        left = [row for row in rows if self.keeps(row, but="verdict")]
        read = Counter(one for row in left for one in row.read)
        every = Counter(one for row in left for one in row.outcomes)
        return [(each, read[each], each in self.verdicts, every[each] - read[each]) for each in OUTCOMES]

    def choices(self, rows: Sequence[Sorted]) -> dict[str, Choices]:
        """What else can be chosen, kind by kind."""
        checks = Counter(row.checked for row in rows if self.keeps(row, but="checked"))
        domains = Counter(row.domain for row in rows if self.keeps(row, but="domain"))
        return {
            "checks": [(each, checks[each], each in self.checks) for each in CHECKS],
            "domains": [
                (each, domains[each], each in self.domains)
                for each in dict.fromkeys(row.domain for row in rows)
            ],
        }


def read_narrowed(domains: Iterable[str], verdicts: Iterable[str], checks: Iterable[str]) -> Narrowed:
    """What a request asks for. Raises BadFilter where a word means nothing."""
    return Narrowed(
        tuple(filter(None, domains)),
        _known("结论", verdicts, OUTCOMES),
        _known("核对情况", checks, CHECKS),
    )


def sort_out(store: Store, ladders: Iterable[Ladder]) -> list[Sorted]:
    """The ladders with their domains, outcomes, and how far they were checked."""
    domains = _stated_domains(store)
    return [
        Sorted(each, _domain_of(each, domains), _outcomes(each), _read(each), _weakest(each))
        for each in ladders
    ]


def _known(what: str, words: Iterable[str], names: Sequence[str]) -> frozenset[str]:
    wanted = frozenset(filter(None, words))
    for word in wanted.difference(names):
        raise BadFilter(f"没有叫“{word[:20]}”的{what}，可以写：{'、'.join(names)}。")
    return wanted


def _stated_domains(store: Store) -> dict[str, str]:
    """The domain of each clause that states a target, and of each figure by plan and name."""
    found = {target.clause: target.domain for target in store.targets()}
    figures = (check.figure for check in store.figures())
    found |= {f"{figure.plan} {figure.indicator}": figure.domain for figure in figures}
    return {key: domain for key, domain in found.items() if domain}


def _domain_of(each: Ladder, domains: Mapping[str, str]) -> str:
    """The domain in which the lowest plan that has the indicator states it."""
    for rung in each.rungs:
        if rung.stated is not None:
            aim = rung.stated.aim
            return domains.get(aim.clause or f"{aim.plan} {aim.indicator}", OUTSIDE)
    return OUTSIDE


def _outcomes(each: Ladder) -> frozenset[str]:
    """How a ladder comes out at its levels."""
    return frozenset(rung.outcome for rung in each.rungs if rung.outcome is not None)


def _read(each: Ladder) -> frozenset[str]:
    """The same, by what was read in the plans' own texts: a level whose text is not held says nothing here, but that."""
    own = each.rungs[0].stated
    if own is not None and not own.checked.of_text:
        return frozenset()
    return frozenset(
        rung.outcome
        for rung in each.rungs
        if rung.outcome is not None and (rung.stated is None or rung.stated.checked.of_text)
    )


def _weakest(each: Ladder) -> str:
    """How far the least checked of its figures was checked: a comparison is as firm as that one."""
    said = [rung.stated.checked.label for rung in each.rungs if rung.stated is not None]
    return max(said, key=CHECKS.index, default=CHECKS[0])
