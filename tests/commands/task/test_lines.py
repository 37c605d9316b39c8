"""The five work lines of an activity: put up with an owner each, dropped when it is stopped."""

from datetime import UTC, datetime

import pytest

from commands.task.listing import EVERY
from storage import Phase, Task
from tests.town import Post, Town

from .crew import Crew, activity, clock_types, crew, refreshes

LINES = "/task lines 1"


async def put_up(team: Crew) -> list[Task]:
    found = await team.town.storage.read(lambda unit: unit.tasks.listed(1, EVERY))
    return sorted(found, key=lambda task: task.number)


async def owners(team: Crew) -> list[str]:
    tasks = await put_up(team)
    holders = await team.town.storage.read(lambda unit: unit.tasks.holders([task.id for task in tasks]))
    names = {person.id: person.name for person in await team.town.everybody()}
    had = {holder.task: names[holder.person] for holder in holders}
    return [had.get(task.id, "-") for task in tasks]


async def titled(team: Crew, **titles: str) -> None:
    for name, words in titles.items():
        for title in words.split(", "):
            await team.ann.says(f'/role @{name} title:"{title}"')


def listing(posts: list[Post]) -> Post:
    (found,) = [post for post in posts if "work lines" in post]
    return found


async def test_five_tasks_with_owners_and_due_times_in_one_post(team: Crew) -> None:
    await titled(
        team, bob="content planner", dee="content planner, customer service", ann="activity operator, data analyst"
    )
    await activity(team)
    post = listing(await clock_types(team, LINES))
    assert post.address.chat == "-100"
    assert post.text.splitlines()[:6] == [
        "5 work lines of activity 1: Autumn sale",
        "• 1 · Autumn sale: Script – Bob, due Sat, Nov 28 10:00",
        "• 2 · Autumn sale: Poster design – Dee, due Sat, Nov 28 10:00",
        "• 3 · Autumn sale: Customer-service FAQ – Dee, due Mon, Nov 30 18:00",
        "• 4 · Autumn sale: Material listing – Ann, due Mon, Nov 30 18:00",
        "• 5 · Autumn sale: Data tracking – Ann, due Mon, Nov 30 18:00",
    ]
    assert [button.line for button in post.reply.buttons][-1] == "/task list activity:1"
    shown = await team.bob.says("/task show 1")
    assert "Part of activity 1: Autumn sale" in shown
    assert "For: content planner" in shown
    assert "Accepted when: Goal, offer, dates and rules are in it" in shown


async def test_each_owner_is_told_in_private(team: Crew) -> None:
    await titled(team, dee="customer service")
    await activity(team)
    posts = await clock_types(team, LINES)
    (told,) = [post for post in posts if post.address.chat == "dee"]
    assert "Task 3: Autumn sale: Customer-service FAQ" in told
    assert "This is yours now." in told
    assert "[Release]" in told
    assert sum(post.address.chat == "bob" for post in posts) == 4  # who proposed it answers for the rest


async def test_nobody_has_all_five_where_others_have_the_title_too(team: Crew) -> None:
    every = "content planner, customer service, activity operator, data analyst"
    await titled(team, bob=every, dee=every)
    await activity(team)
    await clock_types(team, LINES)
    assert await owners(team) == ["Bob", "Dee", "Bob", "Dee", "Bob"]


async def test_the_turns_go_on_from_one_activity_to_the_next(team: Crew) -> None:
    await titled(team, bob="data analyst", dee="data analyst")
    await activity(team, proposed_by=(await team.town.people())["Ann"].id)
    await activity(team, "Winter sale", proposed_by=(await team.town.people())["Ann"].id)
    await clock_types(team, LINES)
    await clock_types(team, "/task lines 2")
    assert [(await owners(team))[at] for at in (4, 9)] == ["Bob", "Dee"]


async def test_who_is_away_gets_none_and_whoever_proposed_it_answers_for_it(team: Crew) -> None:
    await titled(team, dee="content planner")
    await team.dee.says("/away 11-24..11-30")
    await activity(team)
    await clock_types(team, LINES)
    assert await owners(team) == ["Bob"] * 5


async def test_where_who_proposed_it_is_gone_whoever_approved_it_answers_for_it(team: Crew) -> None:
    await activity(team, approved_by=(await team.town.people())["Ann"].id)
    await team.ann.says("/team remove @bob")
    await clock_types(team, LINES)
    assert await owners(team) == ["Ann"] * 5


async def test_the_same_line_again_puts_up_nothing_again(team: Crew) -> None:
    await activity(team)
    await clock_types(team, LINES)
    await team.ann.says("/task drop 2 why:ready")
    assert not any("work lines" in post for post in await clock_types(team, LINES))
    assert len(await put_up(team)) == 5


async def test_what_people_added_before_does_not_hinder_it(team: Crew) -> None:
    await activity(team, phase="proposed", approved_at=None)
    await team.bob.says("/task add Call the venue activity:1")
    team.town.sleep(hours=1)
    await team.town.storage.write(
        lambda unit: unit.activities.move(1, ["proposed"], "approved", approved_at=team.town.now)
    )
    await clock_types(team, LINES)
    assert len(await put_up(team)) == 6


@pytest.mark.parametrize("phase", ["proposed", "refused", "afterglow", "ended", "locked", "stopped"])
async def test_there_are_none_where_it_is_not_to_come(team: Crew, phase: Phase) -> None:
    await activity(team, phase=phase)
    await clock_types(team, LINES)
    await clock_types(team, "/task lines 7")
    assert await put_up(team) == []


async def test_what_is_past_already_is_due_when_it_starts(team: Crew) -> None:
    await activity(team, phase="preheat")
    team.town.now = datetime(2026, 11, 29, 4, tzinfo=UTC)
    await clock_types(team, LINES)
    starts, eve = datetime(2026, 12, 1, 2, tzinfo=UTC), datetime(2026, 11, 30, 10, tzinfo=UTC)
    assert [task.due_at for task in await put_up(team)] == [starts, starts, eve, eve, eve]


async def test_approved_on_the_day_itself_nothing_is_overdue_at_once(team: Crew) -> None:
    kept = await activity(team, phase="ignition")
    team.town.now = datetime(2026, 12, 1, 4, tzinfo=UTC)
    await clock_types(team, LINES)
    assert {task.due_at for task in await put_up(team)} == {kept.ends_at}


async def test_who_proposed_it_is_told_that_a_line_waits_for_a_check(team: Crew) -> None:
    await titled(team, dee="customer service")
    await activity(team)
    await clock_types(team, LINES)
    await team.presses(team.dee, "/task done 3")
    (told,) = [post for post in await team.told() if post.address.chat == "bob" and "check" in post]
    assert "Dee is done. It waits for somebody else's check." in told


async def test_its_own_work_is_checked_by_whoever_approved_it(team: Crew) -> None:
    await activity(team, approved_by=(await team.town.people())["Ann"].id)
    await clock_types(team, LINES)
    await team.presses(team.bob, "/task done 1")
    assert any(post.address.chat == "ann" and "check" in post for post in await team.told())


async def test_stopped_its_open_tasks_are_dropped_with_the_reason(team: Crew) -> None:
    ann = (await team.town.people())["Ann"].id
    await activity(team)
    await clock_types(team, LINES)
    await team.presses(team.bob, "/task done 1")
    await team.presses(team.bob, "/task release 2")
    await team.bob.says("/task add Elsewhere")
    await refreshes(team)
    assert [post.address.chat for post in await team.told()] == ["ann"]  # who did it has proposed it, too
    assert await clock_types(team, "/task fold 1") == []  # it goes on
    stopped = {"stopped_at": team.town.now, "stopped_by": ann, "stop_why": "Rain"}
    await team.town.storage.write(lambda unit: unit.activities.move(1, ["approved"], "stopped", **stopped))
    posts = await clock_types(team, "/task fold 1")
    assert [task.state for task in await put_up(team)] == ["done", *["dropped"] * 4, "open"]
    told = [post for post in posts if post.address.chat == "bob"]
    assert len(told) == 3
    assert "It is dropped: The activity was stopped: Rain" in told[0]
    assert "Dropped by Ann: The activity was stopped: Rain" in await team.bob.says("/task show 3")
    # Nobody has pressed anything, so no card of a task stands yet.
    assert not any((post.letter.card or "").startswith("task:") for post in posts)


async def test_the_card_that_stands_says_that_it_is_dropped(team: Crew) -> None:
    await activity(team)
    await team.bob.says("/task add Call the venue activity:1")
    await team.town.storage.write(lambda unit: unit.cards.stands(1, "task:1", team.ann.at, "m7"))
    await team.town.storage.write(lambda unit: unit.activities.change(1, phase="stopped"))
    posts = await clock_types(team, "/task fold 1")
    (card,) = [post for post in posts if post.letter.card == "task:1"]
    assert "The activity was stopped." in card


async def test_its_words_are_in_the_language_of_the_team(town: Town) -> None:
    team = await crew(town)
    await team.ann.says("/setup change language:简体")
    await activity(team, "双十二")
    posts = await clock_types(team, LINES)
    assert any("活动 1“双十二”的 5 条工作线" in post for post in posts)
    first, *_ = await put_up(team)
    assert first.title == "双十二：脚本撰写"
    assert first.criteria == "目标、优惠、时间和规则齐全，与批准的方案一致"


async def test_people_cannot_type_it(team: Crew) -> None:
    await activity(team)
    for line in (LINES, "/task fold 1", "/task vacate 2", "/task vacant 2 leader:1 tasks:1"):
        assert "is said by the clock alone" in await team.ann.says(line)
