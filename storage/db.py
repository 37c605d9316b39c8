"""What a table needs of a connection. PostgreSQL's is SQLAlchemy's own; SQLite's answers at once, in its own thread."""

import sqlite3
from collections.abc import AsyncIterator, Coroutine, Iterable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, CursorResult, Dialect, Executable, Row

from .ready import Shelf

T = TypeVar("T")

PAGE = 1000
"""Rows of a stream that are in memory at a time."""


class Result(Protocol):
    """What a statement found, as far as the tables ask for it."""

    @property
    def rowcount(self) -> int: ...
    def __iter__(self) -> Iterator[Any]: ...
    def all(self) -> Sequence[Any]: ...
    def first(self) -> Any: ...
    def one(self) -> Any: ...
    def one_or_none(self) -> Any: ...
    def scalars(self) -> Iterable[Any]: ...
    def scalar_one(self) -> Any: ...
    def scalar_one_or_none(self) -> Any: ...


class Db(Protocol):
    """One connection inside one unit of work."""

    @property
    def dialect(self) -> Dialect: ...

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Result:
        """A statement with ``parameters`` is one that was built once: it is kept ready (see ``ready.py``)."""
        ...

    def stream(self, statement: Executable, /) -> AbstractAsyncContextManager[AsyncIterator[Row[*tuple[Any, ...]]]]: ...


class Direct:
    """A connection of this thread, behind the same words: nothing here ever waits for the event loop."""

    def __init__(self, db: Connection, driver: sqlite3.Connection) -> None:
        self._db = db
        self._driver = driver
        self._shelf = Shelf(db.dialect)

    @property
    def dialect(self) -> Dialect:
        return self._db.dialect

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Result:
        if parameters and (ready := self._shelf.get(statement, parameters)):
            return ready.execute(self._driver, parameters)
        return self._db.execute(statement, parameters)

    @asynccontextmanager
    async def stream(self, statement: Executable, /) -> AsyncIterator[AsyncIterator[Row[*tuple[Any, ...]]]]:
        with self._db.execution_options(stream_results=True, max_row_buffer=PAGE).execute(statement) as result:
            yield _rows(result)


async def _rows(result: CursorResult[*tuple[Any, ...]]) -> AsyncIterator[Row[*tuple[Any, ...]]]:
    for row in result:
        yield row


def driven(work: Coroutine[Any, Any, T]) -> T:
    """Run a unit of work to its end in this thread. It may only ever wait for its ``Direct`` connection, which never
    lets it wait: a unit that touches the network, sleeps, or takes a lock of the loop is a bug and is told so."""
    try:
        work.send(None)
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]
    work.close()
    raise RuntimeError("a unit of work waited for something other than the database")
