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
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from .errors import StorageError
from .store import Storage, Work
from .translate import translated
from .unit import Unit

T = TypeVar("T")

BATCH = 64
"""How many units one commit may carry: the wait of the first stays below a few hundredths of a second."""


class SqliteStorage(Storage):
    def __init__(self, file: Path) -> None:
        self._file = file
        url = f"sqlite+aiosqlite:///{file}"
        # Readers outlive a burst in the pool; the writer has a pool of its own so that a long export never starves it.
        super().__init__(_engine(url, immediate=False, poolclass=pool.AsyncAdaptedQueuePool, pool_size=4))
        self._writers = _engine(url, immediate=True, poolclass=pool.StaticPool)
        self._waiting: deque[tuple[Work[Any], asyncio.Future[Any]]] = deque()
        self._wake = asyncio.Event()
        self._closing = False
        self._writer: asyncio.Task[None] | None = None

    async def write(self, work: Work[T]) -> T:
        if self._closing:
            raise StorageError("the storage is closed")
        if self._writer is None:
            self._writer = asyncio.create_task(self._serve(), name="storage-writer")
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        self._wake.set()
        return await asyncio.shield(done)

    async def migrate(self) -> list[str]:
        from .migrate import upgrade

        with translated():
            async with self._writers.connect() as db:
                return await upgrade(db, self._file)

    async def inspect(self, look: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        with translated():
            async with self._writers.connect() as db:
                return await look(db)

    async def close(self) -> None:
        self._closing = True
        self._wake.set()
        if self._writer is not None:
            await self._writer
        await self._readers.dispose()
        await self._writers.dispose()

    async def _serve(self) -> None:
        async with self._writers.connect() as db:
            while True:
                if not self._waiting:
                    if self._closing:
                        return
                    self._wake.clear()
                    await self._wake.wait()
                    continue
                batch = [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]
                await self._commit(db, batch)

    async def _commit(self, db: AsyncConnection, batch: list[tuple[Work[Any], asyncio.Future[Any]]]) -> None:
        results: list[tuple[asyncio.Future[Any], Any]] = []
        failed: list[tuple[asyncio.Future[Any], Exception]] = []
        try:
            with translated():
                async with db.begin():
                    unit = Unit(db)
                    for work, done in batch:
                        try:
                            results.append((done, await self._one(db, unit, work, alone=len(batch) == 1)))
                        except Exception as error:
                            failed.append((done, error))
                            if len(batch) == 1:
                                raise
        except Exception as error:
            # Nothing of the batch was kept, whatever the single units thought.
            for _, done in batch:
                _settle(done, error=error)
            return
        for done, result in results:
            _settle(done, result=result)
        for done, problem in failed:
            _settle(done, error=problem)

    async def _one(self, db: AsyncConnection, unit: Unit, work: Work[T], *, alone: bool) -> T:
        if alone:
            return await work(unit)
        with translated():
            async with db.begin_nested():
                return await work(unit)


def _settle(done: asyncio.Future[Any], *, result: Any = None, error: Exception | None = None) -> None:
    if done.cancelled():
        return
    if error is None:
        done.set_result(result)
    else:
        done.set_exception(error)
        # The caller may be gone; the error is then nobody's, not a warning at exit.
        done.exception()


def _engine(url: str, *, immediate: bool, **options: Any) -> AsyncEngine:
    engine = create_async_engine(url, **options)

    def connected(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # SQLAlchemy says BEGIN itself, below
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=5000", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    def begun(connection: Any) -> None:
        # A transaction that reads first and writes later would fail at once under a second writer.
        connection.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")

    event.listen(engine.sync_engine, "connect", connected)
    event.listen(engine.sync_engine, "begin", begun)
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
        self._handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
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
