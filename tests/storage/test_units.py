"""What a unit of work promises, on both engines: all or nothing, whatever happens around it."""

import asyncio
import random

import pytest
from sqlalchemy import text

from storage import Community, Impossible, Storage, StorageError, Taken, Unit, open_storage

from .town import LAKE, NOON, Town


class Oops(Exception):
    """Something a unit of work raises."""


async def test_a_unit_that_raises_keeps_nothing(storage: Storage) -> None:
    async def half(unit: Unit) -> None:
        await unit.marks.set("first", "1")
        raise Oops

    with pytest.raises(Oops):
        await storage.write(half)
    assert await storage.read(lambda unit: unit.marks.get("first")) is None


async def test_units_of_a_burst_do_not_disturb_each_other(storage: Storage, town: Town) -> None:
    async def one(unit: Unit, number: int) -> int:
        await unit.marks.set(f"n{number}", str(number))
        if number % 5 == 2:
            raise Oops(number)
        if number % 5 == 3:
            await unit.communities.add(Community(0, town.lake, "harbour", "Once more"))
        return number

    done = await asyncio.gather(
        *(storage.write(lambda unit, number=number: one(unit, number)) for number in range(100)),  # type: ignore[misc]
        return_exceptions=True,
    )
    for number, outcome in enumerate(done):
        kept = await storage.read(lambda unit, number=number: unit.marks.get(f"n{number}"))  # type: ignore[misc]
        match number % 5:
            case 2:
                assert isinstance(outcome, Oops)
                assert kept is None
            case 3:
                assert isinstance(outcome, Taken)
                assert kept is None
            case _:
                assert (outcome, kept) == (number, str(number))


async def pair(unit: Unit, name: str) -> None:
    await unit.marks.set(f"{name}.left", name)
    await unit.marks.set(f"{name}.right", name)


async def test_cancelling_callers_leaves_pairs_whole_and_the_writer_usable(storage: Storage) -> None:
    dice = random.Random(7)

    async def write(name: str) -> None:
        await storage.write(lambda unit: pair(unit, name))

    cancelled = 0
    for burst in range(20):
        tasks = [asyncio.create_task(write(f"{burst}.{number}")) for number in range(10)]
        for task in tasks:
            for _ in range(dice.randrange(4)):
                await asyncio.sleep(0)
            task.cancel()
        cancelled += sum(
            isinstance(end, asyncio.CancelledError) for end in await asyncio.gather(*tasks, return_exceptions=True)
        )
    assert cancelled > 100
    await asyncio.wait_for(write("after"), 5)
    for name in [*(f"{burst}.{number}" for burst in range(20) for number in range(10)), "after"]:
        left, right = await storage.read(lambda unit, name=name: both(unit, name))  # type: ignore[misc]
        assert left == right
    assert await storage.read(lambda unit: unit.marks.get("after.right")) == "after"


async def both(unit: Unit, name: str) -> tuple[str | None, str | None]:
    return await unit.marks.get(f"{name}.left"), await unit.marks.get(f"{name}.right")


async def test_a_cancelled_reader_leaves_its_connection_usable(storage: Storage) -> None:
    for _ in range(50):
        task = asyncio.create_task(storage.read(lambda unit: unit.marks.get("x")))
        await asyncio.sleep(0)
        task.cancel()
    assert await asyncio.wait_for(storage.read(lambda unit: unit.marks.get("x")), 5) is None


async def test_what_a_reader_writes_is_thrown_away(storage: Storage) -> None:
    await storage.read(lambda unit: unit.marks.set("x", "1"))
    assert await storage.read(lambda unit: unit.marks.get("x")) is None


async def somebody_waits(unit: Unit) -> bool:
    """Whether another unit waits for what this one holds."""
    asked = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))")
    return bool((await unit._db.execute(asked)).scalar_one())


async def test_two_who_look_before_they_leap_do_not_both_leap(storage: Storage, town: Town) -> None:
    """Each of two directors may leave while the other stays; both at once may not."""
    await storage.write(lambda unit: unit.people.change(town.lake, town.bob.id, level=4))
    looked: set[int] = set()

    async def leave(unit: Unit, person: int) -> bool:
        await unit.teams.get(town.lake)
        directors = [p.id for p in await unit.people.of(town.lake) if p.level == 4]
        looked.add(person)
        while unit._db.dialect.name == "postgresql" and len(looked) < 2 and not await somebody_waits(unit):
            pass  # on SQLite units cannot wait, so nobody looks meanwhile
        if directors == [person]:
            return False
        await unit.people.change(town.lake, person, left_at=NOON)
        return True

    left = await asyncio.gather(
        storage.write(lambda unit: leave(unit, town.ann.id)), storage.write(lambda unit: leave(unit, town.bob.id))
    )
    assert sorted(left) == [False, True]
    assert len(await storage.read(lambda unit: unit.people.of(town.lake))) == 1


async def test_after_closing_everything_is_refused_with_a_sentence(storage_url: str) -> None:
    storage = open_storage(storage_url)
    begun = [asyncio.create_task(storage.write(lambda unit: unit.teams.add(LAKE, NOON))) for _ in range(20)]
    await asyncio.sleep(0)
    await storage.close()
    assert len(set(await asyncio.gather(*begun))) == 20
    with pytest.raises(StorageError, match="closed"):
        await storage.write(lambda unit: unit.teams.all())
    with pytest.raises(StorageError, match="closed"):
        await storage.read(lambda unit: unit.teams.all())
    await storage.close()


async def test_a_stranger_to_the_database_is_a_mistake_but_not_called_taken(storage: Storage, town: Town) -> None:
    with pytest.raises(Impossible) as caught:
        await storage.write(lambda unit: unit.communities.add(Community(0, 4711, "nowhere", "Nowhere")))
    assert not isinstance(caught.value, Taken)


async def test_a_unit_itself_can_tell_that_something_is_taken(storage: Storage, town: Town) -> None:
    async def add(unit: Unit) -> str:
        try:
            await unit.communities.add(Community(0, town.lake, "harbour", "Once more"))
        except Taken:
            raise Oops("there is a harbour already") from None
        return "added"

    with pytest.raises(Oops):
        await storage.write(add)


async def test_an_error_does_not_repeat_what_people_wrote(storage: Storage, town: Town) -> None:
    with pytest.raises(Taken) as caught:
        await storage.write(lambda unit: unit.communities.add(Community(0, town.lake, "harbour", "A secret busy name")))
    assert "secret" not in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1


@pytest.mark.parametrize("address", ["mysql://x", "sqlite://", "muster.db"])
def test_an_address_that_makes_no_sense_is_refused_with_a_sentence(address: str) -> None:
    with pytest.raises(StorageError, match="sqlite:///FILE"):
        open_storage(address)
