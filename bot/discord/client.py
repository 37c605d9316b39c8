"""discord.py's client with its own doors: interactions come out raw, and the gateway is dialled by our rules.

discord.py waits up to 17 minutes between two attempts; here it is 30 seconds. A session is resumed whenever the rules
allow it, so that little is missed and few sessions are begun.
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

import aiohttp
import discord
from discord.client import ReconnectWebSocket
from discord.gateway import DiscordWebSocket

log = logging.getLogger(__name__)

FATAL = {
    4004: "the token is wrong",
    4010: "invalid shard",
    4011: "too many servers for one connection",
    4012: "this version of the gateway is no longer served",
    4013: "invalid intents",
    4014: "an intent is not allowed for this bot",
}
LONGEST_PAUSE = 30.0
DIAL_PATIENCE = 60.0
DEAF_AFTER = 10.0
"""Seconds a heartbeat may stay unanswered; with Discord's 41 between two, a dead line is noticed within a minute."""
LOOK = 5.0
NOT_READ = (AttributeError, LookupError, TypeError, ValueError)
"""What the library raises for an event of another shape than it knows. One such event is left out; a new session for
each would use up those of the day."""
MARK = 1.0
"""Seconds by which the library's note of a heartbeat may be later than the answer to it."""


# Voice is not used here, so what is missing for it is no news.
discord.VoiceClient.warn_nacl = False
discord.VoiceClient.warn_dave = False


class Fatal(Exception):
    """Trying again at once makes no sense. ``why`` is for people."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Ears:
    """What the chat wants to hear. Every method may be awaited for long; the gateway goes on meanwhile."""

    async def interaction(self, interaction: discord.Interaction) -> None: ...
    async def connected(self) -> None: ...
    async def ready(self) -> None: ...
    async def joined(self, guild: discord.Guild) -> None: ...
    async def left(self, guild: discord.Guild) -> None: ...


def pause_after(failures: int) -> float:
    """Seconds before the next attempt: 2, 4, 8, 16, then 30."""
    return min(2.0 ** min(failures, 8), LONGEST_PAUSE)


class Client(discord.Client):
    """``may_start`` is awaited before a new session is dialled: it may wait, or raise ``Fatal``. ``starts`` is awaited
    when one is begun."""

    def __init__(
        self,
        ears: Ears,
        may_start: Callable[[], Awaitable[None]],
        starts: Callable[[], Awaitable[None]],
        *,
        deaf_after: float = DEAF_AFTER,
        look: float = LOOK,
    ) -> None:
        # Commands, buttons and forms need no privileged intent; nobody is ever mentioned by accident.
        super().__init__(
            intents=discord.Intents(guilds=True),
            allowed_mentions=discord.AllowedMentions.none(),
            max_messages=None,
            max_ratelimit_timeout=30.0,
        )
        self._ears = ears
        self._may_start = may_start
        self._starts = starts
        self._deaf_after = deaf_after
        self._look = look
        self.hearing = False
        """Whether a session is established."""

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        await self._ears.interaction(interaction)

    async def on_connect(self) -> None:
        self.hearing = True
        await self._ears.connected()

    async def on_resumed(self) -> None:
        self.hearing = True

    async def on_ready(self) -> None:
        await self._ears.ready()

    async def on_guild_join(self, guild: discord.Guild) -> None:
        await self._ears.joined(guild)

    async def on_guild_remove(self, guild: discord.Guild) -> None:
        await self._ears.left(guild)

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        await self._starts()

    async def connect(self, *, reconnect: bool = True) -> None:
        """Listen until cancelled. Raises ``Fatal``."""
        how: dict[str, Any] = {"initial": True, "shard_id": None}
        failures = 0
        while True:
            try:
                if "resume" not in how:
                    await self._may_start()
                self.ws = await asyncio.wait_for(DiscordWebSocket.from_client(self, **how), DIAL_PATIENCE)
                how = {"initial": False, "shard_id": None}
                await self._listen()
            except ReconnectWebSocket as asked:
                self.dispatch("disconnect")
                how = self._again(resume=asked.resume)
                # A session that was heard lets us come back at once; one that never was is dialled like a fault.
                failures = 0 if self.hearing else failures + 1
                self.hearing = False
                pause = pause_after(failures) if failures else 0.0 if asked.resume else 2.0
            except (OSError, TimeoutError, aiohttp.ClientError, discord.DiscordException) as error:
                self.dispatch("disconnect")
                code = getattr(error, "code", None)
                if isinstance(error, discord.ConnectionClosed) and code in FATAL:
                    raise Fatal(f"{FATAL[code]} ({code})") from error
                failures = 1 if self.hearing else failures + 1
                self.hearing = False
                pause = pause_after(failures)
                log.warning("no connection to the gateway", extra={"why": type(error).__name__, "pause": pause})
            await asyncio.sleep(pause)

    def _again(self, *, resume: bool) -> dict[str, Any]:
        how: dict[str, Any] = {"initial": False, "shard_id": None}
        ws: DiscordWebSocket | None = self.ws
        if resume and ws is not None and ws.session_id:
            how |= {"resume": True, "sequence": ws.sequence, "session": ws.session_id, "gateway": ws.gateway}
        return how

    async def _listen(self) -> None:
        watch = asyncio.create_task(self._watch(self.ws), name="discord heartbeat watch")
        try:
            while True:
                try:
                    await self.ws.poll_event()
                except NOT_READ as error:
                    log.exception("an event that the library cannot read", extra={"why": type(error).__name__})
        finally:
            watch.cancel()

    async def _watch(self, ws: DiscordWebSocket) -> None:
        """A connection that looks open and brings nothing is closed, so that it is dialled anew."""
        while True:
            await asyncio.sleep(self._look)
            beat = ws._keep_alive
            if beat is None or beat._last_send <= beat._last_ack + min(MARK, self._look):
                continue
            if time.perf_counter() - beat._last_ack > (beat.interval or 0.0) + self._deaf_after:
                log.warning("the gateway does not answer; dialling anew")
                await ws.close(4000)
                return
