"""Further chats join a team by code, and nobody finds a code by trying."""

from tests.town import Town


async def test_a_code_joins_a_chat_of_another_platform(town: Town) -> None:
    await town.founded()
    code = "CODE-0001"
    assert f"Code: `{code}`." in await town.ann.says("/setup code")
    answer = await town.ann.on("discord", "900", "555").with_admin().says(f"/setup join {code}")
    assert "555 (Discord) now belongs to Mums club." in answer
    assert town.posts().keys() == {"555", "-100"}
    assert {place.address.platform for place in await town.places()} == {"telegram", "discord"}


async def test_a_code_works_once(town: Town) -> None:
    await town.founded()
    await town.ann.says("/setup code")
    await town.ann.on("discord", "900", "555").with_admin().says("/setup join CODE-0001")
    again = await town.carol.says("/setup join CODE-0001")
    assert "This code does not work." in again
    assert len(await town.places()) == 2


async def test_a_code_works_fifteen_minutes(town: Town) -> None:
    await town.founded()
    await town.ann.says("/setup code")
    town.sleep(minutes=15)
    assert "This code does not work." in await town.carol.says("/setup join CODE-0001")
    assert len(await town.places()) == 1


async def test_a_wrong_code_joins_nothing(town: Town) -> None:
    await town.founded()
    assert "This code does not work." in await town.carol.says("/setup join AAAA-BBBB")


async def test_after_five_wrong_codes_an_account_waits_even_with_the_right_one(town: Town) -> None:
    await town.founded()
    await town.ann.says("/setup code")
    for n in range(5):
        assert "This code does not work." in await town.carol.says(f"/setup join AAAA-BBB{n}")
        town.sleep(minutes=2)
    assert "Those were too many wrong codes. Try again in 5 minutes." in await town.carol.says("/setup join CODE-0001")
    assert "Those were too many wrong codes." in await town.carol.says("/link CODE-0001")
    assert len(await town.places()) == 1
    dave = town.person("Dave", town.carol.at, admin=True)
    assert "now belongs to Mums club" in await dave.says("/setup join CODE-0001")


async def test_the_wait_after_wrong_codes_ends(town: Town) -> None:
    await town.founded()
    asked = await town.carol.says("/setup join")
    await town.carol.fills(asked, code="AAAA-BBBB")
    for n in range(4):
        await town.carol.says(f"/setup join AAAA-BBB{n}")
    assert "Try again in 15 minutes." in await town.carol.says("/setup join CODE-0001")
    town.sleep(minutes=14, seconds=30)
    assert "Try again in 1 minute." in await town.carol.says("/setup join CODE-0001")
    town.sleep(seconds=30)
    assert "This code does not work." in await town.carol.says("/setup join AAAA-BBBB")


async def test_a_code_is_typed_with_or_without_its_dash_in_any_case(town: Town) -> None:
    await town.founded()
    await town.ann.says("/setup code")
    await town.carol.says("/setup join code0001")
    assert len(await town.places()) == 2


async def test_a_code_to_link_a_person_joins_no_chat(town: Town) -> None:
    await town.founded()
    await town.ann.in_private().says("/link")
    assert "This code does not work." in await town.carol.says("/setup join CODE-0001")


async def test_a_code_typed_by_somebody_who_does_not_administer_the_chat_stays_good(town: Town) -> None:
    await town.founded()
    await town.ann.says("/setup code")
    dave = town.person("Dave", town.carol.at)
    assert "is only for people who administer this chat" in await dave.says("/setup join CODE-0001")
    assert "now belongs to Mums club" in await town.carol.says("/setup join CODE-0001")


async def test_the_chat_of_one_team_does_not_join_another_team(town: Town) -> None:
    await town.founded()
    await town.carol.says("/setup")
    await town.ann.says("/setup code")
    assert "This chat already belongs to Elsewhere." in await town.carol.says("/setup join CODE-0001")
    topic = town.carol.at_chat("-666", thread="3", admin=True)
    assert "This chat already belongs to Elsewhere." in await topic.says("/setup join CODE-0001")
    assert len(await town.places()) == 1


async def test_another_topic_of_the_team_s_own_chat_can_join_it(town: Town) -> None:
    await town.founded()
    await town.ann.says("/setup code")
    await town.ann.at_chat("-100", thread="3", admin=True).says("/setup join CODE-0001")
    assert [place.address.thread for place in await town.places()] == ["", "3"]


async def test_only_managers_get_codes(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    assert "CODE" not in str(await town.bob.says("/setup code"))


async def test_what_is_posted_to_the_team_reaches_all_its_channels_once(town: Town) -> None:
    await town.founded()
    await town.ann.says("/setup code")
    discord = town.ann.on("discord", "900", "555").with_admin()
    await discord.says("/setup join CODE-0001")
    await town.bob.says("/away until fri")
    assert sorted(letter.address.chat for letter in town.letters) == ["-100", "555"]
