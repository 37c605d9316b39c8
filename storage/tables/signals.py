"""Figures that are abnormal: each is raised once, and again only after it has recovered."""

from dataclasses import fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    Row,
    ScalarSelect,
    String,
    Table,
    UniqueConstraint,
    case,
    exists,
    func,
    or_,
    select,
    type_coerce,
    update,
)  # fmt: skip

from ..db import Db
from ..records.week import Signal
from ..schema import DayNumber, Figure, Instant, Key, counted, metadata
from .numbered import add_numbered
from .tasks import task_holders, tasks

signals = Table(
    "signals", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("metric", String(64), nullable=False),
    Column("rule", String(12), nullable=False),
    Column("day", DayNumber, nullable=False),
    Column("value", Figure, nullable=False),
    Column("limit", Figure, nullable=False),
    Column("raised_at", Instant, nullable=False),
    Column("per", String(8), nullable=False),
    Column("base", Figure),
    Column("community", ForeignKey("communities.id")),
    Column("goal", ForeignKey("goals.id")),
    Column("taken_by", ForeignKey("people.id")),
    Column("taken_at", Instant),
    Column("task", Integer),
    Column("recovered_at", Instant),
    Column("recovered_on", DayNumber),
    UniqueConstraint("workspace", "number"),
    Index("ix_signals_raised", "workspace", "recovered_at"),
)  # fmt: skip

_SAME = tuple(field.name for field in fields(Signal) if field.name not in ("id", "team", "number"))


_ITS_TASK = (tasks.c.workspace == signals.c.workspace, tasks.c.number == signals.c.task)
_GIVEN_BACK = exists().where(*_ITS_TASK, tasks.c.state.in_(["open", "dropped"]))


def _first(column: Column[Any]) -> ScalarSelect[Any]:
    """Of whoever has its task."""
    holders = task_holders.join(tasks, tasks.c.id == task_holders.c.task)
    found = select(column).select_from(holders).where(*_ITS_TASK).order_by(task_holders.c.slot).limit(1)
    return found.correlate(signals).scalar_subquery()


def _whose() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Who has it and since when, as long as it stands: whoever has its task, nobody where that was given back or
    dropped, or she left."""
    person = func.coalesce(_first(task_holders.c.person), signals.c.taken_by)
    since = func.coalesce(signals.c.taken_at, _first(task_holders.c.since))
    return (
        type_coerce(case((_GIVEN_BACK, None), else_=person), signals.c.taken_by.type),
        type_coerce(case((_GIVEN_BACK, None), else_=since), signals.c.taken_at.type),
    )


_STANDS = signals.c.recovered_at.is_(None)
_WHO, _SINCE = _whose()
_NOW = select(
    *(column for column in signals.c if column.name not in ("taken_by", "taken_at")),
    type_coerce(case((_STANDS, _WHO), else_=signals.c.taken_by), signals.c.taken_by.type).label("taken_by"),
    type_coerce(case((_STANDS, _SINCE), else_=signals.c.taken_at), signals.c.taken_at.type).label("taken_at"),
)
"""Each with whom its task has now; one that has recovered with whom it had then."""


class Signals:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(self, signal: Signal) -> Signal:
        """Keep a new one under the team's next number."""
        values = {name: getattr(signal, name) for name in _SAME}
        return _signal(await add_numbered(self._db, signals, signal.team, values))

    async def get(self, team: int, number: int) -> Signal | None:
        query = _NOW.where(signals.c.workspace == team, signals.c.number == number)
        row = (await self._db.execute(query)).one_or_none()
        return None if row is None else _signal(row)

    async def raised(self, team: int, since: date | None = None) -> list[Signal]:
        """Those that have not recovered, the oldest first; with ``since`` also those that are about this day or a later
        one, or recovered on one."""
        query = _NOW.where(signals.c.workspace == team)
        there: ColumnElement[bool] = _STANDS
        if since is not None:
            there = or_(there, signals.c.day >= since, signals.c.recovered_on >= since)
        rows = await self._db.execute(query.where(there).order_by(signals.c.day, signals.c.number))
        return [_signal(row) for row in rows]

    async def take(self, id: int, person: int, now: datetime) -> bool:
        """Make it somebody's: ``False`` when somebody else was first."""
        free = (signals.c.id == id, or_(signals.c.taken_at.is_(None), _GIVEN_BACK))
        taken = update(signals).where(*free).values(taken_by=person, taken_at=now)
        return (await self._db.execute(taken)).rowcount == 1

    async def recover(self, id: int, now: datetime, on: date | None) -> bool:
        """It is normal again, or with ``None`` watched no more: ``False`` when it was already."""
        done = update(signals).where(signals.c.id == id, _STANDS)
        done = done.values(recovered_at=now, recovered_on=on, taken_by=_WHO, taken_at=_SINCE)
        return (await self._db.execute(done)).rowcount == 1

    async def change(self, id: int, **values: Any) -> None:
        await self._db.execute(update(signals).where(signals.c.id == id).values(**values))

    async def merge(self, old: int, new: int) -> None:
        """Two identities turned out to be one person."""
        await self._db.execute(update(signals).where(signals.c.taken_by == old).values(taken_by=new))


def _signal(row: Row[Any]) -> Signal:
    return Signal(row.id, row.workspace, row.number, **{name: getattr(row, name) for name in _SAME})
