"""The rota of a team as it is kept, ready to be asked who answers."""

from datetime import datetime

from .context import Ctx
from .owners import everybody
from .plan import calendar_of
from .rota import Rota


async def rota_of(ctx: Ctx, since: datetime | None = None) -> Rota:
    """As it is from an instant on; without one from now on."""
    since = since or ctx.now
    return Rota(
        await ctx.store.rotas.layers(ctx.team.id, since), await ctx.store.rotas.stand_ins(ctx.team.id, since),
        await everybody(ctx), ctx.zone, await calendar_of(ctx.store, ctx.team),
    )  # fmt: skip
