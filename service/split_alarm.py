"""Whether a text came apart at all: a plain alarm where nothing or almost nothing was split.

Takes a Plan as it was read. Gives one Chinese sentence that says what to do, or "". Silent on short texts that may well
be one clause; what is odd at a place is told by the plan's warnings.
"""

from __future__ import annotations

from analyzers.normalise import squash
from ingest.plan import Plan

_FEW_WORDS = 80  # characters: less is no plan, whatever is in it
_ENOUGH = 800  # characters of a text that wants more than _FEW clauses
_FEW = 2
_BOOK = 3000  # characters of a text of which no clause should hold
_MOST = 0.6  # this part
_ASK = (
    "请对照原件看标题和编号是否各占一行；最好换一份 Word 或网页版，"
    "或另存为 .txt，给每条加上“一、”“（一）”“1.”这样的编号后再试。"
)


def split_alarm(plan: Plan) -> str:
    """The alarm, where there is one."""
    size = len(squash(plan.source.text[plan.start : plan.end]))
    longest = max((len(clause.text) for clause in plan.clauses), default=0)
    if size < _FEW_WORDS:
        return f"文件里只有 {size} 个字，不像一部规划，请检查文件是否完整、是不是要导入的那一份。"
    if not plan.clauses:
        return f"全文 {size} 字，没有拆出任何条目。{_ASK}"
    if size >= _ENOUGH and len(plan.clauses) <= _FEW:
        return f"全文 {size} 字，只拆出 {len(plan.clauses)} 个条目，标题和编号几乎都没有认出。{_ASK}"
    if size >= _BOOK and longest > _MOST * size:
        return f"全文 {size} 字，其中一个条目就有 {longest} 字，大部分内容没有拆开。{_ASK}"
    return ""
