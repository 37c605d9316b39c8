"""/schedule claim and assign: how a task that the clock puts up finds its owner."""

import pytest

from tests.town import Somebody, Town


@pytest.fixture
async def lake(town: Town) -> Town:
    """Bob and Dee are interaction managers."""
    await town.founded()
    for one in (town.bob, dee(town)):
        await one.says("/join")
        await town.ann.says(f'/role @{one.account.user} title:"interaction manager"')
    return town


def dee(town: Town) -> Somebody:
    return town.person("Dee", town.ann.at)


async def test_a_standing_task_is_left_to_whoever_claims_it_first(lake: Town) -> None:
    answer = await lake.ann.says("/schedule claim sop.interaction")
    assert "Interaction (`sop.interaction`): working days 10:00; for whoever claims it first; next" in answer
    posts = await lake.sleep_until("2026-11-25 10:00")
    (card,) = [post for post in posts if (post.letter.card or "").startswith("task:")]
    assert "Nobody has it yet." in card
    assert "For: interaction manager" in card
    (called,) = [post for post in posts if "claims it first" in post]
    assert called.address.chat == "-100"
    assert "Bob and Dee: it is for whoever claims it first." in called
    claimed = await lake.hears_at(dee(lake), called.reply.buttons[0].line)
    assert "It is yours, due Wed, Nov 25 18:00." in claimed


async def test_who_is_away_is_not_called(lake: Town) -> None:
    await lake.ann.says("/schedule claim interaction")
    await lake.bob.says("/away until wed")
    posts = await lake.sleep_until("2026-11-25 10:00")
    (called,) = [post.text for post in posts if "claims it first" in post]
    assert "Dee: it is" in called
    await dee(lake).says("/away until fri")
    await lake.bob.says("/away until fri")
    posts = await lake.sleep_until("2026-11-26 10:00")
    assert any("Task 2: Interaction" in post for post in posts if post.letter.card)
    assert not any("claims it first" in post for post in posts)


async def test_it_is_given_by_turns_again(lake: Town) -> None:
    answer = await lake.ann.says("/schedule claim interaction")
    back = await lake.ann.presses(answer, "Undo")
    assert "working days 10:00; given by turns; next" in back
    assert "for whoever claims it first" in await lake.ann.presses(back, "Undo")
    await lake.ann.says("/schedule assign interaction")
    posts = await lake.sleep_until("2026-11-25 10:00")
    assert any("Bob has it." in post for post in posts)


async def test_the_list_shows_which_it_is_and_the_coming_runs_offer_the_other(lake: Town) -> None:
    assert "Interaction (`sop.interaction`): working days 10:00; given by turns" in await lake.ann.says("/schedule")
    coming = await lake.ann.says("/schedule next interaction")
    await lake.ann.presses(coming, "Open it for claiming")
    listed = await lake.ann.says("/schedule")
    assert "Interaction (`sop.interaction`): working days 10:00; for whoever claims it first" in listed
    assert "Publishing (`sop.publishing`): Friday 10:00; given by turns" in listed
    assert "turns" not in await lake.ann.says("/schedule next digest.daily")
    await lake.ann.presses(await lake.ann.says("/schedule next interaction"), "Give it by turns")
    assert "claims it first" not in await lake.ann.says("/schedule list")


async def test_what_is_so_already_stays_so(lake: Town) -> None:
    answer = await lake.ann.says("/schedule assign interaction")
    assert "It is like that already." in answer
    assert "for whoever claims it first" in await lake.ann.presses(answer, "Open it for claiming")


async def test_only_what_puts_up_a_task_can_be_claimed(lake: Town) -> None:
    answer = await lake.ann.says("/schedule claim digest.daily")
    assert "Daily digest puts up no task. These do: " in answer
    assert "sop.interaction" in answer
    assert "ops manager" in await lake.bob.says("/schedule claim sop.interaction")


async def test_moving_it_and_switching_it_off_keep_the_way_it_is_given_out(lake: Town) -> None:
    await lake.ann.says("/schedule claim interaction")
    assert "for whoever claims it first" in await lake.ann.says("/schedule move interaction 11:00")
    await lake.ann.says("/schedule off interaction")
    assert "for whoever claims it first" in await lake.ann.says("/schedule on interaction")
