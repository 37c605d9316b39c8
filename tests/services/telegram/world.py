"""Everything the simulated Telegram knows: chats, people, files, the bot's queue, and how events become updates."""

from __future__ import annotations

from typing import Any

from .bell import Bell
from .chats import Chat, Kind
from .clock import ServiceClock
from .errors import Json, NotPossible, bad_request
from .files import FileShelf, StoredFile
from .ledger import Ledger
from .limits import FloodGate
from .members import Member
from .menus import Menus
from .messages import Message
from .people import CallbackQuery, Person
from .privacy import bot_sees
from .texts import found_in, tidy, trim, units
from .topics import Topic
from .updates import PRESS_LIFE, UpdateQueue
from .webhook import Webhook


class World:
    """The state behind the HTTP surface. One world has one bot."""

    def __init__(self, token: str, *, username: str, name: str, privacy: bool, clock: ServiceClock | None) -> None:
        self.token = token
        self.clock = clock or ServiceClock()
        self.bot: Json = {"id": int(token.partition(":")[0]), "is_bot": True, "first_name": name, "username": username}
        self.stranger: Json = {"id": 5_999_000_001, "is_bot": False, "first_name": "Owner"}
        self.privacy = privacy
        self.bell = Bell()
        self.updates = UpdateQueue(self.clock, self.bell)
        self.files = FileShelf()
        self.flood = FloodGate(self.clock)
        self.menus = Menus()
        self.profile: dict[tuple[str, str], str] = {}
        self.webhook = Webhook(self.updates, self.clock)
        self.calls = Ledger()
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.presses: dict[str, CallbackQuery] = {}
        self.said: list[Message] = []
        self.actions: list[tuple[Chat, str]] = []
        self._message_ids = 0

    # --- arranging

    def next_message_id(self) -> int:
        """The account-wide count used by private chats and basic groups."""
        self._message_ids += 1
        return self._message_ids

    def new_person(self, name: str, username: str | None, language: str | None) -> Person:
        """Ids are larger than 32 bits, as many real ones are."""
        person = Person(self, 5_000_000_001 + len(self.people), name, username, language)
        self.people[person.id] = person
        self.chats[person.id] = person.chat
        return person

    def new_chat(self, kind: Kind, title: str, username: str | None = None, forum: bool = False) -> Chat:
        """Supergroups and channels have ids beginning with -100."""
        number = len(self.chats) + 1
        chat_id = -4_000_000_000 - number if kind == "group" else -1_002_000_000_000 - number
        chat = Chat(self, chat_id, kind, title, username, forum)
        self.chats[chat_id] = chat
        return chat

    def knows(self, person: Person) -> bool:
        """Whether the bot shares a group with this person, or ever could have heard of them."""
        return person.started or any(
            chat.bot.present and person.id in chat.members for chat in self.chats.values() if chat.person is None
        )

    # --- events that become updates

    def spoken(
        self, chat: Chat, author: Json | None, text: str, *, topic: Topic | None = None,
        reply_to: Message | None = None, extra: Json | None = None, document: StoredFile | None = None,
        photo: StoredFile | None = None, kind: str = "message",
    ) -> Message:  # fmt: skip
        """Somebody said something; the bot gets an update if it may see it."""
        text, _ = trim(tidy(text), [])
        if not text and document is None and photo is None:
            raise NotPossible("an empty message cannot be sent")
        if units(text) > 4096:
            raise NotPossible("apps split a text of more than 4096 UTF-16 units into several messages")
        if topic is not None and (topic.chat is not chat or topic.id not in chat.topics):
            raise NotPossible(f"there is no topic {topic.name!r} in {chat!r}")
        message = Message(
            chat, chat.next_id(), self.clock.unix(), author, text=text, entities=found_in(text),
            thread=topic.id if topic else None, reply_to=reply_to or (topic.root if topic else None),
            document=document, photo=photo, extra=extra or {},
        )  # fmt: skip
        chat.history[message.id] = message
        if bot_sees(message, chat.bot, self.bot, self.privacy):
            self.updates.push(kind, message.wire(), chat.id)
        return message

    def edited(self, message: Message, text: str) -> None:
        """A person changed a message."""
        message.earlier.append(message.text)
        message.text, _ = trim(tidy(text), [])
        message.entities = found_in(message.text)
        message.edit_date = self.clock.unix()
        if bot_sees(message, message.chat.bot, self.bot, self.privacy):
            kind = "edited_channel_post" if message.chat.kind == "channel" else "edited_message"
            self.updates.push(kind, message.wire(), message.chat.id)

    def service_message(
        self, chat: Chat, author: Json, notice: Json, *, thread: int | None = None, reply_to: Message | None = None,
        opens_thread: bool = False,
    ) -> Message:  # fmt: skip
        """Telegram's own words in a group, seen by every bot that is in it, whatever its privacy."""
        number = chat.next_id()
        thread = number if opens_thread else thread
        message = Message(
            chat, number, self.clock.unix(), author, thread=thread, reply_to=reply_to, extra=notice
        )  # fmt: skip
        chat.history[number] = message
        if chat.bot.present:
            self.updates.push("message", message.wire(), chat.id)
        return message

    def seat_changed(self, chat: Chat, old: Member, new: Member, by: Json) -> None:
        """A place in a chat changed: my_chat_member for the bot's own, chat_member for others'."""
        change: Json = {
            "chat": chat.wire(), "from": by, "date": self.clock.unix(),
            "old_chat_member": old.wire(), "new_chat_member": new.wire(),
        }  # fmt: skip
        if new.user["id"] == self.bot["id"]:
            self.updates.push("my_chat_member", change, chat.id)
        elif chat.bot.admin:
            self.updates.push("chat_member", change, chat.id)

    def block_changed(self, person: Person) -> None:
        """A person stopped or released the bot."""
        before, after = Member(self.bot), Member(self.bot, "kicked")
        if not person.blocked:
            before, after = after, before
        self.seat_changed(person.chat, before, after, person.wire())

    def pressed(self, person: Person, message: Message, data: str) -> CallbackQuery:
        """A button press; a message gone by then travels as Telegram's inaccessible message (date 0)."""
        number = str(person.id * 1_000_003 + len(self.presses) + 1)
        query = CallbackQuery(number, person, message, data, self.clock.monotonic())
        self.presses[number] = query
        seen = message.wire()
        if message.deleted:
            seen = {"chat": message.chat.wire(), "message_id": message.id, "date": 0}
        payload: Json = {
            "id": number, "from": person.wire(), "message": seen, "data": data,
            "chat_instance": str(message.chat.id * 31),
        }  # fmt: skip
        self.updates.push("callback_query", payload, person.id)
        return query

    def open_press(self, query_id: str) -> CallbackQuery | None:
        """The press with this id, if it may still be answered."""
        query = self.presses.get(query_id)
        if query is None or query.answer is not None or self.clock.monotonic() - query.at > PRESS_LIFE:
            return None
        return query

    # --- what the bot does

    def bot_says(self, chat: Chat, **what: Any) -> Message:
        """Keep a new message of the bot. Channels show no author."""
        channel = chat.kind == "channel"
        extra = {"sender_chat": chat.wire()} if channel else {}
        author = None if channel else self.bot
        message = Message(chat, chat.next_id(), self.clock.unix(), author, by_bot=True, extra=extra, **what)
        chat.history[message.id] = message
        self.said.append(message)
        self.bell.ring()
        return message

    def find_chat(self, chat_id: str) -> Chat:
        """The chat with this id or @username. Raises Refused(400) as Telegram does."""
        if not chat_id:
            raise bad_request("chat_id is empty")
        if chat_id.startswith("@"):
            wanted = chat_id[1:].lower()
            for chat in self.chats.values():
                if chat.person is None and (chat.username or "").lower() == wanted:
                    return chat
        elif chat_id.lstrip("-").isdecimal() and int(chat_id) in self.chats:
            return self.chats[int(chat_id)]
        raise bad_request("chat not found")
