"""Private chats, groups, supergroups with or without topics, and channels, as a test arranges them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from .errors import Json, NotPossible
from .members import Member, Status
from .messages import Message
from .topics import Topic

if TYPE_CHECKING:
    from .people import Person
    from .world import World

Kind = Literal["private", "group", "supergroup", "channel"]


class Chat:
    """A place where messages are. Tests get one from ``server.group``, ``server.channel`` or ``person.chat``."""

    def __init__(
        self, world: World, chat_id: int, kind: Kind, title: str, username: str | None = None, forum: bool = False
    ) -> None:
        self.world = world
        self.id = chat_id
        self.kind: Kind = kind
        self.title = title
        self.username = username
        self.forum = forum
        self.topics: dict[int, Topic] = {}
        self.members: dict[int, Member] = {}
        self.history: dict[int, Message] = {}
        self.migrated_to: Chat | None = None
        self.gone = False
        self.person: Person | None = None
        self.discussion: Chat | None = None
        self._own_ids = 0

    def __repr__(self) -> str:
        return f"<{self.kind} {self.title!r} {self.id}>"

    @property
    def is_group(self) -> bool:
        """A group of either size."""
        return self.kind in ("group", "supergroup")

    @property
    def bot(self) -> Member:
        """The bot's seat; status ``left`` when it has never been here."""
        return self.members.get(self.world.bot["id"]) or Member(self.world.bot, "left")

    def wire(self) -> Json:
        """The Bot API's Chat object."""
        out: Json = {"id": self.id, "type": self.kind}
        if self.person is not None:
            return out | {k: v for k, v in self.person.wire().items() if k in ("first_name", "last_name", "username")}
        out["title"] = self.title
        if self.username:
            out["username"] = self.username
        if self.forum:
            out["is_forum"] = True
        return out

    def next_id(self) -> int:
        """Supergroups and channels count for themselves; private chats and small groups share one count per account."""
        if self.kind in ("supergroup", "channel"):
            self._own_ids += 1
            return self._own_ids
        return self.world.next_message_id()

    # --- who is here

    def add(self, person: Person, *, admin: bool = False, creator: bool = False, anonymous: bool = False) -> None:
        """Take a person in. A bot already here gets the service message, and chat_member if it is an administrator."""
        status: Status = "creator" if creator else "administrator" if admin else "member"
        seat = Member(person.wire(), status, anonymous=anonymous)
        self._seat(person.id, seat, by=person.wire())
        if self.is_group:
            self.world.service_message(self, person.wire(), {"new_chat_members": [person.wire()]})

    def remove(self, person: Person, *, kicked: bool = False) -> None:
        """The person leaves, or is thrown out."""
        self._seat(person.id, Member(person.wire(), "kicked" if kicked else "left"), by=person.wire())
        if self.is_group:
            self.world.service_message(self, person.wire(), {"left_chat_member": person.wire()})

    def promote(self, person: Person, **rights: bool) -> None:
        """Make a member an administrator, with all rights but those given as False."""
        self._seat(person.id, Member(person.wire(), "administrator", rights=rights), by=self.owner())

    def demote(self, person: Person) -> None:
        """Make an administrator an ordinary member."""
        self._seat(person.id, Member(person.wire(), "member"), by=self.owner())

    def add_bot(self, *, by: Person | None = None, admin: bool = False, **rights: bool) -> None:
        """The bot is added (in a channel always as administrator): my_chat_member and, in groups, a service message."""
        status: Status = "administrator" if admin or self.kind == "channel" else "member"
        who = by.wire() if by else self.owner()
        self._seat(self.world.bot["id"], Member(self.world.bot, status, rights=rights), by=who)
        if self.is_group:
            self.world.service_message(self, who, {"new_chat_members": [self.world.bot]})

    def promote_bot(self, *, by: Person | None = None, **rights: bool) -> None:
        """The bot becomes administrator, with all rights but those given as False."""
        seat = Member(self.world.bot, "administrator", rights=rights)
        self._seat(self.world.bot["id"], seat, by=by.wire() if by else self.owner())

    def mute_bot(self) -> None:
        """The bot stays but may send nothing."""
        self._seat(self.world.bot["id"], Member(self.world.bot, "restricted"), by=self.owner())

    def kick_bot(self, *, by: Person | None = None) -> None:
        """The bot is thrown out; it hears of it by my_chat_member and may not speak here any more."""
        self._seat(self.world.bot["id"], Member(self.world.bot, "kicked"), by=by.wire() if by else self.owner())

    def bot_leaves(self) -> None:
        """What ``leaveChat`` does."""
        self._seat(self.world.bot["id"], Member(self.world.bot, "left"), by=self.world.bot)

    def disappear(self) -> None:
        """The group is deleted: every call for it is refused."""
        self.gone = True

    def owner(self) -> Json:
        """The wire form of the creator or first administrator, else of a stranger."""
        seats = sorted(self.members.values(), key=lambda seat: seat.status != "creator")
        return next((s.user for s in seats if s.admin and not s.user["is_bot"]), self.world.stranger)

    def _seat(self, user_id: int, new: Member, by: Json) -> None:
        old = self.members.get(user_id) or Member(new.user, "left")
        self.members[user_id] = new
        self.world.seat_changed(self, old, new, by)

    # --- what happens to the place

    def topic(self, name: str) -> Topic:
        """Open a topic in a forum; its thread id is the id of the service message that announces it."""
        if not self.forum:
            raise NotPossible(f"{self!r} is not a forum")
        about: Json = {"name": name, "icon_color": 7322096}
        root = self.world.service_message(self, self.owner(), {"forum_topic_created": about}, opens_thread=True)
        return self.topics.setdefault(root.id, Topic(self, root.id, name, root))

    def migrate(self) -> Chat:
        """Turn this group into a supergroup with a new id: returned. Both service messages are sent to the bot."""
        if self.kind != "group":
            raise NotPossible(f"only a basic group can become a supergroup, this is a {self.kind}")
        new = self.world.new_chat("supergroup", self.title)
        new.members = dict(self.members)
        self.world.service_message(self, self.owner(), {"migrate_to_chat_id": new.id})
        self.migrated_to = new
        self.world.service_message(new, self.owner(), {"migrate_from_chat_id": self.id})
        return new

    async def posts(self, text: str, **also: Any) -> Message:
        """A post in a channel, which has no author. A linked discussion group gets Telegram's automatic copy."""
        if self.kind != "channel":
            raise NotPossible(f"only channels have posts, this is a {self.kind}")
        post = self.world.spoken(self, None, text, extra={"sender_chat": self.wire(), **also}, kind="channel_post")
        if self.discussion is not None:
            origin = {"type": "channel", "chat": self.wire(), "message_id": post.id, "date": post.date}
            telegram = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
            extra = {"sender_chat": self.wire(), "is_automatic_forward": True, "forward_origin": origin}
            self.world.spoken(self.discussion, telegram, text, extra=extra)
        return post
