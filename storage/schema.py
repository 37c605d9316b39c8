"""The ground all tables stand on: one metadata, and the column types that keep time, days and figures exact."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Identity, Integer, MetaData, String
from sqlalchemy.types import TypeDecorator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

SCALE = 10_000
"""Figures are kept as whole ten-thousandths: sums in SQL are exact."""

LIMIT = Decimal(10) ** 14
"""Figures lie below this, on either side of zero: ten-thousandths then fit a database's whole numbers."""

Key = BigInteger().with_variant(Integer(), "sqlite")
"""A row number. SQLite counts by itself only in a column that is exactly INTEGER.

Tables that lose rows say ``sqlite_autoincrement``: otherwise SQLite gives the number of a letter or timer that is gone
to the next one, and who still holds the old number acts on the wrong thing. PostgreSQL gives no number twice."""

Sorted = String(64).with_variant(String(64, collation="C"), "postgresql")
"""A key that rows are sorted by. Both databases compare its bytes, whatever language the server speaks."""


class Instant(TypeDecorator[datetime]):
    """An instant in UTC. A naive datetime is refused: nobody knows when it is."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise TypeError(f"a naive datetime cannot be stored: {value}")
        value = value.astimezone(UTC)
        return value if dialect.name == "postgresql" else value.replace(tzinfo=None)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class DayNumber(TypeDecorator[date]):
    """A day as its number since 0001-01-01: small, ordered, and easy to group by week."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> int | None:
        return None if value is None else value.toordinal()

    def process_result_value(self, value: int | None, dialect: Dialect) -> date | None:
        return None if value is None else date.fromordinal(value)


class Figure(TypeDecorator[Decimal]):
    """An exact figure with four decimals, below 10^14. What is finer or greater is refused, never rounded."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        if not value.is_finite() or abs(value) >= LIMIT or (scaled := value * SCALE) != scaled.to_integral_value():
            raise ValueError(f"a figure has up to four decimals and is below {LIMIT}: {value}")
        return int(scaled)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Decimal | None]:
        return _figure


def _figure(value: Any) -> Decimal | None:
    if value is None:
        return None
    whole, rest = divmod(int(value), SCALE)
    return (Decimal(int(value)) / SCALE).normalize() if rest else Decimal(whole)


def counted() -> Identity:
    """For row numbers the database gives."""
    return Identity(always=False)
