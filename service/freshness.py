"""What derived data was made from, and whether that has changed since.

Two levels, as version control does it: a stamp over sizes and times of every input (cheap, on each start) and
a fingerprint over their contents (only when the stamp differs). Inputs are the corpus, the word tables, the
rules (the source files of analysis, reading and indexing) and the segmenter's own version.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from analyzers import lexicon, segment
from service.generations import file_hash

_ROOM = Path(__file__).parent
_RULES = (
    "analyzers/*.py",
    "analyzers/wordvectors/about.json",
    "ingest/*.py",
    "ingest/readers/*.py",
    "service/build.py",
    "service/rows.py",
    "service/store.py",
    "service/names.py",
    "service/engines/*.py",
)
CATALOGUE = "catalogue.toml"
_LOOSE = (".txt",)


def loose_files(corpus: Path) -> list[str]:
    """Plan files of a folder that has no catalogue, relative to it, in the order of their names."""
    paths = (path for path in corpus.rglob("*") if path.suffix.lower() in _LOOSE and path.is_file())
    names = (path.relative_to(corpus).as_posix() for path in paths)
    return sorted(name for name in names if not name.startswith(".") and "/." not in name)


def stamp(corpus: Path, sources: Iterable[str]) -> str:
    """A hash over the sizes and times of everything that the base depends on."""
    names = set(sources)
    names |= {CATALOGUE} if (corpus / CATALOGUE).is_file() else set(loose_files(corpus))
    digest = hashlib.blake2b(digest_size=12)
    for path in (
        *_rules(),
        *sorted(lexicon.LEXICON_DIR.glob("*.tsv")),
        *(corpus / name for name in sorted(names)),
    ):
        try:
            status = path.stat()
            line = f"{path}\t{status.st_size}\t{status.st_mtime_ns}\n"
        except OSError:
            line = f"{path}\tmissing\n"
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def fingerprint(corpus: Path, sources: Iterable[str], schema: int) -> dict[str, str]:
    """What the base depends on, by name, with a hash of its contents; paths and times do not count."""
    corpus_digest = hashlib.blake2b(digest_size=12)
    names = set(sources)
    names |= {CATALOGUE} if (corpus / CATALOGUE).is_file() else set(loose_files(corpus))
    for name in sorted(names):
        path = corpus / name
        corpus_digest.update(
            f"{name}\t{file_hash(path) if path.is_file() else 'missing'}\n".encode("utf-8", "replace")
        )
    rules = hashlib.blake2b(digest_size=12)
    for path in _rules():
        rules.update(path.name.encode() + path.read_bytes())
    return {
        "schema": str(schema),
        "rules": rules.hexdigest(),
        "lexicon": lexicon.fingerprint(),
        "segmenter": segment.fingerprint(),
        "corpus": corpus_digest.hexdigest(),
    }


def _rules() -> list[Path]:
    return [path for pattern in _RULES for path in sorted(_ROOM.parent.glob(pattern))]
