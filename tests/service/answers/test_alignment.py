"""Suggested links under people's decisions, in the file of a base and on the command line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from places import FAMILIES

from ingest.links.find import find_links
from ingest.plan import Level
from service.answers.alignment import Aligned, align
from service.decisions.decisions import LinkDecision, LinkStatus
from service.errors import NotFound
from service.faces.terminal.cli import main
from service.linking.link_file import NAME, LinkFile
from service.linking.link_making import held_plan, open_links
from service.query.filters import EVERYWHERE, Scope
from service.settings import Settings
from service.storage.base import Base
from service.upkeep import build

FAMILY = FAMILIES / "tuned"
GOAL, CITY = "county-women/2.1/goal/2", "city-women/2.1/goal/1"


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Base:
    return build.ensure(Settings(tmp_path_factory.mktemp("home"), FAMILY.resolve()), build.Silent())


def decision(source: str, target: str, status: LinkStatus) -> dict[tuple[str, str], LinkDecision]:
    return {(source, target): LinkDecision(source, target, status, "", "")}


def rows(
    base: Base, decided: dict[tuple[str, str], LinkDecision], address: str, **more: bool
) -> list[tuple[str | None, str]]:
    links = open_links(base.folder, base.store)
    found = align(base.store, links, decided, scope=EVERYWHERE, address=address, **more)
    return [(row.link.target, row.status.value) for row in found if row.link.plan == "city-women"]


def test_links_are_kept_beside_the_store_and_read_again(base: Base) -> None:
    first = list(open_links(base.folder, base.store).every())
    assert (base.folder / NAME).is_file()
    assert list(open_links(base.folder, base.store).every()) == first


def test_they_are_those_of_all_plans_at_once_whoever_asks_first(base: Base, tmp_path: Path) -> None:
    plans = [held_plan(base.store, plan) for plan in base.store.plans() if plan.clauses]
    expected = find_links(plans)
    last = expected[-1].source
    links = open_links(tmp_path, base.store)
    assert links.of(last) == [link for link in expected if link.source == last]
    file = LinkFile(tmp_path, base.store)
    assert 0 < len(file.lacking(file.couples)) < len(file.couples)  # nothing else was worked out for that
    assert list(links.every()) == expected
    assert not file.lacking(file.couples)


def test_a_part_of_all_rows_is_that_part_of_them(base: Base) -> None:
    links = open_links(base.folder, base.store)
    decided = decision(GOAL, CITY, LinkStatus.REJECTED)
    for more in ({}, {"levels": (Level.CITY,)}, {"rejected": True}):
        scope = Scope(domains=("妇女与健康",))
        rows = list(align(base.store, links, decided, scope=scope, **more))  # type: ignore[arg-type]
        found = Aligned(base.store, links, decided, scope=scope, **more)  # type: ignore[arg-type]
        assert len(found) == len(rows) > 20
        for start, end in ((0, 7), (5, 40), (len(rows) - 3, len(rows) + 9), (len(rows), len(rows) + 5)):
            part = [row.link for row in found.part(start, end)]
            assert part == [row.link for row in rows[start:end]]


def test_a_folder_that_cannot_be_written_has_its_links_in_memory(base: Base, tmp_path: Path) -> None:
    links = open_links(tmp_path / "gone", base.store)
    assert links.of(GOAL) == open_links(base.folder, base.store).of(GOAL)
    assert not list(tmp_path.iterdir())


def test_a_damaged_file_is_made_again(base: Base, tmp_path: Path) -> None:
    folder = tmp_path / "g"
    shutil.copytree(base.folder, folder)
    (folder / NAME).write_bytes(b"no database")
    assert open_links(folder, base.store).of(GOAL)


def test_a_rejected_pair_is_hidden_and_leaves_none(base: Base) -> None:
    assert rows(base, {}, GOAL) == [(CITY, "suggested")]
    no = decision(GOAL, CITY, LinkStatus.REJECTED)
    assert rows(base, no, GOAL) == [(None, "suggested")]
    assert rows(base, no, GOAL, rejected=True) == [(None, "suggested"), (CITY, "rejected")]


def test_a_confirmed_pair_needs_no_suggestion_and_counts_both_ways(base: Base) -> None:
    other = "city-women/2.2/goal/5"
    yes = decision(other, GOAL, LinkStatus.CONFIRMED)
    assert rows(base, yes, GOAL) == [(other, "confirmed"), (CITY, "suggested")]


def test_a_decision_taken_back_changes_nothing(base: Base) -> None:
    assert rows(base, decision(GOAL, CITY, LinkStatus.SUGGESTED), GOAL) == [(CITY, "suggested")]


def test_an_unknown_address_is_refused(base: Base) -> None:
    with pytest.raises(NotFound, match="没有地址"):
        rows(base, {}, "county-women/9/goal/9")


def test_the_command_line_shows_keeps_and_takes_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DUIBIAO_HOME", str(tmp_path))

    def run(*words: str) -> list[dict[str, object]]:
        assert main(["links", GOAL, "--level", "州市", *words, "--json", "--corpus", str(FAMILY)]) == 0
        return [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    (row,) = run()
    assert list(row)[:6] == ["from", "to", "relation", "score", "reasons", "status"]
    assert (row["to"], row["relation"], row["status"]) == (CITY, "part", "suggested")
    assert run("--confirm", CITY)[0]["status"] == "confirmed"
    assert run("--reject", CITY)[0]["to"] is None
    assert run("--undo", CITY)[0]["status"] == "suggested"
    assert main(["links", "--confirm", CITY, "--corpus", str(FAMILY)]) == 2
    assert main(["links", GOAL, "--confirm", "county-women/2.1/goal/3", "--corpus", str(FAMILY)]) == 2
    assert main(["links", GOAL, "--corpus", str(FAMILY)]) == 0
    assert "州市" in capsys.readouterr().out
