"""The connection to an Elasticsearch: one client, one limit on the time of a call, one kind of error.

Takes a Cluster (addresses and keys). Gives complete answers, or raises EngineFailure with a Chinese reason:
shards that failed and searches that ran out of time raise nothing in Elasticsearch, and are found here. The
only module that knows the client, which is loaded only when an Elasticsearch is used.
"""

from __future__ import annotations

import logging
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as OutOfTime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from service.errors import EngineFailure
from service.settings import Cluster

if TYPE_CHECKING:
    from elasticsearch import ApiError, Elasticsearch

_log = logging.getLogger("duibiao")
Answer = Mapping[str, Any]
INDEX = re.compile("duibiao-[0-9a-f]{20}-[0-9a-f]+")  # of an index itself; its name ends earlier
VERSIONS = (8, 9)  # of the server, that the client of version 8 talks to
BUSY = (429, 502, 503, 504)  # full queues, no master, no shard: another time it may work
_THREADS = 32  # calls at once; a hung one holds its thread until its own time is over
_RETRIES = 4
NO_MEMORY = "内存不够，请管理员加大堆内存"
READ_ONLY = "设成了只读，磁盘可能已满，请管理员清理磁盘并解除只读"
LONG = 60.0  # seconds for a call of a build


class Wire:
    """Calls to one cluster; any number of threads may share it."""

    def __init__(self, cluster: Cluster) -> None:
        self.cluster = cluster
        self._lock = threading.Lock()
        self._client: Elasticsearch | None = None
        self._room = threading.BoundedSemaphore(_THREADS)
        self._checked = False

    def ask(self, call: Callable[[Elasticsearch], Any], seconds: float, again: Sequence[int] = BUSY) -> Any:
        """The answer to a call, in so many seconds at most, all tries together.

        The client bounds each wait for the network, not their sum, so the call runs on a thread of its own
        and is left behind when its time is over. ``again``: what another node may answer better.
        """
        end = time.monotonic() + seconds
        client = self._opened()
        # Where there are several nodes, a silent one is given half the time, and another one the rest. One that
        # refuses takes no time: as many are tried as there are, for in a rolling restart two may refuse.
        others = len(self.cluster.nodes) - 1
        several = others > 0
        options = client.options(
            request_timeout=seconds / 2 if several else seconds,
            max_retries=min(others, _RETRIES),
            retry_on_timeout=several,
            retry_on_status=again,
        )
        future: Future[Any] = Future()
        if not self._room.acquire(timeout=seconds):
            raise EngineFailure("检索服务器没有及时回答")
        # A daemon: a server that drips its answer byte by byte must not keep the program from ending.
        threading.Thread(target=self._run, args=(call, options, future), daemon=True).start()
        try:
            return future.result(timeout=max(0.0, end - time.monotonic()))
        except OutOfTime as error:
            raise EngineFailure("检索服务器没有及时回答") from error
        except EngineFailure:
            raise
        except Exception as error:
            raise _failure(error) from error

    def _run(self, call: Callable[[Elasticsearch], Any], client: Elasticsearch, future: Future[Any]) -> None:
        try:
            future.set_result(call(client))
        except Exception as error:
            future.set_exception(error)
        finally:
            self._room.release()

    def search(self, index: str, body: Mapping[str, Any], seconds: float, *, dfs: bool = False) -> Answer:
        """A search whose every part has answered. ``index`` is empty where ``body`` names a point in time."""
        where: dict[str, Any] = {"index": index, "allow_partial_search_results": False} if index else {}
        if dfs:
            where["search_type"] = "dfs_query_then_fetch"
        whole = {**body, "timeout": f"{max(1, int(seconds * 1000))}ms"}
        # A node that is about to end has no index any more, and says so: another one is asked.
        again = (*BUSY, 404)
        answer: Answer = self.ask(lambda client: client.search(**where, **whole), seconds, again)
        return complete(answer)

    def check(self, seconds: float) -> None:
        """Whether this is an Elasticsearch of a version that can be used; asked once."""
        if self._checked:
            return
        try:
            answer = self.ask(lambda client: client.nodes.info(filter_path="nodes.*.version"), seconds)
        except EngineFailure as error:
            if getattr(error.__cause__, "status_code", 0) != 403:
                raise
            self._checked = True  # a key for searching only may not ask; the product was checked all the same
            return
        for node in answer.get("nodes", {}).values():
            version = str(node.get("version", ""))
            if not version.partition(".")[0].isdigit() or int(version.partition(".")[0]) not in VERSIONS:
                wanted = " 或 ".join(map(str, VERSIONS))
                raise EngineFailure(f"检索服务器是 Elasticsearch {version or '未知版本'}，需要 {wanted} 版")
        self._checked = True

    def _opened(self) -> Elasticsearch:
        with self._lock:
            if self._client is None:
                self._client = _client(self.cluster)
            return self._client

    def close(self) -> None:
        """Ends the connections."""
        with self._lock:
            if self._client is not None:
                self._client.close()
            self._client = None


@lru_cache(maxsize=8)
def wire_to(cluster: Cluster) -> Wire:
    """The wire to a cluster, one in a process: a new generation goes on with the connections there are."""
    return Wire(cluster)


def complete(answer: Answer) -> Answer:
    """The answer, where every shard gave its part in time; an EngineFailure otherwise."""
    shards = answer.get("_shards", {})
    if answer.get("timed_out") or shards.get("failed") or shards.get("successful") != shards.get("total"):
        raise EngineFailure("检索服务器只答了一部分")
    return answer


def _client(cluster: Cluster) -> Elasticsearch:
    try:
        from elasticsearch import Elasticsearch
    except ImportError as error:
        raise EngineFailure("没有安装 elasticsearch 组件（pip install 'duibiao[elastic]'）") from error
    chosen: dict[str, Any] = {}
    if cluster.api_key:
        chosen["api_key"] = cluster.api_key
    elif cluster.user:
        chosen["basic_auth"] = (cluster.user, cluster.password)
    if cluster.ca_file is not None:
        chosen["ca_certs"] = str(cluster.ca_file)
    try:
        return Elasticsearch(list(cluster.nodes), connections_per_node=_THREADS, **chosen)
    except Exception as error:  # an unreadable certificate file, a key that is none
        _log.warning("elasticsearch", exc_info=error)
        raise EngineFailure("连接检索服务器的设置不对（证书文件或密钥）") from error


def _failure(error: Exception) -> EngineFailure:
    """What went wrong, told apart as far as a person can do something about it."""
    from elasticsearch import (
        ApiError,
        AuthenticationException,
        AuthorizationException,
        ConnectionTimeout,
        NotFoundError,
        TransportError,
        UnsupportedProductError,
    )

    _log.info("elasticsearch: %s", type(error).__name__, exc_info=error)
    if isinstance(error, UnsupportedProductError):
        return EngineFailure("地址上的不是 Elasticsearch")
    if isinstance(error, ApiError) and _cause(error).get("type") == "cluster_block_exception":
        return EngineFailure(f"检索服务器{READ_ONLY}")
    if isinstance(error, ApiError) and _cause(error).get("type") == "circuit_breaking_exception":
        return EngineFailure(f"检索服务器{NO_MEMORY}")
    if isinstance(error, AuthenticationException | AuthorizationException):
        return EngineFailure("检索服务器拒绝了用户名、密码或密钥")
    if isinstance(error, NotFoundError) and not _by_name(error):
        return EngineFailure("检索服务器正在重新启动")
    if isinstance(error, NotFoundError):
        return EngineFailure("检索服务器上没有这一版索引，请运行 duibiao build")
    if isinstance(error, ConnectionTimeout):
        return EngineFailure("检索服务器没有及时回答")
    if isinstance(error, ApiError) and error.status_code in BUSY:
        return EngineFailure(f"检索服务器繁忙或有故障（{error.status_code}）")
    if isinstance(error, ApiError):
        return EngineFailure(f"检索服务器出错（{error.status_code}）")
    if isinstance(error, TransportError):
        return EngineFailure("连不上检索服务器")
    return EngineFailure(f"检索服务器的回答无法理解（{type(error).__name__}）")


def _by_name(error: ApiError) -> bool:
    """Whether what was asked for is unknown; a node that is ending knows the name, and has lost what it stands for."""
    return not INDEX.fullmatch(str(_cause(error).get("index", "")))


def _cause(error: ApiError) -> Mapping[str, Any]:
    cause = error.body.get("error") if isinstance(error.body, Mapping) else None
    return cause if isinstance(cause, Mapping) else {}
