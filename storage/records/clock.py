"""What happens by the clock, and the team's own calendar."""

from dataclasses import dataclass
from datetime import date, datetime

from .people import Address


@dataclass(frozen=True, slots=True)
class Timer:
    """A line the clock types when it is due."""

    id: int
    team: int | None
    key: str
    due_at: datetime
    line: str
    address: Address
    person: int | None


@dataclass(frozen=True, slots=True)
class Planned:
    """What a team said of something that happens by the clock. ``moved`` is the time it gave instead of the usual one;
    ``place`` the channel instead of the team's; ``next_at`` when it comes next, ``None`` while it is off. ``open``:
    work that it puts up is claimed, not given to whose turn it is."""

    team: int
    name: str
    moved: str | None = None
    off: bool = False
    place: int | None = None
    paused_until: date | None = None
    next_at: datetime | None = None
    open: bool = False


@dataclass(frozen=True, slots=True)
class Run:
    """What became of one time of a schedule. ``slot`` is the local minute, such as ``2026-11-24T22:00``; ``outcome`` is
    ``run``, ``late``, ``missed`` (folded into a later one) or ``skipped`` (too late to be of use)."""

    team: int
    name: str
    slot: str
    at: datetime
    outcome: str


@dataclass(frozen=True, slots=True)
class OwnDay:
    """A day that the team's own calendar decides, whatever its country says."""

    day: date
    works: bool
    name: str = ""
