"""What an activity changed: the three days after its main day beside the same weekdays before anybody heard of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from commands.kit import Amount, Ctx, Said, Value, text
from commands.kit.chart import figure
from commands.kit.metrics import Metric
from commands.kit.sheet import percent
from storage import Activity

CHANGED = text("{metric} a day: {before} → {after} ({change}); {days} of {all} days")
UNCHANGED = text("{metric} a day: {before} → {after}; {days} of {all} days")
OF_REPORTS = text("{metric} a day: {before} → {after} ({change}); {days} of {all} reports")
UNCHANGED_OF_REPORTS = text("{metric} a day: {before} → {after}; {days} of {all} reports")
COMPARED = text("Three days after the main phase, beside the same weekdays before:")
NOTHING = text("Before and after: no day has figures on both sides yet")

SIDE = 3
"""Days on each side."""
NIGHT = timedelta(hours=6)
SHOWN = ("active", "engaged", "messages", "joined", "orders", "revenue")
"""What an activity is meant to move, in this order, as far as the team counts it."""


@dataclass(frozen=True, slots=True)
class Moved:
    """Means of a day: of the whole team, over the pairs of days that both have the figure. ``pairs`` counts the reports
    behind it, one a community and day."""

    metric: Metric
    before: Decimal
    after: Decimal
    pairs: int


@dataclass(frozen=True, slots=True)
class Brought:
    """``of``: how many pairs of days there could be: three for each community. ``several``: of how many communities."""

    moved: tuple[Moved, ...]
    of: int
    several: bool = False


def sides(activity: Activity, ctx: Ctx) -> list[tuple[date, date]]:
    """Pairs of the day before and the day after: the same weekday, as few weeks back as lies before the preheat."""
    # What ends in the small hours is still of the day before.
    last = max(activity.starts_at, activity.afterglow_at - NIGHT).astimezone(ctx.zone).date()
    first = min(activity.preheat_at, activity.starts_at).astimezone(ctx.zone).date()
    after = [last + timedelta(days=step) for step in range(1, SIDE + 1)]
    weeks = -(-((after[-1] - first).days + 1) // 7)
    return [(day - timedelta(weeks=weeks), day) for day in after]


async def brought(ctx: Ctx, activity: Activity) -> Brought:
    """Of its community, or of all together. A missing day is missing: only pairs that have both are compared."""
    pairs = sides(activity, ctx)
    known = await ctx.communities()
    where = [activity.community] if activity.community is not None else [one.id for one in known.values()]
    figures: dict[int, Mapping[tuple[str, date], Decimal]] = {}
    for community in where:
        days = [day for pair in pairs for day in pair]
        rows = await ctx.store.numbers.window(ctx.team.id, community, min(days), max(days))
        figures[community] = {(row.metric, row.day): row.value for row in rows if row.value is not None}
    moved = []
    for key in SHOWN:
        metric = ctx.metrics.get(key)
        if metric is None or metric.hidden:
            continue
        both = [
            (after, mine[key, before], mine[key, after])
            for mine in figures.values()
            for before, after in pairs
            if (key, before) in mine and (key, after) in mine
        ]
        if both:
            n = Decimal(len({day for day, _, _ in both}))
            then = sum((was for _, was, _ in both), Decimal()) / n
            now = sum((value for _, _, value in both), Decimal()) / n
            moved.append(Moved(metric, then, now, len(both)))
    return Brought(tuple(moved), SIDE * len(where), len(where) > 1)


def lines_of(found: Brought) -> list[Said]:
    if not found.moved:
        return [NOTHING()]
    lines = [COMPARED()]
    for one in found.moved:
        change = percent(one.after, one.before)
        values: dict[str, Value] = {
            "metric": one.metric.label, "before": figure(_near(one.before), one.metric.kind),
            "after": figure(_near(one.after), one.metric.kind), "days": str(one.pairs), "all": str(found.of),
        }  # fmt: skip
        if change is None:
            lines.append((UNCHANGED_OF_REPORTS if found.several else UNCHANGED)(**values))
        else:
            sentence = OF_REPORTS if found.several else CHANGED
            lines.append(sentence(**values, change=Amount(change, "percent", signed=True)))
    return lines


def _near(mean: Decimal) -> Decimal:
    """Nobody reads the tenths of hundreds."""
    return mean.quantize(Decimal(1), ROUND_HALF_UP) if abs(mean) >= 100 else mean
