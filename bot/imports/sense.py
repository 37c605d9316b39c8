"""Figures that cannot be true, alone or beside another one of their row."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from commands.kit.metrics import Metric
from commands.kit.numbers import digits


def out_of_bounds(metric: Metric, value: Decimal | None) -> str:
    """What is wrong with it; nothing where it may be right."""
    if value is None:
        return ""
    if metric.low is not None and value < metric.low:
        return f"is below {digits(metric.low)}"
    if metric.high is not None and value > metric.high:
        return f"is above {digits(metric.high)}"
    return ""


def contradictions(values: Mapping[str, Decimal | None], at_most: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Both sides of a contradiction by their metric: either may be the wrong one. ``at_most`` are pairs of which the
    first is never more than the second."""
    wrong: dict[str, str] = {}
    for first, second in at_most:
        a, b = values.get(first), values.get(second)
        if a is not None and b is not None and a > b:
            wrong.setdefault(first, f"is more than {second} ({digits(b)})")
            wrong.setdefault(second, f"is less than {first} ({digits(a)})")
    return wrong
