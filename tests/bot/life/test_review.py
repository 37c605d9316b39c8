"""A Friday on Telegram and Discord at once: asked in both rooms, answered in each one's own way, summed up once."""

from .shore import Shore

PROMPT = "Weekly review, Fri, Nov 27"


async def test_a_friday_in_two_rooms(shore: Shore) -> None:
    await shore.says(shore.ann, "/schedule on review.week")
    await shore.until("2026-11-27 16:00")
    here, there = shore.card(PROMPT)
    assert here == there
    assert "0 of 5 have answered." in here
    prompt = shore.here(PROMPT)[0]
    form = await (await shore.mei.presses("Answer", shore.there(PROMPT)[0])).asked()
    await shore.says(shore.bob, "/review answer well: The fair", shore.bob.chat)
    await shore.bob.says("next week: print earlier", shore.group, reply_to=prompt)
    await shore.quiet()
    assert "Weekly review: noted." in shore.telegram.messages(shore.group)[-1].text
    await shore.restart()
    await shore.did(await shore.mei.submits(form, well="The cake"), "Weekly review: noted.")
    here, there = shore.card(PROMPT)
    assert here == there
    assert "2 of 5 have answered." in there
    await shore.until("2026-11-27 17:31")
    here, there = shore.card(f"{PROMPT}: 2 answers")
    assert here == there
    assert "What went well\n• The cake\n• The fair\nTo do\n• 1 · print earlier" in here
    assert "Closed with 2 answers." in shore.here(PROMPT)[0].text
    await shore.did(
        await shore.lin_there.presses("Make 1 a task: print earlier", shore.there(f"{PROMPT}: 2")[0]), "is yours"
    )
    assert "• 1 · print earlier → task 1, Lin" in shore.card(f"{PROMPT}: 2 answers")[0]
    pressed = await shore.bob.sends_press("/review task 1", shore.here(f"{PROMPT}: 2")[0])
    assert (await pressed.answered()).text == "It is task 1 already; Lin has it."
    await shore.says(shore.ann, "Nothing")  # mere talk
    await shore.bob.says("too late: the bus", shore.group, reply_to=prompt)
    await shore.quiet()
    assert "The review was closed Fri, Nov 27 17:30" in shore.telegram.messages(shore.group)[-1].text
