"""Who comes on call when: the shifts that begin with somebody else than the one before. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from commands.kit.rota import A_DAY, Duty, Rota
from storage import Handover

BACK: Final = 14 * A_DAY
"""How far back whoever was before is looked for: farther than the longest holidays."""
FAR: Final = 60 * A_DAY
"""How far ahead the end of a shift is."""
A_SECOND: Final = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Coming:
    """Somebody comes on call. ``leaving`` had the layer until that instant. ``first``: the layer itself begins, so
    nobody hands anything over."""

    layer: str
    person: int
    at: datetime
    leaving: int | None = None
    away: bool = False
    first: bool = False

    @property
    def stamp(self) -> int:
        return stamp_of(self.at)

    def kept(self, team: int) -> Handover:
        return Handover(team, self.layer, self.at, self.person, self.leaving)


def comings(rota: Rota, now: datetime, until: datetime) -> list[Coming]:
    """Of each layer whoever has it now, and all who come until then, the soonest first. ``rota`` reaches back."""
    found: list[Coming] = []
    for name in rota.names:
        duties = rota.duties(name, now - BACK, until)
        mine = [one for one in _changes(rota, duties, now - BACK) if one.at > now or _has(rota, one, now)]
        begun = [one for one in mine if one.at <= now]
        found += [*begun[-1:], *(one for one in mine if one.at > now)]
    return sorted(found, key=lambda one: one.at)


def _changes(rota: Rota, duties: Iterable[Duty], since: datetime) -> Iterable[Coming]:
    begins = {(layer.name, layer.begins_at) for layer in rota.layers}
    before: Duty | None = None
    for duty in duties:
        first = before is None and (duty.layer, duty.from_at) in begins
        if duty.from_at > since and (before is None or before.person != duty.person):
            leaving = before.person if before is not None and before.until_at == duty.from_at else None
            yield Coming(duty.layer, duty.person, duty.from_at, leaving, duty.away, first)
        before = duty


def _has(rota: Rota, one: Coming, now: datetime) -> bool:
    whose = rota.who(one.layer, now)
    return whose is not None and whose[0] == one.person


def ends(rota: Rota, layer: str, at: datetime) -> datetime:
    """When the shift ends that begins then, or is running."""
    return rota.duties(layer, at, at + FAR)[0].until_at


def follower(rota: Rota, layer: str, end: datetime) -> int | None:
    """Who has the layer after a shift."""
    whose = rota.who(layer, end)
    return None if whose is None else whose[0]


def stamp_of(at: datetime) -> int:
    """An instant as a line can carry it. Shifts that begin in the same second are handed over together."""
    return int(at.timestamp())


def second_of(stamp: int) -> tuple[datetime, datetime]:
    """The second that a line means."""
    first = datetime.fromtimestamp(stamp, UTC)
    return first, first + A_SECOND
