"""Review warnings: each points at a real slip and stays silent on sound text."""

from __future__ import annotations

import pytest

HEAD = "示例县妇女发展规划（2021—2030年）\n一、主要目标\n"
SOUND = "".join(f"{n}.妇女平等享有社会保障权益，缩小差距。\n" for n in range(1, 9))


def _codes(read, text: str) -> list[tuple[str, str]]:
    (plan,) = read(text)
    return [(warning.code, text[warning.start : warning.end]) for warning in plan.warnings]


@pytest.mark.parametrize(
    ("item", "code", "shown"),
    [
        ("9.参与继续教育 and 专业培训。", "ocr_latin_word", "and"),
        ("9.终止妊娠（胎儿双顶径 $\\geq 6.5\\text{cm}$ ）以上。", "ocr_latex", "$\\geq 6.5\\text{cm}$"),
        ("9.草原治理l2万公顷。", "ocr_letter_in_number", "l"),
        ("9.覆盖率达到9O%以上。", "ocr_letter_in_number", "O"),
        ("9.加强\ufffd女保护工作。", "strange_character", "\ufffd"),
        (
            "9.坚持用新时代中国特色社会主义思想\n\n主义思想教育引导妇女。",
            "repeated_at_break",
            "主义思想\n\n主义思想",
        ),
        ("9.加强“妇女之家建设，发挥作用。", "unbalanced_pair", "9.加强“妇女之家建设，发挥作用。"),
        ("9.提高平均受教育年限，", "missing_full_stop", "，"),
        ("10.提高平均受教育年限。", "number_gap", "10."),
        ("8.提高平均受教育年限。", "number_repeat", "8."),
    ],
)
def test_slips(item: str, code: str, shown: str, read) -> None:
    assert _codes(read, f"{HEAD}{SOUND}{item}\n") == [(code, shown)]


@pytest.mark.parametrize(
    "item",
    [
        "9.细颗粒物（PM2.5）浓度下降，推广5G、AI、VR技术。",
        "9.剖面长度达到12cm以上，每日3km。",
        "9.推进“互联网+妇幼健康”（以下简称《指南》）。",
        "9.落实《“十四五”规划》。",
        "9.发展妇女\n\n事业。",
        "9.加强领导。（县妇联、县民政局负责）",
        "9.8岁以下儿童。",
    ],
)
def test_sound_text_is_left_alone(item: str, read) -> None:
    assert _codes(read, f"{HEAD}{SOUND}{item}\n") == []


def test_page_marks_are_told_once(read) -> None:
    page = "".join(f"{n}.妇女平等享有社会保障权益，缩小两性差距，待遇水平持续提高。\n" for n in range(1, 9))
    (plan,) = read(f"{HEAD}{page}- 1 -\n9.健全体系。\n- 2 -\n")
    assert [warning.code for warning in plan.warnings] == ["page_marks"]
    assert "2 处" in plan.warnings[0].message


def test_contents_and_heads_of_pages_are_counted(read) -> None:
    contents = "目 录\n一、总体要求………1\n二、重点任务………2\n\n"
    page = "坚持示例原则，健全服务体系，提高服务水平，促进全面发展和共同进步，" * 8
    pages = "\f".join(
        f"示例县人民政府公报\n（{n}）示例任务。{page}\n- {i} -\n" for i, n in enumerate("一二三四", 1)
    )
    title = "示例县示例事业发展规划（2021—2030年）\n\n"
    (plan,) = read(f"{title}{contents}一、总体要求\n\n坚持示例原则。\n\n二、重点任务\n\n{pages}")
    told = {warning.code: warning.message for warning in plan.warnings}
    assert told["contents"] == "目录 3 行未计入条目。"
    assert (
        "页码 4 处（第一处是“- 1 -”）、页眉、页脚 3 处（第一处是“示例县人民政府公报”）" in told["page_marks"]
    )


def test_lists_without_stops_are_no_slip(read) -> None:
    assert _codes(read, HEAD + "".join(f"{n}.示例项目，投资{n}00万元\n" for n in range(1, 9))) == []


def test_clauses_carry_their_own_warnings(read) -> None:
    (plan,) = read(f"{HEAD}{SOUND}9.继续教育 and 培训。\n")
    carried = {
        clause.address: [w.code for w in clause.warnings] for clause in plan.clauses if clause.warnings
    }
    assert carried == {"sample/1/goal/9": ["ocr_latin_word"]}


def _plan_with(long_item: str) -> str:
    items = "".join(f"{n}.完善第{n}项服务制度，明确责任单位和完成时限。\n" for n in range(2, 9))
    return f"示例县妇女发展规划（2021—2030年）\n一、重点任务\n1.{long_item}\n{items}"


@pytest.mark.parametrize(
    ("sentence", "times", "warned"),
    [
        ("建立健全工作机制，定期研究解决问题，推动各项措施落到实处。", 60, True),
        ("建立健全工作机制，定期研究解决问题，推动各项措施落到实处。", 4, False),
        ("各乡镇每季度开展一次督查，结果向社会公布并纳入年度考核。", 120, True),
    ],
)
def test_a_clause_of_thousands_of_characters_beside_short_ones(
    sentence: str, times: int, warned: bool, read
) -> None:
    (plan,) = read(_plan_with(sentence * times))
    found = [warning for warning in plan.warnings if warning.code == "long_clause"]
    assert [warning.clause for warning in found] == (["sample/1/measure/1"] if warned else [])
    assert all(plan.source.text[warning.start :].startswith("1.") for warning in found)


def test_long_clauses_among_long_ones_are_usual(read) -> None:
    long_one = "建立健全工作机制，定期研究解决问题，推动各项措施落到实处。" * 60
    text = "示例县规划（2021—2030年）\n一、重点任务\n" + "".join(f"{n}.{long_one}\n" for n in range(1, 8))
    assert not [w for w in read(text)[0].warnings if w.code == "long_clause"]
