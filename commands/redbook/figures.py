"""The figures of the month: of the team, of each community, and week by week."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from commands.kit import Amount, Chart, Ctx, Heading, Line, Listed, Said, Table, Value, text
from commands.kit.against import Against, against, notes
from commands.kit.hints import verbatim
from commands.kit.periods import Period
from commands.kit.reply import Printable
from commands.kit.sheet import NOTHING, Sheet, percent, shown, together
from storage import Community

from .month import Month, Read, mark

TITLE = text("Figures")
COVERS = text("Reported: {filed} of {all} communities, {days}/{of} daily reports.")
WEEKS = text("The weeks are those that ended in this month; a rate is worked out from summed figures.")
TOGETHER = text("All communities")
NUMBER = text("Number")
MONTH = text("Month", context="column")
BEFORE = text("vs last month")
DAYS = text("Days")
REPORTS = text("Reports")
TREND = text("{team} · {name}, {n} weeks")
EACH = text("Each community · {name}, {n} weeks")
FIGURE = text("{name} {value}")
CHANGED = text("{name} {value} ({change})")

HEADLINE = "active"
"""What is drawn, as on the board."""
SHOWN = ("members", "joined", "active", "revenue")
"""Named in the message where the team has them, besides the director's own."""
MOST = 6


async def chapter(month: Month) -> list[Printable]:
    ctx, found = month.ctx, await month.figures()
    if not found.now:
        return []
    communities = [one for one in (await ctx.communities()).values() if one.id in found.now]
    all_ = len(await ctx.communities())
    length = month.period.begun(ctx.today).length
    whole = together(ctx.metrics, found.now, length * all_)
    compared = against(ctx.metrics, found.now, found.before)
    weekly = [(week, together(ctx.metrics, by, week.length * all_)) for week, by in found.of_month]
    days = max((whole[key].days for key in whole), default=0)
    blocks: list[Printable] = [
        COVERS(filed=len(found.now), all=all_, days=days, of=whole.of), *notes([compared]), WEEKS(),
        *_pictures(ctx, found, communities), Heading(TOGETHER()), _table(ctx, whole, compared, weekly),
    ]  # fmt: skip
    for one in communities if len(communities) > 1 else ():
        alone = against(ctx.metrics, {one.id: found.now[one.id]}, _only(found.before, one.id))
        mine = [(week, by.get(one.id)) for week, by in found.of_month]
        sheet = found.now[one.id]
        blocks += [Heading(verbatim(one.name)), _table(ctx, sheet, alone, mine, length)]
    return blocks


async def brief(month: Month) -> list[Said]:
    """The figures a director asks for first, in one line."""
    ctx, found = month.ctx, await month.figures()
    whole = together(ctx.metrics, found.now, 0)
    compared = against(ctx.metrics, found.now, found.before)
    stars = [metric.key for metric in ctx.metrics.metrics if metric.alert.north_star and not metric.hidden]
    said: list[Value] = []
    for key in [*dict.fromkeys((*SHOWN, *stars))]:
        metric = ctx.metrics.get(key)
        value = whole[key].value
        if metric is None or metric.hidden or value is None or len(said) == MOST:
            continue
        change = percent(compared.now[key].value, compared.before[key].value)
        if change is None:
            said.append(FIGURE(name=metric.label, value=shown(metric, value)))
        else:
            moved = Amount(change, "percent", signed=True)
            said.append(CHANGED(name=metric.label, value=shown(metric, value), change=moved))
    return [verbatim(Listed(tuple(said), "row"))] if said else []


def _only(sheets: Mapping[int, Sheet], number: int) -> dict[int, Sheet]:
    return {number: sheets[number]} if number in sheets else {}


def _table(
    ctx: Ctx, now: Sheet, compared: Against, weekly: Sequence[tuple[Period, Sheet | None]], of: int = 0
) -> Table:
    """A row for each figure that has a value: the month, its change, its weeks, and how many reports it covers; of a
    single community, how many ``of`` how many days."""
    rows: list[tuple[Value, ...]] = []
    for metric in ctx.metrics.metrics:
        cell = now[metric.key]
        if metric.hidden or not cell.days:
            continue
        weeks = [shown(metric, (sheet[metric.key] if sheet else NOTHING).value) for _, sheet in weekly]
        change = shown(metric, compared.change(metric), signed=True)
        rows.append((metric.label, shown(metric, cell.value), change, *weeks, f"{cell.days}/{of or now.of}"))
    marks = [verbatim(mark(week)) for week, _ in weekly]
    return Table((NUMBER(), MONTH(), BEFORE(), *marks, (DAYS if of else REPORTS)()), tuple(rows))


def _pictures(ctx: Ctx, found: Read, communities: Sequence[Community]) -> list[Printable]:
    """The team's weeks large, and those of each community side by side; a single value is no line."""
    metric = ctx.metrics.find(HEADLINE) or ctx.metrics.entered[0]
    marks, n = tuple(mark(week) for week in found.until), len(found.until)
    drawn: list[Printable] = []
    whole = [together(ctx.metrics, by, 0)[metric.key].value for by in found.weeks]
    if _line(whole):
        title = TREND(team=ctx.team.name, name=metric.label, n=n)
        drawn.append(Chart(title, marks, (Line(metric.label, tuple(whole), metric.kind, metric.good),)))
    lines = []
    for one in communities:
        values = [(by[one.id][metric.key] if one.id in by else NOTHING).value for by in found.weeks]
        if _line(values):
            lines.append(Line(one.name, tuple(values), metric.kind, metric.good))
    if len(lines) > 1:
        drawn.append(Chart(EACH(name=metric.label, n=n), marks, tuple(lines)))
    return drawn


def _line(values: Sequence[Decimal | None]) -> bool:
    return sum(value is not None for value in values) > 1
