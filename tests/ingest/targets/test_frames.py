"""The frames of a sentence: their order stands in one tuple, and each claims what its table says.

``frames/<name>.txt`` holds a frame's phrases (format: see their heads), ``refusals.txt`` numbers that are no targets.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from analyzers.normalise import fold
from analyzers.years import find_years
from ingest.plan import Clause, ClauseKind, SourceText
from ingest.targets import explain_targets, frames, records
from ingest.targets.aim_or_report import FACTS
from ingest.targets.explain import says
from ingest.targets.frames import FRAMES, read_segment
from ingest.targets.records import Memory, Passage
from ingest.targets.segments import cut, numbers_in
from ingest.targets.wording.refusals import REFUSALS

HERE = Path(__file__).parent
NO_TARGET = "不是目标"


def rows(path: Path) -> Iterator[tuple[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            phrase, _, wanted = line.partition(" → ")
            yield phrase, wanted


def claimed(phrase: str, frame: str) -> str:
    """What a frame reads of a phrase, in the writing of the tables."""
    text = fold(phrase)
    passage, memory = Passage(text, phrase), Memory()
    found: list[str] = []
    for segment in cut(text, numbers_in(text), find_years(text)):
        read = read_segment(passage, segment, memory)
        memory = read.memory
        found += [
            f"{one.indicator};{one.quantity.comparator};{one.value.normalize():f};{one.unit}"
            + ("(change)" if one.change else "")
            for one in read.readings
            if one.frame == frame
        ]
        found += [NO_TARGET for one in read.refused if one.reason == frame]
    return " | ".join(found) or "-"


CASES = [
    pytest.param(frame.name, phrase, wanted, id=f"{frame.name}-{number}")
    for frame in FRAMES
    for number, (phrase, wanted) in enumerate(rows(HERE / "frames" / f"{frame.name}.txt"), 1)
]


@pytest.mark.parametrize(("frame", "phrase", "wanted"), CASES)
def test_a_frame_claims_what_its_table_says(frame: str, phrase: str, wanted: str) -> None:
    assert claimed(phrase, frame) == wanted


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_a_frame_claims_its_example(frame: frames.Frame) -> None:
    assert claimed(frame.example, frame.name) != "-"
    assert (frame.example, claimed(frame.example, frame.name)) in list(
        rows(HERE / "frames" / f"{frame.name}.txt")
    )


def test_every_table_has_a_frame() -> None:
    assert {path.stem for path in (HERE / "frames").glob("*.txt")} == {frame.name for frame in FRAMES}


def refused(sentence: str) -> list[tuple[str, str | None]]:
    source = SourceText("示例.txt", sentence, "utf-8", "")
    clause = Clause("demo/1", "demo", ClauseKind.GOAL, "1", "", None, None, "", sentence, 0, len(sentence))
    reference = "示例县规划（2021—2025年）\n" if "十三五" in sentence else ""
    if reference:
        source = SourceText("示例.txt", reference + sentence, "utf-8", "")
        clause = dataclasses.replace(clause, start=len(reference), end=len(reference + sentence))
    return [(one.quote, one.refused) for one in explain_targets([clause], source) if one.refused]


@pytest.mark.parametrize(("sentence", "wanted"), list(rows(HERE / "refusals.txt")))
def test_a_number_is_refused_for_what_it_is(sentence: str, wanted: str) -> None:
    quote, reason = wanted.split()
    assert (quote, reason) in refused(sentence)


def test_every_refusal_has_a_sentence() -> None:
    tried = {wanted.split()[1] for _, wanted in rows(HERE / "refusals.txt")}
    assert {refusal.name for refusal in REFUSALS} <= tried
    # Matters of the clause's kind and of its headings: test_explain, test_past_and_rules.
    assert set(FACTS) - tried == {"background", "past_section", "rules_section"}


def test_the_table_of_the_order_is_the_order() -> None:
    table = "\n".join(f"  {frame.name:<16} {frame.example}" for frame in FRAMES)
    assert f"\n\n{table}\n\n" in (frames.__doc__ or ""), f"the table should read\n{table}"


def test_names_are_told_apart() -> None:
    names = [*(frame.name for frame in FRAMES), *(refusal.name for refusal in REFUSALS), *FACTS]
    assert len(set(names)) == len(names)
    assert set(names) < set(says())


def test_nothing_that_frames_are_handed_can_be_changed() -> None:
    kinds = [kind for _, kind in inspect.getmembers(records, dataclasses.is_dataclass)]
    kinds = [kind for kind in kinds if kind.__module__ == records.__name__]
    assert {"Memory", "Group", "Spot", "Passage", "Reading"} <= {kind.__name__ for kind in kinds}
    assert [kind.__name__ for kind in kinds if not kind.__dataclass_params__.frozen] == []
