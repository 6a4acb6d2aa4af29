"""What a new edition changes: every clause of both editions is told once, as what it is, whatever its number."""

from __future__ import annotations

import random
from collections import Counter

import pytest

from ingest import read_text
from ingest.anchors import words_of
from ingest.catalogue.reimport import Changes, compare
from ingest.plan import Clause, ClauseKind, SourceText

PLAIN = "甲 乙 丙 丁"


def numbered(texts: list[str], section: str = "1") -> list[Clause]:
    return [
        Clause(
            f"sample/{section}/goal/{n}", "sample", ClauseKind.GOAL, section, "", None, str(n), "", f"{n}.{words}", n,
            n + 1, len(f"{n}."),
        )
        for n, words in enumerate(texts, 1)
    ]  # fmt: skip


def told(changes: Changes) -> dict[str, list[str]]:
    """The changes by the last part of the addresses."""
    last = lambda address: address.rpartition("/")[2]  # noqa: E731
    return {
        "新增": [last(each) for each in changes.new],
        "删除": [last(each) for each in changes.removed],
        "换址": [f"{last(old)}→{last(new)}" for old, new in changes.moved],
        "改动": [f"{last(pair.old.address)}→{last(pair.new.address)}" for pair in changes.reworded],
    }


GOAL = "到2030年新建公共停车泊位{}个以上，满足居民出行需要。"
PARK = "推动口袋公园向街区延伸，方便老人就近散步健身。"


@pytest.mark.parametrize(
    ("then", "now", "new", "gone", "moved", "reworded"),
    [
        (PLAIN, PLAIN, "", "", "", ""),
        (PLAIN, "乙 丙 丁", "", "1", "2→1 3→2 4→3", ""),
        (PLAIN, "戊 甲 乙 丙 丁", "1", "", "1→2 2→3 3→4 4→5", ""),
        (PLAIN, "丁 丙 乙 甲", "", "", "4→1 3→2 2→3 1→4", ""),
        ("甲 同 乙 同 丙", "甲 同 乙 丙", "", "4", "5→4", ""),
        ("同 甲 同", "同 甲 同 同", "4", "", "", ""),
        (f"甲 {GOAL.format(300)} 丙", f"甲 {GOAL.format(500)} 丙", "", "", "", "2→2"),
        (f"甲 {GOAL.format(300)} 丙", f"{GOAL.format(500)} 甲 丙", "", "", "1→2", "2→1"),
        (f"甲 {GOAL.format(300)} 丙", f"甲 {PARK} 丙", "2", "2", "", ""),  # too little is the same
        ("", PLAIN, "1 2 3 4", "", "", ""),
        (PLAIN, "", "", "1 2 3 4", "", ""),
    ],
)
def test_what_is_told(then: str, now: str, new: str, gone: str, moved: str, reworded: str) -> None:
    found = compare(numbered(then.split()), numbered(now.split()))
    wanted = {"新增": new.split(), "删除": gone.split(), "换址": moved.split(), "改动": reworded.split()}
    assert told(found) == wanted
    assert found.none == (then == now)


def test_blanks_and_printed_numbers_do_not_count() -> None:
    one, other = numbered(["完善 制度。"]), numbered(["完善制度。"], "1")
    assert compare(one, other).none


def test_how_much_of_a_text_goes_on() -> None:
    then = numbered([PARK, GOAL.format(300), "完善夜间照明，保障行人安全，减少事故隐患。"])
    assert compare(then, then).kept == 1.0
    assert compare(then, numbered([PARK])).kept == pytest.approx(1 / 3, abs=0.1)
    assert compare(then, numbered(["本通知自印发之日起施行。"])).kept == 0.0
    assert compare([], then).kept == 1.0


TEXT = """示例县停车设施规划（2026—2030年）
一、主要目标
1. 新建公共停车泊位达到{spaces}个以上。
2. 充电车位占比达到{share}%以上。
{third}
"""


def _read(**words: str) -> tuple[tuple[Clause, ...], tuple[object, ...]]:
    text = TEXT.format(**words)
    plan = read_text(SourceText("停车.txt", text, "utf-8", "ab" * 32))[0]
    return plan.clauses, plan.targets


def test_targets_tell_old_and_new_numbers() -> None:
    before = _read(spaces="3000", share="20", third="3. 错时共享停车场达到15处。")
    after = _read(spaces="3000", share="30", third="3. 智能道闸覆盖率达到90%以上。")
    found = compare(before[0], after[0], before[1], after[1])  # type: ignore[arg-type]
    values = [
        tuple(None if side is None else str(side.value) for side in (each.old, each.new))
        for each in found.targets
    ]
    assert ("20", "30") in values
    assert ("15", None) in values
    assert (None, "90") in values
    assert len(values) == 3


def test_a_target_that_moves_with_its_words_has_not_changed() -> None:
    before = _read(spaces="3000", share="20", third="3. 错时共享停车场达到15处。")
    text = TEXT.format(spaces="3000", share="20", third="").replace(
        "1. 新建", "1. 错时共享停车场达到15处。\n2. 新建"
    )
    text = text.replace("2. 充电", "3. 充电")
    after = read_text(SourceText("停车.txt", text, "utf-8", "ab" * 32))[0]
    found = compare(before[0], after.clauses, before[1], after.targets)  # type: ignore[arg-type]
    assert found.targets == ()
    assert len(found.moved) == 3


class Edited:
    """A plan whose items are known one by one, whatever is done to it: each with its words of then and of now."""

    LETTERS = tuple(chr(code) for code in range(0x4E10, 0x4E10 + 3000))

    def __init__(self, chance: random.Random, size: int) -> None:
        self.chance = chance
        self.then = [self.sentence() for _ in range(size)]
        self.items: list[tuple[int | None, str]] = list(enumerate(self.then))

    def sentence(self) -> str:
        return "".join(self.chance.choices(self.LETTERS, k=self.chance.randrange(20, 60))) + "。"

    def edit(self) -> None:
        at = self.chance.randrange(len(self.items))
        match self.chance.randrange(5):
            case 0:
                self.items.insert(at, (None, self.sentence()))
            case 1 if len(self.items) > 2:
                del self.items[at]
            case 2:
                self.items.insert(self.chance.randrange(len(self.items)), self.items.pop(at))
            case 3:
                item, words = self.items[at]
                if item is not None and words == self.then[item]:  # reworded once: a part stays
                    middle = len(words) // 2
                    self.items[at] = item, words[:middle] + "改" + words[middle + 1 :]
            case _:
                self.chance.shuffle(self.items)


def test_random_edits_are_told_as_they_were_made() -> None:
    """1,000 rounds: what was inserted is new, what was deleted is gone, what was moved or reworded is told as that."""
    chance = random.Random(21)
    for _ in range(1000):
        plan = Edited(chance, chance.randrange(3, 12))
        for _ in range(chance.randrange(1, 8)):
            plan.edit()
        old, new = numbered(plan.then), numbered([words for _, words in plan.items])
        found = compare(old, new)
        from_of = {pair.new.address: pair for pair in found.pairs}
        for place, (item, words) in enumerate(plan.items):
            pair = from_of.get(new[place].address)
            if item is None:
                assert pair is None
                assert new[place] in found.added
            else:
                assert pair is not None
                assert pair.old == old[item]
                assert pair.reworded == (words != plan.then[item])
                assert pair.moved == (place != item)
        left = {item for item, _ in plan.items}
        assert found.gone == tuple(clause for item, clause in enumerate(old) if item not in left)


def test_repeats_are_counted_and_nothing_is_told_twice() -> None:
    """1,000 rounds with texts that stand several times: as many go on as both editions have, and all add up."""
    chance = random.Random(7)
    words = ["加强领导。", "完善制度。", "落实经费。", "开展宣传。"]
    for _ in range(1000):
        then, now = (chance.choices(words, k=chance.randrange(0, 9)) for _ in range(2))
        old, new = numbered(then), numbered(now)
        found = compare(old, new)
        assert sum((Counter(then) & Counter(now)).values()) == sum(not pair.reworded for pair in found.pairs)
        for pair in found.pairs:
            assert pair.reworded == (
                words_of(pair.old.text, pair.old.body) != words_of(pair.new.text, pair.new.body)
            )
        assert Counter(
            each.address for each in (*found.gone, *(pair.old for pair in found.pairs))
        ) == Counter(each.address for each in old)
        assert Counter(
            each.address for each in (*found.added, *(pair.new for pair in found.pairs))
        ) == Counter(each.address for each in new)
