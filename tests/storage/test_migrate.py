"""Bringing the tables up to date: from nothing, twice, at once, and never backwards."""

import asyncio
import shutil
import sqlite3
import stat
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import Newer, Storage, open_storage, postgres, steps
from storage.migrate import ONE_AT_A_TIME, current, drift
from storage.sqlite import sqlite_file

STEPS = [
    "The first tables", "What happens by the clock, and the team's own calendar",
    "Live cards: where a record is shown", "Tasks, their places, checklists and waiting lists",
    "Activities, milestones, the case library and secret calendar links",
    "Goals, signals, weekly reports, reviews and promises",
    "Risks with their clocks and stories, and the rota of those who answer",
    "The server that a channel belongs to, for links to its messages",
]  # fmt: skip


LAST = steps.newest()


@pytest.fixture
async def empty(empty_url: str) -> AsyncIterator[Storage]:
    storage = open_storage(empty_url)
    yield storage
    await storage.close()


async def test_the_first_migration_takes_every_step_and_the_second_none(empty: Storage) -> None:
    assert await empty.inspect(current) is None
    assert await empty.migrate() == STEPS
    assert await empty.migrate() == []
    assert await empty.inspect(current) == LAST
    assert await empty.read(lambda unit: unit.teams.all()) == []


async def test_the_migrations_make_exactly_the_tables_of_the_code(storage: Storage) -> None:
    assert await storage.inspect(drift) == []


async def test_a_difference_would_be_seen(storage: Storage) -> None:
    async def spoil(db: AsyncConnection) -> None:
        await db.execute(text("ALTER TABLE marks ADD COLUMN stray INTEGER"))
        await db.commit()

    await storage.inspect(spoil)
    assert [difference[0] for difference in await storage.inspect(drift)] == ["remove_column"]


async def test_two_replicas_may_start_at_once(empty_postgres_url: str) -> None:
    replicas = [open_storage(empty_postgres_url) for _ in range(3)]
    steps = await asyncio.gather(*(replica.migrate() for replica in replicas))
    assert sorted(steps) == [[], [], STEPS]
    assert await replicas[0].inspect(drift) == []
    for replica in replicas:
        await replica.close()


async def test_a_database_of_a_newer_muster_is_left_alone(storage: Storage) -> None:
    async def age(db: AsyncConnection) -> None:
        await db.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        await db.commit()

    await storage.inspect(age)
    with pytest.raises(Newer, match="newer Muster"):
        await storage.migrate()
    assert await storage.inspect(current) == "9999"


def laid_beside(monkeypatch: pytest.MonkeyPatch, folder: Path, *does: str) -> None:
    """Another step, as a later version will have it, is laid beside those there are."""
    shutil.copytree(steps.HERE, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    step = f'"""Another step"""\nfrom alembic import op\nrevision = "9998"\ndown_revision = "{steps.newest()}"\n'
    step += "".join(["def upgrade():\n", *(f"    {line}\n" for line in does)])
    (folder / "migrations/versions/9998_another_step.py").write_text(step, "utf-8")
    monkeypatch.setattr(steps, "HERE", folder / "migrations")


async def test_a_replica_waits_for_one_that_migrates_and_takes_the_time_it_needs(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(postgres.LIMITS, "lock_timeout", "100")
    noted = """op.execute("INSERT INTO marks VALUES ('limit', current_setting('statement_timeout'))")"""
    laid_beside(monkeypatch, tmp_path, noted)
    other, replica = open_storage(postgres_url), open_storage(postgres_url)

    async def long_step(db: AsyncConnection) -> None:
        await db.execute(text(f"SELECT pg_advisory_xact_lock({ONE_AT_A_TIME})"))
        waiting = asyncio.create_task(replica.migrate())
        patient = text(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
            " AND clock_timestamp() - waitstart > interval '200 ms'"
        )
        while not waiting.done() and not (await db.execute(patient)).scalar_one():
            pass
        await db.rollback()
        assert await waiting == ["Another step"]

    await other.inspect(long_step)
    assert await replica.read(lambda unit: unit.marks.get("limit")) == "0"
    await other.close()
    await replica.close()


async def test_a_copy_is_made_before_an_upgrade(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = sqlite_file(sqlite_url)
    storage = open_storage(sqlite_url)
    await storage.write(lambda unit: unit.marks.set("x", "still here"))
    laid_beside(monkeypatch, tmp_path, 'op.execute("DELETE FROM marks")')
    assert await storage.migrate() == ["Another step"]
    assert await storage.read(lambda unit: unit.marks.get("x")) is None
    await storage.close()
    copy = file.with_name(f"muster-before-{LAST}.db")
    with closing(sqlite3.connect(copy)) as before:
        assert before.execute("SELECT value FROM marks").fetchall() == [("still here",)]
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600


async def test_a_step_that_fails_half_way_changes_nothing(
    storage: Storage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    laid_beside(monkeypatch, tmp_path, 'op.execute("CREATE TABLE half (x INTEGER)")', 'raise RuntimeError("power cut")')
    with pytest.raises(RuntimeError):
        await storage.migrate()
    assert await storage.inspect(current) == LAST
    assert await storage.inspect(drift) == []
