"""The machine's clock is put right: what is due is typed all the same, and none of it is lost."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta, tzinfo

import pytest
from apscheduler.schedulers import base

from bot.absence import Absence
from bot.app import now
from bot.clock import Beats
from bot.inbox import Intake
from bot.pace import TELEGRAM
from bot.planner import Planner
from bot.postman import Postman
from storage import Address, Timer
from tests.commands.task.crew import crew
from tests.town import Post, Town

PATIENCE = 30.0
AN_HOUR = timedelta(hours=1)


class Wall:
    """The machine's clock, which somebody moves."""

    def __init__(self) -> None:
        self.off = timedelta()

    def __call__(self) -> datetime:
        return now() + self.off


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Wall:
    """What APScheduler reads, too."""
    found = Wall()

    class Shown(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> "Shown":
            seen = found().astimezone(tz)
            return cls.combine(seen.date(), seen.timetz())

    monkeypatch.setattr(base, "datetime", Shown)
    return found


async def typed(town: Town, wall: Wall, minutes: float) -> None:
    """What is due at a moment of the wall clock is done."""
    key, at = f"later {wall()} {minutes}", wall() + timedelta(minutes=minutes)
    timer = Timer(0, 1, key, at, "/team", Address("telegram", "-100"), None)
    await town.storage.write(lambda unit: unit.timers.set(timer))
    async with asyncio.timeout(PATIENCE):
        while await town.storage.read(lambda unit: unit.timers.find(key)) is not None:  # noqa: ASYNC110
            await asyncio.sleep(0.01)  # the database rings no bell


@pytest.mark.timeout(120)
async def test_a_clock_that_is_set_back_holds_up_nothing_that_is_due(town: Town, wall: Wall) -> None:
    await town.founded()
    carrier = Postman(town.storage, wall, lambda: 0.0, "one", {"telegram": TELEGRAM})
    clock = Beats(town.storage, wall, town.desk, Intake(town.storage, wall, "one"), carrier,
                  Planner(town.storage, wall, {}))  # fmt: skip
    beating = asyncio.create_task(clock.run(wall))
    await typed(town, wall, 0)
    for moved in (-AN_HOUR, AN_HOUR, -AN_HOUR, -timedelta(days=1)):
        wall.off += moved
        await typed(town, wall, 0)
        await typed(town, wall, 1 / 30)
    beating.cancel()
    await asyncio.wait([beating])


def called(posts: list[Post]) -> list[str]:
    """Who is called by name in the group, and when."""
    found = [post for post in posts if post.address.chat == "-100" and "please acknowledge" in post.text]
    return [f"{post.local()[11:]} {post.text.splitlines()[1].partition(':')[0]}" for post in found]


async def test_calls_that_a_wrong_clock_made_do_not_put_off_the_next_ones(town: Town) -> None:
    """At 20:05 the clock says 21:05 for a minute: the call that was due at 20:15 was made, and the next one comes a
    quarter of an hour after it, not an hour and a quarter."""
    team = await crew(replace(town, carries=True))
    there = team.town
    await team.ann.says("/oncall rota primary:@bob backup:@dee rotation:daily handover:09:00")
    for _ in range(2):
        await there.looks_at_the_clock()
    awake = Absence(there.storage, lambda: there.now, lambda: 0.0)
    await awake.awake()
    await team.ann.says("/risk raise red Gatehouse flooded")
    assert called(await there.looks_at_the_clock()) == ["20:00 Bob"]
    there.sleep(minutes=65)
    await awake.awake()
    await there.looks_at_the_clock()  # the call is due, then what it says
    assert called(await there.looks_at_the_clock()) == ["21:05 Dee"]
    there.sleep(minutes=-59)
    await awake.awake()
    assert called(await there.sleep_until("2026-11-24 20:20")) == []
    assert called(await there.sleep_until("2026-11-24 20:37")) == ["20:21 Ann", "20:36 Bob"]


async def test_a_clock_that_is_set_back_calls_nobody_sooner(town: Town) -> None:
    """The next call was wound by the right clock: its time comes when it was meant to."""
    team = await crew(replace(town, carries=True))
    there = team.town
    await team.ann.says("/oncall rota primary:@bob backup:@dee rotation:daily handover:09:00")
    for _ in range(2):
        await there.looks_at_the_clock()
    await team.ann.says("/risk raise red Gatehouse flooded")
    assert called(await there.looks_at_the_clock()) == ["20:00 Bob"]
    there.sleep(minutes=10)
    awake = Absence(there.storage, lambda: there.now, lambda: 0.0)
    await awake.awake()
    there.sleep(minutes=-5)
    await awake.awake()
    assert called(await there.sleep_until("2026-11-24 20:14")) == []
    assert called(await there.sleep_until("2026-11-24 20:16")) == ["20:15 Dee"]
