"""A review that asks counts those who are there: whoever goes or comes back changes the count on its card."""

from datetime import timedelta
from typing import Final

from storage import Timer

from .context import Ctx
from .private import home

SHORTLY: Final = timedelta(seconds=2)


async def recount(ctx: Ctx) -> None:
    """Somebody went or came back. Where nothing is asked, nothing follows."""
    if await ctx.store.rounds.going(ctx.team.id):
        at, line = ctx.now + SHORTLY, "/review refresh"
        key = f"review:{ctx.team.id}:refresh"
        await ctx.store.timers.set(Timer(0, ctx.team.id, key, at, line, await home(ctx), None))
