"""The words of the frames stand in ``frame_words.tsv``: each class is asked for, and a unit's own rows count."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from places import ROOT

from analyzers import lexicon
from analyzers.lexicon import LexiconError
from ingest.targets import vocabulary
from ingest.targets.find import targets_of_text

CLASSES = {row["class"] for row in lexicon.table("frame_words")}
HEAD = "text\tclass\tnot_after\tnot_before\n"


@pytest.fixture
def own(tmp_path: Path) -> Iterator[Callable[[str], None]]:
    """Lays rows of a unit's own beside the program."""
    folder = tmp_path / "lexicon"
    folder.mkdir()

    def lay(rows: str) -> None:
        (folder / "frame_words.tsv").write_text(HEAD + rows, encoding="utf-8")
        lexicon.use_own(folder)

    yield lay
    lexicon.use_own(tmp_path / "nowhere")


def names(sentence: str) -> list[str]:
    return [target.indicator for target in targets_of_text(sentence)]


def test_own_words_of_a_frame_are_understood(own: Callable[[str], None]) -> None:
    share, task = "80%的社区认领服务项目。", "配备3名专员驻点服务。"
    before = names(share), names(task)
    own("认领\tgroup_does\n驻点\truns_on\n")
    assert (names(share), names(task)) == (["认领服务项目的社区比例"], ["专员"])
    lexicon.use_own(Path("nowhere"))
    assert (names(share), names(task)) == before
    assert before == ([], ["专员驻点服务"])


def test_a_class_that_no_frame_asks_for_is_told(own: Callable[[str], None]) -> None:
    own("认领\tgroup_dose\n")
    with pytest.raises(LexiconError, match=r"“认领”的 class 一栏没有“group_dose”这一类"):
        names("80%的社区认领服务项目。")


@pytest.mark.parametrize(
    ("classes", "fits", "not_so"),
    [
        (("reports_on",), ["现有床位", "会议显示"], ["实现有效", "显示屏"]),
        (("group_does",), ["有教师"], ["有效"]),
        (("group_has",), ["建成中心"], ["建成区"]),
    ],
)
def test_what_may_not_stand_beside_a_word(
    classes: tuple[str, ...], fits: list[str], not_so: list[str]
) -> None:
    pattern = re.compile(vocabulary.frame_piece(*classes))
    assert all(pattern.search(text) for text in fits)
    assert not any(pattern.search(text) for text in not_so)


def asked() -> Iterator[str]:
    """The classes that the code names."""
    for path in (ROOT / "ingest" / "targets").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("frame_words", "frame_piece")):
                yield from (
                    arg.value
                    for arg in node.args
                    if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
                )


def test_every_class_that_is_asked_for_is_there_and_every_class_is_asked_for() -> None:
    assert set(asked()) | {"prompt"} == CLASSES
