"""How fast a platform may be spoken to. Pure arithmetic over seconds, plus a gate where the most urgent goes first.

What the platforms document: Telegram about 30 messages a second in all, one a second in a chat, 20 a minute in a group;
Discord 50 requests a second, about 5 messages in 5 seconds in a channel. We stay a little below.
"""

import asyncio
import heapq
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from .letters import ANSWER

ROOM = 0.6
"""The part of a burst that is left to those who wait for an answer."""


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` at once, then one every ``every`` seconds."""

    burst: float
    every: float


@dataclass(frozen=True, slots=True)
class Pace:
    """``total`` for the whole platform; all of ``chat`` (or ``group``, for chats with several people) for one chat."""

    total: Rate
    chat: tuple[Rate, ...]
    group: tuple[Rate, ...]


# A burst and what follows within the second stay below the limit together.
TELEGRAM = Pace(Rate(4, 1 / 24), (Rate(3, 1.0),), (Rate(3, 1.0), Rate(18, 60 / 18)))
DISCORD = Pace(Rate(8, 1 / 40), (Rate(5, 1.0),), (Rate(5, 1.0),))
WEB = Pace(Rate(1000, 1 / 1000), (), ())


def pause(attempts: int) -> float:
    """Seconds before another attempt at what failed so often: 1, 2, 4 … at most five minutes."""
    return min(2.0 ** min(attempts, 16), 300.0)


class Bucket:
    """Counts what was sent; full at the start."""

    def __init__(self, rate: Rate, now: float) -> None:
        self._rate = rate
        self._left = rate.burst
        self._seen = now

    def wait(self, now: float, count: float = 1) -> float:
        """Seconds until so many may go."""
        self._fill(now)
        return max(0.0, (count - self._left) * self._rate.every)

    def ready(self, now: float) -> bool:
        """Whether one may go now. It only looks, so any thread may ask."""
        return self._left + (now - self._seen) / self._rate.every >= 1

    def take(self, now: float, count: float = 1) -> None:
        self._fill(now)
        self._left -= count

    def idle(self, now: float) -> bool:
        """Full again: it can be forgotten."""
        self._fill(now)
        return self._left >= self._rate.burst

    def _fill(self, now: float) -> None:
        if now > self._seen:  # what is told of late says nothing of the time between
            self._left = min(self._rate.burst, self._left + (now - self._seen) / self._rate.every)
            self._seen = now


class Gate:
    """One platform's common limit. Those who wait are let through by lane, then by order; what nobody waits for leaves
    some room, so that an answer need not wait behind it. ``hold`` closes it for a while (the platform said so)."""

    def __init__(self, rate: Rate, now: Callable[[], float]) -> None:
        self._bucket = Bucket(rate, now())
        self._room = (rate.burst - 1) * ROOM
        self._now = now
        self._closed_until = 0.0
        self._queue: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = count()
        self._door: asyncio.Task[None] | None = None

    async def enter(self, lane: int) -> None:
        turn: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._queue, (lane, next(self._order), turn))
        if self._queue[0][2] is turn:
            if self._door is not None:
                self._door.cancel()  # it waits for somebody less urgent, or for nobody
            self._door = asyncio.create_task(self._open(), name="gate")
        await turn

    def spoke(self) -> None:
        """Whoever passed says one more message."""
        self._bucket.take(self._now())

    def hold(self, seconds: float) -> None:
        self._closed_until = max(self._closed_until, self._now() + seconds)

    @property
    def closed(self) -> bool:
        """Whether the platform asked for a pause."""
        return self._now() < self._closed_until

    @property
    def free(self) -> bool:
        """Whether an answer may pass now without waiting. It only looks, so any thread may ask."""
        return not self.closed and self._bucket.ready(self._now())

    async def _open(self) -> None:
        while self._queue:
            now, lane = self._now(), self._queue[0][0]
            wait = max(self._bucket.wait(now, 1 if lane <= ANSWER else 1 + self._room), self._closed_until - now)
            if wait > 0:
                await asyncio.sleep(wait)
                continue
            _, _, turn = heapq.heappop(self._queue)
            if not turn.done():
                self._bucket.take(now)
                turn.set_result(None)
