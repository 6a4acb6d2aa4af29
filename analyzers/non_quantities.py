"""Finds the stretches of a text whose numbers are no quantities.

Takes folded text. Gives spans: titles in 《》, document and standard numbers, slogans in quotation marks, whole dates,
times of day, ordinals (第三次, 二十大), enumeration marks, numbers inside Latin names (PM2.5, 5G, 4A级), telephone numbers,
coordinates, roads and rooms, and the numbers of formulas (A/B×100%). Ages are no masks: whether 65岁 is an age group or a
value is for the reader of the whole sentence to tell. A run of digits or letters is tried once, from its start: trying
it from each character would take the square of its length.
"""

from __future__ import annotations

import re

from analyzers.marks import Span
from analyzers.normalise import HAN
from analyzers.numerals import CN_DIGIT, CN_TEN

_CN = f"零两{CN_TEN}百"
_N = r"[0-9]+(?:\.[0-9]+)?"
_STANDARDS = (
    "GB(?:/T|Z|J)?|DB[0-9]{2,4}(?:/T)?|HJ|CJJ?|JGJ|JTG|JTT?|SL|DL|YD|NY|LY|TD|WS|MZ|GA|AQ|TSG|ISO|IEC|IEEE|CECS|QC|JR|YC|YY"
    "|SB|SN|HG|JB|RB|WW|WH|GY|DA|XF|SY|SH|GH|QX|DZ|FZ|QB|MT|LD|LB|[A-Z]{1,4}/[A-Z]{1,6}"
)
_NUMBERED = "电话 热线 拨打 邮编 手机 传真 账号 编号".split()
_AFTER_NAME = "|".join(f"(?<={word})|(?<={word}:)" for word in _NUMBERED)
# First characters -> what may begin with them, tried in this order.
_FORMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("《", (r"《[^《》]{0,80}》",)),
    ("“‘", (r"[“‘][^“”‘’%‰]{1,60}[”’]",)),  # slogans and names; one with a percentage is read as running text
    (
        "[〔(",
        (
            r"[\[〔(][0-9]{4}[\]〕)]第?[0-9]{1,5}号",
            r"[\[〔][0-9]{4}[\]〕][0-9]*号?",
            r"\(0[0-9]{2,3}\) ?[0-9]{7,8}",
            r"\(1/ ?(?:10 ?万|十万|百万|万|10{3,6})\)",  # the unit of a name: 孕产妇死亡率(1/10万)
            rf"\([0-9]{{1,2}}\)|\([{CN_TEN}]{{1,3}}\)",
        ),
    ),
    (
        "0123456789",
        (
            r"(?:[0-9]{4}年)?[0-9]{1,5}号",
            rf"(?:(?:19|20)[0-9]{{2}}年)?(?:[0-9]{{1,2}}|[{_CN}]{{1,3}})月(?:[0-9]{{1,2}}|[{_CN}]{{1,3}})日(?:[0-9]{{1,2}}时(?:[0-9]{{1,2}}分)?)?(?:起|前|之前|至)?",
            rf"(?:(?:19|20)[0-9]{{2}}年)?(?:[0-9]{{1,2}}|[{CN_TEN}]{{1,2}})月(?:[底末初]|上旬|中旬|下旬|份)(?:之前|以前|前)?",
            r"[0-9]{1,2}日(?:之前|以前|前)(?!后)",  # 每月5日前报送
            r"[0-9]{1,2}(?:[-~至到、][0-9]{1,2})?月(?![龄子嫂])",
            r"[0-9]{1,2}(?:大(?=精神|报告|以来|召开|[,。;、])|届|中全会)",
            r"(?:(?<=[。;:])|^)[0-9]{1,2}[.、．](?![0-9])",
            r"1[3-9][0-9]{9}(?![0-9.万亿元人名个户家吨亩立千])|0[0-9]{2,3}-?[0-9]{7,8}(?![0-9])|[48]00-[0-9]{3}-?[0-9]{4}(?![0-9])",
            rf"(?:{_AFTER_NAME})[0-9-]{{3,}}(?:[、,或和及者]+[0-9-]{{3,}})*(?![0-9]*[个名人项家部台条件次余多万%.])",
            rf"{_N}(?: ?: ?{_N}){{2,}}|[0-9]+(?:\.[0-9]+){{2,}}|[0-9]+(?:-[0-9]+){{2,}}",  # 22:35:43, 1.2.3, 2024-3-15
            r"(?<=比例尺)(?:1: ?)?[0-9]+万?",
            rf"{_N}(?:G|g|A|K|D|V|P|H|T|X)(?![A-Za-z])(?!W|B)级?",
            r"[0-9]+(?:\+[0-9A-Za-z]+)+",
            r"[0-9]{3,5}(?=[^0-9,。;]{0,12}(?:热线|专线|电话))(?![0-9]*[个名人项家条部台%])",
            r"1(?:10|19|20|22)(?=急救|报警|接警|出警|指挥|联动|救护|院前|平台)",
            r"24小时(?=[^,。;]{0,6}(?:热线|服务|值班|值守|不间断|自助|在线|开放|营业|监测|应急|响应))",
            r"[0-9]{1,4}(?:分钟|小时)(?=[^,。;]{0,12}圈)",
            r"[0-9]{1,2}:[0-5][0-9] ?[-~至到] ?(?:次日|翌日)?[0-9]{1,2}:[0-5][0-9]",
            r"[0-9]{1,2}时(?![代期段间空刻])(?:[0-9]{1,2}分)?|[0-9]{1,2}点(?:[0-9]{1,2}分|[半整钟]|[一三]刻)",
            rf"[0-9]+[×x*][0-9]+|{_N}[%‰]? ?[×÷]",
            rf"{_N}°(?!C)(?:{_N}′)?(?:{_N}″)?|(?:(?<=[东西]经)|(?<=[南北]纬)){_N}度?(?:{_N}分)?(?:{_N}秒)?",
            r"[0-9]{1,4}[国省县乡]道(?!路)|(?<=[国省县乡]道)[0-9]{1,4}(?:线|(?![0-9.]|公里|千米|米|[条处段个余多k]))",
            r"(?:[0-9]{1,3}[栋幢])?[0-9]{1,2}单元(?:[0-9]{2,4}室?)?|[0-9]{1,3}[栋幢](?=[0-9])|[0-9]{3,4}室(?![内外])",
            r"[0-9]型(?!号)|[0-9]{1,4}页",
            r"[0-9]{1,2}[·•・][0-9]{1,2}",  # 3·15, 12·4: days of the year
        ),
    ),
    (
        _CN,
        (
            rf"(?:[一二][九零][{_CN}]{{2}}年)?[{_CN}]{{1,3}}月[{_CN}]{{1,3}}日(?:起|前|之前|至)?",
            rf"[{CN_TEN}]{{1,2}}月(?:[底末初]|上旬|中旬|下旬|份)(?:之前|以前|前)?",
            rf"[{_CN}]{{1,4}}(?:大(?=精神|报告|以来|召开|[,。;、])|届|中全会)",
            r"二十四小时(?=[^,。;]{0,6}(?:热线|服务|值班|值守|不间断|自助|在线|开放|营业|监测|应急|响应))",
            rf"[{CN_TEN}]{{1,4}}(?:分钟|小时)(?=[^,。;]{{0,12}}圈)",
            rf"[{_CN}]{{1,3}}(?:时[{_CN}]{{1,3}}分|点(?:[{_CN}]{{1,3}}分|[半整钟]))",
            rf"[{_CN}]是(?=[^非])",
            f"(?:[{CN_DIGIT}]|(?<![{CN_DIGIT[1:]}])十)分(?=[{HAN}])(?!之|钟|以|左)",  # 三分建设七分管理, 十分重要
            "三番[五两]次",
        ),
    ),
    (
        "第",
        (
            rf"第(?:[0-9]{{1,5}}号|(?:[0-9]{{1,4}}|[{_CN}千]{{1,6}})[个次届批条章节期轮位名类款项阶步产版卷]?)",
        ),
    ),
    ("①-⑳", (r"[①-⑳]",)),
    ("$", (r"\$[^$]{0,3}\$",)),
    ("×÷*", (rf"[×÷*] ?{_N}[%‰十百千万亿]*(?:/ ?{_N}[万亿]?)?倍?",)),
    (
        "A-Za-zα-ωΑ-Ω",
        (
            rf"(?:{_STANDARDS}) ?[0-9]+(?:\.[0-9]+)*(?:-[0-9]{{2,4}})?(?![0-9])",
            r"[A-Z]{1,5}(?:/[A-Z]{1,6})? ?[0-9]{1,6}(?:\.[0-9]+)?-(?:19|20)[0-9]{2}(?![0-9])",
            r"[A-Za-z][0-9]{1,4}\+[0-9]+",
            r"[A-Za-zα-ωΑ-Ω]+-?[0-9]+(?:[.-][0-9]+)*[A-Za-z]*",  # PM2.5, CO2, ISO9001, IPv6, G56
        ),
    ),
)
_BEGINS = re.compile(f"[0-9《“‘\\[〔(第$×÷*①-⑳A-Za-zα-ωΑ-Ω{_CN}]")
_CN_BEGINS = re.compile(f"[{_CN}]{{1,7}}[年月大届中小分时点是番]")
_LETTER, _BEHIND_LETTER = re.compile("[A-Za-zα-ωΑ-Ω]"), re.compile(r"[A-Za-zα-ωΑ-Ω\\]")
_CLOCK = re.compile("(?<![0-9:.])([01]?[0-9]|2[0-4]) ?: ?[0-5][0-9](?![0-9:.]| ?[万亿])")
_RATIO = re.compile("[比配例]|系数")
_ANY = re.compile(f"[0-9{_CN}“‘《①-⑳]")


def _by_first() -> dict[str, re.Pattern[str]]:
    found: dict[str, re.Pattern[str]] = {}
    for first, forms in _FORMS:
        pattern = re.compile("|".join(forms))
        chars = re.compile(f"[{re.escape(first) if len(first) < 4 and '-' not in first else first}]")
        found |= {
            chr(code): pattern
            for code in (*range(0x24, 0x3D0), *range(0x2000, 0xA000))
            if chars.match(chr(code))
        }
    return found


_FORM_AT = _by_first()


def find_masks(text: str) -> tuple[Span, ...]:
    """The stretches of a folded text in which no number is a quantity, in order, without overlap.

    >>> [(m.start, m.end) for m in find_masks("按国发[2019]4号,落实《纲要(2021-2030年)》")]
    [(3, 11), (14, 30)]
    """
    if _ANY.search(text) is None:
        return ()
    masks: list[Span] = []
    end = 0
    for begin in _BEGINS.finditer(text):
        at = begin.start()
        if at < end or _goes_on(text, at):
            continue
        if (found := _FORM_AT[text[at]].match(text, at)) and found.end() > at:
            end = found.end()
            masks.append(Span(at, end))
    times = [
        time for time in _times_of_day(text) if not any(mask.start <= time.start < mask.end for mask in masks)
    ]
    return tuple(sorted([*masks, *times])) if times else tuple(masks)


def _goes_on(text: str, at: int) -> bool:
    """Whether a run of digits or letters began earlier, or a numeral stands in front of no word that matters."""
    char, before = text[at], text[at - 1 : at]
    if char in _CN:
        return _CN_BEGINS.match(text, at) is None
    if "0" <= char <= "9":
        return before.isdigit()
    return _LETTER.match(char) is not None and _BEHIND_LETTER.match(before) is not None


def _times_of_day(text: str) -> list[Span]:
    """8:30 and 17:00, where nothing near says that two numbers are set in proportion (师生比不低于1:18)."""
    return [
        Span(*found.span())
        for found in (_CLOCK.finditer(text) if ":" in text else ())
        if found[1] != "1"
        and not _RATIO.search(text[max(0, found.start() - 12) : found.start()])
        and not _RATIO.search(text[found.end() : found.end() + 4])
    ]
