"""Where plans begin: titles over several lines, notices, quoted titles, several plans in a file."""

from __future__ import annotations

import pytest

from ingest.catalogue.entries import Catalogue

BODY = "一、总体要求\n坚持平等，促进发展。\n二、组织实施\n（一）加强领导。统筹推进。\n"


@pytest.mark.parametrize(
    ("top", "title"),
    [
        ("示例县妇女发展规划（2021—2030年）", "示例县妇女发展规划（2021—2030年）"),
        ("《示例县妇女发展规划（2021—2030年）》", "示例县妇女发展规划（2021—2030年）"),
        ("# 示例县妇女发展规划（2021—2030年）", "示例县妇女发展规划（2021—2030年）"),
        ("**示例县妇女发展规划**", "示例县妇女发展规划"),
        (
            "示例县妇女发展规划\n（2021 年—2030 年）\n（征求意见稿）",
            "示例县妇女发展规划（2021年—2030年）（征求意见稿）",
        ),
        (
            "示例省人民政府关于加快推进养老服务和\n托育服务发展的指导意见",
            "示例省人民政府关于加快推进养老服务和托育服务发展的指导意见",
        ),
        (
            "示例县妇女发展规划（2021～2030年）\n（示例县人民政府　2021年12月29日）",
            "示例县妇女发展规划（2021～2030年）",
        ),
        ("示例县托育服务规划\n（2024年3月5日示例县人民政府印发）", "示例县托育服务规划"),
        ("示例县2023年妇女儿童工作要点", "示例县2023年妇女儿童工作要点"),
        ("示例县关于加强妇女工作的决定示发〔2020〕3号", "示例县关于加强妇女工作的决定"),
    ],
)
def test_title(top: str, title: str, read) -> None:
    (plan,) = read(f"{top}\n{BODY}")
    assert plan.entry.title == title
    assert [heading.level for heading in plan.headings][:1] == [0]


def test_a_text_without_a_title_is_named_after_its_file(read) -> None:
    (plan,) = read(f"各乡镇人民政府：现提出以下意见。\n{BODY}", "妇女工作意见.txt")
    assert plan.entry.title == "妇女工作意见"
    assert plan.entry.id.startswith("doc-")
    (named,) = read(BODY, "Women Plan_2021.txt")
    assert named.entry.id == "women-plan-2021"


@pytest.mark.parametrize("front", ["", "前言\n男女平等是基本国策。\n"])
def test_two_plans_behind_one_notice(front: str, read) -> None:
    notice = (
        "示例县人民政府关于印发示例县妇女发展规划和示例县儿童发展规划的通知\n示政发〔2022〕1号\n各乡镇人民政府：\n"
        "现将《示例县妇女发展规划（2021—2030年）》和《示例县儿童发展规划（2021—2030年）》印发给你们。\n"
        "示例县人民政府\n2022年1月5日\n"
    )
    women = f"示例县妇女发展规划（2021—2030年）\n{front}{BODY}"
    children = f"示例县儿童发展规划（2021—2030年）\n{front}{BODY}"
    plans = read(notice + women + children)
    assert [plan.entry.id for plan in plans] == ["sample-1", "sample-2"]
    assert [plan.entry.title for plan in plans] == [
        "示例县妇女发展规划（2021—2030年）",
        "示例县儿童发展规划（2021—2030年）",
    ]
    assert [(plan.entry.start_year, plan.entry.end_year) for plan in plans] == [(2021, 2030)] * 2
    assert [c.address for c in plans[0].clauses][:3] == [
        "sample-1/notice-masthead",
        "sample-1/notice",
        "sample-1/notice-closing",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "《示例县妇女发展规划（2021—2030年）》",
        "示例县妇女发展规划（2021—2030年），示例县儿童发展规划（2021—2030年）。",
        "实施示例县妇女发展规划",
    ],
)
def test_titles_in_the_text_begin_nothing(line: str, read) -> None:
    text = (
        f"示例县妇女发展规划（2021—2030年）\n一、总体要求\n依据\n{line}\n坚持平等。\n二、组织实施\n加强。\n"
    )
    assert len(read(text)) == 1


def test_the_catalogue_names_known_plans(read, catalogue: Catalogue) -> None:
    (plan,) = read(f"腾冲市妇女发展规划(2021-2030年)\n{BODY}", known=catalogue)
    assert plan.entry.id == "tengchong-women-2021"
    assert plan.clauses[0].address.startswith("tengchong-women-2021/")
    (other,) = read(f"示例市妇女发展规划（2021—2030年）\n{BODY}", known=catalogue)
    assert other.entry.id == "sample"


def test_a_plan_right_below_the_title_of_its_notice(read) -> None:
    notice = "示例省人民政府关于印发示例省妇女发展规划和示例省儿童发展规划的通知"
    body = "一、总体要求\n促进儿童全面发展。\n二、主要任务\n（一）完善服务。\n1. 巩固率达到95%以上。\n"
    for title in ("示例儿童发展规划（2021—2030年）", "示例儿童发展规划\n（2021—2030年）"):
        plans = read(f"{notice}\n{title}\n{body}")
        assert [plan.entry.title for plan in plans] == ["示例儿童发展规划（2021—2030年）"]
