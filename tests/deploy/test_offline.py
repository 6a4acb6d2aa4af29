"""The folder for machines without a network: complete for Windows, and installed here with no network at all."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from places import ROOT

SCRIPT = ROOT / "deploy" / "offline" / "wheels.py"
VERSION = f"{sys.version_info[0]}.{sys.version_info[1]}"
NOWHERE = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "PIP_FIND_LINKS": "", "PIP_CONFIG_FILE": os.devnull}


def collect(out: Path, *words: str) -> list[str]:
    """Runs the script; the names of the files that it made."""
    done = subprocess.run(
        [sys.executable, str(SCRIPT), "--out", str(out), *words],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if done.returncode and "ConnectionError" in done.stderr + done.stdout:
        pytest.skip("没有网络，离线安装包没有试做")
    assert done.returncode == 0, done.stdout + done.stderr
    return sorted(path.name for path in out.iterdir())


def test_windows_gets_what_only_windows_needs(tmp_path: Path) -> None:
    """pip itself would leave out tzdata, which psycopg needs on Windows only."""
    names = collect(tmp_path / "out", "--for", "windows", "--python", "3.11", "--with", "postgres")
    for start in ("duibiao-", "jieba-", "tantivy-", "sqlalchemy-", "psycopg_binary-", "tzdata-"):
        assert any(name.startswith(start) for name in names), start
    foreign = [
        name for name in names if name.endswith(".whl") and not name.endswith(("any.whl", "win_amd64.whl"))
    ]
    assert foreign == []
    installer = (tmp_path / "out" / "install.bat").read_bytes()
    assert "@echo off\r\n" in installer.decode("gbk")
    assert '"duibiao[postgres]"' in installer.decode("gbk")
    assert "@PYTHON@" not in installer.decode("gbk")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="这是给 Linux 的安装程序")
def test_it_installs_and_searches_without_a_network(tmp_path: Path) -> None:
    machine = "linux-arm" if os.uname().machine == "aarch64" else "linux"
    out, place = tmp_path / "out", tmp_path / "program"
    collect(out, "--for", machine, "--python", VERSION)
    for line in (out / "SHA256SUMS").read_text("utf-8").splitlines():
        digest, name = line.split("  ")
        assert hashlib.sha256((out / name).read_bytes()).hexdigest() == digest
    environment = os.environ | NOWHERE | {"DUIBIAO_HOME": str(tmp_path / "home")}
    environment["PATH"] = f"{Path(sys.base_prefix) / 'bin'}{os.pathsep}{environment['PATH']}"
    told = subprocess.run(
        ["sh", str(out / "install.sh"), str(place)],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 0, told.stdout + told.stderr
    assert "安装完成" in told.stdout
    found = subprocess.run(
        [str(place / "bin" / "duibiao"), "search", "留守儿童", "-k", "1", "--json"],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert '"address"' in found.stdout
    (out / "SHA256SUMS").write_text("0" * 64 + "  install.sh\n", "utf-8")
    broken = subprocess.run(
        ["sh", str(out / "install.sh"), str(place)], capture_output=True, text=True, check=False
    )
    assert broken.returncode == 2
    assert "请重新复制整个文件夹" in broken.stderr


def test_mistakes_are_told(tmp_path: Path) -> None:
    (tmp_path / "there").touch()
    for words, told in ((["--with", "pdf"], "没有叫 pdf 的附加组件"), ([], "里已有文件")):
        done = subprocess.run(
            [sys.executable, str(SCRIPT), "--out", str(tmp_path), *words],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 1
        assert told in done.stderr
