"""A metric: what the team counts or works out, how it is called, asked for, added up and judged."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from commands.kit.texts import Label

from .formula import Formula

Kind = Literal["count", "money", "percent", "score", "ratio"]
Over = Literal["sum", "mean", "last"]
Good = Literal["up", "down", "none"]
Entered = Literal["daily", "monthly"]
Period = Literal["day", "week", "month"]


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The numbers a metric is judged by; ``None`` means that this is not judged. Levels are in the metric's own unit
    (a percentage of 93 is 93)."""

    target: Decimal | None = None
    """The level to reach: at least this where up is good, at most this where down is good."""
    growth: Decimal | None = None
    """Percent against the period before."""
    per: Period = "week"
    """The period over which ``target`` and ``growth`` are judged."""
    north_star: bool = False
    """The target is one of the director's own, and leads the board."""
    warn_above: Decimal | None = None
    alert_above: Decimal | None = None
    above_per: Literal["hour", "day"] = "day"
    """What ``warn_above`` and ``alert_above`` are counted in."""
    below_mean: Decimal | None = None
    """Abnormal below this percentage of the metric's own mean of the same weekday, over ``mean_weeks`` weeks back."""
    points_over_mean: Decimal | None = None
    """Abnormal when more than this over that mean, in the metric's own unit."""
    mean_weeks: int = 4
    falling_weeks: int | None = None
    """Abnormal after falling week on week this many times in a row."""


@dataclass(frozen=True, slots=True)
class Metric:
    key: str
    label: Label
    aliases: tuple[str, ...]
    """What people also type; the labels and the key are understood anyway."""
    kind: Kind
    over: Over
    """How the days of a period become one value. A derived metric is worked out from the summed values of the days
    that have all of its operands (``formula.keys``), never from its own daily values."""
    good: Good
    page: int | None
    """The page of the form, from 1; ``None``: can only be typed."""
    low: Decimal | None
    high: Decimal | None
    """The bounds of a likely value, both included; outside of them the person is asked back."""
    formula: Formula | None
    """``None``: the metric is entered. Otherwise it names entered metrics only: derived ones are written out."""
    entered: Entered
    alert: Thresholds = Thresholds()
    hidden: bool = False

    @property
    def adds_up(self) -> bool:
        """Whether each further day makes it more; else it is a mean, a newest value or a rate."""
        return self.over == "sum" if self.formula is None else self.formula.adds_up

    @property
    def aim(self) -> Good:
        """Which way a target for it leads: money that is neither good nor bad, such as what is spent, is kept to."""
        return "down" if self.good == "none" and self.kind == "money" else self.good

    @property
    def names(self) -> tuple[str, ...]:
        """Every word the metric is known by, the key first."""
        words = (self.key, self.label.en, self.label.zh_Hans, self.label.zh_Hant, *self.aliases)
        return tuple(dict.fromkeys(words))
