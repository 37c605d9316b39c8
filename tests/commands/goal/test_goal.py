"""A goal is set, seen, changed and dropped, and the clock says how it ends."""

import pytest

from storage import Goal
from tests.commands.task.crew import Crew

NUMBERS = "members 100000 joined 30 active 1000 payers 150 refunds 3 orders 100 satisfaction 88"


async def kept(team: Crew, number: int = 1) -> Goal:
    found = await team.town.storage.read(lambda unit: unit.goals.get(1, number))
    assert found is not None
    return found


async def test_a_way_says_at_once_how_it_stands(team: Crew) -> None:
    await team.ann.says(f"/daily {NUMBERS}")
    answer = await team.ann.says("/goal set members 100000 -> 120000 by:2026-12-31")
    assert answer.text.splitlines() == [
        "Goal 1 is set.",
        "members 100,000 of 120,000 · pace 100,000 · needs 741 a working day · by Thu, Dec 31",
        "[Show]",
    ]  # fmt: skip
    shown = await team.eve.says("/goal show 1")
    assert "• From 100,000 on Tue, Nov 24 to 120,000 by Thu, Dec 31" in shown
    assert "• Needs 741 a working day, 27 days are left" in shown
    assert "[Goals]" in shown
    assert "[Edit]" not in shown


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("refunds >= 3", "Less is better for refunded orders"), ("conversion <= 3%", "More is better"),
        ("satisfaction >= 120%", "cannot be more than 100%"), ("conversion +5%", "no figure to grow by percent"),
        ("members -> 9万 by fri", "90,000 is less than 100,000"), ("members -> 100000 by fri", "is at 100,000 already"),
        ("members -> 130000 by:yesterday", "over already"), ("members -> 130000 by:today", "after today"),
        ("joined 10 -> 500 by:12-31", "counted from 0"), ("members >= 18%", "not counted in percent"),
        ("revenue -> $400 by fri", "The team counts in CNY"), ("joined blah", "I don't understand"),
        ("membrs -> 12万 by fri", "Did you mean `members`"), ("nps -> 55 by fri", "no number of net promoter score"),
        ("spend <= 5000", "neither good nor bad"), ("members -> 120000 by fri weekly", "one last day"),
        ("conversion >= 18% objective:4", "no open objective 4"),
        ("conversion >= 18% owner:@eve", "cannot be given work"),
    ],
)  # fmt: skip
async def test_what_cannot_be_a_goal_is_said_and_nothing_is_set(team: Crew, line: str, why: str) -> None:
    await team.ann.says(f"/daily {NUMBERS}")
    assert why in await team.ann.says(f"/goal set {line}")
    assert "There is no open goal yet." in await team.ann.says("/goal")


async def test_only_managers_set_goals_and_each_once(team: Crew) -> None:
    await team.bob.says("/goal set conversion >= 18%")
    assert "no open goal" in await team.bob.says("/goal")
    await team.ann.says("/goal set conversion >= 18%")
    again = await team.ann.says("/goal set conversion >= 20%")
    assert "That is goal 1 already." in again
    assert again.line("Edit 1") == "/goal edit 1"


async def test_what_is_missing_is_asked(team: Crew) -> None:
    asked = await team.ann.says("/goal set joined 500")
    assert "Goal 1 is set." in await team.ann.fills(asked, by="2026-12-31")


async def test_key_results_stand_under_their_objective_by_weight(team: Crew) -> None:
    await team.ann.says(f"/daily {NUMBERS}")
    await team.ann.says("/goal objective add 15,000 members by spring by:2027-03-31")
    await team.ann.says("/goal set members 90000 -> 110000 by:12-31 objective:1 weight:3")
    await team.ann.says("/goal set satisfaction >= 88% objective:1")
    await team.ann.says("/goal set conversion >= 18%")
    lines = (await team.eve.says("/goal")).text.splitlines()
    assert lines[:2] == ["3 open goals", "Objective 1: 15,000 members by spring – 63%"]
    assert lines[4] == "Other goals"
    assert "2 goals of it are still open." in await team.ann.says("/goal objective close 1")


async def test_an_edited_day_is_what_the_clock_keeps_to(team: Crew) -> None:
    await team.ann.says(f"/daily {NUMBERS}")
    await team.ann.says("/goal set joined -> 500 by:11-27 owner:@bob")
    assert "Goal 1 is changed." in await team.ann.says("/goal edit 1 by:11-29")
    before = await team.town.sleep_until("2026-11-29 23:00")
    assert not [post for post in before if "Goal 1" in post]
    ended = [post for post in await team.town.sleep_until("2026-11-30 10:05") if "Goal 1" in post]
    assert {post.address.chat for post in ended} == {"-100", "bob"}
    assert all("Missed: 30 of 500." in post and post.local() == "2026-11-30 10:00" for post in ended)
    assert (await kept(team)).state == "missed"


async def test_an_early_end_is_said_once_and_counts_on_the_last_day(team: Crew) -> None:
    await team.ann.says("/goal set joined -> 50 by:11-29")
    await team.ann.says("/daily joined 60")
    posts = [post for post in await team.town.sleep_until("2026-11-29 23:00") if "Congratulations" in post]
    assert [post.local() for post in posts if post.address.chat == "-100"] == ["2026-11-25 10:00"]
    assert (await kept(team)).state == "open"
    assert any("Reached: 60 of 50." in post for post in await team.town.sleep_until("2026-11-30 11:00"))
    assert (await kept(team)).state == "reached"


async def test_a_dropped_goal_rests_and_says_why(team: Crew) -> None:
    await team.ann.says("/goal set joined -> 50 by:11-26")
    await team.ann.says("/goal drop 1 why:no longer wanted")
    assert "no longer wanted" in await team.ann.says("/goal show 1")
    assert not [post for post in await team.town.sleep_until("2026-11-28 11:00") if "Goal 1" in post]


async def test_the_usual_goals_are_adopted_with_one_press(team: Crew) -> None:
    offered = await team.ann.says("/goal defaults")
    assert "is set" in await team.ann.presses(offered, "paid conversion")
    assert "✓ At least 18% every week – paid conversion (goal 1)" in await team.ann.says("/goal defaults")


@pytest.mark.parametrize(
    ("language", "head", "line"),
    [
        ("简体", "1 个进行中的目标", "• 1 · 付费转化率 15%"), ("繁體", "1 個進行中的目標", "• 1 · 付費轉化率 15%"),
    ],
)  # fmt: skip
async def test_every_language_says_how_it_stands(team: Crew, language: str, head: str, line: str) -> None:
    await team.ann.says(f"/daily {NUMBERS}")
    await team.ann.says("/goal set 付费转化率不低于18%")
    await team.ann.says(f"/setup change language:{language}")
    await team.ann.says(f"/join language:{language}")
    said = (await team.ann.says("/goal")).text.splitlines()
    assert said[0] == head
    assert said[1].startswith(line)
