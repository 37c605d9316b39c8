"""A letter for an idle chat is claimed as it is written; whatever does not go out after all is nobody's again."""

import asyncio

from bot.pace import Pace, Rate
from bot.ports import Later
from storage import Letter, Storage

from .carrying import ANSWER, POST, Recorder, Times, counts, letter, once, postman, put, reached, working

CROWDED = Pace(Rate(10_000, 0.0001), (Rate(1, 3600),), (Rate(1, 3600),))


async def test_only_the_first_letter_for_an_idle_chat_is_claimed_as_it_is_written(sqlite_storage: Storage) -> None:
    chat = Recorder()
    async with working(postman(sqlite_storage, chat)):
        await put(sqlite_storage, letter("hello"))
        await reached(sqlite_storage, sent=1)  # by now the postman has looked into the outbox
        found: list[Letter] = []
        sqlite_storage.tell(found.extend)
        one, two = letter("one", lane=ANSWER), letter("two", lane=ANSWER)
        other, edit = letter("else", chat="-2", lane=ANSWER), letter("new", edits="m1", lane=ANSWER)
        await put(sqlite_storage, one, two, other, edit)
        await reached(sqlite_storage, sent=5)
    assert [each.claim is not None for each in found] == [True, False, True, False]
    assert chat.said.index("one") < chat.said.index("two")
    assert len(chat.said) == 5


async def test_a_post_is_never_claimed_as_it_is_written(sqlite_storage: Storage) -> None:
    chat = Recorder()
    found: list[Letter] = []
    async with working(postman(sqlite_storage, chat)):
        await put(sqlite_storage, letter("hello"))
        await reached(sqlite_storage, sent=1)  # by now the postman has looked into the outbox
        sqlite_storage.tell(found.extend)
        await put(sqlite_storage, *(letter("digest", chat=f"-{at}", lane=POST) for at in range(50)))
        await reached(sqlite_storage, sent=51)
    assert [each.claim for each in found] == [None] * 50


async def test_a_letter_for_a_chat_that_must_not_be_spoken_to_now_is_not_claimed(sqlite_storage: Storage) -> None:
    chat = Recorder()
    async with working(postman(sqlite_storage, chat, pace=CROWDED)):
        await put(sqlite_storage, letter("hello"))
        await reached(sqlite_storage, sent=1)
        await put(sqlite_storage, letter("too soon", lane=ANSWER))
        assert await counts(sqlite_storage) == {"sent": 1, "pending": 1}


async def test_a_claimed_letter_that_nobody_went_out_with_is_nobodys_at_the_end(sqlite_storage: Storage) -> None:
    chat = Recorder()
    carrier = postman(sqlite_storage, chat)
    walking = asyncio.create_task(carrier.run())
    await put(sqlite_storage, letter("hello"))
    await reached(sqlite_storage, sent=1)
    walking.cancel()
    await asyncio.gather(walking, return_exceptions=True)
    await put(sqlite_storage, letter("late", lane=ANSWER))
    assert await counts(sqlite_storage) == {"sent": 1, "sending": 1}
    await carrier.close(1)
    assert await counts(sqlite_storage) == {"sent": 1, "pending": 1}
    async with working(postman(sqlite_storage, second := Recorder(), owner="two")):
        await second.until(lambda: second.said == ["late"])
    assert second.letters[0].unsure == 0


async def test_a_letter_that_was_written_into_a_pause_waits_for_its_end_without_becoming_a_repeat(
    sqlite_storage: Storage,
) -> None:
    times = Times()
    chat = Recorder(outcome=once(Later("too fast", 100), "first"))
    carrier = postman(sqlite_storage, chat, times=times)
    async with working(carrier):
        await put(sqlite_storage, letter("hello"))
        await reached(sqlite_storage, sent=1)
        await put(sqlite_storage, letter("first", lane=ANSWER), letter("second", lane=ANSWER))
        await reached(sqlite_storage, sent=1, pending=2)
        await put(sqlite_storage, letter("third", lane=ANSWER))
        await reached(sqlite_storage, sent=1, pending=3)
        times.seconds += 101
        carrier.wake()
        await chat.until(lambda: len(chat.said) == 4)
    assert chat.said == ["hello", "first", "second", "third"]
    assert [each.unsure for each in chat.letters] == [0, 0, 0, 0]
