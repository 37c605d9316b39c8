"""One side of P3 as a process of its own: ``python -m tests.bench.child ours|stock URL FOLDER CHATTERS``."""

import asyncio
import logging
import sys
from pathlib import Path
from typing import Any

import aiosqlite
from telegram import Update
from telegram.ext import ApplicationBuilder, CommandHandler, ContextTypes

from bot import app as wiring
from bot.closing import stopping
from commands.kit.metrics import default_catalogue
from storage import open_storage

from .stored import FREE, TOKEN, people


async def ours(url: str, folder: Path, chatters: int) -> None:
    """The desk as ``run`` wires it, unpaced: what is measured is the work, not the platform's limits."""
    from bot.telegram.chat import TelegramChat

    wiring.PACES["telegram"] = FREE
    storage = open_storage(f"sqlite:///{folder / 'ours.db'}")
    await storage.migrate()
    await storage.write(lambda unit: people(unit, chatters))
    desk = wiring.App(storage, default_catalogue())
    desk.join(
        TelegramChat(
            token=TOKEN,
            api_url=url,
            menu=desk.menu,
            desk=desk.desk,
            feed=desk.intake.feed,
            storage=storage,
            clock=desk.clock,
            owner=desk.owner,
            draw=desk.studio.png,
        )
    )
    await desk.run(stopping())
    await storage.close()


async def stock(url: str, folder: Path) -> None:
    """python-telegram-bot as its documentation shows it, and thirteen rows with ``synchronous=FULL``."""
    db = await aiosqlite.connect(folder / "stock.db", isolation_level=None)
    await db.execute("PRAGMA journal_mode=WAL")
    await db.execute("PRAGMA synchronous=FULL")
    await db.execute("CREATE TABLE numbers (report INTEGER, metric TEXT, value REAL)")
    await db.execute("CREATE TABLE reports (id INTEGER PRIMARY KEY, who TEXT)")
    turn = asyncio.Lock()

    async def daily(message: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        words = (context.args or [])[1:]
        pairs = list(zip(words[::2], map(float, words[1::2]), strict=True))
        async with turn:
            await db.execute("BEGIN IMMEDIATE")
            cursor = await db.execute("INSERT INTO reports (who) VALUES ('x')")
            rows = [(cursor.lastrowid, *pair) for pair in pairs]
            await db.executemany("INSERT INTO numbers VALUES (?, ?, ?)", rows)
            await db.execute("COMMIT")
        if message.message is not None:
            await message.message.reply_text("Saved.")

    app = ApplicationBuilder().token(TOKEN).base_url(f"{url}/bot").concurrent_updates(True).build()
    app.add_handler(CommandHandler("daily", daily))
    stop = stopping()
    async with app:
        await app.start()
        updater: Any = app.updater
        await updater.start_polling()
        await stop.wait()
        await updater.stop()
        await app.stop()
    await db.close()


if __name__ == "__main__":
    logging.disable(logging.ERROR)
    _, side, address, place, crowd = sys.argv
    asyncio.run(ours(address, Path(place), int(crowd)) if side == "ours" else stock(address, Path(place)))
