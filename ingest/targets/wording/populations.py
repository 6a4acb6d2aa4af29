"""Tells whom or what an indicator is counted over, in its own words: 适龄妇女, 就业人员, 每个乡镇（街道）.

Takes an indicator's name. Gives the leading part that names a group of people (or, where the name says
…中的…, that whole part), else None. Words: ``populations.tsv``.
"""

from __future__ import annotations

import re

from analyzers import comparators, lexicon
from analyzers.comparators import Place
from analyzers.normalise import HAN
from analyzers.numerals import CN_DIGIT
from ingest.targets import vocabulary

_LINK = re.compile("(?:所生|及所生|及其|和|与|、|及|或)(?=.)")
_DOING = re.compile("^[^的]{4,40}的(.{1,12}?)(?:比例|比重|占比)$")  # 配备心理教师的学校比例
_IN_GROUP = re.compile("^.{1,10}?在(.{2,20}?)中的?(?:比例|比重|占比)$")
_AMONG = re.compile(
    r"^(.{2,30}?)(?:总数|总人数|队伍)?(?<![集其高初])中(?![小心等医学高专老型西班级部年华东])的?(.{1,16})$"
)
_PER = re.compile(
    rf"每(?:百|千|万|十万|10 ?万|百万|1000|10000|100000|100) ?(?:名|位|个|户)?([{HAN}]{{0,12}}?)(?=[{HAN}])"
)
_AT_AGE = re.compile(r"在[0-9].*$")  # 妇女在35岁-45岁接受…: when, not who
_TOWARDS = re.compile(f"^.{{2,12}}[对向](?=[{HAN}]{{2}})")  # 法律援助机构对妇女


@lexicon.kept
def _having() -> re.Pattern[str]:
    """领导班子配备女干部的比例 is counted over 领导班子; 女性在人才中的比例 over 人才."""
    return re.compile(f"^(.{{2,24}}?){vocabulary.frame_piece('group_has')}.{{2,20}}的?(?:比例|比重|占比|率)$")


@lexicon.kept
def _next_group() -> re.Pattern[str]:
    return re.compile(f"[^、和与及,]{{1,10}}?(?={vocabulary.frame_piece('next_person')})")


@lexicon.kept
def _per_stop() -> re.Pattern[str]:
    return re.compile(vocabulary.frame_piece("per_thing"))


@lexicon.kept
def _whole_area() -> re.Pattern[str]:
    return re.compile(f"^{vocabulary.frame_piece('whole_area')}(?=.)")


@lexicon.kept
def _no_people() -> re.Pattern[str]:
    """妇女|组织, 儿童|公园: what follows makes the name of a body of the people."""
    return re.compile(f"{vocabulary.frame_piece('of_body')}|[“‘]")


@lexicon.kept
def _share() -> re.Pattern[str]:
    return re.compile(f"比$|{vocabulary.frame_piece('share_of')}")


@lexicon.kept
def _body_rate() -> re.Pattern[str]:
    """未成年人保护机构覆盖率 counts bodies, not minors."""
    return re.compile(
        f"{vocabulary.frame_piece('rated_body')}(?:建设)?{vocabulary.frame_piece('body_rate')}$"
    )


@lexicon.kept
def _each() -> re.Pattern[str]:
    demand = comparators.alternation(Place.VERB)
    return re.compile(
        rf"(每(?![年月天日周季百千万十0-9]|[两{CN_DIGIT}][年个]?[年月])[{HAN}()（）、]{{1,20}}?)"
        rf"(?:{demand}|平均)?{vocabulary.frame_piece('each_has')}"
    )


def person_end(text: str) -> int:
    """Length of the leading part that names a group of people, 0 where none is named.

    >>> person_end("5岁以下儿童死亡率"), person_end("义务教育巩固率"), person_end("儿童之家覆盖率")
    (6, 0, 0)
    """
    found = vocabulary.people_and_false().search(text)
    if found is None or found.start() > 26 or found.group() not in vocabulary.persons().words:
        return 0
    at = found.end()
    while True:  # 感染孕产妇及所生儿童, 妇女儿童: a second group right behind the first belongs to it
        link = _LINK.match(text, at)
        begin = link.end() if link else at
        follow = vocabulary.people_and_false().beginning(text, begin)
        if link and not follow and (next_group := _next_group().match(text, begin)):
            begin, follow = next_group.end(), vocabulary.people_and_false().beginning(text, next_group.end())
        if not follow or follow not in vocabulary.persons().words or begin + len(follow) >= len(text):
            break
        at = begin + len(follow)
    if at >= len(text) or _no_people().match(text, at) or text[at].isdigit() or text[at] in "”’》":
        return 0
    return at


def place_end(text: str) -> int:
    """Length of the leading part that names a place or body (地级及以上城市, 全市), 0 where none."""
    best = at = 0
    while found := vocabulary.places().search(text, at):
        if found.start() > 16 or found.end() >= len(text):
            break
        at = found.end()
        if not (len(found.group()) == 1 and text[at] in "级委政直属长局办志情"):  # 县级 names no county
            best = at
    if text.count("（", 0, best) > text.count("）", 0, best):  # 中小学（幼儿园）
        best = text.find("）", best) + 1
    return best


def population_of(indicator: str) -> str | None:
    """Whom an indicator is counted over.

    >>> population_of("就业人员中的女性比例"), population_of("适龄妇女宫颈癌人群筛查率"), population_of("妇女议事会覆盖率")
    ('就业人员', '适龄妇女', None)
    >>> population_of("每千名儿童拥有儿科医生")
    '儿童'
    """
    if (at := indicator.find("每")) >= 0 and (who := _per(indicator[at:])):
        return who
    if (found := _DOING.match(indicator)) and vocabulary.build_verbs().beginning(indicator):
        return bare(found[1]) if is_group(found[1]) else None
    if found := _having().match(indicator):
        return bare(found[1]) if is_group(found[1]) else None
    if found := _IN_GROUP.match(indicator):
        return bare(found[1])
    if (found := _AMONG.match(indicator)) and "在" not in found[1][1:]:
        return bare(found[1])
    if found := _each().match(indicator):
        return found[1]
    if body := _sized_body(indicator):
        return body
    counted = vocabulary.frame_words("counted_body").ending(indicator)
    counts_bodies = counted or _body_rate().search(indicator) or indicator.startswith("新增")
    end = 0 if counts_bodies and not indicator.startswith("新增劳动力") else person_end(indicator)
    if not end or _share().match(indicator[end:]):
        return None
    return bare(indicator[:end])


def split_each(name: str) -> tuple[str | None, str]:
    """Who must have it, and what: 每个乡镇 | 集中配送点.

    >>> split_each("每个乡镇集中配送点"), split_each("每个乡镇"), split_each("集中配送点")
    (('每个乡镇', '集中配送点'), (None, '每个乡镇'), (None, '集中配送点'))
    """
    found = _EACH_BODY.match(name)
    body = vocabulary.places().beginning(name, found.end()) if found else ""
    if not found or not body:
        return None, name
    rest = name[found.end() + len(body) :]
    return (
        (name[: -len(rest)], rest)
        if len(rest) >= 2 and not rest.startswith(("的", "（", "("))
        else (None, name)
    )


_EACH_BODY = re.compile(f"每(?:一)?(?:个|所|家|座|处)?(?=[{HAN}])")
# 女职工100人以上的用人单位: a body with a condition in front of it.
_SIZED_BODY = re.compile(r"^.{0,14}?[0-9][0-9.]*万?(?:人|名|户|张|家|平方米)(?:及|或)?以[上下]的(?=.)")


def _sized_body(indicator: str) -> str | None:
    found = _SIZED_BODY.match(indicator)
    if not found:
        return None
    body = vocabulary.places().search(indicator, found.end())
    if not body or body.start() - found.end() > 8 or body.end() >= len(indicator):
        return None
    return bare(indicator[: body.end()])


def _per(indicator: str) -> str | None:
    found = _PER.match(indicator)
    if not found:
        each = _each().match(indicator)
        return each[1] if each else None
    rest = indicator[found.start(1) :]
    stop = _per_stop().search(rest)
    name = rest[: stop.start()] if stop else ""
    if not name:
        end = person_end(rest)
        name = rest[:end]
    return (name.strip("人户") and name) or None


def bare(words: str) -> str | None:
    """A group without the name of the whole area: 全市老年人 gives 老年人."""
    if _whole_area().match(f"{words}有") and _whole_area().sub("", f"{words}有") == "有":
        return None  # 全县 alone is nobody
    return _AT_AGE.sub("", _TOWARDS.sub("", _whole_area().sub("", words))).strip(" 的、") or None


def is_group(words: str) -> bool:
    """Whether the phrase ends with people, a body or a place: 初中生, 县城, 村（社区）."""
    text = re.sub(r"[（(][^（()）]*[)）]$|(?:及|或)?以[上下]$", "", words)
    return bool(vocabulary.persons().ending(text) or vocabulary.places().ending(text))
