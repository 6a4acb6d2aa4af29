"""Where tests find the project, its own samples, and the government texts that lie beside the checkout.

Those texts came from other collections, so they are read in place and never copied into the project. Where they are not
at hand their tests skip with a line that says so; in CI such a skip is a failure (``conftest``).
"""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parent
ROOT = TESTS.parent
CORPUS = ROOT / "corpus"
NOTICE = CORPUS / "county" / "tengchong-women-children-2021-2030.txt"
FAMILIES = TESTS / "families"
GOLDEN = TESTS / "golden"
_TEXTS = ROOT.parent / "shared" / "texts"
_CASES = ROOT.parent / "shared" / "cases" / "files"
# Named by the golden files, so that a text that is missing is seen to be missing.
TEXT_NAMES = sorted(path.stem for path in (GOLDEN / "structure").glob("*.tsv") if path.stem != NOTICE.stem)


def text_file(name: str) -> Path:
    """The file of a real text by its name: the county's notice, or one of those beside the checkout."""
    path = NOTICE if name == NOTICE.stem else _TEXTS / f"{name}.txt"
    if not path.is_file():
        pytest.skip(f"没有 {name}：政府文件原文不在 {_TEXTS}，本项测试略过。")
    return path


def case_file(name: str) -> Path:
    """A fictional file of a kind that was once read wrongly, which lies beside the checkout."""
    path = _CASES / name
    if not path.is_file():
        pytest.skip(f"没有 {name}：样例文件不在 {_CASES}，本项测试略过。")
    return path
