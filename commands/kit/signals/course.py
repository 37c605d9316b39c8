"""The way that a figure came: its values over the last days, or over the weeks or months up to the one it is about."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from commands.kit.context import Ctx
from commands.kit.periods import Kind, period_of
from commands.kit.sheet import read_sheets, shown, together
from commands.kit.texts import Said, Text, text
from commands.kit.tongue import Tongue
from storage import Signal

LAST_DAYS = text("Last {n} days: {values}")
LAST_WEEKS = text("Last {n} weeks: {values}")
LAST_MONTHS = text("Last {n} months: {values}")

POINTS: Final[Mapping[Kind, tuple[int, Text]]] = {
    "day": (7, LAST_DAYS), "week": (4, LAST_WEEKS), "month": (4, LAST_MONTHS),
}  # fmt: skip
FEWEST: Final = 2


async def course(ctx: Ctx, signal: Signal, tongue: Tongue) -> Said | None:
    """Such as "Last 7 days: 12 · 11 · 13 · – · 12 · 10 · 31"; ``None`` where there is nothing before it."""
    metric, kind = ctx.metrics.get(signal.metric), signal.per
    if metric is None or metric.hidden:
        return None
    points, said = POINTS[kind]
    last = max(signal.day, ctx.today) if kind == "day" else signal.day
    periods = [period_of(kind, last)]
    while len(periods) <= points:
        periods.insert(0, periods[0].before())
    living = {one.id for one in (await ctx.communities()).values()} | {signal.community}
    values: list[Decimal | None] = []
    for sheets in await read_sheets(ctx.store, ctx.metrics, ctx.team.id, periods, signal.community, metric):
        mine = {one: sheet for one, sheet in sheets.items() if one in living}
        values.append(together(ctx.metrics, mine, 0)[metric.key].value)
    # Of today there may be nothing yet.
    values = values[:-1] if values[-1] is None else values[1:]
    if sum(value is not None for value in values) < FEWEST:
        return None
    # No list of any language: the thousands of some have the comma that would stand between them.
    return said(n=points, values=" · ".join(tongue.show(shown(metric, value)) for value in values))
