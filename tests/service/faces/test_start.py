"""What the start of a command loads: a search answers in a third of a second only if nothing heavy comes along."""

from __future__ import annotations

import subprocess
import sys

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
