"""Puts the pieces together, and ends them in order. The only file that knows every concrete class, the only one that
reads the wall clock and makes names up."""

import asyncio
import logging
import secrets
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from commands.kit.menu import Menu
from commands.kit.metrics import Catalogue
from storage import EPOCH, Storage, lock, open_storage

from . import health, pace
from .catalogue import read_catalogue
from .charts import Studio
from .clock import Beats
from .closing import Closing, stopping
from .dispatch import Desk
from .export.clerk import Clerk, Office
from .feeds import Feeds
from .http import HttpServer
from .inbox import Intake
from .log import asyncio_handler, setup
from .metrics import LoopWatch, Metrics
from .planner import Planner
from .ports import Chat, Clock, Health
from .postman import Postman
from .settings import Settings, prepare_data_dir
from .supervise import Supervisor

log = logging.getLogger(__name__)

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No I, O, 0 or 1: codes are read aloud and typed on phones. 32 signs, 8 of them: 40 bits, for 15 minutes."""
PACES = {"telegram": pace.TELEGRAM, "discord": pace.DISCORD, "web": pace.WEB}
HEARING, ANSWERING, CARRYING = 1.5, 3.0, 2.0
"""Seconds that steps of the end may take, where all the steps together leave them."""


def now() -> datetime:
    return datetime.now(UTC)


def new_code() -> str:
    """An unguessable code such as ``K7QF-2MXR``."""
    signs = [secrets.choice(ALPHABET) for _ in range(8)]
    return "".join(signs[:4]) + "-" + "".join(signs[4:])


@dataclass
class App:
    """One running desk over one storage. ``alone``: no other process works on this storage. ``pictures``: the folder
    where they stay between two runs; ``office`` is where files that people ask for come from."""

    storage: Storage
    metrics: Catalogue
    clock: Clock = now
    alone: bool = True
    redact: Callable[[str], str] = str
    pictures: Path | None = None
    office: Office | None = None
    owner: str = field(default_factory=lambda: secrets.token_hex(8))

    def __post_init__(self) -> None:
        self.menu = Menu.find()
        self.studio = Studio(self.pictures)
        self._platforms: set[str] = set()
        self.figures = Metrics(self.storage, self.clock, self._platforms)
        self.supervisor = Supervisor(died=self.figures.died)
        self.parts = health.Parts(self.redact)
        self.chats: list[Chat] = []
        self._whispers: set[str] = set()
        self._seen: dict[str, Health] = {}
        self._site = ""
        self.intake = Intake(self.storage, self.clock, self.owner)
        self.postman = Postman(
            self.storage, self.clock, time.monotonic, self.owner, PACES, self.figures.delivered, alone=self.alone
        )  # fmt: skip
        self.desk = Desk(
            self.menu,
            self.metrics,
            self.storage,
            self.clock,
            new_code,
            self._whispers,
            self.figures.handled,
            lambda: {name: (part.state, part.why) for name, part in self._seen.items()},
            lambda: self._site,
        )
        self.clerk = None
        if self.office is not None:
            self.clerk = Clerk(
                self.storage, self.clock, self.owner, self.office, new_code, self._whispers, self.alone
            )  # fmt: skip
        self.planner = Planner(self.storage, self.clock, self.menu.every)
        self.beats = Beats(self.storage, self.clock, self.desk, self.intake, self.postman, self.planner)

    def join(self, chat: Chat) -> None:
        """Add a chat, before ``run``."""
        self.chats.append(chat)
        self._platforms.add(chat.name)
        if chat.whispers:
            self._whispers.add(chat.name)
        self.parts.add(chat.name, chat.health)
        self.supervisor.add(chat.name, chat.run)

    async def run(self, stop: asyncio.Event, server: HttpServer | None = None) -> None:
        """Work until ``stop`` is set, then end within ``ORDERLY`` seconds. What is unfinished is on the disk."""
        halt = asyncio.Event()
        working: asyncio.Task[None] | None = None
        try:
            await self._begin(server)
            working = asyncio.create_task(self.supervisor.run(halt), name="supervisor")
            await self.intake.recover(everything=self.alone)
            await stop.wait()
            log.info("stopping")
        finally:
            await self._end(server, halt, working)

    async def _begin(self, server: HttpServer | None) -> None:
        self.intake.serve(self.chats)
        self.postman.serve(self.chats)
        self.parts.add("database", health.database(self.storage))
        self.parts.add("outbox", health.outbox(self.storage, self.clock, self._platforms))
        self.parts.add("clock", self._clock_health)
        # A task that dies again and again makes us unready, not dead: a restart would not bring a platform back.
        self.parts.add("clock", self.supervisor.health)
        self.supervisor.add("postman", self.postman.run)
        self.supervisor.add("clock", self._tick)
        if self.clerk is not None:
            self.clerk.serve(self.chats)
            self.supervisor.add("clerk", self.clerk.run)
        self.supervisor.add("parts", self._watch)
        self.supervisor.add("loop-watch", LoopWatch(self.figures).run)
        if server is not None:
            self.parts.serve(server, self.figures)
            Feeds(self.storage, self.clock).serve(server)
            await server.start()
            self._site = server.site
        if self.alone:
            await self.storage.write(lambda unit: unit.leases.clear())
        await self.postman.recover(everything=self.alone)

    async def _end(self, server: HttpServer | None, halt: asyncio.Event, working: asyncio.Task[None] | None) -> None:
        """First nothing new is heard, then what was heard is answered, the answers are carried, and all is let go."""
        end = Closing()
        ears = [chat.name for chat in self.chats]
        await end.step("hearing", self.supervisor.dismiss([*ears, "clock"], budget=HEARING))
        await end.step("answering", self.intake.close(end.left(ANSWERING)))
        await end.step("carrying", self.postman.close(end.left(CARRYING)))
        halt.set()
        if working is not None:
            await end.step("the rest", working)
        for chat in self.chats:
            await end.step(chat.name, chat.close())
        await end.step("charts", self.studio.close())
        if server is not None:
            await end.step("http", server.stop())
        await end.step("the leases", self.storage.write(lambda unit: unit.leases.release(self.owner)))

    async def _tick(self) -> None:
        """APScheduler under supervision: when a beat can no longer be started, it is started anew."""
        await self.beats.run(now)

    async def _watch(self) -> None:
        """Keep the last known state of every part, for /status and the figures."""
        while True:
            self._seen = await self.parts.ask()
            for chat in self.chats:
                await self.beats.absence.hears(chat.name, health := chat.health())
                if health.state == "ok":
                    self.figures.polled(chat.name)
            fine = all(part.state != "down" for part in self._seen.values())
            # Soon after a start, or a trouble, what was known is no longer true.
            await asyncio.sleep(5 if fine else 1)

    def _clock_health(self) -> Health:
        last = self.beats.last
        if last is None:
            return Health("down", "has not started yet")
        late = (self.clock() - last).total_seconds()
        return Health("ok") if late < 30 else Health("down", f"stands still for {late:.0f} s")


async def run(settings: Settings) -> None:
    """The live desk: every chat that has a token. Ends on SIGTERM or SIGINT.

    Raises ``ConfigurationError``, ``CatalogueError`` or ``StorageError`` when it cannot start.
    """
    stop = stopping()
    app, server, held = await _prepared(settings)
    for chat in _chats(settings, app, server):
        app.join(chat)
    try:
        await app.run(stop, server)
    finally:
        await app.storage.close()
        del held


async def demo(settings: Settings) -> None:
    """The local web chat with a sample team: no token, this machine only."""
    from .demo import sample
    from .web.chat import WebChat

    stop = stopping()
    settings = settings.for_demo()
    clock = sample.DemoClock(now)
    app, server, held = await _prepared(settings, clock)
    await sample.overture(app, clock)
    chat = await sample.web_chat(app, clock, WebChat, settings.data_dir / "files")
    for route in chat.routes():
        server.add(route.method, route.path, route.handler)
    app.join(chat)
    try:
        await app.run(stop, server)
    finally:
        await app.storage.close()
        del held


async def _prepared(settings: Settings, clock: Clock = now) -> tuple[App, HttpServer, object]:
    warnings = prepare_data_dir(settings)
    redact = setup(settings)
    asyncio.get_running_loop().set_exception_handler(asyncio_handler)
    for warning in warnings:
        log.warning("%s", warning)
    metrics = read_catalogue(settings)
    held = lock(settings.database)
    storage = open_storage(settings.database)
    for step in await storage.migrate():
        log.info("database: %s", step)
    if (epoch := await storage.read(lambda unit: unit.marks.get(EPOCH))) is not None:
        log.info("database: restored, its epoch began at %s", epoch)
    pictures, office = settings.data_dir / "charts", _office(settings)
    app = App(storage, metrics, clock, alone=held is not None, redact=redact, pictures=pictures, office=office)
    return app, HttpServer(settings), held


def _office(settings: Settings) -> Office:
    """By absolute paths: files are made by a process with a folder of its own."""
    file, catalogue = settings.database_file, settings.catalogue
    url = f"sqlite:///{file.resolve()}" if file is not None else settings.database
    return Office(url, str(catalogue.resolve()) if catalogue.exists() else "", settings.data_dir.resolve() / "files")


def _chats(settings: Settings, app: App, server: HttpServer) -> Sequence[Chat]:
    """The chats that have a token. Their libraries are imported only then."""
    chats: list[Chat] = []
    if settings.telegram_token is not None:
        from .telegram.chat import TelegramChat

        webhook = None
        if settings.telegram_webhook_url and settings.telegram_webhook_secret:
            webhook = (settings.telegram_webhook_url, settings.telegram_webhook_secret.get_secret_value())
        telegram = TelegramChat(
            token=settings.telegram_token.get_secret_value(),
            api_url=settings.telegram_api_url,
            menu=app.menu,
            desk=app.desk,
            feed=app.intake.feed,
            storage=app.storage,
            clock=app.clock,
            owner=app.owner,
            draw=app.studio.png,
            webhook=webhook,
        )
        for route in telegram.routes():
            server.add(route.method, route.path, route.handler)
        chats.append(telegram)
    if settings.discord_token is not None:
        from .discord.chat import DiscordChat

        chats.append(
            DiscordChat(
                token=settings.discord_token.get_secret_value(),
                api_url=settings.discord_api_url,
                gateway_url=settings.discord_gateway_url,
                menu=app.menu,
                desk=app.desk,
                feed=app.intake.feed,
                storage=app.storage,
                metrics=app.metrics,
                clock=app.clock,
                owner=app.owner,
                draw=app.studio.png,
            )
        )
    return chats
