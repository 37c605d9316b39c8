"""Who said which line when, and what came of it. Lines are added, never changed."""

from collections.abc import AsyncIterator
from datetime import datetime

from sqlalchemy import Column, ForeignKey, Index, String, Table, insert, select, update

from ..db import Db
from ..records import Entry, JournalRow
from ..schema import Instant, Key, counted, metadata
from .people import people
from .teams import workspaces

journal = Table(
    "journal", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id")),
    Column("at", Instant, nullable=False),
    Column("person", ForeignKey("people.id")),
    Column("platform", String(16), nullable=False),
    Column("line", String(8000), nullable=False),
    Column("outcome", String(200), nullable=False),
    Index("ix_journal_at", "workspace", "at"),
)  # fmt: skip


_WRITE = insert(journal)


class Journal:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def write(self, entry: Entry) -> None:
        facts = {"workspace": entry.team, "at": entry.at, "person": entry.person, "platform": entry.platform}
        await self._db.execute(_WRITE, {"line": entry.line[:8000], "outcome": entry.outcome[:200], **facts})

    async def rows(self, team: int, first: datetime | None, last: datetime | None) -> AsyncIterator[JournalRow]:
        """A team's lines between two instants, oldest first; one page in memory at a time."""
        query = (
            select(
                workspaces.c.name.label("workspace"), journal.c.at, people.c.name.label("person"), journal.c.platform,
                journal.c.line, journal.c.outcome,
            )
            .select_from(journal)
            .join(workspaces, workspaces.c.id == journal.c.workspace)
            .outerjoin(people, people.c.id == journal.c.person)
            .where(journal.c.workspace == team)
            .order_by(journal.c.id)
        )  # fmt: skip
        if first is not None:
            query = query.where(journal.c.at >= first)
        if last is not None:
            query = query.where(journal.c.at < last)
        async with self._db.stream(query) as stream:
            async for row in stream:
                yield JournalRow(row.workspace, row.at, row.person or "", row.platform, row.line, row.outcome)

    async def acted(self, team: int, person: int, since: datetime) -> bool:
        """Whether she has said anything from an instant on."""
        hers = (journal.c.workspace == team, journal.c.at >= since, journal.c.person == person)
        found = (await self._db.execute(select(journal.c.id).where(*hers).limit(1))).one_or_none()
        return found is not None

    async def merge(self, team: int, old: int, new: int) -> None:
        """Two identities turned out to be one person."""
        where = (journal.c.workspace == team, journal.c.person == old)
        await self._db.execute(update(journal).where(*where).values(person=new))
