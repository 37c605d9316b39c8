"""What is due by the clock becomes a timer: each time once, whoever looks first, in the team's zone and calendar.

``schedules.next_at`` is the truth. A time is noted in ``runs`` under its local minute in the same unit of work that
winds the timer, so replicas, restarts and both sides of a change of the clocks make exactly one.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from commands.kit.plan import Plan, plans, replan
from commands.kit.schedule import LATE_AFTER, TOO_LATE, Every, Occurrence
from storage import Place, Planned, Run, Storage, Timer, Unit

from .ports import Clock

MOST = 200
"""Schedules that are looked at in one beat."""
A_MOMENT = timedelta(seconds=1)


class Planner:
    def __init__(self, storage: Storage, clock: Clock, every: Mapping[str, Every]) -> None:
        self._storage = storage
        self._clock = clock
        self._every = every

    async def welcome(self) -> None:
        """Plan what this version has and a team does not know yet."""
        for team in await self._storage.read(lambda unit: unit.schedules.lacking(self._every)):
            await self._storage.write(partial(replan, team=team, every=self._every, now=self._clock()))

    async def plan(self) -> bool:
        """Wind timers for what has become due. Whether there was anything."""
        now = self._clock()
        found = await self._storage.read(lambda unit: unit.schedules.due(now, MOST))
        for planned in found:
            await self._storage.write(partial(self._one, seen=planned, now=now))
        return bool(found)

    async def _one(self, unit: Unit, seen: Planned, now: datetime) -> None:
        team = await unit.teams.get(seen.team)
        each = self._every.get(seen.name)
        if each is None or seen.next_at is None:
            await unit.schedules.advance(seen, None)
            return
        plan = (await plans(unit, team, {seen.name: each}))[seen.name]
        after = plan.next(now)
        if not await unit.schedules.advance(seen, after.at if after else None):
            return  # another replica was first, or somebody moved it meanwhile
        due = [found for found in plan.times(seen.next_at - A_MOMENT, now) if found.why is None]
        if not due or team.suspended_at is not None:
            return
        *missed, last = due
        for found in missed:
            await unit.schedules.ran(Run(team.id, each.name, found.slot, now, "missed"))
        late = now - last.at
        if each.late == "skip" and late > TOO_LATE:
            await unit.schedules.ran(Run(team.id, each.name, last.slot, now, "skipped"))
            return
        where = target(await unit.places.of(team.id), plan.kept.place)
        if where is None:
            await unit.schedules.ran(Run(team.id, each.name, last.slot, now, "nowhere"))
            return
        outcome = "late" if each.late == "label" and late > LATE_AFTER else "run"
        if await unit.schedules.ran(Run(team.id, each.name, last.slot, now, outcome)):
            await unit.timers.set(timer(plan, last, where, now, missed=missed))


def timer(plan: Plan, at: Occurrence, where: Place, now: datetime, *, missed: Sequence[Occurrence] = ()) -> Timer:
    """The line of a schedule, ready to be typed."""
    line = f"{plan.each.line} due:{at.slot}"
    if missed:
        line += f" since:{missed[0].slot[:10]}"
    if plan.kept.place is not None:
        line += " alone:yes"
    return Timer(0, plan.team.id, f"{plan.each.name}:{plan.team.id}:{at.slot}", now, line, where.address, None)


def target(places: Sequence[Place], chosen: int | None) -> Place | None:
    """Where a post begins: the channel chosen for it, else one for reports, else the team's; ``None`` when the team can
    be reached nowhere."""
    alive = [place for place in places if place.suspended_at is None]
    wanted = [place for place in alive if place.id == chosen]
    for purpose in ("reports", "team"):
        wanted += [place for place in alive if place.purpose == purpose]
    return wanted[0] if wanted else None
