"""A month to draw."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from commands.kit import Bar, Moment, Span, Timeline, text
from commands.kit.texts import Said

SHANGHAI = ZoneInfo("Asia/Shanghai")
FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
TITLE = text("Activities in {month}")(month="December 2026")


def at(day: int, hour: int = 20) -> datetime:
    return datetime(2026, 12, 1, hour, tzinfo=SHANGHAI).astimezone(UTC) + timedelta(days=day - 1)


def activity(name: str, day: int) -> Bar:
    start = at(day)
    cool, end = start + timedelta(hours=6), start + timedelta(hours=54)
    spans = (Span(at(day - 3), start, "preheat"), Span(start, cool, "ignition"), Span(cool, end, "afterglow"))
    return Bar(name, spans, told(name, start), Moment(start))


def milestone(name: str, day: int, *, reached: bool = False) -> Bar:
    due = at(day, 18)
    return Bar(name, (Span(due, due, "reached" if reached else "milestone"),), told(name, due), Moment(due))


def told(name: str, when: datetime) -> Said:
    return text("{name}: {at}")(name=name, at=Moment(when))


def month(*bars: Bar, today: int | None = 9) -> Timeline:
    """Every weekend is off."""
    off = tuple(day for at in range(31) if (day := FIRST + timedelta(days=at)).weekday() > 4)
    return Timeline(TITLE, FIRST, LAST, bars, date(2026, 12, today) if today else None, off)


DECEMBER = month(activity("Book swap", 11), milestone("500 members", 15), milestone("Budget", 2, reached=True))
