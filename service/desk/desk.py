"""The desk: answers every question from the current base and from what people decided.

Takes a Base, Settings and the suggested links. Gives the answers of service/answers to the questions of
service/desk/questions.py, the same objects to terminal, API, pages and sheets. Nobody else puts store,
engine, nearness, scope, links and decisions together. A desk is made for one request or one command, and
answers all of it from one base and one reading of the decisions. What an answer needs is loaded when it is
asked for: a search must not wait for the links.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from service.desk.baskets import basket_items
from service.desk.filters import Filters, InWords, Where, scope_in_words, scope_of
from service.desk.questions import (
    MAX_TOPICS,
    ClauseQuestion,
    ClausesQuestion,
    CompareQuestion,
    CoverageQuestion,
    LadderQuestion,
    LinksQuestion,
    MatrixQuestion,
    PlanQuestion,
    PlansQuestion,
    Question,
    Said,
    SameIndicator,
    SearchQuestion,
    SuggestionQuestion,
    TargetListQuestion,
    TargetsQuestion,
)
from service.errors import BadFilter, NotFound, Unreachable
from service.query import MAX_DEPTH, Known, Scope
from service.settings import Settings
from service.storage import Base, Store, StoredClause, StoredPlan

if TYPE_CHECKING:  # the start of a search waits for none of them
    from ingest.corrections import Correction, LaidCorrection, Wanted
    from ingest.plan import Plan, Target
    from service.answers.alignment import Aligned, AlignedRow, Decided
    from service.answers.basket import BasketRow
    from service.answers.comparison import Comparison
    from service.answers.coverage import Covered, MatrixRow
    from service.answers.ladder import Ladder, LadderAnswer
    from service.answers.lexicon_trial import Effect
    from service.answers.lookup import Cited, Lookup
    from service.answers.open_decisions import OpenCheck, OpenDecision
    from service.answers.plan_tables import PlanTables
    from service.answers.search import SearchAnswer
    from service.answers.search.completing import Completion
    from service.answers.search.explain import Explanation
    from service.answers.search.grouping import LevelGroup
    from service.answers.target_list import TargetList
    from service.decisions import BasketAction, Checks, IndicatorPair, LinkStatus, Pairs, Standing
    from service.linking import Links
    from service.upkeep.build import Progress
    from service.upkeep.editions import EditionComparison, History

# The links of the base; a question waits at most so many seconds for what has to be worked out (None: as long as usual).
LinksOf = Callable[[float | None], "Links"]


class Desk:
    """Answers questions from one base and what people decided."""

    def __init__(self, base: Base, settings: Settings, links: LinksOf) -> None:
        self.base = base
        self.store: Store = base.store  # to be read as it stands: texts, headings, known figures
        self.settings = settings
        self._links = links
        self._scopes: dict[Where, Scope] = {}
        self._stands: Standing | None = None
        self._paired: tuple[Pairs, tuple[IndicatorPair, ...]] | None = None
        self._checks: Checks | None = None

    # --- filters ---

    @property
    def known(self) -> Known:
        """The values that filters can take."""
        return self.base.known

    def scope(self, where: Where) -> Scope:
        """What filters mean in this base; worked out once. Raises BadFilter."""
        if where not in self._scopes:
            self._scopes[where] = scope_of(where, lambda: self.base.known)
        return self._scopes[where]

    def in_words(self, question: Question, *more: tuple[str, str]) -> InWords:
        """A question as people read it; ``more`` is what a face narrows besides, said in front of the filters."""
        where: Where = getattr(question, "filters", Filters())
        return question.in_words((*more, *scope_in_words(self.scope(where), lambda: self.base.known)))

    # --- what stands in the base ---

    def search(self, asked: SearchQuestion) -> SearchAnswer:
        """The best clauses. Raises BadQuery or BadFilter."""
        from service.answers.search import search

        query = asked.query(self.scope(asked.filters))
        return search(self.store, self.base.engine, query, None if asked.literal else self.base.nearness)

    def goes_on(self, answer: SearchAnswer) -> bool:
        """Whether a full page of hits is followed by another."""
        from service.answers.search import search

        query = answer.query
        behind = query.offset + query.limit
        if len(answer.hits) < query.limit or behind >= MAX_DEPTH:
            return False
        next_hit = query._replace(offset=behind, limit=1)
        return bool(search(self.store, self.base.engine, next_hit, self.base.nearness).hits)

    def explain(self, answer: SearchAnswer) -> Explanation:
        """What a search did, from the question to the parts of each score. Raises EngineFailure."""
        from service.answers.search.explain import explain

        return explain(answer, self.base.embedded)

    def by_level(self, answer: SearchAnswer) -> Iterator[LevelGroup]:
        """The same search level by level."""
        from service.answers.search.grouping import by_level

        return by_level(self.store, self.base.engine, answer.query, self.base.nearness)

    def suggestions(self, asked: SuggestionQuestion) -> tuple[Completion, ...]:
        """What may be meant by what was typed so far."""
        from service.answers.search.completing import complete

        return complete(self.store, asked.typed, asked.limit)

    def clause(self, asked: ClauseQuestion) -> Lookup:
        """One clause with everything that is known about it. Raises NotFound with the nearest addresses."""
        from service.answers.lookup import look_up

        return look_up(self.store, asked.address)

    def tables(self, asked: PlanQuestion) -> PlanTables:
        """The tables of a plan; none where it has none, or is not known."""
        from service.answers.plan_tables import tables_of_plan

        return tables_of_plan(self.store, asked.plan)

    def near_addresses(self, address: str) -> tuple[str, ...]:
        """Addresses that come close to one that names nothing."""
        from service.answers.lookup import near_addresses

        return near_addresses(self.store, address)

    def citer(self, plan: str) -> Callable[[str], tuple[Cited, ...]]:
        """What finds the citations in the texts of a plan."""
        from service.answers.lookup import citer

        return citer(self.store, plan)

    def clauses(self, asked: ClausesQuestion) -> Iterable[StoredClause]:
        """Clauses in the order of the texts."""
        return self.store.clauses(self.scope(asked.filters))

    def count_clauses(self, asked: ClausesQuestion) -> int:
        """How many there are."""
        return self.store.count(self.scope(asked.filters))

    def targets(self, asked: TargetsQuestion) -> Iterable[Target]:
        """Targets in the order of the texts."""
        return self.store.targets(self.scope(asked.filters))

    def count_targets(self, asked: TargetsQuestion) -> int:
        """How many there are."""
        return self.store.count_targets(self.scope(asked.filters))

    def target_list(self, asked: TargetListQuestion) -> TargetList:
        """Targets with the counts of every other choice. Raises BadFilter."""
        from service.answers.target_list import list_targets

        return list_targets(self.store, self.known, asked.query())

    def plans(self, asked: PlansQuestion) -> list[StoredPlan]:
        """Plans with and without a text, as the catalogue has them."""
        scope = self.scope(asked.filters)
        return [
            plan
            for plan in self.store.plans()
            if (not scope.levels or plan.entry.level in scope.levels)
            and (not scope.plans or plan.entry.id in scope.plans)
        ]

    def plan(self, asked: PlanQuestion) -> StoredPlan | None:
        """The plan of that id."""
        return next((plan for plan in self.store.plans() if plan.entry.id == asked.plan), None)

    def ladder(self, asked: LadderQuestion) -> tuple[Ladder, ...]:
        """An indicator at all levels, or all indicators. Raises NotFound, BadFilter, Unreachable or Later."""
        return self.ladder_answer(asked).ladders

    def ladder_answer(self, asked: LadderQuestion) -> LadderAnswer:
        """The same, with the names of other indicators that may have been meant."""
        from service.answers.ladder import answer, said_of
        from service.linking import linked_of
        from service.meaning.names import name_likeness

        checks = self.checks
        return answer(
            self.store,
            asked.indicator,
            scope=self.scope(asked.filters),
            figures=self.store.figures(),
            linked=linked_of(lambda: self._links(None)),
            said=said_of(self._pairs[0]),
            meaning=name_likeness,
            compared=lambda target: checks.of_target(target) is not None,
        )

    def pair_indicators(self, *said: SameIndicator) -> None:
        """Keeps what a person says of two indicators: one and the same, or two. Raises NotFound, BadFilter, Unwritable …"""
        from service.answers.make_decision import indicator_pair
        from service.decisions import open_pairs

        made = [
            indicator_pair(
                self.store,
                (each.source, each.source_indicator),
                (each.target, each.target_indicator),
                each.status,
                who=each.who,
                note=each.note,
            )
            for each in said
        ]
        open_pairs(self.settings).decide(*made)
        self._paired = None

    def beside_in_ladder(
        self, asked: LadderQuestion, address: str, status: LinkStatus, who: str | None = None
    ) -> tuple[SameIndicator, ...]:
        """What is said when somebody names the clause of a higher plan in a ladder: of the indicators that stand beside
        each other there, or of those that somebody decided about before. Raises NotFound."""
        from service.decisions import LinkStatus

        if status is LinkStatus.SUGGESTED:
            found = [key for key in self._pairs[0] if address in (key[0], key[2])]
        else:
            rungs = [rung for ladder in self.ladder(asked) for rung in ladder.rungs]
            found = [
                (rung.own.aim.clause, rung.own.aim.indicator, address, rung.stated.aim.indicator)
                for rung in rungs
                if rung.stated
                and rung.own
                and rung.own.aim.clause
                and rung.stated.aim.clause == address
                and rung.stated is not rung.own
            ]
        if not found:
            raise NotFound(f"这项指标的阶梯里没有 {address[:200]} 这一条，请照阶梯里写的条目地址写。")
        return tuple(SameIndicator(*key, status, who) for key in found)

    def open_pairs(self) -> tuple[IndicatorPair, ...]:
        """Decisions about indicators whose texts have changed or are gone: in force nowhere."""
        return self._pairs[1]

    def let_pair_go(self, pair: IndicatorPair) -> None:
        """Takes a decision about indicators back for the texts that it was made for. Raises Unwritable …"""
        from service.decisions import LinkStatus, open_pairs

        gone = replace(pair, status=LinkStatus.SUGGESTED, who=None, note=None, made="")
        open_pairs(self.settings).decide(gone)
        self._paired = None

    @property
    def _pairs(self) -> tuple[Pairs, tuple[IndicatorPair, ...]]:
        """What people decided about indicators, where its texts stand in this base; read once. Raises Unreachable."""
        if self._paired is None:
            from service.decisions import open_pairs, pairs_standing

            self._paired = pairs_standing(open_pairs(self.settings).every(), self.store.prints)
        return self._paired

    def coverage(self, asked: CoverageQuestion) -> Covered:
        """What each level says of a subject. Raises BadQuery or BadFilter."""
        from service.answers.coverage import coverage

        query = asked.query(self.scope(asked.filters))
        return coverage(self.store, self.base.engine, query, self.base.nearness)

    def coverages(self, asked: CoverageQuestion) -> tuple[tuple[str, Covered], ...]:
        """The same of each of several subjects. Raises BadQuery or BadFilter."""
        from service.errors import BadFilter

        if len(asked.topics) > MAX_TOPICS:
            raise BadFilter(f"一次最多查 {MAX_TOPICS} 个主题，请分几次查。")
        return tuple((each.text, self.coverage(each)) for each in asked.topics)

    def trial(self, phrase: str, added: str) -> Effect:
        """What a phrase finds, and what one more row of the thesaurus would find. Raises BadQuery or LexiconError."""
        from service.answers.lexicon_trial import effect

        return effect(self.store, self.base.engine, phrase, added)

    def corrections(self) -> tuple[LaidCorrection, ...]:
        """What people corrected, in the order in which it was made, and what came of each in this base."""
        return self.store.corrections()

    def plan_to_correct(self, plan: str) -> Plan:
        """A plan as it stands in the base, to be corrected. Raises NotFound."""
        from service.upkeep.correcting import plan_of

        return plan_of(self.store, plan)

    # --- what answers what ---

    @property
    def decided(self) -> Decided:
        """What people decided about pairs of clauses, under the addresses of this base, as it was when this desk was
        first asked. What was decided about other texts is not among it. Raises Unreachable."""
        return self._standing.decided

    @property
    def checks(self) -> Checks:
        """What people compared with the original, under the addresses of this base; read once. A text is shown without
        them where they are out of reach, and that says so."""
        if self._checks is None:
            from service.decisions import Checks, open_checks, standing_checks

            try:
                self._checks = standing_checks(open_checks(self.settings).every(), self.store.prints)
            except Unreachable:
                self._checks = Checks(unread=True)
        return self._checks

    def open_decisions(self) -> tuple[OpenDecision, ...]:
        """Decisions whose texts have changed or are gone: in force nowhere, until a person settles them."""
        from service.answers.open_decisions import open_decisions_of

        return open_decisions_of(self.store, self._standing)

    def open_checks(self) -> tuple[OpenCheck, ...]:
        """Checks whose clauses read otherwise or are gone: in force nowhere, until a person settles them."""
        from service.answers.open_decisions import open_checks_of

        return open_checks_of(self.store, self.checks)

    @property
    def _standing(self) -> Standing:
        """What people decided, where its texts stand in this base; read once. Raises Unreachable."""
        if self._stands is None:
            from service.decisions import open_decisions, standing

            self._stands = standing(open_decisions(self.settings).links(), self.store.prints)
        return self._stands

    def links(self, asked: LinksQuestion, wait: float | None = None) -> Iterator[AlignedRow]:
        """What answers a clause, or all clauses of a scope. Raises NotFound, BadFilter, Unreachable or Later."""
        from service.answers.alignment import align

        scope, levels = self.scope(asked.filters), asked.looked_in().levels
        decided, found = self.decided, self._links(wait)
        if asked.address is None:
            found.ready(scope.plans or None)  # all in one go, in the order that takes least time
        return align(
            self.store,
            found,
            decided,
            scope=scope,
            address=asked.address,
            levels=levels,
            rejected=asked.rejected,
        )

    def links_in_parts(self, asked: LinksQuestion) -> Aligned:
        """The same of all clauses of a scope, to be read a part at a time: a large base has a million."""
        from service.answers.alignment import Aligned

        scope, levels = self.scope(asked.filters), asked.looked_in().levels
        decided, found = self.decided, self._links(None)
        return Aligned(self.store, found, decided, scope=scope, levels=levels, rejected=asked.rejected)

    def family(self, plan: str) -> tuple[StoredPlan, ...]:
        """The same plan of other levels."""
        from service.answers.alignment import family

        return family(self.store, plan)

    def matrix(self, asked: MatrixQuestion) -> Sequence[MatrixRow]:
        """How the domains of plans answer each other. Raises BadFilter, Unreachable or Later."""
        from service.answers.coverage import matrix

        scope = self.scope(asked.filters)
        return matrix(self.store, self._links(None), self.decided, scope)

    def compare(self, asked: CompareQuestion) -> Comparison:
        """Two plans clause by clause. Raises BadFilter or Later."""
        from service.answers.comparison import two_plans

        one, other = (self.scope(Filters(plan=(name,))) for name in (asked.left, asked.right))
        left, right = two_plans(self.store, one, other)
        return _compared(self.store, self._links(None), left.entry.id, right.entry.id)

    def history(self, plan: str) -> History:
        """The editions of a plan, named as in a filter, and what was done with them. Raises BadFilter or NotFound."""
        from service.upkeep.editions import history

        return history(self.settings, self._plan_named(plan))

    def compare_editions(self, asked: CompareQuestion) -> EditionComparison:
        """Two editions of one plan. Raises BadFilter, NotFound or BadImport."""
        from service.upkeep.editions import compare_editions

        (one, left), (other, right) = asked.editions
        plan, its = self._plan_named(one), self._plan_named(other)
        if plan != its:
            raise BadFilter("版次只能在同一部规划之内比，请在两边写同一部规划；比两部规划时不要写 @。")
        return compare_editions(self.base, self.settings, plan, left, right)

    def _plan_named(self, name: str) -> str:
        """The id of the one plan that a name means; an id that only its editions still know is taken as it is."""
        from service.upkeep.editions import bin_of

        if any(each.plan == name for each in bin_of(self.settings)):
            return name
        found = self.scope(Filters(plan=(name,))).plans
        if len(found) > 1:
            raise BadFilter(f"“{name}”指 {len(found)} 部规划（{'、'.join(found)}），请写其中一个的编号。")
        return found[0]

    # --- what people do ---

    def decide(self, *said: Said, shown: LinksQuestion | None = None) -> None:
        """Keeps what a person says of pairs of clauses, all of it or nothing. Raises NotFound, BadFilter, Unwritable …

        ``shown`` is the question that is asked next: as long as it cannot be answered, nothing is kept.
        """
        from service.answers.make_decision import decision
        from service.decisions import open_decisions

        made = [
            decision(
                self.store,
                each.source,
                each.target,
                each.status,
                relation=each.relation,
                who=each.who,
                note=each.note,
            )
            for each in said
        ]
        if shown is not None:
            self.scope(shown.filters)
            if shown.address is not None:
                self._links(None).of(shown.address)
        open_decisions(self.settings).decide(*made)
        self._stands = None

    def check(
        self, address: str, targets: Sequence[int] = (), *, holds: bool = True, who: str | None = None
    ) -> None:
        """Keeps that a person compared a clause, or its targets of these numbers, with the original; or (``holds``
        False) takes that back. Raises NotFound, BadFilter, Unwritable …"""
        from service.answers.make_check import checks_of
        from service.decisions import open_checks

        open_checks(self.settings).keep(checks_of(self.store, address, tuple(targets), holds=holds, who=who))
        self._checks = None

    def waiting(self) -> int:
        """How many decisions, checks and corrections wait for a person because their text has changed. Raises Unreachable."""
        return (
            len(self.open_decisions())
            + len(self.checks.lost)
            + len(self.open_pairs())
            + sum(bool(each.trouble) for each in self.corrections())
        )

    def let_go(self, source: str, target: str) -> bool:
        """Takes open decisions about a pair back, named by the addresses of then; whether there were any."""
        from service.answers.open_decisions import settled
        from service.decisions import open_decisions

        found = [each.decision for each in self.open_decisions() if each.decision.pair == (source, target)]
        if found:
            open_decisions(self.settings).decide(*map(settled, found))
            self._stands = None
        return bool(found)

    def let_check_go(self, address: str, made: str) -> bool:
        """Takes open checks of an address of then, made at that time, back; whether there were any."""
        from dataclasses import replace

        from service.decisions import open_checks

        found = [each for each in self.checks.lost if (each.address, each.made) == (address, made)]
        open_checks(self.settings).keep([replace(each, holds=False, who=None, made="") for each in found])
        self._checks = None
        return bool(found)

    def correct(self, wanted: Wanted, progress: Progress) -> tuple[Base, str]:
        """Keeps a correction and builds with it; the base that holds it, and its key. Raises BadCorrection, NotFound …"""
        from service.upkeep.correcting import correct

        base, made = correct(self.base, self.settings, wanted, progress)
        return base, made.key

    def undo_correction(self, key: str, who: str | None, progress: Progress) -> tuple[Base, Correction]:
        """Takes a correction back; the base without it, and what it was. Raises NotFound …"""
        from service.upkeep.correcting import undo

        return undo(self.settings, key, who, progress)

    def basket(self, name: str) -> tuple[BasketRow, ...]:
        """What lies in a basket, as it reads now. Raises Unreachable."""
        from service.answers import basket

        return basket.rows(self.store, basket_items(self.settings, name))

    def collect(self, name: str, action: BasketAction, addresses: Sequence[str], note: str = "") -> None:
        """Does something with clauses in a basket and keeps it, all of it or nothing. Raises UserError."""
        from service.answers import basket
        from service.decisions import open_decisions

        held = basket_items(self.settings, name)
        changes = basket.changes(self.store, held, action, addresses, note)
        open_decisions(self.settings).fill(name, *changes)


@lru_cache(maxsize=4)
def _compared(store: Store, links: Links, one: str, other: str) -> Comparison:
    """A long comparison is read page by page: it is worked out for the first of them."""
    from service.answers.comparison import compare_plans
    from service.linking import links_between

    plans = {plan.entry.id: plan for plan in store.plans()}
    left, right = plans[one], plans[other]
    there, back = links_between(links, store, left, right), links_between(links, store, right, left)
    return compare_plans(store, left, right, there, back)
