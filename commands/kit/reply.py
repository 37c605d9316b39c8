"""What a command answers: plain data that every chat draws in its own way and the outbox keeps as JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from storage import Address

from .chart import Chart
from .roster import Roster, Shares
from .texts import Listed, Mention, Said, Value
from .timeline import Timeline


@dataclass(frozen=True, slots=True)
class Heading:
    said: Said
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Said, ...]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of figures. The first column is words, the others are right-aligned."""

    columns: tuple[Said, ...]
    rows: tuple[tuple[Value, ...], ...]
    kind: Literal["table"] = "table"


@dataclass(frozen=True, slots=True)
class File:
    """A finished file in the data folder, named for the person who receives it."""

    name: str
    path: str
    kind: Literal["file"] = "file"


Printable = Annotated[
    Said | Heading | Bullets | Table | Chart | Timeline | Roster | Shares, Field(discriminator="kind")
]
"""What stands on paper as well as in a chat."""


@dataclass(frozen=True, slots=True)
class Chapter:
    title: Said
    blocks: tuple[Printable, ...]


@dataclass(frozen=True, slots=True)
class Book:
    """What is too long for a message: a document that can be printed, beside it. ``name`` is that of the file. It is
    bound when it is handed over, in the language of whoever reads it; until then it is plain data like all else."""

    name: str
    title: Said
    subtitle: Said
    chapters: tuple[Chapter, ...]
    kind: Literal["book"] = "book"


Block = Annotated[
    Said | Heading | Bullets | Table | Chart | Timeline | Roster | Shares | File | Book, Field(discriminator="kind")
]


LONGEST_LINE = 64
"""Bytes of UTF-8 behind a button, 21 Chinese signs: Telegram carries no more."""


@dataclass(frozen=True, slots=True)
class Button:
    """A command line that somebody types with one finger, of at most ``LONGEST_LINE`` bytes."""

    label: Said
    line: str
    look: Literal["plain", "primary", "danger"] = "plain"


def carries(line: str) -> bool:
    """Whether every chat's button can carry this line."""
    return len(line.encode()) <= LONGEST_LINE


@dataclass(frozen=True, slots=True)
class Choice:
    value: str
    label: Value


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a form. ``value`` is what was answered already; ``default`` is offered to be kept with one press
    (yesterday's value); ``hint`` stands under the field; ``source`` is where suggestions come from."""

    field: str
    ask: Value
    required: bool = False
    long: bool = False
    choices: tuple[Choice, ...] = ()
    default: str | None = None
    value: str | None = None
    hint: Said | None = None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """The questions still open before ``line`` can run. ``draft`` is where the answers wait; ``step`` is the
    question (Telegram) or the first question of the page (Discord) that is asked now. ``given`` is what is known before
    anything is asked."""

    line: str
    title: Said
    pages: tuple[tuple[Question, ...], ...]
    draft: str = ""
    step: int = 0
    wrong: Said | None = None
    given: Mapping[str, str] | None = None

    @property
    def questions(self) -> tuple[Question, ...]:
        return tuple(question for page in self.pages for question in page)


@dataclass(frozen=True, slots=True)
class Reply:
    """``private``: for the asker's eyes only. ``everywhere``: shown in all the team's channels. ``replace``: takes the
    place of the message whose button was pressed. ``otherwise`` is a line that the clock types when this cannot be
    delivered. ``cards`` are records that changed: each is shown as it is now in all the team's channels, in its old
    message where it has one. ``urgent``: it goes before all else that waits, a red one before a yellow one."""

    blocks: tuple[Block, ...]
    buttons: tuple[Button, ...] = ()
    form: Form | None = None
    private: bool = False
    everywhere: bool = False
    replace: bool = False
    otherwise: str | None = None
    cards: tuple[Card, ...] = ()
    urgent: Literal["", "blue", "yellow", "red"] = ""


@dataclass(frozen=True, slots=True)
class Card:
    """How a record looks now. ``key`` names it (``task:12``); ``face`` is the live message in every team channel, or
    in those of ``at``: then it is a post, and what people wait for goes before it."""

    key: str
    face: Reply
    at: tuple[Address, ...] | None = None


def reply(
    *blocks: Block,
    buttons: Sequence[Button] = (),
    form: Form | None = None,
    private: bool = False,
    everywhere: bool = False,
    replace: bool = False,
    otherwise: str | None = None,
    cards: Sequence[Card] = (),
    urgent: Literal["", "blue", "yellow", "red"] = "",
) -> Reply:
    return Reply(blocks, tuple(buttons), form, private, everywhere, replace, otherwise, tuple(cards), urgent)


def called(said: Reply, platform: str) -> tuple[str, ...]:
    """The users of a platform whom a reply calls, each once."""
    values: list[Value | Block] = list(said.blocks)
    found: dict[str, None] = {}
    while values:
        match values.pop():
            case Mention(_, accounts):
                found |= {user: None for name, user in accounts if name == platform}
            case Said(_, slots):
                values += slots.values()
            case Heading(inner):
                values.append(inner)
            case Bullets(items) | Listed(items):
                values += items
            case Table(_, rows):
                values += [cell for row in rows for cell in row]
            case _:
                pass
    return tuple(found)


_REPLIES = TypeAdapter(Reply)


@cache
def _forms() -> TypeAdapter[Form]:
    """Made when the first form is kept: that takes a while, and every start would wait for it."""
    return TypeAdapter(Form)


def write_reply(said: Reply) -> str:
    """A reply as the JSON the outbox keeps."""
    return _REPLIES.dump_json(said).decode()


def read_reply(body: str) -> Reply:
    return _REPLIES.validate_json(body)


def write_form(form: Form) -> str:
    return _forms().dump_json(form).decode()


def read_form(body: str) -> Form:
    return _forms().validate_json(body)
