"""What happens by the clock: a name, a line to type, and when. Pure: ``due`` is told the span, zone and calendar.

Times are on the team's wall clock. A time that the clocks skip is the first instant after the gap; one that they show
twice is the first of the two.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, Literal

from .calendar import DayOf, WorkCalendar
from .moments import instant_of
from .texts import Said, Text
from .whens import When, is_second, quarter_monday, read_when

Late = Literal["label", "skip", "always"]

LATE_AFTER: Final = timedelta(minutes=10)
"""A post that comes later than this says so: it was prepared for another moment."""
TOO_LATE: Final = timedelta(hours=1)
"""What is only useful in time (``late="skip"``) is left out after this."""
FAR: Final = timedelta(days=400)
"""How far ahead the next time is sought."""
MOVED: Final = timedelta(days=20)
"""How far the first Monday of a quarter gives way to days off."""


@dataclass(frozen=True, slots=True)
class Every:
    """``line`` is typed when it is due, with ``due:`` behind it. ``late``: what happens when nobody was there in time:
    run with a label, skip and say so, or always run as if in time."""

    name: str
    label: Text
    when: When
    line: str
    late: Late = "label"
    private: bool = False
    """Whether it writes to people in private: it keeps the team's quiet hours, and no channel is chosen for it."""
    job: str = ""
    """The job title whose holders it gives work to: it rests on days off, and while nobody in the team has the title.
    Tasks stand in every channel, so none is chosen for it."""
    silent: bool = False
    """Whether it says nothing, so that it is in no channel and in no list of what comes."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """``slot`` is the local minute that makes it unique; ``why`` says why it is skipped, ``note`` what is unusual."""

    slot: str
    at: datetime
    why: Said | None = None
    note: Said | None = None


def every(
    when: str, *, name: str, label: Text, line: str, late: Late = "label", private: bool = False, job: str = "",
    silent: bool = False,
) -> Every:  # fmt: skip
    """Something that happens by the clock of every team; found by the menu, as commands are."""
    return Every(name, label, read_when(when), line, late, private, job, silent)


def due(when: When, since: datetime, until: datetime, zone: tzinfo, calendar: WorkCalendar) -> Iterator[Occurrence]:
    """Every time after ``since`` until ``until``, both aware; the skipped ones too, each with its reason."""
    day = since.astimezone(zone).date() - timedelta(days=1)
    last = until.astimezone(zone).date()
    while day <= last:
        if (found := _occurrence(when, day, zone, calendar)) is not None and since < found.at <= until:
            yield found
        day += timedelta(days=1)


def _occurrence(when: When, day: date, zone: tzinfo, calendar: WorkCalendar) -> Occurrence | None:
    suits, why, note = _suits(when, day, calendar)
    if not suits:
        return None
    at = instant_of(datetime.combine(day, time(when.minute // 60, when.minute % 60)), zone).astimezone(UTC)
    return Occurrence(f"{day.isoformat()}T{when.minute // 60:02d}:{when.minute % 60:02d}", at, why, note)


def _suits(when: When, day: date, calendar: WorkCalendar) -> tuple[bool, Said | None, Said | None]:
    """Whether the day is one of those meant; why it is skipped all the same; what is unusual about it."""
    match when.days:
        case "daily":
            return True, None, None
        case "workdays":
            today = calendar.look(day)
            return True, None if today.works else today.said(), _note(today)
        case "weekly":
            return day.weekday() in when.weekdays, None, None
        case "monthly":
            return day.day == min(when.day, _length(day)), None, None
        case "first-of-week":
            monday = day - timedelta(days=day.weekday())
            return _one_of(calendar.working_days(monday, monday + timedelta(days=6))[:1], day, calendar)
        case "last-of-week" | "last-of-fortnight":
            monday = day - timedelta(days=day.weekday())
            if when.days == "last-of-fortnight" and not is_second(monday):
                return False, None, None
            return _one_of(calendar.working_days(monday, monday + timedelta(days=6))[-1:], day, calendar)
        case "first-monday-of-quarter":
            monday = quarter_monday(day)
            if not monday <= day <= monday + MOVED:
                return False, None, None
            return _one_of(calendar.working_days(monday, day)[:1], day, calendar)
        case "first-of-month":
            first = day.replace(day=1)
            return _one_of(calendar.working_days(first, day.replace(day=_length(day)))[:1], day, calendar)
        case "last-of-month":
            first = day.replace(day=1)
            return _one_of(calendar.working_days(first, day.replace(day=_length(day)))[-1:], day, calendar)


def _one_of(days: list[date], day: date, calendar: WorkCalendar) -> tuple[bool, Said | None, Said | None]:
    return day in days, None, _note(calendar.look(day))


def _note(today: DayOf) -> Said | None:
    return today.said() if today.kind == "make-up" else None


def _length(day: date) -> int:
    after = day.replace(day=28) + timedelta(days=4)
    return (after.replace(day=1) - timedelta(days=1)).day
