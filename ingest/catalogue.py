"""Reads ``catalogue.toml``: which plans there are, who issued them, which of them are at hand.

Takes the folder of a corpus. Gives a Catalogue of PlanEntry records, checked against the files they name.
Raises CatalogueError with one Chinese sentence that says what to mend.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from analyzers.normalise import fold, squash
from ingest.plan import CatalogueError, Holding, Level, PlanEntry

FILE_NAME = "catalogue.toml"
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LISTS = ("aliases", "parents")
_NUMBERS = ("start_year", "end_year")
_KNOWN = frozenset(field.name for field in fields(PlanEntry))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The plans of one corpus, in the order of the file. ``folder`` is what their file names start from."""

    folder: Path
    entries: tuple[PlanEntry, ...]

    def get(self, plan: str) -> PlanEntry | None:
        """The plan with this id."""
        return next((entry for entry in self.entries if entry.id == plan), None)

    def path_of(self, entry: PlanEntry) -> Path | None:
        """Where a plan's text lies, None when it is not at hand."""
        return self.folder / entry.file if entry.file is not None else None

    def files(self) -> tuple[Path, ...]:
        """Every file that holds plans, each once, in the order of the catalogue."""
        return tuple(
            dict.fromkeys(path for entry in self.entries if (path := self.path_of(entry)) is not None)
        )

    def identify(self, title: str, sha256: str) -> PlanEntry | None:
        """The plan with this title or full alias; else the only plan of this very file."""
        wanted = _plain(title)
        for entry in self.entries:
            if wanted in (_plain(name) for name in (entry.title, *entry.aliases) if _is_full_title(name)):
                return entry
        same = [entry for entry in self.entries if entry.sha256 == sha256]
        return same[0] if len(same) == 1 else None


def _plain(title: str) -> str:
    return re.sub(r"[《》\-]", "", fold(squash(title)))


def _is_full_title(name: str) -> bool:
    """Short names such as 两纲 are used for several plans and identify none."""
    return len(name) >= 8


def load(folder: Path) -> Catalogue:
    """The catalogue of a corpus folder (or of the file itself), with every file it names checked."""
    path = folder / FILE_NAME if folder.is_dir() or folder.suffix != ".toml" else folder
    try:
        data = tomllib.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        raise CatalogueError(f"找不到规划目录文件“{path}”，请检查语料文件夹是否正确。") from None
    except OSError:
        raise CatalogueError(f"无法读取规划目录文件“{path}”，请检查文件权限。") from None
    except UnicodeDecodeError:
        raise CatalogueError(f"规划目录文件“{path}”不是 UTF-8 编码，请另存为 UTF-8 后再试。") from None
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"规划目录文件“{path}”格式有误（{error}），请改正后再试。") from None
    rows = data.get("plan", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise CatalogueError(f"规划目录文件“{path}”中每个规划应以 [[plan]] 开头，请改正后再试。")
    entries = tuple(_entry(path, place, row) for place, row in enumerate(rows, 1))
    catalogue = Catalogue(path.parent, entries)
    _check_relations(path, entries)
    _check_files(catalogue)
    return catalogue


def _entry(path: Path, place: int, row: dict[str, Any]) -> PlanEntry:
    name = f"“{path.name}”中第 {place} 个规划"
    unknown = sorted(set(row) - _KNOWN)
    if unknown:
        raise CatalogueError(f"{name}有不认识的项目“{unknown[0]}”，请删去或改正。")
    values: dict[str, Any] = {}
    for key, value in row.items():
        values[key] = _value(name, key, value)
    for key in ("id", "title"):
        if not values.get(key):
            raise CatalogueError(f"{name}缺少“{key}”，请补上。")
    if not _ID.fullmatch(values["id"]):
        raise CatalogueError(f"{name}的 id“{values['id']}”只能用小写字母、数字和连字符。")
    return PlanEntry(**values)


def _value(name: str, key: str, value: Any) -> Any:
    if key in _LISTS:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise CatalogueError(f"{name}的“{key}”应写成方括号里的文字清单。")
        return tuple(value)
    if key in _NUMBERS:
        if not isinstance(value, int) or isinstance(value, bool):
            raise CatalogueError(f"{name}的“{key}”应写成年份数字。")
        return value
    if not isinstance(value, str):
        raise CatalogueError(f"{name}的“{key}”应写成引号里的文字。")
    if key in ("level", "holding"):
        kinds: type[Level] | type[Holding] = Level if key == "level" else Holding
        if value not in [kind.value for kind in kinds]:
            raise CatalogueError(f"{name}的“{key}”只能是 {'、'.join(kind.value for kind in kinds)} 之一。")
        return kinds(value)
    if key == "sha256" and not _SHA256.fullmatch(value):
        raise CatalogueError(f"{name}的“sha256”应为 64 位十六进制数字。")
    if key == "date" and not _DATE.fullmatch(value):
        raise CatalogueError(f"{name}的“date”应写成 2021-09-08 这样的日期。")
    return value


def _check_relations(path: Path, entries: tuple[PlanEntry, ...]) -> None:
    ids = [entry.id for entry in entries]
    for plan in ids:
        if ids.count(plan) > 1:
            raise CatalogueError(f"“{path.name}”中有两个规划的 id 都是“{plan}”，请改正其中一个。")
    for entry in entries:
        for parent in entry.parents:
            if parent not in ids or parent == entry.id:
                raise CatalogueError(f"规划“{entry.title}”的上级“{parent}”不在“{path.name}”中，请改正。")
        if (entry.file is not None) != (entry.holding is Holding.FULL):
            raise CatalogueError(f"规划“{entry.title}”的 holding 与 file 不一致：有全文时两项都要写。")


def _check_files(catalogue: Catalogue) -> None:
    sums: dict[Path, str] = {}
    for entry in catalogue.entries:
        path = catalogue.path_of(entry)
        if path is None:
            continue
        if path not in sums:
            try:
                sums[path] = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError:
                raise CatalogueError(
                    f"规划“{entry.title}”的文件“{path}”不存在或无法读取，请放回该文件。"
                ) from None
        if entry.sha256 is not None and entry.sha256 != sums[path]:
            raise CatalogueError(
                f"规划“{entry.title}”的文件“{entry.file}”与目录中的校验值不符，文件可能被改动过，请恢复原件。"
            )
