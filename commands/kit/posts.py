"""Digests that stand in the channels are live: when a figure that they show is corrected or comes late, they are
remade."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from storage import Address, Run, Signal, Task, Timer, Unit

from .context import Ctx
from .hints import PLATFORMS
from .moments import instant_of
from .periods import Period, period_of
from .standup import stir

SIGNAL: Final = "/signal show "
"""What the origin of a task begins with that signals became."""
SHORTLY: Final = timedelta(seconds=2)
"""What is corrected in one go changes a digest once."""
_ON_ITS_DAY: Final = "posted"
_LINKED: Final = re.compile(r"-100(\d{10,})")
"""Chats of Telegram whose messages have an address."""


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


@dataclass(frozen=True, slots=True)
class Standing:
    """A message of ours. ``where`` is its address; where that is not known, the platform and the chat."""

    platform: str
    where: str


def where(at: Address, message: str, title: str, server: str = "") -> str:
    """A link for those who are in that chat. Discord's needs the server, too."""
    if at.platform == "telegram" and (found := _LINKED.fullmatch(at.chat)) and message.isdecimal():
        return "/".join(filter(None, ("https://t.me/c", str(int(found[1])), at.thread, message)))
    if at.platform == "discord" and server and message.isdecimal():
        return f"https://discord.com/channels/{server}/{at.thread or at.chat}/{message}"
    platform = PLATFORMS.get(at.platform, at.platform)
    return f"{platform}: {title}" if title else platform


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


async def figures_changed(unit: Unit, team: int, day: date, now: datetime) -> None:
    """What was posted of this day, and of its week, is remade in a moment."""
    await _remade(unit, team, (period_of("day", day), period_of("week", day)), now)


async def signals_changed(ctx: Ctx, signals: Iterable[Signal]) -> None:
    """They were taken up or given back: every live message that may show one follows."""
    await stir(ctx)
    days = sorted({signal.day for signal in signals})
    await _remade(ctx.store, ctx.team.id, [period_of("day", day) for day in days], ctx.now)


async def signal_follows(ctx: Ctx, task: Task) -> None:
    """Something happened to a task: where signals became it, whoever has it has them."""
    if task.origin.startswith(SIGNAL):
        standing = await ctx.store.signals.raised(ctx.team.id)
        await signals_changed(ctx, [one for one in standing if one.task == task.number])


async def _remade(unit: Unit, team: int, periods: Sequence[Period], now: datetime) -> None:
    """By the clock, typed where it stands. Where nothing stands, nothing follows."""
    names = {digest_of(period): period for period in periods}
    standing = dict(sorted(await unit.cards.where(team, [*names]), key=str))
    for name, at in standing.items():
        line = f"/digest refresh {'weekly' if names[name].kind == 'week' else 'daily'} date:{names[name].first}"
        await unit.timers.set(Timer(0, team, f"{name}:refresh:{team}", now + SHORTLY, line, at, None))
