"""Verify: what is wrong is named, and mended where it can be."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest

from service.generation import generations
from service.settings import Settings
from service.upkeep import build
from service.upkeep.verify import Finding, verify

SILENT = build.Silent()


def failed(findings: list[Finding]) -> dict[str, str]:
    return {finding.check: finding.detail for finding in findings if not finding.ok}


@pytest.fixture
def built(own_settings: Settings) -> Settings:
    build.ensure(own_settings, SILENT)
    return own_settings


def folder_of(settings: Settings) -> Path:
    folder = generations.current(settings.base)
    assert folder is not None
    return folder


def reseal(settings: Settings) -> None:
    """Makes the manifest agree with spoilt files, so that only the comparison of contents can tell."""
    folder = folder_of(settings)
    manifest = generations.read_manifest(folder)
    generations.publish(settings.base, folder, manifest)


def test_a_sound_base_has_no_findings(built: Settings) -> None:
    findings = verify(built, SILENT)
    assert len(findings) == 7
    assert not failed(findings)


def test_nothing_built_yet(own_settings: Settings) -> None:
    assert "知识库" in failed(verify(own_settings, SILENT))


def test_a_changed_row_is_told_from_the_index(built: Settings) -> None:
    path = folder_of(built) / generations.STORE
    with sqlite3.connect(path) as db:
        db.execute("UPDATE clauses SET text = text || '。' WHERE address = 'example-women-2021/1.1/goal/2'")
    db.close()
    assert "校验和" in failed(verify(built, SILENT))["库文件"]
    reseal(built)
    found = failed(verify(built, SILENT))
    assert "example-women-2021/1.1/goal/2" in found["条目与索引"]


def test_a_row_that_the_index_lacks_and_one_that_the_store_lacks(built: Settings) -> None:
    path = folder_of(built) / generations.STORE
    with sqlite3.connect(path) as db:
        db.execute("UPDATE clauses SET address = 'x/new' WHERE address = 'example-women-2021/preface'")
    db.close()
    reseal(built)
    detail = failed(verify(built, SILENT))["条目与索引"]
    assert "索引中缺少：x/new" in detail
    assert "索引中多出：example-women-2021/preface" in detail


def test_a_source_file_that_was_edited_or_lost(built: Settings) -> None:
    path = built.corpus / "county/county.txt"
    path.write_bytes(path.read_bytes() + b"\n\n")
    found = failed(verify(built, SILENT))
    assert "改动过" in found["原文件"]
    assert "规划文本" in found["是否最新"]
    path.unlink()
    assert "缺少原文件" in failed(verify(built, SILENT))["原文件"]


@pytest.mark.parametrize("spoil", ["store", "index", "manifest", "all"])
def test_repair(built: Settings, spoil: str) -> None:
    folder = folder_of(built)
    if spoil == "store":
        (folder / generations.STORE).write_bytes(b"broken")
    elif spoil == "index":
        next((folder / generations.INDEX).glob("*.idx")).write_bytes(b"broken")
    elif spoil == "manifest":
        (folder / generations.MANIFEST).write_text("broken", "utf-8")
    else:
        shutil.rmtree(folder)
    assert failed(verify(built, SILENT))
    assert not failed(verify(built, SILENT, repair=True))
    assert not failed(verify(built, SILENT))
