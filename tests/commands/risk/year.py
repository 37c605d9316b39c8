"""Fifty teams as a list of facts, and what ought to happen to a risk in them, found by counting day after day: nothing
here asks the code that it judges."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from commands.kit.calendar import WorkCalendar
from storage import Layer, LayerDays, Level, Rotation

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ZONES = {
    "Asia/Shanghai": "CN", "Europe/Berlin": "DE", "America/New_York": "US", "Australia/Lord_Howe": "AU",
    "Asia/Kathmandu": "NP", "America/Santiago": "CL", "Europe/London": "GB", "Pacific/Auckland": "NZ",
    "Asia/Taipei": "TW", "America/St_Johns": "CA",
}  # fmt: skip
STEPS: dict[Level, tuple[str, ...]] = {
    "red": ("oncall", "backup", "manager", "director"), "yellow": ("owner", "oncall", "manager"), "blue": ("owner",),
}  # fmt: skip
AGAIN: dict[Level, timedelta | None] = {"red": 15 * MINUTE, "yellow": 2 * HOUR, "blue": None}
STALE: dict[Level, timedelta | None] = {"red": HOUR, "yellow": DAY, "blue": None}
CLOCKS: dict[Level, dict[str, timedelta]] = {
    "red": {"ack": 15 * MINUTE, "respond": 30 * MINUTE, "statement": 2 * HOUR, "solution": DAY},
    "yellow": {"plan": 2 * DAY}, "blue": {},
}  # fmt: skip
WAKING = (time(8), time(22, 30))


@dataclass
class Member:
    """``leave``: first and last day; ``reached``: she can be written to in private."""

    id: int
    role: str
    leave: tuple[date, date] | None
    reached: bool

    def away(self, day: date) -> bool:
        return self.leave is not None and self.leave[0] <= day <= self.leave[1]


@dataclass(frozen=True)
class Turns:
    """A layer as it is made, and all its shifts of the year: from, until, whose."""

    name: str
    rotation: Rotation
    days: LayerDays
    handover: int
    people: tuple[int, ...]
    hours: int = 0
    covers: tuple[int, int] = (0, 0)


@dataclass
class Club:
    id: int
    zone: ZoneInfo
    country: str
    people: list[Member]
    owner: int | None
    turns: list[Turns] = field(default_factory=list)
    shifts: list[list[tuple[datetime, datetime, int]]] = field(default_factory=list)

    def there(self, person: int, at: datetime) -> bool:
        return not self.member(person).away(at.astimezone(self.zone).date())

    def member(self, person: int) -> Member:
        return next(one for one in self.people if one.id == person)

    def on_call(self, at: datetime) -> list[int]:
        """Each once, in the order of the layers."""
        found = [who for shifts in self.shifts for first, last, who in shifts if first <= at < last]
        return list(dict.fromkeys(who for who in found if self.there(who, at)))

    def of(self, whom: str, at: datetime) -> list[int]:
        if whom == "owner":
            return [self.owner] if self.owner is not None and self.there(self.owner, at) else []
        if whom in ("oncall", "backup"):
            return self.on_call(at)[:1] if whom == "oncall" else self.on_call(at)[1:]
        return [one.id for one in self.people if whom in (one.role, "team") and self.there(one.id, at)]

    def leaders(self, at: datetime) -> set[int]:
        lead = [one.id for one in self.people if one.role in ("manager", "director")]
        return {one for one in lead if self.there(one, at)} or set(lead)


def shifts(club: Club, turns: Turns, begins: datetime, ends: datetime) -> list[tuple[datetime, datetime, int]]:
    """Day after day, the turn passes on with each shift; weekly with each Monday."""
    calendar = WorkCalendar(club.country)
    first, last = turns.covers
    base = turns.handover if first == last else first
    found: list[tuple[datetime, datetime, int]] = []
    day, turn, monday = begins.astimezone(club.zone).date() - DAY, -1, None
    while instant(club, day, 0) < ends:
        parts = [base + 60 * turns.hours * part for part in range(24 // turns.hours if turns.hours else 1)]
        end = base + 24 * 60 if first == last else base + (last - first) % (24 * 60)
        works = {"all": True, "weekdays": day.weekday() < 5, "workdays": calendar.works(day)}[turns.days]
        for begin, until in zip(parts, [*parts[1:], end], strict=True):
            since, over = instant(club, day, begin), instant(club, day, until)
            if works and over > begins:
                week = day - timedelta(days=day.weekday())
                monday = monday or week
                turn = (week - monday).days // 7 if turns.rotation == "weekly" else turn + 1
                found.append((max(since, begins), over, turns.people[turn % len(turns.people)]))
        day += DAY
    return found


def instant(club: Club, day: date, minute: int) -> datetime:
    wall = datetime.combine(day, time()) + timedelta(minutes=minute)
    return wall.replace(tzinfo=club.zone).astimezone(UTC)


def layers(club: Club, begins: datetime) -> list[Layer]:
    return [
        Layer(0, club.id, turns.name, at, turns.rotation, turns.people, begins, turns.handover, 0, turns.hours,
              *turns.covers, turns.days)
        for at, turns in enumerate(club.turns)
    ]  # fmt: skip


def rota(dice: Random, kind: int, people: list[int]) -> list[Turns]:
    """Of a team; some have none. Hand-overs keep away from hours that a change of the clocks may skip."""
    crew = tuple(dice.sample(people, 3))
    days: LayerDays = dice.choice(("all", "weekdays", "workdays"))
    hour = dice.randrange(6, 20) * 60
    primary = Turns("primary", "daily", "all", hour, crew)
    match kind:
        case 0:
            return []
        case 1:
            return [primary]
        case 2:
            return [Turns("primary", "weekly", days, hour, crew), Turns("backup", "daily", "all", hour, crew[::-1])]
        case 3:
            night = Turns("night", "daily", "all", 9 * 60, crew[1:], covers=(21 * 60, 9 * 60))
            return [primary, Turns("backup", "weekly", "all", hour, crew[::-1]), night]
        case _:
            return [Turns("primary", "hours", days, 9 * 60, crew, hours=8), Turns("backup", "daily", days, 540, crew)]


@dataclass(frozen=True)
class Story:
    """What happens to one risk: when it is raised, acknowledged and closed."""

    club: Club
    number: int
    level: Level
    raised: datetime
    acked: datetime | None
    closed: datetime

    @property
    def stale(self) -> datetime | None:
        """When its acknowledgement counts no more."""
        span = STALE[self.level]
        return self.acked + span if self.acked and span and self.acked + span < self.closed else None

    def calls(self) -> Iterator[tuple[datetime, set[int]]]:
        """Who is written to, and when."""
        yield from self._calls(self.raised, min(self.acked or self.closed, self.closed))
        if self.stale is not None:
            yield from self._calls(self.stale, self.closed)

    def _calls(self, at: datetime, end: datetime) -> Iterator[tuple[datetime, set[int]]]:
        steps, again, n = STEPS[self.level], AGAIN[self.level], 0
        had: dict[int, set[int]] = defaultdict(set)  # by round, who had her call in it
        while at < end:
            if self.level != "red" and not self._awake(at):
                at = self._morning(at)
                continue
            written: set[int] = set()
            begun: int | None = None
            while not written:
                there = [(at_, self.club.of(steps[at_ % len(steps)], at)) for at_ in range(n, n + len(steps))]
                rest = [(at_, [who for who in found if who not in had[at_ // len(steps)]]) for at_, found in there]
                # Whoever was called is called again only where a round has nobody else, and the next one nobody.
                some = [(at_, found) for at_, found in (rest if any(who for _, who in rest) else there) if found]
                leads = [*self.club.of("manager", at), *self.club.of("director", at)]
                everybody = leads or self.club.of("team", at) or [one.id for one in self.club.people]
                step, found = some[0] if some else (n + len(steps) - 1, everybody)
                if begun is not None and step // len(steps) > begun:
                    break  # a round ends, and nobody at all can be written to
                written, n, begun = (
                    {one for one in found if self.club.member(one).reached},
                    step + 1,
                    step // len(steps),
                )
                had[begun] |= {*found}
                if not some:
                    break
            if begun is not None and not any(self.club.member(one).reached for one in had[begun]):
                # Nobody of a whole round can be written to: all others are called, whoever is there before the rest.
                everybody = [one.id for one in self.club.people]
                for more in (leads, self.club.of("team", at), everybody):
                    new = {*more} - had[begun]
                    had[begun] |= new
                    written = written or {one for one in new if self.club.member(one).reached}
                    if written:
                        break
            yield at, written
            if again is None:
                return
            at += again

    def _awake(self, at: datetime) -> bool:
        return WAKING[0] <= at.astimezone(self.club.zone).time() < WAKING[1]

    def _morning(self, at: datetime) -> datetime:
        local = at.astimezone(self.club.zone)
        day = local.date() + (DAY if local.time() >= WAKING[0] else timedelta())
        return instant(self.club, day, 8 * 60)

    def nudges(self) -> Iterator[tuple[datetime, str, str, set[int]]]:
        """When, which clock, whether it is over, and who hears of it."""
        for clock, span in CLOCKS[self.level].items():
            stopped = min(self.acked or self.closed, self.closed) if clock == "ack" else self.closed
            for part in (50, 80, 100):
                at = self.raised + span * part / 100
                if at >= stopped or (clock == "ack" and part < 100):
                    continue
                yield at, clock, "late" if part == 100 else "nudged", self.club.leaders(at) if part == 100 else set()

    def owner_at(self, at: datetime) -> bool:
        """Whether somebody has it then."""
        return self.acked is not None and self.acked <= at and (self.stale is None or at < self.stale)
