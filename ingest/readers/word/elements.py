"""Finds elements of Word's XML by their local names, so that every dialect of it reads alike.

Takes parsed elements. Gives local names, attributes and children by name: the strict and the transitional form of
ISO/IEC 29500 and the XML of Word 2003 differ in their namespaces only.
"""

from __future__ import annotations

from typing import Any

_OFF = ("0", "false", "off", "none")


def local(element: Any) -> str:
    """The name of an element without its namespace, "" for what is none."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def value(element: Any, name: str = "val") -> str | None:
    """An attribute of an element, whatever its namespace."""
    return next((str(v) for key, v in element.attrib.items() if key.rpartition("}")[2] == name), None)


def child(element: Any, *names: str) -> Any:
    """The element at a path of local names below this one, None where there is none."""
    for name in names:
        element = next((each for each in element if local(each) == name), None)
        if element is None:
            return None
    return element


def is_on(element: Any, *names: str) -> bool:
    """Whether there is a switch at a path of local names and it is not turned off."""
    found = child(element, *names)
    return found is not None and value(found) not in _OFF


def whole(element: Any, *names: str, otherwise: int = 0) -> int:
    """The number that the element at a path of local names states."""
    found = child(element, *names)
    stated = None if found is None else value(found)
    return int(stated) if stated is not None and stated.isdecimal() and len(stated) < 7 else otherwise
