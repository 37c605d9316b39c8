"""A process, the Telegram it polls, and a crowd that talks to it: brought together, drained, and judged."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random
from typing import Self

from tests.services.telegram import TOKEN

from .checker import Answer, violations
from .crowd import Crowd
from .process import PATIENCE, Muster, machine_time
from .records import SIGN, Records, open_letters, read, waiting
from .watch import WatchedTelegram


class Trial:
    """``lines``: how many the crowd says in all; ``env``: what else the process is given."""

    def __init__(self, folder: Path, server: WatchedTelegram, dice: Random, lines: int, **env: str) -> None:
        self.server = server
        self.crowd = Crowd(server, dice, lines, machine_time(folder).date())
        self.muster = Muster(folder, server, **env)
        self._told: set[str] = set()
        self._read = 0

    @classmethod
    @asynccontextmanager
    async def of(cls, folder: Path, dice: Random, lines: int, token: str = TOKEN, **env: str) -> AsyncIterator[Self]:
        async with WatchedTelegram(token=token) as server:
            trial = cls(folder, server, dice, lines, **env)
            async with trial.muster:
                await trial.crowd.settle(trial.muster.database)
                yield trial

    async def drained(self) -> None:
        """Wait until everything said is confirmed and answered, and no letter waits."""
        await self.server.bell.until(lambda: self._empty() or None, 3 * PATIENCE, self._left)

    async def kept(self) -> None:
        """Wait until the process has noted of every letter that it arrived. Nobody rings when a file changes."""
        async with asyncio.timeout(PATIENCE):
            while open_letters(self.muster.database):  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    def verdict(self, in_flight: Sequence[str] = ()) -> tuple[list[str], Records]:
        """All that breaks the promise, after the last life ended."""
        records = read(self.muster.database)
        open_ones = {update.id for update in self.server.updates.pending}
        confirmed = {line.update for line in self.crowd.lines} - open_ones
        found = violations(self.crowd.lines, confirmed, records, self.answers, in_flight)
        if self.server.token in self.muster.said():
            found.append("the token was printed")
        return found, records

    @property
    def answers(self) -> list[Answer]:
        return [Answer(message.chat.id, message.text) for message in self.server.said]

    def told(self) -> set[str]:
        """What people have been answered so far; every message is looked at once."""
        for message in self.server.said[self._read :]:
            self._told.update(SIGN.findall(message.text))
        self._read = len(self.server.said)
        return self._told

    def _empty(self) -> bool:
        lines, pending = len(self.crowd.lines), self.server.updates.pending
        return len(self.told()) == lines and not pending and not waiting(self.muster.database)

    def _left(self) -> str:
        untold = [line for line in self.crowd.lines if line.token not in self.told()]
        return (
            f"{len(self.server.updates.pending)} updates are not confirmed, {len(untold)} lines are not answered, such"
            f" as {untold[:3]}, {waiting(self.muster.database)} letters wait. {self.muster.said()[-2000:]}"
        )


class Burst:
    """More people speak while the first answers go out. Is an ear of the service; speaks once."""

    def __init__(self, crowd: Crowd, messages: int) -> None:
        self._crowd = crowd
        self._left = messages

    def __call__(self, what: str) -> None:
        if what == "sendMessage" and self._left:
            messages, self._left = self._left, 0
            self._crowd.says(messages)
