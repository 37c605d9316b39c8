"""Bringing the tables up to date: Alembic, called from the program, without a configuration file."""

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from . import steps as known_steps
from . import unit  # noqa: F401 - the tables declare themselves when their units are imported
from .errors import Newer
from .schema import metadata

ONE_AT_A_TIME = 7_316_528_441
"""The advisory lock that lets one replica migrate while the others wait."""


async def upgrade(db: AsyncConnection, file: Path | None) -> list[str]:
    """Run the missing steps; returns their names. A SQLite file that holds anything is copied beside itself first.

    Raises ``Newer`` when the database knows steps that this code does not.
    """
    now = await current(db)
    if not _missing(now):
        return []
    if file is not None and now is not None:
        await _copy(db, file, now)
    async with db.begin():
        if db.dialect.name == "postgresql":
            # Another replica's steps, and our own, take as long as they take.
            for limit in ("lock_timeout", "statement_timeout"):
                await db.execute(text(f"SET LOCAL {limit} = 0"))
            await db.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
        return await db.run_sync(_upgrade)


async def current(db: AsyncConnection) -> str | None:
    """The last step the database has seen."""
    found = await db.run_sync(_current)
    await db.rollback()
    return found


async def missing(db: AsyncConnection) -> list[str]:
    """The steps this code knows and the database has not seen. Raises ``Newer``."""
    return _missing(await current(db))


async def drift(db: AsyncConnection) -> list[Any]:
    """What differs between the database and the tables of this code; empty when the migrations are complete."""
    found = await db.run_sync(lambda sync: compare_metadata(_context(sync), metadata))
    await db.rollback()
    return list(found)


def _context(sync: Connection) -> MigrationContext:
    return MigrationContext.configure(sync, opts={"include_object": lambda *_: True})


def _current(sync: Connection) -> str | None:
    return MigrationContext.configure(sync).get_current_revision()


def _missing(now: str | None) -> list[str]:
    known = ScriptDirectory.from_config(_config())
    if now is not None and now not in {script.revision for script in known.walk_revisions()}:
        raise Newer("the database was written by a newer Muster; run that one, or restore a backup")
    return [str(script.doc) for script in known.iterate_revisions("head", now or "base")][::-1]


def _upgrade(sync: Connection) -> list[str]:
    # Asked again: another replica may have done it while this one waited.
    steps = _missing(_current(sync))
    upgrade_within(sync, "head")
    return steps


def upgrade_within(sync: Connection, step: str) -> None:
    """Run the steps up to this one in the transaction that is open."""
    config = _config()
    config.attributes["connection"] = sync
    command.upgrade(config, step)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(known_steps.HERE).replace("%", "%%"))
    return config


async def _copy(db: AsyncConnection, file: Path, now: str) -> None:
    """A copy from before the upgrade, made by SQLite itself: copying the file would miss what is still in the WAL."""
    target = file.with_name(f"{file.stem}-before-{now}{file.suffix}")
    target.unlink(missing_ok=True)
    connection = await db.get_raw_connection()
    await connection.driver_connection.execute("VACUUM INTO ?", (str(target),))  # type: ignore[union-attr]
    target.chmod(0o600)
    await db.rollback()
