"""Letters become the messages of the page, as one viewer sees them. Pure.

A person's own line is a letter too, so that one order holds everything and a restart keeps it: ``answer_to`` then
names who spoke. A message keeps its number when it is replaced.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from commands.kit import Reply, Said
from commands.kit.reply import read_reply, write_reply
from commands.kit.tongue import Tongue
from commands.kit.zone import zone_of
from storage import Address, Letter

from ..letters import ANSWER
from .cast import Cast
from .render import draw

FROM = "from:"

Message = dict[str, Any]


def own_line(words: str, speaker: str, address: Address, tongue: Tongue, now: datetime, *, alone: bool) -> Letter:
    """What somebody typed, to be shown where she typed it; ``alone``: to her only."""
    said = Reply((Said("{words}", {"words": words}),))
    return Letter(
        0, None, address, write_reply(said), tongue.locale, tongue.zone.key, "", ANSWER, now,
        answer_to=FROM + speaker, reader=speaker if alone else None,
    )  # fmt: skip


def message(letter: Letter, said: Reply, tongue: Tongue, cast: Cast) -> Message:
    """One message for the page."""
    owner = letter.answer_to or ""
    speaker = owner.removeprefix(FROM) if owner.startswith(FROM) else None
    return {
        "id": number(letter),
        "letter": letter.id,
        "room": cast.room_of(letter.address.chat),
        "at": letter.created_at.isoformat(),
        "zone": letter.zone,
        "locale": letter.locale,
        "speaker": speaker,
        "name": cast.name(speaker) if speaker else "Muster",
        "private": letter.reader is not None,
        **draw(said, tongue),
    }


def number(letter: Letter) -> str:
    """The message a letter becomes: its own, or the one it replaces."""
    return letter.edits or str(letter.id)


def seen(letters: Iterable[Letter], viewer: str, cast: Cast) -> list[Message]:
    """What a viewer sees of a room, oldest first: the last state of every message, where it first stood."""
    found: dict[str, Message] = {}
    for letter in letters:
        if letter.reader in (None, viewer):
            tongue = Tongue(letter.locale, zone_of(letter.zone), letter.currency)
            found[number(letter)] = message(letter, read_reply(letter.body), tongue, cast)
    return list(found.values())


def drafts_in(messages: Iterable[Message]) -> set[str]:
    return {message["form"]["draft"] for message in messages if message["form"]}


def close_forms(messages: Iterable[Message], alive: Collection[str]) -> list[Message]:
    """Only the newest copy of a form whose draft still waits can be filled in."""
    open_ones = set(alive)
    shown = []
    for each in reversed(list(messages)):
        form = each["form"]
        if form:
            each = {**each, "form": {**form, "open": form["draft"] in open_ones}}
            open_ones.discard(form["draft"])
        shown.append(each)
    return shown[::-1]
