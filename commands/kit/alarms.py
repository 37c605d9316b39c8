"""What opens a risk by itself: negative mentions that come too fast, and entries that look like fraud.

The room that sees the figures keeps a line for the clock, together with the figures; so the risk is opened however the
process ends in between. Whether one of the same rule is open already is looked at when the line is typed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from storage import Activity, Timer

from .context import Ctx
from .moments import instant_of
from .private import home
from .tongue import utc

NEGATIVE: Final = "negative"
"""The figure that is watched. Its limit is that of the catalogue: ``alert_above``, counted by the hour."""


@dataclass(frozen=True, slots=True)
class Rise:
    """A figure that counts up through a day came from ``was`` to ``now`` since an instant, so many an hour."""

    since: datetime
    was: Decimal
    now: Decimal
    rate: Decimal


def fastest(reported: Sequence[tuple[datetime, Decimal]], most: Decimal) -> Rise | None:
    """The fastest rise to the last of these reports, if it is above so many an hour. ``reported`` begins with the
    beginning of the day and 0. What came in less than an hour is counted as if it had taken one: two mentions in a
    minute are no crisis. A correction downwards is no rise; what follows is counted from it."""
    if not reported:
        return None
    end, now = reported[-1]
    rises = [Rise(at, was, now, (now - was) / max(_hours(utc(end) - utc(at)), Decimal(1))) for at, was in reported[:-1]]
    worst = max(rises, key=lambda one: one.rate, default=None)
    return worst if worst is not None and worst.rate > most else None


def _hours(span: timedelta) -> Decimal:
    return Decimal(span // timedelta(seconds=1)) / 3600


async def negatives_filed(ctx: Ctx, community: int, day: date, value: Decimal | None) -> None:
    """So many negative mentions were filed of a day just now. Only today is watched: what is filed of a past day comes
    too late to answer to."""
    most = hourly_limit(ctx)
    today = ctx.now.astimezone(ctx.zone).date()
    if most is None or value is None or value <= most or day != today:
        return
    begin = utc(instant_of(datetime.combine(day, time()), ctx.zone))
    filed = await ctx.store.numbers.changes(ctx.team.id, day, day, begin)
    mine = [one for one in reversed(filed) if one.community == community and one.metric == NEGATIVE]
    reported = [(begin, Decimal()), *((utc(one.at), one.value) for one in mine if one.value is not None)]
    rise = fastest(reported, most)
    if rise is not None:
        line = f"/risk opens negative of:{community} was:{rise.was:f} now:{rise.now:f}"
        await _opens(ctx, f"negative:{community}", line, rise.since)


def hourly_limit(ctx: Ctx) -> Decimal | None:
    """``None`` where the catalogue has no such figure, or counts it by the day."""
    metric = ctx.metrics.get(NEGATIVE)
    return metric.alert.alert_above if metric is not None and metric.alert.above_per == "hour" else None


async def entries_frozen(ctx: Ctx, activity: Activity, entries: int, abnormal: int) -> None:
    """So many of its entries are abnormal that its prize pool was frozen."""
    line = f"/risk opens entries of:{activity.number} was:{entries} now:{abnormal}"
    await _opens(ctx, f"entries:{activity.id}", line, ctx.now)


async def _opens(ctx: Ctx, about: str, line: str, since: datetime) -> None:
    line += f" since:{since.isoformat()} at:{ctx.now.isoformat()}"
    await ctx.store.timers.set(Timer(0, ctx.team.id, f"risk:opens:{about}", ctx.now, line, await home(ctx), None))
