"""A whole desk over a simulated Telegram: the real chat, intake, desk, postman, started like a process."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from time import monotonic
from typing import Self
from uuid import uuid4

from bot.charts import Studio
from bot.dispatch import Desk
from bot.inbox import Intake
from bot.pace import Pace, Rate
from bot.postman import Postman
from bot.telegram import TelegramChat
from commands.kit.metrics import default_catalogue
from storage import Storage
from tests.services.telegram import Chat, Message, Person, TelegramServer
from tests.services.telegram.clock import DEFAULT_START

from .errands import MENU

NOON = DEFAULT_START
AT_ONCE = Pace(Rate(1000, 0.001), (), ())
"""Nothing here is about how fast one may speak."""


class Office:
    """``away``: how far its clock is ahead of the others'."""

    def __init__(
        self, server: TelegramServer, storage: Storage, *, webhook: tuple[str, str] | None = None, url: str = ""
    ) -> None:
        self.server = server
        self.storage = storage
        self.away = timedelta()
        owner = uuid4().hex
        self.intake = Intake(storage, self.clock, owner)
        self.postman = Postman(storage, self.clock, monotonic, owner, {"telegram": AT_ONCE})
        self.desk = Desk(MENU, default_catalogue(), storage, self.clock, lambda: uuid4().hex[:8].upper())
        self.studio = Studio()
        self.chat = TelegramChat(
            token=server.token, api_url=url or server.url, menu=MENU, desk=self.desk, feed=self.feed, storage=storage,
            clock=self.clock, owner=owner, webhook=webhook, draw=self.studio.png,
        )  # fmt: skip
        self.fed = 0
        self.full = 0
        """How many feeds are to fail from now on."""
        self._tasks: list[asyncio.Task[None]] = []

    def clock(self) -> datetime:
        return NOON + timedelta(seconds=self.server.clock.monotonic()) + self.away

    async def feed(self, platform: str, items: Sequence[tuple[str, str, str]]) -> None:
        self.fed += len(items)
        if self.full:
            from storage import Full

            self.full -= 1
            raise Full("the disk is full")
        await self.intake.feed(platform, items)

    async def open(self) -> Self:
        self.intake.serve([self.chat])
        self.postman.serve([self.chat])
        await self.intake.recover(everything=True)
        await self.postman.recover(everything=True)
        self._tasks = [asyncio.create_task(self.chat.run()), asyncio.create_task(self.postman.run())]
        return self

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.intake.close(5)
        await self.postman.close(5)
        await self.chat.close()
        await self.studio.close()

    async def __aenter__(self) -> Self:
        return await self.open()

    async def __aexit__(self, *error: object) -> None:
        await self.close()

    async def states(self) -> dict[str, int]:
        """How many things that came in are new, done, quarantined."""
        return await self.storage.read(lambda unit: unit.inbox.counts())


async def founded(server: TelegramServer, chat: Chat, ann: Person) -> Message:
    """Ann makes a chat the place of a team."""
    await ann.says("/setup", chat)
    return await server.heard(chat, "Welcome")


async def until(look: Callable[[], Awaitable[bool]]) -> None:
    """Wait for something that rings no bell."""
    async with asyncio.timeout(10):
        while not await look():  # noqa: ASYNC110  neither the database nor a health rings
            await asyncio.sleep(0.02)


async def state(office: Office, wanted: str, why: str = "") -> None:
    """Wait until the chat's health is this."""

    async def look() -> bool:
        health = office.chat.health()
        return health.state == wanted and why in health.why

    await until(look)
