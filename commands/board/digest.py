"""What a digest says: the day or the week in a few lines, who is still awaited, and where to look further."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from commands.kit import Amount, Bullets, Button, Ctx, Day, Heading, Listed, Reply, Said, Value, reply, text
from commands.kit.against import notes
from commands.kit.aims import aims_of, ways
from commands.kit.expected import expected
from commands.kit.metrics import Metric
from commands.kit.periods import Period, period_of
from commands.kit.reply import Block
from commands.kit.sheet import Sheet, percent, shown

from .asked import Asked
from .one import EMPTY, GOALS, figures, table
from .park import OTHERS, PAGE, Park, covers, listed, read, standings
from .room import fits
from .signals import abnormal
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
BEHIND = text("Goals that are behind:")

FRIDAY = 4
FIGURES = 6
"""Figures of one community on a line: what a phone shows without scrolling sideways."""
MOST_BEHIND = 3


def period_about(kind: str, day: date) -> Period:
    """What a digest is about that is made on a day: the day, or its ISO week; until Thursday the week before."""
    if kind != "weekly":
        return period_of("day", day)
    week = period_of("week", day)
    return week.before() if day.weekday() < FRIDAY else week


async def daily(ctx: Ctx, period: Period, headline: Metric, notices: Sequence[Block]) -> Reply:
    """The digest of one day. ``notices`` stand above the figures."""
    day = period.first
    park = await read(ctx, period, headline)
    above: list[Block] = [Heading(DAILY(day=period.said(ctx.today))), *notices]
    below: list[Block] = []
    if park.now.empty:
        below.append(EMPTY())
    elif len(park.standings) > 1:
        below += [table(ctx, period, park.now, park.befores), covers(park, period), *notes(park.befores)]
    aims = await aims_of(ctx, None, period)
    if behind := await ways(ctx, aims.spans, day, most=MOST_BEHIND, behind=True):
        below += [BEHIND(), Bullets(tuple(behind))]
    said, takes = await abnormal(ctx, day)
    below += [*said, *await _awaited(ctx, day)]
    found = _with_communities(ctx, _communities(ctx, park), above, below)
    asked = Asked(None, period)
    line = "/daily" if day == ctx.today else f"/daily date:{day}"
    return reply(*found, buttons=[*takes, Button(BOARD(), asked.line()), Button(REPORT(), line)])


async def weekly(ctx: Ctx, period: Period, headline: Metric, notices: Sequence[Block]) -> Reply:
    """The digest of a week, with its picture."""
    asked = Asked(None, period)
    park, aims = await read(ctx, period, headline), await aims_of(ctx, None, period)
    found: list[Block] = [Heading(WEEKLY(week=period.said(ctx.today))), *notices]
    if park.now.empty:
        return reply(*found, EMPTY(), buttons=[Button(BOARD(), asked.line())])
    found += figures(ctx, period, park.now, park.befores, aims, covers(park, period))
    if len(park.standings) > 1:
        found.append(standings(period, park, headline, 1))
        if (left := len(park.standings) - PAGE) > 0:
            found.append(OTHERS(n=left))
    lines = await ways(ctx, aims.spans, period.begun(ctx.today).last)
    while lines and not fits(ctx, [*found, GOALS(), Bullets(tuple(lines))]):
        lines.pop()
    found += [GOALS(), Bullets(tuple(lines))] if lines else []
    drawn = await trend(ctx, asked, headline, park, aims)
    return reply(*found, *([drawn] if drawn else []), buttons=[Button(BOARD(), asked.line())])


def _communities(ctx: Ctx, park: Park) -> list[Said]:
    """A line for each community that has reported, the worst first, against the day before."""
    now, before, _ = park.sheets
    lines: list[Said] = []
    for one in park.standings:
        if (sheet := now.get(one.community.id)) is not None:
            figures = _figures(ctx, sheet, before.get(one.community.id))
            lines.append(LINE(community=one.community.name, figures=Listed(tuple(figures))))
    return lines


def _with_communities(ctx: Ctx, lines: Sequence[Said], above: Sequence[Block], below: Sequence[Block]) -> list[Block]:
    """As many of the communities as one message has room for, the worst first."""
    found: list[Block] = [*above, *below]
    for most in range(min(PAGE, len(lines)), 0, -1):
        left = len(lines) - most
        shown = (*lines[:most], *([OTHERS(n=left)] if left else []))
        found = [*above, Bullets(shown), *below]
        if fits(ctx, found):
            break
    return found


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
