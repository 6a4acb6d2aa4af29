"""Says where each node of an outline stands: its section, its kind, its domain, and whether it is an item.

Takes a Layout and an Outline. Gives one NodePlace a node, from the top down. The rules for kinds and domains are
those of the plans themselves: a heading's words say what the clauses below it are (headwords), a heading
inside such a part keeps its kind unless it names another, and a domain is the section that holds goals and
measures.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from ingest.plan import ClauseKind
from ingest.structure.heading_text import Lead, lead_of
from ingest.structure.heading_words import Hint, head_word, hint, label_hint, subject_of
from ingest.structure.layout import Layout
from ingest.structure.numbering import PARTS, Scheme
from ingest.structure.outline import Node, Outline
from ingest.structure.sections.rules import is_formal, names_step

SEGMENTS = {ClauseKind.GOAL: "goal", ClauseKind.MEASURE: "measure", ClauseKind.PRINCIPLE: "principle"}
# Schemes that name sections where they have items below them, and are items where they have none.
_EITHER = frozenset({Scheme.CN_STOP, Scheme.CN_PAREN, Scheme.NAMED})
# Nodes that list or interrupt: having them below makes nothing a section.
_MINOR = frozenset({Scheme.DASH, Scheme.SHI, Scheme.BOX, Scheme.CONTINUED})
_ITEM_SCHEMES = frozenset({Scheme.ARTICLE, Scheme.AR_STOP, Scheme.AR_PAREN, Scheme.AR_HALF, Scheme.CIRCLED})
_DOTTED = frozenset({Scheme.DOT2, Scheme.DOT3, Scheme.DOT4})
_NEVER_ITEMS = PARTS | {
    Scheme.LABEL,
    Scheme.HEAD,
    Scheme.BOX,
    Scheme.CONTINUED,
    Scheme.CLOSING,
    Scheme.CONTENTS,
    Scheme.IMPRINT,
}
# Schemes whose titles name what stands below or behind them: 第三节 做好监测评估 among 保障措施.
_NAMING = _EITHER | _DOTTED | PARTS
# Titles of these name no subject of a domain: 专栏2 重点工程.
_NO_SUBJECTS = frozenset({Scheme.LABEL, Scheme.BOX, Scheme.FRONT, Scheme.ANNEX})
_OPEN_KINDS = (None, ClauseKind.GUIDELINE, ClauseKind.OTHER)


@dataclass(frozen=True, slots=True)
class NodePlace:
    """Where a node stands. ``tail`` is the address of its own text behind the plan's id."""

    path: str  # dotted section path; that of the section around it for an item
    base: str  # what addresses below it begin with; other than the path in boxes and annexes
    section_title: str
    kind: ClauseKind | None  # None: nothing above says it
    tail: str
    item: bool
    domain: str | None = None
    headings: tuple[str, ...] = ()  # words of the headings above what hangs below the node, outermost first
    subjects: tuple[str, ...] = ()  # those of its sections that name a subject, not a part of a plan
    inherited: str | None = None  # the domain that all below it have
    names_kind: bool = False  # its own words give the kind
    hint: Hint = field(default_factory=Hint)


_TOP = NodePlace("", "", "", None, "", False)


class Places:
    """Places and leads of all nodes of one outline, by index."""

    def __init__(
        self, layout: Layout, outline: Outline, around: NodePlace = _TOP, rules_on: str | None = None
    ) -> None:
        """``around`` is where the outline as a whole stands: at the top of its plan, or in the section of a box.
        ``rules_on`` is what the text is about, where it is one of rules."""
        self._layout, self._rules_on = layout, rules_on
        self._nodes = outline.nodes
        self.leads: list[Lead] = [lead_of(layout, node) for node in outline.nodes]
        self._hints = [
            label_hint(lead.title) if node.scheme is Scheme.LABEL else hint(lead.title)
            for node, lead in zip(outline.nodes, self.leads, strict=True)
        ]
        self._kids: list[list[int]] = [[] for _ in outline.nodes]
        self._rank: list[int] = []  # place among the unnumbered nodes of its scheme below the same parent
        ranks: dict[tuple[int, Scheme], int] = {}
        for node in outline.nodes:
            if node.parent >= 0:
                self._kids[node.parent].append(node.index)
            among = (node.parent, node.scheme)
            ranks[among] = ranks.get(among, 0) + (not node.ordinal)
            self._rank.append(ranks[among])
        self._labelled = self._names_goals_and_measures()
        self._twice = self._titles_below_both()
        self._has_domains = bool(self._twice) or any(self._holds_both(node) for node in outline.nodes)
        self._sections = self._section_runs()
        self.places: list[NodePlace] = []
        for node in outline.nodes:
            above = self.places[node.parent] if node.parent >= 0 else around
            self.places.append(self._place(node, above))

    def kind(self, node: Node) -> ClauseKind:
        """The kind of a node's own text."""
        return self.places[node.index].kind or self._default(node)

    # -- one node --------------------------------------------------------------------------------------------

    def _place(self, node: Node, above: NodePlace) -> NodePlace:
        title, own = self.leads[node.index].title, self._hints[node.index]
        if node.scheme is Scheme.CONTINUED:
            return above
        item = self._is_item(node, above)
        kind, names_kind = self._own_kind(node, above, own, item)
        above = self._with_lost(node, above)
        if item:
            return replace(
                above,
                kind=kind,
                tail=self._item_tail(node, above, kind),
                item=True,
                domain=self._item_domain(node, above, kind),
                headings=(*above.headings, title) if title else above.headings,
                names_kind=False,
                hint=own,
            )
        path, base = self._path(node, above)
        known = node.scheme in (Scheme.LABEL, Scheme.BOX) and path == above.path
        tail = base
        if node.scheme is Scheme.LABEL and own.kind in SEGMENTS and not own.mixed:
            tail = f"{base}/{own.kind}".lstrip("/")
        subject = self._named_subject(node, title)
        subjects = self._subjects(node, above, subject)
        inherited = self._inherited_domain(node, above)
        own_words = names_kind and self._twice and inherited is None and node.scheme is not Scheme.LABEL
        return NodePlace(
            path,
            base,
            (above.section_title or title) if known else title,
            kind,
            tail or "text",
            False,
            inherited or (None if own_words else self._subject(node, kind, subjects)),
            (*above.headings, title) if title else above.headings,
            subjects,
            inherited,
            names_kind,
            own,
        )

    def _with_lost(self, node: Node, above: NodePlace) -> NodePlace:
        """The place above a node, with the numbers of headings that were lost between the two."""
        lost = _lost_parts(node, self._nodes[node.parent] if node.parent >= 0 else None)
        if not lost:
            return above
        return replace(
            above,
            path=".".join(filter(None, (above.path, *lost))),
            base=".".join(filter(None, (above.base, *lost))),
        )

    def _path(self, node: Node, above: NodePlace) -> tuple[str, str]:
        """The section path of what hangs below a node, and what its addresses begin with."""
        rank = self._rank[node.index]
        match node.scheme:
            case Scheme.FRONT:
                path = node.word.path if node.word is not None else "front"
                return path, path
            case Scheme.ANNEX:
                path = f"annex{node.ordinal or ''}"
                return path, path
            case Scheme.BOX:
                return above.path, f"box{node.ordinal or rank}"
            case Scheme.HEAD:
                part = f"x{rank}"
            case Scheme.LABEL:
                own = self._hints[node.index]
                if own.kind in SEGMENTS or own.mixed:
                    return above.path, above.base
                if node.word is not None and not node.word.path:
                    return above.path, f"{above.base}/{own.kind}".lstrip("/")
                part = node.word.path if node.word is not None else f"x{rank}"
            case _:
                part = str(node.ordinal)
        return f"{above.path}.{part}".lstrip("."), f"{above.base}.{part}".lstrip(".")

    def _item_tail(self, node: Node, above: NodePlace, kind: ClauseKind | None) -> str:
        n = node.ordinal or self._rank[node.index]
        if above.item:
            return f"{above.tail}.{n}"
        segment = SEGMENTS.get(kind or self._default(node), "item")
        return f"{above.base}/{segment}/{n}".lstrip("/")

    # -- section or item -------------------------------------------------------------------------------------

    def _is_item(self, node: Node, above: NodePlace) -> bool:
        if node.scheme in _NEVER_ITEMS:
            return False
        if above.item:
            return True
        lead = self.leads[node.index]
        holds = self._holds_parts(node)
        if node.scheme not in _EITHER:
            if node.scheme in _DOTTED and lead.headed:
                return False
            if any(self._nodes[kid].path for kid in self._kids[node.index]) and not node.path:
                return False  # 2. holds 2.1
            if holds:
                return lead.rest or lead.title.endswith(("：", ":")) or self._is_listed_item(node)
            return not (self._hints[node.index].named and lead.rest and not lead.run_in and not above.kind)
        if holds or (self._kids[node.index] and not lead.rest):
            return False
        return self._is_leaf_item(node, above, lead)

    def _is_leaf_item(self, node: Node, above: NodePlace, lead: Lead) -> bool:
        """一、 and （一） without numbers below: an item, unless the plan uses them to name sections."""
        named = self._hints[node.index].named
        if named and ((lead.rest and above.kind in _OPEN_KINDS) or self._stands_alone(node)):
            return False
        if lead.headed or (node.depth == 0 and not lead.run_in) or above.kind is ClauseKind.GUIDELINE:
            return False
        inherited = above.kind
        if inherited is None and not self._labelled and node.depth:
            inherited = ClauseKind.MEASURE
        return _run(node) not in self._sections or inherited in SEGMENTS

    def _holds_parts(self, node: Node) -> bool:
        """Whether numbers or labels stand below a node, not only dashes, boxes and the like."""
        return any(self._nodes[kid].scheme not in _MINOR for kid in self._kids[node.index])

    def _is_listed_item(self, node: Node) -> bool:
        """1. with （1） below it is an item with sub-items where its neighbours are items without any."""
        if node.scheme in _DOTTED or self._hints[node.index].kind is not None:
            return False
        siblings = self._kids[node.parent] if node.parent >= 0 else []
        same = [self._nodes[i] for i in siblings if self._nodes[i].scheme is node.scheme]
        return any(not other.children for other in same)

    def _stands_alone(self, node: Node) -> bool:
        """The title is a known heading on its own line, with text below it."""
        lead = self.leads[node.index]
        return lead.rest and not lead.run_in and head_word(lead.title) is not None

    def _section_runs(self) -> frozenset[tuple[Scheme, str]]:
        """Which of 一、 and （一） and 任务一 have items or labels below them somewhere in the main text."""
        found: set[tuple[Scheme, str]] = set()
        annexed: set[int] = set()
        for node in self._nodes:
            if node.scheme is Scheme.ANNEX or node.parent in annexed:
                annexed.add(node.index)
            elif node.scheme in _EITHER and self._holds_parts(node):
                found.add(_run(node))
        return frozenset(found)

    # -- kinds -----------------------------------------------------------------------------------------------

    def _names_goals_and_measures(self) -> bool:
        """The plan says itself which items are goals and which are measures."""
        named = {
            word.kind
            for node, lead in zip(self._nodes, self.leads, strict=True)
            if (word := node.word or head_word(lead.title)) is not None
        }
        return {ClauseKind.GOAL, ClauseKind.MEASURE} <= named

    def _own_kind(
        self, node: Node, above: NodePlace, own: Hint, item: bool
    ) -> tuple[ClauseKind | None, bool]:
        """The kind of a node, and whether its own words give it."""
        fixed = _fixed_kind(node, above, own)
        if fixed is None and self._is_about_the_rules(node, above):
            fixed = ClauseKind.OTHER
        if fixed is not None:
            return fixed, False
        open_above = above.kind in _OPEN_KINDS
        if own.kind is None or (item and not (own.named and open_above)):
            return above.kind, False
        if own.mixed:
            return (above.kind if not open_above else None if node.children else own.kind), False
        names = open_above or node.scheme is Scheme.LABEL or (own.named and node.children > 0)
        return (own.kind, True) if names or self._stands_alone(node) else (above.kind, False)

    def _is_about_the_rules(self, node: Node, above: NodePlace) -> bool:
        """第一条 为了…，制定本办法: in rules without chapters, what stands in 总则 and 附则 elsewhere."""
        if node.scheme is not Scheme.ARTICLE or above.kind is not None:
            return False
        return is_formal(self._layout.join(node.body, node.end).text)

    def _default(self, node: Node) -> ClauseKind:
        """What a document asks for in numbered items, where it does not name goals and measures: measures."""
        if self._labelled:
            return ClauseKind.OTHER
        lists = not self._holds_parts(node)
        return ClauseKind.MEASURE if lists or node.scheme in _ITEM_SCHEMES else ClauseKind.OTHER

    # -- domains ---------------------------------------------------------------------------------------------

    def _holds_both(self, node: Node) -> bool:
        """Whether a section holds a part with goals and a part with measures: it is a domain."""
        if node.scheme in (Scheme.LABEL, Scheme.ANNEX, Scheme.BOX) or self._hints[node.index].mixed:
            return False
        kinds = {
            self._hints[kid].kind
            for kid in self._kids[node.index]
            if not self._hints[kid].mixed
            and (self._nodes[kid].scheme is Scheme.LABEL or self._hints[kid].named)
        }
        return {ClauseKind.GOAL, ClauseKind.MEASURE} <= kinds

    def _titles_below_both(self) -> frozenset[str]:
        """Titles that stand once below the goals and once below the measures: 主要目标 and 策略措施 apart."""
        below: dict[ClauseKind, set[str]] = {ClauseKind.GOAL: set(), ClauseKind.MEASURE: set()}
        for node in self._nodes:
            own = self._hints[node.index]
            if own.kind in below and own.named and not own.mixed:
                below[own.kind] |= {
                    self.leads[kid].title for kid in self._kids[node.index] if self._kids[kid]
                }
        return frozenset(below[ClauseKind.GOAL] & below[ClauseKind.MEASURE])

    def _inherited_domain(self, node: Node, above: NodePlace) -> str | None:
        """The domain of all that stands below a section, in a document that has domains."""
        if above.inherited is not None or node.scheme is Scheme.LABEL:
            return above.inherited
        title = self.leads[node.index].title
        if self._holds_both(node) or above.hint.domains or title in self._twice:
            return subject_of(title)
        return None

    def _subjects(self, node: Node, above: NodePlace, subject: str | None) -> tuple[str, ...]:
        """The subjects that a heading stands in and names. 篇 are the parts of a book, 章 its subjects: a 章 that names
        one takes the place of the 篇 around it."""
        if subject is None:
            return above.subjects
        inside = node.scheme is Scheme.CHAPTER and node.parent >= 0
        divided = inside and self._nodes[node.parent].scheme is Scheme.PART
        return (subject,) if divided else (*above.subjects, subject)

    def _named_subject(self, node: Node, title: str) -> str | None:
        """What a heading is about. A 章 of articles is, whatever the words: 规划与建设 is a part of a plan, and a subject
        of rules."""
        if node.scheme in _NO_SUBJECTS:
            return None
        if node.scheme not in PARTS or not title or not self._holds_articles(node):
            return subject_of(title)
        if self._hints[node.index].kind is not None:
            return subject_of(title)
        return self._rules_on or title if names_step(title) else title

    def _holds_articles(self, node: Node) -> bool:
        """Whether 条 stand below a 章, in its 节 or without."""
        kids = [self._nodes[kid] for kid in self._kids[node.index]]
        return any(
            kid.scheme is Scheme.ARTICLE or (kid.scheme is Scheme.SECTION and self._holds_articles(kid))
            for kid in kids
        )

    def _item_domain(self, node: Node, above: NodePlace, kind: ClauseKind | None) -> str | None:
        if (kind or self._default(node)) not in (ClauseKind.GOAL, ClauseKind.MEASURE):
            return None
        return above.inherited or self._subject(node, kind, above.subjects)

    def _subject(self, node: Node, kind: ClauseKind | None, subjects: tuple[str, ...]) -> str | None:
        """In a document without domains the outermost heading with a subject says what a measure is about; in rules
        without such a heading it is what the rules are about."""
        measure = (kind or self._default(node)) is ClauseKind.MEASURE
        if not measure or self._has_domains:
            return None
        return subjects[0] if subjects else self._rules_on


def _fixed_kind(node: Node, above: NodePlace, own: Hint) -> ClauseKind | None:
    """The kind that a node has for what it is: an annex, a front, monitoring among measures of organisation, 行动2."""
    if node.scheme is Scheme.ANNEX:
        return ClauseKind.OTHER
    if node.scheme is Scheme.FRONT and node.word is not None:
        return node.word.kind
    monitors = own.kind is ClauseKind.MONITORING and above.kind is ClauseKind.ORGANISATION
    if monitors and node.scheme in _NAMING:
        return own.kind
    if own.kind is None and node.scheme is Scheme.NAMED and above.kind in _OPEN_KINDS:
        return label_hint(node.name).kind
    return None


def _run(node: Node) -> tuple[Scheme, str]:
    return node.scheme, node.name


def _lost_parts(node: Node, parent: Node | None) -> tuple[str, ...]:
    """2.2.1 right below 二、: the 2 of the heading 2.2 that was lost."""
    if len(node.path) < 2:
        return ()
    if parent is not None and parent.path:
        around = len(parent.path)
    else:
        around = 1 if parent is not None and parent.ordinal == node.path[0] else len(node.path) - 1
    return tuple(str(part) for part in node.path[around:-1])
