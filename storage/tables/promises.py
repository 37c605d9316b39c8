"""Promises: what somebody said she would do, until when, and whether it was kept."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    UniqueConstraint,
    select,
    update,
)  # fmt: skip

from ..db import Db
from ..records.week import Promise, PromiseState
from ..schema import Instant, Key, counted, metadata
from .numbered import add_numbered, find_numbered

promises = Table(
    "promises", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("words", String(500), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("owner", ForeignKey("people.id")),
    Column("made_by", ForeignKey("people.id")),
    Column("state", String(8), nullable=False, server_default="open"),
    Column("ended_at", Instant),
    Column("ended_by", ForeignKey("people.id")),
    Column("why", String(500), nullable=False, server_default=""),
    Column("round", ForeignKey("rounds.id")),
    UniqueConstraint("workspace", "number"),
    Index("ix_promises_due", "workspace", "state", "due_at"),
)  # fmt: skip

_SAME = tuple(field.name for field in fields(Promise) if field.name not in ("id", "team", "number"))


class Promises:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(self, promise: Promise) -> Promise:
        """Keep a new one under the team's next number."""
        values = {name: getattr(promise, name) for name in _SAME}
        return _promise(await add_numbered(self._db, promises, promise.team, values))

    async def get(self, team: int, number: int) -> Promise | None:
        row = await find_numbered(self._db, promises, team, number)
        return None if row is None else _promise(row)

    async def listed(
        self, team: int, states: Collection[PromiseState], *, since: datetime | None = None
    ) -> list[Promise]:
        """Those in these states, the soonest due first; with ``since`` those that were due from then on."""
        query = select(promises).where(promises.c.workspace == team, promises.c.state.in_(states))
        if since is not None:
            query = query.where(promises.c.due_at >= since)
        rows = await self._db.execute(query.order_by(promises.c.due_at, promises.c.number))
        return [_promise(row) for row in rows]

    async def change(self, id: int, **values: Any) -> None:
        await self._db.execute(update(promises).where(promises.c.id == id).values(**values))

    async def end(self, id: int, state: PromiseState, now: datetime, by: int | None, why: str = "") -> bool:
        """``False`` when it is over already."""
        going = (promises.c.id == id, promises.c.state == "open")
        done = update(promises).where(*going).values(state=state, ended_at=now, ended_by=by, why=why)
        return (await self._db.execute(done)).rowcount == 1

    async def merge(self, old: int, new: int) -> None:
        """Two identities turned out to be one person."""
        for name in ("owner", "made_by", "ended_by"):
            await self._db.execute(update(promises).where(promises.c[name] == old).values({name: new}))


def _promise(row: Row[Any]) -> Promise:
    return Promise(row.id, row.workspace, row.number, **{name: getattr(row, name) for name in _SAME})
