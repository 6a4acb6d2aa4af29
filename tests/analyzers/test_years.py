"""Years of real phrases: which year, what it is stated for, and numbers that are no years."""

from __future__ import annotations

import pytest

from analyzers.normalise import fold
from analyzers.years import find_years


@pytest.mark.parametrize(
    ("text", "years", "printed"),
    [
        ("到2025年覆盖率达到90%", [(2025, "by")], ["到2025年"]),
        ("到２０３０年", [(2030, "by")], ["到２０３０年"]),
        ("到20 30年覆盖率达到90%", [(2030, "by")], ["到20 30年"]),
        ("到2 0 3 0 年，比2020年下降", [(2030, "by"), (2020, "base")], ["到2 0 3 0 年", "比2020年"]),
        ("到20\u200b30年底", [(2030, "by")], ["到20\u200b30年底"]),
        ("二〇三〇年", [(2030, "plain")], ["二〇三〇年"]),
        ("2025年、2030年分别达到", [(2025, "plain"), (2030, "plain")], ["2025", "2030年"]),
        ("规划期为2021—2030年", [(2030, "by")], ["2021—2030年"]),
        ("“十四五”期间", [(2025, "period")], ["“十四五”期间"]),
        ("浓度20.1 2030年降至18", [(2030, "plain")], ["2030年"]),
        ("每班十四五名学员", [], []),
        ("新增20 30个", [], []),
        ("二〇二五年三月八日", [], []),
        ("2022年11月29日", [], []),
    ],
)
def test_years(text: str, years: list[tuple[int, str]], printed: list[str]) -> None:
    found = find_years(fold(text))
    assert [(mark.year, mark.role) for mark in found] == years
    assert [text[mark.start : mark.end] for mark in found] == printed
