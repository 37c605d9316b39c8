"""What a risk is about, said after it was raised in one line."""

from tests.commands.task.crew import Crew


async def test_the_card_asks_for_what_the_line_did_not_say(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    assert team.card().splitlines()[-1].startswith("[Acknowledge] [Details] ")
    await team.bob.says("/risk ack 1")
    asked = await team.presses(team.bob, "/risk edit 1")
    assert [line for line in asked.text.splitlines() if line.startswith("?")] == [
        "? Kind", "? Community", "? What is known",
    ]  # fmt: skip
    await team.bob.fills(asked, kind="weather", community="mums-club", details="knee-deep")
    card = team.card().splitlines()
    assert {"• force majeure, Mums club", "• knee-deep", "• Checklist: 0/5"} <= {*card}
    assert "[Checklist]" in card[-1]
    assert "[Details]" not in card[-1]
    assert "1. Is everybody safe?" in await team.dee.says("/risk checklist 1")


async def test_it_is_typed_too_and_the_story_keeps_who_changed_what(team: Crew) -> None:
    await team.ann.says("/risk raise red details:knee-deep Gatehouse flooded")
    await team.bob.says("/risk edit 1 kind:opinion community:mums-club what:They write of it everywhere")
    assert "• They write of it everywhere" in team.card()
    await team.dee.says("/risk edit 1 kind:weather")
    story = (await team.eve.says("/risk story 1")).text
    assert "Telegram: Bob changed: Kind: public opinion" in story
    assert "Community: Mums club" in story
    assert "What is known: knee-deep → They write of it everywhere" in story
    assert "Telegram: Dee changed: Kind: public opinion → force majeure" in story
    assert "That is what stands there already." in await team.dee.says("/risk edit 1 kind:weather")


async def test_the_form_holds_what_is_known(team: Crew) -> None:
    await team.ann.says("/risk raise red kind:weather Gatehouse flooded")
    assert team.card().splitlines()[-1].endswith("[Level down] [Details]")
    asked = await team.bob.says("/risk edit")
    assert "? Kind = weather" in asked


async def test_the_owner_of_the_community_is_called_from_then_on(team: Crew) -> None:
    await team.ann.says("/community edit mums-club owner:@dee")
    await team.ann.says("/risk raise blue Posts are late")
    await team.town.sleep_until("2026-11-24 20:05")
    await team.bob.says("/risk edit 1 community:mums-club")
    await team.ann.says("/risk level 1 yellow")
    assert "• Called: Dee, Tue, Nov 24 20:05" in team.card()


async def test_nothing_is_changed_about_one_that_is_closed(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk solve 1")
    await team.dee.says("/risk verify 1 dry")
    for line in ("/risk edit 1", "/risk edit 1 kind:weather"):
        assert "Risk 1 is closed." in await team.bob.says(line)
