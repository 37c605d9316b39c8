"""Milestones: the stages of a goal."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
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
from ..records.activity import Milestone, MilestoneState
from ..schema import Instant, Key, counted, metadata
from .numbered import add_numbered, find_numbered

milestones = Table(
    "milestones", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", String(200), nullable=False),
    Column("goal", String(300), nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("planned_at", Instant, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("deliverables", String(2000), nullable=False, server_default=""),
    Column("criteria", String(2000), nullable=False, server_default=""),
    Column("state", String(8), nullable=False, server_default="open"),
    Column("owner", ForeignKey("people.id")),
    Column("made_by", ForeignKey("people.id")),
    Column("done_at", Instant),
    Column("done_by", ForeignKey("people.id")),
    Column("ended_at", Instant),
    Column("ended_by", ForeignKey("people.id")),
    Column("why", String(500), nullable=False, server_default=""),
    UniqueConstraint("workspace", "number"),
    Index("ix_milestones_due", "workspace", "state", "due_at"),
)  # fmt: skip

_SAME = tuple(field.name for field in fields(Milestone) if field.name not in ("id", "team", "number"))


class Milestones:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(self, milestone: Milestone) -> Milestone:
        """Keep a new one under the team's next number."""
        values = {name: getattr(milestone, name) for name in _SAME}
        return _milestone(await add_numbered(self._db, milestones, milestone.team, values))

    async def get(self, team: int, number: int) -> Milestone | None:
        row = await find_numbered(self._db, milestones, team, number)
        return None if row is None else _milestone(row)

    async def called(self, ids: Collection[int]) -> dict[int, tuple[int, str]]:
        """Number and title of each of these rows."""
        query = select(milestones.c.id, milestones.c.number, milestones.c.title).where(milestones.c.id.in_(ids))
        return {row.id: (row.number, row.title) for row in await self._db.execute(query)}

    async def change(self, id: int, **values: Any) -> None:
        await self._db.execute(update(milestones).where(milestones.c.id == id).values(**values))

    async def move(self, id: int, before: Collection[MilestoneState], state: MilestoneState, **values: Any) -> bool:
        """Go from one of these states to another: ``False`` when somebody else changed it first."""
        was = (milestones.c.id == id, milestones.c.state.in_(before))
        return (await self._db.execute(update(milestones).where(*was).values(state=state, **values))).rowcount == 1

    async def listed(
        self,
        team: int,
        states: Collection[MilestoneState],
        *,
        first: datetime | None = None,
        last: datetime | None = None,
    ) -> list[Milestone]:
        """Those in these states, and due between two instants, the soonest due first."""
        where: list[ColumnElement[bool]] = [milestones.c.workspace == team, milestones.c.state.in_(states)]
        if first is not None:
            where.append(milestones.c.due_at >= first)
        if last is not None:
            where.append(milestones.c.due_at < last)
        query = select(milestones).where(*where).order_by(milestones.c.due_at, milestones.c.number)
        return [_milestone(row) for row in await self._db.execute(query)]

    async def merge(self, old: int, new: int) -> None:
        """Two identities turned out to be one person."""
        for column in (milestones.c.owner, milestones.c.made_by, milestones.c.done_by, milestones.c.ended_by):
            await self._db.execute(update(milestones).where(column == old).values({column.name: new}))


def _milestone(row: Row[Any]) -> Milestone:
    return Milestone(row.id, row.workspace, row.number, **{name: getattr(row, name) for name in _SAME})
