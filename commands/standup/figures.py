"""The team's headline figures of the last day, against the day before, the same weekday and the target."""

from datetime import date

from commands.kit import Ctx, Listed, Said, Value, text
from commands.kit.against import against
from commands.kit.aims import aims_of
from commands.kit.days import dated
from commands.kit.metrics import Metric
from commands.kit.periods import period_of
from commands.kit.sheet import Sheet, read_compared, shown, together
from commands.kit.targets import reached

from .section import Morning, Section

OF_DAY = text("Figures of {day}")
BEFORE = text("Days before it, since the last board")
FIGURE = text("{name} {value}")
FIGURE_OF_SOME = text("{name} {value} ({n}/{of})")
"""Of several communities not all have told it."""
COMPARED = text("{line}: {day} on the day before, {week} on the week before")
REACHED = text("✓ {line}, target {target}")
MISSED = text("✗ {line}, target {target}")
LINE = text("{day}: {figures}")

ALWAYS = ("joined", "active", "revenue")
MOST = 5


def headlines(ctx: Ctx) -> list[Metric]:
    """The usual three, and what the director judges the team by."""
    found = [one for one in ctx.metrics.metrics if not one.hidden]
    usual = [one for one in found if one.key in ALWAYS]
    return [*usual, *(one for one in found if one.alert.north_star and one not in usual)]


async def figures(ctx: Ctx, morning: Morning) -> Section | None:
    """What has missed its target comes first."""
    period = period_of("day", morning.last)
    living = {one.id for one in (await ctx.communities()).values()}
    read = await read_compared(ctx.store, ctx.metrics, ctx.team.id, period, ctx.today)
    now, *befores = [{one: by[one] for one in by if one in living} for by in read]
    whole = together(ctx.metrics, now, len(living))
    yesterday, week = (against(ctx.metrics, now, before) for before in befores)
    aims = await aims_of(ctx, None, period)
    missed: list[Said] = []
    rest: list[Said] = []
    for metric in headlines(ctx):
        value = whole[metric.key].value
        if value is None:
            continue
        said = _figure(metric, whole)
        changes = yesterday.change(metric), week.change(metric)
        if any(change is not None for change in changes):
            day_before, week_before = (shown(metric, change, signed=True) for change in changes)
            said = COMPARED(line=said, day=day_before, week=week_before)
        target = aims.level(metric, "day")
        good = target is None or reached(metric, value, target)
        if target is not None:
            said = (REACHED if good else MISSED)(line=said, target=shown(metric, target))
        (rest if good else missed).append(said)
    lines = [*missed, *rest]
    return Section(OF_DAY(day=dated(morning.last, ctx.today)), lines, MOST) if lines else None


async def earlier(ctx: Ctx, morning: Morning) -> Section | None:
    """After days off: the last working day and the days between, the newest first."""
    lines: list[Said] = []
    for day in reversed(morning.days[:-1]):
        if (figures := await _of(ctx, day)) is not None:
            lines.append(LINE(day=dated(day, ctx.today), figures=figures))
    return Section(BEFORE(), lines, 3) if lines else None


async def _of(ctx: Ctx, day: date) -> Listed | None:
    living = {one.id for one in (await ctx.communities()).values()}
    now, *_ = await read_compared(ctx.store, ctx.metrics, ctx.team.id, period_of("day", day), ctx.today)
    whole = together(ctx.metrics, {one: now[one] for one in now if one in living}, len(living))
    found: list[Value] = [
        _figure(metric, whole) for metric in headlines(ctx)[:3] if whole[metric.key].value is not None
    ]
    return Listed(tuple(found)) if found else None


def _figure(metric: Metric, whole: Sheet) -> Said:
    """With how many of the communities are in it, where it is not all of them, as boards say it."""
    value, days = shown(metric, whole[metric.key].value), whole[metric.key].days
    if days == whole.of:
        return FIGURE(name=metric.label, value=value)
    return FIGURE_OF_SOME(name=metric.label, value=value, n=str(days), of=str(whole.of))
