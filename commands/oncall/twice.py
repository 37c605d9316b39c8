"""One person on two layers at once: then one answers where two ought to. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import combinations

from commands.kit import Moment, Said, text
from commands.kit.owners import name_of
from commands.kit.rota import A_DAY, Duty, Rota

from .words import layer_named

AT_ONCE = text("{name} has {layer} and {other} at once, first {first} – {last}. Then only one person answers.")

AHEAD = 28 * A_DAY


@dataclass(frozen=True, slots=True)
class Meeting:
    layer: str
    other: str
    person: int
    from_at: datetime
    until_at: datetime


def meetings(rota: Rota, shifts: Sequence[Sequence[Duty]]) -> Iterator[Meeting]:
    """Where two layers are one person's. Where nobody else is in either of them it is meant so."""
    for one, other in combinations(shifts, 2):
        for mine in one:
            for hers in other:
                first, last = max(mine.from_at, hers.from_at), min(mine.until_at, hers.until_at)
                both = first < last and mine.person == hers.person and not mine.away
                if both and not _alone(rota, mine, hers):
                    yield Meeting(mine.layer, hers.layer, mine.person, first, last)


def _alone(rota: Rota, *duties: Duty) -> bool:
    names = {duty.layer for duty in duties if not duty.stands_in}
    going = [layer for layer in rota.layers if layer.name in names and layer.ends_at is None]
    turns = {person for layer in going for person in layer.people}
    return len(names) == len(duties) and turns == {duties[0].person}


def said_twice(rota: Rota, now: datetime, whose: int | None = None) -> list[Said]:
    """Of the weeks ahead each person and pair of layers once, by the first time, the soonest first; ``whose``: only of
    hers."""
    found: dict[tuple[str, str, int], Meeting] = {}
    shifts = [rota.duties(name, now, now + AHEAD) for name in rota.names]
    for one in sorted(meetings(rota, shifts), key=lambda one: one.from_at):
        if whose in (None, one.person):
            found.setdefault((one.layer, one.other, one.person), one)
    return [
        AT_ONCE(
            name=name_of(one.person, rota.people), layer=layer_named(one.layer), other=layer_named(one.other),
            first=Moment(one.from_at), last=Moment(one.until_at),
        )
        for one in found.values()
    ]  # fmt: skip
