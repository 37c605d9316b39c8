"""One-time codes. Only a hash is kept: whoever reads the database cannot use them."""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import Column, ForeignKey, String, Table, delete, insert

from ..db import Db
from ..records import Code
from ..schema import Instant, metadata

codes = Table(
    "codes", metadata,
    Column("hash", String(64), primary_key=True),
    Column("workspace", ForeignKey("workspaces.id"), nullable=False),
    Column("kind", String(8), nullable=False),
    Column("person", ForeignKey("people.id"), nullable=False),
    Column("expires_at", Instant, nullable=False),
)  # fmt: skip


class Codes:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def put(self, words: str, code: Code) -> None:
        """Keep a code; an earlier one of the same kind and person is void from now on."""
        mine = (codes.c.workspace == code.team) & (codes.c.kind == code.kind) & (codes.c.person == code.person)
        await self._db.execute(delete(codes).where(mine))
        values = {"workspace": code.team, "kind": code.kind, "person": code.person, "expires_at": code.expires_at}
        await self._db.execute(insert(codes).values(hash=_hash(words), **values))

    async def use(self, words: str, kind: str, now: datetime) -> Code | None:
        """Take a code away. Of several people who try at once, one gets it; a code too old is nobody's."""
        taken = delete(codes).where(codes.c.hash == _hash(words), codes.c.kind == kind).returning(codes)
        row = (await self._db.execute(taken)).one_or_none()
        if row is None or row.expires_at <= now:
            return None
        return Code(row.kind, row.workspace, row.person, row.expires_at)

    async def purge(self, now: datetime) -> None:
        await self._db.execute(delete(codes).where(codes.c.expires_at <= now))

    async def clear(self) -> None:
        """No code is good any more."""
        await self._db.execute(delete(codes))


def _hash(words: str) -> str:
    return sha256(words.strip().upper().replace("-", "").encode()).hexdigest()
