"""The week's standing work: each piece once, at its local time, on working days, given to whose turn it is."""

import asyncio
from datetime import UTC, datetime

import pytest

from storage import Holder, Storage, Task, Unit, open_storage
from tests.town import MENU, SHANGHAI, Town

from .crew import Crew

OCTOBER = datetime(2026, 9, 30, 4, tzinfo=UTC)
"""Noon in Shanghai on the Wednesday before National Day."""


async def made(storage: Storage, title: str = "") -> list[Task]:
    """The tasks of this name that the clock has put up, oldest first."""

    async def look(unit: Unit) -> list[Task]:
        return await unit.tasks.listed(1, ["open", "claimed", "done", "dropped"])

    found = [task for task in await storage.read(look) if task.made_by is None and title in task.title]
    return sorted(found, key=lambda task: task.number)


def days(tasks: list[Task]) -> list[str]:
    return [f"{task.made_at.astimezone(SHANGHAI):%m-%d %H:%M}" for task in tasks]


async def owners(town: Town, title: str) -> list[str]:
    """Who has them, in the order they were put up."""
    tasks = await made(town.storage, title)

    async def look(unit: Unit) -> list[Holder]:
        return await unit.tasks.holders([task.id for task in tasks])

    holders = {holder.task: holder.person for holder in await town.storage.read(look)}
    names = {person.id: person.name for person in await town.everybody()}
    return [names[holders[task.id]] if task.id in holders else "-" for task in tasks]


async def titled(team: Crew, title: str, *names: str) -> None:
    for name in names:
        await team.ann.says(f'/role @{name} title:"{title}"')


async def test_a_month_with_national_day_and_its_make_up_day(team: Crew) -> None:
    for name, title in (
        ("bob", "content planner"), ("dee", "content reviewer"), ("ann", "data analyst"), ("bob", "interaction manager")
    ):  # fmt: skip
        await titled(team, title, name)
    team.town.now = OCTOBER
    await team.town.planner.welcome()
    await team.ann.says("/setup change zone:Asia/Tokyo")  # plans everything anew
    await team.ann.says("/setup change zone:Asia/Shanghai")
    await team.town.sleep_until("2026-10-31 23:00")
    at_work = [day for day in range(8, 32) if day not in (11, 17, 18, 24, 25, 31)]
    assert days(await made(team.town.storage, "Interaction")) == [f"10-{day:02d} 10:00" for day in at_work]
    assert days(await made(team.town.storage, "Content planning")) == ["10-14 10:00", "10-21 10:00", "10-28 10:00"]
    assert days(await made(team.town.storage, "Content review")) == [
        "10-08 10:00", "10-15 10:00", "10-22 10:00", "10-29 10:00"
    ]  # fmt: skip
    for title in ("Publishing", "Data analysis"):
        assert days(await made(team.town.storage, title)) == [
            "10-09 10:00", "10-16 10:00", "10-23 10:00", "10-30 10:00"
        ]  # fmt: skip


async def test_what_is_left_out_on_days_off_says_why(team: Crew) -> None:
    await titled(team, "interaction manager", "bob")
    team.town.now = OCTOBER
    lines = (await team.ann.says("/schedule next sop.interaction")).text.splitlines()
    assert "• Thu, Oct 1 10:00: Interaction – skipped, holiday: National Day" in lines
    assert "• Sun, Oct 11 10:00: Interaction – skipped, weekend" in lines
    assert "• Sat, Oct 10 10:00: Interaction – make-up working day" in lines
    assert "• Fri, Oct 9 10:00: Interaction" in lines


async def test_a_weekend_that_the_team_itself_names_is_meant(team: Crew) -> None:
    await titled(team, "content planner", "bob")
    await team.ann.says("/schedule move sop.publishing sat 11:00")
    await team.town.sleep_until("2026-12-02 09:00")
    assert days(await made(team.town.storage)) == ["11-25 10:00", "11-28 11:00"]


async def test_the_task_is_for_the_job_title_with_a_checklist_and_due_in_the_evening(team: Crew) -> None:
    await titled(team, "content planner", "bob")
    posts = await team.town.sleep_until("2026-11-25 10:00")
    (card,) = [post for post in posts if (post.letter.card or "").startswith("task:")]
    assert card.address.chat == "-100"
    assert "Task 1: Content planning" in card
    assert "Bob has it." in card
    assert "Due Wed, Nov 25 18:00" in card
    assert "For: content planner" in card
    assert "☐ Choose the topics of the coming week" in card
    (told,) = [post for post in posts if post.address.chat == "bob" and "Task 1" in post]
    assert "This is yours now." in told
    assert [row.line for row in await team.town.journal() if "routine" in row.line] == [
        "/task routine sop.planning due:2026-11-25T10:00"
    ]


async def test_its_words_are_in_the_language_of_the_team(town: Town) -> None:
    await town.founded(language="简体")
    await town.ann.says('/role @ann title:"data analyst"')
    await town.sleep_until("2026-11-27 12:00")
    (task,) = await made(town.storage)
    assert task.title == "数据分析"
    steps = await town.storage.read(lambda unit: unit.tasks.steps(task.id))
    assert steps[0].words == "本周数据已填齐"


async def test_a_team_without_job_titles_is_not_bothered(team: Crew) -> None:
    assert "Interaction" not in await team.ann.says("/schedule next")
    listed = await team.ann.says("/schedule")
    assert (
        "Interaction (`sop.interaction`): working days 10:00; given by turns; rests until somebody has the job title"
        in listed
    )
    assert "Nobody has the job title for it: Interaction." in await team.ann.says("/schedule next interaction")
    await titled(team, "content planner", "eve")  # who watches is given no work
    posts = await team.town.sleep_until("2026-12-03 09:00")
    assert await made(team.town.storage) == []
    assert not any("Task" in post for post in posts)
    assert not any("routine" in row.line for row in await team.town.journal())


async def test_a_job_title_that_is_given_later_starts_it_the_next_time(team: Crew) -> None:
    await team.town.sleep_until("2026-11-25 12:00")
    await titled(team, "interaction manager", "dee")
    assert "Interaction" in await team.ann.says("/schedule next")
    await team.town.sleep_until("2026-11-26 12:00")
    assert days(await made(team.town.storage)) == ["11-26 10:00"]


async def test_it_is_switched_off_paused_moved_and_run_as_everything_by_the_clock(team: Crew) -> None:
    await titled(team, "interaction manager", "dee")
    await team.ann.says("/schedule pause sop.interaction wed")
    await team.town.sleep_until("2026-11-25 12:00")
    assert await made(team.town.storage) == []
    await team.ann.says("/schedule move sop.interaction 11:30")
    await team.town.sleep_until("2026-11-26 12:00")
    await team.ann.says("/schedule off sop.interaction")
    await team.town.sleep_until("2026-11-29 12:00")
    assert days(await made(team.town.storage)) == ["11-26 11:30"]
    assert "no channel can be chosen" in await team.ann.says("/schedule here sop.interaction")
    await team.ann.says("/schedule run sop.interaction")
    await team.town.looks_at_the_clock()
    assert days(await made(team.town.storage)) == ["11-26 11:30", "11-29 12:00"]


async def test_what_is_run_in_the_evening_is_due_on_the_next_working_day(team: Crew) -> None:
    await titled(team, "interaction manager", "dee")
    await team.town.sleep_until("2026-11-27 20:00")
    await team.ann.says("/schedule run sop.interaction")
    await team.town.looks_at_the_clock()
    (*_, last) = await made(team.town.storage)
    assert last.due_at == datetime(2026, 11, 30, 10, tzinfo=UTC)


async def test_everybody_with_the_title_has_the_same_share(team: Crew) -> None:
    await titled(team, "interaction manager", "ann", "bob", "dee")
    await team.town.sleep_until("2026-12-04 12:00")
    assert await owners(team.town, "Interaction") == ["Ann", "Bob", "Dee"] * 2 + ["Ann", "Bob"]


async def test_who_was_away_has_the_next_ones_until_the_shares_are_even(team: Crew) -> None:
    await titled(team, "interaction manager", "bob", "dee")
    await team.dee.says("/away 11-25..11-27")
    await team.town.sleep_until("2026-12-04 12:00")
    had = await owners(team.town, "Interaction")
    assert had == ["Bob"] * 3 + ["Dee"] * 3 + ["Bob", "Dee"]


async def test_of_equals_the_one_who_had_it_longest_ago_is_next_however_long_that_is(team: Crew) -> None:
    await titled(team, "content reviewer", "bob", "dee")
    await team.town.sleep_until("2026-12-10 12:00")
    await team.ann.says("/schedule pause sop.review 2027-01-20")
    await team.town.sleep_until("2027-01-21 12:00")
    assert await owners(team.town, "review") == ["Bob", "Dee", "Bob", "Dee"]


async def test_what_she_gave_back_is_not_on_her_account(team: Crew) -> None:
    await titled(team, "interaction manager", "bob", "dee")
    await team.town.sleep_until("2026-11-25 12:00")
    await team.presses(team.bob, "/task release 1")
    await team.presses(team.dee, "/task claim 1")
    await team.town.sleep_until("2026-11-26 12:00")
    assert await owners(team.town, "Interaction") == ["Dee", "Bob"]


async def test_where_all_are_away_it_is_open(team: Crew) -> None:
    await titled(team, "interaction manager", "bob")
    await team.bob.says("/away 11-25..11-27")
    posts = await team.town.sleep_until("2026-11-25 10:00")
    (card,) = [post for post in posts if (post.letter.card or "").startswith("task:")]
    assert "Nobody has it yet." in card
    assert "[Claim]" in card
    assert not any(post.address.chat == "bob" for post in posts)
    await team.presses(team.dee, "/task claim 1")
    assert await owners(team.town, "Interaction") == ["Dee"]


async def test_late_it_is_put_up_while_there_is_time_and_says_so(team: Crew) -> None:
    await titled(team, "content planner", "bob")
    team.town.now = datetime(2026, 11, 25, 8, tzinfo=UTC)  # six hours late
    posts = await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()
    (card,) = [post for post in posts if (post.letter.card or "").startswith("task:")]
    assert "This was due Wed, Nov 25 10:00." in card
    assert "Due Wed, Nov 25 18:00" in card


async def test_too_late_it_is_left_out_aloud_and_can_be_put_up_with_one_press(team: Crew) -> None:
    await titled(team, "content planner", "bob")
    team.town.now = datetime(2026, 11, 25, 12, tzinfo=UTC)
    posts = await team.town.looks_at_the_clock()
    (said,) = [post for post in posts if "left out" in post]
    assert said.address.chat == "-100"
    assert "Content planning was left out: I was away at Wed, Nov 25 10:00, and its time is over." in said
    assert await made(team.town.storage) == []
    await team.presses(team.ann, said.reply.buttons[0].line)
    await team.town.looks_at_the_clock()
    assert [task.due_at for task in await made(team.town.storage)] == [datetime(2026, 11, 26, 10, tzinfo=UTC)]


async def test_of_a_week_that_was_missed_there_is_one_of_each(team: Crew) -> None:
    await titled(team, "interaction manager", "bob")
    team.town.now = datetime(2026, 12, 2, 3, tzinfo=UTC)
    await team.town.looks_at_the_clock()
    await team.town.looks_at_the_clock()
    assert days(await made(team.town.storage)) == ["12-02 11:00"]


async def test_two_programs_on_one_database_put_up_one(postgres_url: str) -> None:
    storages = [open_storage(postgres_url), open_storage(postgres_url)]
    try:
        towns = [Town(storage) for storage in storages]
        await towns[0].founded()
        await towns[0].ann.says('/role @ann title:"interaction manager"')
        for day in (25, 26, 27):
            for town in towns:
                town.now = datetime(2026, 11, day, 2, 0, 1, tzinfo=UTC)
            await asyncio.gather(*(town.looks_at_the_clock() for town in towns for _ in range(3)))
        assert days(await made(storages[0])) == ["11-25 10:00", "11-26 10:00", "11-27 10:00"]
    finally:
        for storage in storages:
            await storage.close()


@pytest.mark.parametrize("name", [name for name in MENU.every if name.startswith("sop.")])
async def test_each_can_be_put_up_by_hand(team: Crew, name: str) -> None:
    await team.ann.says(f"/schedule run {name}")
    await team.town.looks_at_the_clock()
    (task,) = await made(team.town.storage)
    assert len(await team.town.storage.read(lambda unit: unit.tasks.steps(task.id))) == 3
    assert await owners(team.town, "") == ["-"]
