"""What is due becomes a timer, once: with two programs on one database, after a crash, and after a long sleep."""

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.planner import Planner
from storage import Run, Storage, Unit, open_storage
from tests.town import MENU, Town


async def digests(storage: Storage) -> list[str]:
    """The local minute of every digest that was posted, in order."""

    async def look(unit: Unit) -> list[str]:
        rows = [row async for row in unit.journal.rows(1, None, None)]
        return [row.line.partition("due:")[2] for row in rows if row.line.startswith("/digest post daily")]

    return sorted(await storage.read(look))


async def _never(db: AsyncConnection) -> None:
    """No timer of the first team is taken any more."""
    refuse = "BEGIN SELECT RAISE(ABORT, 'no'); END"
    await db.exec_driver_sql(f"CREATE TRIGGER never BEFORE INSERT ON timers WHEN NEW.workspace = 1 {refuse}")
    await db.commit()


async def _forget(unit: Unit, name: str) -> None:
    await unit.schedules.drop(1, name)


async def test_two_programs_on_one_database_post_each_digest_once(postgres_url: str) -> None:
    storages = [open_storage(postgres_url), open_storage(postgres_url)]
    try:
        towns = [Town(storage) for storage in storages]
        await towns[0].founded()
        for day in range(12):
            for town in towns:
                town.now = datetime(2026, 11, 24, 14, 0, 1, tzinfo=UTC) + timedelta(days=day)
            await asyncio.gather(*(town.looks_at_the_clock() for town in towns for _ in range(3)))
        assert await digests(storages[0]) == [
            f"{datetime(2026, 11, 24, tzinfo=UTC) + timedelta(days=day):%Y-%m-%d}T22:00" for day in range(12)
        ]
    finally:
        for storage in storages:
            await storage.close()


async def test_a_program_that_dies_between_planning_and_posting_posts_after_its_restart(town: Town) -> None:
    await town.founded()
    town.now = datetime(2026, 11, 24, 14, 0, 30, tzinfo=UTC)
    await town.planner.plan()
    restarted = Town(town.storage, now=town.now + timedelta(seconds=40))
    await restarted.looks_at_the_clock()
    await restarted.looks_at_the_clock()
    assert await digests(town.storage) == ["2026-11-24T22:00"]


async def test_a_program_that_dies_while_planning_has_planned_nothing(town: Town) -> None:
    await town.founded()
    town.now = datetime(2026, 11, 24, 14, 0, 30, tzinfo=UTC)
    (planned,) = [p for p in await town.storage.read(lambda unit: unit.schedules.due(town.now, 9)) if "daily" in p.name]

    async def dies(unit: Unit) -> None:
        await unit.schedules.advance(planned, None)
        await unit.schedules.ran(Run(1, planned.name, "2026-11-24T22:00", town.now, "run"))
        raise RuntimeError("power cut")

    try:
        await town.storage.write(dies)
    except RuntimeError:
        await town.looks_at_the_clock()
    assert await digests(town.storage) == ["2026-11-24T22:00"]


async def test_a_time_that_ran_already_does_not_run_again_when_the_zone_goes_back(town: Town) -> None:
    await town.founded()
    await town.sleep_until("2026-11-24 22:10")
    await town.ann.says("/setup change zone:Asia/Bangkok")
    await town.sleep_until("2026-11-25 02:00")
    assert await digests(town.storage) == ["2026-11-24T22:00"]


async def test_a_reminder_that_is_hours_late_is_left_out(town: Town) -> None:
    await town.founded()
    await town.bob.in_private().says("/join")
    await town.bob.says("/daily active 10 date:yesterday")
    town.now = datetime(2026, 11, 24, 19, 0, tzinfo=UTC)  # three in the morning
    posts = await town.looks_at_the_clock()
    assert [post.address.chat for post in posts] == ["-100"]
    runs = await town.storage.read(lambda unit: unit.schedules.last(1))
    assert {name: run.outcome for name, run in runs.items() if name in MENU.every} == {
        "nudge.first": "skipped", "nudge.second": "skipped", "digest.daily": "late", "oncall.look": "run",
    }  # fmt: skip


async def test_a_team_without_a_reachable_channel_is_not_posted_to_and_goes_on_later(town: Town) -> None:
    await town.founded()
    gone = datetime(2026, 11, 24, 13, 0, tzinfo=UTC)
    await town.storage.write(lambda unit: unit.places.suspend("telegram", "-100", None, "kicked", gone))
    town.now = datetime(2026, 11, 24, 14, 1, tzinfo=UTC)
    assert await town.looks_at_the_clock() == []
    await town.storage.write(lambda unit: unit.places.resume("telegram", "-100"))
    await town.sleep_until("2026-11-25 23:00")
    assert await digests(town.storage) == ["2026-11-25T22:00"]


async def test_a_team_from_before_the_clock_is_welcomed(town: Town) -> None:
    await town.founded()
    for name in MENU.every:
        await town.storage.write(partial(_forget, name=name))
    assert await town.sleep_until("2026-11-24 23:00") == []
    await Planner(town.storage, lambda: town.now, MENU.every).welcome()
    await town.sleep_until("2026-11-25 23:00")
    assert await digests(town.storage) == ["2026-11-25T22:00"]


async def test_what_this_version_no_longer_knows_is_left_alone(town: Town) -> None:
    await town.founded()
    await town.storage.write(lambda unit: unit.schedules.put(1, "old.thing", next_at=town.now))
    assert await town.looks_at_the_clock() == []
    kept = await town.storage.read(lambda unit: unit.schedules.of(1))
    assert kept["old.thing"].next_at is None


async def test_what_is_overdue_is_not_forgotten_by_a_version_that_knows_more(town: Town) -> None:
    await town.founded()
    await town.storage.write(partial(_forget, name="nudge.second"))
    town.now = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
    await town.planner.welcome()
    await town.looks_at_the_clock()
    assert await digests(town.storage) == ["2026-11-24T22:00"]
    kept = await town.storage.read(lambda unit: unit.schedules.of(1))
    assert kept["nudge.second"].next_at == datetime(2026, 11, 25, 13, 30, tzinfo=UTC)


async def test_what_an_older_version_did_not_know_goes_on_with_the_newer_one(town: Town) -> None:
    await town.founded()
    older = Planner(town.storage, lambda: town.now, {})
    town.now = datetime(2026, 11, 24, 14, 1, tzinfo=UTC)
    await older.plan()
    await town.planner.welcome()
    await town.sleep_until("2026-11-25 23:00")
    assert await digests(town.storage) == ["2026-11-25T22:00"]


async def test_what_is_off_is_not_planned_again(town: Town) -> None:
    await town.founded()
    await town.ann.says("/schedule off digest.daily")
    await town.planner.welcome()
    await town.sleep_until("2026-11-25 23:00")
    assert await digests(town.storage) == []


async def test_one_teams_unreadable_time_does_not_hold_up_the_others(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    await town.founded()
    await town.carol.says("/setup zone:Asia/Shanghai")
    at = datetime(2026, 11, 24, 13, 59, tzinfo=UTC)
    await town.storage.write(lambda unit: unit.schedules.put(1, "digest.weekly", moved="someday", next_at=at))
    town.now = datetime(2026, 11, 24, 14, 0, 1, tzinfo=UTC)
    await town.looks_at_the_clock()
    assert await digests(town.storage) == ["2026-11-24T22:00"]
    assert "a schedule must wait" in caplog.text


async def test_what_the_tables_never_take_of_one_team_does_not_hold_up_the_others(
    town: Town, caplog: pytest.LogCaptureFixture
) -> None:
    await town.founded()
    await town.carol.says("/setup zone:Asia/Shanghai")
    await town.looks_at_the_clock()
    await town.storage.inspect(_never)
    town.now = datetime(2026, 11, 24, 14, 0, 1, tzinfo=UTC)
    assert {post.address.chat for post in await town.looks_at_the_clock()} == {"-666"}
    assert "a schedule must wait" in caplog.text
