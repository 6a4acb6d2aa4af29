"""What the tests of this room share: reading a text, and the law that nothing is lost or doubled."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from places import CORPUS, NOTICE

from analyzers.characters import repaired
from analyzers.normalise import squash
from ingest.catalogue.entries import Catalogue, load
from ingest.plan import Clause, Plan, SourceText
from ingest.reading import read_text


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load(CORPUS)


@pytest.fixture(scope="session")
def notice() -> str:
    """The text of the county's notice, exactly as the file holds it."""
    return NOTICE.read_bytes().decode("utf-8")


@pytest.fixture(scope="session")
def read() -> Callable[..., tuple[Plan, ...]]:
    """Reads a text as if it came from a file of that name."""

    def _read(text: str, name: str = "sample.txt", known: Catalogue | None = None) -> tuple[Plan, ...]:
        digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
        return read_text(SourceText(name, text, "utf-8", digest), known)

    return _read


@pytest.fixture(scope="session")
def faults() -> Callable[[tuple[Plan, ...]], list[str]]:
    """What breaks the law: characters that no record holds, that two hold, or that a text changes."""
    return _faults


def _faults(plans: tuple[Plan, ...]) -> list[str]:
    found: list[str] = []
    at = 0
    for plan in plans:
        if plan.start != at:
            found.append(f"plan {plan.entry.id} begins at {plan.start}, not {at}")
        at = plan.end
        found.extend(_faults_of(plan))
    if at != len(plans[0].source.text):
        found.append(f"plans end at {at} of {len(plans[0].source.text)}")
    addresses = [clause.address for plan in plans for clause in plan.clauses]
    found.extend(f"address twice: {x}" for x in addresses if addresses.count(x) > 1)
    return found


def _faults_of(plan: Plan) -> list[str]:
    source = repaired(plan.source.text)  # what a text changes beyond that breaks the law
    marked = [False] * len(source)
    for start, end in plan.page_marks:
        marked[start:end] = [True] * (end - start)
    found: list[str] = []
    at = plan.start
    records = sorted([*plan.headings, *plan.clauses], key=lambda record: record.start)
    for record in records:
        if record.start < at:
            found.append(f"overlap at {record.start}: {source[record.start : record.start + 30]!r}")
        gap = "".join(source[i] for i in range(at, record.start) if not marked[i])
        if squash(gap):
            found.append(f"lost before {record.start}: {squash(gap)[:60]!r}")
        at = record.end
        if isinstance(record, Clause):
            whole = "".join(source[i] for i in range(record.start, record.end) if not marked[i])
            if squash(whole) != squash(record.text):
                found.append(f"text of {record.address} differs from its source")
    rest = "".join(source[i] for i in range(at, plan.end) if not marked[i])
    if squash(rest):
        found.append(f"lost at the end: {squash(rest)[:60]!r}")
    return found
