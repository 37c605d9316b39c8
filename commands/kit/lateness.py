"""What is overdue: when it is told of next, and to whom among those who lead."""

from datetime import datetime, time, timedelta
from typing import Final

from storage import Person, Role

from .context import Ctx
from .moments import instant_of
from .plan import quiet_hours, within

MORNING: Final = time(10)
"""When those who are late are reminded, once a day."""
A_DAY: Final = timedelta(hours=24)
"""After which the managers hear of it."""


def asleep(ctx: Ctx) -> bool:
    """Whether it is in the team's quiet hours now."""
    quiet = quiet_hours(ctx.team.quiet)
    return quiet is not None and within(f"{ctx.now.astimezone(ctx.zone):%H:%M}", quiet)


def next_morning(ctx: Ctx) -> datetime:
    """At ten; in a team that is still quiet then, as soon as it is not."""
    quiet = quiet_hours(ctx.team.quiet)
    morning = time.fromisoformat(quiet[1]) if quiet and within(f"{MORNING:%H:%M}", quiet) else MORNING
    local = ctx.now.astimezone(ctx.zone)
    day = local.date() if local.time() < morning else local.date() + timedelta(days=1)
    return instant_of(datetime.combine(day, morning), ctx.zone)


def awake(ctx: Ctx) -> datetime:
    """Now; in the team's quiet hours, when they end."""
    quiet = quiet_hours(ctx.team.quiet)
    if quiet is None or not asleep(ctx):
        return ctx.now
    local, end = ctx.now.astimezone(ctx.zone), time.fromisoformat(quiet[1])
    day = local.date() if local.time() < end else local.date() + timedelta(days=1)
    return instant_of(datetime.combine(day, end), ctx.zone)


async def leaders(ctx: Ctx) -> list[Person]:
    """Those who lead and are there; all of them when all are away."""
    found = [who for who in await ctx.people() if who.level >= Role.MANAGER and not who.waiting]
    return [who for who in found if not who.away_on(ctx.today)] or found
