"""A part of /weekly that is misspelt, or said in Chinese, is answered with the right one; no word is lost."""

import pytest

from tests.town import Town


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ('修改 plan:"two talks"', '/weekly edit plan:"two talks"'),
        ("修改 计划：周末 两场", "/weekly edit 计划：周末 两场"),
        ("edti moms plan:two talks", "/weekly edit moms plan:two talks"),
        ("edti moms last week plan:two talks", "/weekly edit moms last week plan:two talks"),
        ("moms edti plan:two talks", "/weekly edit moms plan:two talks"),
        ("fiel version:2", "/weekly file version:2"),
        ("version:2 fiel", "/weekly file version:2"),
        ("edti communities:moms,runners", "/weekly edit communities:moms,runners"),
        ("edti nobody plan:talks", "/weekly edit nobody plan:talks"),
    ],
)
async def test_a_button_carries_the_right_line_with_all_words(desk: Town, words: str, right: str) -> None:
    answer = await desk.bob.says(f"/weekly {words}")
    assert answer.text.startswith("I know no person, no community and no week called ")
    assert right in [button.line for button in answer.reply.buttons]


async def test_what_no_button_carries_is_there_to_be_copied(desk: Town) -> None:
    answer = await desk.bob.says("/weekly edti moms plan:two talks, " + "the fair " * 20 + "the end")
    assert "Did you mean `/weekly edit moms plan:two talks, the fair the fair" in answer
    assert "the fair the end`" in answer


async def test_people_and_communities_that_are_near_are_offered_as_well(desk: Town) -> None:
    await desk.ann.says("/community add filer")
    answer = await desk.bob.says("/weekly fiel version:2")
    assert "/weekly file version:2" in [button.line for button in answer.reply.buttons]
    assert "Did you mean `filer`" in answer


async def test_a_community_that_is_called_like_a_part_is_meant(desk: Town) -> None:
    await desk.ann.says("/community add files")
    assert "Weekly report: files" in await desk.bob.says("/weekly files")
    assert "Nothing has been written of this report yet." in await desk.bob.says("/weekly files version:2")
    assert "I don't know the option `plan:talks`." in await desk.bob.says("/weekly files plan:talks")
