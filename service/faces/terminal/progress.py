"""How far a build is: a bar on a terminal, plain sentences elsewhere; always on stderr."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

    from service.upkeep.build import Progress


@contextmanager
def shown() -> Iterator[Progress]:
    """Progress for a person where there is one, sentences only where output is read by a program."""
    if not sys.stderr.isatty():
        yield _Plain()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bars

    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=32),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Bars(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _Bar(bars)


class _Plain:
    def stage(self, name: str, total: int) -> None:
        """Nothing: a log needs no bar."""

    def advance(self, steps: int = 1) -> None:
        """Nothing."""

    def say(self, sentence: str) -> None:
        """One line on stderr."""
        print(sentence, file=sys.stderr, flush=True)


class _Bar:
    def __init__(self, bars: Bars) -> None:
        self._bars = bars
        self._task: TaskID | None = None

    def stage(self, name: str, total: int) -> None:
        """A new bar below the ones that are done."""
        self._task = self._bars.add_task(name.ljust(8, "\u3000"), total=total)

    def advance(self, steps: int = 1) -> None:
        """Moves the bar of the current part."""
        if self._task is not None:
            self._bars.advance(self._task, steps)

    def say(self, sentence: str) -> None:
        """A sentence above the bars."""
        self._bars.console.print(sentence, style="dim", highlight=False)
