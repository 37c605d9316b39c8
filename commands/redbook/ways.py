"""Goals with a date: how far the month has brought them."""

from datetime import date
from decimal import Decimal

from commands.kit import Amount, Ctx, Day, Value, text
from commands.kit.metrics import Metric
from commands.kit.periods import Period
from commands.kit.sheet import read_sheets, shown, together
from storage import Community, Goal

from .month import Month
from .targets import MISSED, REACHED, goals_of, named

WAY = text("{start} → {target} by {day}")
GONE = text("{part} of the way")


async def ways(month: Month) -> list[tuple[bool, tuple[Value, ...]]]:
    """Whether each is reached or on its way, and its row: what it was at the end of the month, and how much of the way
    that is."""
    ctx = month.ctx
    communities = await ctx.store.communities.of(ctx.team.id, archived=True)
    found = []
    for goal in await goals_of(month):
        metric = ctx.metrics.get(goal.metric)
        if goal.kind == "span" and metric is not None and goal.last is not None:
            until = min(goal.last, month.period.last, ctx.today)
            value = await _value(ctx, goal, metric, until, communities) if until >= goal.first else None
            if value is not None:
                found.append(_row(goal, metric, value, until, communities))
    return found


def _row(
    goal: Goal, metric: Metric, value: Decimal, until: date, communities: list[Community]
) -> tuple[bool, tuple[Value, ...]]:
    start, last = goal.start or Decimal(), goal.last or goal.first
    way, days, past = goal.target - start, (last - goal.first).days + 1, (until - goal.first).days + 1
    part, pace = (value - start) * 100 / way if way else Decimal(100), Decimal(100) * past / days
    kept = metric.adds_up and metric.good == "down" and way > 0  # not to be reached, but kept to
    well = goal.state == "reached" or (part <= pace if kept else part >= pace)
    limit = WAY(start=shown(metric, start), target=shown(metric, goal.target), day=Day(last))
    said = (REACHED if well else MISSED)(value=shown(metric, value))
    gone = GONE(part=Amount(part.quantize(Decimal(1)), "percent"))
    return well, (named(communities, goal, metric), limit, said, gone)


async def _value(ctx: Ctx, goal: Goal, metric: Metric, until: date, communities: list[Community]) -> Decimal | None:
    """A sum since the first day, else what it is at the end."""
    (sheets,) = await read_sheets(
        ctx.store, ctx.metrics, ctx.team.id, [Period("quarter", goal.first, until)], goal.community, metric
    )
    living = {one.id for one in communities if one.archived_at is None or one.id == goal.community}
    mine = {number: sheet for number, sheet in sheets.items() if number in living}
    return together(ctx.metrics, mine, 0)[metric.key].value
