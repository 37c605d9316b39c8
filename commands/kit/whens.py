"""When something happens, in words: ``workdays 09:30``, ``每周最后一个工作日 16:00``; and which days it means. Pure.

Every second week is counted in whole weeks from one Monday, so that neither the end of a year nor its 53rd week shifts
it.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from .dayword import UnreadableDay, day_of, is_weekday, plain
from .moments import minutes_of
from .texts import Listed, Said, Value, text
from .words import MOST_PROPOSALS, nearest

Days = Literal[
    "daily", "workdays", "weekly", "monthly", "first-of-week", "last-of-week", "last-of-fortnight", "first-of-month",
    "last-of-month", "first-monday-of-quarter",
]  # fmt: skip

WEEKDAYS: Final = (
    text("Monday"), text("Tuesday"), text("Wednesday"), text("Thursday"), text("Friday"), text("Saturday"),
    text("Sunday"),
)  # fmt: skip
EVERY_DAY = text("every day {time}")
WORKDAYS = text("working days {time}")
WEEKLY = text("{days} {time}")
MONTHLY = text("day {day} of the month, {time}")
FIRST_OF_WEEK = text("first working day of the week, {time}")
LAST_OF_WEEK = text("last working day of the week, {time}")
FIRST_OF_MONTH = text("first working day of the month, {time}")
LAST_OF_MONTH = text("last working day of the month, {time}")
LAST_OF_FORTNIGHT = text("last working day of every second week, {time}")
QUARTER_MONDAY = text("first Monday of the quarter, {time}")


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


_SHORT = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SAID = {
    "daily": EVERY_DAY, "workdays": WORKDAYS, "first-of-week": FIRST_OF_WEEK, "last-of-week": LAST_OF_WEEK,
    "first-of-month": FIRST_OF_MONTH,
    "last-of-month": LAST_OF_MONTH, "last-of-fortnight": LAST_OF_FORTNIGHT, "first-monday-of-quarter": QUARTER_MONDAY,
}  # fmt: skip
_DAYS: dict[str, Days] = {
    "daily": "daily", "every day": "daily", "每天": "daily", "每日": "daily",
    "workdays": "workdays", "workday": "workdays", "working days": "workdays", "weekdays": "workdays",
    "工作日": "workdays", "上班日": "workdays",
    "first-of-week": "first-of-week", "first working day of the week": "first-of-week",
    "每周第一个工作日": "first-of-week",
    "last-of-week": "last-of-week", "first-of-month": "first-of-month", "last-of-month": "last-of-month",
    "last working day of the week": "last-of-week", "first working day of the month": "first-of-month",
    "last working day of the month": "last-of-month",
    "last-of-fortnight": "last-of-fortnight", "last working day of every second week": "last-of-fortnight",
    "first-monday-of-quarter": "first-monday-of-quarter", "first monday of the quarter": "first-monday-of-quarter",
    "隔周最后一个工作日": "last-of-fortnight", "每两周最后一个工作日": "last-of-fortnight",
    "每季度第一个周一": "first-monday-of-quarter", "每季第一个周一": "first-monday-of-quarter",
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


def is_second(monday: date) -> bool:
    """Whether the week that begins then is one of every second."""
    return (monday - _MONDAY).days // 7 % 2 == 0


def quarter_monday(day: date) -> date:
    """The first Monday of the quarter of a day."""
    first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
    return first + timedelta(days=-first.weekday() % 7)
