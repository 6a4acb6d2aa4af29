"""The real notice comes out right: counts, addresses and odd places, in every layout."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from analyzers.normalise import fold, squash
from ingest.catalogue.entries import Catalogue
from ingest.plan import Clause, ClauseKind, Plan

WOMEN, CHILDREN = "tengchong-women-2021", "tengchong-children-2021"
DOMAINS = {
    WOMEN: {
        "妇女与健康": (10, 12),
        "妇女与教育": (8, 9),
        "妇女与经济": (9, 13),
        "妇女参与决策和管理": (9, 10),
        "妇女与社会保障": (9, 11),
        "妇女与家庭建设": (9, 10),
        "妇女与环境": (9, 13),
        "妇女与法律": (10, 12),
    },
    CHILDREN: {
        "儿童与健康": (12, 15),
        "儿童与安全": (10, 13),
        "儿童与教育": (9, 10),
        "儿童与福利": (11, 13),
        "儿童与家庭": (8, 9),
        "儿童与环境": (10, 11),
        "儿童与法律保护": (10, 14),
    },
}


@pytest.fixture(scope="module")
def plans(notice: str, read, catalogue: Catalogue) -> dict[str, Plan]:
    return {plan.entry.id: plan for plan in read(notice, known=catalogue)}


def _clause(plans: dict[str, Plan], address: str) -> Clause:
    return next(clause for plan in plans.values() for clause in plan.clauses if clause.address == address)


@pytest.mark.parametrize("plan", [WOMEN, CHILDREN])
def test_goals_and_measures_by_domain(plan: str, plans: dict[str, Plan]) -> None:
    found: dict[str, tuple[int, int]] = {}
    for clause in plans[plan].clauses:
        if clause.kind in (ClauseKind.GOAL, ClauseKind.MEASURE):
            goals, measures = found.get(str(clause.domain), (0, 0))
            goal = clause.kind is ClauseKind.GOAL
            found[str(clause.domain)] = (goals + goal, measures + (not goal))
    assert found == DOMAINS[plan]
    assert list(found) == list(DOMAINS[plan])


@pytest.mark.parametrize(
    ("plan", "principles", "goals", "measures"), [(WOMEN, 4, 73, 90), (CHILDREN, 5, 70, 85)]
)
def test_counts_of_each_kind(
    plan: str, principles: int, goals: int, measures: int, plans: dict[str, Plan]
) -> None:
    kinds = Counter(
        clause.kind.value for clause in plans[plan].clauses if clause.kind is not ClauseKind.OTHER
    )
    assert kinds == {
        "preface": 1,
        "guideline": 1,
        "principle": principles,
        "overall_goal": 1,
        "goal": goals,
        "measure": measures,
        "organisation": 17,
        "monitoring": 5,
    }


@pytest.mark.parametrize(
    ("address", "kind", "number", "title", "begins"),
    [
        (f"{WOMEN}/notice", "other", None, None, "各乡镇(街道)人民政府"),
        (f"{WOMEN}/preface", "preface", None, "前言", "妇女是人类文明的开创者"),
        (f"{WOMEN}/1.1", "guideline", None, "指导思想", "高举中国特色社会主义"),
        (f"{WOMEN}/1.2/principle/2", "principle", "2", "坚持两性平等发展", "2.坚持两性平等发展。"),
        (f"{WOMEN}/1.3", "overall_goal", None, "总体目标", "男女平等基本国策"),
        (f"{WOMEN}/2.1/goal/2", "goal", "2", "孕产妇死亡率下降到十万分之九以下", "2.孕产妇死亡率"),
        (f"{WOMEN}/2.1/measure/5", "measure", "5", "完善宫颈癌和乳腺癌综合防治体系", "5.完善宫颈癌"),
        (f"{WOMEN}/3.2/item/4", "organisation", "4", "健全议事协调制度", "4.健全议事协调制度。"),
        (f"{WOMEN}/4.1", "monitoring", "一", "加强监测评估制度建设", "(一)加强监测评估制度建设。"),
        (f"{CHILDREN}/2.1/goal/8", "goal", "8", None, "8. 5岁以下儿童贫血率"),
        (f"{CHILDREN}/2.3/measure/1", "measure", "1", "全面贯彻党的教育方针", "1.全面贯彻党的教育方针。"),
    ],
)
def test_addresses(
    address: str, kind: str, number: str | None, title: str | None, begins: str, plans: dict[str, Plan]
) -> None:
    clause = _clause(plans, address)
    assert (clause.kind.value, clause.number) == (kind, number)
    assert title is None or clause.title == title
    assert clause.text.startswith(begins)
    assert clause.plan == address.partition("/")[0]


def test_body_begins_behind_the_printed_number(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        for clause in plan.clauses:
            head, body = clause.text[: clause.body], clause.text[clause.body :]
            assert body.strip()
            assert (re.fullmatch(r"\d+\.|[(（][一二三四五]+[)）]", head) is not None) == (clause.body > 0)
            assert clause.number is None or clause.number in head


def test_domains_and_sections_of_other_kinds_are_empty(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        for clause in plan.clauses:
            if clause.kind not in (ClauseKind.GOAL, ClauseKind.MEASURE):
                assert clause.domain is None
    assert _clause(plans, f"{WOMEN}/2.1/goal/2").section == "2.1"
    assert _clause(plans, f"{WOMEN}/2.1/goal/2").section_title == "妇女与健康"


def test_paragraphs_and_page_breaks_inside_a_clause_are_joined(plans: dict[str, Plan]) -> None:
    three_paragraphs = _clause(plans, f"{CHILDREN}/2.3/measure/1")
    assert "\n" not in three_paragraphs.text
    assert "逐步提高乳腺癌筛查覆盖率" in _clause(plans, f"{WOMEN}/2.1/goal/3").text
    cut_by_a_page = _clause(plans, f"{WOMEN}/2.2/goal/3")
    assert cut_by_a_page.title == "全面推进大中小学性别平等教育，教师和学生的男女平等意识明显增强"


def test_review_warnings_are_those_a_reader_finds(plans: dict[str, Plan]) -> None:
    found = [(w.code, (w.clause or "").replace("tengchong-", "")) for p in plans.values() for w in p.warnings]
    assert found == [
        ("ocr_latex", "women-2021/2.1/measure/6"),
        ("ocr_latin_word", "women-2021/2.2/measure/7"),
        ("missing_full_stop", "women-2021/2.2/measure/8"),
        ("ocr_latin_word", "women-2021/2.8/measure/8"),
        ("repeated_at_break", "children-2021/2.3/measure/1"),
        ("ocr_latin_word", "children-2021/2.5/measure/3"),
        ("ocr_latin_word", "children-2021/2.6/measure/6"),
        ("ocr_latin_word", "children-2021/2.7/measure/10"),
    ]
    assert [w.code for w in _clause(plans, f"{WOMEN}/2.2/measure/8").warnings] == ["missing_full_stop"]


# --- the same notice as other offices might save it ---------------------------------------------------------


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _paragraphs(text: str) -> list[str]:
    """The notice with its page breaks mended."""
    joined: list[str] = []
    for line in _lines(text):
        cut = joined and not re.search("[。！？；:：）)”》]$", joined[-1]) and len(joined[-1]) > 18
        if cut and len(joined) > 6 and not re.match(r"\d+\.", line):
            joined[-1] += line
        else:
            joined.append(line)
    return joined


def _wrapped(text: str, width: int, indent: str = "", first: str = "") -> list[str]:
    rows: list[str] = []
    for paragraph in _paragraphs(text):
        whole = first + paragraph
        rows.extend(indent + whole[at : at + width] for at in range(0, len(whole), width))
    return rows


def _paged(text: str, width: int, height: int, mark: str) -> str:
    rows: list[str] = []
    for page, at in enumerate(range(0, len(lines := _wrapped(text, width)), height), 1):
        rows.extend([*lines[at : at + height], mark.format(page)])
    return "\n".join(rows)


def _wide(text: str) -> str:
    return "".join(chr(ord(char) + 0xFEE0) if char.isdigit() or char in ".()%:" else char for char in text)


def _narrow(text: str) -> str:
    return text.translate(str.maketrans("（）：，；", "():,;"))


def _numbers(text: str, form: str) -> str:
    return "\n".join(re.sub(r"^(\d+)\. ?", form, line) for line in _lines(text))


def _labels(text: str, goals: str, measures: str) -> str:
    return re.sub("策略措施[:：]", measures, re.sub("主要目标[:：]", goals, text))


def _markdown(text: str) -> str:
    text = re.sub(r"(?m)^([（(][一二三四五六七八][）)].{2,20})$", r"### \1", text)
    return re.sub(r"(?m)^([一二三四]、.*)$", r"## \1", text)


LAYOUTS: dict[str, Callable[[str], str]] = {
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "no blank lines": lambda text: "\n".join(_lines(text)),
    "blank line everywhere": lambda text: "\n\n".join(_lines(text)),
    "page breaks mended": lambda text: "\n".join(_paragraphs(text)),
    "wrapped at 30": lambda text: "\n".join(_wrapped(text, 30)),
    "wrapped at 36": lambda text: "\n".join(_wrapped(text, 36)),
    "wrapped at 40": lambda text: "\n".join(_wrapped(text, 40)),
    "wrapped, first line indented": lambda text: "\n".join(_wrapped(text, 28, "", "　　")),
    "wrapped, every line indented": lambda text: "\n".join(_wrapped(text, 35, "  ")),
    "bare page numbers": lambda text: _paged(text, 30, 22, "{}"),
    "page numbers in dashes": lambda text: _paged(text, 32, 24, "— {} —"),
    "page numbers in words": lambda text: _paged(text, 34, 20, "第 {} 页"),
    "page numbers and running heads": lambda text: _paged(text, 30, 22, "{}\n腾冲市人民政府公报"),
    "full width": _wide,
    "half width": _narrow,
    "tabs in front": lambda text: "\n".join(f"\t{line}" for line in _lines(text)),
    "wide blanks in front": lambda text: "\n".join(f"　　{line}" for line in _lines(text)),
    "tab behind the number": lambda text: _numbers(text, "\\1.\t"),
    "1、": lambda text: _numbers(text, r"\1、"),
    "1．": lambda text: _numbers(text, r"\1．"),
    "no blank behind the number": lambda text: _numbers(text, r"\1."),
    "paragraphs parted by wide blanks only": lambda text: "　　".join(_paragraphs(text)),
    "labels in brackets": lambda text: _labels(text, "【主要目标】", "【策略措施】"),
    "labels in bold": lambda text: _labels(text, "**主要目标**", "**策略措施**"),
    "labels without a colon": lambda text: _labels(text, "主要目标", "策略措施"),
    "other labels": lambda text: _labels(text, "发展目标：", "工作举措："),
    "labels no table knows": lambda text: _labels(text, "奋斗方向：", "保障路径："),
    "markdown": _markdown,
}
# The one item that ends with a comma cannot be told from the next where no line break parts them.
ONE_LINE: dict[str, Callable[[str], str]] = {
    "one line": lambda text: "".join(_paragraphs(text)),
    "one line with blanks": lambda text: " ".join(_paragraphs(text)),
}


def _keys(plans: tuple[Plan, ...]) -> list[tuple[str, str, str | None]]:
    return [(c.address, c.kind.value, c.domain) for plan in plans for c in plan.clauses]


def _bodies(plans: tuple[Plan, ...]) -> dict[str, str]:
    return {c.address: squash(fold(c.text[c.body :])) for plan in plans for c in plan.clauses}


@pytest.mark.slow
@pytest.mark.parametrize("layout", LAYOUTS)
def test_layout_changes_nothing(layout: str, notice: str, read, faults, catalogue: Catalogue) -> None:
    read_again = read(LAYOUTS[layout](notice), known=catalogue)
    original = read(notice, known=catalogue)
    assert faults(read_again) == []
    assert _keys(read_again) == _keys(original)
    assert _bodies(read_again) == _bodies(original)


@pytest.mark.parametrize("layout", ONE_LINE)
def test_lost_line_breaks(layout: str, notice: str, read, faults, catalogue: Catalogue) -> None:
    read_again = read(ONE_LINE[layout](notice), known=catalogue)
    missing = set(_keys(read(notice, known=catalogue))) - set(_keys(read_again))
    assert faults(read_again) == []
    assert {address for address, *_ in missing} <= {f"{WOMEN}/2.2/measure/9", f"{WOMEN}/notice-closing"}


def test_inserted_text_changes_no_other_address(notice: str, read, catalogue: Catalogue) -> None:
    more = notice.replace("4. 全面普及生殖健康", "4. 新增一条目标。\n\n5. 全面普及生殖健康", 1).replace(
        "前 言\n", "前 言\n\n新增一段文字。\n", 1
    )
    before = {c.address for plan in read(notice, known=catalogue) for c in plan.clauses}
    after = {c.address for plan in read(more, known=catalogue) for c in plan.clauses}
    assert before <= after
    assert after - before == {f"{WOMEN}/2.1/goal/5-b"}
