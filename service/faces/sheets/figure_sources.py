"""Where a value of a ladder comes from: the plan's own text, or a table of known figures, and who says so there.

Takes an Aim and the checks of the known figures. Gives the row of the table, or a sentence for a sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from ingest.catalogue import Figure, FigureCheck
from ingest.indicators import Aim
from service.labels import corrected_in_words

OWN_TEXT = "规划原文"
_ADDRESS = re.compile(r"https?://[^\s（）()，、；]+")


def figure_of(aim: Aim, checks: Iterable[FigureCheck]) -> Figure | None:
    """The known figure that an aim was read from; None for one that stands in a text."""
    if aim.clause is not None:
        return None
    return next((each.figure for each in checks if _is_source(each.figure, aim)), None)


def address_in(source: str) -> str:
    """The address outside that a source states; "" where it states none."""
    found = _ADDRESS.search(source)
    return found.group() if found else ""


def told_source(aim: Aim, checks: Iterable[FigureCheck]) -> str:
    """Where a value comes from, as a sheet says it."""
    if aim.clause is not None:
        return "；".join(filter(None, (OWN_TEXT, corrected_in_words(aim.corrected))))
    figure = figure_of(aim, checks)
    return "；".join(filter(None, (figure.note, figure.source))) if figure else ""


def _is_source(figure: Figure, aim: Aim) -> bool:
    stated = (figure.plan, figure.indicator, figure.population, figure.year, figure.nature)
    return stated == (aim.plan, aim.indicator, aim.population, aim.year, aim.nature)
