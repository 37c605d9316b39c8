"""The time machine: everything on the way happens at its own time, once."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.demo.machine import PLANNED
from bot.ports import Call
from commands.kit import Heard
from storage import Account, Address, Storage

from .lively import NOW, SHANGHAI, team_at


@pytest.mark.parametrize(
    ("to", "local"),
    [
        ("next", "Nov 24, 20:30"), ("nudge", "Nov 24, 20:30"), ("digest", "Nov 24, 22:00"),
        ("morning", "Nov 25, 09:00"), ("standup", "Nov 25, 09:30"), ("topic", "Nov 25, 10:00"),
        ("friday", "Nov 27, 16:00"), ("summary", "Nov 27, 17:30"), ("monday", "Nov 30, 09:35"),
        ("month-end", "Nov 30, 15:00"), ("redbook", "Dec 01, 10:00"), ("fortnight", "Dec 04, 16:30"),
        ("quarter", "Jan 04, 10:00"),
    ],
)  # fmt: skip
async def test_every_offer_leads_to_its_moment(sqlite_storage: Storage, to: str, local: str) -> None:
    team = await team_at(sqlite_storage)
    assert set(team.machine.offers()) >= {to, *PLANNED}
    goal = await team.machine.goal(to, SHANGHAI)
    assert goal is not None
    assert f"{goal.astimezone(SHANGHAI):%b %d, %H:%M}" == local


async def test_a_jump_to_the_digest_lives_through_the_evening(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    passed = await team.jump("digest")
    assert passed == sorted(passed)
    assert passed[-1] == "Tue 22:00"
    group, channel = await team.said("team-room"), await team.said("team-channel")
    assert [line.partition(" joined")[0] for line in group] == [
        "Tue 20:05 /daily readers", "Tue 20:05 Night Readers · Tue, Nov 24",
        "Tue 20:18 /daily python", "Tue 20:18 Python Evenings · Tue, Nov 24",
        "Tue 22:00 Daily digest · Tue, Nov 24",
    ]  # fmt: skip
    assert channel[-1] == group[-1]
    assert [line[:9] for line in await team.said("mei")] == ["Tue 20:30", "Tue 21:30"]
    assert await team.said("ning") == []


async def test_nothing_on_the_way_is_late_or_doubled(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    await team.jump("monday")
    # One that stands is made anew when somebody takes up what is abnormal on it: the moment is that of the newest.
    digests = {line[10:] for line in await team.said("team-channel") if "digest" in line}
    assert digests == {
        *(f"Daily digest · {day}, Nov {number}" for day, number in
          (("Tue", 24), ("Wed", 25), ("Thu", 26), ("Fri", 27), ("Sat", 28), ("Sun", 29))),
        "Weekly digest · week 2026-W48 (Mon, Nov 23 – Sun, Nov 29)",
    }  # fmt: skip
    runs = await sqlite_storage.read(lambda unit: unit.schedules.last(1))
    assert {run.outcome for run in runs.values()} <= {"run", "posted"}


async def test_the_week_s_standing_work_is_given_to_those_with_the_job_title(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    await team.jump("monday")
    tasks = await sqlite_storage.read(lambda unit: unit.tasks.listed(1, ["done"]))
    tasks = [task for task in tasks if task.job and task.made_at > NOW]
    assert {f"{task.made_at.astimezone(SHANGHAI):%a} {task.title}" for task in tasks} == {
        "Wed Interaction", "Wed Content planning", "Thu Interaction", "Thu Content review", "Fri Interaction",
        "Fri Publishing", "Fri Data analysis",
    }  # fmt: skip
    assert [line for line in await team.said("tom") if line.startswith("Wed 10")] == [
        "Wed 10:00 Milestone 2: Poster templates",
        "Wed 10:00 Promise 2: Bring the list of gift partners",
        "Wed 10:00 Topic meeting",
        "Wed 10:00 Task 14: Content planning",
    ]


async def test_jumping_again_goes_on_to_the_next_one(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    first = (await team.jump("digest"))[-1]
    assert (first, (await team.jump("digest"))[-1]) == ("Tue 22:00", "Wed 22:00")
    assert sum("digest" in line for line in await team.said("team-room")) == 2


async def test_what_is_switched_off_leads_nowhere(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    await team.app.planner.welcome()
    await sqlite_storage.write(lambda unit: unit.schedules.put(1, "digest.weekly", off=True))
    assert await team.machine.goal("monday", SHANGHAI) is None
    with pytest.raises(LookupError):
        await team.machine.goal("yesterday", SHANGHAI)


async def test_who_has_reported_is_not_reminded_and_not_reported_for(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    for who, name, line in (("mei", "Lin Mei", "moms joined 32"), ("ning", "Wei Ning", "readers joined 15")):
        heard = Heard(Account("web", who, name), Address("web", "team-room"), team.clock(), via="typed")
        await team.app.desk.hear(Call(f"/daily {line}", heard))
    await team.jump("digest")
    assert await team.said("mei") == []
    assert not any("/daily readers" in line for line in await team.said("team-room"))
    number = await sqlite_storage.read(
        lambda unit: unit.numbers.window(1, 2, NOW.date(), NOW.date() + timedelta(days=1))
    )
    assert {(each.metric, each.value) for each in number} == {("joined", 15)}


async def test_the_morning_fills_in_what_nobody_reported(sqlite_storage: Storage) -> None:
    team = await team_at(sqlite_storage)
    await team.jump("morning")
    found = await sqlite_storage.read(lambda unit: unit.numbers.reporters(1, NOW.date()))
    assert len(found) == 5
    assert team.clock() == datetime(2026, 11, 25, 1, tzinfo=UTC)
