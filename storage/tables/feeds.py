"""Secret links to a calendar, one for each person and kind. Only a hash is kept here; the letter that told of a link
holds it as long as letters are kept. A link is good as long as its owner is a member."""

from hashlib import sha256

from sqlalchemy import Column, ForeignKey, String, Table, UniqueConstraint, delete, insert, select

from ..db import Db
from ..schema import metadata
from .people import people

feeds = Table(
    "feeds", metadata,
    Column("hash", String(64), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("kind", String(12), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    UniqueConstraint("workspace", "kind", "person"),
)  # fmt: skip


class Feeds:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def put(self, token: str, kind: str, team: int, person: int) -> bool:
        """Keep a link; her earlier one of the same kind is dead from now on. Returns whether there was one."""
        hers = (feeds.c.workspace == team, feeds.c.kind == kind, feeds.c.person == person)
        gone = await self._db.execute(delete(feeds).where(*hers))
        await self._db.execute(insert(feeds).values(hash=_hash(token), workspace=team, kind=kind, person=person))
        return gone.rowcount > 0

    async def has(self, kind: str, team: int, person: int) -> bool:
        """Whether she has a link of this kind. Which one it is nobody knows but her."""
        hers = (feeds.c.workspace == team, feeds.c.kind == kind, feeds.c.person == person)
        return (await self._db.execute(select(feeds.c.hash).where(*hers))).first() is not None

    async def whose(self, token: str, kind: str) -> tuple[int, int] | None:
        """The team and the person of a link; ``None`` for one that is not, or no longer, good."""
        query = select(feeds.c.workspace, feeds.c.person).join(people, people.c.id == feeds.c.person)
        member = (people.c.left_at.is_(None), people.c.waiting.is_(False))
        query = query.where(feeds.c.hash == _hash(token), feeds.c.kind == kind, *member)
        row = (await self._db.execute(query)).one_or_none()
        return None if row is None else (row.workspace, row.person)

    async def team(self, token: str, kind: str) -> int | None:
        """Whose calendar a link shows; ``None`` for one that is not, or no longer, good."""
        found = await self.whose(token, kind)
        return None if found is None else found[0]

    async def end(self, person: int) -> None:
        """She has left: her links stay dead, also when she comes back."""
        await self._db.execute(delete(feeds).where(feeds.c.person == person))

    async def merge(self, old: int, new: int) -> None:
        """Two identities turned out to be one person, who keeps the links of the one that stays."""
        await self.end(old)


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
