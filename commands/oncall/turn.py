"""Who comes on call when: the shifts that begin with somebody else than the one before. Pure."""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from commands.kit.rota import A_DAY, Duty, Rota
from storage import Handover

BACK: Final = 14 * A_DAY
"""How far back whoever was before is looked for: farther than the longest holidays."""
FAR: Final = 60 * A_DAY
"""How far ahead the end of a shift is."""
_SPANS: Final = (2 * A_DAY, 8 * A_DAY, BACK, FAR)
"""Most shifts are short: it is looked no farther than needed."""
A_SECOND: Final = timedelta(seconds=1)
_MINUTE: Final = timedelta(minutes=1)
_EPOCH: Final = datetime.fromtimestamp(0, UTC)
_CARRIED: Final = re.compile(r"@([0-9]{1,9})")


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
        changes = _changes(rota, name, now, until)
        begun = [one for one in changes if one.at <= now and _has(rota, one, now)]
        found += [*begun[-1:], *(one for one in changes if one.at > now)]
    return sorted(found, key=lambda one: one.at)


def _changes(rota: Rota, name: str, now: datetime, until: datetime) -> list[Coming]:
    """Looks back no farther than to the last one."""
    begins = {layer.begins_at for layer in rota.layers if layer.name == name}
    found: list[Coming] = []
    for back in _SPANS:
        if back > BACK:
            break
        duties = rota.duties(name, now - back, until)
        pairs = zip([None, *duties], duties, strict=False)
        found = [
            _coming(before, duty, begins) for before, duty in pairs
            if duty.from_at > now - back and (before is None or before.person != duty.person)
        ]  # fmt: skip
        sure = [one for one in found if one.first or one.at != duties[0].from_at]
        if any(one.at <= now for one in sure):
            return sure
    return found


def _coming(before: Duty | None, duty: Duty, begins: Collection[datetime]) -> Coming:
    leaving = before.person if before is not None and before.until_at == duty.from_at else None
    first = before is None and duty.from_at in begins
    return Coming(duty.layer, duty.person, duty.from_at, leaving, duty.away, first)


def _has(rota: Rota, one: Coming, now: datetime) -> bool:
    whose = rota.who(one.layer, now)
    return whose is not None and whose[0] == one.person


def ends(rota: Rota, layer: str, at: datetime) -> datetime:
    """When the shift ends that begins then, or is running."""
    end = at
    for far in _SPANS:
        end = rota.duties(layer, at, at + far)[0].until_at
        if end < at + far:
            break
    return end


def holder(rota: Rota, layer: str, at: datetime) -> int | None:
    """Who has the layer then."""
    whose = rota.who(layer, at)
    return None if whose is None else whose[0]


# --- instants on lines: in seconds where one names a hand-over, and in minutes where two of them and two numbers share
# the 64 bytes of a button


def stamp_of(at: datetime) -> int:
    """What names a hand-over: shifts that begin in the same second are handed over together."""
    return int(at.timestamp())


def second_of(stamp: int) -> tuple[datetime, datetime]:
    """The second that a line means."""
    first = datetime.fromtimestamp(stamp, UTC)
    return first, first + A_SECOND


def carried(at: datetime) -> str:
    """A shift by its beginning: the minute that begins then or next, so that the shift has begun in it."""
    return f"@{-((_EPOCH - at) // _MINUTE)}"


def instant_carried(word: str) -> datetime | None:
    found = _CARRIED.fullmatch(word)
    return None if found is None else _EPOCH + int(found[1]) * _MINUTE
