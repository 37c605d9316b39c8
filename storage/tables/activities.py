"""Activities from the proposal to the locked figures. A phase is left by a condition, so nothing happens twice."""

from collections.abc import Collection
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Row,
    String,
    Table,
    UniqueConstraint,
    false,
    func,
    insert,
    select,
    update,
)  # fmt: skip

from ..db import Db
from ..records.activity import Activity, ActivityReview, Phase, Takings
from ..schema import Figure, Instant, Key, counted, metadata
from .numbered import add_numbered, find_numbered

activities = Table(
    "activities", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("name", String(120), nullable=False),
    Column("tier", String(8), nullable=False),
    Column("goal", String(1000), nullable=False),
    Column("budget", Figure, nullable=False),
    Column("revenue", Figure, nullable=False),
    Column("cost", Figure, nullable=False),
    Column("refunds", Figure, nullable=False),
    Column("risks", String(2000), nullable=False),
    Column("plan", String(2000), nullable=False),
    Column("preheat_at", Instant, nullable=False),
    Column("starts_at", Instant, nullable=False),
    Column("afterglow_at", Instant, nullable=False),
    Column("ends_at", Instant, nullable=False),
    Column("locks_at", Instant, nullable=False),
    Column("proposed_at", Instant, nullable=False),
    Column("proposed_by", ForeignKey("people.id")),
    Column("phase", String(10), nullable=False, server_default="proposed"),
    Column("community", ForeignKey("communities.id")),
    Column("forecast", Figure),
    Column("overridden_by", ForeignKey("people.id")),
    Column("override_why", String(500), nullable=False, server_default=""),
    Column("approved_by", ForeignKey("people.id")),
    Column("approved_at", Instant),
    Column("stopped_by", ForeignKey("people.id")),
    Column("stopped_at", Instant),
    Column("stop_why", String(500), nullable=False, server_default=""),
    Column("beaten_at", Instant),
    Column("alarmed", Boolean, nullable=False, server_default=false()),
    Column("frozen_at", Instant),
    Column("locked_roi", Figure),
    Column("locked_at", Instant),
    UniqueConstraint("workspace", "number"),
    Index("ix_activities_starts", "workspace", "phase", "starts_at"),
)  # fmt: skip

activity_takings = Table(
    "activity_takings", metadata,
    Column("activity", ForeignKey("activities.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("revenue", Figure),
    Column("refunds", Figure),
    Column("cost", Figure),
    Column("entries", Integer),
    Column("abnormal", Integer),
    Column("at", Instant, nullable=False),
    Column("by", ForeignKey("people.id")),
    PrimaryKeyConstraint("activity", "version"),
)  # fmt: skip

activity_reviews = Table(
    "activity_reviews", metadata,
    Column("activity", ForeignKey("activities.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("goal", String(4000), nullable=False),
    Column("achieved", String(4000), nullable=False),
    Column("deviation", String(4000), nullable=False),
    Column("cause", String(4000), nullable=False),
    Column("improvement", String(4000), nullable=False),
    Column("at", Instant, nullable=False),
    Column("by", ForeignKey("people.id")),
    PrimaryKeyConstraint("activity", "version"),
)  # fmt: skip

_SAME = tuple(field.name for field in fields(Activity) if field.name not in ("id", "team", "number"))
_TAKEN = ("revenue", "refunds", "cost", "entries", "abnormal")
_PARTS = ("goal", "achieved", "deviation", "cause", "improvement")


class Activities:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(self, activity: Activity) -> Activity:
        """Keep a new one under the team's next number."""
        values = {name: getattr(activity, name) for name in _SAME}
        return activity_of(await add_numbered(self._db, activities, activity.team, values))

    async def get(self, team: int, number: int) -> Activity | None:
        row = await find_numbered(self._db, activities, team, number)
        return None if row is None else activity_of(row)

    async def called(self, ids: Collection[int]) -> dict[int, tuple[int, str]]:
        """Number and name of each of these rows."""
        query = select(activities.c.id, activities.c.number, activities.c.name).where(activities.c.id.in_(ids))
        return {row.id: (row.number, row.name) for row in await self._db.execute(query)}

    async def change(self, id: int, **values: Any) -> None:
        await self._db.execute(update(activities).where(activities.c.id == id).values(**values))

    async def move(self, id: int, before: Collection[Phase], phase: Phase, **values: Any) -> bool:
        """Go from one of these phases to another: ``False`` when somebody else changed it first."""
        was = (activities.c.id == id, activities.c.phase.in_(before))
        return (await self._db.execute(update(activities).where(*was).values(phase=phase, **values))).rowcount == 1

    async def listed(self, team: int, phases: Collection[Phase]) -> list[Activity]:
        """Those in these phases, the soonest first."""
        where = (activities.c.workspace == team, activities.c.phase.in_(phases))
        query = select(activities).where(*where).order_by(activities.c.starts_at, activities.c.number)
        return [activity_of(row) for row in await self._db.execute(query)]

    async def between(self, team: int, first: datetime, last: datetime) -> list[Activity]:
        """Those that are prepared, run or end between two instants, and are to take place or did."""
        going = activities.c.phase.not_in(["refused", "stopped"])
        span = (activities.c.preheat_at < last, activities.c.ends_at > first)
        query = select(activities).where(activities.c.workspace == team, going, *span)
        query = query.order_by(activities.c.starts_at, activities.c.number)
        return [activity_of(row) for row in await self._db.execute(query)]

    # --- what it brings

    async def take(self, id: int, takings: Takings) -> None:
        """Keep what it has brought by now, beside everything that was said before."""
        values = {name: getattr(takings, name) for name in (*_TAKEN, "at", "by")}
        version = await self._next(activity_takings, id)
        await self._db.execute(insert(activity_takings).values(activity=id, version=version, **values))

    async def takings(self, id: int) -> list[Takings]:
        """All that was ever said, oldest first."""
        query = select(activity_takings).where(activity_takings.c.activity == id).order_by(activity_takings.c.version)
        rows = await self._db.execute(query)
        return [
            Takings(row.at, row.by, row.revenue, row.refunds, row.cost, row.entries, row.abnormal) for row in rows
        ]  # fmt: skip

    # --- looking back

    async def review(self, id: int, review: ActivityReview) -> None:
        values = {name: getattr(review, name) for name in (*_PARTS, "at", "by")}
        version = await self._next(activity_reviews, id)
        await self._db.execute(insert(activity_reviews).values(activity=id, version=version, **values))

    async def reviewed(self, id: int) -> ActivityReview | None:
        """The newest version."""
        return (await self.reviews([id])).get(id)

    async def reviews(self, ids: Collection[int]) -> dict[int, ActivityReview]:
        """The newest version of each that was looked back at."""
        query = select(activity_reviews).where(activity_reviews.c.activity.in_(ids))
        rows = await self._db.execute(query.order_by(activity_reviews.c.version))
        return {row.activity: ActivityReview(*(getattr(row, name) for name in (*_PARTS, "at", "by"))) for row in rows}

    async def _next(self, table: Table, id: int) -> int:
        last = select(func.coalesce(func.max(table.c.version), 0)).where(table.c.activity == id)
        return int((await self._db.execute(last)).scalar_one()) + 1

    async def merge(self, old: int, new: int) -> None:
        """Two identities turned out to be one person."""
        mine = (activities.c.proposed_by, activities.c.overridden_by, activities.c.approved_by, activities.c.stopped_by)
        for column in (*mine, activity_takings.c.by, activity_reviews.c.by):
            await self._db.execute(update(column.table).where(column == old).values({column.name: new}))


def activity_of(row: Row[Any]) -> Activity:
    return Activity(row.id, row.workspace, row.number, **{name: getattr(row, name) for name in _SAME})
