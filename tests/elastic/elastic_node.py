"""A real Elasticsearch on this machine, for the tests: built from its Maven artifacts, started, stopped.

Takes nothing but Java (with its compiler) and Maven. Gives an address. It is the server without what the
distribution adds (security, scripts, most modules): enough to search, index and fail, and no more than that.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

RECIPE = Path(__file__).parent / "server"
_NEEDED = ("java", "javac", "mvn")
_HEAP = "512m"
_WAIT = 60.0  # seconds for a node to answer; 6 on an idle machine
# The module for HTTP has a class loader of its own: these jars stand in its folder, all others on the path.
_MODULE = ("netty-", "transport-netty4-", "elasticsearch-ssl-config-")
_DESCRIPTOR = "META-INF/es-plugins/transport-netty4/plugin-descriptor.properties"


def lacking() -> str | None:
    """The sentence for what this machine lacks to run a node; None where nothing is."""
    missing = [name for name in _NEEDED if shutil.which(name) is None]
    if not missing:
        return None
    return f"缺少 {'、'.join(missing)}，没有用真的 Elasticsearch 测试（请装 Java 17 的 JDK 和 Maven）"


def built(cache: Path) -> Path:
    """The folder with the server's parts, made at the first call; a changed recipe gets another folder."""
    digest = hashlib.sha256()
    for path in sorted(RECIPE.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(RECIPE).as_posix().encode() + path.read_bytes())
    place = cache.resolve() / f"elastic-{digest.hexdigest()[:12]}"
    if not (place / "ready").is_file():
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        subprocess.run(
            [
                "mvn",
                "-q",
                "-B",
                "-Dstyle.color=never",
                "-f",
                str(RECIPE / "pom.xml"),
                f"-Dplace={place}",
                "process-classes",
            ],
            check=True,
            stdin=subprocess.DEVNULL,
        )
        _set_apart(place)
        (place / "ready").touch()
    return place


def _set_apart(place: Path) -> None:
    """Puts the module for HTTP where the server looks for modules, with the descriptor that its jar carries."""
    module = place / "modules" / "transport-netty4"
    module.mkdir(parents=True)
    for jar in sorted((place / "jars").glob("*.jar")):
        if jar.name.startswith(_MODULE):
            jar.rename(module / jar.name)
    with zipfile.ZipFile(next(module.glob("transport-netty4-*.jar"))) as jar:
        lines = jar.read(_DESCRIPTOR).decode().splitlines()
    # The server runs from a class path, not as Java modules: the name of the module would not be found.
    kept = [line for line in lines if line and not line.startswith(("#", "modulename"))]
    (module / "plugin-descriptor.properties").write_text("\n".join(kept) + "\n", "utf-8")


@dataclass
class Node:
    """One running node."""

    process: subprocess.Popen[bytes]
    home: Path
    port: int

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Ends it, and waits until it is gone."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def start(parts: Path, home: Path) -> Node:
    """Starts a node with its data in ``home`` and waits until it answers."""
    port = _free_port()
    (home / "tmp").mkdir(parents=True)
    (home / "modules").symlink_to(parts / "modules")
    settings = {
        "cluster.name": f"duibiao-test-{port}",
        "node.name": "one",
        "discovery.type": "single-node",
        "network.host": "127.0.0.1",
        "http.port": port,
        "transport.port": _free_port(),
        "path.data": home / "data",
        "path.logs": home / "logs",
        "node.processors": 1,
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    java = Path(os.environ["JAVA_HOME"]) / "bin" / "java" if os.environ.get("JAVA_HOME") else "java"
    command = [
        *(str(java), f"-Xms{_HEAP}", f"-Xmx{_HEAP}", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
        *("-XX:TieredStopAtLevel=1", "-Xshare:auto", f"-Djava.io.tmpdir={home / 'tmp'}", "-Dfile.encoding=UTF-8"),
        *("-Dlog4j2.disable.jmx=true", "-Dio.netty.noUnsafe=true", "-Dio.netty.allocator.type=unpooled"),
        *("-cp", f"{parts / 'classes'}{os.pathsep}{parts / 'jars'}/*", "duibiao.TestNode", str(home)),
        *(f"{name}={value}" for name, value in settings.items()),
    ]  # fmt: skip
    with (home / "log").open("wb") as log:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log)
    node = Node(process, home, port)
    try:
        _wait(node)
    except BaseException:
        node.stop()
        raise
    return node


def _wait(node: Node) -> None:
    end = time.monotonic() + _WAIT
    while time.monotonic() < end:
        if node.process.poll() is not None:
            raise RuntimeError(f"node ended: {(node.home / 'log').read_text('utf-8', 'replace')[-3000:]}")
        with contextlib.suppress(OSError, urllib.error.URLError):
            urllib.request.urlopen(
                f"{node.address}/_cluster/health?wait_for_status=yellow", timeout=5
            ).close()
            return
        time.sleep(0.2)
    raise RuntimeError("node does not answer")


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])
