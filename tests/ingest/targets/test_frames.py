"""The frames of a sentence: their order stands in one tuple, and what is told of it is true."""

from __future__ import annotations

import dataclasses
import inspect

from ingest.targets import frames, records
from ingest.targets.frames import FRAMES


def test_the_table_of_the_order_is_the_order() -> None:
    table = "\n".join(f"  {frame.name:<16} {frame.example}" for frame in FRAMES)
    assert f"\n\n{table}\n\n" in (frames.__doc__ or ""), f"the table should read\n{table}"


def test_names_are_told_apart() -> None:
    assert len({frame.name for frame in FRAMES}) == len(FRAMES) > 15


def test_nothing_that_frames_are_handed_can_be_changed() -> None:
    kinds = [kind for _, kind in inspect.getmembers(records, dataclasses.is_dataclass)]
    kinds = [kind for kind in kinds if kind.__module__ == records.__name__]
    assert {"Memory", "Group", "Spot", "Passage", "Reading"} <= {kind.__name__ for kind in kinds}
    assert [kind.__name__ for kind in kinds if not kind.__dataclass_params__.frozen] == []
