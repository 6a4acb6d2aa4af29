"""What is shown of plans that are taken in: the review of one, and what a new edition changes."""

from __future__ import annotations

from service.faces.web.parts.importing.edition_story import Story, story_of
from service.faces.web.parts.importing.review import Reviewed, reviewed

__all__ = ["Reviewed", "Story", "reviewed", "story_of"]
