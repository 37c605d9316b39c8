"""Doing units of work. ``write`` returns when the work is on the disk; ``read`` sees one moment of the past."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from .translate import translated
from .unit import Unit

T = TypeVar("T")

Work = Callable[[Unit], Awaitable[T]]


class Storage(ABC):
    """The memory of all teams. A unit of work is a function of a ``Unit``: it may be run again from the start, so it
    has no effect outside its unit. It is never cancelled half-way: cancelling the caller leaves it to finish."""

    def __init__(self, readers: AsyncEngine) -> None:
        self._readers = readers

    @abstractmethod
    async def write(self, work: Work[T]) -> T:
        """Do the work and keep all of it, or raise and keep nothing. Errors of the database are ``StorageError``s."""

    async def read(self, work: Work[T]) -> T:
        """Look at one consistent state. What the work writes is thrown away."""
        return await asyncio.shield(asyncio.ensure_future(self._read(work)))

    async def _read(self, work: Work[T]) -> T:
        with translated():
            async with self._readers.connect() as db:
                return await work(Unit(db))

    @abstractmethod
    async def migrate(self) -> list[str]:
        """Bring the tables to the state this code knows; returns the steps that were taken."""

    @abstractmethod
    async def close(self) -> None:
        """Finish what was begun and let go of the database."""

    @abstractmethod
    async def inspect(self, look: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        """For maintenance only: a bare connection, outside any unit of work."""
