"""/join: the first command in an open team, or a manager's yes."""

from storage import Role
from tests.town import Town


async def test_the_first_command_in_an_open_team_makes_a_member(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily joined 3")
    assert (await town.people())["Bob"].level is Role.STAFF
    assert "joined by the first command" in [row.outcome for row in await town.journal()]


async def test_joining_greets_and_offers_the_other_languages(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says("/join")
    assert "Welcome to Mums club, Bob." in answer
    assert "[简体] [繁體]" in answer


async def test_whoever_speaks_another_language_than_the_team_is_told_so_in_hers(town: Town) -> None:
    await town.founded()
    town.bob.locale = "zh-TW"
    answer = await town.bob.says("/join")
    assert "Welcome to Mums club, Bob." in answer
    assert "我也可以用繁體中文回答你" in answer
    assert "[繁體]" in answer
    assert "你在「Mums club」的稱呼是Bob" in await town.bob.presses(answer, "繁體")
    assert "我也可以用" not in await town.bob.says("/join")


async def test_the_first_command_tells_it_too_and_only_to_her(town: Town) -> None:
    await town.founded(language="zh_Hans")
    await town.ann.says("/setup code")
    await town.ann.on("discord", "900", "555").with_admin().says("/setup join CODE-0001")
    town.bob.locale = "en-GB"
    answer = await town.bob.says("/away until fri")
    posts = town.posts()
    assert "I can also answer you in English." in posts["-100"]
    assert "[English]" in posts["-100"]
    assert "English" not in posts["555"]
    assert answer.line("English") == "/join language:en"
    assert "English" not in await town.bob.says("/back")


async def test_nobody_is_told_of_a_language_she_is_spoken_to_in_or_that_we_do_not_speak(town: Town) -> None:
    await town.founded()
    for name, locale in (("Dave", "en-GB"), ("Erik", "de-DE"), ("Fay", "")):
        who = town.person(name, town.ann.at)
        who.locale = locale
        assert "I can also" not in await who.says("/daily joined 3")
    gwen = town.person("Gwen", town.ann.at)
    gwen.locale = "zh-TW"
    assert "我也可以" not in await gwen.says("/join language:en")


async def test_a_member_chooses_her_name_and_language(town: Town) -> None:
    await town.founded()
    await town.bob.says('/join name:"Robert  the\nGreat" language:繁體')
    person = (await town.people())["Robert the Great"]
    assert person.language == "zh_Hant"
    assert town.letters[0].locale == "zh_Hant"


async def test_joining_twice_makes_one_member(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    assert "You are Bob in Mums club." in await town.bob.says("/join")
    assert list(await town.people()) == ["Ann", "Bob"]


async def test_nobody_joins_where_no_team_is(town: Town) -> None:
    assert "This chat does not belong to a team yet." in await town.bob.says("/join")
    assert "This chat does not belong to a team yet." in await town.bob.says("/daily joined 3")


async def test_a_stranger_joins_no_team_from_a_private_chat(town: Town) -> None:
    await town.founded()
    answer = await town.bob.in_private().says("/daily joined 3")
    assert "I work in your team's group or server. Type a command there first, such as `/join`" in answer
    assert "add me to a group and type `/setup` there" in answer
    assert list(await town.people()) == ["Ann"]


async def test_a_refused_first_command_makes_no_member(town: Town) -> None:
    await town.founded()
    await town.bob.says("/community add fans")
    assert list(await town.people()) == ["Ann"]


async def test_with_approval_a_first_command_only_offers_to_ask(town: Town) -> None:
    await town.founded()
    await town.ann.says("/setup joining:approval")
    answer = await town.bob.says("/daily joined 3")
    assert "You are not a member of this team yet." in answer
    assert await town.versions() == []
    assert "A manager has been asked to let you in." in await town.bob.presses(answer, "Join")


async def test_whoever_waits_may_do_nothing(town: Town) -> None:
    await town.founded()
    await town.ann.says("/setup joining:approval")
    await town.bob.says("/join")
    for line in ("/daily joined 3", "/team", "/away today", "/community", "/setup show"):
        assert "A manager has to let you in first." in await town.bob.says(line), line
    assert "CODE-0" not in str(await town.bob.in_private().says("/link"))


async def test_a_manager_lets_somebody_in(town: Town) -> None:
    await town.founded()
    await town.ann.says("/setup joining:approval")
    asked = await town.bob.says("/join")
    assert "Bob is now a member of Mums club. Welcome!" in await town.ann.presses(asked, "Approve")
    assert "Saved" in await town.bob.says("/daily joined 3")


async def test_a_number_that_is_nobody_s_however_long_lets_nobody_in(town: Town) -> None:
    await town.founded()
    for number in ("99", "9" * 21, "9" * 5000):
        assert "I don't know" in await town.ann.says(f"/approve {number}")


async def test_only_a_manager_lets_somebody_in(town: Town) -> None:
    await town.founded()
    dave = town.person("Dave", town.ann.at)
    await dave.says("/join")
    await town.ann.says("/setup joining:approval")
    asked = await town.bob.says("/join")
    for who in (town.bob, dave, town.person("Eve", town.ann.at)):
        await who.presses(asked, "Approve")
        assert (await town.people())["Bob"].waiting
        await who.presses(asked, "Decline")
        assert "Bob" in await town.people()


async def test_a_manager_of_another_team_lets_nobody_in(town: Town) -> None:
    await town.founded()
    await town.carol.says("/setup")
    await town.ann.says("/setup joining:approval")
    asked = await town.bob.says("/join")
    answer = await town.hears_at(town.carol, asked.line("Approve"))
    assert "Bob is now" not in answer
    assert (await town.people())["Bob"].waiting


async def test_somebody_declined_can_ask_again(town: Town) -> None:
    await town.founded()
    await town.ann.says("/setup joining:approval")
    asked = await town.bob.says("/join")
    assert "Bob was not let in." in await town.ann.presses(asked, "Decline")
    assert "Bob is not waiting to be let in." in await town.ann.presses(asked, "Approve")
    assert "You are not a member of this team yet." in await town.bob.says("/daily joined 3")
    again = await town.bob.says("/join")
    await town.ann.presses(again, "Approve")
    assert not (await town.people())["Bob"].waiting


async def test_an_observer_reads_and_does_not_report(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    await town.ann.says("/role @bob observer")
    assert "is for people at the level staff or above" in await town.bob.says("/daily joined 3")
    assert await town.versions() == []
    assert "Mums club: 2 people" in await town.bob.says("/team")


async def test_a_member_of_several_teams_is_asked_which_one_she_means_in_private(town: Town) -> None:
    await town.founded()
    await town.carol.says("/setup")
    await town.bob.says("/join")
    await town.bob.at_chat("-666").says("/join")
    private = town.bob.in_private()
    for line in ("/join language:en", "/link", "/daily joined 3", "/team"):
        answer = await private.says(line)
        assert "You are in several teams." in answer, line
        assert "[Mums club] [Elsewhere]" in answer
