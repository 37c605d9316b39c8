"""The month of a book: its instants, its weeks, and its figures, which are read once for all chapters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from commands.kit import Ctx, Label
from commands.kit.metrics import Metric
from commands.kit.moments import instant_of
from commands.kit.periods import ONE, Period, period_of
from commands.kit.sheet import Sheet, read_compared, read_sheets
from commands.kit.tongue import utc

SUNDAY = 6
TREND = 12
"""Weeks on a picture."""


@dataclass(frozen=True)
class Read:
    """``now`` and ``before`` are the sheets of each community in the month and the one before; ``weeks`` those of
    ``until``, of which the last ``ended`` ended in the month."""

    now: Mapping[int, Sheet]
    before: Mapping[int, Sheet]
    until: Sequence[Period]
    weeks: Sequence[Mapping[int, Sheet]]
    ended: int

    @property
    def of_month(self) -> list[tuple[Period, Mapping[int, Sheet]]]:
        pairs = list(zip(self.until, self.weeks, strict=True))
        return pairs[len(pairs) - self.ended :]


@dataclass(frozen=True)
class Month:
    """``moment in month``: whether something happened in it, on the team's clock. ``posted``: the book is the one that
    the clock posts."""

    ctx: Ctx
    period: Period
    posted: bool = False
    _read: list[Read] = field(default_factory=list)

    @property
    def begin(self) -> datetime:
        return self._midnight(self.period.first)

    @property
    def end(self) -> datetime:
        return self._midnight(self.period.last + ONE)

    def __contains__(self, moment: datetime | None) -> bool:
        return moment is not None and self.begin <= utc(moment) < self.end

    async def figures(self) -> Read:
        """Of the living communities."""
        if not self._read:
            self._read.append(await self._figures())
        return self._read[0]

    async def days(self, metric: Metric) -> list[dict[int, Sheet]]:
        """One figure of the living communities, on each day that is over."""
        ctx, period = self.ctx, self.period
        living = {community.id for community in (await ctx.communities()).values()}
        days = [period.first + ONE * step for step in range(period.length)]
        over = [period_of("day", day) for day in days if day < ctx.today]
        if not over:
            return []
        found = await read_sheets(ctx.store, ctx.metrics, ctx.team.id, over, only=metric)
        return [{number: by[number] for number in by if number in living} for by in found]

    async def _figures(self) -> Read:
        ctx = self.ctx
        living = {community.id for community in (await ctx.communities()).values()}
        found = await read_compared(ctx.store, ctx.metrics, ctx.team.id, self.period, ctx.today)
        ended = [week for week in weeks_of(self.period) if week.last < ctx.today]
        until = _weeks_until(ended or [weeks_of(self.period)[0].before()])
        weeks = await read_sheets(ctx.store, ctx.metrics, ctx.team.id, until)
        now, before, *rest = ({number: by[number] for number in by if number in living} for by in (*found, *weeks))
        return Read(now, before, until, rest, len(ended))

    def _midnight(self, day: date) -> datetime:
        return utc(instant_of(datetime.combine(day, time()), self.ctx.zone))


def weeks_of(period: Period) -> list[Period]:
    """The weeks that ended in a month: each week is in one book, and it is whole."""
    days = (period.first + ONE * step for step in range(period.length))
    return [period_of("week", day) for day in days if day.weekday() == SUNDAY]


def _weeks_until(weeks: Sequence[Period]) -> list[Period]:
    """These weeks and those before them."""
    found = list(weeks)
    while len(found) < TREND:
        found.insert(0, found[0].before())
    return found


def mark(week: Period) -> Label:
    """What a week is called on a picture and over a column."""
    number = week.first.isocalendar().week
    return Label(f"W{number}", f"{number}周", f"{number}週")
