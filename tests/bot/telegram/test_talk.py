"""What people say and press, and what they get."""

from storage import Address

from .conftest import Town
from .office import Office, founded


async def test_a_command_in_a_group_is_answered_under_the_message(town: Town) -> None:
    said = await town.bob.says("/echo hello & <welcome>", town.team)
    answer = await town.server.heard(town.team, "Bob says: hello & <welcome>")
    assert answer.reply_to is said
    assert town.server.unheard() == []


async def test_a_command_may_carry_the_name_of_the_bot_and_be_typed_on_a_chinese_keyboard(town: Town) -> None:
    await town.bob.says("/ECHO@muster_bot one", town.team)
    await town.server.heard(town.team, "Bob says: one")
    await town.bob.starts()
    await town.server.heard(town.bob, "Try")
    await town.bob.says("  ／ｅｃｈｏ　two")
    await town.server.heard(town.bob, "Bob says: two")


async def test_a_command_for_another_bot_is_not_ours(town: Town) -> None:
    await town.ann.says("/echo@other_bot one")
    await town.ann.says("/echo two")
    await town.server.heard(town.ann, "says: two")
    assert town.server.unheard() == []


async def test_only_an_admin_by_telegrams_own_word_can_set_up(town: Town) -> None:
    other = town.server.group("Dads club")
    other.add(town.bob)
    other.add(town.ann, creator=True)
    other.add_bot()
    await town.bob.says("/setup", other)
    await town.server.heard(other, "only for people who administer this chat")
    await founded(town.server, other, town.ann)


async def test_telegram_not_answering_who_is_an_admin_only_delays_the_command(town: Town) -> None:
    other = town.server.group("Dads club")
    other.add(town.ann, creator=True)
    other.add_bot()
    town.server.fail("getChatMember", status=502)
    await founded(town.server, other, town.ann)
    assert len(town.server.calls.of("getChatMember")) == 3


async def test_a_press_is_answered_and_its_message_changes_in_place(town: Town) -> None:
    await town.ann.says("/count", town.team)
    card = await town.server.heard(town.team, "Counted 0.")
    query = await town.bob.presses("One more", on=card)
    await town.server.shows(card, "Counted 1.")
    assert (await query.answered()).text == ""
    assert town.server.unheard() == []


async def test_a_press_twice_on_an_old_screen_changes_nothing_and_breaks_nothing(town: Town) -> None:
    await town.ann.says("/count", town.team)
    card = await town.server.heard(town.team, "Counted 0.")
    await town.bob.sends_press("/count 1", on=card)
    await town.server.shows(card, "Counted 1.")
    await (await town.bob.sends_press("/count 1", on=card)).answered()
    await town.server.called("editMessageText", times=2)
    await town.bob.says("/echo still here", town.team)
    await town.server.heard(town.team, "still here")
    assert town.server.unheard() == []


async def test_a_card_that_was_deleted_is_said_anew(town: Town) -> None:
    await town.ann.says("/count", town.team)
    card = await town.server.heard(town.team, "Counted 0.")
    await town.ann.deletes(card)
    await town.bob.sends_press("/count 1", on=card)
    again = await town.server.heard(town.team, "Counted 1.")
    assert again.labels == ["One more"]


async def test_a_refusal_is_shown_on_top_of_the_screen_of_her_who_pressed(town: Town) -> None:
    await town.ann.says("/count", town.team)
    card = await town.server.heard(town.team, "Counted")
    query = await town.bob.sends_press("/refuse", on=card)
    assert (await query.answered()).text == "Not today, Bob."
    await town.bob.says("/echo still here", town.team)
    await town.server.heard(town.team, "still here")
    assert town.server.unheard() == [], "the group need not read it"


async def test_a_secret_stands_in_the_private_chat_and_not_on_top_of_the_screen(town: Town) -> None:
    await town.bob.starts()
    await town.server.heard(town.bob, "Try")
    await town.ann.says("/count", town.team)
    card = await town.server.heard(town.team, "Counted")
    query = await town.bob.sends_press("/secret", on=card)
    await town.server.heard(town.bob, "Between us.")
    assert (await query.answered()).text == ""


async def test_a_refusal_too_long_for_the_top_of_the_screen_is_a_message(town: Town) -> None:
    await town.ann.says("/count", town.team)
    card = await town.server.heard(town.team, "Counted")
    query = await town.bob.sends_press("/scold", on=card)
    assert len((await query.answered()).text) <= 200
    await town.server.heard(town.team, "never never never")


async def test_a_refusal_that_cannot_be_shown_any_more_is_a_message(town: Town) -> None:
    await town.ann.says("/count", town.team)
    card = await town.server.heard(town.team, "Counted")
    town.server.fail("answerCallbackQuery", status=400, description="Bad Request: query is too old")
    await town.bob.sends_press("/refuse", on=card)
    await town.server.heard(town.team, "Not today, Bob.")


async def test_a_press_that_cannot_be_answered_any_more_counts(town: Town) -> None:
    await town.ann.says("/count", town.team)
    card = await town.server.heard(town.team, "Counted")
    town.server.fail(
        "answerCallbackQuery",
        status=400,
        description="Bad Request: query is too old and response timeout expired or query ID is invalid",
    )
    await town.bob.presses("One more", on=card)
    await town.server.shows(card, "Counted 1.")


async def test_a_forged_press_leads_nowhere(town: Town) -> None:
    await town.ann.says("/count", town.team)
    card = await town.server.heard(town.team, "Counted")
    query = await town.bob.sends_press("no line of ours", on=card)
    assert (await query.answered()).text == ""
    assert town.server.unheard() == []


async def test_an_edited_command_does_nothing(town: Town) -> None:
    said = await town.ann.says("/echo once", town.team)
    await town.server.heard(town.team, "once")
    await town.ann.edits(said, "/echo twice")
    await town.ann.says("/echo thrice", town.team)
    await town.server.heard(town.team, "thrice")
    assert town.server.unheard() == []


async def test_foreign_words_are_not_a_persons_commands(town: Town) -> None:
    said = await town.ann.says("/echo mine", town.team)
    await town.server.heard(town.team, "mine")
    await town.bob.forwards(said, town.team)
    bot = {"id": 99, "is_bot": True, "first_name": "Other", "username": "other_bot"}
    await town.bob.says("/echo through a bot", town.team, also={"via_bot": bot})
    town.server.spoken(town.team, bot, "/echo by a bot")
    await town.bob.says("/echo his own", town.team)
    await town.server.heard(town.team, "Bob says: his own")
    assert town.server.unheard() == []


async def test_start_leads_to_help_and_a_code_to_the_link(town: Town) -> None:
    await town.bob.starts()
    await town.server.heard(town.bob, "Try /echo hello")
    await town.bob.starts("K7QF-2MXR")
    await town.server.heard(town.bob, "Code K7QF-2MXR.")
    await town.bob.starts("whatever_it_is")
    await town.server.heard(town.bob, "Try /echo hello")


async def test_what_is_secret_goes_to_the_private_chat(town: Town) -> None:
    await town.bob.says("/secret", town.team)
    closed = await town.server.heard(town.team, "cannot write to you privately yet")
    assert [button.url for button in closed.buttons] == ["https://t.me/muster_bot?start=open"]
    await town.bob.starts("open")
    await town.server.heard(town.bob, "Try")
    await town.bob.says("/secret", town.team)
    await town.server.heard(town.bob, "Between us.")
    await town.server.heard(town.team, "I answered you in private.")


async def test_a_form_is_asked_question_by_question(town: Town) -> None:
    await town.ann.says("/errand", town.team)
    first = await town.server.heard(town.team, "1/2")
    assert "What (needed)" in first.text
    assert "Reply to this message" in first.text
    assert first.labels == ["Cancel"]
    await town.ann.says("cake", town.team, reply_to=first)
    second = await town.server.heard(town.team, "2/2")
    assert second.labels == ["Skip", "Back", "Save", "Cancel"]
    await town.ann.presses("Back", on=second)
    await town.server.shows(second, "Your answer so far: cake")
    await town.ann.presses("Next", on=second)
    await town.server.shows(second, "2/2")
    await town.ann.presses("Save", on=second)
    await town.server.heard(town.team, "Gone for cake, here.")
    assert town.server.unheard() == []


async def test_a_form_in_private_takes_every_message_for_an_answer(town: Town) -> None:
    await town.ann.says("/errand")
    await town.server.heard(town.ann, "Type the answer")
    await town.ann.says("tea")
    second = await town.server.heard(town.ann, "2/2")
    await town.ann.says("/ ")
    await town.ann.presses("Skip", on=second)
    await town.server.heard(town.ann, "Gone for tea, here.")


async def test_mere_talk_is_left_alone_in_a_group_and_answered_in_private(town: Town) -> None:
    await town.ann.says("good morning")
    greeting = await town.server.heard(town.ann, "Hello Ann Lee. I work with commands")
    assert greeting.labels == ["Report numbers", "Help"]
    card = town.server.messages(town.team)[0]
    await town.bob.says("thank you", town.team, reply_to=card)
    await town.bob.says("/echo done", town.team)
    await town.server.heard(town.team, "done")
    assert town.server.unheard() == []


async def test_a_topic_is_a_place_of_its_own(town: Town) -> None:
    forum = town.server.group("Forum", forum=True)
    forum.add(town.ann, creator=True)
    forum.add_bot()
    reports, other = forum.topic("Reports"), forum.topic("Other")
    await town.ann.says("/setup", forum, topic=reports)
    await town.server.heard(forum, "Welcome", topic=reports)
    place = await town.office.storage.read(
        lambda unit: unit.places.at(Address("telegram", str(forum.id), str(reports.id)))
    )
    assert place is not None
    await town.ann.says("/echo hi", forum, topic=reports)
    await town.server.heard(forum, "says: hi", topic=reports)
    await town.ann.says("/echo hi", forum, topic=other)
    await town.server.heard(forum, "lives in another topic", topic=other)


async def test_an_anonymous_admin_is_asked_to_press_so_that_she_is_seen(town: Town) -> None:
    other = town.server.group("Dads club", supergroup=True)
    other.add(town.ann, creator=True, anonymous=True)
    other.add_bot()
    await town.ann.says("/setup", other, anonymously=True)
    asked = await town.server.heard(other, "I can't see who says /setup here")
    await town.ann.presses("It's me", on=asked)
    await town.server.heard(other, "Welcome, Dads club.")
    long = "/echo " + "x" * 80
    await town.ann.says(long, other, anonymously=True)
    told = await town.server.heard(other, "as yourself")
    assert told.labels == []


async def test_a_channel_speaks_for_nobody(town: Town) -> None:
    talk = town.server.group("Talk", supergroup=True)
    talk.add_bot()
    news = town.server.channel("News", discussion=talk)
    news.add_bot()
    await news.posts("/echo hi")
    await town.server.heard(news, "I can't see who says /echo hi here")
    await town.bob.starts()
    await town.server.heard(town.bob, "Try")
    assert town.server.unheard() == []


async def test_many_chats_are_served_side_by_side_and_each_in_its_order(town: Town, office: Office) -> None:
    people = [town.server.person(f"Person {n}") for n in range(20)]
    for person in people:
        await person.starts()
        for n in range(5):
            await person.says(f"/count {n}")
    for person in people:
        await town.server.heard(person, "Try")
        for n in range(5):
            await town.server.heard(person, f"Counted {n}.")
        texts = [message.text for message in town.server.messages(person)]
        assert texts == ["Try /echo hello.", *(f"Counted {n}." for n in range(5))]
    await town.server.all_confirmed()
    assert (await office.states()).keys() == {"done"}


async def test_before_a_team_is_there_everybody_hears_the_language_of_her_app(town: Town) -> None:
    mei = town.server.person("Mei", language="zh-hans")
    other = town.server.group("Dads club")
    other.add(mei)
    other.add_bot()
    await mei.says("/setup", other)
    await town.server.heard(other, "管理员")
