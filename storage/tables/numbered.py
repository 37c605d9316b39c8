"""The numbers that people say: ``7`` of the team's tasks, ``3`` of its activities. Each counts within its team."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, Table, func, insert, select

from ..db import Db


async def add_numbered(db: Db, table: Table, team: int, values: Mapping[str, Any]) -> Row[Any]:
    """Keep a row under the team's next number, in a table with the columns ``workspace`` and ``number``. Whoever adds
    has looked at the team, which is held until the end of the unit, so no two get the same."""
    last = select(func.coalesce(func.max(table.c.number), 0)).where(table.c.workspace == team)
    number = int((await db.execute(last)).scalar_one()) + 1
    kept = insert(table).values(**{**values, "workspace": team, "number": number}).returning(table)
    row: Row[Any] = (await db.execute(kept)).one()
    return row


async def find_numbered(db: Db, table: Table, team: int, number: int) -> Row[Any] | None:
    query = select(table).where(table.c.workspace == team, table.c.number == number)
    row: Row[Any] | None = (await db.execute(query)).one_or_none()
    return row
