"""``duibiao serve``: one process with pages and API, on this machine only unless another address is asked for.

Everything of the web is imported here and behind, so that no other command waits for it.
"""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING

from service.errors import UserError
from service.faces.terminal.arguments import Argument, Command
from service.faces.terminal.common_options import EVERY, SWITCH, emit
from service.settings import LOCAL, read_hosts, read_settings

if TYPE_CHECKING:  # every command imports this module, and only one of them listens
    import socket

PORT = 8642
_KEEP_ALIVE = 75  # seconds; uvicorn's 5 cut connections that a client was about to use


def serve(given: Namespace) -> None:
    """Runs the service until it is stopped; runs it anew where a word table or the program has changed."""
    import uvicorn

    from service.faces.web.app import create_app
    from service.faces.web.typed_addresses import TypedAddresses

    settings = read_settings(given.corpus)
    listening = _listen(given.host, given.port) if given.fd is None else _given(given.fd)
    kept = os.dup(listening.fileno())  # stays open for whoever takes over; uvicorn closes its own
    local = given.host in LOCAL
    hosts = read_hosts(os.environ)
    again = False

    def restart() -> None:
        nonlocal again
        again = server.should_exit = True

    app = create_app(settings, hosts=(*LOCAL, *hosts) if local or hosts else (), restart=restart)
    given.port = listening.getsockname()[1]
    address = _address(given.host, given.port)
    _announce(given, address, local=local)
    if given.open:
        import webbrowser

        webbrowser.open(address)
    config = uvicorn.Config(
        app,
        http=TypedAddresses,
        log_level="warning",
        access_log=False,
        timeout_keep_alive=_KEEP_ALIVE,
        timeout_graceful_shutdown=10,
        server_header=False,
        h11_max_incomplete_event_size=65_536,
    )
    server = uvicorn.Server(config)
    server.run(sockets=[listening])
    if again:
        _run_anew(given, kept)


def _run_anew(given: Namespace, listening: int) -> None:
    """Puts a new process in the place of this one. Connections made meanwhile wait: the port stays open."""
    words = ["serve", "--host", given.host, "--port", str(given.port)]
    words += ["--corpus", str(given.corpus)] if given.corpus is not None else []
    words += ["--json"] if given.json else []
    if os.name == "nt":  # pragma: no cover  (a socket cannot be handed on by its number there)
        import subprocess

        os.close(listening)
        raise SystemExit(subprocess.run([sys.executable, "-m", "service", *words], check=False).returncode)
    os.set_inheritable(listening, True)
    sys.stdout.flush()
    os.execv(sys.executable, [sys.executable, "-m", "service", *words, "--fd", str(listening)])


def _given(number: int) -> socket.socket:
    """A port that is open already, handed over by a service manager or by the process before."""
    import socket

    try:
        return socket.socket(fileno=number)
    except OSError:
        raise UserError(f"--fd 后面的 {number} 不是已经打开的端口，请检查服务管理器的设置。") from None


def _announce(given: Namespace, address: str, *, local: bool) -> None:
    """Says where the service is; a program gets the address as one JSON line."""
    if given.json:
        emit([{"address": address, "pid": os.getpid()}])
        sys.stdout.flush()
    else:
        print(f"对标服务已启动：{address}（按 Ctrl+C 停止）", flush=True)
    if not local:
        warning = "注意：同一网络的人都可以打开这个地址，请只在单位内网使用。"
        print(warning, file=sys.stderr, flush=True)


def _listen(host: str, port: int) -> socket.socket:
    """A socket at this address. Raises UserError where it cannot be had."""
    import socket

    if not 0 <= port <= 65_535:
        raise UserError("--port 可以是 1 到 65535，请改写后面的数字。")
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # With the protocol stated: asyncio switches off Nagle's delay (40 ms an answer) only on such sockets.
        listening = socket.socket(family, kind, protocol or socket.IPPROTO_TCP)
    except (OSError, UnicodeError):
        raise UserError(f"没有 {host} 这个地址，--host 后面请写本机的 IP 地址，或 127.0.0.1。") from None
    try:
        if os.name != "nt":  # on Windows it would let two programs have one port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(128)
    except PermissionError:
        listening.close()
        raise UserError(f"没有权限使用端口 {port}，请用 --port 换一个 1024 以上的端口。") from None
    except OSError as error:
        listening.close()
        raise UserError(_refused(host, port, error)) from None
    return listening


def _refused(host: str, port: int, error: OSError) -> str:
    import errno

    if error.errno == errno.EADDRINUSE or getattr(error, "winerror", None) == 10048:
        return f"端口 {port} 已被占用（可能服务已经启动），请关掉占用它的程序，或用 --port 换一个端口。"
    return f"{host} 不是本机的地址，--host 后面请写本机的 IP 地址，或 127.0.0.1。"


def _address(host: str, port: int) -> str:
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(host, host)
    return f"http://{shown}:{port}/"


COMMANDS = (
    Command(
        "serve",
        "启动服务：浏览器页面和 JSON 接口。默认只有本机能打开，第一次启动会自动建库。",
        serve,
        (
            Argument(
                ("--host",),
                "在哪个地址上提供服务，默认 127.0.0.1（只有本机）。",
                "地址",
                {"default": "127.0.0.1"},
            ),
            Argument(("--port",), f"端口，默认 {PORT}。", "端口", {"type": int, "default": PORT}),
            Argument(
                ("--fd",),
                "用已经打开的端口（服务管理器交来的编号）。",
                "编号",
                {"type": int, "default": None},
            ),
            Argument(("--open",), "启动后打开浏览器。", options=SWITCH),
            *EVERY,
        ),
    ),
)
