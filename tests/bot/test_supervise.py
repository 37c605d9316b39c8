"""What must always run comes back, not too fast, and its deaths are known."""

import asyncio
from collections import Counter
from collections.abc import Callable

import pytest

from bot.supervise import LONGEST_PAUSE, TOO_MANY, Supervisor

PARTS = ("telegram", "discord", "clock", "postman", "inbox")


class Hours:
    """Time that passes only by sleeping."""

    def __init__(self) -> None:
        self.now = 0.0
        self.pauses: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds
        await asyncio.sleep(0)


class Life:
    """A task that lives until it is told how to die."""

    def __init__(self) -> None:
        self.births = 0
        self.born = asyncio.Event()
        self.fate: asyncio.Future[None]

    async def __call__(self) -> None:
        self.births += 1
        self.fate = asyncio.get_running_loop().create_future()
        self.born.set()
        await self.fate

    async def next_life(self) -> None:
        await asyncio.wait_for(self.born.wait(), 5)
        self.born.clear()


def killed(life: Life) -> None:
    life.fate.set_exception(RuntimeError("out of luck"))


def ended(life: Life) -> None:
    life.fate.set_result(None)


def cancelled(life: Life) -> None:
    life.fate.cancel()


@pytest.mark.parametrize("way", [killed, ended, cancelled])
async def test_each_named_task_that_dies_comes_back(way: Callable[[Life], None]) -> None:
    hours, until, mourned = Hours(), asyncio.Event(), Counter[str]()
    supervisor = Supervisor(now=lambda: hours.now, sleep=hours.sleep, died=lambda name: mourned.update([name]))
    lives = {name: Life() for name in PARTS}
    for name, life in lives.items():
        supervisor.add(name, life)
    running = asyncio.create_task(supervisor.run(until))
    for name, life in lives.items():
        await life.next_life()
        way(life)
        await life.next_life()
        assert life.births == 2
        assert supervisor.deaths[name] == mourned[name] == 1
    assert {name: life.births for name, life in lives.items()} == dict.fromkeys(PARTS, 2)
    assert supervisor.health().state == "ok"
    until.set()
    await running
    assert all(life.fate.cancelled() for life in lives.values())


async def test_the_pause_grows_to_half_a_minute_and_is_short_again_after_a_long_life() -> None:
    hours, until, life = Hours(), asyncio.Event(), Life()
    supervisor = Supervisor(now=lambda: hours.now, sleep=hours.sleep)
    supervisor.add("clock", life)
    running = asyncio.create_task(supervisor.run(until))
    for _ in range(7):
        await life.next_life()
        killed(life)
    await life.next_life()
    hours.now += 60
    killed(life)
    await life.next_life()
    until.set()
    await running
    assert hours.pauses == [1, 2, 4, 8, 16, LONGEST_PAUSE, LONGEST_PAUSE, 1]


async def test_five_deaths_in_ten_minutes_are_told_with_the_last_words_and_forgotten_later() -> None:
    hours, until, life = Hours(), asyncio.Event(), Life()
    supervisor = Supervisor(now=lambda: hours.now, sleep=hours.sleep)
    supervisor.add("clock", life)
    running = asyncio.create_task(supervisor.run(until))
    for _ in range(TOO_MANY):
        assert supervisor.health().state == "ok"
        await life.next_life()
        killed(life)
        await asyncio.sleep(0)
    await life.next_life()
    sick = supervisor.health()
    assert sick.state == "down"
    assert sick.why == "clock died 5 times in 10 minutes: RuntimeError: out of luck"
    hours.now += 600
    assert supervisor.health().state == "ok"
    until.set()
    await running


async def test_one_that_does_not_end_is_left_behind_and_named() -> None:
    until, free, started = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def stubborn() -> None:
        started.set()
        while not free.is_set():
            try:
                await free.wait()
            except asyncio.CancelledError:
                continue

    supervisor = Supervisor()
    supervisor.add("stubborn", stubborn)
    supervisor.add("polite", _for_ever)
    running = asyncio.create_task(supervisor.run(until))
    await started.wait()
    assert await supervisor.dismiss(["stubborn", "polite"], budget=0.05) == ["stubborn"]
    until.set()
    await asyncio.wait_for(running, 5)
    free.set()
    await asyncio.wait(asyncio.all_tasks() - {asyncio.current_task()})


async def test_some_can_be_ended_before_the_others() -> None:
    until, ears, clock = asyncio.Event(), Life(), Life()
    supervisor = Supervisor()
    supervisor.add("ears", ears)
    supervisor.add("clock", clock)
    running = asyncio.create_task(supervisor.run(until))
    await ears.next_life()
    await clock.next_life()
    assert await supervisor.dismiss(["ears", "nobody"]) == []
    assert ears.fate.cancelled()
    assert not clock.fate.done()
    until.set()
    await running
    assert clock.fate.cancelled()
    assert (ears.births, supervisor.deaths["ears"]) == (1, 0)


async def test_tasks_end_with_the_one_who_waits_for_them() -> None:
    life = Life()
    supervisor = Supervisor()
    supervisor.add("clock", life)
    running = asyncio.create_task(supervisor.run(asyncio.Event()))
    await life.next_life()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
    assert life.fate.cancelled()


async def test_work_that_fails_before_it_begins_is_a_death_too() -> None:
    hours, until = Hours(), asyncio.Event()

    def broken() -> None:
        if len(hours.pauses) > 2:
            until.set()
        raise TypeError("not even a coroutine")

    supervisor = Supervisor(now=lambda: hours.now, sleep=hours.sleep)
    supervisor.add("broken", broken)  # type: ignore[arg-type]
    await asyncio.wait_for(supervisor.run(until), 5)
    assert supervisor.deaths["broken"] >= 2


def test_two_tasks_cannot_have_one_name() -> None:
    supervisor = Supervisor()
    supervisor.add("clock", _for_ever)
    with pytest.raises(ValueError, match="clock"):
        supervisor.add("clock", _for_ever)


async def _for_ever() -> None:
    await asyncio.Event().wait()
