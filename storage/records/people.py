"""Who works in a team, where it lives, and what it looks after."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from typing import Literal


class Role(IntEnum):
    """Permission levels. ``OUTSIDER`` is somebody who is not a member."""

    OUTSIDER = 0
    OBSERVER = 1
    STAFF = 2
    MANAGER = 3
    DIRECTOR = 4


@dataclass(frozen=True, slots=True)
class Address:
    """A place on a platform: a chat, and inside it perhaps a topic or thread. All three are the platform's own ids."""

    platform: str
    chat: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody as one platform knows her. ``direct`` is the private chat she can be written to, once she opened it;
    what is heard in a channel has it where a chat lets us write first."""

    platform: str
    user: str
    name: str
    username: str = ""
    locale: str = ""
    direct: str | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """A workspace. ``joining``: ``open`` or ``approval``. ``quiet``: hours of the wall clock in which nobody is nudged,
    empty for none; ``nudges``: how many of them a person gets in a day at most."""

    id: int
    name: str
    language: str
    zone: str
    country: str
    currency: str
    joining: str = "open"
    suspended_at: datetime | None = None
    quiet: str = "22:30-08:00"
    nudges: int = 2


@dataclass(frozen=True, slots=True)
class Place:
    """Where a team lives: an address bound to it, for one purpose (``team``, ``alerts``, ``reports``). ``server``: to
    which a channel on Discord belongs; a link to a message needs it."""

    id: int
    team: int
    address: Address
    title: str
    purpose: str = "team"
    suspended_at: datetime | None = None
    suspended_why: str | None = None
    server: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A member of one team, whatever platforms she uses. ``language`` is empty until she chooses one. ``lead``: minutes
    before a task is due at which she wants to be reminded, ``None`` for the usual."""

    id: int
    team: int
    name: str
    level: Role
    titles: tuple[str, ...] = ()
    language: str = ""
    away_from: date | None = None
    away_until: date | None = None
    away_why: str = ""
    waiting: bool = False
    left_at: datetime | None = None
    lead: int | None = None

    def away_on(self, day: date) -> bool:
        return self.away_from is not None and self.away_from <= day and (
            self.away_until is None or day <= self.away_until
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Community:
    """A member community the team looks after. ``focus``: it is one of the key communities, watched
    closest."""

    id: int
    team: int
    key: str
    name: str
    type: str = ""
    stage: str = ""
    audience: str = ""
    owner: int | None = None
    archived_at: datetime | None = None
    focus: bool = False


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code: ``join`` binds another chat to the team, ``link`` joins two identities of a person."""

    kind: Literal["join", "link"]
    team: int
    person: int
    expires_at: datetime
