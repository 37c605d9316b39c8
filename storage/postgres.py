"""PostgreSQL: for several replicas. Units of work run side by side; the database decides who was first."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from .errors import Busy
from .store import Storage, Work
from .translate import translated
from .unit import Unit

T = TypeVar("T")

TRIES = 5


class PostgresStorage(Storage):
    def __init__(self, url: str) -> None:
        settings = {"statement_timeout": "15000", "lock_timeout": "5000", "application_name": "muster"}
        options: dict[str, Any] = {"pool_pre_ping": True, "connect_args": {"server_settings": settings}}
        self._engine = create_async_engine(url, pool_size=8, max_overflow=4, **options)
        super().__init__(create_async_engine(url, pool_size=4, max_overflow=2, **options))
        self._busy: set[asyncio.Task[Any]] = set()

    async def write(self, work: Work[T]) -> T:
        task = asyncio.create_task(self._write(work))
        self._busy.add(task)
        task.add_done_callback(self._busy.discard)
        return await asyncio.shield(task)

    async def _write(self, work: Work[T]) -> T:
        for attempt in range(1, TRIES + 1):
            try:
                with translated():
                    async with self._engine.begin() as db:
                        return await work(Unit(db))
            except Busy:
                if attempt == TRIES:
                    raise
                await asyncio.sleep(random.uniform(0, 0.02) * 2**attempt)  # noqa: S311 - spreads retries, no secret
        raise Busy("unreachable")

    async def migrate(self) -> list[str]:
        from .migrate import upgrade

        with translated():
            async with self._engine.connect() as db:
                return await upgrade(db, None)

    async def inspect(self, look: Callable[[AsyncConnection], Awaitable[T]]) -> T:
        with translated():
            async with self._engine.connect() as db:
                return await look(db)

    async def close(self) -> None:
        if self._busy:
            await asyncio.gather(*self._busy, return_exceptions=True)
        await self._engine.dispose()
        await self._readers.dispose()
