"""Keeps one connection to Discord's gateway for all replicas, within what Discord allows, whatever happens.

One replica holds the lease and listens; the others stand by. Every session that is begun is counted in the database:
Discord ends all sessions and resets the token after 1000 in a day, which a crash loop can reach. A refusal that trying
again cannot cure stops this part alone, tells why, and is tried again every 15 minutes.
"""

import asyncio
import json
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import aiohttp
import discord

from bot.ports import Clock, Health
from storage import Storage, StorageError, Unit, Work

from .client import Client, Ears, Fatal
from .wire import Refusals, Wire

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=15)
RENEW = 4.0
STANDBY = 3.0
"""Seconds between two tries to get the lease: a dead holder is replaced within 20 seconds."""
FATAL_PAUSE = 900.0
LOGIN_PAUSE = 30.0

DAY = timedelta(hours=24)
RESERVE = 100
"""Sessions that are left for the operator."""
ALLOWED = 1000
FREELY = 60
"""Sessions a day that are begun without a pause; further ones are spread over the day."""
SPREAD = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Starts:
    """Sessions begun since ``since``, at most a day ago; ``last`` is when the latest was."""

    since: datetime
    count: int
    last: datetime

    @classmethod
    def read(cls, words: str | None, now: datetime) -> "Starts":
        if words:
            since, count, last = json.loads(words)
            found = cls(datetime.fromisoformat(since), count, datetime.fromisoformat(last))
            if now - found.since < DAY:
                return found
        return cls(now, 0, now)

    def one_more(self, now: datetime) -> str:
        return json.dumps([self.since.isoformat(), self.count + 1, now.isoformat()])

    def wait(self, now: datetime) -> float:
        """Seconds until the next may be begun."""
        return max(0.0, (self.last + SPREAD - now).total_seconds()) if self.count >= FREELY else 0.0


class Gateway:
    def __init__(self, token: str, ears: Ears, storage: Storage, clock: Clock, owner: str) -> None:
        self._token = token
        self._storage = storage
        self._clock = clock
        self._owner = owner
        self._name = sha256(token.encode()).hexdigest()[:16]
        self._health = Health("down", "not connected yet")
        self._ears = ears
        self.refusals = Refusals(clock)
        self._open()

    def _open(self) -> None:
        """A client that was closed is not used again: a new one begins with no session and no cache."""
        self.client = Client(self._ears, self._may_start, self._started)
        self.wire = Wire(self.client, self.refusals)

    def health(self) -> Health:
        if self._health.state != "ok":
            return self._health
        if self.refusals.too_many:
            return Health("down", "Discord refuses too much; only the most urgent is sent")
        return self._health if self.client.hearing else Health("down", "no connection to the gateway")

    @property
    def logged_in(self) -> bool:
        """Whether requests can be made."""
        return self.client.application_id is not None and not self.client.is_closed()

    async def run(self) -> None:
        """Listen whenever it is our turn, until cancelled."""
        if self.client.is_closed():
            self._open()
        try:
            while True:
                if not await self._hold():
                    self._health = Health("standby")
                    await asyncio.sleep(STANDBY)
                    continue
                await self._turn()
        finally:
            # Whoever stands by need not wait for the lease to run out.
            self._health = Health("off")
            with suppress(StorageError):
                now = self._clock()
                await self._storage.write(lambda unit: unit.leases.hold(self._lease, self._owner, now, now))

    async def close(self) -> None:
        """Let go of all connections; letters can be carried until then."""
        await self.client.close()

    @property
    def _lease(self) -> str:
        return f"discord.{self._name}"

    async def _hold(self) -> bool | None:
        """``None`` when nobody can tell."""
        now = self._clock()
        try:
            return await self._storage.write(lambda unit: unit.leases.hold(self._lease, self._owner, now, now + LEASE))
        except StorageError as error:
            log.warning("the lease cannot be kept", extra={"why": str(error)})
            return None

    async def _turn(self) -> None:
        """Be the one who listens, for as long as the lease is ours."""
        keep = asyncio.create_task(self._keep(), name="discord lease")
        listen = asyncio.create_task(self._listen(), name="discord gateway")
        try:
            done, _ = await asyncio.wait({keep, listen}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in (keep, listen):
                task.cancel()
            await asyncio.gather(keep, listen, return_exceptions=True)
            self.client.hearing = False
            if self.client.ws is not None:
                await self.client.ws.close(4000)
        for task in done:
            task.result()

    async def _keep(self) -> None:
        """Ends when the lease is lost."""
        held_until = self._clock() + LEASE
        while True:
            await asyncio.sleep(RENEW)
            held = await self._hold()
            if held:
                held_until = self._clock() + LEASE
            elif held is False or self._clock() >= held_until - timedelta(seconds=RENEW):
                log.warning("the lease is lost")
                return

    async def _listen(self) -> None:
        while True:
            pause = LOGIN_PAUSE
            try:
                await self._log_in()
                self._health = Health("ok")
                await self.client.connect()
            except discord.LoginFailure:
                self._health = Health("down", "the token is wrong")
                pause = FATAL_PAUSE
            except Fatal as fatal:
                self._health = Health("down", fatal.why)
                pause = FATAL_PAUSE
            except (OSError, TimeoutError, aiohttp.ClientError, discord.DiscordException, StorageError) as error:
                self._health = Health("down", f"cannot connect: {type(error).__name__}")
                pause = LOGIN_PAUSE
            log.error("Discord is not connected", extra={"why": self._health.why, "pause": pause})
            await asyncio.sleep(pause)

    async def _log_in(self) -> None:
        if self.logged_in:
            return
        try:
            await self.client.login(self._token)
        except BaseException:
            await self.client.close()
            self._open()
            raise

    async def _may_start(self) -> None:
        """Before a session is dialled: is there any left today?"""
        now = self._clock()
        starts = await self._storage.read(self._starts_at(now))
        left = min(ALLOWED - starts.count, await self.wire.starts_left())
        if left < RESERVE:
            raise Fatal(f"only {left} session starts are left today")
        if (wait := starts.wait(now)) > 0:
            self._health = Health("down", "too many session starts today; waiting")
            await asyncio.sleep(wait)
            self._health = Health("ok")

    async def _started(self) -> None:
        now = self._clock()

        async def count(unit: Unit) -> None:
            starts = Starts.read(await unit.marks.get(self._mark), now)
            await unit.marks.set(self._mark, starts.one_more(now))

        await self._storage.write(count)

    def _starts_at(self, now: datetime) -> Work[Starts]:
        async def look(unit: Unit) -> Starts:
            return Starts.read(await unit.marks.get(self._mark), now)

        return look

    @property
    def _mark(self) -> str:
        return f"discord.starts.{self._name}"
