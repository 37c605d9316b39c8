"""The nouns that are remembered. Plain values; instants are aware UTC, days are days of the team."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum
from typing import Any, Literal


class Role(IntEnum):
    """Permission levels of DOMAIN.md §1. ``OUTSIDER`` is somebody who is not a member."""

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
    """Somebody as one platform knows her. ``direct`` is the private chat she can be written to, once she opened it."""

    platform: str
    user: str
    name: str
    username: str = ""
    locale: str = ""
    direct: str | None = None


@dataclass(frozen=True, slots=True)
class Team:
    """A workspace. ``joining``: ``open`` or ``approval``."""

    id: int
    name: str
    language: str
    zone: str
    country: str
    currency: str
    joining: str = "open"
    suspended_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a team lives: an address bound to it, for one purpose (``team``, ``alerts``, ``reports``)."""

    id: int
    team: int
    address: Address
    title: str
    purpose: str = "team"
    suspended_at: datetime | None = None
    suspended_why: str | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """A member of one team, whatever platforms she uses. ``language`` is empty until she chooses one."""

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

    def away_on(self, day: date) -> bool:
        return self.away_from is not None and self.away_from <= day and (
            self.away_until is None or day <= self.away_until
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Community:
    """A member community the team looks after, DOMAIN.md §2."""

    id: int
    team: int
    key: str
    name: str
    type: str = ""
    stage: str = ""
    audience: str = ""
    owner: int | None = None
    archived_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """One filing: one person, one community, one day."""

    team: int
    community: int
    day: date
    person: int
    platform: str
    at: datetime
    late: bool
    note: str | None = None
    id: int = 0


@dataclass(frozen=True, slots=True)
class Number:
    """One figure of one day. ``value`` is ``None`` for *does not apply*. Versions count from 1; the last is current."""

    community: int
    day: date
    metric: str
    value: Decimal | None
    version: int
    person: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Past:
    """What one figure of a community was until a day. ``count``, ``low``, ``high`` and ``mean`` are of the trailing
    days that have a value, without the day itself; ``day_before`` and ``week_before`` are the values then. ``version``
    is 0 when the day has no such figure yet; else ``value`` is its current one, ``report`` the filing it came with."""

    metric: str
    count: int
    low: Decimal | None
    high: Decimal | None
    mean: Decimal | None
    day_before: Decimal | None
    week_before: Decimal | None
    version: int = 0
    value: Decimal | None = None
    report: int = 0


@dataclass(frozen=True, slots=True)
class NumberRow:
    """One version of one figure as it is exported; names instead of ids."""

    workspace: str
    community: str
    day: date
    metric: str
    value: Decimal | None
    version: int
    person: str
    platform: str
    at: datetime
    late: bool
    note: str | None


@dataclass(frozen=True, slots=True)
class Draft:
    """Something half done: a form being filled in, or numbers waiting for *Save anyway*."""

    id: str
    team: int | None
    account: tuple[str, str]
    address: Address
    line: str
    answers: Mapping[str, str]
    form: str | None
    step: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code: ``join`` binds another chat to the team, ``link`` joins two identities of a person."""

    kind: Literal["join", "link"]
    team: int
    person: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal."""

    team: int | None
    at: datetime
    person: int | None
    platform: str
    line: str
    outcome: str


@dataclass(frozen=True, slots=True)
class JournalRow:
    workspace: str
    at: datetime
    person: str
    platform: str
    line: str
    outcome: str


@dataclass(frozen=True, slots=True)
class Incoming:
    """Something a platform handed in, raw, under the key that makes it unique."""

    id: int
    platform: str
    key: str
    lane: str
    body: str
    received_at: datetime
    attempts: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """A postman who is out with a letter. ``until`` is the end of his lease, ``since`` the moment on his own watch."""

    owner: str
    until: datetime
    since: float


@dataclass(frozen=True, slots=True)
class Letter:
    """Something to be said, waiting in the outbox.

    ``lane``: 0 red alert, 1 yellow, 2 answers, 3 posts and digests. ``answer_to`` is what the platform needs to answer
    in place (a message id, an interaction token). ``edits`` is the message to be replaced. ``unsure`` counts attempts
    whose outcome is unknown: the next copy is labelled as a repeat. ``claim`` is set on one that was claimed as it was
    written.
    """

    id: int
    team: int | None
    address: Address
    body: str
    locale: str
    zone: str
    currency: str
    lane: int
    created_at: datetime
    answer_to: str | None = None
    edits: str | None = None
    reader: str | None = None
    attempts: int = 0
    unsure: int = 0
    claim: Claim | None = None


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


Json = Mapping[str, Any]
