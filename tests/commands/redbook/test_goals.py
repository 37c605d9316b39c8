"""Goals against what the month came to."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from storage import Goal
from tests.activities import local
from tests.town import Town

from .reading import books, chapters

MADE = local("2026-09-20 10:00")


async def aims(town: Town, metric: str, kind: Any, target: str, **facts: Any) -> None:
    goal = Goal(0, 1, 0, metric, kind, Decimal(target), date(2026, 10, 1), MADE, **facts)
    await town.storage.write(lambda unit: unit.goals.add(goal))


async def told(town: Town) -> list[str]:
    (post,) = books(await town.sleep_until("2026-11-02 10:00"))
    return chapters(post)["Goals"].splitlines()


async def moms(town: Town) -> int:
    found = await town.storage.read(lambda unit: unit.communities.of(1))
    return next(one.id for one in found if one.key == "moms")


async def test_a_level_of_its_own_takes_the_place_of_the_catalogues(october: Town) -> None:
    await aims(october, "conversion", "level", "20.2", per="week")
    lines = await told(october)
    assert "paid conversion | at least 20.2% | ✓ 20.27% | 2/4" in lines
    assert not any("at least 18%" in line for line in lines)


async def test_a_sum_says_of_which_period_its_level_is(october: Town) -> None:
    await aims(october, "joined", "level", "1", per="week")
    assert any("new members | at least 1 a week | " in line for line in await told(october))


async def test_a_sum_says_on_how_many_days_its_level_was_reached(october: Town) -> None:
    await aims(october, "joined", "level", "16", per="day", community=await moms(october))
    await aims(october, "left", "level", "3", per="day")
    lines = await told(october)
    (more,) = (line for line in lines if "new members (moms)" in line and "a day" in line)
    assert "at least 16 a day" in more
    assert "/31 days" in more
    (less,) = (line for line in lines if line.startswith("members lost | at most 3 a day"))
    assert less.endswith("✗ 0/31 days")


async def test_a_day_on_which_a_community_is_missing_is_not_judged(october: Town) -> None:
    await aims(october, "left", "level", "3", per="day")
    await october.ann.says("/community add singers")
    for day in ("2026-10-05", "2026-10-09"):
        await october.ann.says(f"/daily singers left 0 date:{day}")
    lines = await told(october)
    (less,) = (line for line in lines if line.startswith("members lost | at most 3 a day"))
    assert less.endswith("✗ 0/28 days")


async def test_a_goal_of_one_community_is_judged_by_its_figures_and_drawn(october: Town) -> None:
    await aims(october, "active", "level", "510", per="week", community=await moms(october))
    lines = await told(october)
    assert "active members (moms) | at least 510 | ✓ 534 | 3/4" in lines
    assert "chart active members (moms), 12 weeks" in lines
    assert "active members | +3% a week | +12.9% | ✗ 0/4" in lines


async def test_growth_a_month_is_judged_by_the_month(october: Town) -> None:
    await aims(october, "active", "growth", "10", per="month")
    await aims(october, "revenue", "growth", "50", per="month")
    lines = await told(october)
    assert "active members | +10% a month | ✓ +12.9% | –" in lines
    assert "revenue | +50% a month | ✗ +9.8% | –" in lines


@pytest.mark.parametrize(
    ("metric", "start", "target", "row"),
    [
        ("members", "3300", "3500", "members | 3,300 → 3,500 by Thu, Dec 31 | ✓ 3,396 | 48% of the way"),
        # A day less is gone of what leads from a value to a value: as /goal says it
        ("members", "3300", "3588", "members | 3,300 → 3,588 by Thu, Dec 31 | ✓ 3,396 | 33% of the way"),
        ("members", "3300", "4000", "members | 3,300 → 4,000 by Thu, Dec 31 | ✗ 3,396 | 14% of the way"),
        ("joined", "0", "2000", "new members | 0 → 2,000 by Thu, Dec 31 | ✓ 748 | 37% of the way"),
        ("left", "0", "300", "members lost | 0 → 300 by Thu, Dec 31 | ✗ 186 | 62% of the way"),
    ],
)
async def test_a_goal_with_a_date_says_how_far_it_has_come(
    october: Town, metric: str, start: str, target: str, row: str
) -> None:
    await aims(october, metric, "span", target, start=Decimal(start), last=date(2026, 12, 31))
    assert row in await told(october)


async def test_what_was_given_up_or_over_before_is_no_goal_of_the_month(october: Town) -> None:
    await aims(october, "members", "span", "3500", start=Decimal(3000), last=date(2026, 12, 31), state="dropped")
    await aims(october, "revenue", "level", "1", per="month", state="reached", ended_at=local("2026-09-30 12:00"))
    lines = await told(october)
    assert not any("→" in line or "revenue" in line for line in lines)
