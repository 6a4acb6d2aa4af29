"""Citations, as tables of real phrases."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import NOTICE, TEXT_NAMES, text_file

from analyzers.citations import find_citations
from analyzers.normalise import squash

TEXTS = [*TEXT_NAMES, NOTICE.stem]

FOUND = [
    ("根据《中国妇女发展纲要（2021—2030年）》精神", [("title", "中国妇女发展纲要（2021—2030年）")]),
    ("《宪法》《中华人民共和国民法典》等", [("title", "宪法"), ("title", "中华人民共和国民法典")]),
    ("《中\n\n华人民共和国妇女权益保障法》", [("title", "中华人民共和国妇女权益保障法")]),
    ("印发《关于实施〈家庭教育促进法〉的意见》的通知", [("title", "关于实施〈家庭教育促进法〉的意见")]),
    ("（国发〔2021〕16号）", [("number", "国发〔2021〕16号")]),
    ("按照云政发[2022]5号要求", [("number", "云政发〔2022〕5号")]),
    ("国办发（2018）129 号", [("number", "国办发〔2018〕129号")]),
    ("国发〔２０２１〕１６号", [("number", "国发〔2021〕16号")]),
    ("根据示政办函〔2023〕007号", [("number", "示政办函〔2023〕7号")]),
    ("全面实施国家“两纲”和省“两规”", [("alias", "国家两纲"), ("alias", "省两规")]),
    ("落实新“两纲”目标", [("alias", "新两纲")]),
    ("妇纲、儿纲监测", [("alias", "妇纲"), ("alias", "儿纲")]),
    ("国家和省“两规”", [("alias", "国家两规"), ("alias", "省两规")]),
    ("省、市“两规”要求", [("alias", "省两规"), ("alias", "市两规")]),
    ("“新两规”和“两纲”“两规”", [("alias", "新两规"), ("alias", "两纲"), ("alias", "两规")]),
    ("的通知国发〔2007〕37号", [("number", "国发〔2007〕37号")]),
    (
        "执行教基〔2020〕5号、发改社会﹝2021﹞1380号",
        [("number", "教基〔2020〕5号"), ("number", "发改社会〔2021〕1380号")],
    ),
    ("《未成年人条例》（国务院令第619号）", [("title", "未成年人条例"), ("number", "国务院令第619号")]),
    ("按照中华人民共和国主席令第１０１号", [("number", "中华人民共和国主席令第101号")]),
    ("示例省人民政府令（2021年）第5号", [("number", "示例省人民政府令第5号")]),
    ("《没有结束，参加《书画展》《诗会》", [("title", "书画展"), ("title", "诗会")]),
    ("《关于印发《示例纲要》的通知》", [("title", "关于印发《示例纲要》的通知")]),
    ("《示例〈条例》施行", [("title", "示例〈条例")]),
    ("制定本规划。", [("self", "本规划")]),
    ("本实施方案自印发之日起施行", [("self", "本实施方案")]),
    ("前款规定的情形", [("part", "前款")]),
    ("依照第三条第二款执行", [("part", "第三条第二款")]),
    ("第二条 依照第三条规定\n第四条第二款规定的", [("part", "第三条"), ("part", "第四条第二款")]),
    ("前两款、前项规定", [("part", "前两款"), ("part", "前项")]),
]
NOT_FOUND = [
    "推进多规合一、两规合一",
    "根本规划布局",
    "本规划区范围内",
    "〔2021〕年",
    "日本计划派代表团来访",
    "《没有结束的书名号，后面是一整段话。" + "很长" * 80,
    "（2021）第二十三届",
    "12338热线",
    "第一条 为了促进妇女全面发展",
    "建成全市第一条步行街",
    "目前条件还不成熟，提前款待，以前项目",
    "课本意见征集、蓝本方案、本意见书、本计划生育",
    "学校（2021）16号楼",
    "（2018）京01民终123号",
    "两规衔接、两规一致",
    "",
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text[:16] for text, _ in FOUND])
def test_found(text: str, expected: list[tuple[str, str]]) -> None:
    found = find_citations(text)
    assert [(one.kind, one.name) for one in found] == expected
    for one in found:
        assert 0 <= one.start < one.end <= len(text)


@pytest.mark.parametrize("text", NOT_FOUND, ids=[text[:12] for text in NOT_FOUND])
def test_not_found(text: str) -> None:
    assert find_citations(text) == []


@given(st.text(alphabet="《》〈〉“”国发办〔〕[]（）()20211６号本规划两纲前款第一条\n ，。的区", max_size=60))
def test_any_text(text: str) -> None:
    found = find_citations(text)
    assert all(a.end <= b.start for a, b in pairwise(found))
    for one in found:
        if one.kind == "title":
            assert squash(text[one.start + 1 : one.end - 1]) == one.name


NUMBERS = {
    "cn_agri-machinery-opinion-2018": ["国发〔2018〕42号"],
    "cn_consumption-poverty-opinion-2018": ["国办发〔2018〕129号"],
    "cn_env-11fyp-2007": ["国发〔2007〕37号", "国发〔2005〕39号"],
    "cn_env-decision-2005_oneline": ["国发〔2005〕39号"],
}


@pytest.mark.parametrize("name", TEXTS)
def test_every_title_mark_and_number_of_the_real_texts(name: str) -> None:
    text = text_file(name).read_text(encoding="utf-8")
    found = find_citations(text)
    titles = [one for one in found if one.kind == "title"]
    assert len(titles) == text.count("《") == text.count("》")
    numbers = [one.name for one in found if one.kind == "number"]
    assert numbers == NUMBERS.get(name, numbers)
    assert not [one for one in found if one.kind in ("alias", "part")]
