"""Reports and their figures."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Report:
    """One filing: one person, one community, one day."""

    team: int
    community: int
    day: date
    person: int
    platform: str
    at: datetime
    late: bool
    note: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Number:
    """One figure of one day. ``value`` is ``None`` for *does not apply*. Versions count from 1; the last is current."""

    community: int
    day: date
    metric: str
    value: Decimal | None
    version: int
    person: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Change:
    """One figure as it was filed, with the one it came in the place of and the filing it came by. ``version`` is 1
    where there was none before."""

    community: int
    day: date
    metric: str
    version: int
    before: Decimal | None
    value: Decimal | None
    report: int
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """What one figure of a community was until a day. ``count``, ``low``, ``high`` and ``mean`` are of the trailing
    days that have a value, without the day itself; ``day_before`` and ``week_before`` are the values then. ``version``
    is 0 when the day has no such figure yet; else ``value`` is its current one, ``report`` the filing it came with."""

    metric: str
    count: int
    low: Decimal | None
    high: Decimal | None
    mean: Decimal | None
    day_before: Decimal | None
    week_before: Decimal | None
    version: int = 0
    value: Decimal | None = None
    report: int = 0


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One version of one figure as it is exported; names instead of ids."""

    workspace: str
    community: str
    day: date
    metric: str
    value: Decimal | None
    version: int
    person: str
    platform: str
    at: datetime
    late: bool
    note: str | None


class Total(NamedTuple):
    """The days of one period put together, for one figure of one community. ``filled`` is the number of days with a
    value, ``days`` those days as bits, the period's first day lowest."""

    community: int
    period: int
    metric: str
    total: Decimal
    filled: int
    days: int
    last: Decimal | None = None
