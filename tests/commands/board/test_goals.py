"""The team's own goals on boards and digests: they take the place of the catalogue's, and ways are told below."""

from datetime import date
from decimal import Decimal

import pytest

from bot.discord.render import render as discord
from bot.telegram.render import render as telegram
from commands.kit import Chart, Tongue
from tests.goals import asked, goal
from tests.town import SHANGHAI, Town


@pytest.fixture
async def park(town: Town) -> Town:
    """Two communities: Mums club is the first, moms the second. It is Tuesday evening."""
    await town.founded("moms")
    for day in ("2026-11-23", "2026-11-24"):
        for key in ("moms", "mums-club"):
            await town.bob.says(f"/daily community:{key} date:{day} active 100 payers 20 joined 10 revenue 1000")
    return town


async def test_a_goal_of_a_community_takes_the_place_of_the_target_on_its_board_alone(park: Town) -> None:
    assert "✓ paid conversion: 20%, target at least 18%" in await park.bob.says("/board moms")
    await goal(park, "conversion", 25, "level", community=2)
    assert "✗ paid conversion: 20%, target at least 25%" in await park.bob.says("/board moms")
    assert "target at least 18%" in await park.bob.says("/board mums-club")
    assert "target at least 18%" in await park.bob.says("/board")


async def test_a_goal_of_a_sum_is_for_its_own_period_and_a_later_one_is_not_for_a_board_before_it(park: Town) -> None:
    await goal(park, "joined", 15, "level", per="day")
    assert "✓ new members: 20, target at least 15" in await park.bob.says("/board")
    assert "target at least 15" not in await park.bob.says("/board week")
    assert "target at least 15" not in await park.bob.says("/board moms")
    await goal(park, "conversion", 25, "level", first=date(2026, 11, 24))
    assert "target at least 25%" in await park.bob.says("/board")
    assert "target at least 18%" in await park.bob.says("/board yesterday")


async def test_ways_stand_below_the_board_they_belong_to_the_worst_first(park: Town) -> None:
    await goal(park, "joined", 50)
    await goal(park, "revenue", 100000)
    await goal(park, "joined", 200, community=2)
    whole = (await park.bob.says("/board")).text
    assert whole.index("revenue ¥4,000 of ¥100,000 · pace") < whole.index("new members 40 of 50 · pace")
    assert "of 200" not in whole
    one = await park.bob.says("/board moms")
    assert "Goals:\n• new members (moms) 20 of 200 · pace" in one
    assert "of ¥100,000" not in one


async def test_of_many_ways_five_are_told_and_the_others_counted(park: Town) -> None:
    for target in range(100, 107):
        await goal(park, "joined", target)
    answer = await park.bob.says("/board")
    assert answer.text.count("new members 40 of") == 5
    assert "2 more goals: `/goal`" in answer


async def test_the_line_to_reach_on_the_picture_is_the_goal_of_a_week(park: Town) -> None:
    await park.bob.says("/daily community:moms date:2026-11-17 active 90")
    await goal(park, "active", 120, "level", per="week", community=2)
    answer = await park.bob.says("/board moms")
    (drawn,) = [block for block in answer.reply.blocks if isinstance(block, Chart)]
    assert drawn.lines[0].target == Decimal(120)


async def test_the_weekly_digest_tells_the_ways_and_the_daily_one_only_those_behind(park: Town) -> None:
    await goal(park, "joined", 41)
    for target in (100000, 110000, 120000, 130000):
        await goal(park, "revenue", target)
    weekly = await park.bob.says("/board week")
    assert "new members 40 of 41" in weekly
    daily = (await park.bob.says("/digest")).text
    assert "Goals that are behind:" in daily
    assert "of 41" not in daily
    assert daily.count("revenue ¥4,000 of") == 3
    assert "1 more goal: `/goal`" in daily
    park.sleep(days=3)
    assert "new members 40 of 41" in await park.bob.says("/digest weekly")


@pytest.mark.parametrize(
    ("language", "behind"),
    [("en", "Goals that are behind:"), ("简体", "落后的目标："), ("繁體", "落後的目標：")],
)
async def test_digests_of_many_goals_and_communities_stay_one_message(town: Town, language: str, behind: str) -> None:
    await town.founded(language=language)
    for at in range(14):
        await town.ann.says(f'/community add c{at:02d} name:"{"字" * 30}{at:02d}"')
        await town.bob.says(
            f"/daily community:c{at:02d} members 10000 active 1234 engaged 999 posts 88 joined 55 left 4 revenue 12345"
        )
    for at in range(8):
        await goal(town, "revenue", 10**9 + at)
    for kind in ("Daily", "Weekly"):
        if kind == "Weekly":
            await town.sleep_until("2026-11-30 09:00")
        posts = await town.sleep_until("2026-11-24 22:30" if kind == "Daily" else "2026-11-30 09:40")
        name = "digest:2026-11-24" if kind == "Daily" else "digest:2026-W48"
        (post,) = [post for post in posts if post.letter.card == name]
        assert "/goal" in post.text
        assert (behind in post.text) is (kind == "Daily")

        tongue = Tongue(post.letter.locale, SHANGHAI, "CNY")
        assert len(telegram(post.reply, tongue)["messages"]) == 1
        assert len(discord(post.reply, tongue)) == 1


async def test_goals_cost_the_board_no_statement_for_each_community(park: Town) -> None:
    await goal(park, "joined", 50)
    with asked() as few:
        await park.bob.says("/board")
    for at in range(20):
        await park.ann.says(f"/community add c{at}")
        await park.bob.says(f"/daily community:c{at} active 10 joined 1")
    with asked() as many:
        await park.bob.says("/board")
    assert len(many) == len(few)
