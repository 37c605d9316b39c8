"""Targets of the team's catalogue against what the month came to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from commands.kit import Amount, Chart, Ctx, Line, Said, Table, Value, text
from commands.kit.against import against
from commands.kit.metrics import Metric
from commands.kit.reply import Printable
from commands.kit.sheet import Sheet, shown, together

from .month import Read, mark

TARGET = text("Target")
MONTH = text("Month", context="column")
WEEKS = text("Weeks reached", context="column")
NUMBER = text("Number")
AT_LEAST = text("at least {target}")
AT_MOST = text("at most {target}")
GROWTH_WEEK = text("{target} a week", context="growth")
GROWTH_MONTH = text("{target} a month", context="growth")
REACHED = text("✓ {value}")
MISSED = text("✗ {value}")
PICTURE = text("{name}, {n} weeks")


@dataclass(frozen=True, slots=True)
class Judged:
    """``reached`` is of the month, or, where only weeks are judged, whether more of them were good than not."""

    metric: Metric
    limit: Said
    value: Amount
    month: bool | None
    weeks: tuple[bool, ...]

    @property
    def reached(self) -> bool:
        return self.month if self.month is not None else sum(self.weeks) * 2 > len(self.weeks)


def judged(ctx: Ctx, found: Read) -> list[Judged]:
    """Every target that there is a value for, the director's own first."""
    now = together(ctx.metrics, found.now, 0)
    compared = against(ctx.metrics, found.now, found.before)
    weeks = [together(ctx.metrics, by, 0) for _, by in found.of_month]
    steps = _steps(found)
    grown = [against(ctx.metrics, by, before) for before, by in steps]
    lines: list[Judged] = []
    for metric in sorted(ctx.metrics.metrics, key=lambda metric: not metric.alert.north_star):
        alert, cell = metric.alert, now[metric.key]
        if metric.hidden or cell.value is None:
            continue
        if alert.target is not None:
            month = None if metric.adds_up and alert.per != "month" else _good(metric, cell.value, alert.target)
            each = _each(metric, weeks, alert.target) if alert.per == "week" else ()
            limit = (AT_MOST if metric.good == "down" else AT_LEAST)(target=shown(metric, alert.target))
            if month is not None or each:
                lines.append(Judged(metric, limit, shown(metric, cell.value), month, each))
        if alert.growth is not None and alert.per in ("week", "month"):
            target = Amount(alert.growth, "percent", signed=True)
            rates = [one.growth(metric) for one in grown] if alert.per == "week" else []
            each = tuple(_good(metric, rate, alert.growth) for rate in rates if rate is not None)
            whole = compared.growth(metric)
            month = _good(metric, whole, alert.growth) if alert.per == "month" and whole is not None else None
            if month is not None or each:
                limit = (GROWTH_WEEK if alert.per == "week" else GROWTH_MONTH)(target=target)
                rounded = None if whole is None else whole.quantize(Decimal("0.1"))
                lines.append(Judged(metric, limit, Amount(rounded, "percent", signed=True), month, each))
    return lines


def table(lines: Sequence[Judged]) -> Table:
    rows: list[tuple[Value, ...]] = []
    for one in lines:
        value: Value = one.value if one.month is None else (REACHED if one.month else MISSED)(value=one.value)
        share = f"{sum(one.weeks)}/{len(one.weeks)}"
        weeks: Value = (REACHED if one.reached else MISSED)(value=share) if one.month is None else share
        rows.append((one.metric.label, one.limit, value, weeks if one.weeks else "–"))
    return Table((NUMBER(), TARGET(), MONTH(), WEEKS()), tuple(rows))


def pictures(ctx: Ctx, found: Read, lines: Sequence[Judged]) -> list[Printable]:
    """Of each level twelve weeks beside its target."""
    marks, n = tuple(mark(week) for week in found.until), len(found.until)
    wholes = [together(ctx.metrics, by, 0) for by in found.weeks]
    drawn: list[Printable] = []
    for metric in dict.fromkeys(one.metric for one in lines):
        target = metric.alert.target
        values = tuple(whole[metric.key].value for whole in wholes)
        if sum(value is not None for value in values) > 1:
            level = target if not metric.adds_up or metric.alert.per == "week" else None
            line = Line(metric.label, values, metric.kind, metric.good, level)
            drawn.append(Chart(PICTURE(name=metric.label, n=n), marks, (line,)))
    return drawn


def _steps(found: Read) -> list[tuple[Mapping[int, Sheet], Mapping[int, Sheet]]]:
    """Each week of the month behind the one before it."""
    first = len(found.weeks) - found.ended
    return [(found.weeks[at - 1], found.weeks[at]) for at in range(max(first, 1), len(found.weeks))]


def _each(metric: Metric, weeks: Sequence[Sheet], target: Decimal) -> tuple[bool, ...]:
    values = [week[metric.key].value for week in weeks]
    return tuple(_good(metric, value, target) for value in values if value is not None)


def _good(metric: Metric, value: Decimal, target: Decimal) -> bool:
    return value <= target if metric.good == "down" else value >= target
