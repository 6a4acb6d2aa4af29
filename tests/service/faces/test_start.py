"""What the start of a command loads: a search answers in a third of a second only if nothing heavy comes along."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from places import ROOT

HEAVY = {
    "alembic", "bs4", "docx", "fastapi", "ingest.links.find", "lxml", "numpy", "olefile", "onnxruntime", "opencc", "psycopg", "pydantic",
    "pypdfium2", "pypinyin", "rich", "sqlalchemy", "uvicorn", "xlsxwriter",
}  # fmt: skip


def test_commands_load_nothing_heavy() -> None:
    code = "import sys, service.faces.terminal.commands; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert not HEAVY & set(done.stdout.split())


def test_a_text_file_loads_no_library_of_another_format(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("示例县妇女发展规划（2021—2030年）", encoding="utf-8")
    code = (
        "import sys; from pathlib import Path; from ingest.readers import read_files;"
        f"read_files(Path({str(tmp_path / 'a.txt')!r})); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    libraries = {"bs4", "lxml", "olefile", "PIL", "pypdfium2", "rapidocr", "zipfile", "ingest.readers.word"}
    assert not libraries & set(done.stdout.split())
