"""A unit's own rows of the word tables: added and taken away one at a time, each checked before it is kept.

Takes the data folder and the cells of a row. The tables lie in ``<home>/lexicon``, are what a person would write with
an editor, and follow those that come with the program (analyzers/lexicon.py). A running service sees the changed file
and follows it (service/live/live_base.py). Raises LexiconError or BadQuery for a row that the tables would refuse.
"""

from __future__ import annotations

import re
import threading
from pathlib import Path

from analyzers import lexicon
from analyzers.lexicon import LexiconError
from analyzers.normalise import HAN_EXTENDED
from analyzers.synonyms import Row, read_row
from service.atomic_files import replace_file
from service.errors import Unwritable
from service.query.query import read_query
from service.settings import lexicon_folder

OWN = "# 本单位增加的词，接在随程序安装的同名词表后面，升级程序时不会丢。写法见随程序安装的词表开头的说明。"
WEIGHT = "0.8"  # of a row that a person adds: nearly the same thing
MOST = 2_000  # rows of one own table
_LONGEST = 200  # characters of a cell
_WORD = re.compile(rf"[{HAN_EXTENDED}A-Za-z0-9]+")
_writing = threading.Lock()
Cells = dict[str, str]


def add(home: Path, name: str, cells: Cells) -> None:
    """Adds a row, where it does not stand there yet. Raises Unwritable where the folder cannot be written."""
    cells = {column: " ".join(cells.get(column, "").split())[:_LONGEST] for column in lexicon.header(name)}
    _check(name, cells)
    with _writing:
        rows = read(home, name)
        if cells in rows or cells in lexicon.table(name):
            return
        if len(rows) >= MOST:
            raise LexiconError(f"本单位的词表已有 {MOST} 行，请先删去不用的，再增加。")
        _write(home, name, [*rows, cells])


def remove(home: Path, name: str, cells: Cells) -> bool:
    """Takes an own row away; False where there is none such."""
    with _writing:
        rows = read(home, name)
        left = [row for row in rows if row != cells]
        if len(left) == len(rows):
            return False
        _write(home, name, left)
        return True


def read(home: Path, name: str) -> list[Cells]:
    """The own rows as the file has them now, which is not always what this process was started with."""
    path = lexicon_folder(home) / f"{name}.tsv"
    return list(lexicon.rows_of(path, name)) if path.is_file() else []


def synonym(phrase: str, others: str, note: str = "") -> Cells:
    """The cells of a row that leads from a phrase to other wordings, as a person types them: ｜ or | between."""
    ways = " | ".join(filter(None, (part.strip() for part in others.replace("｜", "|").split("|"))))
    return {"from": phrase, "to": ways, "direction": ">", "weight": WEIGHT, "note": note}


def synonym_row(cells: Cells) -> Row:
    """The row of these cells. Raises LexiconError, and BadQuery for a wording that cannot be looked for."""
    row = read_row(cells)
    for term in (term for terms in row.alternatives for term in terms):
        read_query(term, literal=True)
    return row


def _check(name: str, cells: Cells) -> None:
    if next(iter(cells.values())).startswith("#"):
        raise LexiconError("说法不能以 # 开头：那样的行在词表里是说明。")
    if name == "synonyms":
        row = read_row(cells)
        for term in (*row.phrases, *(term for terms in row.alternatives for term in terms)):
            read_query(
                term, literal=True
            )  # a wording that cannot be looked for is refused as a query would be
    elif name == "blocked":
        sub, word = cells["sub"], cells["word"]
        if not (_WORD.fullmatch(sub) and _WORD.fullmatch(word)):
            raise LexiconError("假词的两栏都要填，只写汉字、字母或数字，例如：书记、总书记。")
        if sub == word or sub not in word:
            raise LexiconError(f"“{word}”里要含有“{sub}”，并且比它长，例如：查“书记”时不找“总书记”。")
    else:
        raise LexiconError(f"词表 {name} 不能在这里增加，请用记事本改词表文件。")


def _write(home: Path, name: str, rows: list[Cells]) -> None:
    folder = lexicon_folder(home)
    columns = lexicon.header(name)
    lines = [OWN, "\t".join(columns), *("\t".join(row[column] for column in columns) for row in rows)]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        replace_file(folder / f"{name}.tsv", ("\n".join(lines) + "\n").encode("utf-8"))
    except OSError:
        raise Unwritable(f"词表无法写到 {folder}，请检查文件夹权限和磁盘空间后再试。") from None
