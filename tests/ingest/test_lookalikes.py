"""Radicals and full-width digits are read as what they mean, in every format, with offsets into the untouched source."""

from __future__ import annotations

import html
from collections.abc import Callable

import documents
import pytest
import tables as made
from lookalikes import in_full_width, in_radicals
from places import case_file

from analyzers.normalise import fold, squash
from ingest import read_text
from ingest.plan import Plan, SourceText
from ingest.readers import read_bytes
from ingest.targets import explain_targets
from service.citation import citations

Write = Callable[[str], str]
WAYS = pytest.mark.parametrize("write", [in_radicals, in_full_width])


def _text(write: Write) -> bytes:
    return write(documents.as_text()).encode()


def _docx(write: Write) -> bytes:
    return documents.as_docx("".join(documents.paragraph(write(line)) for line in _lines()))


def _odt(write: Write) -> bytes:
    return made.as_odt("".join(f"<text:p>{write(line)}</text:p>" for line in _lines()))


def _rtf(write: Write) -> bytes:
    return made.as_rtf("".join(made.rtf_words(write(line)) + "\\par " for line in _lines()))


def _page(write: Write) -> bytes:
    lines = "".join(f"<p>{html.escape(write(line))}</p>" for line in _lines())
    return f"<html><body><div>{lines}</div></body></html>".encode()


def _lines() -> list[str]:
    return documents.printed(documents.NOTICE)


def _said(plan: Plan) -> list[tuple[object, ...]]:
    clauses = [
        (c.kind, c.section, c.section_title, c.domain, c.number, c.title, c.text, c.start, c.end, c.units)
        for c in plan.clauses
    ]
    targets = [
        (t.indicator, t.population, t.comparator, t.value, t.unit, t.year, t.quote, t.start, t.end)
        for t in plan.targets
    ]
    entry = (plan.entry.title, plan.entry.start_year, plan.entry.end_year)
    return [entry, *clauses, *targets, *((w.code, w.start) for w in plan.warnings)]


@WAYS
@pytest.mark.parametrize(
    ("end", "made_by"), [("txt", _text), ("docx", _docx), ("odt", _odt), ("rtf", _rtf), ("html", _page)]
)
def test_the_same_plans_in_every_format(end: str, made_by: Callable[[Write], bytes], write: Write) -> None:
    plain, strange = (read_bytes(f"a.{end}", made_by(one)) for one in (str, write))
    assert plain.text != strange.text
    assert write(plain.text) == strange.text  # the source stays as the file has it
    for one, other in zip(read_text(plain), read_text(strange), strict=True):
        assert _said(one) == _said(other)
        assert other.source is strange
        for target in other.targets:
            assert fold(target.quote) in squash(fold(strange.text[target.start : target.end]))
        assert citations(other) == citations(one)


@WAYS
def test_what_became_of_each_number(write: Write) -> None:
    text = documents.as_text()
    plain, strange = (
        [
            (each.quote, each.frame, each.refused, each.start, each.end)
            for plan in read_text(SourceText("a.txt", one, "utf-8", "0" * 64))
            for each in explain_targets(plan.clauses, plan.source)
        ]
        for one in (text, write(text))
    )
    assert plain == strange


@WAYS
def test_tables_in_plain_text(write: Write) -> None:
    text = case_file("table-cells-on-lines.txt").read_text(encoding="utf-8")
    plain, strange = (read_bytes("a.txt", one.encode()) for one in (text, write(text)))
    assert plain.tables
    assert plain.tables == strange.tables


def test_other_characters_stay() -> None:
    text = "臺灣Ⅲ类㈠①２０℃、㎡，“（一）”——…"
    (plan,) = read_text(SourceText("a.txt", text, "utf-8", "0" * 64))
    assert plan.clauses[0].text == "臺灣Ⅲ类㈠①20℃、㎡，“（一）”——…"
