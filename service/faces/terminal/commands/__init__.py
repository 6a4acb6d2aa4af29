"""The commands of ``duibiao``: which there are, and the one that was asked for is run.

One module an answer: what a command takes, and which answer it shows.
"""

from __future__ import annotations

from collections.abc import Sequence

from service.faces.terminal import arguments
from service.faces.terminal.arguments import Command
from service.faces.terminal.commands import (
    checked,
    clauses,
    compare,
    corrections,
    coverage,
    imports,
    ladder,
    links,
    model,
    search,
    serve,
    targets,
    upkeep,
)

ABOUT = "对标：政策规划条目知识库与检索服务。试试：duibiao search 留守儿童（第一次会自动建库）。"


def run(words: Sequence[str]) -> int:
    """Runs one command and gives its exit status."""
    if not words or words[0] in ("-h", "--help", "help"):
        print(arguments.explain_all(COMMANDS, ABOUT))
        return 0
    if words[0] in ("--version", "-V", "version"):
        return _version()
    command = arguments.find(words[0], COMMANDS)
    rest = words[1:]
    end = rest.index("--") if "--" in rest else len(rest)
    if {"-h", "--help"} & set(rest[:end]):
        print(arguments.explain(command))
        return 0
    return command.run(arguments.parse(command, rest)) or 0


COMMANDS: tuple[Command, ...] = (
    *search.COMMANDS,
    *clauses.COMMANDS,
    *targets.COMMANDS,
    *upkeep.COMMANDS,
    *links.COMMANDS,
    *ladder.COMMANDS,
    *coverage.COMMANDS,
    *compare.COMMANDS,
    *imports.COMMANDS,
    *corrections.COMMANDS,
    *checked.COMMANDS,
    *serve.COMMANDS,
    *model.COMMANDS,
)


def _version() -> int:
    from importlib.metadata import PackageNotFoundError, version

    try:
        print(f"duibiao {version('duibiao')}")
    except PackageNotFoundError:
        print("duibiao（未安装的源代码）")
    return 0
