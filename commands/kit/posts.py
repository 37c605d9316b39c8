"""Digests that stand in the channels are live: when a figure that they show is corrected, they are remade."""

from datetime import date, datetime, time, timedelta
from typing import Final

from storage import Address, Signal, Timer

from .context import Ctx
from .periods import Period, period_of
from .private import home
from .standup import stir

DAILY: Final = "digest.daily"
SHORTLY: Final = timedelta(seconds=2)
"""What is corrected in one go changes a digest once."""


def digest_of(period: Period) -> str:
    """The name of the card that the digest of a day or a week is."""
    return f"digest:{period.written()}"


async def audience(ctx: Ctx, *, alone: bool) -> tuple[Address, ...]:
    """Where a post goes that the clock types here: to this channel, and unless that was chosen for it to all others of
    its kind."""
    here = ctx.heard.address
    if alone:
        return (here,)
    places = await ctx.store.places.of(ctx.team.id, ctx.place.purpose if ctx.place is not None else "team")
    others = [place.address for place in places if place.suspended_at is None and place != ctx.place]
    return (here, *(address for address in others if address != here))


async def figures_changed(ctx: Ctx, day: date, *, new: bool) -> None:
    """What was posted of this day, and of its week, is remade in a moment. Where nothing stands, nothing follows.

    ``new``: nothing was corrected. Then today's digest is only looked for from the usual time of digests on, so that a
    report in time costs no question."""
    local = ctx.now.astimezone(ctx.zone)
    if new and day == local.date() and local.time() < usual_time(ctx):
        return
    periods = {digest_of(period): period for period in (period_of("day", day), period_of("week", day))}
    for name in sorted({card for card, _ in await ctx.store.cards.where(ctx.team.id, [*periods])}):
        await wind_refresh(ctx, periods[name], ctx.now + SHORTLY)


async def signal_changed(ctx: Ctx, signal: Signal) -> None:
    """It was taken up or given back: every live message that may show it follows."""
    await stir(ctx)
    period = period_of("day", signal.day)
    if await ctx.store.cards.where(ctx.team.id, [digest_of(period)]):
        await wind_refresh(ctx, period, ctx.now + SHORTLY)


async def wind_refresh(ctx: Ctx, period: Period, at: datetime, *, again: bool = False) -> None:
    """``again``: only if somebody has reported by then."""
    line = f"/digest refresh {'weekly' if period.kind == 'week' else 'daily'} date:{period.first}"
    line, name = (f"{line} new:yes", "again") if again else (line, "refresh")
    key = f"{digest_of(period)}:{name}:{ctx.team.id}"
    await ctx.store.timers.set(Timer(0, ctx.team.id, key, at, line, await home(ctx), None))


def usual_time(ctx: Ctx) -> time:
    """When the digest of a day comes in a team that has not moved it."""
    minute = ctx.every[DAILY].when.minute if DAILY in ctx.every else 0
    return time(minute // 60, minute % 60)
