"""The case library: what was learnt, to be found again by its words."""

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    Column,
    ForeignKey,
    Integer,
    Row,
    String,
    Table,
    UniqueConstraint,
    select,
    update,
)  # fmt: skip

from ..db import Db
from ..records.activity import Lesson
from ..schema import Instant, Key, counted, metadata
from .numbered import add_numbered, find_numbered

lessons = Table(
    "lessons", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("kind", String(8), nullable=False),
    Column("title", String(200), nullable=False),
    Column("words", String(4000), nullable=False),
    Column("sought", String(5000), nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("made_by", ForeignKey("people.id")),
    Column("activity", ForeignKey("activities.id"), index=True),
    Column("tier", String(8), nullable=False, server_default=""),
    Column("retired_at", Instant),
    UniqueConstraint("workspace", "number"),
)  # fmt: skip

_SAME = tuple(field.name for field in fields(Lesson) if field.name not in ("id", "team", "number"))


class Lessons:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def add(self, lesson: Lesson, sought: str) -> Lesson:
        """Keep a new one under the team's next number. ``sought`` is what it is found by."""
        values = {name: getattr(lesson, name) for name in _SAME} | {"sought": sought}
        return _lesson(await add_numbered(self._db, lessons, lesson.team, values))

    async def get(self, team: int, number: int) -> Lesson | None:
        row = await find_numbered(self._db, lessons, team, number)
        return None if row is None else _lesson(row)

    async def retire(self, id: int, now: datetime) -> bool:
        """Take it out of the library: ``False`` when it is out already."""
        there = (lessons.c.id == id, lessons.c.retired_at.is_(None))
        return (await self._db.execute(update(lessons).where(*there).values(retired_at=now))).rowcount == 1

    async def found(self, team: int, words: Sequence[str] = (), kind: str = "") -> list[Lesson]:
        """Those that hold every one of these words, as they are folded in ``sought``; the newest first."""
        query = select(lessons).where(lessons.c.workspace == team, lessons.c.retired_at.is_(None))
        for word in words:
            query = query.where(lessons.c.sought.contains(word, autoescape=True))
        if kind:
            query = query.where(lessons.c.kind == kind)
        return [_lesson(row) for row in await self._db.execute(query.order_by(lessons.c.number.desc()))]

    async def of(self, activity: int) -> list[Lesson]:
        """What was learnt from one activity."""
        query = select(lessons).where(lessons.c.activity == activity, lessons.c.retired_at.is_(None))
        return [_lesson(row) for row in await self._db.execute(query.order_by(lessons.c.number))]

    async def merge(self, old: int, new: int) -> None:
        """Two identities turned out to be one person."""
        await self._db.execute(update(lessons).where(lessons.c.made_by == old).values(made_by=new))


def _lesson(row: Row[Any]) -> Lesson:
    return Lesson(row.id, row.workspace, row.number, **{name: getattr(row, name) for name in _SAME})
