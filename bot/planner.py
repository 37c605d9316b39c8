"""What is due by the clock becomes a timer: each time once, whoever looks first, in the team's zone and calendar.

``schedules.next_at`` is the truth. A time is noted in ``runs`` under its local minute in the same unit of work that
winds the timer, so replicas, restarts and both sides of a change of the clocks make exactly one.
"""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from commands.kit.plan import plans, set_next, wound
from commands.kit.schedule import LATE_AFTER, TOO_LATE, Every
from storage import Planned, Run, Storage, Unit, may_pass

from .ports import Clock

log = logging.getLogger(__name__)

MOST = 200
"""Schedules that are looked at in one beat."""
A_MOMENT = timedelta(seconds=1)


class Planner:
    def __init__(self, storage: Storage, clock: Clock, every: Mapping[str, Every]) -> None:
        self._storage = storage
        self._clock = clock
        self._every = every

    async def welcome(self) -> None:
        """Plan what this version has and a team does not know yet, and what had nothing ahead of it when it was last
        planned; what is planned stays, also where it is overdue."""
        for team in await self._storage.read(lambda unit: unit.schedules.lacking(self._every)):
            await self._storage.write(partial(self._fill, number=team, now=self._clock()))

    async def plan(self) -> bool:
        """Wind timers for what has become due. Whether there was anything."""
        now = self._clock()
        found = await self._storage.read(lambda unit: unit.schedules.due(now, MOST))
        for planned in found:
            try:
                await self._storage.write(partial(self._one, seen=planned, now=now))
            except Exception as error:  # what is wrong with one team's must not hold up the others'
                if may_pass(error):
                    raise
                log.exception("a schedule must wait", extra={"team": planned.team, "schedule": planned.name})
        return bool(found)

    async def _fill(self, unit: Unit, number: int, now: datetime) -> None:
        for name, plan in (await plans(unit, await unit.teams.get(number), self._every)).items():
            if plan.kept.next_at is None and not plan.kept.off:
                await set_next(unit, name, plan, now)

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
        if not due or team.suspended_at is not None or plan.idle:
            return
        *missed, last = due
        for found in missed:
            await unit.schedules.ran(Run(team.id, each.name, found.slot, now, "missed"))
        late = now - last.at
        if each.late == "skip" and late > TOO_LATE:
            await unit.schedules.ran(Run(team.id, each.name, last.slot, now, "skipped"))
            return
        key, since = f"{each.name}:{team.id}:{last.slot}", missed[0].slot[:10] if missed else None
        timer = wound(plan, key, last.slot, await unit.places.of(team.id), now, since=since)
        if timer is None:
            await unit.schedules.ran(Run(team.id, each.name, last.slot, now, "nowhere"))
            return
        outcome = "late" if each.late == "label" and late > LATE_AFTER else "run"
        if await unit.schedules.ran(Run(team.id, each.name, last.slot, now, outcome)):
            await unit.timers.set(timer)
