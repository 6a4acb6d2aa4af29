"""A table of a plan as a table in the terminal: its caption, its heads, every cell at its place, its notes."""

from __future__ import annotations

from rich import box
from rich.table import Table as Printed
from rich.text import Text

from analyzers.normalise import join_lines
from ingest.plan import Table, TableKind
from service.faces.terminal.console import FAINT, console


def grid(table: Table, source: str, marked: str = "") -> None:
    """A table whose cells stand in a source text; the row that is the clause ``marked`` stands out."""
    out = console()
    out.print()
    caption = Text(table.caption or "（没有表名）", style="bold")
    caption.append(f"  {table.kind.label}  {table.address.partition('/')[2]}", style=FAINT)
    out.print(caption)
    if table.kind is not TableKind.BOX:
        out.print(_printed(table, source, marked))
    if table.notes:
        out.print(Text(table.notes, style=FAINT))


def _printed(table: Table, source: str, marked: str) -> Printed:
    printed = Printed(box=box.ASCII2, show_header=False, pad_edge=False, show_lines=True)
    width = table.source.width
    for _ in range(width):
        printed.add_column(overflow="fold")
    rows = [[""] * width for _ in range(table.source.height)]
    for cell in table.source.cells:
        rows[cell.row][cell.column] = join_lines(source, cell.start, cell.end).text
    here = {row.row for row in table.rows if row.clause == marked}
    for number, row in enumerate(rows):
        style = "bold" if number < table.head else "reverse" if number in here else ""
        printed.add_row(*row, style=style)
    return printed
