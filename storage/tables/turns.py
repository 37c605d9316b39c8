"""Whose turn it is: how often somebody had the work that the clock gives to the holders of a job title."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import case, func, select

from ..db import Db
from ..records import Turn
from .tasks import task_holders, tasks


class Turns:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def of(self, team: int, job: str, since: datetime) -> Mapping[int, Turn]:
        """By person. What she has given back, or what was taken from her, does not count."""
        lately = func.sum(case((task_holders.c.since >= since, 1), else_=0))
        query = (
            select(task_holders.c.person, lately.label("lately"), func.max(task_holders.c.since).label("last"))
            .join(tasks, tasks.c.id == task_holders.c.task)
            .where(tasks.c.workspace == team, tasks.c.job == job, tasks.c.made_by.is_(None))
            .group_by(task_holders.c.person)
        )
        return {row.person: Turn(row.lately, row.last) for row in await self._db.execute(query)}
