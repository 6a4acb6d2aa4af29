"""What was decided for a text is found at that text again, whatever its number; and never beside another."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace

import pytest

from ingest.anchors import Anchor, Prints, became, words_of
from ingest.plan import Clause, ClauseKind


def clause(number: int, words: str) -> Clause:
    printed = f"{number}."
    return Clause(
        f"sample/1/goal/{number}", "sample", ClauseKind.GOAL, "1", "", None, str(number), "", printed + words, number,
        number + 1, len(printed),
    )  # fmt: skip


def numbered(texts: list[str]) -> list[Clause]:
    return [clause(number, words) for number, words in enumerate(texts, 1)]


def anchors(texts: list[str]) -> list[Anchor]:
    clauses = numbered(texts)
    prints = Prints.of(clauses)
    return [prints.anchor(each) for each in clauses]


def places(then: list[str], now: list[str]) -> list[int | None]:
    """For each text of an edition the number under which it is found in the next."""
    prints = Prints.of(numbered(now))
    found = [prints.find(anchor) for anchor in anchors(then)]
    return [None if address is None else int(address.rpartition("/")[2]) for address in found]


@pytest.mark.parametrize(
    ("then", "now", "found"),
    [
        ("甲 乙 丙", "甲 乙 丙", [1, 2, 3]),
        ("甲 乙 丙", "乙 丙", [None, 1, 2]),
        ("甲 乙 丙", "丁 甲 乙 丙", [2, 3, 4]),
        ("甲 乙 丙", "丙 甲 乙", [2, 3, 1]),
        ("甲 乙 丙", "甲 乙改 丙", [1, None, 3]),
        ("甲 同 乙 同 丙", "甲 同 乙 同 丙", [1, 2, 3, 4, 5]),
        ("甲 同 乙 同 丙", "甲 乙 同 丙", [1, None, 2, 3, 4]),  # the first of two: its neighbours are gone
        ("甲 同 乙", "甲 同 乙 同", [1, 2, 3]),
        ("甲 同 乙", "丁 同 戊 同", [None, None, None]),  # two, and nothing tells which
        ("同 同 甲", "同 同 甲", [1, 2, 3]),
        ("甲 同 乙 甲 同 乙", "甲 同 乙 甲 同 乙", [1, 2, 3, 4, 5, 6]),
    ],
)
def test_where_a_text_stands_now(then: str, now: str, found: list[int | None]) -> None:
    assert places(then.split(), now.split()) == found


def test_blanks_and_numbers_do_not_count() -> None:
    assert words_of("（三） 完善制度， 到2030年 达到90%。") == "完善制度，到2030年达到90%。"
    assert words_of("3.17岁以下儿童", 2) == "17岁以下儿童"


def test_an_old_decision_knows_its_text_only() -> None:
    anchor = Anchor("sample", "sample/1/goal/2", "2.乙")
    assert Prints.of(numbered(["乙", "甲"])).find(anchor) == "sample/1/goal/1"
    assert Prints.of(numbered(["乙", "乙"])).find(anchor) == "sample/1/goal/2"
    assert Prints.of(numbered(["乙", "甲", "乙"])).find(anchor) is None


def test_what_a_text_became() -> None:
    held = numbered(["完善妇女健康服务体系，到2030年筛查率达到80%以上。", "加强组织领导。"])
    then = anchors(["完善妇女健康服务体系，到2030年筛查率达到70%以上。", "推进儿童友好城市建设。"])
    assert became(then[0], held) == held[0]
    assert became(then[1], held) is None


@dataclass
class Edited:
    """A plan whose clauses are known one by one, whatever is done to it."""

    texts: list[str]
    serial: int = 0

    def fresh(self, chance: random.Random) -> str:
        self.serial += 1
        return chance.choice(["加强组织领导。", "完善制度。", f"第{self.serial}项工作达到{self.serial}%。"])

    def edit(self, chance: random.Random) -> None:
        at = chance.randrange(len(self.texts))
        match chance.randrange(5):
            case 0:
                self.texts.insert(at, self.fresh(chance))
            case 1 if len(self.texts) > 2:
                del self.texts[at]
            case 2:
                self.texts.insert(chance.randrange(len(self.texts)), self.texts.pop(at))
            case 3:
                self.texts[at] = self.texts[at].replace("。", f"，并做好第{chance.randrange(9)}项。", 1)
            case _:
                chance.shuffle(self.texts)


def test_never_beside_another_text() -> None:
    """1,000 rounds of random edits: what is found reads as it did, and what stands there once is found."""
    chance = random.Random(20301231)
    for _ in range(1000):
        plan = Edited([])
        plan.texts = [plan.fresh(chance) for _ in range(chance.randrange(3, 12))]
        then = anchors(plan.texts)
        for _ in range(chance.randrange(1, 6)):
            plan.edit(chance)
        clauses = numbered(plan.texts)
        prints = Prints.of(clauses)
        now = {each.address: each for each in clauses}
        for anchor in then:
            found = prints.find(anchor)
            if found is not None:
                assert words_of(now[found].text, now[found].body) == anchor.words
            else:
                assert plan.texts.count(anchor.words) != 1 or anchor.repeats > 1
            old = prints.find(replace(anchor, body=None, before="", after="", repeats=0))
            assert old is None or words_of(now[old].text, now[old].body) == anchor.words
