"""Deals a list of indicators out: 新生儿、婴儿和5岁以下儿童死亡率 … 分别 …, or A率和B率 with one value.

Takes the printed noun phrase in front of a value. Gives one full name for each indicator: a shared head noun
(死亡率) is given to every item that lacks one, a shared leading group (5岁以下儿童) to every item without its
own.
"""

from __future__ import annotations

import re

from analyzers import segment
from analyzers.numerals import CN_TEN
from ingest.targets import vocabulary
from ingest.targets.wording import phrases, populations

_JOINT = re.compile("、|以及|和(?![谐平睦解])|及(?![其以时格])|与(?![会])")
_BRACKET = re.compile(r"[（(][^（()）]*[)）]")


def pieces(phrase: str, pattern: re.Pattern[str] = _JOINT) -> list[str]:
    """The items of a list, cut at 、和及与以及 outside brackets."""
    holes = [m.span() for m in _BRACKET.finditer(phrase)]
    items, at = [], 0
    for joint in pattern.finditer(phrase):
        if any(a <= joint.start() < b for a, b in holes):
            continue
        items.append(phrase[at : joint.start()])
        at = joint.end()
    items.append(phrase[at:])
    return [item for item in items if item]


def deal(phrase: str, count: int) -> list[str] | None:
    """The names of ``count`` indicators that one phrase lists, or None where it does not list so many.

    >>> deal("新生儿、婴儿和5岁以下儿童死亡率", 3)
    ['新生儿死亡率', '婴儿死亡率', '5岁以下儿童死亡率']
    >>> deal("5岁以下儿童贫血率和生长迟缓率", 2)
    ['5岁以下儿童贫血率', '5岁以下儿童生长迟缓率']
    """
    phrase = _SO_MANY.sub("", phrase)
    for items in _ways(phrase):
        if len(items) == count:
            items = _kinds_of(items) or items
            return [_LEVELS.sub(r"\1级", item) for item in share(items)]
    pair = next((pair for pair in _PAIRS if pair in phrase), "") if count == 2 else ""
    return [phrase.replace(pair, each, 1) for each in _PAIRS[pair]] if pair else None


# 渔业、旅游、装备|三大产业|产值: how many they are is no part of a name.
_SO_MANY = re.compile(f"[两{CN_TEN}]大(?:主导|支柱|重点|优势|特色)*(?:产业|行业|领域|板块)(?=.{{2}})")
# Two in one word: 城乡水质达标率分别达到98%和90%.
_PAIRS = {"城乡": ("城市", "农村"), "森林草原": ("森林", "草原"), "男女": ("男性", "女性")}


def _kinds_of(items: list[str]) -> list[str]:
    """规模以上|纺织, 食品, 机械|企业: words of one length between a shared beginning and a shared body."""
    if len(items) < 3:
        return []
    size, last = len(items[1]), items[-1]
    if any(len(item) != size for item in items[1:-1]) or len(last) < size + 2:
        return []
    head, tail = items[0][:-size], last[size:]
    if len(head) < 2 or tail not in vocabulary.frame_words("counted_body", "covers_body").words:
        return []
    if not any(word.start == len(head) for word in segment.coarse(items[0])):
        return []
    middle = [items[0][-size:], *items[1:-1], last[:size]]
    return [f"{head}{kind}{tail}" for kind in middle]


def _ways(phrase: str) -> list[list[str]]:
    """Every way to cut the phrase into a list, the most natural first."""
    all_items = pieces(phrase)
    ways = [
        all_items,
        pieces(phrase, re.compile("、")),
        pieces(phrase, re.compile("以及|和(?![谐平睦解])|及(?![其以时格])|与(?![会])")),
    ]
    merged: list[str] = []
    for item in all_items:  # cut only behind a full indicator
        if merged and not phrases.has_head(merged[-1]):
            start = phrase.find(merged[-1])
            merged[-1] = phrase[start : phrase.find(item, start + len(merged[-1])) + len(item)]
        else:
            merged.append(item)
    return [*ways, merged]


def full_names(phrase: str, *, each: bool = False, change: bool = False) -> list[str]:
    """The indicators of a phrase with one value: several only where each part is a full indicator.

    ``each`` (均, 都 stood behind the phrase) makes every item of the list one; so does ``change`` for a list
    of bare things (二氧化硫、化学需氧量).

    >>> full_names("3岁以下儿童系统管理率和7岁以下儿童健康管理率")
    ['3岁以下儿童系统管理率', '7岁以下儿童健康管理率']
    >>> full_names("宫颈癌和乳腺癌筛查覆盖率"), full_names("种植、收获机械化率", each=True)
    (['宫颈癌和乳腺癌筛查覆盖率'], ['种植机械化率', '收获机械化率'])
    """
    if each and len(items := pieces(phrase)) > 1 and phrases.has_head(items[-1]):
        if shared := _groups_with_rates(items):
            return shared
        return share(items)
    if change and len(items := pieces(phrase)) > 1 and not any(map(phrases.has_head, items)):
        return items if max(map(len, items)) <= 10 else [phrase]
    if each and (twin := _TWIN.fullmatch(phrase)):  # 节药节肥率均达到5%
        return [f"{twin[1]}{twin[2]}{twin[3]}{twin[5]}", f"{twin[1]}{twin[2]}{twin[4]}{twin[5]}"]
    merged = _ways(phrase)[-1]
    if len(merged) > 1 and all(map(_is_full, merged)):
        return share(merged)
    return [phrase]


def _groups_with_rates(items: list[str]) -> list[str]:
    """留守儿童、困境儿童|建档率 and 关爱帮扶率: two rates of the same groups, no rate of each group."""
    heads = [bool(phrases.has_head(item)) for item in items]
    first = heads.index(True)
    end = populations.person_end(items[first])
    if not first or not all(heads[first:]) or len(items) - first < 2 or not end:
        return []
    if not all(populations.is_group(item) for item in items[:first]) or any(
        map(_own_group, items[first + 1 :])
    ):
        return []
    lead = "、".join([*items[:first], items[first][:end]])
    return [lead + items[first][end:], *(lead + item for item in items[first + 1 :])]


def _is_full(item: str) -> bool:
    """Whether an item is an indicator by itself: 氨氮排放量."""
    word = vocabulary.frame_words("full_name").ending(item)
    return bool(word) and len(item) - len(word) >= 2


def share(items: list[str]) -> list[str]:
    """The items with the shared head and the shared leading words written out."""
    if tail := _deed_of_things(items):
        return [*(item + tail for item in items[:-1]), items[-1]]
    return _shared(items, _before_averages(items) or _shared_group(items) or _before_bare_rate(items))


def _shared(items: list[str], lead: str) -> list[str]:
    last = items[-1]
    groups = all(populations.is_group(item) for item in items[:-1])
    groups = groups and (not populations.is_group(last) or "每" in last[1:])
    if (phrases.has_head(last) or groups) and not all(phrases.has_head(item) for item in items[:-1]):
        cut = _parallel_end(items)
        tail = last[cut:]
        lead = lead or _words_before_parallel(items[0], last[:cut])
        items = [item if phrases.has_head(item) else item + tail for item in items[:-1]] + [last]
    if lead.startswith("每"):
        return [items[0], *(item if item.startswith("每") else lead + item for item in items[1:])]
    if lead:
        items = [items[0], *(item if _own_group(item) else lead + item for item in items[1:])]
    return items


def _deed_of_things(items: list[str]) -> str:
    """抽检 of 药品、医疗器械、化妆品抽检: what is done with the last is done with all, "" where the list says no deed."""
    deed = _DEED.search(items[-1])
    if (
        not deed
        or deed.start() < 2
        or any(_DEED.search(item) or phrases.has_head(item) for item in items[:-1])
    ):
        return ""
    return deed.group() if len({item[:2] for item in items}) == len(items) else ""


_DEED = re.compile(
    "(?:监督|专项|日常|免费|质量)?(?:抽检|抽查|检查|培训|改造|整治|治理|修复|演练|筛查|检测|监测|巡查|执法)$"
)


def _parallel_end(items: list[str]) -> int:
    """How much of the last item stands beside its fellows: 5岁以下儿童|死亡率, 县城|污水处理率."""
    last = items[-1]
    end = populations.person_end(last)
    if end and any(vocabulary.persons().ending(item) for item in items[:-1]):
        return end
    if body := _covered_body(items) or _body_end(items):
        return body
    offsets = [word.end for word in segment.coarse(last)][:-1] or [len(last)]
    fellow = items[-2]
    fellow_words = segment.coarse(fellow)
    for offset in offsets:  # 氮氧化物 | 挥发性有机物: the same kind of word
        if last[offset - 1] == fellow[-1] and offset > 1:
            return offset
    # The parallel part is as long as its fellow: 种植 | 收获, 化学需氧量 | 氨氮.
    wanted = len(fellow) if len(items) > 2 or len(fellow_words) == 1 else len(fellow_words[-1].text)
    best = min(offsets, key=lambda offset: (abs(offset - wanted), offset))
    if (
        best != wanted
        and len({len(item) for item in items[:-1]}) == 1
        and len(items) > 2
        and wanted < len(last) - 1
        and last[wanted - 1] in {item[-1] for item in items[:-1]}
    ):
        return wanted  # 小学、初中、高中|班额, where the segmenter reads 高中班
    return best


def _body_end(items: list[str]) -> int:
    """Where the body ends that stands beside other bodies, 0 where not all of them are bodies."""
    last = items[-1]
    if not all(map(populations.is_group, items[:-1])):
        return 0
    place = _place_like(last, items[-2])
    if 0 < place < len(last) - 1:  # 小学、初中、特殊教育学校|生均公用经费
        return place
    each = last.find("每")
    return each if 0 < each < len(last) - 2 else 0  # 小学、初中、高中|每班学生


def _covered_body(items: list[str]) -> int:
    """村级服务中心 beside 社区服务站|覆盖率: bodies of whatever name, and the rate that covers them."""
    last, bodies = items[-1], vocabulary.frame_words("covers_body")
    body = last.removesuffix(vocabulary.frame_words("body_rate", "covered_rate").ending(last))
    alike = body != last and bodies.ending(body) and all(map(bodies.ending, items[:-1]))
    return len(body) if alike else 0


def _place_like(last: str, fellow: str) -> int:
    """Where the body in front of the shared head ends: 农村社区（村）|站点建成率 beside 城市社区."""
    word = vocabulary.places().ending(fellow)
    at = last.find(word) if len(word) > 1 else -1
    if at < 0:
        return populations.place_end(last)
    end = at + len(word)
    bracket = re.compile("[（(][^（()）]{1,6}[)）]").match(last, end)
    return bracket.end() if bracket else end


def _words_before_parallel(first: str, parallel: str) -> str:
    """花生 of 花生种植 beside 收获: what stands in front of the first parallel word belongs to all."""
    words = segment.coarse(first)
    if len(words) < 2 or phrases.has_head(first) or first[-1] in "量率数":
        return ""
    cut = min((word.start for word in words), key=lambda at: (abs(len(first) - at - len(parallel)), at))
    return first[:cut] if cut >= 2 and len(segment.coarse(parallel)) == 1 else ""


def _shared_group(items: list[str]) -> str:
    """5岁以下儿童 of 5岁以下儿童贫血率, where the other items name no group of their own."""
    first = items[0]
    if (base := _PER_BASE.match(first)) and len(base.group()) < len(first):
        return base.group()
    end = max(populations.person_end(first), populations.place_end(first))
    if not end or end >= len(first) - 1:
        return ""
    lead = first[:end]
    place = len(lead) <= 8 and vocabulary.frame_words("shared_place").ending(lead)
    return lead if place or vocabulary.frame_words("shared_group").search(lead) else ""


def _before_averages(items: list[str]) -> str:
    """公共机构 of 公共机构单位建筑面积能耗 beside 人均用水量: whose averages they are."""
    found = _AVERAGED.match(items[0])
    return found[1] if found and all(map(_AVERAGE.match, items[1:])) else ""


_AVERAGE = re.compile("(?:人均|户均|亩均|地均|单位)")
_AVERAGED = re.compile("(.{2,8}?)(?:人均|户均|亩均|地均|单位(?=[^、]{2,}))")


def _before_bare_rate(items: list[str]) -> str:
    """确诊病例 of 确诊病例治疗率 beside 随访率, where a word ends in front of 治疗率."""
    first, others = items[0], items[1:]
    size = len(others[0])
    if not all(_BARE_RATE.fullmatch(item) for item in others) or len(first) < size + 2:
        return ""
    cut = len(first) - size
    return first[:cut] if first[-1] == "率" and any(word.end == cut for word in segment.coarse(first)) else ""


_TWIN = re.compile("(.{0,6}?)([节增减降提])(.)\\2(.)(率)")
_BARE_RATE = re.compile(".{1,3}率")
_LEVELS = re.compile("^(国家|[省市州县乡村镇])[两三四五]级")  # 市、县两级…比例分别
_PER_BASE = re.compile(
    "每(?:十|百)?[千万](?:名|位|个)?(?:常住|户籍)?(?:人口|人|儿童|老年人|居民|职工|学生|妇女|农民|残疾人|劳动者|女性|在校生)?(?:拥有|配备)?"
)


def base_of(name: str) -> str:
    """每千名儿童 of 每千名儿童拥有儿科医师, "" where a name begins with none."""
    found = _PER_BASE.match(name)
    return found.group() if found and len(found.group()) < len(name) else ""


def _own_group(item: str) -> bool:
    return bool(populations.person_end(item) or populations.place_end(item))
