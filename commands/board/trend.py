"""The pictures of a board: twelve weeks of one figure of one community, or of every community side by side."""

from commands.kit import Chart, Ctx, Label, Line, text
from commands.kit.metrics import Metric
from commands.kit.periods import Period, period_of
from commands.kit.sheet import NOTHING, Sheet, read_sheets
from storage import Community

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


async def trend(ctx: Ctx, asked: Asked, metric: Metric, park: Park | None) -> Chart | None:
    """``None`` when there are not even two weeks with a value: a point is no trend."""
    weeks = weeks_until(asked.period.begun(ctx.today))
    number = asked.community.id if asked.community else None
    sheets = await read_sheets(ctx.store, ctx.metrics, ctx.team.id, weeks, number, metric)
    marks = tuple(Label(*_week(week)) for week in weeks)
    if asked.community is not None:
        lines = [_line(metric, asked.community, sheets)]
        title = TREND(community=asked.community.name, name=metric.label, n=len(weeks))
    else:
        standings = park.standings if park else ()
        lines = [_line(metric, one.community, sheets) for one in standings]
        title = PARK(team=ctx.team.name, name=metric.label, n=len(weeks))
    lines = [line for line in lines if any(value is not None for value in line.values)]
    if not any(sum(value is not None for value in line.values) > 1 for line in lines):
        return None
    return Chart(title, marks, tuple(lines))


def _line(metric: Metric, community: Community, sheets: list[dict[int, Sheet]]) -> Line:
    values = tuple((by[community.id][metric.key] if community.id in by else NOTHING).value for by in sheets)
    target = metric.alert.target if metric.alert.per == "week" else None
    return Line(community.name, values, metric.kind, metric.good, target)


def _week(week: Period) -> tuple[str, str, str]:
    number = week.first.isocalendar().week
    return f"W{number}", f"{number}周", f"{number}週"
