"""When the desk was away: the process was down, the machine slept, or a platform was out of reach. Presses in that time
may never have come, so the cards of open risks say so for a while.

A mark in the database says when the desk was last awake; whoever finds it old was away. In a process that lives on, a
clock that somebody moves is no absence: seconds must have passed as well. Whoever finds it ahead knows that the clock
was set back: the calls that were made by the wrong clock must not put off the next ones.
"""

import logging
import time
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from storage import Address, Deed, Storage, StorageError, Team, Timer, Unit

from .ports import Clock, Health

log = logging.getLogger(__name__)

MARK = "awake"
LONG = timedelta(minutes=2)
"""What is shorter is nothing to speak of: Telegram keeps presses that long."""
OFTEN = timedelta(seconds=20)
"""How often the mark is set."""

CALLED: Final[Collection[Deed]] = ("called", "nobody", "unreachable")
"""What is told of a call."""


def seconds() -> float:
    """Since anywhere, those in which the machine slept among them."""
    boot = getattr(time, "CLOCK_BOOTTIME", None)
    return time.monotonic() if boot is None else time.clock_gettime(boot)


class Absence:
    """``passed`` counts seconds, whatever the wall clock says."""

    def __init__(self, storage: Storage, clock: Clock, passed: Callable[[], float] = seconds) -> None:
        self._storage = storage
        self._clock = clock
        self._passed = passed
        self._beat: tuple[datetime, float] | None = None
        self._down: dict[str, tuple[datetime, float]] = {}

    async def awake(self) -> None:
        """Say so; find out whether that was not so before."""
        now, at = self._clock(), self._passed()
        if self._beat is not None:
            last, since = self._beat
            if now - last < OFTEN and now >= last:
                return
            slept = at - since >= LONG.total_seconds()
        else:
            slept = True
        await self._storage.write(lambda unit: self._mark(unit, now, tell=slept))
        self._beat = now, at

    async def hears(self, platform: str, health: Health) -> None:
        """How a platform is. One that was out of reach for long and is back was away."""
        now, at = self._clock(), self._passed()
        if health.state == "down":
            self._down.setdefault(platform, (now, at))
        elif (gone := self._down.pop(platform, None)) is not None and health.state == "ok":
            since, passed = gone
            if at - passed < LONG.total_seconds():
                return
            try:
                await self._storage.write(lambda unit: _tell(unit, since, now, platform))
            except StorageError as error:  # then the desk is away as a whole, which its mark says
                log.warning("nobody is told of the absence", extra={"platform": platform, "why": str(error)})

    async def _mark(self, unit: Unit, now: datetime, *, tell: bool) -> None:
        kept = await unit.marks.get(MARK)
        await unit.marks.set(MARK, now.isoformat())
        if kept is not None and datetime.fromisoformat(kept) - now >= OFTEN:
            log.warning("the clock was set back", extra={"from": kept})
            await _calls_go_on(unit, now)
        if tell and kept is not None and now - datetime.fromisoformat(kept) >= LONG:
            await _tell(unit, datetime.fromisoformat(kept), now)


async def _tell(unit: Unit, since: datetime, until: datetime, platform: str = "") -> None:
    """Each team with open risks hears of it on their cards."""
    for number in await unit.risks.teams():
        where = await _home(unit, await unit.teams.get(number))
        if where is not None:
            line = f"/risk away since:{int(since.timestamp())} until:{int(until.timestamp())}"
            line += f" platform:{platform}" if platform else ""
            await unit.timers.set(Timer(0, number, f"risk:away:{number}:{platform}", until, line, where, None))


async def _calls_go_on(unit: Unit, now: datetime) -> None:
    """Where the last call is still to come, the next one follows it as far from now as it would have from then."""
    for number in await unit.risks.teams():
        for risk in await unit.risks.open(number, drill=None):
            ahead = [one.at for one in await unit.risk_story.story(risk.id) if one.deed in CALLED and one.at > now]
            step = await unit.timers.find(f"risk:{risk.id}:step")
            if ahead and step is not None:
                await unit.timers.set(replace(step, due_at=now + max(step.due_at - max(ahead), timedelta())))


async def _home(unit: Unit, team: Team) -> Address | None:
    places = await unit.places.of(team.id, "team")
    return next((place.address for place in places if place.suspended_at is None), None)
