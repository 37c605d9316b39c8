"""Goals, and the objectives whose key results they are."""

from collections.abc import Collection
from dataclasses import fields
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
from ..records.week import Goal, GoalState, Objective
from ..schema import DayNumber, Figure, Instant, Key, counted, metadata
from .numbered import add_numbered, find_numbered

objectives = Table(
    "objectives", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", String(200), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("last", DayNumber),
    Column("owner", ForeignKey("people.id")),
    Column("made_by", ForeignKey("people.id")),
    Column("ended_at", Instant),
    Column("ended_by", ForeignKey("people.id")),
    UniqueConstraint("workspace", "number"),
)  # fmt: skip

goals = Table(
    "goals", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("metric", String(64), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("target", Figure, nullable=False),
    Column("first", DayNumber, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("per", String(8), nullable=False),
    Column("start", Figure),
    Column("last", DayNumber),
    Column("community", ForeignKey("communities.id")),
    Column("owner", ForeignKey("people.id")),
    Column("objective", ForeignKey("objectives.id"), index=True),
    Column("weight", Integer, nullable=False, server_default="1"),
    Column("state", String(8), nullable=False, server_default="open"),
    Column("made_by", ForeignKey("people.id")),
    Column("ended_at", Instant),
    Column("ended_by", ForeignKey("people.id")),
    Column("why", String(500), nullable=False, server_default=""),
    UniqueConstraint("workspace", "number"),
    Index("ix_goals_state", "workspace", "state"),
)  # fmt: skip

_GOAL = tuple(field.name for field in fields(Goal) if field.name not in ("id", "team", "number"))
_OBJECTIVE = tuple(field.name for field in fields(Objective) if field.name not in ("id", "team", "number"))


class Goals:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(self, goal: Goal) -> Goal:
        """Keep a new one under the team's next number."""
        values = {name: getattr(goal, name) for name in _GOAL}
        return _goal(await add_numbered(self._db, goals, goal.team, values))

    async def get(self, team: int, number: int) -> Goal | None:
        row = await find_numbered(self._db, goals, team, number)
        return None if row is None else _goal(row)

    async def listed(self, team: int, states: Collection[GoalState], *, objective: int | None = None) -> list[Goal]:
        """Those in these states, the oldest first."""
        query = select(goals).where(goals.c.workspace == team, goals.c.state.in_(states))
        if objective is not None:
            query = query.where(goals.c.objective == objective)
        return [_goal(row) for row in await self._db.execute(query.order_by(goals.c.number))]

    async def change(self, id: int, **values: Any) -> None:
        await self._db.execute(update(goals).where(goals.c.id == id).values(**values))

    async def end(self, id: int, state: GoalState, **values: Any) -> bool:
        """``False`` when it has ended already."""
        where = (goals.c.id == id, goals.c.state == "open")
        return (await self._db.execute(update(goals).where(*where).values(state=state, **values))).rowcount == 1

    async def called(self, ids: Collection[int]) -> dict[int, Goal]:
        """These rows."""
        query = select(goals).where(goals.c.id.in_(ids))
        return {row.id: _goal(row) for row in await self._db.execute(query)}

    # --- objectives

    async def add_objective(self, objective: Objective) -> Objective:
        """Keep a new one under the team's next number."""
        values = {name: getattr(objective, name) for name in _OBJECTIVE}
        return _objective(await add_numbered(self._db, objectives, objective.team, values))

    async def objective(self, team: int, number: int) -> Objective | None:
        row = await find_numbered(self._db, objectives, team, number)
        return None if row is None else _objective(row)

    async def objectives(self, team: int, *, ended: bool = False) -> list[Objective]:
        """Those that go on, or all of them; the oldest first."""
        query = select(objectives).where(objectives.c.workspace == team)
        if not ended:
            query = query.where(objectives.c.ended_at.is_(None))
        return [_objective(row) for row in await self._db.execute(query.order_by(objectives.c.number))]

    async def change_objective(self, id: int, **values: Any) -> None:
        await self._db.execute(update(objectives).where(objectives.c.id == id).values(**values))

    async def merge(self, old: int, new: int) -> None:
        """Two identities turned out to be one person."""
        for table in (goals, objectives):
            for name in ("owner", "made_by", "ended_by"):
                column = table.c[name]
                await self._db.execute(update(table).where(column == old).values({name: new}))


def _goal(row: Row[Any]) -> Goal:
    return Goal(row.id, row.workspace, row.number, **{name: getattr(row, name) for name in _GOAL})


def _objective(row: Row[Any]) -> Objective:
    return Objective(row.id, row.workspace, row.number, **{name: getattr(row, name) for name in _OBJECTIVE})
