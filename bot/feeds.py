"""Calendars that people's own programmes fetch. The address is the secret: it needs no other, and stands in no log."""

import asyncio
import hashlib
from collections.abc import Callable, Coroutine, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from aiohttp import web

from commands.kit import Said, Tongue, text
from commands.kit.zone import zone_of
from storage import Activity, Milestone, Storage, StorageError, Team, Unit

from .http import HttpServer
from .ics import calendar
from .ics import event as made_of
from .ports import Clock
from .shifts import Watch, shifts, watch

if TYPE_CHECKING:
    from icalendar import Event

PATH, SHIFTS = "/calendar/{token}.ics", "/oncall/{token}.ics"
PAST, AHEAD = timedelta(days=90), timedelta(days=400)
FRESH = timedelta(minutes=15)
"""How long a programme may keep what it was told."""
MADE = "%Y%m%d%H%M%S"
"""When something was made never changes, and no other desk made something with its number in that second."""

Seen = TypeVar("Seen")

NAME = text("{team}: activities and milestones")
PREHEAT = text("{name}: preheat")
IGNITION = text("{name}: ignition")
AFTERGLOW = text("{name}: afterglow")
UNDECIDED = text("{name} (not approved)")
DUE = text("Milestone: {title}")
REACHED = text("Milestone: {title} (reached)")
BY = text("Due at {time}. Goal: {goal}")


@dataclass(frozen=True, slots=True)
class Month:
    """What a team's calendar shows."""

    team: Team
    activities: Sequence[Activity]
    milestones: Sequence[Milestone]


class Feeds:
    def __init__(self, storage: Storage, clock: Clock) -> None:
        self._storage, self._clock = storage, clock

    def serve(self, server: HttpServer) -> None:
        server.get(PATH, self._activities)
        server.get(SHIFTS, self._shifts)

    async def _activities(self, request: web.Request) -> web.Response:
        return await self._answer(request, self._look, ics, "activities.ics")

    async def _shifts(self, request: web.Request) -> web.Response:
        async def look(unit: Unit, token: str) -> Watch | None:
            return await watch(unit, token, self._clock())

        return await self._answer(request, look, shifts, "oncall.ics")

    async def _answer(
        self, request: web.Request, look: Callable[[Unit, str], Coroutine[Any, Any, Seen | None]],
        written: Callable[[Seen], bytes], name: str,
    ) -> web.Response:  # fmt: skip
        token = request.match_info["token"]
        try:
            found = await self._storage.read(lambda unit: look(unit, token))
        except StorageError:
            return web.Response(text="not now", status=503, headers={"Retry-After": "60"})
        if found is None:
            return web.Response(text="no such calendar", status=404)
        body = await asyncio.to_thread(written, found)
        tag = hashlib.sha256(body).hexdigest()[:32]
        headers = {"Cache-Control": f"private, max-age={FRESH.seconds}", "ETag": f'"{tag}"'}
        if any(tag == each.value or each.value == "*" for each in request.if_none_match or ()):
            return web.Response(status=304, headers=headers)
        headers["Content-Disposition"] = f'inline; filename="{name}"'
        return web.Response(body=body, content_type="text/calendar", charset="utf-8", headers=headers)

    async def _look(self, unit: Unit, token: str) -> Month | None:
        team = await unit.feeds.team(token, "activities")
        if team is None:
            return None
        first, last = self._clock() - PAST, self._clock() + AHEAD
        return Month(
            await unit.teams.get(team),
            await unit.activities.between(team, first, last),
            await unit.milestones.listed(team, ["open", "done", "verified"], first=first, last=last),
        )


def ics(month: Month) -> bytes:
    """The calendar in the team's language. Pure, and the same bytes for the same facts."""
    tongue = Tongue(month.team.language, zone_of(month.team.zone), month.team.currency)
    found = calendar(month.team, tongue.speak(NAME(team=month.team.name)), "Activities")
    for activity in month.activities:
        for event in _phases(activity, tongue):
            found.add_component(event)
    for milestone in month.milestones:
        found.add_component(_due(milestone, tongue))
    return bytes(found.to_ical())


def _phases(each: Activity, tongue: Tongue) -> Iterator["Event"]:
    """The days before as a line on top of each day, what needs people at its hour."""
    title: Said | str = UNDECIDED(name=each.name) if each.phase == "proposed" else each.name
    moments = (each.approved_at, each.stopped_at, each.locked_at)
    changed = max([each.proposed_at, *(at for at in moments if at is not None)])
    status = "TENTATIVE" if each.phase == "proposed" else "CONFIRMED"

    def phase_of(phase: str, said: Said, first: Any, last: Any) -> "Event":
        uid = f"activity-{each.team}-{each.number}-{each.proposed_at:{MADE}}-{phase}"
        made = _event(uid, tongue.speak(said), first, last, changed)
        made.add("STATUS", status)
        made.add("DESCRIPTION", each.goal)
        return made

    first, last = _day(each.preheats_at, tongue.zone), _day(each.starts_at, tongue.zone)
    if each.preheats_at < each.starts_at:
        yield phase_of("preheat", PREHEAT(name=title), first, max(last, first + timedelta(days=1)))
    yield phase_of("ignition", IGNITION(name=title), each.starts_at, each.afterglow_at)
    if each.afterglow_at < each.ends_at:
        yield phase_of("afterglow", AFTERGLOW(name=title), each.afterglow_at, each.ends_at)


def _due(each: Milestone, tongue: Tongue) -> "Event":
    day = _day(each.due_at, tongue.zone)
    changed = max([each.made_at, *(at for at in (each.done_at, each.ended_at) if at is not None)])
    said = tongue.speak((REACHED if each.reached else DUE)(title=each.title))
    uid = f"milestone-{each.team}-{each.number}-{each.made_at:{MADE}}"
    made = _event(uid, said, day, day + timedelta(days=1), changed)
    made.add("DESCRIPTION", tongue.speak(BY(time=f"{each.due_at.astimezone(tongue.zone):%H:%M}", goal=each.goal)))
    return made


def _event(uid: str, said: str, first: date | datetime, last: date | datetime, changed: datetime) -> "Event":
    """Whole days leave her free."""
    busy = isinstance(first, datetime) and last - first < timedelta(days=1)
    return made_of(uid, said, first, last, changed, busy=busy)


def _day(at: datetime, zone: ZoneInfo) -> date:
    return at.astimezone(zone).date()
