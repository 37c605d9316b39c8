"""A copy holds one moment of everything, is whole or not there, and never begins the past again."""

import asyncio
from pathlib import Path

import pytest

from storage import Code, Newer, Order, Promise, Storage, StorageError, Timer, Unit, open_storage
from storage.backup import back_up, suffix, verify
from storage.steps import newest

from .copies import LETTER, age, everything, files, mode, restored, scramble
from .town import HOUR, LOBBY, NOON, Town, settle


@pytest.fixture
async def town(storage: Storage) -> Town:
    return await settle(storage)


@pytest.fixture
def copy(storage_url: str, tmp_path: Path) -> Path:
    return tmp_path / f"copy{suffix(storage_url)}"


async def test_everything_comes_back_as_it_was(storage: Storage, storage_url: str, town: Town, copy: Path) -> None:
    await files(storage, town, 0, 32)
    before = await everything(storage, town)
    made = await back_up(storage_url, copy)
    assert (made.rows["numbers"], made.rows["people"], made.step) == (2, 3, newest())
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


async def test_the_rhythm_of_the_week_is_in_it(storage: Storage, storage_url: str, town: Town, copy: Path) -> None:
    promise = Promise(0, town.lake, 0, "Send it", NOON, NOON, town.bob.id, town.bob.id)
    kept = await storage.write(lambda unit: unit.promises.add(promise))
    made = await back_up(storage_url, copy)
    tables = {"goals", "objectives", "signals", "promises", "rounds", "answers", "conclusions", "weeklies"}
    assert tables <= {*made.rows}
    await storage.close()
    await restored(storage_url, copy)
    again = open_storage(storage_url)
    assert await again.read(lambda unit: unit.promises.get(town.lake, 1)) == kept
    await again.close()


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
        file = Order(0, town.lake, town.ann.id, LOBBY, "101", "101", "numbers", "csv", None, None)
        await unit.exports.put(file, NOON)
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
        assert await unit.exports.next(["telegram"], later) is None
        lines = [row.outcome async for row in unit.journal.rows(town.lake, None, None)]
        assert lines == ["2 letters, 1 timers, 1 messages of all teams are not carried out again"]
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
