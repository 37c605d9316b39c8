"""Everything on the card can be pressed and typed: each button, each line, on both platforms."""

import re

import pytest

from bot.discord.render import render as on_discord
from bot.telegram.render import render as on_telegram
from commands.kit import Reply, Tongue
from commands.kit.reply import carries, read_reply
from storage import Letter
from tests.commands.task.crew import Crew
from tests.plain import words


def letter(team: Crew) -> Letter:
    (found,) = [one for one in team.town.letters if one.card == "risk:1" and one.address.chat == "-100"]
    return found


def labels(team: Crew) -> list[str]:
    return re.findall(r"\[([^\]]+)\]", words(read_reply(letter(team).body), Tongue()).splitlines()[-1])


STATES: list[tuple[str, list[str], list[str], list[str]]] = [
    # level, what was said before, what stands on the card, what stands behind *More*
    ("red", [],
     ["Acknowledge", "Details", "I help", "Note", "Statement", "Solved", "Hand over", "Level down"], []),
    ("yellow", [],
     ["Acknowledge", "Details", "I help", "Note", "Plan", "Solved", "Hand over"], ["Level up", "Level down"]),
    ("blue", [], ["Acknowledge", "Details", "I help", "Note", "Solved", "Hand over", "Level up"], []),
    ("blue", ["edit 1 community:mums-club"],
     ["Acknowledge", "I help", "Note", "Solved", "Hand over", "Level up", "Details"], []),
    ("blue", ["edit 1 community:mums-club kind:weather"],
     ["Acknowledge", "I help", "Note", "Solved", "Hand over", "Level up"], []),
    ("red", ["ack 1"],
     ["Note", "Details", "I help", "Statement", "Solved", "Silence 1 h", "Hand over", "Level down"], []),
    ("red", ["ack 1", "note 1 Pumps are on"],
     ["Statement", "Details", "Note", "I help", "Solved", "Silence 1 h", "Hand over", "Level down"], []),
    ("red", ["ack 1", "statement 1 We know."],
     ["Approve", "Read it", "Note", "Details", "I help", "Solved", "Statement"],
     ["Silence 1 h", "Hand over", "Level down"]),
    ("red", ["statement 1 We know."],
     ["Acknowledge", "Details", "Approve", "Read it", "I help", "Note", "Solved"],
     ["Hand over", "Level down", "Statement"]),
    ("red", ["ack 1", "statement 1 We know.", "approve 1"],
     ["Note", "Details", "I help", "Statement", "Solved", "Silence 1 h", "Hand over", "Level down"], []),
    ("yellow", ["ack 1"],
     ["Plan", "Details", "Note", "I help", "Solved", "Silence 1 h", "Hand over"], ["Level up", "Level down"]),
    ("yellow", ["ack 1", "plan 1 Two more posts"],
     ["Note", "Details", "I help", "Plan", "Solved", "Silence 1 h", "Hand over"], ["Level up", "Level down"]),
    ("red", ["solve 1"], ["Verified", "Not solved", "Note", "Statement"], []),
    ("blue", ["solve 1"], ["Verified", "Not solved", "Note"], []),
    ("blue", ["solve 1", "statement 1 We know."],
     ["Verified", "Not solved", "Approve", "Read it", "Note", "Statement"], []),
]  # fmt: skip


@pytest.mark.parametrize(("level", "before", "expected", "behind"), STATES)
async def test_the_buttons_are_those_of_the_state_and_the_next_step_comes_first(
    team: Crew, level: str, before: list[str], expected: list[str], behind: list[str]
) -> None:
    await team.ann.says(f"/risk raise {level} Gatehouse flooded")
    for line in before:
        await (team.dee if line.startswith("approve") else team.bob).says(f"/risk {line}")
    assert labels(team) == [*expected, *(["More"] if behind else [])]
    shown = read_reply(letter(team).body).buttons
    assert [one.look for one in shown] == ["primary"] + ["plain"] * (len(shown) - 1)
    if behind:
        more = await team.presses(team.dee, shown[-1].line)
        assert [Tongue().speak(one.label) for one in more.reply.buttons] == behind


DEEDS: dict[str, tuple[str, list[str], str, str]] = {
    # button: level, what was said before, what follows its line where that needs more, what the card says then
    "Acknowledge": ("red", [], "", "Dee has it"),
    "I help": ("red", [], "", "Helping: Dee"),
    "Details": ("red", [], "kind:weather", "Checklist: 0/5"),
    "Note": ("red", [], "Pumps are on", "Dee, Tue, Nov 24 20:00: Pumps are on"),
    "Silence 1 h": ("red", ["ack 1"], "", "No nudges until Tue, Nov 24 21:00"),
    "Hand over": ("red", ["ack 1"], "@ann", "Ann has it"),
    "Level up": ("yellow", [], "", "Risk 1, red"),
    "Level down": ("yellow", [], "", "Risk 1, blue"),
    "Statement": ("red", [], "We know.", "Statement by Dee, Tue, Nov 24 20:00"),
    "Approve": ("red", ["statement 1 We know."], "", "Statement approved by Dee"),
    "Plan": ("yellow", [], "Two more posts", "Plan by Dee, Tue, Nov 24 20:00: Two more posts"),
    "Solved": ("red", [], "", "Dee says it is solved."),
    "Verified": ("red", ["solve 1"], "All is dry", "Verified by Dee and closed: All is dry"),
    "Not solved": ("red", ["solve 1"], "It rains again", "Bob has it"),
}


@pytest.mark.parametrize("label", DEEDS)
async def test_each_button_does_what_it_says_and_its_line_can_be_typed(team: Crew, label: str) -> None:
    level, before, more, then = DEEDS[label]
    await team.ann.says(f"/risk raise {level} Gatehouse flooded")
    for line in before:
        await team.bob.says(f"/risk {line}")
    shown = [*read_reply(letter(team).body).buttons, *(await team.dee.says("/risk more 1")).reply.buttons]
    button = next(one for one in shown if Tongue().speak(one.label) == label)
    assert carries(button.line)
    if more:
        asked = await team.presses(team.dee, button.line)
        assert asked.reply.form is not None or asked.reply.buttons, "it asks for what is missing"
        assert team.cards() == {}
    await team.dee.says(f"{button.line} {more}".strip())
    assert then in team.cards()["risk:1"]


async def test_every_button_of_every_state_is_among_them(team: Crew) -> None:
    shown = {label for _, _, labels, behind in STATES for label in [*labels, *behind]} - {"Read it"}
    assert shown == set(DEEDS)


@pytest.mark.parametrize("locale", ["en", "zh_Hans", "zh_Hant"])
async def test_the_longest_card_is_one_message_whose_buttons_fit(team: Crew, locale: str) -> None:
    await team.town.storage.write(lambda unit: unit.teams.change(1, language=locale))
    await team.ann.says("/risk raise yellow " + "*" * 200 + ' details:"' + "_" * 4000 + '"')
    await team.bob.says("/risk ack 1")
    await team.dee.says("/risk help 1")
    await team.dee.says("/risk note 1 " + "(" * 2000)
    await team.dee.says("/risk plan 1 " + "#" * 2000)
    await team.bob.says("/risk statement 1 " + "`" * 700)
    await team.dee.says("/risk approve 1")
    await team.dee.says("/risk silence 1")
    await team.bob.says("/risk statement 1 " + "~" * 700)
    face: Reply = read_reply(letter(team).body)
    (there,) = on_discord(face, Tongue(locale))
    rows = there["components"]
    assert len(rows) <= 5
    assert [button for row in rows for button in row["components"] if len(button["custom_id"]) > 100] == []
    drawn = on_telegram(face, Tongue(locale), group=True)
    assert len(drawn["messages"]) == 1
    keyboard = drawn["messages"][0]["reply_markup"]["inline_keyboard"]
    assert len(keyboard) <= 5
    assert all(len(row) <= 3 for row in keyboard)


async def test_the_longest_statement_is_one_message(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.bob.says("/risk statement 1 " + "*" * 750)
    await team.dee.says("/risk approve 1")
    (post,) = [read_reply(one.body) for one in team.town.letters if one.card == "statement:1"]
    assert len(on_discord(post, Tongue())) == 1
    assert len(on_telegram(post, Tongue())["messages"]) == 1


async def test_a_risk_is_handed_over_by_a_press_and_who_is_on_call_comes_first(team: Crew) -> None:
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.ann.says("/risk ack 1")
    asked = await team.presses(team.ann, "/risk handover 1")
    assert [Tongue().speak(one.label) for one in asked.reply.buttons] == ["Bob", "Dee"]
    assert "Dee has it now, and is told in private." in await team.ann.presses(asked, "Dee")
    await team.bob.says("/away today")
    await team.ann.says("/away today")
    assert "Nobody else is there who could take it." in await team.presses(team.dee, "/risk handover 1")


async def test_two_who_press_level_up_at_once_change_it_once(team: Crew) -> None:
    await team.ann.says("/risk raise blue Gatehouse flooded")
    (up,) = [one.line for one in read_reply(letter(team).body).buttons if Tongue().speak(one.label) == "Level up"]
    await team.presses(team.ann, up)
    assert "It is yellow already." in await team.presses(team.bob, up)


@pytest.mark.parametrize(("said", "level"), [("升级", "red"), ("降級", "blue"), ("up", "red"), ("DOWN", "blue")])
async def test_up_and_down_can_be_typed_in_each_language(team: Crew, said: str, level: str) -> None:
    await team.ann.says("/risk raise yellow Posts are late")
    assert f"It is {level} now." in await team.bob.says(f"/risk level 1 {said}")


async def test_a_plan_that_was_made_stays_made_when_the_risk_is_not_solved_after_all(team: Crew) -> None:
    await team.ann.says("/risk raise yellow Posts are late")
    await team.bob.says("/risk ack 1")
    assert "The plan is kept. Its clock has stopped." in await team.bob.says("/risk plan 1 Two more posts\nby Friday")
    assert "• Revised plan: done in time" in team.card()
    assert "Plan by Bob, Tue, Nov 24 20:00: Two more posts\nby Friday" in team.card()
    assert "in the place of the old one" in await team.bob.says("/risk plan 1 Three more posts")
    await team.bob.says("/risk solve 1")
    await team.dee.says("/risk back 1 still late")
    assert "• Revised plan: done in time" in team.card()
