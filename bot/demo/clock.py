"""The demo's own clock: it ticks like the real one, and can be moved forward. A restart keeps where it is."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from commands.kit import Said, Text, text
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
        self._ahead = max(self._ahead, timedelta(seconds=float(kept or 0)))
        self._storage = storage

    def offers(self) -> Mapping[str, Said]:
        return {name: label() for name, (label, _) in OFFERS.items()}

    async def jump(self, to: str, zone: ZoneInfo) -> datetime:
        """Move forward to the next moment of this name. Raises ``LookupError`` when it is not offered."""
        now = self()
        await self.move(OFFERS[to][1](now.astimezone(zone)) - now)
        return self()

    async def move(self, by: timedelta) -> None:
        """Raises ``ValueError`` when asked to go back: what has happened has happened."""
        if by < timedelta():
            raise ValueError("the clock only moves forward")
        ahead = self._ahead + by

        async def keep(unit: Unit) -> None:
            await unit.marks.set(MARK, repr(ahead.total_seconds()))

        if self._storage is not None:
            await self._storage.write(keep)
        self._ahead = ahead


def next_morning(now: datetime) -> datetime:
    """Nine o'clock, before the day begins."""
    return _after(now, time(9), lambda day: True)


def friday_afternoon(now: datetime) -> datetime:
    return _after(now, time(16), lambda day: day.weekday() == 4)


def next_monday(now: datetime) -> datetime:
    return _after(now, time(9), lambda day: day.weekday() == 0)


def month_end(now: datetime) -> datetime:
    """The last day of the month, when the closed review begins."""
    return _after(now, time(15), lambda day: (day + timedelta(days=1)).day == 1)


def _after(now: datetime, at: time, suits: Callable[[datetime], bool]) -> datetime:
    """The first moment strictly after ``now`` at a time of day, on a day that suits; as an instant in UTC."""
    day = now.date()
    while True:
        moment = datetime.combine(day, at, now.tzinfo)
        # In a zone with summer time two instants are only compared in UTC.
        if suits(moment) and moment.astimezone(UTC) > now.astimezone(UTC):
            return moment.astimezone(UTC)
        day += timedelta(days=1)


OFFERS: Mapping[str, tuple[Text, Callable[[datetime], datetime]]] = {
    "morning": (text("next morning"), next_morning),
    "friday": (text("Friday 16:00"), friday_afternoon),
    "monday": (text("next Monday"), next_monday),
    "month-end": (text("month end"), month_end),
}
