"""Buttons in private messages: who presses there is alone with the bot, in no server."""

import discord
import simcord

from commands.kit import Button, reply, text

from .conftest import Town
from .test_delivery import HELLO, letter

BUTTONS = [
    Button(text("On")(), "/lamp-on"), Button(text("Peek")(), "/secret"), Button(text("Order")(), "/order"),
]  # fmt: skip


async def told(town: Town) -> discord.Message:
    """Bob, who is a member, has been written to."""
    await town.says(town.bob, "say", text="hello")
    await town.office.post(letter(f"@{town.bob.id}", reply(HELLO, buttons=BUTTONS)))
    message = town.bob.user.dm_channel.last_message
    assert message is not None
    return message


async def presses(town: Town, message: discord.Message, label: str) -> simcord.InteractionResult:
    result: simcord.InteractionResult = await town.bob.user.click(message, label=label)
    await town.office.quiet()
    return result


def stands(town: Town) -> list[str]:
    """What Bob reads there, oldest first."""
    return [said.content for said in sorted(town.bob.user.dm_channel.history(), key=lambda said: said.id)]


async def test_a_press_changes_the_message(town: Town) -> None:
    await presses(town, await told(town), "On")
    assert stands(town) == ["Bob turned the lamp on."]


async def test_an_answer_for_one_is_an_ordinary_message(town: Town) -> None:
    result = await presses(town, await told(town), "Peek")
    assert stands(town) == ["Hello.", "The word is swordfish."]
    assert not result.ephemeral


async def test_a_form_is_filled_in_page_by_page_over_a_restart(town: Town) -> None:
    shown = await presses(town, await told(town), "Order")
    await town.office.restart()
    noted = await town.bob.user.submit_modal(shown, {"what": "tea", "size": ["small"], "where": "lobby", "count": "2"})
    await town.office.quiet()
    assert stands(town)[-1] == "Page 1 of 2 is noted. Nothing is saved yet."
    assert not noted.ephemeral
    message = town.bob.user.dm_channel.last_message
    assert message is not None
    await town.office.restart()
    shown = await presses(town, message, "Next")
    await town.bob.user.submit_modal(shown, {"by": "fri"})
    await town.office.quiet()
    assert stands(town)[-1] == "Bob ordered 2 small tea for lobby: \\-"
    assert town.channel.last_message is None or "tea" not in town.channel.last_message.content


async def test_a_form_that_comes_too_late_waits_behind_a_button_there(town: Town) -> None:
    message = await told(town)
    town.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062, message="Unknown interaction")
    await presses(town, message, "Order")
    offered = town.bob.user.dm_channel.last_message
    assert offered is not None
    assert offered.content == "**Order something**"
    assert (await presses(town, offered, "Fill in")).modal is not None


async def test_an_answer_that_comes_after_the_token_is_a_message_there(town: Town) -> None:
    message = await told(town)
    town.env.inject_error("POST", "/webhooks/*", status=404, code=10015, message="Unknown Webhook")
    await presses(town, message, "Peek")
    assert stands(town) == ["Hello.", "The word is swordfish."]


async def test_whoever_left_the_team_reaches_nothing_by_an_old_button(town: Town) -> None:
    message = await told(town)
    shown = await presses(town, message, "Order")
    bob = await town.office.storage.read(lambda unit: unit.people.by_account(1, "discord", str(town.bob.id)))
    assert bob is not None
    gone = bob.id
    await town.office.storage.write(lambda unit: unit.people.change(1, gone, left_at=town.office.clock()))
    for label in ("On", "Peek"):
        await presses(town, message, label)
    await town.bob.user.submit_modal(shown, {"what": "tea", "size": ["small"], "where": "lobby"})
    await town.office.quiet()
    assert (await presses(town, message, "Order")).modal is None
    refused = "You are not a member of this team yet."
    form_gone = "This form is no longer open. Nothing was lost that had been saved; start again with the command."
    assert stands(town) == ["Hello.", refused, refused, form_gone, refused]
    assert [said.components for said in town.bob.user.dm_channel.history()].count([]) == 4


async def test_what_belonged_into_a_channel_and_came_too_late_has_no_buttons(town: Town) -> None:
    late = letter(town.channel.id, reply(HELLO, buttons=BUTTONS), reader=str(town.bob.id))
    await town.office.post(late)
    message = town.bob.user.dm_channel.last_message
    assert message is not None
    assert (message.content, message.components) == ("Hello.", [])


async def test_a_full_disk_is_told_there(town: Town) -> None:
    message = await told(town)
    town.office.process.full = True
    await presses(town, message, "On")
    assert stands(town) == [
        "Hello.", "I could not save that just now; nothing was done. Please try again in a moment.",
    ]  # fmt: skip


async def test_a_group_of_friends_is_not_private(town: Town) -> None:
    await presses(town, await told(town), "Peek")
    friends = {"id": "88", "type": 3, "recipients": [], "name": "friends"}
    await town.office.repeat(id="77", channel=friends, channel_id="88")
    (answer,) = town.office.requests("POST", "/interactions/77/*/callback")
    assert "in the channels of your server" in answer["data"]["content"]
    assert answer["data"]["flags"] == 64


async def test_closed_private_messages_stay_closed_until_one_arrives(town: Town) -> None:
    """What she says in the server proves nothing."""
    await town.says(town.bob, "say", text="hello")
    town.env.inject_error("POST", "/channels/*/messages", status=403, code=50007, message="Cannot send messages")
    await town.office.post(letter(f"@{town.bob.id}"))
    await town.says(town.bob, "say", text="hello again")
    known = await town.office.storage.read(lambda unit: unit.accounts.get("discord", str(town.bob.id)))
    assert known is not None
    assert known[0].direct is None
    await town.office.post(letter(f"@{town.bob.id}"))
    known = await town.office.storage.read(lambda unit: unit.accounts.get("discord", str(town.bob.id)))
    assert known is not None
    assert known[0].direct == f"@{town.bob.id}"
