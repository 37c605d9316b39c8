"""Tasks that must always run: one that dies is started again, and everybody can know that it died.

The pause before a new start grows from one second to half a minute, and is short again after a minute of life. A task
that dies five times in ten minutes makes the process unhealthy; it is still started again.
"""

import asyncio
import logging
import time
from collections import deque
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field

from .ports import Health

log = logging.getLogger(__name__)

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0
LONG_LIFE = 60.0
WINDOW, TOO_MANY = 600.0, 5
"""Seconds, and how many deaths within them are too many."""

Work = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class _Charge:
    """One task under supervision."""

    work: Work
    deaths: deque[float] = field(default_factory=lambda: deque(maxlen=TOO_MANY))
    died: int = 0
    last_words: str = ""
    task: "asyncio.Task[None] | None" = None


class Supervisor:
    """``now`` counts seconds from anywhere and only forwards; ``died`` hears the name of each task that died."""

    def __init__(
        self,
        *,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        died: Callable[[str], None] = lambda _: None,
    ) -> None:
        self._now, self._sleep, self._died = now, sleep, died
        self._charges: dict[str, _Charge] = {}
        self._keepers: dict[str, asyncio.Task[None]] = {}

    def add(self, name: str, work: Work) -> None:
        """Take a task into care before ``run``. Returning counts as dying: such a task has no end of its own."""
        if name in self._charges:
            raise ValueError(f"two tasks are called {name!r}")
        self._charges[name] = _Charge(work)

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._charges)

    @property
    def deaths(self) -> Mapping[str, int]:
        """How often each task died since the start."""
        return {name: charge.died for name, charge in self._charges.items()}

    def health(self) -> Health:
        """``down`` while a task dies again and again, with its last words."""
        now = self._now()
        for name, charge in self._charges.items():
            recent = [at for at in charge.deaths if now - at <= WINDOW]
            if len(recent) >= TOO_MANY:
                return Health("down", f"{name} died {TOO_MANY} times in {WINDOW / 60:.0f} minutes: {charge.last_words}")
        return Health("ok")

    async def run(self, until: asyncio.Event) -> None:
        """Keep everything running until the event is set or the caller is cancelled; then end all that still runs."""
        self._keepers = {
            name: asyncio.create_task(self._keep(name, charge), name=f"keeper of {name}")
            for name, charge in self._charges.items()
        }
        try:
            await until.wait()
        finally:
            await self.dismiss(self.names)

    async def dismiss(self, names: Iterable[str], *, budget: float = 5.0) -> list[str]:
        """End these tasks for good. Returns the names of those that had not ended after ``budget`` seconds."""
        leaving = {name: self._keepers.pop(name) for name in names if name in self._keepers}
        for keeper in leaving.values():
            keeper.cancel()
        if leaving:
            await asyncio.wait(leaving.values(), timeout=budget)
        stuck = [name for name, keeper in leaving.items() if not keeper.done()]
        for name in stuck:
            log.warning("%s does not end and is left behind", name)
        return stuck

    async def _keep(self, name: str, charge: _Charge) -> None:
        pause = FIRST_PAUSE
        while True:
            began = self._now()
            charge.task = asyncio.create_task(_alive(charge.work), name=name)
            try:
                await asyncio.wait([charge.task])
            except asyncio.CancelledError:
                charge.task.cancel()
                await asyncio.wait([charge.task])
                _last_words(charge.task)
                raise
            if self._now() - began >= LONG_LIFE:
                pause = FIRST_PAUSE
            self._mourn(name, charge, charge.task, pause)
            await self._sleep(pause)
            pause = min(LONGEST_PAUSE, pause * 2)

    def _mourn(self, name: str, charge: _Charge, task: "asyncio.Task[None]", pause: float) -> None:
        charge.last_words, error = _last_words(task)
        charge.died += 1
        charge.deaths.append(self._now())
        log.error("%s died and starts again in %.0f s: %s", name, pause, charge.last_words, exc_info=error)
        self._died(name)


async def _alive(work: Work) -> None:
    await work()


def _last_words(task: "asyncio.Task[None]") -> tuple[str, BaseException | None]:
    if task.cancelled():
        return "it was cancelled", None
    error = task.exception()
    if error is None:
        return "it ended", None
    return f"{type(error).__name__}: {error}".partition("\n")[0].removesuffix(": "), error
