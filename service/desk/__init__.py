"""The desk between faces and answers: the questions that can be asked, and the one object that answers them."""

from __future__ import annotations

from service.desk.baskets import basket_items
from service.desk.desk import Desk
from service.desk.filters import ANYWHERE, Filters, InWords, Where, all_of, help_of
from service.desk.opening import Shown, desk_of, open_desk
from service.desk.questions import (
    ClauseQuestion,
    ClausesQuestion,
    CompareQuestion,
    CorrectionsQuestion,
    CoverageQuestion,
    LadderQuestion,
    LinksQuestion,
    MatrixQuestion,
    PlanQuestion,
    PlansQuestion,
    Question,
    Said,
    SearchQuestion,
    SuggestionQuestion,
    TargetListQuestion,
    TargetsQuestion,
    ValuesQuestion,
)

__all__ = [
    "ANYWHERE",
    "ClauseQuestion",
    "ClausesQuestion",
    "CompareQuestion",
    "CorrectionsQuestion",
    "CoverageQuestion",
    "Desk",
    "Filters",
    "InWords",
    "LadderQuestion",
    "LinksQuestion",
    "MatrixQuestion",
    "PlanQuestion",
    "PlansQuestion",
    "Question",
    "Said",
    "SearchQuestion",
    "Shown",
    "SuggestionQuestion",
    "TargetListQuestion",
    "TargetsQuestion",
    "ValuesQuestion",
    "Where",
    "all_of",
    "basket_items",
    "desk_of",
    "help_of",
    "open_desk",
]
