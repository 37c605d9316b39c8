"""Who answers at an instant, and what shifts lie ahead. Pure.

A day of duty begins at the hand-over, on the wall clock of the team, and lasts until the next one: on Friday 09:00 in a
layer for working days, until Saturday 09:00. Where the clocks jump over a hand-over, it is at the first instant after
the gap; where they pass it twice, the first time.
"""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

from storage import Layer, Person, Role, StandIn

from .calendar import WorkCalendar
from .moments import instant_of

A_DAY: Final = timedelta(days=1)
_MINUTES = 24 * 60
_WEEKEND = (5, 6)


@dataclass(frozen=True, slots=True)
class Duty:
    """Somebody has a layer from one instant until another. ``stands_in``: by agreement, not by turn. ``away``: it is
    hers, but she is on leave or at work no more, so nobody answers."""

    layer: str
    person: int
    from_at: datetime
    until_at: datetime
    stands_in: bool = False
    away: bool = False


@dataclass(frozen=True)
class Rota:
    """``layers`` in the order in which they are called, ended ones among them; ``stand_ins`` in the order in which they
    were agreed; ``people`` by number."""

    layers: Sequence[Layer]
    stand_ins: Sequence[StandIn]
    people: Mapping[int, Person]
    zone: ZoneInfo
    calendar: WorkCalendar
    _counted: dict[int, list[int]] = field(default_factory=dict)
    """Of a layer, by its row, how many days of duty there were after so many days."""

    @property
    def names(self) -> list[str]:
        """Of the layers, in the order in which they are called."""
        return list(dict.fromkeys(layer.name for layer in sorted(self.layers, key=lambda one: one.position)))

    def who(self, name: str, at: datetime) -> tuple[int, bool] | None:
        """Whose a layer is at an instant, and whether by agreement. ``None`` when the layer is nobody's then."""
        for one in reversed(self.stand_ins):
            if one.layer == name and one.from_at <= at < _end(one):
                return one.person, True
        layer = self.in_force(name, at)
        person = None if layer is None else self._turn(layer, at)
        return None if person is None else (person, False)

    def in_force(self, name: str, at: datetime) -> Layer | None:
        """Of all that had the name the one that counts then: what was before, or comes after, has no say."""
        there = (one for one in self.layers if one.name == name and one.begins_at <= at)
        return next((one for one in there if one.ends_at is None or at < one.ends_at), None)

    def there(self, person: int, at: datetime) -> bool:
        """Whether she is at work here, and not on leave that day."""
        who = self.people.get(person)
        at_work = who is not None and who.left_at is None and not who.waiting and who.level >= Role.STAFF
        return at_work and who is not None and not who.away_on(at.astimezone(self.zone).date())

    def on_call(self, at: datetime) -> list[tuple[str, int]]:
        """Who answers, layer by layer: those who are there."""
        found = ((name, self.who(name, at)) for name in self.names)
        return [(name, whose[0]) for name, whose in found if whose is not None and self.there(whose[0], at)]

    def hands_over(self, name: str, at: datetime) -> bool:
        """Whether somebody's turn may begin in a layer at that instant."""
        return at in self._handovers(name, at)

    def duties(self, name: str, since: datetime, until: datetime) -> list[Duty]:
        """Whose a layer is between two instants, without what is nobody's; a shift that reaches beyond them is cut."""
        cuts = sorted({since, until, *(at for at in self._cuts(name, since, until) if since < at < until)})
        found: list[Duty] = []
        for first, last in pairwise(cuts):
            whose = self.who(name, first)
            if whose is None:
                continue
            duty = Duty(name, whose[0], first, last, whose[1], away=not self.there(whose[0], first))
            before = found[-1] if found else None
            if before is not None and _goes_on(before, duty) and first not in self._handovers(name, first):
                found[-1] = replace(before, until_at=last)
            else:
                found.append(duty)
        return found

    def gaps(self, name: str, since: datetime, until: datetime) -> list[tuple[datetime, datetime]]:
        """When a layer ought to be somebody's, and whoever's it is is not there."""
        return [(one.from_at, one.until_at) for one in self.duties(name, since, until) if one.away]

    # --- one layer

    def _turn(self, layer: Layer, at: datetime) -> int | None:
        day = self._day(layer, at)
        if not layer.people or not self._works(layer, day) or not self._covers(layer, day, at):
            return None
        begun = self._begun(layer)
        turns = self._turns(layer, begun, day) + self._part(layer, day, at) - self._part(layer, begun, layer.begins_at)
        return layer.people[turns % len(layer.people)]

    def _begun(self, layer: Layer) -> date:
        """Its first day of duty of which something is left when it begins: that is the first person's."""
        day = self._day(layer, layer.begins_at)
        if not self._covers(layer, day, layer.begins_at):
            day += A_DAY
        while not self._works(layer, day):
            day += A_DAY
        return day

    def _day(self, layer: Layer, at: datetime) -> date:
        """The day of duty to which an instant belongs."""
        day = at.astimezone(self.zone).date() + A_DAY
        while self._at(day, _base(layer)) > at:
            day -= A_DAY
        return day

    def _at(self, day: date, minute: int) -> datetime:
        return _instant(self.zone, day, minute)

    def _starts(self, layer: Layer, day: date) -> Sequence[datetime]:
        """When the parts of its day of duty begin, the first one first."""
        return _starts(self.zone, day, _base(layer), layer.hours if layer.rotation == "hours" else 24)

    def _covers(self, layer: Layer, day: date, at: datetime) -> bool:
        if layer.first == layer.last:
            return True
        length = (layer.last - layer.first) % _MINUTES
        return at < self._at(day, layer.first + length)

    def _works(self, layer: Layer, day: date) -> bool:
        match layer.days:
            case "weekdays":
                return day.weekday() not in _WEEKEND
            case "workdays":
                return self.calendar.works(day)
            case _:
                return True

    def _turns(self, layer: Layer, begun: date, day: date) -> int:
        if layer.rotation == "weekly":
            return (_week(layer, day) - _week(layer, begun)).days // 7
        # The first day of duty is the first person's.
        return (self._worked(layer, begun, day) - 1) * _parts(layer)

    def _worked(self, layer: Layer, begun: date, day: date) -> int:
        """How many days of duty there were until then."""
        if layer.days == "all":
            return (day - begun).days + 1
        known = self._counted.setdefault(layer.id, [0])
        while len(known) <= (day - begun).days + 1:
            known.append(known[-1] + self._works(layer, begun + (len(known) - 1) * A_DAY))
        return known[(day - begun).days + 1]

    def _part(self, layer: Layer, day: date, at: datetime) -> int:
        """Which part of its day of duty it is, from 0 on."""
        return bisect_right(self._starts(layer, day), at, lo=1) - 1

    # --- where a shift may begin or end

    def _cuts(self, name: str, since: datetime, until: datetime) -> Iterator[datetime]:
        for one in self.stand_ins:
            if one.layer == name:
                yield from (one.from_at, _end(one))
        for layer in self.layers:
            if layer.name == name:
                yield layer.begins_at
                if layer.ends_at is not None:
                    yield layer.ends_at
        day = since.astimezone(self.zone).date() - A_DAY
        while (midnight := self._at(day, 0)) < until:
            yield midnight  # leave begins and ends with a day
            yield from self._of_day(name, day)
            day += A_DAY

    def _of_day(self, name: str, day: date) -> Iterator[datetime]:
        for layer in self.layers:
            if layer.name == name:
                yield from self._starts(layer, day)
                if layer.first != layer.last:
                    yield self._at(day, layer.first + (layer.last - layer.first) % _MINUTES)

    def _handovers(self, name: str, at: datetime) -> Collection[datetime]:
        """The instants about then at which somebody else's turn may begin: two turns of one person are two shifts."""
        layer = self.in_force(name, at)
        if layer is None:
            return ()
        day = self._day(layer, at)
        return self._starts(layer, day) if layer.rotation != "weekly" or day == _week(layer, day) else ()


# What the clock on the wall says is asked for the same days again and again, by every team: it is worked out once.


@lru_cache(maxsize=2**14)
def _instant(zone: ZoneInfo, day: date, minute: int) -> datetime:
    midnight = datetime.combine(day, datetime.min.time())
    # In UTC: times of one zone are compared by their walls, which say some hours twice.
    return instant_of(midnight + timedelta(minutes=minute), zone).astimezone(UTC)


@lru_cache(maxsize=2**12)
def _starts(zone: ZoneInfo, day: date, base: int, hours: int) -> tuple[datetime, ...]:
    return tuple(_instant(zone, day, base + part * hours * 60) for part in range(24 // hours))


def _base(layer: Layer) -> int:
    """The minute at which its day of duty begins."""
    return layer.handover if layer.first == layer.last else layer.first


def _parts(layer: Layer) -> int:
    return 24 // layer.hours if layer.rotation == "hours" else 1


def _week(layer: Layer, day: date) -> date:
    """The day on which the week of duty begins to which a day belongs."""
    return day - timedelta(days=(day.weekday() - layer.weekday) % 7)


def _goes_on(before: Duty, duty: Duty) -> bool:
    hers = (before.person, before.stands_in, before.away) == (duty.person, duty.stands_in, duty.away)
    return hers and before.until_at == duty.from_at


def _end(one: StandIn) -> datetime:
    return one.until_at if one.ended_at is None else min(one.until_at, one.ended_at)
