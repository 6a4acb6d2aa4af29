"""How many rooms a journey through the program crosses: query to hits, file to targets, clause to ladder.

Runs each command once in this process (after a first run that builds the base), and writes down which module of the
program each call enters, without the opening of the base. Gives, for each journey, the modules entered, the rooms that
they lie in (a package of ingest or service with all within it; a module that lies directly in either is a room of its
own, analyzers is one room), and how often the journey changes rooms. Run it in the root of a checkout:
``python tests/bench/walk_rooms.py``.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from itertools import pairwise
from types import FrameType

HOUSES = ("analyzers", "ingest", "service")
OPENS = (
    "open_base",
    "open_desk",
)  # reaching the base is a journey of its own, and the same for every question
NOTICE = "corpus/county/tengchong-women-children-2021-2030.txt"
JOURNEYS = {
    "query -> hits": ["search", "留守儿童"],
    "file -> targets": ["read", NOTICE, "--targets"],
    "clause -> ladder": ["ladder", "孕产妇死亡率"],
}


def _command() -> object:
    """The entry of the command line, wherever this checkout keeps it."""
    for name in ("service.faces.terminal.cli", "service.faces.cli"):
        with contextlib.suppress(ModuleNotFoundError):
            return importlib.import_module(name).main
    raise SystemExit("no command line here")


def room_of(module: str) -> str:
    """The room that a module lies in, rooms within a room included; analyzers is one room."""
    parts = module.split(".")
    return parts[0] if parts[0] == "analyzers" else ".".join(parts[:2])


def entered(words: list[str]) -> Iterator[str]:
    """The modules of the program that a command enters, call by call."""
    trail: list[str] = []

    opening: list[FrameType] = []

    def see(frame: FrameType, event: str, _: object) -> None:
        if event == "call" and frame.f_code.co_name in OPENS and not opening:
            opening.append(frame)
        elif event == "return" and opening and frame is opening[0]:
            opening.clear()
        if opening:
            return
        name = frame.f_globals.get("__name__", "")
        ours = event == "call" and name.split(".")[0] in HOUSES and frame.f_code.co_name != "<module>"
        if ours and trail[-1:] != [name]:
            trail.append(name)

    main = _command()
    with contextlib.redirect_stdout(io.StringIO()), contextlib.suppress(SystemExit):
        sys.setprofile(see)
        try:
            main(words)
        finally:
            sys.setprofile(None)
    return iter(trail)


def walk() -> None:
    sys.path.insert(0, os.getcwd())
    with tempfile.TemporaryDirectory() as home:
        os.environ["DUIBIAO_HOME"] = home
        for words in JOURNEYS.values():
            list(entered(words))  # builds the base, loads what is loaded once
        for name, words in JOURNEYS.items():
            trail = list(entered(words))
            rooms = [room_of(module) for module in trail]
            moves = sum(one != other for one, other in pairwise(rooms))
            print(
                f"{name:18} {len(set(trail)):3} modules  {len(set(rooms)):3} rooms  {moves:6} moves between rooms"
            )


if __name__ == "__main__":
    walk()
