"""Who speaks, where, and in which team and language."""

from dataclasses import replace
from functools import partial

from bot.clock import SELF
from bot.scene import Scene, clock_scene, look, which
from commands.kit import Heard
from storage import Account, Address
from tests.town import Somebody, Town


async def scene(town: Town, who: Somebody) -> Scene:
    return await town.storage.write(lambda unit: look(unit, who.heard("typed")))


async def test_a_chat_without_a_team_is_nobody_s(town: Town) -> None:
    found = await scene(town, town.bob)
    assert (found.team, found.place, found.who) == (None, None, None)


async def test_a_stranger_in_a_team_s_chat_is_an_outsider_of_that_team(town: Town) -> None:
    await town.founded()
    found = await scene(town, town.bob)
    assert found.team is not None
    assert found.team.name == "Mums club"
    assert found.who is None


async def test_a_topic_belongs_to_its_chat_s_team(town: Town) -> None:
    await town.founded()
    found = await scene(town, town.ann.at_chat("-100", thread="9"))
    assert found.team is not None
    assert found.who is not None


async def test_a_chat_of_the_same_number_on_another_platform_is_another_chat(town: Town) -> None:
    await town.founded()
    assert (await scene(town, replace(town.ann, at=Address("discord", "-100")))).team is None


async def test_an_account_of_the_same_number_on_another_platform_is_somebody_else(town: Town) -> None:
    await town.founded()
    await town.ann.says("/setup code")
    await town.ann.on("discord", "boss", "555").with_admin().says("/setup join CODE-0001")
    impostor = Somebody(town, Account("discord", "ann", "Ann", "ann"), Address("discord", "555"))
    assert (await scene(town, impostor)).who is None


async def test_the_language_is_hers_then_the_team_s_then_her_app_s(town: Town) -> None:
    town.bob.locale = "zh-TW"
    assert (await scene(town, town.bob)).locale == "zh_Hant"
    await town.founded(language="zh_Hans")
    assert (await scene(town, town.bob)).locale == "zh_Hans"
    await town.bob.says("/join language:en")
    assert (await scene(town, town.bob)).locale == "en"
    town.carol.locale = "klingon"
    assert (await scene(town, town.carol)).locale == "en"


async def test_in_private_a_member_who_never_chose_is_spoken_to_in_her_app_s_language(town: Town) -> None:
    await town.founded(language="zh_Hans")
    town.bob.locale = "en-GB"
    await town.bob.says("/join")
    assert (await scene(town, town.bob)).locale == "zh_Hans"
    assert (await scene(town, town.bob.in_private())).locale == "en"
    town.bob.locale = "klingon"
    assert (await scene(town, town.bob.in_private())).locale == "zh_Hans"
    await town.bob.says("/join language:繁體")
    assert (await scene(town, town.bob.in_private())).locale == "zh_Hant"


async def test_what_is_answered_privately_to_a_line_in_the_group_is_in_her_language(town: Town) -> None:
    await town.founded(language="zh_Hans")
    town.bob.locale = "en-GB"
    await town.bob.in_private().says("/help")
    await town.bob.says("/join")
    await town.bob.says("/link")
    assert {letter.address.chat: letter.locale for letter in town.letters} == {"bob": "en", "-100": "zh_Hans"}


async def test_what_is_said_to_all_from_a_private_chat_is_in_the_team_s_language_there(town: Town) -> None:
    await town.founded(language="zh_Hans")
    town.bob.locale = "en"
    await town.bob.says("/join")
    await town.bob.in_private().says("/away until fri")
    assert {letter.address.chat: letter.locale for letter in town.letters} == {"bob": "en", "-100": "zh_Hans"}


async def test_a_timer_speaks_to_a_member_in_private_in_her_app_s_language(town: Town) -> None:
    await town.founded(language="zh_Hans")
    town.bob.locale = "zh-TW"
    await town.bob.says("/join")
    private = town.bob.in_private()
    await private.says("/help")
    bob = (await town.people())["Bob"]
    for at, locale in ((private.at, "zh_Hant"), (town.bob.at, "zh_Hans")):
        heard = Heard(SELF, at, town.now, via="clock")
        found = await town.storage.read(partial(clock_scene, heard=heard, team=1, person=bob.id))
        assert found.locale == locale


async def test_a_private_chat_once_opened_stays_known(town: Town) -> None:
    await scene(town, town.bob.in_private())
    assert (await scene(town, town.bob)).account.direct == "bob"


async def test_a_new_name_is_remembered_and_a_name_in_the_team_stays(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    renamed = replace(town.bob, account=replace(town.bob.account, name="Robert", username="rob"))
    found = await scene(town, renamed)
    assert found.who is not None
    assert found.who.name == "Bob"
    assert "Bob is staff." in await town.ann.says("/role @rob")


async def test_whoever_chose_a_team_and_left_it_is_not_in_it_any_more(town: Town) -> None:
    await town.founded()
    await town.carol.says("/setup")
    await town.bob.says("/join")
    await town.bob.at_chat("-666").says("/join")
    private = town.bob.in_private()
    await private.says("/team use Elsewhere")
    bob = (await town.people(2))["Bob"]
    await town.storage.write(lambda unit: unit.people.change(2, bob.id, left_at=town.now))
    found = await town.storage.write(
        lambda unit: look(unit, Heard(private.account, private.at, town.now, private=True))
    )
    assert found.team is not None
    assert found.team.name == "Mums club"


async def test_what_a_team_said_is_pressed_in_no_other_once_she_has_left_it(town: Town) -> None:
    """The same button would mean another task 7."""
    await town.founded()
    await town.carol.says("/setup")
    await town.bob.says("/join")
    await town.bob.at_chat("-666").says("/join")
    private = town.bob.in_private()
    await private.says("/team use Elsewhere")
    await private.says("/help")
    message = next(said for said in town.letters if said.address == private.at)
    await town.storage.write(lambda unit: unit.outbox.sent(message.id, "postman", "77", town.now))
    pressed = Heard(private.account, private.at, town.now, via="pressed", private=True, message="77")
    bob = (await town.people(2))["Bob"]
    assert (await town.storage.write(lambda unit: look(unit, pressed))).who == bob
    await town.storage.write(lambda unit: unit.people.change(2, bob.id, left_at=town.now))
    found = await town.storage.write(lambda unit: look(unit, pressed))
    assert (found.team, found.who) == (None, None)
    refusal = await town.storage.read(lambda unit: which(unit, pressed))
    assert refusal is not None
    assert refusal.buttons == ()
