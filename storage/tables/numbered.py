"""The numbers that people say: ``7`` of the team's tasks, ``3`` of its activities. Each counts within its team."""

from sqlalchemy import Table, func, select

from ..db import Db


async def next_number(db: Db, table: Table, team: int) -> int:
    """The team's next number in a table with the columns ``workspace`` and ``number``. Whoever adds has looked at the
    team, which is held until the end of the unit, so no two get the same."""
    last = select(func.coalesce(func.max(table.c.number), 0)).where(table.c.workspace == team)
    return int((await db.execute(last)).scalar_one()) + 1
