"""Days, ISO weeks, months and quarters: their bounds, the one before, and how people name them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from .days import read_day
from .dayword import UnreadableDay, plain
from .texts import Day, Value, text

Kind = Literal["day", "week", "month", "quarter"]
ONE: Final = timedelta(days=1)

WEEK = text("week {year}-W{week} ({first} – {last})")
EARLY_WEEK = text("week {year}-W0{week} ({first} – {last})")


@dataclass(frozen=True, slots=True)
class Period:
    """``first`` and ``last`` are both included; weeks begin on Monday."""

    kind: Kind
    first: date
    last: date

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    def before(self) -> "Period":
        return period_of(self.kind, self.first - ONE)

    def after(self) -> "Period":
        return period_of(self.kind, self.last + ONE)

    def begun(self, today: date) -> "Period":
        """As much of it as has been until today, so that it is compared with as much of the one before."""
        return Period(self.kind, self.first, max(self.first, min(self.last, today)))

    def as_long_as(self, other: "Period") -> "Period":
        """Its beginning, as long as the other has lasted; months differ in length, so never beyond its end."""
        return Period(self.kind, self.first, min(self.last, self.first + timedelta(days=other.length - 1)))

    def pieces(self) -> list[tuple[date, date]]:
        """Cut at the ends of months: a quarter has three, a shorter period is one piece."""
        if self.kind != "quarter":
            return [(self.first, self.last)]
        found, first = [], self.first
        while first <= self.last:
            last = min(self.last, _end_of_month(first))
            found.append((first, last))
            first = last + ONE
        return found

    def said(self, today: date) -> Value:
        if self.kind == "day":
            return Day(self.first) if self.first.year == today.year else self.first.isoformat()
        if self.kind == "week":
            year, week, _ = self.first.isocalendar()
            said = WEEK if week > 9 else EARLY_WEEK
            return said(year=str(year), week=week, first=Day(self.first), last=Day(self.last))
        return self.written()

    def written(self) -> str:
        """The form that ``read_period`` reads."""
        year, week, _ = self.first.isocalendar()
        match self.kind:
            case "day":
                return self.first.isoformat()
            case "week":
                return f"{year}-W{week:02d}"
            case "month":
                return f"{self.first:%Y-%m}"
            case "quarter":
                return f"{self.first.year}-Q{(self.first.month + 2) // 3}"


def period_of(kind: Kind, day: date) -> Period:
    """The period that a day belongs to."""
    match kind:
        case "day":
            return Period("day", day, day)
        case "week":
            monday = day - timedelta(days=day.weekday())
            return Period("week", monday, monday + 6 * ONE)
        case "month":
            return Period("month", day.replace(day=1), _end_of_month(day))
        case "quarter":
            first = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
            return Period("quarter", first, _end_of_month(date(day.year, first.month + 2, 1)))


_KINDS: dict[str, Kind] = {
    "day": "day", "daily": "day", "日": "day", "天": "day",
    "week": "week", "weekly": "week", "周": "week", "星期": "week",
    "month": "month", "monthly": "month", "月": "month", "月度": "month",
    "quarter": "quarter", "quarterly": "quarter", "季度": "quarter", "季": "quarter",
}  # fmt: skip
EXAMPLES = (
    text("today", context="typed")(), text("week", context="typed")(), text("last month", context="typed")(),
    "2026-W47", "2026-10", "Q3",
)  # fmt: skip
"""What can be typed for a period."""
_BEFORE = re.compile(r"(?P<word>this|last|本|这个?|当|上一?个?)? ?(?P<kind>[a-z]+|日|天|周|星期|月度?|季度?)")
_WEEK = re.compile(r"(?:(?P<year>20[0-9]{2})[- ]?)?(?:w|week |第)(?P<week>[0-9]{1,2})周?")
_MONTH = re.compile(r"(?P<year>20[0-9]{2})[-/.年] ?(?P<month>[0-9]{1,2})月?|(?P<only>[0-9]{1,2})月")
_QUARTER = re.compile(r"(?:(?P<year>20[0-9]{2})[- ]?)?(?:q|第)(?P<quarter>[1-4一二三四])(?:季度)?")


def read_period(words: str, today: date) -> Period | None:
    """``week``, ``last month``, ``上周``, ``2026-W47``, ``10月``, ``Q3``, or any day. What has no year is the latest
    that has begun. ``None`` where it names no period; raises ``UnreadableDay`` for an impossible one."""
    try:
        said = plain(words)
    except UnreadableDay:
        return None
    if (found := _BEFORE.fullmatch(said)) and (kind := _KINDS.get(found["kind"])):
        now = period_of(kind, today)
        return now.before() if (found["word"] or "").startswith(("last", "上")) else now
    return _numbered(said, today) or _day(said, today)


def _numbered(said: str, today: date) -> Period | None:
    try:
        if found := _WEEK.fullmatch(said):
            year = int(found["year"] or today.isocalendar().year)
            first = date.fromisocalendar(year, int(found["week"]), 1)
            if not found["year"] and first > today:
                first = date.fromisocalendar(year - 1, int(found["week"]), 1)
            return period_of("week", first)
        if found := _MONTH.fullmatch(said):
            month = int(found["month"] or found["only"])
            year = int(found["year"] or (today.year if month <= today.month else today.year - 1))
            return period_of("month", date(year, month, 1))
        if found := _QUARTER.fullmatch(said):
            month = "1234".find(_digit(found["quarter"])) * 3 + 1
            year = int(found["year"] or (today.year if month <= today.month else today.year - 1))
            return period_of("quarter", date(year, month, 1))
    except ValueError:
        raise UnreadableDay("no_such_day") from None
    return None


def _digit(sign: str) -> str:
    return str("一二三四".find(sign) + 1) if sign in "一二三四" else sign


def _day(said: str, today: date) -> Period | None:
    try:
        day = read_day(said, today)
    except UnreadableDay as error:
        if error.reason in ("no_such_day", "too_far"):
            raise
        return None
    return period_of("day", day)


def _end_of_month(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE
