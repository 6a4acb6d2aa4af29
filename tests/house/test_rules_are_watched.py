"""What a base was made by is watched whole: a rule that is moved or added into a room of its own is watched too."""

from __future__ import annotations

from pathlib import Path

import grimp
import pytest

from service.generation import rule_files

ROOMS = ("analyzers", "ingest", "service")


def _watched() -> set[str]:
    return {path.relative_to(rule_files.PROGRAM).as_posix() for path in rule_files.rule_files()}


def _file_of(module: str) -> str:
    place = module.replace(".", "/")
    return f"{place}.py" if (rule_files.PROGRAM / f"{place}.py").is_file() else f"{place}/__init__.py"


@pytest.mark.parametrize("door", rule_files.DOORS)
def test_everything_that_a_door_reads_texts_with_is_watched(door: str) -> None:
    graph = grimp.build_graph(*ROOMS, cache_dir=None)
    reached = graph.find_upstream_modules(door) if door.startswith("ingest") else set()
    reached |= graph.find_modules_directly_imported_by(door) | {door}
    expected = {_file_of(module) for module in reached if module.split(".")[0] in ("analyzers", "ingest")}
    assert expected <= _watched()
    assert _file_of(door) in _watched()


def test_what_only_shows_answers_is_not_watched() -> None:
    watched = _watched()
    assert len(watched) > 90
    shows = ("service/faces", "service/answers", "service/query", "service/meaning")
    assert not [name for name in watched if name.startswith(shows)]


def test_a_rule_in_a_new_room_is_watched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = {
        "ingest/__init__.py": "",
        "ingest/reading.py": "def read():\n    from ingest.deep.down import below\n",
        "ingest/deep/__init__.py": "",
        "ingest/deep/down/__init__.py": "from ingest.deep.down.rule import below\n",
        "ingest/deep/down/rule.py": "import analyzers.words\n",
        "ingest/other.py": "",
        "analyzers/__init__.py": "",
        "analyzers/words.py": "from service.faces import cli\n",
        "service/faces/terminal/cli.py": "from ingest import other\n",
    }
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.setattr(rule_files, "PROGRAM", tmp_path)
    monkeypatch.setattr(rule_files, "_DATA", ())
    found = {path.relative_to(tmp_path).as_posix() for path in rule_files.rule_files.__wrapped__()}
    assert found == {
        name for name in files if name not in ("ingest/other.py", "service/faces/terminal/cli.py")
    }
