"""A memory for the tests: real databases, new for each test.

``sqlite_storage`` is what a test above the storage wants. The tests of the storage itself take ``storage``, and so
run twice: on SQLite and on PostgreSQL.
"""

import os
import shutil
from collections.abc import AsyncIterator, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from storage import Storage
    from tests.storage.server import Server
    from tests.town import Town

# How long one example takes says nothing: the machine may be busy. A test that hangs is stopped by its timeout.
settings.register_profile("muster", deadline=None)
settings.load_profile("muster")

ENGINES = ("sqlite", "postgresql")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: where a process is killed and started again, most of the time is waiting."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(scope="session")
def postgres() -> "Iterator[Server]":
    """Started by the first test that asks for it, and only then."""
    from tests.storage.server import Unavailable, running

    with ExitStack() as stack:
        try:
            server = stack.enter_context(running())
        except Unavailable as error:
            pytest.skip(str(error))
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file without rows: copying it is ten times faster than migrating."""
    from tests.storage.server import apart, migrated

    file = tmp_path_factory.mktemp("template") / "muster.db"
    apart(migrated(f"sqlite:///{file}"))
    return file


@pytest.fixture
def sqlite_url(tmp_path: Path, sqlite_template: Path) -> str:
    """The address of a new SQLite file with all tables and no rows."""
    shutil.copyfile(sqlite_template, tmp_path / "muster.db")
    return f"sqlite:///{tmp_path / 'muster.db'}"


@pytest.fixture
def postgres_url(postgres: "Server") -> Iterator[str]:
    """The address of a new PostgreSQL database with all tables and no rows."""
    address = postgres.fresh()
    yield address
    postgres.drop(address)


@pytest.fixture(params=ENGINES)
def storage_url(request: pytest.FixtureRequest) -> str:
    """The address of a new database with all tables and no rows, once on each engine."""
    return str(request.getfixturevalue("sqlite_url" if request.param == "sqlite" else "postgres_url"))


@pytest.fixture
def empty_postgres_url(postgres: "Server") -> Iterator[str]:
    """The address of a PostgreSQL database that was never migrated."""
    address = postgres.empty()
    yield address
    postgres.drop(address)


@pytest.fixture(params=ENGINES)
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database that was never migrated, once on each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'empty.db'}"
    return str(request.getfixturevalue("empty_postgres_url"))


@pytest.fixture
async def storage(storage_url: str) -> "AsyncIterator[Storage]":
    """An open, empty memory, once on each engine."""
    from storage import open_storage

    opened = open_storage(storage_url)
    yield opened
    await opened.close()


@pytest.fixture
async def sqlite_storage(sqlite_url: str) -> "AsyncIterator[Storage]":
    """An open, empty memory in a SQLite file: for tests to which the engine does not matter."""
    from storage import open_storage

    opened = open_storage(sqlite_url)
    yield opened
    await opened.close()


@pytest.fixture
def town(sqlite_storage: "Storage") -> "Town":
    """The world of the commands: menu, desk and storage are real, chats, time and codes are ours."""
    from tests.town import Town

    return Town(sqlite_storage)
