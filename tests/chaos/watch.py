"""A simulated Telegram that tells of each thing in the moment it happens: a process can be ended between a message
that is there and the answer that says so."""

from collections.abc import Callable
from typing import Any

from tests.services.telegram import Call, Message, TelegramServer
from tests.services.telegram.errors import Json
from tests.services.telegram.ledger import Ledger

Ear = Callable[[str], None]
"""Hears the name of a method when a call of it has come in and nothing was done yet, and ``said`` when a message of the
bot stands in a chat and nobody was told yet."""


class WatchedTelegram(TelegramServer):
    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.ears: list[Ear] = []
        self.calls = _Told(self._happened)

    def bot_says(self, *where: Any, **what: Any) -> Message:
        message = super().bot_says(*where, **what)
        self._happened("said")
        return message

    def _happened(self, what: str) -> None:
        for ear in list(self.ears):
            ear(what)


class _Told(Ledger):
    def __init__(self, tell: Ear) -> None:
        super().__init__()
        self._tell = tell

    def open(self, method: str, params: Json, at: float) -> Call:
        call = super().open(method, params, at)
        self._tell(method)
        return call
