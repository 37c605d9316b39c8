"""PostgreSQL: for several replicas. Units of work run side by side; those of one team run one after the other.

A unit that looks at its team holds it (``Teams.get``), and every call begins with that look. What belongs to no team is
taken by statements of which the database lets one win. Two units that meet all the same, because both put something
that neither had seen, are told apart by a key: the later one is done again from the start and sees the earlier.
(``SERIALIZABLE`` would promise more, but in small tables it takes neighbours for conflicts: with fifty teams at work a
quarter of the units was still refused after ten tries.)
"""

import asyncio
import random
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any, TypeVar

from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from .errors import Busy, StorageError, Taken
from .steps import up_to_date
from .store import Storage, Work
from .translate import translate, translated
from .unit import Unit

T = TypeVar("T")

TRIES = 5
"""How often a unit of work is begun before its caller is told that the database is busy."""
LIMITS = {"lock_timeout": "5000", "idle_in_transaction_session_timeout": "30000"}
"""Milliseconds. A replica that stops in the middle of a unit must not keep what it holds."""
LONGEST = "15000"
"""Milliseconds that one statement of a unit that writes may take."""


class PostgresStorage(Storage):
    def __init__(self, url: str) -> None:
        super().__init__()
        self._writers = _engine(url, LIMITS | {"statement_timeout": LONGEST}, pool_size=8, max_overflow=4)
        # A pool of their own: a long export, or a copy of everything, never keeps an alert from being written, and
        # takes the time that it needs.
        self._readers = _engine(url, LIMITS, pool_size=4, max_overflow=2, isolation_level="REPEATABLE READ")

    async def migrate(self) -> list[str]:
        async with _connected(self._writers) as db:
            if await up_to_date(db):
                return []
            from .migrate import upgrade

            return await upgrade(db, None)

    async def inspect(self, look: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        async with _connected(self._readers) as db:
            return await look(db)

    async def write(self, work: Work[T]) -> T:
        self._check_open()
        return await self._to_the_end(self._write(work))

    async def _write(self, work: Work[T]) -> T:
        for attempt in range(1, TRIES):
            try:
                return await self._once(work)
            except (Busy, Taken) as error:
                if not _worth_another(error, attempt):
                    raise
            # Units that met once must not meet again: each waits for a time of its own.
            await asyncio.sleep(random.uniform(0, 0.02) * 2**attempt)  # noqa: S311 - no secret
        return await self._once(work)

    async def _once(self, work: Work[T]) -> T:
        async with _connected(self._writers) as db:
            unit = Unit(db, self._claim, hold=True)
            result = await work(unit)
            try:
                await db.commit()
            except Busy as error:
                if db.invalidated:
                    # Doing it again might do it twice. Whoever asks again finds by its keys what was kept.
                    raise StorageError("the connection broke during the commit; it is unknown what was kept") from error
                raise
        self._tell(unit.letters)
        return result

    async def _read(self, work: Work[T]) -> T:
        async with _connected(self._readers) as db:
            return await work(Unit(db, self._claim))

    async def _let_go(self) -> None:
        await self._writers.dispose()
        await self._readers.dispose()


def _engine(url: str, limits: Mapping[str, str], **options: Any) -> AsyncEngine:
    settings = {"application_name": "muster", **limits}
    engine = create_async_engine(url, pool_pre_ping=True, connect_args={"server_settings": settings}, **options)
    translate(engine.sync_engine)
    return engine


@asynccontextmanager
async def _connected(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    with translated():
        try:
            db = await engine.connect()
        except OSError as error:
            raise StorageError(f"the database does not answer: {error}") from error
        try:
            yield db
        finally:
            await db.close()


def _worth_another(error: Busy | Taken, attempt: int) -> bool:
    if isinstance(error, Taken):
        # Found by the database, not by the unit: perhaps another unit put it there after this one had looked.
        return error.__cause__ is not None and attempt < 3
    return not isinstance(error.__cause__, PoolTimeout)
