"""The one place where the two databases are told apart."""

from typing import Any

from sqlalchemy import Table


def insert(dialect: str, table: Table) -> Any:
    """An INSERT that knows ON CONFLICT, for a database by its name. Only that one's dialect is loaded."""
    if dialect == "postgresql":
        from sqlalchemy.dialects import postgresql

        return postgresql.insert(table)
    from sqlalchemy.dialects import sqlite

    return sqlite.insert(table)
