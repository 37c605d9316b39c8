"""A chat that notes what it was asked to say, and a postman whose clocks stand until they are moved."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.pace import Pace, Rate
from bot.ports import Health, More, Undelivered
from bot.postman import Postman
from commands.kit import Reply, Tongue, reply
from commands.kit.hints import verbatim
from commands.kit.reply import write_reply
from storage import Address, Incoming, Letter, Storage, Team, Unit
from tests.plain import words

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FREE = Pace(Rate(10_000, 0.0001), (), ())
RED, YELLOW, ANSWER, POST = range(4)

Outcome = Callable[[Letter], Awaitable[None]]


def uncounted() -> None:
    """What is told of further messages, where nobody counts them."""


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

    async def send(self, letter: Letter, said: Reply, tongue: Tongue, more: More) -> str:
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


async def team_in(storage: Storage, *addresses: Address) -> int:
    async def found(unit: Unit) -> int:
        team = await unit.teams.add(Team(0, "Mums", "en", "UTC", "CN", "CNY"), NOON)
        for address in addresses:
            await unit.places.bind(team, address, f"chat {address.chat}")
        return team

    return await storage.write(found)
