"""What waits to be verified, and what comes of it."""

from tests.commands.task.crew import Crew

from .test_calls import calls


async def test_what_waits_to_be_verified_is_given_to_nobody(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk solve 1")
    for line in ("/risk handover 1 @dee", "/risk handover 1"):
        refused = await team.ann.says(line)
        assert "Bob said already that it is solved. Somebody else has to verify it." in refused
        assert (refused.line("Verified"), refused.line("Not solved")) == ("/risk verify 1", "/risk back 1")
    await team.ann.says("/risk back 1 wet again")
    assert "Dee has it now, and is told in private." in await team.ann.says("/risk handover 1 @dee")


async def test_of_a_closed_one_no_form_asks_anything(team: Crew) -> None:
    """On Discord what was said in options comes back in a form, where other words could change the answer."""
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk solve 1")
    await team.dee.says("/risk verify 1 dry")
    refused = await team.ann.says("/risk verify", number="1", why="dry")
    assert "Risk 1 is closed." in refused
    assert refused.reply.form is None


async def test_what_is_not_solved_and_was_hers_who_stopped_working_calls_anew(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk ack 1")
    await team.bob.says("/risk solve 1")
    await team.ann.says("/role @bob observer")
    await team.town.looks_at_the_clock()
    assert "It goes on." in await team.dee.says("/risk back 1 wet again")
    assert calls(await team.town.looks_at_the_clock() + await team.town.looks_at_the_clock()) != []


async def test_in_a_chat_without_reports_it_says_that_it_is_closed(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk solve 1")
    await team.ann.says("/setup change purpose:alerts")
    assert "Verified and closed." in await team.dee.says("/risk verify 1 dry")


async def test_why_it_is_not_solved_is_the_newest_note_on_its_card(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk note 1 Pumps are on")
    await team.bob.says("/risk solve 1")
    team.town.sleep(minutes=2)
    await team.dee.says("/risk back 1 it is wet again")
    assert "• Dee, Tue, Nov 24 20:02: it is wet again" in team.card()
    assert "Pumps are on" not in team.card()
