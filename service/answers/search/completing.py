"""What a person who is typing may mean: indicators, domains and plans of the base, wordings of the thesaurus.

Takes a store and what was typed so far. Gives Completions: what begins with it first, then what holds it, then
what has these first letters in pinyin; within each, the base's own words before the thesaurus.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from analyzers import synonyms, typos
from analyzers.normalise import fold, squash
from service.storage import Store


@dataclass(frozen=True, slots=True)
class Completion:
    """One word or name; ``kind`` is indicator, domain, plan or wording."""

    kind: str
    text: str


def complete(store: Store, typed: str, limit: int) -> tuple[Completion, ...]:
    """The best completions of what was typed; none for nothing."""
    wanted = _plain(typed)
    if not wanted:
        return ()
    names = _names(store)
    found = [each for plain, each in names if plain.startswith(wanted)]
    found += [each for plain, each in names if wanted in plain]
    if len(wanted) > 1 and typos.is_letters(wanted):
        letters = _initials(store)
        found += [each for (_, each), first in zip(names, letters, strict=True) if first.startswith(wanted)]
    return tuple(dict.fromkeys(found))[:limit]


@lru_cache(maxsize=2)
def _names(store: Store) -> tuple[tuple[str, Completion], ...]:
    """Everything that can be offered, as it is compared."""
    named: dict[str, Completion] = {}
    for each in _every(store):
        named.setdefault(each.text, each)
    return tuple((_plain(text), each) for text, each in named.items())


@lru_cache(maxsize=2)
def _initials(store: Store) -> tuple[str, ...]:
    """The first letters of the same in pinyin; takes a second, so it waits for the first query in letters."""
    return tuple(typos.initials(each.text) for _, each in _names(store))


def _every(store: Store) -> Iterator[Completion]:
    known = store.known()
    for domain in known.domains:
        yield Completion("domain", domain)
    for name in store.indicator_names():
        yield Completion("indicator", name)
    for _, title, *aliases in known.plans:
        yield Completion("plan", title)
        for alias in aliases:
            yield Completion("plan", alias)
    for row in synonyms.rows():
        for phrase in row.phrases:
            yield Completion("wording", phrase)


def _plain(text: str) -> str:
    """A name as it is compared: without blanks, width, letter case and title marks."""
    return fold(squash(text)).lower().strip("《》")
