"""What is measured as bases grow: on this machine, and the sentence where no cluster is named."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.faces.terminal.cli import main
from service.measuring import scale
from service.settings import Settings
from service.upkeep import build


def test_growth_of_the_embedded_engine(
    tmp_path: Path, corpus_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scale, "QUERIES", 20)
    measures = scale.run(Settings(tmp_path, corpus_dir.resolve()), 800, build.Silent())
    found = {measure.name: measure.value for measure in measures}
    assert found.keys() >= {"build", "index_size", "store_size", "vectors_size", "hits", "counts", "meaning"}
    assert not any(name.startswith("elastic") for name in found)
    assert 0 < found["index_size"] < 5
    assert 0 < found["hits"] < 1_000


def test_a_cluster_must_be_named(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DUIBIAO_ELASTICSEARCH_URL", raising=False)
    assert main(["bench", "--engine", "elastic"]) == 2
    assert "DUIBIAO_ELASTICSEARCH_URL" in capsys.readouterr().err


def test_a_cluster_must_be_there(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIBIAO_ELASTICSEARCH_URL", "http://127.0.0.1:9")
    assert main(["bench", "--engine", "elastic", "--clauses", "100"]) == 2
    assert "连不上检索服务器" in capsys.readouterr().err
