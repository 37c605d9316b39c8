"""What is special to a copy of one file, and to one of PostgreSQL."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import Storage, StorageError, lock, open_storage
from storage.backup import back_up, verify
from storage.migrate import upgrade_within
from storage.sqlite import SqliteStorage

from .copies import everything, files, hidden, overwritten, restored
from .town import settle

# One file ---------------------------------------------------------------------------------------------------------


async def test_a_desk_that_is_running_keeps_its_file(sqlite_storage: Storage, sqlite_url: str, tmp_path: Path) -> None:
    town = await settle(sqlite_storage)
    held = lock(sqlite_url)
    copy = (await back_up(sqlite_url, tmp_path / "copy.db")).path
    with pytest.raises(StorageError, match="another Muster is running"):
        await restored(sqlite_url, copy)
    del held
    assert len(await sqlite_storage.read(lambda unit: unit.people.of(town.lake))) == 2


async def test_a_copy_of_an_older_version_is_brought_up_to_date(sqlite_url: str, tmp_path: Path) -> None:
    """A file as the first version made it."""
    old = SqliteStorage(tmp_path / "old.db")

    async def first(db: AsyncConnection) -> None:
        async with db.begin():
            await db.run_sync(upgrade_within, "0001")

    await old.inspect(first)
    await old.close()
    with closing(sqlite3.connect(tmp_path / "old.db")) as db:
        db.execute(
            "INSERT INTO workspaces (name, language, zone, country, currency, created_at)"
            " VALUES ('Lake', 'en', 'UTC', 'DE', 'EUR', '2026-11-01 00:00:00')"
        )
        db.commit()
    await restored(sqlite_url, (await back_up(f"sqlite:///{tmp_path / 'old.db'}", tmp_path / "copy.db")).path)
    again = open_storage(sqlite_url)
    assert [team.name for team in await again.read(lambda unit: unit.teams.all())] == ["Lake"]
    assert await again.migrate() == []
    await again.close()
    assert hidden(tmp_path) == []


async def test_a_damaged_database_can_be_replaced(sqlite_storage: Storage, sqlite_url: str, tmp_path: Path) -> None:
    await settle(sqlite_storage)
    copy = (await back_up(sqlite_url, tmp_path / "copy.db")).path
    await sqlite_storage.close()
    overwritten(tmp_path / "muster.db")
    done = await restored(sqlite_url, copy)
    assert done.former is not None
    with pytest.raises(StorageError, match="damaged"):
        verify(done.former)
    again = open_storage(sqlite_url)
    assert len(await again.read(lambda unit: unit.teams.all())) == 2
    await again.close()


async def test_a_copy_of_the_other_kind_of_database_is_refused(sqlite_url: str, tmp_path: Path) -> None:
    shutil.copyfile(tmp_path / "muster.db", tmp_path / "copy.db")
    with pytest.raises(StorageError, match="another kind"):
        await restored("postgresql+asyncpg://nobody@127.0.0.1:9/x", tmp_path / "copy.db")


# PostgreSQL -------------------------------------------------------------------------------------------------------


async def test_a_desk_that_is_connected_keeps_its_database(postgres_url: str, tmp_path: Path) -> None:
    running = open_storage(postgres_url)
    await settle(running)
    copy = (await back_up(postgres_url, tmp_path / "copy.zip")).path
    with pytest.raises(StorageError, match="another Muster is connected"):
        await restored(postgres_url, copy)
    await running.close()
    assert (await restored(postgres_url, copy)).former is not None


async def test_a_copy_can_be_put_into_an_empty_database(
    postgres_url: str, empty_postgres_url: str, tmp_path: Path
) -> None:
    storage = open_storage(postgres_url)
    town = await settle(storage)
    await files(storage, town, 0, 5)
    before = await everything(storage, town)
    copy = (await back_up(postgres_url, tmp_path / "copy.zip")).path
    await storage.close()
    assert (await restored(empty_postgres_url, copy)).former is None
    again = open_storage(empty_postgres_url)
    assert await everything(again, town) == before
    assert await again.migrate() == []
    await again.close()


async def test_tables_of_others_beside_ours_are_left_alone(postgres_url: str, tmp_path: Path) -> None:
    storage = open_storage(postgres_url)
    town = await settle(storage)

    async def share(db: AsyncConnection) -> None:
        await db.execute(text("CREATE TABLE notes (id integer PRIMARY KEY)"))
        await db.execute(text("INSERT INTO notes VALUES (7)"))
        await db.commit()

    async def look(db: AsyncConnection) -> object:
        return (await db.execute(text("SELECT id FROM notes"))).scalar_one()

    await storage.inspect(share)
    before = await everything(storage, town)
    copy = await back_up(postgres_url, tmp_path / "copy.zip")
    assert "notes" not in copy.rows
    await storage.close()
    await restored(postgres_url, copy.path)
    again = open_storage(postgres_url)
    assert await everything(again, town) == before
    assert await again.inspect(look) == 7
    await again.close()
