"""Who is told something in private on Discord acts there: a director stops, a manager approves, a form is filled in."""

import pytest

from tests.services.discord.messages import Json, Seen

from .shore import Shore

CARD = "Activity 1: Autumn sale (light)\n• "
OFFER = 'tier:light goal:"200 orders" start:"2026-11-28 20:00" revenue:3000 cost:1000 risks:Rain plan:Indoors'
GONE = "You are not a member of this team yet."


@pytest.fixture
async def led(shore: Shore) -> Shore:
    """Mei is a director, on Discord alone, and Bob has proposed an activity."""
    await shore.says(shore.ann, "/role Mei director")
    await shore.says(shore.bob, f"/activity propose Autumn sale {OFFER}")
    return shore


async def told(shore: Shore, words: str) -> Seen:
    """What Mei reads in her private messages, once."""
    (seen,) = shore.there(words, shore.mei)
    return seen


async def presses(shore: Shore, label: str, on: Seen, containing: str = "") -> Seen:
    seen = await shore.did(await shore.mei.presses(label, on), containing)
    assert (seen.channel, seen.alone) == (shore.mei.private.id, False)
    return seen


async def fills(shore: Shore, form: Json, containing: str, **answers: str) -> Seen:
    seen = await shore.did(await shore.mei.submits(form, shore.mei.private, **answers), containing)
    assert (seen.channel, seen.alone) == (shore.mei.private.id, False)
    return seen


async def losing(shore: Shore) -> Seen:
    """It runs and loses money. Returns what Mei is told."""
    await presses(shore, "Approve", await told(shore, "Bob proposes this."))
    await shore.until("2026-11-28 21:15")
    await shore.says(shore.bob, "/activity roi 1 revenue:500 cost:1000")
    return await told(shore, "It loses money: ROI 0.5")


async def test_a_manager_approves(led: Shore) -> None:
    asked = await told(led, "Bob proposes this.")
    await presses(led, "Approve", asked, "Approved.")
    for card in led.card(CARD):
        assert "Approved by Mei." in card
    assert len(led.here("Mei approved it.", led.bob)) == 1


async def test_a_director_stops_what_loses_money_also_after_a_restart(led: Shore) -> None:
    alarm = await losing(led)
    await led.restart()
    await presses(led, "Stop", alarm, "Stopped by Mei: ROI<1")
    here, there = led.card(CARD)
    assert here == there
    assert "Stopped by Mei: ROI<1" in here
    await presses(led, "Stop", alarm, "Activity 1 is over.")


async def test_figures_and_a_review_of_two_pages_are_filled_in(led: Shore) -> None:
    await losing(led)
    alarm = await told(led, "It loses money")
    shown = await presses(led, "Show", alarm, "Ignition until")
    figures = await (await led.mei.presses("Enter figures", shown)).asked()
    await led.restart()
    await fills(led, figures, "ROI 3 (forecast 3)", revenue="3000")
    assert "ROI 3: revenue ¥3,000" in led.card(CARD)[0]
    await led.until("2026-12-01 08:00")
    shown = await presses(led, "Show", alarm)
    form = await (await led.mei.presses("Review", shown)).asked()
    parts = {"achieved": "210 orders", "deviation": "+10", "cause": "Good poster", "improvement": "Earlier"}
    noted = await fills(led, form, "Page 1 of 2", **parts)
    await led.restart()
    form = await (await led.mei.presses("Next", noted)).asked()
    await fills(led, form, "Lesson 1", pitfall="The shop was slow at 20:00")
    assert "Reviewed by Mei" in led.card(CARD)[0]


async def test_an_old_button_serves_nobody_who_is_no_member_any_more(led: Shore) -> None:
    alarm = await losing(led)
    form = await (await led.mei.presses("Enter figures", await presses(led, "Show", alarm))).asked()
    await led.says(led.ann, "/team remove Mei")
    before = led.card(CARD)
    for label in alarm.buttons:
        assert (await presses(led, label, alarm)).text == GONE
    await fills(led, form, "This form is no longer open.", revenue="9000")
    assert led.card(CARD) == before


async def test_a_button_acts_in_the_team_that_it_came_from(led: Shore) -> None:
    """Mei leads Harbour as well, which has an activity 1 of its own."""
    harbour = led.discord.channel("harbour")
    await led.restart()  # the server is told of with all its channels
    await led.did(await led.mei.uses("setup here", harbour, zone="Asia/Shanghai", country="CN", currency="CNY"))
    await led.did(await led.eve.uses("join", harbour))
    form = await (await led.eve.uses("activity propose", harbour)).asked()
    about = {"name": "Boat race", "tier": "light", "goal": "orders", "start": "2026-11-28 20:00"}
    noted = await led.did(await led.eve.submits(form, harbour, **about), "Page 1 of 3")
    form = await (await led.eve.presses("Next", noted)).asked()
    noted = await led.did(await led.eve.submits(form, harbour, revenue="3000", cost="1000"), "Page 2 of 3")
    form = await (await led.eve.presses("Next", noted)).asked()
    await led.did(await led.eve.submits(form, harbour, risks="Wind", plan="Oars"), "Forecast ROI 3.")
    (ours, theirs) = led.there("proposes this.", led.mei)
    await presses(led, "Approve", ours, "Approved.")
    assert "Approved by Mei." in led.card(CARD)[0]
    (boats,) = led.there("Activity 1: Boat race (light)\n• ", harbour)
    assert "Approve" in boats.buttons
    await presses(led, "Approve", theirs, "Approved.")
    assert "Approve" not in boats.buttons


async def test_a_diary_that_is_too_short_in_the_group_is_finished_in_private(shore: Shore) -> None:
    await shore.says(shore.ann, "/schedule on review.diary")
    await shore.until("2026-11-30 15:00")
    await shore.says(shore.bob, "/review answer A short month.")
    (asked,) = shore.here("at least 300 are needed", shore.bob)
    await shore.restart()
    await shore.presses(shore.bob, "Save", asked)
    noted = await shore.says(shore.bob, "The fair was a joy. " * 80, shore.bob.chat)
    assert "Diary of the month: noted." in noted.text
    assert "1 of 5 has answered." in shore.card("How was your month?")[0]


async def test_a_secret_form_that_is_opened_in_the_group_is_asked_in_private(shore: Shore) -> None:
    """What she has answered already stands in it, and answers are shown without names."""
    await shore.says(shore.ann, "/schedule on review.week")
    await shore.until("2026-11-27 16:00")
    await shore.says(shore.bob, "/review answer well: The fair", shore.bob.chat)
    await shore.presses(shore.bob, "Answer", shore.here("Weekly review, Fri")[0])
    assert not shore.here("The fair")
    assert "Your answer so far: The fair" in shore.telegram.messages(shore.bob.chat)[-1].text
    await shore.says(shore.bob, "The cake", shore.bob.chat)
    await shore.presses(shore.bob, "Save", shore.telegram.messages(shore.bob.chat)[-1])
    await shore.until("2026-11-27 17:31")
    assert "• The cake" in shore.here("Weekly review, Fri, Nov 27: 1 answer")[0].text
