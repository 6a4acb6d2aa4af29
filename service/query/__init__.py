"""From what a person typed to what an engine is asked: words, filters, other wordings, a plan of terms."""

from __future__ import annotations

from service.query import own_words
from service.query.filters import EVERYWHERE, FILTER_FIELDS, Known, Scope, read_scope
from service.query.own_words import synonym, synonym_row
from service.query.plan import Match, Ranked, SearchPlan, Term, Way, Wish, plan_search, ranking_parts
from service.query.query import HAN, MAX_DEPTH, MAX_HITS, Query, Run, narrow, read_query, stopwords
from service.query.ranking import FIGURES, RANKING, Ranking, RankingFigure, ranking_with

__all__ = [
    "EVERYWHERE",
    "FIGURES",
    "FILTER_FIELDS",
    "HAN",
    "MAX_DEPTH",
    "MAX_HITS",
    "RANKING",
    "Known",
    "Match",
    "Query",
    "Ranked",
    "Ranking",
    "RankingFigure",
    "Run",
    "Scope",
    "SearchPlan",
    "Term",
    "Way",
    "Wish",
    "narrow",
    "own_words",
    "plan_search",
    "ranking_parts",
    "ranking_with",
    "read_query",
    "read_scope",
    "stopwords",
    "synonym",
    "synonym_row",
]
