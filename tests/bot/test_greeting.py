"""First words: somebody just talks to the bot."""

from commands.kit.reply import read_reply
from tests.town import Answer, Somebody, Town


async def talks(who: Somebody, words: str) -> Answer:
    """What a chat makes of words that are no command."""
    return await who.says("/form _ say", value=words)


async def test_a_member_who_just_talks_in_private_is_told_the_next_step(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    for words in ("hello", "你好", "joined 3"):
        answer = await talks(town.bob.in_private(), words)
        assert "Hello Bob. I work with commands: `/daily` reports the day's numbers of Mums club" in answer
        assert [button.line for button in answer.reply.buttons] == ["/daily", "/help"]
    assert await town.versions() == []


async def test_the_greeting_is_in_her_language(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    town.bob.locale = "zh-CN"
    assert "Bob，你好。" in await talks(town.bob.in_private(), "你好")


async def test_an_observer_is_offered_nothing_she_may_not_do(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    await town.ann.says("/role @bob observer")
    answer = await talks(town.bob.in_private(), "hello")
    assert [button.line for button in answer.reply.buttons] == ["/help"]
    assert "/daily" not in answer


async def test_a_stranger_is_told_where_the_bot_works(town: Town) -> None:
    await town.founded()
    answer = await talks(town.bob.in_private(), "hi")
    assert "I work in your team's group or server." in answer
    assert "Mums club" not in answer
    assert "What you can say to Muster" in await town.bob.in_private().presses(answer, "Help")


async def test_whoever_waits_to_be_let_in_is_told_so(town: Town) -> None:
    await town.founded()
    await town.ann.says("/setup joining:approval")
    await town.bob.says("/join")
    assert "A manager has to let you in first." in await talks(town.bob.in_private(), "hello")


async def test_a_member_of_several_teams_is_asked_which_one_she_means(town: Town) -> None:
    await town.founded()
    await town.carol.says("/setup")
    await town.bob.says("/join")
    await town.bob.at_chat("-666").says("/join")
    answer = await talks(town.bob.in_private(), "hello")
    assert "[Mums club] [Elsewhere]" in answer
    await town.bob.in_private().presses(answer, "Elsewhere")
    assert "numbers of Elsewhere" in await talks(town.bob.in_private(), "hello")


async def test_words_in_a_group_stay_unanswered(town: Town) -> None:
    await town.founded()
    await talks(town.bob, "hello")
    assert town.letters == []


async def test_the_way_to_her_language_does_not_stand_under_a_form(town: Town) -> None:
    await town.founded()
    town.bob.locale = "zh-CN"
    answer = await town.bob.says("/daily")
    assert answer.reply.form is not None
    assert answer.reply.buttons == ()
    form, offer = (read_reply(letter.body) for letter in town.letters)
    assert form.form is not None
    assert [button.line for button in offer.buttons] == ["/join language:zh_Hans"]
