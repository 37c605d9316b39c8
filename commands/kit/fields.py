"""Kinds of arguments that need to know the day or the place: read with the ``Ctx`` as pydantic's context."""

from datetime import date
from typing import Annotated, Any

from pydantic import BeforeValidator, ValidationInfo

from .args import Wrong
from .country import guess
from .days import read_day
from .dayword import UnreadableDay
from .hints import LANGUAGES as NAMES
from .hints import did_you_mean, either
from .texts import Said, text
from .tongue import read_locale
from .words import MOST_PROPOSALS
from .zone import near_zones, read_offset, read_zone, zones_at, zones_in

NO_SUCH_DAY = text("There is no such day.")
TODAY, YESTERDAY = text("today", context="typed"), text("yesterday", context="typed")
FRIDAY = text("fri", context="typed")
DAY_EXAMPLES = text("A day can be written as {words}.")
LANGUAGES = text("Languages are {words}.")
ZONES = text("A zone is written as {words}.")


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
Locale = Annotated[str, BeforeValidator(_locale)]
"""A language of the product."""
Zone = Annotated[str, BeforeValidator(_zone)]
"""The exact name of a time zone."""
