"""What engines are given of the clauses of a base: rows of tokens, for this machine and for a cluster.

Takes stored clauses. Gives IndexRows, cut once for every engine; and brings those of a whole base to the
Elasticsearch that is searched for it, where there is one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from analyzers import segment
from service.engines import NO_TOKEN, IndexRow
from service.storage import Base, StoredClause

_CHUNK = 1_000
Tell = Callable[[int, int], None]  # done, in all


def index_row(row: StoredClause) -> IndexRow:
    """What the engine is given of a clause: the words behind its number, cut once for every engine."""
    clause = row.clause
    body = clause.text[clause.body :]
    # The title of an unnumbered section stands above it, not in it, and is searched with it.
    above = clause.number is None and not body.startswith(clause.title)
    fields = segment.index_fields(f"{clause.title}。{body}" if above else body)
    headings = segment.index_fields("。".join(clause.context))
    return IndexRow(
        position=row.position,
        address=clause.address,
        hash=row.hash,
        words=fields.words or NO_TOKEN,
        coarse=fields.coarse or NO_TOKEN,
        bigrams=fields.bigrams or NO_TOKEN,
        level=row.level.value if row.level else "",
        kind=clause.kind.value,
        domain=clause.domain or "",
        plan=clause.plan,
        units=clause.units,
        has=row.has,
        above_words=headings.words or NO_TOKEN,
        above_coarse=headings.coarse or NO_TOKEN,
        above_bigrams=headings.bigrams or NO_TOKEN,
    )


def index_rows(base: Base) -> Iterator[IndexRow]:
    """The rows of all clauses of a base, in the order of their positions."""
    total = base.manifest.counts["clauses"]
    for at in range(0, total, _CHUNK):
        yield from map(index_row, base.store.by_position(range(at, min(at + _CHUNK, total))))


def share(base: Base, name: str, tell: Tell = lambda done, total: None, *, anew: bool = False) -> bool:
    """Fills the index of a base on its cluster where it is missing, or ``anew``; whether that was done.

    ``name`` is that of the base among others on the same cluster. Raises EngineFailure.
    """
    pair = base.pair
    if pair is None:
        return False
    from service.engines import elastic_index

    wire, index = pair.first.wire, pair.first.index
    if not anew and elastic_index.exists(wire, index):
        return False
    total, done = base.manifest.counts["clauses"], 0

    def told(number: int) -> None:
        nonlocal done
        done += number
        tell(done, total)

    elastic_index.fill(wire, index, index_rows(base), name, pair.second, told)
    pair.worked()
    return True
