"""A server that failed: who is kept away, who tries again, and what calls everybody back."""

from __future__ import annotations

import time

from service.breaker import Breaker


def test_after_a_failure_it_rests_and_then_one_tries() -> None:
    breaker = Breaker(0.05)
    assert breaker.resting() == breaker.why == ""
    assert breaker.failed("连不上")  # it had been well
    assert not breaker.failed("没有及时回答")
    assert breaker.resting() == breaker.why == "没有及时回答"
    time.sleep(0.06)
    assert breaker.resting() == ""  # this one tries
    assert breaker.resting() == "没有及时回答"  # the others go on without
    breaker.worked()
    assert breaker.resting() == breaker.why == ""


def test_what_was_begun_before_it_failed_says_nothing() -> None:
    breaker, before = Breaker(), time.monotonic()
    breaker.failed("没有及时回答")
    breaker.worked(before)
    assert breaker.resting()
    breaker.worked(time.monotonic())
    assert not breaker.resting()
