"""How fast a platform may be spoken to: arithmetic over seconds, and a gate where the most urgent goes first."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.pace import DISCORD, TELEGRAM, Bucket, Gate, Rate, pause


def test_pauses_between_attempts_double_up_to_five_minutes() -> None:
    assert [pause(at) for at in (0, 1, 2, 8, 9, 5000)] == [1, 2, 4, 256, 300, 300]


def test_a_burst_goes_at_once_and_then_one_each_interval() -> None:
    bucket = Bucket(Rate(3, 2.0), 0.0)
    for _ in range(3):
        assert bucket.wait(0.0) == 0
        bucket.take(0.0)
    assert bucket.wait(0.0) == 2.0
    assert bucket.wait(0.5) == 1.5
    assert bucket.wait(2.0) == 0


def test_silence_saves_up_no_more_than_a_burst() -> None:
    bucket = Bucket(Rate(2, 1.0), 0.0)
    assert bucket.wait(1000.0) == 0
    bucket.take(1000.0)
    bucket.take(1000.0)
    assert bucket.wait(1000.0) == 1.0


def test_a_bucket_can_be_forgotten_when_it_is_full_again() -> None:
    bucket = Bucket(Rate(2, 1.0), 0.0)
    bucket.take(0.0)
    assert not bucket.idle(0.5)
    assert bucket.idle(1.0)


@given(
    st.floats(1, 40), st.floats(0.01, 5), st.lists(st.floats(0, 3), min_size=1, max_size=200)
)  # fmt: skip
def test_whoever_waits_as_told_never_exceeds_the_rate(burst: float, every: float, pauses: list[float]) -> None:
    bucket = Bucket(Rate(burst, every), 0.0)
    now = 0.0
    for sent, gap in enumerate(pauses):
        now += gap
        now += bucket.wait(now)
        assert sent <= burst + now / every + 1e-6
        bucket.take(now)


class Seconds:
    """A monotonic clock that stands until it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


async def settled() -> None:
    """Let everything that can go on go on."""
    for _ in range(20):
        await asyncio.sleep(0)


async def passing(gate: Gate, lane: int, passed: list[int]) -> None:
    await gate.enter(lane)
    passed.append(lane)


async def test_those_who_wait_at_the_gate_pass_by_urgency_then_in_their_order(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Seconds()
    slept: list[float] = []
    sleep = asyncio.sleep

    async def moved(seconds: float) -> None:
        if seconds:
            slept.append(seconds)
            clock.now += seconds
        await sleep(0)

    monkeypatch.setattr("bot.pace.asyncio.sleep", moved)
    gate = Gate(Rate(1, 1.0), clock)
    passed: list[int] = []
    async with asyncio.TaskGroup() as group:
        for lane in (3, 3, 2, 0, 1):
            group.create_task(passing(gate, lane, passed))
    assert passed == [0, 1, 2, 3, 3]
    assert sum(slept) == pytest.approx(4.0)


async def test_a_closed_gate_lets_nobody_through_until_its_time() -> None:
    clock = Seconds()
    gate = Gate(Rate(10, 0.001), clock)
    gate.hold(0.02)
    assert gate.closed
    passed: list[int] = []
    waiting = asyncio.create_task(passing(gate, 0, passed))
    await settled()
    assert passed == []
    clock.now = 0.02
    assert not gate.closed
    await waiting
    assert passed == [0]


async def test_a_shorter_pause_does_not_shorten_a_longer_one() -> None:
    clock = Seconds()
    gate = Gate(Rate(10, 0.001), clock)
    gate.hold(60)
    gate.hold(1)
    clock.now = 59
    assert gate.closed


async def test_somebody_who_gave_up_waiting_holds_nobody_up() -> None:
    clock = Seconds()
    gate = Gate(Rate(10, 0.001), clock)
    gate.hold(0.01)
    passed: list[int] = []
    first = asyncio.create_task(passing(gate, 0, passed))
    second = asyncio.create_task(passing(gate, 1, passed))
    await settled()
    first.cancel()
    clock.now = 1
    await second
    assert passed == [1]


async def test_a_post_leaves_room_for_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Seconds()
    sleep = asyncio.sleep

    async def moved(seconds: float) -> None:
        clock.now += seconds
        await sleep(0)

    monkeypatch.setattr("bot.pace.asyncio.sleep", moved)
    gate = Gate(Rate(6, 1.0), clock)
    for _ in range(3):
        await gate.enter(3)
    assert clock.now == 0
    for _ in range(3):
        await gate.enter(2)
    assert clock.now == 0
    await gate.enter(3)
    assert clock.now == pytest.approx(4.0)


async def test_an_answer_does_not_wait_until_a_post_may_pass() -> None:
    clock = Seconds()
    gate = Gate(Rate(6, 1000.0), clock)
    passed: list[int] = []
    async with asyncio.timeout(10):
        for _ in range(3):
            await gate.enter(3)
        post = asyncio.create_task(passing(gate, 3, passed))
        await settled()
        await passing(gate, 2, passed)
    assert passed == [2]
    post.cancel()


def test_a_burst_and_a_second_together_stay_below_what_the_platforms_take() -> None:
    for pace, limit in ((TELEGRAM, 30), (DISCORD, 50)):
        assert pace.total.burst + 1 / pace.total.every < limit


async def test_a_further_message_of_a_letter_counts() -> None:
    clock = Seconds()
    gate = Gate(Rate(2, 1.0), clock)
    await gate.enter(2)
    assert gate.free
    gate.spoke()
    assert not gate.free
