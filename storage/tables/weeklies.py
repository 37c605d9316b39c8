"""Weekly reports. What is filed is not overwritten: each change is a further version."""

import json
from collections.abc import AsyncIterator
from dataclasses import fields
from datetime import date
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    Row,
    Select,
    String,
    Table,
    UniqueConstraint,
    and_,
    func,
    insert,
    select,
    update,
)  # fmt: skip

from ..db import Db
from ..records.week import Weekly, WeeklyRow
from ..schema import DayNumber, Instant, Key, counted, metadata
from .people import people
from .teams import workspaces

weeklies = Table(
    "weeklies", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("week", DayNumber, nullable=False),
    Column("subject", String(1000), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(8), nullable=False),
    Column("by", ForeignKey("people.id"), nullable=False),
    Column("at", Instant, nullable=False),
    *(Column(name, String(4000), nullable=False) for name in ("highlights", "problems", "plan", "help")),
    Column("whys", String(8000), nullable=False),
    UniqueConstraint("workspace", "week", "subject", "version"),
)  # fmt: skip

_SAME = tuple(field.name for field in fields(Weekly) if field.name not in ("id", "team", "version", "whys"))


class Weeklies:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def keep(self, weekly: Weekly) -> Weekly:
        """Keep it as the next version of its subject and week; ``weekly.version`` is ignored."""
        same = (weeklies.c.workspace == weekly.team, weeklies.c.week == weekly.week)
        mine = and_(*same, weeklies.c.subject == weekly.subject)
        last = int(
            (await self._db.execute(select(func.coalesce(func.max(weeklies.c.version), 0)).where(mine))).scalar_one()
        )
        values = {name: getattr(weekly, name) for name in _SAME} | {"workspace": weekly.team, "version": last + 1}
        values["whys"] = json.dumps(dict(weekly.whys), ensure_ascii=False)
        return _weekly((await self._db.execute(insert(weeklies).values(**values).returning(weeklies))).one())

    async def versions(self, team: int, subject: str, week: date) -> list[Weekly]:
        """Every version, the first one first."""
        query = select(weeklies).where(weeklies.c.workspace == team, weeklies.c.week == week)
        query = query.where(weeklies.c.subject == subject).order_by(weeklies.c.version)
        return [_weekly(row) for row in await self._db.execute(query)]

    async def of_week(self, team: int, week: date) -> list[Weekly]:
        """The newest version of each subject."""
        query = select(weeklies).where(weeklies.c.workspace == team, weeklies.c.week == week)
        found = {row.subject: _weekly(row) for row in await self._db.execute(query.order_by(weeklies.c.version))}
        return list(found.values())

    async def filed(self, team: int, week: date) -> dict[str, Weekly]:
        """What was filed, by subject: each as it was filed first, whatever was changed later."""
        query = select(weeklies).where(weeklies.c.workspace == team, weeklies.c.week == week)
        rows = await self._db.execute(query.where(weeklies.c.state == "filed").order_by(weeklies.c.version.desc()))
        return {row.subject: _weekly(row) for row in rows}

    async def get(self, team: int, id: int) -> Weekly | None:
        query = select(weeklies).where(weeklies.c.workspace == team, weeklies.c.id == id)
        row = (await self._db.execute(query)).one_or_none()
        return None if row is None else _weekly(row)

    async def rows(self, team: int, first: date | None, last: date | None) -> AsyncIterator[WeeklyRow]:
        """Every version of a team's reports whose week begins between two days, for an export."""
        query: Select[tuple[object, ...]] = (
            select(weeklies, workspaces.c.name.label("team"), people.c.name.label("who"))
            .join(workspaces, workspaces.c.id == weeklies.c.workspace)
            .join(people, people.c.id == weeklies.c.by)
            .where(weeklies.c.workspace == team)
            .order_by(weeklies.c.week, weeklies.c.subject, weeklies.c.version)
        )
        query = query if first is None else query.where(weeklies.c.week >= first)
        query = query if last is None else query.where(weeklies.c.week <= last)
        async with self._db.stream(query) as stream:
            async for row in stream:
                yield WeeklyRow(
                    row.team, row.subject, row.week, row.version, row.state, row.who, row.at, row.highlights,
                    row.problems, row.plan, row.help,
                )  # fmt: skip

    async def merge(self, old: int, new: int) -> None:
        """Two identities turned out to be one person: what both wrote of a week are versions of one report, the filed
        ones last, as what is filed does not become a draft again."""
        await self._db.execute(update(weeklies).where(weeklies.c.by == old).values(by=new))
        hers = select(weeklies).where(weeklies.c.subject.in_((f"p{old}", f"p{new}"))).order_by(weeklies.c.version)
        reports: dict[tuple[int, date], list[Row[Any]]] = {}
        for row in (await self._db.execute(hers)).all():
            reports.setdefault((row.workspace, row.week), []).append(row)
        for rows in reports.values():
            if any(row.subject == f"p{old}" for row in rows):
                rows.sort(key=lambda row: (row.state == "filed", row.at, row.subject == f"p{old}", row.version))
                # No two may have the same version meanwhile.
                await self._number([row.id for row in rows], f"p{new}", sign=-1)
                await self._number([row.id for row in rows], f"p{new}", sign=1)

    async def _number(self, ids: list[int], subject: str, sign: int) -> None:
        for version, id in enumerate(ids, 1):
            one = update(weeklies).where(weeklies.c.id == id)
            await self._db.execute(one.values(subject=subject, version=sign * version))


def _weekly(row: Row[Any]) -> Weekly:
    values = {name: getattr(row, name) for name in _SAME}
    return Weekly(row.id, row.workspace, version=row.version, whys=json.loads(row.whys), **values)
