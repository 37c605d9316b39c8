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
    has opened, so at most one week is open at a time."""

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

    def due(self, now: datetime, zone: tzinfo, calendar: WorkCalendar) -> Period:
        """The week that is to be filed next: the one before as long as it is open, else the latest that has opened."""
        before = period_of("week", now.astimezone(zone).date()).before()
        return before if now < self.closes_at(before, zone, calendar) else self.opened(now, zone)

    def current(self, now: datetime, zone: tzinfo, calendar: WorkCalendar | None = None) -> Period:
        """The week that is open; where none is, the one that is running."""
        running = period_of("week", now.astimezone(zone).date())
        before = running.before()
        return before if now < min(self.closes_at(before, zone, calendar), self.opens_at(running, zone)) else running

    def opened(self, now: datetime, zone: tzinfo) -> Period:
        """The latest week that could be filed already."""
        running = period_of("week", now.astimezone(zone).date())
        return running if now >= self.opens_at(running, zone) else running.before()


DEFAULT: Final = Filing()


def _instant(week: Period, after: timedelta, zone: tzinfo) -> datetime:
    return instant_of(datetime.combine(week.first, time()) + after, zone)
