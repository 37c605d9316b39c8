"""Digests that stand in the channels are live: when a figure that they show is corrected, they are remade."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final

from storage import Address, Run, Signal, Task, Timer

from .context import Ctx
from .moments import instant_of
from .periods import Period, period_of
from .private import home
from .standup import stir

DAILY: Final = "digest.daily"
SIGNAL: Final = "/signal show "
"""What the origin of a task begins with that signals became."""
SHORTLY: Final = timedelta(seconds=2)
"""What is corrected in one go changes a digest once."""
_ON_ITS_DAY: Final = "posted"


def digest_of(period: Period) -> str:
    """The name of the card that the digest of a day or a week is."""
    return f"digest:{period.written()}"


@dataclass(frozen=True, slots=True)
class Posted:
    """When something that stands was posted, when that was due, and the first day whose post was missed before it."""

    at: datetime
    due: datetime
    since: date | None = None


async def note_posted(ctx: Ctx, name: str, due: datetime, since: date | None) -> Posted:
    """Keep what a card said of its coming, for when it is remade. ``due`` is on the team's wall clock."""
    outcome = since.isoformat() if since is not None else _ON_ITS_DAY
    await ctx.store.schedules.ran(Run(ctx.team.id, name, f"{due:%Y-%m-%dT%H:%M}", ctx.now, outcome))
    return Posted(ctx.now, instant_of(due, ctx.zone), since)


async def posted(ctx: Ctx, name: str) -> Posted | None:
    """``None`` where it was never posted, or that is long forgotten."""
    run = await ctx.store.schedules.newest(ctx.team.id, name)
    if run is None:
        return None
    since = None if run.outcome == _ON_ITS_DAY else date.fromisoformat(run.outcome)
    return Posted(run.at, instant_of(datetime.fromisoformat(run.slot), ctx.zone), since)


async def where_it_stands(ctx: Ctx, name: str) -> tuple[Address, ...]:
    """The living channels in which a card stands, or to which it is on its way."""
    alive = {place.address for place in await ctx.store.places.of(ctx.team.id) if place.suspended_at is None}
    return tuple(at for _, at in await ctx.store.cards.where(ctx.team.id, [name]) if at in alive)


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


async def signals_changed(ctx: Ctx, signals: Iterable[Signal]) -> None:
    """They were taken up or given back: every live message that may show one follows."""
    await stir(ctx)
    for day in sorted({signal.day for signal in signals}):
        period = period_of("day", day)
        if await ctx.store.cards.where(ctx.team.id, [digest_of(period)]):
            await wind_refresh(ctx, period, ctx.now + SHORTLY)


async def signal_follows(ctx: Ctx, task: Task) -> None:
    """Something happened to a task: where signals became it, whoever has it has them."""
    if task.origin.startswith(SIGNAL):
        standing = await ctx.store.signals.raised(ctx.team.id)
        await signals_changed(ctx, [one for one in standing if one.task == task.number])


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
