"""Goals with a date: how far the month has brought them."""

from decimal import Decimal

from commands.kit import Amount, Day, Value, text
from commands.kit.goals import Standing, standings
from commands.kit.sheet import shown

from .month import Month
from .targets import MISSED, REACHED, goals_of

WAY = text("{start} → {target} by {day}")
GONE = text("{part} of the way")


async def ways(month: Month) -> list[tuple[bool, tuple[Value, ...]]]:
    """Whether each is reached or on its way, and its row: what it was at the end of the month, and how much of the way
    that is."""
    until = min(month.period.last, month.ctx.today)
    spans = [goal for goal in await goals_of(month) if goal.kind == "span" and goal.first <= until]
    found = {one.goal.id: one for one in await standings(month.ctx, spans, until)}
    return [_row(one) for goal in spans if (one := found.get(goal.id)) and one.value is not None]


def _row(one: Standing) -> tuple[bool, tuple[Value, ...]]:
    goal, metric, part = one.goal, one.metric, one.progress
    well = goal.state == "reached" or not one.behind
    limit = WAY(
        start=shown(metric, goal.start or Decimal()),
        target=shown(metric, goal.target),
        day=Day(goal.last or goal.first),
    )
    said = (REACHED if well else MISSED)(value=shown(metric, one.value))
    gone = GONE(part=Amount((Decimal(100) if part is None else part).quantize(Decimal(1)), "percent"))
    return well, (one.name, limit, said, gone)
