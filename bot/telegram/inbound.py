"""From Telegram's JSON to what it means for us. Pure; nothing but ``Malformed`` is ever raised.

Only new messages are commands: what was edited, forwarded, copied by Telegram itself or written through or by a bot
is somebody else's word, or an old one.
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from commands.kit import Heard
from commands.kit.clean import cleaned, one_line
from commands.kit.width import narrow
from storage import Account, Address

from ..ports import Call
from .fields import Fields

PLATFORM = "telegram"
KINDS = ("message", "edited_message", "channel_post", "callback_query", "my_chat_member")

KEPT = 24 * 3600
"""Seconds for which Telegram keeps a message for us; who claims to have waited longer has a wrong clock."""
ANSWERED = 4000
"""Characters that are kept of an answered message."""
TELEGRAM = 777000
"""Telegram's own account: it copies channel posts into discussion groups."""
GROUP = 1087968824
"""The account that stands for anonymous admins."""
CHANNEL = 136817688
"""The account that stands for people who write as a channel."""

SAY = "/form _ say"
NOT_FOR_US = ""
_COMMAND = re.compile(
    r"[\s\u200b-\u200f\ufeff]*[/／][^\S\n]*(?P<verb>[^\s@＠/／]+)(?:[@＠](?P<bot>\S*))?(?P<rest>(?:\s.*)?)", re.DOTALL
)
_CODE = re.compile(r"[A-Za-z2-9]{4}[-_]?[A-Za-z2-9]{4}")
_FOREIGN = ("forward_origin", "forward_date", "via_bot", "is_automatic_forward")
_AWAY = ("left", "kicked")


@dataclass(frozen=True, slots=True)
class Me:
    """The bot itself."""

    number: int
    username: str


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody said or pressed something. ``press`` is the query that waits for an answer."""

    call: Call
    press: str | None = None


@dataclass(frozen=True, slots=True)
class Nameless:
    """A command of a group or a channel: nobody knows whose."""

    line: str
    address: Address
    message: int


@dataclass(frozen=True, slots=True)
class Seat:
    """The bot was let into a chat, or is out of it. In private: somebody blocked or unblocked the bot."""

    chat: str
    private: bool
    inside: bool
    account: Account


@dataclass(frozen=True, slots=True)
class Moving:
    """A group became a supergroup."""

    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Stray:
    """A press that leads nowhere; only the waiting button is let go."""

    press: str


Understood = Asked | Nameless | Seat | Moving | Stray | None


def key_of(bot: int, update: Any, body: str) -> str:
    """What makes an update unique; one without a number is known by its content."""
    number = update.get("update_id") if isinstance(update, dict) else None
    if isinstance(number, int) and not isinstance(number, bool) and abs(number) < 2**63:
        return f"{bot}:{number}"
    return f"{bot}:?{sha256(body.encode('utf-8', 'replace')).hexdigest()[:40]}"


def lane_of(update: Any) -> str:
    """The chat in which things must keep their order; empty when there is none."""
    if not isinstance(update, dict):
        return ""
    for kind in KINDS:
        found = update.get(kind)
        if isinstance(found, dict):
            found = found.get("message") if kind == "callback_query" else found
            chat = found.get("chat") if isinstance(found, dict) else None
            number = chat.get("id") if isinstance(chat, dict) else None
            return str(number)[:64] if isinstance(number, int) else ""
    return ""


def understand(body: str, me: Me, at: datetime) -> Understood:
    """What an update means; ``None`` when it is none of our business. ``at`` is when it was received."""
    update = Fields.parse(body, "update")
    update.needed_number("update_id")
    if (press := update.part("callback_query")) is not None:
        return _pressed(press, at)
    if (seat := update.part("my_chat_member")) is not None:
        return _seat(seat)
    message = update.part("message") or update.part("channel_post")
    return None if message is None else _message(message, me, at)


def _message(message: Fields, me: Me, at: datetime) -> Understood:
    number, chat = message.needed_number("message_id"), message.needed_part("chat")
    here = chat.needed_number("id")
    if (new := message.number("migrate_to_chat_id")) is not None:
        return Moving(str(here), str(new))
    if (old := message.number("migrate_from_chat_id")) is not None:
        return Moving(str(old), str(here))
    # Below a picture or a file stands what a message says.
    text = cleaned(message.words("text") or message.words("caption"))
    author = message.part("from")
    user = None if author is None else author.needed_number("id")
    if not text.strip() or user == TELEGRAM or any(message.has(name) for name in _FOREIGN):
        return None
    line = command_line(text, me)
    if line == NOT_FOR_US:
        return None
    address = Address(PLATFORM, str(here), _thread(message))
    if author is None or user in (GROUP, CHANNEL):
        return Nameless(line, address, number) if line else None
    if author.flag("is_bot"):
        return None
    private = chat.words("type") == "private"
    answered = _answered(message)
    answered_author = None if answered is None else answered.part("from")
    if not line and not private and not _ours(answered_author, me):
        return None
    heard = Heard(
        _account(author, direct=str(here) if private else None), address, _said_at(message, at), private=private,
        title=_title(chat), message=str(number), reply_to=_other(answered_author), reply_text=_text(answered),
        reply_at=_when(answered), replies=_replies(answered, me),
    )  # fmt: skip
    if line:
        return Asked(Call(line, heard, answer_to=str(number)))
    if text.strip() in ("/", "／"):
        return Asked(Call("/help", heard, answer_to=str(number))) if private else None
    # Words without a command: an answer to a form, or mere talk.
    return Asked(Call(SAY, heard, {"value": text}, answer_to=str(number)))


def _said_at(message: Fields, received: datetime) -> datetime:
    """Telegram keeps what is said while we are away: it was said then, not when we came back."""
    waited = int(received.timestamp()) - (message.number("date") or 0)
    return received - timedelta(seconds=waited) if 0 < waited <= KEPT else received


def command_line(text: str, me: Me) -> str | None:
    """The command line of a message, ``None`` when it is none, ``NOT_FOR_US`` when another bot is meant."""
    found = _COMMAND.fullmatch(text)
    if found is None:
        return None
    if found["bot"] is not None and narrow(found["bot"]) != me.username.lower():
        return NOT_FOR_US
    verb, rest = narrow(found["verb"]), found["rest"]
    if verb == "start":
        payload = rest.strip()
        return f"/link {payload.replace('_', '-')}" if _CODE.fullmatch(payload) else "/help"
    return f"/{verb}{rest}".rstrip()


def _pressed(press: Fields, at: datetime) -> Understood:
    query, author = press.words("id"), press.needed_part("from")
    message, line = press.part("message"), press.words("data")
    if message is None or press.has("inline_message_id") or not line.startswith("/") or author.flag("is_bot"):
        return Stray(query)
    number, chat = message.needed_number("message_id"), message.needed_part("chat")
    here, private = chat.needed_number("id"), chat.words("type") == "private"
    heard = Heard(
        _account(author, direct=str(here) if private else None), Address(PLATFORM, str(here), _thread(message)), at,
        via="pressed", private=private, title=_title(chat), message=str(number),
    )  # fmt: skip
    return Asked(Call(cleaned(line), heard, answer_to=str(number)), query)


def _seat(change: Fields) -> Seat:
    chat, seat = change.needed_part("chat"), change.needed_part("new_chat_member")
    status, author = seat.words("status"), change.needed_part("from")
    here, private = str(chat.needed_number("id")), chat.words("type") == "private"
    outside = status in _AWAY or (status == "restricted" and seat.has("is_member") and not seat.flag("is_member"))
    return Seat(here, private, not outside, _account(author, direct=here if private else None))


def _account(author: Fields, *, direct: str | None) -> Account:
    username = one_line(author.words("username"))
    name = one_line(f"{author.words('first_name')} {author.words('last_name')}") or username
    user = str(author.needed_number("id"))
    return Account(PLATFORM, user, name or user, username, one_line(author.words("language_code"), 16), direct)


def _thread(message: Fields) -> str:
    """The topic. In other supergroups ``message_thread_id`` is only a chain of replies."""
    number = message.number("message_thread_id") if message.flag("is_topic_message") else None
    return "" if number is None else str(number)


def _title(chat: Fields) -> str:
    return one_line(chat.words("title") or f"{chat.words('first_name')} {chat.words('last_name')}")


def _answered(message: Fields) -> Fields | None:
    """The message it answers. Everything in a topic "answers" the message that opened the topic."""
    found = message.part("reply_to_message")
    return None if found is None or found.has("forum_topic_created") else found


def _text(answered: Fields | None) -> str:
    """What it says, or what is said below its picture."""
    return "" if answered is None else cleaned(answered.words("text") or answered.words("caption"))[:ANSWERED]


def _when(answered: Fields | None) -> datetime | None:
    date = None if answered is None else answered.number("date")
    return datetime.fromtimestamp(date, UTC) if date else None


def _replies(answered: Fields | None, me: Me) -> str | None:
    """The message of our own that it answers."""
    if answered is None or not _ours(answered.part("from"), me):
        return None
    number = answered.number("message_id")
    return None if number is None else str(number)


def _ours(author: Fields | None, me: Me) -> bool:
    return author is not None and author.number("id") == me.number


def _other(author: Fields | None) -> Account | None:
    if author is None or author.flag("is_bot"):
        return None
    return _account(author, direct=None)
