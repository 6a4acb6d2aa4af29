"""The suggested links of a base: worked out two plans at a time, kept in a file beside it."""

from __future__ import annotations

from service.linking.background import SMALL, WAIT, Linker
from service.linking.link_file import Links
from service.linking.link_making import linked_of, links_between, open_links

__all__ = ["SMALL", "WAIT", "Linker", "Links", "linked_of", "links_between", "open_links"]
