"""How much each person was on call, so that the hard hours can be shared out. Pure.

What counts is who really had a layer: who stood in has the hours, and who was on leave has none. Layers that have ended
count as long as they lasted. Of leave only the newest is kept, so an earlier one that was moved since is not known.

A **night** is from 23:00 to 08:00 on the team's clock, the sleep hours in which Flashduty counts interruptions. A
**holiday** is what the calendar of the team's country calls so (``calendar.py``), on a Sunday too, and what the team
itself has named a day off; a **weekend** day is any other on which it rests. A Saturday that is made up for a holiday
(调休) is therefore a working day, and the weekday that it pays for is a holiday.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Final

from storage import Person, Role

from .moments import instant_of
from .rota import A_DAY, Rota

NIGHT: Final = (23 * 60, 8 * 60)
"""Minutes of the day at which it begins and ends."""
_NONE: Final = timedelta()


@dataclass(slots=True)
class Had:
    """What one person had. A shift that leave or somebody else interrupted is one; it is a shift of a holiday when
    any of it was on one. The hours of working days, weekends and holidays make up ``hours``; ``night`` lies across."""

    person: int
    hours: timedelta = _NONE
    weekend: timedelta = _NONE
    holiday: timedelta = _NONE
    night: timedelta = _NONE
    _shifts: set[tuple[str, int]] = field(default_factory=set)
    _holidays: set[tuple[str, int]] = field(default_factory=set)

    @property
    def shifts(self) -> int:
        return len(self._shifts)

    @property
    def holidays(self) -> int:
        """How many of the shifts had a part on a holiday."""
        return len(self._holidays)

    @property
    def workday(self) -> timedelta:
        return self.hours - self.weekend - self.holiday

    def add(self, shift: tuple[str, int], long: timedelta, kind: str, *, night: bool) -> None:
        self._shifts.add(shift)
        self.hours += long
        self.night += long if night else _NONE
        if kind == "weekend":
            self.weekend += long
        if kind == "holiday":
            self.holiday += long
            self._holidays.add(shift)


def fairness(rota: Rota, since: datetime, until: datetime) -> list[Had]:
    """What each had between two instants, also those who are in the rota and had nothing; most hours first."""
    known = rota.people
    rota = replace(rota, people={who.id: _as_of_then(who) for who in known.values()})
    found = {who: Had(who) for layer in rota.layers if layer.ends_at is None for who in layer.people}
    for name in rota.names:
        turn = 0
        for duty in rota.duties(name, since, until):
            turn += rota.hands_over(name, duty.from_at)
            who = known.get(duty.person)
            ends = min(duty.until_at, who.left_at) if who is not None and who.left_at is not None else duty.until_at
            if duty.away or ends <= duty.from_at:
                continue
            had = found.setdefault(duty.person, Had(duty.person))
            for first, last in _pieces(duty.from_at, ends, rota):
                kind, night = told(first, rota)
                had.add((name, turn), last - first, kind, night=night)
    return sorted(found.values(), key=lambda one: (-one.hours, one.person))


def told(at: datetime, rota: Rota) -> tuple[str, bool]:
    """What kind of day an instant belongs to, and whether it is at night."""
    local = at.astimezone(rota.zone)
    return rota.calendar.look(local.date()).kind, at_night(local)


def at_night(local: datetime) -> bool:
    minute = local.hour * 60 + local.minute
    return minute >= NIGHT[0] or minute < NIGHT[1]


def _pieces(since: datetime, until: datetime, rota: Rota) -> Iterator[tuple[datetime, datetime]]:
    """Cut where a day or a night begins or ends."""
    cuts, day = {since, until}, since.astimezone(rota.zone).date()
    last = until.astimezone(rota.zone).date()
    while day <= last:
        cuts |= {at for minute in (0, *NIGHT) if since < (at := _at(day, minute, rota)) < until}
        day += A_DAY
    return pairwise(sorted(cuts))


def _at(day: date, minute: int, rota: Rota) -> datetime:
    midnight = datetime.combine(day, datetime.min.time())
    return instant_of(midnight + timedelta(minutes=minute), rota.zone).astimezone(UTC)


def _as_of_then(who: Person) -> Person:
    """Whoever left since, or only watches by now, was on call all the same."""
    return replace(who, left_at=None, waiting=False, level=max(who.level, Role.STAFF))
