"""What a search found as a table, with why each clause is there.

Takes a SearchAnswer and the desk that gave it. Gives a Book.
"""

from __future__ import annotations

from service.answers.search import SearchAnswer
from service.answers.search.hits import Hit
from service.desk import Desk, SearchQuestion
from service.faces.sheets.clauses import CLAUSES, clause_cells
from service.faces.sheets.sources import sources
from service.faces.sheets.workbook import Book, column_list, sheet_of
from service.query import Match

_MATCHES = {Match.NEAR: "词都有，且相连", Match.EVERY: "词都有", Match.ANY: "只含一部分"}


def search_book(desk: Desk, answer: SearchAnswer) -> Book:
    """The hits of a search, in their order, with why each is there."""
    query = answer.query
    columns = (*CLAUSES, *column_list(("匹配", 16), ("匹配的词", 26)))
    rows = [
        (*clause_cells(hit.found, number, desk), _match(hit), _words(hit))
        for number, hit in enumerate(answer.hits, query.offset + 1)
    ]
    filters = list(desk.in_words(SearchQuestion(query.text, query.scope, literal=query.literal)))
    also = list(dict.fromkeys(" ".join(terms) for each in query.expansions for terms in each.alternatives))
    if also:
        filters.append(("也查了", "、".join(also)))
    filters += [("改正", mended.sentence) for mended in answer.mended]
    sheet = sheet_of("检索结果", columns, rows, _cut(len(rows), query.limit))
    plans = [hit.found.clause.plan for hit in answer.hits]
    return Book(f"检索“{query.text}”", tuple(filters), sources(desk, plans), (sheet,), answer.notes)


def _match(hit: Hit) -> str:
    if hit.query.lists:
        return "在范围内"
    if hit.by_meaning:
        return f"按意思相近 {hit.closeness or 0:.2f}"
    return _MATCHES[hit.match]


def _words(hit: Hit) -> str:
    found = []
    for reason in hit.why:
        if reason.kind == "synonym":
            found.append(f"{reason.stands_for}→{reason.word}")
        elif reason.heading:
            found.append(f"{reason.word}（标题：{reason.heading}）")
        elif reason.kind in ("word", "title", "part"):
            found.append(reason.word)
        elif reason.kind == "missing":
            found.append(f"缺 {reason.word}")
    return "、".join(found)


def _cut(rows: int, limit: int) -> str:
    return f"（只列前 {limit} 条，请增加检索词或筛选条件）" if rows >= limit else ""
