"""Waiting without sleeping: whoever changes the world rings, whoever waits looks again."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from .errors import NothingHeard

T = TypeVar("T")


class Bell:
    """Wakes every waiter each time something changed."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Something changed."""
        rung, self._rung = self._rung, asyncio.Event()
        rung.set()

    def next(self) -> Coroutine[Any, Any, bool]:
        """A wait for the next ring after this very moment, even if it is awaited later."""
        return self._rung.wait()

    async def until(self, look: Callable[[], T | None], timeout: float, complaint: Callable[[], str]) -> T:
        """The first answer of ``look`` that is not None, looked for now and after every ring.

        Raises NothingHeard with ``complaint()`` after ``timeout`` seconds.
        """
        try:
            async with asyncio.timeout(timeout):
                while (found := look()) is None:
                    await self._rung.wait()
                return found
        except TimeoutError:
            raise NothingHeard(complaint()) from None
