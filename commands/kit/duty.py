"""The rota of a team as it is kept, ready to be asked who answers; and what follows when that may have changed."""

from datetime import datetime, timedelta
from typing import Final

from storage import Team, Timer, Unit

from .context import Ctx
from .plan import calendar_of
from .private import home, tell
from .rota import Rota
from .zone import zone_of

SHORTLY: Final = timedelta(seconds=2)
LOOK: Final = "/oncall tick"
"""What the clock types to see which shifts begin."""


async def rota_of(ctx: Ctx, since: datetime | None = None) -> Rota:
    """As it is from an instant on; without one from now on."""
    return await rota_for(ctx.store, ctx.team, since or ctx.now)


async def rota_for(unit: Unit, team: Team, since: datetime) -> Rota:
    people = {person.id: person for person in await unit.people.of(team.id, left=True)}
    return Rota(
        await unit.rotas.layers(team.id, since), await unit.rotas.stand_ins(team.id, since), people, zone_of(team.zone),
        await calendar_of(unit, team),
    )  # fmt: skip


async def rota_changed(ctx: Ctx) -> None:
    """Who answers may have changed: the clock looks at once who comes, and shortly whether anybody does. Without a rota
    nothing follows."""
    await look_at_shifts(ctx, ctx.now)
    await look_who_is_missing(ctx)


async def look_who_is_missing(ctx: Ctx) -> None:
    """Shortly, so that what is mended is said to be. Without a rota nobody is missing."""
    if await ctx.store.rotas.layers(ctx.team.id, ctx.now - SHORTLY):
        key, at = f"oncall:warn:{ctx.team.id}", ctx.now + SHORTLY
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, at, "/oncall warn", await home(ctx), None))


async def look_at_shifts(ctx: Ctx, at: datetime) -> None:
    """The clock looks then who comes on call; it has one such moment for each team."""
    await ctx.store.timers.set(Timer(0, ctx.team.id, f"oncall:tick:{ctx.team.id}", at, LOOK, await home(ctx), None))


async def leave_clashes(ctx: Ctx, person: int) -> None:
    """Leave and shifts of hers may meet: where they do, she hears of it."""
    if await ctx.store.rotas.layers(ctx.team.id):
        await tell(ctx, person, f"oncall:clash:{person}", f"/clash told {person} what:leave person:{person}")
