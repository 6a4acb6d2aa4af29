"""Building: never half a base, whatever is killed, damaged or done twice at once."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from places import ROOT

from ingest.plan import IngestError
from service.errors import BadCorpus, DamagedBase, Unwritable
from service.generation import freshness, generations
from service.settings import Settings
from service.storage import base
from service.storage.base import Base, NoBase, open_current
from service.upkeep import build

SILENT = build.Silent()


def command(settings: Settings, *words: str) -> list[str]:
    return [sys.executable, "-m", "service", *words, "--corpus", str(settings.corpus)]


def environment(settings: Settings) -> dict[str, str]:
    return os.environ | {"DUIBIAO_HOME": str(settings.home)}


def generation_folders(settings: Settings) -> list[Path]:
    names = os.listdir(settings.base)  # one look: a folder may go while others are looked at
    return sorted(settings.base / name for name in names if name.startswith("g-"))


def whole(opened: Base) -> bool:
    """Whether store and index of a base agree clause by clause, with as many as the manifest says."""
    stored = dict(opened.store.hashes())
    return stored == dict(opened.engine.hashes()) and len(stored) == opened.manifest.counts["clauses"]


# When a base is built


def test_a_base_is_built_once_and_then_opened(own_settings: Settings) -> None:
    with pytest.raises(NoBase):
        open_current(own_settings)
    first, made = build.build(own_settings, SILENT)
    assert made
    assert whole(first)
    again, made = build.build(own_settings, SILENT)
    assert not made
    assert again.folder == first.folder
    assert build.build(own_settings, SILENT, force=True)[1]
    assert len(generation_folders(own_settings)) == 1


def test_a_changed_source_file_makes_the_base_outdated(own_settings: Settings) -> None:
    (own_settings.corpus / "catalogue.toml").unlink()
    name = freshness.loose_files(own_settings.corpus)[0]
    first = build.ensure(own_settings, SILENT)
    path = own_settings.corpus / name
    path.write_text(path.read_text("utf-8").replace("孕产妇死亡率", "孕妇死亡率"), "utf-8")
    with pytest.raises(NoBase, match="规划文本"):
        open_current(own_settings)
    second = build.ensure(own_settings, SILENT)
    assert second.folder != first.folder
    assert any("孕妇死亡率" in row.clause.text for row in second.store.clauses())


def test_a_new_file_in_a_folder_without_catalogue_is_noticed(own_settings: Settings) -> None:
    (own_settings.corpus / "catalogue.toml").unlink()
    build.ensure(own_settings, SILENT)
    (own_settings.corpus / "new.txt").write_text("示例县规划\n一、总则\n（一）提高就业水平。\n", "utf-8")
    with pytest.raises(NoBase):
        open_current(own_settings)


def test_two_files_with_plans_of_one_name_are_refused(own_settings: Settings) -> None:
    (own_settings.corpus / "catalogue.toml").unlink()
    text = (own_settings.corpus / "county/county.txt").read_text("utf-8")
    (own_settings.corpus / "province/county.txt").write_text(text, "utf-8")
    with pytest.raises(BadCorpus, match="改名"):
        build.build(own_settings, SILENT)


def test_touched_but_unchanged_files_are_hashed_once_and_not_rebuilt(
    own_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build.ensure(own_settings, SILENT)
    for name in first.manifest.sources:
        os.utime(own_settings.corpus / name, (1, 1))
    assert open_current(own_settings).folder == first.folder
    monkeypatch.setattr(freshness, "fingerprint", lambda *_: pytest.fail("hashed again"))
    assert open_current(own_settings).folder == first.folder


@pytest.mark.parametrize("part", ["rules", "lexicon", "segmenter", "corpus"])
def test_every_part_of_the_fingerprint_counts(
    own_settings: Settings, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    first = build.ensure(own_settings, SILENT)
    changed = first.manifest.fingerprint | {part: "other"}
    monkeypatch.setattr(freshness, "stamp", lambda *_: "other")
    monkeypatch.setattr(freshness, "fingerprint", lambda *_: changed)
    with pytest.raises(NoBase, match=base.REASONS[part]):
        open_current(own_settings)


def test_another_schema_is_never_opened(own_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    build.ensure(own_settings, SILENT)
    monkeypatch.setattr(base, "SCHEMA_VERSION", 999)
    with pytest.raises(NoBase, match=base.REASONS["schema"]):
        open_current(own_settings)


def test_each_corpus_has_its_own_folder(own_settings: Settings, tmp_path: Path) -> None:
    other = Settings(home=own_settings.home, corpus=tmp_path / "elsewhere" / "corpus")
    assert other.base != own_settings.base
    assert own_settings.base.is_relative_to(own_settings.home)


# What stops a build


def _spoil(kind: str, settings: Settings) -> None:
    catalogue = settings.corpus / "catalogue.toml"
    text = settings.corpus / "county/county.txt"
    if kind == "catalogue broken":
        catalogue.write_text("[[plan", "utf-8")
    elif kind == "file gone":
        text.unlink()
    elif kind == "checksum wrong":
        catalogue.write_text(
            catalogue.read_text("utf-8").replace('file = "county', f'sha256 = "{"0" * 64}"\nfile = "county'),
            "utf-8",
        )
    elif kind == "empty folder":
        for path in (catalogue, *settings.corpus.rglob("*.txt")):
            path.unlink()
    elif kind == "binary file":
        catalogue.unlink()
        text.write_bytes(bytes(range(256)) * 50)


@pytest.mark.parametrize(
    "kind", ["catalogue broken", "file gone", "checksum wrong", "empty folder", "binary file"]
)
def test_a_bad_corpus_leaves_the_old_base_as_it_was(own_settings: Settings, kind: str) -> None:
    first = build.ensure(own_settings, SILENT)
    before = {path: path.read_bytes() for path in first.folder.rglob("*") if path.is_file()}
    _spoil(kind, own_settings)
    with pytest.raises((IngestError, BadCorpus)) as caught:
        build.build(own_settings, SILENT)
    assert str(caught.value).endswith("。")
    assert generation_folders(own_settings) == [first.folder]
    assert {path: path.read_bytes() for path in before} == before


@pytest.mark.parametrize("step", ["write", "publish"])
def test_a_build_that_breaks_leaves_nothing_behind(
    own_settings: Settings, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    first = build.ensure(own_settings, SILENT)
    target = build if step == "write" else generations

    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(target, step, fail)
    with pytest.raises(MemoryError):
        build.build(own_settings, SILENT, force=True)
    assert generation_folders(own_settings) == [first.folder]
    assert whole(open_current(own_settings))


def test_a_full_disk_is_told_as_such(own_settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(generations, "publish", full)
    with pytest.raises(Unwritable, match="存储空间不足"):
        build.build(own_settings, SILENT)
    assert generation_folders(own_settings) == []


def test_a_home_that_is_a_file_is_told_as_such(own_settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unwritable, match="DUIBIAO_HOME"):
        build.build(Settings(home=tmp_path / "file", corpus=own_settings.corpus), SILENT)


# Kill, race, damage


def test_kill_at_any_moment_leaves_the_old_base_or_the_new_one(own_settings: Settings) -> None:
    build.ensure(own_settings, SILENT)
    dice = random.Random(4)
    killed = 0
    for _ in range(6):
        process = subprocess.Popen(
            command(own_settings, "build", "--force"),
            cwd=ROOT,
            env=environment(own_settings),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        known = set(generation_folders(own_settings))
        while process.poll() is None and set(generation_folders(own_settings)) == known:
            time.sleep(0.002)  # until it is really at work
        time.sleep(dice.uniform(0, 0.08))
        process.send_signal(signal.SIGKILL)
        killed += process.wait() == -signal.SIGKILL
        assert whole(open_current(own_settings))
    assert killed
    final, _ = build.build(own_settings, SILENT, force=True)
    assert whole(final)
    assert generation_folders(own_settings) == [final.folder]


def test_two_builders_at_once_make_one_base(own_settings: Settings) -> None:
    processes = [
        subprocess.Popen(
            command(own_settings, "build", "--json"),
            cwd=ROOT,
            env=environment(own_settings),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]
    outputs = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert sorted(b'"made": true' in output for output in outputs) == [False, True]
    assert len(generation_folders(own_settings)) == 1
    assert whole(open_current(own_settings))


def test_whoever_reads_the_old_base_keeps_reading_it(own_settings: Settings) -> None:
    old = build.ensure(own_settings, SILENT)
    new, _ = build.build(own_settings, SILENT, force=True)
    assert new.folder != old.folder
    assert whole(old)


def _files(folder: Path) -> list[Path]:
    """What the manifest seals; vectors are made beside it, and a set that cannot be read is not used."""
    return [
        path
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(".tantivy-") and "vectors-" not in path.parent.name
    ]


@pytest.mark.parametrize("damage", ["flip", "cut", "remove"])
def test_every_damaged_file_is_noticed_and_the_base_rebuilt(own_settings: Settings, damage: str) -> None:
    first = build.ensure(own_settings, SILENT)
    names = [path.relative_to(first.folder) for path in _files(first.folder)]
    assert len(names) >= 8
    for name in names:
        folder = build.ensure(own_settings, SILENT).folder
        matching = [path for path in _files(folder) if path.suffix == name.suffix]
        path = matching[0]
        data = bytearray(path.read_bytes())
        if damage == "flip":
            data[len(data) // 2] ^= 0xFF
            path.write_bytes(data)
        elif damage == "cut":
            path.write_bytes(data[: len(data) // 2])
        else:
            path.unlink()
        with pytest.raises(NoBase):
            open_current(own_settings)
    assert whole(build.ensure(own_settings, SILENT))


@pytest.mark.parametrize("text", ["", "g-none\n", "../../etc\n", "\0", "g-1/../.."])
def test_a_broken_pointer_is_no_base(own_settings: Settings, text: str) -> None:
    build.ensure(own_settings, SILENT)
    (own_settings.base / "current").write_text(text, "utf-8")
    with pytest.raises(NoBase):
        open_current(own_settings)
    assert whole(build.ensure(own_settings, SILENT))


def test_a_manifest_of_another_time_is_a_damaged_base(own_settings: Settings) -> None:
    folder = build.ensure(own_settings, SILENT).folder
    (folder / generations.MANIFEST).write_text('{"what": 1}', "utf-8")
    with pytest.raises(DamagedBase):
        generations.read_manifest(folder)
    with pytest.raises(NoBase):
        open_current(own_settings)
