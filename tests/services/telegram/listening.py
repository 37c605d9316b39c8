"""Reading what the bot said: what stands in a chat now, what is new, and waiting for it without sleeping."""

from __future__ import annotations

from typing import Any

from .chats import Chat
from .clock import ServiceClock
from .errors import Json
from .ledger import Call
from .menus import Scope
from .messages import Message
from .people import Person
from .topics import Topic
from .world import World


class Listener(World):
    """A world with ears."""

    def __init__(self, token: str, *, username: str, name: str, privacy: bool, clock: ServiceClock | None) -> None:
        super().__init__(token, username=username, name=name, privacy=privacy, clock=clock)
        self._heard: set[Message] = set()

    def messages(self, chat: Chat | Person | None = None, *, topic: Topic | None = None) -> list[Message]:
        """The bot's messages as they look now, deleted ones left out; of all chats when none is named."""
        place = _place(chat)
        return [
            m for m in self.said
            if not m.deleted and (place is None or m.chat is place) and (topic is None or m.thread == topic.id)
        ]  # fmt: skip

    def unheard(self, chat: Chat | Person | None = None) -> list[Message]:
        """The bot's messages no test line has taken note of yet: should be empty at the end of a story."""
        return [message for message in self.messages(chat) if message not in self._heard]

    def note(self, *messages: Message) -> None:
        """Count messages as heard; without arguments, all of them."""
        self._heard.update(messages or self.said)

    async def heard(
        self,
        chat: Chat | Person | None = None,
        containing: str = "",
        *,
        topic: Topic | None = None,
        timeout: float = 5.0,
    ) -> Message:
        """The next unheard message of the bot that contains the words, now or within ``timeout`` seconds.

        It counts as heard afterwards, others stay. Raises NothingHeard, telling what was said instead.
        """
        place = _place(chat)

        def look() -> Message | None:
            found = (
                m for m in self.unheard(place) if containing in m.text and (topic is None or m.thread == topic.id)
            )  # fmt: skip
            return next(found, None)

        def complaint() -> str:
            where = f" in {place!r}" if place else ""
            return (
                f"the bot did not say {containing!r}{where} within {timeout} s; it said {self.unheard(place)}"
                f" and was refused {[(c.method, c.description) for c in self.calls if c.outcome == 'refused']}"
            )

        message = await self.bell.until(look, timeout, complaint)
        self._heard.add(message)
        return message

    async def shows(self, message: Message, containing: str, *, timeout: float = 5.0) -> Message:
        """Wait until a message, edited or not, contains the words. Raises NothingHeard."""
        return await self.bell.until(
            lambda: message if containing in message.text and not message.deleted else None,
            timeout,
            lambda: f"{message!r} did not come to show {containing!r} within {timeout} s",
        )

    async def called(self, method: str, times: int = 1, *, timeout: float = 5.0) -> list[Call]:
        """Wait until a method was called (and finished) so often. Raises NothingHeard."""

        def look() -> list[Call] | None:
            done = [call for call in self.calls.of(method) if call.outcome != "open"]
            return done if len(done) >= times else None

        return await self.bell.until(
            look, timeout, lambda: f"{method} was called {len(self.calls.of(method))} times, not {times}"
        )

    async def all_confirmed(self, *, timeout: float = 5.0) -> None:
        """Wait until the bot has confirmed every update queued so far. Raises NothingHeard."""
        await self.bell.until(
            lambda: True if not self.updates.pending else None,
            timeout,
            lambda: f"{len(self.updates.pending)} updates are still unconfirmed",
        )

    def menu(self, person: Person, chat: Chat | None = None) -> list[Json]:
        """What a person is offered on typing ``/`` there, by Telegram's order of scopes and the person's language."""
        place = chat or person.chat
        scopes: list[Scope] = []
        here = str(place.id)
        if place.is_group:
            scopes.append(("chat_member", here, str(person.id)))
            seat = place.members.get(person.id)
            if seat is not None and seat.admin:
                scopes.append(("chat_administrators", here, ""))
        scopes.append(("chat", here, ""))
        if place.is_group:
            seat = place.members.get(person.id)
            if seat is not None and seat.admin:
                scopes.append(("all_chat_administrators", "", ""))
            scopes.append(("all_group_chats", "", ""))
        else:
            scopes.append(("all_private_chats", "", ""))
        scopes.append(("default", "", ""))
        return self.menus.shown(scopes, person.language)

    def commands(self, language: str = "", **scope: Any) -> list[Json]:
        """Exactly one menu as the bot set it: ``commands("zh", type="all_private_chats")``."""
        kind = str(scope.get("type", "default"))
        return self.menus.get((kind, str(scope.get("chat_id", "")), str(scope.get("user_id", ""))), language)


def _place(chat: Chat | Person | None) -> Chat | None:
    return chat.chat if isinstance(chat, Person) else chat
