"""Reads the words of a command line, and explains them: in Chinese, with columns that fit wide characters.

Takes the declaration of a command. Gives its parsed arguments, or raises Misused with one sentence. Uses
argparse: it starts in 0.01 s, where the well-known command-line libraries take 0.1 s and more, a third of
what a search may take from start to result (docs/decisions/0002).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, NoReturn

from service.errors import UserError

_SENTENCES = {
    "the following arguments are required: %s": "缺少 %s",
    "unrecognized arguments: %s": "不认识 %s",
    "argument %(argument_name)s: %(message)s": "%(argument_name)s %(message)s",
    "expected one argument": "后面要写一个值",
    "expected at least one argument": "后面至少要写一个值",
    "expected at most one argument": "后面最多写一个值",
    "invalid %(type)s value: %(value)r": "的值 %(value)s 写法不对",
    "ignored explicit argument %r": "后面不能带值",
}


def _translate(sentence: str) -> str:
    return _SENTENCES.get(sentence, sentence)


class Misused(UserError):
    """The command line cannot be understood."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command: how it is called, what it is for, and what runs it."""

    name: str
    help: str
    run: Callable[[argparse.Namespace], int | None]
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument or option: its flags (or the name of a word), what is written there, what it is for."""

    flags: tuple[str, ...]
    help: str
    metavar: str = ""
    options: dict[str, Any] = field(default_factory=dict)  # as argparse takes them

    @property
    def shown(self) -> str:
        """How it is written: ``-k 条数``, ``--json``, ``检索词…``."""
        if not self.flags[0].startswith("-"):
            return self.metavar
        return f"{'，'.join(self.flags)} {self.metavar}".rstrip()


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Misused(f"{message}，写法见 {self.prog} --help。")


def parse(command: Command, words: Sequence[str]) -> argparse.Namespace:
    """The arguments of a command. Words and options may stand in any order. Raises Misused."""
    argparse._ = _translate  # type: ignore[attr-defined]
    argparse.ngettext = lambda one, many, number: _translate(one if number == 1 else many)  # type: ignore[attr-defined]
    parser = _Parser(prog=f"duibiao {command.name}", add_help=False, allow_abbrev=False)
    for argument in command.arguments:
        options = dict(argument.options)
        if argument.metavar:
            options["metavar"] = argument.metavar
        parser.add_argument(*argument.flags, **options)
    return parser.parse_intermixed_args(list(words))


def find(name: str, commands: Sequence[Command]) -> Command:
    """The command of that name. Raises Misused with the one that was probably meant."""
    for command in commands:
        if command.name == name:
            return command
    import difflib

    near = difflib.get_close_matches(name[:40], [command.name for command in commands], n=1)
    meant = f"是不是要用 {near[0]}？" if near else ""
    raise Misused(f"没有 {name[:40]} 这个命令。{meant}全部命令见 duibiao --help。")


def explain(command: Command) -> str:
    """The help text of one command."""
    words = [argument for argument in command.arguments if not argument.flags[0].startswith("-")]
    options = [argument for argument in command.arguments if argument.flags[0].startswith("-")]
    usage = " ".join([command.name, *(argument.metavar for argument in words), "[选项]"])
    parts = [f"用法：duibiao {usage}", f"\n{command.help}"]
    for title, arguments in (("参数", words), ("选项", options)):
        if arguments:
            parts.append(f"\n{title}：\n{_columns([(each.shown, each.help) for each in arguments])}")
    return "\n".join(parts)


def explain_all(commands: Sequence[Command], about: str) -> str:
    """The help text of the program."""
    listed = _columns([(command.name, command.help.split("。")[0]) for command in commands])
    usage = "用法：duibiao 命令 [参数] [选项]"
    return f"{usage}\n\n{about}\n\n命令：\n{listed}\n\n每个命令的写法：duibiao 命令 --help"


def _columns(rows: Sequence[tuple[str, str]]) -> str:
    """Two columns, the second wrapped; a Chinese character is two columns wide."""
    import shutil

    from rich.cells import cell_len
    from rich.text import Text

    left = max(cell_len(first) for first, _ in rows) + 2
    right = max(20, min(shutil.get_terminal_size((100, 24)).columns, 100) - left - 3)
    lines: list[str] = []
    for first, second in rows:
        wrapped = _wrap(Text(second), right)
        lines.append("  " + first + " " * (left - cell_len(first)) + wrapped[0])
        lines += [" " * (left + 2) + line for line in wrapped[1:]]
    return "\n".join(lines)


def _wrap(text: Any, width: int) -> list[str]:
    from rich.console import Console

    return [line.plain.rstrip() for line in text.wrap(Console(width=width), width)] or [""]
