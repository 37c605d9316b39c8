"""SQLite: one file, one writer. Units that wait together are committed together, so a burst costs few disk syncs.

A batch runs in the writer's own thread: a caller that is cancelled cannot leave a transaction open, and the event loop
is free meanwhile. Units of one batch are separated by savepoints; one that fails is rolled back alone.
"""

import asyncio
import os
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import event, pool
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from .db import Direct, driven
from .errors import StorageError, may_pass
from .hand import Hand, prepare
from .records import Letter
from .steps import up_to_date
from .store import Storage, Work
from .translate import translate, translated
from .unit import Unit

T = TypeVar("T")

Waiting = tuple[Work[Any], asyncio.Future[Any]]
Outcome = tuple[Any, list[Letter]] | Exception
"""What a unit of work returned and the letters it wrote, or why it was not kept."""
Doing = Callable[[Direct], tuple[T, list[Letter]]]

BATCH = 64
"""How many units one commit may carry: the wait of the first stays below a few hundredths of a second."""
READERS = 4
BEGIN = "BEGIN IMMEDIATE"
"""A transaction that reads first and writes later would fail at once under a second writer."""


class SqliteStorage(Storage):
    """``patience`` is how many seconds to wait while another program holds the file."""

    def __init__(self, file: Path, patience: float = 5.0) -> None:
        super().__init__()
        self._file = file
        self._patience = patience
        self._waiting: deque[Waiting] = deque()
        self._wake = asyncio.Event()
        self._writer: asyncio.Task[None] | None = None
        self._free: list[Hand] = []
        self._reading = asyncio.Semaphore(READERS)

    async def migrate(self) -> list[str]:
        with suppress(OSError):  # the database says better what is wrong with the folder
            self._file.touch(mode=0o600)
        async with self._maintenance() as db:
            if await up_to_date(db):
                return []
            from .migrate import upgrade

            return await upgrade(db, self._file)

    async def inspect(self, look: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        async with self._maintenance() as db:
            return await look(db)

    @asynccontextmanager
    async def _maintenance(self) -> AsyncIterator[AsyncConnection]:
        engine = create_async_engine(f"sqlite+aiosqlite:///{self._file}", poolclass=pool.NullPool)

        def connected(connection: Any, _record: Any) -> None:
            connection.isolation_level = None  # SQLAlchemy says BEGIN itself, below
            prepare(connection, self._patience)

        event.listen(engine.sync_engine, "connect", connected)
        event.listen(engine.sync_engine, "begin", lambda connection: connection.exec_driver_sql(BEGIN))
        translate(engine.sync_engine)
        with translated():
            async with engine.connect() as db:
                yield db

    async def _read(self, work: Work[T]) -> T:
        """Readers wait for each other only when all are busy: a long export never keeps the writer waiting."""
        async with self._reading:
            with translated():
                hand = self._free.pop() if self._free else await Hand.open(self._file, self._patience)
                try:
                    return await hand.do(partial(_looked, hand, partial(self._done, work)))
                finally:
                    self._free.append(hand)

    async def write(self, work: Work[T]) -> T:
        self._check_open()
        done: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((work, done))
        self._wake.set()
        if self._writer is None or self._writer.done():
            self._writer = asyncio.create_task(self._serve(), name="storage-writer")
        return await asyncio.shield(done)  # whoever is cancelled leaves the work to the writer

    async def _let_go(self) -> None:
        self._wake.set()
        if self._writer is not None:
            await self._writer
        for hand in self._free:
            await hand.close()
        self._free.clear()

    async def _serve(self) -> None:
        """Commit batch after batch on one connection; on a new one after the database failed."""
        hand: Hand | None = None
        while batch := await self._next():
            try:
                with translated():
                    hand = hand or await Hand.open(self._file, self._patience)
                    outcomes = await hand.do(partial(_kept, hand, [partial(self._done, work) for work, _ in batch]))
            except Exception as error:  # noqa: BLE001 - told to everybody of the batch: nothing of it was kept
                outcomes = [error] * len(batch)
            for (_, done), outcome in zip(batch, outcomes, strict=True):
                if isinstance(outcome, Exception):
                    done.set_exception(outcome)
                else:
                    done.set_result(outcome[0])
                    self._tell(outcome[1])
            # Everybody has heard; only now is time taken to let go of a connection that failed.
            if hand is not None and all(isinstance(it, Exception) and may_pass(it) for it in outcomes):
                failed, hand = hand, None
                await failed.close()
        if hand is not None:
            await hand.close()

    def _done(self, work: Work[T], db: Direct) -> tuple[T, list[Letter]]:
        """In the thread of the connection."""
        unit = Unit(db, self._claim)
        try:
            return driven(work(unit)), unit.letters
        except asyncio.CancelledError as error:
            raise StorageError("a unit of work cancelled itself") from error

    async def _next(self) -> list[Waiting]:
        """Who waits, up to a batch; nobody when the storage is closed."""
        while not self._waiting:
            if self._closing:
                return []
            self._wake.clear()
            await self._wake.wait()
        return [self._waiting.popleft() for _ in range(min(BATCH, len(self._waiting)))]


# What follows runs in the thread of a connection.


def _looked(hand: Hand, doing: Doing[T], db: Direct) -> T:
    hand.says("BEGIN")
    try:
        return doing(db)[0]
    finally:
        _undo(hand)


def _kept(hand: Hand, batch: list[Doing[Any]], db: Direct) -> list[Outcome]:
    """Do a batch in one transaction. A unit that fails is undone alone; an error of the commit is everybody's."""
    hand.says(BEGIN)
    try:
        alone = len(batch) == 1
        outcomes: list[Outcome] = [doing(db) if alone else _apart(hand, doing, db) for doing in batch]
        hand.says("COMMIT")
    except BaseException:
        _undo(hand)
        raise
    return outcomes


def _apart(hand: Hand, doing: Doing[Any], db: Direct) -> Outcome:
    hand.says("SAVEPOINT unit")
    outcome: Outcome
    try:
        with translated():
            outcome = doing(db)
    except Exception as error:
        # After some errors, such as a full disk, SQLite has rolled back the whole transaction by itself.
        if not hand.in_transaction:
            raise
        hand.says("ROLLBACK TO unit")
        outcome = error
    hand.says("RELEASE unit")
    return outcome


def _undo(hand: Hand) -> None:
    if hand.in_transaction:
        hand.says("ROLLBACK")


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
