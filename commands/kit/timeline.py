"""A stretch of days as a picture, in plain data: what happens when, one bar below the other. The same facts stand in
words beside it, for whoever cannot see it and wherever it cannot be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, TypeAlias

from .chart import Chart
from .roster import Roster, Shares
from .texts import Said, Value

Look = Literal["preheat", "ignition", "afterglow", "milestone", "reached"]


@dataclass(frozen=True, slots=True)
class Span:
    """From one instant to another. ``milestone`` and ``reached`` stand at the day of ``first``."""

    first: datetime
    last: datetime
    look: Look


@dataclass(frozen=True, slots=True)
class Bar:
    """``note`` is what is said behind the name in the picture; ``words`` tell everything without it."""

    name: Value
    spans: tuple[Span, ...]
    words: Said
    note: Value = ""


@dataclass(frozen=True, slots=True)
class Timeline:
    """The days from ``first`` to ``last``, both included, on the clock of the reader's team; ``off`` are those of them
    on which it does not work."""

    title: Said
    first: date
    last: date
    bars: tuple[Bar, ...]
    today: date | None = None
    off: tuple[date, ...] = ()
    kind: Literal["timeline"] = "timeline"

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a timeline ends before it begins")


Drawing: TypeAlias = Chart | Timeline | Roster | Shares
"""What is shown as a picture."""
