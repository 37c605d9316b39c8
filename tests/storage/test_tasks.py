"""Tasks: at most one owner for each place, whoever presses, however many at once, on both databases."""

import asyncio
import sys
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage import Account, Role, Storage, Task, TaskRow, Turn, Unit

from .town import DAY, HOUR, NOON, Town, settle

ROUNDS = 1000
ABREAST = 20
RIVALS = 3


def job(team: int, title: str = "Write", **more: object) -> Task:
    return Task(0, team, 0, title, NOON, **more)  # type: ignore[arg-type]


async def added(storage: Storage, task: Task, *steps: str) -> Task:
    return await storage.write(lambda unit: unit.tasks.add(task, steps))


async def now(storage: Storage, task: Task) -> Task:
    found = await storage.read(lambda unit: unit.tasks.get(task.team, task.number))
    assert found is not None
    return found


async def takes(storage: Storage, task: Task, person: int, *, promised: bool = False) -> bool:
    return await storage.write(lambda unit: unit.tasks.take(task.id, person, NOON, promised=promised))


async def owners(storage: Storage, task: Task) -> list[tuple[int, int]]:
    return [(one.slot, one.person) for one in await storage.read(lambda unit: unit.tasks.holders([task.id]))]


async def crowd(storage: Storage, town: Town, size: int) -> list[int]:
    async def join(unit: Unit) -> list[int]:
        people = [Account("telegram", f"7{number:03}", f"Person {number}") for number in range(size)]
        return [(await unit.people.add(town.lake, each, Role.STAFF, NOON)).id for each in people]

    return await storage.write(join)


async def test_numbers_count_within_a_team(storage: Storage) -> None:
    town = await settle(storage)
    numbers = [(await added(storage, job(team))).number for team in (town.lake, town.hill, town.lake)]
    assert numbers == [1, 1, 2]


async def test_a_task_is_kept_as_it_was_added(storage: Storage) -> None:
    town = await settle(storage)
    task = job(
        town.lake,
        due_at=NOON + DAY,
        job="data analyst",
        details="more",
        criteria="good",
        made_by=town.ann.id,
        slots=3,
        origin="/signal show 12",
    )
    kept = await added(storage, task, "first", "second")
    assert await now(storage, kept) == kept
    assert (kept.state, kept.taken, kept.slots, kept.due_at) == ("open", 0, 3, NOON + DAY)
    steps = await storage.read(lambda unit: unit.tasks.steps(kept.id))
    assert [(step.position, step.words, step.done_at) for step in steps] == [(1, "first", None), (2, "second", None)]


async def test_turns_count_what_the_clock_gave_of_a_job_title_lately_and_know_the_last_one_ever(
    storage: Storage,
) -> None:
    town = await settle(storage)
    of_hers: list[dict[str, Any]] = [
        {"job": "data analyst"}, {"job": "data analyst"}, {"job": "data analyst", "made_by": town.ann.id},
        {"job": "content planner"},
    ]  # fmt: skip
    tasks = [await added(storage, job(town.lake, **more)) for more in of_hers]

    async def give(unit: Unit) -> None:
        for days, task in enumerate(tasks):
            await unit.tasks.take(task.id, town.bob.id, NOON + days * DAY)
        back = await unit.tasks.add(job(town.lake, job="data analyst"))
        await unit.tasks.take(back.id, town.bob.id, NOON + 9 * DAY)
        await unit.tasks.leave(back.id, town.bob.id)

    await storage.write(give)
    for since, lately in ((NOON, 2), (NOON + DAY, 1), (NOON + 2 * DAY, 0)):
        turns = await storage.read(partial(_turns, team=town.lake, since=since))
        assert turns == {town.bob.id: Turn(lately, NOON + DAY)}
    assert await storage.read(partial(_turns, team=town.hill, since=NOON)) == {}


async def _turns(unit: Unit, team: int, since: datetime) -> Mapping[int, Turn]:
    return await unit.turns.of(team, "data analyst", since)


@pytest.mark.timeout(300)
async def test_in_a_thousand_rounds_nobody_shares_a_place(storage: Storage) -> None:
    """Every round ends with exactly one winner, who is the one that is kept."""
    town = await settle(storage)
    people = await crowd(storage, town, RIVALS)
    tasks = await storage.write(lambda unit: _many(unit, town.lake, ROUNDS))

    async def round(task: Task) -> None:
        won = await asyncio.gather(*(takes(storage, task, person) for person in people))
        (winner,) = [person for person, mine in zip(people, won, strict=True) if mine]
        assert await owners(storage, task) == [(1, winner)]

    for at in range(0, ROUNDS, ABREAST):
        await asyncio.gather(*(round(task) for task in tasks[at : at + ABREAST]))


async def test_fifty_press_at_once_for_three_places(storage: Storage) -> None:
    town = await settle(storage)
    people = await crowd(storage, town, 50)
    task = await added(storage, job(town.lake, slots=3))
    won = await asyncio.gather(*(takes(storage, task, person) for person in people))
    assert sum(won) == 3
    assert [slot for slot, _ in await owners(storage, task)] == [1, 2, 3]
    assert (await now(storage, task)).state == "claimed"


@pytest.mark.timeout(120)
async def test_two_processes_share_no_place(postgres_url: str) -> None:
    """They begin at either end, and meet."""
    from storage import open_storage

    storage = open_storage(postgres_url)
    try:
        town = await settle(storage)
        people = await crowd(storage, town, 8)
        tasks = await storage.write(lambda unit: _many(unit, town.lake, 100))
        claimers = [
            await asyncio.create_subprocess_exec(
                sys.executable, "-m", "tests.storage.claimer", postgres_url, ",".join(str(task.id) for task in order),
                *map(str, mine), stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
                cwd=Path(__file__).parents[2],
            )
            for order, mine in ((tasks, people[:4]), (tasks[::-1], people[4:]))
        ]  # fmt: skip
        for claimer in claimers:
            assert claimer.stdout is not None
            assert await claimer.stdout.readline() == b"ready\n"
        done = await asyncio.gather(*(claimer.communicate(b"go\n") for claimer in claimers))
        said = [out.decode().split() for out, _ in done]
        assert [claimer.returncode for claimer in claimers] == [0, 0]
        assert all(said)
        got = Counter(each.split(":")[0] for each in said[0] + said[1])
        assert got == {str(task.id): 1 for task in tasks}
        kept = [f"{holder.task}:{holder.person}" for holder in await storage.read(lambda unit: _all(unit, tasks))]
        assert sorted(kept) == sorted(said[0] + said[1])
    finally:
        await storage.close()


async def test_a_place_that_came_back_is_the_lowest_free_one(storage: Storage) -> None:
    town = await settle(storage)
    task = await added(storage, job(town.lake, slots=2))
    assert await takes(storage, task, town.ann.id)
    assert await takes(storage, task, town.bob.id)
    assert await storage.write(lambda unit: unit.tasks.leave(task.id, town.ann.id))
    await storage.write(lambda unit: unit.tasks.lower(task.id))
    assert (await now(storage, task)).state == "open"
    assert await takes(storage, task, town.ann.id)
    assert await owners(storage, task) == [(1, town.ann.id), (2, town.bob.id)]


async def test_a_promised_place_is_hers_alone(storage: Storage) -> None:
    town = await settle(storage)
    task = await added(storage, job(town.lake))
    assert await takes(storage, task, town.bob.id)
    await storage.write(lambda unit: unit.tasks.wait(task.id, town.ann.id, NOON))
    await storage.write(lambda unit: unit.tasks.wait(task.id, town.ann.id, NOON + HOUR))
    assert not await takes(storage, task, town.ann.id, promised=True)
    await storage.write(lambda unit: unit.tasks.leave(task.id, town.bob.id))
    assert await storage.write(lambda unit: unit.tasks.promise(task.id, NOON + HOUR)) == town.ann.id
    assert not await takes(storage, task, town.bob.id)
    assert await takes(storage, task, town.ann.id, promised=True)
    assert await storage.read(lambda unit: unit.tasks.queue(task.id)) == []
    assert await storage.write(lambda unit: unit.tasks.promise(task.id, NOON + HOUR)) is None


async def test_a_state_is_left_by_one(storage: Storage) -> None:
    town = await settle(storage)
    task = await added(storage, job(town.lake))

    async def end(by: int) -> bool:
        return await storage.write(lambda unit: unit.tasks.end(task.id, ["open"], "dropped", NOON, by, "why"))

    assert sorted(await asyncio.gather(end(town.ann.id), end(town.bob.id))) == [False, True]
    assert not await takes(storage, task, town.ann.id)


async def test_two_identities_that_are_one_person_have_one_place(storage: Storage) -> None:
    town = await settle(storage)
    both, one = await added(storage, job(town.lake, slots=3)), await added(storage, job(town.lake))
    for person in (town.ann.id, town.bob.id):
        assert await takes(storage, both, person)
    assert await takes(storage, one, town.bob.id)
    await storage.write(lambda unit: unit.tasks.merge(town.lake, town.bob.id, town.ann.id))
    assert await owners(storage, both) == [(1, town.ann.id)]
    assert await owners(storage, one) == [(1, town.ann.id)]
    assert (await now(storage, both)).taken == 1


async def test_an_export_has_every_task_with_its_owners(storage: Storage) -> None:
    town = await settle(storage)
    task = await added(storage, job(town.lake, slots=2, made_by=town.ann.id, due_at=NOON + DAY))
    await added(storage, job(town.hill))
    for person in (town.ann.id, town.bob.id):
        assert await takes(storage, task, person)

    async def rows(unit: Unit) -> list[TaskRow]:
        return [row async for row in unit.work_rows.tasks(town.lake, None, None)]

    assert await storage.read(rows) == [
        TaskRow("Lake", 1, "Write", "claimed", "Ann, Bob", NOON + DAY, 2, None, "Ann", NOON, None)
    ]


async def _many(unit: Unit, team: int, count: int) -> list[Task]:
    return [await unit.tasks.add(job(team, f"Job {number}")) for number in range(count)]


async def _all(unit: Unit, tasks: list[Task]) -> list:  # type: ignore[type-arg]
    return await unit.tasks.holders([task.id for task in tasks])
