"""Kinds of arguments that need to know the day or the place: read with the ``Ctx`` as pydantic's context."""

from datetime import date, datetime, time
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo

from .args import Wrong
from .country import guess
from .days import read_day, read_moment
from .dayword import UnreadableDay
from .hints import LANGUAGES as NAMES
from .hints import did_you_mean, either
from .moments import has_just_passed
from .numbers import Unreadable, read_number
from .texts import Mono, Said, text
from .tongue import read_locale
from .width import narrow
from .words import MOST_PROPOSALS
from .zone import near_zones, read_offset, read_zone, zones_at, zones_in

EVENING = time(18)
"""When a day without a time ends: a task that is due tomorrow is due at the end of the working day."""

MOST_COUNTED = 2**31 - 1
_AMOUNTS, _COUNTS = ["4500", "4,500", "1.2k", "1.2万"], ["204", "1,204", "1.2k", "1.2万"]

MOMENT_EXAMPLES = text("A time can be written as {words}.")
JUST_PASSED = text("That day is over. Write the year if you mean {year}: {example}")
NO_SUCH_DAY = text("There is no such day.")
TODAY, YESTERDAY = text("today", context="typed"), text("yesterday", context="typed")
FRIDAY = text("fri", context="typed")
DAY_EXAMPLES = text("A day can be written as {words}.")
LANGUAGES = text("Languages are {words}.")
ZONES = text("A zone is written as {words}.")
MONEY_EXAMPLES = text("An amount of money can be written as {words}.")
COUNT_EXAMPLES = text("A whole number can be written as {words}.")
OTHER_CURRENCY = text("The team counts in {currency}.")


def day_hints(error: UnreadableDay) -> list[Said]:
    """What would be right instead."""
    if error.reason == "no_such_day":
        return [NO_SUCH_DAY()]
    if error.nearest:
        return did_you_mean(error.nearest)
    return [DAY_EXAMPLES(words=either([TODAY(), YESTERDAY(), "11-20", "2026-11-20", FRIDAY()]))]


def _day(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, str) or info.context is None:
        return value
    try:
        return read_day(value, info.context.today)
    except UnreadableDay as error:
        raise Wrong(*day_hints(error)) from error


def _moment(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, str) or info.context is None:
        return value
    ctx = info.context
    now = ctx.heard.at.astimezone(ctx.zone)
    try:
        found = read_moment(value, now, EVENING)
    except UnreadableDay as error:
        examples = [MOMENT_EXAMPLES(words=either(["fri 17:00", "tomorrow 17:30", "明天下午5点", "+2h", "11-28"]))]
        raise Wrong(*(did_you_mean(error.nearest) or examples)) from error
    if has_just_passed(value, found, now):
        raise Wrong(JUST_PASSED(year=str(found.year), example=Mono(f"{found:%Y-%m-%d %H:%M}")))
    return found


def bare_number(value: Any) -> Any:
    """What was typed for a number, in half width and without its ``#``."""
    return narrow(value).strip().lstrip("#") if isinstance(value, str) else value


def _money(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, str):
        return value
    try:
        read = read_number(value)
    except Unreadable as error:
        raise Wrong(MONEY_EXAMPLES(words=either(_AMOUNTS))) from error
    currency = info.context.team.currency if info.context is not None else ""
    if currency and not read.fits(currency):
        raise Wrong(OTHER_CURRENCY(currency=currency))
    if read.value is None or read.value < 0 or read.unit == "percent":
        raise Wrong(MONEY_EXAMPLES(words=either(_AMOUNTS)))
    return read.value


def _count(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    try:
        read = read_number(value)
    except Unreadable as error:
        raise Wrong(COUNT_EXAMPLES(words=either(_COUNTS))) from error
    if read.value is None or read.unit or not 0 <= read.value <= MOST_COUNTED or read.value % 1:
        raise Wrong(COUNT_EXAMPLES(words=either(_COUNTS)))
    return int(read.value)


def _locale(value: Any) -> Any:
    if (found := read_locale(str(value))) is None:
        raise Wrong(LANGUAGES(words=either(list(NAMES.values()))))
    return found


def _country_of(ctx: Any) -> str:
    if ctx is None:
        return ""
    if ctx.team_or_none is not None:
        return str(ctx.team_or_none.country)
    return guess(ctx.heard.account.locale, ctx.heard.title).country


def _zone(value: Any, info: ValidationInfo) -> Any:
    if (found := read_zone(str(value))) is not None:
        return found
    here, offset = zones_in(_country_of(info.context)), read_offset(str(value))
    if offset is None:
        near = near_zones(str(value))
    else:
        near = zones_at(offset, here, info.context.now) if info.context is not None else []
    if near:
        raise Wrong(*did_you_mean(near))
    raise Wrong(ZONES(words=either(here[:MOST_PROPOSALS] or ["Asia/Shanghai", "Asia/Taipei", "Europe/Berlin"])))


PastDay = Annotated[date, BeforeValidator(_day)]
"""A day as people write it; a bare weekday is the latest past one."""
Moment = Annotated[datetime, BeforeValidator(_moment)]
"""An instant as people write it: the next one of that name; a day alone ends at six in the evening. A day that
has just passed is refused: of the next year it needs its year."""
Numbered = Annotated[int, BeforeValidator(bare_number)]
"""The number of something, with or without its ``#``."""
Money = Annotated[Decimal, BeforeValidator(_money)]
"""An amount in the team's currency, not below zero, as people write it."""
Count = Annotated[int, BeforeValidator(_count)]
"""A whole number, not below zero, as people write it."""
Locale = Annotated[str, BeforeValidator(_locale)]
"""A language of the product."""
Zone = Annotated[str, BeforeValidator(_zone)]
"""The exact name of a time zone."""
