"""How the parts are. ``/livez`` says whether the process must be restarted; ``/readyz`` says which part does not work.

A platform or a database that is away is a matter of readiness alone: a restart would not bring it back.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection
from inspect import isawaitable

from aiohttp import web

from storage import Storage, StorageError, Unit

from .http import HttpServer
from .metrics import CONTENT_TYPE, Metrics
from .ports import Clock, Health

log = logging.getLogger(__name__)

PARTS = ("telegram", "discord", "database", "clock", "outbox")
"""The order in which parts are named; those that nobody added are ``off``."""
READY = ("ok", "standby", "off")
PATIENCE = 2.0
LATE = 60.0
"""Seconds a letter may be due before the outbox is said to be stuck."""

Probe = Callable[[], Health | Awaitable[Health]]


class Parts:
    """``redact`` takes secrets out of reasons; ``alive`` says whether the process can still do its work."""

    def __init__(self, redact: Callable[[str], str] = str, alive: Callable[[], Health] = lambda: Health("ok")) -> None:
        self._redact, self._alive = redact, alive
        self._probes: dict[str, list[Probe]] = {name: [] for name in PARTS}

    def add(self, name: str, probe: Probe) -> None:
        """Ask ``probe`` how a part is. A part with several probes is as bad as the worst of them."""
        self._probes.setdefault(name, []).append(probe)

    async def ask(self) -> dict[str, Health]:
        """Every part, at the latest after ``PATIENCE`` seconds."""
        states = await asyncio.gather(*(self._part(name) for name in self._probes))
        return dict(zip(self._probes, states, strict=True))

    async def _part(self, name: str) -> Health:
        found = await asyncio.gather(*(_asked(probe) for probe in self._probes[name]))
        worst = max(found, key=lambda health: health.state not in READY, default=Health("off"))
        return Health(worst.state, self._redact(worst.why))

    def serve(self, server: HttpServer, metrics: Metrics | None = None) -> None:
        """Add ``/livez``, ``/readyz`` and ``/metrics``."""

        async def livez(_: web.Request) -> web.Response:
            fine = self._alive().state in READY
            return web.Response(text="ok" if fine else "fail", status=200 if fine else 503)

        async def readyz(_: web.Request) -> web.Response:
            parts = await self.ask()
            fine = all(health.state in READY for health in parts.values())
            said = {name: _in_words(health) for name, health in parts.items()}
            return web.json_response({"ready": fine} | said, status=200 if fine else 503)

        server.get("/livez", livez)
        server.get("/readyz", readyz)
        if metrics is not None:

            async def page(_: web.Request) -> web.Response:
                return web.Response(body=await metrics.page(), headers={"Content-Type": CONTENT_TYPE})

            server.get("/metrics", page, guarded=True)


def _in_words(health: Health) -> str:
    return f"{health.state}: {health.why}" if health.why else health.state


async def _asked(probe: Probe) -> Health:
    try:
        async with asyncio.timeout(PATIENCE):
            health = probe()
            return await health if isawaitable(health) else health
    except TimeoutError:
        return Health("down", f"does not answer within {PATIENCE:.0f} s")
    except Exception as error:
        log.debug("a probe failed", exc_info=True)
        return Health("down", f"{type(error).__name__}: {error}".partition("\n")[0])


def database(storage: Storage) -> Probe:
    """``down`` when the database cannot be read."""

    async def probe() -> Health:
        async def look(unit: Unit) -> None:
            await unit.marks.get("health")

        try:
            await storage.read(look)
        except StorageError as error:
            return Health("down", str(error))
        return Health("ok")

    return probe


def outbox(storage: Storage, clock: Clock, platforms: Collection[str]) -> Probe:
    """``down`` when a letter for one of these platforms has been due for more than a minute and nobody carries it."""

    async def probe() -> Health:
        now = clock()

        async def look(unit: Unit) -> float:
            oldest = await unit.outbox.oldest_due(platforms, now)
            return (now - oldest).total_seconds() if oldest else 0.0

        waiting = await storage.read(look)
        return Health("down", f"a letter has been waiting for {waiting:.0f} s") if waiting > LATE else Health("ok")

    return probe
