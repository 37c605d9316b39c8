"""Doing units of work. ``write`` returns when the work is on the disk; ``read`` sees one moment of the past."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection

from .errors import StorageError
from .records import Claim, Letter
from .unit import Unit

T = TypeVar("T")

Work = Callable[[Unit], Coroutine[Any, Any, T]]
Told = Callable[[Sequence[Letter]], None]
Claims = Callable[[Letter], Claim | None]


def _nobody(letter: Letter) -> None:
    return None


class Storage(ABC):
    """The memory of all teams. Units of one team that write are done one after the other.

    A unit of work is a function of a ``Unit``: it may be run again from the start, so it has no effect outside its
    unit. It is never cancelled half-way: cancelling the caller leaves it to finish.
    """

    def __init__(self) -> None:
        self._told: dict[Told, Claims] = {}
        self._running: set[asyncio.Task[Any]] = set()
        self._closing = False

    def tell(self, told: Told, claims: Claims = _nobody) -> None:
        """From now on ``told`` hears of every letter as soon as it is kept, from the event loop; it must not wait.

        ``claims`` is asked of each before it is written whether whoever is told goes out with it at once: then it is
        written as claimed. It is asked from any thread, perhaps for a letter that is never kept, and changes nothing.
        """
        self._told[told] = claims

    def stop_telling(self, told: Told) -> None:
        self._told.pop(told, None)

    def _tell(self, letters: Sequence[Letter]) -> None:
        for told in list(self._told) if letters else ():
            told(letters)

    def _claim(self, letter: Letter) -> Claim | None:
        return next((claim for claims in list(self._told.values()) if (claim := claims(letter)) is not None), None)

    @abstractmethod
    async def write(self, work: Work[T]) -> T:
        """Do the work and keep all of it, or raise and keep nothing. Errors of the database are ``StorageError``s."""

    async def read(self, work: Work[T]) -> T:
        """Look at one consistent state. What the work writes is thrown away."""
        self._check_open()
        return await self._to_the_end(self._read(work))

    @abstractmethod
    async def migrate(self) -> list[str]:
        """Bring the tables to the state this code knows; returns the steps that were taken."""

    @abstractmethod
    async def inspect(self, look: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """For maintenance only: a bare connection, outside any unit of work."""

    async def close(self) -> None:
        """Finish what was begun, let go of the database, and refuse everything from now on."""
        self._closing = True
        while self._running:
            await asyncio.wait(self._running)
        await self._let_go()

    @abstractmethod
    async def _read(self, work: Work[T]) -> T: ...

    @abstractmethod
    async def _let_go(self) -> None: ...

    def _check_open(self) -> None:
        if self._closing:
            raise StorageError("the storage is closed")

    async def _to_the_end(self, doing: Coroutine[Any, Any, T]) -> T:
        task = asyncio.create_task(doing)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)
