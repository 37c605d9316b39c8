"""What a board and its chart say of changes and targets, as people see it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from bot.charts.figures import change
from commands.kit import Chart, Tongue
from commands.kit.metrics import Catalogue, default_catalogue
from commands.kit.metrics.metric import Thresholds
from storage import Storage
from tests.town import Answer, Town


def steps(answer: Answer) -> list[str]:
    """The changes on the chart of an answer."""
    (chart,) = [block for block in answer.reply.blocks if isinstance(block, Chart)]
    return [step.words for line in chart.lines if (step := change(line, Tongue()))]


async def test_who_has_not_reported_is_neither_a_loss_nor_a_gain(town: Town) -> None:
    await town.founded("moms", "fans")
    for key, day, members in (("moms", 22, 480), ("fans", 22, 9000), ("moms", 23, 500), ("fans", 23, 9000)):
        await town.bob.says(f"/daily community:{key} date:2026-11-{day} members {members}")
    await town.bob.says("/daily community:moms members 512")
    assert "members | 512 | +12 | – | 1/3" in await town.bob.says("/board")
    assert "members | 512 | +12 | – | 1/3" in await town.bob.says("/digest")


async def test_whose_change_is_not_told_is_said(town: Town) -> None:
    await town.founded("moms", "fans")
    await town.bob.says("/daily community:moms date:2026-11-23 members 500")
    await town.bob.says("/daily community:moms members 512")
    assert "Changes compare only" not in await town.bob.says("/board")
    await town.bob.says("/daily community:fans members 9000")
    for line in ("/board", "/digest"):
        answer = await town.bob.says(line)
        assert "members | 9,512 | +12 | – | 2/3" in answer
        assert "Changes compare only the communities that reported both times (1)." in answer


async def test_sums_of_other_days_are_not_compared_and_their_growth_is_not_judged(town: Town) -> None:
    await town.founded()
    for day in ("11-09", "11-10", "11-11", "11-16", "11-17"):
        await town.bob.says(f"/daily date:2026-{day} joined 10 members 500 satisfaction 95")
    answer = await town.bob.says("/board last week")
    assert "new members | 20 | – | 2/7" in answer
    assert "members | 500 | 0 | 2/7" in answer
    assert "Sums are compared only where (nearly) the same days were reported." in answer
    assert "target +5%" not in answer
    assert "✓ content satisfaction: 95%, target at least 90%" in answer
    await town.bob.says("/daily date:2026-11-18 joined 10")
    answer = await town.bob.says("/board last week")
    assert "new members | 30 | 0 | 3/7" in answer
    assert "✗ new members: 30, target +5% against last week" in answer
    assert "Sums are compared only" not in answer


async def test_how_many_communities_a_sum_is_compared_over_is_said(town: Town) -> None:
    await town.founded("moms", "fans")
    for key, days in (("moms", ("11-09", "11-16")), ("fans", ("11-09", "11-10", "11-16"))):
        for day in days:
            await town.bob.says(f"/daily community:{key} date:2026-{day} joined 10 members 500")
    answer = await town.bob.says("/board last week")
    assert "new members | 20 | 0 | 2/21" in answer
    assert "members | 1,000 | 0 | 2/21" in answer
    assert "Sums compare only the communities that reported (nearly) the same days both times (1)." in answer
    assert "both times (2)" not in answer
    assert "fans | 10" not in answer
    assert "fans | 10 | –" in await town.bob.says("/board last week metric:joined")


async def test_a_day_that_is_not_over_is_compared_once_it_is_reported(town: Town) -> None:
    await town.founded()
    for day in ("11-16", "11-17", "11-23"):
        await town.bob.says(f"/daily date:2026-{day} joined 10")
    answer = await town.bob.says("/board week")
    assert "new members | 10 | 0 | 1/7" in answer
    assert "Still running" in answer
    await town.bob.says("/daily joined 12")
    assert "new members | 22 | +2 | 2/7" in await town.bob.says("/board week")


async def test_the_picture_of_a_running_week_shows_the_change_of_the_table(town: Town) -> None:
    await town.founded("moms", "fans")
    for key, before, now in (("moms", (100, 300), 147), ("fans", (200, 500), 181)):
        for day, active in zip(("11-16", "11-18"), before, strict=True):
            await town.bob.says(f"/daily community:{key} date:2026-{day} active {active}")
        await town.bob.says(f"/daily community:{key} date:2026-11-23 active {now}")
    answer = await town.bob.says("/board week")
    assert "fans | 181 | −9.5%" in answer
    assert "moms | 147 | +47%" in answer
    assert steps(answer) == ["▼ −19 (−9.5%)", "▲ +47 (+47%)"]


async def test_a_rate_is_told_in_points_beside_the_picture_and_in_it(town: Town) -> None:
    await town.founded("moms", "fans")
    for day, payers in (("11-10", 20), ("11-17", 21)):
        await town.bob.says(f"/daily community:moms date:2026-{day} active 100 payers {payers}")
    answer = await town.bob.says("/board last week metric:conversion")
    assert "moms | 21% | +1" in answer
    assert steps(answer) == ["▲ +1"]


async def test_each_level_that_is_judged_is_drawn(town: Town) -> None:
    await town.founded()
    for day in ("11-10", "11-17"):
        await town.bob.says(f"/daily date:2026-{day} satisfaction 95")
    answer = await town.bob.says("/board last week metric:satisfaction")
    assert "✓ content satisfaction: 95%, target at least 90%" in answer
    (chart,) = [block for block in answer.reply.blocks if isinstance(block, Chart)]
    assert [line.target for line in chart.lines] == [90]


async def test_a_level_of_a_sum_is_judged_over_the_period_it_is_set_for(sqlite_storage: Storage) -> None:
    weekly = Thresholds(target=Decimal(15), per="week")
    metrics = default_catalogue().metrics
    town = Town(sqlite_storage, Catalogue(tuple(replace(m, alert=weekly) if m.key == "orders" else m for m in metrics)))
    await town.founded()
    for day in (23, 24):
        await town.bob.says(f"/daily date:2026-11-{day} orders 8")
    assert "✓ orders: 16, target at least 15" in await town.bob.says("/board week")
    assert "target" not in await town.bob.says("/board")
    assert "target" not in await town.bob.says("/board month")


@pytest.mark.parametrize("line", ["/board moms metric:nps", "/board metric:nps"])
async def test_a_chart_that_was_asked_for_and_cannot_be_drawn_is_spoken_of(town: Town, line: str) -> None:
    await town.founded("moms")
    await town.bob.says("/daily community:moms active 10")
    assert "No chart: net promoter score is known for fewer than two of these 12 weeks." in await town.bob.says(line)
    assert "No chart" not in await town.bob.says("/board moms")
