"""Slash commands and presses through discord.py itself: what people see, and who sees it."""

import simcord

from .conftest import Town


def said(result: simcord.InteractionResult) -> str:
    """What the answer in place says."""
    assert result.response is not None
    return result.response.content


async def test_a_command_is_answered_in_place(place: Town) -> None:
    result = await place.says(place.ann, "setup here")
    assert said(result) == "Welcome to ops."
    assert not result.ephemeral


async def test_a_private_command_is_answered_for_one(town: Town) -> None:
    result = await town.says(town.ann, "secret")
    assert said(result) == "The word is swordfish."
    assert result.ephemeral


async def test_an_answer_that_turns_out_private_replaces_the_public_promise(town: Town) -> None:
    result = await town.says(town.ann, "whisper")
    assert result.response is None
    assert [message.content for message in result.followups] == ["Only you hear this."]
    assert result.followups[0].ephemeral


async def test_a_refusal_is_for_the_asker_alone(place: Town) -> None:
    result = await place.says(place.bob, "setup here")
    (refusal,) = result.followups
    assert "only for people who administer" in refusal.content
    assert refusal.ephemeral


async def test_a_bug_is_answered_with_its_number(town: Town) -> None:
    result = await town.says(town.ann, "break")
    (answer,) = result.followups
    assert "Something broke on our side" in answer.content
    assert answer.ephemeral


async def test_free_words_are_typed_into_the_option_text(town: Town) -> None:
    result = await town.says(town.bob, "say", text="hello *all* @everyone <@1>")
    assert said(result) == r"Bob says: hello \*all\* \@everyone \<\@1\>"


async def test_an_empty_required_argument_opens_the_form(town: Town) -> None:
    result = await town.says(town.ann, "say")
    assert result.modal is not None
    assert result.modal["title"] == "Say something to all"
    assert result.followups == [], "the form is the answer; no message repeats it"
    answer = await town.submits(town.ann, result, text="from the form")
    assert said(answer) == "Ann Lee says: from the form"
    assert not answer.ephemeral


async def test_a_long_form_is_asked_page_by_page(town: Town) -> None:
    first = await town.says(town.ann, "order", what="paint")
    assert first.modal is not None
    fields = [label["component"] for label in first.modal["components"]]
    assert [field["custom_id"] for field in fields] == ["what", "size", "where", "count", "note"]
    assert fields[0]["value"] == "paint"
    assert [option["label"] for option in fields[1]["options"]] == ["Small", "Big"]
    noted = await town.submits(town.ann, first, what="blue paint", size=["large"], where="the hall", count="3")
    assert said(noted) == "Page 1 of 2 is noted. Nothing is saved yet."
    assert noted.ephemeral
    second = await town.presses(town.ann, noted.response, "Next")
    assert second.modal is not None
    assert "(2/2)" in second.modal["title"]
    answer = await town.submits(town.ann, second, hurry="yes")
    assert said(answer) == "Ann Lee ordered 3 large blue paint for the hall: in a hurry"
    assert not answer.ephemeral


async def test_a_wrong_answer_brings_the_form_back_filled(town: Town) -> None:
    first = await town.says(town.ann, "order")
    wrong = await town.submits(town.ann, first, what="paint", size=["small"], where="hall", count="many")
    assert wrong.ephemeral
    assert "I can't read many as “How many”." in said(wrong)
    again = await town.presses(town.ann, wrong.response, "Fill in")
    assert again.modal is not None
    assert "(1/2)" in again.modal["title"]
    assert again.modal["components"][-5]["component"]["value"] == "paint"
    noted = await town.submits(
        town.ann, again, what="paint", size=["small"], where="hall", count="3"
    )  # fmt: skip
    assert "Page 1 of 2 is noted." in said(noted)


async def test_a_form_that_was_open_before_a_restart_is_accepted(town: Town) -> None:
    shown = await town.says(town.ann, "say")
    await town.office.restart()
    answer = await town.submits(town.ann, shown, text="still here")
    assert said(answer) == "Ann Lee says: still here"


async def test_a_button_from_before_a_restart_works(town: Town) -> None:
    lamp = await town.says(town.ann, "lamp")
    await town.office.restart()
    await town.presses(town.bob, lamp.response, "On")
    assert said(lamp) == "Bob turned the lamp on."
    assert lamp.response is not None
    assert lamp.response.components == []


async def test_a_press_can_be_answered_for_one(town: Town) -> None:
    lamp = await town.says(town.ann, "lamp")
    peek = await town.presses(town.bob, lamp.response, "Peek")
    assert [(message.content, message.ephemeral) for message in peek.followups] == [("The word is swordfish.", True)]
    assert said(lamp) == "**The lamp is off.**"


async def test_a_press_can_open_a_form(town: Town) -> None:
    lamp = await town.says(town.ann, "lamp")
    shown = await town.presses(town.bob, lamp.response, "Order")
    assert shown.modal is not None


async def test_where_there_is_nothing_to_say_the_promise_goes_away(town: Town) -> None:
    result = await town.says(town.ann, "silent")
    assert result.response is None
    assert result.followups == []


async def test_a_long_answer_comes_in_several_messages(town: Town) -> None:
    result = await town.says(town.ann, "table")
    parts = [said(result), *(message.content for message in result.followups)]
    assert len(parts) > 1
    assert all(len(part) <= 2000 and part.startswith("```") for part in parts)
    assert "row 399" in parts[-1]


async def test_a_thread_belongs_to_its_channel(town: Town) -> None:
    thread = await town.thread("side room")
    result = await town.says(town.ann, "setup show", thread)
    assert said(result) == "This is ops."


async def test_a_thread_can_be_the_place_of_a_team(place: Town) -> None:
    thread = await place.thread("side room")
    await place.says(place.ann, "setup here", thread)
    places = await place.office.storage.read(lambda unit: unit.places.all("discord"))
    assert [(p.address.chat, p.address.thread) for p in places] == [(str(place.channel.id), str(thread.id))]


async def test_what_is_said_to_all_is_posted_in_the_other_channels(town: Town) -> None:
    other = town.guild.create_text_channel("lobby")
    await town.office.bind(other.id)
    await town.says(town.bob, "say", text="good morning")
    assert other.last_message is not None
    assert other.last_message.content == "Bob says: good morning"


async def test_in_private_messages_nothing_is_done(town: Town) -> None:
    await town.says(town.bob, "say", text="once")
    user = {"id": str(town.bob.id), "username": "bob", "discriminator": "0", "avatar": None}
    await town.office.repeat(id="77", guild_id=None, member=None, user=user)
    (answer,) = town.office.requests("POST", "/interactions/77/*/callback")
    assert "in the channels of your server" in answer["data"]["content"]
    assert answer["data"]["flags"] == 64
    assert town.office.requests("POST", "/channels/*/messages") == []


async def test_the_same_interaction_is_served_once(town: Town) -> None:
    result = await town.says(town.bob, "say", text="once")
    await town.office.repeat()
    assert said(result) == "Bob says: once"
    assert len(town.office.requests("PATCH", "/webhooks/*/@original")) == 2  # the other one founded the team
    assert await town.office.storage.read(lambda unit: unit.inbox.counts()) == {"done": 2}


async def test_an_answer_that_comes_after_the_token_goes_to_the_channel(town: Town) -> None:
    town.env.inject_error("PATCH", "/webhooks/*/messages/@original", status=404, code=10015, message="Unknown Webhook")
    await town.says(town.ann, "say", text="late")
    (message,) = town.office.requests("POST", "/channels/*/messages")
    assert message["content"] == f"<@{town.ann.id}>\nAnn Lee says: late"
    assert message["allowed_mentions"] == {"parse": [], "users": [str(town.ann.id)]}


async def test_a_form_that_comes_too_late_waits_behind_a_button(town: Town) -> None:
    town.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062, message="Unknown interaction")
    await town.says(town.ann, "say")
    message = town.channel.last_message
    assert message is not None
    assert message.content == f"<@{town.ann.id}>\n**Say something to all**"
    shown = await town.presses(town.ann, message, "Fill in")
    assert shown.modal is not None


async def test_work_goes_on_when_it_was_acknowledged_too_late(town: Town) -> None:
    town.env.inject_error("POST", "/interactions/*/callback", status=404, code=10062, message="Unknown interaction")
    await town.says(town.ann, "say", text="anyway")
    assert town.channel.last_message is not None
    assert "Ann Lee says: anyway" in town.channel.last_message.content


async def test_nothing_is_promised_when_the_disk_is_full(town: Town) -> None:
    town.office.process.full = True
    result = await town.says(town.ann, "say", text="lost")
    assert said(result) == "I could not save that just now; nothing was done. Please try again in a moment."
    assert result.ephemeral
