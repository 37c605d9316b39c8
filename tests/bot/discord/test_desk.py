"""The real commands on Discord: founding a team, a day's numbers, a code for one person."""

from collections.abc import AsyncIterator

import discord
import pytest

from commands.kit.menu import Menu
from storage import Storage

from .conftest import Town, settled
from .office import opened


@pytest.fixture
async def lake(sqlite_storage: Storage) -> AsyncIterator[Town]:
    async with opened(sqlite_storage, Menu.find()) as office:
        yield await settled(office)


async def test_a_team_is_founded_and_files_its_numbers(lake: Town) -> None:
    founded = await lake.says(lake.ann, "setup here")
    assert founded.response is not None
    assert "director" in founded.response.content
    filed = await lake.says(lake.bob, "daily", joined="32", text="active 1.2k")
    assert filed.response is not None
    assert not filed.ephemeral
    assert "1,200" in filed.response.content


async def test_the_server_of_a_channel_is_kept_for_links_to_its_messages(lake: Town) -> None:
    await lake.says(lake.ann, "setup here")
    (place,) = await lake.office.storage.read(lambda unit: unit.places.of(1))
    assert place.server == str(lake.guild.id)


@pytest.mark.parametrize(
    ("options", "right"),
    [
        ({"left": "abc", "engaged": "300"}, {"left": "4"}),
        ({"date": "tomorow", "engaged": "300"}, {"date": "today"}),
    ],
)
async def test_a_bad_option_is_mended_in_a_form_that_holds_the_others(
    lake: Town, options: dict[str, str], right: dict[str, str]
) -> None:
    await lake.says(lake.ann, "setup here")
    refused = await lake.says(lake.bob, "daily", None, **options)
    (told,) = refused.followups
    assert told.ephemeral
    shown = await lake.presses(lake.bob, told, "Fill in")
    assert shown.modal is not None
    fields = [label["component"] for label in shown.modal["components"] if "component" in label]
    values = {field["custom_id"]: field["value"] for field in fields}
    assert values == options
    filed = await lake.submits(lake.bob, shown, **(values | right))
    assert filed.response is not None
    assert "300" in filed.response.content
    assert not filed.ephemeral


async def test_the_numbers_can_be_filled_into_the_form(lake: Town) -> None:
    await lake.says(lake.ann, "setup here")
    shown = await lake.says(lake.bob, "daily")
    assert shown.modal is not None
    first = shown.modal["components"][0]["component"]["custom_id"]
    noted = await lake.submits(lake.bob, shown, **{first: "120"})
    assert noted.ephemeral
    saved = await lake.presses(lake.bob, noted.response, "Save")
    assert any("120" in message.content for message in saved.followups)


async def test_a_form_saved_too_early_says_what_it_needs_and_opens_there(lake: Town) -> None:
    await lake.says(lake.ann, "setup here")
    shown = await lake.says(lake.bob, "activity propose")
    about = {"name": "Lantern evening", "tier": ["light"], "goal": "200 orders", "start": "2036-11-28 20:00"}
    noted = await lake.submits(lake.bob, shown, **about)
    (told,) = (await lake.presses(lake.bob, noted.response, "Save")).followups
    assert "Still needed: Expected revenue, Expected cost, Risks, and Plan B" in told.content
    again = await lake.presses(lake.bob, told, "Fill in")
    assert again.modal is not None
    assert again.modal["title"].endswith("(2/3)")


async def test_a_code_for_one_person_is_shown_to_her_alone(lake: Town) -> None:
    await lake.says(lake.ann, "setup here")
    link = await lake.says(lake.ann, "link")
    assert link.ephemeral
    assert link.response is not None
    assert "/link" in link.response.content


async def test_only_those_who_administer_the_server_found_a_team(lake: Town) -> None:
    refused = await lake.says(lake.bob, "setup here")
    assert refused.followups[0].ephemeral


async def test_whoever_may_manage_the_server_administers_it(lake: Town) -> None:
    may = discord.Permissions(manage_guild=True)
    keeper = lake.guild.add_member(
        lake.env.create_user("carol"), roles=[lake.guild.create_role("keeper", permissions=may)]
    )
    founded = await lake.says(keeper, "setup here")
    assert founded.response is not None
    assert "director" in founded.response.content


async def test_a_setting_is_changed_by_pressing_in_the_answer_to_the_founding(lake: Town) -> None:
    founded = await lake.says(lake.ann, "setup here")
    assert founded.response is not None
    for button, shown in (("Time zone", "Press what it should be"), ("Tokyo", "Asia/Tokyo"), ("Country", "Japan")):
        await lake.presses(lake.ann, founded.response, button)
        now = lake.channel.last_message
        assert now is not None
        assert shown in now.content
        assert now.id == founded.response.id


async def test_a_message_becomes_a_risk_whose_level_is_asked(lake: Town) -> None:
    await lake.says(lake.ann, "setup here")
    message = await lake.bob.send(lake.channel, "They sell tickets twice")
    result = await lake.ann.context_menu(lake.channel, "Raise it as a risk", message)
    await lake.office.quiet()
    assert result.modal is not None
    assert [each["component"].get("value") for each in result.modal["components"][:2]] == [
        None, "They sell tickets twice"
    ]  # fmt: skip
    await lake.ann.submit_modal(result, {"level": ["yellow"], "title": "They sell tickets twice"})
    await lake.office.quiet()
    shown = [message.content for message in lake.channel.history() if "Risk 1, yellow" in message.content]
    assert len(shown) == 1


async def test_a_command_that_is_chosen_for_a_message_takes_its_words_and_whose_they_are(lake: Town) -> None:
    await lake.says(lake.ann, "setup here")
    await lake.says(lake.bob, "join")
    for name, said in (("Make it a task", "Task 1: Print the posters"),
                       ("Write it down as promised", "Promise 1: Print the posters")):  # fmt: skip
        message = await lake.bob.send(lake.channel, "Print the posters")
        result = await lake.ann.context_menu(lake.channel, name, message)
        await lake.office.quiet()
        assert any(said in one.content for one in [result.response, *result.followups] if one is not None)
    cards = [message.content for message in lake.channel.history() if "Promised by Bob" in message.content]
    assert len(cards) == 1


async def test_a_message_is_kept_in_the_story_of_a_risk_with_whose_it_is(lake: Town) -> None:
    await lake.says(lake.ann, "setup here")
    await lake.says(lake.bob, "join")
    await lake.says(lake.ann, "risk raise", level="red", title="Gatehouse flooded")
    message = await lake.bob.send(lake.channel, "Water comes through the door")
    result = await lake.ann.context_menu(lake.channel, "Add to a risk", message)
    await lake.office.quiet()
    said = [one.content for one in [result.response, *result.followups] if one is not None]
    assert any("It is in the story of risk 1 now." in one for one in said)
    cards = [message.content for message in lake.channel.history() if "Risk 1" in message.content]
    assert any("Bob" in one and "Water comes through the door" in one for one in cards)


async def test_free_words_that_begin_with_a_number_are_kept_beside_the_number_of_a_risk(lake: Town) -> None:
    await lake.says(lake.ann, "setup here")
    await lake.says(lake.ann, "risk raise", level="red", title="Gatehouse flooded")
    await lake.says(lake.bob, "risk statement", number=1, text="3 posts are wrong.")
    await lake.says(lake.bob, "risk note", number=1, text="2 pumps are on")
    story = await lake.office.storage.read(lambda unit: unit.risk_story.story(1))
    said = {one.deed: one.words for one in story}
    assert (said["written"], said["noted"]) == ("3 posts are wrong.", "2 pumps are on")
