"""Whether the database is as new as this code: a look that needs no Alembic, which takes long to import."""

from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from .errors import StorageError

HERE = Path(__file__).parent / "migrations"
"""Where the steps lie."""


def newest() -> str:
    """The last step this code knows: files are named by it, such as ``0001_the_first_tables.py``."""
    return max(file.name.partition("_")[0] for file in (HERE / "versions").glob("[0-9]*.py"))


async def up_to_date(db: AsyncConnection) -> bool:
    """``False`` also when it cannot be told: then Alembic looks."""
    try:
        seen = (await db.execute(text("SELECT version_num FROM alembic_version"))).scalars().all()
    except (DBAPIError, StorageError):
        return False
    finally:
        await db.rollback()
    return list(seen) == [newest()]
