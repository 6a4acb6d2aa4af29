"""CONTRACT: the nouns of a plan, and the errors of this room.

Every offset is a character offset into the untouched source text, half open: ``source.text[start:end]``.
Records are frozen; the functions that make them live in the other modules of this room.

Errors: IngestError (a user's mistake, told in one Chinese sentence)
          ├── UnreadableFile   missing, empty, binary, wrong encoding, too large
          └── CatalogueError   catalogue.toml is missing, broken or contradicts its files
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class IngestError(Exception):
    """A mistake that the user can mend; ``str(error)`` is one Chinese sentence that says how."""


class UnreadableFile(IngestError):
    """The file cannot be read as a plan text."""


class CatalogueError(IngestError):
    """The catalogue or one of the files it names is not as it should be."""


class Level(StrEnum):
    """层级: whose plan it is."""

    NATION = "nation"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"


class Holding(StrEnum):
    """What is at hand of a plan: its full text, figures known about it, or nothing yet."""

    FULL = "full"
    FIGURES = "figures"
    NONE = "none"


class ClauseKind(StrEnum):
    """类型: what a clause is for."""

    PREFACE = "preface"
    GUIDELINE = "guideline"
    PRINCIPLE = "principle"
    OVERALL_GOAL = "overall_goal"
    GOAL = "goal"
    MEASURE = "measure"
    ORGANISATION = "organisation"
    MONITORING = "monitoring"
    OTHER = "other"


class Nature(StrEnum):
    """What the value of a target says: a level to reach, a change, a date, or a legal threshold."""

    LEVEL = "level"
    CHANGE_FROM_BASE = "change_from_base"
    DATED_MILESTONE = "dated_milestone"
    STANDARD = "standard"


class Relation(StrEnum):
    """对标关系: how much of two clauses is about the same thing; none says that nothing is."""

    SAME = "same"
    PART = "part"  # one of them is split or merged in the other plan
    TOPIC = "topic"  # the same subject, another demand
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PlanEntry:
    """Identity of one plan, as the catalogue states it. Unknown facts are None, never a guess."""

    id: str
    title: str
    level: Level | None = None
    region: str | None = None
    subject: str | None = None
    aliases: tuple[str, ...] = ()
    issuer: str | None = None
    number: str | None = None
    date: str | None = None  # ISO 8601
    start_year: int | None = None
    end_year: int | None = None
    file: str | None = None  # relative to the catalogue
    sha256: str | None = None
    parents: tuple[str, ...] = ()  # ids of the plans it must follow, nearest level first
    official_url: str | None = None
    holding: Holding = Holding.NONE
    part: int | None = None  # which plan of its file, counted from 1, where the file was imported


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one file, exactly as decoded or taken out of its format; nothing is changed after this."""

    name: str  # file name, for messages
    text: str
    encoding: str  # of a text file; else the format: docx, pdf, doc, scan
    sha256: str  # of the file's bytes
    notes: tuple[str, ...] = ()  # what a reader left out, as Chinese sentences

    @property
    def scanned(self) -> bool:
        """Whether the text was recognised in pictures of pages: every value has to be checked."""
        return self.encoding == SCAN


SCAN = "scan"  # the encoding of a SourceText that was recognised


@dataclass(frozen=True, slots=True)
class ReviewWarning:
    """复核提示: something odd in the source that a person should look at. The text is kept as it is."""

    code: str  # stable ASCII name, e.g. number_gap, missing_full_stop, ocr_latin_word
    message: str  # Chinese sentence for staff
    start: int
    end: int
    clause: str | None = None  # address


@dataclass(frozen=True, slots=True)
class Heading:
    """A line (or run-in phrase) of the source that names a part and belongs to no clause."""

    level: int  # 0 = title of a plan or document, 1 = 一、/第一章, …
    number: str | None  # as printed, without brackets and stops: 一, 3
    title: str  # joined text without its number
    section: str  # dotted path of ordinals, "" for titles
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class SubItem:
    """One member of a list inside a clause: （二） of 第三条 …不得有下列行为. The clause's words in front of the first
    member say what it is about. ``source.text[start:end]`` covers it, its number included."""

    number: str  # as printed, without brackets: 二, ②
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Clause:
    """条目: the unit of search. ``source.text[start:end]`` covers it, its printed number included.

    ``text`` is that stretch with line and page breaks joined and blanks inside Chinese text left out, and
    nothing else changed; ``number`` is the printed item number (``"2"``, ``"一"``) or None; ``body`` is the
    offset in ``text`` where the words begin, behind the printed number; ``title`` is the lead sentence
    without its full stop, or the section's title where the clause is an unnumbered section.

    ``context`` are the words of the headings that stand above it, outermost first: they belong to every item
    below them. ``past`` says that its section reports what was, not what is to be (现状, 发展基础, “十三五”时期).
    """

    address: str
    plan: str
    kind: ClauseKind
    section: str
    section_title: str
    domain: str | None
    number: str | None
    title: str
    text: str
    start: int
    end: int
    body: int = 0
    units: tuple[str, ...] = ()  # 责任单位 named at the end of the clause, as printed
    context: tuple[str, ...] = ()
    items: tuple[SubItem, ...] = ()
    past: bool = False
    warnings: tuple[ReviewWarning, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Target:
    """指标目标: one indicator with one value. ``quote`` is the exact span with blanks left out,
    but for those between two numbers.

    ``value`` is stated in ``unit`` (a percentage 90 % is 90 with unit percent); ``base`` is the size of
    the population a rate refers to (100 000 for per_100000) or, for a range or ratio, None.
    """

    clause: str  # address
    plan: str
    kind: ClauseKind
    domain: str | None
    number: str | None
    indicator: str
    population: str | None
    comparator: str  # >= <= > < = ~ range
    value: Decimal | None
    value_high: Decimal | None
    unit: str
    base: int | None
    year: int | None
    nature: Nature
    baseline_year: int | None
    hedge: str | None  # 左右, 力争, 原则上 …
    quote: str
    start: int
    end: int
    scanned: bool = False  # recognised in a picture: to be checked against the original


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the answer to "why are these linked?": a stable ASCII name, and words for people."""

    kind: str  # indicator, population, lead, words, meaning, domain, part, contrast, gap
    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """对标关系 of one clause to a clause of another plan; ``target`` is None where the plan has no counterpart.

    ``score`` is between 0 and 1: how sure the relation is, for none how sure that there is nothing.
    """

    source: str  # address
    target: str | None
    plan: str  # the plan that was looked in
    relation: Relation
    score: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan read from a file: everything that was found in its stretch of the source.

    Headings and clauses are in text order, do not overlap, and together with ``page_marks`` (printed page
    numbers and running headers inside the text) cover every character of ``[start, end)`` but blanks.
    """

    entry: PlanEntry
    source: SourceText
    start: int
    end: int
    headings: tuple[Heading, ...]
    clauses: tuple[Clause, ...]
    targets: tuple[Target, ...] = ()
    warnings: tuple[ReviewWarning, ...] = ()
    page_marks: tuple[tuple[int, int], ...] = ()
