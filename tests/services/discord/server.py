"""A server on Discord, with its people: a real process dials it, people use commands, press and fill in forms, and a
test reads what each of them sees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from aiohttp import web

from tests.bot.discord.wires import SmallDiscord, as_json

from .messages import SUBMIT, Act, Json, Seen
from .people import Member
from .places import GUILD, Channel, guild
from .rules import CLOSED, Refusal, check_form, check_message

T = TypeVar("T")
PATIENCE = 60.0
"""Seconds for anything that must happen, on a machine that has other things to do."""
MESSAGE, DEFER, DEFER_UPDATE, CHOICES, MODAL = 4, 5, 6, 8, 9
ALONE = 1 << 6


class DiscordServer(SmallDiscord):
    """One server with a channel ``ops``; more channels, threads and people as a test wants them."""

    def __init__(self) -> None:
        super().__init__()
        self.guilds = [{"id": GUILD, "unavailable": True}]
        self.commands: list[Json] = []
        self.channels: dict[str, Channel] = {}
        self.messages: dict[str, Seen] = {}
        self.acts: dict[str, Act] = {}
        self.closed: set[str] = set()
        """People who take no private messages from the bot."""
        self._numbers = 1000
        self.ops = self.channel("ops")

    # --- arranging

    def number(self) -> str:
        self._numbers += 1
        return str(self._numbers)

    def channel(self, name: str) -> Channel:
        made = Channel(self.number(), name)
        self.channels[made.id] = made
        return made

    def thread(self, name: str, of: Channel) -> Channel:
        made = Channel(self.number(), name, of.id)
        self.channels[made.id] = made
        return made

    def private(self, person: str) -> Channel:
        """Somebody's private messages with the bot; they are opened when they are first looked for."""
        found = next((channel for channel in self.channels.values() if channel.reader == person), None)
        if found is None:
            found = Channel(self.number(), "", reader=person)
            self.channels[found.id] = found
        return found

    def member(self, name: str, *, admin: bool = False, locale: str = "en-US") -> Member:
        return Member(self, self.number(), name, admin, locale)

    # --- reading

    async def look(self, found: Callable[[], T | None], complaint: Callable[[], str]) -> T:
        """What is there, once it is. Raises ``TimeoutError`` with the complaint."""
        try:
            await self.until(lambda: found() is not None, PATIENCE)
        except TimeoutError:
            raise TimeoutError(complaint()) from None
        seen = found()
        assert seen is not None
        return seen

    def posted(self, channel: Channel | Member) -> list[Seen]:
        """What stands in a channel for all to see, or in somebody's private messages."""
        place = (channel.private if isinstance(channel, Member) else channel).id
        return [seen for seen in self.messages.values() if seen.channel == place and not seen.alone | seen.deleted]

    async def heard(self, channel: Channel | Member, containing: str) -> Seen:
        """A post with these words."""
        return await self.look(
            lambda: next((seen for seen in self.posted(channel) if containing in seen.text), None),
            lambda: f"{containing!r} was not posted; there is {self.posted(channel)}",
        )

    async def listening(self) -> None:
        """Wait until the commands are stored and somebody listens."""
        await self.until(
            lambda: bool(self.commands) and bool(self.sockets) and not self.sockets[-1].closed, PATIENCE
        )  # fmt: skip

    # --- what people do

    async def does(self, person: Member, kind: int, channel: Channel, data: Json, *, on: Seen | None = None) -> Act:
        act = Act(self, person, self.number(), kind, channel.id, on)
        self.acts[act.token] = act
        place = {"user": person.user()} if channel.reader else {"guild_id": GUILD, "member": person.wire()}
        message = {"message": _message(on)} if on is not None else {}
        event = {
            "id": act.id, "application_id": "901", "type": kind, "token": act.token, "version": 1,
            "channel_id": channel.id, "channel": channel.wire(), "locale": person.locale, "entitlements": [],
            "authorizing_integration_owners": {}, "app_permissions": "8", "attachment_size_limit": 1, "data": data,
            **place, **message,
        }  # fmt: skip
        await self.send(0, event, "INTERACTION_CREATE")
        return act

    # --- what the bot asks for

    def answer(self, method: str, path: str, body: Any) -> web.Response:
        try:
            done = self._served(method, path.strip("/").split("/"), body)
        except Refusal as refusal:
            return as_json({"code": refusal.code, "message": refusal.why}, status=refusal.status)
        finally:
            self._changed.set()
        if done is None:
            return super().answer(method, path, body)
        return done

    def _served(self, method: str, path: list[str], body: Any) -> web.Response | None:
        match method, path:
            case "PUT", ["applications", _, "commands"]:
                self.commands = body
                return as_json(body)
            case "POST", ["interactions", _, token, "callback"]:
                self._first(self._act(token), body["type"], body.get("data") or {})
                return web.Response(status=204)
            case "POST", ["webhooks", _, token]:
                act = self._act(token, begun=True)
                act.more.append(self._new(act.channel, body, alone=bool(body.get("flags", 0) & ALONE)))
                return as_json(_message(act.more[-1]))
            case "PATCH", ["webhooks", _, token, "messages", "@original"]:
                return as_json(_message(self._original(self._act(token, begun=True), body)))
            case "DELETE", ["webhooks", _, token, "messages", "@original"]:
                self._dropped(self._act(token, begun=True))
                return web.Response(status=204)
            case "POST", ["users", "@me", "channels"]:
                return as_json(self.private(body["recipient_id"]).wire())
            case "POST", ["channels", channel, "messages"]:
                return as_json(_message(self._posted(channel, body)))
            case "PATCH", ["channels", _, "messages", id]:
                return as_json(_message(self._edited(id, body)))
        return None

    def _act(self, token: str, *, begun: bool = False) -> Act:
        act = self.acts.get(token)
        if act is None or (begun and not act.promised):
            raise Refusal(404, 10015 if begun else 10062, "Unknown interaction or webhook")
        return act

    def _first(self, act: Act, kind: int, data: Json) -> None:
        if act.promised:
            raise Refusal(400, 40060, "Interaction has already been acknowledged")
        alone = bool(data.get("flags", 0) & ALONE)
        if kind == MODAL:
            if act.kind == SUBMIT:
                raise Refusal(400, 50035, "A form cannot be answered with a form")
            check_form(data)
            act.promised, act.form = "form", data
        elif kind == CHOICES:
            act.promised, act.choices = "choices", data["choices"]
        elif kind == DEFER_UPDATE:
            act.promised, act.answer = "nothing", None
        elif kind == DEFER:
            act.promised = "one" if alone else "all"
        elif kind == MESSAGE:
            act.answer = self._new(act.channel, data, alone=alone)
            act.promised = "one" if alone else "all"

    def _original(self, act: Act, body: Json) -> Seen:
        if act.promised == "nothing":
            assert act.on is not None
            act.answer = self._edited(act.on.id, body)
        elif act.answer is None:
            act.answer = self._new(act.channel, body, alone=act.promised == "one")
        else:
            act.answer = self._edited(act.answer.id, body)
        return act.answer

    def _dropped(self, act: Act) -> None:
        if act.answer is not None:
            act.answer.deleted = True

    def _posted(self, channel: str, body: Json) -> Seen:
        if channel not in self.channels:
            raise Refusal(404, 10003, "Unknown Channel")
        if self.channels[channel].reader in self.closed:
            raise Refusal(403, CLOSED, "Cannot send messages to this user")
        nonce = body.get("nonce")
        there = (seen for seen in self.messages.values() if seen.channel == channel)
        same = next((seen for seen in there if nonce and seen.payload.get("nonce") == nonce), None)
        return same or self._new(channel, body)

    def _new(self, channel: str, body: Json, *, alone: bool = False) -> Seen:
        check_message(body)
        seen = Seen(self.number(), channel, body, alone)
        self.messages[seen.id] = seen
        return seen

    def _edited(self, id: str, body: Json) -> Seen:
        seen = self.messages.get(id)
        if seen is None or seen.deleted:
            raise Refusal(404, 10008, "Unknown Message")
        changed = seen.payload | body
        check_message(changed)
        seen.payload = changed
        return seen

    async def _let_in(self) -> None:
        await super()._let_in()
        await self.send(0, guild(self.channels.values()), "GUILD_CREATE")


def _message(seen: Seen) -> Json:
    author = {"id": "900", "username": "muster", "discriminator": "0", "avatar": None, "bot": True}
    return {"id": seen.id, "channel_id": seen.channel, "author": author, "content": seen.payload.get("content", ""),
            "timestamp": "2026-11-24T12:00:00+00:00", "edited_timestamp": None, "tts": False, "mention_everyone": False,
            "mentions": [], "mention_roles": [], "attachments": [], "embeds": [], "pinned": False, "type": 0,
            "flags": ALONE if seen.alone else 0, "components": []}  # fmt: skip
