"""Forms of commands that have none of their own, and the arithmetic of pages. /daily's own form is tested with it."""

from typing import Any

import pytest

from bot.forms import default_form, page_of, paged
from commands.kit import Form, Question
from commands.kit.hints import verbatim
from tests.town import MENU, Answer, Town


def questions(count: int) -> tuple[Question, ...]:
    return tuple(Question(f"q{at}", f"Question {at}") for at in range(count))


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (5, [5]), (6, [5, 1]), (11, [5, 5, 1])])
def test_a_page_holds_five_questions(count: int, sizes: list[int]) -> None:
    assert [len(page) for page in paged(questions(count))] == sizes


def test_every_question_stands_on_its_page() -> None:
    form = Form("/x", verbatim("Form"), paged(questions(11)))
    assert [page_of(form, at) for at in (0, 4, 5, 9, 10, 99)] == [0, 0, 1, 1, 2, 2]


def test_a_command_s_own_arguments_make_its_form() -> None:
    form = default_form(MENU.commands["community add"], {"key": "fans"})
    asked = {question.field: question for question in form.questions}
    assert asked["key"].required
    assert asked["key"].value == "fans"
    assert [choice.value for choice in asked["stage"].choices] == ["start-up", "developing", "mature"]


async def opened(town: Town, line: str = "/community add") -> tuple[str, Answer]:
    answer = await town.ann.says(line)
    assert answer.reply.form is not None
    return answer.reply.form.draft, answer


async def field(answer: Answer) -> str:
    assert answer.reply.form is not None
    return answer.reply.form.questions[answer.reply.form.step].field


async def test_a_choice_is_answered_with_its_key_or_its_word(town: Town) -> None:
    await town.founded()
    draft, answer = await opened(town)
    assert await field(answer) == "key", "what is required is asked first"
    answer = await town.ann.says(f"/form {draft} set fans")
    while await field(answer) != "stage":
        answer = await town.ann.says(f"/form {draft} skip")
    wrong = await town.ann.says(f"/form {draft} set ripe")
    assert "! I can't read ripe as “Stage”." in wrong
    await town.ann.says(f"/form {draft} set 成熟")
    assert "fans is added" in await town.ann.says(f"/form {draft} save")
    assert "mature" in await town.ann.says("/community")


async def test_a_required_question_cannot_be_skipped(town: Town) -> None:
    await town.founded()
    draft, answer = await opened(town, "/away")
    assert await field(answer) == "text"
    for what in ("skip", "set", "set   "):
        answer = await town.ann.says(f"/form {draft} {what}")
        assert "is needed." in answer, what
        assert await field(answer) == "text"


async def test_a_refused_command_brings_its_form_back_filled(town: Town) -> None:
    await town.founded("fans")
    _, answer = await opened(town)
    refused = await town.ann.fills(answer, key="fans", audience="young mums")
    assert "There is a community `fans` already." in refused
    assert "? Target audience = young mums" in refused
    assert "parents is added" in await town.ann.fills(refused, key="parents", audience="young mums")
    assert "for young mums" in await town.ann.says("/community")


async def test_a_form_opened_by_somebody_who_lost_the_right_is_refused_and_kept(town: Town) -> None:
    await town.founded()
    await town.bob.says("/join")
    await town.ann.says("/role @bob manager")
    answer = await town.bob.says("/community add")
    await town.ann.says("/role @bob staff")
    assert "ops manager or above" in await town.bob.fills(answer, key="fans")
    await town.ann.says("/role @bob manager")
    assert "fans is added" in await town.bob.fills(answer, key="fans")


async def test_what_a_form_does_not_ask_cannot_be_smuggled_in(town: Town) -> None:
    await town.founded()
    _, answer = await opened(town, "/away")
    await town.ann.fills(answer, text="tomorrow", level="director", person="@bob")
    assert (await town.people())["Ann"].level.name == "DIRECTOR"
    assert (await town.people())["Ann"].away_from is not None


async def test_going_back_from_the_first_question_stays_there(town: Town) -> None:
    await town.founded()
    draft, _ = await opened(town)
    answer = await town.ann.says(f"/form {draft} back")
    assert answer.reply.form is not None
    assert answer.reply.form.step == 0


async def test_the_newest_open_form_takes_the_words(town: Town) -> None:
    await town.founded()
    await opened(town)
    town.sleep(minutes=1)
    await opened(town, "/away")
    assert "Ann is away" in await _finished(town, "tomorrow")


async def _finished(town: Town, words: str) -> Answer:
    answer = await town.ann.says("/form _ say", value=words)
    while answer.reply.form is not None:
        answer = await town.ann.says(f"/form {answer.reply.form.draft} skip")
    return answer


OFFER = 'tier:light goal:"200 orders" start:"2026-11-28 20:00"'


async def test_what_is_still_needed_is_said_and_asked_when_a_form_is_saved_too_early(town: Town) -> None:
    await town.founded()
    draft, _ = await opened(town, "/activity propose")
    first: dict[str, Any] = {
        "name": "Lantern evening", "tier": "light", "goal": "200 orders", "start": "2026-11-28 20:00"
    }  # fmt: skip
    noted = await town.ann.says(f"/form {draft} page", **first)
    assert "Page 1 of 3 is noted." in noted
    answer = await town.ann.presses(noted, "Save")
    assert "Still needed: Expected revenue, Expected cost, Risks, and Plan B" in answer
    assert await field(answer) == "revenue"
    assert await field(await town.ann.says(f"/form {draft} open")) == "revenue"
    for value in ("3000", "1000"):
        answer = await town.ann.says(f"/form {draft} set {value}")
    answer = await town.ann.fills(answer, **first, revenue="3000", cost="1000", risks="Rain")
    assert "Still needed: Plan B" in answer
    assert await field(answer) == "plan"
    assert "Forecast ROI" in await town.ann.says(f"/form {draft} set Indoors")


async def test_a_page_that_is_begun_in_its_middle_is_followed_by_the_next(town: Town) -> None:
    await town.founded()
    draft, answer = await opened(town, f"/activity propose Lantern evening {OFFER} revenue:3000")
    assert await field(answer) == "cost"
    await town.ann.says(f"/form {draft} page", revenue="3000", cost="1000")
    assert await field(await town.ann.says(f"/form {draft} open")) == "risks"


async def test_a_form_begins_at_the_first_question_that_needs_an_answer(town: Town) -> None:
    await town.founded()
    draft, answer = await opened(town, f"/activity propose Lantern evening {OFFER} revenue:3000 cost:1000")
    assert await field(answer) == "risks"
    assert await field(await town.ann.says(f"/form {draft} back")) != "risks"


@pytest.mark.parametrize(("option", "at"), [("级别:超大", "tier"), ("start:someday", "start")])
async def test_what_came_with_the_line_and_cannot_be_read_is_told_at_once(town: Town, option: str, at: str) -> None:
    await town.founded()
    draft, answer = await opened(town, f"/activity propose Lantern evening {option}")
    assert f"! I can't read {option.partition(':')[2]} as" in answer
    assert await field(answer) == at
    answer = await town.ann.says(f"/form {draft} keep")
    assert "! I can't read" in answer
    assert await field(answer) == at


async def test_a_form_that_was_refused_comes_back_at_what_cannot_be_read(town: Town) -> None:
    await town.founded()
    _, answer = await opened(town, "/activity propose Lantern evening")
    words = {"goal": "200 orders", "revenue": "3000", "cost": "1000", "risks": "Rain", "plan": "Indoors"}
    answer = await town.ann.fills(answer, name="Lantern evening", tier="light", start="someday", **words)
    assert "I can't read someday" in answer
    assert await field(answer) == "start"
