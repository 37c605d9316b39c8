"""Lines that the clock will type."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Row, String, Table, bindparam, delete, func, select

from ..db import Db
from ..dialect import insert
from ..records import Address, Timer
from ..schema import Instant, Key, counted, metadata

timers = Table(
    "timers", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id")),
    Column("key", String(120), nullable=False, unique=True),
    Column("due_at", Instant, nullable=False, index=True),
    Column("line", String(8000), nullable=False),
    Column("platform", String(16), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("thread", String(64), nullable=False, server_default=""),
    Column("person", ForeignKey("people.id")),
    sqlite_autoincrement=True,
)  # fmt: skip


_TAKEN = delete(timers).where(timers.c.id == bindparam("timer"))


class Timers:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def set(self, timer: Timer) -> None:
        """Wind a timer; one with the same key is moved to the new time and line."""
        moved = {"due_at": timer.due_at, "line": timer.line}
        place = {"platform": timer.address.platform, "chat": timer.address.chat, "thread": timer.address.thread}
        values = {"workspace": timer.team, "key": timer.key, "person": timer.person, **place, **moved}
        wound = insert(self._db.dialect.name, timers).values(**values)
        await self._db.execute(wound.on_conflict_do_update(index_elements=["key"], set_=moved))

    async def stop(self, key: str) -> bool:
        return (await self._db.execute(delete(timers).where(timers.c.key == key))).rowcount == 1

    async def find(self, key: str) -> Timer | None:
        row = (await self._db.execute(select(timers).where(timers.c.key == key))).one_or_none()
        return None if row is None else timer_of(row)

    async def due(self, now: datetime, limit: int) -> list[Timer]:
        query = select(timers).where(timers.c.due_at <= now).order_by(timers.c.due_at, timers.c.id).limit(limit)
        return [timer_of(row) for row in await self._db.execute(query)]

    async def soonest(self, begins: str = "") -> datetime | None:
        """When the next one is due, of any team, among those whose lines begin with these words."""
        query = select(func.min(timers.c.due_at)).where(timers.c.line.startswith(begins, autoescape=True))
        found: datetime | None = (await self._db.execute(query)).scalar_one()
        return found

    async def take(self, id: int) -> bool:
        """Fire it: ``True`` for exactly one caller, in whose unit of work the effect belongs."""
        return (await self._db.execute(_TAKEN, {"timer": id})).rowcount == 1

    async def drop_past(self, now: datetime) -> int:
        """Away with what should have happened already. Returns how many timers it is."""
        return (await self._db.execute(delete(timers).where(timers.c.due_at <= now))).rowcount


def timer_of(row: Row[Any]) -> Timer:
    address = Address(row.platform, row.chat, row.thread)
    return Timer(row.id, row.workspace, row.key, row.due_at, row.line, address, row.person)
