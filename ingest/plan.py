"""CONTRACT: the nouns of a plan, and the errors of this room.

Every offset is a character offset into the untouched source text, half open: ``source.text[start:end]``.
Records are frozen; the functions that make them live in the other modules of this room.

Errors: IngestError (a user's mistake, told in one Chinese sentence)
          ├── UnreadableFile   missing, empty, binary, wrong encoding, too large
          ├── CatalogueError   catalogue.toml is missing, broken or contradicts its files
          └── BadCorrection    a correction that makes no sense for the text it is made for
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Self

from ingest.levels import Level as Level


class IngestError(Exception):
    """A mistake that the user can mend; ``str(error)`` is one Chinese sentence that says how."""


class UnreadableFile(IngestError):
    """The file cannot be read as a plan text."""


class CatalogueError(IngestError):
    """The catalogue or one of the files it names is not as it should be."""


class BadCorrection(IngestError):
    """A correction that makes no sense: a place outside the clause, a number that does not stand in the text …"""


class Labelled(StrEnum):
    """Names with what people see: ``TEXT = "text", "已核对"``. Whoever shows one reads its ``label``."""

    label: str

    def __new__(cls, value: str, *labels: str) -> Self:
        """A member is its name, and carries what people see."""
        member = str.__new__(cls, value)
        member._value_ = value
        (member.label,) = labels
        return member


class Checked(Labelled):
    """How far a figure was checked, the firmest first; a figure never looks firmer than it is."""

    PERSON = "person", "已核对"  # a person compared it with the original
    TEXT = "text", "程序识别"  # read in the plan's own text
    REPORTED = "reported", "据报道"  # read in a report
    UNCONFIRMED = "unconfirmed", "未核对"

    @property
    def of_text(self) -> bool:
        """Whether the figure stands in the plan's own text: what is known by hearsay is never counted with it."""
        return self in (Checked.PERSON, Checked.TEXT)


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


class Act(Labelled):
    """人工更正: what a person changes of what the program read; the source stays as it is."""

    BORDER = "border", "移动边界"
    JOIN = "join", "合并"
    SPLIT = "split", "拆分"
    KIND = "kind", "改类型"
    DOMAIN = "domain", "改领域"
    TARGET = "target", "改指标"
    STRIKE = "strike", "删去指标"
    ADD = "add", "补上指标"


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of a clause or target that a person changed: what was read, and what stands there instead."""

    field: str  # as records name it: text, kind, domain, address, value, unit …
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class Corrected:
    """That a clause or target was corrected: by whom and when, and what stood there before."""

    key: str  # of the decision; it is taken back by this
    act: Act
    changes: tuple[FieldChange, ...]
    who: str | None
    made: str  # ISO 8601
    note: str | None = None


@dataclass(frozen=True, slots=True)
class RelationFact:
    """All that is said of a relation; whoever lists relations reads it here."""

    label: str  # what people see
    answers: bool  # whether the one clause answers the other: counted, compared, shown first
    colour: str = "soft"  # of the label on pages, by its name in site.css
    border: str = "solid"  # around the label


class Relation(StrEnum):
    """对标关系: how much of two clauses is about the same thing; none says that nothing is."""

    fact: RelationFact

    def __new__(cls, value: str, *facts: RelationFact) -> Self:
        """A member is its name, and carries its fact."""
        member = str.__new__(cls, value)
        member._value_ = value
        (member.fact,) = facts
        return member

    SAME = "same", RelationFact("对应", answers=True, colour="good")
    # One of them is split or merged in the other plan.
    PART = "part", RelationFact("部分对应", answers=True, colour="blue", border="dashed")
    # The same subject, another demand.
    TOPIC = "topic", RelationFact("同一主题", answers=False, border="dotted")
    NONE = "none", RelationFact("没有对应", answers=False)

    @property
    def answers(self) -> bool:
        """Whether the one clause answers the other; to be of the same subject is no answer."""
        return self.fact.answers


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
class TableCell:
    """One cell of a table, where it stands in the grid and in the text. Rows and columns are counted from 0.

    A merged cell stands once, at its first place, with the rows and columns that it covers; an empty cell has
    ``start == end``.
    """

    row: int
    column: int
    start: int  # offsets into the source text; line breaks inside a cell are part of it
    end: int
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True, slots=True)
class SourceTable:
    """A table as a reader found it: its stretch of the source text, and every cell in it.

    In the text a row is one line and its cells are parted by tabs, so that ``source.text[start:end]`` reads like the
    table; what is joined, covered or left empty is known from the cells alone. ``head`` counts the rows that the file
    itself marks as heads (repeated on each page, ``<th>``); 0 where it does not say.
    """

    start: int
    end: int
    cells: tuple[TableCell, ...]  # by row, then by column
    head: int = 0

    @property
    def height(self) -> int:
        """How many rows it has."""
        return max((cell.row + cell.rows for cell in self.cells), default=0)

    @property
    def width(self) -> int:
        """How many columns it has."""
        return max((cell.column + cell.columns for cell in self.cells), default=0)


@dataclass(frozen=True, slots=True)
class LineLook:
    """What print shows of a line and its characters do not, where a reader knows it."""

    start: int
    apart: int  # up to here it is printed apart from body text (bold, another typeface); ``start`` where nothing is
    nested: int = 0  # how many lists stand around the one that prints its number


@dataclass(frozen=True, slots=True)
class SourceText:
    """The text of one file, exactly as decoded or taken out of its format; nothing is changed after this."""

    name: str  # file name, for messages
    text: str
    encoding: str  # of a text file; else the format: docx, pdf, doc, scan
    sha256: str  # of the file's bytes
    notes: tuple[str, ...] = ()  # what a reader left out, as Chinese sentences
    tables: tuple[SourceTable, ...] = ()  # in text order; none of them inside another
    looks: tuple[LineLook, ...] = ()  # in text order, of lines that look other than body text

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


class TableKind(Labelled):
    """What a table is for."""

    INDICATORS = "indicators", "指标表"  # indicators with their values of a base year and of target years
    TASKS = "tasks", "任务分工表"  # tasks with who leads, who helps, until when
    BOX = "box", "专栏"  # a frame around text
    OTHER = "other", "表格"  # kept cell by cell


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row that says something by itself, with the clause that it became and, of a task, who does it until when."""

    row: int  # in the grid of its table
    clause: str  # address
    lead: tuple[str, ...] = ()  # 牵头单位, 责任单位 as printed
    support: tuple[str, ...] = ()  # 配合单位
    deadline: str = ""  # as printed
    repeats: tuple[str, ...] = ()  # clauses of the text that state a value of this row too


@dataclass(frozen=True, slots=True)
class Table:
    """表: a table of a plan, read. ``source.text[start:end]`` covers it without its caption and notes."""

    address: str  # <plan>/<section>/table-1; its rows are <address>/row/<n>
    kind: TableKind
    section: str
    caption: str  # as printed above it, "" where there is none
    notes: str  # what stands below it: 注：…
    head: int  # rows at the top that name the columns
    columns: tuple[str, ...]  # what each column is called, heads of several rows joined
    source: SourceTable
    rows: tuple[TableRow, ...]

    @property
    def start(self) -> int:
        """Where it begins in the source text."""
        return self.source.start

    @property
    def end(self) -> int:
        """Where it ends in the source text."""
        return self.source.end


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
    below them. Headings that only name a part of a plan (主要任务) are left out. ``past`` says that its section reports what was, not what is to be (现状, 发展基础, “十三五”时期).
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
    corrected: tuple[Corrected, ...] = ()  # by people; a target that was struck is told here


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
    period: str | None = None  # what the value is counted over: year, month, quarter, term, day …
    direction: str | None = None  # up or down; set for every change
    source: str = "text"  # or "table"
    attribute: str | None = None  # 约束性, 预期性
    scope: str | None = None  # words that tell figures apart: 新建, 累计, 新增, 每个县 …
    column: str | None = None  # of a figure in a table: what its column is called; its row is its clause
    corrected: tuple[Corrected, ...] = ()  # by people


@dataclass(frozen=True, slots=True)
class Baseline:
    """A past value of an indicator: what was reached, never what is aimed at."""

    clause: str  # address
    plan: str
    indicator: str
    value: Decimal | None
    value_high: Decimal | None
    unit: str
    year: int | None
    source: str  # text or table
    quote: str
    start: int
    end: int
    column: str | None = None  # of a figure in a table: what its column is called


@dataclass(frozen=True, slots=True)
class Reason:
    """One part of the answer to "why are these linked?": a stable ASCII name, and words for people."""

    kind: str  # indicator, population, lead, words, heading, meaning, domain, part, contrast, gap
    text: str


@dataclass(frozen=True, slots=True)
class NearClause:
    """A clause that comes near to one for which no counterpart was found: to look at, not an answer."""

    address: str
    score: float  # how sure the pair is, between 0 and 1
    reasons: tuple[Reason, ...]


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
    nearest: tuple[NearClause, ...] = ()  # where there is no target, the surest of those that were refused


@dataclass(frozen=True, slots=True)
class Plan:
    """One plan read from a file: everything that was found in its stretch of the source.

    Headings and clauses are in text order, do not overlap, and together with ``page_marks`` (printed page numbers and
    running headers inside the text, and the bars and lines with which a text draws a table) cover every character of
    ``[start, end)`` but blanks.
    """

    entry: PlanEntry
    source: SourceText
    start: int
    end: int
    headings: tuple[Heading, ...]
    clauses: tuple[Clause, ...]
    targets: tuple[Target, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    warnings: tuple[ReviewWarning, ...] = ()
    page_marks: tuple[tuple[int, int], ...] = ()
    tables: tuple[Table, ...] = ()
