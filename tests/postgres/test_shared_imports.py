"""What is imported on one machine is there on every other: whole, once, and never lost, whoever is killed when."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi.testclient import TestClient

from ingest.readers import SourceFile, read_bytes
from service.decisions import shared_imports
from service.decisions.tables import FILES, open_truth
from service.errors import BadImport, Unreachable
from service.faces.web.app import create_app
from service.settings import Settings
from service.upkeep import build, imports, publishing
from service.upkeep.build import Silent
from service.upkeep.verify import verify

TEXT = """{place}{about}发展规划（2021—2030年）
一、总体要求
坚持男女平等基本国策，促进妇女全面发展。
二、发展领域、主要目标和策略措施
（一）妇女与健康
主要目标：
1. 孕产妇死亡率下降到{rate}/10万以下。
2. 适龄妇女宫颈癌人群筛查率达到70%以上。
"""
ABOUT = {"示例市": "儿童"}  # so that it gets another id
SILENT = Silent()


@pytest.fixture
def machines(shipped_machines: list[Settings]) -> list[Settings]:
    return shipped_machines


def _prepare(settings: Settings, place: str, rate: int = 12) -> imports.Import:
    data = TEXT.format(place=place, about=ABOUT.get(place, "妇女"), rate=rate).encode()
    return imports.prepare((SourceFile(data, read_bytes(f"{place}.txt", data)),), settings, [], SILENT)


def _store(made: imports.Import, settings: Settings) -> None:
    """Keeps an import, also where the corpus ships another text of that plan."""
    imports.store(made, settings, SILENT, replacing={each.plan.entry.id for each in made.reviews})


def _import(settings: Settings, place: str, rate: int = 12) -> None:
    _store(_prepare(settings, place, rate), settings)


def _titles(settings: Settings) -> set[str]:
    base = build.ensure(settings, SILENT)
    found = {
        plan.entry.title for plan in base.store.plans() if (plan.entry.file or "").startswith("imported/")
    }
    return {title.strip("《》")[:3] for title in found}


def _files(settings: Settings) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in shared_imports._paths(settings.imports)}


def _failed(settings: Settings) -> dict[str, str]:
    return {each.check: each.detail for each in verify(settings, SILENT) if not each.ok}


def test_an_import_on_one_machine_is_there_on_the_other(machines: list[Settings]) -> None:
    one, two = machines
    _import(one, "示例省")
    assert _titles(two) == {"示例省"}
    assert _files(one) == _files(two)
    assert len(_files(one)) == 2
    bases = [build.ensure(each, SILENT) for each in machines]
    assert bases[0].manifest.made_from == bases[1].manifest.made_from
    assert {kind for kind, _ in publishing.waiting(one)} == {"index"}
    _import(two, "示例市", 9)
    _import(two, "示例省", 11)  # another edition
    assert _titles(one) == {"示例省", "示例市"}
    assert _files(one) == _files(two)
    assert len(_files(one)) == 4  # the edition of before is kept
    assert _failed(one) == _failed(two) == {}


def test_two_imports_at_once_are_both_kept(machines: list[Settings]) -> None:
    made = [_prepare(machine, place) for machine, place in zip(machines, ("示例省", "示例市"), strict=True)]
    wrong: list[BaseException] = []

    def run(number: int) -> None:
        try:
            _store(made[number], machines[number])
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(number,)) for number in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
    for machine in machines:
        assert _titles(machine) == {"示例省", "示例市"}
    assert _files(machines[0]) == _files(machines[1])


def test_two_new_plans_that_would_get_one_name_are_not_taken_for_each_other(machines: list[Settings]) -> None:
    made = [_prepare(machine, place) for machine, place in zip(machines, ("示例州", "示例区"), strict=True)]
    names = {each.reviews[0].plan.entry.id for each in made}
    assert len(names) == 1
    _store(made[0], machines[0])
    with pytest.raises(BadImport, match="重新"):
        _store(made[1], machines[1])
    assert _titles(machines[1]) == {"示例州"}
    _import(machines[1], "示例区")
    assert _titles(machines[0]) == {"示例州", "示例区"}


def _until(true: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_running_service_shows_what_another_machine_imports(machines: list[Settings]) -> None:
    for machine in machines:
        build.ensure(machine, SILENT)
    app = create_app(machines[1])
    app.state.keeper._look_every = 0.1
    with TestClient(app) as client:
        _until(lambda: client.get("/readyz").status_code == 200)
        assert client.get("/api/v1/imports").json()["total"] == 0
        tag = client.get("/api/v1/imports").headers["etag"]
        _import(machines[0], "示例省")
        _until(lambda: client.get("/api/v1/imports", headers={"If-None-Match": tag}).status_code == 200)
        _until(lambda: client.get("/api/v1/imports").json()["total"] == 1)
        assert client.get("/readyz").json()["standing_in"] == ""


@pytest.mark.parametrize("step", ["keep", "_push"])
def test_who_is_killed_before_the_server_has_it_has_imported_nothing(
    machines: list[Settings], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    made = _prepare(machines[0], "示例省")

    def killed(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shared_imports, step, killed)
        with pytest.raises(KeyboardInterrupt):
            _store(made, machines[0])
    assert not (machines[0].imports / "catalogue.toml").exists()
    assert _titles(machines[1]) == set()
    _store(made, machines[0])
    assert _titles(machines[1]) == {"示例省"}


def test_who_is_killed_behind_it_leaves_a_note_that_the_next_one_follows(
    machines: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _prepare(machines[0], "示例省")

    def killed(*given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shared_imports, "note_brought", killed)
        with pytest.raises(KeyboardInterrupt):
            _store(made, machines[0])
    assert "import" in [kind for kind, _ in publishing.waiting(machines[1])]
    assert _titles(machines[1]) == {"示例省"}
    assert [kind for kind, _ in publishing.waiting(machines[1])] == ["index"] * 2
    assert _titles(machines[0]) == {"示例省"}
    assert _files(machines[0]) == _files(machines[1])


def test_what_cannot_be_built_is_not_kept(machines: list[Settings], monkeypatch: pytest.MonkeyPatch) -> None:
    _import(machines[0], "示例市")
    made = _prepare(machines[0], "示例省")
    before = _files(machines[0])
    with monkeypatch.context() as patch:
        patch.setattr(build, "write", lambda *given: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            _store(made, machines[0])
    assert _files(machines[0])["catalogue.toml"] == before["catalogue.toml"]
    assert _titles(machines[1]) == {"示例市"}


def test_what_people_correct_goes_to_every_machine(machines: list[Settings]) -> None:
    one, two = machines
    _import(one, "示例省")
    build.ensure(two, SILENT)
    own = one.imports / "figures" / "own.csv"
    own.parent.mkdir()
    own.write_text("plan,kind\n", "utf-8")
    assert not shared_imports.follow(one)  # nothing came
    assert shared_imports.follow(two)
    assert (two.imports / "figures" / "own.csv").read_bytes() == own.read_bytes()
    assert not shared_imports.follow(one)
    # Both at once: what the server has first stands, and the other text is kept beside it.
    own.write_text("plan,kind\n一\n", "utf-8")
    (two.imports / "figures" / "own.csv").write_text("plan,kind\n二二\n", "utf-8")
    shared_imports.follow(one)
    shared_imports.follow(two)
    assert (two.imports / "figures" / "own.csv").read_bytes() == own.read_bytes()
    (kept,) = (two.imports / "figures").glob("own.csv.kept-*")
    assert "二二" in kept.read_text("utf-8")


def test_what_two_machines_had_imported_before_they_shared_a_server(machines: list[Settings]) -> None:
    for machine, place in zip(machines, ("示例省", "示例市"), strict=True):
        _import(replace(machine, database=None), place)
    assert _titles(machines[0]) == {"示例省"}
    for machine in reversed(machines):
        assert _titles(machine) == {"示例省", "示例市"}
    assert _files(machines[0]) == _files(machines[1])


def test_an_original_that_was_spoilt_comes_back_from_the_server(machines: list[Settings]) -> None:
    _import(machines[0], "示例省")
    (path,) = machines[0].imports.rglob("*.txt")
    right = path.read_bytes()
    path.write_bytes(right.replace(b"12", b"13"))
    assert "与数据库里的不同" in _failed(machines[0])["数据库"]
    assert all(each.ok for each in verify(machines[0], SILENT, repair=True))
    assert path.read_bytes() == right


def test_bytes_that_were_spoilt_on_the_server_are_told_and_not_spread(machines: list[Settings]) -> None:
    one, two = machines
    _import(one, "示例省")
    with open_truth(one).writing() as db:
        spoilt: Any = FILES.update().where(FILES.c.name.like("%.txt")).values(data=b"?")
        db.execute(spoilt)
    assert "校验和不符" in _failed(one)["数据库"]
    with pytest.raises(Exception, match="已损坏"):
        shared_imports.follow(two)
    with open_truth(one).reading() as db:
        assert db is not None
        assert db.scalar(sa.select(sa.func.count()).select_from(FILES)) == 2


def test_a_server_that_is_away_takes_nothing_in(
    machines: list[Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    away = replace(machines[0], database=replace(machines[0].database, port=1))  # type: ignore[type-var]
    made = _prepare(machines[0], "示例省")
    started = time.monotonic()
    with pytest.raises(Unreachable, match="没有保存"):
        _store(made, away)
    assert time.monotonic() - started < 2.5
    assert not (away.imports / "catalogue.toml").exists()
    with TestClient(create_app(away)) as client:
        _until(lambda: client.get("/readyz").status_code == 200)
        data = TEXT.format(place="示例省", about="妇女", rate=12).encode()
        answer = client.post("/api/v1/imports?dry_run=false", files={"file": ("省.txt", data)})
        assert answer.status_code == 503
        assert answer.headers["retry-after"]
