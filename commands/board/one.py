"""The board of one community: every figure with its change, its target and how many days it covers."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from commands.kit import Amount, Bullets, Ctx, Heading, Said, Table, Text, Value, text
from commands.kit.against import Against, against
from commands.kit.metrics import Metric
from commands.kit.periods import Kind, Period
from commands.kit.reply import Block
from commands.kit.sheet import Sheet, read_compared, shown

from .against import notes
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
    now, *befores = await read_compared(ctx.store, ctx.metrics, ctx.team.id, period, ctx.today, number)
    if (sheet := now.get(number or 0)) is None or sheet.empty:
        return [*found, EMPTY()]
    compared = [against(ctx.metrics, now, before) for before in befores]
    return [*found, *figures(ctx, period, replace(sheet, of=period.length), compared)]


def figures(ctx: Ctx, period: Period, now: Sheet, befores: Sequence[Against], *covers: Said) -> list[Block]:
    """The table, what it covers and compares, and what was to be reached."""
    found: list[Block] = [table(ctx, period, now, befores), *covers]
    if period.first <= ctx.today < period.last:
        found.append(RUNNING())
    found += notes(befores)
    if judged := list(targets(ctx.metrics.metrics, period, now, befores[-1])):
        found.append(Bullets(tuple(judged)))
    return found


def table(ctx: Ctx, period: Period, now: Sheet, befores: Sequence[Against]) -> Table:
    """A row for each figure that has a value now or had one before: a missing one is – and never 0."""
    rows: list[tuple[Value, ...]] = []
    for metric in ctx.metrics.metrics:
        cell = now[metric.key]
        if metric.hidden or not (cell.days or any(metric.key in before.known for before in befores)):
            continue
        changes = [shown(metric, before.change(metric), signed=True) for before in befores]
        covered = [f"{cell.days}/{now.of}"] if now.of > 1 else []
        rows.append((metric.label, shown(metric, cell.value), *changes, *covered))
    changed = [DAY_BEFORE(), WEEK_BEFORE()] if period.kind == "day" else [BEFORE[period.kind]()]
    # Of several communities each day counts once for each of them.
    of = [(DAYS if now.of == period.length else REPORTS)()] if now.of > 1 else []
    return Table((NUMBER(), VALUE(), *changed, *of), tuple(rows))


def targets(metrics: Sequence[Metric], period: Period, now: Sheet, before: Against) -> Iterator[Said]:
    """What was to be reached, for the figures that have a value; the director's own first. Growth is judged where there
    is something to compare."""
    for metric in sorted(metrics, key=lambda metric: not metric.alert.north_star):
        value, alert = now[metric.key].value, metric.alert
        if metric.hidden or value is None:
            continue
        if (target := target_of(metric, period.kind)) is not None:
            limit = (AT_MOST if metric.good == "down" else AT_LEAST)(target=shown(metric, target))
            yield _judged(metric, value, limit, reached(metric, value, target))
        grown = before.growth(metric) if alert.growth is not None and alert.per == period.kind else None
        if grown is not None and alert.growth is not None:
            limit = GROWTH(target=Amount(alert.growth, "percent", signed=True))
            yield _judged(metric, value, limit, reached(metric, grown, alert.growth))


def target_of(metric: Metric, kind: Kind) -> Decimal | None:
    """The level to reach: a rate's is that of any period, a sum's only that of the period it is set for."""
    return metric.alert.target if not metric.adds_up or metric.alert.per == kind else None


def reached(metric: Metric, value: Decimal, target: Decimal) -> bool:
    return value <= target if metric.good == "down" else value >= target


def _judged(metric: Metric, value: Decimal, limit: Said, good: bool) -> Said:
    return (REACHED if good else MISSED)(name=metric.label, value=shown(metric, value), target=limit)
