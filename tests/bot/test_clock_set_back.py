"""The machine's clock is put right: what is due is typed all the same, and none of it is lost."""

import asyncio
from datetime import UTC, datetime, timedelta, tzinfo

import pytest
from apscheduler.schedulers import base

from bot.clock import Beats
from bot.inbox import Intake
from bot.pace import TELEGRAM
from bot.planner import Planner
from bot.postman import Postman
from storage import Address, Timer
from tests.town import Town

PATIENCE = 30.0
AN_HOUR = timedelta(hours=1)


class Wall:
    """The machine's clock, which somebody moves."""

    def __init__(self) -> None:
        self.off = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.off


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
