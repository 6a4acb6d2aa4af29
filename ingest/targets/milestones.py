"""Finds dated outcomes without a number: 到2030年，建成…机构; 2030年实现基本普及.

Takes a passage and a segment that a year governs. Gives the outcome and its place, or None where the segment
only tells a direction (持续提升), a vision (基本实现现代化) or an administrative step (报送总结). Words:
``milestones.tsv``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from analyzers.wordset import WordSet
from ingest.targets import vocabulary
from ingest.targets.records import Passage
from ingest.targets.segments import Segment
from ingest.targets.wording import phrases, populations
from ingest.targets.wording.values import hedge_in

_LONGEST = 90
_CUT = re.compile("并(?=全面|实现|持续|逐步|投入|有效|稳定|正常)")
_ALONE = (
    "基本普及",
    "普及",
    "全面普及",
    "达标",
    "全面达标",
    "清零",
    "全覆盖",
    "全达标",
    "通车",
    "自然平衡",
    "零增长",
    "负增长",
)
_DAY_GIVEN = re.compile("日(?:前|之前|以前)?$")
_SET_UP = ("建立", "组建", "设立", "成立", "建立起")
# …保有量达到12标台: a number that could not be read is no outcome.
_NO_OUTCOME = re.compile(
    "(?:达到?|[至到为在])[0-9]|^(?:将|把|对|按|根据|通过(?!.{2,30}(?:复审|验收|认证|认定|审定)$)|依据|为)"
)


_ONLY_VERBS = "建成投用完工竣产入使运营开通车启动"
_IN_DAYS = re.compile(
    "[0-9]+个?(?:工作日|天|日|小时|分钟)(?:[以之]?内|办结|完成)"
)  # a limit of service, no outcome


@dataclass(frozen=True, slots=True)
class Milestone:
    """An outcome that one can tick off; offsets into the clause's text."""

    outcome: str
    population: str | None
    hedge: str | None
    start: int
    end: int


def _set(*classes: str) -> WordSet:
    return vocabulary.words("milestones", *classes)


def find_milestone(passage: Passage, segment: Segment, topic: str, topic_start: int) -> Milestone | None:
    """The dated outcome that a segment states; ``topic`` is what the sentence named last, and where."""
    start, stop = _begin(passage.folded, segment), _full_end(passage.folded, segment)
    text = passage.words(segment, start, stop).rstrip(" ")
    if cut := _CUT.search(text):
        text = text[: cut.start()]
    whole = text
    text = _without_end(text)
    stop -= len(whole) - len(text)
    if any(_DAY_GIVEN.search(passage.folded, y.start, y.end) for y in segment.years):
        return None  # 6月30日前完成编制 is an administrative step
    if not text.strip("".join(_ONLY_VERBS)) or _IN_DAYS.search(text):
        return None
    if not 4 <= len(text) <= _LONGEST or _vague(text) or _NO_OUTCOME.search(text):
        return None
    for read in (_front, _reach, _back, _keep, _set_up):
        outcome, uses_topic = read(text, topic)
        if len(outcome) < 2:
            continue
        lead = passage.folded[segment.start : start]
        hedge = _hedge_of_verb(text) or hedge_in(lead, "")
        end = start + len(passage.printed[start:stop].rstrip(" "))
        if cut:
            end = (
                start + passage.printed[start:stop].find(text) + len(text)
                if text in passage.printed[start:stop]
                else end
            )
        who = populations.population_of(outcome)
        if (
            who and "、" in who
        ):  # 涵盖全周期、聚妇女儿童…为一体的机构 describes what is built, not whom it is for
            who = None
        return Milestone(outcome, who, hedge, topic_start if uses_topic else start, end)
    return None


def _without_end(text: str) -> str:
    """实现碳达峰|目标, 完成危房改造|任务: words that say no more than the verb."""
    if text.endswith("目标") and _set("outcome").ending(text.removesuffix("目标")):
        return text.removesuffix("目标")
    if text.endswith("任务") and _set("keep", "front").search(text) and len(text) > 8:
        return text.removesuffix("任务")
    return text


def _begin(folded: str, segment: Segment) -> int:
    """Where the outcome begins, its verb kept: behind years, prompts and 力争."""
    at = segment.start
    while at < segment.end:
        year = next((y for y in segment.years if y.start <= at < y.end), None)
        if year:
            at = year.end
            continue
        if folded[at] in " 、":
            at += 1
            continue
        if _set("front", "reach", "keep").beginning(folded, at):
            return at
        word = vocabulary.leads().beginning(folded, at)
        if word in ("", "实现", "达到", "支持", "鼓励", "将", "把") or word not in (
            "力争",
            "争取",
            "确保",
            "努力",
            "保证",
            "推动",
            "到时",
            "届时",
            "其中",
            "使",
            "应",
            "要",
            "全部",
        ):
            return at
        at += len(word)
    return at


def _full_end(folded: str, segment: Segment) -> int:
    """Where the outcome ends: a comma behind 的 does not end it (以居家为基础的，功能完善的体系)."""
    end = segment.end
    while folded[end - 1 : end] == "的" and folded[end : end + 1] == "," and end - segment.start < _LONGEST:
        following = re.compile(r"[,。;:]").search(folded, end + 1)
        end = following.start() if following else len(folded)
    return end


def _vague(text: str) -> bool:
    at = 0
    while found := _set("vague").search(text, at):
        at = found.end()
        body = found.group() == "工作" and text[at : at + 1] in ("站", "室", "坊", "队")  # 保护工作站
        if not body and not any(found.group() in word for word in _set("outcome").words if word in text):
            return True
    return False


def _hedge_of_verb(text: str) -> str | None:
    for word in ("基本", "初步", "力争", "争取", "逐步"):
        at = text.find(word)
        if at >= 0 and vocabulary.words("milestones", "front", "keep", "reach", "back").beginning(
            text, at + len(word)
        ):
            return word
        if at >= 0 and vocabulary.words("milestones", "front", "keep", "reach", "back").beginning(text, at):
            return word
    return None


def _front(text: str, topic: str) -> tuple[str, bool]:
    """建成 X gives X; the subject in front of the verb is not part of it."""
    found = _set("front").search(text)
    if (
        not found
        or found.start() > 24
        or text[found.end() : found.end() + 1] in ("区", "率", "的", "后", "度", "环")
    ):
        return "", False
    return text[found.end() :].strip("的 "), False


def _reach(text: str, topic: str) -> tuple[str, bool]:
    """实现 X, where X is an outcome that one can tick off."""
    found = _set("reach").search(text)
    if not found or found.start() > 30 or not _set("outcome").search(text, found.start()):
        return "", False
    outcome, subject = text[found.end() :].strip(), text[: found.start()].strip()
    if outcome in _ALONE and not subject:
        return (f"{topic}{outcome}", True) if topic else ("", False)
    return f"{phrases.strip_adverbs(subject)}{outcome}", False


def _back(text: str, topic: str) -> tuple[str, bool]:
    """X 基本普及: the verb stands behind."""
    verb = _set("back").ending(text)
    fits = verb and len(text) - len(verb) >= 2 and not text.startswith(verb)
    return (text, False) if fits else ("", False)


def _keep(text: str, topic: str) -> tuple[str, bool]:
    """消除 X, 完成 X: the verb says what is done and stays."""
    found = _set("keep").search(text)
    if not found or found.start() > 30 or len(text) - found.end() < 2:
        return "", False
    if text[found.end() : found.end() + 1] in ("率", "的", "度", "工", "后"):
        return "", False
    before = re.sub("(?:力争|争取|努力|全面|全部)$", "", text[: found.start()])
    return before + text[found.start() :].removeprefix("全面"), False


def _set_up(text: str, topic: str) -> tuple[str, bool]:
    """建立 or 建设 something tangible: a system, a centre."""
    for verb in _SET_UP:
        at = text.find(verb)
        if 0 <= at <= 16 and (
            at == 0
            or populations.is_group(phrases.strip_adverbs(text[:at]))
            or text[:at] in ("全面", "基本", "初步")
        ):
            rest = text[at + len(verb) :].removeprefix("起")
            if _set("tangible").ending(rest) and len(rest) >= 4:
                return rest.strip(), False
    return "", False
