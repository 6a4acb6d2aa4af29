"""What a person compared with the original, looked up before it is kept.

Takes a store, an address, and which targets of it. Gives Checks with the text as it reads now. Never accepts a clause or a target that is not there.
"""

from __future__ import annotations

from ingest.anchors import around_of
from service.answers.lookup import look_up
from service.decisions import Check, read_of
from service.errors import BadFilter
from service.storage import Store


def checks_of(
    store: Store, address: str, targets: tuple[int, ...] = (), *, holds: bool = True, who: str | None = None
) -> list[Check]:
    """The checks of a clause, or of its targets of these numbers (from 1). Raises NotFound or BadFilter."""
    found = look_up(store, address)
    clause = found.stored.clause
    for number in targets:
        if not 1 <= number <= len(found.targets):
            raise BadFilter(
                f"这一条没有第 {number} 个指标，它有 {len(found.targets)} 个，顺序同 duibiao show。"
            )
    around = around_of(store.prints(clause.plan).anchor(clause))
    read = [read_of(found.targets[number - 1]) for number in targets] or [""]
    return [Check(clause.address, clause.text, around, each, holds, who) for each in read]
