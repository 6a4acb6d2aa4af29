"""The catalogue: the one that ships, and every mistake a person can make in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from ingest.catalogue.entries import Catalogue, load
from ingest.plan import CatalogueError, Holding, Level

GOOD = """
[[plan]]
id = "example-women"
title = "示例县妇女发展规划（2021—2030年）"
level = "county"
holding = "full"
file = "county/a.txt"
"""


def _corpus(folder: Path, toml: str, text: str = "一、总体要求\n") -> Path:
    (folder / "county").mkdir()
    (folder / "county" / "a.txt").write_text(text, encoding="utf-8")
    (folder / "catalogue.toml").write_text(toml, encoding="utf-8")
    return folder


def test_the_catalogue_that_ships(catalogue: Catalogue) -> None:
    levels = [(entry.id, entry.level, entry.holding) for entry in catalogue.entries]
    assert levels == [
        ("tengchong-women-2021", Level.COUNTY, Holding.FULL),
        ("tengchong-children-2021", Level.COUNTY, Holding.FULL),
        ("baoshan-women-2021", Level.CITY, Holding.NONE),
        ("baoshan-children-2021", Level.CITY, Holding.NONE),
        ("yunnan-women-2021", Level.PROVINCE, Holding.NONE),
        ("yunnan-children-2021", Level.PROVINCE, Holding.NONE),
        ("nation-women-2021", Level.NATION, Holding.FIGURES),
        ("nation-children-2021", Level.NATION, Holding.FIGURES),
        ("nation-healthy-china-2030", Level.NATION, Holding.FIGURES),
    ]
    women = catalogue.get("tengchong-women-2021")
    assert women is not None
    assert women.parents == ("baoshan-women-2021", "yunnan-women-2021", "nation-women-2021")
    assert len(catalogue.files()) == 1
    nation = catalogue.get("nation-women-2021")
    assert nation is not None
    assert nation.number == "国发〔2021〕16号"
    assert {"国家两纲", "妇纲"} <= set(nation.aliases)


@pytest.mark.parametrize(
    ("title", "plan"),
    [
        ("腾冲妇女发展规划（2021—2030年）", "tengchong-women-2021"),
        ("腾冲市妇女发展规划(2021-2030年)", "tengchong-women-2021"),
        ("《保山儿童发展规划（2021—2030年）》", "baoshan-children-2021"),
        ("云南省妇女发展规划（2021—2030年）", "yunnan-women-2021"),
        ("两规", None),
        ("示例县妇女发展规划（2021—2030年）", None),
    ],
)
def test_plans_are_known_by_their_titles(title: str, plan: str | None, catalogue: Catalogue) -> None:
    found = catalogue.identify(title, "0" * 64)
    assert (found.id if found else None) == plan


def test_a_folder_or_the_file_itself(tmp_path: Path) -> None:
    _corpus(tmp_path, GOOD)
    assert load(tmp_path) == load(tmp_path / "catalogue.toml")


@pytest.mark.parametrize(
    ("toml", "says"),
    [
        ("[[plan]\n", "格式有误"),
        ("plan = 3\n", "[[plan]]"),
        ('[[plan]]\ntitle = "示例"\n', "缺少“id”"),
        ('[[plan]]\nid = "example"\n', "缺少“title”"),
        (GOOD.replace("example-women", "示例"), "小写字母"),
        (GOOD + 'colour = "red"\n', "不认识的项目“colour”"),
        (GOOD.replace('"county"', '"town"'), "level"),
        (GOOD + 'start_year = "2021"\n', "年份"),
        (GOOD + 'date = "2021年"\n', "日期"),
        (GOOD + 'aliases = "两规"\n', "清单"),
        (GOOD + 'parents = ["nobody"]\n', "上级“nobody”"),
        (GOOD + 'parents = ["example-women"]\n', "上级"),
        (GOOD + GOOD, "两个规划"),
        (GOOD.replace("full", "none"), "不一致"),
        (GOOD.replace("a.txt", "b.txt"), "不存在"),
        (GOOD + f'sha256 = "{"0" * 64}"\n', "校验值不符"),
        (GOOD + 'sha256 = "xyz"\n', "sha256"),
    ],
)
def test_mistakes_are_told_in_one_sentence(toml: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError) as error:
        load(_corpus(tmp_path, toml))
    assert says in str(error.value)
    assert str(error.value).endswith("。")


def test_missing_and_wrongly_encoded_catalogue(tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match="找不到"):
        load(tmp_path)
    (tmp_path / "catalogue.toml").write_bytes("title = '规划'".encode("gb18030"))
    with pytest.raises(CatalogueError, match="UTF-8"):
        load(tmp_path)
