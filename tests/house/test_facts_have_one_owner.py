"""A level, a relation or a file format is said in one place: one row added there, in a copy of the program, goes through
import, search, pages, sheets and JSON; and nobody keeps a second list."""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import journeys
import pytest
from places import ROOT, TESTS

from analyzers.units import UNITS
from ingest.plan import Checked, Level, Relation
from ingest.readers import PICKED
from service.answers.coverage import Gap

ROOMS = ("analyzers", "ingest", "service")


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A copy of the program."""
    folder = tmp_path / "program"
    for room in ROOMS:
        shutil.copytree(ROOT / room, folder / room, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(TESTS / "journeys.py", folder)
    return folder


def added(path: Path, row: str, *, before: str) -> None:
    """Adds a row in front of a line."""
    text = path.read_text("utf-8")
    assert text.count(before) == 1
    path.write_text(text.replace(before, f"{row}{before}"), "utf-8")


def journey(program: Path, what: str, *words: str) -> Any:
    """What the program says of it on its way."""
    command = [sys.executable, "journeys.py", what, str(program.parent / "work"), *words]
    done = subprocess.run(command, cwd=program, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout.splitlines()[-1])


def test_a_made_up_level(program: Path) -> None:
    row = """    VILLAGE = (
        "village",
        LevelFact(
            label="村", words="村级 行政村", glyph="★", colour="#404040", addressees="各(?:组|户)", ends="村(?![镇庄民委])",
            always=False,
        ),
    )

"""
    added(program / "ingest/levels.py", row, before="    @property\n    def rank(self)")
    told = journey(program, "level", "village", "村")
    journey_is_whole(told, "village", "示例县示例村")


def test_the_level_of_townships(tmp_path: Path) -> None:
    journey_is_whole(journeys.level(tmp_path, "township", "街道"), "township", "示例县示例街道")


def journey_is_whole(told: Any, value: str, region: str) -> None:
    """Nothing is said of the level before a plan of it is known, and everything afterwards."""
    quiet, heard = told["before"], told["after"]
    assert not any(quiet["pages"].values()), quiet
    assert quiet["hits"] == [[], []]  # accepted, though there is nothing
    assert (quiet["typed"], quiet["matrix"], any(quiet["sheets"])) == (0, False, False)
    assert told["entry"] == [value, region, "妇女", ["county-women"]]
    assert told["file"]
    assert all(heard["pages"].values()), heard
    assert all(hits and set(hits) == {value} for hits in heard["hits"])
    assert (heard["typed"] > 0, heard["matrix"], heard["sheets"]) == (True, True, [True] * 3)
    assert told["rungs"] == [[value, None], ["county", "更严"]]
    # Where nobody chooses a level, one looks from the county.
    unasked = told["rungs_unasked"], told["matrix_unasked"], told["links_unasked"]
    assert unasked == ([["county", None]], ["县"], "county-women")
    assert told["columns"] == [value, "county", "city", "province", "nation"]
    assert set(told["points"]) == {value, "county"}
    assert told["colour"]
    assert told["openapi"]
    assert told["help"]


def test_a_made_up_relation(program: Path) -> None:
    row = '    ECHO = "echo", RelationFact("呼应", answers=True, colour="violet", border="double")\n'
    added(program / "ingest/plan.py", row, before='    NONE = "none", RelationFact(')
    told = journey(program, "relation", "echo")
    assert told.pop("status") == 200
    assert told.pop("record") == [["echo", "confirmed"]]
    assert told.pop("command") == ["echo"]
    assert [name for name, said in told.items() if not said] == []


def test_a_made_up_format(program: Path) -> None:
    """One module and one record."""
    module = '''"""Reads a made-up format."""

from hashlib import sha256
from pathlib import Path

from ingest.plan import SourceText


def read(path: Path, data: bytes) -> SourceText:
    return SourceText(path.name, data.decode().removeprefix("SHILI1\\n"), "shili", sha256(data).hexdigest())
'''
    (program / "ingest/readers/shili.py").write_text(module, "utf-8")
    formats = program / "ingest/readers/formats.py"
    loader = "def _shili() -> Reader:\n    from ingest.readers import shili\n\n    return shili.read\n\n\nZIP = Format("
    formats.write_text(formats.read_text("utf-8").replace("ZIP = Format(", loader), "utf-8")
    row = '    Format("示例文件", (".shili",), lambda head: head.startswith(b"SHILI1"), _shili, 8 * _MIB),\n'
    added(formats, row, before="    ZIP,\n")
    told = journey(program, "format", ".shili", "SHILI1\n")
    assert told.pop("kept") == [".shili"]
    assert told.pop("bundled") == ["示例省.shili"]
    assert told.pop("without_ending") == ".shili"
    assert "shili.py" in told.pop("watched")  # a base is built anew when its reader changes
    assert told.pop("read") == told.pop("loose") == 5
    assert [name for name, said in told.items() if not said] == []


# --- no second list ---


def collections(*, but: set[str]) -> Iterator[tuple[str, ast.expr, list[ast.expr]]]:
    """Every tuple, list, set and dict that is written out in the program, with its parts."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if name in but:
                continue
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Tuple | ast.List | ast.Set):
                    yield f"{name}:{node.lineno}", node, node.elts
                elif isinstance(node, ast.Dict):
                    yield f"{name}:{node.lineno}", node, [*filter(None, node.keys), *node.values]


def words_of(parts: list[ast.expr]) -> set[str]:
    """The words and members among the parts, one deep: "county", Level.COUNTY."""
    inner = [
        each
        for part in parts
        for each in ([part, *part.elts] if isinstance(part, ast.Tuple | ast.List) else [part])
    ]
    said = {part.value for part in inner if isinstance(part, ast.Constant) and isinstance(part.value, str)}
    return said | {ast.unparse(part) for part in inner if isinstance(part, ast.Attribute)}


def second_lists(facts: list[set[str]], *, but: set[str], least: int) -> list[str]:
    """Where so many of the facts stand in one collection; each fact by any of the words for it."""
    return [
        place
        for place, _, parts in collections(but=but)
        if sum(bool(fact & words_of(parts)) for fact in facts) >= least
    ]


def test_levels_are_listed_once() -> None:
    facts = [{level.value, level.fact.label, f"Level.{level.name}"} for level in Level]
    assert second_lists(facts, but={"ingest/levels.py"}, least=3) == []


def test_relations_are_listed_once() -> None:
    facts = [{r.value, r.fact.label, f"Relation.{r.name}", f"Relation.{r.name}.value"} for r in Relation]
    assert second_lists(facts, but=set(), least=2) == []


def test_formats_are_listed_once() -> None:
    assert second_lists([{suffix} for suffix in PICKED], but={"ingest/readers/formats.py"}, least=2) == []
    sentences = [
        f"{path.relative_to(ROOT)}"
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and not node.value.endswith(".\n")
        if ".html" in node.value and ".docx" in node.value and "\n" not in node.value
    ]
    assert sentences == []


def test_words_of_states_are_listed_once() -> None:
    for kind, owner in ((Checked, "ingest/plan.py"), (Gap, "service/answers/coverage.py")):
        facts = [{each.label, f"{kind.__name__}.{each.name}"} for each in kind]
        assert second_lists(facts, but={owner}, least=2) == []


def test_units_are_listed_once() -> None:
    facts = [{unit.name} for unit in UNITS.values() if unit.name not in ("count", "years", "hours")]
    assert second_lists(facts, but={"analyzers/units.py"}, least=2) == []


def test_styles_name_no_level_and_no_relation() -> None:
    named = [
        *(f".{level.value}" for level in Level),
        *(f".relation.{relation.value}" for relation in Relation),
    ]
    for path in sorted((ROOT / "service/faces/web/static").glob("*.css")):
        text = path.read_text("utf-8")
        assert [name for name in named if f"{name} " in text or f"{name}{{" in text] == [], path.name
    for path in sorted((ROOT / "service/faces/web/templates").glob("*.html")):
        text = path.read_text("utf-8")
        assert [
            level.value for level in Level if f"'{level.value}'" in text or level.fact.glyph in text
        ] == [], path.name


def spelled(piece: str, *, but: set[str]) -> list[str]:
    """Where a string of the program, docstrings left out, spells a piece of patterns that has a name."""
    found = []
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            tree = ast.parse(path.read_text("utf-8"))
            told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
            strings = [n for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)]
            if name not in but and any(piece in each.value for each in strings if id(each) not in told):
                found.append(name)
    return found


def test_pieces_of_patterns_are_spelled_once() -> None:
    assert spelled("三四五六七八", but={"analyzers/numerals/runs.py"}) == []
    assert spelled("\u4e00-\u9fff", but={"analyzers/normalise.py"}) == []
    assert spelled(r"\u4e00-\u9fff", but={"analyzers/normalise.py"}) == []
    # What a unit is counted by (元/学期) and how long a time is (两个学期) are no words for how often.
    units_of_time = {f"analyzers/{name}.py" for name in ("units", "quantities/values", "quantities/windows")}
    assert spelled("学期|", but={"ingest/targets/wording/unit_context.py", *units_of_time}) == []
