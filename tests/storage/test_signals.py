"""Signals on both databases: taken once, whose their task is, and recovered once."""

import asyncio
from datetime import date
from decimal import Decimal

from storage import Report, Signal, Storage, Task, Unit

from .town import DAY, FRIDAY, NOON, Town, settle


def refunds(team: int, day: date = FRIDAY, **more: object) -> Signal:
    figures = (Decimal("9.1"), Decimal(7))
    return Signal(0, team, 0, "refund_rate", "over_mean", day, *figures, NOON, **more)  # type: ignore[arg-type]


async def added(storage: Storage, signal: Signal) -> Signal:
    return await storage.write(lambda unit: unit.signals.add(signal))


async def now(storage: Storage, signal: Signal) -> Signal:
    found = await storage.read(lambda unit: unit.signals.get(signal.team, signal.number))
    assert found is not None
    return found


async def test_one_is_kept_as_it_was_found_and_numbers_count_within_a_team(storage: Storage) -> None:
    town = await settle(storage)
    kept = await added(storage, refunds(town.lake, base=Decimal("4.0001"), community=town.harbour))
    assert await now(storage, kept) == kept
    assert [(await added(storage, refunds(team))).number for team in (town.hill, town.lake)] == [1, 2]


async def test_one_person_takes_it(storage: Storage) -> None:
    town = await settle(storage)
    one = await added(storage, refunds(town.lake))

    async def takes(person: int) -> bool:
        return await storage.write(lambda unit: unit.signals.take(one.id, person, NOON))

    won = await asyncio.gather(*(takes(who.id) for who in (town.ann, town.bob)))
    assert sorted(won) == [False, True]
    assert (await now(storage, one)).taken_by == (town.ann if won[0] else town.bob).id


async def test_it_recovers_once_and_is_still_known_to_the_days_before(storage: Storage) -> None:
    town = await settle(storage)
    one = await added(storage, refunds(town.lake))
    later = FRIDAY + 3 * DAY
    won = [await storage.write(lambda unit: unit.signals.recover(one.id, NOON, later)) for _ in range(2)]
    assert won == [True, False]
    for since, known in ((None, 0), (FRIDAY, 1), (later, 1), (later + DAY, 0)):
        assert len(await storage.read(lambda unit, since=since: unit.signals.raised(town.lake, since))) == known  # type: ignore[misc]


async def test_it_is_whose_its_task_is(storage: Storage) -> None:
    town = await settle(storage)
    task = await storage.write(lambda unit: unit.tasks.add(Task(0, town.lake, 0, "Refunds", NOON)))
    hers = await storage.write(lambda unit: unit.tasks.add(Task(0, town.hill, 0, "Theirs", NOON)))
    await storage.write(lambda unit: unit.tasks.take(hers.id, town.charlie.id, NOON))
    mine = await added(storage, refunds(town.lake, task=task.number))
    theirs = await added(storage, refunds(town.hill, task=1, taken_by=town.charlie.id, taken_at=NOON))
    untaken = await added(storage, refunds(town.lake))
    await storage.write(lambda unit: unit.tasks.take(task.id, town.bob.id, NOON + DAY))
    assert await owner(storage, mine) == (town.bob.id, NOON + DAY)
    await storage.write(lambda unit: _given_back(unit, task, town))
    assert await owner(storage, mine) == (None, None)
    assert await owner(storage, theirs) == (town.charlie.id, NOON)
    assert await owner(storage, untaken) == (None, None)


async def test_who_had_its_task_when_it_recovered_stays_known(storage: Storage) -> None:
    town = await settle(storage)
    task = await storage.write(lambda unit: unit.tasks.add(Task(0, town.lake, 0, "Refunds", NOON)))
    mine = await added(storage, refunds(town.lake, task=task.number, taken_by=town.ann.id, taken_at=NOON))

    async def seen() -> tuple[object, object]:
        (one,) = await storage.read(lambda unit: unit.signals.raised(town.lake))
        assert one == await now(storage, mine)
        return one.taken_by, one.taken_at

    assert await seen() == (None, None)
    await storage.write(lambda unit: unit.tasks.take(task.id, town.bob.id, NOON + DAY))
    assert await seen() == (town.bob.id, NOON)
    await storage.write(lambda unit: _given_back(unit, task, town))
    assert await seen() == (None, None)
    await storage.write(lambda unit: unit.tasks.take(task.id, town.bob.id, NOON))
    await storage.write(lambda unit: unit.signals.recover(mine.id, NOON, FRIDAY))
    await storage.write(lambda unit: _given_back(unit, task, town))
    assert await seen_by(storage, town.lake) == (town.bob.id, NOON)


async def test_what_was_given_back_can_be_taken_again(storage: Storage) -> None:
    town = await settle(storage)
    task = await storage.write(lambda unit: unit.tasks.add(Task(0, town.lake, 0, "Refunds", NOON)))
    mine = await added(storage, refunds(town.lake, task=task.number, taken_by=town.ann.id, taken_at=NOON))
    await storage.write(lambda unit: unit.tasks.take(task.id, town.bob.id, NOON))
    assert not await storage.write(lambda unit: unit.signals.take(mine.id, town.ann.id, NOON))
    await storage.write(lambda unit: _given_back(unit, task, town))
    assert await storage.write(lambda unit: unit.signals.take(mine.id, town.ann.id, NOON))


async def seen_by(storage: Storage, team: int) -> tuple[object, object]:
    """Of one that has recovered, who had it then."""
    (one,) = await storage.read(lambda unit: unit.signals.raised(team, FRIDAY))
    return one.taken_by, one.taken_at


async def test_two_months_are_read_day_by_day(storage: Storage) -> None:
    """The look at the end of a month asks for each day of it and of the one before."""
    town = await settle(storage)
    days = [FRIDAY - at * DAY for at in range(61, -1, -1)]
    values = {"joined": Decimal("3.5"), "left": Decimal(1)}

    async def file(unit: Unit) -> None:
        for day in days[::2]:
            report = Report(town.lake, town.harbour, day, town.ann.id, "telegram", NOON, late=False)
            await unit.numbers.file(report, values, {})

    await storage.write(file)
    spans = [(day, day) for day in days]
    found = await storage.read(lambda unit: unit.totals.of(town.lake, spans, only=["joined"]))
    assert {days[one.period]: one.total for one in found} == dict.fromkeys(days[::2], Decimal("3.5"))


async def owner(storage: Storage, signal: Signal) -> tuple[object, object]:
    found = await now(storage, signal)
    return found.taken_by, found.taken_at


async def _given_back(unit: Unit, task: Task, town: Town) -> None:
    await unit.tasks.leave(task.id, town.bob.id)
    await unit.tasks.lower(task.id)
