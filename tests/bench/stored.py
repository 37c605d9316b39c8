"""P1 and P2: one report of twelve numbers, stored and answered, in process. The network is a request object that
answers at once, the same on both sides.

Ours: raw update -> inbox -> desk -> journal, numbers, outbox -> postman -> sendMessage. The floor: python-telegram-bot
and thirteen rows through aiosqlite, ``synchronous=FULL``, then the reply.
"""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import aiosqlite
from telegram import Update
from telegram.ext import Application, ApplicationBuilder, CommandHandler, ContextTypes
from telegram.request import BaseRequest, RequestData

from bot.app import PACES, new_code
from bot.charts import Studio
from bot.dispatch import Desk
from bot.inbox import Intake
from bot.pace import Pace, Rate
from bot.postman import Postman
from bot.telegram.chat import TelegramChat
from commands.kit.menu import Menu
from commands.kit.metrics import default_catalogue
from storage import Account, Address, Community, Role, Storage, Team, Unit, open_storage

from .ratio import Figure, against

TOKEN = "1234567:bench-token-that-opens-nothing"
FREE = Pace(Rate(1e9, 1e-9), (), ())
NUMBERS = (
    "members 12000 joined {n} left 3 active 9000 engaged 300 messages 4000 posts 12 orders 33 revenue 4500 refunds 1 "
    "payers 20 complaints 2"
)
START = date(2020, 1, 1)
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
WAITED, A_LINE = 80_000, 3
"""Seconds: what people said nearly a day ago is handed out now; each of them said a line every three seconds, which is
as fast as one may."""


class Still(BaseRequest):
    """A network that takes everything and answers at once."""

    def __init__(self) -> None:
        self.sent = 0
        self.changed = asyncio.Condition()

    @property
    def read_timeout(self) -> float:
        return 5.0

    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *args: Any, **kwargs: Any
    ) -> tuple[int, bytes]:
        result: Any = True
        if url.endswith("/getMe"):
            result = {"id": 1234567, "is_bot": True, "first_name": "Muster", "username": "muster_bot"}
        elif url.endswith("/sendMessage"):
            result = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}, "text": "x"}
            async with self.changed:
                self.sent += 1
                self.changed.notify_all()
        return 200, json.dumps({"ok": True, "result": result}).encode()

    async def until(self, sent: int) -> None:
        async with self.changed:
            await self.changed.wait_for(lambda: self.sent >= sent)


def update(number: int, person: int, text: str, said: int = 1764000000) -> dict[str, Any]:
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": said,
            "chat": {"id": person, "type": "private", "first_name": f"P{person}"},
            "from": {"id": person, "is_bot": False, "first_name": f"P{person}", "language_code": "en"},
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text.split()[0])}],
        },
    }


async def people(unit: Unit, n: int) -> None:
    """``n`` teams, each with one member and one community."""
    for person in range(1, n + 1):
        team = await unit.teams.add(Team(0, f"Bench {person}", "en", "Asia/Shanghai", "CN", "CNY"), NOON)
        await unit.places.bind(team, Address("telegram", f"-{person}"), "Bench")
        account = Account("telegram", str(person), f"P{person}", "", "en", str(person))
        await unit.accounts.keep(account, None)
        await unit.people.add(team, account, Role.STAFF, NOON)
        await unit.communities.add(Community(0, team, "bench", "Bench"))


class Ours:
    """Our whole path, fed by hand."""

    def __init__(self, chat: TelegramChat, intake: Intake, still: Still) -> None:
        self._chat, self._intake, self._still = chat, intake, still
        self._numbers = count(1)

    async def together(self, each: int, at_once: int) -> None:
        """``each`` rounds of ``at_once`` reports in one poll."""
        for _ in range(each):
            items = []
            for person in range(1, at_once + 1):
                n = next(self._numbers)
                day = START + timedelta(days=n // at_once)
                text = f"/daily date:{day} " + NUMBERS.format(n=30 + n % 7)
                said = int(NOON.timestamp()) - WAITED + A_LINE * (n // at_once)
                items.append((str(n), str(person), json.dumps(update(n, person, text, said))))
            want = self._still.sent + at_once
            await self._intake.feed("telegram", items)
            await self._still.until(want)


@asynccontextmanager
async def ours(folder: Path, n: int) -> AsyncIterator[Ours]:
    storage: Storage = open_storage(f"sqlite:///{folder / 'ours.db'}")
    await storage.migrate()
    await storage.write(lambda unit: people(unit, n))
    clock = lambda: NOON  # noqa: E731
    intake = Intake(storage, clock, "bench")
    postman = Postman(storage, clock, time.monotonic, "bench", {**PACES, "telegram": FREE})
    menu = Menu.find()
    desk = Desk(menu, default_catalogue(), storage, clock, new_code)
    chat = TelegramChat(
        token=TOKEN, menu=menu, desk=desk, feed=intake.feed, storage=storage, clock=clock, owner="bench",
        draw=Studio().png,
    )  # fmt: skip
    still = Still()
    chat._api._request = (still, still)
    await chat._introduce()
    intake.serve([chat])
    postman.serve([chat])
    walking = asyncio.create_task(postman.run())
    try:
        yield Ours(chat, intake, still)
    finally:
        await intake.close(5)
        await postman.close(5)
        walking.cancel()
        await asyncio.gather(walking, return_exceptions=True)
        await chat.close()
        await storage.close()


class Bare:
    """The floor: python-telegram-bot's dispatch, thirteen rows, one commit, a reply."""

    def __init__(self, app: Application[Any, Any, Any, Any, Any, Any]) -> None:
        self._app = app
        self._numbers = count(1)

    async def together(self, each: int, at_once: int) -> None:
        for _ in range(each):
            waiting = []
            for person in range(1, at_once + 1):
                n = next(self._numbers)
                raw = update(n, person, f"/daily {n} " + NUMBERS.format(n=30 + n % 7))
                parsed = Update.de_json(json.loads(json.dumps(raw)), self._app.bot)
                waiting.append(self._app.process_update(parsed))
            await asyncio.gather(*waiting)


@asynccontextmanager
async def bare(folder: Path) -> AsyncIterator[Bare]:
    db = await aiosqlite.connect(folder / "bare.db", isolation_level=None)
    await db.execute("PRAGMA journal_mode=WAL")
    await db.execute("PRAGMA synchronous=FULL")
    await db.execute("CREATE TABLE reports (id INTEGER PRIMARY KEY, who TEXT)")
    await db.execute("CREATE TABLE numbers (report INTEGER, metric TEXT, value REAL, PRIMARY KEY (report, metric))")
    one_at_a_time = asyncio.Lock()

    async def daily(message: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        words = (context.args or [])[1:]
        pairs = list(zip(words[::2], map(float, words[1::2]), strict=True))
        async with one_at_a_time:
            await db.execute("BEGIN IMMEDIATE")
            cursor = await db.execute("INSERT INTO reports (who) VALUES (?)", ("x",))
            await db.executemany(
                "INSERT INTO numbers VALUES (?, ?, ?)", [(cursor.lastrowid, name, value) for name, value in pairs]
            )
            await db.execute("COMMIT")
        if message.message is not None:
            await message.message.reply_text(f"Saved {len(pairs)} numbers.")

    app = ApplicationBuilder().token(TOKEN).request(Still()).get_updates_request(Still()).updater(None).build()
    app.add_handler(CommandHandler("daily", daily))
    await app.initialize()
    try:
        yield Bare(app)
    finally:
        await app.shutdown()
        await db.close()


async def figures(folder: Path) -> list[Figure]:
    async with ours(folder, 50) as high, bare(folder) as low:
        alone, told = await against(lambda: high.together(40, 1), lambda: low.together(40, 1))
        crowd, also = await against(lambda: high.together(4, 50), lambda: low.together(4, 50))
    return [
        Figure("P1", "stored /daily {} of bare PTB + aiosqlite, one at a time", alone, 1.6, aside=told),
        Figure("P2", "stored /daily {} of bare PTB + aiosqlite, 50 in flight", crowd, 1.0, aside=also),
    ]
