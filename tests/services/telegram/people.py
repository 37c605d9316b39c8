"""People in the simulated Telegram: what they say, press, change and refuse, so that a test reads as a story."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from .chats import Chat
from .errors import Json, NotPossible
from .messages import Message
from .topics import Topic

if TYPE_CHECKING:
    from .world import World

ANONYMOUS = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}


@dataclass(frozen=True)
class Answer:
    """What ``answerCallbackQuery`` showed the person: a notice at the top, or an alert to be closed."""

    text: str
    alert: bool
    url: str | None = None


@dataclass(eq=False)
class CallbackQuery:
    """A press of a button, waiting for its answer (the person sees a progress bar until then)."""

    id: str
    person: Person
    message: Message
    data: str
    at: float
    answer: Answer | None = None

    async def answered(self, timeout: float = 5.0) -> Answer:
        """The bot's answer; raises NothingHeard after ``timeout`` seconds."""
        bell = self.person.world.bell
        return await bell.until(lambda: self.answer, timeout, lambda: f"no answer to the press of {self.data!r}")


class Person:
    """A user with an account. ``chat`` is the private chat with the bot."""

    def __init__(self, world: World, user_id: int, name: str, username: str | None, language: str | None) -> None:
        self.world = world
        self.id = user_id
        self.name = name
        self.username = username
        self.language = language
        self.started = False
        self.blocked = False
        self.deactivated = False
        self.chat = Chat(world, user_id, "private", name)
        self.chat.person = self

    def __repr__(self) -> str:
        return f"<Person {self.name} {self.id}>"

    def wire(self) -> Json:
        """The Bot API's User object; the language is given in updates just as the app tells it."""
        out: Json = {"id": self.id, "is_bot": False}
        out["first_name"], _, last = self.name.partition(" ")
        if last:
            out["last_name"] = last
        if self.username:
            out["username"] = self.username
        if self.language:
            out["language_code"] = self.language
        return out

    async def says(
        self,
        text: str,
        chat: Chat | None = None,
        *,
        topic: Topic | None = None,
        reply_to: Message | None = None,
        anonymously: bool = False,
        also: Json | None = None,
    ) -> Message:
        """Send a message, to the bot in private when no chat is named.

        ``anonymously`` speaks as the group (administrators only); ``also`` adds wire fields such as ``via_bot``.
        """
        place = self._enter(chat)
        extra = dict(also or {})
        author = self.wire()
        if anonymously:
            if not place.members[self.id].admin:
                raise NotPossible(f"{self.name} is no administrator of {place!r}")
            author, extra = dict(ANONYMOUS), {"sender_chat": place.wire(), **extra}
        return self.world.spoken(place, author, text, topic=topic, reply_to=reply_to, extra=extra)

    async def starts(self, payload: str = "") -> Message:
        """Press Start in the private chat, or follow a deep link with a payload; this also takes a block back."""
        if self.blocked:
            self.unblocks_bot()
        return await self.says(f"/start {payload}".rstrip())

    async def edits(self, message: Message, text: str) -> None:
        """Change an own message."""
        if message.author is None or message.author["id"] != self.id:
            raise NotPossible(f"{message!r} is not {self.name}'s")
        self.world.edited(message, text)

    async def deletes(self, message: Message) -> None:
        """Take a message away; bots are not told."""
        message.deleted = True
        self.world.bell.ring()

    async def forwards(self, message: Message, chat: Chat | None = None) -> Message:
        """Send somebody's message on; it carries a ``forward_origin``."""
        origin: Json = {"type": "hidden_user", "sender_user_name": "Somebody", "date": message.date}
        if message.author is not None:
            origin = {"type": "user", "sender_user": message.author, "date": message.date}
        return self.world.spoken(self._enter(chat), self.wire(), message.text, extra={"forward_origin": origin})

    async def sends_document(
        self, data: bytes, name: str, chat: Chat | None = None, *, caption: str = "", mime: str = "text/csv",
        topic: Topic | None = None, reply_to: Message | None = None,
    ) -> Message:  # fmt: skip
        """Send a file of any size; the bot can fetch up to 20 MB."""
        file = self.world.files.keep(data, name, mime, by_bot=False)
        place = self._enter(chat)
        return self.world.spoken(place, self.wire(), caption, topic=topic, reply_to=reply_to, document=file)

    async def sends_photo(self, data: bytes, chat: Chat | None = None, *, caption: str = "") -> Message:
        """Send a picture (PNG or JPEG)."""
        file = self.world.files.keep(data, "photo.jpg", "image/jpeg", photo=True, by_bot=False)
        return self.world.spoken(self._enter(chat), self.wire(), caption, photo=file)

    async def presses(self, label: str, on: Message) -> CallbackQuery:
        """Press a button of a message by its label, else by its callback data."""
        buttons = on.buttons
        found = next((b for b in buttons if b.label == label), None)
        found = found or next((b for b in buttons if label in b.label or b.data == label), None)
        if found is None or found.data is None:
            raise NotPossible(f"{on!r} has no button {label!r} to press; it has {[b.label for b in buttons]}")
        return await self.sends_press(found.data, on)

    async def sends_press(self, data: str, on: Message) -> CallbackQuery:
        """Send any callback data for a message, as a forged client can, or an old screen that still shows a button."""
        if on.chat.person not in (None, self):
            raise NotPossible(f"{on!r} is in somebody else's private chat")
        seat = on.chat.members.get(self.id)
        if on.chat.is_group and (seat is None or not seat.present):
            raise NotPossible(f"{self.name} is not in {on.chat!r}")
        return self.world.pressed(self, on, data)

    def blocks_bot(self) -> None:
        """Stop the bot: it hears of it, and may not write in private any more."""
        self.blocked = True
        self.world.block_changed(self)

    def unblocks_bot(self) -> None:
        """Let the bot write again."""
        self.blocked = False
        self.world.block_changed(self)

    def deletes_account(self) -> None:
        """The account is deactivated."""
        self.deactivated = True

    def _enter(self, chat: Chat | None) -> Chat:
        place = chat or self.chat
        if place is self.chat:
            if self.blocked:
                raise NotPossible(f"{self.name} has blocked the bot and must unblock it first")
            self.started = True
        elif place.kind != "private":
            seat = place.members.get(self.id)
            if place.migrated_to or place.gone or seat is None or not seat.present:
                raise NotPossible(f"{self.name} cannot speak in {place!r}")
        else:
            raise NotPossible(f"{place!r} is not {self.name}'s private chat")
        return place
