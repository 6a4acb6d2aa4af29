"""The rows of the store: its tables, and how the records of the contract become rows and records again.

Takes records, gives tuples, and the other way round. Knows the columns and nothing of databases.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ingest.anchors import print_of
from ingest.corrections import LaidCorrection, as_record, of_record
from ingest.plan import (
    Act,
    Clause,
    ClauseKind,
    Corrected,
    FieldChange,
    Holding,
    Level,
    Nature,
    PlanEntry,
    Target,
)

if TYPE_CHECKING:  # no search needs it
    from ingest.catalogue import FigureCheck

SCHEMA_VERSION = 8
SCHEMA = """
CREATE TABLE sources(
    sha256 TEXT PRIMARY KEY, name TEXT NOT NULL, encoding TEXT NOT NULL, text TEXT NOT NULL
);
CREATE TABLE plans(
    place INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, title TEXT NOT NULL, level TEXT, region TEXT,
    subject TEXT, aliases TEXT NOT NULL, issuer TEXT, number TEXT, date TEXT, start_year INTEGER,
    end_year INTEGER, file TEXT, sha256 TEXT, parents TEXT NOT NULL, official_url TEXT, holding TEXT NOT NULL,
    source TEXT REFERENCES sources(sha256), start INTEGER, "end" INTEGER, page_marks TEXT NOT NULL
);
CREATE TABLE clauses(
    position INTEGER PRIMARY KEY, address TEXT NOT NULL, plan TEXT NOT NULL, kind TEXT NOT NULL,
    section TEXT NOT NULL, section_title TEXT NOT NULL, domain TEXT, number TEXT, title TEXT NOT NULL,
    text TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, body INTEGER NOT NULL, units TEXT NOT NULL,
    level TEXT, citation TEXT NOT NULL, hash TEXT NOT NULL, has TEXT NOT NULL, context TEXT NOT NULL,
    print TEXT NOT NULL, corrected TEXT NOT NULL
);
CREATE TABLE targets(
    place INTEGER PRIMARY KEY, clause TEXT NOT NULL, plan TEXT NOT NULL, kind TEXT NOT NULL, domain TEXT,
    number TEXT, indicator TEXT NOT NULL, population TEXT, comparator TEXT NOT NULL, value TEXT,
    value_high TEXT,
    unit TEXT NOT NULL, base INTEGER, year INTEGER, nature TEXT NOT NULL, baseline_year INTEGER, hedge TEXT,
    quote TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, scanned INTEGER NOT NULL, period TEXT,
    direction TEXT, source TEXT NOT NULL, attribute TEXT, scope TEXT, heads TEXT,
    corrected TEXT NOT NULL
);
CREATE TABLE baselines(
    place INTEGER PRIMARY KEY, clause TEXT NOT NULL, plan TEXT NOT NULL, indicator TEXT NOT NULL, value TEXT,
    value_high TEXT, unit TEXT NOT NULL, year INTEGER, source TEXT NOT NULL, quote TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, heads TEXT
);
CREATE TABLE plan_tables(
    place INTEGER PRIMARY KEY, plan TEXT NOT NULL, address TEXT NOT NULL, kind TEXT NOT NULL, section TEXT NOT NULL,
    caption TEXT NOT NULL, notes TEXT NOT NULL, head INTEGER NOT NULL, columns TEXT NOT NULL, start INTEGER NOT NULL,
    "end" INTEGER NOT NULL, marked INTEGER NOT NULL, cells TEXT NOT NULL, body TEXT NOT NULL
);
CREATE TABLE headings(
    place INTEGER PRIMARY KEY, plan TEXT NOT NULL, depth INTEGER NOT NULL, number TEXT, title TEXT NOT NULL,
    section TEXT NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL
);
CREATE TABLE warnings(
    place INTEGER PRIMARY KEY, plan TEXT NOT NULL, code TEXT NOT NULL, message TEXT NOT NULL,
    start INTEGER NOT NULL, "end" INTEGER NOT NULL, clause TEXT
);
CREATE TABLE corrections(
    place INTEGER PRIMARY KEY, plan TEXT NOT NULL, details TEXT NOT NULL, address TEXT, trouble TEXT NOT NULL
);
CREATE TABLE indicators(name TEXT PRIMARY KEY, times INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE figures(
    place INTEGER PRIMARY KEY, plan TEXT NOT NULL, kind TEXT, domain TEXT, number TEXT, indicator TEXT NOT NULL,
    population TEXT, comparator TEXT, value TEXT, unit TEXT, year INTEGER, nature TEXT NOT NULL, trend TEXT,
    baseline_year INTEGER, checked TEXT NOT NULL, note TEXT, source TEXT NOT NULL, line INTEGER NOT NULL,
    outcome TEXT NOT NULL, clause TEXT, quote TEXT
);
CREATE TABLE choices(field TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY(field, value)) WITHOUT ROWID;
"""
INDEXES = """
CREATE UNIQUE INDEX clauses_by_address ON clauses(address);
CREATE INDEX clauses_by_plan ON clauses(plan, start, position);
CREATE INDEX targets_by_plan ON targets(plan);
CREATE INDEX targets_by_clause ON targets(clause);
CREATE INDEX baselines_by_clause ON baselines(clause);
CREATE INDEX baselines_by_plan ON baselines(plan);
CREATE INDEX plan_tables_by_plan ON plan_tables(plan);
CREATE INDEX plan_tables_by_address ON plan_tables(address);
CREATE INDEX warnings_by_clause ON warnings(clause);
CREATE INDEX headings_by_plan ON headings(plan);
"""
# In an order in which they can be filled: what others refer to comes first.
TABLES = (
    "sources",
    "plans",
    "clauses",
    "targets",
    "baselines",
    "plan_tables",
    "headings",
    "warnings",
    "corrections",
    "indicators",
    "figures",
    "choices",
)
CLAUSE = (
    'position, address, plan, kind, section, section_title, domain, number, title, text, start, "end", body,'
    " units, level, citation, hash, has, context, print, corrected"
)
FIGURE = (
    "plan, kind, domain, number, indicator, population, comparator, value, unit, year, nature, trend,"
    " baseline_year, checked, note, source, line, outcome, clause, quote"
)
TARGET = (
    "clause, plan, kind, domain, number, indicator, population, comparator, value, value_high, unit, base,"
    ' year, nature, baseline_year, hedge, quote, start, "end", scanned, period, direction, source, attribute, scope, heads, corrected'
)
_KINDS = {kind.value: kind for kind in ClauseKind}
_LEVELS = {level.value: level for level in Level}


class StoredClause:
    """A row of the clauses table: a clause with what the service knows about it beyond the text.

    The row is all there is; the Clause object is made of it when it is first asked for, because a search
    hands out more rows than anybody looks at.
    """

    __slots__ = ("_clause", "row")

    def __init__(self, row: tuple[Any, ...]) -> None:
        self.row = row
        self._clause: Clause | None = None

    @classmethod
    def of(
        cls, position: int, clause: Clause, level: Level | None, citation: str, has: tuple[str, ...] = ()
    ) -> StoredClause:
        """The row that a clause is stored as; ``has`` says what it states, see names.HAS."""
        name = level.value if level else None
        row = (
            position, clause.address, clause.plan, clause.kind.value, clause.section, clause.section_title,
            clause.domain, clause.number, clause.title, clause.text, clause.start, clause.end, clause.body,
            "\n".join(clause.units), name, citation, clause_hash(clause, name, "\n".join(has)), "\n".join(has),
            "\n".join(clause.context), print_of(clause.text, clause.body), _traced(clause.corrected),
        )  # fmt: skip
        stored = cls(row)
        stored._clause = clause
        return stored

    @property
    def position(self) -> int:
        """Its place among all clauses of the base, sorted by address."""
        return int(self.row[0])

    @property
    def clause(self) -> Clause:
        """The clause itself."""
        if self._clause is None:
            row = self.row
            units = tuple(row[13].split("\n")) if row[13] else ()
            context = tuple(row[18].split("\n")) if row[18] else ()
            self._clause = Clause(
                row[1], row[2], _KINDS[row[3]], row[4], row[5], row[6], row[7], row[8], row[9], row[10],
                row[11], row[12], units, context, corrected=_traces(row[20]),
            )  # fmt: skip
        return self._clause

    @property
    def level(self) -> Level | None:
        """Whose plan it stands in."""
        return _LEVELS.get(self.row[14])

    @property
    def citation(self) -> str:
        """How an official paper cites it."""
        return str(self.row[15])

    @property
    def hash(self) -> str:
        """What changes when anything changes that the index holds of it."""
        return str(self.row[16])

    @property
    def has(self) -> tuple[str, ...]:
        """What it states, see names.HAS."""
        return tuple(self.row[17].split("\n")) if self.row[17] else ()

    @property
    def print(self) -> str:
        """What its words are known by, whatever its number; see ingest/anchors.py."""
        return str(self.row[19])


@dataclass(frozen=True, slots=True)
class StoredPlan:
    """A plan with the stretch of its source, or without one where its text is not at hand."""

    entry: PlanEntry
    source: str | None  # SHA-256 of the source text
    start: int
    end: int
    page_marks: tuple[tuple[int, int], ...]
    clauses: int
    targets: int


def clause_hash(clause: Clause, level: str | None, has: str = "") -> str:
    """What changes when anything changes that the index holds of a clause."""
    parts = (
        clause.address, clause.plan, clause.kind.value, clause.domain or "", clause.title, clause.text,
        str(clause.body), level or "", has, *clause.units, "", *clause.context,
    )  # fmt: skip
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8"), digest_size=10).hexdigest()


def target_row(t: Target) -> tuple[Any, ...]:
    """The row that a target is stored as."""
    return (
        t.clause, t.plan, t.kind.value, t.domain, t.number, t.indicator, t.population, t.comparator,
        None if t.value is None else str(t.value), None if t.value_high is None else str(t.value_high),
        t.unit,
        t.base, t.year, t.nature.value, t.baseline_year, t.hedge, t.quote, t.start, t.end,
        int(t.scanned), t.period, t.direction, t.source, t.attribute, t.scope,
        t.column, _traced(t.corrected),
    )  # fmt: skip


def target_record(row: Sequence[Any]) -> Target:
    """The target of a row."""
    value, high = (None if text is None else Decimal(text) for text in row[8:10])
    kind, nature = _KINDS[row[2]], Nature(row[13])
    return Target(
        row[0], row[1], kind, row[3], row[4], row[5], row[6], row[7], value, high, row[10], row[11], row[12],
        nature, row[14], row[15], row[16], row[17], row[18], bool(row[19]),
        row[20], row[21], row[22], row[23], row[24], row[25], _traces(row[26]),
    )  # fmt: skip


def outcome_row(outcome: LaidCorrection) -> tuple[Any, ...]:
    """The row that a correction is stored as, with what came of it."""
    details = json.dumps(as_record(outcome.correction), ensure_ascii=False)
    return outcome.correction.made_for.plan, details, outcome.address, outcome.trouble


def outcome_record(row: Sequence[Any]) -> LaidCorrection:
    """The correction of a row."""
    return LaidCorrection(of_record(json.loads(row[1])), row[2], row[3])


def _traced(corrected: Sequence[Corrected]) -> str:
    """What a clause or target carries of its corrections, in one column; mostly nothing."""
    if not corrected:
        return ""
    rows = [
        [c.key, c.act.value, [[x.field, x.before, x.after] for x in c.changes], c.who, c.made, c.note]
        for c in corrected
    ]
    return json.dumps(rows, ensure_ascii=False)


def _traces(text: str) -> tuple[Corrected, ...]:
    if not text:
        return ()
    return tuple(
        Corrected(key, Act(act), tuple(FieldChange(*each) for each in changes), who, made, note)
        for key, act, changes, who, made, note in json.loads(text)
    )


def figure_row(check: FigureCheck) -> tuple[Any, ...]:
    """The row that a figure is stored as."""
    f = check.figure
    return (
        f.plan, f.kind and f.kind.value, f.domain, f.number, f.indicator, f.population, f.comparator,
        None if f.value is None else str(f.value), f.unit, f.year, f.nature, f.trend, f.baseline_year,
        f.checked.value, f.note, f.source, f.line, check.outcome.value, check.clause, check.quote,
    )  # fmt: skip


def figure_record(row: Sequence[Any]) -> FigureCheck:
    """The figure of a row."""
    from ingest.catalogue import Figure, FigureCheck, Outcome
    from ingest.plan import Checked

    value = None if row[7] is None else Decimal(row[7])
    kind = None if row[1] is None else _KINDS[row[1]]
    figure = Figure(
        row[0], kind, row[2], row[3], row[4], row[5], row[6], value, row[8], row[9], row[10], row[11], row[12],
        Checked(row[13]), row[14], row[15], row[16],
    )  # fmt: skip
    return FigureCheck(figure, Outcome(row[17]), row[18], row[19])


def plan_record(row: Sequence[Any]) -> StoredPlan:
    """The plan of a row of the query that SqliteStore.plans asks."""
    level, aliases, parents = _LEVELS.get(row[2]), tuple(json.loads(row[5])), tuple(json.loads(row[13]))
    entry = PlanEntry(
        row[0], row[1], level, row[3], row[4], aliases, row[6], row[7], row[8], row[9], row[10], row[11],
        row[12], parents, row[14], Holding(row[15]),
    )  # fmt: skip
    marks = tuple((start, end) for start, end in json.loads(row[19]))
    return StoredPlan(entry, row[16], row[17], row[18], marks, row[20], row[21])
