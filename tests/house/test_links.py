"""Every link of the documents leads somewhere, and every decision stands in the index of decisions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import ROOT

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.+)$", re.MULTILINE)
DECISION = re.compile(r"docs/decisions/(\d{4})")
INDEX = ROOT / "docs" / "decisions" / "README.md"
PAGES = sorted(
    path
    for place in ("*.md", "docs/**/*.md", "deploy/**/*.md", "tools/*.md", "corpus/**/*.md", "tests/**/*.md")
    for path in ROOT.glob(place)
)
TOLD = sorted(
    path
    for house in ("analyzers", "ingest", "service", "tests", "tools", "deploy")
    for path in (ROOT / house).rglob("*")
    if path.suffix in (".py", ".html", ".tsv", ".toml", ".md")
    and path.is_file()
    and "documents" not in path.parts
)  # judged documents are material, some of them in GBK


def _anchors(page: Path) -> set[str]:
    """The names under which a page's headings are linked to: lower case, blanks as hyphens, no punctuation."""
    headings = HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _broken(page: Path) -> Iterator[str]:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if re.match("[a-z]+:", link):
            continue
        place, _, anchor = link.partition("#")
        target = (page.parent / place).resolve() if place else page
        if not target.exists() or not target.is_relative_to(ROOT.resolve()):
            yield f"{link}: there is no such file"
        elif anchor and anchor not in _anchors(target):
            yield f"{link}: {target.name} has no such heading"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(page: Path) -> None:
    assert list(_broken(page)) == []


def test_the_documents_are_looked_at() -> None:
    assert {
        "README.md",
        "ARCHITECTURE.md",
        "docs/json.md",
        "docs/decisions/README.md",
        "deploy/README.md",
    } <= {page.relative_to(ROOT).as_posix() for page in PAGES}


def test_a_broken_link_is_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    page = tmp_path / "page.md"
    page.write_text(
        "# 一、Two words\n[a](page.md#一two-words) [b](gone.md) [c](#other) [d](https://x.example)"
    )
    assert [said.partition(":")[0] for said in _broken(page)] == ["gone.md", "#other"]


def test_every_decision_is_in_the_index_and_no_number_is_missing_without_a_word() -> None:
    index = INDEX.read_text(encoding="utf-8")
    pages = {path.name[:4]: path.name for path in INDEX.parent.glob("[0-9]*.md")}
    rows = re.findall(r"^\| \[(\d{4})\]\(([^)]+)\) \|", index, re.MULTILINE)
    assert rows == sorted(pages.items())
    every = {f"{number:04}" for number in range(1, int(max(pages)) + 1)}
    assert every - set(pages) == set(re.findall(r"number (\d{4}) was given to no page", index))


def test_decisions_that_the_code_names_are_there() -> None:
    named = {number: path for path in TOLD for number in DECISION.findall(path.read_text(encoding="utf-8"))}
    assert len(named) > 5
    assert {n: path for n, path in named.items() if not list(INDEX.parent.glob(f"{n}-*.md"))} == {}
