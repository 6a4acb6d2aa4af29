"""What derived data was made from, and whether that has changed since.

Two levels, as version control does it: a stamp over sizes and times of every input (cheap, on each start) and
a fingerprint over their contents (only when the stamp differs). Inputs are the corpus, the word tables, the
rules (``rule_files``: the source files of analysis, reading and indexing), the segmenter's own version, and the corrections
that people made.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from analyzers import lexicon, segment
from ingest.readers import SCAN_SUFFIX, SEARCHED
from service.generation import rule_files
from service.generation.generations import file_hash
from service.settings import Settings

CATALOGUE = "catalogue.toml"
_IMPORTED = "imported/"


def loose_files(corpus: Path) -> list[str]:
    """Plan files of a folder that has no catalogue, relative to it, in the order of their names."""
    paths = (path for path in corpus.rglob("*") if path.suffix.lower() in SEARCHED and path.is_file())
    names = (path.relative_to(corpus).as_posix() for path in paths)
    return sorted(
        name
        for name in names
        if not name.startswith((".", "~", _IMPORTED)) and "/." not in name and not name.endswith(SCAN_SUFFIX)
    )


def stamp(settings: Settings, sources: Iterable[str]) -> str:
    """A hash over the sizes and times of everything that the base depends on."""
    return _stamped((*_program(), *_inputs(settings, sources).values(), settings.corrections))


def program_stamp() -> str:
    """A hash over sizes and times of the program and its word tables: a running service asks whether they are still
    those that it was started with."""
    return _stamped(_program())


def fingerprint(settings: Settings, sources: Iterable[str], schema: int) -> dict[str, str]:
    """What the base depends on, by name, with a hash of its contents; paths and times do not count."""
    corpus_digest = hashlib.blake2b(digest_size=12)
    for name, path in _inputs(settings, sources).items():
        corpus_digest.update(
            f"{name}\t{file_hash(path) if path.is_file() else 'missing'}\n".encode("utf-8", "replace")
        )
    rules = hashlib.blake2b(digest_size=12)
    for path in rule_files.rule_files():
        rules.update(path.name.encode() + path.read_bytes())
    own = {"corrections": file_hash(settings.corrections)} if _corrected(settings) else {}
    return {
        "schema": str(schema),
        "rules": rules.hexdigest(),
        "lexicon": lexicon.fingerprint(),
        "segmenter": segment.fingerprint(),
        "corpus": corpus_digest.hexdigest(),
    } | own


def _corrected(settings: Settings) -> bool:
    """Whether people corrected anything: a corpus that nobody corrected is made from the same as ever."""
    return settings.corrections.is_file() and settings.corrections.stat().st_size > 0


def _inputs(settings: Settings, sources: Iterable[str]) -> dict[str, Path]:
    """Every file of the corpus and of what was imported into it that the base depends on, by name."""
    names = set(sources)
    names |= {CATALOGUE} if (settings.corpus / CATALOGUE).is_file() else set(loose_files(settings.corpus))
    if (settings.imports / CATALOGUE).is_file():
        names.add(_IMPORTED + CATALOGUE)
    for folder, start in ((settings.corpus, ""), (settings.imports, _IMPORTED)):
        names |= {f"{start}figures/{path.name}" for path in (folder / "figures").glob("*.csv")}
    names |= {
        name + SCAN_SUFFIX
        for name in list(names)
        if not name.endswith(".txt") and settings.path_of(name + SCAN_SUFFIX).is_file()
    }
    return {name: settings.path_of(name) for name in sorted(names)}


def _stamped(paths: Iterable[Path]) -> str:
    digest = hashlib.blake2b(digest_size=12)
    for path in paths:
        try:
            status = path.stat()
            line = f"{path}\t{status.st_size}\t{status.st_mtime_ns}\n"
        except OSError:
            line = f"{path}\tmissing\n"
        digest.update(line.encode("utf-8", "surrogateescape"))
    return digest.hexdigest()


def _program() -> list[Path]:
    """The files of the program and its word tables: all of them, although only some decide what a base holds.

    Sizes and times are cheap to compare; where they differ, the contents of those that decide are compared.
    """
    return [*rule_files.program_files(), *lexicon.paths()]
