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
        ("spend >= 5000", "Less is better for money spent"), ("members -> 120000 by fri weekly", "one last day"),
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
    again = await team.ann.says("/goal set conversion 18 % weekly")
    assert "That is goal 1 already." in again
    assert "[Show]" in again
    assert again.reply.form is None


async def test_a_goal_that_is_set_already_opens_to_be_changed_to_what_was_said(team: Crew) -> None:
    await team.ann.says("/goal set conversion >= 18%")
    again = await team.ann.says("/goal set conversion 20 owner:@bob weight:3")
    assert "That is goal 1 already.\npaid conversion – · at least 18% a week" in again
    assert "? Target = >= 20%\n? Owner = @bob\n? Weight in its objective = 3" in again
    form = again.reply.form
    assert form is not None
    assert "Goal 1 is changed." in await team.ann.says(f"/form {form.draft} save")
    changed = await kept(team)
    assert (changed.target, changed.weight) == (20, 3)
    await team.ann.says("/goal set joined -> 500 by:12-31")
    again = await team.ann.says("/goal set joined -> 500 by:2027-01-31")
    assert "? Target\n? Until = 2027-01-31" in again


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("转化率 18", "paid conversion – · at least 18% a week"), ("refund rate 3", "at most 3% a week"),
        ("nps 55", "at least 55 a month"), ("joined 500 weekly", "new members – · at least 500 a week"),
        ("members 120000 每月", "at least 120,000 a month"), ("joined 500 by fri", "of 500"),
    ],
)  # fmt: skip
async def test_a_number_alone_is_a_level_where_that_is_clear(team: Crew, typed: str, said: str) -> None:
    assert said in await team.ann.says(f"/goal set {typed}")


async def test_what_is_missing_is_asked(team: Crew) -> None:
    await team.ann.says('/community add moms name:"Moms club"')
    asked = await team.ann.says("/goal set 新增 500 community:moms owner:@bob")
    assert asked.text.splitlines() == [
        "form New goal: new members 500", "? Figure = new members", "? Target = 500", "? Until", "? Owner = @bob",
        "? Community = Moms club",
    ]  # fmt: skip
    asked = await team.ann.says("/goal set joined by:fri")
    assert "? Figure = new members\n? Target\n? Until = fri" in asked
    asked = await team.ann.says("/goal set joined 500")
    assert "Goal 1 is set." in await team.ann.fills(asked, metric="new members", target="500", by="2026-12-31")


async def test_a_community_that_is_not_there_is_answered_by_name(team: Crew) -> None:
    await team.ann.says('/community add moms name:"妈妈圈"')
    said = await team.ann.says("/goal set conversion >= 18% community:xyz")
    assert "Communities: Mums club (`mums-club`) or 妈妈圈 (`moms`)" in said


async def test_two_objectives_are_not_called_the_same(team: Crew) -> None:
    await team.ann.says("/goal objective add Spring Fair")
    again = await team.ann.says("/goal objective add spring  fair")
    assert "Objective 1 is called this already.\nObjective 1: Spring Fair\n[Show 1]" in again
    await team.ann.says("/goal objective add Autumn fair")
    assert "called this already" in await team.ann.says('/goal objective edit 2 title:"spring fair"')
    assert "is changed" in await team.ann.says('/goal objective edit 2 title:"AUTUMN fair"')


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


async def test_what_is_spent_is_kept_to(team: Crew) -> None:
    await team.ann.says("/daily spend 6000")
    assert "money spent ¥6,000 · at most ¥5,000 a week" in await team.ann.says("/goal set spend <= 5000")
    await team.ann.says("/goal set spend 9000 by:11-25")
    assert "• Now ¥6,000: 67% is used up" in await team.ann.says("/goal show 2")
    posts = await team.town.sleep_until("2026-11-26 11:00")
    assert any("Kept to: ¥6,000 of at most ¥9,000. Congratulations!" in post for post in posts)


async def test_the_usual_goals_are_adopted_with_one_press(team: Crew) -> None:
    offered = await team.ann.says("/goal defaults")
    assert "is set" in await team.ann.presses(offered, "paid conversion")
    offered = await team.ann.says("/goal defaults")
    assert "✓ At least 18% every week – paid conversion (goal 1)" in offered
    assert "[Adopt all 6] [30-day retention] [K-factor] [new members] [Next page]" in offered
    last = await team.ann.presses(offered, "Next")
    assert "[active members] [content satisfaction] [net promoter score] [Goals]" in last
    assert "All of them are set.\n[Goals]" in await team.ann.presses(last, "Adopt all")
    assert "7 open goals" in await team.ann.says("/goal")


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


@pytest.mark.parametrize("language", ["en", "简体", "繁體"])
async def test_help_is_short_and_its_examples_can_be_said(team: Crew, language: str) -> None:
    await team.ann.says(f"/daily {NUMBERS}")
    await team.ann.says(f"/join language:{language}")
    told = await team.ann.says("/help goal")
    assert len(told.text.splitlines()) < 20
    told = await team.ann.says("/help goal set")
    lines = [line.split("`")[1] for line in told.text.splitlines() if "`/goal set " in line]
    assert len(lines) == 3
    for number, line in enumerate(lines, 1):
        await team.ann.says(line)
        assert (await kept(team, number)).state == "open", line
