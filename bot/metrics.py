"""What can be measured from outside, for Prometheus. Labels are platforms, outcomes and names of our own tasks: never
a team, a person or a chat."""

import asyncio
import logging
import sys
import threading
import time
import traceback
from collections.abc import Awaitable, Callable, Collection

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4

from storage import Storage, StorageError, Unit

from .ports import Clock

log = logging.getLogger(__name__)

CONTENT_TYPE = CONTENT_TYPE_PLAIN_0_0_4
PLATFORMS = ("telegram", "discord", "web", "clock")
DELIVERIES = ("sent", "gone", "moved", "later", "refused", "unknown")
"""How a delivery can end, bot/ports.py."""
CALLS = ("done", "refused", "broken", "storage", "flood")
"""How a line can end, bot/dispatch.py."""
STATES = {"inbox": ("new", "done", "quarantined"), "outbox": ("pending", "sending", "sent", "dead")}

BEAT = 0.5
SLOW = 0.2
"""Seconds: a loop held up longer is reported with what held it up."""


class Metrics:
    """Figures of this process. ``now`` counts seconds forwards from anywhere; ``clock`` is the time of day;
    ``platforms`` are those that run here."""

    def __init__(
        self,
        storage: Storage,
        clock: Clock,
        platforms: Collection[str] = PLATFORMS,
        *,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._storage, self._clock, self._platforms, self._now = storage, clock, platforms, now
        self.registry = CollectorRegistry()
        own = self.registry
        self._rows = {
            name: Gauge(f"muster_{name}_rows", f"Rows of the {name} by state", ["state"], registry=own)
            for name in STATES
        }
        self._oldest = Gauge(
            "muster_outbox_oldest_due_seconds",
            "Age of the letter that is due the longest, 0 when none is",
            registry=own,
        )
        self._deliveries = Counter(
            "muster_deliveries", "Attempts to deliver, by platform and outcome", ["platform", "outcome"], registry=own
        )
        self._calls = Counter(
            "muster_calls", "Lines handled, by platform and outcome", ["platform", "outcome"], registry=own
        )
        self._polls = Gauge(
            "muster_last_poll_seconds", "Seconds since the platform last answered us", ["platform"], registry=own
        )
        self._lag = Histogram(
            "muster_loop_lag_seconds",
            "How late the event loop was",
            buckets=(0.01, 0.05, 0.1, 0.2, 0.5, 1, 5),
            registry=own,
        )
        self._deaths = Counter("muster_task_deaths", "Deaths of tasks that must always run", ["task"], registry=own)
        self._database = Gauge("muster_database_up", "Whether the database answered this scrape", registry=own)
        self._polled: dict[str, float] = {}

    def delivered(self, platform: str, outcome: str) -> None:
        """Count one attempt. An outcome of ``DELIVERIES``; anything else is counted as ``other``."""
        self._deliveries.labels(_one_of(PLATFORMS, platform), _one_of(DELIVERIES, outcome)).inc()

    def handled(self, platform: str, outcome: str) -> None:
        """Count one line. An outcome of ``CALLS``; anything else is counted as ``other``."""
        self._calls.labels(_one_of(PLATFORMS, platform), _one_of(CALLS, outcome)).inc()

    def polled(self, platform: str) -> None:
        """The platform has just answered."""
        self._polled[_one_of(PLATFORMS, platform)] = self._now()

    def died(self, task: str) -> None:
        """For ``Supervisor(died=…)``: names of tasks are ours."""
        self._deaths.labels(task).inc()

    def lagged(self, seconds: float) -> None:
        self._lag.observe(seconds)

    async def page(self) -> bytes:
        """Everything in Prometheus' text format. A database that does not answer in 2 s leaves its figures out."""
        for platform, at in self._polled.items():
            self._polls.labels(platform).set(self._now() - at)
        try:
            async with asyncio.timeout(2):
                await self._count()
            self._database.set(1)
        except (StorageError, TimeoutError):
            self._database.set(0)
        return generate_latest(self.registry)

    async def _count(self) -> None:
        now = self._clock()

        async def count(unit: Unit) -> None:
            for name, found in (("inbox", await unit.inbox.counts()), ("outbox", await unit.outbox.counts())):
                for state in STATES[name]:
                    self._rows[name].labels(state).set(found.get(state, 0))
            oldest = await unit.outbox.oldest_due(self._platforms, now)
            self._oldest.set((now - oldest).total_seconds() if oldest else 0)

        await self._storage.read(count)


class LoopWatch:
    """Measures how late the event loop is, and says what held it up.

    Its ``run`` is a task for the supervisor. While the loop stands still, a thread notes where the loop's thread is.
    ``now`` counts seconds from anywhere and only forwards.
    """

    def __init__(
        self,
        metrics: Metrics,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._metrics, self._now, self._sleep = metrics, now, sleep
        self._beat = now()
        self._told = True

    async def run(self) -> None:
        self._beat, thread = self._now(), threading.get_ident()
        ended = threading.Event()
        threading.Thread(target=self._look, args=(thread, ended), name="loop-watch", daemon=True).start()
        try:
            while True:
                await self._sleep(BEAT)
                late = max(0.0, self._now() - self._beat - BEAT)
                self._metrics.lagged(late)
                self._beat, self._told = self._now(), False
        finally:
            ended.set()

    def _look(self, thread: int, ended: threading.Event) -> None:
        while not ended.wait(BEAT / 2):
            held = self._now() - self._beat - BEAT
            if held > SLOW and not self._told:
                self._told = True
                frame = sys._current_frames().get(thread)
                where = "".join(traceback.format_stack(frame)[-8:]) if frame else "its thread is gone"
                log.warning("the event loop has been held up for %.2f s by\n%s", held, where)


def _one_of(names: tuple[str, ...], name: str) -> str:
    return name if name in names else "other"
