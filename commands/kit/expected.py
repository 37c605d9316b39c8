"""Who is expected to report what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from storage import Community, Person, Role, Unit

NOON = 12
RECENT = timedelta(days=92)
"""Whoever reported a community longer ago is not expected to do so again."""


@dataclass(frozen=True)
class Day:
    """One day of reports. ``missing`` are the communities without one; ``waits`` says of whom each is expected;
    ``away`` are those who are on leave and would have been expected otherwise."""

    missing: tuple[Community, ...]
    waits: Mapping[int, tuple[Person, ...]]
    away: tuple[Person, ...]

    @property
    def people(self) -> dict[int, Person]:
        """Everybody who has something left to report, by number."""
        return {person.id: person for waiting in self.waits.values() for person in waiting}

    def left(self, person: int) -> list[Community]:
        """What somebody is expected to report still."""
        return [each for each in self.missing if any(one.id == person for one in self.waits.get(each.id, ()))]


def about(due: datetime) -> date:
    """The day that something by the clock is about: what comes in the morning looks back at the day before."""
    return due.date() - timedelta(days=due.hour < NOON)


def begins(community: int) -> str:
    """The mark that says on which day a community was added; those that came without one have always been there."""
    return f"community:{community}:begins"


async def expected(unit: Unit, team: int, day: date) -> Day:
    """A community's report is expected of its owner and of whoever reported its newest figures, as long as nobody has
    filed it; nothing of the days before it was added. A director is only expected where nobody else is."""
    people = {person.id: person for person in await unit.people.of(team) if not person.waiting}
    communities = await unit.communities.of(team)
    filed = {community for _, community in await unit.numbers.reporters(team, day)}
    last = await unit.numbers.last_reporters(team, day - RECENT, day)
    lacking = [each for each in communities if each.id not in filed]
    begun = await unit.marks.those([begins(each.id) for each in lacking])
    missing = [each for each in lacking if begun.get(begins(each.id), "") <= day.isoformat()]
    waits: dict[int, tuple[Person, ...]] = {}
    away: dict[int, Person] = {}
    for each in missing:
        asked = [people[who] for who in dict.fromkeys((each.owner, last.get(each.id))) if who in people]
        asked = [person for person in asked if person.level >= Role.STAFF]
        asked = [person for person in asked if person.level < Role.DIRECTOR] or asked
        away |= {person.id: person for person in asked if person.away_on(day)}
        if present := tuple(person for person in asked if not person.away_on(day)):
            waits[each.id] = present
    return Day(tuple(missing), waits, tuple(away.values()))
