"""The hand-over: announced, accepted, taken, late; and what is told in it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from storage import Unit
from tests.commands.task.crew import Crew, crew
from tests.town import Post, Town

DAILY = "/oncall rota primary:@bob,@dee rotation:daily handover:09:00"


@pytest.fixture
async def team(town: Town) -> Crew:
    """Bob is on call since 20:00, Dee comes at nine; letters arrive."""
    found = await crew(replace(town, carries=True))
    await found.ann.says(DAILY)
    await found.town.looks_at_the_clock()
    return found


def handed(posts: list[Post]) -> list[str]:
    """What was said of hand-overs: when, where, whether it is an edit, and the first line."""
    return [
        f"{post.local()[11:]} {post.address.chat}{'*' if post.letter.edits else ''}: {post.text.splitlines()[0]}"
        for post in posts
        if (post.letter.card or "").startswith(("handover:", "shift:")) or "hand-over" in post.text
    ]


async def test_it_is_announced_in_the_channel_and_to_whoever_comes(team: Crew) -> None:
    await team.ann.says("/risk raise yellow Posts are late")
    await team.ann.says('/promise Call the venue due:"tomorrow 12:00"')
    await team.bob.says("/oncall note The venue calls back at ten")
    posts = await team.town.sleep_until("2026-11-25 09:05")
    assert handed(posts) == ["09:00 -100: Hand-over, Wed, Nov 25 09:00", "09:00 dee: You are on call now"]
    channel, private = (post.text.splitlines() for post in posts if handed([post]))
    assert channel[1:] == [
        "• primary: Dee after Bob, until Thu, Nov 26 09:00", "• Not accepted yet: Dee", "Open risks",
        "• 1 · yellow: Posts are late – nobody has it (Revised plan: 1 d 11 h left)", "Promises that fall due",
        "• 1 · Call the venue – Ann, Wed, Nov 25 12:00", "Notes for this shift",
        "• Bob, Tue, Nov 24 20:00: The venue calls back at ten", "[Accept handover] [Take the shift] [Open risks]",
    ]  # fmt: skip
    assert private[1] == "• primary, after Bob, until Thu, Nov 26 09:00"
    assert private[-1] == "[Accept handover] [Open risks] [Leave a note]"


async def test_whoever_comes_accepts_and_both_cards_say_so(team: Crew) -> None:
    posts = await team.town.sleep_until("2026-11-25 09:03")
    (private,) = [post for post in posts if (post.letter.card or "").startswith("shift:")]
    answer = await team.town.hears_at(team.dee.in_private(), private.reply.buttons[0].line)
    assert "You are on call (primary), until Thu, Nov 26 09:00." in answer
    assert {
        post.address.chat: post.text.splitlines()[2]
        for post in map(team.town._post, team.town.letters)
        if post.letter.card
    } == {"-100": "• Dee accepted Wed, Nov 25 09:03.", "dee": "• Dee accepted Wed, Nov 25 09:03."}
    assert "You accepted it already, Wed, Nov 25 09:03." in await team.dee.says("/oncall accept")
    assert "Dee has it since Wed, Nov 25 09:03." in await team.bob.says("/oncall accept")
    assert handed(await team.town.sleep_until("2026-11-25 12:00")) == []


async def test_nobody_else_accepts_it_but_whoever_takes_the_shift_has(team: Crew) -> None:
    await team.town.sleep_until("2026-11-25 09:05")
    assert "Dee comes on call. Take the shift, and it is yours." in (no := await team.bob.says("/oncall accept"))
    assert "Bob is on call now (primary), until Thu, Nov 26 09:00." in await team.bob.presses(no, "Take the shift")
    assert "• Bob took the shift Wed, Nov 25 09:05." in team.card()
    posts = await team.town.sleep_until("2026-11-25 12:00")
    assert [post.text.splitlines()[:2] for post in posts if post.address.chat == "dee"] == [
        ["On call", "Bob took your shift (primary) from Wed, Nov 25 09:05 until Thu, Nov 26 09:00."],
        ["Your shift is over", "On call now: Bob. Thank you."],
    ]
    assert handed(posts) == ["09:05 dee*: Your shift is over"]


async def test_whose_shift_is_taken_after_she_accepted_it_sees_that_it_is_over(team: Crew) -> None:
    await team.town.sleep_until("2026-11-25 09:05")
    await team.dee.says("/oncall accept")
    team.town.sleep(hours=2)
    await team.bob.says("/oncall take")
    assert team.card().splitlines()[1:3] == [
        "• primary: Dee after Bob, until Wed, Nov 25 11:05", "• Dee accepted Wed, Nov 25 09:05."
    ]  # fmt: skip
    posts = await team.town.looks_at_the_clock()
    assert handed(posts) == ["11:05 dee*: Your shift is over"]


async def test_after_a_quarter_of_an_hour_those_who_lead_hear_of_it_once(team: Crew) -> None:
    posts = await team.town.sleep_until("2026-11-25 23:00")
    told = [post for post in posts if "has not accepted" in post]
    assert [(post.local()[11:], post.address.chat) for post in told] == [("09:15", "ann")]
    assert told[0].text.splitlines()[0] == "Dee has not accepted the hand-over of Wed, Nov 25 09:00 (primary)."
    take, call, _ = (button.line for button in told[0].reply.buttons)
    assert "I call Dee again." in await team.town.hears_at(team.ann.in_private(), call)
    calls = await team.town.looks_at_the_clock()
    assert [post.address.chat for post in calls if "Please accept the hand-over" in post] == ["dee", "-100"]
    assert "Ann is on call now (primary)" in await team.town.hears_at(team.ann.in_private(), take)
    await team.town.looks_at_the_clock()
    assert "Ann has it since" in await team.dee.says("/oncall accept")


async def test_whoever_cannot_be_written_to_is_called_again_once_in_the_channel(team: Crew) -> None:
    async def closed(unit: Unit) -> None:
        await unit.accounts.unreachable("telegram", "dee")

    await team.town.sleep_until("2026-11-25 09:05")
    await team.town.storage.write(closed)
    assert "I call Dee again." in await team.ann.says("/oncall call")
    calls = await team.town.looks_at_the_clock()
    assert [post.address.chat for post in calls if "Please accept the hand-over" in post] == ["-100"]


async def test_layers_that_change_together_are_one_card(team: Crew) -> None:
    await team.ann.says("/oncall rota primary:@bob,@dee backup:@dee,@bob rotation:daily handover:09:00")
    posts = await team.town.sleep_until("2026-11-25 09:05")
    card = [post for post in posts if (post.letter.card or "").startswith("handover:")]
    assert len(card) == 1
    assert card[0].text.splitlines()[1:4] == [
        "• primary: Dee after Bob, until Thu, Nov 26 09:00", "• backup: Bob after Dee, until Thu, Nov 26 09:00",
        "• Not accepted yet: Dee and Bob",
    ]  # fmt: skip
    await team.dee.says("/oncall accept")
    assert team.card().splitlines()[3:5] == ["• Dee accepted Wed, Nov 25 09:05.", "• Not accepted yet: Bob"]


async def test_one_that_was_missed_is_announced_late_with_its_right_time(team: Crew) -> None:
    team.town.sleep(hours=14)
    posts = await team.town.looks_at_the_clock()
    (card,) = [post.text for post in posts if (post.letter.card or "").startswith("handover:")]
    assert card.splitlines()[:2] == ["Hand-over, Wed, Nov 25 09:00", "This was due Wed, Nov 25 09:00."]
    posts = await team.town.sleep_until("2026-11-25 11:00")
    assert [post.local()[11:] for post in posts if "has not accepted" in post] == ["10:15"]


async def test_of_several_that_were_missed_only_the_last_is_announced(team: Crew) -> None:
    team.town.now += timedelta(days=3)
    posts = await team.town.looks_at_the_clock()
    assert [post.text.splitlines()[0] for post in posts if (post.letter.card or "").startswith("handover:")] == [
        "Hand-over, Fri, Nov 27 09:00"
    ]
    assert handed(await team.town.looks_at_the_clock())[:1] == ["20:00 dee: You are on call now"]
    assert handed(await team.town.looks_at_the_clock()) == []


async def test_a_shift_that_is_no_more_is_not_handed_over(team: Crew) -> None:
    await team.ann.says("/oncall end primary")
    assert handed(await team.town.sleep_until("2026-11-26 12:00")) == []
    assert "No hand-over waits." in await team.dee.says("/oncall accept 1795568400")


async def test_one_who_has_the_next_turn_too_hands_nothing_over(team: Crew) -> None:
    await team.ann.says("/oncall rota primary:@bob rotation:daily handover:09:00")
    assert handed(await team.town.sleep_until("2026-11-27 12:00")) == []


async def test_whoever_is_on_leave_is_not_waited_for_and_anybody_takes_the_shift(team: Crew) -> None:
    await team.dee.says("/away wed")
    posts = await team.town.sleep_until("2026-11-25 09:30")
    card = next(post for post in posts if (post.letter.card or "").startswith("handover:"))
    assert card.text.splitlines()[1:4] == [
        "• primary: Dee (away) after Bob, until Thu, Nov 26 00:00", "• Nobody answers: primary", "Nothing is open.",
    ]  # fmt: skip
    assert card.text.splitlines()[-1] == "[Take the shift] [Open risks]"
    assert [post.text for post in posts if "has not accepted" in post] == []
    assert [post.text.splitlines()[0] for post in posts if post.address.chat == "dee"] == [
        "You are on leave in shifts of yours"
    ]
    assert "You are on leave then. Say `/back` first" in (no := await team.dee.says("/oncall accept"))
    assert no.reply.buttons == ()
    take = next(button.line for button in card.reply.buttons if " take " in button.line)
    assert "Bob is on call now (primary)" in await team.presses(team.bob, take)
    assert "• Bob took the shift Wed, Nov 25 09:30." in team.card()


async def test_an_exercise_is_not_in_it(team: Crew) -> None:
    await team.ann.says("/risk raise blue Gatehouse flooded")
    await team.town.storage.write(lambda unit: unit.risks.change(1, drill=True))
    posts = await team.town.sleep_until("2026-11-25 09:05")
    card = next(post for post in posts if (post.letter.card or "").startswith("handover:"))
    assert "Gatehouse" not in card
    assert "Nothing is open." in card


async def test_words_that_come_after_the_hand_over_are_added_to_it(team: Crew) -> None:
    await team.town.sleep_until("2026-11-25 09:05")
    assert "Left for Dee, and shown in the hand-over." in await team.bob.says("/oncall note Keys are with Eve")
    assert "• Bob, Wed, Nov 25 09:05: Keys are with Eve" in team.card()
    await team.dee.says("/oncall accept")
    assert "Keys are with Eve" in team.card()
    assert "Left for Bob, who comes Thu, Nov 26 09:00." in await team.dee.says("/oncall note All calm")
    posts = await team.town.sleep_until("2026-11-26 09:05")
    card = next(post for post in posts if (post.letter.card or "").startswith("handover:"))
    assert ("All calm" in card, "Keys" in card) == (True, False)


async def test_notes_end_where_their_room_does(team: Crew) -> None:
    answers = [await team.bob.says(f"/oncall note {at} {'很' * 120}") for at in range(14)]
    assert "Left for Dee" in answers[0]
    assert "Too much is left for the next shift already." in answers[-1]
    assert "A note needs words." in await team.bob.says('/oncall note " "')


async def test_whoever_took_the_shift_before_is_the_one_who_leaves(team: Crew) -> None:
    """Bob was to leave when Dee was asked whether she can be reached; Ann has had it since."""
    await team.ann.says("/oncall take")
    posts = await team.town.sleep_until("2026-11-25 09:05")
    card = next(post for post in posts if (post.letter.card or "").startswith("handover:"))
    assert "• primary: Dee after Ann, until Thu, Nov 26 09:00" in card
    assert "Left for Dee, and shown in the hand-over." in await team.ann.says("/oncall note Keys are with Eve")


async def test_what_is_accepted_by_now_is_not_taken_by_an_old_button(team: Crew) -> None:
    """Nor is another layer in its place."""
    await team.ann.says("/oncall rota primary:@bob,@ann backup:@dee,@bob rotation:daily handover:09:00")
    await team.town.sleep_until("2026-11-25 09:05")
    take = f"/oncall take handover:{stamp(team)}"
    await team.bob.says("/oncall accept")
    await team.ann.says("/oncall accept")
    assert "Ann has it since" in await team.presses(team.dee, take)
    assert "primary: Ann" in await team.dee.says("/oncall")


async def test_whoever_comes_on_call_is_told_to_accept_what_she_takes(team: Crew) -> None:
    await team.town.sleep_until("2026-11-25 09:05")
    said = await team.presses(team.dee, f"/oncall take handover:{stamp(team)}")
    assert "It is your shift. Accept the hand-over, and it is done." in said
    assert "You are on call (primary)" in await team.dee.presses(said, "Accept handover")


async def test_a_shift_that_is_over_is_neither_accepted_nor_taken(team: Crew) -> None:
    await team.town.sleep_until("2026-11-25 09:05")
    old = stamp(team)
    await team.town.sleep_until("2026-11-26 09:05")
    for line in (f"accept {old}", f"take handover:{old}", f"call {old}"):
        assert "That shift is over." in (no := await team.presses(team.dee, f"/oncall {line}"))
        assert no.reply.buttons == ()
    assert "primary: Bob" in await team.dee.says("/oncall")


def stamp(team: Crew) -> int:
    """The number of the hand-over at nine today."""
    return int(team.town.now.replace(minute=0, second=0, microsecond=0).timestamp())
