"""The JSON records of the contract: answers as dictionaries with stable names, in a stable order.

Takes records and answers. Gives plain dictionaries; what the contract names comes first, extras follow. The
only place where the names of the outside world are written down for the command line.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from ingest.plan import Checked, Clause, Heading, PlanEntry, ReviewWarning, Target
from service.answers.search import SearchAnswer
from service.answers.search.hits import Hit, HitReason
from service.faces.records.corrections import traces
from service.faces.records.tables import baseline_record, table_record
from service.faces.records.values import Record, number
from service.storage import StoredClause

if TYPE_CHECKING:  # reading citations takes a while to load, and a search shows none
    from ingest.targets import Explained
    from service.answers.lookup import Lookup
    from service.decisions import Check, Checks


def clause_record(clause: Clause) -> Record:
    """A clause with the fields of the contract; ``body``, ``units`` and ``context`` are extras."""
    return {
        "address": clause.address,
        "plan": clause.plan,
        "kind": clause.kind.value,
        "section": clause.section,
        "section_title": clause.section_title,
        "domain": clause.domain,
        "number": clause.number,
        "title": clause.title,
        "text": clause.text,
        "start": clause.start,
        "end": clause.end,
        "body": clause.body,
        "units": list(clause.units),
        "context": list(clause.context),
    }


def stored_record(stored: StoredClause) -> Record:
    """A clause of the base: the clause, its level and citation; ``corrected`` only where it was."""
    level = stored.level.value if stored.level else None
    record = clause_record(stored.clause) | {"level": level, "citation": stored.citation}
    return record | traces(stored.clause.corrected)


def checked_record(check: Check | None, unread: bool = False) -> Record:
    """How far something was checked: 已核对 by whom and when, or 程序识别; null where that could not be read."""
    status = Checked.PERSON if check else Checked.TEXT
    return {
        "checked": None if unread else status.label,
        "checked_by": check.who if check else None,
        "checked_on": check.made if check else None,
    }


def check_records(checks: Checks) -> list[Record]:
    """What people compared with the original; ``holds`` is false where the text has changed since."""
    rows = [(each, True) for each in checks.held.values()] + [(each, False) for each in checks.lost]
    return [
        {
            "clause": each.address,
            "text": each.text,
            "quote": json.loads(each.target)[0] if each.target else None,
            "holds": holds,
            "who": each.who,
            "made": each.made,
        }
        for each, holds in rows
    ]


def target_record(target: Target, checks: Checks | None = None) -> Record:
    """A target with the fields of the contract; ``scanned`` only where it is true."""
    return {
        "clause": target.clause,
        "plan": target.plan,
        "kind": target.kind.value,
        "domain": target.domain,
        "number": target.number,
        "indicator": target.indicator,
        "population": target.population,
        "comparator": target.comparator,
        "value": number(target.value),
        "value_high": number(target.value_high),
        "unit": target.unit,
        "base": target.base,
        "year": target.year,
        "nature": target.nature.value,
        "baseline_year": target.baseline_year,
        "hedge": target.hedge,
        "quote": target.quote,
        "start": target.start,
        "end": target.end,
        "period": target.period,
        "direction": target.direction,
        "source": target.source,
        "attribute": target.attribute,
        "scope": target.scope,
        "column": target.column,
        **(checked_record(checks.of_target(target), checks.unread) if checks else checked_record(None)),
        **({"scanned": True} if target.scanned else {}),
        **traces(target.corrected),
    }


def number_record(each: Explained) -> Record:
    """A number of a text with the frame that read it, or the reason why it is no target."""
    return {
        "clause": each.clause.address,
        "plan": each.clause.plan,
        "quote": each.quote,
        "start": each.start,
        "end": each.end,
        "frame": each.frame,
        "refused": each.refused,
        "why": each.why,
        **({"target": target_record(each.target)} if each.target is not None else {}),
    }


def lookup_record(found: Lookup, checks: Checks) -> Record:
    """A clause with everything that is known about it."""
    return stored_record(found.stored) | {
        **checked_record(checks.of_clause(found.stored.clause.address), checks.unread),
        "targets": [target_record(target, checks) for target in found.targets],
        "warnings": [warning_record(warning) for warning in found.warnings],
        "citations": [
            {
                "kind": cited.mark.kind,
                "name": cited.mark.name,
                "plans": [plan.entry.id for plan in cited.plans],
                "start": cited.mark.start,
                "end": cited.mark.end,
            }
            for cited in found.citations
        ],
        "baselines": [baseline_record(baseline) for baseline in found.baselines],
        "table": None
        if found.table is None
        else table_record(found.stored.clause.plan, found.table, found.source),
    }


def hit_record(hit: Hit) -> Record:
    """A hit with the fields of the contract; how much of the query it holds, domain and plan are extras."""
    clause = hit.found.clause
    return {
        "address": clause.address,
        "citation": hit.citation,
        "score": round(hit.score, 4),
        "kind": clause.kind.value,
        "level": hit.level.value if hit.level else None,
        "title": clause.title,
        "text": clause.text,
        "marks": [[mark.start, mark.end] for mark in hit.marks],
        "why": [reason_record(reason) for reason in hit.why],
        "match": "meaning" if hit.by_meaning else hit.match.name.lower(),
        "closeness": None if hit.closeness is None else round(hit.closeness, 3),
        "domain": clause.domain,
        "plan": clause.plan,
    }


def reason_record(reason: HitReason) -> Record:
    """One reason: the word, how often and where it stands; for another wording, what it stands for."""
    record: Record = {"kind": reason.kind, "word": reason.word, "times": reason.times}
    if reason.field:
        record |= {"field": reason.field, "places": [[span.start, span.end] for span in reason.places]}
    if reason.heading:
        record["heading"] = reason.heading
    if reason.stands_for:
        record["stands_for"] = reason.stands_for
    if reason.closeness is not None:
        record["closeness"] = reason.closeness
    return record


def counts_record(answer: SearchAnswer) -> Record:
    """Totals and counts by facet of a search, how many clauses were looked at, and what else was looked for."""
    record: Record = {
        "looked_at": answer.looked_at,
        "also": [
            {"phrase": each.phrase, "wordings": [" ".join(terms) for terms in each.alternatives]}
            for each in answer.query.expansions
        ],
        "mended": [
            {"typed": each.typed, "meant": each.meant, "others": list(each.others)} for each in answer.mended
        ],
        "notes": [],
        "suggestions": [{"say": each.sentence, "query": each.text} for each in answer.suggestions],
        "nearest": [hit.address for hit in answer.nearest],
        "match": answer.match.name.lower(),
        "total": answer.total,
        "every": answer.every,
        "any": answer.some,
        "facets": {name: dict(values) for name, values in answer.facets.items()},
    }
    record["notes"] = list(answer.notes)  # at the end: counting, too, may need another engine to stand in
    return record


def warning_record(warning: ReviewWarning) -> Record:
    """A review warning."""
    return {
        "clause": warning.clause,
        "code": warning.code,
        "message": warning.message,
        "start": warning.start,
        "end": warning.end,
    }


def heading_record(plan: str, heading: Heading) -> Record:
    """A heading of a plan's outline."""
    return {
        "plan": plan,
        "level": heading.level,
        "number": heading.number,
        "title": heading.title,
        "section": heading.section,
        "start": heading.start,
        "end": heading.end,
    }


def plan_record(entry: PlanEntry) -> Record:
    """The identity of a plan."""
    return {
        "id": entry.id,
        "title": entry.title,
        "level": entry.level.value if entry.level else None,
        "region": entry.region,
        "subject": entry.subject,
        "aliases": list(entry.aliases),
        "issuer": entry.issuer,
        "number": entry.number,
        "date": entry.date,
        "holding": entry.holding.value,
    }
