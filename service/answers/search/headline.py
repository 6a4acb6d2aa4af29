"""How many were found, in a sentence: the same on the page, on the command line and in a level's heading."""

from __future__ import annotations

from service.answers.search import SearchAnswer
from service.query import Match


def headline(answer: SearchAnswer) -> str:
    """The sentence. Clauses that hold a part of the words only are never counted as found."""
    if not answer.hits:
        return "没有更多条目" if answer.query.offset else "没有找到"
    if answer.query.lists:
        return f"范围内全部 {answer.total} 条"
    if not answer.some:
        return "没有条目含检索词，下面是意思相近的条目"
    many = len(answer.query.words) + len(answer.query.phrases) > 1
    if answer.match is Match.ANY and answer.plan.wishes:
        whole = "同时含全部检索词" if many else f"含“{answer.query.runs[0].text}”"
        return f"没有条目{whole}，{answer.total} 条只含其中一部分"
    parts = [f"{answer.total} 条"]
    if answer.match is Match.NEAR and answer.every > answer.total:
        parts.append(f"另有 {answer.every - answer.total} 条词都有但不相连")
    rest = answer.some - (answer.every if many else answer.total)
    if many and rest > 0:
        parts.append(f"{rest} 条只含一部分")
    return "，".join(parts)
