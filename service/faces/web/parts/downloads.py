"""What is on the screen as a file: the address of a page with the ending of a form of files behind it, such as .xlsx, the same words and filters.

Takes a Book. Gives the file with a name that says what is in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias
from urllib.parse import quote

from fastapi.responses import Response

from service.faces.sheets.workbook import FORMS, Book, form_of

if TYPE_CHECKING:
    Suffix: TypeAlias = str
else:
    Suffix = Literal[tuple(form.suffix for form in FORMS)]


def as_file(book: Book, suffix: Suffix) -> Response:
    """A book as a download."""
    form = form_of(suffix)
    assert form is not None  # Suffix
    name = quote(book.file_name(suffix))
    headers = {
        "Content-Disposition": f"attachment; filename=\"table.{suffix}\"; filename*=UTF-8''{name}",
        "Cache-Control": "no-store",
    }
    return Response(form.write(book), media_type=form.media_type, headers=headers)
