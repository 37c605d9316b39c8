"""The day until which something is reached: ``2026-12-31``, ``fri``, ``年底``. What has no year lies ahead."""

import re
from datetime import date, timedelta
from typing import Annotated, Any, Final

from pydantic import BeforeValidator

from commands.kit import Wrong
from commands.kit.dayword import UnreadableDay, day_of, plain, unread
from commands.kit.fields import day_hints
from commands.kit.periods import ONE, Kind, period_of

_ENDS: Final[dict[str, Kind]] = {
    "end of the month": "month", "end of month": "month", "month end": "month", "月底": "month", "月末": "month",
    "end of the quarter": "quarter", "end of quarter": "quarter", "季末": "quarter", "季底": "quarter",
    "季度末": "quarter", "end of the week": "week", "end of week": "week",
}  # fmt: skip
_ENDS_OF_YEAR: Final = frozenset({"end of the year", "end of year", "year end", "年底", "年末"})
_TYPED: Final = re.compile(
    r"(?P<name>(?<!\S)(?:by|until|due|截止|到期|期限)\s?[:=：＝]) ?(?P<words>[^\s\"“「'].*)", re.IGNORECASE
)
_MOST_WORDS: Final = 5
_ANY_DAY: Final = date(2026, 1, 1)
_FAR: Final = timedelta(days=3660)


def read_deadline(words: str, today: date) -> date:
    """Raises ``UnreadableDay``."""
    said = plain(words).removeprefix("the ").removesuffix("之前").removesuffix("前").strip()
    if said in _ENDS_OF_YEAR:
        return date(today.year, 12, 31)
    if said in ("next month end", "end of next month", "下月底", "下个月底"):
        return period_of("month", period_of("month", today).last + ONE).last
    if (kind := _ENDS.get(said)) is not None:
        return period_of(kind, today).last
    day = day_of(said, today, ahead=True)
    if day is None:
        raise unread(said)
    if day > today + _FAR:
        raise UnreadableDay("too_far")
    return day


def with_whole_day(tail: str) -> str:
    """What was typed with the day behind ``by:`` in quotes where it has several words: ``by:dec 31``."""
    if (found := _TYPED.search(tail)) is None:
        return tail
    words = found["words"].split()
    for many in range(min(len(words), _MOST_WORDS), 1, -1):
        day = " ".join(words[:many])
        try:
            read_deadline(day, _ANY_DAY)
        except UnreadableDay:
            continue
        return " ".join([f'{tail[: found.start()]}{found["name"]}"{day}"', *words[many:]])
    return tail


def _read(value: Any, info: Any) -> Any:
    if not isinstance(value, str) or info.context is None:
        return value
    try:
        return read_deadline(value, info.context.today)
    except UnreadableDay as error:
        raise Wrong(*day_hints(error)) from error


Deadline = Annotated[date, BeforeValidator(_read)]
