"""One answer that waits keeps no other waiting."""

from __future__ import annotations

import threading

from service.answers.cached import Once
from service.answers.search import SearchAnswer
from service.answers.search.hits import Hit


class Waiting:
    """Something with a property that takes as long as its gate is shut."""

    def __init__(self, gate: threading.Event) -> None:
        self.gate = gate
        self.asked = 0

    @Once
    def value(self) -> int:
        """What is worked out."""
        self.asked += 1
        assert self.gate.wait(5)
        return self.asked


def test_it_is_worked_out_once() -> None:
    gate = threading.Event()
    gate.set()
    each = Waiting(gate)
    assert each.value == each.value == 1
    assert Waiting.value.__doc__ == "What is worked out."


def test_one_that_waits_keeps_no_other_waiting() -> None:
    shut, open_gate = threading.Event(), threading.Event()
    open_gate.set()
    slow, quick = Waiting(shut), Waiting(open_gate)
    waiting = threading.Thread(target=lambda: slow.value)
    waiting.start()
    while not slow.asked:
        pass
    assert quick.value == 1
    shut.set()
    waiting.join()


def test_answers_have_no_lock_in_common() -> None:
    """Python 3.11's ``cached_property`` has one, for all objects of a class."""
    for owner in (SearchAnswer, Hit):
        locked = [name for name, each in vars(owner).items() if hasattr(each, "lock")]
        assert locked == []
