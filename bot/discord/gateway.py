"""Keeps one connection to Discord's gateway for all replicas, within what Discord allows, whatever happens.

One replica holds the lease and listens; the others stand by. Every session that is begun is counted in the database:
Discord ends all sessions and resets the token after 1000 in a day, which a crash loop can reach. A refusal that trying
again cannot cure stops this part alone, tells why, and is tried again every 15 minutes.
"""

import asyncio
import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

import aiohttp
import discord

from bot.lease import Lease
from bot.ports import Clock, Health
from storage import Storage, StorageError, Unit, Work

from .client import Client, Ears, Fatal
from .wire import Refusals, Wire

log = logging.getLogger(__name__)

FATAL_PAUSE = 900.0
LOGIN_PAUSE = 30.0

DAY = timedelta(hours=24)
RESERVE = 100
"""Sessions that are left for the operator."""
ALLOWED = 1000
FREELY = 60
"""Sessions a day that are begun without a pause; further ones are spread over the day."""
SPREAD = timedelta(minutes=10)


NOT_YET = Health("down", "not connected yet")


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
        name = sha256(token.encode()).hexdigest()[:16]
        self._lease = Lease(f"discord.{name}", storage, clock, owner)
        self._mark = f"discord.starts.{name}"
        self._health = NOT_YET
        self._ears = ears
        self.refusals = Refusals(clock)
        self._open()

    def _open(self) -> None:
        """A client that was closed is not used again: a new one begins with no session and no cache."""
        self.client = Client(self._ears, self._may_start, self._started)
        self.wire = Wire(self.client, self.refusals)

    def health(self) -> Health:
        if self._lease.elsewhere:
            return Health("standby")
        if self._health.state != "ok":
            return self._health
        if self.refusals.too_many:
            return Health("down", "Discord refuses too much; only the most urgent is sent")
        return self._health if self.client.hearing else Health("down", "no connection to the gateway")

    @property
    def logged_in(self) -> bool:
        """Whether requests can be made."""
        return self.client.application_id is not None and not self.client.is_closed()

    @property
    def beginning(self) -> bool:
        """Whether the first connection of this life is being made: there will be one in a moment, as a rule."""
        return self._health is NOT_YET and not self._lease.elsewhere

    async def run(self) -> None:
        """Listen whenever it is our turn, until cancelled."""
        if self.client.is_closed():
            self._open()
        try:
            await self._lease.run(self._turn)
        finally:
            self._health = Health("off")

    async def close(self) -> None:
        """Let go of all connections; letters can be carried until then."""
        await self.client.close()

    async def _turn(self) -> None:
        try:
            await self._listen()
        finally:
            self.client.hearing = False
            if self.client.ws is not None:
                await self.client.ws.close(4000)

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
