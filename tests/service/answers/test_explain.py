"""Each score in its parts: they add up, and the requests are those that the engines are asked."""

from __future__ import annotations

import json
import tomllib

import pytest
from places import TESTS

from service.answers.search import SearchAnswer, search
from service.answers.search.explain import Explanation, Rule, ScoredHit, ScorePart, explain
from service.answers.search.explain import _scopes as scopes_of
from service.engines.elastic_query import compile_plan
from service.errors import UserError
from service.query import Match, ranking_with, read_query
from service.storage.base import Base

JUDGED = tomllib.loads((TESTS / "quality" / "judged.toml").read_text(encoding="utf-8"))["query"]


def asked(base: Base, text: str, **options: object) -> SearchAnswer:
    query = read_query(text, **options)  # type: ignore[arg-type]
    return search(base.store, base.engine, query, None if query.literal else base.nearness)


def explained(base: Base, text: str, **options: object) -> Explanation:
    return explain(asked(base, text, **options), base.embedded)


def total(scored: ScoredHit) -> float:
    parts = sum(scored.of(part) for part in ScorePart)
    return parts + scored.meaning + scored.match + scored.held


@pytest.mark.parametrize(
    ("options", "rules"),
    [
        ({}, {Rule.BOTH, Rule.MEANING, Rule.WORDS}),
        ({"literal": True}, {Rule.WORDS}),
        ({"limit": 60}, {Rule.BOTH, Rule.BEHIND, Rule.MEANING}),
        ({"limit": 10, "offset": 15}, {Rule.BOTH, Rule.BEHIND, Rule.MEANING}),
    ],
    ids=["as it is", "literal", "deep", "second page"],
)
def test_the_parts_add_up_to_the_score(real_base: Base, options: dict[str, object], rules: set[Rule]) -> None:
    seen = set()
    for judged in JUDGED[::4]:
        try:
            found = explained(real_base, judged["query"], **options)
        except UserError:
            continue
        assert tuple(term for _, term in found.terms) == found.answer.plan.ranking
        for scored in found.hits:
            seen.add(scored.rule)
            assert total(scored) == pytest.approx(scored.hit.score, rel=1e-5, abs=1e-3), judged["query"]
            assert scored.held <= 0
    assert rules <= seen


def test_what_a_hit_is_made_of(real_base: Base) -> None:
    (first, *_) = explained(real_base, "留守儿童").hits
    assert {share.term.token for share in first.shares} == {"留守", "儿童", "守儿"}
    assert [share.part for share in first.shares] == [
        ScorePart.WORD, ScorePart.WORD, ScorePart.NEAR, ScorePart.HEADING,
    ]  # fmt: skip
    assert first.match == 2_000
    assert first.of(ScorePart.NEAR) > 0
    other = explained(real_base, "自闭症").hits[0]
    assert other.of(ScorePart.ALTERNATIVE) > 0
    assert other.of(ScorePart.WORD) == 0


def test_a_word_of_which_the_weight_is_changed_adds_so_much_more(real_base: Base) -> None:
    one = explained(real_base, "留守儿童").hits[0]
    other = explained(real_base, "留守儿童", profile=ranking_with({"bridge": 1.0})).hits[0]
    assert one.hit.address == other.hit.address
    assert other.of(ScorePart.NEAR) == pytest.approx(2 * one.of(ScorePart.NEAR), rel=1e-5)
    assert other.of(ScorePart.WORD) == one.of(ScorePart.WORD)


@pytest.mark.parametrize(
    ("typed", "rule"), [("领域:健康", Rule.TEXT), ("“控辍保学”", Rule.WORDS), ("留守儿童", Rule.BOTH)]
)
def test_which_rule_puts_a_hit_in_its_place(real_base: Base, typed: str, rule: Rule) -> None:
    hits = explained(real_base, typed).hits
    assert hits
    assert {each.rule for each in hits} == {rule}
    for each in hits:
        assert total(each) == pytest.approx(each.hit.score, rel=1e-5, abs=1e-3)


def test_a_clause_that_meaning_brings_has_no_score_of_words(real_base: Base) -> None:
    near = [each for each in explained(real_base, "半夜还在写作业").hits if each.rule is Rule.MEANING]
    assert near
    for each in near:
        assert each.hit.near
        assert each.shares == ()
        assert each.hit.score == pytest.approx(each.meaning, rel=1e-5)


def test_the_requests_are_those_of_the_plan(real_base: Base) -> None:
    found = explained(real_base, "留守儿童 自闭症 层级:县 -妇女", limit=7)
    plan = found.answer.plan
    assert [each.match for each in found.requests] == [Match.NEAR, Match.EVERY, Match.ANY]
    for each in found.requests:
        assert each.elastic["query"] == compile_plan(plan, each.match)
        assert each.elastic["size"] == each.limit == 20  # as many as are put in order by meaning
        assert json.loads(json.dumps(each.elastic)) == each.elastic
        assert 'Term(field=words, type=Str, "留守")' in each.embedded
        assert 'Term(field=level, type=Str, "county")' in each.embedded
        assert "field: bigrams" in each.embedded
        assert "Field(" not in each.embedded
    assert {each.limit for each in explained(real_base, "留守儿童", limit=7, literal=True).requests} == {7}


@pytest.mark.parametrize("most", [250, 10_000])
def test_plans_that_are_too_many_for_one_call_are_asked_apart(
    real_base: Base, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    answer = asked(real_base, "健康", limit=60)
    monkeypatch.setattr("service.answers.search.explain.MAX_DEPTH", most)
    assert len(scopes_of(answer)) == (2 if most == 250 else 1)
    for scored in explain(answer, real_base.embedded).hits:
        assert total(scored) == pytest.approx(scored.hit.score, rel=1e-5, abs=1e-3)


def test_nothing_found_still_says_what_was_asked(real_base: Base) -> None:
    found = explained(real_base, "火星")
    assert found.hits == ()
    assert found.requests
    assert {term.token for _, term in found.terms} == {"火星"}


def test_a_word_that_is_its_own_other_wording_counts_twice(real_base: Base) -> None:
    """A term may be there as a word and as a wording: each has its own share."""
    for judged in JUDGED:
        try:
            found = explained(real_base, judged["query"], limit=3)
        except UserError:
            continue
        kinds = [(term.field, term.token) for _, term in found.terms]
        if len(set(kinds)) < len(kinds):
            for scored in found.hits:
                assert total(scored) == pytest.approx(scored.hit.score, rel=1e-5, abs=1e-3)
            return
    pytest.fail("no such query")
