"""Points out what looks odd in a plan's text, for a person to check: the text itself is kept as it is.

Takes a plan's clauses and its source. Gives ReviewWarnings. Each check is one function that reads
one clause; a check earns its place by pointing at real slips of printing, scanning or typing, and by staying
silent on sound text.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from analyzers.marks import Span
from analyzers.normalise import HAN
from ingest.plan import Clause, ClauseKind, ReviewWarning, SourceText


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A clause with its stretch of the source, page marks blanked out; offsets are those of the source."""

    clause: Clause
    text: str

    def warn(self, code: str, message: str, start: int, end: int) -> ReviewWarning:
        at = self.clause.start
        return ReviewWarning(code, message, at + start, at + end, self.clause.address)


_HAN = rf"[{HAN}]"
# A small Latin word between Chinese characters: scanning takes 和 for "and". Behind a digit it is a unit.
_LATIN_WORD = re.compile(rf"(?<={_HAN})\s*(?P<word>(?<![\dA-Za-z])[a-z]{{2,}})\s*(?={_HAN})")
_LATEX = re.compile(r"\$[^$\n]{0,80}\\[A-Za-z]+[^$\n]{0,80}\$|\\(?:geq|leq|times|text|frac|mathrm|sim|pm)\b")
_LETTER_IN_NUMBER = re.compile(r"(?<![A-Za-z])[lIO](?=\d)|(?<=\d)[lIO](?![A-Za-z])")
_STRANGE = re.compile("[\ufffd\ue000-\uf8ff]|[锟斤拷]{3}")
# The line before the break is prose: in a table the same word may well stand in two cells.
_OVER_BREAK = re.compile(rf"(?<={_HAN}{_HAN})[ \t\u3000]*(?:\r\n?|\n|\f)\s*(?={_HAN}{_HAN})")
_LONGEST_TWICE = 10
_PROSE = re.compile(rf"[^\r\n]{{10}}{_HAN}{{2,10}}$")
_PAIRS = (("（(", "）)", "括号"), ("“", "”", "引号"), ("《", "》", "书名号"))
_PAUSE = re.compile(r"[，,。；、]|\d")
_ENDS = "。！？!?”’）)》…；;：:."
_SENTENCES = (
    ClauseKind.GOAL,
    ClauseKind.MEASURE,
    ClauseKind.PRINCIPLE,
    ClauseKind.ORGANISATION,
    ClauseKind.MONITORING,
    ClauseKind.GUIDELINE,
    ClauseKind.OVERALL_GOAL,
    ClauseKind.PREFACE,
)
_LONG = 1500  # characters
_TIMES = 8  # the usual length of a clause in the same plan
_ENOUGH = 5  # clauses that tell what is usual
_SHOWN = 40
_WORDS = re.compile(rf"(?![第页共]){_HAN}|[A-Za-z]{{3}}")  # of a running head, not of a page number
_USUAL = 0.8  # a full stop is missed where at least this share of the plan's clauses end with one


def review(
    source: SourceText,
    clauses: Sequence[Clause],
    marks: Sequence[tuple[int, int]],
    contents: Sequence[Span] = (),
    *,
    sentences: bool = True,
) -> list[ReviewWarning]:
    """Everything odd in one plan but its numbering, and what of its lines is no clause: page marks and contents.

    Rows of tables are no ``sentences`` and want no full stop.
    """
    stretches = [_Stretch(clause, _without_marks(source.text, clause, marks)) for clause in clauses]
    found = [warning for stretch in stretches for check in _CHECKS for warning in check(stretch)]
    if sentences:
        found.extend(_missing_stops(stretches))
        found.extend(_long_clauses(stretches))
    found.extend(_removed_marks(source, marks))
    if contents:
        message = f"目录 {len(contents)} 行未计入条目。"
        found.append(ReviewWarning("contents", message, contents[0].start, contents[0].end))
    return found


def _without_marks(text: str, clause: Clause, marks: Sequence[tuple[int, int]]) -> str:
    """The clause's stretch with each page mark replaced by blanks."""
    stretch = text[clause.start : clause.end]
    for start, end in marks[bisect_left(marks, (clause.start, 0)) :]:
        if start >= clause.end:
            break
        at, to = start - clause.start, end - clause.start
        stretch = stretch[:at] + " " * (to - at) + stretch[to:]
    return stretch


def _latin_words(stretch: _Stretch) -> Iterator[ReviewWarning]:
    for match in _LATIN_WORD.finditer(stretch.text):
        message = f"中文里夹着英文单词“{match['word']}”，可能是识别错误，请对照原件。"
        yield stretch.warn("ocr_latin_word", message, match.start("word"), match.end("word"))


def _latex(stretch: _Stretch) -> Iterator[ReviewWarning]:
    for match in _LATEX.finditer(stretch.text):
        message = f"“{match.group()}”是公式代码，不是正文文字，请对照原件核对数值。"
        yield stretch.warn("ocr_latex", message, match.start(), match.end())


def _letters_in_numbers(stretch: _Stretch) -> Iterator[ReviewWarning]:
    for match in _LETTER_IN_NUMBER.finditer(stretch.text):
        shown = stretch.text[max(0, match.start() - 4) : match.end() + 4].strip()
        message = f"“{shown}”中的字母“{match.group()}”可能是数字的误识别，请对照原件。"
        yield stretch.warn("ocr_letter_in_number", message, match.start(), match.end())


def _strange_characters(stretch: _Stretch) -> Iterator[ReviewWarning]:
    for match in _STRANGE.finditer(stretch.text):
        message = "这里有无法显示的字符，请对照原件。"
        yield stretch.warn("strange_character", message, match.start(), match.end())


def _printed_twice(stretch: _Stretch) -> Iterator[ReviewWarning]:
    text = stretch.text
    for gap in _OVER_BREAK.finditer(text):
        for length in range(min(_LONGEST_TWICE, gap.start() - 10), 1, -1):
            at = gap.start() - length
            word = text[at : gap.start()]
            if text.startswith(word, gap.end()) and _PROSE.match(text, at - 10, gap.start()):
                message = f"换页处“{word}”印了两遍，请核对是否重复。"
                yield stretch.warn("repeated_at_break", message, at, gap.end() + length)
                break


def _open_pairs(stretch: _Stretch) -> Iterator[ReviewWarning]:
    """Brackets and quotation marks that are opened and not closed, or the other way round."""
    body = stretch.clause.text[stretch.clause.body :]
    for openers, closers, name in _PAIRS:
        opened = sum(body.count(char) for char in openers)
        closed = sum(body.count(char) for char in closers)
        if opened != closed:
            message = f"{name}不成对（左 {opened} 个，右 {closed} 个），请核对。"
            yield stretch.warn("unbalanced_pair", message, 0, len(stretch.text))


_CHECKS: tuple[Callable[[_Stretch], Iterator[ReviewWarning]], ...] = (
    _latin_words,
    _latex,
    _letters_in_numbers,
    _strange_characters,
    _printed_twice,
    _open_pairs,
)


def _ends_open(clause: Clause) -> bool:
    """A clause that is a sentence and does not end like one; a bare title or a note of who does it may."""
    body = clause.text[clause.body :]
    return body[-1:] not in _ENDS and not clause.units and _PAUSE.search(body) is not None


def _missing_stops(stretches: Sequence[_Stretch]) -> Iterator[ReviewWarning]:
    sentences = [stretch for stretch in stretches if stretch.clause.kind in _SENTENCES]
    missing = [x for x in sentences if _ends_open(x.clause)]
    if len(missing) > (1 - _USUAL) * len(sentences):
        return
    for stretch in missing:
        end = len(stretch.text)
        yield stretch.warn(
            "missing_full_stop", "这一条末尾没有句号，请核对是否有缺文。", max(0, end - 1), end
        )


def _long_clauses(stretches: Sequence[_Stretch]) -> Iterator[ReviewWarning]:
    """Clauses of thousands of characters beside short ones: a number or a heading in them was probably not seen."""
    lengths = sorted(len(x.clause.text) for x in stretches if x.clause.kind in _SENTENCES)
    if len(lengths) < _ENOUGH:
        return
    usual = lengths[len(lengths) // 2]
    for stretch in stretches:
        length = len(stretch.clause.text)
        if length >= max(_LONG, _TIMES * usual):
            message = (
                f"这一条有 {length} 字，其他条目一般约 {usual} 字，可能有编号或标题没有认出，请对照原件。"
            )
            yield stretch.warn("long_clause", message, 0, min(_SHOWN, len(stretch.text)))


def _removed_marks(source: SourceText, marks: Sequence[tuple[int, int]]) -> Iterator[ReviewWarning]:
    """How many page numbers and running heads stand in the text, each kind with the first of them."""
    printed = [source.text[start:end].strip() for start, end in marks]
    heads = {place for place, words in enumerate(printed) if _WORDS.search(words)}
    kinds = (
        ("页码", [place for place in range(len(printed)) if place not in heads]),
        ("页眉、页脚", sorted(heads)),
    )
    told = [
        f"{kind} {len(places)} 处（第一处是“{printed[places[0]][:_SHOWN]}”）"
        for kind, places in kinds
        if places
    ]
    if told:
        yield ReviewWarning("page_marks", f"正文中的{'、'.join(told)}未计入条目。", *marks[0])
