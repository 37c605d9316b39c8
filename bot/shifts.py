"""The shifts of a team, or of one person, as a calendar that her own programme fetches."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from commands.kit import Said, Tongue, text
from commands.kit.duty import rota_for
from commands.kit.owners import name_of
from commands.kit.rota import Duty, Rota
from commands.kit.zone import zone_of
from storage import Team, Unit

from .ics import calendar, event

if TYPE_CHECKING:
    from icalendar import Event

PAST, AHEAD = timedelta(days=30), timedelta(days=90)
LONGEST = timedelta(days=35)
"""A shift that goes on when the calendar begins is looked for so far back, so that it always begins where it did."""

NAME = text("{team}: on call")
HERS = text("{team}: on call ({name})")
SHIFT = text("On call: {layer} – {name}")
GAP = text("On call: {layer} – nobody ({name} is away)")
STANDS_IN = text("{name} stands in.")
BESIDE = text("{layer}: {name}")
USUAL = {"primary": text("primary", context="layer"), "backup": text("backup", context="layer")}


@dataclass(frozen=True, slots=True)
class Watch:
    """What the calendar shows: the rota from some time ago on, of one person where it is hers."""

    team: Team
    rota: Rota
    now: datetime
    person: int | None


async def watch(unit: Unit, token: str, now: datetime) -> Watch | None:
    """``None`` for a link that is not, or no longer, good."""
    for kind, hers in (("oncall", False), ("oncall-me", True)):
        if (found := await unit.feeds.whose(token, kind)) is not None:
            team = await unit.teams.get(found[0])
            rota = await rota_for(unit, team, now - PAST - LONGEST)
            return Watch(team, rota, now, found[1] if hers else None)
    return None


def shifts(seen: Watch) -> bytes:
    """In the team's language. A day of change is the same bytes all day, so that what did not change is not sent."""
    team, tongue = seen.team, Tongue(seen.team.language, zone_of(seen.team.zone), seen.team.currency)
    day = seen.now.astimezone(tongue.zone).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(UTC)
    said = NAME(team=team.name)
    if seen.person is not None:
        said = HERS(team=team.name, name=name_of(seen.person, seen.rota.people))
    found = calendar(team, tongue.speak(said), "On call")
    for name in seen.rota.names:
        for duty in seen.rota.duties(name, day - PAST - LONGEST, day + AHEAD + LONGEST):
            hers = seen.person is None or (duty.person == seen.person and not duty.away)
            if hers and duty.until_at > day - PAST and duty.from_at < day + AHEAD:
                found.add_component(_event(seen, duty, tongue))
    return bytes(found.to_ical())


def _event(seen: Watch, duty: Duty, tongue: Tongue) -> "Event":
    """Named by its layer and its beginning: whoever has it by now, programmes know that it is the same shift."""
    layer = hashlib.sha256(duty.layer.encode()).hexdigest()[:12]
    uid = f"shift-{seen.team.id}-{layer}-{duty.from_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    said = (GAP if duty.away else SHIFT)(layer=_layer(duty.layer), name=name_of(duty.person, seen.rota.people))
    changed = max(_changes(seen, duty))
    made = event(uid, tongue.speak(said), duty.from_at, duty.until_at, changed, busy=False)
    if beside := "\n".join(tongue.speak(one) for one in _beside(seen, duty)):
        made.add("DESCRIPTION", beside)
    return made


def _changes(seen: Watch, duty: Duty) -> Iterator[datetime]:
    """When what it follows from was said, as far as that is kept: of leave it is not."""
    for layer in seen.rota.layers:
        if layer.name == duty.layer and layer.begins_at < duty.until_at:
            yield layer.begins_at
    for one in seen.rota.stand_ins:
        if one.layer == duty.layer and one.from_at < duty.until_at and one.until_at > duty.from_at:
            yield max(one.made_at, one.ended_at or one.made_at)


def _beside(seen: Watch, duty: Duty) -> Iterator[Said]:
    """Whether she stands in, and who has the other layers when the shift begins."""
    people = seen.rota.people
    if duty.stands_in:
        yield STANDS_IN(name=name_of(duty.person, people))
    for name in seen.rota.names:
        who = seen.rota.who(name, duty.from_at)
        if name != duty.layer and who is not None:
            yield BESIDE(layer=_layer(name), name=name_of(who[0], people))


def _layer(name: str) -> Said | str:
    return USUAL[name]() if name in USUAL else name
