"""A record is shown once in each channel, and that message is always how the record is now."""

from datetime import timedelta

from bot.ports import Unknown
from storage import Address, Letter, Storage

from .carrying import ANSWER, Recorder, Times, letter, once, postman, put, reached, team_in, working

GROUP = Address("telegram", "-1")


def look(text: str, team: int, chat: str = "-1", card: str = "task:1") -> Letter:
    return letter(text, chat, ANSWER, team=team, card=card)


async def test_a_card_is_put_up_once_and_replaced_from_then_on(sqlite_storage: Storage) -> None:
    team = await team_in(sqlite_storage, GROUP)
    chat = Recorder()
    async with working(postman(sqlite_storage, chat)):
        for number, text in enumerate(("open", "claimed", "done"), start=1):
            await put(sqlite_storage, look(text, team))
            await reached(sqlite_storage, sent=number)
    # The recorder gives every message a new number: what was said last is what the next look replaces.
    assert [(each.edits, said) for each, said in zip(chat.letters, chat.said, strict=True)] == [
        (None, "open"), ("m1", "claimed"), ("m2", "done"),
    ]  # fmt: skip


async def test_every_chat_and_every_record_has_a_message_of_its_own(sqlite_storage: Storage) -> None:
    team = await team_in(sqlite_storage, GROUP, Address("telegram", "-2"))
    chat = Recorder()
    async with working(postman(sqlite_storage, chat)):
        await put(sqlite_storage, look("here", team), look("there", team, "-2"), look("other", team, card="task:2"))
        await reached(sqlite_storage, sent=3)
    assert [each.edits for each in chat.letters] == [None, None, None]


async def test_of_looks_that_wait_only_the_newest_is_shown(sqlite_storage: Storage) -> None:
    team = await team_in(sqlite_storage, GROUP)
    await put(sqlite_storage, look("open", team))
    await put(sqlite_storage, look("claimed", team))
    await put(sqlite_storage, look("done", team))
    chat = Recorder()
    async with working(postman(sqlite_storage, chat)):
        await reached(sqlite_storage, sent=1)
    assert chat.said == ["done"]


async def test_a_card_that_perhaps_stands_there_is_labelled_when_it_is_put_up_again(sqlite_storage: Storage) -> None:
    team = await team_in(sqlite_storage, GROUP)
    times = Times()
    chat = Recorder(outcome=once(Unknown("the line broke"), "open"))
    carrier = postman(sqlite_storage, chat, times=times)
    async with working(carrier):
        await put(sqlite_storage, look("open", team))
        await chat.until(lambda: chat.tried == ["open"])
        await reached(sqlite_storage, pending=1)
        await put(sqlite_storage, look("claimed", team))
        await reached(sqlite_storage, pending=1, sent=1)
        times.seconds = timedelta(minutes=1).total_seconds()
        carrier.wake()
        await reached(sqlite_storage, dead=1, sent=1)
    assert chat.said == ["claimed"]
    assert [each.unsure for each in chat.letters] == [1]


async def test_a_replaced_card_is_found_where_it_stood_by_whoever_reads_the_history(sqlite_storage: Storage) -> None:
    team = await team_in(sqlite_storage, GROUP)
    async with working(postman(sqlite_storage, Recorder())):
        for number, text in enumerate(("open", "claimed"), start=1):
            await put(sqlite_storage, look(text, team))
            await reached(sqlite_storage, sent=number)
    kept = await sqlite_storage.read(lambda unit: unit.outbox.history("telegram", "-1", 10))
    assert [each.edits for each, _ in kept] == [None, "m1"]


async def test_in_a_chat_that_moved_a_card_is_put_up_anew(sqlite_storage: Storage) -> None:
    team = await team_in(sqlite_storage, GROUP)
    chat = Recorder()
    async with working(postman(sqlite_storage, chat)):
        await put(sqlite_storage, look("open", team))
        await reached(sqlite_storage, sent=1)
        await sqlite_storage.write(lambda unit: unit.cards.lose("telegram", "-1"))
        await put(sqlite_storage, look("claimed", team))
        await reached(sqlite_storage, sent=2)
    assert [each.edits for each in chat.letters] == [None, None]
