"""Where things lie on this machine; read once at the start of a command and handed down from there.

Takes the environment (``DUIBIAO_HOME``, ``DUIBIAO_HOSTS``, ``DUIBIAO_DATABASE_URL``, ``DUIBIAO_ELASTICSEARCH_URL`` with
its keys) and the options ``--corpus`` and ``--engine``. Gives a frozen Settings. No other module of the service looks at the environment.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from service.errors import BadCorpus, BadSettings

_PACKAGE = Path(__file__).parent
_ELASTIC = "DUIBIAO_ELASTICSEARCH"
_DATABASE = "DUIBIAO_DATABASE_URL"
_HOST = re.compile(r"[0-9a-z]([0-9a-z.-]*[0-9a-z])?|[0-9a-f:]+")
LOCAL = ("127.0.0.1", "localhost", "::1")  # names of this very machine
ENGINES = ("embedded", "elastic")


@dataclass(frozen=True, slots=True)
class Cluster:
    """An Elasticsearch that is searched in place of the embedded index."""

    nodes: tuple[str, ...]  # addresses with their ports
    api_key: str = field(default="", repr=False)
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: Path | None = None
    shards: int = 1  # parts that an index is cut into; one is enough for a province


@dataclass(frozen=True, slots=True)
class Database:
    """A PostgreSQL that several processes keep their decisions, imports and rows in."""

    host: str
    port: int
    name: str
    user: str = ""
    password: str = field(default="", repr=False)
    options: tuple[tuple[str, str], ...] = ()  # of libpq, as sslmode or sslrootcert

    @property
    def shown(self) -> str:
        """Where it is, for people."""
        return f"{self.host}:{self.port}/{self.name}"


@dataclass(frozen=True, slots=True)
class Settings:
    """``home`` is the one folder to back up; ``corpus`` is the folder with catalogue.toml and its texts."""

    home: Path
    corpus: Path
    cluster: Cluster | None = None  # None: the embedded index alone
    database: Database | None = None  # None: files in the data folder

    @property
    def base(self) -> Path:
        """Folder of the derived data of this corpus: another corpus has another one, so they never mix."""
        key = hashlib.sha256(str(self.corpus).encode("utf-8", "surrogateescape")).hexdigest()[:10]
        name = re.sub(r"[^0-9A-Za-z]+", "-", self.corpus.name).strip("-")[:40] or "corpus"
        return self.home / "bases" / f"{name}-{key}"

    @property
    def shipped(self) -> bool:
        """Whether this is the corpus that comes with the program, wherever that is installed."""
        return self.corpus == packaged_corpus().resolve()

    @property
    def imports(self) -> Path:
        """Folder of the plans that were imported into this corpus, with a catalogue of their own.

        Beside the texts of another corpus; for the shipped one in the data folder, because what comes with the
        program is never written to (docs/decisions/0009).
        """
        return self.home / "imported" if self.shipped else self.corpus / "imported"

    def path_of(self, name: str) -> Path:
        """Where a source file lies that the catalogue or a manifest names."""
        if name.startswith("imported/"):
            return self.imports / name.removeprefix("imported/")
        return self.corpus / name

    @property
    def decisions(self) -> Path:
        """File with what people decided about this corpus; outside the derived data, so it is never rebuilt.

        The shipped corpus has a fixed name: a program that is installed anew in another place must find the
        decisions of before.
        """
        name = "decisions" if self.shipped else self.base.name
        return self.home / "decisions" / f"{name}.sqlite"

    @property
    def corrections(self) -> Path:
        """What people corrected of this corpus, as it is laid over the texts at the next build: a copy of what stands in
        the decisions (service/decisions/corrections.py), so that whether a base is up to date is known without them."""
        return self.decisions.with_suffix(".corrections.jsonl")


def read_settings(corpus: Path | None = None, *, new: bool = False, engine: str | None = None) -> Settings:
    """The settings of this process. Raises BadCorpus when ``--corpus`` names no folder.

    With ``new`` the folder need not exist yet: it is made when something is kept in it. ``engine`` is one of
    ENGINES; without it Elasticsearch is searched wherever its address is stated.
    """
    if corpus is None:
        corpus = packaged_corpus()
    elif not corpus.is_dir() and (corpus.exists() or not new):
        kind = "是一个文件，不是文件夹" if corpus.exists() else "不存在"
        raise BadCorpus(f"文件夹 {corpus} {kind}，请在 --corpus 后面写规划文本所在的文件夹。")
    database = read_database(os.environ)
    return Settings(data_home(), corpus.resolve(), cluster=_chosen(engine), database=database)


def _chosen(engine: str | None) -> Cluster | None:
    """The cluster of the environment, unless the embedded engine is wanted. Raises BadSettings."""
    if engine not in (None, *ENGINES):
        raise BadSettings(f"没有名为 {engine} 的检索引擎，--engine 后面可以写：{'、'.join(ENGINES)}。")
    if engine == "embedded":
        return None
    cluster = read_cluster(os.environ)
    if cluster is None and engine == "elastic":
        raise BadSettings(
            f"没有写 Elasticsearch 的地址，请先设置环境变量 {_ELASTIC}_URL，如 https://主机:9200。"
        )
    return cluster


def read_cluster(environment: Mapping[str, str]) -> Cluster | None:
    """The Elasticsearch that the environment states, or None. Raises BadSettings for what cannot be one."""

    def stated(name: str) -> str:
        return environment.get(f"{_ELASTIC}_{name}", "").strip()

    nodes = tuple(_node(each.strip()) for each in stated("URL").split(",") if each.strip())
    if not nodes:
        return None
    user, password, ca_file, shards = (
        stated("USER"),
        stated("PASSWORD"),
        stated("CA"),
        stated("SHARDS") or "1",
    )
    if bool(user) != bool(password):
        raise BadSettings(f"{_ELASTIC}_USER 和 {_ELASTIC}_PASSWORD 要一起写，请补上缺的那一个。")
    if ca_file and not Path(ca_file).is_file():
        raise BadSettings(f"{_ELASTIC}_CA 所写的证书文件 {ca_file} 不存在，请改写它的路径。")
    if not re.fullmatch("[1-9][0-9]?", shards):
        raise BadSettings(f"{_ELASTIC}_SHARDS 可以是 1 到 99，请改写。")
    return Cluster(
        nodes, stated("API_KEY"), user, password, Path(ca_file) if ca_file else None, shards=int(shards)
    )


def _node(address: str) -> str:
    """The address of a node with its port: 9200, or 443 behind https, where none is stated."""
    try:
        parts = urlsplit(address)
        port = parts.port or (443 if parts.scheme == "https" else 9200)
        well = parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
    except ValueError:
        well = False
    if not well or parts.query or parts.fragment:
        raise BadSettings(
            f"{_ELASTIC}_URL 里的“{_without_password(address)}”不是网址，应写成 https://主机:9200，"
            "几个之间用逗号隔开；用户名和密码另写。"
        )
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}:{port}{parts.path.rstrip('/')}"


def read_database(environment: Mapping[str, str]) -> Database | None:
    """The PostgreSQL that the environment states, or None. Raises BadSettings for what cannot be one."""
    address = environment.get(_DATABASE, "").strip()
    if not address:
        return None
    try:
        parts = urlsplit(address)
        port = parts.port or 5432
        options = tuple(each.partition("=")[::2] for each in parts.query.split("&") if each)
    except ValueError:
        parts = None
    if parts is not None and parts.scheme.partition("+")[0] == "sqlite":
        raise BadSettings(f"不写 {_DATABASE} 就是用数据文件夹里的 SQLite，请去掉这个环境变量。")
    schemes = ("postgresql+psycopg", "postgresql", "postgres")
    if parts is None or parts.scheme not in schemes or not parts.hostname or not parts.path.strip("/"):
        raise BadSettings(
            f"{_DATABASE} 里的“{_without_password(address)}”不是 PostgreSQL 的地址，"
            "应写成 postgresql+psycopg://用户:密码@主机:5432/库名；密码里的 @ / : % 等符号用 %40 这样的写法。"
        )
    allowed = ("sslmode", "sslrootcert", "sslcert", "sslkey", "gssencmode", "application_name")
    wrong = [key for key, value in options if key not in allowed or not value]
    if wrong:
        raise BadSettings(f"{_DATABASE} 里问号后面的“{wrong[0]}”不能用，可以写：{'、'.join(allowed)}。")
    return Database(
        host=unquote(parts.hostname),
        port=port,
        name=unquote(parts.path.strip("/")),
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        options=tuple((key, unquote(value)) for key, value in options),
    )


def _without_password(address: str) -> str:
    return re.sub("//[^/]*@", "//…@", address)[:80]


def read_hosts(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The names under which people reach the service, where they are stated: DUIBIAO_HOSTS. Raises BadSettings."""
    names = re.split(r"[,，、\s]+", environment.get("DUIBIAO_HOSTS", "").strip().lower())
    for name in filter(None, names):
        if not _HOST.fullmatch(name):
            raise BadSettings(
                f"DUIBIAO_HOSTS 里的“{name[:80]}”不是主机名，应写成 duibiao.example.gov.cn，"
                "不带 http:// 和端口，几个之间用逗号隔开。"
            )
    return tuple(filter(None, names))


def data_home() -> Path:
    """The data folder: ``DUIBIAO_HOME``, else the platform's place for a user's application data."""
    stated = os.environ.get("DUIBIAO_HOME", "").strip()
    if stated:
        return Path(stated).expanduser().resolve()
    if sys.platform == "win32":
        parent = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        parent = Path.home() / "Library" / "Application Support"
    else:
        parent = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return parent / "duibiao"


def lexicon_folder(home: Path) -> Path:
    """Folder of a unit's own word tables: rows that are added to those that come with the program."""
    return home / "lexicon"


def log_folder() -> Path:
    """Folder for the reports of bugs."""
    return data_home() / "logs"


def packaged_corpus() -> Path:
    """The corpus that comes with the program: in a checkout beside the rooms, in a wheel inside."""
    checkout = _PACKAGE.parent / "corpus"
    return checkout if (checkout / "catalogue.toml").is_file() else _PACKAGE / "corpus"
