"""Tasks of an activity, and on the way to a milestone."""

import pytest

from .crew import Crew, activity, milestone, refreshes


async def test_a_task_says_what_it_is_a_part_of(team: Crew) -> None:
    await activity(team)
    await milestone(team)
    await team.bob.says("/task add Call the venue activity:1 milestone:1")
    assert "Call the venue" in team.card()
    assert "Part of activity 1: Autumn sale" in team.card()
    assert "For milestone 1: Launch" in team.card()


async def test_it_is_made_a_part_later_and_taken_away_again(team: Crew) -> None:
    await activity(team)
    await milestone(team)
    await team.bob.says("/task add Call the venue")
    await team.bob.says("/task edit 1 activity:#１")
    assert "Part of activity 1" in team.card()
    await team.bob.says("/task edit 1 milestone:1 title:Call")
    assert "Part of activity 1" in team.card()
    assert "For milestone 1" in team.card()
    for none in ("-", "none", "无"):
        await team.bob.says("/task edit 1 activity:1")
        await team.bob.says(f"/task edit 1 activity:{none}")
        assert "Part of" not in team.card()
    assert "For milestone 1" in team.card()


@pytest.mark.parametrize("verb", ["add Call", "edit 1", "list"])
async def test_a_number_that_there_is_not_is_refused_by_name(team: Crew, verb: str) -> None:
    await activity(team)
    await team.bob.says("/task add Call the venue")
    assert "There is no activity 4 in this team." in await team.bob.says(f"/task {verb} activity:4")
    assert "There is no milestone 9 in this team." in await team.bob.says(f"/task {verb} activity:1 milestone:9")
    assert "There is no activity 99999999999" in await team.bob.says(f"/task {verb} activity:99999999999")
    assert "There is no task of activity 1: Autumn sale yet." in await team.bob.says("/task list activity:1")


async def test_another_teams_activity_is_none(team: Crew) -> None:
    await activity(team)
    await team.town.carol.says("/setup")
    assert "There is no activity 1 in this team." in await team.town.carol.says("/task add Spy activity:1")


async def test_the_tasks_of_an_activity_with_what_is_to_do_first(team: Crew) -> None:
    await activity(team)
    for title in ("Done already", "Nobody's", "Bob's owner:@bob", "Elsewhere"):
        await team.ann.says(f"/task add {title}" + (" activity:1" if title != "Elsewhere" else ""))
    await team.ann.says("/task done 1")
    answer = await team.dee.says("/task list activity:1")
    assert answer.text.splitlines()[:4] == [
        "3 tasks of activity 1: Autumn sale", "• 2 · Nobody's", "• 3 · Bob's – Bob", "• 1 · Done already (done)",
    ]  # fmt: skip
    assert answer.line("Claim 2") == "/task claim 2"
    assert answer.line("Show 3") == "/task show 3"
    assert (await team.dee.says("/task list activity 1")).text == answer.text


async def test_a_long_list_of_a_milestone_has_pages(team: Crew) -> None:
    await milestone(team)
    for number in range(10):
        await team.ann.says(f"/task add Step {number} milestone:1")
    first = await team.dee.says("/task list milestone:1")
    assert "10 tasks of milestone 1: Launch" in first
    assert "Step 8" not in first
    second = await team.dee.presses(first, "Next page")
    assert "10 tasks of milestone 1: Launch" in second
    assert "Step 8" in second
    assert "Step 7" not in second


async def test_a_kind_of_task_within_an_activity(team: Crew) -> None:
    await activity(team)
    await team.ann.says('/task add Late due:"+1h" activity:1')
    await team.ann.says('/task add Late too due:"+1h"')
    await team.ann.says("/task add Some day activity:1")
    team.town.sleep(hours=2)
    answer = await team.ann.says("/task list overdue activity:1")
    assert "1 overdue task of activity 1: Autumn sale" in answer
    assert "There is no such task of activity 1: Autumn sale." in await team.ann.says("/task list done activity:1")


async def test_lists_of_open_and_own_tasks_name_the_activity_shortly(team: Crew) -> None:
    await activity(team)
    await team.bob.says("/task add Call the venue activity:1")
    assert "• 1 · Call the venue (activity 1)" in await team.bob.says("/task list")
    await team.presses(team.bob, "/task claim 1")
    assert "• 1 · Call the venue (activity 1) – Bob" in await team.bob.says("/task mine")
    assert "(activity 1)" not in await team.bob.says("/task list activity:1")


async def test_the_card_of_the_activity_follows_its_tasks(team: Crew) -> None:
    await activity(team)
    await activity(team, "Winter sale")
    await team.bob.says("/task add Call the venue activity:1")
    assert await refreshes(team) == ["/activity refresh 1"]
    for line in ("claim 1", "release 1", "claim 1", "done 1"):
        await team.presses(team.bob, f"/task {line}")
        assert await refreshes(team) == ["/activity refresh 1"]
    await team.bob.says("/task add Without")
    await team.presses(team.bob, "/task claim 2")
    assert await refreshes(team) == []
    await team.bob.says("/task edit 2 activity:1")
    await refreshes(team)
    await team.bob.says("/task edit 2 activity:2")
    assert sorted(await refreshes(team)) == ["/activity refresh 1", "/activity refresh 2"]
