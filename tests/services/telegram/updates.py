"""The queue of updates a bot has not confirmed yet, and the one poller that may read it."""

import asyncio
from collections import deque
from dataclasses import dataclass
from typing import Any

from .bell import Bell
from .clock import ServiceClock
from .errors import CONFLICT_POLLER, Json, NotPossible, Refused

LONGEST_POLL = 50
MESSAGE_LIFE = 86_400.0  # seconds an unconfirmed message is kept
PRESS_LIFE = 150.0  # seconds an unconfirmed button press is kept
_LEFT_OUT_BY_DEFAULT = {"chat_member", "message_reaction", "message_reaction_count"}


@dataclass(eq=False)
class Update:
    """One update: ``key`` names the chat (or person) within which the order is kept."""

    id: int
    kind: str
    payload: Json
    expires: float
    key: int
    tries: int = 0
    not_before: float = 0.0

    def wire(self) -> Json:
        """The Bot API's Update object."""
        return {"update_id": self.id, self.kind: self.payload}


class UpdateQueue:
    """Unconfirmed updates with rising ids; reading with an offset confirms everything below it."""

    def __init__(self, clock: ServiceClock, bell: Bell, first_id: int = 700_000_001) -> None:
        self._clock = clock
        self.slows_repeats = True
        self._next_id = first_id
        self.pending: deque[Update] = deque()
        self.allowed: set[str] | None = None
        self.bell = bell
        self._poller: asyncio.Future[Any] | None = None
        self._last_offset: int | None = None
        self._last_poll = -10.0

    def allow(self, kinds: list[str] | None) -> None:
        """Keep only these kinds from now on; an empty list means Telegram's default, None means no change."""
        if kinds is not None:
            self.allowed = set(kinds) or None

    def push(self, kind: str, payload: Json, key: int) -> Update | None:
        """Queue an update unless its kind is not wanted."""
        if kind not in self.allowed if self.allowed is not None else kind in _LEFT_OUT_BY_DEFAULT:
            return None
        life = PRESS_LIFE if kind == "callback_query" else MESSAGE_LIFE
        update = Update(self._next_id, kind, payload, self._clock.monotonic() + life, key)
        self._next_id += 1
        self.pending.append(update)
        self.bell.ring()
        return update

    def restart_ids(self, at: int) -> None:
        """Go on counting at ``at``: Telegram does so, at random, after a week without updates."""
        if self.pending:
            raise NotPossible("update ids restart only after a quiet week: confirm what waits first")
        self._next_id = at

    def forget_expired(self) -> None:
        """Drop what Telegram would no longer deliver."""
        now = self._clock.monotonic()
        if any(update.expires <= now for update in self.pending):
            self.pending = deque(update for update in self.pending if update.expires > now)

    def remove(self, update: Update) -> None:
        """Take out one delivered update."""
        if update in self.pending:
            self.pending.remove(update)

    def clear(self) -> None:
        """Drop everything (``drop_pending_updates``)."""
        self.pending.clear()

    def read(self, offset: int, limit: int) -> list[Json]:
        """Confirm all ids below ``offset``; give up to ``limit`` of the rest.

        A negative offset counts from the end. One beyond every id ever given (ids restarted lower) confirms nothing.
        """
        self.forget_expired()
        before = len(self.pending)
        if offset < 0:
            while len(self.pending) > -offset:
                self.pending.popleft()
        elif 0 < offset <= self._next_id:
            while self.pending and self.pending[0].id < offset:
                self.pending.popleft()
        if len(self.pending) < before:
            self.bell.ring()
        return [self.pending[index].wire() for index in range(min(limit, len(self.pending)))]

    async def poll(self, offset: int, limit: int, timeout: float) -> list[Json]:
        """Answer one getUpdates. An earlier poll still waiting is ended with 409, as the newer one replaces it.

        A poller that repeats its offset is slowed down (``slows_repeats``): within 3 s it waits up to 3 s, within 0.5 s
        it gets one update only.
        """
        self.end_poller(CONFLICT_POLLER)
        now = self._clock.monotonic()
        if self.slows_repeats and offset == self._last_offset:
            if timeout < 3 and now < self._last_poll + 3:
                timeout = 3
            if now < self._last_poll + 0.5:
                limit = 1
        self._last_offset, self._last_poll = offset, now
        found = self.read(offset, limit)
        if found or timeout <= 0:
            return found
        ended = self._poller = asyncio.get_running_loop().create_future()
        try:
            return await self._wait(ended, offset, limit, timeout)
        finally:
            if self._poller is ended:
                self._poller = None
            ended.cancel()

    async def _wait(self, ended: "asyncio.Future[Any]", offset: int, limit: int, timeout: float) -> list[Json]:
        try:
            async with asyncio.timeout(timeout):
                while True:
                    ring = asyncio.ensure_future(self.bell.next())
                    try:
                        await asyncio.wait({ring, ended}, return_when=asyncio.FIRST_COMPLETED)
                    finally:
                        ring.cancel()
                    if ended.done():
                        ended.result()
                    if found := self.read(offset, limit):
                        return found
        except TimeoutError:
            return []

    def end_poller(self, reason: str) -> None:
        """Answer the poll that waits now, if any, with 409 and this text."""
        if self._poller is not None and not self._poller.done():
            self._poller.set_exception(Refused(409, reason))
        self._poller = None
