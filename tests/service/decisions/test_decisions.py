"""What people decided is kept for ever, told in order, and never lost with the texts it speaks of."""

from __future__ import annotations

import itertools
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from service.decisions.decisions import KeptDecisions, LinkDecision, LinkStatus, file_decisions
from service.decisions.tables import server_truth
from service.errors import DamagedDecisions, Unwritable
from service.settings import Settings, packaged_corpus

YES = LinkDecision("county/1", "nation/1", LinkStatus.CONFIRMED, "县文", "国文", who="张三", note="核过")


_corpora = itertools.count()


@pytest.fixture(params=["sqlite", "postgresql"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> KeptDecisions:
    if request.param == "sqlite":
        return file_decisions(tmp_path / "new" / "decisions.sqlite")
    database = request.getfixturevalue("shared_database")
    return KeptDecisions(server_truth(database, f"decisions{next(_corpora)}"))


@pytest.fixture
def own(tmp_path: Path) -> KeptDecisions:
    return file_decisions(tmp_path / "new" / "decisions.sqlite")


def test_nothing_is_made_by_reading(own: KeptDecisions, tmp_path: Path) -> None:
    assert own.links() == ()
    assert own.history("a", "b") == ()
    assert list(tmp_path.iterdir()) == []


def test_what_goes_in_comes_out(kept: KeptDecisions) -> None:
    kept.decide(YES)
    (found,) = kept.links()
    assert found.made
    assert replace(found, made="") == YES


def test_newest_is_in_force_and_none_is_lost(kept: KeptDecisions) -> None:
    no, back = replace(YES, status=LinkStatus.REJECTED), replace(YES, status=LinkStatus.SUGGESTED, who=None)
    other = replace(YES, target="nation/2")
    kept.decide(YES, other)
    kept.decide(no)
    assert [decision.status for decision in kept.links()] == [
        LinkStatus.CONFIRMED,
        LinkStatus.REJECTED,
    ]
    kept.decide(back)
    assert kept.links()[-1].status is LinkStatus.SUGGESTED
    assert [each.status for each in kept.history(*YES.pair)] == [YES.status, no.status, back.status]
    assert kept.history(*other.pair)[0].target == "nation/2"


def test_all_or_none(kept: KeptDecisions) -> None:
    bad = replace(YES, source=None)  # type: ignore[arg-type]
    with pytest.raises(sa.exc.IntegrityError):
        kept.decide(YES, bad)
    assert kept.links() == ()


def test_damaged_file_is_told_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "decisions.sqlite"
    path.write_bytes(b"no database" * 1000)
    with pytest.raises(DamagedDecisions, match="备份"):
        file_decisions(path).links()
    with pytest.raises(DamagedDecisions):
        file_decisions(path).decide(YES)
    assert path.read_bytes() == b"no database" * 1000


def test_file_of_a_newer_program_is_refused(own: KeptDecisions, tmp_path: Path) -> None:
    own.decide(YES)
    with sqlite3.connect(tmp_path / "new" / "decisions.sqlite") as db:
        db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(DamagedDecisions, match="升级"):
        own.links()


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unwritable, match="权限"):
        file_decisions(tmp_path / "file" / "decisions.sqlite").decide(YES)


def test_where_they_lie(tmp_path: Path) -> None:
    shipped = Settings(home=tmp_path, corpus=packaged_corpus().resolve())
    other = Settings(home=tmp_path, corpus=tmp_path / "corpus")
    assert shipped.decisions == tmp_path / "decisions" / "decisions.sqlite"
    assert other.decisions.parent == shipped.decisions.parent
    assert other.decisions != shipped.decisions
