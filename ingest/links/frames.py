"""Clauses that frame a plan and say nothing of its subject: notice, masthead, date line, when it comes into force.

Takes a Clause. Says whether it is such a frame: no other clause answers it, and nobody misses it elsewhere.
"""

from __future__ import annotations

import re

from ingest.plan import Clause, ClauseKind

_PLACES = frozenset({"notice", "notice-closing", "notice-masthead", "masthead"})  # last parts of addresses
_LONGEST = 80  # characters of a closing line; what is longer says something
_CLOSING = re.compile(
    r"\d{4}年\d{1,2}月\d{1,2}日|[二〇○零一九]{4}年.{1,3}月.{1,3}日|此件(?:公开|主动|依申请|有删改|不)|"
    r"自(?:印发|发布|公布|颁布|\d{4}年).{0,12}(?:施行|实施|执行|生效)|(?:由|的).{2,40}负责(?:解释|具体解释)|解释权"
)


def is_frame(clause: Clause) -> bool:
    """Whether a clause only frames its plan.

    A closing line that asks for something (各地要认真贯彻落实) is none.
    """
    place = clause.address.rpartition("/")[2]
    if place in _PLACES and clause.kind is ClauseKind.OTHER:
        return True
    body = clause.text[clause.body :]
    if len(body) > _LONGEST or not _CLOSING.search(body):
        return False
    return place == "closing" or "附则" in (clause.section_title or "") or "附则" in clause.context
