"""What people decided stands at the texts that they decided about: moved with them, and nowhere where they have changed."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from ingest.anchors import Prints, around_of, words_of
from ingest.plan import Clause, ClauseKind
from service.decisions import LinkDecision, LinkStatus, standing

COUNTY = "county-sample"
NATION = "nation-sample"


def clauses(plan: str, texts: list[str]) -> list[Clause]:
    return [
        Clause(
            f"{plan}/1/goal/{n}", plan, ClauseKind.GOAL, "1", "", None, str(n), "", f"{n}.{words}", n, n + 1, len(f"{n}.")
        )
        for n, words in enumerate(texts, 1)
    ]  # fmt: skip


class Texts:
    """Two plans with their clauses as they read now."""

    def __init__(self, county: list[str], nation: list[str]) -> None:
        self.held = {COUNTY: clauses(COUNTY, county), NATION: clauses(NATION, nation)}
        self.prints = {plan: Prints.of(held) for plan, held in self.held.items()}
        self.at = {each.address: each for held in self.held.values() for each in held}

    def prints_of(self, plan: str) -> Prints:
        return self.prints.get(plan, Prints((), ()))

    def decide(self, one: int, other: int, status: LinkStatus = LinkStatus.CONFIRMED) -> LinkDecision:
        """A person's decision about the clauses of these numbers."""
        mine, its = self.held[COUNTY][one - 1], self.held[NATION][other - 1]
        around = [around_of(self.prints[each.plan].anchor(each)) for each in (mine, its)]
        return LinkDecision(
            mine.address, its.address, status, mine.text, its.text, source_around=around[0], target_around=around[1]
        )  # fmt: skip

    def numbers(self, decisions: list[LinkDecision]) -> tuple[set[tuple[int, int, str]], int]:
        """Which numbers are in force, with what was said; and how many are not."""
        stands = standing(decisions, self.prints_of)
        found = {
            (int(one.rpartition("/")[2]), int(other.rpartition("/")[2]), each.status.value)
            for (one, other), each in stands.decided.items()
        }
        return found, len(stands.lost)


THEN = Texts(["甲", "乙", "丙", "丁"], ["子", "丑", "寅"])
SAID = [THEN.decide(1, 1), THEN.decide(2, 2), THEN.decide(3, 3), THEN.decide(4, 1, LinkStatus.REJECTED)]


@pytest.mark.parametrize(
    ("county", "nation", "found", "lost"),
    [
        ("甲 乙 丙 丁", "子 丑 寅", {(1, 1, "confirmed"), (2, 2, "confirmed"), (3, 3, "confirmed"), (4, 1, "rejected")}, 0),
        ("乙 丙 丁", "子 丑 寅", {(1, 2, "confirmed"), (2, 3, "confirmed"), (3, 1, "rejected")}, 1),
        ("甲 戊 乙 丙 丁", "子 寅", {(1, 1, "confirmed"), (4, 2, "confirmed"), (5, 1, "rejected")}, 1),
        ("丁 丙 乙 甲", "寅 丑 子", {(4, 3, "confirmed"), (3, 2, "confirmed"), (2, 1, "confirmed"), (1, 3, "rejected")}, 0),
        ("甲改 乙 丙 丁", "子 丑 寅", {(2, 2, "confirmed"), (3, 3, "confirmed"), (4, 1, "rejected")}, 1),
        ("", "子 丑 寅", set(), 4),
    ],
)  # fmt: skip
def test_where_decisions_stand(county: str, nation: str, found: set[tuple[int, int, str]], lost: int) -> None:
    assert Texts(county.split(), nation.split()).numbers(SAID) == (found, lost)


def test_a_decision_of_before_columns_were_added_stands_at_its_text() -> None:
    old = [replace(each, source_around=None, target_around=None) for each in SAID]
    assert Texts(["乙", "丙", "丁"], ["子", "丑", "寅"]).numbers(old) == (
        {(1, 2, "confirmed"), (2, 3, "confirmed"), (3, 1, "rejected")},
        1,
    )


def test_the_newest_about_one_pair_of_texts_counts_under_whatever_number() -> None:
    later = Texts(["乙", "丙", "丁"], ["子", "丑", "寅"])
    kept = [*SAID, later.decide(1, 2, LinkStatus.REJECTED)]
    assert later.numbers(kept)[0] >= {(1, 2, "rejected")}
    assert THEN.numbers(kept)[0] >= {(2, 2, "rejected")}
    taken_back = [*SAID, later.decide(1, 2, LinkStatus.SUGGESTED)]
    assert THEN.numbers(taken_back)[0] >= {(2, 2, "suggested")}


def test_one_address_may_hold_decisions_about_two_texts() -> None:
    """Item 2 was deleted and 3 became 2: somebody decides about the new 2. Both decisions are known by their texts."""
    later = Texts(["甲", "丙", "丁"], ["子", "丑", "寅"])
    kept = [*SAID, later.decide(2, 2)]
    assert later.numbers(kept)[0] == {
        (1, 1, "confirmed"),
        (2, 3, "confirmed"),
        (3, 1, "rejected"),
        (2, 2, "confirmed"),
    }
    assert (2, 2, "confirmed") in THEN.numbers(kept)[0]
    assert (3, 2, "confirmed") in THEN.numbers(kept)[0]


def test_what_was_let_go_is_not_asked_for_again() -> None:
    later = Texts(["乙", "丙", "丁"], ["子", "丑", "寅"])
    kept = [*SAID, replace(SAID[0], status=LinkStatus.SUGGESTED)]
    assert later.numbers(kept)[1] == 0
    assert later.numbers([*kept, SAID[0]])[1] == 1


def test_no_decision_ever_stands_beside_another_text() -> None:
    """1,000 rounds: insert, delete, move, reword, repeat, renumber; decide again now and then."""
    chance = random.Random(15)
    stood = 0
    for _ in range(1000):
        county = [
            f"第{n}项达到{n}%。" if chance.random() < 0.8 else "加强领导。"
            for n in range(chance.randrange(2, 9))
        ]
        nation = [
            f"全国第{n}项。" if chance.random() < 0.8 else "完善制度。" for n in range(chance.randrange(2, 9))
        ]
        kept: list[LinkDecision] = []
        for _ in range(chance.randrange(2, 5)):
            now = Texts(county, nation)
            stands = standing(kept, now.prints_of)
            stood += len(stands.decided)
            for (one, other), decision in stands.decided.items():
                for address, anchor in ((one, decision.source_anchor), (other, decision.target_anchor)):
                    assert words_of(now.at[address].text, now.at[address].body) == anchor.words
            for each in stands.lost:
                assert each.source is None or each.target is None
            kept += [
                now.decide(
                    chance.randrange(1, len(county) + 1),
                    chance.randrange(1, len(nation) + 1),
                    chance.choice(list(LinkStatus)),
                )
                for _ in range(3)
            ]
            _edit(county, chance)
            _edit(nation, chance)
    assert stood > 3000  # the law is not kept by standing nowhere


def _edit(texts: list[str], chance: random.Random) -> None:
    at = chance.randrange(len(texts))
    match chance.randrange(5):
        case 0:
            texts.insert(at, f"新增的第{chance.randrange(99)}项。")
        case 1 if len(texts) > 1:
            del texts[at]
        case 2:
            texts.insert(chance.randrange(len(texts)), texts.pop(at))
        case 3:
            texts[at] = texts[at].replace("。", "，力争更高。", 1)
        case _:
            texts.insert(chance.randrange(len(texts)), texts[at])
