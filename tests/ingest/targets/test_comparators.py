"""The law of comparison words: words of one sign, in one place of a sentence, give one target; and no second list."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import ROOT

from analyzers import lexicon
from ingest.targets.find import targets_of_text

# Construction -> sentence with a slot, what stands behind the slot, and a word of each sign that may stand there.
NUMBER = {">=": "不低于", "<=": "不超过", ">": "超过", "<": "低于", "~": "约"}
VERB = {">=": "至少", "<=": "至多"}
NOUN = {">=": "不低于", "<=": "不超过", ">": "超过", "<": "低于"}
CONSTRUCTIONS = {
    "number": ("托育机构备案率{}90%。", "number", NUMBER),
    "per_thousand": ("每千人口托位数{}4.5个。", "number", NUMBER),
    "each_person_a_month": ("生均公用经费每人每月{}100元。", "number", NUMBER),
    "times_a_year": ("每个乡镇开展安全检查每年{}2次。", "number", NUMBER),
    "hours_a_day": ("中小学生体育活动时间每天{}1小时。", "number", NUMBER),
    "verb_and_noun": ("每个街道{}建成2家普惠托育机构。", "verb", VERB),
    "verb_alone": ("{}建成2家普惠托育机构。", "verb", VERB),
    "has": ("每个县（市、区）{}有2所特殊教育学校。", "verb", VERB),
    "noun_and_verb": ("每个乡镇集中配送点{}设置2处。", "verb", VERB),
    "does_times": ("每个乡镇{}组织应急演练2次。", "verb", VERB),
    "builds": ("{}建设监测站400个。", "verb", VERB),
    "does_a_year": ("每所学校每年{}开展2次应急演练。", "verb", VERB),
    "does_a_quarter": ("社区每季度{}召开2次会议。", "verb", VERB),
    "whole": ("孤儿最低养育标准{}当地居民人均可支配收入的70%。", "noun", NOUN),
    "whole_number": ("女性委员数量{}委员总数的30%。", "noun", NOUN),
    "times_of": ("特困人员基本生活标准{}低保标准的1.3倍。", "noun", NOUN),
}
# Words that cannot stand in an aim.
CANNOT_STAND = {
    "未达到": "reports what was missed: a fact, which gives no target",
    "不到": "tells how little there is",
    "不足": "tells how little there is",
}
FIELDS = (
    "indicator",
    "population",
    "comparator",
    "value",
    "value_high",
    "unit",
    "base",
    "year",
    "nature",
    "baseline_year",
)


def read(sentence: str) -> list[tuple[object, ...]]:
    """The targets of a sentence but for their quotes and hedges."""
    return [tuple(getattr(target, field) for field in FIELDS) for target in targets_of_text(sentence)]


def words(place: str, sign: str) -> list[str]:
    """The words of the table with a sign that may stand in front of a number, a verb or a noun."""
    return [
        row["text"]
        for row in lexicon.table("comparators")
        if row["place"] == "before"
        and row["sign"] == sign
        and place in (row["in_front_of"].split() or ["number", "verb", "noun"])
        and row["text"] not in CANNOT_STAND
    ]


@pytest.mark.parametrize("name", CONSTRUCTIONS)
def test_words_of_one_sign_say_one_thing(name: str) -> None:
    sentence, place, known = CONSTRUCTIONS[name]
    for sign, word in known.items():
        wanted = read(sentence.format(word))
        assert [row[2] for row in wanted] == [sign], word
        others = words(place, sign)
        assert word in others
        wrong = {other: found for other in others if (found := read(sentence.format(other))) != wanted}
        assert wrong == {}, wanted


def test_every_word_in_front_is_tried() -> None:
    tried = {
        word for _, place, known in CONSTRUCTIONS.values() for sign in known for word in words(place, sign)
    }
    table = {row["text"] for row in lexicon.table("comparators") if row["place"] == "before"}
    assert tried | CANNOT_STAND.keys() == table


@pytest.fixture
def not_below(tmp_path: Path) -> Iterator[str]:
    """A unit's own word for at least, in a table as it was before it had its last column."""
    folder = tmp_path / "lexicon"
    folder.mkdir()
    (folder / "comparators.tsv").write_text("# 本单位\ntext\tsign\tplace\n不亚于\t>=\tbefore\n", "utf-8")
    lexicon.use_own(folder)
    yield "不亚于"
    lexicon.use_own(tmp_path / "nowhere")


@pytest.mark.parametrize("name", CONSTRUCTIONS)
def test_own_words_are_understood_in_every_construction(name: str, not_below: str) -> None:
    sentence, _, known = CONSTRUCTIONS[name]
    assert read(sentence.format(not_below)) == read(sentence.format(known[">="]))


def test_own_words_are_forgotten_with_their_table() -> None:
    assert [row[2] for row in read("托育机构备案率不亚于90%。")] != [">="]


def spelled(path: Path) -> Iterator[str]:
    """The comparison words in the strings of a module: not in what explains it, nor in what it tells people."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise)
        or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        or (isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) in TOLD)
        or (isinstance(node, ast.keyword) and node.arg in TOLD)
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            text = _CHARACTERS.sub("", node.value)  # [上下] is one character of two
            yield from (word for word in TABLE if word in text)


TOLD = ("example", "says")  # of a frame or a refusal
_CHARACTERS = re.compile(r"\[[^\]]*\]")
TABLE = [row["text"] for row in lexicon.table("comparators") if re.search("[一-鿿]{2}", row["text"])]
# Where such a word compares no number. A frame that needs one asks analyzers/comparators.py.
ELSEWHERE = {
    ("ingest/indicators/names.py", "以上"),  # writes one age in one way: 3岁及以上 and 满3岁 are 3岁以上
    ("ingest/indicators/names.py", "以下"),
    ("ingest/targets/wording/ellipsis.py", "以上"),  # 以上指标: what was named above
    ("ingest/targets/frames/percent_group.py", "不足"),  # 人手不足的村: a lack, in a row of words that deny
    ("ingest/indicators/verdicts.py", "以上"),  # 长度以上: how long a thing is at least, as part of its name
    ("ingest/indicators/verdicts.py", "左右"),  # sentences for people
    ("ingest/indicators/verdicts.py", "之内"),
    ("ingest/catalogue/another_plan.py", "不到"),
    ("ingest/structure/closing_words.py", "以上"),  # 以上措施自印发之日起施行: what was said above
    ("ingest/structure/number_candidates.py", "以下"),  # 以下标准：: what follows
    ("ingest/readers/refusals.py", "超过"),  # a sentence for people
}


def test_no_module_spells_a_comparison_word() -> None:
    modules = [path for room in ("analyzers", "ingest") for path in (ROOT / room).rglob("*.py")]
    assert len(modules) > 70
    found = {(path.relative_to(ROOT).as_posix(), word) for path in modules for word in spelled(path)}
    assert found == ELSEWHERE
