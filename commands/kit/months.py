"""Months as people name them who look ahead, and what each is called."""

import re
from datetime import UTC, date, datetime

from babel.dates import format_skeleton

from .dayword import UnreadableDay, plain
from .periods import Period, period_of
from .texts import Label, label_of, text

LOOKS_BACK = 3
"""A month without a year is one of the last three, or to come."""

EXAMPLES = ("2026-12", "12", text("december", context="typed")(), text("next month", context="typed")())
"""What can be typed for a month."""

_ENGLISH = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_CHINESE = ("一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二")
_STEPS = {
    "this": 0, "current": 0, "本": 0, "这": 0, "这个": 0, "当": 0, "next": 1, "下": 1, "下个": 1, "下一个": 1,
    "last": -1, "previous": -1, "上": -1, "上个": -1, "上一个": -1,
}  # fmt: skip
_BESIDE = re.compile(r"(?P<word>[a-z]+)(?: month)?|(?P<chinese>[本这当上下]一?个?)月")
_NUMBERED = re.compile(r"(?:(?P<year>20[0-9]{2}) ?[-/.年] ?)?(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,2}) ?月?份?")
_NAMED = re.compile(r"(?P<month>[a-z]{3,9})\.?(?: (?P<year>20[0-9]{2}))?")


def read_month(words: str, today: date) -> Period | None:
    """``12``, ``december``, ``12月``, ``2026-12``, ``next``, ``下个月``. ``None`` where it names no month."""
    try:
        said = plain(words)
    except UnreadableDay:
        return None
    this = period_of("month", today)
    if (found := _BESIDE.fullmatch(said)) and (step := _STEPS.get(found["word"] or found["chinese"])) is not None:
        return this.after() if step > 0 else this.before() if step < 0 else this
    found = _NUMBERED.fullmatch(said) or _NAMED.fullmatch(said)
    month = _number(found["month"]) if found else None
    if found is None or month is None:
        return None
    if found["year"]:
        return period_of("month", date(int(found["year"]), month, 1))
    back = (today.month - month) % 12
    ahead = 0 if back <= LOOKS_BACK else 12
    months = today.year * 12 + today.month - 1 - back + ahead
    return period_of("month", date(months // 12, months % 12 + 1, 1))


def month_name(month: Period) -> Label:
    """``December 2026``, ``2026年12月``."""
    first = datetime(month.first.year, month.first.month, 1, tzinfo=UTC)
    return label_of(lambda locale: format_skeleton("yMMMM", first, locale=locale))


def _number(word: str) -> int | None:
    if word.isdecimal():
        return int(word) if 1 <= int(word) <= 12 else None
    if word in _CHINESE:
        return _CHINESE.index(word) + 1
    found = [
        at for at, name in enumerate(_ENGLISH, 1) if name == word or name[:3] == word or name[:4] == word == "sept"
    ]
    return found[0] if found else None
