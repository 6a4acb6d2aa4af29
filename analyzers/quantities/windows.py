"""Finds windows of time: 近5年内, 今后五年, 6个月内, 5年以上 of 5年以上工作经验, 五年一周期.

Takes folded text. Gives spans. A window says when something counts; its number is no value and does not hide the value
behind it. A length of time that is asked for (办理时限压缩至3个工作日内, 学习时间不少于2年) is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from analyzers import comparators
from analyzers.marks import Span
from analyzers.normalise import HAN
from analyzers.numerals import CN_TEN
from analyzers.quantities.word_edges import begins_inside

_CN = f"两{CN_TEN}百"
_N = f"(?:[0-9]{{1,3}}(?:[-~至到][0-9]{{1,3}})?|[{_CN}]{{1,4}}|[半数几])"
_T = "(?:个?(?:自然年度|自然年|学年|年度|季度|工作日|小时|学期|星期|分钟)|个(?:自然)?月|年|周(?!岁)|[天日](?!均))"
_ALONE = f"(?<![0-9.月第每{_CN}])"  # a number that is no piece of another one, of a date or of a period
_WITHIN = "[以之]?内(?![容部外涵陆地资需贸审设科镜蒙河])"
# What may stand in front of the number; 近, 前 and 后 may be the end of another word.
_LEADS = "最近|近|过去|此前|今后|未来|此后|往后|以往|连续|前|后|头"
_LED = re.compile(
    f"(?P<lead>{_LEADS})的?{_N}[多余]?{_T}半?(?:{_WITHIN}|里|间(?!隔)|以来|来(?!自|源)|期间|[以]上|中(?![{HAN}]))?"
)
_MORE = "[及或]?[以]上"
_LONG = re.compile("[年月季]|[内来间]$")
# Other windows, each with what has to stand in a text for it to be looked for.
_FORMS = (
    (re.compile("内"), re.compile(f"{_ALONE}{_N}[多余]?{_T}半?{_WITHIN}")),
    (re.compile("年(?:以?来|期?间)"), re.compile(f"{_ALONE}{_N}[多余]?年(?:以来|来(?!自|源)|间(?!隔)|期间)")),
    (
        re.compile("经验|经历|工龄|教龄|资历|履历|劳动合同|工作年限"),
        re.compile(
            f"{_ALONE}{_N}{_T}{_MORE}(?=的?[{HAN}]{{0,6}}?(?:经验|经历|工龄|教龄|资历|履历|劳动合同|工作年限))"
        ),
    ),
    (
        re.compile("[从就执]业|任职|任教|从教|参保|缴费|居住|经营|成立|登记|在岗"),
        re.compile(f"(?<=[业职教保费住营立记岗]){_N}(?:年|个月){_MORE}"),
    ),
    (re.compile("满"), re.compile(f"(?<![不未])满{_N}{_T}(?:{_MORE})?")),
    (re.compile("周期"), re.compile(f"{_N}年为?一?个?周期")),
    (re.compile("学前"), re.compile("学前[一二两三四1-4]年")),
    (
        re.compile("年(?:累计|共|[合总]计)"),
        re.compile(f"(?:(?<=[,。;:])|^){_N}年(?=累计|共(?![同有享建])|[合总]计)"),
    ),
)
# Words in front of a length of time that is itself the value.
_ASKED = re.compile(
    "(?:控制在|[压缩减短降][在为]|[到至]|限制在|稳定在|保持在|达到?|时限|时间|期限|周期|时长|工期|限期|年限|寿命|历时|用时|耗时|平均)[在为由约了是]?$"
)


def find_windows(text: str) -> tuple[Span, ...]:
    """The windows of a folded text, in order, without overlap.

    >>> [text[w.start:w.end] for text in ["近5年内参加过培训", "压缩至5天内", "5年以上工作经验"] for w in find_windows(text)]
    ['近5年内', '5年以上']
    """
    found: list[Span] = []
    for span in sorted((*_led(text), *_unled(text)), key=lambda span: (span.start, -span.end)):
        if not found or span.start >= found[-1].end:
            found.append(span)
    return tuple(found)


def _led(text: str) -> Iterator[Span]:
    """Windows behind a word: 近5年内, 今后五年, 连续3年."""
    for window in _LED.finditer(text):
        start = window.start()
        lead = window["lead"]
        if lead in ("近", "前", "后") and begins_inside(text, start):
            start += len(lead)
            if not window.group().endswith("内"):
                continue
        elif lead in ("近", "最近") and (_asked(text, start) or not _LONG.search(window.group())):
            continue  # 达到近12年; 每天近1小时
        yield Span(start, window.end())


def _unled(text: str) -> Iterator[Span]:
    """Windows that a word behind them makes: 6个月内, 五年来, 满3年."""
    for needed, form in _FORMS:
        for window in form.finditer(text) if needed.search(text) else ():
            if not (window.group().endswith("内") and _asked(text, window.start())):
                yield Span(*window.span())


def _asked(text: str, at: int) -> bool:
    left = text[max(0, at - 8) : at]
    return bool(comparators.ending(left)) or _ASKED.search(left) is not None
