"""A part of /review that is misspelt, or said in Chinese, is answered with the right one; no word is lost."""

import pytest

from .friday import Friday


@pytest.mark.parametrize(
    ("line", "right"),
    [
        ("/review anwser went well: The fair", "/review answer went well: The fair"),
        ("/review 回答 好：市集", "/review answer 好：市集"),
        ("/review 好：市集", "/review answer 好：市集"),
        ("/review anwser：下周 早点印", "/review answer 下周 早点印"),
        ("/review anwser:now 好：市集", "/review answer now 好：市集"),
        ("/review 回答：下周 早点印", "/review answer 下周 早点印"),
        ("/review 回答：好：市集", "/review answer 好：市集"),
        ("/review taks 3", "/review task 3"),
        ("/review 待办", "/review todo"),
    ],
)
async def test_a_button_carries_the_right_line_with_all_words(team: Friday, line: str, right: str) -> None:
    await team.asks()
    answer = await team.bob.says(line)
    assert answer.text.startswith("I don't know `/review ")
    assert [button.line for button in answer.reply.buttons] == [right]
    assert "You have answered." not in await team.bob.in_private().says("/review")


async def test_what_no_button_carries_is_there_to_be_copied(team: Friday) -> None:
    answer = await team.bob.says("/review anwser went well: " + "the fair " * 20 + "the end")
    assert "Did you mean `/review answer went well: the fair the fair" in answer


async def test_what_is_near_nothing_is_told_how_weeks_are_written(team: Friday) -> None:
    answer = await team.bob.says("/review hello")
    assert answer.text.startswith("I can't read hello as a week or a day.\nIt can be `today`")
