"""A chat becomes the channel of a team; what is not said is guessed from the chat; nobody else's chat is taken over."""

from dataclasses import replace

import pytest

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


@pytest.mark.parametrize("admin", [True, False])
@pytest.mark.parametrize(("line", "there"), [("/setup", "/setup"), ("/setup join K7QF-2MXR", "/setup join")])
async def test_a_private_chat_is_no_channel_of_a_team(town: Town, admin: bool, line: str, there: str) -> None:
    private = replace(town.ann.in_private(), admin=admin)
    assert f"Add me to the team's group or server and type `{there}` there." in await private.says(line)
    assert await town.storage.read(lambda unit: unit.teams.all()) == []


async def test_language_zone_country_and_currency_are_guessed_from_the_client(town: Town) -> None:
    cases = {
        "zh-hans": ("zh_Hans", "Asia/Shanghai", "CN", "CNY"),
        "zh-TW": ("zh_Hant", "Asia/Taipei", "TW", "TWD"),
        "zh-HK": ("zh_Hant", "Asia/Hong_Kong", "HK", "HKD"),
        "de-DE": ("en", "Europe/Berlin", "DE", "EUR"),
        "en": ("en", "America/New_York", "US", "USD"),
        "": ("en", "America/New_York", "US", "USD"),
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
    assert "I can't read Asia/Shangai as “Time zone”." in answer
    assert "`Asia/Shanghai`" in answer
    assert await town.storage.read(lambda unit: unit.teams.all()) == []


async def test_a_wrong_language_is_answered_with_the_languages_there_are(town: Town) -> None:
    answer = await town.ann.says("/setup language:klingon")
    assert "Languages are `English`, `简体`, or `繁體`." in answer


async def test_a_wrong_country_or_currency_is_answered_with_a_right_one(town: Town) -> None:
    assert "Did you mean `Germany`" in await town.ann.says("/setup country:Germny")
    assert "`CNY`" in await town.ann.says("/setup currency:CNYY")
    assert "I can't read zz as “Country (for holidays)”" in await town.ann.says("/setup country:zz")


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


async def test_a_chinese_title_beats_an_english_app(town: Town) -> None:
    for number, (title, language, country) in enumerate(
        [("媽媽俱樂部", "zh_Hant", "TW"), ("妈妈群", "zh_Hans", "CN")], 1
    ):
        admin = town.person(f"Admin{number}", Address("telegram", f"-{number}"), admin=True, title=title)
        admin.locale = "en"
        await admin.says("/setup")
        team = await town.team(number)
        assert (team.language, team.country) == (language, country)
        assert town.letters[0].locale == language


@pytest.mark.parametrize("word", ["GMT+8", "UTC+8", "Etc/GMT-8", "+08:00"])
async def test_an_offset_is_not_taken_for_a_zone_but_answered_with_those_that_have_it(town: Town, word: str) -> None:
    await town.founded()
    answer = await town.ann.says(f"/setup change zone:{word}")
    assert "Did you mean `Asia/Shanghai`, `Asia/Taipei`, or `Asia/Hong_Kong`?" in answer
    assert (await town.team()).zone == "Asia/Shanghai"


async def test_a_zone_like_no_other_is_answered_with_those_of_the_team_s_country(town: Town) -> None:
    await town.founded()
    assert "A zone is written as `Asia/Shanghai` or `Asia/Urumqi`." in await town.ann.says("/setup zone:Mars")
    dave = town.person("Dave", Address("telegram", "-7"), admin=True)
    dave.locale = "de-DE"
    assert "`Europe/Berlin`" in await dave.says("/setup zone:Mars")


async def test_a_country_like_no_other_is_answered_with_how_one_is_written(town: Town) -> None:
    assert "A country is two letters" in await town.ann.says("/setup country:Mars")
    assert "Did you mean `Taiwan`?" in await town.ann.says("/setup country:Taiwn")


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
