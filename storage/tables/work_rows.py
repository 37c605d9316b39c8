"""Tasks, activities and risks as an export has them, one page in memory at a time."""

from collections.abc import AsyncIterator, Mapping
from datetime import datetime

from sqlalchemy import Select, select

from ..db import Db
from ..records import ActivityRow, RiskRow, TaskRow
from .activities import activities
from .communities import communities
from .people import people
from .risk_story import statement_at
from .risks import risks
from .tasks import task_holders, tasks
from .teams import workspaces


class WorkRows:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def tasks(self, team: int, first: datetime | None, last: datetime | None) -> AsyncIterator[TaskRow]:
        """A team's tasks that were made between two instants."""
        query: Select[tuple[object, ...]] = (
            select(
                tasks, workspaces.c.name.label("team"), people.c.name.label("maker"),
                activities.c.number.label("of_activity"),
            )
            .join(workspaces, workspaces.c.id == tasks.c.workspace)
            .outerjoin(people, people.c.id == tasks.c.made_by)
            .outerjoin(activities, activities.c.id == tasks.c.activity)
            .where(tasks.c.workspace == team)
            .order_by(tasks.c.number)
        )  # fmt: skip
        query = query if first is None else query.where(tasks.c.made_at >= first)
        query = query if last is None else query.where(tasks.c.made_at < last)
        owners = await self._owners(team)
        async with self._db.stream(query) as stream:
            async for row in stream:
                owner = ", ".join(owners.get(row.id, ()))
                yield TaskRow(
                    row.team, row.number, row.title, row.state, owner, row.due_at, row.slots, row.of_activity,
                    row.maker or "", row.made_at, row.ended_at,
                )  # fmt: skip

    async def activities(self, team: int, first: datetime | None, last: datetime | None) -> AsyncIterator[ActivityRow]:
        """A team's activities that start between two instants."""
        query: Select[tuple[object, ...]] = (
            select(activities, workspaces.c.name.label("team"), communities.c.key.label("place"))
            .join(workspaces, workspaces.c.id == activities.c.workspace)
            .outerjoin(communities, communities.c.id == activities.c.community)
            .where(activities.c.workspace == team)
            .order_by(activities.c.number)
        )
        query = query if first is None else query.where(activities.c.starts_at >= first)
        query = query if last is None else query.where(activities.c.starts_at < last)
        async with self._db.stream(query) as stream:
            async for row in stream:
                yield ActivityRow(
                    row.team, row.number, row.name, row.tier, row.phase, row.place or "", row.budget, row.forecast,
                    row.locked_roi, row.starts_at, row.ends_at,
                )  # fmt: skip

    async def risks(self, team: int, first: datetime | None, last: datetime | None) -> AsyncIterator[RiskRow]:
        """A team's risks that were raised between two instants. Exercises are not among them."""
        raiser, acker = people.alias("raiser"), people.alias("acker")
        query: Select[tuple[object, ...]] = (
            select(
                risks, workspaces.c.name.label("team"), raiser.c.name.label("raiser"), acker.c.name.label("acker"),
                statement_at().label("statement_at"),
            )
            .join(workspaces, workspaces.c.id == risks.c.workspace)
            .outerjoin(raiser, raiser.c.id == risks.c.raised_by)
            .outerjoin(acker, acker.c.id == risks.c.acked_by)
            .where(risks.c.workspace == team, risks.c.drill.is_(False))
            .order_by(risks.c.number)
        )  # fmt: skip
        query = query if first is None else query.where(risks.c.raised_at >= first)
        query = query if last is None else query.where(risks.c.raised_at < last)
        async with self._db.stream(query) as stream:
            async for row in stream:
                yield RiskRow(
                    row.team, row.number, row.level, row.kind, row.title, row.state, row.raiser or "", row.raised_at,
                    row.acker or "", row.acked_at, row.statement_at, row.solved_at, row.closed_at,
                )  # fmt: skip

    async def _owners(self, team: int) -> Mapping[int, list[str]]:
        query = (
            select(task_holders.c.task, people.c.name)
            .join(people, people.c.id == task_holders.c.person)
            .where(people.c.workspace == team)
            .order_by(task_holders.c.task, task_holders.c.slot)
        )
        found: dict[int, list[str]] = {}
        for row in await self._db.execute(query):
            found.setdefault(row.task, []).append(row.name)
        return found
