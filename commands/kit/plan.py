"""What a team's schedules come to: the defaults of the code with what the team said of them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from storage import Person, Place, Planned, Role, Team, Timer, Unit

from .calendar import Override, WorkCalendar
from .days import dated
from .schedule import FAR, Every, Occurrence, due
from .texts import text
from .whens import When, read_when
from .zone import zone_of

PAUSED = text("paused until {day}")
QUIET = text("quiet hours")


@dataclass(frozen=True)
class Plan:
    """One schedule of one team."""

    each: Every
    team: Team
    calendar: WorkCalendar
    kept: Planned
    idle: bool = False
    """Whether nobody has the job title that it gives work to."""

    @property
    def when(self) -> When:
        return read_when(self.kept.moved) if self.kept.moved else self.each.when

    @property
    def place(self) -> int | None:
        """The channel that was chosen for it."""
        return None if self.each.private or self.each.job or self.each.silent else self.kept.place

    def times(self, since: datetime, until: datetime) -> Iterator[Occurrence]:
        """Every time after ``since`` until ``until``; those that are skipped carry the reason. None while it is off."""
        if self.kept.off:
            return
        quiet = quiet_hours(self.team.quiet) if self.each.private else None
        for found in due(self.when, since, until, zone_of(self.team.zone), self.calendar):
            day = date.fromisoformat(found.slot[:10])
            if self.kept.paused_until is not None and day <= self.kept.paused_until:
                yield replace(found, why=PAUSED(day=dated(self.kept.paused_until, day)))
            elif quiet is not None and within(found.slot[11:], quiet):
                yield replace(found, why=QUIET())
            else:
                yield self._at_work(found, day) if self.each.job else found

    def _at_work(self, found: Occurrence, day: date) -> Occurrence:
        """Work rests on days off. A weekday that the team itself has named is meant, at the weekend too."""
        look = self.calendar.look(day)
        named = look.kind == "weekend" and bool(self.kept.moved) and self.when.days == "weekly"
        why = found.why if look.works or named else look.said()
        return replace(found, why=why, note=look.said() if look.kind == "make-up" else None)

    def next(self, after: datetime) -> Occurrence | None:
        """The next time that is not skipped."""
        return next((found for found in self.times(after, after + FAR) if found.why is None), None)


def quiet_hours(written: str) -> tuple[str, str] | None:
    """``22:30-08:00`` as its two ends; ``None`` when there are none."""
    first, _, last = written.partition("-")
    return (first, last) if first and last and first != last else None


def within(minute: str, hours: tuple[str, str]) -> bool:
    """Whether ``HH:MM`` lies in a span of the day that may pass midnight; its end is outside."""
    first, last = hours
    return first <= minute < last if first < last else minute >= first or minute < last


async def calendar_of(unit: Unit, team: Team) -> WorkCalendar:
    own = await unit.own_days.of(team.id)
    return WorkCalendar(team.country, {day: Override(said.works, said.name) for day, said in own.items()})


async def plans(unit: Unit, team: Team, every: Mapping[str, Every]) -> dict[str, Plan]:
    """Every schedule of a team, by name."""
    kept, calendar = await unit.schedules.of(team.id), await calendar_of(unit, team)
    people = await unit.people.of(team.id) if any(each.job for each in every.values()) else []
    return {
        name: Plan(
            each, team, calendar, kept.get(name, Planned(team.id, name)),
            idle=bool(each.job) and not with_title(people, each.job),
        )
        for name, each in every.items()
    }  # fmt: skip


def with_title(people: Sequence[Person], title: str) -> list[Person]:
    """Who has a job title and may be given work."""
    return [who for who in people if title in who.titles and who.level >= Role.STAFF and not who.waiting]


async def replan(unit: Unit, team: int, every: Mapping[str, Every], now: datetime) -> None:
    """Work out when everything comes next: for a new team, or one that changed its zone, country or calendar."""
    for name, plan in (await plans(unit, await unit.teams.get(team), every)).items():
        await set_next(unit, name, plan, now)


async def set_next(unit: Unit, name: str, plan: Plan, now: datetime) -> Occurrence | None:
    found = plan.next(now)
    await unit.schedules.put(plan.team.id, name, next_at=found.at if found else None)
    return found


def target(places: Sequence[Place], chosen: int | None) -> Place | None:
    """Where a post begins: the channel chosen for it, else one for reports, else the team's, else any; ``None`` when
    the team can be reached nowhere."""
    alive = [place for place in places if place.suspended_at is None]
    wanted = [place for place in alive if place.id == chosen]
    for purpose in ("reports", "team"):
        wanted += [place for place in alive if place.purpose == purpose]
    return next(iter(wanted or alive), None)


def wound(
    plan: Plan, key: str, slot: str, places: Sequence[Place], now: datetime, *, since: str | None = None
) -> Timer | None:
    """A schedule's line for the clock to type now, as if it were due in the local minute ``slot``. ``since`` is the
    first day of those that were missed. ``None`` when the team can be reached nowhere."""
    where = target(places, plan.place)
    if where is None:
        return None
    line = f"{plan.each.line} due:{slot}"
    if since is not None:
        line += f" since:{since}"
    if where.id == plan.place:
        line += " alone:yes"
    return Timer(0, plan.team.id, key, now, line, where.address, None)
