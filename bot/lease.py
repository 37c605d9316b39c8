"""What only one replica may do at a time. It holds a lease in the database, and prolongs it while it lives."""

import asyncio
import logging
from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime, timedelta
from typing import Any

from storage import Storage, StorageError

from .ports import Clock

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=15)
RENEW = 4.0
STANDBY = 3.0
"""Seconds between two tries to get the lease: a dead holder is replaced within 20 seconds."""

Work = Callable[[], Coroutine[Any, Any, None]]


async def _nothing() -> None:
    return None


class Lease:
    """``owner`` names this process; ``elsewhere``: another replica holds it."""

    def __init__(self, name: str, storage: Storage, clock: Clock, owner: str) -> None:
        self._name = name
        self._storage = storage
        self._clock = clock
        self._owner = owner
        self._until: datetime | None = None
        self.elsewhere = False

    async def run(self, *works: Work, meanwhile: Work = _nothing) -> None:
        """Do the works whenever the lease is ours, until cancelled; ``meanwhile`` before each further try to get it.
        Raises what ends one of the works."""
        try:
            while True:
                if await self._hold():
                    await self._turn(works)
                else:
                    await meanwhile()
                    await asyncio.sleep(STANDBY)
        finally:
            await self._let_go()

    async def _turn(self, works: Sequence[Work]) -> None:
        """Until the lease is lost, or one of the works has ended."""
        tasks = [asyncio.create_task(work(), name=f"{self._name}: {work.__name__}") for work in (self._keep, *works)]
        try:
            done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        for task in done:
            task.result()

    async def _keep(self) -> None:
        """Ends when the lease is lost."""
        while True:
            await asyncio.sleep(RENEW)
            if not await self._hold():
                return

    async def _hold(self) -> bool:
        """Get or prolong the lease. While the database does not say whose it is, it is ours until shortly before it
        would be over."""
        now = self._clock()
        until = now + LEASE
        try:
            held = await self._storage.write(lambda unit: unit.leases.hold(self._name, self._owner, now, until))
        except StorageError as error:
            log.warning("the lease cannot be kept", extra={"lease": self._name, "why": str(error)})
            return self._until is not None and self._clock() < self._until - timedelta(seconds=RENEW)
        if self.elsewhere is held or (held and self._until is None):
            log.info("the lease is ours" if held else "another replica has the lease", extra={"lease": self._name})
        self.elsewhere, self._until = not held, until if held else None
        return held

    async def _let_go(self) -> None:
        """Whoever stands by need not wait for the lease to run out."""
        if self._until is None:
            return
        now = self._clock()
        try:
            await self._storage.write(lambda unit: unit.leases.hold(self._name, self._owner, now, now))
        except StorageError as error:
            log.warning("the lease runs out by itself", extra={"lease": self._name, "why": str(error)})
