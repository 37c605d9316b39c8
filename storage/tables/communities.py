"""The member communities a team looks after."""

from typing import Any

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Row,
    String,
    Table,
    UniqueConstraint,
    bindparam,
    false,
    insert,
    select,
    update,
)  # fmt: skip

from ..db import Db
from ..records import Community
from ..schema import Instant, Key, counted, metadata

communities = Table(
    "communities", metadata,
    Column("id", Key, counted(), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("key", String(64), nullable=False),
    Column("name", String(200), nullable=False),
    Column("type", String(16), nullable=False, server_default=""),
    Column("stage", String(16), nullable=False, server_default=""),
    Column("audience", String(500), nullable=False, server_default=""),
    Column("owner", ForeignKey("people.id")),
    Column("archived_at", Instant),
    Column("focus", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("workspace", "key"),
)  # fmt: skip


_ALL = select(communities).where(communities.c.workspace == bindparam("workspace")).order_by(communities.c.id)
_LIVING = _ALL.where(communities.c.archived_at.is_(None))


class Communities:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def of(self, team: int, *, archived: bool = False) -> list[Community]:
        rows = await self._db.execute(_ALL if archived else _LIVING, {"workspace": team})
        return [community_of(row) for row in rows]

    async def add(self, community: Community) -> int:
        """Returns its number; ``community.id`` is ignored. Raises ``Taken`` when the key is in use."""
        values = {
            name: getattr(community, name) for name in ("key", "name", "type", "stage", "audience", "owner", "focus")
        }
        added = insert(communities).values(workspace=community.team, **values).returning(communities.c.id)
        return int((await self._db.execute(added)).scalar_one())

    async def change(self, team: int, community: int, **values: Any) -> None:
        where = (communities.c.workspace == team, communities.c.id == community)
        await self._db.execute(update(communities).where(*where).values(**values))


def community_of(row: Row[Any]) -> Community:
    return Community(
        row.id, row.workspace, row.key, row.name, row.type, row.stage, row.audience, row.owner, row.archived_at,
        row.focus,
    )  # fmt: skip
