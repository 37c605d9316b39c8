"""Carries one letter to Discord: in place of the *thinking…* while its token lives, else to the channel.

An answer for one person never appears where others can read: when it is too late to show it in place it goes to her
private messages, and if those are closed the channel only says that she should ask again.
"""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import discord

from bot.book import Printed, bound
from bot.charts import Picture, pictured, without_pictures
from bot.files import at_hand
from bot.ports import Clock, Draw, Gone, Later, Refused, Undelivered
from commands.kit import File, Reply, Tongue, reply, text
from storage import Address, Letter

from .doorway import FIRST_ANSWER, FirstAnswers
from .gateway import Gateway
from .render import ALT, CONTENT, EPHEMERAL, NOBODY, picture_name, render
from .ticket import Ticket
from .wire import ARCHIVED, TOO_LATE, UNKNOWN_MESSAGE, Wire, outcome

log = logging.getLogger(__name__)

NONCE_LIFE = timedelta(minutes=3)
"""Discord recognises a repeated nonce for "a few minutes"; after that a copy is labelled."""
NOT_CONNECTED = 60.0
BEGINNING = 0.5
"""What waits when the process starts, perhaps the calls of a red risk, goes out as soon as there is a connection."""
LARGEST = 10 * 1024 * 1024
"""Bytes of a file that every server takes."""
NOTHING = "…"
CLOSED = 50007
"""Private messages are closed to us."""
NO_PICTURES = {40005, 50013}
"""Too large, or not permitted; words may be."""

ASK_AGAIN = text("My answer for you alone came too late to be shown here. Please ask again.")
TOO_LARGE = text("{name} is too large for Discord. A manager can get it with the export on the server.")

Payload = dict[str, Any]


class Delivery:
    def __init__(self, gateway: Gateway, first: FirstAnswers, clock: Clock, draw: Draw) -> None:
        self._gateway = gateway
        self._first = first
        self._clock = clock
        self._draw = draw
        self._private: dict[str, str] = {}
        """Channels of private messages, by person."""

    @property
    def _wire(self) -> Wire:
        return self._gateway.wire

    async def send(self, letter: Letter, said: Reply, tongue: Tongue) -> str:
        """Returns the message's id. Raises an ``Undelivered``."""
        if not self._gateway.logged_in:
            pause = BEGINNING if self._gateway.beginning else NOT_CONNECTED
            raise Later("not connected", pause, everybody=True)
        if self._gateway.refusals.too_many and letter.lane > 0:
            raise Later("Discord refuses too much", NOT_CONNECTED)
        said = await bound(at_hand(said), tongue)
        said, pictures = await pictured(said, tongue, self._draw, "dark", ALT)
        said, files = await _uploads(said)
        try:
            try:
                return await self._send(letter, said, tongue, [*map(_shown, range(len(pictures)), pictures), *files])
            except discord.HTTPException as error:
                if not pictures or error.code not in NO_PICTURES:
                    raise
            log.warning("a channel takes no pictures and is told in words", extra={"letter": letter.id})
            return await self._send(letter, without_pictures(said, tongue), tongue, files)
        except Undelivered:
            raise
        except (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise outcome(error, thread=bool(letter.address.thread)) from error

    async def _send(self, letter: Letter, said: Reply, tongue: Tongue, uploads: Sequence[discord.File]) -> str:
        ticket = Ticket.read(letter.answer_to)
        if ticket is not None and ticket.fresh(self._clock()):
            try:
                return await self._in_place(ticket, letter, said, tongue, uploads)
            except discord.HTTPException as error:
                if error.code not in TOO_LATE:
                    raise
        if letter.reader is not None:
            return await self._alone(letter, letter.reader, said, tongue, uploads)
        if _private(letter.address):
            return await self._privately(letter, letter.address.chat.removeprefix("@"), said, tongue, uploads)
        drawn = render(said, tongue, repeat=self._repeats(letter))
        if letter.edits is not None:
            return await self._replace(letter, drawn, uploads)
        return await self._to_channel(letter, named(drawn, ticket.user) if ticket else drawn, uploads)

    def _repeats(self, letter: Letter) -> bool:
        return letter.unsure > 0 and self._clock() - letter.created_at > NONCE_LIFE

    async def _in_place(
        self, ticket: Ticket, letter: Letter, said: Reply, tongue: Tongue, uploads: Sequence[discord.File]
    ) -> str:
        await self._first.wait(ticket.token, FIRST_ANSWER)
        alone = letter.reader is not None and not _private(letter.address)
        edits = letter.edits is not None if ticket.how == "press" else (ticket.how == "alone") == alone
        # An edit done twice is the same edit; a second message would be a second message.
        drawn = render(said, tongue, repeat=letter.unsure > 0 and not edits)
        try:
            if edits:
                first = await self._edit_answer(ticket, drawn, uploads)
                drawn, uploads = drawn[1:], [] if len(drawn) == 1 else uploads
                return await self._follow(ticket, drawn, uploads, alone=alone) if drawn else first
            if ticket.how != "press":
                # It was promised for all and is for her alone, or the other way round. As long as the promise stands
                # open Discord would fill it with any message, so it is kept first, with nothing, and taken away.
                await self._wire.edit_answer(ticket.application, ticket.token, {"content": NOTHING})
                await self._wire.drop_answer(ticket.application, ticket.token)
        except discord.HTTPException as error:
            if error.code != UNKNOWN_MESSAGE:
                raise
        return await self._follow(ticket, drawn, uploads, alone=alone)

    async def _edit_answer(self, ticket: Ticket, drawn: Sequence[Payload], uploads: Sequence[discord.File]) -> str:
        sent = uploads if len(drawn) == 1 else []
        payload = {**drawn[0], **_attached(sent)}
        return str((await self._wire.edit_answer(ticket.application, ticket.token, payload, sent))["id"])

    async def _follow(
        self, ticket: Ticket, drawn: Sequence[Payload], uploads: Sequence[discord.File], *, alone: bool
    ) -> str:
        message = ""
        for number, payload in enumerate(drawn, start=1):
            sent = uploads if number == len(drawn) else []
            flags = {"flags": EPHEMERAL} if alone else {}
            answer = await self._wire.follow_up(
                ticket.application, ticket.token, {**payload, **flags, **_attached(sent)}, sent
            )
            message = str(answer["id"])
        return message

    async def _alone(
        self, letter: Letter, reader: str, said: Reply, tongue: Tongue, uploads: Sequence[discord.File]
    ) -> str:
        try:
            return await self._privately(letter, reader, said, tongue, uploads)
        except discord.HTTPException as error:
            if error.code != CLOSED:
                raise
        if _private(letter.address):
            raise Gone("private messages are closed")
        return await self._to_channel(letter, named(render(reply(ASK_AGAIN()), tongue), reader), [])

    async def _privately(
        self, letter: Letter, user: str, said: Reply, tongue: Tongue, uploads: Sequence[discord.File]
    ) -> str:
        channel = await self._private_channel(user)
        # What belonged into a channel and came too late is not found again by the message that is pressed: whoever is
        # in two teams might press in the wrong one.
        drawn = render(said, tongue, repeat=self._repeats(letter), buttons=_private(letter.address))
        if letter.edits is not None and len(drawn) == 1:
            try:
                return str((await self._wire.edit(channel, letter.edits, drawn[0], uploads))["id"])
            except discord.HTTPException as error:
                if error.code != UNKNOWN_MESSAGE:
                    raise
        return await self._post(channel, letter, drawn, uploads)

    async def channel_of(self, address: Address) -> str:
        """The id of the channel or thread in which an address is written to."""
        if _private(address):
            return await self._private_channel(address.chat.removeprefix("@"))
        return address.thread or address.chat

    async def _private_channel(self, user: str) -> str:
        if (channel := self._private.get(user)) is None:
            channel = self._private[user] = await self._wire.private_channel(user)
        return channel

    async def _replace(self, letter: Letter, drawn: Sequence[Payload], uploads: Sequence[discord.File]) -> str:
        channel = letter.address.thread or letter.address.chat
        if len(drawn) == 1:
            payload = {**drawn[0], **_attached(uploads)}
            try:
                return str((await self._wire.edit(channel, letter.edits or "", payload, uploads))["id"])
            except discord.HTTPException as error:
                if error.code != UNKNOWN_MESSAGE:
                    raise
        return await self._to_channel(letter, drawn, uploads)

    async def _to_channel(self, letter: Letter, drawn: Sequence[Payload], uploads: Sequence[discord.File]) -> str:
        thread = letter.address.thread
        try:
            return await self._post(thread or letter.address.chat, letter, drawn, uploads)
        except discord.HTTPException as error:
            if error.code != ARCHIVED or not thread:
                raise
        try:
            await self._wire.unarchive(thread)
        except discord.HTTPException as error:
            raise Gone("the thread is closed", thread=True) from error
        return await self._post(thread, letter, drawn, uploads)

    async def _post(
        self, channel: str, letter: Letter, drawn: Sequence[Payload], uploads: Sequence[discord.File]
    ) -> str:
        message = ""
        for number, payload in enumerate(drawn):
            once = {"nonce": f"{letter.id}.{number}", "enforce_nonce": True}
            sent = uploads if number == len(drawn) - 1 else []
            payload = {**payload, **once, **_attached(sent)}
            message = str((await self._wire.post(channel, payload, sent))["id"])
        return message


def _private(address: Address) -> bool:
    return address.chat.startswith("@")


def named(drawn: Sequence[Payload], user: str) -> list[Payload]:
    """The messages, beginning with whom they are for: she alone is called."""
    name, called = f"<@{user}>", {**NOBODY, "users": [user]}
    first, *rest = drawn
    if first["content"] and len(name) + 1 + len(first["content"]) <= CONTENT:
        return [{**first, "content": f"{name}\n{first['content']}", "allowed_mentions": called}, *rest]
    if not first["content"]:
        return [{**first, "content": name, "allowed_mentions": called}, *rest]
    return [{"content": name, "embeds": [], "components": [], "allowed_mentions": called}, *drawn]


def _attached(uploads: Sequence[discord.File]) -> dict[str, Any]:
    """What hangs on a message from now on; an edit without it would leave an older picture there."""
    return {
        "attachments": [
            {"id": number, "filename": file.filename, **({"description": file.description} if file.description else {})}
            for number, file in enumerate(uploads)
        ]
    }


def _shown(at: int, picture: Picture) -> discord.File:
    return discord.File(BytesIO(picture.png), picture_name(at), description=picture.words)


async def _uploads(said: Reply) -> tuple[Reply, list[discord.File]]:
    """The files, read; one that no server takes becomes a sentence. Raises ``Refused`` when one cannot be read."""
    found: list[discord.File] = []
    blocks: list[Any] = []
    for block in said.blocks:
        if isinstance(block, File) and (content := await _content(block)) is None:
            blocks.append(TOO_LARGE(name=block.name))
            continue
        blocks.append(block)
        if isinstance(block, File):
            found.append(discord.File(BytesIO(content or b""), block.name))
    return replace(said, blocks=tuple(blocks)), found


async def _content(file: File) -> bytes | None:
    try:
        printed = file.content if isinstance(file, Printed) else None
        content = printed if printed is not None else await asyncio.to_thread(Path(file.path).read_bytes)
    except OSError as error:
        raise Refused(f"a file cannot be read: {type(error).__name__}") from error
    return content if len(content) <= LARGEST else None
