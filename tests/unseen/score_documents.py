"""Scores whole documents against gold that was made before any rule: clauses, targets, tables, what was left out.

Takes ``documents/NN.<txt|docx|html|pdf>`` with ``NN.gold.json`` (conventions: documents/README.md; odd numbers for tuning, even
ones only for reporting), documents2, of which all are only counted (``fresh``), or a half of documents3 (``tune3`` for tuning,
``report3`` only counted). Gives for a half: numbered items and other clauses cut exactly (recall, precision), kind, number,
domain and title of those, targets as ``score_sentences`` counts them, cells of tables that were read as they stand, past values
found, and texts of the page that ended up in a clause. Run as a program it prints the faults of the tuning half only:

    python tests/unseen/score_documents.py tune|tune3 [NN …]
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from judged import number, overlap, plain, readings
from score_sentences import Score as Rows
from score_sentences import match

from ingest import read_file
from ingest.plan import Clause, Plan

HERE = Path(__file__).parent
FIELDS = ("kind", "number", "domain", "title")
_TABLED = (
    "/row/",
    "/note/",
)  # rows and notes of tables have addresses of their own; the gold keeps them in its tables
_FOLDERS = {"fresh": "documents2", "tune3": "documents3/tune", "report3": "documents3/report"}
_NEAR = 2  # characters by which a clause may differ in length where blanks and signs were repaired


@dataclass
class Score:
    """Counts over the judged documents of one half."""

    clauses: int = 0
    found: int = 0
    read: int = 0
    right: int = 0
    cells: int = 0
    cells_right: int = 0
    tables: int = 0
    tables_found: int = 0
    baselines: int = 0
    baselines_found: int = 0
    furniture: int = 0
    titles: int = 0
    titles_right: int = 0
    rows: Rows = field(default_factory=Rows)
    fields: Counter[str] = field(default_factory=Counter)
    judged: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        each = "  ".join(f"{name} {1 - self.fields[name] / max(1, self.judged[name]):.3f}" for name in FIELDS)
        return (
            f"clauses {self.clauses}: recall {self.found / max(1, self.clauses):.3f}  precision {self.right / max(1, self.read):.3f}\n  {each}\n"
            f"titles of plans {self.titles_right} of {self.titles}\n"
            f"tables {self.tables_found} of {self.tables}; cells {self.cells_right} of {self.cells} = {self.cells_right / max(1, self.cells):.3f}\n"
            f"targets {self.rows.line()}\n"
            f"past values {self.baselines_found} of {self.baselines}; page furniture inside clauses {self.furniture}"
        )


def documents(part: str) -> list[Path]:
    """The files of a half (tune, report) or of a later set (fresh, tune3, report3), in the order of their numbers."""
    folder = HERE / _FOLDERS.get(part, "documents")
    files = [path for path in sorted(folder.iterdir()) if path.suffix not in (".json", ".md")]
    return [path for path in files if part in _FOLDERS or (int(path.stem) % 2 == 1) == (part == "tune")]


def score(part: str, only: tuple[str, ...] = ()) -> Score:
    """Reads the documents of a half and compares."""
    total = Score()
    for path in documents(part):
        if not only or path.stem in only:
            gold = json.loads(path.with_name(f"{path.stem}.gold.json").read_text(encoding="utf-8"))
            _score_document(path, gold, total)
    return total


def _score_document(path: Path, gold: dict[str, Any], total: Score) -> None:
    plans = read_file(path)
    _score_titles(path, plans, gold, total)
    wanted = [clause for plan in gold["plans"] for clause in plan["clauses"]]
    read = [clause for plan in plans for clause in plan.clauses]
    _score_clauses(path, read, wanted, gold, total)
    _score_tables(path, plans, gold, total)
    rows = [target for plan in plans for target in plan.targets]
    match(rows, gold["targets"], total.rows, path.stem, "", path.stem)
    past = [each for plan in plans for each in getattr(plan, "baselines", ())]
    for each in gold["baselines"]:
        total.baselines += 1
        values = {number(value) for value in readings(each, "value")}
        values |= {number(other.get("value")) for other in each.get("alternatives", [])}
        total.baselines_found += any(
            one.value in values and overlap(each["indicator"], one.indicator) > 0.6 for one in past
        )


def _score_titles(path: Path, plans: tuple[Plan, ...], gold: dict[str, Any], total: Score) -> None:
    titles = [plain(plan.entry.title).strip("《》") for plan in plans]
    for plan in gold["plans"]:
        total.titles += 1
        right = plain(plan["title"]).strip("《》") in titles
        total.titles_right += right
        if not right:
            total.faults.append(f"{path.stem} TITLE {plan['title']} not in {titles}")


def _is_tabled(clause: Clause) -> bool:
    return any(part in clause.address for part in _TABLED)


def _body(clause: Clause) -> str:
    return plain(clause.text[clause.body :])


def _score_clauses(
    path: Path, read: list[Clause], wanted: list[dict[str, Any]], gold: dict[str, Any], total: Score
) -> None:
    left = [clause for clause in read if not _is_tabled(clause)]
    either = [plain(text) for text in [*gold["either"], *gold["imprint"]]]
    lost = 0
    for judged in wanted:
        starts, ends = plain(judged["starts"])[:10], plain(judged["ends"])[-6:]
        fitting = [clause for clause in left if _fits(clause, either, starts, ends, judged["length"])]
        if not fitting and judged.get("split_ok"):  # its list items stand as clauses of their own
            fitting = [clause for clause in left if _body(clause).startswith(starts)]
        if not fitting:
            if not judged.get("debatable"):
                total.clauses += 1
                lost += 1
                near = [clause.address for clause in read if starts in plain(clause.text)]
                total.faults.append(
                    f"{path.stem} LOST {judged['kind']} {judged['number']} {judged['starts']}… ({near[:2]})"
                )
            continue
        clause = fitting[0]
        left.remove(clause)
        if judged.get("debatable"):
            continue
        total.clauses += 1
        total.found += 1
        _score_fields(path, clause, judged, total)
    furniture = [plain(text) for text in gold["left_out"] if len(plain(text)) > 1]
    inner = [plain(sub["starts"])[:10] for plan in gold["plans"] for sub in plan["sub_items"]]
    extra = [
        clause
        for clause in left
        if clause.text.strip()
        and not any(plain(clause.text) in text or text in plain(clause.text) for text in either if text)
        and not any(_body(clause).startswith(start) for start in inner)
    ]
    total.read += total_found(wanted, left, read) + len(extra)
    total.right += total_found(wanted, left, read)
    total.furniture += sum(
        1 for clause in read for text in furniture if len(text) > 6 and plain(clause.text) == text
    )
    total.faults += [
        f"{path.stem} EXTRA {clause.address} {clause.kind} {plain(clause.text)[:40]}" for clause in extra
    ]


def _fits(clause: Clause, either: list[str], starts: str, ends: str, length: int) -> bool:
    """Whether a clause is the judged one; what may stand in it or not (whom a notice is sent to) is left out."""
    body, whole = _body(clause), plain(clause.text)
    written = len("".join(clause.text.split())) - len(
        whole
    )  # Ⅲ is one character as written, three where it is compared
    for text in (text for text in either if text):
        if body.startswith(text) and not starts.startswith(text):
            body, whole = body.removeprefix(text), whole.replace(text, "", 1)
        if body.endswith(text) and not text.endswith(ends):
            body, whole = body.removesuffix(text), whole.removesuffix(text)
    return (
        body.startswith(starts)
        and body.endswith(ends)
        and min(abs(len(whole) - length), abs(len(whole) + written - length)) <= _NEAR
    )


def total_found(wanted: list[dict[str, Any]], left: list[Clause], read: list[Clause]) -> int:
    """How many read clauses were set beside a judged one."""
    return len([clause for clause in read if not _is_tabled(clause)]) - len(left)


def _number(text: str | None) -> str:
    return "".join(char for char in plain(text or "") if char not in "()（）【】第条、.．章节").strip()


def _score_fields(path: Path, clause: Clause, judged: dict[str, Any], total: Score) -> None:
    have = {
        "kind": clause.kind.value,
        "number": clause.number,
        "domain": clause.domain,
        "title": clause.title,
    }
    for name in FIELDS:
        if name not in judged:
            continue
        allowed = readings(judged, name)
        if name == "number":
            right = _number(have[name]) in {_number(each) for each in allowed}
        elif name == "title":
            if not judged["title"]:
                continue
            right = any(overlap(str(each), have[name]) > 0.8 for each in allowed if each)
        else:
            right = (have[name] or "") in {each or "" for each in allowed}
        total.judged[name] += 1
        total.fields[name] += not right
        if not right:
            total.faults.append(
                f"{path.stem} {name.upper()} {have[name]} should be {judged[name]}: {judged['starts']}"
            )


def _score_tables(path: Path, plans: tuple[Plan, ...], gold: dict[str, Any], total: Score) -> None:
    read = [(plan, table) for plan in plans for table in getattr(plan, "tables", ())]
    for judged in gold["tables"]:
        if judged["kind"] == "box":
            continue
        total.tables += 1
        grids = [_grid(plan, table) for plan, table in read]
        cells = [
            (r, c, plain(text))
            for r, row in enumerate(judged["cells"])
            for c, text in enumerate(row)
            if plain(text)
        ]
        total.cells += len(cells)
        best = max((sum(grid.get((r, c)) == text for r, c, text in cells) for grid in grids), default=0)
        total.cells_right += best
        total.tables_found += best >= 0.5 * len(cells)
        if best < len(cells):
            total.faults.append(f"{path.stem} TABLE {judged['caption']}: {best} of {len(cells)} cells")


def _grid(plan: Plan, table: Any) -> dict[tuple[int, int], str]:
    """The text of every place of a table, merged cells in all the places that they cover."""
    found = {}
    for cell in table.source.cells:
        text = plain(plan.source.text[cell.start : cell.end])
        for row in range(cell.row, cell.row + cell.rows):
            for column in range(cell.column, cell.column + cell.columns):
                found[row, column] = text
    return found


if __name__ == "__main__":
    half, *numbers = sys.argv[1:]
    result = score(half, tuple(numbers))
    if half.startswith("tune"):
        print("\n".join([*result.faults, *result.rows.faults]))
    print(result.line())
