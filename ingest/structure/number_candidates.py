"""Lists every place in a plan's body where a heading or item may begin.

Takes a Layout and a range of lines. Gives Candidates in text order, each with what can be told from the spot
itself; ``outline`` decides by sequence which of them are real.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from analyzers.numerals import CN_TEN
from ingest.plan import ClauseKind
from ingest.structure.broken_numbers import broken_number
from ingest.structure.damage import damaged_at, damaged_within
from ingest.structure.edges import annex_lines, closing_line, imprint_line
from ingest.structure.heading_words import (
    HeadWord,
    core,
    head_word,
    is_label_like,
    label_pattern,
    labels_within,
)
from ingest.structure.layout import Layout
from ingest.structure.lines import Line, Role
from ingest.structure.numbering import (
    Number,
    Scheme,
    annex_at,
    any_named_at,
    number_at,
    numbers_within,
    weak_number_at,
)


@dataclass(slots=True)
class Candidate:
    """A place that may begin a heading or item. ``next_…`` is about the next candidate of its run: of its scheme
    and, where numbers have names (行动2), of its name."""

    scheme: Scheme
    ordinal: int
    printed: str
    start: int
    body: int
    line: int
    at_line: bool
    left: str  # the character before it, "" at the beginning
    weak: bool = False
    path: tuple[int, ...] = ()
    bare: bool = False
    name: str = ""
    damaged: bool = False
    digits: str = ""
    unsure: bool = False
    word: HeadWord | None = None
    nested: int = 0  # lists of a page around the one that prints its number
    next_ordinal: int = 0
    next_path: tuple[int, ...] = ()  # of the next dotted number at the beginning of a line
    next_at_line: bool = False
    next_closed: bool = False
    refers: bool = False  # names a number of another text, or of another place: 按照第三条（二）规定
    cited: bool = False  # surely does: 《条例》第五条
    solid: bool = False  # stands in a line that holds a text whose line breaks were lost
    same_line: bool = False  # the next or the previous of its scheme stands in the same line, one apart
    before: Candidate | None = None  # the one right before it in its run and line, one apart

    @property
    def run(self) -> tuple[Scheme, str]:
        """What its sequence is counted in."""
        return self.scheme, self.name or (f"{self.nested}" if self.nested else "")

    @property
    def dotless(self) -> bool:
        """A number whose stop was lost, or a figure: 4推广良种, 5个乡镇. Nothing is told by what it would be followed by."""
        return self.bare and self.damaged

    @property
    def opens_run(self) -> bool:
        """It is a one that a two follows."""
        return self.ordinal == 1 and self.next_ordinal == 2

    @property
    def closed(self) -> bool:
        """What stands before it has ended: a sentence, a label, nothing."""
        return not self.left or self.left in STOPS


SENTENCE_ENDS = "。！？!?”’)）》…"
STOPS = SENTENCE_ENDS + ";:；：】〗*"
# Text that is referred to, not begun: 按照第三条（二）规定.
_REFERS_BEFORE = re.compile(
    r"(?:[见如]|第.{1,4}[条款项]|按照|依照|根据|依据|符合|本条|前款|上述|[、和及至或与])\s*$"
)
_REFERS_AFTER = re.compile(r"\s*(?:的?规定(?![动])|[款项](?![目项])|所[列述指称规]|[、和及至或](?:第|\(|\d))")
# 《条例》第五条, 本办法第六条: an article of a paper that is named right in front of it.
_CITED_BEFORE = re.compile(
    r"(?:》|本(?:办法|条例|规定|细则|法|章程|决定|规则)|依照|按照|根据|依据|违反|符合|参照)\s*$"
)
_CITED_AFTER = re.compile(rf"\s*第[{CN_TEN}百\d]{{1,4}}[款项]|\s*第?\((?=[{CN_TEN}\d])")
_SENTENCE = re.compile(r"[。！？;]")
_PAUSE = re.compile(r"[。！？;,]")
_LONGEST_TITLE = 70
_ONE_LINE = 1500  # a line of that many characters is a text whose line breaks were lost
_LABEL_LENGTH = 24
_HEADINGS = frozenset({Scheme.PART, Scheme.CHAPTER, Scheme.SECTION, Scheme.CN_STOP, Scheme.CN_PAREN})
_CAPTION = re.compile(r"附?[表图]\s*\d")  # 表1 主要指标 names a table, not what follows it
# 落实责任。12（三）加强监测: a page number that print left between two items.
_PAGE_BEFORE = re.compile(r"(?P<left>[。;])\s*(?P<page>[-·]?\s*\d{1,4}\s*[-·]?\s*)$")
_PAGE_DRESSED = re.compile(r"-+\s*\d{1,4}\s*-+\s*(?=\d)")
_BEHIND_PAGE = frozenset({Scheme.CN_PAREN, Scheme.CN_STOP, Scheme.CHAPTER, Scheme.SECTION, Scheme.ARTICLE})


def find_candidates(layout: Layout, first: int, last: int) -> list[Candidate]:
    """All candidates of the lines ``first`` to ``last`` (half open)."""
    annexes = annex_lines(layout, first, last)
    imprint = imprint_line(layout, first, last)
    closing = closing_line(layout, first, last if imprint is None else imprint, annexes)
    found: list[Candidate] = []
    before = ""
    headings = _repeated_labels(layout, first, last)
    heads = _heads_of_labels(layout, first, last) | _heads_by_looks(layout, first, last)
    contents = closed = False
    for index in range(first, last):
        line = layout.lines[index]
        if line.role is Role.PAGE:
            continue
        if line.role is Role.CONTENTS:
            if not contents:
                found.append(Candidate(Scheme.CONTENTS, 0, "", line.start, line.start, index, True, ""))
            contents, before = True, ""
            continue
        contents = False
        if index == imprint:
            found.append(Candidate(Scheme.IMPRINT, 0, "", line.start, line.start, index, True, ""))
            break
        if closed and index not in annexes:
            continue
        closed = False
        if index > first and layout.is_behind_table(line, layout.lines[index - 1]):
            before = ""  # a table ends whatever stands above it
        if index == closing:
            closed = True
            found.append(Candidate(Scheme.CLOSING, 0, "", line.start, line.start, index, True, ""))
        if index in annexes:
            annex = number_at(layout.folded, line.start, line.end) or annex_at(
                layout.folded, line.start, line.end
            )
            if annex is not None:
                found.append(_numbered(annex, index, True, before))
            else:  # the title alone that a list announced
                found.append(Candidate(Scheme.ANNEX, 0, "", line.start, line.start, index, True, before))
        elif index == closing:
            pass  # a link to an annex is the annex's title only where something stands below it
        elif index in heads:
            found.append(Candidate(Scheme.HEAD, 0, "", line.start, line.end, index, True, before))
        else:
            reach = found[-1].body if found else 0  # of a number that began in the line before
            here = _of_line(layout, index, before, index in headings)
            found.extend(candidate for candidate in here if candidate.start >= reach)
        before = layout.folded[line.end - 1]
    found = list(_that_may_count(layout, _with_sound_bare(layout, found), first, last))
    _link(found)
    return found


def _with_sound_bare(layout: Layout, found: Sequence[Candidate]) -> list[Candidate]:
    """Leaves out numbers without a stop that are the first column of a table or a quantity in a sentence.

    They are numbers of parts where 1.1 follows, where what they begin are sentences, or, in Chinese, where
    the text has no 一、 of its own.
    """
    bare = [x for x in found if x.bare and not x.damaged and x.scheme is Scheme.AR_STOP]
    rows = [layout.lines[candidate.line] for candidate in bare]
    sentences = sum(1 for row in rows if _SENTENCE.search(layout.folded, row.start, row.end))
    dotted = any(candidate.path for candidate in found)
    arabic = dotted or sentences >= 0.6 * len(bare)
    for candidate in bare:
        candidate.bare = not dotted
    stops = any(x.scheme is Scheme.CN_STOP and x.at_line and not x.bare for x in found)
    allowed = {Scheme.AR_STOP: arabic, Scheme.CN_STOP: not stops}
    return [x for x in found if not x.bare or x.damaged or allowed[x.scheme]]


def _that_may_count(layout: Layout, found: Sequence[Candidate], first: int, last: int) -> Iterator[Candidate]:
    """Leaves out numbers in mid-sentence; marks references and lines that hold the whole text."""
    folded = layout.folded
    total = sum(layout.lines[index].end - layout.lines[index].start for index in range(first, last))
    title_from = -1
    for candidate in found:
        line = layout.lines[candidate.line]
        length = line.end - line.start
        candidate.solid = length >= _ONE_LINE or (length >= _ONE_LINE // 10 and length > total // 2)
        if not candidate.at_line and not candidate.closed:
            gap = candidate.start - title_from
            behind_title = title_from >= line.start and gap <= _LONGEST_TITLE
            if candidate.scheme is Scheme.BOX and folded[candidate.body : candidate.body + 1].isspace():
                pass  # 专栏3 with its title behind the last cell of the box before
            elif not behind_title or _SENTENCE.search(folded, title_from, candidate.start):
                continue
        before = folded[max(0, candidate.start - 12) : candidate.start]
        after = folded[candidate.body : candidate.body + 8]
        candidate.refers = _REFERS_BEFORE.search(before) is not None or (
            not candidate.closed and _REFERS_AFTER.match(after) is not None
        )
        candidate.cited = _CITED_BEFORE.search(before) is not None and (
            not candidate.at_line or any(behind.match(after) for behind in (_REFERS_AFTER, _CITED_AFTER))
        )
        title_from = candidate.body
        yield candidate


def _of_line(layout: Layout, index: int, left: str, heading: bool) -> Iterator[Candidate]:
    line = layout.lines[index]
    folded = layout.folded
    number = number_at(folded, line.start, line.end)
    if _is_row(folded, line, number):
        return
    if _is_page_number(folded, line, number):
        number = None
    at = line.start
    if number is not None:
        candidate = _numbered(number, index, True, left)
        candidate.nested = layout.nested.get(line.start, 0)
        yield candidate
        at = number.end
    if number is None or number.path or number.bare:
        label = None if number is not None else _label(layout, line, index, left, heading)
        if label is None or label.word is None:
            for doubtful in _doubtful(folded, line, number):
                yield _numbered(doubtful, index, True, left)
        if label is not None and (heading or not _runs_on(layout, index)):
            yield label
            at = label.body
        weak = weak_number_at(folded, line.start, line.end)
        if weak is not None:
            yield _numbered(weak, index, True, left)
            at = weak.end
    if line.end - at > 4 and not _is_title_of_box(folded, at, line, number):
        yield from _inside(folded, at, line.end, index)
    broken = broken_number(layout, index)
    if broken is not None and broken.start >= at:
        yield replace(_numbered(broken, index, False, ""), left=_left(folded, line.start, broken.start))


def _is_title_of_box(folded: str, at: int, line: Line, number: Number | None) -> bool:
    """专栏1 重点项目: its title may end with the words of a label."""
    box = number is not None and number.scheme is Scheme.BOX
    return box and _SENTENCE.search(folded, at, line.end) is None


def _doubtful(folded: str, line: Line, number: Number | None) -> Iterator[Number]:
    """What the beginning of a line may be beside its plain number: a name that no table knows, a spoilt number."""
    named = any_named_at(folded, line.start, line.end) if number is None else None
    if named is not None:
        yield named
    yield from damaged_at(folded, line.start, line.end)


def _is_page_number(folded: str, line: Line, number: Number | None) -> bool:
    """- 12 - in front of the next item, which looks like the beginning of a list with dashes."""
    dash = number is not None and number.scheme is Scheme.DASH
    return dash and _PAGE_DRESSED.match(folded, line.start, line.end) is not None


def _is_row(folded: str, line: Line, number: Number | None) -> bool:
    """The row of a table whose cells a tab parts: 1	落实责任制	县农业农村局."""
    return number is not None and number.bare and folded.count("\t", line.start, line.end) > 1


def _numbered(number: Number, index: int, at_line: bool, left: str) -> Candidate:
    return Candidate(
        number.scheme,
        number.ordinal,
        number.printed,
        number.start,
        number.end,
        index,
        at_line,
        left,
        weak=number.weak,
        path=number.path,
        bare=number.bare,
        name=number.name,
        damaged=number.damaged,
        digits=number.digits,
        unsure=number.unsure,
    )


def _inside(folded: str, start: int, end: int, index: int) -> Iterator[Candidate]:
    """Candidates behind the beginning of a line, in order."""
    labels = [
        Candidate(Scheme.LABEL, 0, "", at, stop, index, False, _left(folded, start, at), word=word)
        for at, stop, word in labels_within(folded, start, end)
    ]
    place = 0
    numbers = [*numbers_within(folded, start, end), *damaged_within(folded, start, end)]
    for number in sorted(numbers, key=lambda number: (number.start, not number.digits)):
        while place < len(labels) and labels[place].start < number.start:
            yield labels[place]
            place += 1
        yield _behind_page_number(folded, start, _numbered(number, index, False, ""))
    yield from labels[place:]


def _behind_page_number(folded: str, floor: int, candidate: Candidate) -> Candidate:
    """A candidate inside a line with the character before it; a page number between the two belongs to neither."""
    candidate.left = _left(folded, floor, candidate.start)
    if candidate.left.isdigit() and candidate.scheme in _BEHIND_PAGE:
        page = _PAGE_BEFORE.search(folded, max(floor, candidate.start - 12), candidate.start)
        if page is not None:
            candidate.left, candidate.start, candidate.damaged = page["left"], page.start("page"), True
    return candidate


def _left(folded: str, floor: int, at: int) -> str:
    """The character before a spot, blanks left out."""
    while at > floor and folded[at - 1].isspace():
        at -= 1
    return folded[at - 1]


def _label(layout: Layout, line: Line, index: int, left: str, heading: bool) -> Candidate | None:
    """An unnumbered heading: a word of the table alone or before a colon, or a repeated short line."""
    folded = layout.folded
    text = folded[line.start : line.end]
    if _CAPTION.match(text):
        return None
    if line.end - line.start <= _LABEL_LENGTH:
        word = head_word(text)
        if word is not None and word.place == "chapter":
            return Candidate(Scheme.FRONT, 0, "", line.start, line.end, index, True, left, word=word)
        if word is not None and word.place == "label":
            return Candidate(Scheme.LABEL, 0, "", line.start, line.end, index, True, left, word=word)
        if not layout.cut and text[-1] not in ",、(《“" and is_label_like(text):
            return Candidate(Scheme.LABEL, 0, "", line.start, line.end, index, True, left)
    run_in = label_pattern().match(folded, line.start, line.end)
    if run_in is not None:
        return Candidate(
            Scheme.LABEL, 0, "", line.start, run_in.end(), index, True, left, word=head_word(run_in["words"])
        )
    if heading or (text.startswith("#") and len(text) <= 60):
        return Candidate(Scheme.LABEL, 0, "", line.start, line.end, index, True, left)
    return None


def _repeated_labels(layout: Layout, first: int, last: int) -> set[int]:
    """Short unnumbered lines right above an item 1: headings when the same words or a colon say so."""
    lines = [i for i in range(first, last) if layout.lines[i].role is Role.TEXT]
    found: dict[int, str] = {}
    for place, index in enumerate(lines[:-1]):
        line = layout.lines[index]
        if line.end - line.start > _LABEL_LENGTH:
            continue
        after = layout.lines[lines[place + 1]]
        follower = number_at(layout.folded, after.start, after.end)
        if follower is None or number_at(layout.folded, line.start, line.end) is not None:
            continue
        dashes = follower.scheme is Scheme.DASH and layout.folded[line.end - 1] == ":"
        if follower.ordinal != 1 and not dashes:
            continue
        if layout.folded[line.end - 1] in "、)" or _PAUSE.search(layout.folded, line.start, line.end):
            continue
        found[index] = core(layout.source[line.start : line.end])
    counts = Counter(found.values())
    return {
        index
        for index, words in found.items()
        if words
        and (
            counts[words] > 1
            or (layout.folded[layout.lines[index].end - 1] in ":】〗]*" and not _runs_on(layout, index))
        )
    }


def _runs_on(layout: Layout, index: int) -> bool:
    """现提出以下|意见: a wrapped sentence whose rest looks like a heading."""
    if index == 0:
        return False
    before = layout.lines[index - 1]
    return layout.is_full(before) and layout.folded[before.end - 1] not in STOPS


def _heads_of_labels(layout: Layout, first: int, last: int) -> set[int]:
    """Unnumbered domain titles: short lines right above 主要目标, at least two in a text."""
    lines = [i for i in range(first, last) if layout.lines[i].role is Role.TEXT]
    found: set[int] = set()
    for place, index in enumerate(lines[:-1]):
        line, after = layout.lines[index], layout.lines[lines[place + 1]]
        if line.end - line.start > _LABEL_LENGTH or after.end - after.start > _LABEL_LENGTH:
            continue
        if not _is_label_of_goals(layout, after) or _is_label_of_goals(layout, line):
            continue
        text = layout.folded[line.start : line.end]
        if (
            number_at(layout.folded, line.start, line.end) is None
            and text[-1] not in STOPS
            and not _PAUSE.search(text)
        ):
            found.add(index)
    return found if len(found) > 1 else set()


def _heads_by_looks(layout: Layout, first: int, last: int) -> set[int]:
    """Short lines that are printed apart from the text below them, in a document whose headings have no numbers."""
    found: set[int] = set()
    rows = [line for line in layout.lines[first:last] if line.role is Role.TEXT]
    if 2 * sum(layout.apart.get(line.start, 0) >= line.end for line in rows) > len(rows):
        return set()  # all of it is bold
    for index in range(first, last) if layout.apart else ():
        line = layout.lines[index]
        number = number_at(layout.folded, line.start, line.end)
        if number is not None and number.scheme in _HEADINGS:
            return set()
        whole = layout.apart.get(line.start, 0) >= line.end
        if not whole or line.role is not Role.TEXT or line.end - line.start > _LABEL_LENGTH:
            continue
        ended = layout.folded[line.end - 1] in STOPS or _PAUSE.search(layout.folded, line.start, line.end)
        if number is None and not ended:
            found.add(index)
    return found


def _is_label_of_goals(layout: Layout, line: Line) -> bool:
    word = head_word(layout.folded[line.start : line.end])
    return word is not None and word.kind in (ClauseKind.GOAL, ClauseKind.MEASURE)


def _link(found: Sequence[Candidate]) -> None:
    """Tells each candidate about the next one of its run."""
    ahead: dict[tuple[Scheme, str], Candidate] = {}
    path: tuple[int, ...] = ()
    for candidate in reversed(found):
        follower = ahead.get(candidate.run)
        if follower is not None:
            candidate.next_ordinal = follower.ordinal
            candidate.next_at_line = follower.at_line
            candidate.next_closed = follower.closed
            if (
                follower.line == candidate.line
                and follower.ordinal == candidate.ordinal + 1
                and follower.left in SENTENCE_ENDS
            ):
                candidate.same_line = follower.same_line = True
            if follower.line == candidate.line and follower.ordinal == candidate.ordinal + 1:
                follower.before = candidate
        candidate.next_path = path
        if candidate.path and candidate.at_line:
            path = candidate.path
        mid_sentence = candidate.refers and not candidate.at_line
        if not mid_sentence and not candidate.dotless and (candidate.closed or not candidate.bare):
            ahead[candidate.run] = candidate
