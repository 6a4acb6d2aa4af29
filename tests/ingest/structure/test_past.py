"""What a section reports and what it aims at: told by headings, by an earlier paragraph, by the sentence's own opening."""

from __future__ import annotations

import pytest

from ingest.structure import past_spans

BOOK = """示例市教育发展规划（2021—2025年）
第一章 规划背景
第一节 “十三五”发展成就
学校建设成效显著。新建学校60所，学位增加4万个。
教师队伍不断壮大。专任教师达到1.2万人。
第二节 面临的形势
人口流动加快，学位供给不足。
第二章 总体要求
第一节 指导思想
坚持立德树人。
第二节 主要目标
到2025年，巩固率达到96%。
第三章 重点任务
第一节 夯实基础教育
扩大资源供给。新建学校30所。
巩固控辍成果。辍学率控制在1%以内。
第二节 加强形势研判
建立监测机制，每年发布报告。
"""
OPENING = """示例县卫生健康发展规划（2021—2025年）
一、总体情况
“十三五”期间，全县卫生健康事业取得长足进步。
（一）服务能力增强。每千人口床位数达到5.2张。
（二）健康水平提高。人均预期寿命达到76.1岁。
二、发展目标
到2025年，每千人口床位数达到6.5张。
三、强化疾病防控
近年来，慢性病高发。
（一）加强监测。监测覆盖率达到100%。
（二）完善管理。管理率达到70%。
"""
LATER = """示例省国土绿化规划（2026—2030年）
一、规划基础
“十四五”时期，森林覆盖率提高到60%。
二、形势与任务
（一）扩大造林。造林100万亩。
（二）提升质量。抚育200万亩。
三、现状和问题
林分质量不高，病虫害多发。
四、工作回顾与总体目标
到2030年，森林覆盖率达到62%。
"""


@pytest.mark.parametrize(
    ("text", "past"),
    [
        (BOOK, ["1.1/para/1", "1.1/para/2", "1.2"]),
        (OPENING, ["1/measure/1", "1/measure/2"]),
        (LATER, ["1", "3"]),
    ],
)
def test_clauses_of_a_section_that_reports(text: str, past: list[str], read) -> None:
    (plan,) = read(text)
    assert [clause.address.partition("/")[2] for clause in plan.clauses if clause.past] == past


@pytest.mark.parametrize(
    ("text", "start", "past"),
    [
        (
            "“十三五”时期，毛入园率达到88%。教师增加300人。到2025年，毛入园率达到92%。",
            2021,
            ["“十三五”时期，毛入园率达到88%。教师增加300人。"],
        ),
        ("2020年，覆盖率达到95%。“十四五”期间，覆盖率保持在98%。", 2021, ["2020年，覆盖率达到95%。"]),
        ("“十四五”期间，覆盖率达到98%。“十五五”期间，建成100所。", 2026, ["“十四五”期间，覆盖率达到98%。"]),
        ("截至2019年底，建成50所。今后五年，再建30所。", 2021, ["截至2019年底，建成50所。"]),
        ("加强建设。到2025年，建成30所。", 2021, []),
        ("近年来，全市建成50所。下一步，建成30所；2023年底前完成。", 2021, ["近年来，全市建成50所。"]),
    ],
)
def test_stretches_of_a_text(text: str, start: int, past: list[str]) -> None:
    assert [text[span.start : span.end] for span in past_spans(text, start)] == past


def test_a_text_in_a_section_that_reports_is_past_until_it_looks_ahead() -> None:
    text = "床位达到5.2张。医生达到900名。到2025年，床位达到6张。"
    assert [text[a.start : a.end] for a in past_spans(text, 2021, past=True)] == [
        "床位达到5.2张。医生达到900名。"
    ]
