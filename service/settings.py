"""Where things lie on this machine; read once at the start of a command and handed down from there.

Takes the environment (``DUIBIAO_HOME``) and the ``--corpus`` option. Gives a frozen Settings. No other
module of the service looks at the environment.
"""

from __future__ import annotations

import hashlib
import os
import re
import sys
from dataclasses import dataclass
from pathlib import Path

from service.errors import BadCorpus

_PACKAGE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Settings:
    """``home`` is the one folder to back up; ``corpus`` is the folder with catalogue.toml and its texts."""

    home: Path
    corpus: Path

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


def read_settings(corpus: Path | None = None, *, new: bool = False) -> Settings:
    """The settings of this process. Raises BadCorpus when ``--corpus`` names no folder.

    With ``new`` the folder need not exist yet: it is made when something is kept in it.
    """
    if corpus is None:
        corpus = packaged_corpus()
    elif not corpus.is_dir() and (corpus.exists() or not new):
        kind = "是一个文件，不是文件夹" if corpus.exists() else "不存在"
        raise BadCorpus(f"文件夹 {corpus} {kind}，请在 --corpus 后面写规划文本所在的文件夹。")
    return Settings(home=data_home(), corpus=corpus.resolve())


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


def log_folder() -> Path:
    """Folder for the reports of bugs."""
    return data_home() / "logs"


def packaged_corpus() -> Path:
    """The corpus that comes with the program: in a checkout beside the rooms, in a wheel inside."""
    checkout = _PACKAGE.parent / "corpus"
    return checkout if (checkout / "catalogue.toml").is_file() else _PACKAGE / "corpus"
