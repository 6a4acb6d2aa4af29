"""Addresses of pages: what was asked, with one value changed; and where a page of a list begins."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query

Many = Annotated[list[str], Query()]  # a name that an address may have several times


def address_of(path: str, asked: Iterable[tuple[str, str]], **more: str) -> str:
    """An address with what was asked; a value in ``more`` takes the place of the one asked, "" takes it away."""
    kept = [(name, value) for name, value in asked if name not in more and value]
    query = urlencode([*kept, *((name, value) for name, value in more.items() if value)])
    return f"{path}?{query}" if query else path


def first_of_page(offset: int, total: int, size: int) -> int:
    """Where the page begins that an address asks for; behind the end it is the last page there is."""
    return max(0, min(offset, (total - 1) // size * size))
