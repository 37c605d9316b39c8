"""The demo's own clock: it ticks like the real one, and can be moved forward. A restart keeps where it is."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta

from commands.kit import Text, text
from storage import Storage, Unit

MARK = "demo.ahead"


class DemoClock:
    """``real`` is where the time comes from. Called, it tells the demo's now, as every clock of the house."""

    def __init__(self, real: Callable[[], datetime]) -> None:
        self._real = real
        self._ahead = timedelta()
        self._storage: Storage | None = None

    def __call__(self) -> datetime:
        return self._real() + self._ahead

    async def remember(self, storage: Storage) -> None:
        """Go on from where the clock was moved to in earlier runs, and keep later moves."""
        kept = await storage.read(lambda unit: unit.marks.get(MARK))
        if kept is not None:
            self._ahead = timedelta(seconds=float(kept))
        self._storage = storage

    async def begin(self, at: datetime) -> None:
        """Where the demo starts, before anything has happened in it: that may lie in the past."""
        await self._set(at - self._real())

    async def move(self, to: datetime) -> None:
        """Forward to a moment; one that is past is no move: what has happened has happened."""
        if to > self():
            await self._set(to - self._real())

    async def _set(self, ahead: timedelta) -> None:
        async def keep(unit: Unit) -> None:
            await unit.marks.set(MARK, repr(ahead.total_seconds()))

        if self._storage is not None:
            await self._storage.write(keep)
        self._ahead = ahead


def next_morning(now: datetime) -> datetime:
    """Nine o'clock, before the day begins."""
    return after(now, time(9))


def after(now: datetime, at: time, suits: Callable[[datetime], bool] = lambda day: True) -> datetime:
    """The first moment strictly after ``now`` at a time of day, on a day that suits; as an instant in UTC."""
    day = now.date()
    while True:
        moment = datetime.combine(day, at, now.tzinfo)
        # In a zone with summer time two instants are only compared in UTC.
        if suits(moment) and moment.astimezone(UTC) > now.astimezone(UTC):
            return moment.astimezone(UTC)
        day += timedelta(days=1)


MOMENTS: Mapping[str, tuple[Text, Callable[[datetime], datetime]]] = {
    "morning": (text("next morning"), next_morning),
}
"""Moments of the calendar, whatever is planned for them."""
