"""Tasks: at most one owner for each place, whoever presses first.

``taken`` counts the places that are held or promised. Whoever wants one raises it with a condition, so the database
decides who was first; the key of ``task_holders`` holds it a second time.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Row,
    String,
    Table,
    UniqueConstraint,
    and_,
    case,
    delete,
    insert,
    select,
    update,
)  # fmt: skip

from ..db import Db
from ..dialect import insert as insert_or
from ..records import Holder, Step, Task, Waiter
from ..records.work import State
from ..schema import Instant, Key, counted, metadata
from .numbered import add_numbered, find_numbered

tasks = Table(
    "tasks", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("title", String(200), nullable=False),
    Column("state", String(8), nullable=False, server_default="open"),
    Column("slots", Integer, nullable=False, server_default="1"),
    Column("taken", Integer, nullable=False, server_default="0"),
    Column("due_at", Instant),
    Column("job", String(60), nullable=False, server_default=""),
    Column("details", String(4000), nullable=False, server_default=""),
    Column("criteria", String(2000), nullable=False, server_default=""),
    Column("made_by", ForeignKey("people.id")),
    Column("made_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("ended_by", ForeignKey("people.id")),
    Column("why", String(500), nullable=False, server_default=""),
    Column("activity", ForeignKey("activities.id"), index=True),
    Column("milestone", ForeignKey("milestones.id"), index=True),
    Column("origin", String(40), nullable=False, server_default=""),
    UniqueConstraint("workspace", "number"),
    Index("ix_tasks_due", "workspace", "state", "due_at"),
)  # fmt: skip

task_holders = Table(
    "task_holders", metadata,
    Column("task", ForeignKey("tasks.id"), nullable=False),
    Column("slot", Integer, nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False, index=True),
    Column("since", Instant, nullable=False),
    Column("done_at", Instant),
    PrimaryKeyConstraint("task", "slot"),
    UniqueConstraint("task", "person"),
)  # fmt: skip

task_steps = Table(
    "task_steps", metadata,
    Column("task", ForeignKey("tasks.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("words", String(300), nullable=False),
    Column("done_by", ForeignKey("people.id")),
    Column("done_at", Instant),
    PrimaryKeyConstraint("task", "position"),
)  # fmt: skip

task_queue = Table(
    "task_queue", metadata,
    Column("task", ForeignKey("tasks.id"), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("since", Instant, nullable=False),
    Column("offered_until", Instant),
    PrimaryKeyConstraint("task", "person"),
)  # fmt: skip

_SAME = (
    "number", "title", "state", "slots", "taken", "due_at", "job", "details", "criteria", "made_by", "made_at",
    "ended_at", "ended_by", "why", "activity", "milestone", "origin",
)  # fmt: skip


class Tasks:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(self, task: Task, steps: Sequence[str] = ()) -> Task:
        """Keep a new task under the team's next number."""
        row = await add_numbered(self._db, tasks, task.team, {name: getattr(task, name) for name in _SAME})
        lines = [{"task": row.id, "position": at, "words": words} for at, words in enumerate(steps, start=1)]
        if lines:
            await self._db.execute(insert(task_steps), lines)
        return task_of(row)

    async def get(self, team: int, number: int) -> Task | None:
        row = await find_numbered(self._db, tasks, team, number)
        return None if row is None else task_of(row)

    async def change(self, id: int, **values: Any) -> None:
        """Other words, another due time, more places."""
        await self._db.execute(
            update(tasks).where(tasks.c.id == id).values(**values, state=_filled(values.get("slots")))
        )

    # --- places

    async def take(self, id: int, person: int, now: datetime, *, promised: bool = False) -> bool:
        """Give somebody a place: ``False`` when there is none. ``promised``: one is kept for her."""
        if promised:
            kept = delete(task_queue).where(*_waits(id, person), task_queue.c.offered_until.is_not(None))
            if (await self._db.execute(kept)).rowcount != 1:
                return False
        elif not await self.reserve(id):
            return False
        held = set((await self._db.execute(select(task_holders.c.slot).where(task_holders.c.task == id))).scalars())
        slot = next(number for number in range(1, len(held) + 2) if number not in held)
        await self._db.execute(insert(task_holders).values(task=id, slot=slot, person=person, since=now))
        await self._db.execute(delete(task_queue).where(*_waits(id, person)))
        return True

    async def leave(self, id: int, person: int) -> bool:
        """Give a place back: ``False`` when she has none, or has finished her part. The place stays taken until it is
        offered on or ``lower`` is called."""
        hers = (task_holders.c.task == id, task_holders.c.person == person, task_holders.c.done_at.is_(None))
        return (await self._db.execute(delete(task_holders).where(*hers))).rowcount == 1

    async def lower(self, id: int) -> None:
        """A place that nobody has, and that is promised to nobody, is free again."""
        free = and_(tasks.c.id == id, tasks.c.taken > 0, tasks.c.state.in_(["open", "claimed"]))
        await self._db.execute(update(tasks).where(free).values(taken=tasks.c.taken - 1, state="open"))

    async def finish(self, id: int, person: int, now: datetime) -> bool:
        """Somebody's part is done: ``False`` when she has none that is open."""
        hers = (task_holders.c.task == id, task_holders.c.person == person, task_holders.c.done_at.is_(None))
        return (await self._db.execute(update(task_holders).where(*hers).values(done_at=now))).rowcount == 1

    async def end(
        self, id: int, before: Collection[State], state: State, now: datetime, by: int | None, why: str = ""
    ) -> bool:
        """Go from one of these states to another: ``False`` when somebody else changed it first."""
        was = (tasks.c.id == id, tasks.c.state.in_(before))
        values = {"state": state, "ended_at": now, "ended_by": by, "why": why}
        return (await self._db.execute(update(tasks).where(*was).values(**values))).rowcount == 1

    async def reserve(self, id: int) -> bool:
        """Take a place for somebody who is not named yet: ``False`` when none is free."""
        free = and_(tasks.c.id == id, tasks.c.state == "open", tasks.c.taken < tasks.c.slots)
        full = case((tasks.c.taken + 1 >= tasks.c.slots, "claimed"), else_="open")
        raised = update(tasks).where(free).values(taken=tasks.c.taken + 1, state=full)
        return (await self._db.execute(raised)).rowcount == 1

    # --- the list of those who wait

    async def wait(self, id: int, person: int, now: datetime) -> None:
        """Stand in line; whoever stands there already keeps her place in it."""
        row = insert_or(self._db.dialect.name, task_queue).values(task=id, person=person, since=now)
        await self._db.execute(row.on_conflict_do_nothing())

    async def give_up(self, id: int, person: int) -> Waiter | None:
        """Leave the line. Returns how she stood there."""
        gone = delete(task_queue).where(*_waits(id, person)).returning(task_queue)
        row = (await self._db.execute(gone)).one_or_none()
        return None if row is None else _waiter(row)

    async def promise(self, id: int, until: datetime) -> int | None:
        """Keep a place that came back for the one who has waited longest; ``None`` when nobody waits."""
        first = select(task_queue.c.person).where(task_queue.c.task == id, task_queue.c.offered_until.is_(None))
        first = first.order_by(task_queue.c.since, task_queue.c.person).limit(1)
        person: int | None = (await self._db.execute(first)).scalar_one_or_none()
        if person is not None:
            kept = update(task_queue).where(*_waits(id, person)).values(offered_until=until)
            await self._db.execute(kept)
        return person

    # --- looking

    async def holders(self, ids: Collection[int]) -> list[Holder]:
        query = (
            select(task_holders).where(task_holders.c.task.in_(ids)).order_by(task_holders.c.task, task_holders.c.slot)
        )
        return [Holder(row.task, row.slot, row.person, row.since, row.done_at) for row in await self._db.execute(query)]

    async def steps(self, id: int) -> list[Step]:
        query = select(task_steps).where(task_steps.c.task == id).order_by(task_steps.c.position)
        rows = await self._db.execute(query)
        return [Step(row.task, row.position, row.words, row.done_by, row.done_at) for row in rows]

    async def tick(self, id: int, position: int, person: int, now: datetime) -> bool | None:
        """Turn a line of the checklist over. Returns whether it is done now; ``None`` when there is none."""
        here = (task_steps.c.task == id, task_steps.c.position == position)
        done = update(task_steps).where(*here, task_steps.c.done_at.is_(None)).values(done_by=person, done_at=now)
        if (await self._db.execute(done)).rowcount == 1:
            return True
        undone = update(task_steps).where(*here).values(done_by=None, done_at=None)
        return False if (await self._db.execute(undone)).rowcount == 1 else None

    async def queue(self, id: int) -> list[Waiter]:
        query = select(task_queue).where(task_queue.c.task == id).order_by(task_queue.c.since, task_queue.c.person)
        return [_waiter(row) for row in await self._db.execute(query)]

    async def listed(
        self,
        team: int,
        states: Collection[State],
        *,
        person: int | None = None,
        waits: int | None = None,
        due_by: datetime | None = None,
        activity: int | None = None,
        milestones: Collection[int] | None = None,
        ended: tuple[datetime, datetime] | None = None,
    ) -> list[Task]:
        """Those in these states, the soonest due first. ``person``: which she holds. ``waits``: for which she waits.
        ``ended``: which were ended from one instant until before another."""
        where: list[ColumnElement[bool]] = [tasks.c.workspace == team, tasks.c.state.in_(states)]
        if person is not None:
            hers = (task_holders.c.person == person, task_holders.c.done_at.is_(None))
            where.append(tasks.c.id.in_(select(task_holders.c.task).where(*hers)))
        if waits is not None:
            where.append(tasks.c.id.in_(select(task_queue.c.task).where(task_queue.c.person == waits)))
        if due_by is not None:
            where.append(tasks.c.due_at <= due_by)
        if activity is not None:
            where.append(tasks.c.activity == activity)
        if milestones is not None:
            where.append(tasks.c.milestone.in_(milestones))
        if ended is not None:
            where += [tasks.c.ended_at >= ended[0], tasks.c.ended_at < ended[1]]
        query = select(tasks).where(*where).order_by(tasks.c.due_at.is_(None), tasks.c.due_at, tasks.c.number)
        return [task_of(row) for row in await self._db.execute(query)]

    async def merge(self, team: int, old: int, new: int) -> None:
        """Two identities turned out to be one person. Where both had a place, or both wait, one stays."""
        for table in (task_holders, task_queue):
            both = select(table.c.task).where(table.c.person == new)
            gone = delete(table).where(table.c.person == old, table.c.task.in_(both)).returning(table.c.task)
            for task in (await self._db.execute(gone)).scalars():
                if table is task_holders:
                    await self.lower(task)
            await self._db.execute(update(table).where(table.c.person == old).values(person=new))
        for column in (tasks.c.made_by, tasks.c.ended_by, task_steps.c.done_by):
            await self._db.execute(update(column.table).where(column == old).values({column.name: new}))


def _waits(id: int, person: int) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return task_queue.c.task == id, task_queue.c.person == person


def _filled(slots: int | None) -> Any:
    """The state as the number of places makes it."""
    if slots is None:
        return tasks.c.state
    going = tasks.c.state.in_(["open", "claimed"])
    return case((and_(going, tasks.c.taken >= slots), "claimed"), (going, "open"), else_=tasks.c.state)


def _waiter(row: Row[Any]) -> Waiter:
    return Waiter(row.task, row.person, row.since, row.offered_until)


def task_of(row: Row[Any]) -> Task:
    return Task(
        row.id, row.workspace, row.number, row.title, row.made_at, row.state, row.slots, row.taken, row.due_at, row.job,
        row.details, row.criteria, row.made_by, row.ended_at, row.ended_by, row.why, row.activity, row.milestone,
        row.origin,
    )  # fmt: skip
