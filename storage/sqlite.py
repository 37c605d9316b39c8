"""SQLite: one file, one writer. Units that wait together are committed together, so a burst costs few disk syncs.

Each unit runs in the writer's own task: a caller that is cancelled cannot leave a transaction open. Units of one batch
are separated by savepoints; one that fails is rolled back alone.
"""

import asyncio
import os
from collections import deque
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import event, pool
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from .errors import StorageError, Taken
from .one_hop import one_hop
from .store import Storage, Work
from .translate import translate, translated
from .unit import Unit

T = TypeVar("T")

Waiting = tuple[Work[Any], asyncio.Future[Any]]
Outcome = tuple[Any] | Exception
"""What a unit of work returned, in a tuple, or why it was not kept."""

BATCH = 64
"""How many units one commit may carry: the wait of the first stays below a few hundredths of a second."""


class SqliteStorage(Storage):
    """``patience`` is how many seconds to wait while another program holds the file."""

    def __init__(self, file: Path, patience: float = 5.0) -> None:
        super().__init__()
        self._file = file
        url = f"sqlite+aiosqlite:///{file}"
        self._readers = _engine(url, "BEGIN", patience, poolclass=pool.AsyncAdaptedQueuePool, pool_size=4)
        # A transaction that reads first and writes later would fail at once under a second writer.
        self._writers = _engine(url, "BEGIN IMMEDIATE", patience, poolclass=pool.NullPool)
        self._waiting: deque[Waiting] = deque()
        self._wake = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None

    async def migrate(self) -> list[str]:
        from .migrate import upgrade

        with suppress(OSError):  # the database says better what is wrong with the folder
            self._file.touch(mode=0o600)
        with translated():
            async with self._writers.connect() as db:
                return await upgrade(db, self._file)

    async def inspect(self, look: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        with translated():
            async with self._readers.connect() as db:
                return await look(db)

    async def _read(self, work: Work[T]) -> T:
        with translated():
            async with self._readers.connect() as db:
                return await work(Unit(db))

    async def _write(self, work: Work[T]) -> T:
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        self._wake.set()
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._serve(), name="storage-writer")
        return await done

    async def _let_go(self) -> None:
        self._wake.set()
        if self._writer is not None:
            await self._writer
        await self._readers.dispose()
        await self._writers.dispose()

    async def _serve(self) -> None:
        """Commit batch after batch on one connection; on a new one after the database failed."""
        db: AsyncConnection | None = None
        while batch := await self._next():
            try:
                with translated():
                    db = db or await self._writers.connect()
                    outcomes = await (_alone(db, batch[0]) if len(batch) == 1 else _together(db, batch))
            except Exception as error:  # noqa: BLE001 - told to everybody of the batch: nothing of it was kept
                outcomes = [error] * len(batch)
                if isinstance(error, StorageError) and not isinstance(error, Taken) and db is not None:
                    await _give_up(db)
                    db = None
            for (_, done), outcome in zip(batch, outcomes, strict=True):
                if done.cancelled():  # the program is being stopped
                    continue
                if isinstance(outcome, Exception):
                    done.set_exception(outcome)
                else:
                    done.set_result(outcome[0])
        if db is not None:
            await db.close()

    async def _next(self) -> list[Waiting]:
        """Who waits, up to a batch; nobody when the storage is closed."""
        while not self._waiting:
            if self._closing:
                return []
            self._wake.clear()
            await self._wake.wait()
        return [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]


async def _alone(db: AsyncConnection, waiting: Waiting) -> list[Outcome]:
    async with db.begin():
        return [(await _work(waiting, Unit(db)),)]


async def _together(db: AsyncConnection, batch: list[Waiting]) -> list[Outcome]:
    outcomes: list[Outcome] = []
    driver = (await db.get_raw_connection()).driver_connection
    async with db.begin():
        unit = Unit(db)
        for waiting in batch:
            apart = await db.begin_nested()
            try:
                with translated():
                    result = await _work(waiting, unit)
                    await apart.commit()
                outcomes.append((result,))
            except Exception as error:
                # After some errors, such as a full disk, SQLite has rolled back the whole transaction by itself.
                if driver is None or not driver.in_transaction:
                    raise
                await apart.rollback()
                outcomes.append(error)
    return outcomes


async def _work(waiting: Waiting, unit: Unit) -> Any:
    work, _ = waiting
    try:
        return await work(unit)
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise
        raise StorageError("a unit of work cancelled itself") from error


async def _give_up(db: AsyncConnection) -> None:
    with suppress(StorageError, DBAPIError):
        await db.invalidate()
    await db.close()


def _engine(url: str, begin: str, patience: float, **options: Any) -> AsyncEngine:
    engine = create_async_engine(url, module=one_hop(), **options)

    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy says BEGIN itself, below
        cursor = connection.cursor()
        for pragma in (
            "journal_mode=WAL",
            "synchronous=FULL",
            f"busy_timeout={int(patience * 1000)}",
            "foreign_keys=ON",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begun(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "begin", begun)
    translate(engine)
    return engine


class FileLock:
    """One running desk per SQLite file: a second process would post everything twice."""

    def __init__(self, file: Path) -> None:
        self._path = file.with_name(file.name + ".lock")
        self._handle: int | None = None

    def take(self) -> None:
        """Raises ``StorageError`` when another process holds it. The system lets go when the process dies."""
        try:
            import fcntl
        except ImportError:  # Windows: no such lock; a second process is on its own there
            return
        try:
            self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise StorageError(f"{self._path} cannot be written: {error.strerror}") from error
        try:
            fcntl.flock(self._handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(self._handle)
            self._handle = None
            raise StorageError(f"another Muster is running on {self._path.with_suffix('')}") from error

    def release(self) -> None:
        if self._handle is not None:
            with suppress(OSError):
                os.close(self._handle)
            self._handle = None


def sqlite_file(url: str) -> Path:
    _, found, path = url.partition(":///")
    if not found or not path:
        raise StorageError("a SQLite address is sqlite:///FILE")
    return Path(path)
