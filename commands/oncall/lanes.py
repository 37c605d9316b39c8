"""The shifts of some weeks as strips of a picture. Pure.

A layer that goes round the clock has one strip, drawn by the hour. One that covers part of the day, or changes within
it, would be too narrow for names: each of its parts has a strip of its own, with a whole day's room for each shift, and
says its hours once.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Final

from commands.kit import Lane, Said, Stint, text
from commands.kit.moments import instant_of
from commands.kit.owners import name_of
from commands.kit.roster import Stay
from commands.kit.rota import A_DAY, Duty, Rota
from commands.kit.texts import Label, Value, label_of
from storage import Layer

from .words import layer_named

NOBODY = text("nobody", context="roster")
PARTLY = text("gaps", context="roster")
HOURS = text("{first}–{last}")
DAILY = text("hand-over at {time}")
WEEKLY = text("hand-over {weekday} {time}")
SHIFTS = text("{n} shift", "{n} shifts")

MOST_PARTS: Final = 6
"""Strips of one layer; shifts shorter than four hours are counted."""
_DAY: Final = 24 * 60
_MONDAY: Final = date(2024, 1, 1)


def lanes_of(rota: Rota, name: str, first: date, weeks: int, hers: int | None) -> list[Lane]:
    """The strips of one layer; ``hers`` stand out."""
    layer = next(one for one in reversed(rota.layers) if one.name == name)
    since, until = _at(rota, first, 0), _at(rota, first + weeks * 7 * A_DAY, 0)
    duties = rota.duties(name, since - A_DAY, until + A_DAY)
    starts, ends = parts_of(layer)
    if not starts:
        whole = (_stint(rota, one, _place(rota, one.from_at, first), _place(rota, one.until_at, first), hers)
                  for one in duties if one.from_at < until and one.until_at > since)  # fmt: skip
        return [Lane(layer_named(name), handover(layer), tuple(whole))]
    if len(starts) > MOST_PARTS:
        return [Lane(layer_named(name), handover(layer), tuple(_counted(rota, duties, layer, first, weeks)))]
    found = []
    for begin, end in zip(starts, ends, strict=True):
        stints = _cells(rota, duties, begin, begin + (end - begin if len(starts) > 1 else _DAY), first, weeks, hers)
        found.append(Lane(layer_named(name), HOURS(first=clock(begin), last=clock(end)), tuple(stints)))
    return found


def parts_of(layer: Layer) -> tuple[list[int], list[int]]:
    """The minutes at which the parts of its day begin and end; none where it goes round the clock in one."""
    if layer.rotation == "hours":
        starts = [layer.handover + part * layer.hours * 60 for part in range(24 // layer.hours)]
        return starts, [start + layer.hours * 60 for start in starts]
    if layer.first == layer.last:
        return [], []
    return [layer.first], [layer.first + (layer.last - layer.first) % _DAY]


def handover(layer: Layer) -> Said:
    """When it changes hands."""
    if layer.rotation == "weekly":
        return WEEKLY(weekday=_weekday(layer.weekday), time=clock(layer.handover))
    return DAILY(time=clock(layer.handover))


def clock(minute: int) -> str:
    return f"{minute % _DAY // 60:02}:{minute % 60:02}"


def _weekday(number: int) -> Label:
    from babel.dates import format_skeleton

    day = datetime.combine(_MONDAY + number * A_DAY, datetime.min.time(), UTC)
    return label_of(lambda locale: format_skeleton("E", day, locale=locale))


def _stint(rota: Rota, duty: Duty, since: float, until: float, hers: int | None) -> Stint:
    look: Stay = "gap" if duty.away else "hers" if duty.person == hers else "agreed" if duty.stands_in else "turn"
    name: Value = NOBODY() if duty.away else name_of(duty.person, rota.people)
    return Stint(since, until, name, look)


def _cells(
    rota: Rota, duties: list[Duty], begin: int, end: int, first: date, weeks: int, hers: int | None
) -> Iterator[Stint]:
    """A shift has the room of the day on which it begins; where several share it, each as much as of its time."""
    for number in range(weeks * 7):
        day = first + number * A_DAY
        opens, closes = _at(rota, day, begin), _at(rota, day, end)
        here = [one for one in duties if one.from_at < closes and one.until_at > opens]
        if not here:
            continue
        opens, closes = max(opens, here[0].from_at), min(closes, here[-1].until_at)
        for one in here:
            since, until = max(one.from_at, opens), min(one.until_at, closes)
            yield _stint(rota, one, number + (since - opens) / (closes - opens),
                         number + (until - opens) / (closes - opens), hers)  # fmt: skip


def _counted(rota: Rota, duties: list[Duty], layer: Layer, first: date, weeks: int) -> Iterator[Stint]:
    """Of shifts that are too short to be named, how many there are; where nobody answers is told all the same."""
    for number in range(weeks * 7):
        day = first + number * A_DAY
        opens, closes = (_at(rota, day, minute) for minute in (layer.handover, layer.handover + _DAY))
        here = [one for one in duties if one.from_at < closes and one.until_at > opens]
        if here:
            gap = any(one.away for one in here)
            yield Stint(number, number + 1, PARTLY() if gap else SHIFTS(n=len(here)), "gap" if gap else "turn")


def _at(rota: Rota, day: date, minute: int) -> datetime:
    midnight = datetime.combine(day, datetime.min.time())
    return instant_of(midnight + timedelta(minutes=minute), rota.zone).astimezone(UTC)


def _place(rota: Rota, at: datetime, first: date) -> float:
    """By the clock on the wall: a day on which the clocks change is as wide as any other."""
    local = at.astimezone(rota.zone).replace(tzinfo=None)
    return (local - datetime.combine(first, datetime.min.time())) / A_DAY
