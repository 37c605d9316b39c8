"""Which of several open reviews an answer is for: what nothing tells is asked, and the words are kept meanwhile."""

from collections.abc import Mapping

import pytest

from storage import Unit

from .friday import Friday

DIARY = "This month I fought with Dee, " + "and we made up " * 90


async def kept(team: Friday) -> dict[str, Mapping[str, str]]:
    async def said(unit: Unit) -> dict[str, Mapping[str, str]]:
        rounds = await unit.rounds.latest(1, n=9)
        return {one.kind: answer.words for one in rounds for answer in await unit.rounds.answers(one.id)}

    return await team.town.storage.read(said)


async def test_a_diary_without_a_label_is_asked_where_it_belongs_and_nobody_reads_it(team: Friday) -> None:
    await team.until("2026-11-30 15:00")  # topics are open until 18:00
    bob = team.bob.in_private()
    asked = await bob.says(f"/review answer {DIARY}")
    assert "Which review is this for? Your words are kept." in asked
    assert await kept(team) == {}
    diary = next(one for one in await team.rounds() if one.kind == "month")
    assert "Diary of the month: noted." in await bob.fills(asked, round=str(diary.id))
    assert await kept(team) == {"month": {"diary": DIARY.strip()}}
    assert not [post for post in await team.until("2026-11-30 18:00") if "fought" in post]


@pytest.mark.parametrize("words", ["It rained. clicks: none", "It rained\nsearch words: none"])
async def test_a_label_in_the_midst_of_what_may_be_a_diary_is_no_label(team: Friday, words: str) -> None:
    await team.until("2026-11-30 15:00")
    assert "Which review is this for?" in await team.bob.in_private().says(f"/review answer {words}")
    assert await kept(team) == {}
    assert "noted" in await team.bob.in_private().says("/review answer clicks: 4%")


@pytest.mark.parametrize("called", ["diary", "日记", "month"])
async def test_a_review_is_named_as_the_schedule_and_people_call_it(team: Friday, called: str) -> None:
    await team.until("2026-11-30 15:00")
    assert "Diary of the month: noted." in await team.bob.in_private().says(f"/review answer kind:{called} {DIARY}")
    assert [*await kept(team)] == ["month"]


async def test_words_without_a_label_are_kept_until_it_is_known_which_review_they_are_for(team: Friday) -> None:
    await team.asks()  # topics are open as well
    bob = team.bob.in_private()
    asked = await bob.says("/review answer we laughed")
    week = next(one for one in await team.rounds() if one.kind == "week")
    assert "Weekly review: noted." in await bob.fills(asked, round=str(week.id))
    assert await kept(team) == {"week": {"remark": "we laughed"}}


async def test_labels_of_two_reviews_say_nothing(team: Friday) -> None:
    await team.asks()
    assert "Which review is this for?" in await team.bob.says("/review answer clicks: 4% next week: print earlier")


async def test_of_two_open_reviews_there_is_a_button_each(team: Friday) -> None:
    await team.asks()
    asked = await team.bob.in_private().says("/review answer")
    assert "Several reviews are open. Which one?" in asked
    assert "What went well" in await team.bob.in_private().presses(asked, "Weekly review")


async def test_of_two_open_reviews_the_one_she_is_asked_is_meant(team: Friday) -> None:
    await team.ann.says('/role @dee title:"content planner"')
    await team.asks()
    assert "Weekly review: noted." in await team.bob.says("/review answer we laughed")


async def test_what_comes_after_the_summary_of_friday_is_not_taken_for_the_topics(team: Friday) -> None:
    await team.asks()
    await team.until("2026-11-27 17:40")
    late = await team.bob.in_private().says("/review answer the fair was great")
    assert "The review was closed Fri, Nov 27 17:30, so this is not in its summary." in late
    assert "the fair was great" in late
    assert "Clicks" not in late
    assert await kept(team) == {}
    form = await team.bob.in_private().presses(late, "Topic meeting")
    assert "click rate" in form
