"""When weekly reports can be filed: from a moment of their week until one after it, on the team's wall clock. An
operator's catalogue may set others."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta, tzinfo
from typing import Final

from .calendar import WorkCalendar
from .moments import instant_of
from .periods import Period, period_of

A_WEEK: Final = timedelta(days=7)
FAR: Final = timedelta(days=31)


@dataclass(frozen=True, slots=True)
class Filing:
    """``opens`` and ``closes`` are counted from the Monday of a week. Filing closes at the first such moment after it
    has opened, so at most one week is open at a time, but after long holidays, which put off the end."""

    opens: timedelta = timedelta(days=3)
    closes: timedelta = timedelta(hours=12)

    def opens_at(self, week: Period, zone: tzinfo) -> datetime:
        return _instant(week, self.opens, zone)

    def closes_at(self, week: Period, zone: tzinfo, calendar: WorkCalendar | None = None) -> datetime:
        """With a calendar a holiday gives way to the next working day, at the same time of day; a weekend that was
        chosen stays."""
        after = self.closes if self.closes > self.opens else self.closes + A_WEEK
        if calendar is not None:
            day = (datetime.combine(week.first, time()) + after).date()
            holiday = calendar.look(day).kind == "holiday"
            after += next(iter(calendar.working_days(day, day + FAR)), day) - day if holiday else timedelta()
        return _instant(week, after, zone)

    def late(self, week: Period, at: datetime, zone: tzinfo, calendar: WorkCalendar) -> bool:
        """Whether what was filed at an instant came after the end."""
        return at >= self.closes_at(week, zone, calendar)

    def open(self, now: datetime, zone: tzinfo, calendar: WorkCalendar | None = None) -> list[Period]:
        """The weeks that are open, the oldest first."""
        running = period_of("week", now.astimezone(zone).date())
        weeks = [period_of("week", running.first - back * A_WEEK) for back in range(FAR // A_WEEK + 1, -1, -1)]
        return [
            week for week in weeks if self.opens_at(week, zone) <= now < self.closes_at(week, zone, calendar)
        ]  # fmt: skip

    def due(self, now: datetime, zone: tzinfo, calendar: WorkCalendar) -> list[Period]:
        """The weeks that are to be filed next: those that are over as long as they are open, else the latest that has
        opened."""
        today = now.astimezone(zone).date()
        over = [week for week in self.open(now, zone, calendar) if week.last < today]
        return over or [self.opened(now, zone)]

    def current(self, now: datetime, zone: tzinfo, calendar: WorkCalendar | None = None) -> Period:
        """The week that is open, the oldest of several; where none is, the one that is running."""
        return next(iter(self.open(now, zone, calendar)), period_of("week", now.astimezone(zone).date()))

    def opened(self, now: datetime, zone: tzinfo) -> Period:
        """The latest week that could be filed already."""
        running = period_of("week", now.astimezone(zone).date())
        return running if now >= self.opens_at(running, zone) else running.before()


DEFAULT: Final = Filing()


def _instant(week: Period, after: timedelta, zone: tzinfo) -> datetime:
    return instant_of(datetime.combine(week.first, time()) + after, zone)
