"""Telling one person something that the clock, or somebody else, has for her: in private where she can be written to,
else by her name in the team's channels. It is a timer as all others, so it is written in her own language."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from storage import Account, Address, Place, Timer

from .context import Ctx
from .texts import Mention, text

HERE = text("I'm reachable", context="button")
HERE_LINE: Final = "/oncall reachable"
"""Pressed in a channel by whoever cannot be written to, it tries that at once."""


async def tell(ctx: Ctx, person: int, key: str, line: str, at: datetime | None = None) -> None:
    """Type ``line`` for her, at an instant or at once. ``key`` tells it apart from all other timers of the team."""
    account = private_of(await ctx.store.accounts.of(person))
    if account is None:
        await tell_aloud(ctx, person, key, line, at)
    else:
        address = Address(account.platform, account.direct or "")
        await ctx.store.timers.set(Timer(0, ctx.team.id, f"{key}:{ctx.team.id}", at or ctx.now, line, address, person))


async def tell_aloud(ctx: Ctx, person: int, key: str, line: str, at: datetime | None = None) -> None:
    """Type it for her in the team's channels of the platforms where she is."""
    mine = {account.platform for account in await ctx.store.accounts.of(person)}
    channels = await team_channels(ctx)
    for place in [place for place in channels if place.address.platform in mine] or channels:
        name = f"{key}:{ctx.team.id}:{place.id}"
        await ctx.store.timers.set(Timer(0, ctx.team.id, name, at or ctx.now, line, place.address, person))


async def keep_quiet(ctx: Ctx, key: str) -> None:
    """What was to be told later need not be told any more."""
    await ctx.store.timers.stop(f"{key}:{ctx.team.id}")
    for place in await ctx.store.places.of(ctx.team.id):
        await ctx.store.timers.stop(f"{key}:{ctx.team.id}:{place.id}")


async def team_channels(ctx: Ctx) -> list[Place]:
    return [place for place in await ctx.store.places.of(ctx.team.id, "team") if place.suspended_at is None]


async def home(ctx: Ctx) -> Address:
    """Where the clock types what is about the whole team."""
    channels = await team_channels(ctx)
    return channels[0].address if channels else ctx.heard.address


async def mention(ctx: Ctx, person: int, name: str) -> Mention:
    """Her name, which calls her wherever she has an account."""
    accounts = await ctx.store.accounts.of(person)
    return Mention(name, tuple((account.platform, account.user) for account in accounts))


def private_of(accounts: Sequence[Account]) -> Account | None:
    """The account through which somebody can be written to in private."""
    return next((account for account in accounts if account.direct), None)
