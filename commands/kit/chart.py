"""A picture as plain data: what is drawn, never how. Its figures also stand beside it in words, for whoever cannot see
it and wherever it cannot be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from .texts import Amount, Said, Value, text

Unit = Literal["count", "money", "percent", "score", "ratio", "points"]
Good = Literal["up", "down", "none"]

POINT = text("{mark} {value}")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure over time: a value for each mark of the chart, ``None`` where it is missing. ``target`` is the level
    to reach; ``good`` says which way is right. ``before`` is what the last value is compared with, ``None`` where there
    is nothing that it can be compared with: the point before it may be of more days."""

    name: Value
    values: tuple[Decimal | None, ...]
    unit: Unit = "count"
    good: Good = "up"
    target: Decimal | None = None
    before: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """One line is drawn large, with its target and the change of its last point; several become small multiples, each
    on its own scale. ``marks`` name the points from the oldest to the newest."""

    title: Said
    marks: tuple[Value, ...]
    lines: tuple[Line, ...]
    kind: Literal["chart"] = "chart"

    def __post_init__(self) -> None:
        if any(len(line.values) != len(self.marks) for line in self.lines):
            raise ValueError("a line has another number of values than the chart has marks")

    def told(self, line: Line) -> tuple[Said, ...]:
        """The figures of a line in words, the missing ones as –."""
        pairs = zip(self.marks, line.values, strict=True)
        return tuple(POINT(mark=mark, value=figure(value, line.unit)) for mark, value in pairs)


def figure(value: Decimal | None, unit: Unit, *, signed: bool = False) -> Amount:
    """As exact as it is of use; the change of a percentage is in points."""
    places = 1 if unit in ("count", "score") else 2
    if unit == "ratio" and value is not None and abs(value) < Decimal("0.1"):
        places = 4
    if value is not None and value != value.to_integral_value():
        value = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return Amount(value, "points" if signed and unit == "percent" else unit, signed)
