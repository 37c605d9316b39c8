"""What is special about PostgreSQL: several replicas at once, and connections that break."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import Storage, StorageError, Unit, open_storage

from .test_outbox import letter
from .town import LAKE, NOON


@pytest.fixture
async def replica(postgres_url: str) -> AsyncIterator[Storage]:
    storage = open_storage(postgres_url)
    yield storage
    await storage.close()


async def test_two_processes_that_race_lose_nothing_and_double_nothing(postgres_url: str, replica: Storage) -> None:
    await replica.write(lambda unit: unit.outbox.put([letter(str(number)) for number in range(200)]))
    lake = await replica.write(lambda unit: unit.teams.add(LAKE, NOON))
    racers = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.storage.racer", postgres_url, str(lake), name, "40",
            stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2],
        )
        for name in ("left", "right")
    ]  # fmt: skip
    said = [(await racer.communicate())[0].decode().split() for racer in racers]
    assert [racer.returncode for racer in racers] == [0, 0]
    assert sum(map(len, said)) == len({id for ids in said for id in ids}) == 200
    assert await replica.read(lambda unit: unit.marks.get("count")) == "80"


async def hang_up(unit: Unit) -> None:
    """The server closes every other connection to this database, as a restart does."""
    await unit._db.execute(
        text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    )


async def test_a_connection_that_breaks_before_the_commit_is_made_good(replica: Storage) -> None:
    tries = 0

    async def work(unit: Unit) -> str:
        nonlocal tries
        tries += 1
        await unit.marks.set("x", str(tries))
        if tries == 1:
            await replica.read(hang_up)
        await unit.marks.set("y", str(tries))
        return "done"

    assert await replica.write(work) == "done"
    assert tries == 2
    assert await replica.read(lambda unit: unit.marks.get("y")) == "2"


async def test_a_connection_that_breaks_in_the_commit_is_told_and_not_done_again(replica: Storage) -> None:
    tries = 0

    async def work(unit: Unit) -> None:
        nonlocal tries
        tries += 1
        await unit.marks.set("x", str(tries))
        await replica.read(hang_up)

    with pytest.raises(StorageError, match="unknown what was kept"):
        await replica.write(work)
    assert tries == 1
    assert await replica.read(lambda unit: unit.marks.get("x")) is None


async def test_two_units_that_wait_for_each_other_are_both_done(replica: Storage) -> None:
    await replica.write(lambda unit: unit.marks.set("a", "0"))
    await replica.write(lambda unit: unit.marks.set("b", "0"))
    both_began = asyncio.Barrier(2)

    async def swap(unit: Unit, first: str, second: str, tries: list[str]) -> None:
        await unit.marks.set(first, first)
        if not tries:
            tries.append(first)
            await both_began.wait()
        await unit.marks.set(second, first)

    await asyncio.gather(
        replica.write(lambda unit, tries=[]: swap(unit, "a", "b", tries)),  # type: ignore[misc]
        replica.write(lambda unit, tries=[]: swap(unit, "b", "a", tries)),  # type: ignore[misc]
    )
    values = [await replica.read(lambda unit, key=key: unit.marks.get(key)) for key in "ab"]  # type: ignore[misc]
    assert values in (["a", "a"], ["b", "b"])


async def test_a_server_that_is_not_there_is_told_in_one_line() -> None:
    storage = open_storage("postgresql://nobody@127.0.0.1:1/muster")
    for attempt in (storage.write(lambda unit: unit.teams.all()), storage.read(lambda unit: unit.teams.all())):
        with pytest.raises(StorageError, match="does not answer"):
            await attempt
    with pytest.raises(StorageError, match="does not answer"):
        await storage.migrate()
    await storage.close()


async def test_a_database_that_is_not_there_is_told_in_one_line(postgres_url: str) -> None:
    storage = open_storage(postgres_url.replace("muster_test", "no_such"))
    with pytest.raises(StorageError, match=r'^database "no_such\w*" does not exist$'):
        await storage.read(lambda unit: unit.teams.all())
    await storage.close()


async def test_times_do_not_depend_on_the_zone_of_the_server(replica: Storage) -> None:
    async def work(unit: Unit) -> object:
        await unit._db.execute(text("SET LOCAL TIME ZONE 'Asia/Shanghai'"))
        number = await unit.teams.add(LAKE, NOON)
        await unit.teams.change(number, suspended_at=NOON)
        return (await unit.teams.get(number)).suspended_at

    assert str(await replica.write(work)) == str(NOON)


async def test_a_reader_sees_one_moment_while_others_write(replica: Storage) -> None:
    async def change(unit: Unit, value: str) -> None:
        await unit.marks.set("left", value)
        await unit.marks.set("right", value)

    async def look(unit: Unit) -> tuple[str | None, str | None]:
        left = await unit.marks.get("left")
        await replica.write(lambda other: change(other, "new"))
        return left, await unit.marks.get("right")

    await replica.write(lambda unit: change(unit, "old"))
    assert await replica.read(look) == ("old", "old")
    assert await replica.read(lambda unit: unit.marks.get("right")) == "new"


async def test_a_long_look_takes_its_time_and_a_long_write_is_ended(
    postgres_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.postgres.LONGEST", "200")
    hasty = open_storage(postgres_url)

    async def long(unit: Unit) -> None:
        await unit._db.execute(text("SELECT pg_sleep(0.3)"))

    await hasty.read(long)
    with pytest.raises(StorageError, match="statement timeout"):
        await hasty.write(long)
    await hasty.close()


async def test_a_team_that_is_held_can_be_looked_at(replica: Storage) -> None:
    lake = await replica.write(lambda unit: unit.teams.add(LAKE, NOON))

    async def hold(unit: Unit) -> int:
        await unit.teams.get(lake)
        return (await asyncio.wait_for(replica.read(lambda other: other.teams.get(lake)), 3)).id

    assert await replica.write(hold) == lake
