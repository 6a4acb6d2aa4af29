"""``search --explain`` for people: the question, the plan, the requests, the ranking, and each score in its parts.

Takes an Explanation. Prints it in the order in which a search goes.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from rich.text import Text

from service.answers.search.explain import Explanation, Request, Rule, ScoredHit, ScorePart
from service.faces.terminal.console import CITATION, FAINT, MARK, console, paragraph
from service.labels import value_name
from service.query import FIGURES, Match, Query, Ranking, Scope, Term, Way, Wish

_MATCHES = {Match.NEAR: "词都有且相连", Match.EVERY: "词都有", Match.ANY: "含一部分词"}
_PARTS = {
    ScorePart.WORD: "词",
    ScorePart.ALTERNATIVE: "别的说法",
    ScorePart.NEAR: "相连",
    ScorePart.HEADING: "标题",
}
_FIELDS = {
    "words": "词",
    "coarse": "整词",
    "bigrams": "相邻两字",
    "above_words": "标题的词",
    "above_coarse": "标题的整词",
    "above_bigrams": "标题的相邻两字",
}
_FILTERS = {"level": "层级", "kind": "类型", "domain": "领域", "plan": "规划", "unit": "部门", "has": "含"}
_RULES = {
    Rule.WORDS: "同一级里按词的分数",
    Rule.BOTH: "同一级里按词和意思的分数之和",
    Rule.BEHIND: "词的分数排在前 {candidates} 条以后，不再看意思，排在它们后面",
    Rule.MEANING: "按词不在前 {candidates} 条，凭意思相近补入，词不计分",
    Rule.TEXT: "只写了筛选条件，按原文顺序",
}


def show(explained: Explanation) -> None:
    """Prints it all."""
    answer = explained.answer
    said = (*(mended.sentence for mended in answer.mended), *answer.notes)
    _part("问题", (*_question(answer.query), *said))
    _part("计划", _plan(explained))
    for request in explained.requests:
        _request(request)
    _part("排序参数（docs/decisions/0016）", _ranking(answer.query.profile))
    _part("结果", () if explained.hits else ("没有找到条目",))
    for place, each in enumerate(explained.hits, answer.query.offset + 1):
        _hit(place, each, answer.query.profile)


def _part(title: str, lines: Iterable[str]) -> None:
    out = console()
    out.print(Text(f"\n【{title}】", style=MARK))
    for line in lines:
        out.print(paragraph(line, indent=2))


def _question(query: Query) -> Iterator[str]:
    yield f"检索词：{query.text}"
    for run in query.runs:
        near = "，先找相连的" if run.near else ""
        cut = "" if run.text == run.words[0] else f" → {'、'.join(run.words)}"
        yield f"词：{run.text}{cut}{near}"
    for phrase in query.phrases:
        yield f"照原文：“{phrase}”"
    for word in query.excluded:
        yield f"不含：{word}"
    yield from _scope(query.scope)
    for each in query.expansions:
        others = "、".join("＋".join(terms) for terms in each.alternatives)
        yield f"别的说法：{each.phrase}（{each.weight:g}）→ {others}"
    if query.literal:
        yield "只按写的字查：不查同义词，不按意思排，不改错字"
    yield f"显示：第 {query.offset + 1} 到 {query.offset + query.limit} 条"


def _scope(scope: Scope) -> Iterator[str]:
    for name, values in scope.fields():
        yield f"筛选：{_FILTERS[name]} {'、'.join(value_name(name, value) for value in values)}"


def _plan(explained: Explanation) -> Iterator[str]:
    plan = explained.answer.plan
    for part, label in _PARTS.items():
        terms = [term for each, term in explained.terms if each is part]
        if terms:
            yield f"计分，{label}：{'、'.join(map(_term, terms))}"
    if not explained.terms:
        yield "计分：没有"
    for label, wishes in (
        ("词都有", plan.wishes),
        ("词都有且相连", plan.near),
        ("必须有", plan.must),
        ("不能有", plan.without),
    ):
        if wishes:
            yield f"{label}：{'；'.join(map(_wish, wishes))}"
    order = " → ".join(_MATCHES[match] for match in plan.matches)
    yield f"依次查：{order}（前一级凑不满，再查后一级）" if len(plan.matches) > 1 else f"只查：{order}"


def _term(term: Term) -> str:
    weight = "" if term.weight == 1 else f"×{term.weight:g}"
    return f"{term.token.replace(' ', '·')}[{_FIELDS[term.field]}]{weight}"


def _wish(wish: Wish) -> str:
    ways = [_way(way) for way in wish.ways] + ["＋".join(map(_way, ways)) for ways in wish.instead]
    return f"{wish.text} = {' 或 '.join(ways)}"


def _way(way: Way) -> str:
    return f"{'·'.join(way.tokens)}[{_FIELDS[way.field]}]"


def _request(request: Request) -> None:
    out = console()
    _part(f"请求：{_MATCHES[request.match]}，最多 {request.limit} 条", ())
    for title, text in (
        ("本机索引（tantivy）", request.embedded),
        ("Elasticsearch", json.dumps(request.elastic, ensure_ascii=False)),
    ):
        out.print(Text(f"  {title}", style=FAINT))
        out.print(Text(f"  {text}"), soft_wrap=True)  # one line each, to be copied whole


def _ranking(ranking: Ranking) -> Iterator[str]:
    numbers = ranking.numbers()
    for each in FIGURES:
        yield f"{each.name:<15}{numbers[each.name]:>7g}  {each.label}（{each.page}）"


def _hit(place: int, scored: ScoredHit, ranking: Ranking) -> None:
    out = console()
    hit = scored.hit
    out.print()
    out.print(Text.assemble((f"{place:>2}  ", FAINT), (hit.citation, CITATION)))
    out.print(paragraph(f"{hit.score:.4f} = {' ＋ '.join(_sum(scored))}", indent=4))
    rule = _RULES[scored.rule].format(candidates=ranking.candidates)
    group = "" if scored.rule in (Rule.MEANING, Rule.TEXT) else f"{_MATCHES[hit.match]}；"
    out.print(paragraph(f"位次：{group}{rule}", indent=4))
    out.print(Text(f"    {hit.address}", style=FAINT))


def _sum(scored: ScoredHit) -> Iterator[str]:
    if scored.match:
        yield f"匹配 {scored.match:g}"
    for part, label in _PARTS.items():
        shares = [share for share in scored.shares if share.part is part]
        if shares:
            terms = "、".join(f"{share.term.token.replace(' ', '·')} {share.score:.4f}" for share in shares)
            yield f"{label} {scored.of(part):.4f}（{terms}）"
    if scored.hit.closeness is not None:
        yield f"意思 {scored.meaning:.4f}（相近 {scored.hit.closeness:.3f}）"
    if scored.held:
        yield f"压后 {scored.held:.4f}"
