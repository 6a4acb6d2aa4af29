"""人工更正 as people's work: kept for ever, each with who and when, taken back by a further row; and the copy that builds read.

Takes Settings and Corrections. Gives those in force, in the order in which they were made, and what was done in all. Beside the
decisions lies a copy of those in force (``Settings.corrections``): a build reads it, and what it holds decides whether a base is
up to date. The copy is made anew with every change and wherever it is found to differ; it is never read as the truth.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from ingest.corrections import Correction, as_record, of_record
from service.atomic_files import replace_file
from service.decisions.tables import CORRECTIONS, ServerTruth, Truth, open_truth, raise_revision
from service.decisions.take_over import adopt
from service.errors import DamagedDecisions, NotFound, Unwritable
from service.settings import Settings

_UNDO = "undo"
_followed: dict[tuple[Truth, Settings], str] = {}  # the mark of a server at which its copy was last made


@dataclass(frozen=True, slots=True)
class Taken:
    """One row of what was done: a correction, and when and by whom it was taken back."""

    correction: Correction
    undone: str = ""  # ISO 8601
    undone_by: str | None = None


class KeptCorrections:
    """The corrections of one corpus, wherever its truth is kept."""

    def __init__(self, truth: Truth) -> None:
        self._truth = truth

    def keep(self, *corrections: Correction) -> None:
        """Keeps corrections, all of them or none. Raises Unwritable, Unreachable or DamagedDecisions."""
        self._add([self._row(each, each.act.value, each.who, each.made or now()) for each in corrections])

    def undo(self, key: str, who: str | None = None) -> Correction:
        """Takes one back, and gives what it was. Raises NotFound where it is not in force."""
        found = next((each for each in self.in_force() if each.key == key), None)
        if found is None:
            raise NotFound(f"没有编号为 {key[:40]} 的人工更正，或它已经撤销。")
        self._add([self._row(found, _UNDO, who, now())])
        return found

    def in_force(self) -> tuple[Correction, ...]:
        """Those that were not taken back, in the order in which they were made."""
        return tuple(each.correction for each in self.every() if not each.undone)

    def every(self) -> tuple[Taken, ...]:
        """All that was ever corrected, in the order in which it was made."""
        found: dict[str, Taken] = {}
        for key, act, details, who, made in self._rows():
            if act != _UNDO:
                found[key] = Taken(_read(details))
            elif key in found:
                found[key] = Taken(found[key].correction, made, who)
        return tuple(found.values())

    def _row(self, correction: Correction, act: str, who: str | None, made: str) -> dict[str, Any]:
        about = correction.made_for
        return {
            "corpus": self._truth.corpus, "key": correction.key, "act": act, "plan": about.plan,
            "address": about.address, "text": about.text, "details": _written(correction), "who": who, "made": made,
        }  # fmt: skip

    def _add(self, rows: Sequence[dict[str, Any]]) -> None:
        if rows:
            with self._truth.writing() as db:
                raise_revision(db, self._truth.corpus, "decided")
                db.execute(CORRECTIONS.insert(), rows)

    def _rows(self) -> Sequence[Any]:
        columns = (CORRECTIONS.c[name] for name in ("key", "act", "details", "who", "made"))
        mine = sa.select(*columns).where(CORRECTIONS.c.corpus == self._truth.corpus)
        with self._truth.reading() as db:
            return [] if db is None else db.execute(mine.order_by(CORRECTIONS.c.number)).all()


def open_corrections(settings: Settings) -> KeptCorrections:
    """The corrections of a corpus: on the server where one is stated, else in its file. Raises Unreachable."""
    truth = open_truth(settings)
    if isinstance(truth, ServerTruth):
        adopt(truth, settings.decisions)
    return KeptCorrections(truth)


def copied(settings: Settings) -> tuple[Correction, ...]:
    """The corrections that a build lays over the texts: those of the copy. Raises DamagedDecisions."""
    try:
        lines = settings.corrections.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return ()
    except (OSError, ValueError) as error:
        raise _damaged(settings) from error
    try:
        return tuple(of_record(json.loads(line)) for line in lines if line)
    except (ValueError, TypeError, KeyError) as error:
        raise _damaged(settings) from error


def copy(settings: Settings) -> bool:
    """Makes the copy what the decisions say; whether it was otherwise. Raises Unwritable, Unreachable …"""
    held = open_corrections(settings).in_force()
    wanted = "".join(f"{_written(each)}\n" for each in held).encode("utf-8")
    path = settings.corrections
    try:
        there = path.read_bytes() if path.is_file() else b""
        if there == wanted:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_file(path, wanted)
    except OSError as error:
        raise Unwritable(f"人工更正的副本 {path} 无法写入，请检查权限和磁盘空间后再试。") from error
    return True


def follow_corrections(settings: Settings) -> bool:
    """The same where a server holds them and something was decided since the last look; costs one small question."""
    truth = open_truth(settings)
    if not isinstance(truth, ServerTruth):
        return False
    mark = truth.mark()
    if _followed.get((truth, settings)) == mark:
        return False
    made = copy(settings)
    _followed[truth, settings] = mark
    return made


def uncopied(settings: Settings) -> bool:
    """Whether the copy is otherwise than the decisions. Raises Unreachable or DamagedDecisions."""
    return copied(settings) != open_corrections(settings).in_force()


def now() -> str:
    """The time, as it is noted."""
    return datetime.now().astimezone().isoformat(timespec="seconds")


def _written(correction: Correction) -> str:
    return json.dumps(as_record(correction), ensure_ascii=False, sort_keys=True)


def _read(details: str) -> Correction:
    try:
        return of_record(json.loads(details))
    except (ValueError, TypeError, KeyError) as error:
        raise DamagedDecisions("有一条人工更正的记录无法读取，请从备份恢复决定记录。") from error


def _damaged(settings: Settings) -> DamagedDecisions:
    return DamagedDecisions(
        f"人工更正的副本 {settings.corrections} 已损坏，请删除它再运行 duibiao build，会照决定记录重新写出。"
    )
