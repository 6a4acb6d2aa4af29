"""Whose plan a text is: known plans by their title, others by what their own title and notice print.

Takes a plan as read, the entries of the catalogue, and what a person stated. Gives a PlanEntry. Only what is printed
is filled in; a level or a region that cannot be told stays None, for the person to state.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from analyzers.citations import find_citations
from analyzers.marks import Citation
from analyzers.normalise import HAN, fold, join_lines, squash
from analyzers.numerals import CN_DIGIT
from ingest.catalogue.issuers import issuers_of, order_number
from ingest.catalogue.periods import period_of
from ingest.catalogue.references import resolve
from ingest.levels import REGION_NAMES, SMALL, Level, region_ends
from ingest.plan import ClauseKind, Holding, Plan, PlanEntry
from ingest.structure import DATE

_HEAD = 2500  # characters in front of and behind a notice's title in which it names issuer and addressees
_ISSUER = re.compile(
    rf"([{HAN}、]{{2,30}}?(?:人民政府|国务院|中共中央|委员会|党委|办公室|办事处|厅|局|委))(?=关于|印发)"
)
_NUMBER_LINE = re.compile(rf"^\s*([{HAN}]{{1,10}}[〔\[(]\d{{4}}[〕\])]\s*第?\d{{1,5}}\s*号)\s*$", re.M)
_DATE_LINE = re.compile(rf"^\s*(?:[{HAN}]{{2,30}}\s*)?({DATE})\s*(?:\([^()]*\))?\s*$", re.M)
_DATE_PARTS = re.compile(r"(\d{4})\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*日")
# Whom a notice is sent to tells whose it is: always the level below.
_ADDRESSEES = tuple((level, re.compile(rf"^\s*{level.fact.addressees}", re.M)) for level in Level)
# 盐城市 and 江苏省盐城市 are cities; 大城市, 智慧城市 and 无废城市 are no names.
_OF_CITY = "[^大小中新老古省县全]城"
_LARGE_ENDS = (
    rf"{region_ends(level for level in Level if level not in SMALL)}|(?<!城)市|(?<=^{_OF_CITY})市|(?<=[省区]{_OF_CITY})市"
    r"|(?<!地)区"
)
_REGION = re.compile(rf"^(?P<region>{REGION_NAMES}|[{HAN}]{{2,8}}?(?:{_LARGE_ENDS}))(?=.{{2}})")
# 示例县示例镇, 示例街道; what kind of place it is, or what is done, is no name: 重点镇, 加强乡镇街道….
_GENERIC = "特色|重点|中心|建制|示范|美丽|平安|文明|智慧|卫生|生态|旅游|边境|民族乡|历史|产业|经济|工业|乡镇|城乡|水乡|加强|推进|深化|全面|关于|景德镇"
_SMALL_REGION = re.compile(
    rf"^(?P<region>(?:[{HAN}]{{2,8}}?(?:{_LARGE_ENDS})(?:人民政府)?)*(?P<own>(?!{_GENERIC})(?:(?![省市县区州旗盟])[{HAN}]){{2,10}}?(?:{region_ends(SMALL)})))(?=.{{2}})"
)
# 江苏省苏州市, 云南省保山市腾冲市: the government below the one that the title begins with. What is spoken of in
# 电力市场, 产粮大县, 脱贫县, 产业集聚区 is none.
_NO_NAME = (
    "[山库老牧林]区|特色|重点|中心|示范|试验|脱贫|贫困|帮扶|沿海|资源|产[业粮]|农[业村产]|乡村|城镇|都市|边境|民族|革命|国家|现代|经济|开发|高新|保税"
    "|推进|加强|深化|促进|支持|扶持|加快|全面|有关|人民|数据|电力|消费|劳动力?|生态|主体|功能|流域|保护|集聚|合作|工业|文化|旅游|学"
)
_BELOW = re.compile(
    rf"(?!.{{0,6}}?(?:{_NO_NAME}).{{0,4}}[市县州区旗盟])"
    rf"(?:[{HAN}]{{2,9}}?自治[州县旗]|[{HAN}]{{1,4}}?(?:(?<![城级辖区各全])市(?![场政民域区级容际县])|(?<![大强小各全])县(?![域级乡城区市])|(?<!联)盟|旗))(?=.{{2}})"
)
_DISTRICT = re.compile(
    rf"(?!.{{0,4}}?(?:{_NO_NAME}))[{HAN}]{{2,4}}?(?<![小园社灾山景城库郊老新地林牧市矿])区(?![域级划块])(?=.{{2}})|(?<=[京津海庆]市)[{HAN}]{{2}}新区(?=.{{2}})"
)
_SUBJECT = re.compile(
    r"^(?P<subject>[^规纲计方]{2,14}?)(?:事业)?(?:发展)?(?:十[一二三四五]五|第十[一二三四五]个五年)?(?:发展)?"
    r"(?:规划纲要|规划|纲要|行动计划|实施方案|实施计划|计划|方案)"
)
_FIVE_YEARS = re.compile(f"^(?:十[{CN_DIGIT[:6]}七八九]五|第十[{CN_DIGIT[:6]}七八九]个五年)(?:时期)?")
_BY_PARTY = re.compile("^委(?:员会)?关于(?:制定|编制|印发)?")  # 中共某省委关于制定…规划的建议
_SUFFIX = re.compile(rf"(?:{region_ends()}|[市区])$")
_ENGLISH = {"妇女": "women", "儿童": "children", "中国": "nation", "全国": "nation", "国家": "nation"}
_LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class Stated:
    """What a person stated about one plan of a file; None leaves it to the text."""

    plan: str | None = None  # id
    title: str | None = None
    level: Level | None = None
    region: str | None = None
    subject: str | None = None
    issuer: str | None = None
    number: str | None = None


def identify(plan: Plan, entries: Sequence[PlanEntry], stated: Stated) -> PlanEntry:
    """The identity of a plan: the known entry it is, or a new one, with what was stated put above all else."""
    known = next((entry for entry in entries if entry.id == stated.plan), None)
    if known is None and stated.plan is None:
        known = _known(stated.title or plan.entry.title, entries, stated)
    printed = _new(plan, stated, {entry.id: entry for entry in entries})
    base = printed if known is None else _completed(known, printed)
    entry = replace(
        base,
        title=stated.title or base.title,
        level=stated.level or base.level,
        region=stated.region or base.region,
        subject=stated.subject or base.subject,
        issuer=stated.issuer or base.issuer,
        number=stated.number or base.number,
    )
    parents = entry.parents or _parents(plan, entry, entries)
    return replace(entry, parents=parents, holding=Holding.FULL)


def _completed(known: PlanEntry, printed: PlanEntry) -> PlanEntry:
    """What the catalogue does not know of a plan, from its notice."""
    facts = {
        key: getattr(printed, key) for key in ("issuer", "number", "date") if getattr(known, key) is None
    }
    return replace(known, **facts)


def _known(title: str, entries: Sequence[PlanEntry], stated: Stated) -> PlanEntry | None:
    """The one plan of that title, unless the person states that it is another level's or region's."""
    found = [
        entry
        for entry in resolve(Citation(0, 0, "title", squash(title).strip("《》")), entries)
        if stated.level in (None, entry.level) and stated.region in (None, entry.region)
    ]
    return found[0] if len(found) == 1 and not _is_notice(title) else None


def _is_notice(title: str) -> bool:
    return title.rstrip("》").endswith("通知")


def _new(plan: Plan, stated: Stated, known: Mapping[str, PlanEntry]) -> PlanEntry:
    title = stated.title or plan.entry.title
    head = fold(_head(plan))
    names = issuers_of(plan)
    quoted = _ISSUER.search(squash(fold(_titles(plan)))) if not names else None
    issuer = "、".join(names) if names else quoted[1] if quoted else None
    number = _NUMBER_LINE.search(head)
    printed_number = _with_brackets(number[1]) if number else order_number(plan)
    plain = re.sub(r"[《》“”\"]", "", squash(title)).removeprefix(
        "中共"
    )  # 中共上海市委: the party's, of that place
    region = stated.region or _region(plain, issuer or "")
    level = stated.level or _level(head, region)
    start, end = period_of(title) or (None, None)
    subject = stated.subject or _subject(plain, region)
    entry = PlanEntry(
        id=stated.plan or plan.entry.id,
        title=title,
        level=level,
        region="全国" if level is Level.NATION and region in (None, "中国", "国家") else region,
        subject=subject,
        issuer=issuer,
        number=printed_number,
        date=_date(head),
        start_year=start,
        end_year=end,
    )
    return entry if stated.plan else replace(entry, id=_id(entry, known))


def _head(plan: Plan) -> str:
    """The beginning of the file that the plan stands in, where its notice is."""
    return plan.source.text[:_HEAD]


def _titles(plan: Plan) -> str:
    """The titles at the beginning of the file, the notice's included, as running text."""
    first = plan.source.text[: _HEAD // 4]
    return join_lines(first, 0, len(first)).text


def _region(title: str, issuer: str) -> str | None:
    small = _small_region(title, issuer)
    if small is not None:
        return small
    found = _REGION.match(title)
    if found is not None:
        return _with_below(title, found["region"])
    # 云南妇女发展规划 of 云南省人民政府: the issuer has the region in full.
    body = _REGION.match(issuer)
    if body is not None and title.startswith(_SUFFIX.sub("", body["region"])):
        return body["region"]
    return None


def _with_below(title: str, region: str) -> str:
    """A region with those that the title names behind it, each inside the one before."""
    if Level.NATION.told_by(region):
        return region
    while (below := _BELOW.match(title, len(region))) is not None:
        region += below[0]
    district = _DISTRICT.match(title, len(region)) if region.endswith("市") else None
    return region + district[0] if district is not None else region


def _small_region(title: str, issuer: str) -> str | None:
    """A place below a county, as the title prints it or, in full, the issuer: 示例县示例镇 of 示例镇…规划."""
    signed, found = _SMALL_REGION.match(issuer.removeprefix("中共")), _SMALL_REGION.match(title)
    if signed is not None and title.startswith((signed["own"], _SUFFIX.sub("", signed["own"]))):
        return signed["region"].replace("人民政府", "")
    if found is None or (signed is None and _REGION.match(issuer) is not None):
        return None  # a county's plan for one of its towns is the county's
    return found["region"]


def _level(head: str, region: str | None) -> Level | None:
    """By whom the notice is sent to; else by the kind of region, which leaves 市 and 区 open."""
    named = [level for level, pattern in _ADDRESSEES if pattern.search(head)]
    large = [level for level in named if level not in SMALL]
    if len(large) == 1:
        return large[0]
    if region is not None:
        return next((level for level in Level if level.told_by(region)), None)
    return named[0] if len(named) == 1 else None  # villages are spoken to by every level


def _subject(title: str, region: str | None) -> str | None:
    """What the plan is for: its title without region, years and the word for plan."""
    rest = title
    small = _SMALL_REGION.match(f"{region or ''}政府")
    places = [region or "", *([small["own"]] if small else [])]
    for start in (name for place in places for name in (place, _SUFFIX.sub("", place))):
        if start and title.startswith(start):
            rest = title.removeprefix(start)
            break
    found = _SUBJECT.match(_FIVE_YEARS.sub("", _BY_PARTY.sub("", rest)))
    return found["subject"] if found else None


def _date(head: str) -> str | None:
    """The date on a line of its own, below the notice."""
    found = _DATE_LINE.search(head)
    parts = _DATE_PARTS.search(found[1]) if found else None
    return f"{parts[1]}-{int(parts[2]):02d}-{int(parts[3]):02d}" if parts else None


def _with_brackets(number: str) -> str:
    return re.sub(r"[\[(](\d{4})[\])]", r"〔\1〕", squash(number))


def _id(entry: PlanEntry, known: Mapping[str, PlanEntry]) -> str:
    """region-subject-year in ASCII, made different from the plans that are known."""
    if entry.region is None and entry.subject is None:
        return _different(entry.id, known)
    region = (
        "nation"
        if entry.level is Level.NATION
        else _ascii(_SUFFIX.sub("", entry.region or "") or entry.region or "")
    )
    parts = [region, _ascii(entry.subject or ""), str(entry.start_year or entry.end_year or "")]
    return _different("-".join(filter(None, parts))[:_LONGEST_ID].strip("-") or entry.id, known)


def _ascii(words: str) -> str:
    if words in _ENGLISH:
        return _ENGLISH[words]
    from pypinyin import lazy_pinyin

    return re.sub(r"[^a-z0-9]+", "", "".join(lazy_pinyin(words, errors="ignore")).lower()) or ""


def _different(name: str, known: Mapping[str, PlanEntry]) -> str:
    number, found = 2, name
    while found in known:
        found, number = f"{name}-{number}", number + 1
    return found


def _parents(plan: Plan, entry: PlanEntry, entries: Sequence[PlanEntry]) -> tuple[str, ...]:
    """The higher plans that the text itself names where it says what it is based on, nearest level first."""
    if entry.level is None:
        return ()
    above = entry.level.above
    kinds = (ClauseKind.PREFACE, ClauseKind.GUIDELINE, ClauseKind.OTHER)
    texts = [clause.text for clause in plan.clauses if clause.kind in kinds]
    named = {
        one.id: one
        for text in texts
        for citation in find_citations(text)
        if citation.kind in ("title", "number", "alias")
        for one in resolve(citation, entries, within=entry)
        if one.id != entry.id and one.level in above and one.subject == entry.subject
    }
    return tuple(sorted(named, key=lambda each: above.index(named[each].level or Level.NATION)))
