"""The one place where the two databases are told apart."""

from typing import Any

from sqlalchemy import Table
from sqlalchemy.dialects import postgresql, sqlite


def insert(dialect: str, table: Table) -> Any:
    """An INSERT that knows ON CONFLICT, for a database by its name."""
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)
