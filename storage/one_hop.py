"""aiosqlite with one hop to its thread for a statement, where SQLAlchemy's adapter makes four.

The adapter opens a cursor, executes, fetches and closes, and waits for the thread each time; that is most of what a
small statement costs. Here the thread does all of it in one go. Streams keep the adapter's own cursor.
"""

from collections import deque
from sqlite3 import Connection, Cursor
from typing import Any

from sqlalchemy.dialects.sqlite.aiosqlite import (
    AsyncAdapt_aiosqlite_connection,
    AsyncAdapt_aiosqlite_cursor,
    AsyncAdapt_aiosqlite_dbapi,
)
from sqlalchemy.util import await_only


class OneHopCursor(AsyncAdapt_aiosqlite_cursor):
    __slots__ = ("_description", "_lastrowid", "_rowcount")

    def __init__(self, adapted: AsyncAdapt_aiosqlite_connection) -> None:
        self._adapt_connection = adapted
        self._connection = adapted._connection
        self._rows: deque[Any] = deque()
        self._description: Any = None
        self._rowcount = -1
        self._lastrowid: int | None = None

    @property
    def description(self) -> Any:
        return self._description

    @property
    def rowcount(self) -> int:
        return self._rowcount

    @property
    def lastrowid(self) -> Any:
        return self._lastrowid

    def execute(self, operation: Any, parameters: Any = None) -> Any:
        return self._go(Connection.execute, operation, () if parameters is None else parameters)

    def executemany(self, operation: Any, seq_of_parameters: Any) -> Any:
        return self._go(Connection.executemany, operation, seq_of_parameters)

    def close(self) -> None:
        self._rows.clear()

    async def _async_soft_close(self) -> None:
        """The cursor is closed already; what it fetched stays."""

    def _go(self, how: Any, operation: Any, parameters: Any) -> Any:
        driver: Any = self._connection

        def in_the_thread() -> tuple[Any, list[Any], int, int | None]:
            cursor: Cursor = how(driver._conn, operation, parameters)
            try:
                rows = cursor.fetchall() if cursor.description else []
                return cursor.description, rows, cursor.rowcount, cursor.lastrowid
            finally:
                cursor.close()

        self._description, rows, self._rowcount, self._lastrowid = await_only(self._locked(driver, in_the_thread))
        self._rows = deque(rows)
        return self

    async def _locked(self, driver: Any, in_the_thread: Any) -> Any:
        async with self._adapt_connection._execute_mutex:
            return await driver._execute(in_the_thread)


class OneHopConnection(AsyncAdapt_aiosqlite_connection):
    __slots__ = ()

    # The annotation names the class it holds, not any of its kind.
    _cursor_cls = OneHopCursor  # type: ignore[assignment]


class OneHop(AsyncAdapt_aiosqlite_dbapi):
    """What ``create_async_engine`` takes as its ``module``."""

    def connect(self, *arg: Any, **kw: Any) -> AsyncAdapt_aiosqlite_connection:
        plain = super().connect(*arg, **kw)
        return OneHopConnection(self, plain._connection)


def one_hop() -> OneHop:
    import sqlite3

    import aiosqlite

    return OneHop(aiosqlite, sqlite3)
