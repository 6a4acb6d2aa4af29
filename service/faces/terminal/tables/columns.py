"""What the tables of a terminal share: how a column behaves, and a text with its marks cut to a few lines."""

from __future__ import annotations

from rich import box
from rich.table import Table
from rich.text import Text

from service.faces.terminal.console import console, excerpt, paragraph

NARROW: dict[str, object] = {"no_wrap": True}
LINE: dict[str, object] = {"no_wrap": True, "overflow": "ellipsis"}
TEXT: dict[str, object] = {"overflow": "fold"}
RIGHT: dict[str, object] = {"justify": "right", "no_wrap": True}
_LINES = 2


def table_of(*columns: tuple[str, dict[str, object]]) -> Table:
    """A table without sides; each column by its name and how it behaves."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name, options in columns:
        table.add_column(name, **options)  # type: ignore[arg-type]
    return table


def clause_text(text: str, indent: int, *, full: bool) -> Text:
    """The text of a clause; where it is not wanted in full, its first lines."""
    if not full:
        text, _ = excerpt(text, (), max(40, (console().width - indent) // 2 * _LINES - 2))
    return paragraph(text, indent=indent)


def short_address(address: str) -> str:
    """An address without its plan, which stands above the table."""
    return address.partition("/")[2] or address


def total(number: int, what: str) -> None:
    """How many rows there are, below them."""
    console().print(
        Text(f"共 {number} {what}", style="bold")
        if number
        else Text(f"没有符合条件的{what[1:]}。", style="bold")
    )
