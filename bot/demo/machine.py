"""The time machine: the clock goes from one due time to the next, so that everything on the way happens at its own time
and carries it."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from commands.kit import Text, text
from commands.kit.metrics import Catalogue
from commands.kit.plan import plans
from commands.kit.schedule import Every
from storage import Storage, Unit

from ..clock import Beats
from ..planner import Planner
from ..web.time_machine import Offer
from .clock import MOMENTS, DemoClock
from .troupe import Troupe

PLANNED: Mapping[str, tuple[Text, str]] = {
    "next": (text("next thing by the clock"), ""),
    "standup": (text("next stand-up"), "standup.board"),
    "nudge": (text("next reminder to report"), "nudge."),
    "digest": (text("next daily digest"), "digest.daily"),
    "friday": (text("Friday review of the week"), "review.week"),
    "fortnight": (text("milestone review"), "review.milestones"),
    "monday": (text("next Monday's weekly digest"), "digest.weekly"),
    "topic": (text("topic meeting on the 25th"), "review.topic"),
    "month-end": (text("diary at the month's end"), "review.diary"),
    "redbook": (text("Monthly Red Book"), "redbook"),
    "quarter": (text("round table of the quarter"), "review.quarter"),
}
"""What the team's own schedules lead to, by how their names begin."""
WOUND: Mapping[str, tuple[Text, str]] = {
    "activity": (text("next step of an activity"), "/activity "),
    "risk": (text("next call or clock of a risk"), "/risk "),
}
"""What is wound for one thing alone, by how the lines begin that the clock will type."""
SUMMARY, SUMMED = "summary", text("summary of that review")
OFFERED: Mapping[Text, tuple[str, ...]] = {
    text("The next", context="jump"): ("next", "morning", "standup", "nudge", "digest", "activity", "risk"),
    text("In the week", context="jump"): ("friday", SUMMARY, "fortnight", "monday"),
    text("In the month", context="jump"): ("topic", "month-end", "redbook", "quarter"),
}
"""Everything on offer, in groups, and in each as it usually comes."""
MOST = 6000
"""Stops on one way. A quarter has about two thousand; whatever comes on top of that happens late."""


class Machine:
    def __init__(
        self, clock: DemoClock, storage: Storage, every: Mapping[str, Every], planner: Planner, beats: Beats,
        troupe: Troupe, metrics: Catalogue,
    ) -> None:  # fmt: skip
        self._clock = clock
        self._storage = storage
        self._every = every
        self._planner = planner
        self._beats = beats
        self._troupe = troupe
        self._metrics = metrics
        self._one_at_a_time = asyncio.Lock()

    def offers(self) -> Mapping[str, Offer]:
        labels = {name: label for name, (label, _) in (*PLANNED.items(), *WOUND.items(), *MOMENTS.items())}
        labels[SUMMARY] = SUMMED
        return {name: Offer(group(), labels[name]()) for group, names in OFFERED.items() for name in names}

    async def goal(self, to: str, zone: ZoneInfo) -> datetime | None:
        now = self._clock()
        if to in MOMENTS:
            return MOMENTS[to][1](now.astimezone(zone))
        if to in WOUND:
            return await self._storage.read(lambda unit: unit.timers.soonest(WOUND[to][1]))
        await self._planner.welcome()
        if to == SUMMARY:
            return await self._storage.read(partial(self._summary, now=now))
        return await self._storage.read(partial(self._planned, begins=PLANNED[to][1], now=now))

    async def _summary(self, unit: Unit, now: datetime) -> datetime | None:
        """When the review of the week that is open will be closed, or the next one."""
        for team in await unit.teams.all():
            for going in await unit.rounds.going(team.id):
                if going.kind == "week" and going.closes_at > now:
                    return going.closes_at
        asked = await self._planned(unit, PLANNED["friday"][1], now)
        return asked + timedelta(minutes=self._metrics.reviews.week_minutes) if asked is not None else None

    async def _planned(self, unit: Unit, begins: str, now: datetime) -> datetime | None:
        every = {name: each for name, each in self._every.items() if name.startswith(begins)}
        found = [
            at.at for team in await unit.teams.all() for plan in (await plans(unit, team, every)).values()
            if not plan.idle and (at := plan.next(now)) is not None
        ]  # fmt: skip
        return min(found, default=None)

    async def jump(self, goal: datetime, passing: Callable[[datetime], None]) -> None:
        async with self._one_at_a_time:
            await self._planner.welcome()
            for _ in range(MOST):
                due = await self._soonest()
                # What is done at the goal itself may ask for more to be done at once.
                if due is None or due > max(goal, self._clock()):
                    break
                await self._clock.move(due)
                passing(self._clock())
                await self._troupe.play()
                await self._beats.timers()
            await self._clock.move(goal)
            passing(self._clock())

    async def _soonest(self) -> datetime | None:
        async def look(unit: Unit) -> list[datetime | None]:
            return [await unit.schedules.soonest(), await unit.timers.soonest()]

        found = [*await self._storage.read(look), await self._troupe.next()]
        return min((at for at in found if at is not None), default=None)
