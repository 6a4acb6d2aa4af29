"""已核对 stands at the text and at the statement that a person compared with the original, and nowhere else."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from ingest.anchors import Prints, around_of
from ingest.plan import Clause, ClauseKind, Nature, Target
from service.decisions import Check, KeptChecks, read_of, standing_checks
from service.decisions.tables import FileTruth

PLAN = "county-sample"


def clauses(texts: list[str]) -> list[Clause]:
    return [
        Clause(f"{PLAN}/1/goal/{n}", PLAN, ClauseKind.GOAL, "1", "", None, str(n), "", f"{n}.{words}", n, n + 1, len(f"{n}."))
        for n, words in enumerate(texts, 1)
    ]  # fmt: skip


def target(clause: str, value: str, quote: str, **more: object) -> Target:
    return Target(
        clause, PLAN, ClauseKind.GOAL, None, None, "示例率", None, ">=", float(value), None, "percent", None, 2030,
        Nature.LEVEL, None, None, quote, 0, 5, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def check(texts: list[str], number: int, what: str = "", holds: bool = True) -> Check:
    held = clauses(texts)
    each = held[number - 1]
    return Check(
        each.address, each.text, around_of(Prints.of(held).anchor(each)), what, holds, "示例", "2026-01-01"
    )


def stand(checks: list[Check], texts: list[str]) -> tuple[set[tuple[int, str]], int]:
    prints = Prints.of(clauses(texts))
    found = standing_checks(checks, lambda plan: prints)
    return {(int(address.rpartition("/")[2]), what) for address, what in found.held}, len(found.lost)


THEN = ["甲乙", "丙丁", "戊己"]


@pytest.mark.parametrize(
    ("now", "held", "lost"),
    [
        (["甲乙", "丙丁", "戊己"], {(2, ""), (2, "读作")}, 0),
        (["丙丁", "戊己"], {(1, ""), (1, "读作")}, 0),
        (["甲乙", "庚辛", "戊己"], set(), 2),
        (["甲乙", "丙丁改", "戊己"], set(), 2),
        ([], set(), 2),
    ],
)
def test_where_checks_stand(now: list[str], held: set[tuple[int, str]], lost: int) -> None:
    assert stand([check(THEN, 2), check(THEN, 2, "读作")], now) == (held, lost)


def test_what_was_taken_back_under_another_number_is_taken_back() -> None:
    moved = ["零", *THEN]
    assert stand([check(THEN, 2), check(moved, 3, holds=False)], THEN) == (set(), 0)
    assert stand([check(THEN, 2), check(moved, 3, holds=False), check(THEN, 2)], moved) == ({(3, "")}, 0)


def test_another_statement_is_not_checked() -> None:
    mine = target("a/1", "90", "达到90%以上")
    others = [
        replace(mine, value=95.0),
        replace(mine, year=2025),
        replace(mine, indicator="别的率"),
        replace(mine, quote="90%"),
        replace(mine, comparator="<="),
        replace(mine, population="女童"),
    ]
    assert all(read_of(each) != read_of(mine) for each in others)
    assert read_of(replace(mine, clause="b/7", start=40, end=45)) == read_of(mine)  # wherever it stands


@pytest.mark.parametrize("seed", range(20))
def test_no_check_stands_beside_another_text(seed: int) -> None:
    chance = random.Random(seed)
    for _ in range(50):
        texts = [
            "".join(chance.choices("甲乙丙丁", k=chance.randint(1, 3))) for _ in range(chance.randint(1, 6))
        ]
        checks = [check(texts, number) for number in range(1, len(texts) + 1) if chance.random() < 0.6]
        now = [text for text in texts if chance.random() < 0.8]
        for _ in range(chance.randint(0, 2)):
            now.insert(chance.randint(0, len(now)), chance.choice("甲乙丙丁"))
        chance.shuffle(now) if chance.random() < 0.2 else None
        prints = Prints.of(clauses(now))
        held = standing_checks(checks, lambda plan, prints=prints: prints).held
        for (address, _what), each in held.items():
            assert each.anchor.words == now[int(address.rpartition("/")[2]) - 1]


def test_kept_for_ever(tmp_path: Path) -> None:
    kept = KeptChecks(FileTruth(tmp_path / "decisions.sqlite"))
    assert kept.every() == ()
    kept.keep([check(THEN, 1), check(THEN, 2, "读作")])
    kept.keep([check(THEN, 1, holds=False)])
    again = KeptChecks(FileTruth(tmp_path / "decisions.sqlite")).every()
    assert [(each.address, each.target, each.holds, each.who) for each in again] == [
        (f"{PLAN}/1/goal/2", "读作", True, "示例"),
        (f"{PLAN}/1/goal/1", "", False, "示例"),
    ]
