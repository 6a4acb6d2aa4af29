"""What was typed and what may have been meant: traditional characters, letters for sounds, slips of the keyboard.

Takes short texts as typed. Gives the same in simplified characters, the pinyin letters of words, and readings
that differ by one slip: a character of the same sound (the usual slip of pinyin keyboards), one that looks
alike (of stroke keyboards and scanners; ``lexicon/lookalikes.tsv``), two in the wrong order, one too many.
Whether a reading makes sense is for others to say. The only import of opencc; it and pypinyin are loaded at
the first text that needs them.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import Any

from analyzers import lexicon

TABLE = "lookalikes"
SWAPPED_FROM = 4  # characters of a text in which two may stand in the wrong order
EXTRA_FROM = 5  # characters of a text that may have one too many
_LETTERS = re.compile("[A-Za-z]{2,24}")
# Sounds that many people type alike; ng and n at the end as well.
_ALIKE = (("zh", "z"), ("ch", "c"), ("sh", "s"))


def simplified(text: str) -> str:
    """The text in simplified characters, as long as before.

    >>> simplified("嬰兒死亡率"), simplified("婴儿死亡率")
    ('婴儿死亡率', '婴儿死亡率')
    """
    try:
        text.encode("gb2312")  # all of it simplified: nothing to load
    except UnicodeEncodeError:
        turned = str(_converter().convert(text))
        return turned if len(turned) == len(text) else text
    return text


def is_letters(text: str) -> bool:
    """Whether a word may be pinyin letters."""
    return _LETTERS.fullmatch(text) is not None


def initials(word: str) -> str:
    """The first letters of the sounds of a word; digits stay.

    >>> initials("孕产妇死亡率")
    'ycfswl'
    """
    return "".join(sound[0] for sound in _sounds(word))


def first_letters(word: str) -> frozenset[str]:
    """The letters that the first sound of a word may begin with, in any reading of its first character."""
    sounds = _readings(word[0]) if word else ()
    return frozenset(sound[0] for sound in sounds or (word[:1].lower(),) if sound)


def spelled(word: str) -> str:
    """The sounds of a word without tones; ü is v.

    >>> spelled("死亡率")
    'siwanglv'
    """
    return "".join(_sounds(word))


def readings(text: str) -> Iterator[str]:
    """What may have been meant instead of a Chinese text, one slip each, the likeliest kinds first."""
    for rank in range(3):
        for at, character in enumerate(text):
            for other in alike(character)[rank]:
                yield text[:at] + other + text[at + 1 :]
    if len(text) >= SWAPPED_FROM:
        for at in range(len(text) - 1):
            if text[at] != text[at + 1]:
                yield text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    if len(text) >= EXTRA_FROM:
        for at in range(len(text)):
            yield text[:at] + text[at + 1 :]


@lru_cache(maxsize=2_048)
def alike(character: str) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Characters in everyday use that are taken for this one: same sound, same look, nearly the same sound."""
    exact, nearly = _by_sound()
    same = dict.fromkeys(other for sound in _readings(character) for other in exact.get(sound, ()))
    near = dict.fromkeys(other for sound in _readings(character) for other in nearly.get(_loose(sound), ()))
    looks = _lookalikes().get(character, ())
    return (
        tuple(other for other in same if other != character),
        tuple(other for other in looks if other not in same),
        tuple(other for other in near if other not in same and other != character and other not in looks),
    )


@cache
def _by_sound() -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Sound -> characters that have it, and the same for sounds that many people type alike."""
    exact: defaultdict[str, list[str]] = defaultdict(list)
    nearly: defaultdict[str, list[str]] = defaultdict(list)
    for character in _everyday():
        for sound in _readings(character):
            exact[sound].append(character)
            nearly[_loose(sound)].append(character)
    return {s: tuple(c) for s, c in exact.items()}, {s: tuple(dict.fromkeys(c)) for s, c in nearly.items()}


def _everyday() -> Iterator[str]:
    """The 3,755 characters of the first level of GB 2312."""
    for row in range(0xB0, 0xD8):
        for cell in range(0xA1, 0xFF):
            try:
                yield bytes((row, cell)).decode("gb2312")
            except UnicodeDecodeError:
                continue  # five places of the last row are empty


def _loose(sound: str) -> str:
    for long, short in _ALIKE:
        if sound.startswith(long):
            sound = short + sound.removeprefix(long)
    return sound.removesuffix("g") if sound.endswith("ng") else sound


@cache
def _lookalikes() -> dict[str, tuple[str, ...]]:
    """Character -> those that look like it, from groups of them."""
    groups: defaultdict[str, list[str]] = defaultdict(list)
    for row in lexicon.table(TABLE):
        characters = row["characters"]
        for character in characters:
            groups[character] += [other for other in characters if other != character]
    return {character: tuple(dict.fromkeys(others)) for character, others in groups.items()}


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("t2s")


@lru_cache(maxsize=16_384)
def _sounds(word: str) -> tuple[str, ...]:
    from pypinyin import Style, lazy_pinyin

    parts = lazy_pinyin(word, style=Style.NORMAL, v_to_u=False)
    return tuple(part.lower() for part in parts if part)


@lru_cache(maxsize=8_192)
def _readings(character: str) -> tuple[str, ...]:
    """All sounds of a Chinese character, without tones; ü is v."""
    from pypinyin.constants import PINYIN_DICT  # the library's own way takes ten times as long

    if not "\u3400" <= character <= "\u9fff":
        return ()
    sounds = PINYIN_DICT.get(ord(character), "").split(",")
    return tuple(dict.fromkeys(_toneless(sound) for sound in sounds if sound))


def _toneless(sound: str) -> str:
    letters = unicodedata.normalize("NFD", sound).replace("u\u0308", "v")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
