"""Downloads a plan's text from its official address: only when asked to, only from the host the catalogue names.

Takes a PlanEntry. Gives name and bytes of what was downloaded. Limits: one host (redirects included), 32 MB, one
minute in all. Without internet the sentence says how to do it by hand.
"""

from __future__ import annotations

import time
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException, HTTPMessage
from pathlib import PurePosixPath
from typing import IO

from ingest.plan import PlanEntry
from ingest.readers import PICKED
from service.errors import BadImport, NotFound

MAX_BYTES = 32 * 1024 * 1024
SECONDS = 60.0
_ANSWER = 15.0  # seconds to wait for the host to say anything
_CHUNK = 1 << 16
_AGENT = "Mozilla/5.0 (compatible; duibiao)"


class _OneHost(urllib.request.HTTPRedirectHandler):
    """Follows redirects inside the host only."""

    def __init__(self, host: str) -> None:
        self._host = host

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        target = urllib.parse.urlsplit(newurl)
        if target.scheme not in ("http", "https") or _bare(target.hostname) != self._host:
            raise BadImport(
                f"网站把地址转到了另一个网站 {target.hostname or newurl}，没有下载，请在浏览器中确认后用 duibiao import 导入。"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def fetch(entry: PlanEntry) -> tuple[str, bytes]:
    """File name and content at a plan's official address. Raises NotFound or BadImport."""
    url = entry.official_url
    if not url:
        raise NotFound(
            f"目录里没有《{entry.title.strip('《》')}》的官方网址，请从政府网站下载后用 duibiao import 导入。"
        )
    parts = urllib.parse.urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise BadImport(f"目录里的网址“{url}”不是 http 或 https 地址，请在目录中改正。")
    opener = urllib.request.build_opener(_OneHost(_bare(parts.hostname)))
    request = urllib.request.Request(url, headers={"User-Agent": _AGENT})
    started = time.monotonic()
    try:
        with opener.open(request, timeout=_ANSWER) as answer:
            data = _read(answer, url, started)
    except urllib.error.HTTPError as error:
        raise BadImport(
            f"网站 {parts.hostname} 回答“{error.code}”，没有取到文件，请在浏览器中打开 {url} 查看。"
        ) from None
    except (urllib.error.URLError, HTTPException, TimeoutError, OSError):
        raise BadImport(
            f"现在连不上 {parts.hostname}（没有互联网，或网站暂时打不开）。可在能上网的电脑上打开 {url}，"
            "另存为网页后用 duibiao import 导入。"
        ) from None
    return _name(parts.path, entry), data


def _read(answer: IO[bytes], url: str, started: float) -> bytes:
    chunks: list[bytes] = []
    size = 0
    while chunk := answer.read(_CHUNK):
        size += len(chunk)
        if size > MAX_BYTES:
            raise BadImport(f"{url} 的文件超过 {MAX_BYTES // 1048576} MB，不像是规划文本，没有下载。")
        if time.monotonic() - started > SECONDS:
            raise BadImport(f"下载 {url} 超过 {SECONDS:g} 秒，已停止，请稍后再试或在浏览器中下载后导入。")
        chunks.append(chunk)
    return b"".join(chunks)


def _name(path: str, entry: PlanEntry) -> str:
    last = PurePosixPath(urllib.parse.unquote(path)).name
    suffix = PurePosixPath(last).suffix.lower()
    kept = suffix if suffix in PICKED else ".html"
    return f"{entry.id}{kept}"


def _bare(host: str | None) -> str:
    """A host with or without www. is the same."""
    return (host or "").lower().removeprefix("www.")
