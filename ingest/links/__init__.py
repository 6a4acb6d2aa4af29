"""对标关系: which clauses of two plans answer each other, how sure that is, and why."""

from __future__ import annotations

from ingest.links.arrays import Rarity, Side, side
from ingest.links.find import Held, link_pair, link_sides
from ingest.links.frames import is_frame
from ingest.links.profiles import Profile, profiles_of

__all__ = ["Held", "Profile", "Rarity", "Side", "is_frame", "link_pair", "link_sides", "profiles_of", "side"]
