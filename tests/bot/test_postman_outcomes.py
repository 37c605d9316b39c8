"""What goes wrong with a letter follows its own course: later, a repeat, another chat, or the end."""

from dataclasses import replace
from datetime import timedelta

from bot.errand import KEPT
from bot.ports import Gone, Later, Moved, Refused, Unknown
from storage import Account, Address, Letter, Storage, Unit

from .carrying import NOON, Recorder, Times, letter, once, postman, put, reached, team_in, working


async def test_a_letter_told_to_wait_goes_later_and_is_no_repeat(sqlite_storage: Storage) -> None:
    times = Times()
    chat = Recorder(outcome=once(Later("too fast", 30)))
    await put(sqlite_storage, letter("hello"))
    carrier = postman(sqlite_storage, chat, times=times)
    async with working(carrier):
        await chat.until(lambda: chat.tried == ["hello"])
        await reached(sqlite_storage, pending=1)
        assert chat.said == []
        times.seconds = 31
        carrier.wake()
        await chat.until(lambda: chat.said == ["hello"])
    assert chat.letters[0].unsure == 0


async def test_what_follows_a_letter_told_to_wait_waits_behind_it(sqlite_storage: Storage) -> None:
    times = Times()
    chat = Recorder(outcome=once(Later("too fast", 30)))
    await put(sqlite_storage, letter("first"), letter("second"), letter("third"))
    carrier = postman(sqlite_storage, chat, times=times)
    async with working(carrier):
        await chat.until(lambda: chat.tried == ["first"])
        await put(sqlite_storage, letter("fourth"))
        await reached(sqlite_storage, pending=4)
        times.seconds = 31
        carrier.wake()
        await chat.until(lambda: len(chat.said) == 4)
    assert chat.said == ["first", "second", "third", "fourth"]


async def test_what_follows_a_letter_waits_behind_it_when_the_whole_platform_pauses(sqlite_storage: Storage) -> None:
    times = Times()
    chat = Recorder(outcome=once(Later("too fast", 30, everybody=True)))
    await put(sqlite_storage, letter("first"), letter("second"))
    carrier = postman(sqlite_storage, chat, times=times)
    async with working(carrier):
        await chat.until(lambda: chat.tried == ["first"])
        await put(sqlite_storage, letter("third"))
        await reached(sqlite_storage, pending=3)
        times.seconds = 31
        carrier.wake()
        await chat.until(lambda: len(chat.said) == 3)
    assert chat.said == ["first", "second", "third"]


async def test_a_letter_that_may_have_arrived_goes_again_as_a_repeat(sqlite_storage: Storage) -> None:
    times = Times()
    chat = Recorder(outcome=once(Unknown("the line broke")))
    await put(sqlite_storage, letter("hello"))
    carrier = postman(sqlite_storage, chat, times=times)
    async with working(carrier):
        await chat.until(lambda: chat.tried == ["hello"])
        await reached(sqlite_storage, pending=1)
        times.seconds = 5
        carrier.wake()
        await chat.until(lambda: chat.said == ["hello"])
    assert chat.letters[0].unsure == 1


async def test_a_letter_nobody_knows_the_fate_of_is_given_up_after_a_dozen_attempts(sqlite_storage: Storage) -> None:
    async def lost(letter: Letter) -> None:
        raise Unknown("the line broke")

    times = Times()
    chat = Recorder(outcome=lost)
    await put(sqlite_storage, letter("hello"))
    carrier = postman(sqlite_storage, chat, times=times)
    async with working(carrier):
        for attempt in range(1, 13):
            await chat.until(lambda attempt=attempt: len(chat.tried) == attempt)  # type: ignore[misc]
            await reached(sqlite_storage, **{"pending" if attempt < 12 else "dead": 1})
            times.seconds += 301
            carrier.wake()
    assert len(chat.tried) == 12


async def test_a_letter_that_surely_was_not_delivered_outlives_a_long_outage(sqlite_storage: Storage) -> None:
    online = False

    async def offline(letter: Letter) -> None:
        if not online:
            raise Later("no connection", 60)

    times = Times()
    chat = Recorder(outcome=offline)
    await put(sqlite_storage, letter("hello"))
    carrier = postman(sqlite_storage, chat, times=times)
    async with working(carrier):
        for attempt in range(1, 40):
            await chat.until(lambda attempt=attempt: len(chat.tried) == attempt)  # type: ignore[misc]
            await reached(sqlite_storage, pending=1)
            times.seconds += 61
            online = attempt == 39
            carrier.wake()
        await chat.until(lambda: chat.said == ["hello"])


async def test_after_a_day_an_undelivered_letter_is_given_up(sqlite_storage: Storage) -> None:
    async def offline(letter: Letter) -> None:
        raise Later("no connection", 60)

    chat = Recorder(outcome=offline)
    await put(sqlite_storage, letter("hello", created_at=NOON - KEPT - timedelta(seconds=1)))
    async with working(postman(sqlite_storage, chat)):
        await reached(sqlite_storage, dead=1)


async def test_a_refused_letter_is_dead_and_the_next_one_goes(sqlite_storage: Storage) -> None:
    chat = Recorder(outcome=once(Refused("bad markup")))
    await put(sqlite_storage, letter("bad"), letter("good"))
    async with working(postman(sqlite_storage, chat)):
        await reached(sqlite_storage, dead=1, sent=1)
    assert chat.tried == ["bad", "good"]


async def test_a_letter_that_cannot_be_drawn_is_dead_and_the_next_one_goes(sqlite_storage: Storage) -> None:
    broken = replace(letter("broken"), body="{}")
    chat = Recorder()
    await put(sqlite_storage, broken, letter("good"))
    async with working(postman(sqlite_storage, chat)):
        await reached(sqlite_storage, dead=1, sent=1)
    assert chat.said == ["good"]


async def test_a_chat_that_is_gone_is_suspended_and_the_others_hear_of_it(sqlite_storage: Storage) -> None:
    team = await team_in(sqlite_storage, Address("telegram", "-1"), Address("discord", "5"), Address("discord", "6"))
    telegram = Recorder(outcome=once(Gone("bot was kicked")))
    discord = Recorder("discord")
    await put(sqlite_storage, letter("hello"))
    async with working(postman(sqlite_storage, telegram, discord)):
        await discord.until(lambda: len(discord.said) == 2)
        await reached(sqlite_storage, dead=1, sent=2)
    lost = "I can no longer write to chat -1 on Telegram: I was removed from there."
    assert all(lost in said for said in discord.said)
    places = await sqlite_storage.read(lambda unit: unit.places.of(team))
    assert [place.suspended_why for place in places] == ["bot was kicked", None, None]


async def test_a_topic_that_is_gone_leaves_its_letter_to_the_chat(sqlite_storage: Storage) -> None:
    team = await team_in(sqlite_storage, Address("telegram", "-1", "7"))

    async def closed(letter: Letter) -> None:
        if letter.address.thread:
            raise Gone("topic closed", thread=True)

    telegram = Recorder(outcome=closed)
    await put(sqlite_storage, letter("hello", address=Address("telegram", "-1", "7"), team=team))
    async with working(postman(sqlite_storage, telegram)):
        await telegram.until(lambda: telegram.said == ["hello"])
    assert telegram.letters[0].address == Address("telegram", "-1")
    assert (await sqlite_storage.read(lambda unit: unit.places.of(team)))[0].suspended_at is not None


async def test_somebody_who_blocked_the_bot_gets_no_more_private_letters(sqlite_storage: Storage) -> None:
    account = Account("telegram", "77", "Bob", "bob", direct="77")

    async def keep(unit: Unit) -> None:
        await unit.accounts.keep(account, None)

    await sqlite_storage.write(keep)
    chat = Recorder(outcome=once(Gone("bot was blocked")))
    await put(sqlite_storage, letter("hello", "77"))
    async with working(postman(sqlite_storage, chat)):
        await reached(sqlite_storage, dead=1)
    known = await sqlite_storage.read(lambda unit: unit.accounts.get("telegram", "77"))
    assert known is not None
    assert known[0].direct is None


async def test_a_chat_that_moved_is_followed_by_all_its_letters(sqlite_storage: Storage) -> None:
    team = await team_in(sqlite_storage, Address("telegram", "-1"))

    async def moved(letter: Letter) -> None:
        if letter.address.chat == "-1":
            raise Moved("upgraded", "-100500")

    chat = Recorder(outcome=moved)
    await put(sqlite_storage, *(letter(f"{at}") for at in range(3)))
    async with working(postman(sqlite_storage, chat)):
        await chat.until(lambda: len(chat.said) == 3)
        await reached(sqlite_storage, sent=3)
    assert sorted(chat.said) == ["0", "1", "2"]
    assert {one.address.chat for one in chat.letters} == {"-100500"}
    assert (await sqlite_storage.read(lambda unit: unit.places.of(team)))[0].address.chat == "-100500"


async def test_another_postman_s_failed_attempt_is_never_repeated_unmarked(sqlite_storage: Storage) -> None:
    await put(sqlite_storage, letter("hello"))
    (stale,) = await sqlite_storage.read(lambda unit: unit.outbox.due(["telegram"], NOON, 9, []))
    await sqlite_storage.write(lambda unit: unit.outbox.claim([stale.id], "other", NOON + timedelta(minutes=1)))
    await sqlite_storage.write(lambda unit: unit.outbox.later(stale.id, "other", NOON, "the line broke", unsure=True))
    chat = Recorder()
    carrier = postman(sqlite_storage, chat)
    carrier._bags["telegram"] = set()
    carrier._hand_over(stale)
    async with working(carrier):
        await chat.until(lambda: chat.said == ["hello"])
    assert [one.unsure for one in chat.letters] == [1]


async def test_letters_of_a_vanished_postman_go_out_as_repeats_when_his_time_is_over(sqlite_storage: Storage) -> None:
    times = Times()
    await put(sqlite_storage, letter("hello"))
    (lost,) = await sqlite_storage.read(lambda unit: unit.outbox.due(["telegram"], NOON, 9, []))
    await sqlite_storage.write(lambda unit: unit.outbox.claim([lost.id], "dead", NOON + timedelta(seconds=60)))
    chat = Recorder()
    carrier = postman(sqlite_storage, chat, times=times)
    assert await carrier.recover() == 0
    times.seconds = 61
    assert await carrier.recover() == 1
    async with working(carrier):
        await chat.until(lambda: chat.said == ["hello"])
    assert chat.letters[0].unsure == 1


async def test_a_process_that_is_alone_does_not_wait_for_a_lease_to_end(sqlite_storage: Storage) -> None:
    await put(sqlite_storage, letter("hello"))
    (lost,) = await sqlite_storage.read(lambda unit: unit.outbox.due(["telegram"], NOON, 9, []))
    await sqlite_storage.write(lambda unit: unit.outbox.claim([lost.id], "dead", NOON + timedelta(seconds=60)))
    assert await postman(sqlite_storage, Recorder()).recover(everything=True) == 1
