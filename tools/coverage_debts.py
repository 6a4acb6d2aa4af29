"""Says how much of the program the tests run, and which modules they run too little of.

Takes what ``pytest --cov`` left behind. Prints the share of lines that were run and every module below the bar with the
lines that were not; ends with status 1 where the whole is below the floor. ``--write`` puts the figures into docs/coverage.md.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from coverage import Coverage

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "coverage.md"
FLOOR = 95.0  # per cent of all lines; raised when the figure has risen, never lowered
BAR = 85.0  # a module below it is a debt
START = "<!-- The figures begin: written by `make coverage`. -->\n"
END = "<!-- The figures end. -->\n"


@dataclass(frozen=True, slots=True)
class Covered:
    """How much of one module was run."""

    module: str
    lines: int
    missing: tuple[int, ...]

    @property
    def share(self) -> float:
        """Per cent of its lines."""
        return 100.0 * (1 - len(self.missing) / self.lines) if self.lines else 100.0


def read() -> list[Covered]:
    """Every module of the program, as the last run left it."""
    coverage = Coverage()
    coverage.load()
    measured = []
    for file in sorted(coverage.get_data().measured_files()):
        path = Path(file)
        if path.suffix == ".py" and path.is_relative_to(ROOT) and path.is_file():  # templates are traced, too
            _, lines, _, missing, _ = coverage.analysis2(file)
            measured.append(Covered(path.relative_to(ROOT).as_posix(), len(lines), tuple(missing)))
    return measured


def total(measured: Sequence[Covered]) -> float:
    """Per cent of all lines."""
    lines = sum(each.lines for each in measured)
    return 100.0 * (1 - sum(len(each.missing) for each in measured) / lines) if lines else 0.0


def told(measured: Sequence[Covered], *, which: bool) -> Iterator[str]:
    """The figure, and a table of the modules below the bar; with the lines themselves, or how many they are."""
    lines = sum(each.lines for each in measured)
    yield f"{total(measured):.1f} % of {lines:,} lines are run by the tests; the floor is {FLOOR:g} %."
    debts = sorted(
        (each for each in measured if each.share < BAR), key=lambda each: (each.share, each.module)
    )
    if not debts:
        yield f"No module is below {BAR:g} %."
        return
    yield from ("", f"| below {BAR:g} % | run | lines not run |", "|---|---|---|")
    for each in debts:
        yield f"| `{each.module}` | {each.share:.0f} % | {_ranges(each.missing) if which else len(each.missing)} |"


def _ranges(numbers: Sequence[int]) -> str:
    """12–14, 20 for 12, 13, 14, 20."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1][1:] = [number]
        else:
            found.append([number])
    return ", ".join("–".join(map(str, each)) for each in found)


def main(words: Sequence[str]) -> int:
    """Prints, and writes where asked to."""
    measured = read()
    print("\n".join(told(measured, which=True)))
    if "--write" in words:
        before, _, rest = PAGE.read_text(encoding="utf-8").partition(START)
        said = "\n".join(told(measured, which=False))
        PAGE.write_text(f"{before}{START}\n{said}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")
    if total(measured) < FLOOR:
        print(f"测试覆盖的行少于 {FLOOR:g}%，请为新写的代码补上测试。", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
