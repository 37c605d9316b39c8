"""The arithmetic of a way from one value to another: how far it is gone, where a straight line would be, what is needed
for the rest, and where it leads as it goes. Exact; nothing here knows where a value comes from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal


@dataclass(frozen=True, slots=True)
class Way:
    """From ``start`` on the day ``first`` to ``target`` on the day ``last``. ``grows``: how the value comes about.
    ``sum``: each day adds to it, so the day ``first`` counts as one; ``level``: it is what it is on a day; ``mean``: it
    is a mean or a rate of all days so far. ``limit``: the target is not to be reached but to be kept to."""

    start: Decimal
    target: Decimal
    first: date
    last: date
    grows: Literal["sum", "level", "mean"] = "level"
    limit: bool = False

    @property
    def up(self) -> bool:
        return self.target >= self.start

    def pace(self, day: date) -> Decimal:
        """Where a straight line is on a day; before the first its start, after the last its end."""
        days, gone = (self.last - self.first).days, (day - self.first).days
        if gone >= days:
            return self.target
        return self.start + (self.target - self.start) * max(0, gone) / days

    def progress(self, value: Decimal) -> Decimal | None:
        """In percent of the way; below zero where it went backwards. Of a limit, how much of it is used up."""
        way = self.target - self.start
        return (value - self.start) * 100 / way if way else None

    def reached(self, value: Decimal) -> bool:
        up = self.up != self.limit
        return value >= self.target if up else value <= self.target

    def ahead(self, value: Decimal, day: date) -> Decimal:
        """By how much it is better than the straight line; below zero where it is behind."""
        gap = value - self.pace(day)
        return gap if self.up != self.limit else -gap

    def needed(self, value: Decimal, days: int) -> Decimal | None:
        """The change that each of the remaining days has to bring, or of a limit may; 0 when nothing is needed any
        more. ``None`` when no day remains."""
        if days <= 0:
            return None
        left = self.target - value
        return left / days if left and (left > 0) == self.up else Decimal()

    def forecast(self, value: Decimal, day: date) -> Decimal | None:
        """The value on the last day if it goes on as until ``day``, whose value it is; a mean stays what it is.
        ``None`` where nothing of the way is behind it yet."""
        if self.grows == "mean" or day >= self.last:
            return value
        counts = 1 if self.grows == "sum" else 0
        gone, whole = (day - self.first).days + counts, (self.last - self.first).days + counts
        return self.start + (value - self.start) * whole / gone if gone > 0 else None
