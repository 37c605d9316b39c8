"""The sample's activities: believable, borne out by its numbers, planted once."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from bot.ports import Call
from commands.kit import Heard
from commands.kit.rules import DEFAULT, roi
from commands.kit.tiers import PHASES
from storage import Account, Activity, Address, Storage, Unit

from .lively import NOW, SHANGHAI, team_at

STARTS = [NOW + timedelta(days=days) for days in (0, 3, 11, 40, 97)]


async def activities(storage: Storage) -> dict[str, Activity]:
    found = await storage.read(lambda unit: unit.activities.listed(1, tuple(PHASES)))
    return {each.name: each for each in found}


async def test_one_is_closed_one_owes_its_review_one_is_coming_and_one_waits_for_the_visitor(
    sqlite_storage: Storage,
) -> None:
    await team_at(sqlite_storage, lived=True)
    found = await activities(sqlite_storage)
    assert {name: each.phase for name, each in found.items()} == {
        "Autumn fair": "locked", "Trial evening": "ended", "Winter tasting": "approved",
        "Book swap evening": "proposed",
    }  # fmt: skip
    assert [each.number for each in sorted(found.values(), key=lambda each: each.number)] == [1, 2, 3, 4]
    assert all("Sample data." in each.goal for each in found.values())


@pytest.mark.parametrize("now", STARTS, ids=lambda now: f"{now:%a}")
async def test_the_numbers_bear_out_what_the_closed_one_has_brought(sqlite_storage: Storage, now: datetime) -> None:
    team = await team_at(sqlite_storage, now, lived=True)
    fair = (await activities(sqlite_storage))["Autumn fair"]
    mains = fair.starts_at.astimezone(SHANGHAI).date()

    async def mean(unit: Unit, first: int) -> Decimal:
        days = [mains + timedelta(days=first + step) for step in range(3)]
        rows = await unit.numbers.window(1, fair.community or 0, days[0], days[-1])
        values = [row.value for row in rows if row.metric == "active" and row.value is not None]
        return sum(values, Decimal()) / len(values)

    after = await sqlite_storage.read(lambda unit: mean(unit, 1))
    before = await sqlite_storage.read(lambda unit: mean(unit, -6))
    assert after > before * Decimal("1.2")
    assert team.clock() > fair.locks_at


async def test_the_figures_of_the_closed_one_grow_and_end_in_its_roi(sqlite_storage: Storage) -> None:
    await team_at(sqlite_storage)
    fair = (await activities(sqlite_storage))["Autumn fair"]
    said = await sqlite_storage.read(lambda unit: unit.activities.takings(fair.id))
    assert len(said) == 4
    for earlier, later in pairwise(said):
        assert earlier.at < later.at
        assert (earlier.revenue or 0) < (later.revenue or 0)
    last = said[-1]
    assert fair.locked_roi == roi(last.revenue or Decimal(), last.refunds or Decimal(), last.cost or Decimal())
    assert fair.locked_roi is not None
    assert fair.locked_roi > DEFAULT.least_roi


async def test_its_five_tasks_are_done_by_their_owners_and_its_lessons_are_found_again(
    sqlite_storage: Storage,
) -> None:
    await team_at(sqlite_storage)
    fair = (await activities(sqlite_storage))["Autumn fair"]
    tasks = await sqlite_storage.read(lambda unit: unit.tasks.listed(1, ["done"], activity=fair.id))
    holders = await sqlite_storage.read(lambda unit: unit.tasks.holders([task.id for task in tasks]))
    assert len(tasks) == len(holders) == 5
    assert all(holder.done_at is not None for holder in holders)
    assert await sqlite_storage.read(lambda unit: unit.activities.reviewed(fair.id)) is not None
    for words in (["poster", "late"], ["避坑"], ["autumn", "fair", "friend"]):
        assert len(await sqlite_storage.read(lambda unit, words=words: unit.lessons.found(1, words))) == 1  # type: ignore[misc]


async def test_a_milestone_slips(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage, lived=True)
    found = await sqlite_storage.read(lambda unit: unit.milestones.listed(1, ["open", "verified"]))
    assert [each.state for each in found] == ["verified", "open", "open"]
    assert found[1].planned_at < found[1].due_at < team.clock() < found[2].due_at


async def test_a_second_start_plants_nothing_again(sqlite_storage: Storage) -> None:
    await team_at(sqlite_storage, lived=True)
    before = await activities(sqlite_storage)
    await team_at(sqlite_storage, NOW + timedelta(days=3))
    assert await activities(sqlite_storage) == before
    assert len(await sqlite_storage.read(lambda unit: unit.milestones.listed(1, ["open", "verified"]))) == 3


async def test_the_visitor_can_approve_what_a_colleague_proposes(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage, lived=True)
    for room in ("team-room", "team-channel"):
        assert "Tue 09:26 Activity 4: Book swap evening (light)" in await team.said(room)
    mei = Heard(Account("web", "mei", "Lin Mei"), Address("web", "team-room"), team.clock(), via="pressed")
    await team.app.desk.hear(Call("/activity approve 4", mei))
    await team.jump("activity")
    tasks = await sqlite_storage.read(lambda unit: unit.tasks.listed(1, ["claimed"], activity=4))
    assert len(tasks) == 5


async def test_the_time_machine_goes_from_step_to_step_of_an_activity(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage, lived=True)
    passed = [(await team.jump("activity"))[-1] for _ in range(6)]
    assert passed == ["Tue 18:00", "Wed 18:00", "Wed 20:00", "Thu 10:00", "Thu 20:00", "Fri 10:00"]
    group = await team.said("team-room")
    assert "Wed 20:00 Activity 3: Winter tasting (light)" in group
    assert next(line for line in await team.said("mei") if "Activity 2" in line).startswith("Tue 18:00")


async def test_a_jump_over_a_whole_activity_loses_none_of_it(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage, lived=True)
    await team.jump("month-end")
    tasting = (await activities(sqlite_storage))["Winter tasting"]
    assert tasting.phase == "afterglow"
    private = [line for line in await team.said("aisha") if "Activity 3" in line and line.startswith(("Sat", "Sun"))]
    assert [line[:9] for line in private][:3] == ["Sat 20:00", "Sat 20:30", "Sat 21:00"]
    group = [line for line in await team.said("team-room") if "Activity 3: Winter" in line]
    posts = ["Wed 20:00", "Thu 20:00", "Fri 20:00", "Sat 20:00", "Sun 02:00"]
    assert list(dict.fromkeys(line[:9] for line in group if line[:9] in posts)) == posts


async def test_without_an_activity_there_is_no_next_step(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    for timer in await sqlite_storage.read(lambda unit: unit.timers.due(datetime(2027, 6, 1, tzinfo=UTC), 1000)):
        await sqlite_storage.write(lambda unit, timer=timer: unit.timers.take(timer.id))  # type: ignore[misc]
    assert await team.machine.goal("activity", SHANGHAI) is None
