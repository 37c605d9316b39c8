"""Work that comes together, put up with one line."""

from datetime import UTC, datetime

from tests.town import Town

from .crew import Crew


async def test_an_activity_has_its_five_work_lines_due_in_working_days(team: Crew) -> None:
    answer = await team.ann.says("/task template activity Autumn sale")
    assert answer.text.splitlines()[:6] == [
        "5 tasks for Autumn sale",
        "• 1 · Autumn sale: Script, due Thu, Nov 26 18:00",
        "• 2 · Autumn sale: Poster design, due Fri, Nov 27 18:00",
        "• 3 · Autumn sale: Customer-service FAQ, due Fri, Nov 27 18:00",
        "• 4 · Autumn sale: Material listing, due Mon, Nov 30 18:00",
        "• 5 · Autumn sale: Data tracking, due Mon, Nov 30 18:00",
    ]
    assert "working days from Tue, Nov 24" in answer
    assert team.cards() == {}  # the list is enough until somebody has one


async def test_a_new_community_has_thirteen_steps_over_the_holidays_of_the_country(team: Crew) -> None:
    team.town.now = datetime(2026, 9, 28, 4, tzinfo=UTC)
    answer = await team.ann.says("/task template community start:wed")
    lines = answer.text.splitlines()
    assert lines[0] == "13 tasks, open to all"
    assert lines[1] == "• 1 · Positioning: what the community is for, due Thu, Oct 8 18:00"
    assert lines[3] == "• 3 · Name, description and picture, due Sat, Oct 10 18:00"
    assert sum(line.startswith("• ") for line in lines) == 13
    assert "13 open tasks" in await team.bob.says("/task list")


async def test_make_up_days_that_are_not_announced_are_said(team: Crew) -> None:
    unsure = "The make-up working days of 2028 are not announced yet"
    assert unsure in await team.ann.says("/task template activity start:2028-04-28")
    assert unsure not in await team.ann.says("/task template activity")


async def test_the_card_comes_when_somebody_claims(team: Crew) -> None:
    answer = await team.ann.says("/task template activity")
    await team.presses(team.bob, answer.line("Claim 1"))
    assert "Task 1: Script" in team.card()
    assert "Bob has it." in team.card()
    assert "For: content planner" in team.card()


async def test_only_who_leads_puts_up_a_template(team: Crew) -> None:
    for who in (team.bob, team.eve):
        assert "ops manager" in await who.says("/task template activity")
    assert "No task is open." in await team.ann.says("/task list")


async def test_what_it_is_for_is_asked_and_a_day_that_is_over_refused(team: Crew) -> None:
    asked = await team.ann.says("/task template")
    assert asked.reply.form is not None
    assert "5 tasks for Fair" in await team.ann.fills(asked, kind="activity", name="Fair")
    assert "That time is over already." in await team.ann.says("/task template activity start:2026-11-20")


async def test_its_words_are_in_the_language_of_the_team(town: Town) -> None:
    await town.founded(language="简体")
    answer = await town.ann.says("/task template 活动 双十二")
    assert "5 项任务" in answer
    assert "双十二：海报设计" in answer
