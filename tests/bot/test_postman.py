"""Letters go out most urgent first, each chat at its own pace, once."""

import asyncio

import pytest

from bot.pace import Pace, Rate
from bot.ports import Health, Later
from bot.postman import BAG, PER_CHAT, Postman
from storage import Letter, Storage

from .carrying import ANSWER, POST, RED, YELLOW, Recorder, Times, counts, letter, once, postman, put, reached, working


async def test_the_most_urgent_goes_first(sqlite_storage: Storage) -> None:
    await put(sqlite_storage, *(letter(f"{lane}", lane=lane) for lane in (POST, ANSWER, YELLOW, RED)))
    chat = Recorder()
    async with working(postman(sqlite_storage, chat)):
        await chat.until(lambda: len(chat.said) == 4)
    assert chat.said == ["0", "1", "2", "3"]


async def test_one_chat_reads_its_letters_in_order(sqlite_storage: Storage) -> None:
    await put(sqlite_storage, *(letter(str(at)) for at in range(60)))
    chat = Recorder()
    async with working(postman(sqlite_storage, chat)):
        await chat.until(lambda: len(chat.said) == 60)
        await reached(sqlite_storage, sent=60)
    assert chat.said == [str(at) for at in range(60)]


async def test_a_red_alert_overtakes_what_waits_for_the_same_chat(sqlite_storage: Storage) -> None:
    gate = asyncio.Event()

    async def slow(letter: Letter) -> None:
        await gate.wait()

    chat = Recorder(outcome=slow)
    await put(sqlite_storage, *(letter(str(at)) for at in range(PER_CHAT * 2)))
    carrier = postman(sqlite_storage, chat)
    async with working(carrier):
        await chat.until(lambda: chat.tried == ["0"])
        await put(sqlite_storage, letter("red", lane=RED))
        carrier.wake()
        await _in_the_bag(sqlite_storage, carrier, PER_CHAT + 1)
        gate.set()
        await chat.until(lambda: len(chat.said) == PER_CHAT * 2 + 1)
    assert chat.said[1] == "red"


async def _in_the_bag(storage: Storage, carrier: Postman, count: int) -> None:
    async with asyncio.timeout(10):
        while len(carrier._bags.get("telegram", ())) < count:
            await counts(storage)


async def test_a_chat_that_must_wait_does_not_delay_another(sqlite_storage: Storage) -> None:
    async def picky(letter: Letter) -> None:
        if letter.address.chat == "-1":
            raise Later("too fast", 3600)

    chat = Recorder(outcome=picky)
    await put(sqlite_storage, letter("slow"), *(letter(f"{at}", "-2") for at in range(5)))
    async with working(postman(sqlite_storage, chat)):
        await chat.until(lambda: len(chat.said) == 5)
        await reached(sqlite_storage, sent=5, pending=1)
    assert chat.tried.count("slow") == 1


async def test_a_chat_with_a_mountain_of_letters_does_not_delay_another(sqlite_storage: Storage) -> None:
    never = asyncio.Event()

    async def stuck(letter: Letter) -> None:
        if letter.address.chat == "-1":
            await never.wait()

    chat = Recorder(outcome=stuck)
    await put(sqlite_storage, *(letter(str(at)) for at in range(BAG + 50)), letter("hello", "-2"))
    async with working(postman(sqlite_storage, chat)):
        await chat.until(lambda: chat.said == ["hello"])


async def test_an_answer_passes_more_posts_than_the_bag_holds(sqlite_storage: Storage) -> None:
    pace = Pace(Rate(6, 3600.0), (), ())
    await put(sqlite_storage, *(letter(f"digest {at}", f"-{at}") for at in range(BAG + 50)))
    chat = Recorder()
    carrier = postman(sqlite_storage, chat, pace=pace)
    async with working(carrier):
        await chat.until(lambda: len(chat.said) == 3)
        while any(round.out for round in carrier._rounds.values()):
            await counts(sqlite_storage)
        carrier.wake()
        await _in_the_bag(sqlite_storage, carrier, BAG)
        await put(sqlite_storage, letter("answer", "-1000", lane=ANSWER))
        await chat.until(lambda: len(chat.said) == 4)
    assert chat.said[3] == "answer"


async def test_an_answer_does_not_wait_with_the_post_for_the_same_chat(sqlite_storage: Storage) -> None:
    pace = Pace(Rate(6, 3600.0), (), ())
    await put(sqlite_storage, *(letter(f"digest {at}", f"-{at}") for at in range(5)))
    chat = Recorder()
    async with working(postman(sqlite_storage, chat, pace=pace)):
        await chat.until(lambda: len(chat.said) == 3)
        await put(sqlite_storage, letter("answer", "-4", lane=ANSWER))
        await chat.until(lambda: len(chat.said) == 4)
    assert chat.said == ["digest 0", "digest 1", "digest 2", "answer"]


async def test_a_platform_that_pauses_does_not_delay_another(sqlite_storage: Storage) -> None:
    telegram = Recorder(outcome=once(Later("too fast", 3600, everybody=True)))
    discord = Recorder("discord")
    await put(sqlite_storage, *(letter(f"t{at}", f"-{at}") for at in range(5)), letter("d", platform="discord"))
    async with working(postman(sqlite_storage, telegram, discord)):
        await discord.until(lambda: discord.said == ["d"])
        await reached(sqlite_storage, sent=5, pending=1)
        await put(sqlite_storage, letter("late", "-9"), letter("e", platform="discord"))
        await discord.until(lambda: discord.said == ["d", "e"])
        await reached(sqlite_storage, sent=6, pending=2)
    assert "late" not in telegram.tried


async def test_two_postmen_over_one_outbox_deliver_each_letter_once(sqlite_storage: Storage) -> None:
    await put(sqlite_storage, *(letter(f"{at}", f"-{at % 7}") for at in range(60)))
    first, second = Recorder(), Recorder()
    async with working(
        postman(sqlite_storage, first, owner="one"), postman(sqlite_storage, second, owner="two")
    ):  # fmt: skip
        await reached(sqlite_storage, sent=60)
    assert sorted(first.said + second.said) == sorted(str(at) for at in range(60))


async def test_a_standby_chat_is_sent_nothing(sqlite_storage: Storage) -> None:
    telegram, discord = Recorder(), Recorder("discord")
    discord.state = Health("standby")
    await put(sqlite_storage, letter("d", platform="discord"), letter("t"))
    async with working(postman(sqlite_storage, telegram, discord)):
        await telegram.until(lambda: telegram.said == ["t"])
        await reached(sqlite_storage, sent=1, pending=1)
    assert discord.tried == []


async def test_closing_finishes_the_letter_under_way_and_keeps_the_others(sqlite_storage: Storage) -> None:
    gate = asyncio.Event()

    async def slow(letter: Letter) -> None:
        await gate.wait()

    chat = Recorder(outcome=slow)
    await put(sqlite_storage, letter("first"), letter("second"))
    carrier = postman(sqlite_storage, chat)
    async with working(carrier):
        await chat.until(lambda: chat.tried == ["first"])
        closing = asyncio.create_task(carrier.close(10))
        await asyncio.sleep(0)
        gate.set()
        await closing
        await put(sqlite_storage, letter("third"))
        carrier.wake()
        await reached(sqlite_storage, sent=1, pending=2)
    assert chat.tried == ["first"]


async def test_closing_does_not_wait_for_those_who_only_wait(sqlite_storage: Storage) -> None:
    chat = Recorder(outcome=once(Later("too fast", 3600)))
    await put(sqlite_storage, letter("first"), letter("second"))
    carrier = postman(sqlite_storage, chat)
    async with working(carrier):
        await chat.until(lambda: chat.tried == ["first"])
        await reached(sqlite_storage, pending=2)
        await asyncio.wait_for(carrier.close(60), 5)
    assert await counts(sqlite_storage) == {"pending": 2}


async def test_closing_waits_no_longer_than_its_budget_and_the_letter_becomes_a_repeat(sqlite_storage: Storage) -> None:
    never = asyncio.Event()

    async def stuck(letter: Letter) -> None:
        await never.wait()

    chat = Recorder(outcome=stuck)
    await put(sqlite_storage, letter("hello"))
    carrier = postman(sqlite_storage, chat)
    async with working(carrier):
        await chat.until(lambda: chat.tried == ["hello"])
        await asyncio.wait_for(carrier.close(0.01), 5)
    assert await counts(sqlite_storage) == {"sending": 1}
    heir = Recorder()
    after = postman(sqlite_storage, heir, owner="two")
    await after.recover(everything=True)
    async with working(after):
        await heir.until(lambda: heir.said == ["hello"])
    assert heir.letters[0].unsure == 1


@pytest.mark.parametrize("chat", ["-5", "5"])
async def test_a_group_and_a_private_chat_have_their_own_pace(sqlite_storage: Storage, chat: str) -> None:
    pace = Pace(Rate(1000, 0.001), chat=(Rate(2, 3600.0),), group=(Rate(4, 3600.0),))
    recorder = Recorder()
    await put(sqlite_storage, *(letter(f"{at}", chat) for at in range(6)))
    expected = 4 if chat.startswith("-") else 2
    async with working(postman(sqlite_storage, recorder, pace=pace)):
        await reached(sqlite_storage, sent=expected, pending=6 - expected)
    assert len(recorder.said) == expected


async def test_a_red_alert_of_one_team_does_not_wait_for_a_chat_of_another_that_is_full(
    sqlite_storage: Storage,
) -> None:
    """Telegram wants that chat left alone for an hour, and fifty letters wait there. No second passes."""
    chat = Recorder(outcome=once(Later("Too Many Requests: retry after 3600", 3600), "flood 0"))
    times = Times()
    async with working(postman(sqlite_storage, chat, times=times)):
        await put(sqlite_storage, *(letter(f"flood {at}", chat="-1", lane=ANSWER) for at in range(50)))
        await reached(sqlite_storage, pending=50)
        await put(sqlite_storage, letter("red alert", chat="-2", lane=RED))
        await chat.until(lambda: "red alert" in chat.said)
    assert chat.said == ["red alert"]
    assert times.seconds == 0
