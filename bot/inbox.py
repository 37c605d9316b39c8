"""The way in. What a platform hands over is on the disk before the platform hears that we have it; then it is served,
in order within a lane (a chat), lanes side by side. What nobody finished is served after the next start."""

import asyncio
import logging
from collections import deque
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from commands.kit.clean import cleaned
from storage import Incoming, ServedBefore, Storage, StorageError, Unit, may_pass

from .ports import Chat, Clock, Malformed

log = logging.getLogger(__name__)

LEASE = timedelta(minutes=2)
"""How long other replicas leave alone what this one took in."""
PATIENCE = 30.0
"""Seconds one thing may take; then the lane goes on and it is tried again later."""
TRIES = 5
AT_ONCE = 1000
"""Rows of one statement: no database takes more numbers than fit into 15 bits."""


class Intake:
    def __init__(self, storage: Storage, clock: Clock, owner: str) -> None:
        self._storage = storage
        self._clock = clock
        self._owner = owner
        self._chats: Mapping[str, Chat] = {}
        self._lanes: dict[tuple[str, str], deque[Incoming]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._closed = False

    def serve(self, chats: Sequence[Chat]) -> None:
        """From now on what comes in is handled by these."""
        self._chats = {chat.name: chat for chat in chats}

    async def feed(self, platform: str, items: Sequence[tuple[str, str, str]]) -> None:
        """Store raw (key, lane, body) things in one commit and queue the new ones. Raises ``StorageError``: then the
        platform must not be told that we have them."""
        now = self._clock()
        clean = [(key, lane, cleaned(body)) for key, lane, body in items]
        # What comes at the very end is for whoever is there next.
        owner = "" if self._closed else self._owner
        fresh = await self._storage.write(lambda unit: unit.inbox.take_in(platform, clean, now, owner, now + LEASE))
        for incoming in fresh:
            self._queue(incoming)

    async def recover(self, *, everything: bool = False) -> int:
        """Hold on to what is queued here, and queue what no living process holds. ``everything``: this process is the
        only one, so all of it."""
        now = self._clock()
        if queued := [item.id for lane in self._lanes.values() for item in lane]:
            await self._storage.write(lambda unit: self._hold(unit, queued, now))
        found = 0
        for platform in self._chats:
            until = now + LEASE
            when = until + LEASE if everything else now
            lost = await self._storage.write(
                lambda unit, p=platform, w=when, u=until: unit.inbox.recover(p, w, self._owner, u)  # type: ignore[misc]
            )
            waiting = {item.id for lane in self._lanes.values() for item in lane}
            for incoming in lost:
                if incoming.id not in waiting:
                    self._queue(incoming)
                    found += 1
        return found

    async def _hold(self, unit: Unit, ids: Sequence[int], now: datetime) -> None:
        """Half of a lease is enough until the next look."""
        for at in range(0, len(ids), AT_ONCE):
            await unit.inbox.hold(ids[at : at + AT_ONCE], self._owner, now + LEASE / 2, now + LEASE)

    async def close(self, budget: float) -> None:
        """Finish what is being served within ``budget`` seconds; the rest stays in the inbox for the next start."""
        self._closed = True
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=budget)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        await self._storage.write(lambda unit: unit.inbox.release(self._owner))

    @property
    def waiting(self) -> int:
        return sum(len(lane) for lane in self._lanes.values())

    def _queue(self, incoming: Incoming) -> None:
        if self._closed:
            return
        key = (incoming.platform, incoming.lane)
        if (lane := self._lanes.get(key)) is not None:
            lane.append(incoming)
            return
        self._lanes[key] = deque([incoming])
        task = asyncio.create_task(self._serve(key), name=f"lane {key}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _serve(self, key: tuple[str, str]) -> None:
        lane = self._lanes[key]
        try:
            while lane and not self._closed:
                await self._one(lane[0])
                lane.popleft()
        finally:
            self._lanes.pop(key, None)

    async def _one(self, incoming: Incoming) -> None:
        chat = self._chats.get(incoming.platform)
        if chat is None:
            return
        for attempt in range(TRIES):
            try:
                if await self._served(chat, incoming):
                    return
            except StorageError as error:
                log.warning("cannot be set aside now", extra={"incoming": incoming.id, "why": str(error)})
            await asyncio.sleep(min(0.2 * 4**attempt, 10))
        log.error("given up for now; it stays in the inbox", extra={"incoming": incoming.id})

    async def _served(self, chat: Chat, incoming: Incoming) -> bool:
        """Serve it once; ``False`` when the trouble may pass and it should be tried again."""
        try:
            async with asyncio.timeout(PATIENCE):
                await chat.handle(incoming)
        except Malformed as error:
            await self._quarantine(incoming, f"malformed: {error}")
        except ServedBefore:
            log.info("served before", extra={"incoming": incoming.id})  # by another replica, or by us before a crash
        except Exception as error:
            if may_pass(error) or isinstance(error, TimeoutError):
                log.warning("cannot serve now, trying again", extra={"incoming": incoming.id, "why": str(error)})
                return False
            log.exception("cannot be served", extra={"incoming": incoming.id, "platform": incoming.platform})
            await self._quarantine(incoming, "failed")
        return True

    async def _quarantine(self, incoming: Incoming, why: str) -> None:
        log.error("set aside", extra={"incoming": incoming.id, "platform": incoming.platform, "why": why[:200]})
        await self._storage.write(lambda unit: unit.inbox.quarantine(incoming.id, why))
