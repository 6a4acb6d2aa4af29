"""A property that is worked out when it is first asked for, and kept by its object.

``functools.cached_property`` of Python 3.11 holds one lock for a property of all objects of a class: an answer
that waits for a server would keep every other answer of the process waiting. An answer belongs to one
request, so there is nothing to lock here.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar, overload

_T = TypeVar("_T")


class Once(Generic[_T]):
    """Decorates a method without arguments; the object must have a ``__dict__``."""

    def __init__(self, work: Callable[[Any], _T]) -> None:
        self._work = work
        self.__doc__ = work.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    @overload
    def __get__(self, holder: None, owner: type) -> Once[_T]: ...
    @overload
    def __get__(self, holder: object, owner: type) -> _T: ...
    def __get__(self, holder: object | None, owner: type) -> _T | Once[_T]:
        if holder is None:
            return self
        found = self._work(holder)
        holder.__dict__[self._name] = found  # found there from now on, before this descriptor
        return found
