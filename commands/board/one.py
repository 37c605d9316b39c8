"""The board of one community: every figure with its change, its target and how many days it covers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from commands.kit import Amount, Bullets, Ctx, Heading, Said, Table, Text, Value, text
from commands.kit.metrics import Metric
from commands.kit.periods import Period, with_befores
from commands.kit.reply import Block
from commands.kit.sheet import Sheet, change, read_sheets, shown

from .asked import Asked

TITLE = text("{community} · {period}")
NUMBER = text("Number")
VALUE = text("Value")
DAY_BEFORE = text("vs day before")
WEEK_BEFORE = text("vs week before")
BEFORE: dict[str, Text] = {
    "week": text("vs last week"),
    "month": text("vs last month"),
    "quarter": text("vs last quarter"),
}
DAYS = text("Days")
REPORTS = text("Reports")
EMPTY = text("Nothing was reported.")
RUNNING = text("Still running: compared with the same days of the period before.")
REACHED = text("✓ {name}: {value}, target {target}")
MISSED = text("✗ {name}: {value}, target {target}")
GROWTH = text("{target} against the period before")
AT_LEAST = text("at least {target}")
AT_MOST = text("at most {target}")


async def board(ctx: Ctx, asked: Asked) -> list[Block]:
    """Everything but the chart."""
    community, period = asked.community, asked.period
    number = community.id if community else None
    found: list[Block] = [
        Heading(TITLE(community=community.name if community else ctx.team.name, period=period.said(ctx.today)))
    ]
    now, *befores = await compared(ctx, period, number)
    if now.empty:
        return [*found, EMPTY()]
    found.append(table(ctx, period, now, befores))
    if period.first <= ctx.today < period.last:
        found.append(RUNNING())
    if judged := list(targets(ctx.metrics.metrics, period, now, befores[-1])):
        found.append(Bullets(tuple(judged)))
    return found


async def compared(ctx: Ctx, period: Period, community: int | None) -> list[Sheet]:
    """The sheet of the period, and of what it is compared with, the nearest first."""
    periods = with_befores(period, ctx.today)
    sheets = await read_sheets(ctx.store, ctx.metrics, ctx.team.id, periods, community)
    of = [period.length, *(each.length for each in reversed(periods[:-1]))]
    found = [by.get(community or 0) for by in reversed(sheets)]
    return [replace(sheet or Sheet({}, 0), of=days) for sheet, days in zip(found, of, strict=True)]


def table(ctx: Ctx, period: Period, now: Sheet, befores: Sequence[Sheet]) -> Table:
    """A row for each figure that has a value now or had one before: a missing one is – and never 0."""
    rows: list[tuple[Value, ...]] = []
    for metric in ctx.metrics.metrics:
        if metric.hidden or not any(sheet[metric.key].days for sheet in (now, *befores)):
            continue
        value = now[metric.key].value
        changes = [shown(metric, change(value, sheet[metric.key].value), signed=True) for sheet in befores]
        covered = [f"{now[metric.key].days}/{now.of}"] if now.of > 1 else []
        rows.append((metric.label, shown(metric, value), *changes, *covered))
    against = [DAY_BEFORE(), WEEK_BEFORE()] if period.kind == "day" else [BEFORE[period.kind]()]
    # Of several communities each day counts once for each of them.
    of = [(DAYS if now.of == period.length else REPORTS)()] if now.of > 1 else []
    return Table((NUMBER(), VALUE(), *against, *of), tuple(rows))


def targets(metrics: Sequence[Metric], period: Period, now: Sheet, before: Sheet) -> Iterator[Said]:
    """What was to be reached, for the figures that have a value; the director's own first."""
    for metric in sorted(metrics, key=lambda metric: not metric.alert.north_star):
        value, alert = now[metric.key].value, metric.alert
        if metric.hidden or value is None:
            continue
        if alert.target is not None:
            limit = (AT_MOST if metric.good == "down" else AT_LEAST)(target=shown(metric, alert.target))
            yield _judged(metric, value, limit, reached(metric, value, alert.target))
        if alert.growth is not None and alert.per == period.kind and (was := before[metric.key].value):
            grown = (value - was) / abs(was) * 100
            limit = GROWTH(target=Amount(alert.growth, "percent", signed=True))
            yield _judged(metric, value, limit, reached(metric, grown, alert.growth))


def reached(metric: Metric, value: Decimal, target: Decimal) -> bool:
    return value <= target if metric.good == "down" else value >= target


def _judged(metric: Metric, value: Decimal, limit: Said, good: bool) -> Said:
    return (REACHED if good else MISSED)(name=metric.label, value=shown(metric, value), target=limit)
