"""Cutting: the fast library against the reference, offsets, and words that only seem to stand in a text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from places import NOTICE, TEXT_NAMES, text_file

from analyzers import lexicon, segment
from analyzers.characters import INVISIBLE
from analyzers.marks import Span
from analyzers.normalise import fold

TEXTS = [*TEXT_NAMES, NOTICE.stem]


@pytest.fixture(scope="module")
def reference() -> object:
    """jieba itself, loaded once."""
    return segment._load_jieba(lexicon.table("words"))


def _tokens(text: str) -> tuple[object, ...]:
    return segment.coarse(text), segment.search_tokens(text), segment.index_fields(text)


@pytest.mark.slow
@pytest.mark.parametrize("name", TEXTS)
def test_both_libraries_cut_alike(name: str, reference: object, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("rjieba")
    lines = text_file(name).read_text(encoding="utf-8").splitlines()
    fast = [_tokens(line) for line in lines]
    monkeypatch.setattr(segment, "_loaded", [reference])
    different = [line for line, tokens in zip(lines, fast, strict=True) if tokens != _tokens(line)]
    assert different == []


def test_there_are_texts_to_compare() -> None:
    assert len(TEXTS) >= 16


@given(st.text(alphabet="妇女儿童工作人民政府总书记，。 ９0%abＰＭ.5𠀀\u3000—百分之九十万", max_size=60))
def test_tokens_lead_back(text: str) -> None:
    for token in segment.search_tokens(text):
        assert 0 <= token.start < token.end <= len(text)
    whole = segment.coarse(text)
    assert all(left.end <= right.start for left, right in pairwise(whole))
    assert set(whole) <= set(segment.search_tokens(text))


def test_offsets_are_those_of_the_printed_text() -> None:
    text = "（一）ＰＭ２.５下降９０％，妇女儿童工作"
    assert [text[token.start : token.end] for token in segment.coarse(text)] == [
        "一", "ＰＭ２.５", "下降", "９０％", "妇女儿童", "工作",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("⼥职⼯，⺠⽣保障", ["⼥职⼯", "⺠⽣", "保障"]),
        ("妇\u200b女儿\u00ad童", ["妇\u200b女儿\u00ad童"]),
        ("达到9\u200b5%", ["达到", "9\u200b5%"]),
        ("\uf9d1\u00a0周岁", ["\uf9d1", "周岁"]),
        ("达到９５﹪", ["达到", "９５﹪"]),
    ],
)
def test_look_alikes_and_zero_width_characters_part_no_word(text: str, words: list[str]) -> None:
    assert [text[token.start : token.end] for token in segment.coarse(text)] == words
    clean = "".join(char for char in fold(text) if char not in INVISIBLE)
    assert [token.text for token in segment.coarse(text)] == [token.text for token in segment.coarse(clean)]
    assert segment.index_fields(text) == segment.index_fields(clean)
    assert [text[s.start : s.end] for s in segment.find_marks(text, [segment.coarse(text)[0].text])] == words[
        :1
    ]


def _pairs(table: str) -> list[tuple[str, str]]:
    words = table.split()
    return list(zip(words[::2], words[1::2], strict=True))


# word, text in which its letters stand but not the word
FALSE_WORDS = """
女儿 妇女儿童权益        女工 妇女工作          民政 人民政府         书记 总书记           童工 儿童工作
成年 未成年人            儿科 婴幼儿科学喂养    生产 孕产妇           工会 职工会议         国家 中国家庭教育
国家 全国家庭服务        高中 提高中小学        大学 重大学习任务     中学 集中学习         中医 其中医疗
发展 开发展示            事业 从事业务          民主 人民主体         公共 办公共享         家长 国家长期
校长 学校长效机制        会长 社会长期          治安 政治安全         心理 中心理念         务工 服务工作
生活 学生活动            安全 治安全面          全面 安全面临         上学 网上学习         下乡 线下乡村
业主 企业主体            产科 生产科研          家教 国家教育         工人 职工人数         高考 提高考核
本科 基本科目            学科 科学科普          科学 本科学历         理工 管理工作         政工 行政工作
员工 人员工资            老师 养老师资          会计 社会计划         会议 社会议题         民工 居民工作
育儿 教育儿童            育人 教育人才          等级 平等级别         业绩 就业绩效         高级 提高级别
性病 慢性病              性病 传染性病毒        职工 本职工作         作者 工作者           动员 运动员
动力 劳动力              异性 差异性            市政 市政府           政局 民政局           司法 公司法人
教育部 教育部门          动机 发动机            动车 机动车           功率 成功率           理性 合理性
遗传 非遗传承            失能 丧失能力          产检 生产检验         作者 社会工作者       都市 成都市
"""
PAIRS = _pairs(FALSE_WORDS)


@pytest.mark.parametrize(("word", "text"), PAIRS, ids=["-".join(pair) for pair in PAIRS])
def test_false_words(word: str, text: str) -> None:
    assert segment.find_marks(text, [word]) == []
    assert word not in segment.index_words(text).split()
    assert word not in segment.bigrams(text)


# word, text in which it does stand, as a part or across a boundary
TRUE_WORDS = """
妇女 妇女儿童      儿童 妇女儿童      产妇 孕产妇        幼儿 婴幼儿       学生 中学生       学生 大学生
职工 女职工        平等 男女平等      人大 人大代表      政府 市政府       残疾 残疾人       监护 监护人
工业 重工业        加工 加工业        景区 风景区        中医 中医药       农民 农民工       干部 女干部
慢性 慢性病        劳动 劳动力        运动 运动员        工作 工作者       地下 地下水       保险 养老保险
教育 家庭教育      卫生 卫生院        幼儿 幼儿园        政协 市政协       组织 党组织       民法 民法典
托育 普惠托育      两癌 “两癌”筛查    失能 失能老人      城市 地级城市      长期 长期照护      效率 办事效率
"""
TRUE_PAIRS = _pairs(TRUE_WORDS)


@pytest.mark.parametrize(("word", "text"), TRUE_PAIRS, ids=["-".join(pair) for pair in TRUE_PAIRS])
def test_true_words(word: str, text: str) -> None:
    at = text.index(word)
    assert segment.find_marks(text, [word]) == [Span(at, at + len(word))]
    assert word in segment.bigrams(text) or len(word) > 2


def test_numbers_are_found_in_any_writing() -> None:
    text = "孕产妇死亡率下降到十万分之九以下，覆盖率达到９０％"
    for word, printed in (("9/10万", "十万分之九"), ("90%", "９０％")):
        (mark,) = segment.find_marks(text, [word])
        assert text[mark.start : mark.end] == printed


def test_nothing_runs_across_the_border_of_two_cells() -> None:
    row = "妇女儿\t童工作\t3\t%\t5"
    fields = segment.index_fields(row)
    assert "儿童" not in fields.words.split()
    assert "儿童" not in fields.bigrams.split()
    assert "3%" not in fields.words.split()
    assert segment.find_marks(row, ["儿童", "3%"]) == []
    assert [token.text for token in segment.coarse("55\t%")] == ["55"]
    # A phrase needs neighbours: something no text gives stands between the last word of a cell and the next.
    coarse = segment.index_coarse("覆盖率").split()
    apart = segment.index_fields("学前教育\t覆盖率").coarse.split()
    assert apart[-len(coarse) - 1] not in segment.index_coarse("学前教育 覆盖率").split()


def test_offsets_of_a_row_are_those_of_its_text() -> None:
    row = "1\t孕产妇死亡率\t1/10万\t≤12"
    for token in segment.search_tokens(row):
        assert "\t" not in row[token.start : token.end]
    (mark,) = segment.find_marks(row, ["死亡率"])
    assert row[mark.start : mark.end] == "死亡率"
