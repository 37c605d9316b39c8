"""A picture as plain data: what is drawn, never how. Its figures also stand beside it in words, for whoever cannot see
it and wherever it cannot be drawn."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from .texts import Amount, Said, Value, text

Unit = Literal["count", "money", "percent", "score", "ratio", "points"]
Good = Literal["up", "down", "none"]

POINT = text("{mark} {value}")


@dataclass(frozen=True, slots=True)
class Line:
    """One figure over time: a value for each mark of the chart, ``None`` where it is missing. ``target`` is the level
    to reach; ``good`` says which way is right."""

    name: Value
    values: tuple[Decimal | None, ...]
    unit: Unit = "count"
    good: Good = "up"
    target: Decimal | None = None


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
        return tuple(POINT(mark=mark, value=Amount(value, line.unit)) for mark, value in pairs)
