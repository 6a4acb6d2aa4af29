"""The answer to "show me this clause": the clause with its targets and review warnings.

Takes a store and an address. Gives a Lookup. An address that names nothing is refused with the nearest ones.
"""

from __future__ import annotations

from dataclasses import dataclass

from ingest.plan import ReviewWarning, Target
from service.errors import NotFound
from service.rows import StoredClause
from service.store import Store


@dataclass(frozen=True, slots=True)
class Lookup:
    """One clause with everything that is known about it."""

    stored: StoredClause
    targets: tuple[Target, ...]
    warnings: tuple[ReviewWarning, ...]


def look_up(store: Store, address: str) -> Lookup:
    """The clause at an address. Raises NotFound, naming addresses that come close."""
    address = address.encode("utf-8", "ignore").decode().strip()
    stored = store.clause(address)
    if stored is None:
        raise NotFound(_not_found(store, address))
    return Lookup(stored, store.targets_of(address), store.warnings_of(address))


def _not_found(store: Store, address: str) -> str:
    import difflib

    every = [name for name, _ in store.hashes()]
    near = difflib.get_close_matches(address[:200], every, n=3, cutoff=0.6)
    shown = address if len(address) <= 80 else address[:79] + "…"
    if near:
        return f"没有地址为 {shown} 的条目，相近的有：{'、'.join(near)}。"
    return f"没有地址为 {shown} 的条目，地址可用 duibiao search 或 duibiao clauses 查到。"
