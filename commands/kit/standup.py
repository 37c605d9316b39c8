"""The stand-up board is a live message: whatever changes what it says winds it anew."""

from datetime import date, datetime, timedelta
from typing import Final

from storage import Team, Timer, Unit

from .context import Ctx
from .periods import Kind, period_of
from .private import home
from .zone import zone_of

COMPLETED: Final[tuple[Kind, ...]] = ("week", "month")
SHORTLY: Final = timedelta(seconds=2)
"""What happens at nearly the same moment changes the board once."""


def board_of(day: date) -> str:
    """The name of the card of one day's board."""
    return f"standup:{day}"


async def look_again(ctx: Ctx, day: date) -> None:
    """The figures of a past day changed: what is abnormal is found anew in a moment, on the day itself and on those
    that completed its week and its month, and the board follows."""
    ends = (period_of(kind, day).last for kind in COMPLETED)
    where = await home(ctx)
    for one in sorted({day, *(end for end in ends if end < ctx.today)}):
        key, line = f"signals:{ctx.team.id}:{one}", f"/signal look date:{one}"
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now + SHORTLY, line, where, None))


async def stir(ctx: Ctx) -> None:
    """Something changed that the board of today may show. Where none stands, nothing follows."""
    await stir_board(ctx.store, ctx.team, ctx.now)


async def stir_board(unit: Unit, team: Team, now: datetime) -> None:
    today = now.astimezone(zone_of(team.zone)).date()
    if standing := await unit.cards.where(team.id, [board_of(today)]):
        _, at = min(standing, key=str)
        key = f"standup:refresh:{team.id}"
        await unit.timers.set(Timer(0, team.id, key, now + SHORTLY, "/standup refresh", at, None))
