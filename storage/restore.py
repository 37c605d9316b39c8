"""A copy takes the place of the database. What it holds is of the past, and the people have read on since: nothing of
it is said or done a second time. So a new *epoch* begins, see ``begin_epoch``."""

import asyncio
import os
import shutil
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from . import dump
from .backup import new_file, on_disk, verify
from .backup import suffix as suffix_of
from .errors import StorageError
from .migrate import upgrade_within
from .postgres import PostgresStorage
from .records import Entry
from .schema import metadata
from .sqlite import FileLock, SqliteStorage, sqlite_file
from .tables.marks import EPOCH
from .unit import Unit

WHY = "before the restore"

Then = Callable[[Unit], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Epoch:
    """``letters``, ``timers`` and ``incoming`` say how many of each waited in the copy and are not carried out."""

    began: datetime
    letters: int
    timers: int
    incoming: int


@dataclass(frozen=True, slots=True)
class Restored:
    """``former`` is where the database lies that was there before; ``None`` when there was none."""

    epoch: Epoch
    former: Path | None


async def begin_epoch(unit: Unit, now: datetime, then: Then) -> Epoch:
    """Letters that waited are dead, timers that are past are gone, what came in counts as served, nobody holds a lease,
    codes are void, and new letters get numbers that none had: platforms tell repeats by them. ``then`` plans what comes
    by the clock from now on; what came already stays noted."""
    await unit.marks.set(EPOCH, now.isoformat())
    letters = await unit.outbox.bury(WHY, now)
    await unit.outbox.leap(now)
    timers = await unit.timers.drop_past(now)
    incoming = await unit.inbox.close(WHY)
    await unit.leases.clear()
    await unit.codes.clear()
    await unit.exports.close(now)
    for team in await unit.teams.all():
        told = f"{letters} letters, {timers} timers, {incoming} messages of all teams are not carried out again"
        await unit.journal.write(Entry(team.id, now, None, "restore", f"epoch {now.isoformat()}", told))
    await then(unit)
    return Epoch(now, letters, timers, incoming)


async def restore(url: str, copy: Path, now: datetime, folder: Path, then: Then) -> Restored:
    """Raises ``StorageError`` when the copy is not sound, is of the other kind of database, or a desk is running.
    ``folder`` is where the former contents of a PostgreSQL database are kept."""
    await asyncio.to_thread(verify, copy)
    ours = ".zip" if dump.is_zip(copy) else ".db"
    if ours != suffix_of(url):
        kind = "SQLite" if ours == ".db" else "PostgreSQL"
        raise StorageError(f"{copy.name} is a copy of a {kind} database, and this is another kind")
    if ours == ".db":
        return await _sqlite(sqlite_file(url), copy, now, then)
    return await _postgres(url, copy, now, folder / former_name("postgresql.zip", now), then)


def former_name(name: str, now: datetime) -> str:
    path = Path(name)
    return f"{path.stem}-before-restore-{now:%Y%m%dT%H%M%SZ}{path.suffix}"


async def _sqlite(file: Path, copy: Path, now: datetime, then: Then) -> Restored:
    held = FileLock(file)
    held.take()
    former = file.with_name(former_name(file.name, now))
    try:
        part = file.with_name(f".restoring-{file.name}")
        _drop(part)
        await asyncio.to_thread(shutil.copyfile, copy, part)
        part.chmod(0o600)
        storage = SqliteStorage(part)
        try:
            await storage.migrate()
            epoch = await storage.write(lambda unit: begin_epoch(unit, now, then))
        finally:
            await storage.close()
        if part.with_name(part.name + "-wal").exists():
            raise StorageError("the copy could not be finished; nothing was changed")
        await asyncio.to_thread(_put_in_place, part, file, former)
        _drop(part)
        return Restored(epoch, former if former.exists() else None)
    finally:
        held.release()


def _put_in_place(part: Path, file: Path, former: Path) -> None:
    """At every moment there is a database under its name. The log of a SQLite file belongs to it: nothing of it may
    stay beside the new one."""
    if former.exists():
        raise StorageError(f"{former} is there already")
    on_disk(part)
    if file.exists():
        with (
            suppress(sqlite3.DatabaseError),
            closing(sqlite3.connect(file)) as db,
        ):  # it may be damaged
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for more in ("-wal", "-shm"):
            with suppress(FileNotFoundError):
                file.with_name(file.name + more).rename(former.with_name(former.name + more))
        os.link(file, former)
    part.replace(file)
    on_disk(file.parent)


def _drop(part: Path) -> None:
    """Also what a migration, or a restore that was stopped, left beside it."""
    for left in list(part.parent.iterdir()):
        if left.name.startswith(part.stem):
            left.unlink()


async def _postgres(url: str, copy: Path, now: datetime, former: Path, then: Then) -> Restored:
    """In one transaction: whoever looks sees the former contents or the new ones."""
    storage = PostgresStorage(url)

    async def replace(db: AsyncConnection) -> Restored:
        if (await db.execute(dump.OTHERS)).scalar_one():
            raise StorageError("another Muster is connected to this database; stop it first")
        await db.rollback()
        there = await db.run_sync(dump.reflected, metadata.tables)
        await db.rollback()
        if there.tables:
            with new_file(former) as part:
                await dump.dump_into(db, part)
        step = verify(copy).step
        async with db.begin():
            await db.run_sync(dump.emptied)
            await db.run_sync(upgrade_within, step)
            await dump.load(db, copy)
            await db.run_sync(upgrade_within, "head")
            epoch = await begin_epoch(Unit(db, lambda letter: None, hold=True), now, then)
        return Restored(epoch, former if there.tables else None)

    try:
        return await storage.inspect(replace)
    finally:
        await storage.close()
