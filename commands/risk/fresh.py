"""The time that is left stands on the card in words, so the clock looks again: often when something is due soon, seldom
when not, and not at all where no clock runs."""

from datetime import timedelta
from typing import Final

from commands.kit import Ctx
from commands.kit.private import home
from storage import Timer

from .look import Look, about

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
OFTEN: Final = ((_HOUR, 5 * _MINUTE), (6 * _HOUR, 15 * _MINUTE), (48 * _HOUR, _HOUR))
"""So near to the time at which something is due the card is drawn anew so often."""
LATE: Final = ((_HOUR, 15 * _MINUTE), (48 * _HOUR, _HOUR))
"""So long after it."""
SELDOM: Final = 6 * _HOUR
SHORTLY: Final = timedelta(seconds=10)
"""After which a post is out, as a rule, and can be linked to."""
REFRESH: Final = "refresh"


async def keep_fresh(ctx: Ctx, look: Look) -> None:
    """Whatever draws the card puts the next look off."""
    after = next_look(ctx, look)
    if after is None:
        await ctx.store.timers.stop(about(look.risk).key(REFRESH))
        return
    line, key = f"/risk {REFRESH} {look.risk.number}", about(look.risk).key(REFRESH)
    await ctx.store.timers.set(Timer(0, ctx.team.id, key, ctx.now + after, line, await home(ctx), None))


def next_look(ctx: Ctx, look: Look) -> timedelta | None:
    """``None``: nothing on it changes by itself."""
    risk = look.risk
    if look.coming:
        # Longer from look to look, in case that a chat cannot be reached.
        return max(SHORTLY, ctx.now - (look.approved[-1].approved_at or ctx.now))
    times = [clock.due_at for clock in look.clocks if clock.runs]
    if risk.silenced_until is not None and ctx.now < risk.silenced_until:
        times.append(risk.silenced_until)
    if risk.closed_at is not None or not times:
        return None
    # Of an exercise that runs faster the minutes are shorter.
    often = min(_often((at - ctx.now) * risk.pace) for at in times)
    return max(often / risk.pace, _MINUTE)


def _often(left: timedelta) -> timedelta:
    steps = OFTEN if left > timedelta() else LATE
    return next((often for within, often in steps if abs(left) <= within), SELDOM)
