"""What happens by the clock: a name, a line to type, and when. Pure: ``due`` is told the span, zone and calendar.

Times are on the team's wall clock. A time that the clocks skip is the first instant after the gap; one that they show
twice is the first of the two.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, Literal

from .calendar import DayOf, WorkCalendar
from .dayword import UnreadableDay, day_of, is_weekday, plain
from .moments import instant_of, minutes_of
from .texts import Listed, Said, Text, Value, text
from .words import MOST_PROPOSALS, nearest

Days = Literal["daily", "workdays", "weekly", "monthly", "last-of-week", "first-of-month", "last-of-month"]
Late = Literal["label", "skip", "always"]

LATE_AFTER: Final = timedelta(minutes=10)
"""A post that comes later than this says so: it was prepared for another moment."""
TOO_LATE: Final = timedelta(hours=1)
"""What is only useful in time (``late="skip"``) is left out after this."""
FAR: Final = timedelta(days=400)
"""How far ahead the next time is sought."""

WEEKDAYS: Final = (
    text("Monday"), text("Tuesday"), text("Wednesday"), text("Thursday"), text("Friday"), text("Saturday"),
    text("Sunday"),
)  # fmt: skip
EVERY_DAY = text("every day {time}")
WORKDAYS = text("working days {time}")
WEEKLY = text("{days} {time}")
MONTHLY = text("day {day} of the month, {time}")
LAST_OF_WEEK = text("last working day of the week, {time}")
FIRST_OF_MONTH = text("first working day of the month, {time}")
LAST_OF_MONTH = text("last working day of the month, {time}")


@dataclass(frozen=True, slots=True)
class When:
    """``weekdays`` counts from Monday = 0. ``day`` is of the month; in a shorter month the last one is meant."""

    days: Days
    minute: int
    """Since midnight."""
    weekdays: frozenset[int] = frozenset()
    day: int = 0

    def said(self) -> Said:
        time = f"{self.minute // 60:02d}:{self.minute % 60:02d}"
        match self.days:
            case "weekly":
                names: tuple[Value, ...] = tuple(WEEKDAYS[at]() for at in sorted(self.weekdays))
                return WEEKLY(days=Listed(names), time=time)
            case "monthly":
                return MONTHLY(day=self.day, time=time)
            case _:
                return _SAID[self.days](time=time)

    def written(self) -> str:
        """The form that ``read_when`` reads and the storage keeps."""
        time = f"{self.minute // 60:02d}:{self.minute % 60:02d}"
        match self.days:
            case "weekly":
                return ",".join(_SHORT[at] for at in sorted(self.weekdays)) + f" {time}"
            case "monthly":
                return f"{self.day} {time}"
            case "daily":
                return time
            case _:
                return f"{self.days} {time}"


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


@dataclass(frozen=True, slots=True)
class Occurrence:
    """``slot`` is the local minute that makes it unique; ``why`` says why it is skipped, ``note`` what is unusual."""

    slot: str
    at: datetime
    why: Said | None = None
    note: Said | None = None


def every(
    when: str, *, name: str, label: Text, line: str, late: Late = "label", private: bool = False, job: str = ""
) -> Every:
    """Something that happens by the clock of every team; found by the menu, as commands are."""
    return Every(name, label, read_when(when), line, late, private, job)


_SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SAID = {
    "daily": EVERY_DAY, "workdays": WORKDAYS, "last-of-week": LAST_OF_WEEK, "first-of-month": FIRST_OF_MONTH,
    "last-of-month": LAST_OF_MONTH,
}  # fmt: skip
_DAYS: dict[str, Days] = {
    "daily": "daily", "every day": "daily", "每天": "daily", "每日": "daily",
    "workdays": "workdays", "workday": "workdays", "working days": "workdays", "weekdays": "workdays",
    "工作日": "workdays", "上班日": "workdays",
    "last-of-week": "last-of-week", "first-of-month": "first-of-month", "last-of-month": "last-of-month",
    "last working day of the week": "last-of-week", "first working day of the month": "first-of-month",
    "last working day of the month": "last-of-month",
    "每周最后一个工作日": "last-of-week", "每月第一个工作日": "first-of-month", "每月最后一个工作日": "last-of-month",
}  # fmt: skip
_MONDAY = date(2024, 1, 1)
_OF_MONTH = re.compile(r"(?:day |每月)?([0-9]{1,2})[日号]?")


def read_when(words: str, usual: When | None = None) -> When:
    """``21:30``, ``mon 10:00``, ``mon,thu 10:00``, ``workdays 09:30``, ``每天 22:00``, ``周一 10:00``, ``25 10:00``.

    A time alone keeps the days of ``usual`` (every day without one), days alone its time. Raises ``UnreadableDay``.
    """
    text = plain(words)
    for cut in range(len(text)):
        if cut and text[cut - 1].isascii() and not text[cut - 1].isspace():
            continue  # in the middle of a word or number
        minute = minutes_of(text[cut:].strip())
        if minute is not None:
            if minute == 24 * 60:
                raise UnreadableDay("no_such_time")
            return _on(text[:cut].strip(), minute, usual)
    if usual is not None and (found := _on(text, usual.minute, None)) is not None:
        return found
    raise UnreadableDay("not_a_time")


def _on(head: str, minute: int, usual: When | None) -> When:
    head = head.removesuffix(" at").strip()
    if not head:
        return When(usual.days, minute, usual.weekdays, usual.day) if usual else When("daily", minute)
    if (days := _DAYS.get(head) or _DAYS.get(head.replace(" ", "-"))) is not None:
        return When(days, minute)
    if (found := _OF_MONTH.fullmatch(head)) and 1 <= int(found[1]) <= 31:
        return When("monthly", minute, day=int(found[1]))
    # ``plain`` has made a space of a comma.
    names = re.split(r"[ 、和]+| and ", head.removeprefix("every ").replace("每周", "周"))
    named = [day_of(name, _MONDAY, ahead=True) if is_weekday(name) else None for name in names]
    if None in named:
        raise UnreadableDay("not_a_day")
    return When("weekly", minute, frozenset(day.weekday() for day in named if day))


_TIMES = tuple(f"{minute // 60:02d}:{minute % 60:02d}" for minute in range(0, 24 * 60, 30))
_NAMED_DAYS = (
    *_SHORT, "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
    "周一", "周二", "周三", "周四", "周五", "周六", "周日", *_DAYS,
)  # fmt: skip
_ENDS_OF_MONTH = {
    "month end": ("last-of-month", "31"), "end of month": ("last-of-month", "31"),
    "月末": ("每月最后一个工作日", "31"), "月底": ("每月最后一个工作日", "31"),
}  # fmt: skip
_CLOCK = re.compile(r"(?P<h>[0-9]{1,2})[:.点h时]?(?P<m>[0-9]{2})?分? ?(?P<half>[ap])?\.?m?\.?")
_DAYS_AND_TIME = re.compile(r"(?P<days>.+) (?P<time>[^ ]+)|(?P<chinese>[^0-9a-z ]+)(?P<clock>[0-9].*)")
_FROM_TO = re.compile(r"(?P<first>[^ ]+?) ?(?:[-–~至到]| to ) ?(?P<last>[^ ]+)")


def near_whens(words: str) -> list[str]:
    """What was probably meant by something that ``read_when`` refuses: its last word as the nearest half hour, what
    stands before it as the nearest days."""
    try:
        text = re.sub(" (?=[ap][.]?m)", "", plain(words).replace("星期", "周").replace("礼拜", "周"))
    except UnreadableDay:
        return []
    found = _DAYS_AND_TIME.fullmatch(text)
    head, last = (found["days"] or found["chinese"], found["time"] or found["clock"]) if found else ("", text)
    head = head.removesuffix(" at")
    heads = [head] if not head or _read(f"{head} 10:00") else _near_days(head)
    times = near_times(last) if head or not last.isdecimal() or len(last) > 2 else []
    whole = [f"{days} {time}".strip() for days in heads for time in times]
    return ([each for each in whole if _read(each)] or _near_days(text))[:MOST_PROPOSALS]


def near_times(word: str) -> list[str]:
    """A time itself; an hour past midnight as that hour of the next day; anything else as the nearest half hour."""
    if (when := _read(word)) is not None and when.days == "daily":
        return [word]
    found = _CLOCK.fullmatch(word)
    if found is None:
        return nearest(word, _TIMES)
    hour, minute = int(found["h"]), found["m"] or "00"
    if found["half"] and hour <= 12:
        hour = hour % 12 + (12 if found["half"] == "p" else 0)
    minutes = [minute] if minute < "60" else ["00", "30"]
    hours = [hour] if hour < 24 else [hour - 24] if hour < 48 else []
    return [f"{hour:02d}:{minute}" for hour in hours for minute in minutes] + ["23:30"] * (hour > 23)


def _near_days(head: str) -> list[str]:
    if head in _ENDS_OF_MONTH:
        return list(_ENDS_OF_MONTH[head])
    if head.isdecimal():
        return ["31", "last-of-month"] if int(head) > 31 else []
    span = _FROM_TO.fullmatch(head)
    if span and is_weekday(span["first"]) and is_weekday(span["last"]):
        first, last = (day_of(span[end], _MONDAY, ahead=True) for end in ("first", "last"))
        if first is not None and last is not None:
            days = [(first.weekday() + at) % 7 for at in range((last - first).days % 7 + 1)]
            workdays = ["workdays" if head.isascii() else "工作日"] if days == [0, 1, 2, 3, 4] else []
            return [*workdays, ",".join(_SHORT[day] for day in sorted(days))]
    return nearest(head, _NAMED_DAYS)


def _read(words: str) -> When | None:
    try:
        return read_when(words)
    except UnreadableDay:
        return None


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
        case "last-of-week":
            monday = day - timedelta(days=day.weekday())
            return _one_of(calendar.working_days(monday, monday + timedelta(days=6))[-1:], day, calendar)
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
