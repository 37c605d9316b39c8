"""Files that people asked for in a chat: who, what, for whose eyes, and until when the file is kept."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ForeignKey, Index, Row, String, Table, delete, func, insert, select, update

from ..db import Db
from ..records import Address
from ..schema import DayNumber, Instant, Key, counted, metadata

exports = Table(
    "exports", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("platform", String(16), nullable=False),
    Column("chat", String(64), nullable=False),
    Column("thread", String(64), nullable=False, server_default=""),
    Column("account", String(64), nullable=False),
    Column("direct", String(64), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("format", String(8), nullable=False),
    Column("first", DayNumber),
    Column("last", DayNumber),
    Column("asked_at", Instant, nullable=False),
    Column("state", String(8), nullable=False, server_default="open"),
    Column("owner", String(32), nullable=False, server_default=""),
    Column("held_until", Instant),
    Column("path", String(1000)),
    Column("ended_at", Instant),
    Index("ix_exports_state", "state"),
    sqlite_autoincrement=True,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Order:
    """A file that somebody asked for. ``address`` is where she asked, ``direct`` her private chat."""

    id: int
    team: int
    person: int
    address: Address
    account: str
    direct: str
    kind: str
    format: str
    first: date | None
    last: date | None


class Exports:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def put(self, order: Order, now: datetime) -> None:
        """``order.id`` is given by the database."""
        facts = {name: getattr(order, name) for name in ("person", "account", "direct", "kind", "format")}
        facts |= {"first": order.first, "last": order.last, "workspace": order.team, "asked_at": now}
        where = order.address
        await self._db.execute(
            insert(exports).values(platform=where.platform, chat=where.chat, thread=where.thread, **facts)
        )

    async def waiting(self, team: int) -> int:
        """How many files of a team are still to be made."""
        query = select(func.count()).where(exports.c.workspace == team, exports.c.state == "open")
        return int((await self._db.execute(query)).scalar_one())

    async def next(self, platforms: Collection[str], now: datetime, alive: str | None = None) -> Order | None:
        """The oldest that nobody makes. With ``alive`` every other owner is dead."""
        free = (exports.c.held_until.is_(None)) | (exports.c.held_until <= now)
        if alive is not None:
            free |= exports.c.owner != alive
        query = select(exports).where(exports.c.state == "open", exports.c.platform.in_(platforms), free)
        row = (await self._db.execute(query.order_by(exports.c.id).limit(1))).one_or_none()
        return order_of(row) if row else None

    async def take(self, id: int, owner: str, now: datetime, until: datetime, *, alone: bool = False) -> bool:
        """``True`` for the one who makes it, until the end of his lease."""
        free = (exports.c.held_until.is_(None)) | (exports.c.held_until <= now)
        if alone:
            free |= exports.c.owner != owner
        taken = update(exports).where(exports.c.id == id, exports.c.state == "open", free)
        return (await self._db.execute(taken.values(owner=owner, held_until=until))).rowcount == 1

    async def hold(self, id: int, owner: str, until: datetime) -> bool:
        """Prolong the lease. ``False`` when somebody else has it."""
        mine = (exports.c.id == id, exports.c.owner == owner, exports.c.state == "open")
        return (await self._db.execute(update(exports).where(*mine).values(held_until=until))).rowcount == 1

    async def end(self, id: int, owner: str, state: str, path: str | None, now: datetime) -> bool:
        """``True`` for the one in whose unit of work it is told: the file is made (``done``), or will not be."""
        mine = (exports.c.id == id, exports.c.owner == owner, exports.c.state == "open")
        values = {"state": state, "path": path, "ended_at": now}
        return (await self._db.execute(update(exports).where(*mine).values(**values))).rowcount == 1

    async def old(self, before: datetime) -> list[tuple[int, str | None]]:
        """Those that ended before an instant, with their files."""
        query = select(exports.c.id, exports.c.path).where(exports.c.state != "open", exports.c.ended_at < before)
        return [(id, path) for id, path in await self._db.execute(query)]

    async def drop(self, ids: Collection[int]) -> None:
        await self._db.execute(delete(exports).where(exports.c.id.in_(ids)))

    async def close(self, now: datetime) -> None:
        """Nobody makes any more what waits."""
        waiting = update(exports).where(exports.c.state == "open")
        await self._db.execute(waiting.values(state="failed", ended_at=now))


def order_of(row: Row[Any]) -> Order:
    address = Address(row.platform, row.chat, row.thread)
    return Order(
        row.id, row.workspace, row.person, address, row.account, row.direct, row.kind, row.format, row.first, row.last
    )  # fmt: skip
