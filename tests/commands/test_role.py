"""/role: who may make whom what, and how a person is named."""

import pytest

from storage import Role
from tests.town import Town


@pytest.fixture
async def office(town: Town) -> Town:
    """Ann directs, Mel manages, Bob is staff."""
    await town.founded()
    mel = town.person("Mel", town.ann.at)
    await mel.says("/join")
    await town.bob.says("/join")
    await town.ann.says("/role @mel manager")
    return town


async def level(town: Town, name: str) -> Role:
    return (await town.people())[name].level


async def test_a_director_makes_a_manager(office: Town) -> None:
    assert await level(office, "Mel") is Role.MANAGER


async def test_levels_are_understood_in_three_languages(office: Town) -> None:
    for word, expected in (("运营经理", Role.MANAGER), ("觀察員", Role.OBSERVER), ("Director", Role.DIRECTOR)):
        await office.ann.says(f"/role @bob {word}")
        assert await level(office, "Bob") is expected


async def test_a_manager_cannot_make_a_director(office: Town) -> None:
    mel = office.person("Mel", office.ann.at)
    assert "Only a director can make or change a director." in await mel.says("/role @bob director")
    assert "Only a director can make or change a director." in await mel.says("/role @mel director")
    assert await level(office, "Bob") is Role.STAFF


async def test_a_manager_cannot_degrade_a_director(office: Town) -> None:
    mel = office.person("Mel", office.ann.at)
    assert "Only a director" in await mel.says("/role @ann staff")
    assert await level(office, "Ann") is Role.DIRECTOR


async def test_the_only_director_stays_director(office: Town) -> None:
    assert "Ann is the only director." in await office.ann.says("/role @ann staff")
    await office.ann.says("/role @bob director")
    await office.ann.says("/role @ann staff")
    assert await level(office, "Ann") is Role.STAFF


async def test_staff_changes_no_roles(office: Town) -> None:
    assert "ops manager or above" in await office.bob.says("/role @bob manager")
    assert await level(office, "Bob") is Role.STAFF


async def test_job_titles_are_understood_in_three_languages_and_kept_once(office: Town) -> None:
    for words in ('"content planner"', "内容策划", "內容策劃", "data-analyst", "Gärtner"):
        await office.ann.says(f"/role @bob title:{words}")
    assert (await office.people())["Bob"].titles == ("content planner", "data analyst", "Gärtner")


async def test_of_somebody_without_job_titles_only_the_level_is_said(office: Town) -> None:
    assert str(await office.ann.says("/role @bob")) == "Bob is staff."
    assert str(await office.ann.says("/role @bob observer")) == "Bob is now observer."
    assert "Job titles: data analyst." in await office.ann.says('/role @bob title:"data analyst"')


@pytest.mark.parametrize(
    "words", ["-内容策划", '-"content planner"', '"-content planner"', "−“content planner”", "-「內容策劃」"]
)
async def test_a_minus_takes_a_job_title_away(office: Town, words: str) -> None:
    await office.ann.says('/role @bob title:"content planner"')
    await office.ann.says(f"/role @bob title:{words}")
    assert (await office.people())["Bob"].titles == ()


async def test_a_person_is_named_by_user_name_display_name_number_or_mention(office: Town) -> None:
    for word in ("@bob", "bob", "Bob", "ＢＯＢ", "@BOB"):
        assert "Bob is staff." in await office.ann.says(f"/role {word}")


async def test_a_mention_on_discord_names_a_person(office: Town) -> None:
    await office.ann.says("/setup code")
    discord = office.ann.on("discord", "900", "555").with_admin()
    await discord.says("/setup join CODE-0001")
    dora = office.person("Dora", discord.at)
    dora.account = type(dora.account)("discord", "4711", "Dora", "dora")
    await dora.says("/join")
    assert "Dora is staff." in await office.ann.says("/role <@4711>")
    assert "Dora is staff." in await office.ann.says("/role <@!4711>")


async def test_a_person_is_named_by_answering_her_message(office: Town) -> None:
    assert "Bob is staff." in await office.ann.says("/role", answering=office.bob)


async def test_without_a_person_a_form_asks_for_what_is_needed(office: Town) -> None:
    form = await office.ann.says("/role")
    assert form.reply.form is not None
    assert [(question.field, question.required) for question in form.reply.form.questions] == [
        ("person", True), ("level", False), ("title", False),
    ]  # fmt: skip
    assert "Bob is now ops manager." in await office.ann.fills(form, person="@bob", level="manager")


async def test_a_title_without_a_person_is_kept_in_the_form(office: Town) -> None:
    form = await office.ann.says("/role title:writer")
    assert form.reply.form is not None
    assert [question.value for question in form.reply.form.questions] == [None, None, "writer"]
    assert "Bob is staff." in await office.ann.fills(form, person="@bob")


async def test_an_unknown_person_is_answered_with_the_nearest(office: Town) -> None:
    assert "Did you mean `Bob`" in await office.ann.says("/role bobb manager")


async def test_two_people_of_one_name_are_told_apart_by_their_user_names(office: Town) -> None:
    other = office.person("Bobby", office.ann.at)
    await other.says("/join name:Bob")
    answer = await office.ann.says("/role Bob manager")
    assert "Several people are called Bob." in answer
    assert "`@bob` or `@bobby`" in answer
    await office.ann.says("/role @bob manager")
    assert {(p.name, p.level) for p in (await office.everybody()) if p.name == "Bob"} == {
        ("Bob", Role.MANAGER), ("Bob", Role.STAFF),
    }  # fmt: skip


async def test_nobody_gets_another_s_rights_by_calling_herself_like_her(office: Town) -> None:
    eve = office.person("Eve", office.ann.at)
    await eve.says('/join name:"bob"')
    await office.ann.says("/role @bob manager")
    assert {p.id: p.level for p in await office.everybody()}[3] is Role.MANAGER
    assert {p.name: p.level for p in await office.everybody()}["bob"] is Role.STAFF


async def test_the_answer_names_titles_in_the_reader_s_language(office: Town) -> None:
    await office.ann.says('/role @bob title:"data analyst"')
    await office.ann.says("/join language:简体")
    assert "数据分析" in await office.ann.says("/role @bob")


async def test_a_job_title_is_one_short_line_without_tricks(office: Town) -> None:
    await office.ann.says(f'/role @bob title:"chief\u202e\u200b of {"x" * 900}"')
    [title] = (await office.people())["Bob"].titles
    assert title.startswith("chief of xx")
    assert len(title) <= 64
