"""Usual requests, made as a newcomer makes them: in a copy of the program, in the places that CHANGING.md names and no other.

A level, a relation and a file format are tried in ``test_facts_have_one_owner``, a comparison word in
``tests/analyzers/test_comparators``, a number that ranks in ``test_ranking_has_one_owner``.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import usual_requests as requests
from faces import between_faces
from places import ROOT, TESTS

pytestmark = pytest.mark.slow
ROWS = re.findall(
    r"^\| (?!request|---)([^|]+) \| ([^|]+) \| [^|]+ \|$",
    (ROOT / "CHANGING.md").read_text("utf-8"),
    re.MULTILINE,
)


class Newcomer:
    """Changes a copy of the program, where the row of the request sends one, and asks what it says then."""

    def __init__(self, folder: Path, request: str) -> None:
        (self.said,) = [place for name, place in ROWS if request in name]
        self.program, self.work = folder / "program", folder / "work"
        self.touched: set[str] = set()
        for room in ("analyzers", "ingest", "service"):
            shutil.copytree(ROOT / room, self.program / room, ignore=shutil.ignore_patterns("__pycache__"))
        for path in (ROOT / "pyproject.toml", TESTS / "journeys.py", TESTS / "usual_requests.py"):
            shutil.copy(path, self.program)

    def write(self, name: str, text: str) -> None:
        """A file of one's own, or one more row at the end of a file."""
        assert any(place in name for place in re.findall("`([^`]+)`", self.said)), f"{name}: {self.said}"
        self.touched.add(name)
        path = self.program / name
        path.parent.mkdir(parents=True, exist_ok=True)
        before = path.read_text("utf-8") if path.is_file() else ""
        path.write_text(before + text, "utf-8")

    def insert(self, name: str, text: str, *, before: str) -> None:
        """Something in front of a line."""
        whole = (self.program / name).read_text("utf-8")
        assert whole.count(before) == 1, (name, before)
        (self.program / name).write_text("", "utf-8")
        self.write(name, whole.replace(before, f"{text}{before}"))

    def asks(self, what: str, *words: str) -> Any:
        """What the changed program says."""
        done = self.runs(sys.executable, "usual_requests.py", what, str(self.work), *words)
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    def runs(self, *command: str) -> subprocess.CompletedProcess[str]:
        """A command in the changed program."""
        return subprocess.run(
            command, cwd=self.program, capture_output=True, text=True, encoding="utf-8", check=False
        )


def test_a_domain_word(tmp_path: Path) -> None:
    before = requests.word(tmp_path / "before", "微家站")
    newcomer = Newcomer(tmp_path, "a domain word")
    newcomer.write("analyzers/lexicon/words.tsv", "微家站\t100\tn\n")
    after = newcomer.asks("word", "微家站")
    assert "微家站" not in before["cut"]
    assert "微家站" in after["cut"]
    assert after["marks"] == ["微家站"]
    assert after["fingerprint"] != before["fingerprint"]  # bases rebuild themselves
    assert len(newcomer.touched) == 1


def test_a_department_by_another_name(tmp_path: Path) -> None:
    before = requests.department(tmp_path / "before", "书香办")
    newcomer = Newcomer(tmp_path, "a department by another name")
    newcomer.write("analyzers/lexicon/synonyms.tsv", "书香办\t教育局\t>\t1\t旧名\n")
    after = newcomer.asks("department", "书香办")
    assert before["status"] == 400
    assert (after["status"], len(after["api"]), after["page"]) == (200, 1, True)
    assert after["api"] == after["typed"]
    assert len(newcomer.touched) == 1


def test_a_column_of_the_targets_sheet(tmp_path: Path) -> None:
    newcomer = Newcomer(tmp_path, "a column of the targets sheet")
    row = '    ("章节", 16, lambda it: it.stored.clause.section_title if it.stored else None),\n'
    newcomer.insert("service/faces/sheets/targets.py", row, before='    ("条目地址", 30,')
    told = newcomer.asks("column", "章节")
    assert told["xlsx"]
    assert all(cell == "妇女与健康" for cells in told.values() for cell in cells)
    assert len(newcomer.touched) == 1


WORD = '''

def as_docx(book: Book) -> bytes:
    """The tables of the book in a Word file."""
    import zipfile
    from xml.sax.saxutils import escape

    def cell(value: object) -> str:
        return f"<w:tc><w:p><w:r><w:t>{escape(str(value or ''))}</w:t></w:r></w:p></w:tc>"

    rows = [[column.name for column in book.sheets[0].columns], *book.sheets[0].rows]
    table = "".join(f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    names = "http://schemas.openxmlformats.org"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", f'<Types xmlns="{names}/package/2006/content-types"/>')
        package.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{names}/wordprocessingml/2006/main"><w:body><w:tbl>{table}</w:tbl></w:body></w:document>',
        )
    return out.getvalue()


'''


def test_a_word_file_of_a_table(tmp_path: Path) -> None:
    before = requests.form(tmp_path / "before", "docx", "Word")
    assert (before["status"], before["saved"], before["offered"]) == (422, "", False)
    newcomer = Newcomer(tmp_path, "a Word file of a table")
    workbook = "service/faces/sheets/workbook.py"
    newcomer.insert(workbook, WORD, before="@dataclass(frozen=True, slots=True)\nclass FileForm:")
    newcomer.insert(
        workbook,
        '    FileForm("docx", "Word", "application/msword", as_docx),\n',
        before='    FileForm("csv"',
    )
    told = newcomer.asks("form", "docx", "Word")
    assert (told["status"], told["whole"], told["type"]) == (200, 200, "application/msword")
    assert told["pages"] == []  # nowhere is it left out
    assert told["offered"]
    assert "适龄妇女宫颈癌筛查率" in told["saved"]
    assert len(newcomer.touched) == 1


def test_a_unit_of_measure(tmp_path: Path) -> None:
    newcomer = Newcomer(tmp_path, "a unit of measure")
    newcomer.write("analyzers/lexicon/units.tsv", "罐壶\tother:\tmeasure\t\n")
    assert ["500", "other:罐壶"] not in requests.unit(tmp_path / "before")["units"]
    assert ["500", "other:罐壶"] in newcomer.asks("unit")["units"]
    assert len(newcomer.touched) == 1


FACE = '''"""A face that speaks JSON lines: a question in, hits or a sentence out."""

import contextlib
import json
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from service.desk import Filters, SearchQuestion, open_desk
from service.errors import FOR_PEOPLE
from service.faces.records import search as records
from service.settings import Settings


@contextlib.contextmanager
def silent() -> Iterator[None]:
    yield None


def main() -> None:
    settings = Settings(Path(sys.argv[2]), Path(sys.argv[1]))
    desk = open_desk(settings, silent)
    for line in sys.stdin:
        given = json.loads(line)
        filters = Filters(level=(given["level"],) if "level" in given else ())
        try:
            found = desk.search(SearchQuestion(given["q"], filters, limit=given.get("k", 10)))
            said = {"hits": [records.hit_record(hit) for hit in found.hits]}
        except FOR_PEOPLE as error:
            said = {"error": str(error)}
        print(json.dumps(said, ensure_ascii=False, default=str))


if __name__ == "__main__":
    main()
'''


def test_a_face(tmp_path: Path) -> None:
    newcomer = Newcomer(tmp_path, "a face (MCP)")
    newcomer.write("service/faces/mcp/__init__.py", '"""A face for programs that speak JSON lines."""\n')
    newcomer.write("service/faces/mcp/__main__.py", FACE)
    done = newcomer.runs(str(Path(sys.executable).parent / "lint-imports"))
    assert done.returncode == 0, done.stdout[-2000:]
    assert list(between_faces(newcomer.program / "service" / "faces")) == []
    told = newcomer.asks("face", "service.faces.mcp")
    assert not told["stderr"]
    hits, no_level, no_words = told["lines"]
    shown = ("address", "citation", "score", "text", "marks")
    hits_of_both = ([[hit[each] for each in shown] for hit in some] for some in (hits["hits"], told["api"]))
    assert next(hits_of_both) == next(hits_of_both) != []
    assert "没有叫“火星”的层级" in no_level["error"]
    assert no_words["error"] == told["wrong"]
    assert newcomer.touched == {"service/faces/mcp/__init__.py", "service/faces/mcp/__main__.py"}
