"""Letters go out most urgent first, each chat at its own pace, once; and what goes wrong follows its own course."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.pace import Pace, Rate
from bot.ports import Gone, Health, Later, Moved, Refused, Undelivered, Unknown
from bot.postman import BAG, KEPT, PER_CHAT, Postman
from commands.kit import Reply, Tongue, reply
from commands.kit.hints import verbatim
from commands.kit.reply import write_reply
from storage import Account, Address, Incoming, Letter, Storage, Team, Unit
from tests.plain import words

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FREE = Pace(Rate(10_000, 0.0001), (), ())
RED, YELLOW, ANSWER, POST = range(4)

Outcome = Callable[[Letter], Awaitable[None]]


class Recorder:
    """A chat that notes what it was asked to say. ``outcome`` may raise, or wait."""

    whispers = False

    def __init__(self, name: str = "telegram", outcome: Outcome | None = None) -> None:
        self.name = name
        self.outcome = outcome
        self.state = Health("ok")
        self.tried: list[str] = []
        self.said: list[str] = []
        self.letters: list[Letter] = []
        self._heard = asyncio.Event()

    async def run(self) -> None:
        """Nothing comes in by itself."""

    async def close(self) -> None:
        """Nothing is open."""

    async def handle(self, incoming: Incoming) -> None:
        raise AssertionError("nothing is fed here")

    async def send(self, letter: Letter, said: Reply, tongue: Tongue) -> str:
        self.tried.append(words(said, tongue))
        self._heard.set()
        if self.outcome is not None:
            await self.outcome(letter)
        self.said.append(words(said, tongue))
        self.letters.append(letter)
        self._heard.set()
        return f"m{len(self.said)}"

    def health(self) -> Health:
        return self.state

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait until what was tried and said fulfils a condition."""
        async with asyncio.timeout(10):
            while not true():
                self._heard.clear()
                await self._heard.wait()


class Times:
    """The two clocks of a postman; both stand until they are moved."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def day(self) -> datetime:
        return NOON + timedelta(seconds=self.seconds)

    def monotonic(self) -> float:
        return self.seconds


def letter(text: str, chat: str = "-1", lane: int = POST, platform: str = "telegram", **more: object) -> Letter:
    body = write_reply(reply(verbatim(text)))
    made = Letter(0, None, Address(platform, chat), body, "en", "UTC", "CNY", lane, NOON)
    return replace(made, **more)  # type: ignore[arg-type]


async def put(storage: Storage, *letters: Letter) -> None:
    await storage.write(lambda unit: unit.outbox.put(letters))


async def counts(storage: Storage) -> dict[str, int]:
    return dict(await storage.read(lambda unit: unit.outbox.counts()))


async def reached(storage: Storage, **expected: int) -> None:
    """Wait until the outbox is in this state. It is a database: there is no event for it."""
    async with asyncio.timeout(10):
        while await counts(storage) != expected:
            pass


def postman(
    storage: Storage, *chats: Recorder, times: Times | None = None, owner: str = "one", pace: Pace = FREE
) -> Postman:
    times = times or Times()
    made = Postman(storage, times.day, times.monotonic, owner, {chat.name: pace for chat in chats})
    made.serve(chats)
    return made


@asynccontextmanager
async def working(*postmen: Postman) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(one.run()) for one in postmen]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for one in postmen:
            await one.close(1)


def once(problem: Undelivered, text: str = "") -> Outcome:
    """The first attempt (of this text) fails."""
    left = [problem]

    async def outcome(letter: Letter) -> None:
        if left and text in letter.body:
            raise left.pop()

    return outcome


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


async def test_a_platform_that_pauses_does_not_delay_another(sqlite_storage: Storage) -> None:
    telegram = Recorder(outcome=once(Later("too fast", 3600, everybody=True)))
    discord = Recorder("discord")
    await put(sqlite_storage, *(letter(f"t{at}", f"-{at}") for at in range(5)), letter("d", platform="discord"))
    async with working(postman(sqlite_storage, telegram, discord)):
        await discord.until(lambda: discord.said == ["d"])
        await telegram.until(lambda: len(telegram.tried) >= 1)
    assert telegram.said == [] or len(telegram.tried) < 6


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


async def team_in(storage: Storage, *addresses: Address) -> int:
    async def found(unit: Unit) -> int:
        team = await unit.teams.add(Team(0, "Mums", "en", "UTC", "CN", "CNY"), NOON)
        for address in addresses:
            await unit.places.bind(team, address, f"chat {address.chat}")
        return team

    return await storage.write(found)


async def test_a_chat_that_is_gone_is_suspended_and_the_others_hear_of_it(sqlite_storage: Storage) -> None:
    team = await team_in(sqlite_storage, Address("telegram", "-1"), Address("discord", "5"), Address("discord", "6"))
    telegram = Recorder(outcome=once(Gone("bot was kicked")))
    discord = Recorder("discord")
    await put(sqlite_storage, letter("hello"))
    async with working(postman(sqlite_storage, telegram, discord)):
        await discord.until(lambda: len(discord.said) == 2)
        await reached(sqlite_storage, dead=1, sent=2)
    assert all("I can no longer write to chat -1 on Telegram: bot was kicked." in said for said in discord.said)
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


async def test_two_postmen_over_one_outbox_deliver_each_letter_once(sqlite_storage: Storage) -> None:
    await put(sqlite_storage, *(letter(f"{at}", f"-{at % 7}") for at in range(60)))
    first, second = Recorder(), Recorder()
    async with working(
        postman(sqlite_storage, first, owner="one"), postman(sqlite_storage, second, owner="two")
    ):  # fmt: skip
        await reached(sqlite_storage, sent=60)
    assert sorted(first.said + second.said) == sorted(str(at) for at in range(60))


async def test_another_postman_s_failed_attempt_is_never_repeated_unmarked(sqlite_storage: Storage) -> None:
    await put(sqlite_storage, letter("hello"))
    (stale,) = await sqlite_storage.read(lambda unit: unit.outbox.due(["telegram"], NOON, 9, []))
    await sqlite_storage.write(lambda unit: unit.outbox.claim([stale.id], "other", NOON + timedelta(minutes=1)))
    await sqlite_storage.write(lambda unit: unit.outbox.later(stale.id, NOON, "the line broke", unsure=True))
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
