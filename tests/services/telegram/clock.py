"""The service's own time: starts where the test says and moves with the machine's monotonic clock.

It never reads the wall clock. ``advance`` lets a test make updates and button presses expire without waiting.
"""

import time
from datetime import UTC, datetime

DEFAULT_START = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


class ServiceClock:
    """Seconds and Unix time as the simulated Telegram sees them."""

    def __init__(self, start: datetime = DEFAULT_START) -> None:
        self._start = start.timestamp()
        self._began = time.monotonic()
        self._added = 0.0

    def monotonic(self) -> float:
        """Seconds since the service began, including every ``advance``."""
        return time.monotonic() - self._began + self._added

    def unix(self) -> int:
        """Whole seconds since 1970, as they stand in the ``date`` of a message."""
        return int(self._start + self.monotonic())

    def advance(self, seconds: float) -> None:
        """Let ``seconds`` pass at once."""
        self._added += seconds
