"""A restart in the middle of a form, and between a prompt and its answers, loses nothing."""

import pytest

from tests.services.discord.messages import Json

from .shore import Shore

PROMPT = "Weekly review, Fri, Nov 27"


@pytest.fixture
async def friday(shore: Shore) -> Shore:
    """It is Friday, 16:05; the review of the week was asked for."""
    await shore.says(shore.ann, "/schedule on review.week")
    await shore.says(shore.ann, "/community edit lakeside owner:@bob")
    await shore.until("2026-11-27 16:05")
    return shore


async def opens(shore: Shore, command: str, **options: str) -> Json:
    """A form on Discord: Mei opens it, and it is still there after the restart."""
    return await (await shore.mei.uses(command, **options)).asked()


async def test_a_half_filled_review(friday: Shore) -> None:
    form = await opens(friday, "review answer")
    await friday.says(friday.bob, "/review answer", friday.bob.chat)
    await friday.says(friday.bob, "The fair", friday.bob.chat)
    await friday.restart()
    for words in ("The rain", "No tents"):
        await friday.says(friday.bob, words, friday.bob.chat)
    await friday.restart()
    await friday.says(friday.bob, "rent tents", friday.bob.chat)
    await friday.did(await friday.mei.submits(form, next="print earlier"), "Weekly review: noted.")
    assert "2 of 5 have answered." in friday.card(PROMPT)[0]
    await friday.restart()
    await friday.until("2026-11-27 17:31")
    here, there = friday.card(f"{PROMPT}: 2 answers")
    assert here == there
    for words in ("The fair", "The rain", "No tents", "rent tents", "print earlier"):
        assert words in here


async def test_a_prompt_and_a_summary_that_come_while_nobody_is_there(shore: Shore) -> None:
    """Down from before the prompt until after its time, and again over the summary: each stands once, and says when it
    was due."""
    await shore.says(shore.ann, "/schedule on review.week")
    await shore.until("2026-11-27 15:59")
    await shore.stop()
    shore.telegram.clock.advance(20 * 60)
    await shore.start()
    await shore.until("2026-11-27 16:20")
    shore.once(PROMPT)
    assert "This was due Fri, Nov 27 16:00." in shore.card(PROMPT)[0]
    await shore.says(shore.bob, "/review answer well: The fair", shore.bob.chat)
    await shore.stop()
    shore.telegram.clock.advance(2 * 60 * 60)
    await shore.start()
    await shore.until("2026-11-27 18:30")
    here, there = shore.card(f"{PROMPT}: 1 answer")
    assert here == there
    assert "This was due Fri, Nov 27 17:30." in here
    assert "Closed with 1 answer." in shore.here(PROMPT)[0].text


async def test_a_half_filled_weekly_report(friday: Shore) -> None:
    form = await opens(friday, "weekly edit")
    await friday.says(friday.bob, "/weekly edit", friday.bob.chat)
    await friday.says(friday.bob, "forty orders", friday.bob.chat)
    await friday.restart()
    for words in ("rain", "two talks", "-"):
        await friday.says(friday.bob, words, friday.bob.chat)
    await friday.did(await friday.mei.submits(form, highlights="the cake"), "Kept as version 1 of the draft.")
    await friday.restart()
    assert len(friday.here("Kept as version 1", friday.bob)) == 1
    shown = await friday.says(friday.bob, "/weekly", friday.bob.chat)
    for words in ("forty orders", "rain", "two talks"):
        assert words in shown.text


async def test_a_half_filled_promise(shore: Shore) -> None:
    form = await opens(shore, "promise make")
    await shore.says(shore.bob, "/promise make", shore.bob.chat)
    await shore.restart()
    await shore.says(shore.bob, "Call the venue", shore.bob.chat)
    await shore.restart()
    await shore.says(shore.bob, "fri 17:00", shore.bob.chat)
    await shore.presses(shore.bob, "Save", shore.telegram.messages(shore.bob.chat)[-1])
    await shore.did(await shore.mei.submits(form, words="Send the list", due="fri 12:00"), "Promised, due")
    await shore.restart()
    await shore.until("2026-11-27 17:05")
    for who, words in (("Bob", "Promise 1: Call the venue"), ("Mei", "Promise 2: Send the list")):
        here, there = shore.card(f"Promised by {who}")
        assert here == there
        assert words in here
    told = [said.text for said in shore.here("Promise 1: Call the venue", shore.bob)]
    assert len(told) == len(set(told))
