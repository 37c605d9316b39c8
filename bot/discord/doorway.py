"""Where interactions come in. Each is stored raw, acknowledged in time, and served afterwards.

Discord waits three seconds for the first word. A slow disk is given a part of that; then we acknowledge anyway and the
work goes on, and if the disk says no in the end the person is told.
"""

import asyncio
import json
import logging
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import aiohttp
import discord

from bot.dispatch import Desk
from bot.ports import Clock, Feed, Malformed
from commands.kit import Said, Tongue, read_locale, text
from commands.kit.menu import Menu
from storage import StorageError

from .complete import Suggestions
from .gateway import Gateway
from .inbound import COMMAND, COMPLETE, NAME, PRESS, SUBMIT, Asked, read
from .render import EPHEMERAL, MARK, NOBODY
from .ticket import How

log = logging.getLogger(__name__)

GUILD_ONLY = text("I work in the channels of your server. Please ask me there.")
NOT_STORED = text("I could not save that just now; nothing was done. Please try again in a moment.")
NOT_UNDERSTOOD = text("I do not understand that; it may be from an older version of mine. Nothing was done.")

DISK_PATIENCE = 0.8
"""Seconds the disk is waited for before we acknowledge anyway."""
MESSAGE, DEFER, DEFER_UPDATE, CHOICES, MODAL = 4, 5, 6, 8, 9
"""Kinds of first answers."""
FAULTS = (discord.DiscordException, aiohttp.ClientError, OSError, TimeoutError)
REMEMBERED = 1000
FIRST_ANSWER = 5.0
"""Seconds an answer in place waits for its acknowledgement."""


class FirstAnswers:
    """Which interactions are being acknowledged by this process at the moment: an answer in place waits for that."""

    def __init__(self) -> None:
        self._open: dict[str, asyncio.Event] = {}

    def begin(self, token: str) -> None:
        while len(self._open) >= REMEMBERED:
            self.done(next(iter(self._open)))
        self._open[token] = asyncio.Event()

    def done(self, token: str) -> None:
        if (event := self._open.pop(token, None)) is not None:
            event.set()

    async def wait(self, token: str, seconds: float) -> None:
        """Returns at once for an interaction that somebody else, or an earlier process, took in."""
        if (event := self._open.get(token)) is not None:
            try:
                async with asyncio.timeout(seconds):
                    await event.wait()
            except TimeoutError:
                log.warning("an interaction is still not acknowledged")


class Doorway:
    def __init__(
        self, gateway: Gateway, menu: Menu, desk: Desk, feed: Feed, suggestions: Suggestions, clock: Clock
    ) -> None:
        self._gateway = gateway
        self._menu = menu
        self._desk = desk
        self._feed = feed
        self._suggestions = suggestions
        self._clock = clock
        self.first = FirstAnswers()

    async def enter(self, interaction: discord.Interaction) -> None:
        kind = interaction.type.value
        if kind not in (COMMAND, PRESS, COMPLETE, SUBMIT):
            return
        id, token, tongue = str(interaction.id), interaction.token, tongue_for(str(interaction.locale))
        body, private = body_of(interaction, self._clock()), is_private(interaction)
        if interaction.guild_id is None and not (private and kind in (PRESS, SUBMIT)):
            await self._say(id, token, GUILD_ONLY(), tongue, private=private)
            return
        try:
            asked = read(body, self._menu)
        except Malformed:
            log.warning("an interaction that is not understood", extra={"interaction": id})
            await self._feed(NAME, [(id, "malformed", body)])
            await self._say(id, token, NOT_UNDERSTOOD(), tongue, private=private)
            return
        if kind == COMPLETE:
            await self._complete(asked, tongue)
        elif self.opens_form(asked):
            await self._store(asked, body, tongue)
        else:
            await self._acknowledge_and_store(asked, body, tongue)

    def opens_form(self, asked: Asked) -> bool:
        return self._desk.opens_form(asked.line, asked.given)

    def how(self, asked: Asked) -> How:
        """How this interaction is acknowledged, known from its line alone."""
        if asked.how is not None:
            return asked.how
        return "alone" if self.opens_form(asked) or self._desk.private(asked.line) else "aloud"

    async def acknowledge(self, asked: Asked, how: How) -> None:
        """The first answer: *thinking…*, for all or for the asker; or, for a press, nothing that can be seen."""
        kind, data = (DEFER_UPDATE, None) if how == "press" else (DEFER, {"flags": EPHEMERAL} if how == "alone" else {})
        try:
            await self._gateway.wire.first_answer(asked.id, asked.token, kind, data)
        except FAULTS as error:
            # The work goes on: its answer will go to the channel.
            log.warning("acknowledged too late", extra={"interaction": asked.id, "why": str(error)[:200]})
        finally:
            self.first.done(asked.token)

    async def take_back(self, asked: Asked, how: How) -> None:
        """There is nothing to say: the *thinking…* goes away."""
        if how == "press":
            return
        await self.first.wait(asked.token, FIRST_ANSWER)
        try:
            await self._gateway.wire.drop_answer(asked.application, asked.token)
        except FAULTS as error:
            log.warning("a promise could not be taken back", extra={"why": str(error)[:200]})

    async def _store(self, asked: Asked, body: str, tongue: Tongue) -> None:
        """A form must be the very first answer, so nobody else's line is waited for; whoever serves it answers."""
        self.first.begin(asked.token)
        try:
            await self._feed(NAME, [(asked.id, f"form {asked.id}", body)])
        except StorageError:
            self.first.done(asked.token)
            await self._say(asked.id, asked.token, NOT_STORED(), tongue, private=asked.heard.private)

    async def _acknowledge_and_store(self, asked: Asked, body: str, tongue: Tongue) -> None:
        self.first.begin(asked.token)
        item = (asked.id, asked.heard.address.chat, body)
        storing = asyncio.ensure_future(self._feed(NAME, [item]))
        await asyncio.wait({storing}, timeout=DISK_PATIENCE)
        how = self.how(asked)
        if storing.done() and isinstance(storing.exception(), StorageError):
            self.first.done(asked.token)
            await self._say(asked.id, asked.token, NOT_STORED(), tongue, private=asked.heard.private)
            return
        await self.acknowledge(asked, how)
        try:
            await storing
        except StorageError:
            log.exception("an interaction could not be stored", extra={"interaction": asked.id})
            await self._tell_too_late(asked, how, tongue)

    async def _tell_too_late(self, asked: Asked, how: How, tongue: Tongue) -> None:
        payload = words(NOT_STORED(), tongue)
        try:
            if how == "press":
                payload |= _hidden(asked.heard.private)
                await self._gateway.wire.follow_up(asked.application, asked.token, payload)
            else:
                await self._gateway.wire.edit_answer(asked.application, asked.token, payload)
        except FAULTS as error:
            log.warning("could not say that nothing was stored", extra={"why": str(error)[:200]})

    async def _complete(self, asked: Asked, tongue: Tongue) -> None:
        choices = await self._suggestions.for_(asked, tongue)
        try:
            await self._gateway.wire.first_answer(asked.id, asked.token, CHOICES, {"choices": choices})
        except FAULTS as error:
            log.info("suggestions came too late", extra={"why": str(error)[:200]})

    async def _say(self, interaction: str, token: str, said: Said, tongue: Tongue, *, private: bool) -> None:
        payload = words(said, tongue) | _hidden(private)
        try:
            await self._gateway.wire.first_answer(interaction, token, MESSAGE, payload)
        except FAULTS as error:
            log.warning("could not answer an interaction", extra={"why": str(error)[:200]})


def words(said: Said, tongue: Tongue) -> dict[str, Any]:
    return {"content": tongue.speak(said, MARK), "allowed_mentions": NOBODY}


def _hidden(private: bool) -> dict[str, Any]:
    """What makes a message hers alone; in her private messages it is."""
    return {} if private else {"flags": EPHEMERAL}


def is_private(interaction: discord.Interaction) -> bool:
    """Whether only the person and the bot are there."""
    return interaction.guild_id is None and isinstance(interaction.channel, discord.DMChannel)


def tongue_for(locale: str) -> Tongue:
    """What a person's app is set to."""
    return Tongue(read_locale(locale) or "en")


def body_of(interaction: discord.Interaction, at: datetime) -> str:
    """All that is needed to serve it later, by whatever process, as JSON. ``at`` is when it came in."""
    user, channel = interaction.user, interaction.channel
    parent = getattr(channel, "parent_id", None)
    return json.dumps(
        {
            "id": str(interaction.id),
            "token": interaction.token,
            "application": str(interaction.application_id),
            "type": interaction.type.value,
            "at": at.isoformat(),
            "channel": {
                "id": str(interaction.channel_id),
                "type": channel.type.value if channel is not None else 0,
                "parent": str(parent) if parent else "",
                "name": getattr(channel, "name", None) or "",
            },
            "user": {"id": str(user.id), "name": user.display_name, "username": user.name},
            "private": is_private(interaction),
            "server": str(interaction.guild_id or ""),
            "permissions": str(interaction.permissions.value),
            "locale": str(interaction.locale),
            "message": str(interaction.message.id) if interaction.message is not None else None,
            "data": _kept(interaction.data),
        }
    )


def _kept(data: Mapping[str, Any] | None) -> dict[str, Any]:
    if not data:
        return {}
    kept = {key: data[key] for key in ("name", "options", "custom_id", "components") if key in data}
    target = data.get("resolved", {}).get("messages", {}).get(str(data.get("target_id")))
    if target is not None:
        author = {key: target["author"].get(key) for key in ("id", "username", "global_name")}
        kept["target"] = {"id": data["target_id"], "content": target.get("content", ""), "author": author}
    return kept
