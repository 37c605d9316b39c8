"""Small facts of the running process (``marks``), and who may do what only one may do at a time (``leases``)."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Column, String, Table, delete, select, update

from ..db import Db
from ..dialect import insert
from ..schema import Instant, metadata

marks = Table(
    "marks", metadata,
    Column("name", String(80), primary_key=True),
    Column("value", String(2000), nullable=False),
)  # fmt: skip

leases = Table(
    "leases", metadata,
    Column("name", String(80), primary_key=True),
    Column("owner", String(32), nullable=False),
    Column("until", Instant, nullable=False),
)  # fmt: skip

EPOCH = "epoch"
"""The mark that says when the last restore was; a database that was never restored has none."""


class Marks:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def get(self, name: str) -> str | None:
        query = select(marks.c.value).where(marks.c.name == name)
        found: str | None = (await self._db.execute(query)).scalar_one_or_none()
        return found

    async def those(self, names: Collection[str]) -> dict[str, str]:
        """Those of these marks that are set."""
        rows = await self._db.execute(select(marks).where(marks.c.name.in_(names)))
        return {row.name: row.value for row in rows}

    async def set(self, name: str, value: str) -> None:
        put = insert(self._db.dialect.name, marks).values(name=name, value=value)
        await self._db.execute(put.on_conflict_do_update(index_elements=["name"], set_={"value": value}))


class Leases:
    def __init__(self, db: Db) -> None:
        self._db = db

    async def hold(self, name: str, owner: str, now: datetime, until: datetime) -> bool:
        """Get or prolong a lease. ``False`` while somebody else holds it."""
        mine = (leases.c.owner == owner) | (leases.c.until <= now)
        change = update(leases).where(leases.c.name == name, mine).values(owner=owner, until=until)
        if (await self._db.execute(change)).rowcount == 1:
            return True
        first = (
            insert(self._db.dialect.name, leases).values(name=name, owner=owner, until=until).on_conflict_do_nothing()
        )
        return bool((await self._db.execute(first)).rowcount == 1)

    async def release(self, owner: str) -> None:
        await self._db.execute(delete(leases).where(leases.c.owner == owner))

    async def clear(self) -> None:
        """Every holder is dead: this process is alone with the database."""
        await self._db.execute(delete(leases))
