"""What came in, raw, before anybody understood it. A key is taken once, whatever the platform repeats."""

from collections.abc import Collection, Sequence
from datetime import datetime
from functools import cache
from typing import Any

from sqlalchemy import (
    Column,
    Index,
    Integer,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    delete,
    func,
    select,
    update,
)

from ..db import Db
from ..dialect import insert
from ..errors import ServedBefore
from ..records import Incoming
from ..schema import Instant, Key, counted, metadata

inbox = Table(
    "inbox", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("platform", String(16), nullable=False),
    Column("key", String(80), nullable=False),
    Column("lane", String(64), nullable=False),
    Column("body", Text, nullable=False),
    Column("state", String(12), nullable=False),
    Column("received_at", Instant, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("owner", String(32), nullable=False),
    Column("held_until", Instant, nullable=False),
    Column("why", String(500)),
    UniqueConstraint("platform", "key"),
    Index("ix_inbox_state", "state", "received_at"),
    sqlite_autoincrement=True,
)  # fmt: skip


_DONE = update(inbox).where(inbox.c.id == bindparam("row"), inbox.c.state == "new").values(state="done")


class Inbox:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def take_in(
        self, platform: str, items: Sequence[tuple[str, str, str]], now: datetime, owner: str, until: datetime
    ) -> list[Incoming]:
        """Store (key, lane, body) triples. Returns those that are new, in their order; a known key is ignored."""
        facts = {"platform": platform, "state": "new", "received_at": now, "owner": owner, "held_until": until}
        rows = [{"key": key, "lane": lane, "body": body, **facts} for key, lane, body in items]
        if not rows:
            return []
        stored = _new(self._db.dialect.name)
        ids = dict((await self._db.execute(stored, rows)).all())
        fresh = []
        for key, lane, body in items:
            if (id := ids.pop(key, None)) is not None:
                fresh.append(Incoming(id, platform, key, lane, body, now))
        return fresh

    async def recover(self, platform: str, now: datetime, owner: str, until: datetime) -> list[Incoming]:
        """Take over what nobody holds any more, oldest first: its process died or was stopped."""
        mine = (inbox.c.platform == platform, inbox.c.state == "new")
        free = (inbox.c.held_until <= now) | (inbox.c.owner == "")
        query = update(inbox).where(*mine, free).values(owner=owner, held_until=until, attempts=inbox.c.attempts + 1)
        found = [incoming_of(row) for row in await self._db.execute(query.returning(inbox))]
        return sorted(found, key=lambda item: item.id)

    async def hold(self, ids: Collection[int], owner: str, soon: datetime, until: datetime) -> None:
        """Keep what this process has not come to yet, where others might take it before ``soon``."""
        mine = (inbox.c.id.in_(ids), inbox.c.owner == owner, inbox.c.state == "new", inbox.c.held_until < soon)
        await self._db.execute(update(inbox).where(*mine).values(held_until=until))

    async def release(self, owner: str) -> None:
        """Let others take what this process had not finished."""
        mine = (inbox.c.owner == owner, inbox.c.state == "new")
        await self._db.execute(update(inbox).where(*mine).values(owner=""))

    async def done(self, id: int) -> None:
        """The effect is in the same unit of work. Raises ``ServedBefore`` when it was done already."""
        if (await self._db.execute(_DONE, {"row": id})).rowcount != 1:
            raise ServedBefore(f"incoming {id} was handled before")

    async def quarantine(self, id: int, why: str) -> None:
        """It cannot be understood; it is kept for a look, and the next one is served."""
        change = update(inbox).where(inbox.c.id == id, inbox.c.state == "new")
        await self._db.execute(change.values(state="quarantined", why=why[:500]))

    async def close(self, why: str) -> int:
        """Nobody serves what waits any more. Returns how much it is."""
        waiting = update(inbox).where(inbox.c.state == "new").values(state="done", why=why)
        return (await self._db.execute(waiting)).rowcount

    async def counts(self) -> dict[str, int]:
        rows = await self._db.execute(select(inbox.c.state, func.count()).group_by(inbox.c.state))
        return dict(rows.all())

    async def purge(self, before: datetime) -> None:
        """Forget what was handled long ago. Keys are kept at least 48 hours: platforms repeat within a day."""
        old = (inbox.c.state.in_(["done", "quarantined"]), inbox.c.received_at < before)
        await self._db.execute(delete(inbox).where(*old))


def incoming_of(row: Row[Any]) -> Incoming:
    return Incoming(row.id, row.platform, row.key, row.lane, row.body, row.received_at, row.attempts)


@cache
def _new(dialect: str) -> Any:
    return insert(dialect, inbox).on_conflict_do_nothing().returning(inbox.c.key, inbox.c.id)
