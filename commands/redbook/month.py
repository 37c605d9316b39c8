"""The month of a book: its first and last instant, and its weeks."""

from collections.abc import Sequence
from datetime import datetime, time

from commands.kit import Ctx, Label
from commands.kit.moments import instant_of
from commands.kit.periods import ONE, Period, period_of
from commands.kit.tongue import utc

SUNDAY = 6
TREND = 12
"""Weeks on a picture."""


class Span:
    """``moment in Span(ctx, period)``: whether something happened in it, on the team's clock."""

    def __init__(self, ctx: Ctx, period: Period) -> None:
        self.first, self.end = (
            utc(instant_of(datetime.combine(day, time()), ctx.zone)) for day in (period.first, period.last + ONE)
        )

    def __contains__(self, moment: datetime | None) -> bool:
        return moment is not None and self.first <= utc(moment) < self.end


def weeks_of(period: Period) -> list[Period]:
    """The weeks that ended in a month: each week is in one book, and it is whole."""
    sundays = (period.first + ONE * step for step in range(period.length))
    return [period_of("week", day) for day in sundays if day.weekday() == SUNDAY]


def weeks_until(weeks: Sequence[Period], n: int = TREND) -> list[Period]:
    """These weeks and those before them, ``n`` in all."""
    found = list(weeks)
    while len(found) < n:
        found.insert(0, found[0].before())
    return found


def mark(week: Period) -> Label:
    """What a week is called on a picture and over a column."""
    number = week.first.isocalendar().week
    return Label(f"W{number}", f"{number}周", f"{number}週")
