"""A letter that comes too late undoes nothing: neither a newer edit, nor what another postman is out with."""

import asyncio
import threading

import pytest

from bot.errand import LEASE
from bot.ports import Unknown
from bot.postman import Postman
from storage import Letter, Storage, Unit

from .carrying import NOON, POST, RED, Recorder, Times, counts, letter, once, postman, put, reached, working


@pytest.mark.parametrize("newer", ["sent", "waiting"])
async def test_an_edit_that_may_have_arrived_is_not_repeated_after_a_newer_one(
    sqlite_storage: Storage, newer: str
) -> None:
    times = Times()
    chat = Recorder(outcome=once(Unknown("the line broke"), "old"))
    await put(sqlite_storage, letter("old", edits="7"))
    carrier = postman(sqlite_storage, chat, times=times)
    async with working(carrier):
        await chat.until(lambda: chat.tried == ["old"])
        await reached(sqlite_storage, pending=1)
        if newer == "sent":
            await put(sqlite_storage, letter("another message", edits="8"), letter("new", edits="7"))
            await reached(sqlite_storage, pending=1, sent=2)
        times.seconds = 5
        if newer == "waiting":
            await put(sqlite_storage, letter("another message", edits="8"), letter("new", edits="7"))
        carrier.wake()
        await reached(sqlite_storage, dead=1, sent=2)
    assert chat.tried == ["old", "another message", "new"]


async def test_an_edit_that_may_have_arrived_is_repeated_when_nothing_newer_was_said(sqlite_storage: Storage) -> None:
    times = Times()
    chat = Recorder(outcome=once(Unknown("the line broke"), "old"))
    await put(sqlite_storage, letter("earlier", edits="7"), letter("old", edits="7"))
    carrier = postman(sqlite_storage, chat, times=times)
    async with working(carrier):
        await chat.until(lambda: chat.tried == ["earlier", "old"])
        await put(sqlite_storage, letter("elsewhere", "-2", edits="7"), letter("no edit"))
        await reached(sqlite_storage, pending=1, sent=3)
        times.seconds = 5
        carrier.wake()
        await reached(sqlite_storage, sent=4)
    assert chat.tried[-1] == "old"


async def test_an_urgent_edit_is_not_undone_by_an_older_one_that_it_overtook(sqlite_storage: Storage) -> None:
    chat = Recorder()
    await put(sqlite_storage, letter("calm", edits="7", lane=POST), letter("alarm", edits="7", lane=RED))
    async with working(postman(sqlite_storage, chat)):
        await reached(sqlite_storage, dead=1, sent=1)
    assert chat.said == ["alarm"]


async def test_a_postman_who_was_held_up_before_he_left_does_not_go(sqlite_storage: Storage) -> None:
    times, held_up, busy = Times(), threading.Event(), threading.Event()

    async def slow(unit: Unit) -> None:
        busy.set()
        held_up.wait(10)

    chat = Recorder()
    carrier = postman(sqlite_storage, chat, times=times)
    async with working(carrier):
        await put(sqlite_storage, letter("before", "-2"))
        await chat.until(lambda: chat.said == ["before"])
        await reached(sqlite_storage, sent=1)
        (waiting,) = await _kept_but_not_offered(sqlite_storage, carrier)
        blocked = asyncio.create_task(sqlite_storage.write(slow))
        await asyncio.to_thread(busy.wait, 10)
        carrier.offer([waiting])
        await _out(sqlite_storage, carrier)
        times.seconds = LEASE.total_seconds() / 2 + 1
        held_up.set()
        await blocked
        await chat.until(lambda: chat.said == ["before", "hello"])
    assert chat.tried == ["before", "hello"]
    assert (chat.letters[1].attempts, chat.letters[1].unsure) == (1, 0)


async def _kept_but_not_offered(storage: Storage, carrier: Postman) -> list[Letter]:
    storage.stop_telling(carrier.offer)
    await put(storage, letter("hello"))
    return await storage.read(lambda unit: unit.outbox.due(["telegram"], NOON, 9, []))


async def _out(storage: Storage, carrier: Postman) -> None:
    """Wait until the postman is about to take a letter of the chat."""
    async with asyncio.timeout(10):
        while not any(round.out for round in carrier._rounds.values()):
            await counts(storage)
