"""What is on the screen as a file: the address of a page with .xlsx or .csv behind it, the same words and filters.

Takes a Book. Gives the file with a name that says what is in it.
"""

from __future__ import annotations

from typing import Literal
from urllib.parse import quote

from fastapi.responses import Response

from service.faces.sheets.workbook import CSV, XLSX, Book, as_csv, as_xlsx

Suffix = Literal["xlsx", "csv"]


def as_file(book: Book, suffix: Suffix) -> Response:
    """A book as a download."""
    data = as_csv(book) if suffix == "csv" else as_xlsx(book)
    name = quote(book.file_name(suffix))
    headers = {
        "Content-Disposition": f"attachment; filename=\"table.{suffix}\"; filename*=UTF-8''{name}",
        "Cache-Control": "no-store",
    }
    return Response(data, media_type=CSV if suffix == "csv" else XLSX, headers=headers)
