"""For tests of what the team's own goals change elsewhere: goals are kept, and statements are counted."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import Engine

from storage import Goal

from .town import Town

MADE = datetime(2026, 11, 1, tzinfo=UTC)


async def goal(town: Town, metric: str, target: float, kind: str = "span", **more: Any) -> Goal:
    """One of the first team; a way leads through November unless it is said."""
    values: dict[str, Any] = {"first": date(2026, 11, 1)}
    if kind == "span":
        values |= {"start": Decimal(), "last": date(2026, 11, 30)}
    one = Goal(0, 1, 0, metric, kind, Decimal(str(target)), made_at=MADE, **(values | more))  # type: ignore[arg-type]
    return await town.storage.write(lambda unit: unit.goals.add(one))


@contextmanager
def asked() -> Iterator[list[str]]:
    """What the database is asked inside."""
    found: list[str] = []

    def note(_a: object, _b: object, statement: str, *_: object) -> None:
        found.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", note)
