"""One SQLite connection with a thread of its own. aiosqlite owns both; a whole unit of work runs there in one hop.

SQLAlchemy's own way through aiosqlite crosses between the threads four times for each statement: for a report of twelve
figures some ninety times, which costs ten times what SQLite itself does (see README.md). So SQLAlchemy runs in that
thread, over the same connection, and the event loop waits once.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import aiosqlite
from sqlalchemy import Connection, Engine, create_engine, pool

from .db import Direct
from .translate import translate

T = TypeVar("T")


class Hand:
    """Open it with ``Hand.open``."""

    def __init__(self, thread: aiosqlite.Connection, driver: sqlite3.Connection, engine: Engine) -> None:
        self._thread = thread
        self._driver = driver
        self._engine = engine
        self._db: Connection | None = None
        self._direct: Direct | None = None

    @classmethod
    async def open(cls, file: Path, patience: float) -> "Hand":
        """``patience``: seconds to wait while another program holds the file. Raises ``sqlite3.Error``."""
        thread = aiosqlite.connect(file, isolation_level=None)  # BEGIN is said by hand
        await thread
        driver: sqlite3.Connection = thread._conn
        engine = create_engine("sqlite://", creator=lambda: driver, poolclass=pool.StaticPool)
        translate(engine)
        hand = cls(thread, driver, engine)
        try:
            await hand.do(lambda _: prepare(driver, patience))
        except BaseException:
            await hand.close()
            raise
        return hand

    async def do(self, job: Callable[[Direct], T]) -> T:
        """Run ``job`` in the thread of the connection; jobs run one after the other."""
        done: T = await self._thread._execute(self._run, job)  # type: ignore[no-untyped-call]
        return done

    async def close(self) -> None:
        await self._thread._execute(self._let_go)  # type: ignore[no-untyped-call]
        await self._thread.close()

    @property
    def in_transaction(self) -> bool:
        """As SQLite sees it: after some errors it has rolled back by itself."""
        return self._driver.in_transaction

    def says(self, words: str) -> None:
        """A bare statement from within a job: beginning, ending and marking units apart."""
        self._driver.execute(words)

    def _run(self, job: Callable[[Direct], T]) -> T:
        if self._db is None or self._direct is None:
            self._db = self._engine.connect()
            self._direct = Direct(self._db, self._driver)
        return job(self._direct)

    def _let_go(self) -> None:
        if self._db is not None:
            self._db.invalidate()
            self._db.close()
            self._db = self._direct = None


def prepare(connection: Any, patience: float) -> None:
    """What every connection of ours is set to: readers beside the writer, nothing lost in a power cut."""
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={int(patience * 1000)}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
