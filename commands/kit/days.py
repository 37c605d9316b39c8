"""Reads days and spans as people write them. Today comes in as an argument; nothing here knows a clock."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from .dayword import UnreadableDay, count_of, day_of, plain, unread
from .moments import read_moment
from .texts import Day, Value

__all__ = ["UnreadableDay", "dated", "read_day", "read_moment", "read_span"]

LONGEST_YEARLESS: Final = timedelta(days=183)
"""`11-24 – 11-20` would be a span of almost a year; between two days without a year this much is believed."""
LONGEST_COUNT: Final = 3660
"""Days that `3 days`, `2周` may count."""

_LASTING = re.compile(
    r"(?:for )?(?P<n>[0-9]{1,5}|[一二两三四五六七八九十百]{1,5}|a|one) ?个?"
    r"(?P<unit>days?|d|天|日|(?P<weeks>weeks?|w|周|星期|礼拜))"
)
_NAMED = re.compile(r"(?P<word>\b(?:from|until|till|to)|从|開始|开始|直到|到|至) ?: ?")
"""As fields of other commands are written."""
_FROM = re.compile(r"(?:from |从) ?")
_UNTIL = re.compile(r"(?:(?:until|till|to) |直到|到|至) ?(?P<day>.+)")
_BETWEEN = re.compile(r"\.{2,3}|–|—+|~|至|到|\b(?:to|until|till)\b| - ")
_DAY_ONLY = re.compile(r"(?P<d>[0-9]{1,2}) ?[日号]?")


def read_day(word: str, today: date) -> date:
    """The day of a report: bare weekdays and days without a year are the latest past ones, today included.

    A full date, and words such as `tomorrow`, may lie ahead; callers judge that. Raises `UnreadableDay`.
    """
    text = plain(word)
    day = day_of(text, today, ahead=False)
    if day is None:
        raise unread(text)
    return day


def read_span(words: str, today: date) -> tuple[date, date]:
    """First and last day of an absence: `until fri`, `fri - mon`, `11-24 – 11-28`, `11-24 11-28`, `3d`, `到周五`,
    `明天`, `from:11-24 until:11-28`.

    Weekdays and days without a year are the next ones, today included, and the end is sought from the start onwards.
    A count starts today and includes it: `3 days` are today and the two after it. Raises `UnreadableDay`; where the
    last day is before the first, `nearest` holds the span the other way round.
    """
    text = _NAMED.sub(lambda found: f"{found['word']} ", plain(words.replace('"', "")))
    text = text[found.end() :] if (found := _FROM.match(text)) else text
    span = _counted(text, today) or _week(text, today)
    if span:
        return span
    alone = day_of(text, today, ahead=True)
    if alone:
        return alone, alone
    until = _UNTIL.fullmatch(text)
    last = day_of(until["day"], today, ahead=True) if until else None
    spans = {(today, last)} if last else set(_halves(text, today)) or set(_beside(text, today))
    if not spans:
        raise unread(text, "not_a_span")
    if len(spans) > 1:
        raise UnreadableDay("ambiguous")
    return spans.pop()


def _counted(text: str, today: date) -> tuple[date, date] | None:
    lasting = _LASTING.fullmatch(text)
    if not lasting:
        return None
    number = 1 if lasting["n"] in {"a", "one"} else count_of(lasting["n"], "not_a_span")
    days = number * 7 if lasting["weeks"] else number
    if not 0 < days <= LONGEST_COUNT:
        raise UnreadableDay("too_far" if days else "not_a_span")
    return today, today + timedelta(days=days - 1)


def _week(text: str, today: date) -> tuple[date, date] | None:
    sunday = today + timedelta(days=6 - today.weekday())
    if text in {"this week", "本周", "这周", "本星期", "这星期"}:
        return today, sunday
    if text in {"next week", "下周", "下星期", "下礼拜"}:
        return sunday + timedelta(days=1), sunday + timedelta(days=7)
    return None


def _halves(text: str, today: date) -> Iterator[tuple[date, date]]:
    """Every way to cut the text into two days. A bare hyphen may belong to a date, so it cuts only alone."""
    cuts = list(_BETWEEN.finditer(text))
    yield from _cut(text, cuts or list(re.finditer("-", text)), bool(cuts), today)


def _beside(text: str, today: date) -> Iterator[tuple[date, date]]:
    """Two days with nothing but a space between them."""
    yield from _cut(text, list(re.finditer(" ", text)), False, today)


def _cut(text: str, cuts: list[re.Match[str]], sure: bool, today: date) -> Iterator[tuple[date, date]]:
    for cut in cuts:
        left, right = text[: cut.start()].strip(), text[cut.end() :].strip()
        first = day_of(left, today, ahead=True) if left and right else None
        if first is None:
            continue
        short = _DAY_ONLY.fullmatch(right)
        if short and (sure or "-" not in left):
            right = f"{first.year}-{first.month}-{short['d']}"
        last = day_of(right, today, ahead=True, since=first)
        if last is None:
            continue
        too_long = last - first > LONGEST_YEARLESS and not re.match(r"[0-9]{4}", right)
        if last < first or too_long:
            raise UnreadableDay("backwards", tuple(_turned(left, right, today)))
        yield first, last


def _turned(left: str, right: str, today: date) -> Iterator[str]:
    """The span with its days the other way round, if it is one then."""
    try:
        first = day_of(right, today, ahead=True)
        last = day_of(left, today, ahead=True, since=first)
    except UnreadableDay:
        return
    if first and last and first <= last <= first + LONGEST_YEARLESS:
        yield f"{first}..{last}"


def dated(day: date, today: date) -> Value:
    """A day as it is shown; with its year where that is another one, so that a mistyped year is seen."""
    return Day(day) if day.year == today.year else day.isoformat()
