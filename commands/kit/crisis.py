"""How a team answers to a risk: the clocks of each level, who is called in which order, and how often.

Red: acknowledged within 15 minutes, responded to within 30, a statement within 2 hours, solved within 24. Yellow: a
revised plan within 48 hours. All of it is time that passes, whatever the calendar says. On-call is called first, then
the backup, the managers and the directors, again and again until somebody acknowledges. These are the field's
defaults; an operator's catalogue may set others.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from types import MappingProxyType
from typing import Final, Literal

from storage import ClockName, Level, Person, Risk, RiskClock, RiskEntry, Role

from .moments import instant_of
from .plan import within
from .rota import Rota
from .texts import Text, text

Whom = Literal["owner", "oncall", "backup", "manager", "director", "team"]
OnDays = Literal["all", "weekdays", "workdays"]

_MINUTE: Final = timedelta(minutes=1)
_HOUR: Final = timedelta(hours=1)
_ANEW: Final = ("stale", "left", "levelled")
"""With which the calls of a risk begin anew."""
ORDER: Final[tuple[Level, ...]] = ("red", "yellow", "blue")
"""The worst first."""
LEVELS: Final[Mapping[Level, Text]] = {
    "blue": text("blue", context="risk"), "yellow": text("yellow", context="risk"), "red": text("red", context="risk"),
}  # fmt: skip
SHORT_LEVELS: Final[Mapping[str, Level]] = {
    "红": "red", "紅": "red", "黄": "yellow", "黃": "yellow", "蓝": "blue", "藍": "blue",
}  # fmt: skip
"""As they are typed in a hurry."""

CLOCKS: Final[Mapping[ClockName, Text]] = {
    "ack": text("Acknowledgement"), "respond": text("First response"), "plan": text("Revised plan"),
    "statement": text("Statement"), "solution": text("Solution"),
}  # fmt: skip
PARTS: Final = (50, 80)
"""Percent of a clock at which its people are nudged."""


def level_meant(said: str) -> str:
    """What is read as a level where somebody types one."""
    return SHORT_LEVELS.get(said, said)


@dataclass(frozen=True, slots=True)
class Step:
    """One call for help: to whom, and when it is made at all. ``hours`` is a span of the day, ``HH:MM-HH:MM``."""

    whom: Whom
    hours: tuple[str, str] | None = None
    days: OnDays = "all"

    def holds(self, rota: Rota, at: datetime) -> bool:
        local = at.astimezone(rota.zone)
        if self.hours is not None and not within(f"{local:%H:%M}", self.hours):
            return False
        match self.days:
            case "weekdays":
                return local.weekday() < 5
            case "workdays":
                return rota.calendar.works(local.date())
            case _:
                return True


@dataclass(frozen=True, slots=True)
class Answering:
    """What one level asks for. ``again`` is the time between two calls; ``stale`` how long an acknowledgement counts
    without a note. ``None``: it is not called a second time, or never goes stale."""

    clocks: Mapping[ClockName, timedelta] = field(default_factory=dict)
    steps: tuple[Step, ...] = ()
    again: timedelta | None = None
    stale: timedelta | None = None


_FAR: Final = 31
"""Days in which a working day comes."""
_WAKING = ("08:00", "22:30")

DEFAULT: Final[Mapping[Level, Answering]] = MappingProxyType({
    "red": Answering(
        {"ack": 15 * _MINUTE, "respond": 30 * _MINUTE, "statement": 2 * _HOUR, "solution": 24 * _HOUR},
        (Step("oncall"), Step("backup"), Step("manager"), Step("director")), 15 * _MINUTE, _HOUR,
    ),
    "yellow": Answering(
        {"plan": 48 * _HOUR},
        (Step("owner", _WAKING), Step("oncall", _WAKING), Step("manager", _WAKING)), 2 * _HOUR, 24 * _HOUR,
    ),
    "blue": Answering({}, (Step("owner", _WAKING),)),
})  # fmt: skip


def clocks_of(risk: Risk, answering: Answering) -> list[RiskClock]:
    """Those of its level, from when it came to it. An exercise runs faster."""
    since = risk.since
    return [RiskClock(risk.id, name, since, since + span / risk.pace) for name, span in answering.clocks.items()]


def quiet_for(risk: Risk) -> timedelta:
    """How long nobody is nudged where somebody asked for it."""
    return _HOUR / risk.pace


def moments_of(clock: RiskClock) -> Mapping[int, datetime]:
    """When its people are nudged, and its end, by percent."""
    span = clock.due_at - clock.started_at
    return {part: clock.started_at + span * part / 100 for part in (*PARTS, 100)}


@dataclass(frozen=True, slots=True)
class Call:
    """Whom a call goes to. ``number`` is that of its step; ``silent`` are the steps before it where nobody is there."""

    whom: Whom
    people: tuple[int, ...]
    number: int
    silent: tuple[Whom, ...] = ()


def round_of(steps: tuple[Step, ...], number: int) -> int:
    """In which round of all steps a call is, counted from 0."""
    return number // len(steps)


def called_as(whom: Whom, round: int) -> str:
    """How it is kept that somebody was called: as whom, and from the second round on in which one."""
    return f"{whom} {round}" if round else whom


def whom_of(entry: RiskEntry) -> str:
    return entry.words.partition(" ")[0]


def called_in(entry: RiskEntry) -> int:
    round = entry.words.partition(" ")[2]
    return int(round) if round.isdecimal() else 0


def calls_of(story: Iterable[RiskEntry]) -> list[RiskEntry]:
    """Since they began the last time, in the order in which they were made: the time may be that of a clock that was
    wrong."""
    in_order = sorted(story, key=lambda one: one.id)
    begins = max((at for at, one in enumerate(in_order, 1) if one.deed in _ANEW), default=0)
    return [one for one in in_order[begins:] if one.deed == "called"]


def newest_calls(story: Iterable[RiskEntry]) -> list[RiskEntry]:
    """Those of one moment."""
    calls = calls_of(story)
    return [one for one in calls if one.at == calls[-1].at]


@dataclass(frozen=True)
class Chain:
    """Who may be called for a risk. ``owner`` looks after the community that it is about."""

    rota: Rota
    owner: int | None = None

    def answering(
        self, steps: tuple[Step, ...], number: int, at: datetime, called: Collection[int] = ()
    ) -> Call | None:
        """The call that is made as number ``number``, counted from 0: that of its step, or where nobody is there the
        next at once. ``called`` are those who were in this round: they are not called a second time before the next
        one, unless nobody else is left. Where nobody of all steps is there it goes to those who lead, and without them
        to the whole team: there is never silence. ``None`` while no step is to be made at this time of the day."""
        silent: list[Whom] = []
        again = False
        for n in range(number, number + len(steps)):
            step = steps[n % len(steps)]
            if step.holds(self.rota, at):
                there = self.who(step.whom, at)
                heard = called if round_of(steps, n) == round_of(steps, number) else ()
                if found := [one for one in there if one not in heard]:
                    return Call(step.whom, tuple(found), n, tuple(silent))
                again = again or bool(there)
                silent += [] if there else [step.whom]
        if again:
            return self.answering(steps, number, at)
        if not silent:
            return None
        last = number + max(len(steps), 1) - 1
        whom, people = self.others(at) or ("team", ())
        return Call(whom, tuple(people), last, tuple(silent))

    def others(self, at: datetime, called: Collection[int] = ()) -> tuple[Whom, Sequence[int]] | None:
        """Who is called where nobody of all steps is there, or none of them can be written to: those who lead, then the
        whole team, and in the end whoever is on leave; without those who were ``called``."""
        leads: tuple[Whom, list[int]] = ("manager", self._there(at, Role.MANAGER, Role.DIRECTOR))
        everybody = [one.id for one in self._members(Role.STAFF)]
        for whom, people in (leads, ("team", self.who("team", at)), ("team", everybody)):
            if found := [one for one in people if one not in called]:
                return whom, found
        return None

    def opens(self, steps: tuple[Step, ...], at: datetime) -> datetime | None:
        """When one of the steps is to be made next, where none is now; ``None`` where none is for a long time."""
        today = at.astimezone(self.rota.zone).date()
        for day in (today + timedelta(days=ahead) for ahead in range(_FAR)):
            starts = (time.fromisoformat(step.hours[0] if step.hours else "00:00") for step in steps)
            for start in sorted(starts):
                begins = instant_of(datetime.combine(day, start), self.rota.zone).astimezone(UTC)
                if begins > at and any(step.holds(self.rota, begins) for step in steps):
                    return begins
        return None

    def who(self, whom: Whom, at: datetime) -> list[int]:
        """Those of a step who are at work and not on leave."""
        match whom:
            case "owner":
                return [self.owner] if self.owner is not None and self.rota.there(self.owner, at) else []
            case "oncall":
                return self._layer(at, backup=False)
            case "backup":
                return self._layer(at, backup=True)
            case "manager":
                return self._there(at, Role.MANAGER, Role.MANAGER)
            case "director":
                return self._there(at, Role.DIRECTOR, Role.DIRECTOR)
            case _:
                return self._there(at, Role.STAFF, Role.DIRECTOR)

    def _layer(self, at: datetime, *, backup: bool) -> list[int]:
        """The first who is on call; as the backup all others who are."""
        found = list(dict.fromkeys(person for _, person in self.rota.on_call(at)))
        return found[1:] if backup else found[:1]

    def _there(self, at: datetime, lowest: Role, highest: Role) -> list[int]:
        return [one.id for one in self._members(lowest, highest) if self.rota.there(one.id, at)]

    def _members(self, lowest: Role, highest: Role = Role.DIRECTOR) -> Iterator[Person]:
        for one in self.rota.people.values():
            if one.left_at is None and not one.waiting and lowest <= one.level <= highest:
                yield one
