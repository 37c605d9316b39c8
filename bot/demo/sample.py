"""The demo as one piece: the clock, the memory with the sample team in it, and the page."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Protocol

from commands.kit.menu import Menu
from commands.kit.metrics import Catalogue
from commands.kit.zone import zone_of
from storage import Storage

from ..charts import Studio
from ..clock import Beats
from ..dispatch import Desk
from ..inbox import Intake
from ..planner import Planner
from ..supervise import Supervisor
from ..web.chat import WebChat
from .clock import DemoClock
from .machine import Machine
from .people import ROOMS, ZONE, people
from .seed import planted, seed
from .troupe import Troupe
from .turns import DAY, OVERTURE, Turn

__all__ = ["DemoClock", "overture", "web_chat"]

MORNING, EVE = time(9, 40), time(19, 45)
LOOK = 5.0
"""Seconds between two looks whether a colleague has something to say."""


class Pieces(Protocol):
    """What the demo needs of a desk that is put together."""

    @property
    def storage(self) -> Storage: ...

    @property
    def metrics(self) -> Catalogue: ...

    @property
    def menu(self) -> Menu: ...

    @property
    def desk(self) -> Desk: ...

    @property
    def intake(self) -> Intake: ...

    @property
    def studio(self) -> Studio: ...

    @property
    def planner(self) -> Planner: ...

    @property
    def beats(self) -> Beats: ...

    @property
    def supervisor(self) -> Supervisor: ...


async def overture(pieces: Pieces, clock: DemoClock) -> None:
    """Before the first visit: the team lives through an evening and a morning, so that the rooms have something to
    tell. Then it is twenty to ten, and the day lies ahead."""
    await clock.remember(pieces.storage)
    if await pieces.storage.read(planted) is not None:
        return
    zone = zone_of(ZONE)
    morning = datetime.combine(clock().astimezone(zone).date(), MORNING, zone)
    evening = datetime.combine(morning.date() - timedelta(days=1), EVE, zone)
    await clock.begin(evening)
    await seed(pieces.storage, clock, pieces.metrics)
    troupe, machine = _lively(pieces, clock, OVERTURE)
    await troupe.played(evening)
    await machine.jump(morning, lambda moment: None)


async def web_chat(pieces: Pieces, clock: DemoClock, make: Callable[..., WebChat], files: Path) -> WebChat:
    """The page over the sample team. The clock goes on from where an earlier run left it."""
    await clock.remember(pieces.storage)
    await seed(pieces.storage, clock, pieces.metrics)
    troupe, machine = _lively(pieces, clock, DAY)
    # Nobody catches up with what she would have said while nobody was here.
    await troupe.played(clock())
    pieces.supervisor.add("sample team", lambda: _live(troupe))
    return make(
        desk=pieces.desk,
        feed=pieces.intake.feed,
        storage=pieces.storage,
        clock=clock,
        menu=pieces.menu,
        metrics=pieces.metrics,
        rooms=ROOMS,
        people=people(),
        files=files,
        draw=pieces.studio.png,
        jump=machine,
    )


def _lively(pieces: Pieces, clock: DemoClock, turns: Sequence[Turn]) -> tuple[Troupe, Machine]:
    troupe = Troupe(clock, pieces.storage, pieces.desk, pieces.metrics, turns)
    return troupe, Machine(
        clock, pieces.storage, pieces.menu.every, pieces.planner, pieces.beats, troupe, pieces.metrics
    )


async def _live(troupe: Troupe) -> None:
    while True:
        await troupe.play()
        await asyncio.sleep(LOOK)
