"""The rota of a team as it is kept, ready to be asked who answers."""

from datetime import datetime
from typing import Final

from storage import Timer

from .context import Ctx
from .owners import everybody
from .plan import calendar_of
from .private import home
from .rota import Rota

LOOK: Final = "/oncall tick"
"""What the clock types to see which shifts begin."""


async def rota_of(ctx: Ctx, since: datetime | None = None) -> Rota:
    """As it is from an instant on; without one from now on."""
    since = since or ctx.now
    return Rota(
        await ctx.store.rotas.layers(ctx.team.id, since), await ctx.store.rotas.stand_ins(ctx.team.id, since),
        await everybody(ctx), ctx.zone, await calendar_of(ctx.store, ctx.team),
    )  # fmt: skip


async def rota_changed(ctx: Ctx) -> None:
    """Somebody else may be on call now, or soon: the clock looks at once."""
    await look_at_shifts(ctx, ctx.now)


async def look_at_shifts(ctx: Ctx, at: datetime) -> None:
    """The clock looks then; it has one such moment for each team."""
    await ctx.store.timers.set(Timer(0, ctx.team.id, f"oncall:tick:{ctx.team.id}", at, LOOK, await home(ctx), None))
