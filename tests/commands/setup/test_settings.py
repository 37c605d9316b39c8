"""Settings are seen and changed; what was only guessed follows what is chosen."""

from dataclasses import replace

from commands.kit.reply import carries
from tests.town import Town


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


async def test_every_setting_has_a_button_where_it_is_shown(town: Town) -> None:
    founded = await town.ann.says("/setup")
    for answer in (founded, *[await town.ann.says(line) for line in ("/setup", "/setup show", "/setup change")]):
        assert "[Language] [Time zone] [Country] [Currency] [Joining] [Add chat]" in answer
        assert "Time zone: America/New_York" in answer
    await town.bob.says("/join")
    assert "[Language]" not in await town.bob.says("/setup show")


async def test_a_setting_is_changed_by_pressing_a_likely_value(town: Town) -> None:
    founded = await town.ann.says("/setup")
    for button, value, field, expected in (
        ("Time zone", "Tokyo", "zone", "Asia/Tokyo"),
        ("Country", "Taiwan", "country", "TW"),
        ("Currency", "HKD", "currency", "HKD"),
        ("Joining", "whoever a manager lets in", "joining", "approval"),
        ("Language", "繁體", "language", "zh_Hant"),
    ):
        asked = await town.ann.presses(founded, button)
        assert asked.reply.replace
        assert "Press what it should be" in asked
        await town.ann.presses(asked, value)
        assert getattr(await town.team(), field) == expected


async def test_the_list_of_likely_values_says_how_another_is_typed_and_leads_back(town: Town) -> None:
    await town.founded()
    asked = await town.ann.says("/setup change zone:？")
    assert "Time zone: Asia/Shanghai" in asked
    assert "for example `/setup change zone:Europe/Paris`" in asked
    assert "[Shanghai]" not in asked
    assert "Settings of Mums club" in await town.ann.presses(asked, "Back")


async def test_staff_presses_no_setting(town: Town) -> None:
    founded = await town.ann.says("/setup")
    await town.bob.says("/join")
    assert "is for people at the level ops manager" in await town.bob.presses(founded, "Time zone")


async def test_every_button_of_every_list_can_be_carried_and_is_understood(town: Town) -> None:
    await town.founded()
    for field in ("language", "zone", "country", "currency", "joining"):
        asked = await town.ann.says(f"/setup change {field}:?")
        assert len(asked.reply.buttons) <= 13
        for button in asked.reply.buttons:
            assert carries(button.line)
            assert "can't read" not in await town.hears_at(town.ann, button.line)


async def test_zone_and_currency_follow_the_country_while_nobody_chose_them(town: Town) -> None:
    town.ann.locale = "zh-CN"
    await town.ann.says("/setup")
    answer = await town.ann.says("/setup change country:TW")
    team = await town.team()
    assert (team.zone, team.country, team.currency) == ("Asia/Taipei", "TW", "TWD")
    assert "原先是自动推测的设置，已一并改为：时区：Asia/Taipei和货币：TWD" in answer


async def test_what_was_chosen_stays_when_the_country_changes(town: Town) -> None:
    await town.ann.says("/setup country:CN zone:Europe/Berlin currency:EUR")
    answer = await town.ann.says("/setup change country:JP")
    team = await town.team()
    assert (team.zone, team.country, team.currency) == ("Europe/Berlin", "JP", "EUR")
    assert "along with it" not in answer


async def test_the_first_word_about_the_zone_says_the_country_too(town: Town) -> None:
    await town.ann.says("/setup")
    answer = await town.ann.says("/setup change zone:Tokyo")
    team = await town.team()
    assert (team.zone, team.country, team.currency) == ("Asia/Tokyo", "JP", "JPY")
    assert "Changed along with it" in answer
    await town.ann.says("/setup change zone:berlin")
    team = await town.team()
    assert (team.zone, team.country, team.currency) == ("Europe/Berlin", "JP", "JPY")


async def test_a_language_says_where_a_team_is_of_which_nothing_is_known(town: Town) -> None:
    founded = await town.ann.says("/setup")
    await town.ann.presses(await town.ann.presses(founded, "Language"), "简体")
    team = await town.team()
    assert (team.language, team.zone, team.country, team.currency) == ("zh_Hans", "Asia/Shanghai", "CN", "CNY")
    await town.ann.says("/setup change language:en name:Owls")
    assert (await town.team()).zone == "Asia/Shanghai"


async def test_other_settings_touch_nothing_that_was_guessed(town: Town) -> None:
    await town.ann.says("/setup")
    before = await town.team()
    await town.ann.says("/setup change joining:approval")
    assert await town.team() == replace(before, joining="approval")


async def test_a_chat_can_have_a_purpose(town: Town) -> None:
    await town.founded()
    assert "What this chat is for: alerts" in await town.ann.says("/setup purpose:alerts")
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


async def test_a_misspelt_setting_is_named_and_nothing_is_changed(town: Town) -> None:
    await town.founded()
    answer = await town.ann.says("/setup change zone:UTC zoen:x")
    assert "I don't know the option `zoen:x`. Did you mean `zone:`?" in " ".join(str(answer).split())
    assert (await town.team()).zone == "Asia/Shanghai"


async def test_the_only_community_is_renamed_with_its_team(town: Town) -> None:
    await town.founded()
    assert "Its community is called New 名 now, too." in await town.ann.says('/setup name:"New 名"')
    assert "New 名" in await town.ann.says("/community")
    assert "Its community" not in await town.ann.says('/setup name:"New 名" joining:open')


async def test_a_community_with_a_name_of_its_own_or_a_sister_keeps_its_name(town: Town) -> None:
    await town.founded("fans")
    assert "Its community" not in await town.ann.says("/setup name:Owls")
    await town.ann.says("/community archive fans")
    assert "Its community" not in await town.ann.says("/setup name:Larks")
    assert "Mums club" in await town.ann.says("/community")
