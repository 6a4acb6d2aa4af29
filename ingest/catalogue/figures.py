"""Figures known about plans, with their sources: read from tables, checked, and compared with the plans' own text.

Takes ``figures/*.csv`` of a corpus (UTF-8, first row the names of the columns, one row a figure). Gives Figures; every
mistake in a table is one Chinese sentence with file and line. Once the text of a plan is at hand, each of its
figures is compared with the targets read from it: what agrees is confirmed, what differs is a conflict for people to
settle, and nothing is put right silently.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

from analyzers.normalise import fold, squash
from analyzers.units import RATES
from ingest.plan import CatalogueError, Checked, ClauseKind, Nature, Target


class Outcome(StrEnum):
    """What the plan's text says about a figure."""

    CONFIRMED = "confirmed"  # the text states the same
    CONFLICT = "conflict"  # the text states another value for the same indicator
    NOT_FOUND = "not_found"  # the text states no target of that name
    NO_TEXT = "no_text"  # the text is not at hand


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of one plan, as the table states it."""

    plan: str
    kind: ClauseKind | None
    domain: str | None
    number: str | None  # of the item
    indicator: str
    population: str | None
    comparator: str | None  # >= <= > < = ~
    value: Decimal | None
    unit: str | None
    year: int | None
    nature: str  # level, change_from_base, trend, baseline
    trend: str | None  # up, down, other
    baseline_year: int | None
    checked: Checked
    note: str | None
    source: str
    line: int = 0  # of the table, for messages


@dataclass(frozen=True, slots=True)
class FigureCheck:
    """A figure beside what the text of its plan states; ``checked`` is what it counts as now."""

    figure: Figure
    outcome: Outcome
    clause: str | None = None  # address where the text states it, or something else
    quote: str | None = None  # what the text states there

    @property
    def checked(self) -> Checked:
        """A figure that the text confirms is checked, whatever it was before."""
        return Checked.TEXT if self.outcome is Outcome.CONFIRMED else self.figure.checked


FOLDER = "figures"
_COLUMNS = (
    "plan kind domain number indicator population comparator value unit year nature trend baseline_year checked note"
    " source"
).split()
_COMPARATORS = ("", ">=", "<=", ">", "<", "=", "~")
_NATURES = ("level", "change_from_base", "trend", "baseline")
_TRENDS = ("", "up", "down", "other")
_FILLER = re.compile(r"[的和与及、，,\s]|全国|全省|全市|全县")
_WHOSE = re.compile(r"^(?:妇女|女性|儿童|居民|适龄妇女|适龄儿童)(?=.{3,})")
_ALIKE = 0.7  # share of character pairs from which two names in one item are one indicator


def load_figures(folders: Iterable[Path], plans: Collection[str]) -> tuple[Figure, ...]:
    """The figures of all tables in the corpus folders. Raises CatalogueError."""
    paths = [path for folder in folders for path in sorted((folder / FOLDER).glob("*.csv"))]
    return tuple(figure for path in paths for figure in read_figures(path, plans))


def read_figures(path: Path, plans: Collection[str]) -> tuple[Figure, ...]:
    """The figures of one table, whose plans must be known. Raises CatalogueError."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CatalogueError(f"数据表“{path.name}”不是 UTF-8 编码，请另存为“CSV UTF-8”后再试。") from None
    except OSError:
        raise CatalogueError(f"无法读取数据表“{path}”，请检查文件权限。") from None
    rows = csv.reader(io.StringIO(text, newline=""))
    header = next(rows, [])
    missing = [name for name in _COLUMNS if name not in header]
    if missing:
        raise CatalogueError(f"数据表“{path.name}”第 1 行缺少“{missing[0]}”一列，请补上列名。")
    figures = []
    for cells in rows:
        if not any(cell.strip() for cell in cells):
            continue
        where = f"数据表“{path.name}”第 {rows.line_num} 行"
        if len(cells) != len(header):
            raise CatalogueError(f"{where}有 {len(cells)} 列，应为 {len(header)} 列，请检查逗号和引号。")
        row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
        figures.append(_figure(where, row, plans, rows.line_num))
    return tuple(figures)


def _check(where: str, row: dict[str, str], plans: Collection[str]) -> None:
    """Raises CatalogueError where a cell is missing, or holds what may not stand there."""
    if row["plan"] not in plans:
        raise CatalogueError(f"{where}的规划“{row['plan']}”不在规划目录中，请先在目录中登记。")
    for name in ("indicator", "source"):
        if not row[name]:
            raise CatalogueError(f"{where}缺少“{name}”，请补上（每个数据都要写指标和来源）。")
    kinds = ["", *(kind.value for kind in ClauseKind)]
    for name, allowed in (("kind", kinds), ("comparator", _COMPARATORS), ("nature", _NATURES), ("trend", _TRENDS),
                          ("checked", [each.value for each in Checked])):  # fmt: skip
        if row[name] not in allowed:
            choice = "、".join(filter(None, allowed))
            raise CatalogueError(f"{where}的“{name}”写的是“{row[name]}”，只能是 {choice} 之一。")


def _figure(where: str, row: dict[str, str], plans: Collection[str], line: int) -> Figure:
    _check(where, row, plans)
    value = _decimal(where, row["value"])
    if value is not None and not (row["comparator"] and row["unit"]):
        raise CatalogueError(f"{where}有数值，还要写比较词（comparator）和单位（unit）。")
    if value is None and row["nature"] != "trend":
        raise CatalogueError(f"{where}没有数值，nature 应写 trend。")
    return Figure(
        plan=row["plan"],
        kind=ClauseKind(row["kind"]) if row["kind"] else None,
        domain=row["domain"] or None,
        number=row["number"] or None,
        indicator=row["indicator"],
        population=row["population"] or None,
        comparator=row["comparator"] or None,
        value=value,
        unit=row["unit"] or None,
        year=_year(where, "year", row["year"]),
        nature=row["nature"],
        trend=row["trend"] or None,
        baseline_year=_year(where, "baseline_year", row["baseline_year"]),
        checked=Checked(row["checked"]),
        note=row["note"] or None,
        source=row["source"],
        line=line,
    )


def _decimal(where: str, text: str) -> Decimal | None:
    if not text:
        return None
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise CatalogueError(f"{where}的数值“{text}”不是数字，请只写数字（如 12 或 3.5）。")
    return value


def _year(where: str, name: str, text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[12]\d{3}", text):
        raise CatalogueError(f"{where}的“{name}”写的是“{text}”，应为四位数的年份。")
    return int(text)


def compare_figures(
    figures: Iterable[Figure], targets: Sequence[Target], held: Collection[str]
) -> tuple[FigureCheck, ...]:
    """Each figure beside the text of its plan; ``held`` are the plans whose text is at hand.

    Only figures with a value can be confirmed: a trend in words (逐步提高) is left to people.
    """
    by_plan: dict[str, list[Target]] = {}
    for target in targets:
        by_plan.setdefault(target.plan, []).append(target)
    return tuple(
        _compare(figure, by_plan.get(figure.plan, ()))
        if figure.plan in held
        else FigureCheck(figure, Outcome.NO_TEXT)
        for figure in figures
    )


def _compare(figure: Figure, targets: Sequence[Target]) -> FigureCheck:
    if figure.value is None or figure.nature == "baseline":
        return FigureCheck(figure, Outcome.NOT_FOUND)
    fitting = [target for target in targets if _fits(figure, target)]
    found = [target for target in fitting if _is_same_name(figure, target)]
    found = found or [target for target in fitting if _is_near_name(figure, target)]
    for target in found:
        if _agrees(figure, target):
            return FigureCheck(figure, Outcome.CONFIRMED, target.clause, target.quote)
    if found:
        return FigureCheck(figure, Outcome.CONFLICT, found[0].clause, found[0].quote)
    return FigureCheck(figure, Outcome.NOT_FOUND)


def _fits(figure: Figure, target: Target) -> bool:
    """Year, kind of unit and nature do not speak against it."""
    years = figure.year is None or target.year is None or figure.year == target.year
    units = figure.unit == target.unit or (figure.unit in RATES and target.unit in RATES)
    change = (figure.nature == "change_from_base") == (target.nature is Nature.CHANGE_FROM_BASE)
    return target.value is not None and years and units and change


def _is_same_name(figure: Figure, target: Target) -> bool:
    here = _name(figure.indicator)
    return here in (_name(target.indicator), _name((target.population or "") + target.indicator))


def _is_near_name(figure: Figure, target: Target) -> bool:
    """Much of the name in the very item that the figure is said to stand in."""
    placed = figure.number == target.number and figure.kind is target.kind and _same_domain(figure, target)
    alike = _likeness(_name(figure.indicator), _name(target.indicator))
    return placed and figure.number is not None and alike >= _ALIKE


def _same_domain(figure: Figure, target: Target) -> bool:
    return figure.domain is None or target.domain is None or squash(figure.domain) == squash(target.domain)


def _name(indicator: str) -> str:
    plain = re.sub(r"[(（][^()（）]*[)）]", "", squash(indicator))
    return _WHOSE.sub("", _FILLER.sub("", fold(plain)))


def _likeness(here: str, there: str) -> float:
    """Dice's measure over pairs of characters."""
    one, other = ({text[i : i + 2] for i in range(len(text) - 1)} for text in (here, there))
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def _agrees(figure: Figure, target: Target) -> bool:
    assert figure.value is not None
    assert target.value is not None
    if figure.unit == target.unit:
        return figure.value == target.value
    return figure.value / RATES[figure.unit or ""] == target.value / RATES[target.unit]
