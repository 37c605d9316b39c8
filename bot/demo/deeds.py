"""What a colleague does only when there is something to do: each of these tells what her line is filled with, once for
each time that she says it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from commands.kit.calendar import WorkCalendar
from commands.kit.periods import Period, period_of
from commands.kit.signals import grouped
from commands.kit.weeklies import covers
from storage import Person, RoundKind, Unit


@dataclass(frozen=True, slots=True)
class Scene:
    """Who is about to do something, and when, on the wall clock of the team."""

    unit: Unit
    who: Person
    now: datetime
    calendar: WorkCalendar
    communities: Mapping[str, int]


Deed = Callable[[Scene], Awaitable[Sequence[Mapping[str, str]]]]
LEFT = 2
"""The figures of so many communities at least are left to a visitor to take up."""
TO_SAY = "words"
NEWS = "Talked to everybody it is about; I tell more tomorrow."


def answers(kind: RoundKind, *said: str, again: bool = True) -> Deed:
    """She answers a review that is open, unless she has: each time with the next thing she has to say. With ``again``
    she begins anew after the last."""

    async def deed(at: Scene) -> Sequence[Mapping[str, str]]:
        found = await at.unit.rounds.latest(at.who.team, kind, 100)
        mine = [
            one.id for one in found if any(each.person == at.who.id for each in await at.unit.rounds.answers(one.id))
        ]
        going = next((one for one in found if one.closed_at is None and one.closes_at > at.now), None)
        if going is None or going.id in mine or (len(mine) >= len(said) and not again):
            return ()
        return ({"kind": kind, TO_SAY: said[len(mine) % len(said)]},)

    return deed


async def signals(at: Scene) -> Sequence[Mapping[str, str]]:
    """On a working day she takes the newest figure up that nobody has, and what goes with it, where enough are left."""
    waiting = [each for each in await at.unit.signals.raised(at.who.team) if each.waits]
    if len(grouped(waiting)) <= LEFT or not at.calendar.works(at.now.date()):
        return ()
    return ({"number": str(waiting[-1].number)},)


async def promises(at: Scene) -> Sequence[Mapping[str, str]]:
    """She keeps what is due until tomorrow evening."""
    found = await at.unit.promises.listed(at.who.team, ["open"])
    soon = _tomorrow(at)
    return [{"number": str(each.number)} for each in found if each.owner == at.who.id and each.due_at <= soon]


async def tasks(at: Scene) -> Sequence[Mapping[str, str]]:
    """On a working day she finishes what is due until the evening of the next one."""
    if not at.calendar.works(at.now.date()):
        return ()
    found = await at.unit.tasks.listed(at.who.team, ["open", "claimed"], person=at.who.id, due_by=_tomorrow(at))
    said = []
    for each in found:
        steps = await at.unit.tasks.steps(each.id)
        left = any(step.done_at is None for step in steps)
        said.append({"number": str(each.number), "anyway": " anyway:yes" if left else ""})
    return said


async def risks(at: Scene) -> Sequence[Mapping[str, str]]:
    """Of a risk that she has in hand she writes a note each day; on the third she calls it solved."""
    found = [each for each in await at.unit.risks.open(at.who.team) if each.owner == at.who.id and not each.solved_at]
    third = timedelta(days=2)
    return [
        {TO_SAY: f"solve {each.number}" if at.now - each.raised_at > third else f"note {each.number} {NEWS}"}
        for each in found
    ]  # fmt: skip


async def handover(at: Scene) -> Sequence[Mapping[str, str]]:
    """She accepts the shift that has begun just now."""
    begun = await at.unit.rotas.handovers(at.who.team, at.now - timedelta(hours=1), at.now)
    return ({},) if any(each.person == at.who.id and each.accepted_at is None for each in begun) else ()


async def reachable(at: Scene) -> Sequence[Mapping[str, str]]:
    """She was asked whether she can be reached."""
    ahead = await at.unit.rotas.handovers(at.who.team, at.now, at.now + timedelta(days=2))
    asked = [each for each in ahead if each.person == at.who.id and each.asked_at is not None]
    return ({},) if any(each.reached_at is None for each in asked) else ()


def weekly(community: str, *said: str) -> Deed:
    """On the last working day of a week she writes the report of a community, unless somebody has begun it."""

    async def deed(at: Scene) -> Sequence[Mapping[str, str]]:
        week = period_of("week", at.now.date())
        if not _last_of(at, week):
            return ()
        begun = await at.unit.weeklies.of_week(at.who.team, week.first)
        if any(covers(each.subject, at.communities.get(community, 0)) for each in begun):
            return ()
        return ({TO_SAY: said[week.first.toordinal() // 7 % len(said)]},)

    return deed


def filing(community: str) -> Deed:
    """She files what she has drafted of the running week, unless it is filed."""

    async def deed(at: Scene) -> Sequence[Mapping[str, str]]:
        week = period_of("week", at.now.date())
        found = [
            each for each in await at.unit.weeklies.of_week(at.who.team, week.first)
            if each.subject == f"c{at.communities.get(community, 0)}"
        ]  # fmt: skip
        mine = found and found[-1].by == at.who.id and all(each.state == "draft" for each in found)
        return ({},) if mine and _last_of(at, week) else ()

    return deed


def _last_of(at: Scene, week: Period) -> bool:
    """Whether today is the last working day of a week."""
    return at.calendar.working_days(week.first, week.last)[-1:] == [at.now.date()]


def _tomorrow(at: Scene) -> datetime:
    """The end of the next working day."""
    day = at.calendar.later(at.now.date(), 1)
    return datetime.combine(day + timedelta(days=1), time(), at.now.tzinfo)
