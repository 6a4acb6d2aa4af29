"""A real Elasticsearch on this machine, for the tests: built from its Maven artifacts, started, stopped.

Takes nothing but Java (with its compiler) and Maven. Gives addresses, of one node or of several that are one cluster. It is the server without what the
distribution adds (security, scripts, most modules): enough to search, index and fail, and no more than that.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
import urllib.request
import zipfile
from dataclasses import dataclass
from pathlib import Path

RECIPE = Path(__file__).parent / "server"
_NEEDED = ("java", "javac", "mvn")
_HEAP = "512m"
_WAIT = 90.0  # seconds for nodes to answer; one needs 6 on an idle machine, three 20
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
    """One node, running or not; its data and its ports stay when it is started again."""

    command: list[str]
    home: Path
    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def running(self) -> bool:
        """Whether its process lives."""
        return self.process.poll() is None

    def stop(self) -> None:
        """Ends it in order, and waits until it is gone."""
        self.resume()
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """Ends it at once, as a power cut does."""
        self.process.kill()
        self.process.wait()
        assert self.process.stdin is not None
        self.process.stdin.close()

    def pause(self) -> None:
        """Leaves it without time: it keeps its connections and answers nothing."""
        self.process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        """Gives it time again."""
        self.process.send_signal(signal.SIGCONT)

    def start(self) -> None:
        """Starts it again, with what it had; returns at once."""
        self.process = _launch(self.command, self.home)


def start(parts: Path, home: Path) -> Node:
    """Starts a node with its data in ``home`` and waits until it answers."""
    return start_cluster(parts, home, 1)[0]


def start_cluster(parts: Path, home: Path, count: int, heap: str = "512m") -> list[Node]:
    """Starts nodes that are one cluster and waits until all have joined."""
    free = _free_ports(2 * count)
    ports, inner = free[:count], free[count:]
    names = [f"node{number}" for number in range(count)]
    joined = {
        "discovery.seed_hosts": ",".join(f"127.0.0.1:{port}" for port in inner),
        "cluster.initial_master_nodes": ",".join(names),
    }
    nodes = []
    try:
        for name, port, transport in zip(names, ports, inner, strict=True):
            settings = {
                "cluster.name": f"duibiao-test-{ports[0]}",
                "node.name": name,
                **(joined if count > 1 else {"discovery.type": "single-node"}),
                "http.port": port,
                "transport.port": transport,
            }
            command = _command(parts, home / name, heap, settings)
            nodes.append(Node(command, home / name, port, _launch(command, home / name)))
        for node in nodes:
            wait(node, f"wait_for_status=green&wait_for_nodes={count}")
    except BaseException:
        for node in nodes:
            node.kill()
        raise
    return nodes


def _command(parts: Path, home: Path, heap: str, settings: dict[str, object]) -> list[str]:
    (home / "tmp").mkdir(parents=True)
    (home / "modules").symlink_to(parts / "modules")
    settings = settings | {
        "network.host": "127.0.0.1",
        "path.data": home / "data",
        "path.logs": home / "logs",
        "node.processors": 1,
        "cluster.routing.allocation.disk.threshold_enabled": "false",
    }
    java = Path(os.environ["JAVA_HOME"]) / "bin" / "java" if os.environ.get("JAVA_HOME") else "java"
    return [
        *(str(java), f"-Xms{heap}", f"-Xmx{heap}", "-XX:+UseSerialGC", "-XX:+ExitOnOutOfMemoryError"),
        *("-XX:TieredStopAtLevel=1", "-Xshare:auto", f"-Djava.io.tmpdir={home / 'tmp'}", "-Dfile.encoding=UTF-8"),
        *("-Dlog4j2.disable.jmx=true", "-Dio.netty.noUnsafe=true", "-Dio.netty.allocator.type=unpooled"),
        *("-cp", f"{parts / 'classes'}{os.pathsep}{parts / 'jars'}/*", "duibiao.TestNode", str(home)),
        *(f"{name}={value}" for name, value in settings.items()),
    ]  # fmt: skip


def _launch(command: list[str], home: Path) -> subprocess.Popen[bytes]:
    with (home / "log").open("ab") as log:
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=log, stderr=log)


def wait(node: Node, until: str) -> None:
    """Waits until the cluster is as the health call puts it, asked of this node."""
    end = time.monotonic() + _WAIT
    while time.monotonic() < end:
        if not node.running:
            raise RuntimeError(f"node ended: {(node.home / 'log').read_text('utf-8', 'replace')[-3000:]}")
        with contextlib.suppress(OSError):  # refused, or not as it should be in time
            address = f"{node.address}/_cluster/health?{until}&timeout=5s"
            with urllib.request.urlopen(address, timeout=8) as answer:
                if not json.load(answer)["timed_out"]:
                    return
        time.sleep(0.2)
    raise RuntimeError(f"not in time: {until}")


def _free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as held:  # all at once, so that none comes twice
        free = [held.enter_context(socket.socket()) for _ in range(count)]
        for each in free:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in free]
