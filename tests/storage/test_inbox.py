"""What came in is kept once, handled once, and never lost by a process that dies."""

import asyncio

from storage import Incoming, ServedBefore, Storage, Unit

from .town import DAY, HOUR, NOON

LATER = NOON + HOUR
ONE, TWO, THREE = (("1", "lobby", "first"), ("2", "lobby", "second"), ("3", "hill", "third"))


async def take_in(storage: Storage, *items: tuple[str, str, str], owner: str = "a") -> list[Incoming]:
    return await storage.write(lambda unit: unit.inbox.take_in("telegram", items, NOON, owner, LATER))


async def test_a_key_is_taken_in_once_whatever_the_platform_repeats(storage: Storage) -> None:
    assert [item.body for item in await take_in(storage, ONE, TWO, ONE)] == ["first", "second"]
    assert [item.body for item in await take_in(storage, TWO, THREE)] == ["third"]
    assert await take_in(storage) == []
    other = await storage.write(lambda unit: unit.inbox.take_in("discord", [ONE], NOON, "a", LATER))
    assert [(item.platform, item.lane, item.received_at) for item in other] == [("discord", "lobby", NOON)]


async def test_two_who_take_in_the_same_get_it_once(storage: Storage) -> None:
    taken = await asyncio.gather(*(take_in(storage, ONE, TWO, THREE, owner=str(who)) for who in range(10)))
    assert sorted(item.body for items in taken for item in items) == ["first", "second", "third"]


async def test_a_whole_poll_comes_back_in_its_order(storage: Storage) -> None:
    items = [(str(number), "lobby", f"{number}") for number in range(100, 0, -1)]
    taken = await take_in(storage, *items)
    assert [item.key for item in taken] == [key for key, _, _ in items]


async def test_what_was_done_cannot_be_done_again(storage: Storage) -> None:
    [item] = await take_in(storage, ONE)

    async def handle(unit: Unit) -> None:
        handled = await unit.marks.get("handled") or ""
        await unit.marks.set("handled", handled + "x")
        await unit.inbox.done(item.id)

    outcomes = await asyncio.gather(*(storage.write(handle) for _ in range(10)), return_exceptions=True)
    assert outcomes.count(None) == 1
    assert sum(isinstance(outcome, ServedBefore) for outcome in outcomes) == 9
    assert await storage.read(lambda unit: unit.marks.get("handled")) == "x"


async def test_what_nobody_holds_any_more_is_recovered_once_and_oldest_first(storage: Storage) -> None:
    await take_in(storage, TWO, THREE, ONE)
    early = await storage.write(lambda unit: unit.inbox.recover("telegram", NOON, "b", LATER))
    assert early == [], "the first process still holds them"
    bids = (
        storage.write(lambda unit, who=who: unit.inbox.recover("telegram", LATER, who, LATER + HOUR))  # type: ignore[misc]
        for who in "bcd"
    )
    found = [items for items in await asyncio.gather(*bids) if items]
    assert [[(item.body, item.attempts) for item in items] for items in found] == [
        [("second", 1), ("third", 1), ("first", 1)]
    ]


async def test_what_is_held_on_to_is_nobody_else_s_but_only_of_one_s_own(storage: Storage) -> None:
    first, second = await take_in(storage, ONE, TWO)
    [third] = await take_in(storage, THREE, owner="b")
    ids = [first.id, third.id]
    await storage.write(lambda unit: unit.inbox.hold(ids, "a", LATER, LATER + HOUR))
    await storage.write(lambda unit: unit.inbox.hold([second.id], "a", LATER + HOUR, LATER + HOUR))
    found = await storage.write(lambda unit: unit.inbox.recover("telegram", LATER, "c", LATER + HOUR))
    assert [item.body for item in found] == ["first", "third"]


async def test_what_is_released_can_be_taken_over_at_once_but_not_what_was_done(storage: Storage) -> None:
    first, _ = await take_in(storage, ONE, TWO)
    await take_in(storage, THREE, owner="b")
    await storage.write(lambda unit: unit.inbox.done(first.id))
    await storage.write(lambda unit: unit.inbox.release("a"))
    found = await storage.write(lambda unit: unit.inbox.recover("telegram", NOON, "c", LATER))
    assert [item.body for item in found] == ["second"]


async def test_what_cannot_be_understood_is_kept_aside(storage: Storage) -> None:
    first, _ = await take_in(storage, ONE, TWO)
    await storage.write(lambda unit: unit.inbox.quarantine(first.id, "w" * 900))
    assert await storage.read(lambda unit: unit.inbox.counts()) == {"quarantined": 1, "new": 1}
    found = await storage.write(lambda unit: unit.inbox.recover("telegram", LATER, "b", LATER))
    assert [item.body for item in found] == ["second"]
    assert await take_in(storage, ONE) == []


async def test_only_what_was_handled_long_ago_is_forgotten(storage: Storage) -> None:
    first, _ = await take_in(storage, ONE, TWO)
    await storage.write(lambda unit: unit.inbox.done(first.id))
    await storage.write(lambda unit: unit.inbox.purge(NOON))
    assert await storage.read(lambda unit: unit.inbox.counts()) == {"done": 1, "new": 1}
    await storage.write(lambda unit: unit.inbox.purge(NOON + 2 * DAY))
    assert await storage.read(lambda unit: unit.inbox.counts()) == {"new": 1}
