"""Door of this room: a file or a text in, Plans out.

Takes a path (or a SourceText) and, if there is one, the catalogue that says which plans are known. Gives the
plans that the file holds, in order, with headings, clauses, targets, page marks and review warnings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from analyzers.characters import repaired
from analyzers.normalise import join_lines
from analyzers.numerals import CN_TEN
from ingest.catalogue import Catalogue, period_of
from ingest.plan import Clause, Plan, PlanEntry, ReviewWarning, SourceText, Table, Target
from ingest.readers import Watch, read_files
from ingest.structure import (
    Layout,
    PlanStretch,
    ReadTable,
    build_clauses,
    build_outline,
    find_plans,
    lay_out,
    review,
    with_closing,
    with_lists,
)
from ingest.targets import (
    Findings,
    Horizon,
    InText,
    find_in_tables,
    find_in_text,
    horizon_of,
    reference_year,
    without_repeats,
)

_ANNEX = re.compile(rf"^附件\s*[\d{CN_TEN}]*\s*[:：、.．]?\s*")


def read_file(path: Path, catalogue: Catalogue | None = None, watch: Watch | None = None) -> tuple[Plan, ...]:
    """The plans that a file or an archive of files holds. Raises UnreadableFile."""
    return tuple(plan for file in read_files(path, watch) for plan in read_text(file.source, catalogue))


def read_text(source: SourceText, catalogue: Catalogue | None = None) -> tuple[Plan, ...]:
    """The plans that a text holds, at least one; any text at all can be read."""
    meant = replace(source, text=repaired(source.text))  # as long as the source: offsets hold for both
    layout = lay_out(meant.text, source.tables, source.looks)
    stretches = find_plans(layout)
    entries = _entries(source, layout, stretches, catalogue)
    plans = (_plan(meant, layout, stretch, entry) for stretch, entry in zip(stretches, entries, strict=True))
    return tuple(replace(plan, source=source) for plan in plans)


def _plan(source: SourceText, layout: Layout, stretch: PlanStretch, entry: PlanEntry) -> Plan:
    outline = build_outline(layout, stretch.first, stretch.last, stretch.end)
    outline = replace(outline, nodes=with_lists(layout, with_closing(layout, outline.nodes)))
    parts = build_clauses(layout, stretch, outline, entry.id, entry.start_year)
    marks = tuple((mark.start, mark.end) for mark in layout.marks_in(stretch.start, stretch.end))
    prose = [clause for clause in parts.clauses if clause.address not in parts.tabled]
    tabled = [clause for clause in parts.clauses if clause.address in parts.tabled]
    in_text = find_in_text(prose, source)
    stated = in_text.targets
    in_tables, tables = _of_tables(parts.tables, tabled, stated, source, entry)
    targets = sorted((*stated, *in_tables.targets), key=lambda target: target.start)
    contents = layout.contents_in(stretch.start, stretch.end)
    odd = review(source, prose, marks, contents)
    odd += review(source, tabled, (), sentences=False) if tabled else ()
    warnings = sorted([*parts.warnings, *in_tables.warnings, *in_text.warnings, *odd], key=_by_place)
    clauses = _with_warnings(parts.clauses, warnings)
    return Plan(
        entry=entry,
        source=source,
        start=stretch.start,
        end=stretch.end,
        headings=tuple(parts.headings),
        clauses=clauses,
        targets=_marked(tuple(targets), source),
        baselines=tuple(sorted((*in_text.baselines, *in_tables.baselines), key=lambda value: value.start)),
        warnings=tuple(warnings),
        page_marks=tuple(
            sorted({*marks, *((r.start, r.end) for r in layout.rules_in(stretch.start, stretch.end))})
        ),
        tables=tables,
    )


def _of_tables(
    read: Sequence[ReadTable],
    rows: Sequence[Clause],
    stated: Sequence[Target],
    source: SourceText,
    entry: PlanEntry,
) -> tuple[Findings, tuple[Table, ...]]:
    """What the tables of a plan say, and the tables, beside what its text states already."""
    if not read:
        return Findings(), ()
    found = find_in_tables(read, {row.address: row for row in rows}, source, _horizon(source, entry))
    return without_repeats(stated, found, [each.table for each in read])


def _horizon(source: SourceText, entry: PlanEntry) -> Horizon:
    """From which year the plan looks ahead."""
    period = period_of(entry.title)
    if entry.start_year is not None and entry.end_year is not None:
        period = entry.start_year, entry.end_year
    return horizon_of(period, source.text, reference_year(source.text))


def read_anew(clauses: Sequence[Clause], source: SourceText) -> InText:
    """What clauses which stand in no table state, for those who cut them anew."""
    found = find_in_text(clauses, source)
    return replace(found, targets=_marked(found.targets, source))


def _marked(targets: tuple[Target, ...], source: SourceText) -> tuple[Target, ...]:
    """The targets, those of a scan marked: recognition may have misread a number."""
    return tuple(replace(target, scanned=True) for target in targets) if source.scanned else targets


def _by_place(warning: ReviewWarning) -> tuple[int, int, str]:
    return warning.start, warning.end, warning.code


def _with_warnings(clauses: Sequence[Clause], warnings: Sequence[ReviewWarning]) -> tuple[Clause, ...]:
    """Each clause with the warnings that name it."""
    found: dict[str | None, list[ReviewWarning]] = {}
    for warning in warnings:
        found.setdefault(warning.clause, []).append(warning)
    return tuple(
        replace(clause, warnings=tuple(found[clause.address])) if clause.address in found else clause
        for clause in clauses
    )


def _entries(
    source: SourceText, layout: Layout, stretches: tuple[PlanStretch, ...], catalogue: Catalogue | None
) -> list[PlanEntry]:
    """Which plans these are: known ones by title, then by the file's checksum, else named after the file."""
    entries: list[PlanEntry] = []
    for place, stretch in enumerate(stretches, 1):
        title = _title(layout, stretch) or Path(source.name).stem
        known = catalogue.identify(title, source.sha256, place) if catalogue is not None else None
        if known is None or known in entries:
            years = period_of(title)
            known = PlanEntry(
                id=_slug(source) + (f"-{place}" if len(stretches) > 1 else ""),
                title=title,
                start_year=years[0] if years else None,
                end_year=years[1] if years else None,
                sha256=source.sha256,
            )
        entries.append(known)
    return entries


def _title(layout: Layout, stretch: PlanStretch) -> str:
    if not stretch.titles:
        return ""
    span = stretch.titles[-1]
    return _ANNEX.sub("", join_lines(layout.source, span.start, span.end).text).strip("#*《》 ")


def _slug(source: SourceText) -> str:
    """An ASCII name for a plan that the catalogue does not know."""
    slug = re.sub(r"[^a-z0-9]+", "-", Path(source.name).stem.lower()).strip("-")
    return slug if re.search("[a-z]", slug) else f"doc-{source.sha256[:8]}"
