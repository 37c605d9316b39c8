"""The pictures of a board: twelve weeks of one figure of one community, or of every community side by side."""

from commands.kit import Chart, Ctx, Label, Line, text
from commands.kit.against import compared
from commands.kit.aims import Aims
from commands.kit.metrics import Metric
from commands.kit.periods import Period, period_of
from commands.kit.sheet import NOTHING, read_compared, read_sheets

from .asked import Asked
from .park import Park

WEEKS = 12
TREND = text("{community} · {name}, {n} weeks")
PARK = text("{team} · {name}, {n} weeks")


def weeks_until(period: Period, n: int = WEEKS) -> list[Period]:
    """The weeks until the one in which a period ends, the earliest first."""
    found = [period_of("week", period.last)]
    while len(found) < n:
        found.insert(0, found[0].before())
    return found


async def trend(ctx: Ctx, asked: Asked, metric: Metric, park: Park | None, aims: Aims) -> Chart | None:
    """``None`` when there are not even two weeks with a value: a point is no trend."""
    weeks = weeks_until(asked.period.begun(ctx.today))
    number = asked.community.id if asked.community else None
    where = (ctx.store, ctx.metrics, ctx.team.id)
    sheets = await read_sheets(*where, weeks, number, metric)
    now, before = sheets[-1], sheets[-2]
    if ctx.today <= weeks[-1].last:  # it is held against as much of the week before, as in a table
        now, before = await read_compared(*where, weeks[-1], ctx.today, number, metric)
    if asked.community is not None:
        communities = [asked.community]
        title = TREND(community=asked.community.name, name=metric.label, n=len(weeks))
    else:
        communities = [one.community for one in park.standings] if park else []
        title = PARK(team=ctx.team.name, name=metric.label, n=len(weeks))
    lines = []
    for each in communities:
        values = tuple((by[each.id][metric.key] if each.id in by else NOTHING).value for by in sheets)
        if any(value is not None for value in values):
            _, was = compared(metric, now.get(each.id), before.get(each.id))
            lines.append(Line(each.name, values, metric.kind, metric.aim, aims.of(each.id).level(metric, "week"), was))
    if not any(sum(value is not None for value in line.values) > 1 for line in lines):
        return None
    return Chart(title, tuple(Label(*_week(week)) for week in weeks), tuple(lines))


def _week(week: Period) -> tuple[str, str, str]:
    number = week.first.isocalendar().week
    return f"W{number}", f"{number}周", f"{number}週"
