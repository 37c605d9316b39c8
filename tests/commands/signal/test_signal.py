"""Abnormal figures in the chat: listed, shown with what caused them, and taken up by one person."""

import asyncio

import pytest

from tests.commands.task.crew import Crew, clock_types, crew
from tests.signals import A_DAY, A_WEEK, TUESDAY, looks, signals, stored, usual
from tests.town import Town


@pytest.fixture
async def team(town: Town) -> Crew:
    """A refund rate of 9.1 % where 4 % are usual."""
    found = await crew(town)
    await usual(town, TUESDAY, orders=1000, refunds=40)
    await stored(town, TUESDAY, orders=1000, refunds=91)
    await looks(town)
    return found


async def test_one_line_says_what_where_and_why(team: Crew) -> None:
    answer = await team.bob.says("/signal")
    assert str(answer).splitlines() == [
        "1 abnormal figure",
        "• 1 · Mums club: refund rate 9.1% (mean 4%, limit 7%) · Tue, Nov 24",
        "[I'll take it · 1] [Raise a risk · 1]",
    ]


async def test_who_only_watches_is_shown_and_takes_none(team: Crew) -> None:
    assert "[Show 1]" in await team.eve.says("/signal")
    shown = await team.eve.says("/signal show 1")
    assert "refund rate" in shown
    assert "I'll take it" not in shown
    assert "is for people at the level staff" in await team.eve.says("/signal take 1")


async def test_one_is_shown_with_what_went_into_it(team: Crew) -> None:
    shown = await team.bob.says("/signal show 1")
    assert "Made of: refunded orders 91, orders 1,000" in shown
    assert "Nobody has taken it up yet." in shown
    assert "Tue, Nov 17 4%" in shown
    assert shown.line("Board") == "/board mums-club 2026-11-24 metric:refund_rate"
    await stored(team.town, TUESDAY, refunds=85)
    assert "Corrected since: 8.5%" in await team.bob.says("/signal show 1")


async def test_whoever_presses_has_it_and_a_task(team: Crew) -> None:
    shown = await team.bob.says("/signal show 1")
    taken = await team.bob.presses(shown, "I'll take it")
    assert "It is yours: task 1, due Wed, Nov 25 18:00." in taken
    assert taken.reply.private
    cards = [post.text for post in await team.town.looks_at_the_clock() if post.letter.card == "task:1"]
    assert "Task 1: Mums club: refund rate 9.1% (mean 4%, limit 7%)" in cards[0]
    assert "Bob has it." in cards[0]
    assert "/signal show 1" in await team.bob.says("/task show 1")
    assert "Bob has it, task 1" in str(await team.dee.says("/signal"))
    assert "Bob took it up" in await team.dee.says("/signal show 1")


async def test_of_two_who_press_one_has_it_and_the_other_is_told(team: Crew) -> None:
    answers = await asyncio.gather(*(team.presses(who, "/signal take 1") for who in (team.bob, team.dee)))
    won = [str(answer) for answer in answers if "It is yours" in answer]
    lost = [str(answer) for answer in answers if "has it already: task 1." in answer]
    assert (len(won), len(lost)) == (1, 1)
    (one,) = await signals(team.town)
    names = {person.id: person.name for person in await team.town.everybody()}
    assert lost[0].startswith(names[one.taken_by or 0])
    assert await team.town.storage.read(lambda unit: unit.tasks.get(1, 2)) is None
    owner = team.bob if names[one.taken_by or 0] == "Bob" else team.dee
    assert "You have it already: task 1." in await team.presses(owner, "/signal take 1")


async def test_the_task_speaks_the_language_of_the_team_and_is_due_on_a_working_day(team: Crew) -> None:
    await team.ann.says("/setup change language:简体")
    await team.town.sleep_until("2026-11-27 20:00")
    assert "任务 1" in await team.bob.says("/signal take 1")
    task = await team.town.storage.read(lambda unit: unit.tasks.get(1, 1))
    assert task is not None
    assert task.title == "Mums club：退款率 9.1%（均值 4%，警戒线 7%）"
    assert task.due_at is not None
    assert f"{task.due_at.astimezone(team.town.now.tzinfo):%m-%d %H:%M}" == "11-30 10:00"


async def test_what_is_normal_again_is_not_taken_up(team: Crew) -> None:
    day = TUESDAY + A_WEEK
    team.town.sleep(days=7)
    await stored(team.town, day, orders=1000, refunds=40)
    await looks(team.town, day)
    assert "No figure is abnormal." in await team.bob.says("/signal")
    refused = await team.bob.says("/signal take 1")
    assert "It is normal again since Tue, Dec 1: there is nothing to take up." in refused
    assert "Normal again: Tue, Dec 1" in await team.bob.presses(refused, "Show 1")


async def test_what_is_given_back_is_free_again_with_the_same_task(team: Crew) -> None:
    await team.presses(team.bob, "/signal take 1")
    await team.presses(team.bob, "/task release 1")
    assert "It is yours: task 1" in await team.presses(team.dee, "/signal take 1")
    (one,) = await signals(team.town)
    assert one.taken_by == (await team.town.people())["Dee"].id
    cards = [post.text for post in await team.town.looks_at_the_clock() if post.letter.card == "task:1"]
    assert "Dee has it." in cards[-1]


async def test_it_is_whose_its_task_is(team: Crew) -> None:
    await team.presses(team.bob, "/signal take 1")
    await team.ann.says("/task assign 1 @dee")
    assert "Dee has it already: task 1." in await team.presses(team.ann, "/signal take 1")
    await team.presses(team.dee, "/task release 1")
    await looks(team.town)
    assert (await signals(team.town))[0].waits


async def test_what_is_given_back_is_offered_at_once(team: Crew) -> None:
    await team.presses(team.bob, "/signal take 1")
    await team.presses(team.bob, "/task release 1")
    assert "[I'll take it · 1]" in await team.dee.says("/signal")
    shown = await team.dee.says("/signal show 1")
    assert "Nobody has taken it up yet." in shown
    assert "[I'll take it]" in shown
    assert "Abnormal, nobody has it yet" in await team.dee.says("/standup")


async def test_of_who_leaves_it_is_no_more(team: Crew) -> None:
    await team.presses(team.bob, "/signal take 1")
    await team.ann.says("/team remove @bob")
    team.town.sleep(seconds=5)
    await team.town.looks_at_the_clock()  # his tasks are given back in a moment
    assert "[I'll take it · 1]" in await team.dee.says("/signal")


async def test_those_that_nobody_has_come_first_and_by_pages(team: Crew) -> None:
    await team.presses(team.bob, "/signal take 1")
    for at in range(9):
        await team.ann.says(f"/community add c{at}")
        await stored(team.town, TUESDAY, at + 2, complaints=30)
    await looks(team.town)
    first = await team.bob.says("/signal")
    assert "10 abnormal figures" in first
    takes = "[I'll take it · 3] [I'll take it · 4] [I'll take it · 5] [Next page]"
    assert f"[I'll take it · 2] [Raise a risk · 2] {takes}" in first
    second = await team.bob.presses(first, "Next page")
    assert str(second).splitlines()[1].startswith("• 10 · c8: complaints 30 (limit 10)")
    assert "1 · Mums club: refund rate" in str(second).splitlines()[2]


async def test_mistakes_are_answered_with_what_there_is(team: Crew) -> None:
    refused = await team.bob.says("/signal take 9")
    assert "There is no abnormal figure 9 in this team." in refused
    assert "1 abnormal figure" in await team.bob.presses(refused, "Abnormal figures")
    assert "[I'll take it · 1]" in await team.bob.says("/signal take")
    assert "There is no abnormal figure 1" not in await team.bob.says("/signal #1")


async def test_another_team_sees_none_of_it(team: Crew) -> None:
    await team.town.carol.says("/setup language:en zone:Asia/Shanghai currency:CNY country:CN")
    assert "No figure is abnormal." in await team.town.carol.says("/signal")
    assert "There is no abnormal figure 1" in await team.town.carol.says("/signal take 1")


async def test_the_clock_looks_again_when_it_is_wound(team: Crew) -> None:
    await stored(team.town, TUESDAY - A_DAY, complaints=30)
    await clock_types(team, "/signal look date:2026-11-23")
    assert "2 abnormal figures" in await team.bob.says("/signal")
    assert "is said by the clock alone" in await team.bob.says("/signal look")


@pytest.mark.parametrize("line", ["/schedule off standup.board", "/schedule move standup.board mon 09:30"])
async def test_every_day_is_looked_at_whatever_becomes_of_the_stand_up(team: Crew, line: str) -> None:
    day = TUESDAY + A_DAY
    await usual(team.town, day, orders=1000, refunds=40)
    await stored(team.town, day, orders=1000, refunds=92)
    await stored(team.town, day + A_DAY, complaints=30)
    assert "Changed." in await team.ann.says(line)
    posts = await team.town.sleep_until("2026-11-27 09:29")
    assert [one.day for one in await signals(team.town)] == [TUESDAY, day + A_DAY]
    assert not [post for post in posts if "09:25" in post.local()]


async def test_the_stand_up_looks_where_nothing_else_does(team: Crew) -> None:
    """Also at the days before, on which there was none."""
    await team.ann.says("/schedule off signals.look")
    await team.ann.says("/schedule move standup.board fri 09:30")
    await stored(team.town, TUESDAY + A_DAY, complaints=30)
    await team.town.sleep_until("2026-11-27 09:31")
    assert [one.metric for one in await signals(team.town)] == ["refund_rate", "complaints"]


async def test_the_look_is_in_no_channel_and_in_no_list_of_what_comes(team: Crew) -> None:
    assert "Look for abnormal figures (signals.look): every day 09:25" in (
        await team.ann.says("/schedule")
    ).text.replace("`", "")
    assert "abnormal" not in await team.ann.says("/schedule next")
    assert "says nothing, so no channel can be chosen for it." in await team.ann.says("/schedule here signals.look")


async def test_a_limit_of_an_hour_is_said_as_that(team: Crew) -> None:
    await stored(team.town, TUESDAY, negative=300)
    await looks(team.town)
    assert "and negative mentions 300 (limit 10 an hour) · Tue, Nov 24" in await team.bob.says("/signal")


async def test_of_an_archived_community_the_stand_up_says_nothing(team: Crew) -> None:
    await team.ann.says("/community add moms")
    await stored(team.town, TUESDAY, 2, complaints=50)
    await looks(team.town)
    assert "complaints 50" in await team.bob.says("/standup")
    await team.ann.says("/community archive moms")
    for line in ("/standup", "/signal"):
        assert "complaints 50" not in await team.bob.says(line)
