"""A copy holds one moment of everything, is whole or not there, and never begins the past again."""

import asyncio
import json
import shutil
import sqlite3
import stat
from contextlib import closing
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest

from storage import Code, Letter, Newer, Report, Storage, StorageError, Timer, Unit, lock, open_storage
from storage.backup import back_up, suffix, verify
from storage.restore import Restored, restore

from .town import FRIDAY, HOUR, LOBBY, NOON, Town, settle

LETTER = Letter(0, None, LOBBY, "{}", "en", "UTC", "EUR", 2, NOON)


async def nothing(unit: Unit) -> None:
    """No schedules here."""


async def restored(url: str, copy: Path, hours: int = 24) -> Restored:
    return await restore(url, copy, NOON + hours * HOUR, copy.parent, nothing)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]


def overwritten(file: Path) -> None:
    file.write_bytes(b"scrambled" * 2000)


def scramble(copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    for at in range(len(content) // 4, len(content) // 2):
        content[at] ^= 0x5A
    copy.write_bytes(content)


@pytest.fixture
async def town(storage: Storage) -> Town:
    return await settle(storage)


@pytest.fixture
def copy(storage_url: str, tmp_path: Path) -> Path:
    return tmp_path / f"copy{suffix(storage_url)}"


async def files(storage: Storage, town: Town, day: int, value: int) -> None:
    report = Report(town.lake, town.harbour, FRIDAY - timedelta(days=day), town.ann.id, "telegram", NOON, False)
    await storage.write(lambda unit: unit.numbers.file(report, {"joined": Decimal(value), "left": None}, {}))


async def everything(storage: Storage, town: Town) -> tuple[object, ...]:
    async def work(unit: Unit) -> tuple[object, ...]:
        numbers = [row async for row in unit.numbers.rows(None, None, None)]
        return numbers, await unit.people.of(town.lake), await unit.teams.all(), await unit.places.of(town.lake)

    return await storage.read(work)


async def test_everything_comes_back_as_it_was(storage: Storage, storage_url: str, town: Town, copy: Path) -> None:
    await files(storage, town, 0, 32)
    before = await everything(storage, town)
    made = await back_up(storage_url, copy)
    assert (made.rows["numbers"], made.rows["people"], made.step) == (2, 3, "0002")
    assert verify(copy).rows == made.rows
    assert mode(copy) == 0o600
    await files(storage, town, 1, 99)
    await storage.close()
    done = await restored(storage_url, copy)
    again = open_storage(storage_url)
    assert await everything(again, town) == before
    assert done.epoch.began == NOON + 24 * HOUR
    await files(again, town, 2, 7)
    await again.close()
    assert done.former is not None
    assert verify(done.former).rows["numbers"] == 4


async def test_a_copy_made_while_others_write_holds_whole_units(
    storage: Storage, storage_url: str, town: Town, copy: Path
) -> None:
    """Each report has two figures; a copy that had one of them would not be of one moment."""
    halt = asyncio.Event()

    async def writer() -> int:
        day = 0
        while not halt.is_set():
            await files(storage, town, day, day)
            day += 1
        return day

    writing = asyncio.create_task(writer())
    copies = []
    for number in range(5):
        copies.append(await back_up(storage_url, copy.with_name(f"{number}{copy.suffix}")))
    halt.set()
    written = await writing
    counts = [made.rows["numbers"] for made in copies]
    assert counts == sorted(counts)
    assert all(made.rows["numbers"] == 2 * made.rows["reports"] for made in copies)
    assert written * 2 >= counts[-1]


async def test_what_waited_is_not_said_or_done_again(
    storage: Storage, storage_url: str, town: Town, copy: Path
) -> None:
    async def wait(unit: Unit) -> None:
        await unit.outbox.put([LETTER, LETTER])
        await unit.outbox.claim([1], "postman", NOON + HOUR)
        for name, hours in (("past", 2), ("future", 48)):
            due = NOON + hours * HOUR
            await unit.timers.set(Timer(0, town.lake, name, due, "/risk list", LOBBY, None))
        await unit.inbox.take_in("telegram", [("1", "a", "{}")], NOON, "me", NOON + HOUR)
        await unit.leases.hold("telegram", "me", NOON, NOON + 999 * HOUR)
        await unit.codes.put("ABCD-EFGH", Code("join", town.lake, town.ann.id, NOON + 999 * HOUR))

    await storage.write(wait)
    await back_up(storage_url, copy)
    await storage.close()
    epoch = (await restored(storage_url, copy)).epoch
    assert (epoch.letters, epoch.timers, epoch.incoming) == (2, 1, 1)
    later, again = NOON + 72 * HOUR, open_storage(storage_url)

    async def look(unit: Unit) -> None:
        assert await unit.outbox.due(["telegram"], later, 9, []) == []
        assert await unit.outbox.counts() == {"dead": 2}
        assert [timer.key for timer in await unit.timers.due(later, 9)] == ["future"]
        assert await unit.inbox.recover("telegram", later, "other", later) == []
        assert await unit.inbox.take_in("telegram", [("1", "a", "{}")], later, "me", later) == []
        assert await unit.leases.hold("telegram", "other", NOON + 25 * HOUR, later)
        assert await unit.codes.use("ABCD-EFGH", "join", NOON) is None
        assert await unit.marks.get("epoch") == (NOON + 24 * HOUR).isoformat()

    await again.read(look)
    await again.close()


async def test_no_letter_has_the_number_of_one_that_was_sent_before(
    storage: Storage, storage_url: str, town: Town, copy: Path
) -> None:
    """Discord takes a letter with the number of another one for its repeat, and shows nothing."""
    await back_up(storage_url, copy)
    numbers = []
    for hours in (24, 25, 26):
        await storage.write(lambda unit: unit.outbox.put([LETTER, LETTER]))
        letters = await storage.read(lambda unit: unit.outbox.due(["telegram"], NOON, 9, []))
        numbers += [letter.id for letter in letters]
        await storage.close()
        await restored(storage_url, copy, hours)
        storage = open_storage(storage_url)
    await storage.close()
    assert len(numbers) == len(set(numbers)) == 6


def test_what_is_there_is_not_written_over(storage_url: str, copy: Path) -> None:
    copy.write_text("precious")
    with pytest.raises(FileExistsError):
        asyncio.run(back_up(storage_url, copy))
    assert [(path.name, path.read_text()) for path in copy.parent.glob("copy*")] == [(copy.name, "precious")]


async def test_a_damaged_copy_is_not_restored(storage: Storage, storage_url: str, town: Town, copy: Path) -> None:
    for day in range(60):
        await files(storage, town, day, day)
    await back_up(storage_url, copy)
    await storage.close()
    scramble(copy)
    with pytest.raises(StorageError, match=r"damaged|no copy"):
        await restored(storage_url, copy)
    again = open_storage(storage_url)
    assert len(await again.read(lambda unit: unit.teams.all())) == 2
    await again.close()


async def test_a_copy_of_a_newer_muster_is_refused(storage: Storage, storage_url: str, town: Town, copy: Path) -> None:
    await back_up(storage_url, copy)
    await storage.close()
    age(copy, "9999")
    with pytest.raises(Newer, match="newer Muster"):
        await restored(storage_url, copy)


def age(copy: Path, step: str) -> None:
    """Make a copy say that it is of another version."""
    if copy.suffix == ".db":
        with closing(sqlite3.connect(copy)) as db:
            db.execute("UPDATE alembic_version SET version_num = ?", (step,))
            db.commit()
        return
    with ZipFile(copy) as packed:
        entries = {name: packed.read(name) for name in packed.namelist()}
    told = json.loads(entries["manifest.json"]) | {"step": step}
    with ZipFile(copy, "w") as packed:
        for name, content in (entries | {"manifest.json": json.dumps(told).encode()}).items():
            packed.writestr(name, content)


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
    from sqlalchemy.ext.asyncio import AsyncConnection

    from storage.migrate import upgrade_within
    from storage.sqlite import SqliteStorage

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
