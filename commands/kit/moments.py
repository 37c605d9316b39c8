"""Reads a moment as people write it: `17:30`, `明天下午5点`, `fri 10:00`, `+2h`. Now comes in as an argument."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Final, Literal

from .dayword import UnreadableDay, count_of, day_of, is_weekday, plain, unread

FARTHEST: Final = 3660
"""Days that a count (`+2d`) may reach."""

MOST_BEHIND: Final = 5
"""Words behind the first that may still belong to a moment: ``in`` and ``2 hours``."""
JUST_PASSED: Final = timedelta(days=300)
"""A day without a year whose next one is farther away has rather just passed than is meant."""

_HOUR = r"[0-9]{1,2}|二十[一二三]?|十[一二三四五六七八九]?|[零一二两三四五六七八九]"
_MINUTE = r"[0-9]{1,2}|[二三四五]?十[一二三四五六七八九]?|零?[一二三四五六七八九]"
_SPOKEN = re.compile(
    r"(?P<part>凌晨|早上|早晨|清晨|上午|中午|下午|傍晚|晚上)? ?"
    rf"(?:(?P<h>{_HOUR})点(?:整|钟|(?P<half>半)|(?P<quarter>[一三])刻|(?P<m>{_MINUTE})分?)?"
    r"|(?P<clock_h>[0-9]{1,2}):(?P<clock_m>[0-9]{2}))"
)
_ENGLISH = re.compile(r"(?P<h>[0-9]{1,2})(?::(?P<m>[0-9]{2}))? ?(?P<half>[ap])\.?m\.?")
_NOON = frozenset({"noon", "中午", "正午"})
_LONG = {"今晚": "今天晚上", "明晚": "明天晚上", "今早": "今天早上", "明早": "明天早上", "tonight": "today"}
_JOINTS = re.compile(r"(?: at|的)? ?$")

_LATER = re.compile(r"(?:\+|in ) ?(?P<parts>[0-9].*)")
_LATER_PART = re.compile(
    r"(?P<n>[0-9]{1,5}) ?"
    r"(?:(?P<m>minutes?|mins?|m)|(?P<h>hours?|hrs?|h)|(?P<d>days?|d)|(?P<w>weeks?|w))(?![a-z]) ?"
)
_LATER_CHINESE = re.compile(
    r"过?(?:(?P<n>[0-9]{1,5}|[一二两三四五六七八九十百]{1,5}) ?个?(?P<half>半)?|(?P<only_half>半)个?)"
    r"(?:(?P<h>小时|钟头)|(?P<m>分钟?)|(?P<d>天|日)|(?P<w>周|星期|礼拜))(?:之后|以后|后)"
)
_UNITS = {"m": 1, "h": 60, "d": 1440, "w": 10080}


_ANY_DAY = datetime(2028, 1, 1, tzinfo=UTC)
"""Of a leap year, in which there is every day: for whether words are a moment at all, not for which."""
_PART_OF_DAY = re.compile(r"凌晨|早上|早晨|清晨|上午|中午|下午|傍晚|晚上")
_YEAR = re.compile(r"[0-9]{4}")


def read_moment(word: str, now: datetime, at: time | None = None) -> datetime:
    """The moment that `17:30`, `明天下午5点`, `fri 10:00`, `2026-11-24 09:00`, `+2h` or `半小时后` names.

    `now` is aware, in the team's zone; so is the answer. A time alone, or with a bare weekday, is the next such time
    after now; other days without a year are the next ones, today included. A day alone needs `at`, or is refused as
    `no_time`. Hours and minutes from now are elapsed time; days and weeks keep the time on the wall. A time that the
    clocks skip becomes the first instant after the gap; one that they show twice is the first of the two. Raises
    `UnreadableDay`.
    """
    if now.tzinfo is None:
        raise ValueError("now must have a zone")
    text = plain(word)
    try:
        return _later(text, now, now.tzinfo) or _named(text, now, now.tzinfo, at)
    except OverflowError:
        raise UnreadableDay("too_far") from None


def belonging(first: str, behind: Sequence[str]) -> int:
    """How many of the words right behind the first word of a moment belong to it: `20:00` to `12-12`, `下午 3点` to
    `12月5日`, `28 17:00` to `nov`. A time that there is not, or only a part of the day, belongs to the day as well."""
    kind = _kind(first)
    if kind == "moment":
        return 0
    for n in range(min(len(behind), MOST_BEHIND), 0, -1):
        words = " ".join(behind[:n])
        if _is_time(words) if kind == "day" else _kind(f"{first} {words}"):
            return n
    return 0


def _kind(word: str) -> Literal["day", "moment", ""]:
    try:
        read_moment(word, _ANY_DAY)
    except UnreadableDay as error:
        return "day" if error.reason == "no_time" else ""
    return "moment"


def _is_time(words: str) -> bool:
    try:
        text = plain(words).removeprefix("at ").removeprefix("的").lstrip()
    except UnreadableDay:
        return False
    try:
        return minutes_of(text) is not None or _PART_OF_DAY.fullmatch(text) is not None
    except UnreadableDay:
        return True


def has_just_passed(word: str, found: datetime, now: datetime) -> bool:
    """Whether the word names a day without a year, and the next one is almost a year away."""
    text = plain(word)
    counted = _LATER.fullmatch(text) or _LATER_CHINESE.fullmatch(text)
    return found - now > JUST_PASSED and not counted and not _YEAR.search(text)


def _later(text: str, now: datetime, zone: tzinfo) -> datetime | None:
    """The moment that a count from now names, or None when the text counts nothing."""
    chinese = _LATER_CHINESE.fullmatch(text)
    parts = [chinese] if chinese else _parts(text)
    minutes = days = 0
    for part in parts:
        unit = next(name for name in _UNITS if part[name])
        half = chinese is not None and (part["half"] or part["only_half"])
        if half and unit != "h":
            return None
        count = count_of(part["n"], "not_a_time") if part["n"] else 0
        if unit in "mh":
            minutes += count * _UNITS[unit] + (30 if half else 0)
        else:
            days += count * _UNITS[unit] // 1440
    if not parts:
        return None
    if minutes // 1440 + days > FARTHEST:
        raise UnreadableDay("too_far")
    start = instant_of(now.replace(tzinfo=None) + timedelta(days=days), zone) if days else now
    return (start.astimezone(UTC) + timedelta(minutes=minutes)).astimezone(zone)


def _parts(text: str) -> list[re.Match[str]]:
    counted = _LATER.fullmatch(text)
    if not counted:
        return []
    parts: list[re.Match[str]] = []
    at, rest = 0, counted["parts"]
    while at < len(rest):
        part = _LATER_PART.match(rest, at)
        if part is None:
            return []
        parts.append(part)
        at = part.end()
    return parts


def _named(text: str, now: datetime, zone: tzinfo, at: time | None) -> datetime:
    for short, long in _LONG.items():
        text = text.replace(short, long)
    for cut in range(len(text)):
        minutes = minutes_of(text[cut:])
        if minutes is None:
            continue
        head = _JOINTS.sub("", text[:cut])
        day = day_of(head, now.date(), ahead=True) if head else now.date()
        if day is not None:
            return _next(day, minutes, now, zone, repeats=7 if is_weekday(head) else 0 if head else 1)
    day = day_of(text, now.date(), ahead=True)
    if day is None:
        raise unread(text, "not_a_time")
    if at is None:
        raise UnreadableDay("no_time")
    return _next(day, at.hour * 60 + at.minute, now, zone, repeats=7 if is_weekday(text) else 0)


def minutes_of(text: str) -> int | None:
    """Minutes since midnight of a plain text, None when it is no time; 1440 is the midnight that ends the day
    (`晚上12点`)."""
    if text in _NOON:
        return 720
    english = _ENGLISH.fullmatch(text)
    if english:
        hour = int(english["h"])
        if not 1 <= hour <= 12:
            raise UnreadableDay("no_such_time")
        return _clock(hour % 12 + (12 if english["half"] == "p" else 0), int(english["m"] or 0))
    spoken = _SPOKEN.fullmatch(text)
    if not spoken:
        return None
    hour = count_of(spoken["h"] or spoken["clock_h"], "not_a_time")
    minute = count_of((spoken["m"] or spoken["clock_m"] or "0").removeprefix("零"), "not_a_time")
    if spoken["half"]:
        minute = 30
    elif spoken["quarter"]:
        minute = 15 if spoken["quarter"] == "一" else 45
    return _clock(_hour(spoken["part"], hour), minute)


def _hour(part: str | None, hour: int) -> int:
    """The hour of the day that the hour of a part of the day is."""
    if hour > 12 or part is None:
        return hour
    if part == "晚上":
        if hour < 5:
            # One person means the small hours of that night, another the next day's.
            raise UnreadableDay("ambiguous")
        return hour + 12
    if part in {"下午", "傍晚"}:
        return hour % 12 + 12
    if part == "中午":
        return hour + 12 if hour < 3 else hour
    return hour % 12 if part == "凌晨" else hour


def _clock(hour: int, minute: int) -> int:
    if minute > 59 or hour * 60 + minute > 1440 or (hour == 24 and minute):
        raise UnreadableDay("no_such_time")
    return hour * 60 + minute


def _next(day: date, minutes: int, now: datetime, zone: tzinfo, repeats: int) -> datetime:
    """That time of that day; where it comes again after `repeats` days, the first one after now."""
    moment = _at(day, minutes, zone)
    # Two times of one zone compare by the wall clock; in UTC they compare as instants.
    if repeats and moment.astimezone(UTC) <= now.astimezone(UTC):
        return _at(day + timedelta(days=repeats), minutes, zone)
    return moment


def _at(day: date, minutes: int, zone: tzinfo) -> datetime:
    return instant_of(datetime.combine(day, time()) + timedelta(minutes=minutes), zone)


def instant_of(wall: datetime, zone: tzinfo) -> datetime:
    """The wall time in the zone; inside a gap of the clocks the first instant after it."""
    wall = wall.replace(fold=0)
    late = wall.replace(tzinfo=zone).astimezone(UTC)
    if late.astimezone(zone).replace(tzinfo=None, fold=0) == wall:
        return wall.replace(tzinfo=zone)
    # Read with the offset after the change, the wall time lies before the change; with the one before, after it.
    early = wall.replace(tzinfo=zone, fold=1).astimezone(UTC)
    after = late.astimezone(zone).utcoffset()
    early, late = early.replace(microsecond=0), late.replace(microsecond=0)
    while late - early > timedelta(seconds=1):
        middle = early + timedelta(seconds=(late - early) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == after:
            late = middle
        else:
            early = middle
    return late.astimezone(zone)
