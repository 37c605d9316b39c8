"""What is abnormal. Pure: figures in, a verdict out; ``None`` where there is nothing to judge by.

A figure is judged as it is kept and shown, to four decimals: what reads 80 % of 33.3333 is not below 80 % of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from typing import Final, Literal

from commands.kit.metrics import Good

HOURS: Final = 24
FEWEST_DAYS: Final = 4
"""Days that two weeks must have in common to be compared."""

_FINEST: Final = Decimal("0.0001")
_BEYOND: Final = Decimal(10) ** 14


@dataclass(frozen=True, slots=True)
class Verdict:
    """``limit`` is the value it should have kept to, ``base`` what that was made of."""

    abnormal: bool
    value: Decimal
    limit: Decimal
    base: Decimal | None = None


def below_mean(value: Decimal | None, mean: Decimal | None, percent: Decimal) -> Verdict | None:
    """Below so many percent of its mean. Of a mean below zero there is no such part."""
    if mean is None or mean < 0:
        return None
    return _judged(value, mean * percent / 100, mean, over=False)


def over_mean(value: Decimal | None, mean: Decimal | None, points: Decimal) -> Verdict | None:
    """More than so many points over its mean."""
    return None if mean is None else _judged(value, mean + points, mean, over=True)


def above(value: Decimal | None, most: Decimal, per: Literal["hour", "day"]) -> Verdict | None:
    """More in a day than its threshold, which may be one of an hour."""
    return _judged(value, most * HOURS if per == "hour" else most, None, over=True)


def falling(weeks: Sequence[tuple[Decimal | None, Decimal | None, int]], times: int) -> Verdict | None:
    """Lower than the week before, so many times in a row. Of each pair of weeks, the newest first: the value, that of
    the week before, and how many days they have in common. A gap is neither fall nor rise."""
    pairs = [(now, before) if days >= FEWEST_DAYS else (None, None) for now, before, days in weeks[:times]]
    if not pairs or pairs[0][0] is None or pairs[0][1] is None:
        return None
    fell = [None if now is None or before is None else now < before for now, before in pairs]
    if None in fell and False not in fell:
        return None
    base = pairs[1][1] if len(pairs) > 1 else None
    return _kept(all(fell), pairs[0][0], pairs[0][1], base)


def reach(value: Decimal | None, target: Decimal, good: Good) -> Verdict | None:
    """A level that was to be reached, or not to be passed where less is better."""
    return _judged(value, target, None, over=good == "down")


def growth(value: Decimal | None, before: Decimal | None, percent: Decimal, good: Good) -> Verdict | None:
    """So many percent more than the period before; where less is better, at most so many. From zero nothing grows."""
    if before is None or not before:
        return None
    return _judged(value, before + abs(before) * percent / 100, before, over=good == "down")


def span(value: Decimal | None, start: Decimal | None, target: Decimal, good: Good, *, adds_up: bool) -> Verdict | None:
    """The end of a way from ``start`` to ``target``; of a sum where less is better, a limit."""
    begin = start or Decimal()
    down = target < begin or (adds_up and good == "down")
    return _judged(value, target, start, over=down)


def _judged(value: Decimal | None, limit: Decimal, base: Decimal | None, *, over: bool) -> Verdict | None:
    figure, most = _fine(value), _fine(limit)
    if figure is None or most is None:
        return None
    return _kept(figure > most if over else figure < most, figure, most, base)


def _kept(abnormal: bool, value: Decimal, limit: Decimal, base: Decimal | None) -> Verdict | None:
    figure, most = _fine(value), _fine(limit)
    return None if figure is None or most is None else Verdict(abnormal, figure, most, _fine(base))


def _fine(value: Decimal | None) -> Decimal | None:
    """As it can be kept; ``None`` for what is too great for that."""
    if value is None or not value.is_finite() or abs(value) >= _BEYOND - 1:
        return None
    with localcontext() as context:
        context.prec = 40
        return value.quantize(_FINEST, ROUND_HALF_EVEN)
