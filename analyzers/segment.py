"""Cuts Chinese text into words, as jieba does. The only module that imports jieba or rjieba.

Takes any text. Gives tokens with offsets into that very text (``coarse``, ``search_tokens``, ``bigrams``),
the space-joined strings that both engines index (``index_fields``), and the places where given words stand
as words (``find_marks``). Token texts are width-folded and lower-cased; punctuation gives no token; numbers
become the canonical words of ``numberwords``. Everything is pure and may be called from several threads.

rjieba (Rust) and jieba give the same words; jieba is used where rjieba cannot be imported, or on
``DUIBIAO_SEGMENTER=jieba``. The text is cut once, coarsely; what search mode adds to a word (its dictionary
parts of two and three characters, in jieba's order, look-alikes left out) is remembered a word at a time.
"""

from __future__ import annotations

import os
import re
import threading
import warnings
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

from analyzers import lexicon
from analyzers.marks import Span, Token
from analyzers.normalise import fold
from analyzers.numberwords import SPECIAL, canonical
from analyzers.wordbounds import Lattice

SCHEMA = "1"  # raise when the tokens of any text change through a change of code
DICTIONARY = "jieba-0.42.1"

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"
_IS_HAN = re.compile(f"[{_HAN}]+")
_IS_WORD = re.compile(r"[^\W_]")
_ASCII_WORD = re.compile(r"[A-Z0-9]+")
# What must be folded before cutting. Chinese commas, stops and brackets need no folding: they are dropped.
_UNFOLDED = re.compile(r"[a-z０-９Ａ-Ｚａ-ｚ％﹪．／〇○\ud800-\udfff]")
_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
_CACHED_CHARS = 5_000  # longer texts are not remembered
_MEMO_SIZE = 300_000  # words; a memo that grows beyond is emptied
_NEGATIONS = ("未", "非")  # what follows is the opposite of the word: 未成年人 holds no 成年


@dataclass(frozen=True, slots=True)
class IndexFields:
    """The three index strings of one text, tokens joined by one space."""

    words: str  # search mode, for ranking
    coarse: str  # one reading, for phrases of words
    bigrams: str  # pairs of characters, for words the dictionary cuts otherwise


@dataclass(slots=True)
class _Word:
    """What one coarse word gives: its token and parts (offsets within the word), and its index strings."""

    parts: tuple[Token, ...]  # search mode, the word itself last
    whole: tuple[Token, ...]
    search: str
    coarse: str
    han: bool
    inner: str  # bigrams within the word
    after: dict[str, str] = field(default_factory=dict)  # next word -> the bigram across the boundary


class _Cutter:
    """A loaded dictionary: the cut function and word frequencies."""

    def __init__(
        self, cut: Callable[[str], list[str]], suggest: Callable[[str], int], known: Callable[[str], bool]
    ):
        self.cut = cut
        self._suggest = suggest
        self._known = known
        self.lattice = Lattice(lru_cache(maxsize=65_536)(self.frequency))
        self.blocked = {(row["sub"], row["word"]) for row in lexicon.table("blocked")}

    def frequency(self, word: str) -> int:
        """How often the word occurs, 0 where the dictionary lacks it (both libraries tell it this way only)."""
        return self._suggest(word) if self._known(word) else 0

    def false_part(self, word: str, start: int, end: int) -> bool:
        """Whether the dictionary word ``word[start:end]`` only looks like a part of ``word``."""
        part = word[start:end]
        if (part, word) in self.blocked or (start > 0 and word[start - 1] in _NEGATIONS):
            return True
        return not self.lattice.stands_in(word, start, end)


def _load_rjieba(rows: tuple[dict[str, str], ...]) -> _Cutter:
    import rjieba

    for row in rows:
        rjieba.add_word(row["word"], int(row["freq"]), row["tag"])
    return _Cutter(rjieba.cut, rjieba.suggest_freq, rjieba.has_word)


def _load_jieba(rows: tuple[dict[str, str], ...]) -> _Cutter:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # jieba 0.42.1 is older than some of Python's warnings
        import jieba

    tokenizer: Any = jieba.Tokenizer()
    # Read the dictionary directly: jieba's own way trusts and leaves a cache file in the shared temporary folder.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for row in rows:
        tokenizer.add_word(row["word"], int(row["freq"]), row["tag"])
    return _Cutter(tokenizer.lcut, tokenizer.suggest_freq, lambda word: bool(tokenizer.FREQ.get(word)))


_loading = threading.Lock()
_loaded: list[_Cutter] = []


def _cutter() -> _Cutter:
    """The dictionary, loaded at the first cut (0.1 s with rjieba, 1 s with jieba)."""
    if not _loaded:
        with _loading:
            if not _loaded:
                _loaded.append(_load())
    return _loaded[0]


def _load() -> _Cutter:
    rows = lexicon.table("words")
    if os.environ.get("DUIBIAO_SEGMENTER") != "jieba":
        try:
            return _load_rjieba(rows)
        except ImportError:  # no wheel for this machine
            pass
    return _load_jieba(rows)


class _Memo(dict[str, _Word]):
    """Coarse word as cut -> what it gives. Filled as words are met."""

    def __missing__(self, raw: str) -> _Word:
        if len(self) > _MEMO_SIZE:
            self.clear()
        word = self[raw] = _describe(raw)
        return word


_memo = _Memo()


def _describe(raw: str) -> _Word:
    if not _IS_WORD.search(raw):
        return _Word((), (), "", "", False, "")
    if _IS_HAN.fullmatch(raw):
        return _word(_search_parts(raw), (Token(raw, 0, len(raw)),), True, " ".join(_inner_bigrams(raw)))
    if raw.isascii():  # the two libraries differ on e-mail and a.b: cut at every sign
        tokens = tuple(Token(m[0].lower(), m.start(), m.end()) for m in _ASCII_WORD.finditer(raw))
    else:
        tokens = (Token(raw.lower() if len(raw.lower()) == len(raw) else raw, 0, len(raw)),)
    return _word(tokens, tokens, False, "")


def _number(raw: str) -> _Word:
    whole, parts = canonical(raw)
    token = Token(whole, 0, len(raw))
    return _word((*(Token(part, 0, len(raw)) for part in parts), token), (token,), False, "")


def _word(parts: tuple[Token, ...], whole: tuple[Token, ...], han: bool, inner: str) -> _Word:
    return _Word(parts, whole, " ".join(t.text for t in parts), " ".join(t.text for t in whole), han, inner)


def _search_parts(word: str) -> tuple[Token, ...]:
    """jieba's search mode of one word: its pairs, its triples, then itself; without look-alikes."""
    cutter = _cutter()
    parts = [
        Token(word[start : start + size], start, start + size)
        for size in (2, 3)
        if len(word) > size
        for start in range(len(word) - size + 1)
        if cutter.frequency(word[start : start + size]) and not cutter.false_part(word, start, start + size)
    ]
    return (*parts, Token(word, 0, len(word)))


def _inner_bigrams(word: str) -> list[str]:
    cutter = _cutter()
    pairs = []
    for start in range(len(word) - 1):
        pair = word[start : start + 2]
        false = len(word) > 2 and cutter.frequency(pair) and cutter.false_part(word, start, start + 2)
        pairs.append(f"{pair[0]}|{pair[1]}" if false else pair)
    return pairs


def _cross_bigram(left: str, right: str) -> str:
    """The pair across a word boundary: marked with a bar where it is a word that does not stand there.

    The bar keeps 女工 from being found in 妇女工作 and yet keeps the pair's place, so that phrases still match.
    """
    pair = left[-1] + right[0]
    cutter = _cutter()
    if not cutter.frequency(pair) or cutter.lattice.likely((left, right), len(left) - 1, len(left) + 1):
        return pair
    return f"{left[-1]}|{right[0]}"


def _folded(text: str) -> str:
    if _UNFOLDED.search(text) is None:
        return text
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)  # half a character: no library takes it
    return fold(text).translate(_UPPER)


def _words(text: str) -> tuple[list[str], list[_Word]]:
    """The coarse words of the text as cut (they join to the folded text), and what each gives."""
    cut = _cutter().cut
    raws: list[str] = []
    words: list[_Word] = []
    for index, piece in enumerate(SPECIAL.split(_folded(text))):
        if index % 2:
            raws.append(piece)
            words.append(_number(piece))
        elif piece:
            cuts = cut(piece)
            raws += cuts
            words += [_memo[raw] for raw in cuts]
    return raws, words


def _tokens(text: str, *, parts: bool) -> list[Token]:
    at = 0
    tokens: list[Token] = []
    for raw, word in zip(*_words(text), strict=True):
        tokens += [Token(t.text, at + t.start, at + t.end) for t in (word.parts if parts else word.whole)]
        at += len(raw)
    return tokens


def coarse(text: str) -> list[Token]:
    """The words of the text in one reading, in order.

    >>> [token.text for token in coarse("（一）妇女儿童工作，９０％以上")]
    ['一', '妇女儿童', '工作', '90%', '以上']
    """
    return _tokens(text, parts=False)


def search_tokens(text: str) -> list[Token]:
    """The words of the text and the words they are made of (jieba's search mode), look-alikes left out.

    >>> [token.text for token in search_tokens("妇女儿童")]
    ['妇女', '儿童', '妇女儿童']
    """
    return _tokens(text, parts=True)


def bigrams(text: str) -> list[str]:
    """The pairs of neighbouring Chinese characters; a lone one stands for itself.

    >>> bigrams("妇女工作，男"), bigrams("女工")
    (['妇女', '女|工', '工作', '男'], ['女工'])
    """
    return index_fields(text).bigrams.split()


def index_fields(text: str) -> IndexFields:
    """All three index strings of the text in one pass."""
    raws, words = _words(text)
    pairs: list[str] = []
    before: _Word | None = None  # the Chinese word just before
    lone = ""  # a single character that has no neighbour yet
    before_raw = ""
    for raw, word in zip(raws, words, strict=True):
        if not word.han:
            if lone:
                pairs.append(lone)
                lone = ""
            before = None
            continue
        if before is not None:
            pair = before.after.get(raw)
            if pair is None:
                pair = before.after[raw] = _cross_bigram(before_raw, raw)
            pairs.append(pair)
            lone = ""
        elif not word.inner:
            lone = raw
        if word.inner:
            pairs.append(word.inner)
        before, before_raw = word, raw
    if lone:
        pairs.append(lone)
    return IndexFields(
        " ".join([word.search for word in words if word.search]),
        " ".join([word.coarse for word in words if word.coarse]),
        " ".join(pairs),
    )


def index_words(text: str) -> str:
    """Search-mode words, joined by spaces: the field that ranks."""
    return " ".join([word.search for word in _words(text)[1] if word.search])


def index_coarse(text: str) -> str:
    """Coarse words, joined by spaces: the field for phrases of words."""
    return " ".join([word.coarse for word in _words(text)[1] if word.coarse])


def index_bigrams(text: str) -> str:
    """Pairs of characters, joined by spaces: the field for words the dictionary cuts otherwise."""
    return index_fields(text).bigrams


@dataclass(frozen=True, slots=True)
class _Cut:
    """One text, ready for marking: its folded form, the words, and for each character the word it is in."""

    folded: str
    raws: tuple[str, ...]
    starts: tuple[int, ...]  # where each word starts, and the end of the text
    owner: tuple[int, ...]  # character -> index of its word
    numbers: tuple[Token, ...]


def _cut(text: str) -> _Cut:
    raws, words = _words(text)
    starts = [0]
    owner: list[int] = []
    numbers: list[Token] = []
    for index, (raw, word) in enumerate(zip(raws, words, strict=True)):
        if raw[:1].isascii() or "分之" in raw:
            numbers += [Token(t.text, starts[-1] + t.start, starts[-1] + t.end) for t in word.parts]
        starts.append(starts[-1] + len(raw))
        owner += [index] * len(raw)
    return _Cut("".join(raws).lower(), tuple(raws), tuple(starts), tuple(owner), tuple(numbers))


_cut_cached = lru_cache(maxsize=4_096)(_cut)


def find_marks(text: str, words: Collection[str]) -> list[Span]:
    """Where the given words (token texts of this module) stand in the text as words; merged, in order.

    >>> find_marks("妇女儿童工作", ["儿童", "女儿", "童工"])
    [Span(start=2, end=4)]
    """
    cut = _cut_cached(text) if len(text) <= _CACHED_CHARS else _cut(text)
    found: list[tuple[int, int]] = []
    for word in words:
        if not word:
            continue
        if word[0].isascii():
            found += [(t.start, t.end) for t in cut.numbers if t.text == word]
            continue
        at = cut.folded.find(word)
        while at >= 0:
            end = at + len(word)
            if _stands(cut, at, end):
                found.append((at, end))
            at = cut.folded.find(word, at + 1)
    return _merge(found)


def _stands(cut: _Cut, start: int, end: int) -> bool:
    """Whether the stretch is made of whole words, is a true part of one, or is a likely other reading."""
    first, last = cut.owner[start], cut.owner[end - 1]
    left, right = cut.starts[first], cut.starts[last + 1]
    if (left, right) == (start, end):
        return True
    if first == last:
        return end - start > 1 and _true_part(cut.raws[first], start - left, end - left)
    if left == start or right == end:
        pass
    return _likely(cut.raws[first : last + 1], start - left, end - left)


@cache
def _true_part(word: str, start: int, end: int) -> bool:
    return not _cutter().false_part(word, start, end)


@lru_cache(maxsize=65_536)
def _likely(words: tuple[str, ...], start: int, end: int) -> bool:
    return _cutter().lattice.likely(words, start, end)


def _merge(found: list[tuple[int, int]]) -> list[Span]:
    merged: list[Span] = []
    for start, end in sorted(found):
        if merged and start <= merged[-1].end:
            if end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, end)
        else:
            merged.append(Span(start, end))
    return merged


def fingerprint() -> str:
    """Changes whenever the tokens of a text may change: dictionary, word tables or code."""
    return f"{DICTIONARY}-{SCHEMA}-{lexicon.fingerprint()}"


def warm() -> None:
    """Loads the dictionary now, so that the first search does not wait for it."""
    _cutter()
