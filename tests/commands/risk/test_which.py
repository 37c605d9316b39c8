"""The number of a risk can be left out: the only one that can be meant is taken, of several one is chosen."""

import pytest

from bot.discord.forms import TITLE
from commands.kit import Tongue
from tests.commands.task.crew import Crew
from tests.town import MENU

FLOOD = "‼ Risk 1, red: Gatehouse flooded"

TAKEN: dict[str, tuple[list[str], str]] = {
    # what is said without a number: what was said before, what follows
    "ack": ([], "You have it."),
    "help": ([], "Noted: you help."),
    "note 3rd floor is wet": ([], "Noted."),
    "plan Two more posts\nby Friday": ([], "The plan is kept."),
    "statement We know.": ([], "Written, and not posted yet"),
    "solve": ([], "Noted. Now somebody else has to verify it."),
    "verify All is dry": (["solve 1"], "Verified and closed."),
    "close why:All is dry": (["solve 1"], "Verified and closed."),
    "back It rains again": (["solve 1"], "It goes on."),
    "level yellow": ([], "It is yellow now."),
    "level down": ([], "It is yellow now."),
    "silence": (["ack 1"], "Quiet until"),
    "handover @dee": ([], "Dee has it now, and is told in private."),
    "join The cellar too": ([], "It stands in the story of risk 1"),
    "improve Call the venue first": ([], "It will stand in the report."),
    "action Buy pumps owner:@dee": ([], "Task 1"),
}


@pytest.mark.parametrize("line", TAKEN)
async def test_the_only_risk_that_can_be_meant_is_taken_and_the_answer_says_which(team: Crew, line: str) -> None:
    before, then = TAKEN[line]
    await team.ann.says("/risk raise red Gatehouse flooded")
    for said in before:
        await team.bob.says(f"/risk {said}")
    answer = await team.ann.in_private().says(f"/risk {line}")
    assert answer.text.startswith(FLOOD), answer.text
    assert then in answer
    assert (await team.town.journal())[-1].line.endswith("number:1")


@pytest.mark.parametrize("line", TAKEN)
async def test_of_several_one_is_chosen_and_what_was_typed_is_kept(team: Crew, line: str) -> None:
    before, _ = TAKEN[line]
    for title in ("red Gatehouse flooded", "red Bot answers in Latin"):
        await team.ann.says(f"/risk raise {title}")
    for number in (1, 2):
        for said in before:
            await team.bob.says(f"/risk {said.replace('1', str(number))}")
    asked = await team.ann.says(f"/risk {line}")
    verb, _, more = line.partition(" ")
    if more:
        assert asked.text.splitlines()[:2] == ["form Which risk?", "? Which risk?"], asked.text
        await team.ann.fills(asked, number="2")
    else:
        assert asked.text == f"Which risk?\n[{FLOOD}] [‼ Risk 2, red: Bot answers in Latin]"
        await team.ann.presses(asked, "Risk 2")
    changed = await team.town.storage.read(lambda unit: unit.risks.get(1, 2))
    assert changed is not None
    story = await team.town.storage.read(lambda unit: unit.risk_story.story(changed.id))
    people = await team.town.people()
    hers = [one.deed for one in story if one.person in (people["Ann"].id, people["Dee"].id)]
    assert set(hers) - {"raised", "called"}, f"{verb} was said of the second"


SHOWN = {"show": FLOOD, "story": "Ann raised it", "checklist": "0 of"}


@pytest.mark.parametrize("verb", SHOWN)
async def test_the_only_one_is_shown(team: Crew, verb: str) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded kind:weather")
    answer = await team.bob.says(f"/risk {verb}")
    assert SHOWN[verb] in answer
    assert answer.text.count("Gatehouse flooded") == 1


async def test_a_number_is_asked_for_where_a_second_one_is_missing(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded kind:weather")
    asked = await team.bob.says("/risk tick")
    assert asked.text.splitlines()[0] == "form ‼ 1 · Gatehouse flooded"
    assert "1. ✓" in await team.bob.fills(asked, step="1")


async def test_the_report_and_the_score_are_about_the_closed_one(team: Crew) -> None:
    assert "No risk was closed yet." in await team.bob.says("/risk report")
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.ann.says("/risk raise red Bot answers in Latin")
    await team.bob.says("/risk solve 1")
    await team.dee.says("/risk verify All is dry")
    assert "Report · ‼ Risk 1, red" in await team.bob.says("/risk report")
    asked = await team.bob.says("/risk score")
    assert "Noted: 90 of 100." in await team.bob.fills(asked, score="90")


NONE: dict[str, tuple[list[str], str]] = {
    "plan Two more posts": (["solve", "verify dry"], "No risk is open."),
    "ack": (["ack"], "Every open risk is in somebody's hands."),
    "silence": ([], "Nobody has a risk in hand, so none can be quiet."),
    "solve": (["solve"], "Every open risk is said to be solved already."),
    "level down": (["solve"], "Every open risk is said to be solved already."),
    "verify dry": ([], "No risk waits to be verified."),
    "checklist": ([], "No risk that is open has a checklist."),
}


@pytest.mark.parametrize("line", NONE)
async def test_where_none_can_be_meant_it_says_why(team: Crew, line: str) -> None:
    before, then = NONE[line]
    await team.ann.says("/risk raise red Gatehouse flooded")
    for said in before:
        await (team.bob if said.startswith("solve") else team.dee).says(f"/risk {said}")
    refused = await team.ann.says(f"/risk {line}")
    assert then in refused
    assert refused.reply.buttons


async def test_a_mistyped_number_is_not_taken_for_words(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk solve")
    assert "Verified" not in str(await team.dee.in_private().says("/risk verify 2: all is dry"))
    assert "There is no risk 2 in this team." in await team.dee.says("/risk verify 2 all is dry")
    assert "I can't read l as “Number of the risk”" in await team.dee.says("/risk show l")


VERBS = [
    name for name, one in MENU.commands.items() if name.startswith("risk ") and not one.clock and one.args.fields()
]  # fmt: skip


@pytest.mark.parametrize("locale", ["en", "zh_Hans", "zh_Hant"])
@pytest.mark.parametrize("level", ["red", "yellow"])
async def test_the_title_of_every_form_of_a_risk_fits_where_discord_shows_it(
    team: Crew, locale: str, level: str
) -> None:
    for _ in range(2):
        await team.ann.says(f"/risk raise {level} " + "洪水 in the gatehouse " * 8)
        await team.ann.says("/risk anyway CODE-0001")
    seen = 0
    for name in VERBS:
        for tail in ("", " 1", " words of mine"):
            answer = await team.bob.says(f"/{name}{tail}")
            if answer.reply.form is not None:
                seen += 1
                title = Tongue(locale).speak(answer.reply.form.title)
                assert len(title) <= TITLE, f"/{name}{tail}: {title}"
        await team.bob.says("/risk ack 1")
    assert seen >= 6


OF_DRILLS = [
    name for name, one in MENU.commands.items() if name.startswith("drill ") and not one.clock and one.args.fields()
]  # fmt: skip


@pytest.mark.parametrize("locale", ["en", "zh_Hans", "zh_Hant"])
async def test_the_title_of_every_form_of_a_drill_fits_where_discord_shows_it(team: Crew, locale: str) -> None:
    await team.ann.says("/drill run " + "洪水 in the gatehouse " * 8)
    seen = set()
    for name in OF_DRILLS:
        for tail in ("", " 1"):
            answer = await team.ann.says(f"/{name}{tail}")
            if answer.reply.form is not None:
                seen.add(name)
                title = Tongue(locale).speak(answer.reply.form.title)
                assert len(title) <= TITLE, f"/{name}{tail}: {title}"
    assert "drill plan" in seen, seen
    assert len(seen) >= 2, seen
