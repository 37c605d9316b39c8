"""The rota of a team as it is kept, ready to be asked who answers."""

from datetime import datetime

from storage import Team, Unit

from .context import Ctx
from .plan import calendar_of
from .rota import Rota
from .zone import zone_of


async def rota_of(ctx: Ctx, since: datetime | None = None) -> Rota:
    """As it is from an instant on; without one from now on."""
    return await rota_for(ctx.store, ctx.team, since or ctx.now)


async def rota_for(unit: Unit, team: Team, since: datetime) -> Rota:
    people = {person.id: person for person in await unit.people.of(team.id, left=True)}
    return Rota(
        await unit.rotas.layers(team.id, since), await unit.rotas.stand_ins(team.id, since), people, zone_of(team.zone),
        await calendar_of(unit, team),
    )  # fmt: skip
