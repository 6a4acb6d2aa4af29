"""What the indicators of a plan are called: the names that people type by their first letters (ycfswl).

Takes a Plan. Gives names with the number of times they stand there: the indicators of its targets, and noun
phrases of its goals that end in a noun that measures (死亡率, 预期寿命), each also without the words in front.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from analyzers import segment
from analyzers.marks import Token
from analyzers.normalise import fold
from ingest.plan import ClauseKind, Plan
from ingest.targets import vocabulary

_WORDS = 4  # words in front of the noun that measures
_SHORTEST, _LONGEST = 3, 14  # characters
_LINKS = frozenset("的和与及或等在为是到均各")


def indicator_names(plan: Plan) -> Counter[str]:
    """The names in a plan, each with how often it stands there."""
    names: Counter[str] = Counter()
    for target in plan.targets:
        names.update(_endings(segment.coarse(fold(target.indicator))))
    for clause in plan.clauses:
        if clause.kind is ClauseKind.GOAL and vocabulary.heads().search(clause.text):
            names.update(names_in(clause.text[clause.body :]))
    return names


def names_in(text: str) -> Iterator[str]:
    """The indicator names in a text, longest first at each place.

    >>> list(names_in("女性人均预期寿命稳步提高。"))
    ['女性人均预期寿命', '人均预期寿命', '预期寿命']
    """
    phrase: list[Token] = []
    for token in segment.coarse(fold(text)):
        if phrase and token.start != phrase[-1].end:
            phrase = []
        if not _is_part(token.text):
            phrase = []
            continue
        phrase.append(token)
        if vocabulary.heads().ending(token.text):
            yield from _endings(phrase[-_WORDS - 1 :])


def _is_part(word: str) -> bool:
    return not word.isascii() and word not in _LINKS and word not in vocabulary.all_verbs().words


def _endings(tokens: list[Token]) -> Iterator[str]:
    for at in range(len(tokens)):
        name = "".join(token.text for token in tokens[at:])
        if _SHORTEST <= len(name) <= _LONGEST:
            yield name
