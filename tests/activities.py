"""Activities and milestones that are simply there, for tests of those who only read them."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from storage import Activity, Milestone
from tests.town import SHANGHAI, Town

MADE = datetime(2026, 11, 20, 4, tzinfo=UTC)
NONE = Decimal(0)


def local(words: str) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=SHANGHAI).astimezone(UTC)


async def activity(town: Town, name: str, start: str, team: int = 1, **facts: Any) -> Activity:
    """Three days before it, six hours, and two days after it."""
    at = local(start)
    cool = at + timedelta(hours=6)
    end = cool + timedelta(hours=48)
    made = Activity(
        0, team, 0, name, "light", "200 new members", NONE, NONE, NONE, NONE, "", "", at - timedelta(days=3), at, cool,
        end, end + timedelta(hours=48), MADE,
    )  # fmt: skip
    made = replace(made, **{"phase": "approved", **facts})
    return await town.storage.write(lambda unit: unit.activities.add(made))


async def milestone(town: Town, title: str, due: str, team: int = 1, **facts: Any) -> Milestone:
    made = Milestone(0, team, 0, title, "A thousand members", local(due), local(due), MADE)
    made = replace(made, **facts)
    return await town.storage.write(lambda unit: unit.milestones.add(made))
