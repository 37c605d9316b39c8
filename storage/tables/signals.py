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
    Select,
    String,
    Table,
    UniqueConstraint,
    and_,
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


def _as_it_is() -> Select[Any]:
    """Signals, each with whom its task has now: what happens to a task is seen at once, before anybody follows it."""
    its = (tasks.c.workspace == signals.c.workspace, tasks.c.number == signals.c.task)
    free = and_(signals.c.recovered_at.is_(None), exists().where(*its, tasks.c.state.in_(["open", "dropped"])))
    holders = task_holders.join(tasks, tasks.c.id == task_holders.c.task)
    first = [
        select(column).select_from(holders).where(*its).order_by(task_holders.c.slot).limit(1).correlate(signals)
        for column in (task_holders.c.person, task_holders.c.since)
    ]
    person, since = (one.scalar_subquery() for one in first)
    going = signals.c.recovered_at.is_(None)
    whose = case((free, None), (going, func.coalesce(person, signals.c.taken_by)), else_=signals.c.taken_by)
    when = case((free, None), (going, func.coalesce(signals.c.taken_at, since)), else_=signals.c.taken_at)
    kept = [column for column in signals.c if column.name not in ("taken_by", "taken_at")]
    return select(
        *kept,
        type_coerce(whose, signals.c.taken_by.type).label("taken_by"),
        type_coerce(when, signals.c.taken_at.type).label("taken_at"),
    )


_NOW = _as_it_is()


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
        there: ColumnElement[bool] = signals.c.recovered_at.is_(None)
        if since is not None:
            there = or_(there, signals.c.day >= since, signals.c.recovered_on >= since)
        rows = await self._db.execute(query.where(there).order_by(signals.c.day, signals.c.number))
        return [_signal(row) for row in rows]

    async def take(self, id: int, person: int, now: datetime) -> bool:
        """Make it somebody's: ``False`` when somebody else was first."""
        free = (signals.c.id == id, signals.c.taken_at.is_(None))
        taken = update(signals).where(*free).values(taken_by=person, taken_at=now)
        return (await self._db.execute(taken)).rowcount == 1

    async def follow(self, team: int, now: datetime) -> None:
        """Each that has a task is whose that is: nobody's any more where it was given back or dropped, or she left."""
        its = (tasks.c.workspace == signals.c.workspace, tasks.c.number == signals.c.task)
        open_ones = (signals.c.workspace == team, signals.c.recovered_at.is_(None))
        given_back = exists().where(*its, tasks.c.state.in_(["open", "dropped"]))
        await self._db.execute(update(signals).where(*open_ones, given_back).values(taken_by=None, taken_at=None))
        person = select(task_holders.c.person).join(tasks, tasks.c.id == task_holders.c.task).where(*its)
        person = person.where(tasks.c.state != "dropped")
        holder = person.order_by(task_holders.c.slot).limit(1).correlate(signals).scalar_subquery()
        other = or_(signals.c.taken_by.is_(None), signals.c.taken_by != holder)
        values = {"taken_by": holder, "taken_at": func.coalesce(signals.c.taken_at, now)}
        await self._db.execute(update(signals).where(*open_ones, holder.is_not(None), other).values(**values))

    async def recover(self, id: int, now: datetime, on: date | None) -> bool:
        """It is normal again, or with ``None`` watched no more: ``False`` when it was already."""
        abnormal = (signals.c.id == id, signals.c.recovered_at.is_(None))
        done = update(signals).where(*abnormal).values(recovered_at=now, recovered_on=on)
        return (await self._db.execute(done)).rowcount == 1

    async def change(self, id: int, **values: Any) -> None:
        await self._db.execute(update(signals).where(signals.c.id == id).values(**values))

    async def merge(self, old: int, new: int) -> None:
        """Two identities turned out to be one person."""
        await self._db.execute(update(signals).where(signals.c.taken_by == old).values(taken_by=new))


def _signal(row: Row[Any]) -> Signal:
    return Signal(row.id, row.workspace, row.number, **{name: getattr(row, name) for name in _SAME})
