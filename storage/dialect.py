"""The one place where the two databases are told apart."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite

from .db import Db


def insert(db: Db, table: Table) -> Any:
    """An INSERT that knows ON CONFLICT."""
    return postgresql.insert(table) if db.dialect.name == "postgresql" else sqlite.insert(table)
