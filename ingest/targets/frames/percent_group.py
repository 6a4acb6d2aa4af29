"""Frames in which a percentage stands in front of its group: 80%的村庄建成…, 覆盖90%以上的社区; and 全覆盖.

Takes a passage, a segment and a group of percentages. Gives Readings and how far the text is used up. The
indicator is put together from the text's words: 建成…的村庄比例.
"""

from __future__ import annotations

import re

from analyzers import comparators, lexicon
from analyzers.comparators import Place
from analyzers.marks import Quantity
from analyzers.normalise import HAN
from ingest.targets.frames.indicator_value import hedge_in, make_reading
from ingest.targets.records import Group, Passage, Reading
from ingest.targets.segments import Segment
from ingest.targets.wording import coordinated_names, phrases, populations, value_candidates

_DOES = (
    "(?:DEMAND|全部|均|都|配套|基本|普遍|已|能够?|得以|稳定)?(?:建立|建成|建有|达到|达标|得到|实现|具备|配备|配有|开展|接受|参加|参与|拥有|划入|完成|纳入|通过|掌握|享有|享受|"
    "开设|设立|落实|使用|用上|开通|通(?:公路|硬化|客车|水|油|网|邮|快递|宽带|5G)|覆盖|设有|有(?![效毒害机色限关序责条利益所])|符合|实施|制定|成为|进入|接入|接通|获得|取得|普及|推行|推广|"
    "应用|执行|签订|达|COMPARED|脱贫|回收|入驻|上线|安装|签约|成立|组建|进行|实行|建设|改造|改善|就业|认同|满意|安全|集中|喝上|住上|接种|筛查|治理|运行|创建|晋级|提升)"
)
_STOP = re.compile(r"[,。;:!?！？]")
_JOINT = re.compile("的?[^0-9,;%]{1,24}(?:和|及|与|、|以及)")
_TAIL_JOINT = re.compile("(?:和|及|与|、|以及)+$")
_TRANSITIVE = re.compile("(?:覆盖|惠及|服务|带动|占|涵盖|辐射|吸纳|消纳|满足|保护|承担|实现)$")
_SUBJECT_ONLY = ("使", "有", "对", "将", "要", "应有", "应", "让", "确保", "实现", "")


@lexicon.kept
def _does() -> re.Pattern[str]:
    """What a group does: 村庄 | 建成…, 县区 | 高于平均水平."""
    demand, compared = comparators.alternation(Place.VERB), comparators.alternation(Place.NOUN)
    return re.compile(_DOES.replace("DEMAND", demand).replace("COMPARED", compared))


def is_share(passage: Passage, segment: Segment, group: Group) -> bool:
    """Whether the percentage governs the noun behind it, and no indicator stands in front."""
    left = passage.folded[group.left : group.first.start]
    right = passage.folded[group.end : group.right]
    body = right.removeprefix("的").lstrip(" ")
    if not value_candidates.NAME_START.match(body) or body.startswith(
        ("目标", "水平", "要求", "速度", "幅度", "标准", "比例")
    ):
        return False
    if value_candidates.JOINED.match(body):
        return False
    stripped = phrases.strip_adverbs(left)
    if phrases.has_head(stripped) or re.search("对[^,]*$", left):
        return False
    verb, cut = value_candidates.level_verb(left)
    if verb and verb not in ("实现", "完成", "有", "覆盖到", "占"):
        return False
    if value_candidates.change_verb(left)[0]:
        return False
    return not phrases.has_head(stripped[:cut])


def read_share(passage: Passage, segment: Segment, group: Group) -> tuple[list[Reading], int]:
    """The share of a group that does something; two groups may share what they do (100%的…和95%的…建立…)."""
    folded = passage.folded
    end = _phrase_end(folded, segment, group.end)
    later = next((q for q in segment.quantities if q.start >= group.end and q.family == "rate"), None)
    shared = later is not None and bool(_JOINT.fullmatch(folded, group.end, later.start))
    if later is not None and not shared and later.start < end:
        return [], group.left  # a later percentage governs the sentence; this one belongs to its noun
    noun, does = _noun_and_verb(passage, segment, group, later if shared else None, end)
    lead_start = phrases.left_trim(folded, group.left, group.first.start, segment.years, least=0)
    lead = passage.words(
        segment, lead_start, phrases.right_trim(folded, lead_start, group.first.start, segment.years)
    )
    if lead.startswith(("在", "为")) or lead in _SUBJECT_ONLY:
        lead, lead_start = "", group.first.start
    name = _share_name(lead, noun, does)
    if (
        not lead and "其中" in folded[group.left : group.first.start] and not does and _does().match(noun)
    ):  # 其中八成达到规范化标准: of what was named before
        name, noun, does = f"{noun}的比例", "", noun
    if not name or re.search("未|没有|不足|尚", noun + does[:4]):
        return [], group.left
    hedge = hedge_in(folded[segment.start : lead_start], folded[lead_start : group.first.number_start])
    population = populations.bare(f"{lead}{noun}" if lead and does else _group_of(noun))
    if not re.search(f"[{HAN}]{{2}}", noun) or (not does and not _TRANSITIVE.search(lead)):
        population = None
    readings = [
        make_reading(
            passage,
            segment,
            name,
            q,
            min(lead_start, group.first.start),
            end,
            hedge=hedge,
            population=population,
            asked=True,
        )
        for q in group.values
    ]
    if noun:
        passage.memory.topic, passage.memory.topic_start = f"{lead}{noun}", min(lead_start, group.first.start)
    return readings, (later.start if shared and later else end)


def _group_of(noun: str) -> str:
    """村庄 of 村庄的生活垃圾, 行政村 of 行政村生活垃圾."""
    noun = noun.split("的")[0] if "的" in noun else noun
    end = populations.place_end(noun)
    return noun if not end or populations.is_group(noun) else noun[:end]


def _phrase_end(folded: str, segment: Segment, at: int) -> int:
    for stop in _STOP.finditer(folded, at, segment.end):
        if not any(a <= stop.start() < b for a, b in segment.holes):
            return stop.start()
    return segment.end


def _noun_and_verb(
    passage: Passage, segment: Segment, group: Group, later: Quantity | None, end: int
) -> tuple[str, str]:
    """The group, and what it does: 城市社区 | 建立家长学校."""
    folded = passage.folded
    start = group.end + (1 if folded.startswith("的", group.end) else 0)
    if later is None:
        return _split(passage.words(segment, start, end))
    noun = _TAIL_JOINT.sub("", passage.words(segment, start, later.start))
    rest = later.end + (1 if folded.startswith("的", later.end) else 0)
    return noun, _split(passage.words(segment, rest, end))[1]


def _split(text: str) -> tuple[str, str]:
    found = _does().search(text, 1)
    return (text[: found.start()], text[found.start() :]) if found else (text, "")


def _share_name(lead: str, noun: str, does: str) -> str:
    """建立家长学校的城市社区比例; 妇女在35岁—45岁接受筛查的比例 where something stands between noun and verb."""
    if not does:
        if _TRANSITIVE.search(lead):
            return f"{phrases.strip_adverbs(lead[:-2]).removesuffix('总体')}{lead[-2:]}{noun}的比例"
        return f"{lead}{noun}的比例" if lead and len(noun) <= 12 else ""
    if "的" in noun or re.search("[在于从]", noun[1:]):
        return f"{lead}{noun}{does}的比例"
    return f"{does}的{lead}{noun}比例"


_RATIO_OF = re.compile(f"的(?P<name>[{HAN}]{{1,6}}(?:比例?|配比))(?:配|设|安排|落实|建|足额)")


def read_ratio_of(passage: Passage, segment: Segment, group: Group) -> list[Reading]:
    """按照不低于1:4000的师生比配备教师: the name stands behind its value."""
    q = group.first
    found = _RATIO_OF.match(passage.folded, group.end, group.right) if q.family in ("ratio", "rate") else None
    if not found or len(group.values) > 1:
        return []
    name = passage.words(segment, found.start("name"), found.end("name"))
    return [make_reading(passage, segment, name, q, q.start, found.end("name"), asked=True)]


_WHERE = re.compile("^在(.{2,24}?)(?:基本|全面)?实现")


def read_coverage(passage: Passage, segment: Segment, group: Group) -> tuple[list[Reading], int]:
    """残疾儿童康复服务全覆盖: 100 percent of what stands in front."""
    folded, memory = passage.folded, passage.memory
    left = folded[group.left : group.first.start]
    _, cut = value_candidates.level_verb(left)
    end = phrases.right_trim(folded, group.left, group.left + cut, segment.years)
    start = phrases.left_trim(folded, group.left, end, segment.years)
    phrase = _WHERE.sub(r"\1", passage.words(segment, start, end))
    phrase = re.sub("(?:基本|全面)?实现$|^对|(?<=..)实现(?=.)", "", phrase)
    if len(phrase) < 2:
        phrase, start, end = memory.topic, memory.topic_start, group.first.start
    if len(phrase) < 2:
        return [], group.end
    hedge = hedge_in(
        folded[segment.start : start] if start >= segment.start else "",
        folded[max(end, segment.start) : group.first.start],
    )
    hedge = hedge or hedge_in("", folded[segment.start : group.first.start][:12])
    parts = coordinated_names.pieces(phrase)
    bodies = len(parts) > 1 and all(_BODY.search(part) for part in parts)
    readings = [
        make_reading(passage, segment, _coverage_name(name), group.first, start, group.end, hedge=hedge)
        for name in (parts if bodies else [phrase])
    ]
    return readings, group.end


# Several bodies one behind the other are several indicators; several words of one name are not.
_BODY = re.compile("..(?:机构|站|中心|之家|所|室|院|校|园|点|队伍|组织|平台|馆|设施|基地|委员会|制度|体系)$")


def _coverage_name(phrase: str) -> str:
    return phrase if phrase.endswith(("覆盖率", "覆盖")) else f"{phrase}覆盖率"
