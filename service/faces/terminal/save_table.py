"""Saves a table that a command was asked for, in the form that the name of the file ends with: .xlsx, .csv.

Takes a Book and a path. Gives nothing. Never leaves a half-written file: an existing one is replaced only as
a whole. Where the file is open in Excel, the error says so.
"""

from __future__ import annotations

import os
from pathlib import Path

from service.errors import Unwritable, UserError
from service.faces.sheets.workbook import FORMS, Book, form_of
from service.faces.terminal.console import GOOD, console


def save(book: Book, path: Path) -> None:
    """Writes the file and says so. Raises UserError or Unwritable."""
    form = form_of(path.suffix)
    if form is None:
        endings = " 或 ".join(f".{form.suffix}" for form in FORMS)
        raise UserError(f"“{path.name}”应以 {endings} 结尾，请改正文件名。")
    data = form.write(book)
    fresh = path.with_name(f"{path.name}.{os.getpid()}.new")
    try:
        fresh.write_bytes(data)
        os.replace(fresh, path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise Unwritable(
            f"文件 {path} 无法写入，请检查文件夹是否存在、磁盘空间和权限；如果正在 Excel 中打开，请先关闭。"
        ) from None
    rows = sum(len(sheet.rows) for sheet in book.sheets)
    console().print(f"已存为 {path}（{rows} 行）", style=GOOD)
