"""A chat that notes what it was given to serve."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from bot.inbox import Intake
from bot.ports import Health, More
from commands.kit import Reply, Tongue
from storage import Incoming, Letter, Storage

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Listener:
    """A chat whose understanding is a function of the test; it notes what it was given, and marks it done."""

    whispers = False

    def __init__(self, storage: Storage, serve: Callable[[Incoming], Awaitable[None]] | None = None) -> None:
        self.name = "telegram"
        self._storage = storage
        self._serve = serve
        self.begun: list[str] = []
        self.served: list[str] = []
        self.all_done = asyncio.Event()
        self.expected = 0

    async def run(self) -> None:
        """Nothing comes in by itself."""

    async def close(self) -> None:
        """Nothing is open."""

    async def handle(self, incoming: Incoming) -> None:
        self.begun.append(incoming.body)
        if self._serve is not None:
            await self._serve(incoming)
        await self._storage.write(lambda unit: unit.inbox.done(incoming.id))
        self.served.append(incoming.body)
        if len(self.served) >= self.expected:
            self.all_done.set()

    async def until(self, count: int) -> None:
        """Wait until so many were served."""
        self.expected = count
        if len(self.served) < count:
            self.all_done.clear()
            await asyncio.wait_for(self.all_done.wait(), 10)

    async def send(self, letter: Letter, said: Reply, tongue: Tongue, more: More) -> str:
        raise AssertionError("nothing is sent here")

    def health(self) -> Health:
        return Health("ok")


class Now:
    def __init__(self) -> None:
        self.at = NOON

    def __call__(self) -> datetime:
        return self.at


def intake(storage: Storage, chat: Listener, owner: str = "one", now: Now | None = None) -> Intake:
    made = Intake(storage, now or Now(), owner)
    made.serve([chat])
    return made


def items(*bodies: str, lane: str = "-100") -> list[tuple[str, str, str]]:
    return [(f"{lane}:{body}", lane, body) for body in bodies]


async def counts(storage: Storage) -> dict[str, int]:
    return await storage.read(lambda unit: unit.inbox.counts())


async def opened(gate: asyncio.Event) -> None:
    await gate.wait()
