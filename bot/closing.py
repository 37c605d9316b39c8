"""The end of the process: one deadline for all of it, whatever its single steps would like to take."""

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Awaitable

log = logging.getLogger(__name__)

WHOLE = 8.0
"""Seconds from the request to the end of the process. Containers are killed after ten."""
ORDERLY = 7.0
"""Of those, for the steps; what is left is for the database, the interpreter and a slow machine."""


class Closing:
    """Steps taken one after the other, each within what is left. One that fails or does not end is told in the log:
    all that matters is on the disk, and the next one is taken."""

    def __init__(self, seconds: float = ORDERLY) -> None:
        self._until = asyncio.get_running_loop().time() + seconds

    def left(self, at_most: float = ORDERLY) -> float:
        """Seconds a step may take."""
        return max(0.0, min(at_most, self._until - asyncio.get_running_loop().time()))

    async def step(self, name: str, work: Awaitable[object]) -> None:
        try:
            async with asyncio.timeout(self.left()):
                await work
        except TimeoutError:
            log.warning("%s does not end in time", name)
        except Exception:
            log.exception("%s does not end well", name)


def stopping() -> asyncio.Event:
    """Set by the first SIGTERM or SIGINT, ``WHOLE`` seconds before the process ends by force; the second ends it at
    once."""
    stop = asyncio.Event()

    def heard(number: int) -> None:
        if stop.is_set():
            os._exit(128 + number)
        # A loop that is held up, or a thread that does not end, must not keep us.
        last = threading.Timer(WHOLE, os._exit, [1])
        last.daemon = True
        last.start()
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, heard, number)
    return stop
