"""When shifts are meant: a time, a day that stands for its hand-over, or the instant that a button carries."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime, time
from typing import Annotated, Any, Final

from pydantic import PlainValidator, ValidationInfo

from commands.kit import Ctx, Refusal, Wrong, text
from commands.kit.dayword import UnreadableDay
from commands.kit.fields import JUST_PASSED
from commands.kit.hints import did_you_mean, either
from commands.kit.moments import has_just_passed, instant_of, read_moment
from commands.kit.people import find_person
from commands.kit.rota import Duty, Rota
from commands.kit.texts import Mono
from commands.kit.width import narrow
from storage import Person, Role

from .now import named
from .turn import FAR, instant_carried

EXAMPLES = text("A time can be written as {words}.")
OBSERVES = text("{name} cannot be on call: {line} makes her staff.")

NOTHING: Final = datetime.min.replace(tzinfo=UTC)
LAST_MINUTE: Final = time(23, 59)
_NO_TIME = ("-", "—", "–", "nothing", "无", "無")
_NUMBER = re.compile(r"#([0-9]{1,9})")


class DayAlone(datetime):
    """A day that was named without a time: it means the hand-over on it."""


def _read(value: Any, info: ValidationInfo) -> Any:
    if not isinstance(value, str) or info.context is None:
        return value
    if (exact := instant_carried(narrow(value).strip())) is not None:
        return exact
    now = info.context.heard.at.astimezone(info.context.zone)
    try:
        found = _day_or_time(value, now)
    except UnreadableDay as error:
        examples = [EXAMPLES(words=either(["sat", "sat 09:00", "12-05 09:00", "明天下午5点"]))]
        raise Wrong(*(did_you_mean(error.nearest) or examples)) from error
    if has_just_passed(value, found, now):
        raise Wrong(JUST_PASSED(year=str(found.year), example=Mono(f"{found:%Y-%m-%d %H:%M}")))
    return found


def _day_or_time(value: str, now: datetime) -> datetime:
    try:
        return read_moment(value, now)
    except UnreadableDay as error:
        if error.reason != "no_time":
            raise
    day = read_moment(value, now, LAST_MINUTE)
    return DayAlone(day.year, day.month, day.day, tzinfo=day.tzinfo)


def _read_or_nothing(value: Any, info: ValidationInfo) -> Any:
    return NOTHING if isinstance(value, str) and narrow(value).strip() in _NO_TIME else _read(value, info)


Time = Annotated[datetime, PlainValidator(_read)]
"""An instant as people write it, where a day alone is a ``DayAlone``."""
TimeOrNothing = Annotated[datetime, PlainValidator(_read_or_nothing)]
"""The same; a dash is ``NOTHING``."""


def exactly(rota: Rota, name: str, at: datetime) -> datetime:
    """The instant that is meant in a layer: a day alone begins with its hand-over."""
    if not isinstance(at, DayAlone):
        return at.astimezone(UTC)
    going = [layer for layer in rota.layers if layer.name == name][-1]
    minute = going.handover if going.first == going.last else going.first
    wall = datetime.combine(at.date(), time(minute // 60, minute % 60))
    return instant_of(wall, rota.zone).astimezone(UTC)


def layer_carried(rota: Rota, name: str) -> str:
    """The name of a layer may be too long for a button: its number is not."""
    return f"#{[layer.id for layer in rota.layers if layer.name == name][-1]}"


async def layer_meant(ctx: Ctx, rota: Rota, word: str | None) -> str | None:
    """A button may be older than the rota: its number means the layer of that name. Raises ``Refusal`` where there is
    none."""
    if word is None:
        return None
    number = _NUMBER.fullmatch(narrow(word).strip())
    known = await ctx.store.rotas.name_of(ctx.team.id, int(number[1])) if number else None
    return named(rota, known or word)


async def worker(ctx: Ctx, word: str) -> Person:
    """Somebody who can be on call. Raises ``Refusal``."""
    number = _NUMBER.fullmatch(narrow(word).strip())
    found = await ctx.store.people.get(ctx.team.id, int(number[1])) if number else None
    who = found or await find_person(ctx, word)
    if who.level < Role.STAFF or who.waiting or who.left_at is not None:
        raise Refusal(OBSERVES(name=who.name, line=Mono(f"/role {who.name} staff")))
    return who


def ahead_of(rota: Rota, names: Sequence[str], person: int, now: datetime) -> list[Duty]:
    """Her shifts that have not begun yet, the soonest first."""
    end = now + FAR
    found = [duty for name in names for duty in rota.duties(name, now, end)]
    hers = [duty for duty in found if duty.person == person and now < duty.from_at and duty.until_at < end]
    return sorted(hers, key=lambda duty: duty.from_at)


def shift_at(rota: Rota, names: Sequence[str], at: datetime, now: datetime, person: int | None = None) -> Duty | None:
    """The shift that is meant by a time: the one that runs then, else the first that begins on its day. ``person``:
    only of hers."""
    for name in names:
        instant = exactly(rota, name, at)
        day = instant.astimezone(rota.zone).date()
        until = instant + FAR
        for duty in rota.duties(name, min(now, instant), until):
            if person is not None and duty.person != person:
                continue
            begins = duty.from_at.astimezone(rota.zone).date()
            if duty.from_at <= instant < duty.until_at or (begins == day and instant < duty.until_at):
                return duty
    return None
