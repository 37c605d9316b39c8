"""What a digest says: the day or the week in a few lines, who is still awaited, and where to look further."""

from datetime import date
from decimal import Decimal

from commands.kit import Amount, Bullets, Button, Ctx, Day, Heading, Listed, Reply, Said, Value, reply, text
from commands.kit.against import notes
from commands.kit.expected import expected
from commands.kit.metrics import Metric
from commands.kit.periods import period_of
from commands.kit.reply import Block
from commands.kit.sheet import Sheet, percent, shown

from .asked import Asked
from .one import EMPTY, figures, table
from .park import OTHERS, PAGE, Park, covers, listed, read, standings
from .trend import trend

DAILY = text("Daily digest · {day}")
WEEKLY = text("Weekly digest · {week}")
LATE = text("This was due {at}.")
MISSED = text("Nothing could be posted since {day}; those days are on the board.")
LINE = text("{community}: {figures}")
FIGURE = text("{name} {value}")
CHANGED = text("{name} {value} ({change})")
AWAITED = text("Still awaited, late is welcome too: {communities}.")
OF_WHOM = text("{community} ({people})")
AWAY = text("Away: {people}.")
ALL_THERE = text("Every community has reported. Thank you!")
BOARD = text("Board", context="button")
REPORT = text("Report now", context="button")

FRIDAY = 4
FIGURES = 6
"""Figures of one community on a line: what a phone shows without scrolling sideways."""


async def daily(ctx: Ctx, day: date, headline: Metric, notices: list[Said]) -> Reply:
    """The digest of one day."""
    period = period_of("day", day)
    park = await read(ctx, period, headline)
    heading = Heading(DAILY(day=period.said(ctx.today)))
    found: list[Block] = [heading, *notices]
    if park.now.empty:
        found.append(EMPTY())
    else:
        found.append(Bullets(tuple(_communities(ctx, park))))
        if len(park.standings) > 1:
            found += [table(ctx, period, park.now, park.befores), covers(park, period), *notes(park.befores)]
    found += await _awaited(ctx, day)
    asked = Asked(None, period)
    line = "/daily" if day == ctx.today else f"/daily date:{day}"
    return reply(*found, buttons=[Button(BOARD(), asked.line()), Button(REPORT(), line)])


async def weekly(ctx: Ctx, day: date, headline: Metric, notices: list[Said]) -> Reply:
    """The digest of the ISO week that ``day`` belongs to, with its picture; until Thursday that of the week before."""
    period = period_of("week", day)
    if day.weekday() < FRIDAY:
        period = period.before()
    asked = Asked(None, period)
    park = await read(ctx, period, headline)
    found: list[Block] = [Heading(WEEKLY(week=period.said(ctx.today))), *notices]
    if park.now.empty:
        return reply(*found, EMPTY(), buttons=[Button(BOARD(), asked.line())])
    found += figures(ctx, period, park.now, park.befores, covers(park, period))
    if len(park.standings) > 1:
        found.append(standings(period, park, headline, 1))
        if (left := len(park.standings) - PAGE) > 0:
            found.append(OTHERS(n=left))
    drawn = await trend(ctx, asked, headline, park)
    return reply(*found, *([drawn] if drawn else []), buttons=[Button(BOARD(), asked.line())])


def _communities(ctx: Ctx, park: Park) -> list[Said]:
    """A line for each community that has reported, the worst first, against the day before."""
    now, before, _ = park.sheets
    lines: list[Said] = []
    for one in park.standings:
        if (sheet := now.get(one.community.id)) is not None:
            figures = _figures(ctx, sheet, before.get(one.community.id))
            lines.append(LINE(community=one.community.name, figures=Listed(tuple(figures))))
    if len(lines) > PAGE:
        return [*lines[:PAGE], OTHERS(n=len(lines) - PAGE)]
    return lines


def _figures(ctx: Ctx, sheet: Sheet, before: Sheet | None) -> list[Value]:
    found: list[Value] = []
    for metric in ctx.metrics.entered:
        value = sheet[metric.key].value
        if value is None or len(found) == FIGURES:
            continue
        change: Decimal | None = percent(value, before[metric.key].value) if before else None
        if change is None:
            found.append(FIGURE(name=metric.label, value=shown(metric, value)))
        else:
            said = Amount(change, "percent", signed=True)
            found.append(CHANGED(name=metric.label, value=shown(metric, value), change=said))
    return found


async def _awaited(ctx: Ctx, day: date) -> list[Block]:
    """Who is missing, named kindly; who is away is not missing."""
    found = await expected(ctx.store, ctx.team.id, day)
    said: list[Block] = []
    if found.missing:
        names: list[Value] = []
        for each in found.missing:
            people = Listed(tuple(person.name for person in found.waits.get(each.id, ())))
            names.append(OF_WHOM(community=each.name, people=people) if people.items else each.name)
        said.append(AWAITED(communities=listed(names)))
    elif await ctx.communities():
        said.append(ALL_THERE())
    if found.away:
        away = [_gone(person.name, person.away_until) for person in found.away]
        said.append(AWAY(people=Listed(tuple(away))))
    return said


UNTIL = text("{name} until {day}")


def _gone(name: str, until: date | None) -> Value:
    return UNTIL(name=name, day=Day(until)) if until else name
