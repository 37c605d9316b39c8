"""Letters: the urgent ones first, each carried by one postman, none lost with him."""

import asyncio
from dataclasses import replace

import pytest
from sqlalchemy import Engine, event

from storage import Address, Letter, Storage, Unit

from .town import DAY, HILLTOP, HOUR, LOBBY, NOON, settle

LATER = NOON + HOUR


def letter(body: str, lane: int = 2, **changes: object) -> Letter:
    plain = Letter(0, None, LOBBY, body, "en", "Europe/Berlin", "EUR", lane, NOON)
    return replace(plain, **changes)  # type: ignore[arg-type]


async def put(storage: Storage, *letters: Letter) -> None:
    await storage.write(lambda unit: unit.outbox.put(letters))


async def due(storage: Storage, limit: int = 50, skip: tuple[int, ...] = (), at: object = NOON) -> list[Letter]:
    return await storage.read(lambda unit: unit.outbox.due(["telegram"], at, limit, skip))  # type: ignore[arg-type]


async def only(storage: Storage) -> int:
    [one] = await due(storage, at=NOON + DAY)
    return one.id


async def test_a_letter_is_carried_as_it_was_written(storage: Storage) -> None:
    written = letter("你好", 0, address=Address("telegram", "-100", "7"), answer_to="5", edits="4", reader="101")
    await put(storage, written)
    await put(storage)
    [found] = await due(storage)
    assert replace(found, id=0) == written


async def test_the_urgent_come_first_and_equals_in_their_order(storage: Storage) -> None:
    await put(
        storage, letter("digest", 3), letter("answer 1"), letter("answer 2"), letter("red", 0), letter("yellow", 1)
    )
    order = ["red", "yellow", "answer 1", "answer 2", "digest"]
    found = await due(storage)
    assert [one.body for one in found] == order
    assert [one.body for one in await due(storage, limit=2)] == order[:2]
    assert [one.body for one in await due(storage, skip=(found[0].id, found[2].id))] == ["yellow", "answer 2", "digest"]


async def test_a_platform_sees_its_own_letters(storage: Storage) -> None:
    await put(storage, letter("here"), letter("there", address=Address("discord", "1")))
    assert [one.body for one in await due(storage)] == ["here"]
    both = await storage.read(lambda unit: unit.outbox.due(["telegram", "discord"], NOON, 9, []))
    assert [one.body for one in both] == ["here", "there"]


async def test_of_several_postmen_each_letter_is_given_to_one(storage: Storage) -> None:
    await put(storage, *(letter(str(number)) for number in range(40)))
    ids = [one.id for one in await due(storage)]

    async def claim(who: int) -> set[int]:
        mine = ids if who % 2 else ids[::-1]
        return await storage.write(lambda unit: unit.outbox.claim(mine, f"postman {who}", LATER))

    bags = await asyncio.gather(*(claim(who) for who in range(6)))
    assert sorted(id for bag in bags for id in bag) == ids
    assert await due(storage) == []
    assert await storage.write(lambda unit: unit.outbox.claim([], "nobody", LATER)) == set()


async def test_a_letter_is_found_by_its_number_whether_it_was_sent_or_not(storage: Storage) -> None:
    await put(storage, letter("one"))
    (one,) = await due(storage)
    assert await storage.read(lambda unit: unit.outbox.get(one.id)) == one
    assert await storage.read(lambda unit: unit.outbox.get(one.id + 1)) is None


async def test_a_sent_letter_is_history(storage: Storage) -> None:
    await put(storage, letter("one"), letter("two"), letter("three"), letter("elsewhere", address=HILLTOP))
    for number, one in enumerate(await due(storage)):
        await storage.write(lambda unit, one=one: unit.outbox.claim([one.id], "a", LATER))  # type: ignore[misc]
        await storage.write(lambda unit, one=one, n=number: unit.outbox.sent(one.id, "a", f"m{n}", NOON))  # type: ignore[misc]
    told = await storage.read(lambda unit: unit.outbox.history("telegram", "-100", 2))
    assert [(one.body, one.attempts, message) for one, message in told] == [("two", 1, "m1"), ("three", 1, "m2")]
    assert await storage.read(lambda unit: unit.outbox.counts()) == {"sent": 4}
    await storage.write(lambda unit: unit.outbox.purge(NOON + DAY))
    assert await storage.read(lambda unit: unit.outbox.counts()) == {}


async def test_a_letter_nobody_can_receive_is_dead(storage: Storage) -> None:
    await put(storage, letter("x"))
    id = await only(storage)
    await storage.write(lambda unit: unit.outbox.dead(id, "a", "w" * 900, NOON))
    assert await due(storage, at=NOON + DAY) == []
    assert await storage.read(lambda unit: unit.outbox.counts()) == {"dead": 1}
    assert await storage.read(lambda unit: unit.outbox.history("telegram", "-100", 9)) == []


async def test_a_letter_put_off_waits_and_remembers_whether_it_may_have_arrived(storage: Storage) -> None:
    await put(storage, letter("x"))
    id = await only(storage)
    for unsure in (False, True, True):
        await storage.write(lambda unit: unit.outbox.claim([id], "a", LATER))
        await storage.write(lambda unit, unsure=unsure: unit.outbox.later(id, "a", LATER, "busy", unsure=unsure))  # type: ignore[misc]
    assert await due(storage) == []
    assert await storage.read(lambda unit: unit.outbox.oldest_due(["telegram"], NOON)) is None
    [found] = await due(storage, at=LATER)
    assert (found.attempts, found.unsure) == (3, 2)
    assert await storage.read(lambda unit: unit.outbox.oldest_due(["telegram"], LATER + HOUR)) == LATER
    assert await storage.read(lambda unit: unit.outbox.oldest_due(["discord"], LATER + HOUR)) is None


async def test_letters_of_a_vanished_postman_go_out_again_as_repeats(storage: Storage) -> None:
    await put(storage, letter("x"), letter("y"))
    first, second = (one.id for one in await due(storage))
    await storage.write(lambda unit: unit.outbox.claim([first], "old", LATER))
    await storage.write(lambda unit: unit.outbox.claim([second], "new", LATER + HOUR))
    assert await storage.write(lambda unit: unit.outbox.overdue(NOON)) == 0
    assert await storage.write(lambda unit: unit.outbox.overdue(LATER)) == 1
    assert await storage.write(lambda unit: unit.outbox.overdue(LATER)) == 0
    [found] = await due(storage, at=LATER)
    assert (found.body, found.unsure) == ("x", 1)


async def test_at_the_start_letters_of_an_earlier_process_are_free_at_once(storage: Storage) -> None:
    await put(storage, letter("x"), letter("y"))
    first, second = (one.id for one in await due(storage))
    await storage.write(lambda unit: unit.outbox.claim([first], "old", LATER))
    await storage.write(lambda unit: unit.outbox.claim([second], "new", LATER))
    assert await storage.write(lambda unit: unit.outbox.overdue(NOON, "new")) == 1
    assert [one.body for one in await due(storage)] == ["x"]


@pytest.mark.parametrize("found_out", ["sent", "dead", "later", "redirect"])
async def test_a_postman_who_was_held_up_does_not_meddle_with_who_took_over(storage: Storage, found_out: str) -> None:
    await put(storage, letter("x"))
    number = await only(storage)

    async def report(unit: Unit) -> None:
        match found_out:
            case "sent":
                await unit.outbox.sent(number, "late", "m1", LATER)
            case "dead":
                await unit.outbox.dead(number, "late", "no", LATER)
            case "later":
                await unit.outbox.later(number, "late", LATER, "busy", unsure=True)
            case _:
                await unit.outbox.redirect(number, "late", HILLTOP, LATER)

    await storage.write(lambda unit: unit.outbox.claim([number], "late", NOON))
    await storage.write(lambda unit: unit.outbox.overdue(LATER))
    await storage.write(lambda unit: unit.outbox.claim([number], "heir", LATER + HOUR))
    await storage.write(report)
    assert await storage.read(lambda unit: unit.outbox.counts()) == {"sending": 1}
    await storage.write(lambda unit: unit.outbox.sent(number, "heir", "m2", LATER))
    await storage.write(report)
    assert [message for _, message in await storage.read(lambda unit: unit.outbox.history("telegram", "-100", 9))] == [
        "m2"
    ]


async def test_what_surely_arrived_is_not_said_again_if_nobody_took_it_meanwhile(storage: Storage) -> None:
    await put(storage, letter("x"))
    id = await only(storage)
    await storage.write(lambda unit: unit.outbox.claim([id], "late", NOON))
    await storage.write(lambda unit: unit.outbox.overdue(LATER))
    await storage.write(lambda unit: unit.outbox.sent(id, "late", "m1", LATER))
    assert await storage.read(lambda unit: unit.outbox.counts()) == {"sent": 1}


async def test_what_waits_is_counted_for_one_team(storage: Storage) -> None:
    town = await settle(storage)
    mine = [letter("x", team=town.lake), letter("y", team=town.lake), letter("z", team=town.lake)]
    await put(storage, *mine, letter("theirs", team=town.hill), letter("nobody's"))
    first, *_ = (one.id for one in await due(storage))
    await storage.write(lambda unit: unit.outbox.sent(first, "a", "m1", NOON))
    assert await storage.read(lambda unit: unit.outbox.waiting(town.lake)) == 2
    assert await storage.read(lambda unit: unit.outbox.waiting(town.hill)) == 1


async def test_a_letter_can_be_carried_elsewhere(storage: Storage) -> None:
    await put(storage, letter("x", answer_to="5", edits="4"))
    id = await only(storage)
    await storage.write(lambda unit: unit.outbox.claim([id], "a", LATER))
    await storage.write(lambda unit: unit.outbox.redirect(id, "a", HILLTOP, NOON))
    [found] = await due(storage)
    assert (found.address, found.answer_to, found.edits) == (HILLTOP, None, None)


async def test_letters_follow_a_chat_that_got_a_new_id(storage: Storage) -> None:
    await put(storage, letter("x", edits="4"), letter("y", address=HILLTOP, edits="4"))
    await storage.write(lambda unit: unit.outbox.follow("telegram", "-100", "-100500"))
    assert [(one.address.chat, one.edits) for one in await due(storage)] == [("-100500", None), ("-200", "4")]


async def test_the_number_of_a_letter_is_never_given_again(storage: Storage) -> None:
    await put(storage, letter("x"))
    id = await only(storage)
    await storage.write(lambda unit: unit.outbox.dead(id, "a", "no", NOON))
    await storage.write(lambda unit: unit.outbox.purge(NOON + DAY))
    await put(storage, letter("y"))
    assert await only(storage) > id


async def test_the_search_for_letters_does_not_slow_down_with_all_that_was_ever_said(sqlite_storage: Storage) -> None:
    statements: list[tuple[str, object]] = []

    def note(_db: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        statements.append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", note)
    await due(sqlite_storage)
    await sqlite_storage.read(lambda unit: unit.outbox.oldest_due(["telegram"], NOON))
    event.remove(Engine, "before_cursor_execute", note)
    asked = [(said, given) for said, given in statements if said.startswith("SELECT")]
    assert len(asked) == 2
    for said, given in asked:
        plan = await sqlite_storage.inspect(
            lambda db, said=said, given=given: db.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", given)  # type: ignore[misc]
        )
        assert "ix_outbox_due" in str(plan.all())


async def test_what_waited_too_long_is_not_said_any_more_unless_somebody_waits_for_it(storage: Storage) -> None:
    await put(storage, letter("digest", 3), letter("answer"), letter("out with", 3))
    await storage.write(lambda unit: unit.outbox.claim([3], "a", LATER))
    await storage.write(lambda unit: unit.outbox.expire(3, NOON, NOON))
    await storage.write(lambda unit: unit.outbox.expire(3, NOON + HOUR, NOON + DAY))
    assert [one.body for one in await due(storage)] == ["answer"]
    assert await storage.read(lambda unit: unit.outbox.counts()) == {"pending": 1, "sending": 1, "dead": 1}


async def test_forgetting_what_is_old_never_looks_at_the_whole_table(sqlite_storage: Storage) -> None:
    statements: list[tuple[str, object]] = []

    def note(_db: object, _cursor: object, statement: str, parameters: object, *_: object) -> None:
        statements.append((statement, parameters))

    async def tidy(unit: Unit) -> None:
        await unit.drafts.expired(NOON)
        await unit.inbox.purge(NOON)
        await unit.outbox.purge(NOON)
        await unit.outbox.overtaken(letter("x", edits="4"))

    event.listen(Engine, "before_cursor_execute", note)
    await sqlite_storage.write(tidy)
    event.remove(Engine, "before_cursor_execute", note)
    plans = []
    for said, given in statements:
        if said.startswith(("DELETE", "SELECT")):
            plan = await sqlite_storage.inspect(
                lambda db, said=said, given=given: db.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", given)  # type: ignore[misc]
            )
            plans.append(str(plan.all()))
    drafts, inbox, outbox, edits = plans
    assert "ix_drafts_expires" in drafts
    assert "ix_inbox_state (state=? AND received_at<?)" in inbox
    assert "SCAN outbox'" in outbox  # from the smallest number, until enough were found
    assert "ORDER BY" not in outbox
    assert "ix_outbox_edits" in edits


async def test_what_is_old_is_forgotten_a_part_at_a_time_and_what_waits_stays(storage: Storage) -> None:
    await put(storage, *(letter(str(number)) for number in range(5)))
    await put(storage, letter("new", created_at=LATER))
    numbers = [one.id for one in await due(storage, at=LATER)]
    for number in (*numbers[1:], numbers[-1]):
        await storage.write(lambda unit, number=number: unit.outbox.sent(number, "a", "m", NOON))  # type: ignore[misc]
    await storage.write(lambda unit: unit.outbox.purge(LATER, 3))
    assert await storage.read(lambda unit: unit.outbox.counts()) == {"pending": 1, "sent": 2}
    for _ in range(2):
        await storage.write(lambda unit: unit.outbox.purge(LATER, 3))
    assert await storage.read(lambda unit: unit.outbox.counts()) == {"pending": 1, "sent": 1}


async def test_whoever_asked_is_told_of_letters_when_they_are_kept_and_of_no_others(storage: Storage) -> None:
    told: list[Letter] = []
    hear = told.extend
    storage.tell(hear)

    async def fails(unit: Unit) -> None:
        await unit.outbox.put([letter("lost")])
        raise RuntimeError("after all")

    with pytest.raises(RuntimeError):
        await storage.write(fails)
    await asyncio.gather(
        storage.write(lambda unit: unit.outbox.put([letter("a"), letter("b")])),
        storage.write(lambda unit: unit.outbox.put([letter("c")])),
    )
    await storage.read(lambda unit: unit.outbox.put([letter("only looked at")]))
    kept = {one.id: one.body for one in await due(storage)}
    assert {one.id: one.body for one in told} == kept
    assert len(kept) == 3
    storage.stop_telling(hear)
    await put(storage, letter("d"))
    assert len(told) == len(kept)
