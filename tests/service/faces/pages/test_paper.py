"""What a page must keep on paper: layouts for narrow screens stay off it, and so do things that can only be clicked."""

from __future__ import annotations

import re

import pytest

from service.faces.web.parts.rendering import STATIC


@pytest.mark.parametrize("name", sorted(path.name for path in STATIC.glob("*.css")))
def test_layouts_of_narrow_screens_are_for_screens(name: str) -> None:
    """A sheet of A4 is narrower than a tablet: without the word screen it would get the layout of a phone."""
    css = (STATIC / name).read_text(encoding="utf-8")
    assert re.findall(r"@media\s*\([^{]*max-width[^{]*", css) == []
    assert css.count("{") == css.count("}")
