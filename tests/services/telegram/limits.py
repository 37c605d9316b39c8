"""How fast a bot may speak: about 30 messages a second, one a second in a chat, 20 a minute in a group.

Off until a test switches it on. Counted on the service's own clock.
"""

import math
from collections import deque

from .clock import ServiceClock
from .errors import flooded

OVERALL = 30
PER_GROUP_MINUTE = 20
BURST = 4


class FloodGate:
    """Refuses with 429 and ``retry_after`` in whole seconds when the bot is too fast."""

    def __init__(self, clock: ServiceClock) -> None:
        self._clock = clock
        self.on = False
        self._all: deque[float] = deque()
        self._minute: dict[int, deque[float]] = {}
        self._tokens: dict[int, tuple[float, float]] = {}

    def pass_one(self, chat_id: int, group: bool) -> None:
        """Count one message for this chat, or raise Refused(429). A refused message is not counted."""
        if not self.on:
            return
        now = self._clock.monotonic()
        tokens, seen = self._tokens.get(chat_id, (float(BURST), now))
        tokens = min(float(BURST), tokens + now - seen)
        wait = max(
            _wait(self._all, now, OVERALL, 1.0),
            1.0 - tokens if tokens < 1.0 else 0.0,
            _wait(self._minute.setdefault(chat_id, deque()), now, PER_GROUP_MINUTE, 60.0) if group else 0.0,
        )
        if wait > 0:
            raise flooded(max(1, math.ceil(wait)))
        self._all.append(now)
        self._tokens[chat_id] = (tokens - 1.0, now)
        if group:
            self._minute[chat_id].append(now)


def _wait(times: deque[float], now: float, most: int, span: float) -> float:
    while times and times[0] <= now - span:
        times.popleft()
    return times[0] + span - now if len(times) >= most else 0.0
