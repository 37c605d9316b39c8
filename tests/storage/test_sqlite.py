"""What is special about a SQLite file: one writer, one process, and a disk that may be full."""

import asyncio
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import aiosqlite
import pytest
from sqlalchemy import text

from storage import Busy, Full, Storage, StorageError, Unit, lock, open_storage
from storage.sqlite import SqliteStorage, sqlite_file


@pytest.fixture
def file(sqlite_url: str) -> Path:
    return sqlite_file(sqlite_url)


async def test_a_file_that_somebody_else_holds_is_busy_and_then_usable(file: Path) -> None:
    storage = SqliteStorage(file, patience=0.05)
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Busy):
        await storage.write(lambda unit: unit.marks.set("x", "1"))
    outcomes = await asyncio.gather(
        *(storage.write(lambda unit: unit.marks.set("x", "1")) for _ in range(5)), return_exceptions=True
    )
    assert all(isinstance(outcome, Busy) for outcome in outcomes)
    assert await storage.read(lambda unit: unit.marks.get("x")) is None, "readers are not kept waiting"
    other.execute("ROLLBACK")
    other.close()
    await storage.write(lambda unit: unit.marks.set("x", "1"))
    await storage.close()


async def test_a_word_of_a_person_is_not_taken_for_a_busy_database(sqlite_storage: Storage) -> None:
    with pytest.raises(StorageError) as caught:
        await sqlite_storage.write(lambda unit: unit.inbox.take_in("t", [("1", "busy", None)], None, "", None))  # type: ignore[list-item, arg-type]
    assert not isinstance(caught.value, Busy)


async def limit(storage: SqliteStorage, pages: int | None) -> None:
    """The writer's connection may use so many more pages; ``None``: as many as it likes."""

    async def set_limit(unit: Unit) -> None:
        used = (await unit._db.execute(text("PRAGMA page_count"))).scalar_one()
        await unit._db.execute(text(f"PRAGMA max_page_count = {2**30 if pages is None else used + pages}"))

    await storage.write(set_limit)


async def test_a_full_disk_is_told_and_what_was_acknowledged_is_there(file: Path) -> None:
    storage = SqliteStorage(file)
    await limit(storage, 20)

    async def set_many(unit: Unit, number: int) -> int:
        for part in range(10):
            await unit.marks.set(f"{number}.{part}", "x" * 2000)
        return number

    outcomes = await asyncio.gather(
        *(storage.write(lambda unit, number=number: set_many(unit, number)) for number in range(40)),  # type: ignore[misc]
        return_exceptions=True,
    )
    assert any(isinstance(outcome, Full) for outcome in outcomes)
    assert all(isinstance(outcome, Full | int) for outcome in outcomes)
    await limit(storage, None)
    for number, outcome in enumerate(outcomes):
        for part in (0, 9):
            kept = await storage.read(lambda unit, key=f"{number}.{part}": unit.marks.get(key))  # type: ignore[misc]
            assert (kept is not None) == (outcome == number)
    assert await storage.write(lambda unit: set_many(unit, 99)) == 99
    await storage.close()


async def test_when_sqlite_takes_back_a_whole_burst_everybody_is_told(sqlite_storage: Storage) -> None:
    async def good(unit: Unit, name: str) -> None:
        await unit.marks.set(name, "1")

    async def bad(unit: Unit) -> None:
        # What SQLite does by itself when the disk fails in the middle of a transaction.
        await unit._db.execute(text("ROLLBACK"))
        raise StorageError("the disk is gone")

    outcomes = await asyncio.gather(
        sqlite_storage.write(lambda unit: good(unit, "before")),
        sqlite_storage.write(bad),
        sqlite_storage.write(lambda unit: good(unit, "after")),
        return_exceptions=True,
    )
    assert [type(outcome) for outcome in outcomes] == [StorageError] * 3
    for name in ("before", "after"):
        assert await sqlite_storage.read(lambda unit, name=name: unit.marks.get(name)) is None  # type: ignore[misc]
    await sqlite_storage.write(lambda unit: good(unit, "later"))


async def test_a_folder_that_is_missing_is_told_and_nobody_waits_for_ever(tmp_path: Path) -> None:
    storage = SqliteStorage(tmp_path / "not yet" / "muster.db")
    with pytest.raises(StorageError, match="unable to open"):
        await storage.write(lambda unit: unit.teams.all())
    with pytest.raises(StorageError, match="unable to open"):
        await storage.read(lambda unit: unit.teams.all())
    with pytest.raises(StorageError, match="unable to open"):
        await storage.migrate()
    (tmp_path / "not yet").mkdir()
    await storage.migrate()
    assert await storage.write(lambda unit: unit.teams.all()) == []
    await storage.close()


async def test_a_unit_that_cancels_itself_does_not_stop_the_writer(sqlite_storage: Storage) -> None:
    async def strange(unit: Unit) -> None:
        await unit.marks.set("x", "1")
        raise asyncio.CancelledError

    with pytest.raises(StorageError, match="cancelled itself"):
        await sqlite_storage.write(strange)
    assert await sqlite_storage.write(lambda unit: unit.marks.get("x")) is None


async def test_a_unit_that_waits_for_the_world_is_a_bug_and_keeps_nothing(sqlite_storage: Storage) -> None:
    async def dreaming(unit: Unit) -> None:
        await unit.marks.set("x", "1")
        await asyncio.sleep(0)

    with pytest.raises(RuntimeError, match="something other than the database"):
        await sqlite_storage.write(dreaming)
    assert await sqlite_storage.read(lambda unit: unit.marks.get("x")) is None


async def test_a_long_look_keeps_neither_the_writer_nor_the_loop_waiting(sqlite_storage: Storage) -> None:
    looking, enough = threading.Event(), threading.Event()

    async def long_look(unit: Unit) -> str | None:
        await unit.marks.get("x")
        looking.set()
        enough.wait(10)
        return await unit.marks.get("x")

    reader = asyncio.create_task(sqlite_storage.read(long_look))
    await asyncio.to_thread(looking.wait, 10)
    await sqlite_storage.write(lambda unit: unit.marks.set("x", "1"))
    assert await sqlite_storage.read(lambda unit: unit.marks.get("x")) == "1"
    enough.set()
    assert await reader is None, "it still sees the moment at which it began"


def test_a_second_desk_on_the_same_file_is_refused_with_a_sentence(sqlite_url: str) -> None:
    held = lock(sqlite_url)
    with pytest.raises(StorageError, match=r"another Muster is running on .*muster\.db$"):
        lock(sqlite_url)
    script = f"import storage\ntry: storage.lock({sqlite_url!r})\nexcept storage.StorageError as no: print(no)"
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "another Muster is running" in other.stdout
    held.release()  # type: ignore[union-attr]
    lock(sqlite_url).release()  # type: ignore[union-attr]


def test_a_lock_in_a_missing_folder_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written"):
        lock(f"sqlite:///{tmp_path}/nowhere/muster.db")


def modes_of(folder: Path) -> dict[str, int]:
    return {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}


async def test_the_file_is_for_its_owner_only(tmp_path: Path) -> None:
    storage = open_storage(f"sqlite:///{tmp_path}/new.db")
    await storage.migrate()
    await storage.write(lambda unit: unit.marks.set("x", "1"))
    modes = modes_of(tmp_path)
    await storage.close()
    assert set(modes) == {"new.db", "new.db-wal", "new.db-shm"}
    assert set(modes.values()) == {0o600}


async def test_a_unit_of_work_costs_one_hop_to_the_thread(
    sqlite_storage: Storage, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def two(unit: Unit) -> None:
        await unit.marks.set("x", "2")
        await unit.marks.set("y", "2")

    hops = 0
    plain: Any = aiosqlite.Connection._execute

    async def counted(self: aiosqlite.Connection, *work: Any, **options: Any) -> Any:
        nonlocal hops
        hops += 1
        return await plain(self, *work, **options)

    await sqlite_storage.write(lambda unit: unit.marks.set("x", "1"))
    monkeypatch.setattr(aiosqlite.Connection, "_execute", counted)
    await sqlite_storage.write(two)
    assert hops == 1


async def test_figures_lie_in_the_order_they_are_asked_for(sqlite_storage: Storage) -> None:
    async def plan(unit: Unit) -> str:
        asked = "SELECT * FROM numbers WHERE workspace = 1 AND community = 2 AND day BETWEEN 3 AND 4"
        return str((await unit._db.execute(text(f"EXPLAIN QUERY PLAN {asked}"))).all())

    assert "PRIMARY KEY (workspace=? AND community=? AND day>? AND day<?)" in await sqlite_storage.read(plan)


async def test_what_was_acknowledged_is_on_the_disk(sqlite_storage: Storage) -> None:
    async def settings(unit: Unit) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [(await unit._db.execute(text(f"PRAGMA {name}"))).scalar_one() for name in names]

    full, on = 2, 1
    assert await sqlite_storage.write(settings) == ["wal", full, on]
