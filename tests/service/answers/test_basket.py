"""The basket: every step is kept, what lies in it follows from the steps, and nothing is lost with its clause."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.answers.basket import as_text, items, rows
from service.decisions.decisions import BasketAction, BasketChange, file_decisions
from service.storage.base import Base

ADD, REMOVE, UP, DOWN, NOTE, CLEAR = BasketAction
A, B, C = (BasketChange(ADD, address, f"{address} 的文字") for address in "abc")


def _order(*changes: BasketChange) -> str:
    return "".join(item.address for item in items(changes))


@pytest.mark.parametrize(
    ("changes", "order"),
    [
        ((A, B, C), "abc"),
        ((A, B, A), "ab"),
        ((A, B, C, BasketChange(UP, "c")), "acb"),
        ((A, B, C, BasketChange(UP, "a")), "abc"),
        ((A, B, C, BasketChange(DOWN, "a"), BasketChange(DOWN, "a")), "bca"),
        ((A, B, C, BasketChange(DOWN, "c")), "abc"),
        ((A, B, C, BasketChange(REMOVE, "b"), BasketChange(REMOVE, "b")), "ac"),
        ((A, B, BasketChange(CLEAR), C), "c"),
        ((BasketChange(UP, "x"), BasketChange(NOTE, "x", "注")), ""),
    ],
)
def test_what_lies_in_it(changes: tuple[BasketChange, ...], order: str) -> None:
    assert _order(*changes) == order


def test_a_note_goes_with_its_clause() -> None:
    (one, other) = items((A, B, BasketChange(NOTE, "b", "要核"), BasketChange(UP, "b")))
    assert (one.address, one.note, other.note) == ("b", "要核", "")


@given(
    st.lists(st.builds(BasketChange, st.sampled_from([ADD, REMOVE, UP, DOWN, NOTE]), st.sampled_from("abcd")))
)
def test_no_clause_lies_in_it_twice(changes: list[BasketChange]) -> None:
    found = [item.address for item in items(changes)]
    assert len(found) == len(set(found))


def test_every_step_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "decisions.sqlite"
    kept = file_decisions(path)
    assert kept.filled("默认") == ()
    assert not path.exists()
    kept.fill("默认", A, B)
    kept.fill("默认", BasketChange(CLEAR), C, BasketChange(NOTE, "c", "注"))
    kept.fill("另一个", A)
    assert [(each.action, each.address, each.text) for each in kept.filled("默认")] == [
        (ADD, "c", C.text),
        (NOTE, "c", "注"),
    ]
    assert all(each.made for each in kept.filled("默认"))
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM baskets").fetchone() == (6,)


def test_a_clause_that_vanished_or_changed_says_so(real_base: Base) -> None:
    first = next(real_base.store.clauses()).clause
    held = items(
        (
            BasketChange(ADD, first.address, first.text),
            BasketChange(ADD, "gone/1/goal/1", "已经没有的文字"),
        )
    )
    sound, gone = rows(real_base.store, held)
    assert (sound.trouble, gone.stored) == ("", None)
    (changed,) = rows(real_base.store, items((BasketChange(ADD, first.address, f"{first.text}另加一句。"),)))
    assert "有改动" in changed.trouble
    (other,) = rows(real_base.store, items((BasketChange(ADD, first.address, "这里原来是完全不同的一条。"),)))
    assert other.stored is None  # what stands at its address now is another text
    text = as_text((sound, gone))
    assert sound.stored is not None
    assert sound.stored.citation in text
    assert "已经没有的文字" in text
    assert "库中已没有" in text
