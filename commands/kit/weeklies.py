"""Whose weekly reports are awaited. A community's is there when one over it was filed, by itself or with others, or
when somebody it is expected of has filed her own week."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from storage import Community, Person, Role, Unit, Weekly

from .calendar import WorkCalendar
from .expected import RECENT
from .filing import Filing
from .periods import Period


@dataclass(frozen=True, slots=True)
class Awaited:
    """One week. ``missing`` are the communities without a report and ``waits`` says of whom each is expected; ``late``
    are the reports that came after filing had closed, each as it was first filed."""

    week: Period
    missing: tuple[Community, ...]
    waits: Mapping[int, tuple[Person, ...]]
    late: tuple[Weekly, ...]

    @property
    def people(self) -> list[tuple[Person, list[Community]]]:
        """Everybody whose report is awaited, with the communities it would be about."""
        everyone = {person.id: person for waiting in self.waits.values() for person in waiting}
        return [
            (person, [each for each in self.missing if any(one.id == person.id for one in self.waits[each.id])])
            for person in everyone.values()
        ]


async def carers(unit: Unit, team: int, week: Period) -> list[tuple[Community, list[Person]]]:
    """Who looks after each living community: its owner, and whoever reported its newest figures until the end of the
    week."""
    people = {one.id: one for one in await unit.people.of(team) if not one.waiting and one.level >= Role.STAFF}
    last = await unit.numbers.last_reporters(team, week.first - RECENT, week.last)
    return [
        (each, [people[who] for who in dict.fromkeys((each.owner, last.get(each.id))) if who in people])
        for each in await unit.communities.of(team)
    ]


async def awaited(unit: Unit, filing: Filing, team: int, week: Period, zone: tzinfo, calendar: WorkCalendar) -> Awaited:
    """What is missing of a week. Nothing is expected of whoever was away all of it, and of a director only where nobody
    else is asked."""
    filed = await unit.weeklies.filed(team, week.first)
    missing: list[Community] = []
    waits: dict[int, tuple[Person, ...]] = {}
    for each, hers in await carers(unit, team, week):
        if _filed(each, hers, filed):
            continue
        asked = [person for person in hers if person.level < Role.DIRECTOR] or hers
        if there := tuple(person for person in asked if not _away(person, week)):
            missing.append(each)
            waits[each.id] = there
    late = tuple(report for report in filed.values() if filing.late(week, report.at, zone, calendar))
    return Awaited(week, tuple(missing), waits, late)


def covers(subject: str, community: int) -> bool:
    """Whether a report is about a community."""
    return f"c{community}" in subject.split(",")


def _filed(community: Community, hers: Sequence[Person], filed: Collection[str]) -> bool:
    own = any(f"p{person.id}" in filed for person in hers)
    return own or any(covers(subject, community.id) for subject in filed)


def _away(person: Person, week: Period) -> bool:
    return person.away_on(week.first) and person.away_on(week.last)
