"""Reads ``catalogue.toml``: which plans there are, who issued them, which of them are at hand.

Takes the folder of a corpus and, if there is one, the folder of what was imported into it, whose entries replace
and follow those of the corpus. Gives a Catalogue of PlanEntry records, checked against the files they name.
Raises CatalogueError with one Chinese sentence that says what to mend.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from analyzers.normalise import fold, squash
from ingest.plan import CatalogueError, Holding, Level, PlanEntry

FILE_NAME = "catalogue.toml"
IMPORTED = "imported/"  # in front of the file names of imported plans, which lie in a folder of their own
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_LISTS = ("aliases", "parents")
_NUMBERS = ("start_year", "end_year", "part")
_KNOWN = frozenset(field.name for field in fields(PlanEntry))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The plans of one corpus, in the order of the file. ``folder`` is what their file names start from.

    ``imports`` is what the names of imported files start from, behind ``imported/``.
    """

    folder: Path
    entries: tuple[PlanEntry, ...]
    imports: Path | None = None
    removed: frozenset[str] = frozenset()  # ids of plans of the corpus that a person took out of the base

    def get(self, plan: str) -> PlanEntry | None:
        """The plan with this id."""
        return next((entry for entry in self.entries if entry.id == plan), None)

    def path_of(self, entry: PlanEntry) -> Path | None:
        """Where a plan's text lies, None when it is not at hand."""
        if entry.file is None:
            return None
        if self.imports is not None and entry.file.startswith(IMPORTED):
            return self.imports / entry.file.removeprefix(IMPORTED)
        return self.folder / entry.file

    def files(self) -> tuple[Path, ...]:
        """Every file that holds plans, each once, in the order of the catalogue."""
        return tuple(
            dict.fromkeys(path for entry in self.entries if (path := self.path_of(entry)) is not None)
        )

    def identify(self, title: str, sha256: str, part: int = 1) -> PlanEntry | None:
        """The plan that was imported as this part of this file; else the plan with this title or full alias;
        else the only plan of this very file."""
        same = [entry for entry in self.entries if entry.sha256 == sha256]
        imported = next((entry for entry in same if entry.part == part), None)
        return (
            imported or self.titled(title) or (same[0] if len(same) == 1 and same[0].part is None else None)
        )

    def titled(self, title: str) -> PlanEntry | None:
        """The plan with this title or full alias."""
        wanted = _plain(title)
        for entry in self.entries:
            if wanted in (_plain(name) for name in (entry.title, *entry.aliases) if _is_full_title(name)):
                return entry
        return None


def _plain(title: str) -> str:
    return re.sub(r"[《》\-]", "", fold(squash(title)))


def _is_full_title(name: str) -> bool:
    """Short names such as 两纲 are used for several plans and identify none."""
    return len(name) >= 8


def load(folder: Path, imports: Path | None = None) -> Catalogue:
    """The catalogue of a corpus folder, with every file it names checked.

    ``imports`` is the folder of imported plans, if any: its entries take the place of those with the same id.
    A corpus without a catalogue of its own may still have imported plans.
    """
    path = folder / FILE_NAME if folder.is_dir() or folder.suffix != ".toml" else folder
    added = (
        read_entries(imports / FILE_NAME) if imports is not None and (imports / FILE_NAME).is_file() else ()
    )
    alone = imports is not None and (imports / FILE_NAME).is_file()
    own = read_entries(path) if path.is_file() or not alone else ()
    merged = {entry.id: entry for entry in own}
    merged |= {entry.id: replace(entry, file=entry.file and IMPORTED + entry.file) for entry in added}
    removed = frozenset(entry.id for entry in added if entry.file is None)
    catalogue = Catalogue(path.parent, tuple(merged.values()), imports, removed)
    check_relations(path.name, catalogue.entries)
    _check_files(catalogue)
    return catalogue


def read_entries(path: Path) -> tuple[PlanEntry, ...]:
    """The entries of one catalogue file, each checked by itself."""
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
    entries = tuple(entry_of(path, place, row) for place, row in enumerate(rows, 1))
    ids = [entry.id for entry in entries]
    for plan in ids:
        if ids.count(plan) > 1:
            raise CatalogueError(f"“{path.name}”中有两个规划的 id 都是“{plan}”，请改正其中一个。")
    return entries


def write_entries(entries: Iterable[PlanEntry]) -> str:
    """A catalogue file with these entries; what is not known is not written."""
    parts = ["# 导入的规划。本文件由 duibiao import 维护，请不要手工改动。\n"]
    for entry in entries:
        lines = ["[[plan]]"]
        for each in fields(entry):
            value = getattr(entry, each.name)
            if value is None or value == ():
                continue
            shown = list(value) if isinstance(value, tuple) else value
            # A JSON string, list of strings or whole number is written the same way in TOML.
            lines.append(f"{each.name} = {json.dumps(shown, ensure_ascii=False)}")
        parts.append("\n".join(lines) + "\n")
    return "\n".join(parts)


def entry_of(path: Path, place: int, row: dict[str, Any]) -> PlanEntry:
    """The entry that one table of a catalogue file states, checked by itself."""
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


def check_relations(name: str, entries: tuple[PlanEntry, ...]) -> None:
    """Whether the entries of a whole catalogue fit each other. ``name`` is its file, for messages."""
    ids = {entry.id for entry in entries}
    for entry in entries:
        for parent in entry.parents:
            if parent not in ids or parent == entry.id:
                raise CatalogueError(f"规划“{entry.title}”的上级“{parent}”不在“{name}”中，请改正。")
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
