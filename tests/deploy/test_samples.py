"""The samples of deploy/: each is read by the program that it is for, and nginx leads to real services."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import pytest
import yaml
from places import ROOT

DEPLOY = ROOT / "deploy"
NAME = "duibiao.example.gov.cn"


def test_settings_that_are_named_are_known() -> None:
    """A misspelt variable would be passed over in silence."""
    program = (ROOT / "service" / "settings.py").read_text("utf-8")
    prefix = re.search('_ELASTIC = "([A-Z_]+)"', program)
    assert prefix is not None
    program = program.replace("{_ELASTIC}", prefix[1])
    known = set(re.findall(r"DUIBIAO_[A-Z_]+[A-Z]", program))
    known |= {f"{prefix[1]}_{name}" for name in re.findall(r'stated\("([A-Z_]+)"\)', program)}
    for path in DEPLOY.rglob("*"):
        if path.is_file():
            named = set(re.findall(r"DUIBIAO_[A-Z_]+[A-Z]", path.read_text("utf-8")))
            assert named <= known, path


def test_systemd_takes_the_unit(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("没有 systemd，服务单元没有检查")
    unit = (DEPLOY / "linux" / "duibiao@.service").read_text("utf-8")
    here = tmp_path / "duibiao@8642.service"
    here.write_text(unit.replace("/opt/duibiao/bin/duibiao", sys.executable), "utf-8")
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(here)], capture_output=True, text=True, check=False
    )
    assert here.name not in done.stderr, done.stderr
    assert done.returncode == 0, done.stderr


def test_compose_hangs_together() -> None:
    made = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text("utf-8"))
    services, text = made["services"], (DEPLOY / "compose" / "compose.yaml").read_text("utf-8")
    assert set(services["app"]["depends_on"]) == set(services) - {"app"}
    for name in services["app"]["depends_on"]:
        assert services[name]["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL"), name
        assert ":" in services[name]["image"], "a version is stated"
    used = {mount.split(":")[0] for service in services.values() for mount in service["volumes"]}
    assert used == set(made["volumes"])
    asked = set(re.findall(r"(?<!\$)\$\{([A-Z_]+)", text))
    offered = set(
        re.findall(r"^([A-Z_]+)=", (DEPLOY / "compose" / "env.example").read_text("utf-8"), re.MULTILINE)
    )
    assert asked == offered
    build = services["app"]["build"]
    assert (DEPLOY / "compose" / build["context"]).resolve() == ROOT
    assert (ROOT / build["dockerfile"]).is_file()


@contextmanager
def two_services(home: Path, corpus: Path) -> Iterator[tuple[list[subprocess.Popen[bytes]], list[int]]]:
    """Two processes over one data folder, as two units of systemd would run."""
    ports = [_free_port(), _free_port()]
    environment = os.environ | {"DUIBIAO_HOME": str(home), "DUIBIAO_HOSTS": NAME, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "service", "serve", "--corpus", str(corpus), "--port"]
    started = [
        subprocess.Popen([*command, str(port)], env=environment, stdout=subprocess.DEVNULL) for port in ports
    ]
    try:
        for port in ports:
            _until_well(f"http://127.0.0.1:{port}/readyz")
        yield started, ports
    finally:
        for process in started:
            process.kill()
            process.wait()


@contextmanager
def nginx(place: Path, ports: list[int]) -> Iterator[int]:
    """nginx with our sample on a free port."""
    sample = (DEPLOY / "linux" / "nginx.conf").read_text("utf-8")
    here = _free_port()
    for stated, port in zip((8642, 8643), ports, strict=True):
        sample = sample.replace(f"127.0.0.1:{stated}", f"127.0.0.1:{port}")
    sample = sample.replace("listen 80;", f"listen 127.0.0.1:{here};")
    places = "".join(
        f"{kind}_temp_path {place}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    whole = place / "nginx.conf"
    whole.write_text(
        f"daemon off; master_process off; pid {place}/pid; error_log stderr;\n"
        f"events {{}}\nhttp {{ access_log off; {places}\n{sample}\n}}\n",
        "utf-8",
    )
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    tried = subprocess.run([program, "-t", "-c", str(whole)], capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
    process = subprocess.Popen([program, "-c", str(whole)], stderr=subprocess.DEVNULL)
    try:
        _until_well(f"http://127.0.0.1:{here}/readyz", NAME)
        yield here
    finally:
        process.terminate()
        process.wait()


def test_nginx_leads_to_two_services_and_past_one_that_died(tmp_path: Path, corpus_dir: Path) -> None:
    if shutil.which("nginx") is None and not Path("/usr/sbin/nginx").exists():
        pytest.skip("没有 nginx，它的配置没有检查")
    with two_services(tmp_path / "home", corpus_dir) as (services, ports), nginx(tmp_path, ports) as port:
        asked = f"http://127.0.0.1:{port}/api/v1/search?q={quote('留守儿童')}"
        assert _ask(asked, NAME) == 200
        assert _ask(asked, "elsewhere.example") == 421
        own = {"Origin": f"http://{NAME}", "Content-Type": "application/x-www-form-urlencoded"}
        address = f"http://127.0.0.1:{port}/basket/add"
        form = b"address=tengchong-women-2021/2.1/goal/2"
        assert _ask(address, NAME, form, own) == 200  # after the redirect to the page
        assert _ask(address, NAME, form, own | {"Origin": "http://elsewhere.example"}) == 403
        for process in services:
            process.send_signal(signal.SIGKILL)
            process.wait()
            answers = [_ask(asked, NAME) for _ in range(20)]
            if process is services[0]:
                assert answers == [200] * 20
        assert set(answers) == {502}


def _ask(address: str, host: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> int:
    request = urllib.request.Request(address, body, {"Host": host, **(headers or {})})
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        with error:
            return error.code


def _until_well(address: str, host: str = "127.0.0.1") -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if _ask(address, host) == 200:
                return
        except OSError:
            pass
        time.sleep(0.1)
    raise AssertionError(address)


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
