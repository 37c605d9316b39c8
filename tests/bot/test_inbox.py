"""What comes in is on the disk first, is served in order in its lane, and gets lost or doubled by nothing."""

import asyncio
from datetime import timedelta

import pytest

from bot.inbox import LEASE
from bot.ports import Malformed
from storage import Busy, Impossible, Incoming, Storage, Taken

from .listening import Listener, Now, counts, intake, items, opened


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Pauses between attempts take no time; they are noted."""
    paused: list[float] = []
    sleep = asyncio.sleep

    async def at_once(seconds: float) -> None:
        paused.append(seconds)
        await sleep(0)

    monkeypatch.setattr("bot.inbox.asyncio.sleep", at_once)
    return paused


async def test_one_lane_is_served_in_order(sqlite_storage: Storage) -> None:
    chat = Listener(sqlite_storage)
    way = intake(sqlite_storage, chat)
    await way.feed("telegram", items("a", "b"))
    await way.feed("telegram", items("c"))
    await chat.until(3)
    assert chat.served == ["a", "b", "c"]
    await way.close(1)


async def test_lanes_go_side_by_side(sqlite_storage: Storage) -> None:
    gate = asyncio.Event()

    async def slowly(incoming: Incoming) -> None:
        if incoming.lane == "slow":
            await gate.wait()

    chat = Listener(sqlite_storage, slowly)
    way = intake(sqlite_storage, chat)
    await way.feed("telegram", items("s1", "s2", lane="slow") + items("f1", "f2", lane="fast"))
    await chat.until(2)
    assert chat.served == ["f1", "f2"]
    assert way.waiting == 2
    gate.set()
    await chat.until(4)
    assert chat.served[2:] == ["s1", "s2"]
    await way.close(1)


async def test_what_is_fed_is_on_the_disk_when_feed_returns(sqlite_storage: Storage) -> None:
    gate = asyncio.Event()
    chat = Listener(sqlite_storage, lambda incoming: opened(gate))
    way = intake(sqlite_storage, chat)
    await way.feed("telegram", items("a", "b"))
    assert await counts(sqlite_storage) == {"new": 2}
    gate.set()
    await chat.until(2)
    assert await counts(sqlite_storage) == {"done": 2}
    await way.close(1)


async def test_a_key_that_comes_twice_is_served_once(sqlite_storage: Storage) -> None:
    chat = Listener(sqlite_storage)
    way = intake(sqlite_storage, chat)
    await way.feed("telegram", items("a", "a"))
    await chat.until(1)
    await way.feed("telegram", items("a") + items("b"))
    await chat.until(2)
    assert chat.served == ["a", "b"]
    await way.close(1)


async def test_what_cannot_be_understood_is_kept_aside_and_the_next_is_served(sqlite_storage: Storage) -> None:
    async def choosy(incoming: Incoming) -> None:
        if incoming.body == "broken":
            raise Malformed("no text")
        if incoming.body == "bug":
            raise KeyError("text")
        if incoming.body == "never":
            raise Impossible("value out of range")
        if incoming.body == "taken":
            raise Taken("the place is bound already")

    chat = Listener(sqlite_storage, choosy)
    way = intake(sqlite_storage, chat)
    await way.feed("telegram", items("broken", "bug", "never", "taken", "good"))
    await chat.until(1)
    assert chat.served == ["good"]
    assert await counts(sqlite_storage) == {"quarantined": 4, "done": 1}
    await way.close(1)


async def test_a_busy_memory_is_tried_again_and_the_order_stays(sqlite_storage: Storage, quick: list[float]) -> None:
    trouble = ["busy", "busy"]

    async def troubled(incoming: Incoming) -> None:
        if trouble and incoming.body == "a":
            trouble.pop()
            raise Busy("somebody else holds the database")

    chat = Listener(sqlite_storage, troubled)
    way = intake(sqlite_storage, chat)
    await way.feed("telegram", items("a", "b"))
    await chat.until(2)
    assert chat.served == ["a", "b"]
    assert quick == [0.2, 0.8]
    await way.close(1)


async def test_what_stays_impossible_stays_in_the_inbox_and_holds_nobody_up(
    sqlite_storage: Storage, quick: list[float]
) -> None:
    down = True

    async def troubled(incoming: Incoming) -> None:
        if down and incoming.body == "a":
            raise Busy("somebody else holds the database")

    now = Now()
    chat = Listener(sqlite_storage, troubled)
    way = intake(sqlite_storage, chat, now=now)
    await way.feed("telegram", items("a", "b"))
    await chat.until(1)
    assert chat.served == ["b"]
    down = False
    assert await way.recover() == 0, "our own lease is not over yet"
    now.at += LEASE + timedelta(seconds=1)
    assert await way.recover() == 1
    await chat.until(2)
    assert chat.served == ["b", "a"]
    await way.close(1)


async def test_after_a_crash_the_next_process_serves_what_was_left_in_order(sqlite_storage: Storage) -> None:
    never = asyncio.Event()
    dead = Listener(sqlite_storage, lambda incoming: opened(never))
    crashed = intake(sqlite_storage, dead)
    await crashed.feed("telegram", items("a", "b", "c"))
    chat = Listener(sqlite_storage)
    way = intake(sqlite_storage, chat, owner="two")
    assert await way.recover(everything=True) == 3
    await chat.until(3)
    assert chat.served == ["a", "b", "c"]
    assert await counts(sqlite_storage) == {"done": 3}
    await way.close(1)
    await crashed.close(0.01)


async def test_another_replica_leaves_alone_what_somebody_holds(sqlite_storage: Storage) -> None:
    gate = asyncio.Event()
    now = Now()
    first = Listener(sqlite_storage, lambda incoming: opened(gate))
    second = Listener(sqlite_storage)
    holder, other = intake(sqlite_storage, first, now=now), intake(sqlite_storage, second, "two", now)
    await holder.feed("telegram", items("a"))
    assert await other.recover() == 0
    now.at += LEASE
    assert await other.recover() == 1
    await second.until(1)
    gate.set()
    await holder.close(1)
    assert first.served == [], "it was done already, so it had no second effect"
    assert await counts(sqlite_storage) == {"done": 1}
    await other.close(1)


async def test_what_waits_its_turn_is_held_for_as_long_as_its_process_lives(sqlite_storage: Storage) -> None:
    gate = asyncio.Event()
    now = Now()
    first, second = Listener(sqlite_storage, lambda incoming: opened(gate)), Listener(sqlite_storage)
    holder, other = intake(sqlite_storage, first, now=now), intake(sqlite_storage, second, "two", now)
    await holder.feed("telegram", items("a", "b", "c"))
    for _ in range(9):
        now.at += LEASE / 3
        assert await other.recover() == 0
        await holder.recover()
    gate.set()
    await first.until(3)
    assert first.served == ["a", "b", "c"]
    await holder.close(1)
    await other.close(1)


async def test_what_is_being_served_is_not_queued_a_second_time(sqlite_storage: Storage) -> None:
    gate = asyncio.Event()
    now = Now()
    chat = Listener(sqlite_storage, lambda incoming: opened(gate))
    way = intake(sqlite_storage, chat, now=now)
    await way.feed("telegram", items("a", "b"))
    now.at += LEASE
    assert await way.recover() == 0
    gate.set()
    await chat.until(2)
    assert chat.begun == ["a", "b"]
    await way.close(1)


async def test_closing_finishes_what_is_begun_and_leaves_the_rest_for_the_next_start(sqlite_storage: Storage) -> None:
    begun, gate = asyncio.Event(), asyncio.Event()

    async def slowly(incoming: Incoming) -> None:
        begun.set()
        await gate.wait()

    chat = Listener(sqlite_storage, slowly)
    way = intake(sqlite_storage, chat)
    await way.feed("telegram", items("a", "b"))
    await begun.wait()
    closing = asyncio.create_task(way.close(10))
    await asyncio.sleep(0)
    gate.set()
    await closing
    assert chat.served == ["a"]
    assert await counts(sqlite_storage) == {"done": 1, "new": 1}
    heir = Listener(sqlite_storage)
    after = intake(sqlite_storage, heir, "two")
    assert await after.recover() == 1, "it was released, so nobody waits for a lease"
    await heir.until(1)
    await after.close(1)


async def test_closing_waits_no_longer_than_its_budget(sqlite_storage: Storage) -> None:
    never = asyncio.Event()
    chat = Listener(sqlite_storage, lambda incoming: opened(never))
    way = intake(sqlite_storage, chat)
    await way.feed("telegram", items("a"))
    await asyncio.wait_for(way.close(0.01), 5)
    assert await counts(sqlite_storage) == {"new": 1}


async def test_what_is_fed_while_closing_is_kept_for_the_next_start(sqlite_storage: Storage) -> None:
    chat = Listener(sqlite_storage)
    way = intake(sqlite_storage, chat)
    await way.close(1)
    await way.feed("telegram", items("a"))
    assert chat.served == []
    assert await counts(sqlite_storage) == {"new": 1}


async def test_signs_that_no_database_takes_hold_nothing_up(sqlite_storage: Storage) -> None:
    chat = Listener(sqlite_storage)
    way = intake(sqlite_storage, chat)
    await way.feed("telegram", [("k1", "-100", "a\x00b\ud800c")])
    await chat.until(1)
    assert chat.served == ["ab\ufffdc"]
    await way.close(1)


async def test_what_comes_at_the_very_end_is_for_whoever_is_there_next(sqlite_storage: Storage) -> None:
    way = intake(sqlite_storage, Listener(sqlite_storage))
    await way.close(1)
    await way.feed("telegram", items("a"))
    heir = Listener(sqlite_storage)
    assert await intake(sqlite_storage, heir, owner="two").recover() == 1
    await heir.until(1)
    assert heir.served == ["a"]
