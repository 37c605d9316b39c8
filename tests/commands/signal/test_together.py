"""Several abnormal figures of one community are one line, one press and one task; each is found and ends alone."""

import asyncio

import pytest

from tests.commands.task.crew import Crew, crew
from tests.signals import A_DAY, TUESDAY, looks, signals, stored, usual
from tests.town import Town

LINE = "Mums club: messages 120 (mean 200), complaints 30 (limit 10), and refund rate 9.1% (mean 4%) · Tue, Nov 24"


@pytest.fixture
async def team(town: Town) -> Crew:
    """Three figures of the Mums club, and one of another community."""
    found = await crew(town)
    await found.ann.says("/community add dads")
    await usual(town, TUESDAY, orders=1000, refunds=40, messages=200)
    await stored(town, TUESDAY, orders=1000, refunds=91, messages=120, complaints=30)
    await stored(town, TUESDAY, 2, complaints=40)
    await looks(town)
    return found


async def owners(team: Crew) -> dict[int, tuple[str, int | None]]:
    """Who has which, and as what task."""
    names = {person.id: person.name for person in await team.town.everybody()}
    return {one.number: (names[one.taken_by], one.task) for one in await signals(team.town) if one.taken_by}


async def test_a_community_is_one_line_with_one_button_and_the_most_figures_come_first(team: Crew) -> None:
    assert str(await team.bob.says("/signal")).splitlines() == [
        "4 abnormal figures",
        f"• 1 · {LINE}",
        "• 4 · dads: complaints 40 (limit 10) · Tue, Nov 24",
        "[I'll take it · 1] [Raise a risk · 1] [I'll take it · 4]",
    ]
    assert f"• 1 · {LINE}\n• 4 · dads" in await team.bob.says("/standup")
    posts = await team.town.sleep_until("2026-11-24 22:30")
    (digest,) = [post for post in posts if post.letter.card == "digest:2026-11-24"]
    assert f"Abnormal:\n• 1 · {LINE}\n• 4 · dads" in digest
    assert "[I'll take it · 1] [Raise a risk · 1] [I'll take it · 4] [Board] [Report now]" in digest


async def test_whoever_takes_one_has_them_all_as_one_task(team: Crew) -> None:
    said = await team.bob.says("/signal take 2")
    assert LINE in said
    assert "All 3 figures are yours, as one task: 1, due Wed, Nov 25 18:00." in said
    assert await owners(team) == {1: ("Bob", 1), 2: ("Bob", 1), 3: ("Bob", 1)}
    cards = [post.text for post in await team.town.looks_at_the_clock() if post.letter.card == "task:1"]
    assert f"Task 1: {LINE.removesuffix(' · Tue, Nov 24')}" in cards[0]
    shown = await team.bob.says("/task show 1")
    assert "Mums club: refund rate 9.1% (mean 4%, limit 7%) · Tue, Nov 24" in shown
    listed = str(await team.dee.says("/signal")).splitlines()
    assert listed[1:3] == [
        "• 4 · dads: complaints 40 (limit 10) · Tue, Nov 24",
        f"• 1 · {LINE} · Bob has it, task 1",
    ]
    assert "You have it already: task 1." in await team.presses(team.bob, "/signal take 3")
    assert "Bob has it already: task 1." in await team.presses(team.dee, "/signal take 1")


async def test_of_two_who_press_on_different_figures_one_has_them_all(team: Crew) -> None:
    await asyncio.gather(team.presses(team.bob, "/signal take 1"), team.presses(team.dee, "/signal take 3"))
    assert len(set((await owners(team)).values())) == 1
    assert len(await owners(team)) == 3


async def test_one_is_shown_with_what_stands_beside_it(team: Crew) -> None:
    shown = await team.bob.says("/signal show 2")
    assert "With it, as one task: 1 · messages 120 (mean 200) and 3 · refund rate 9.1% (mean 4%)" in shown
    assert "With it" not in await team.bob.says("/signal show 4")


async def test_what_is_found_later_stands_free_and_becomes_a_task_of_its_own(team: Crew) -> None:
    await team.presses(team.bob, "/signal take 1")
    await usual(team.town, TUESDAY + A_DAY, active=100)
    await stored(team.town, TUESDAY + A_DAY, active=50)
    team.town.sleep(days=1)
    await looks(team.town, TUESDAY + A_DAY)
    assert "• 5 · Mums club: active members 50 (mean 100, limit 80)" in await team.dee.says("/signal")
    assert "It is yours: task 2" in await team.presses(team.dee, "/signal take 5")
    assert (await owners(team))[1] == ("Bob", 1)


async def test_each_ends_alone_and_the_others_stay_whose_they_are(team: Crew) -> None:
    await team.presses(team.bob, "/signal take 1")
    await stored(team.town, TUESDAY, complaints=1)
    await looks(team.town)
    assert "Mums club: messages 120 (mean 200) and refund rate 9.1% (mean 4%) · Tue, Nov 24 · Bob has it" in (
        await team.dee.says("/signal")
    )
    assert "Normal again" in await team.dee.says("/signal show 2")


async def test_what_is_given_back_is_one_line_again_and_the_same_task(team: Crew) -> None:
    await team.presses(team.bob, "/signal take 1")
    await team.presses(team.bob, "/task release 1")
    assert f"• 1 · {LINE}\n" in str(await team.dee.says("/signal"))
    assert "All 3 figures are yours, as one task: 1" in await team.presses(team.dee, "/signal take 3")
    assert set((await owners(team)).values()) == {("Dee", 1)}


async def test_of_different_days_the_first_and_the_last_are_said(team: Crew) -> None:
    await usual(team.town, TUESDAY + A_DAY, active=100)
    await stored(team.town, TUESDAY + A_DAY, active=50)
    team.town.sleep(days=1)
    await looks(team.town, TUESDAY + A_DAY)
    assert "refund rate 9.1% (mean 4%), and 1 more · Tue, Nov 24 – Wed, Nov 25" in await team.bob.says("/signal")


async def test_figures_of_all_communities_together_stay_apart(team: Crew) -> None:
    """A target that was missed is another matter than the next, and whoever leads shares them out."""
    month = TUESDAY.replace(day=30)
    for community in (1, 2):
        await stored(team.town, month, community, satisfaction=50, nps=10)
    team.town.sleep(days=7)
    await looks(team.town, month)
    said = await team.bob.says("/signal")
    assert "• 6 · content satisfaction 50% (target 90%) · 2026-11" in said
    await team.presses(team.bob, "/signal take 5")
    assert set(await owners(team)) == {5}
