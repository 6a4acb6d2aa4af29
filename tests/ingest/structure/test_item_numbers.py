"""The number of an item is no part of the value behind it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from ingest.reading import read_file

TEXT = """示例市妇女发展规划（2021—2030年）
二、发展领域
（一）妇女与家庭
主要目标：
1.建立制度。
2.完善服务。
3.加强指导。
4.95%的城市社区建立家长学校。
5.85%以上的农村社区建立家长学校。
"""


def test_a_percentage_right_behind_the_number_of_its_item(tmp_path: Path) -> None:
    file = tmp_path / "plan.txt"
    file.write_text(TEXT, encoding="utf-8")
    (plan,) = read_file(file, None)
    assert [clause.number for clause in plan.clauses if clause.kind == "goal"] == ["1", "2", "3", "4", "5"]
    assert [(target.number, target.value, target.quote) for target in plan.targets] == [
        ("4", Decimal(95), "95%的城市社区建立家长学校"),
        ("5", Decimal(85), "85%以上的农村社区建立家长学校"),
    ]
