"""Cuts a text into the pieces that the sentence model was trained on (BERT's WordPiece).

Takes the model's tokenizer.json and any text. Gives the numbers of the pieces, [CLS] and [SEP] included.
A reader of our own because the `tokenizers` package brings a client for downloading models and 40 MB of
packages with it; the rules are those of its BertNormalizer, BertPreTokenizer and WordPiece, and a test
compares the two where that package is installed.
"""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Any

_MAX_WORD = 100  # a longer run without a blank is one unknown piece
_INVISIBLE = ("Cc", "Cf", "Co", "Cs")  # what is not assigned yet stays
_HAN = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF),
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class WordPiece:
    """One vocabulary, loaded once; any number of threads may share it."""

    def __init__(self, path: Path) -> None:
        """Reads tokenizer.json. Raises ValueError when it is not the plain kind that changes no letter."""
        stated: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        kinds = [stated[part]["type"] for part in ("normalizer", "pre_tokenizer", "model")]
        normal = stated["normalizer"]
        if kinds != ["BertNormalizer", "BertPreTokenizer", "WordPiece"] or normal["lowercase"]:
            raise ValueError(f"not a plain BERT tokenizer: {kinds}")
        self._vocabulary: dict[str, int] = stated["model"]["vocab"]
        self._prefix: str = stated["model"]["continuing_subword_prefix"]
        self._unknown = self._vocabulary[stated["model"]["unk_token"]]
        self._first = self._vocabulary["[CLS]"]
        self._last = self._vocabulary["[SEP]"]
        self._word = lru_cache(maxsize=65_536)(self._cut_word)

    def encode(self, text: str, limit: int = 512) -> list[int]:
        """The numbers of the text's pieces, at most ``limit`` of them with the two that frame it."""
        pieces = [self._first]
        for word in _words(text):
            pieces += self._word(word)
            if len(pieces) >= limit:
                break
        return [*pieces[: limit - 1], self._last]

    def _cut_word(self, word: str) -> tuple[int, ...]:
        """The longest known pieces from left to right; one unknown piece where a part is not known."""
        if len(word) > _MAX_WORD:
            return (self._unknown,)
        found: list[int] = []
        at = 0
        while at < len(word):
            for end in range(len(word), at, -1):
                piece = word[at:end] if at == 0 else self._prefix + word[at:end]
                number = self._vocabulary.get(piece)
                if number is not None:
                    found.append(number)
                    at = end
                    break
            else:
                return (self._unknown,)
        return tuple(found)


def _words(text: str) -> list[str]:
    """Runs between blanks, signs of punctuation and Chinese characters; the latter two stand alone."""
    return "".join(map(_spaced, text)).split()


@lru_cache(maxsize=65_536)
def _spaced(character: str) -> str:
    """The character as it is kept: blanks become a space, invisible ones fall out, signs get room."""
    category = unicodedata.category(character)
    if character in "\t\n\r" or category.startswith("Z"):
        return " "
    if character == "\ufffd" or category in _INVISIBLE:
        return ""
    code = ord(character)
    if code < 128:
        alone = not character.isalnum()
    else:
        alone = category.startswith("P") or any(low <= code <= high for low, high in _HAN)
    return f" {character} " if alone else character
