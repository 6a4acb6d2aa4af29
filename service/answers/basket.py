"""选条篮: the clauses that a person has collected, in the order given, with notes.

Takes what was done with a basket (service/decisions/decisions.py keeps every step) and a store. Gives BasketRows. A clause that
has vanished from the texts, or reads differently now, stays in the basket and says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from ingest.anchors import anchor_of, around_of, became
from service.answers.lookup import look_up
from service.decisions import BasketAction, BasketChange
from service.errors import UserError
from service.query import Scope
from service.storage import Store, StoredClause

DEFAULT = "默认"
MOST = 500  # clauses; a basket is read by people
LONGEST_NOTE = 500  # characters


@dataclass(frozen=True, slots=True)
class BasketItem:
    """One clause as it was put in."""

    address: str
    text: str  # as it read then
    note: str = ""
    around: str | None = None  # what tells the text from its repeats


@dataclass(frozen=True, slots=True)
class BasketRow:
    """One clause of a basket as it reads now; ``stored`` is None where it has vanished."""

    item: BasketItem
    stored: StoredClause | None
    trouble: str = ""  # a sentence, where the clause is not what it was


def items(changes: Iterable[BasketChange]) -> tuple[BasketItem, ...]:
    """What lies in a basket after these changes. A change that speaks of nothing in it does nothing."""
    found: list[BasketItem] = []
    for change in changes:
        at = next((n for n, item in enumerate(found) if item.address == change.address), None)
        if change.action is BasketAction.CLEAR:
            found = []
        elif change.action is BasketAction.ADD:
            if at is None:
                found.append(BasketItem(change.address, change.text, around=change.around))
        elif at is not None:
            _apply(found, at, change)
    return tuple(found)


def _apply(found: list[BasketItem], at: int, change: BasketChange) -> None:
    if change.action is BasketAction.REMOVE:
        del found[at]
    elif change.action is BasketAction.NOTE:
        found[at] = replace(found[at], note=change.text)
    else:
        to = at - 1 if change.action is BasketAction.UP else at + 1
        if 0 <= to < len(found):
            found[at], found[to] = found[to], found[at]


def changes(
    store: Store, held: Sequence[BasketItem], action: BasketAction, addresses: Sequence[str], note: str = ""
) -> list[BasketChange]:
    """What is to be kept when a person does this with these clauses. Raises NotFound, or UserError for too much."""
    if not addresses:
        return [BasketChange(action)]
    return [_change(store, held, action, address, note) for address in addresses]


def _change(
    store: Store, held: Sequence[BasketItem], action: BasketAction, address: str, note: str
) -> BasketChange:
    if action is BasketAction.NOTE:
        note = " ".join(note.split())
        if len(note) > LONGEST_NOTE:
            raise UserError(f"备注最多 {LONGEST_NOTE} 字，现在 {len(note)} 字，请缩短后再保存。")
        return BasketChange(action, address, note)
    if action is not BasketAction.ADD:
        return BasketChange(action, address)
    clause = look_up(store, address).stored.clause
    if len(held) >= MOST:
        raise UserError(f"选条篮最多放 {MOST} 条，请先导出，再移出一些。")
    around = around_of(store.prints(clause.plan).anchor(clause))
    return BasketChange(action, clause.address, clause.text, around=around)


def rows(store: Store, held: Sequence[BasketItem]) -> tuple[BasketRow, ...]:
    """The clauses of a basket as they read now, each where its text stands now, whatever its number."""
    return tuple(_row(store, item) for item in held)


def _row(store: Store, item: BasketItem) -> BasketRow:
    anchor = anchor_of(item.address, item.text, item.around)
    address = store.prints(anchor.plan).find(anchor)
    if address is not None:
        return BasketRow(item, store.clause(address))
    own = {row.clause.address: row for row in store.clauses(Scope(plans=(anchor.plan,)))}
    seems = became(anchor, (row.clause for row in own.values()))
    if seems is None:
        return BasketRow(item, None, "库中已没有这一条，这里是放入时的文字。")
    return BasketRow(item, own[seems.address], "原文在放入以后有改动，这里是现在的文字。")


def as_text(found: Sequence[BasketRow]) -> str:
    """A basket as plain text: each clause with its citation, to be pasted into a paper."""
    parts = []
    for number, row in enumerate(found, 1):
        citation = row.stored.citation if row.stored else f"（{row.item.address}）"
        text = row.stored.clause.text[row.stored.clause.body :].strip() if row.stored else row.item.text
        lines = [f"{number}. {citation}：", text]
        lines += [f"备注：{row.item.note}"] if row.item.note else []
        lines += [f"提示：{row.trouble}"] if row.trouble else []
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + ("\n" if parts else "")
