"""Tables of known figures: every mistake is one sentence with its line, and a plan's own text settles a figure."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.catalogue.entries import Catalogue
from ingest.catalogue.figures import Figure, Outcome, compare_figures, load_figures, read_figures
from ingest.plan import CatalogueError, Checked, SourceText
from ingest.reading import read_text

HEAD = "plan,kind,domain,number,indicator,population,comparator,value,unit,year,nature,trend,baseline_year,checked,note,source"
ROW = "p,goal,妇女与健康,1,孕产妇死亡率,孕产妇,<=,12,per_100000,2030,level,,,reported,,报道"


def _read(tmp_path: Path, *rows: str, head: str = HEAD) -> tuple[Figure, ...]:
    path = tmp_path / "known.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8-sig")
    return read_figures(path, {"p"})


def test_the_table_that_ships(catalogue: Catalogue, corpus_dir: Path) -> None:
    figures = load_figures([corpus_dir], {entry.id for entry in catalogue.entries})
    assert len(figures) == 120
    by_check = [sum(figure.checked is each for figure in figures) for each in Checked]
    assert by_check == [26, 7, 87]
    assert all(figure.source and not figure.source.isascii() for figure in figures)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("p,goal", "q,goal", "第 3 行的规划“q”不在规划目录中"),
        ("p,goal", "p,aim", "第 3 行的“kind”写的是“aim”"),
        (",12,", ",十二,", "第 3 行的数值“十二”不是数字"),
        (",12,", ",NaN,", "第 3 行的数值“NaN”不是数字"),
        (",12,", ",,", "nature 应写 trend"),
        ("<=", "", "还要写比较词"),
        ("<=", "≤", "第 3 行的“comparator”"),
        (",2030,", ",30,", "第 3 行的“year”写的是“30”"),
        ("reported", "sure", "第 3 行的“checked”写的是“sure”，只能是 text、reported、unconfirmed 之一"),
        ("报道", "", "第 3 行缺少“source”"),
        ("孕产妇死亡率", "", "第 3 行缺少“indicator”"),
        (",报道", "", "第 3 行有 15 列，应为 16 列"),
    ],
)
def test_mistakes_are_told_with_their_line(old: str, new: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as error:
        _read(tmp_path, ROW, ROW.replace(old, new, 1))
    assert says in str(error.value)
    assert "known.csv" in str(error.value)


def test_table_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="缺少“checked”一列"):
        _read(tmp_path, head=HEAD.replace("checked", "status"))
    (tmp_path / "known.csv").write_bytes(HEAD.encode() + "妇女".encode("gb18030"))
    with pytest.raises(CatalogueError, match="CSV UTF-8"):
        read_figures(tmp_path / "known.csv", {"p"})


TEXT = """示例国妇女发展纲要（2021—2030年）
二、发展领域
（一）妇女与健康
主要目标：
1. 孕产妇死亡率下降到12/10万以下。
2. 适龄妇女宫颈癌人群筛查率达到70%以上，新生儿、婴儿死亡率分别控制在3‰和5‰以下。
3. 农村自来水普及率达到90%。
"""


@pytest.mark.parametrize(
    ("row", "outcome", "checked"),
    [
        (ROW, Outcome.CONFIRMED, Checked.TEXT),
        (ROW.replace("12,per_100000", "0.12,per_1000"), Outcome.CONFIRMED, Checked.TEXT),
        (ROW.replace(",12,", ",9,"), Outcome.CONFLICT, Checked.REPORTED),
        (ROW.replace("孕产妇死亡率", "婴儿死亡率").replace("12,per_100000", "5,per_1000"), Outcome.CONFIRMED, Checked.TEXT),
        (ROW.replace("孕产妇死亡率", "新生儿死亡率").replace("12,per_100000", "3.0,per_1000"), Outcome.CONFIRMED, Checked.TEXT),
        (ROW.replace("健康,1,孕产妇死亡率", "健康,2,宫颈癌人群筛查率").replace("12,per_100000", "80,percent"), Outcome.CONFLICT, Checked.REPORTED),
        (ROW.replace("健康,1,孕产妇死亡率", "健康,3,农村卫生厕所普及率").replace("12,per_100000", "85,percent"), Outcome.NOT_FOUND, Checked.REPORTED),
        (ROW.replace("孕产妇死亡率", "妇女贫血患病率").replace("12,per_100000", "12,percent"), Outcome.NOT_FOUND, Checked.REPORTED),
        (ROW.replace("<=,12,per_100000,2030,level,", ",,,2030,trend,down"), Outcome.NOT_FOUND, Checked.REPORTED),
    ],
)  # fmt: skip
def test_the_text_settles_a_figure(row: str, outcome: Outcome, checked: Checked, tmp_path: Path) -> None:
    plan = read_text(SourceText("p.txt", TEXT, "utf-8", "0" * 64))[0]
    targets = plan.targets
    figures = _read(tmp_path, row)
    without = compare_figures(figures, targets, held=())
    assert [(each.outcome, each.checked) for each in without] == [(Outcome.NO_TEXT, Checked.REPORTED)]
    (found,) = compare_figures(figures, targets, held={"p"})
    assert plan.entry.id == "p"
    assert (found.outcome, found.checked) == (outcome, checked)
    if outcome in (Outcome.CONFIRMED, Outcome.CONFLICT):
        assert found.clause in {target.clause for target in targets}
        assert found.quote
