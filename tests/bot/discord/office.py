"""A whole desk over a simulated Discord: discord.py itself, the real intake, desk and postman, stopped and started."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fnmatch import fnmatch
from time import monotonic
from typing import Any
from uuid import uuid4

import simcord

from bot.charts import Studio
from bot.discord import DiscordChat
from bot.dispatch import Desk
from bot.inbox import Intake
from bot.pace import Pace, Rate
from bot.postman import Postman
from commands.kit.menu import Menu
from commands.kit.metrics import default_catalogue
from storage import Address, Full, Letter, Storage

from .errands import MENU

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
AT_ONCE = Pace(Rate(1000, 0.001), (), ())
"""Nothing here is about how fast one may speak."""
PATIENCE = 5.0


class Process:
    """What one start of the program makes. ``clock`` is the office's, so that time goes on over a restart."""

    def __init__(self, storage: Storage, clock: Callable[[], datetime], menu: Menu, **hosts: str) -> None:
        self.storage = storage
        owner = uuid4().hex
        self.intake = Intake(storage, clock, owner)
        self.postman = Postman(storage, clock, monotonic, owner, {"discord": AT_ONCE})
        self.desk = Desk(
            menu, default_catalogue(), storage, clock, lambda: f"{uuid4().hex[:4]}-{uuid4().hex[:4]}".upper(),
            whispers=frozenset({"discord"}),
        )  # fmt: skip
        self.studio = Studio()
        self.chat = DiscordChat(
            token="a.b.c", menu=menu, desk=self.desk, feed=self.feed, storage=storage, metrics=default_catalogue(),
            clock=clock, owner=owner, draw=self.studio.png, **hosts,
        )  # fmt: skip
        self.disk = asyncio.Event()
        self.disk.set()
        """Cleared while the disk does not answer."""
        self.full = False
        """Whether the disk is full."""
        self._working: asyncio.Task[None] | None = None
        self._listening: asyncio.Task[None] | None = None

    async def feed(self, platform: str, items: Sequence[tuple[str, str, str]]) -> None:
        await self.disk.wait()
        if self.full:
            raise Full("the disk is full")
        await self.intake.feed(platform, items)

    async def start(self) -> None:
        """After the library is connected: the postman's requests take the same road as the chat's."""
        self.intake.serve([self.chat])
        self.postman.serve([self.chat])
        await self.postman.recover(everything=True)
        await self.intake.recover(everything=True)
        self._working = asyncio.create_task(self.postman.run())

    def listen(self) -> None:
        """On a real socket; simcord hands events in by itself."""
        self._listening = asyncio.create_task(self.chat.run())

    async def retire(self) -> None:
        """Listen no longer."""
        if self._listening is not None:
            self._listening.cancel()
            await asyncio.gather(self._listening, return_exceptions=True)

    async def stop(self) -> None:
        if self._working is not None:
            self._working.cancel()
            await asyncio.gather(self._working, return_exceptions=True)
        await self.intake.close(PATIENCE)
        await self.postman.close(PATIENCE)
        await self.studio.close()


@dataclass
class Office:
    """``away``: how far the clock is ahead. ``faults_expected``: the library may report errors."""

    env: simcord.Env
    storage: Storage
    process: Process
    menu: Menu
    away: timedelta = timedelta()
    faults_expected: bool = False

    def clock(self) -> datetime:
        return NOON + self.away

    @property
    def chat(self) -> DiscordChat:
        return self.process.chat

    async def restart(self) -> None:
        """The process ends and another one begins; nothing but the database is left."""
        await self.process.stop()
        self.process = Process(self.storage, self.clock, self.menu)
        await self.env.restart_bot(self.process.chat.client)
        await self.process.start()

    async def quiet(self) -> None:
        """Wait until everything that came in is served and everything that was to be said is said."""
        async with asyncio.timeout(PATIENCE):
            while True:
                served = (await self.storage.read(lambda unit: unit.inbox.counts())).get("new", 0) == 0
                waiting = await self.storage.read(lambda unit: unit.outbox.counts())
                if served and not waiting.get("pending") and not waiting.get("sending"):
                    break
                await asyncio.sleep(0.01)
        await self.env.settle()

    async def repeat(self, **changes: object) -> None:
        """The gateway hands in the last interaction again, perhaps changed."""
        events = [entry for entry in self.env.backend.transcript if entry[:2] == ("GATEWAY", "INTERACTION_CREATE")]
        payload = {**deepcopy(dict(events[-1][2])), **changes}
        self.env.backend.emit("INTERACTION_CREATE", {key: value for key, value in payload.items() if value is not None})
        await self.env.settle()
        await self.quiet()

    def requests(self, method: str, path: str) -> list[Any]:
        """The bodies of what the library asked for, oldest first."""
        return [r.json for r in self.env.backend.http_requests if r.method == method and fnmatch(r.path, path)]

    async def bind(self, chat: object, thread: str = "") -> None:
        """Make another channel a place of the team."""
        address = Address("discord", str(chat), thread)
        await self.storage.write(lambda unit: unit.places.bind(1, address, "another"))

    async def post(self, letter: Letter) -> None:
        """Let the desk say something by itself."""
        await self.storage.write(lambda unit: unit.outbox.put([letter]))
        self.process.postman.wake()
        await self.quiet()


@asynccontextmanager
async def opened(storage: Storage, menu: Menu = MENU) -> AsyncIterator[Office]:
    offices: list[Office] = []
    process = Process(storage, lambda: offices[0].clock() if offices else NOON, menu)
    # The task that writes lives as long as the storage, so it must not be born inside the simulation.
    await storage.write(lambda unit: unit.marks.set("began", "yes"))
    env = simcord.Env(process.chat.client)
    await env.start()
    office = Office(env, storage, process, menu)
    offices.append(office)
    await process.start()
    try:
        yield office
    finally:
        await office.process.stop()
        await env.shutdown()
    assert env.errors == [] or office.faults_expected
