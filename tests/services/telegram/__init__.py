"""A small strict simulated Telegram for tests; see the README one folder up."""

from .chats import Chat
from .clock import ServiceClock
from .errors import NothingHeard, NotPossible
from .faults import Fault
from .files import StoredFile
from .keyboards import Button
from .ledger import Call
from .messages import Message
from .people import Answer, CallbackQuery, Person
from .server import TOKEN, TelegramServer
from .topics import Topic

__all__ = [
    "TOKEN",
    "Answer",
    "Button",
    "Call",
    "CallbackQuery",
    "Chat",
    "Fault",
    "Message",
    "NotPossible",
    "NothingHeard",
    "Person",
    "ServiceClock",
    "StoredFile",
    "TelegramServer",
    "Topic",
]
