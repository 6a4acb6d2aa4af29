"""The keeper: nothing to serve yet, a newer base while serving, a build that fails, a changed program."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable

import pytest
from fastapi.testclient import TestClient

from analyzers.lexicon import LexiconError
from service.answers.search import did_you_mean
from service.errors import BadCorpus
from service.faces.web.app import create_app
from service.generation import freshness, generations
from service.live.live_base import Keeper, NotReady, Phase
from service.settings import Settings
from service.storage.base import open_current
from service.upkeep import build
from service.upkeep.build import Silent

DEADLINE = 20.0


def until(true: Callable[[], bool]) -> None:
    """Waits for something that another thread does."""
    end = time.monotonic() + DEADLINE
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> threading.Event:
    """Builds wait in the middle until this is set."""
    go = threading.Event()
    write = build.write

    def waiting(*given: object) -> dict[str, int]:
        assert go.wait(DEADLINE)
        return write(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(build, "write", waiting)
    return go


def _edit(settings: Settings, old: str, new: str) -> None:
    path = settings.corpus / "county" / "county.txt"
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_while_the_first_base_is_built_the_service_says_how_far_it_is(
    own_settings: Settings, held: threading.Event
) -> None:
    with TestClient(create_app(own_settings)) as client:
        until(lambda: client.get("/readyz").json()["stage"] != "")
        answer = client.get("/api/v1/search?q=儿童")
        assert answer.status_code == 503
        assert answer.headers["retry-after"] == "2"
        problem = answer.json()
        assert "正在建库" in problem["detail"]
        assert problem["progress"]["phase"] == "building"
        assert client.get("/healthz").status_code == 200
        page = client.get("/", headers={"Accept": "text/html"})
        assert page.status_code in (200, 503)
        assert "建库" in page.text
        held.set()
        until(lambda: client.get("/readyz").status_code == 200)
        assert client.get("/api/v1/search?q=妇女").status_code == 200


def test_a_changed_corpus_is_rebuilt_while_the_old_base_is_served(
    own_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.ensure(own_settings, Silent())
    keeper = Keeper(own_settings, look=0.02)
    keeper.start()
    try:
        until(lambda: keeper.state.phase is Phase.READY)
        old, mark = keeper.base(), keeper.mark
        _edit(own_settings, "十万分之九", "十万分之八")
        until(lambda: keeper.base() is not old and keeper.state.phase is Phase.READY)
        assert keeper.mark != mark
        clause = keeper.base().store.clause("example-women-2021/1.1/goal/1")
        assert clause is not None
        assert "十万分之八" in clause.clause.text
    finally:
        keeper.stop()


def test_questions_go_on_without_an_error_while_bases_are_swapped(own_settings: Settings) -> None:
    app = create_app(own_settings)
    app.state.keeper._look_every = 0.02
    wrong: list[str] = []
    done = threading.Event()

    def ask(client: TestClient) -> None:
        while not done.is_set():
            for path in ("search?q=孕产妇", "clauses", "targets", "coverage?q=妇女", "plans"):
                answer = client.get(f"/api/v1/{path}")
                if answer.status_code != 200:
                    wrong.append(answer.text)

    with TestClient(app) as client:
        until(lambda: client.get("/readyz").status_code == 200)
        threads = [threading.Thread(target=ask, args=(client,)) for _ in range(3)]
        for thread in threads:
            thread.start()
        for number in "八七六五":
            old = app.state.keeper.base()
            _edit(own_settings, "十万分之", f"十万分之{number}") if number == "八" else None
            build.build(own_settings, Silent(), force=True)  # as another program would
            until(lambda old=old: app.state.keeper.base().folder != old.folder)  # type: ignore[misc]
        done.set()
        for thread in threads:
            thread.join()
    assert wrong == []


def test_an_answer_whose_base_was_removed_is_given_from_the_next(own_settings: Settings) -> None:
    """The files of a base can vanish between two looks; the question is asked again, of what there is now."""
    app = create_app(own_settings)
    app.state.keeper._look_every = 60.0
    with TestClient(app) as client:
        until(lambda: client.get("/readyz").status_code == 200)
        old = app.state.keeper.base()
        old.store.close()
        build.build(own_settings, Silent(), force=True)
        assert not old.folder.exists()
        answers = [client.get(f"/api/v1/clauses?limit={number}") for number in range(1, 9)]
        assert [answer.status_code for answer in answers] == [200] * 8
        assert client.get("/readyz").json()["generation"] != old.folder.name


def test_a_base_that_vanished_for_good_is_built_again(own_settings: Settings) -> None:
    keeper = Keeper(own_settings, look=60.0)
    keeper.start()
    try:
        until(lambda: keeper.state.phase is Phase.READY)
        old = keeper.base()
        keeper.links(old)  # nothing is being written any more
        shutil.rmtree(own_settings.base)
        assert keeper.refreshed(old) is False
        until(lambda: keeper.state.phase is Phase.READY)
        assert keeper.base().folder != old.folder
    finally:
        keeper.stop()


def test_a_build_that_fails_leaves_the_old_base_and_says_why(own_settings: Settings) -> None:
    build.ensure(own_settings, Silent())
    keeper = Keeper(own_settings, look=0.02)
    keeper.start()
    try:
        until(lambda: keeper.state.phase is Phase.READY)
        old = keeper.base()
        (own_settings.corpus / "catalogue.toml").write_text("[[plan]]\nid = ", "utf-8")
        until(lambda: bool(keeper.state.trouble))
        assert keeper.base() is old
        assert "catalogue.toml" in keeper.state.trouble
    finally:
        keeper.stop()


def test_nothing_can_be_built(own_settings: Settings) -> None:
    shutil.rmtree(own_settings.corpus)
    own_settings.corpus.mkdir()
    with TestClient(create_app(own_settings)) as client:
        until(lambda: client.get("/readyz").json()["phase"] == "failed")
        answer = client.get("/api/v1/plans")
        assert answer.status_code == 503
        assert "没有 catalogue.toml" in answer.json()["detail"]


def test_an_older_base_is_served_while_the_new_one_is_built(
    own_settings: Settings, held: threading.Event
) -> None:
    held.set()
    build.ensure(own_settings, Silent())
    _edit(own_settings, "十万分之九", "十万分之八")
    held.clear()
    keeper = Keeper(own_settings, look=0.02)
    keeper.start()
    try:
        until(lambda: keeper.state.phase is Phase.UPDATING)
        first = keeper.base()
        held.set()
        until(lambda: keeper.state.phase is Phase.READY)
        assert keeper.base() is not first
    finally:
        held.set()
        keeper.stop()


def test_a_changed_program_is_not_rebuilt_by_the_running_one(
    own_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The running process holds the old rules in memory: what it would build would be taken for the new."""
    build.ensure(own_settings, Silent())
    asked: list[bool] = []
    keeper = Keeper(own_settings, look=0.02, restart=lambda: asked.append(True))
    keeper.start()
    try:
        until(lambda: keeper.state.phase is Phase.READY)
        monkeypatch.setattr(freshness, "program_stamp", lambda: "another")
        until(lambda: keeper.state.restart)
        time.sleep(0.1)
        assert asked == [True]
        assert "重新启动" in keeper.state.sentence
        assert keeper.base().folder == generations.current(own_settings.base)
    finally:
        keeper.stop()


def test_there_is_no_base_before_the_start(own_settings: Settings) -> None:
    with pytest.raises(NotReady):
        Keeper(own_settings).base()
    with pytest.raises(BadCorpus):
        build.read_corpus(Settings(own_settings.home, own_settings.home), Silent())
    with pytest.raises(Exception, match="还没有建立知识库"):
        open_current(own_settings)


def test_a_word_table_that_is_wrong_ends_nothing(
    own_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever breaks on the way, the keeper goes on looking, and says why there is nothing to serve."""

    def wrong() -> None:
        raise LexiconError("词表 synonyms.tsv 中“示例”一行有误。")

    monkeypatch.setattr(did_you_mean, "warm", wrong)
    keeper = Keeper(own_settings, look=0.05)
    keeper.start()
    try:
        until(lambda: keeper.state.phase is not Phase.STARTING and keeper._base is not None)
        monkeypatch.undo()
        _edit(own_settings, "妇女", "妇 女")
        before = keeper.base()
        until(lambda: keeper.base() is not before)
    finally:
        keeper.stop()
