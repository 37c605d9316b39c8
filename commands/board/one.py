"""The board of one community: every figure with its change, its target and how many days it covers."""

from collections.abc import Sequence
from dataclasses import replace

from commands.kit import Bullets, Ctx, Heading, Said, Table, Text, Value, text
from commands.kit.against import Against, against, notes
from commands.kit.aims import Aims, judged, ways
from commands.kit.periods import Period
from commands.kit.reply import Block
from commands.kit.sheet import Sheet, read_compared, shown

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
GOALS = text("Goals:")


async def board(ctx: Ctx, asked: Asked, aims: Aims) -> list[Block]:
    """Everything but the chart."""
    community, period = asked.community, asked.period
    number = community.id if community else None
    found: list[Block] = [
        Heading(TITLE(community=community.name if community else ctx.team.name, period=period.said(ctx.today)))
    ]
    now, *befores = await read_compared(ctx.store, ctx.metrics, ctx.team.id, period, ctx.today, number)
    if (sheet := now.get(number or 0)) is None or sheet.empty:
        return [*found, EMPTY(), *await goals(ctx, period, aims)]
    compared = [against(ctx.metrics, now, before) for before in befores]
    found += figures(ctx, period, replace(sheet, of=period.length), compared, aims)
    return [*found, *await goals(ctx, period, aims)]


async def goals(ctx: Ctx, period: Period, aims: Aims) -> list[Block]:
    """How the goals of this board stood on the last day of the period."""
    lines = await ways(ctx, aims.spans, period.begun(ctx.today).last)
    return [GOALS(), Bullets(tuple(lines))] if lines else []


def figures(ctx: Ctx, period: Period, now: Sheet, befores: Sequence[Against], aims: Aims, *covers: Said) -> list[Block]:
    """The table, what it covers and compares, and what was to be reached."""
    found: list[Block] = [table(ctx, period, now, befores), *covers]
    if period.first <= ctx.today < period.last:
        found.append(RUNNING())
    found += notes(befores)
    if lines := tuple(judged(ctx.metrics.metrics, period.kind, now, befores[-1], aims)):
        found.append(Bullets(lines))
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
