"""Every number that ranks stands in service/query/ranking.py, and nothing that is stored looks at it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from places import ROOT

from service.generation import freshness, rule_files
from service.query import FIGURES, RANKING

PROFILE = "service/query/ranking.py"
# The way of a question, and every number on it that is no matter of ranking.
NOT_RANKING = {
    "service/query/query.py": {"MAX_CHARS", "MAX_TERMS", "MAX_HITS", "MAX_DEPTH"},  # what a question may be
    "service/query/plan.py": {"_LONGEST_WORD"},  # how the index cuts words
    "service/engines/__init__.py": set(),
    "service/engines/embedded.py": {"_HEAP", "_SPARE", "_KEPT", "_VALUES"},  # memory, ties, counts by value
    "service/engines/elastic_query.py": set(),
    "service/meaning/fusion.py": set(),
    "service/meaning/nearness.py": {"_KEPT", "_SCOPES"},  # what is kept in memory
    "service/answers/search/__init__.py": {"LISTED", "OFFERED"},  # so many are shown
    "service/answers/search/hits.py": set(),
    "service/answers/search/did_you_mean.py": {"_SHORTEST", "_LONGEST", "_LETTERS_FROM", "_OTHERS"},  # slips
    "analyzers/meaning/__init__.py": {"DIMENSION", "_HEADING", "_LEAD", "_SENTENCE", "_PEAK"},  # stored
}
OLD_NAMES = {
    "WEIGHT", "_SHARE", "START", "NEAR", "BEHIND", "BRIDGE_WEIGHT", "ALTERNATIVE_WEIGHT", "MAX_ALTERNATIVES",
    "STEP", "CANDIDATES", "FEW", "START_SOME", "START_NONE", "NEAR_WORDS",
}  # fmt: skip


def _tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def _numbers_of(node: ast.AST) -> Iterator[float]:
    for each in ast.walk(node):
        if isinstance(each, ast.Constant) and type(each.value) in (int, float):
            yield each.value


def _constants(tree: ast.Module) -> Iterator[tuple[str, list[float]]]:
    """The names that a module gives to something with numbers in it, outside classes and functions."""
    for node in tree.body:
        if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                names = target.elts if isinstance(target, ast.Tuple) else [target]
                yield from ((ast.unparse(each), list(_numbers_of(node.value))) for each in names)


@pytest.mark.parametrize("name", NOT_RANKING)
def test_no_module_on_the_way_of_a_question_has_a_number_of_its_own(name: str) -> None:
    """A new one is either a field of Ranking, or said here to be something else."""
    named = {constant for constant, numbers in _constants(_tree(name)) if numbers}
    assert named == NOT_RANKING[name]


@pytest.mark.parametrize("name", NOT_RANKING)
def test_no_weight_stands_between_the_lines(name: str) -> None:
    inside = [node for node in _tree(name).body if not isinstance(node, ast.Assign | ast.AnnAssign)]
    fractions = {number for node in inside for number in _numbers_of(node) if isinstance(number, float)}
    assert fractions <= {0.0, 1.0}


def test_no_name_of_a_ranking_number_stands_elsewhere() -> None:
    fields = {each.name.upper() for each in FIGURES} | OLD_NAMES
    for room in ("analyzers", "service"):
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name == "service/query/own_words.py":
                continue  # WEIGHT there is the cell of a row of the thesaurus
            named = {constant for constant, numbers in _constants(_tree(name)) if numbers}
            assert not named & fields, name


def test_each_number_names_the_page_that_carries_it() -> None:
    assert len(FIGURES) >= 16
    for each in FIGURES:
        (page,) = (ROOT / "docs" / "decisions").glob(f"{each.page}-*.md")
        assert each.label
        assert each.low <= RANKING.numbers()[each.name] <= each.high
        assert page.read_text(encoding="utf-8")
    (every,) = (ROOT / "docs" / "decisions").glob("0016-*.md")
    table = every.read_text(encoding="utf-8")
    assert [
        each.name for each in FIGURES if f"| `{each.name}` | {RANKING.numbers()[each.name]:g} |" not in table
    ] == []


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


def test_nothing_that_makes_a_base_reads_the_profile() -> None:
    ranks = (
        "service.query.ranking",
        "service.query.RANKING",
        "service.query.Ranking",
        "service.meaning.fusion",
    )
    reading = [
        path.name
        for path in rule_files.rule_files()
        if path.suffix == ".py" and any(each.startswith(ranks) for each in _imports(path))
    ]
    assert reading == []


def test_to_change_a_number_of_ranking_rebuilds_no_base(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = freshness.Settings(tmp_path / "home", tmp_path)
    made = freshness.fingerprint(settings, (), 1)
    read = Path.read_bytes
    changed = ROOT / PROFILE
    assert changed.is_file()
    monkeypatch.setattr(Path, "read_bytes", lambda path: b"" if path == changed else read(path))
    assert changed.read_bytes() == b""
    assert freshness.fingerprint(settings, (), 1) == made
