"""What comes in, what is half done, what is said and what was said."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from .people import Address


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
    whose outcome is unknown: the next copy is labelled as a repeat. ``otherwise`` is a line that the clock types when
    nobody can receive the letter. ``card`` names a record that is shown live: the letter replaces its message there, if
    there is one. ``claim`` is set on one that was claimed as it was written.
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
    otherwise: str | None = None
    card: str | None = None
    claim: Claim | None = None
