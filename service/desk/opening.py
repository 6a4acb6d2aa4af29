"""How a desk is set up: for one command, or for one request to a running service."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TYPE_CHECKING

from service.desk.desk import Desk
from service.settings import Settings
from service.storage import NoBase, open_current

if TYPE_CHECKING:  # the start of a search waits for none of them
    from service.linking import Links
    from service.live import Keeper
    from service.upkeep.build import Progress

Shown = Callable[[], AbstractContextManager["Progress"]]  # where a person sees how far work is


def open_desk(settings: Settings, shown: Shown) -> Desk:
    """The desk over the current base, which is built first where that is needed; links are worked out when asked for."""
    if settings.database is not None:
        from service.upkeep.build import follow

        follow(settings)  # another machine may have imported something
    try:
        base = open_current(settings)
    except NoBase:
        from service.upkeep import build as building

        with shown() as progress:
            base = building.ensure(settings, progress)

    @contextmanager
    def watched(total: int) -> Iterator[Callable[[], None]]:
        with shown() as progress:
            progress.stage("对应关系", total)
            yield progress.advance

    def links(_: float | None) -> Links:
        from service.linking import open_links

        return open_links(base.folder, base.store, watched)

    return Desk(base, settings, links)


def desk_of(keeper: Keeper) -> Desk:
    """The desk over the base that a running service answers from now. Raises NotReady."""
    base = keeper.base()

    def links(wait: float | None) -> Links:
        return keeper.links(base) if wait is None else keeper.links(base, wait)

    return Desk(base, keeper.settings, links)
