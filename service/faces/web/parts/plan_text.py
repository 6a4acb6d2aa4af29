"""The text of a plan as pages show it: headings with their numbers, clauses with targets and citations marked."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from markupsafe import Markup

from analyzers.marks import Span
from analyzers.normalise import squash
from ingest.plan import Heading, Target
from service.answers.lookup import Cited
from service.faces.web.parts.rendering import wrapped

_ANNEX = re.compile(r"annex\d+(?:-[a-z]+)?")
_CITED = ('<span class="cited">', "</span>")


def heading_name(heading: Heading) -> str:
    """A heading with its number, as printed."""
    if heading.number is None:
        return heading.title
    numeral = heading.number
    if _ANNEX.fullmatch(heading.section):
        return f"附件{numeral}　{heading.title}".rstrip()
    sign = "（{}）" if heading.level > 1 else "{}、"
    return (
        sign.format(numeral) if not numeral.endswith(("章", "节", "篇")) else numeral + "　"
    ) + heading.title


def marked_text(text: str, targets: Sequence[Target], citations: Iterable[Cited]) -> Markup:
    """The text with the quotes of its targets marked, and what it cites; a plan that is held is a link away."""
    pieces = [(span, '<span class="value">', "</span>") for span in quotes(text, targets)]
    for each in citations:
        held = next((plan.entry.id for plan in each.plans if plan.source), None)
        opening, closing = (f'<a class="cited" href="/plans/{held}">', "</a>") if held else _CITED
        pieces.append((Span(each.mark.start, each.mark.end), opening, closing))
    return wrapped(text, pieces)


def quotes(text: str, targets: Sequence[Target]) -> list[Span]:
    """Where the quotes of targets stand in a clause's text; blanks count neither here nor there."""
    kept = [at for at, character in enumerate(text) if not character.isspace()]
    packed = "".join(text[at] for at in kept)
    found: list[Span] = []
    for target in targets:
        quote = squash(target.quote)
        start = packed.find(quote)
        if start >= 0:
            found.append(Span(kept[start], kept[start + len(quote) - 1] + 1))
    return found
