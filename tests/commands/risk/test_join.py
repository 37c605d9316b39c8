"""The same problem twice: offered to be joined, and nothing that was typed is lost."""

from dataclasses import replace

from storage import Risk
from tests.commands.task.crew import Crew


async def risk(team: Crew, number: int) -> Risk:
    found = await team.town.storage.read(lambda unit: unit.risks.get(1, number))
    assert found is not None
    return found


async def count(team: Crew) -> int:
    return len(await team.town.storage.read(lambda unit: unit.risks.open(1)))


async def test_one_that_looks_the_same_is_asked_about_before_it_is_opened(team: Crew) -> None:
    await team.ann.says("/risk raise yellow kind:refunds Many want money back")
    asked = await team.bob.says('/risk raise yellow kind:refunds "Thirty refunds since noon" details:"all of batch 7"')
    assert asked.text.splitlines() == [
        "This looks the same as one that is open:", "▲ Risk 1, yellow: Many want money back",
        "Nothing is raised yet. What you wrote is kept.", "[Join it] [Raise anyway] [Show]",
    ]  # fmt: skip
    assert await count(team) == 1
    assert "It stands in the story of risk 1, and you help." in await team.bob.presses(asked, "Join it")
    card = team.cards()["risk:1"]
    assert "Helping: Bob" in card
    assert "Bob, Tue, Nov 24 20:00: Thirty refunds since noon" in card
    assert "all of batch 7" in card
    assert "This was raised or joined already" in await team.bob.presses(asked, "Raise anyway")


async def test_it_is_raised_anyway_with_all_that_was_typed(team: Crew) -> None:
    await team.ann.says("/risk raise blue Posts are late")
    asked = await team.bob.says("/risk raise yellow community:mums-club details:since-noon Posts are late again")
    assert "This was raised or joined already" in await team.presses(team.dee, asked.line("Raise anyway"))
    await team.bob.presses(asked, "Raise anyway")
    found = await risk(team, 2)
    assert (found.level, found.title, found.details) == ("yellow", "Posts are late again", "since-noon")
    assert found.community is not None


async def test_what_is_of_another_community_or_closed_or_unlike_is_not_the_same(team: Crew) -> None:
    await team.ann.says("/community add night-cafe")
    await team.ann.says("/risk raise blue community:mums-club Posts are late")
    await team.ann.says("/risk raise blue community:night-cafe Posts are late")
    await team.ann.says("/risk raise yellow A competitor copies us")
    assert await count(team) == 3
    await team.bob.says("/risk solve 1")
    await team.dee.says("/risk verify 1 done")
    await team.ann.says("/risk raise blue community:mums-club Posts are late")
    assert (await risk(team, 4)).level == "blue"


async def test_a_red_one_is_opened_at_once_and_joined_afterwards(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.town.looks_at_the_clock()
    said = await team.dee.says("/risk raise red details:knee-deep Gatehouse is flooded")
    assert await count(team) == 2
    assert said.line("Join them") == "/risk join 2 1"
    await team.town.looks_at_the_clock()
    assert "Risk 2 is part of risk 1 now." in await team.dee.presses(said, "Join them")
    cards = team.cards()
    assert "Dee joined it to risk 1, which goes on." in cards["risk:2"]
    assert "Helping: Dee" in cards["risk:1"]
    two = await risk(team, 2)
    assert (two.same_as, two.reason, two.state) == (1, "Part of risk 1", "closed")
    clocks = await team.town.storage.read(lambda unit: unit.risk_story.clocks([two.id]))
    assert all(clock.void for clock in clocks[two.id])
    await team.town.looks_at_the_clock()
    posts = await team.town.sleep_until("2026-11-24 20:50")
    assert [post.text for post in posts if "Risk 2" in post.text] == []
    assert [post.text for post in posts if "Risk 1" in post.text] != []


async def test_the_worse_of_two_stays(team: Crew) -> None:
    await team.ann.says("/risk raise yellow Gatehouse flooded")
    said = await team.dee.says("/risk raise red Gatehouse is flooded")
    assert said.line("Join them") == "/risk join 1 2"
    refused = await team.bob.says("/risk join 2 1")
    assert "Risk 2 is worse than risk 1. Join them the other way around." in refused
    await team.bob.presses(refused, "Join them")
    assert (await risk(team, 1)).same_as == 2
    assert "A risk cannot be part of itself." in await team.bob.says("/risk join 2 2")
    assert "Risk 1 is closed." in await team.bob.says("/risk join 1 2")
    assert "Risk 1 is closed." in await team.bob.says("/risk join 2 1")
    assert "There is no risk 99" in await team.bob.says("/risk join 2 99")


async def test_what_opens_by_itself_stays_open_in_the_one_that_it_is_part_of(team: Crew) -> None:
    await team.ann.says("/risk raise red kind:opinion They say that we cheat")
    one = await risk(team, 1)
    rule = f"negative:{one.id}"
    two = await team.town.storage.write(lambda unit: unit.risks.add(replace(one, title="20 an hour", rule=rule)))
    await team.bob.says(f"/risk join {two.number} 1")
    assert (await risk(team, 1)).rule == rule


async def test_the_story_of_a_part_says_what_it_is_part_of(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.ann.says("/risk raise red Cellar flooded")
    await team.bob.says("/risk join 2 1")
    assert "Telegram: Bob joined it to risk 1, which goes on." in await team.eve.says("/risk story 2")
    story = (await team.eve.says("/risk story 1")).text
    assert "Telegram: Bob joined it with: Cellar flooded, raised by Ann Tue, Nov 24 20:00" in story
    assert "Telegram: Ann helps" in story
    assert "Part of risk 1" not in await team.eve.says("/risk show 2")


async def test_what_a_part_was_called_does_not_push_the_newest_note_off_the_card(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk note 1 Pumps are on")
    await team.dee.says('/risk raise red "Cellar flooded" details:"knee-deep"')
    await team.bob.says("/risk join 2 1")
    card = team.cards()["risk:1"]
    assert "• Bob, Tue, Nov 24 20:00: Pumps are on" in card
    assert "Cellar" not in card
    assert "knee-deep" in await team.eve.says("/risk story 1")


async def test_what_somebody_knows_of_it_is_a_note_of_hers(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.dee.says("/risk join 1 The cellar is full, too")
    assert "• Dee, Tue, Nov 24 20:00: The cellar is full, too" in team.cards()["risk:1"]
    assert "Dee knows of it, too: The cellar is full, too" in await team.eve.says("/risk story 1")
