"""What a team has said of the things that happen by the clock, when each comes next, and what became of each time.

The defaults are the code's (``commands.kit.schedule.Every``); a row holds what differs, and ``next_at``, which is the
truth of the clock. ``runs`` makes each time happen once, whoever looks first.
"""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    PrimaryKeyConstraint,
    Row,
    String,
    Table,
    delete,
    false,
    func,
    or_,
    select,
    update,
)  # fmt: skip

from ..db import Db
from ..dialect import insert
from ..records import OwnDay, Planned, Run
from ..schema import DayNumber, Instant, metadata
from .teams import workspaces

schedules = Table(
    "schedules", metadata,
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("name", String(40), nullable=False),
    Column("moved", String(60)),
    Column("off", Boolean, nullable=False, server_default=false()),
    Column("place", ForeignKey("places.id")),
    Column("paused_until", DayNumber),
    Column("next_at", Instant, index=True),
    Column("open", Boolean, nullable=False, server_default=false()),
    PrimaryKeyConstraint("workspace", "name"),
)  # fmt: skip

runs = Table(
    "runs", metadata,
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("name", String(40), nullable=False),
    Column("slot", String(20), nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Column("outcome", String(20), nullable=False),
    PrimaryKeyConstraint("workspace", "name", "slot"),
)  # fmt: skip

calendar_days = Table(
    "calendar_days", metadata,
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("day", DayNumber, nullable=False),
    Column("works", Boolean, nullable=False),
    Column("name", String(100), nullable=False, server_default=""),
    PrimaryKeyConstraint("workspace", "day"),
)  # fmt: skip


class Schedules:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def of(self, team: int) -> dict[str, Planned]:
        """What is kept of each schedule of a team, by name."""
        rows = await self._db.execute(select(schedules).where(schedules.c.workspace == team))
        return {row.name: planned_of(row) for row in rows}

    async def due(self, now: datetime, limit: int) -> list[Planned]:
        query = select(schedules).where(schedules.c.next_at <= now).order_by(schedules.c.next_at).limit(limit)
        return [planned_of(row) for row in await self._db.execute(query)]

    async def soonest(self) -> datetime | None:
        """When anything comes next, of any team."""
        found: datetime | None = (await self._db.execute(select(func.min(schedules.c.next_at)))).scalar_one()
        return found

    async def put(self, team: int, name: str, **values: Any) -> None:
        """Keep what is said of a schedule (``moved``, ``off``, ``place``, ``paused_until``, ``next_at``, ``open``)."""
        written = insert(self._db.dialect.name, schedules).values(workspace=team, name=name, **values)
        await self._db.execute(written.on_conflict_do_update(index_elements=["workspace", "name"], set_=values))

    async def drop(self, team: int, name: str) -> None:
        """Forget what was said of a schedule, and when it comes next."""
        here = (schedules.c.workspace == team, schedules.c.name == name)
        await self._db.execute(delete(schedules).where(*here))

    async def advance(self, planned: Planned, next_at: datetime | None) -> bool:
        """``True`` for the one caller who moves it on from the time that he saw."""
        here = (schedules.c.workspace == planned.team, schedules.c.name == planned.name)
        moved = update(schedules).where(*here, schedules.c.next_at == planned.next_at).values(next_at=next_at)
        return (await self._db.execute(moved)).rowcount == 1

    async def lacking(self, names: Collection[str]) -> list[int]:
        """Teams for which one of these is neither planned nor off."""
        have = select(schedules.c.name).where(schedules.c.workspace == workspaces.c.id)
        have = have.where(or_(schedules.c.off, schedules.c.next_at.is_not(None)))
        missing = [~have.where(schedules.c.name == name).exists() for name in sorted(names)]
        found = await self._db.execute(select(workspaces.c.id).where(or_(false(), *missing)))
        return [int(team) for team in found.scalars()]

    async def ran(self, run: Run) -> bool:
        """Note what became of one time. ``False`` when that is known already: somebody else was first."""
        values = {"workspace": run.team, "name": run.name, "slot": run.slot, "at": run.at, "outcome": run.outcome}
        noted = insert(self._db.dialect.name, runs).values(**values).on_conflict_do_nothing()
        return (await self._db.execute(noted)).rowcount == 1

    async def count(self, team: int, prefix: str, day: date) -> int:
        """How many times of a local day came to something, of all schedules whose name begins like this."""
        query = (
            select(func.count()).select_from(runs).where(runs.c.workspace == team, runs.c.outcome.in_(("run", "late")))
        )
        query = query.where(runs.c.name.startswith(prefix), runs.c.slot.startswith(day.isoformat()))
        return int((await self._db.execute(query)).scalar_one())

    async def newest(self, team: int, name: str) -> Run | None:
        """The newest run of this name."""
        query = select(runs).where(runs.c.workspace == team, runs.c.name == name)
        row = (await self._db.execute(query.order_by(runs.c.at.desc(), runs.c.slot.desc()).limit(1))).one_or_none()
        return None if row is None else Run(row.workspace, row.name, row.slot, row.at, row.outcome)

    async def last(self, team: int) -> dict[str, Run]:
        """The newest run of each schedule of a team."""
        rows = await self._db.execute(select(runs).where(runs.c.workspace == team).order_by(runs.c.at, runs.c.slot))
        return {row.name: Run(row.workspace, row.name, row.slot, row.at, row.outcome) for row in rows}

    async def purge(self, before: datetime) -> None:
        await self._db.execute(delete(runs).where(runs.c.at < before))


class OwnDays:
    """The days of a team's calendar that it decided itself."""

    def __init__(self, db: Db) -> None:
        self._db = db

    async def of(self, team: int) -> dict[date, OwnDay]:
        rows = await self._db.execute(select(calendar_days).where(calendar_days.c.workspace == team))
        return {row.day: OwnDay(row.day, row.works, row.name) for row in rows}

    async def put(self, team: int, days: Collection[OwnDay]) -> None:
        """What was said of a day before is replaced."""
        for own in days:
            said: Mapping[str, Any] = {"works": own.works, "name": own.name}
            written = insert(self._db.dialect.name, calendar_days).values(workspace=team, day=own.day, **said)
            await self._db.execute(written.on_conflict_do_update(index_elements=["workspace", "day"], set_=said))

    async def drop(self, team: int, day: date) -> bool:
        here = (calendar_days.c.workspace == team, calendar_days.c.day == day)
        return (await self._db.execute(delete(calendar_days).where(*here))).rowcount == 1


def planned_of(row: Row[Any]) -> Planned:
    return Planned(row.workspace, row.name, row.moved, row.off, row.place, row.paused_until, row.next_at, row.open)
