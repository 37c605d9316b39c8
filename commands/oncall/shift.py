"""The clock of the rota: it looks which shifts begin, now and in the days ahead, and winds itself to the next one."""

from datetime import date, datetime, timedelta
from typing import Annotated, Final

from commands.kit import Args, Ask, Ctx, Reply, command, reply, text
from commands.kit.duty import LOOK, look_at_shifts, rota_of
from commands.kit.schedule import every

from .arrive import begin
from .reach import WINDOW, ask_ahead
from .soon import remind_ahead
from .turn import BACK, comings

HELP = text("Look which shifts begin")
DUE = text("When it was due")
SINCE = text("First day that was missed")

EVERY_DAY = every("00:05", name="oncall.look", label=HELP, line=LOOK, late="always", silent=True)
"""It winds itself; a team that rested, or was restored from a copy, finds its beat again the next night."""
AT_LEAST: Final = timedelta(hours=1)
"""Whatever changes the rota without a word is found after this."""


class Looking(Args):
    due: Annotated[datetime | None, Ask(DUE)] = None
    since: Annotated[date | None, Ask(SINCE)] = None


@command("oncall tick", help=HELP, clock=True, reads=True)
async def tick(args: Looking, ctx: Ctx) -> Reply:
    """What is due is done exactly once, however often this is typed."""
    rota = await rota_of(ctx, ctx.now - BACK)
    if all(layer.ends_at is not None and layer.ends_at <= ctx.now for layer in rota.layers):
        return reply()
    found = comings(rota, ctx.now, ctx.now + WINDOW)
    cards = await begin(ctx, rota, [one for one in found if one.at <= ctx.now])
    times = await ask_ahead(ctx, found)
    await remind_ahead(ctx, rota, found)
    times += [one.at for one in found if one.at > ctx.now]
    await look_at_shifts(ctx, min([*times, ctx.now + AT_LEAST]))
    return reply(cards=cards)
