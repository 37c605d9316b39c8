"""Numbers that are probably wrong: asked back before anything is saved."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal

from commands.kit import Said, text
from commands.kit.days import dated
from commands.kit.metrics import Catalogue, Metric
from commands.kit.sheet import shown
from storage import Past

MORE_THAN = text("{first} ({a}) is more than {second} ({b}).")
TOO_LOW = text("{name}: {value} is below {limit}.")
TOO_HIGH = text("{name}: {value} is above {limit}.")
FAR = text("{name}: {value} is far from the last 14 days ({low} to {high}).")

LONG_AGO = text("The day is {day}: that is {n} days ago.")

LONG = timedelta(days=92)
"""Older days come in by import. A day that far back is more often a wrong month or year: late in the year, 12-24 typed
for 11-24 is a day of last year."""
ENOUGH = 4
"""Values of the trailing days that are needed before anything can be called unusual."""
HANDFUL = Decimal(10)


def doubts(numbers: Mapping[str, Decimal | None], past: Mapping[str, Past], catalogue: Catalogue) -> list[Said]:
    """Every reason to ask back. What is already stored for the day counts in comparisons between metrics."""
    whole = {**{key: known.value for key, known in past.items() if known.version}, **numbers}
    found = []
    for first, second in catalogue.at_most:
        a, b = whole.get(first), whole.get(second)
        if a is not None and b is not None and a > b and (first in numbers or second in numbers):
            one, other = catalogue.get(first), catalogue.get(second)
            if one and other:
                found.append(MORE_THAN(first=one.label, a=shown(one, a), second=other.label, b=shown(other, b)))
    for key, value in numbers.items():
        metric = catalogue.get(key)
        if metric is not None and value is not None:
            found += _bounds(metric, value) or _unusual(metric, value, past.get(key))
    return found


def too_long_ago(day: date, today: date) -> list[Said]:
    """Whatever the numbers are."""
    return [LONG_AGO(day=dated(day, today), n=(today - day).days)] if today - day > LONG else []


def _bounds(metric: Metric, value: Decimal) -> list[Said]:
    if metric.low is not None and value < metric.low:
        return [TOO_LOW(name=metric.label, value=shown(metric, value), limit=shown(metric, metric.low))]
    if metric.high is not None and value > metric.high:
        return [TOO_HIGH(name=metric.label, value=shown(metric, value), limit=shown(metric, metric.high))]
    return []


def _unusual(metric: Metric, value: Decimal, past: Past | None) -> list[Said]:
    """Outside the range of the trailing days by more than one and a half times that range, or half (for rates a fifth)
    of their mean, whichever is more; or less than a third of the lowest, however wide the range is, as when a digit was
    dropped. A handful more or less of something small is never unusual."""
    if past is None or past.count < ENOUGH or past.low is None or past.high is None or past.mean is None:
        return []
    low, high = past.low, past.high
    rate = metric.kind in ("percent", "score", "ratio")
    slack = max((high - low) * 3 / 2, abs(past.mean) / (5 if rate else 2), HANDFUL)
    floor = max(low - slack, min(low / 3, low - HANDFUL))
    if floor <= value <= high + slack:
        return []
    return [FAR(name=metric.label, value=shown(metric, value), low=shown(metric, low), high=shown(metric, high))]
