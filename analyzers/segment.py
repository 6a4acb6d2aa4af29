"""Cuts Chinese text into words, as jieba does. The only module that imports jieba or rjieba.

Takes any text. Gives tokens with offsets into that very text (``coarse``, ``search_tokens``), the
space-joined strings that both engines index (``index_fields``), and the places where words stand
(``find_marks``). Token texts are width-folded and lower-cased; punctuation gives no token; numbers become
the canonical words of ``numberwords``. Everything is pure and may be called from several threads.

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
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from math import exp, log
from typing import Any

from analyzers import highlights, lexicon
from analyzers.characters import INVISIBLE
from analyzers.index_forms import Detail, Word, WordForms, figure, figure_columns, foreign, pairs_of
from analyzers.marks import Span, Token
from analyzers.normalise import fold
from analyzers.numberwords import SPECIAL
from analyzers.wordbounds import WordBounds

SCHEMA = "2"  # raise when a change of code changes the tokens of any text
DICTIONARY = "jieba-0.42.1"

# What must be folded before cutting. Chinese commas, stops and brackets need no folding: they are dropped.
_UNFOLDED = re.compile(
    "[a-z０-９Ａ-Ｚａ-ｚ％﹪．／〇○\u2e80-\u2fdf\uf900-\ufaff\ud800-\udfff\U0001d7ce-\U0001d7ff\U0002f800-\U0002fa1d]"
)
_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")
# jieba's words with Latin letters are written in capitals (B超, X光).
_UPPER = {code: code - 32 for code in range(ord("a"), ord("z") + 1)}
BORDER = "\t"  # between the cells of a table's row: no word and no number runs across it
_EDGE = (
    "¦"  # what stands for a border among coarse tokens, so that no phrase runs across it; no text gives it
)
_CACHED_CHARS = 5_000  # longer texts are not remembered


@dataclass(frozen=True, slots=True)
class IndexFields:
    """The three index strings of one text, tokens joined by one space."""

    words: str  # search mode, for ranking
    coarse: str  # one reading, for phrases of words
    bigrams: str  # pairs of characters, for words the dictionary cuts otherwise


class _Cutter:
    """A loaded dictionary: how it cuts, how it judges, and what is remembered of both."""

    def __init__(
        self, cut: Callable[[str], list[str]], suggest: Callable[[str], int], known: Callable[[str], bool]
    ) -> None:
        def frequency(word: str) -> int:
            return suggest(word) if known(word) else 0  # the one way in which both libraries tell it

        blocked = [(row["sub"], row["word"]) for row in lexicon.table("blocked")]
        self.cut = cut
        self.bounds = WordBounds(frequency, blocked)
        self.forms = WordForms(self.bounds)
        self.is_part = lru_cache(maxsize=65_536)(self.bounds.is_part)
        self.likely = lru_cache(maxsize=65_536)(self.bounds.likely)


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
    # Not jieba's own loading: that trusts, and leaves behind, a cache file in the shared temporary folder.
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    for row in rows:
        tokenizer.add_word(row["word"], int(row["freq"]), row["tag"])
    log_total = log(tokenizer.total)

    def suggest(word: str) -> int:
        """rjieba's ``suggest_freq``: jieba's own multiplies where that adds logarithms, and now and then rounds
        the other way. One count more or less decides about the parts of rare words."""
        count = tokenizer.FREQ.get
        parts = sum(log(count(part) or 1) - log_total for part in tokenizer.cut(word, HMM=False))
        return max(int(exp(parts + log_total)) + 1, int(count(word, 1)))

    return _Cutter(tokenizer.lcut, suggest, lambda word: bool(tokenizer.FREQ.get(word)))


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


def warm() -> None:
    """Loads the dictionary now, so that the first search does not wait for it."""
    _cutter()


def word_bounds() -> WordBounds:
    """Judgements about where words may begin and end, under the dictionary that this module cuts with."""
    return _cutter().bounds


def _seen(text: str) -> tuple[str, list[int]]:
    """The text without zero-width characters, and where in the text each of its characters stands (empty: there)."""
    if _INVISIBLE.search(text) is None:
        return text, []
    places = [at for at, char in enumerate(text) if char not in INVISIBLE]
    return "".join(map(text.__getitem__, places)), places


def _folded(text: str) -> str:
    if _UNFOLDED.search(text) is None:
        return text
    return fold(_HALF_CHARACTERS.sub("\ufffd", text)).translate(_UPPER)


def _details(text: str) -> list[Detail]:
    """The words of the text with their tokens; what was cut (``raw``) joins to the folded text."""
    if BORDER in text:
        head, *cells = text.split(BORDER)
        return [*_details(head), *(d for cell in cells for d in (foreign(BORDER), *_details(cell)))]
    cutter = _cutter()
    details: list[Detail] = []
    for index, piece in enumerate(SPECIAL.split(_folded(text))):
        if index % 2:
            details.append(figure(piece))
        elif piece:
            details += map(cutter.forms.detail, cutter.cut(piece))
    return details


def _columns(text: str) -> list[Word]:
    """The words of the text as index columns: the same words as ``_details``, many times faster."""
    if BORDER in text:
        return [word for cell in text.split(BORDER) for word in _columns(cell)]
    cutter = _cutter()
    words: list[Word] = []
    for index, piece in enumerate(SPECIAL.split(_folded(_seen(text)[0]))):
        if index % 2:
            words.append(figure_columns(piece))
        elif piece:
            words += map(cutter.forms.__getitem__, cutter.cut(piece))
    return words


def _tokens(text: str, *, parts: bool) -> list[Token]:
    at = 0
    tokens: list[Token] = []
    text, places = _seen(text)
    for raw, all_parts, whole, _ in _details(text):
        tokens += [Token(t.text, at + t.start, at + t.end) for t in (all_parts if parts else whole)]
        at += len(raw)
    return [Token(t.text, places[t.start], places[t.end - 1] + 1) for t in tokens] if places else tokens


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


def index_fields(text: str) -> IndexFields:
    """All three index strings of the text in one pass."""
    if BORDER in text:
        cells = [fields for cell in text.split(BORDER) if (fields := index_fields(cell)).words]
        return IndexFields(
            " ".join(cell.words for cell in cells),
            f" {_EDGE} ".join(cell.coarse for cell in cells),
            " ".join(cell.bigrams for cell in cells),
        )
    words = _columns(text)
    if not words:
        return IndexFields("", "", "")
    search, coarse, spelled, heads, safe = zip(*words, strict=True)
    bars: list[str | None] = [*map(dict.get, safe, heads[1:]), ""]
    at = -1
    for _ in range(bars.count(None)):
        at = bars.index(None, at + 1)
        bars[at] = _cutter().forms.bar(words[at], words[at + 1])
    characters: list[Any] = [""] * (2 * len(words))
    characters[::2], characters[1::2] = spelled, bars
    return IndexFields(
        " ".join(filter(None, search)),
        " ".join(filter(None, coarse)),
        pairs_of("".join(characters)),
    )


def bigrams(text: str) -> list[str]:
    """The pairs of neighbouring Chinese characters; a lone one stands for itself.

    >>> bigrams("男，妇女工作"), bigrams("女工")
    (['男', '妇女', '女|工', '工作'], ['女工'])
    """
    return index_fields(text).bigrams.split()


def index_words(text: str) -> str:
    """Search-mode words, joined by spaces: the field that ranks."""
    return " ".join([word.search for word in _columns(text) if word.search])


def index_coarse(text: str) -> str:
    """Coarse words, joined by spaces: the field for phrases of words."""
    return " ".join([word.coarse for word in _columns(text) if word.coarse])


def index_bigrams(text: str) -> str:
    """Pairs of characters, joined by spaces: the field for words the dictionary cuts otherwise."""
    return index_fields(text).bigrams


def _markable(text: str) -> highlights.Cut:
    details = _details(text)
    starts = [0, *accumulate(len(detail.raw) for detail in details)]
    return highlights.Cut(
        text="".join([detail.raw for detail in details]).lower(),
        words=tuple(detail.raw for detail in details),
        starts=tuple(starts),
        owner=tuple(index for index, detail in enumerate(details) for _ in detail.raw),
        figures=tuple(
            Token(token.text, at + token.start, at + token.end)
            for at, detail in zip(starts, details, strict=False)
            if not detail.chinese
            for token in detail.parts
        ),
    )


_markable_cached = lru_cache(maxsize=4_096)(_markable)


def find_marks(text: str, words: Collection[str]) -> list[Span]:
    """Where the given words (token texts of this module) stand in the text as words; merged, in order.

    >>> find_marks("妇女儿童工作", ["儿童", "女儿", "童工"])
    [Span(start=2, end=4)]
    """
    text, places = _seen(text)
    cut = _markable_cached(text) if len(text) <= _CACHED_CHARS else _markable(text)
    cutter = _cutter()
    found = highlights.find(cut, words, cutter.is_part, cutter.likely)
    return [Span(places[span.start], places[span.end - 1] + 1) for span in found] if places else found


def fingerprint() -> str:
    """Changes whenever the tokens of a text may change: dictionary, word tables or code."""
    return f"{DICTIONARY}-{SCHEMA}-{lexicon.fingerprint()}"
