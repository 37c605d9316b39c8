"""/setup: a chat becomes the channel of a team, further chats join by code, and nobody else's chat is taken over."""

from storage import Address
from tests.town import Town


async def test_a_chat_becomes_the_channel_of_a_team_named_after_it(town: Town) -> None:
    answer = await town.ann.says("/setup")
    assert "Mums club is set up. You are its director." in answer
    assert [place.address for place in await town.places()] == [Address("telegram", "-100")]
    assert (await town.people())["Ann"].level.name == "DIRECTOR"


async def test_the_first_community_has_the_name_of_the_team(town: Town) -> None:
    await town.founded()
    assert "Mums club (`mums-club`)" in await town.ann.says("/community")


async def test_a_team_can_be_given_a_name(town: Town) -> None:
    await town.ann.says('/setup name:"Night owls"')
    assert (await town.team()).name == "Night owls"


async def test_somebody_who_does_not_administer_the_chat_cannot_set_it_up(town: Town) -> None:
    answer = await town.bob.says("/setup")
    assert "`/setup` is only for people who administer this chat." in answer
    assert await town.storage.read(lambda unit: unit.teams.all()) == []


async def test_a_private_chat_is_no_channel_of_a_team(town: Town) -> None:
    private = town.ann.in_private()
    private.admin = True
    assert "Add me to the team's group or server and type `/setup` there." in await private.says("/setup")
    assert await town.storage.read(lambda unit: unit.teams.all()) == []


async def test_language_zone_country_and_currency_are_guessed_from_the_client(town: Town) -> None:
    cases = {
        "zh-hans": ("zh_Hans", "Asia/Shanghai", "CN", "CNY"),
        "zh-TW": ("zh_Hant", "Asia/Taipei", "TW", "TWD"),
        "zh-HK": ("zh_Hant", "Asia/Hong_Kong", "HK", "HKD"),
        "de-DE": ("en", "Europe/Berlin", "DE", "EUR"),
        "en": ("en", "UTC", "US", "USD"),
        "": ("en", "UTC", "US", "USD"),
    }
    for number, (locale, expected) in enumerate(cases.items(), 1):
        admin = town.person(f"Admin{number}", Address("telegram", f"-{number}"), admin=True)
        admin.locale = locale
        await admin.says("/setup")
        team = await town.team(number)
        assert (team.language, team.zone, team.country, team.currency) == expected, locale


async def test_a_zone_says_which_country_it_is(town: Town) -> None:
    await town.ann.says("/setup zone:berlin")
    team = await town.team()
    assert (team.zone, team.country, team.currency) == ("Europe/Berlin", "DE", "EUR")


async def test_a_country_says_which_zone_and_currency_it_has(town: Town) -> None:
    await town.ann.says("/setup country:台灣")
    team = await town.team()
    assert (team.zone, team.country, team.currency) == ("Asia/Taipei", "TW", "TWD")


async def test_full_width_signs_are_understood(town: Town) -> None:
    await town.ann.says("/setup language：简体　zone＝上海，currency：cny")
    team = await town.team()
    assert (team.language, team.zone, team.currency) == ("zh_Hans", "Asia/Shanghai", "CNY")


async def test_a_wrong_zone_is_answered_with_the_nearest_right_one(town: Town) -> None:
    answer = await town.ann.says("/setup zone:Asia/Shangai")
    assert "I can't read Asia/Shangai as Time zone." in answer
    assert "`Asia/Shanghai`" in answer
    assert await town.storage.read(lambda unit: unit.teams.all()) == []


async def test_a_wrong_language_is_answered_with_the_languages_there_are(town: Town) -> None:
    answer = await town.ann.says("/setup language:klingon")
    assert "Languages are `English`, `简体`, or `繁體`." in answer


async def test_a_wrong_country_or_currency_is_answered_with_a_right_one(town: Town) -> None:
    assert "Did you mean `germany`" in await town.ann.says("/setup country:Germny")
    assert "`CNY`" in await town.ann.says("/setup currency:CNYY")
    assert "I can't read zz as Country" in await town.ann.says("/setup country:zz")


async def test_a_currency_can_be_called_as_people_call_it(town: Town) -> None:
    await town.ann.says("/setup currency:rmb")
    assert (await town.team()).currency == "CNY"


async def test_an_unknown_option_is_named(town: Town) -> None:
    answer = await town.ann.says("/setup colour:red")
    assert "colour" in answer
    assert await town.storage.read(lambda unit: unit.teams.all()) == []


async def test_another_admin_of_the_chat_cannot_take_the_team_over(town: Town) -> None:
    await town.founded()
    stranger = town.person("Eve", town.ann.at, admin=True)
    answer = await stranger.says("/setup zone:UTC joining:open")
    assert "This chat already belongs to Mums club." in answer
    assert "Eve" not in await town.people()
    assert (await town.team()).zone == "Asia/Shanghai"


async def test_the_director_changes_settings_with_the_same_command(town: Town) -> None:
    await town.founded()
    assert "The settings of Mums club are changed." in await town.ann.says("/setup currency:EUR")
    assert (await town.team()).currency == "EUR"


async def test_the_answer_to_a_changed_language_is_in_that_language(town: Town) -> None:
    await town.founded()
    answer = await town.ann.says("/setup change language:简体")
    assert (await town.team()).language == "zh_Hans"
    assert town.letters[0].locale == "zh_Hans"
    assert answer.reply.replace


async def test_staff_does_not_change_settings(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    assert "is for people at the level ops manager or above" in await town.bob.says("/setup change zone:UTC")
    assert (await town.team()).zone == "Asia/Shanghai"


async def test_a_bare_change_asks_what_to_change(town: Town) -> None:
    await town.founded()
    answer = await town.ann.says("/setup change")
    assert answer.reply.form is not None
    await town.ann.fills(answer, zone="Europe/Berlin")
    assert (await town.team()).zone == "Europe/Berlin"


async def test_setup_in_a_topic_moves_the_channel_there(town: Town) -> None:
    await town.founded()
    answer = await town.ann.at_chat("-100", thread="7", admin=True).says("/setup")
    assert "This topic is now the channel of Mums club." in answer
    assert [place.address.thread for place in await town.places()] == ["7"]


async def test_the_channel_can_move_out_of_a_topic_again(town: Town) -> None:
    await town.founded()
    await town.ann.at_chat("-100", thread="7", admin=True).says("/setup")
    await town.ann.says("/setup")
    assert [(place.team, place.address.thread) for place in await town.places()] == [(1, "")]
    assert len(await town.storage.read(lambda unit: unit.teams.all())) == 1


async def test_a_stranger_founds_no_second_team_in_another_topic_of_a_team_s_chat(town: Town) -> None:
    await town.ann.at_chat("-100", thread="7", admin=True).says("/setup")
    eve = town.person("Eve", Address("telegram", "-100", "8"), admin=True)
    answer = await eve.says("/setup")
    assert "already belongs to" in answer
    assert len(await town.storage.read(lambda unit: unit.teams.all())) == 1


async def test_a_chat_can_have_a_purpose(town: Town) -> None:
    await town.founded()
    await town.ann.says("/setup purpose:alerts")
    assert (await town.places())[0].purpose == "alerts"


async def test_a_purpose_belongs_to_a_chat_and_is_not_taken_in_private(town: Town) -> None:
    await town.founded()
    answer = await town.ann.in_private().says("/setup change purpose:alerts")
    assert "The settings of Mums club are changed." not in answer
    assert (await town.places())[0].purpose == "team"


async def test_setup_show_tells_settings_and_places(town: Town) -> None:
    await town.founded()
    answer = await town.ann.says("/setup show")
    for part in ("Time zone: Asia/Shanghai", "Currency: CNY", "Mums club (Telegram, the team's channel)"):
        assert part in answer


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
