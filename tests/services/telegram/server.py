"""A simulated Telegram that speaks the Bot API over HTTP, and the people and groups of a test behind it."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Self

from aiohttp import web

from .chats import Chat
from .clock import ServiceClock
from .faults import Fault, How, error_body
from .listening import Listener
from .people import Person
from .wire import Wire, fault_bytes

TOKEN = "12345678:TEST-token-of-a-simulated-telegram"


class TelegramServer(Listener):
    """Start it, point a bot at ``url``, let people speak, and read what the bot said.

    ``privacy`` is the bot's privacy mode; ``clock`` the service's own time, which a test may ``advance``.
    """

    def __init__(
        self, token: str = TOKEN, *, username: str = "muster_bot", name: str = "Muster", privacy: bool = True,
        clock: ServiceClock | None = None,
    ) -> None:  # fmt: skip
        super().__init__(token, username=username, name=name, privacy=privacy, clock=clock)
        self.wire = Wire(self)
        self.url = ""
        self._runner: web.AppRunner | None = None

    async def start(self, port: int = 0) -> Self:
        """Listen on 127.0.0.1; ``url`` is the root, such as ``http://127.0.0.1:43210``."""
        self._runner = web.AppRunner(self.wire.app(), access_log=None, handler_cancellation=True, shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port)
        await site.start()
        host, chosen = self._runner.addresses[0][:2]
        self.url = f"http://{host}:{chosen}"
        return self

    async def stop(self) -> None:
        """End every connection and every task of the service."""
        self.wire.stop()
        await self.webhook.unset()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def __aenter__(self) -> Self:
        return await self.start()

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    @property
    def base_url(self) -> str:
        """What python-telegram-bot takes as ``base_url``."""
        return f"{self.url}/bot"

    @property
    def base_file_url(self) -> str:
        """What python-telegram-bot takes as ``base_file_url``."""
        return f"{self.url}/file/bot"

    # --- people and places

    def person(self, name: str, *, username: str | None = None, language: str | None = None) -> Person:
        """Somebody with an account who has not written to the bot yet."""
        return self.new_person(name, username, language)

    def group(self, title: str, *, supergroup: bool = False, forum: bool = False, username: str | None = None) -> Chat:
        """A group without anybody in it; a forum or one with a username is always a supergroup."""
        large = supergroup or forum or username is not None
        return self.new_chat("supergroup" if large else "group", title, username, forum)

    def channel(self, title: str, *, username: str | None = None, discussion: Chat | None = None) -> Chat:
        """A channel; its posts are copied into the ``discussion`` group if there is one."""
        channel = self.new_chat("channel", title, username)
        channel.discussion = discussion
        return channel

    def feed(self, count: int, *, by: Person | None = None, chat: Chat | None = None, text: str = "/ping {n}") -> None:
        """Queue many messages at once; ``{n}`` in the text counts from 1."""
        person = by or next(iter(self.people.values()), None) or self.person("Feeder")
        place = chat or person.chat
        if place.person is not None:
            person.started = True
        author = person.wire()
        for number in range(1, count + 1):
            self.spoken(place, author, text.replace("{n}", str(number)))

    # --- rules and troubles

    def enforce_limits(self, on: bool = True) -> None:
        """Answer 429 to a bot that sends faster than Telegram allows."""
        self.flood.on = on

    def fail(
        self, method: str = "*", *, times: int | None = 1, status: int = 500, description: str | None = None,
        retry_after: int | None = None, migrate_to: Chat | None = None, body: Any = None,
        content_type: str = "application/json", headers: dict[str, str] | None = None, chat: Chat | None = None,
    ) -> Fault:  # fmt: skip
        """The next ``times`` calls (None: all, until healed) get this answer and have no effect.

        Without ``body`` it is Telegram's JSON of the status; with one (bytes, text or JSON) it is sent as it is.
        """
        extra: dict[str, Any] = {}
        if retry_after is not None:
            extra["retry_after"] = retry_after
        if migrate_to is not None:
            extra["migrate_to_chat_id"] = migrate_to.id
        raw = fault_bytes(error_body(status, description, extra) if body is None else body)
        all_headers = {"Content-Type": content_type, **(headers or {})}
        fault = Fault(method, "answer", times, chat.id if chat else None, status, raw, all_headers)
        return self.wire.faults.order(fault)

    def break_calls(
        self, method: str, how: How, *, times: int | None = 1, seconds: float | None = None, chat: Chat | None = None
    ) -> Fault:
        """Order a broken connection for the next calls.

        ``hang``: no answer for ``seconds`` (None: for ever), then as usual; ``close``: cut before anything happens;
        ``accept_then_close`` and ``accept_then_hang``: the message is there, the answer is not; ``truncate``: it is
        there, and half the answer.
        """
        return self.wire.faults.order(Fault(method, how, times, chat.id if chat else None, seconds=seconds))

    def heal(self) -> None:
        """Cancel every trouble ordered so far."""
        self.wire.faults.heal()

    def reroute(self, public: str, local: str) -> None:
        """Deliver webhooks for a public address, such as ``https://muster.example``, to a local one."""
        self.webhook.routes[public] = local
