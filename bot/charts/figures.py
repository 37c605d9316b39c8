"""What a picture says of figures: short numbers, a scale, the last change. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Literal

from babel.numbers import format_compact_currency, format_compact_decimal

from commands.kit import Amount, Line, Tongue
from commands.kit.chart import Unit, figure
from commands.kit.sheet import percent

LARGE = 10_000
"""From here on a short number is written in k, 万 and the like."""
MOST_TICKS = 5
FINEST = Decimal("0.0001")
"""Numbers are kept in ten-thousandths."""
_STEPS = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5))
_TIGHT = Decimal("0.5")
"""A lowest value above this part of the highest lets the scale begin above zero."""
_WILD = 1000
"""Percent; a change beyond is told without."""


def full(value: Decimal | None, unit: Unit, tongue: Tongue) -> str:
    return tongue.show(figure(value, unit))


def short(value: Decimal, unit: Unit, tongue: Tongue, places: int = 1) -> str:
    """``1.2万``, ``12.3k``, ``¥1.2万``; whole up to 9,999."""
    if unit not in ("count", "money") or abs(value) < LARGE:
        return full(value, unit, tongue)
    if unit == "money" and tongue.currency:
        shown = format_compact_currency(value, tongue.currency, locale=tongue.locale, fraction_digits=places)
        shown = shown.replace("CN¥", "¥")
    else:
        shown = format_compact_decimal(value, locale=tongue.locale, fraction_digits=places)
    return shown.replace("K", "k") if tongue.locale == "en" else shown


def exact(value: Decimal, unit: Unit, tongue: Tongue) -> str:
    """A mark of a scale: as short as it can be without being wrong."""
    return short(value, unit, tongue, places=9) if abs(value) >= LARGE else tongue.show(Amount(value, unit))


@dataclass(frozen=True, slots=True)
class Change:
    """Of the last point against what it is compared with. ``words`` carry the sign; ``verdict`` is whether that is
    welcome."""

    words: str
    verdict: Literal["good", "bad", "even"]


def change(line: Line, tongue: Tongue) -> Change | None:
    """``None`` when one of the two is missing. In the same figures as in a table."""
    now, before = line.values[-1] if line.values else None, line.before
    if now is None or before is None:
        return None
    step = now - before
    if not step:
        return Change("±0", "even")
    words = tongue.show(figure(step, line.unit, signed=True))
    part = percent(now, before) if line.unit in ("count", "money") else None
    if part is not None and abs(part) < _WILD:
        words += f" ({tongue.show(Amount(part, 'percent', signed=True))})"
    arrow = "▲" if step > 0 else "▼"
    welcome = line.good != "none" and (step > 0) == (line.good == "up")
    return Change(f"{arrow} {words}", "even" if line.good == "none" else "good" if welcome else "bad")


def scale(values: Sequence[Decimal], finest: Decimal = FINEST) -> list[Decimal]:
    """Three to five round marks that enclose the values, in steps that are a multiple of ``finest``."""
    low, high = min(values), max(values)
    if low >= 0 and low <= high * _TIGHT:
        low = Decimal(0)
    elif high <= 0 and high >= low * _TIGHT:
        high = Decimal(0)
    elif low >= 0:
        low = max(low - (high - low) / 20, Decimal(0))
    else:
        low -= (high - low) / 20
    if low == high:
        room = max(abs(low) / 20, finest) if low else Decimal(1)
        low, high = (low - room if low < 0 or low >= room else Decimal(0)), high + room
    for step in _steps(high - low):
        first = (low / step).to_integral_value(ROUND_FLOOR)
        last = (high / step).to_integral_value(ROUND_CEILING)
        if last - first < MOST_TICKS and not step % finest:
            # Two marks are no scale: the third gives the line some air.
            last = max(last, first + 2)
            return [step * number for number in range(int(first), int(last) + 1)]
    raise AssertionError("a step ten times the span takes two marks")


def _steps(span: Decimal) -> Iterator[Decimal]:
    power = span.adjusted() - 1
    for size in range(power, power + 24):
        for step in _STEPS:
            yield step.scaleb(size)


def finest(line: Line) -> Decimal:
    """The smallest step of a scale whose marks can still be told apart in writing."""
    known = [value for value in (*line.values, line.target) if value is not None]
    if line.unit == "count" and all(value == value.to_integral_value() for value in known):
        return Decimal(1)
    return Decimal("0.01") if line.unit in ("money", "percent") else FINEST


def runs(points: Sequence[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    """Points in unbroken stretches: a missing value is a gap in the line."""
    found: list[list[tuple[float, float]]] = [[]]
    for point in points:
        if point is not None:
            found[-1].append(point)
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def segments(points: Sequence[tuple[float, float] | None]) -> list[tuple[tuple[float, float], tuple[float, float]]]:
    return [pair for run in runs(points) for pair in pairwise(run)]
