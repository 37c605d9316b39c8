"""Timers, leases, marks and drafts: taken once, held by one, seen by their owner."""

import asyncio
from dataclasses import replace

import pytest

from storage import Draft, Storage, Taken, Timer

from .town import HILLTOP, HOUR, LOBBY, NOON, Town

LATER = NOON + HOUR
ANN, BOB = ("telegram", "101"), ("telegram", "102")


def timer(key: str, **changes: object) -> Timer:
    return replace(Timer(0, None, key, NOON, "/help", LOBBY, None), **changes)  # type: ignore[arg-type]


async def test_a_timer_is_due_at_its_instant_and_the_earliest_comes_first(storage: Storage, town: Town) -> None:
    later = timer("b", due_at=LATER, team=town.lake, person=town.ann.id)
    await storage.write(lambda unit: unit.timers.set(later))
    await storage.write(lambda unit: unit.timers.set(timer("a")))
    assert [found.key for found in await storage.read(lambda unit: unit.timers.due(NOON, 9))] == ["a"]
    found = await storage.read(lambda unit: unit.timers.due(LATER, 9))
    assert [replace(one, id=0) for one in found] == [timer("a"), later]
    assert len(await storage.read(lambda unit: unit.timers.due(LATER, 1))) == 1


async def test_a_timer_set_again_is_moved(storage: Storage) -> None:
    await storage.write(lambda unit: unit.timers.set(timer("a")))
    await storage.write(lambda unit: unit.timers.set(timer("a", due_at=LATER, line="/status")))
    assert await storage.read(lambda unit: unit.timers.due(NOON, 9)) == []
    [found] = await storage.read(lambda unit: unit.timers.due(LATER, 9))
    assert found.line == "/status"


async def test_a_timer_is_found_by_its_name(storage: Storage) -> None:
    await storage.write(lambda unit: unit.timers.set(timer("a", due_at=LATER)))
    found = await storage.read(lambda unit: unit.timers.find("a"))
    assert found is not None
    assert found.due_at == LATER
    assert await storage.read(lambda unit: unit.timers.find("b")) is None


async def test_a_timer_fires_once_whoever_is_there(storage: Storage) -> None:
    await storage.write(lambda unit: unit.timers.set(timer("a")))
    [found] = await storage.read(lambda unit: unit.timers.due(NOON, 9))
    fired = await asyncio.gather(*(storage.write(lambda unit: unit.timers.take(found.id)) for _ in range(10)))
    assert fired.count(True) == 1


async def test_a_timer_that_was_stopped_does_not_fire_another_in_its_place(storage: Storage) -> None:
    await storage.write(lambda unit: unit.timers.set(timer("a")))
    [found] = await storage.read(lambda unit: unit.timers.due(NOON, 9))
    assert await storage.write(lambda unit: unit.timers.stop("a"))
    assert not await storage.write(lambda unit: unit.timers.stop("a"))
    await storage.write(lambda unit: unit.timers.set(timer("b", due_at=LATER)))
    assert not await storage.write(lambda unit: unit.timers.take(found.id))
    assert len(await storage.read(lambda unit: unit.timers.due(LATER, 9))) == 1


async def test_a_lease_is_held_by_one_and_prolonged_by_him_only(storage: Storage) -> None:
    bids = [
        storage.write(lambda unit, who=who: unit.leases.hold("planner", who, NOON, LATER))  # type: ignore[misc]
        for who in "abcdef"
    ]
    won = await asyncio.gather(*bids)
    assert won.count(True) == 1
    holder = "abcdef"[won.index(True)]
    assert await storage.write(lambda unit: unit.leases.hold("planner", holder, NOON, LATER + HOUR))
    assert not await storage.write(lambda unit: unit.leases.hold("planner", "z", LATER, LATER + HOUR))
    assert await storage.write(lambda unit: unit.leases.hold("planner", "z", LATER + HOUR, LATER + 2 * HOUR))
    assert await storage.write(lambda unit: unit.leases.hold("another", holder, NOON, LATER))


async def test_a_lease_given_back_is_free(storage: Storage) -> None:
    assert await storage.write(lambda unit: unit.leases.hold("planner", "a", NOON, LATER))
    await storage.write(lambda unit: unit.leases.release("b"))
    assert not await storage.write(lambda unit: unit.leases.hold("planner", "b", NOON, LATER))
    await storage.write(lambda unit: unit.leases.release("a"))
    assert await storage.write(lambda unit: unit.leases.hold("planner", "b", NOON, LATER))


async def test_a_mark_is_what_was_set_last(storage: Storage) -> None:
    assert await storage.read(lambda unit: unit.marks.get("offset")) is None
    await storage.write(lambda unit: unit.marks.set("offset", "1"))
    await storage.write(lambda unit: unit.marks.set("offset", "2"))
    assert await storage.read(lambda unit: unit.marks.get("offset")) == "2"


def draft(id: str, **changes: object) -> Draft:
    return replace(Draft(id, None, ANN, LOBBY, "/daily", {"joined": "三"}, "daily", 1, LATER), **changes)  # type: ignore[arg-type]


async def test_a_draft_is_there_for_its_owner_only(storage: Storage, town: Town) -> None:
    mine = draft("d1", team=town.lake)
    await storage.write(lambda unit: unit.drafts.put(mine))
    assert await storage.read(lambda unit: unit.drafts.get("d1", ANN)) == mine
    assert await storage.read(lambda unit: unit.drafts.get("d1", BOB)) is None
    assert await storage.read(lambda unit: unit.drafts.get("d1", ("discord", "101"))) is None
    assert await storage.read(lambda unit: unit.drafts.open_form(BOB, "-100")) is None
    with pytest.raises(Taken):
        await storage.write(lambda unit: unit.drafts.put(mine))


async def test_the_newest_form_of_a_chat_is_the_open_one(storage: Storage) -> None:
    for one in (
        draft("old"),
        draft("new", expires_at=LATER + HOUR),
        draft("numbers", form=None, expires_at=LATER + 2 * HOUR),
    ):
        await storage.write(lambda unit, one=one: unit.drafts.put(one))  # type: ignore[misc]
    found = await storage.read(lambda unit: unit.drafts.open_form(ANN, "-100"))
    assert found
    assert found.id == "new"
    assert await storage.read(lambda unit: unit.drafts.open_form(ANN, HILLTOP.chat)) is None


async def test_what_was_answered_so_far_is_kept_and_dropped_once(storage: Storage) -> None:
    await storage.write(lambda unit: unit.drafts.put(draft("d1")))
    changed = await storage.write(lambda unit: unit.drafts.change(draft("d1"), answers={"joined": "4"}, step=2))
    assert changed == draft("d1", answers={"joined": "4"}, step=2)
    assert await storage.read(lambda unit: unit.drafts.get("d1", ANN)) == changed
    dropped = await asyncio.gather(*(storage.write(lambda unit: unit.drafts.drop("d1")) for _ in range(5)))
    assert dropped.count(True) == 1


async def test_drafts_follow_their_chat_and_are_found_when_they_are_old(storage: Storage) -> None:
    await storage.write(lambda unit: unit.drafts.put(draft("d1")))
    await storage.write(lambda unit: unit.drafts.put(draft("d2", expires_at=LATER + HOUR)))
    await storage.write(lambda unit: unit.drafts.follow("telegram", "-100", "-100500"))
    assert [gone.id for gone in await storage.read(lambda unit: unit.drafts.expired(LATER))] == ["d1"]
    kept = await storage.read(lambda unit: unit.drafts.open_form(ANN, "-100500"))
    assert kept
    assert kept.id == "d2"
