"""/daily as a form: whole, page by page or question by question; nothing typed is lost."""

from bot.dispatch import Desk
from commands.kit import Form
from tests.town import MENU, Answer, Town


async def opened(town: Town, line: str = "/daily") -> Answer:
    answer = await town.bob.says(line)
    assert answer.reply.form is not None
    return answer


def form_of(answer: Answer) -> Form:
    assert answer.reply.form is not None, answer.text
    return answer.reply.form


async def step(town: Town, answer: Answer, what: str) -> Answer:
    return await town.bob.says(f"/form {form_of(answer).draft} {what}")


def asked(answer: Answer) -> str:
    """The field that is asked now."""
    form = form_of(answer)
    return form.questions[form.step].field


async def test_a_bare_daily_opens_the_form_of_the_only_community(town: Town) -> None:
    await town.founded()
    form = form_of(await opened(town))
    assert [len(page) for page in form.pages] == [5, 5, 5]
    assert form.questions[-1].field == "note"


async def test_with_several_communities_the_form_asks_for_one_first(town: Town) -> None:
    await town.founded("fans")
    answer = await town.bob.says("/daily date:yesterday")
    assert "Which community do you report?" in answer
    assert "form Daily report · Mon, Nov 23 · fans" in await town.bob.presses(answer, "fans")


async def test_yesterday_s_value_is_offered(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily date:yesterday members 1200 joined 3")
    form = form_of(await opened(town))
    assert {q.field: q.default for q in form.questions if q.default} == {"members": "1200", "joined": "3"}


async def test_a_whole_form_is_stored(town: Town) -> None:
    await town.founded()
    answer = await town.bob.fills(await opened(town), joined="３２", active="1.2k", note="rain")
    assert "Saved: 2 numbers." in answer
    assert await town.figures() == {"joined": "32", "active": "1200"}


async def test_an_empty_form_saves_nothing_and_says_so(town: Town) -> None:
    await town.founded()
    answer = await town.bob.fills(await opened(town), joined="  ")
    assert "Nothing was filled in, so there is nothing to save." in answer
    assert form_of(answer).draft
    assert await town.versions() == []


async def test_a_wrong_answer_brings_the_form_back_filled(town: Town) -> None:
    await town.founded()
    first = await opened(town)
    answer = await town.bob.fills(first, joined="lots", active="100", note="rain")
    assert "lots is not a number I can read for new members." in answer
    values = {q.field: q.value for q in form_of(answer).questions if q.value}
    assert values == {"joined": "lots", "active": "100", "note": "rain"}
    assert await town.versions() == []
    await town.bob.fills(answer, joined="12", active="100", note="rain")
    assert await town.figures() == {"joined": "12", "active": "100"}


async def test_a_form_is_saved_once(town: Town) -> None:
    await town.founded()
    first = await opened(town)
    await town.bob.fills(first, joined="1")
    assert "This form is no longer open." in await town.bob.fills(first, joined="2")
    assert await town.figures() == {"joined": "1"}


async def test_the_form_of_a_day_stays_with_that_day_over_midnight(town: Town) -> None:
    await town.founded()
    town.now = town.now.replace(hour=15, minute=59)
    form = await opened(town)
    assert "Tue, Nov 24" in form
    town.sleep(minutes=2)
    answer = await town.bob.fills(form, joined="3")
    assert "Saved late: 1 number." in answer
    assert [row.day.isoformat() for row in await town.versions()] == ["2026-11-24"]


async def test_question_by_question_with_skip_back_and_keep(town: Town) -> None:
    await town.founded()
    await town.bob.says("/daily date:yesterday members 1200 left 2")
    form = await opened(town)
    assert asked(form) == "members"
    form = await step(town, form, "keep")
    assert asked(form) == "joined"
    form = await step(town, form, "set 32")
    assert asked(form) == "left"
    form = await step(town, form, "back")
    assert asked(form) == "joined"
    assert "? new members = 32" in form
    form = await step(town, form, "set 33")
    form = await step(town, form, "skip")
    assert asked(form) == "active"
    answer = await step(town, form, "save")
    assert "Saved: 2 numbers." in answer
    today = {r.metric: str(r.value) for r in await town.versions() if r.day.day == 24}
    assert today == {"members": "1200", "joined": "33"}


async def test_the_last_answer_saves_the_form(town: Town) -> None:
    await town.founded()
    form = await opened(town)
    form = await step(town, form, "set 500")
    while asked(form) != "note":
        form = await step(town, form, "skip")
    answer = await step(town, form, "set it rains\nand rains")
    assert "Saved: 1 number." in answer
    assert [row.note for row in await town.versions()] == ["it rains\nand rains"]


async def test_words_without_a_command_answer_the_open_question(town: Town) -> None:
    await town.founded()
    await opened(town)
    form = await town.bob.says("/form _ say", value="１，２００")
    assert "? members = １，２００" in form
    assert asked(form) == "joined"


async def test_words_of_somebody_without_an_open_form_are_left_alone(town: Town) -> None:
    await town.founded()
    await opened(town)
    answer = await town.ann.says("/form _ say", value="lunch?")
    assert answer.text == ""
    assert town.letters == []


async def test_a_wrong_answer_asks_the_same_question_again(town: Town) -> None:
    await town.founded()
    form = await opened(town)
    form = await step(town, form, "set 500")
    form = await step(town, form, "set soon")
    assert "! soon is not a number I can read for new members." in form
    assert asked(form) == "joined"
    assert "? members = 500" in form


async def test_a_block_pasted_into_a_form_is_the_whole_report(town: Town) -> None:
    await town.founded()
    form = await opened(town)
    form = await step(town, form, "set 500")
    await town.bob.says("/form _ say", value="新增 12\n活跃 300")
    assert await town.figures() == {"members": "500", "joined": "12", "active": "300"}
    assert "This form is no longer open." in await step(town, form, "save")


async def test_cancel_closes_the_form(town: Town) -> None:
    await town.founded()
    form = await step(town, await opened(town), "set 500")
    assert "Cancelled. Nothing was saved." in await step(town, form, "cancel")
    assert "This form is no longer open." in await step(town, form, "save")
    assert (await town.bob.says("/form _ say", value="3")).text == ""
    assert await town.versions() == []


async def test_page_by_page_as_discord_asks(town: Town) -> None:
    await town.founded()
    form = await opened(town)
    draft = form_of(form).draft
    answer = await town.bob.says(f"/form {draft} page", members="500", joined="12")
    assert "Page 1 of 3 is noted. Nothing is saved yet." in answer
    assert "[Next] [Save] [Cancel]" in answer
    second = await town.bob.presses(answer, "Next")
    assert form_of(second).step == 5
    answer = await town.bob.says(f"/form {draft} page", messages="90")
    answer = await town.bob.presses(answer, "Save")
    assert "Saved: 3 numbers." in answer


async def test_the_last_page_saves_the_form(town: Town) -> None:
    await town.founded()
    draft = form_of(await opened(town)).draft
    await town.bob.says(f"/form {draft} page", members="500")
    await town.bob.says(f"/form {draft} page")
    answer = await town.bob.says(f"/form {draft} page", note="rain")
    assert "Saved: 1 number." in answer


async def test_a_field_emptied_on_its_page_is_not_saved(town: Town) -> None:
    await town.founded()
    form = await opened(town)
    form = await step(town, form, "set 500")
    form = await step(town, form, "set 12")
    await town.bob.fills(form, members="500", joined="")
    assert await town.figures() == {"members": "500"}


async def test_a_half_filled_form_survives_a_restart(town: Town) -> None:
    await town.founded()
    form = await step(town, await opened(town), "set 500")
    town.desk = Desk(MENU, town.metrics, town.storage, lambda: town.now, lambda: "NEWW-CODE")
    form = await step(town, form, "set 12")
    assert "? members = 500" in form
    await step(town, form, "save")
    assert await town.figures() == {"members": "500", "joined": "12"}


async def test_nobody_else_touches_a_form(town: Town) -> None:
    await town.founded()
    form = await step(town, await opened(town), "set 500")
    draft = form_of(form).draft
    for what in ("set 3", "save", "cancel", "open", "skip", "back", "keep", "page", "submit"):
        answer = await town.ann.says(f"/form {draft} {what}", joined="3")
        assert "This form is somebody else's." in answer, what
    await step(town, form, "save")
    assert await town.figures() == {"members": "500"}


async def test_a_form_of_one_team_stores_nothing_in_another(town: Town) -> None:
    await town.founded()
    await town.carol.says("/setup zone:Asia/Shanghai")
    await town.bob.says("/join")
    elsewhere = town.bob.at_chat("-666")
    await elsewhere.says("/join")
    private = town.bob.in_private()
    await private.says('/team use "Mums club"')
    form = form_of(await private.says("/daily"))
    await private.says("/team use Elsewhere")
    assert "This form is no longer open." in await elsewhere.says(f"/form {form.draft} submit", joined="3")
    assert await town.versions() == []
    # In private it still belongs to the team that asked, whichever she has chosen since; so do words without a command.
    assert (await private.says("/form _ say", value="3")).reply.form is not None
    await private.says(f"/form {form.draft} submit", joined="3")
    assert [row.workspace for row in await town.versions()] == ["Mums club"]


async def test_a_form_is_open_for_a_day(town: Town) -> None:
    await town.founded()
    form = await opened(town)
    town.sleep(hours=24)
    assert "This form is no longer open." in await town.bob.fills(form, joined="3")


async def test_correct_opens_the_stored_numbers(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says("/daily joined 32 active 100 note: rain")
    form = await town.bob.presses(answer, "Correct")
    assert "? new members = 32" in form
    assert "? active members = 100" in form
    answer = await town.bob.fills(form, joined="23", active="100")
    assert "Corrected: new members 32 → 23." in answer
    assert len(await town.versions()) == 3


async def test_the_numbers_of_another_person_are_not_opened_for_correction(town: Town) -> None:
    await town.founded()
    dave = town.person("Dave", town.ann.at)
    answer = await town.bob.says("/daily joined 32")
    refused = await dave.presses(answer, "Correct")
    assert "Bob reported these numbers of Mums club. Only a manager can correct somebody else's numbers." in refused
    assert refused.reply.form is None
    assert "? new members = 32" in await town.ann.presses(answer, "Correct")
    await dave.says("/daily active 100")
    assert "? active members = 100" in await dave.presses(answer, "Correct")


async def test_an_unlikely_number_in_a_form_is_asked_back_too(town: Town) -> None:
    await town.founded()
    answer = await town.bob.fills(await opened(town), members="100", active="120")
    assert "active members (120) is more than members (100)." in answer
    await town.bob.presses(answer, "Save anyway")
    assert await town.figures() == {"members": "100", "active": "120"}


async def test_an_unknown_step_of_a_form_changes_nothing(town: Town) -> None:
    await town.founded()
    form = await step(town, await opened(town), "set 500")
    await step(town, form, "explode")
    await town.bob.says("/form")
    await town.bob.says("/form ")
    await town.bob.says("/form NOPE save")
    await step(town, form, "save")
    assert await town.figures() == {"members": "500"}
