"""The level that a figure is to reach."""

from decimal import Decimal

from .metrics import Metric
from .periods import Kind


def target_of(metric: Metric, kind: Kind) -> Decimal | None:
    """The level to reach: a rate's is that of any period, a sum's only that of the period it is set for."""
    return metric.alert.target if not metric.adds_up or metric.alert.per == kind else None


def reached(metric: Metric, value: Decimal, target: Decimal) -> bool:
    return value <= target if metric.aim == "down" else value >= target
