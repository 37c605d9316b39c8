"""Telegram as one of the chats: hears, lets the desk answer, and says letters."""

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any

from aiohttp import web
from telegram.error import BadRequest, Forbidden, TelegramError

from commands.kit import Heard, Reply, Tongue
from commands.kit.menu import Menu
from storage import Incoming, Letter, Storage, StorageError

from ..dispatch import Desk
from ..lease import Lease
from ..letters import Post, letters
from ..ports import Call, Clock, Draw, Feed, Health, More
from ..scene import look
from .api import Api
from .commands import announce
from .inbound import PLATFORM, Asked, Me, Moving, Nameless, Seat, Stray, understand
from .notice import LONGEST_NOTICE, Notice
from .outcomes import short
from .pages import fitting
from .poller import Poller
from .render import plain
from .seats import moved, nameless, seated
from .sender import Sender
from .webhook import Webhook

log = logging.getLogger(__name__)

ADMINS = ("creator", "administrator")


class TelegramChat:
    """Satisfies ``bot.ports.Chat``. ``api_url`` is the root of the Bot API server, the public one if ``None``;
    ``webhook`` is (address, secret), else it polls. ``close`` after the last letter."""

    name = PLATFORM
    whispers = False

    def __init__(
        self,
        *,
        token: str,
        menu: Menu,
        desk: Desk,
        feed: Feed,
        storage: Storage,
        clock: Clock,
        owner: str,
        draw: Draw,
        api_url: str | None = None,
        webhook: tuple[str, str] | None = None,
    ) -> None:
        self._menu = menu
        self._desk = desk
        self._storage = storage
        self._clock = clock
        self._api = Api(token, api_url)
        self._sender = Sender(self._api, draw)
        self._me: Me | None = None
        self._known = asyncio.Event()
        self._tasks: set[asyncio.Task[object]] = set()
        self._lease = Lease(f"telegram.{self._api.number}", storage, clock, owner)
        self._ears: Poller | Webhook
        if webhook is None:
            self._ears = Poller(self._api, feed, storage, clock, self._introduce, self._unhook)
        else:
            self._ears = Webhook(self._api, feed, *webhook, self._introduce)

    async def run(self) -> None:
        """One replica listens, and carries letters: their order in a chat, and how fast it is spoken to, are in its
        memory."""
        await self._lease.run(*self._ears.works, meanwhile=self._stand_by)

    async def close(self) -> None:
        """Let go of every connection. Nothing is sent afterwards."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._api.shut()

    def health(self) -> Health:
        return Health("standby", "another replica listens") if self._lease.elsewhere else self._ears.health()

    def routes(self) -> list[web.RouteDef]:
        """What the web server of the process must answer; nothing when polling."""
        return self._ears.routes() if isinstance(self._ears, Webhook) else []

    async def send(self, letter: Letter, said: Reply, tongue: Tongue, more: More) -> str:
        return await self._sender.send(letter, said, tongue, more, self._me.username if self._me else "")

    # --- what comes in

    async def handle(self, incoming: Incoming) -> None:
        await self._known.wait()
        assert self._me is not None  # noqa: S101  the event says so
        match understand(incoming.body, self._me, incoming.received_at):
            case Asked(call, press):
                heard = await self._with_rights(call.line, call.heard)
                call = replace(call, heard=heard, incoming=incoming.id)
                if press is None:
                    await self._desk.hear(call)
                    return
                notice = Notice()
                answer = await self._desk.hear(replace(call, shows=notice.shows))
                # With nothing left to be said elsewhere, it is said on top of her screen.
                alone = answer is not None and not answer.blocks and notice.said is not None
                self._later(self._let_go(press, notice.said if alone else answer, call, alone=alone))
            case Nameless() as said:
                await nameless(self._storage, said, incoming.id, self._clock())
            case Seat() as seat:
                await seated(self._storage, seat, incoming.id, self._clock())
            case Moving(old, new):
                await moved(self._storage, old, new, incoming.id, self._clock())
            case Stray(press):
                await self._desk.done(incoming.id)
                self._later(self._answer(press))
            case None:
                await self._desk.done(incoming.id)

    async def _with_rights(self, line: str, heard: Heard) -> Heard:
        """Ask Telegram whether she administers the chat, for the lines that need it. Raises ``TimeoutError`` when
        Telegram cannot be asked now: then the line is served later."""
        if heard.private or not self._desk.asks_admin(line):
            return heard
        asked = {"chat_id": int(heard.address.chat), "user_id": int(heard.account.user)}
        try:
            member = await self._api.call("getChatMember", asked)
        except (BadRequest, Forbidden) as error:
            # The bot may not look, or she is not there: nobody vouches for her.
            log.warning("nobody says who administers the chat", extra={"why": short(error)})
            return heard
        except TelegramError as error:
            raise TimeoutError(short(error)) from None
        return replace(heard, admin=isinstance(member, dict) and member.get("status") in ADMINS)

    async def _let_go(self, press: str, answer: Reply | None, call: Call, *, alone: bool) -> None:
        """End the waiting of a pressed button; what is for her alone is shown on top of her screen as well. ``alone``:
        nothing else says it, so that it becomes a message when it cannot be shown there."""
        # What is secret stands in her private chat and nowhere else: others may see her screen.
        secret = not alone and self._desk.private(call.line)
        if secret or answer is None or not answer.private or answer.form is not None or answer.buttons:
            await self._answer(press)
            return
        words = ""
        try:
            scene = await self._storage.read(lambda unit: look(unit, call.heard))
            words = fitting(plain(answer, scene.tongue), LONGEST_NOTICE)
            if not await self._answer(press, words) and alone:
                said = letters(Post(call, scene, self._clock(), ()), answer, [], secret=False)
                await self._storage.write(lambda unit: unit.outbox.put(said))
        except StorageError as error:
            log.warning("a refusal could not be shown", extra={"why": str(error)})
            if not words:
                await self._answer(press)

    async def _answer(self, press: str, words: str = "") -> bool:
        asked: dict[str, Any] = {"callback_query_id": press}
        try:
            await self._api.call("answerCallbackQuery", asked | ({"text": words} if words else {}))
        except TelegramError as error:
            # Too old, answered before, or no connection.
            log.debug("a press was not answered", extra={"why": short(error)})
            return False
        return True

    def _later(self, work: Coroutine[Any, Any, object]) -> None:
        """Do it beside the lane: the next thing in this chat must not wait for it."""
        task = asyncio.create_task(work, name="telegram aside")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # --- getting ready

    async def _stand_by(self) -> None:
        """What a dead replica took in, or Telegram brings here, is served here, which needs the bot's name."""
        try:
            await self._introduce()
        except TelegramError as error:
            log.warning("Telegram cannot be asked", extra={"why": short(error)})

    async def _introduce(self) -> None:
        """Learn the bot's own name, and set its menu. Raises ``TelegramError``."""
        if self._known.is_set():
            return
        found = await self._api.call("getMe")
        if not isinstance(found, dict) or not isinstance(found.get("username"), str):
            raise TelegramError("getMe gave no name")
        self._me = Me(self._api.number, found["username"])
        self._known.set()
        self._later(announce(self._api, self._menu, self._storage))

    async def _unhook(self) -> None:
        """A webhook that somebody left behind would keep everything from us; what waits there is kept."""
        await self._api.call("deleteWebhook")
