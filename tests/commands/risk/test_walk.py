"""A risk from its raising to its end: clocks, levels, solved by one and verified by another."""

from tests.commands.task.crew import Crew


async def raised(team: Crew, words: str = "red Gatehouse flooded") -> None:
    await team.ann.says(f"/risk raise {words}")
    await team.town.looks_at_the_clock()


async def test_the_card_is_up_at_once_with_its_clocks(team: Crew) -> None:
    said = await team.ann.says("/risk raise red kind:weather community:mums-club Gatehouse flooded")
    assert said.text == ""
    assert team.card().splitlines() == [
        "‼ Risk 1, red: Gatehouse flooded", "• Nobody has it yet.", "• Called: Bob, Tue, Nov 24 20:00",
        "• Step 1 of 4: monitor, next: identify", "• Acknowledgement: until 20:15, 15 min left",
        "• First response: until 20:30, 30 min left", "• Statement: until 22:00, 2 h left",
        "• Solution: until Wed, Nov 25 20:00, 1 d left", "• Checklist: 0/5", "• force majeure, Mums club",
        "• Raised by Ann, Tue, Nov 24 20:00",
        "[Acknowledge] [I help] [Note] [Statement] [Solved] [Hand over] [Level down]",
    ]  # fmt: skip


async def test_what_a_message_says_is_what_is_known(team: Crew) -> None:
    said = await team.ann.says("/risk raise blue")
    assert said.reply.form is not None
    await team.ann.says("/risk raise purple Gatehouse")
    assert team.cards() == {}


async def test_solved_by_one_verified_by_another(team: Crew) -> None:
    await raised(team)
    await team.bob.says("/risk ack 1")
    await team.bob.says("/risk note 1 Pumps are on")
    assert "First response: done in time" in team.card()
    assert "Nobody said that risk 1 is solved." in await team.dee.says("/risk verify 1 dry")
    assert "Now somebody else has to verify it." in await team.bob.says("/risk solve 1")
    assert "[Verified] [Not solved] [Note]" in team.card()
    assert "somebody else has to verify it" in await team.bob.says("/risk verify 1 dry")
    assert "Bob said already that it is solved." in await team.dee.says("/risk solve 1")
    await team.dee.says("/risk back 1 water is back")
    assert "Solution: until Wed, Nov 25 20:00, 1 d left" in team.card()
    await team.bob.says("/risk solve 1")
    await team.dee.says("/risk verify 1 The cellar is dry")
    assert team.card().splitlines()[1:3] == [
        "• Verified by Dee and closed: The cellar is dry", "• Dee, Tue, Nov 24 20:00: water is back"
    ]  # fmt: skip
    assert "Risk 1 is closed." in await team.bob.says("/risk note 1 more")
    assert "No risk is open." in await team.bob.says("/risk list")
    assert "Risk 1, red: Gatehouse flooded" in await team.bob.says("/risk list closed")


async def test_nothing_is_said_of_one_that_is_closed(team: Crew) -> None:
    await raised(team)
    await team.bob.says("/risk solve 1")
    await team.dee.says("/risk verify 1 dry")
    await team.town.looks_at_the_clock()
    await team.town.looks_at_the_clock()  # its report, and what is asked of those who took part
    posts = await team.town.sleep_until("2026-11-26 23:00")
    assert [post.text for post in posts if "Risk 1" in post.text] == []


async def test_whoever_has_it_is_nudged_and_those_who_lead_hear_of_what_is_late(team: Crew) -> None:
    await raised(team)
    await team.bob.says("/risk ack 1")
    posts = await team.town.sleep_until("2026-11-24 20:40")
    told = [f"{post.local()[11:]} {post.address.chat}: {post.text.splitlines()[1]}" for post in posts
            if post.letter.card is None and "Risk 1" in post.text]  # fmt: skip
    assert told == [
        "20:15 bob: First response: 15 min left, until Tue, Nov 24 20:30.",
        "20:24 bob: First response: 6 min left, until Tue, Nov 24 20:30.",
        "20:30 bob: First response was due Tue, Nov 24 20:30. Nobody has done it.",
        "20:30 ann: First response was due Tue, Nov 24 20:30. Nobody has done it.",
    ]  # fmt: skip


async def test_another_level_has_other_clocks_and_they_begin_now(team: Crew) -> None:
    await raised(team, "yellow Posts are late")
    await team.bob.says("/risk ack 1")
    await team.town.sleep_until("2026-11-24 21:00")
    assert "It is red now." in await team.bob.says("/risk level 1 red")
    card = team.card()
    assert "Risk 1, red" in card
    assert "Revised plan" not in card
    assert "Acknowledgement:" not in card
    assert "First response: until 21:30, 30 min left" in card
    assert "It is red already." in await team.bob.says("/risk level 1 red")


async def test_a_level_that_comes_back_goes_on_with_its_clocks(team: Crew) -> None:
    await raised(team)
    await team.bob.says("/risk ack 1")
    await team.bob.says("/risk note 1 Pumps are on")
    await team.town.sleep_until("2026-11-24 20:20")
    await team.bob.says("/risk level 1 down")
    assert "Revised plan: until Thu, Nov 26 20:20, 2 d left" in team.card()
    assert "Solution" not in team.card()
    await team.town.sleep_until("2026-11-24 20:22")
    await team.bob.says("/risk level 1 up")
    clocks = [line for line in team.card().splitlines() if line.startswith(("• First", "• Sol", "• State", "• Rev"))]
    assert clocks == [
        "• First response: done in time", "• Statement: until 22:00, 1 h 38 min left",
        "• Solution: until Wed, Nov 25 20:00, 23 h 38 min left",
    ]  # fmt: skip
    posts = await team.town.sleep_until("2026-11-24 21:10")
    await team.bob.says("/risk note 1 Nearly dry")
    posts += await team.town.sleep_until("2026-11-24 21:40")
    nudges = [post.text.splitlines()[1] for post in posts if "left, until" in post.text]
    assert nudges[:2] == [
        "Statement: 1 h left, until Tue, Nov 24 22:00.", "Statement: 24 min left, until Tue, Nov 24 22:00.",
    ]  # fmt: skip
    await team.bob.says("/risk solve 1")
    await team.dee.says("/risk verify 1 dry")
    report = str(await team.dee.says("/risk report 1"))
    assert [line for line in report.splitlines() if ("Statement" in line or "plan" in line) and "Late" not in line] == [
        "• Statement: closed before it was due"
    ]


async def test_what_came_due_at_another_level_is_late_when_the_first_one_comes_back(team: Crew) -> None:
    await raised(team)
    await team.bob.says("/risk ack 1")
    await team.town.sleep_until("2026-11-24 20:01")
    await team.bob.says("/risk level 1 blue")
    await team.town.sleep_until("2026-11-24 20:40")
    await team.bob.says("/risk level 1 red")
    assert "First response: 10 min overdue" in team.card()
    posts = await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()
    late = "First response was due Tue, Nov 24 20:30. Nobody has done it."
    assert {post.address.chat for post in posts if late in post} == {"ann", "bob"}


async def test_a_note_at_another_level_is_the_response_when_the_first_one_comes_back(team: Crew) -> None:
    await raised(team)
    await team.bob.says("/risk ack 1")
    await team.town.sleep_until("2026-11-24 20:01")
    await team.bob.says("/risk level 1 blue")
    await team.bob.says("/risk note 1 Pumps are on")
    await team.bob.says("/risk level 1 red")
    assert "First response" not in team.card()
    assert "Solution: until Wed, Nov 25 20:00" in team.card()


async def test_a_hand_over_or_nobody_ends_the_quiet(team: Crew) -> None:
    await raised(team)
    await team.bob.says("/risk ack 1")
    await team.bob.says("/risk silence 1")
    assert "No nudges until" in team.card()
    await team.bob.says("/risk handover 1 @dee")
    assert "No nudges until" not in team.card()
    posts = await team.town.sleep_until("2026-11-24 20:16")
    assert [post.address.chat for post in posts if "First response: 15 min left" in post] == ["dee"]
    await team.town.sleep_until("2026-11-24 20:50")
    await team.dee.says("/risk silence 1")
    await team.town.sleep_until("2026-11-24 21:01")
    await team.bob.says("/risk ack 1")
    assert "No nudges until" not in team.card()


async def test_one_that_is_quiet_still_says_what_is_late(team: Crew) -> None:
    await raised(team)
    assert "Nobody has it yet" in await team.bob.says("/risk silence 1")
    await team.bob.says("/risk ack 1")
    assert "Quiet until Tue, Nov 24 21:00." in await team.bob.says("/risk silence 1")
    posts = await team.town.sleep_until("2026-11-24 20:40")
    said = [post.text for post in posts if post.letter.card is None and post.address.chat == "bob"]
    assert [one.splitlines()[1] for one in said if "Risk 1" in one] == [
        "First response was due Tue, Nov 24 20:30. Nobody has done it."
    ]


async def test_it_is_given_to_somebody_who_hears_of_it(team: Crew) -> None:
    await raised(team)
    await team.bob.says("/risk ack 1")
    assert "Dee has it now, and is told in private." in await team.bob.says("/risk handover 1 @dee")
    assert "Dee has it, since" in team.card()
    posts = await team.town.looks_at_the_clock()
    assert [post.text.splitlines()[1] for post in posts if post.address.chat == "dee"] == [
        "Bob gave you this risk: you have it in hand now."
    ]
    assert "Eve only watches here." in await team.bob.says("/risk handover 1 @eve")


async def test_whoever_solves_what_nobody_had_has_it_since_then(team: Crew) -> None:
    await raised(team)
    await team.town.sleep_until("2026-11-24 20:10")
    await team.dee.says("/risk solve 1")
    assert "Dee has it, since Tue, Nov 24 20:10 on Telegram." in await team.bob.says("/risk ack 1")
    await team.bob.says("/risk back 1 it is not")
    assert "Dee has it, since Tue, Nov 24 20:10 on Telegram." in team.card()


async def test_the_response_that_was_not_given_is_due_again_when_it_is_not_solved(team: Crew) -> None:
    await raised(team)
    await team.bob.says("/risk ack 1")
    await team.bob.says("/risk solve 1")
    await team.town.sleep_until("2026-11-24 20:05")
    await team.dee.says("/risk back 1 water is back")
    assert "First response: until 20:30, 25 min left" in team.card()
    await team.bob.says("/risk note 1 Pumps are on")
    await team.bob.says("/risk solve 1")
    await team.dee.says("/risk back 1 and again")
    assert "First response: done in time" in team.card()


async def test_what_came_due_while_it_was_called_solved_is_told_once_it_is_not(team: Crew) -> None:
    await raised(team)
    await team.bob.says("/risk ack 1")
    await team.bob.says("/risk solve 1")
    await team.town.sleep_until("2026-11-25 20:10")
    await team.dee.says("/risk back 1 water is back")
    late = "Solution was due Wed, Nov 25 20:00. Nobody has done it."
    posts = await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()
    assert {post.address.chat for post in posts if late in post} == {"ann", "bob"}
    await team.bob.says("/risk solve 1")
    await team.dee.says("/risk back 1 and again")
    posts = await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()
    assert [post for post in posts if late in post] == []


async def test_the_level_of_what_is_solved_stays_as_it_is(team: Crew) -> None:
    await raised(team)
    await team.bob.says("/risk solve 1")
    refused = await team.dee.says("/risk level 1 yellow")
    assert "Bob said already that it is solved." in refused
    assert refused.line("Not solved") == "/risk back 1"
    await team.dee.says("/risk back 1 water is back")
    assert "It is yellow now." in await team.dee.says("/risk level 1 yellow")


async def test_the_story_says_who_gave_it_away(team: Crew) -> None:
    await raised(team)
    assert "You have it. Write a note" in await team.bob.says("/risk handover 1 @bob")
    await team.bob.says("/risk handover 1 @dee")
    lines = str(await team.eve.says("/risk story 1")).splitlines()
    assert "• Tue, Nov 24 20:00, Telegram: Bob was given it" in lines
    assert "• Tue, Nov 24 20:00, Telegram: Dee was given it by Bob" in lines


async def test_what_does_not_fit_into_a_title_is_kept_as_what_is_known(team: Crew) -> None:
    long = "Water " * 40 + "up to the third floor"
    await team.ann.says(f'/risk raise red {long} details:"Nobody is hurt"')
    assert team.card().splitlines()[0].endswith("…")
    shown = await team.ann.says("/risk show 1")
    assert "up to the third floor" in shown
    assert "Nobody is hurt" in shown


async def test_whoever_has_it_is_not_named_as_a_helper_as_well(team: Crew) -> None:
    await raised(team)
    await team.bob.says("/risk help 1")
    await team.dee.says("/risk help 1")
    await team.bob.says("/risk ack 1")
    assert "• Helping: Dee" in team.card().splitlines()


async def test_whoever_solved_it_is_refused_before_a_reason_is_asked_for(team: Crew) -> None:
    await raised(team)
    assert "Nobody said that risk 1 is solved." in await team.bob.says("/risk verify 1")
    await team.bob.says("/risk solve 1")
    assert "somebody else has to verify it." in await team.bob.says("/risk verify 1")
    asked = await team.dee.says("/risk verify 1")
    assert asked.text.splitlines() == ["form ‼ 1 · Gatehouse flooded", "? Why is it solved?"]
    assert "Number of the risk" not in asked
    assert str(await team.dee.fills(asked, why="All is dry")) == "", "the card and the report say it"
    assert "Verified by Dee and closed: All is dry" in team.card()
    posts = await team.town.looks_at_the_clock()
    assert [post for post in posts if post.letter.card == "riskreport:1" and "Closed by Dee: All is dry" in post]


async def test_in_private_it_is_said_that_a_risk_is_closed(team: Crew) -> None:
    await raised(team)
    await team.bob.says("/risk solve 1")
    assert "Verified and closed." in await team.dee.in_private().says("/risk verify 1 All is dry")


async def test_what_is_known_goes_on_to_the_end_of_the_line_without_quotes(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded details:Nobody is hurt kind:weather")
    card = team.card().splitlines()
    assert card[0] == "‼ Risk 1, red: Gatehouse flooded"
    assert {"• Nobody is hurt", "• force majeure"} <= set(card)


async def test_a_level_is_known_by_its_one_chinese_sign(team: Crew) -> None:
    await team.ann.says("/risk raise 红 门卫室进水")
    await team.ann.says("/risk level 1 黃")
    assert team.card().splitlines()[0] == "▲ Risk 1, yellow: 门卫室进水"


async def test_somebody_who_is_meant_is_suggested_once(team: Crew) -> None:
    await raised(team)
    said = await team.ann.says("/risk handover 1 @bobb")
    assert said.text.splitlines()[-1] == "Did you mean `Bob`?"
