"""What some days of a metric come to: sums, means, newest values, and rates from summed numerators and denominators.
Pure: days and their numbers come in. A day that is missing is missing, not zero."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from commands.kit.metrics import Metric

Days = Mapping[date, Mapping[str, Decimal]]
"""The numbers of one community, by day and key."""

WEEK: Final = 7
NEARLY: Final = Fraction(9, 10)
"""A month without a gap is rare: this part of the days is enough."""


def keys_of(metric: Metric) -> tuple[str, ...]:
    """What has to be entered for it."""
    return metric.formula.keys if metric.formula else (metric.key,)


def reported(metric: Metric, days: Days, among: Iterable[date]) -> list[date]:
    """Those of the days that have all it needs, the earliest first."""
    keys = keys_of(metric)
    return sorted(day for day in among if day in days and all(key in days[day] for key in keys))


def value_of(metric: Metric, days: Days, among: Iterable[date]) -> Decimal | None:
    """The figure of one community over these days."""
    return together(metric, {0: days}, {0: list(among)})


def together(metric: Metric, park: Mapping[int, Days], among: Mapping[int, Sequence[date]]) -> Decimal | None:
    """The figure of several communities as one, over the days of each: counts and money are added, percentages and
    scores averaged, rates made from the summed operands."""
    which = {one: reported(metric, park[one], days) for one, days in among.items()}
    found = {one: days for one, days in which.items() if days}
    if not found:
        return None
    if metric.formula is not None:
        sums = {
            key: sum((park[one][day][key] for one in found for day in found[one]), Decimal()) for key in keys_of(metric)
        }
        return metric.formula.value(sums)
    values = [_entered(metric, [park[one][day][metric.key] for day in days]) for one, days in found.items()]
    total = sum(values, Decimal())
    return total / len(values) if metric.kind in ("percent", "score", "ratio") else total


def mean_of(metric: Metric, days: Days, among: Iterable[date]) -> Decimal | None:
    """What one of these days usually is; ``None`` where not even two of them have a value. A rate's comes from the
    summed operands, so that a busy day weighs more."""
    which = reported(metric, days, among)
    values = [value for day in which if (value := value_of(metric, days, [day])) is not None]
    if len(values) < 2:
        return None
    if metric.formula is not None and not metric.adds_up:
        return value_of(metric, days, which)
    return sum(values, Decimal()) / len(values)


def alike(metric: Metric, days: Days, now: Sequence[date], before: Sequence[date]) -> bool:
    """Whether a figure of one community can be compared with the period before: a sum where the same days were
    reported, and over more than a week nearly as many; anything else wherever there is a value."""
    mine = {(day - now[0]).days for day in reported(metric, days, now)}
    theirs = {(day - before[0]).days for day in reported(metric, days, before)}
    if not mine or not theirs:
        return False
    mine = {at for at in mine if at < len(before)}
    if not metric.adds_up or mine == theirs:
        return True
    fewer, more = sorted((len(mine), len(theirs)))
    return len(before) > WEEK and fewer >= NEARLY * more


def complete(metric: Metric, park: Mapping[int, Days], now: Sequence[date], before: Sequence[date]) -> bool:
    """Whether a period has what it will have: a report of each day, or as many as the period before had. Of more than
    seven nearly all are enough, as one of many communities is always late. Where a community reports in neither period
    nothing is awaited."""
    found = [[len(reported(metric, days, each)) for each in (now, before)] for days in park.values()]
    mine, theirs = (sum(each[at] for each in found) for at in (0, 1))
    every = sum(len(now) for each in found if any(each))
    awaited = min(every, theirs) if theirs else every
    return mine >= (NEARLY * awaited if awaited > WEEK else awaited)


def shared(metric: Metric, days: Days, now: Sequence[date], before: Sequence[date]) -> tuple[list[date], list[date]]:
    """The days of two weeks that were reported in both."""
    back = (now[0] - before[0]).days
    theirs = {day.toordinal() + back for day in reported(metric, days, before)}
    mine = [day for day in reported(metric, days, now) if day.toordinal() in theirs]
    return mine, [date.fromordinal(day.toordinal() - back) for day in mine]


def _entered(metric: Metric, values: Sequence[Decimal]) -> Decimal:
    match metric.over:
        case "sum":
            return sum(values, Decimal())
        case "mean":
            return sum(values, Decimal()) / len(values)
        case "last":
            return values[-1]
