"""What a chat hands in, what a chat must be able to do, and how a delivery can end."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal, Protocol

from commands.kit import Drawing, Heard, Reply, Tongue
from storage import Incoming, Letter

Clock = Callable[[], datetime]
"""The only way to the time of day: aware UTC."""


@dataclass(frozen=True, slots=True)
class Call:
    """Somebody asked for something: typed it, pressed it, sent a form; or the clock did.

    ``given`` are arguments that came separately (options, form fields). ``answer_to`` is what the chat needs to answer
    in place. ``incoming`` is the inbox row that this call is, marked done in the same unit of work as its effect.
    ``direct``: if the answer is a form the chat shows it by itself, so no letter is written for it. ``shows`` is asked
    whether the chat shows a refusal, or what is said beside a card, by itself; then no letter is written for that
    either. ``timer`` is the timer that
    the clock types, taken away in the same unit of work; ``team`` and ``person`` are whose it is.
    """

    line: str
    heard: Heard
    given: Mapping[str, Any] = field(default_factory=dict)
    answer_to: str | None = None
    incoming: int | None = None
    timer: int | None = None
    team: int | None = None
    person: int | None = None
    direct: bool = False
    shows: Callable[[Reply, Tongue], bool] = lambda answer, tongue: False


class Malformed(Exception):
    """What a platform handed in cannot be understood. It is kept aside and the next one is served."""


class Undelivered(Exception):
    """A message was not taken. ``why`` is one line without secrets."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Gone(Undelivered):
    """The receiver is not there any more: kicked, blocked, deleted. ``thread``: only the topic is."""

    def __init__(self, why: str, *, thread: bool = False) -> None:
        super().__init__(why)
        self.thread = thread


class Moved(Undelivered):
    """The chat has a new id."""

    def __init__(self, why: str, chat: str) -> None:
        super().__init__(why)
        self.chat = chat


class Later(Undelivered):
    """Surely not delivered; try again after ``seconds``. ``everybody``: the whole platform is meant, not this chat."""

    def __init__(self, why: str, seconds: float, *, everybody: bool = False) -> None:
        super().__init__(why)
        self.seconds = seconds
        self.everybody = everybody


class Refused(Undelivered):
    """The platform will never take this message: our own mistake."""


class Unknown(Undelivered):
    """It may have arrived or not: the connection broke after the request was out."""


More = Callable[[], None]
"""Told before each further message of one letter: the platform's limits count messages."""


class Chat(Protocol):
    """One platform. ``name`` is what addresses carry; ``whispers``: an answer can be shown to one person in place."""

    name: str
    whispers: bool

    async def run(self) -> None:
        """Listen until cancelled. Raises when it cannot go on; it is then started again."""
        ...

    async def handle(self, incoming: Incoming) -> None:
        """Serve one thing that came in: understand it, let the desk answer, mark it done."""
        ...

    async def send(self, letter: Letter, said: Reply, tongue: Tongue, more: More) -> str:
        """Say it; returns the platform's id of the message. Raises an ``Undelivered``."""
        ...

    async def close(self) -> None:
        """Let go of every connection, after the last letter."""
        ...

    def health(self) -> "Health":
        """How this platform is, without asking it."""
        ...


@dataclass(frozen=True, slots=True)
class Health:
    """``state``: ``ok``, ``standby`` (another replica does it), ``off``, or ``down`` with the reason in ``why``."""

    state: str
    why: str = ""


Feed = Callable[[str, Sequence[tuple[str, str, str]]], Awaitable[None]]
"""Gives raw things to the inbox: platform and (key, lane, body) triples. Returns after they are on the disk."""


class Undrawn(Exception):
    """There is no picture; its figures must be told in words."""


Theme = Literal["light", "dark"]
Draw = Callable[[Drawing, Tongue, Theme], Awaitable[bytes]]
"""The picture of a chart or a timeline as a PNG: what a chat may ask for without knowing how it is drawn. Raises
``Undrawn``."""
