"""What a browser does with an element: whether it shows it, and whether it is a link to another page.

Takes parsed elements. Gives yes or no.
"""

from __future__ import annotations

import re
from typing import Any

_UNSEEN = frozenset(
    "script style noscript template head title meta link svg math iframe object embed audio video canvas map select"
    " button input textarea option datalist rp rt dialog del".split()
)
_HIDDEN = re.compile(
    r"(?:display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|font-size\s*:\s*0(?![.\d]*[1-9])"
    r"|(?<![\w-])opacity\s*:\s*0(?!\.?\d*[1-9])|(?<![\w-])(?:left|top|text-indent)\s*:\s*-\d{4,}"
    r"|(?=.*(?<![\w-])(?:max-)?(?:height|width)\s*:\s*0(?![.\d]*[1-9]))(?=.*overflow\s*:\s*hidden))",
    re.IGNORECASE | re.DOTALL,
)
_BOLD = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_BOLD_TAGS = frozenset("b strong h1 h2 h3 h4 h5 h6".split())
# What parts lines inside a link that its author forgot to close.
_LINE_ENDS = ("br", "p", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "table")
_LINES_OF_A_LINK = 4  # a picture with a title, a date and a summary
_SIZE_OF_A_LINK = 300  # characters


# What the page's own style sheet hides by a plain class or id: .hid{display:none}, p.hid; never ul ul.
_RULE = re.compile(r"([^{}@]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"[a-z0-9]*[.#][A-Za-z_][\w-]*")
_AT_RULE = re.compile(r"@[^{}]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")  # for print, for narrow screens
_SHOWN = re.compile(r"(?:display|visibility)\s*:", re.IGNORECASE)
_HIDDEN_SHARE = 0.2  # more of a page is hidden for a script to show it: the text behind a tab
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def mark_hidden(page: Any) -> None:
    """Marks the elements that a style sheet in the page hides, so that they are seen as hidden."""
    most = _HIDDEN_SHARE * len(page.get_text())
    for sheet in page.find_all("style"):
        rules = _AT_RULE.sub("", _COMMENT.sub("", sheet.get_text()))
        for selectors, properties in _RULE.findall(rules):
            if not _HIDDEN.search(properties):
                continue
            for selector in map(str.strip, selectors.split(",")):
                for element in page.select(selector) if _SELECTOR.fullmatch(selector) else ():
                    own = str(element.get("style") or "")
                    if not _SHOWN.search(own) and len(element.get_text()) <= most:
                        element["hidden"] = ""


def is_seen(element: Any) -> bool:
    """Whether a browser shows the element."""
    if element.name in _UNSEEN or element.has_attr("hidden"):
        return False
    style = element.get("style")
    return not (style and _HIDDEN.search(style))


def is_bold(element: Any) -> bool:
    """Whether the element's own words are printed apart from body text, as far as it says itself."""
    return element.name in _BOLD_TAGS or _BOLD.search(str(element.get("style") or "")) is not None


def leads_away(element: Any) -> bool:
    """A link to another page; one to a place on this page belongs to the text.

    A link that was never closed holds all that stands behind it: it is none.
    """
    if element.name != "a" or str(element.get("href") or "#").startswith("#"):
        return False
    if len(element.find_all(_LINE_ENDS, limit=_LINES_OF_A_LINK + 1)) > _LINES_OF_A_LINK:
        return False
    size = 0
    for text in element.strings:
        size += len(text.strip())
        if size > _SIZE_OF_A_LINK:
            return False
    return True
