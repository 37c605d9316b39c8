"""/task add and /task edit: from a line, from a form, from a message that is answered."""

from dataclasses import replace

import pytest

from bot.ports import Call

from .crew import Crew


async def test_a_task_is_put_up_as_a_card_that_can_be_claimed(team: Crew) -> None:
    answer = await team.bob.says('/task add Write the FAQ due:"fri 17:00" job:活动运营 criteria:"no typos"')
    assert "Task 1: Write the FAQ" in answer
    assert "Added." in answer
    card = team.card()
    for part in (
        "Task 1: Write the FAQ", "Nobody has it yet.", "Due Fri, Nov 27 17:00", "For: activity operator",
        "Accepted when: no typos", "[Claim]",
    ):  # fmt: skip
        assert part in card


async def test_a_card_stands_in_every_channel_of_the_team(team: Crew) -> None:
    far = team.ann.on("discord", "ann#1", "5").with_admin()
    await far.says("/setup join " + (await team.ann.says("/setup code")).text.split("`")[1].split()[-1])
    await team.bob.says("/task add Write the FAQ")
    assert {letter.address.chat for letter in team.town.letters if letter.card} == {"-100", "5"}


async def test_a_checklist_is_read_line_by_line(team: Crew) -> None:
    await team.bob.says('/task add Poster checklist:"size; colours；words"')
    assert "☐ size\n• ☐ colours\n• ☐ words" in team.card()


async def test_an_answer_to_a_message_makes_a_task_of_it(team: Crew) -> None:
    heard = replace(team.bob.heard("typed"), reply_text="The gate is broken\nSince yesterday, on the left side")
    await team.town.hears(team.bob, Call("/task add due:tomorrow", heard))
    card = team.card()
    assert "Task 1: The gate is broken" in card
    assert "Since yesterday, on the left side" in card
    assert "Due Wed, Nov 25 18:00" in card


async def test_without_a_title_a_form_asks(team: Crew) -> None:
    form = await team.bob.says("/task add")
    assert "? What is to be done" in form
    assert "Task 1: Write the FAQ" in await team.bob.fills(form, title="Write the FAQ", slots="2")
    assert "2 places are free." in team.card()


async def test_numbers_count_within_a_team(team: Crew) -> None:
    await team.bob.says("/task add One")
    assert "Task 2: Two" in await team.bob.says("/task add Two")
    carol = team.town.carol
    await carol.says("/setup")
    assert "Task 1: Theirs" in await carol.says("/task add Theirs")
    assert "There is no task 2 in this team." in await carol.says("/task show 2")


async def test_work_is_given_to_others_by_those_who_lead_and_they_hear_of_it_in_private(team: Crew) -> None:
    refused = "Only a manager can give work to others. Add it open, or for yourself."
    assert refused in await team.bob.says("/task add Write the FAQ owner:@dee")
    await team.ann.says('/task add Write the FAQ owner:@dee due:"fri 17:00"')
    assert "Dee has it." in team.card()
    (told,) = await team.told()
    assert told.address.chat == "dee"
    assert "Ann gave this to you." in told
    assert "Due Fri, Nov 27 17:00" in told
    assert "[Done] [Release]" in told


async def test_for_herself_everybody_may(team: Crew) -> None:
    await team.bob.says("/task add Write the FAQ owner:@bob")
    assert "Bob has it." in team.card()
    assert await team.told() == []


async def test_somebody_who_only_observes_gets_no_work(team: Crew) -> None:
    assert "Eve cannot be given work" in await team.ann.says("/task add Write the FAQ owner:@eve")
    assert "There is no task 1 in this team." in await team.ann.says("/task show 1")
    assert "`/task add` is for people at the level staff or above." in await team.eve.says("/task add Watch")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ('/task add X due:"yesterday 10:00"', "That time is over already."),
        ("/task add X due:soonish", "A time can be written as `fri 17:00`"),
        ("/task add X slots:0", "A task has 1 to 100 places."),
        ("/task add X slots:many", "I can't read many as “Places (how many people)”."),
        ("/task add X owner:@nobody", "I don't know @nobody in this team."),
    ],
)
async def test_what_cannot_be_read_makes_no_task(team: Crew, line: str, why: str) -> None:
    assert why in await team.ann.says(line)
    assert "No task is open." in await team.ann.says("/task list")


async def test_a_new_due_time_is_told_to_those_who_have_it(team: Crew) -> None:
    await team.ann.says('/task add Write the FAQ owner:@dee due:"fri 17:00"')
    await team.told()
    await team.ann.says("/task edit 1 due:tomorrow")
    assert "Due Wed, Nov 25 18:00" in team.card()
    (told,) = await team.told()
    assert told.address.chat == "dee"
    assert "Ann changed when this is due." in told
    assert "Due Wed, Nov 25 18:00" in told


async def test_more_places_make_it_open_again_and_fewer_than_are_taken_are_refused(team: Crew) -> None:
    await team.bob.says("/task add Greet owner:@bob")
    await team.bob.says("/task edit 1 slots:2")
    assert "1 of 2 places are taken: Bob." in team.card()
    await team.presses(team.dee, "/task claim 1")
    assert "2 people have it already." in await team.bob.says("/task edit 1 slots:1")


async def test_only_its_maker_or_a_manager_changes_a_task(team: Crew) -> None:
    await team.bob.says("/task add Write the FAQ")
    assert "Only Bob or a manager can change task 1." in await team.dee.says("/task edit 1 title:Mine")
    await team.ann.says('/task edit 1 title:"Write it well"')
    assert "Task 1: Write it well" in team.card()
    assert "Say what is to be changed" in await team.bob.says("/task edit 1")


async def test_in_private_the_answer_has_the_buttons_and_in_a_channel_the_card_below_it(team: Crew) -> None:
    assert "[" not in (await team.bob.says("/task add Write the FAQ")).text
    assert "[Claim]" in await team.bob.in_private().says("/task add Draw the poster")
    assert "Task 2: Draw the poster" in team.card()


@pytest.mark.parametrize(
    ("due", "shown"),
    [
        ("fri 17:00", "Due Fri, Nov 27 17:00"), ("周五 17:00", "Due Fri, Nov 27 17:00"),
        ("12月5日 下午3点", "Due Sat, Dec 5 15:00"), ("12-12 18:30", "Due Sat, Dec 12 18:30"),
    ],
)  # fmt: skip
async def test_a_due_time_needs_no_quotes(team: Crew, due: str, shown: str) -> None:
    assert "Task 1: 写周报 第一版" in await team.bob.says(f"/task add 写周报 due:{due} 第一版")
    assert shown in team.card()


@pytest.mark.parametrize(
    "line",
    [
        "写周报 截止：周五 17:00 名额：2 岗位：活动运营 验收标准：无错字 说明：发群里 清单：字数；配图",
        "寫週報 截止：週五 17:00 名額：2 職務：活动运营 驗收標準：无错字 說明：发群里 清單：字数；配图",
    ],
)
async def test_the_options_of_a_task_have_chinese_names(team: Crew, line: str) -> None:
    await team.bob.says(f"/task add {line}")
    card = team.card()
    for part in (
        f"Task 1: {line[:3]}\n", "Due Fri, Nov 27 17:00", "2 places are free.", "For: activity operator",
        "Accepted when: 无错字", "☐ 字数\n• ☐ 配图",
    ):  # fmt: skip
        assert part in card
    await team.bob.says("/task edit 1 标题：写月报 到期：11-28")
    assert "Task 1: 写月报" in team.card()
    assert "There is no activity 9 in this team." in await team.bob.says("/task list 活动：9")
