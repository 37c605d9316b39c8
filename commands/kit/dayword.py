"""Which day a word names: `today`, `昨天`, `fri`, `上周五`, `11-20`, `11月20日`, `2026-11-20`.

Whether a bare weekday or a day without a year lies behind or ahead of today is the caller's business: somebody who
reports looks back, somebody who goes away looks ahead.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Final

from .numbers import Unreadable, read_number
from .width import narrow
from .words import nearest

LONGEST: Final = 60
"""Characters of a day, a time or a span; more is refused unread."""
YEARS: Final = range(1970, 2200)
"""Years outside are refused as `too_far`."""

_VARIANTS = str.maketrans("週禮號後點時鐘個兩這從過隨", "周礼号后点时钟个两这从过随")
_SPACES = re.compile(r"[\s,]+")

RELATIVE: Final[Mapping[str, int]] = {
    "today": 0, "今天": 0, "今日": 0, "yesterday": -1, "昨天": -1, "昨日": -1, "前天": -2, "前日": -2, "大前天": -3,
    "day before yesterday": -2, "tomorrow": 1, "tmr": 1, "明天": 1, "明日": 1, "后天": 2, "day after tomorrow": 2,
}  # fmt: skip
_WEEKDAYS = {
    name: number
    for number, names in enumerate(
        (
            "monday mon 一 1", "tuesday tues tue 二 2", "wednesday wed 三 3", "thursday thurs thur thu 四 4",
            "friday fri 五 5", "saturday sat 六 6", "sunday sun 日 天 7",
        )
    )
    for name in names.split()
}  # fmt: skip
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_WEEKS = {"上": -1, "last": -1, "本": 0, "这": 0, "this": 0, "下": 1, "next": 1}

_WEEKDAY = re.compile(
    r"(?:(?P<week>上|本|这|下)个?)?(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7])"
    r"|(?:(?P<in_week>last|this|next) )?(?P<named>[a-z]{3,9})"
)
_COUNT = r"[0-9]{1,2}|[一二三四五六七八九十]{1,3}"
_WRITTEN = (
    re.compile(r"(?:(?P<y>[0-9]{4})(?P<gap>[-/.]))(?P<m>[0-9]{1,2})(?P=gap)(?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<y>)(?P<m>[0-9]{1,2})[-/](?P<d>[0-9]{1,2})"),
    re.compile(rf"(?:(?P<y>[0-9]{{4}}) ?年)? ?(?P<m>{_COUNT}) ?月 ?(?P<d>{_COUNT}) ?[日号]?"),
    re.compile(r"(?P<m>[a-z]{3,9})\.? (?P<d>[0-9]{1,2})(?:st|nd|rd|th)?(?: (?P<y>[0-9]{4}))?"),
    re.compile(r"(?P<d>[0-9]{1,2})(?:st|nd|rd|th)? (?P<m>[a-z]{3,9})\.?(?: (?P<y>[0-9]{4}))?"),
)
_OFFERED = (
    *("today", "yesterday", "tomorrow"),
    *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)
_OFFERED_CHINESE = ("今天", "昨天", "前天", "明天", "后天", "周一", "周二", "周三", "周四", "周五", "周六", "周日")


class UnreadableDay(ValueError):
    """A word that names no day, time or span. `reason` is stable: `empty`, `too_long`, `not_a_day`, `no_such_day`,
    `too_far`, `no_time`, `not_a_time`, `no_such_time`, `not_a_span`, `ambiguous`, `backwards`. `nearest` holds what was
    probably meant, best first."""

    def __init__(self, reason: str, nearest: tuple[str, ...] = ()) -> None:
        super().__init__(reason)
        self.reason = reason
        self.nearest = nearest


def plain(word: str) -> str:
    """The word in half-width lower case, simplified signs and single spaces; refuses a long one."""
    if len(word) > LONGEST:
        raise UnreadableDay("too_long")
    text = _SPACES.sub(" ", narrow(word).translate(_VARIANTS)).strip()
    if not text:
        raise UnreadableDay("empty")
    return text


def unread(text: str, reason: str = "not_a_day") -> UnreadableDay:
    """The refusal of a word, with the day words nearest to it."""
    return UnreadableDay(reason, tuple(nearest(text, _OFFERED if text.isascii() else _OFFERED_CHINESE)))


def is_weekday(text: str) -> bool:
    """Whether the plain text is a weekday without a week, so that it comes again every seven days."""
    found = _WEEKDAY.fullmatch(text)
    if found is None or found["week"] or found["in_week"]:
        return False
    return (found["day"] or found["named"]) in _WEEKDAYS


def day_of(text: str, today: date, *, ahead: bool, since: date | None = None) -> date | None:
    """The day that the plain text names, or None when it names none; raises `UnreadableDay` for an impossible one.

    Weekdays and days without a year are searched from `since` (default: today, which counts) onwards when `ahead`,
    else backwards, a year at most. `上周五`, `last fri` lie in the ISO week before this one.
    """
    if text in RELATIVE:
        return _moved(today, RELATIVE[text])
    start = since or today
    weekday = _WEEKDAY.fullmatch(text)
    if weekday and (weekday["day"] or weekday["named"]) in _WEEKDAYS:
        number = _WEEKDAYS[weekday["day"] or weekday["named"]]
        week = weekday["week"] or weekday["in_week"]
        if week:
            return _moved(today, _WEEKS[week] * 7 + number - today.weekday())
        return _moved(start, (number - start.weekday()) % 7 if ahead else -((start.weekday() - number) % 7))
    for form in _WRITTEN:
        written = form.fullmatch(text)
        if written:
            month = _month(written["m"])
            return (
                None
                if month is None
                else _written(written["y"], month, count_of(written["d"], "no_such_day"), start, ahead=ahead)
            )
    return None


def _moved(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise UnreadableDay("too_far") from None


def _month(text: str) -> int | None:
    if text[0].isascii() and text[0].isalpha():
        short = "sep" if text == "sept" else text
        return next((at for at, month in enumerate(_MONTHS, 1) if short in (month, month[:3])), None)
    return count_of(text, "no_such_day")


def count_of(text: str, reason: str) -> int:
    """The whole number that a part of a day or a time spells, in digits or in Chinese; refused with the reason."""
    try:
        return int(read_number(text).value or 0)
    except Unreadable:
        raise UnreadableDay(reason) from None


def _written(year: str | None, month: int, day: int, start: date, *, ahead: bool) -> date:
    if year:
        if int(year) not in YEARS:
            raise UnreadableDay("too_far")
        found = _valid(int(year), month, day)
        if found is None:
            raise UnreadableDay("no_such_day", _possible(f"{year}-", int(year), month, day))
        return found
    for number in (start.year, start.year + (1 if ahead else -1)):
        found = _valid(number, month, day)
        if found and (found >= start if ahead else found <= start):
            return found
    raise UnreadableDay("no_such_day", _possible("", start.year, month, day))


def _valid(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _possible(prefix: str, year: int, month: int, day: int) -> tuple[str, ...]:
    """What an impossible day was probably meant to be: the last of its month, or month and day the other way round."""
    if _valid(year, day, month):
        return (f"{prefix}{day:02}-{month:02}",)
    lasts = (_valid(year, month, last) for last in (31, 30, 29, 28))
    return tuple(f"{prefix}{last:%m-%d}" for last in lasts if last)[:1]
