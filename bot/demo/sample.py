"""The demo as one piece: the clock, the memory with the sample team in it, and the page."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from commands.kit.menu import Menu
from commands.kit.metrics import Catalogue
from storage import Storage

from ..charts import Studio
from ..dispatch import Desk
from ..inbox import Intake
from ..ports import Clock
from ..web.chat import WebChat
from .clock import DemoClock
from .people import ROOM, people
from .seed import seed

__all__ = ["DemoClock", "web_chat"]


class Pieces(Protocol):
    """What the demo needs of a desk that is put together."""

    @property
    def storage(self) -> Storage: ...

    @property
    def metrics(self) -> Catalogue: ...

    @property
    def clock(self) -> Clock: ...

    @property
    def menu(self) -> Menu: ...

    @property
    def desk(self) -> Desk: ...

    @property
    def intake(self) -> Intake: ...

    @property
    def studio(self) -> Studio: ...


async def web_chat(pieces: Pieces, make: Callable[..., WebChat], files: Path) -> WebChat:
    """The page over the sample team. The clock goes on from where an earlier run left it."""
    machine = pieces.clock if isinstance(pieces.clock, DemoClock) else None
    if machine is not None:
        await machine.remember(pieces.storage)
    await seed(pieces.storage, pieces.clock, pieces.metrics)
    return make(
        desk=pieces.desk,
        feed=pieces.intake.feed,
        storage=pieces.storage,
        clock=pieces.clock,
        menu=pieces.menu,
        metrics=pieces.metrics,
        rooms=(ROOM,),
        people=people(),
        files=files,
        draw=pieces.studio.png,
        jump=machine,
    )
