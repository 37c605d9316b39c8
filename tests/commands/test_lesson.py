"""/lesson: what was learnt is kept, found by its words, read, and taken out again."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest

from commands.kit.reply import LONGEST_LINE
from storage import Activity
from tests.town import Somebody, Town


@dataclass
class Library:
    """Ann leads, Bob and Dee work, Eve watches."""

    town: Town
    ann: Somebody
    bob: Somebody
    dee: Somebody
    eve: Somebody

    async def keeps(self, *lessons: str) -> None:
        for words in lessons:
            await self.bob.says(f"/lesson add kind:pitfall {words}")

    async def finds(self, words: str) -> str:
        return (await self.eve.says(f"/lesson {words}")).text


@pytest.fixture
async def library(town: Town) -> Library:
    await town.founded()
    people = [town.bob, town.person("Dee", town.ann.at), town.person("Eve", town.ann.at)]
    for one in people:
        await one.says("/join")
    await town.ann.says("/role @eve observer")
    return Library(town, town.ann, *people)


async def test_a_lesson_is_kept_with_its_lines_and_read_by_everybody(library: Library) -> None:
    kept = await library.bob.says("/lesson add kind:pitfall Posters came late\nOrder them ten days before.")
    assert "Lesson 1 (pitfall): Posters came late" in kept
    shown = await library.town.hears_at(library.eve, kept.line("Lesson 1"))
    assert "Lesson 1 (pitfall): Posters came late\nOrder them ten days before." in shown
    assert "Kept by Bob, Tue, Nov 24 20:00" in shown
    assert "Take out" not in shown


async def test_a_lesson_of_one_line_is_said_once(library: Library) -> None:
    await library.keeps("Posters came late")
    assert (await library.eve.says("/lesson show #1")).text.count("Posters came late") == 1


async def test_what_is_missing_is_asked_for(library: Library) -> None:
    form = await library.bob.says("/lesson add Ask the shop first")
    assert "? Kind\n? The lesson; its first line is the title = Ask the shop first" in form
    kept = await library.bob.fills(form, kind="可复用模块", words="Ask the shop first")
    assert "Lesson 1 (reusable module): Ask the shop first" in kept


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("pitfall Posters came late\nby a week", "Lesson 1 (pitfall): Posters came late\n"),
        ("避坑：海报来晚了", "Lesson 1 (pitfall): 海报来晚了\n"),
        ("可复用模块 活动：1 倒计时", "Lesson 1 (reusable module): 倒计时\n"),
        ("Reusable: ask the shop", "Lesson 1 (reusable module): ask the shop\n"),
        ("kind:pitfall reusable cups break", "Lesson 1 (pitfall): reusable cups break\n"),
    ],
)
async def test_the_kind_may_stand_first(library: Library, line: str, said: str) -> None:
    await an_activity(library.town, "Autumn sale", 1)
    assert said in await library.bob.says(f"/lesson add {line}")


async def test_a_kind_alone_is_no_lesson(library: Library) -> None:
    form = await library.bob.says("/lesson add pitfall")
    assert "? Kind = pitfall\n? The lesson; its first line is the title\n" in form


async def test_a_lesson_remembers_its_activity_and_is_found_by_it(library: Library) -> None:
    # Theirs comes first, so that the number of ours is not its id.
    await library.town.carol.says("/setup")
    await an_activity(library.town, "Theirs", 2)
    await an_activity(library.town, "Autumn sale", 1)
    await library.bob.says("/lesson add kind:reusable activity:＃１ Ask the shop first")
    assert "From activity 1: Autumn sale (heavy)" in await library.eve.says("/lesson show 1")
    for words in ("autumn", "heavy SHOP", "重"):
        assert "Lesson 1" in await library.finds(words)
    assert "There is no activity 2" in await library.bob.says("/lesson add kind:reusable activity:2 Ask")


async def test_all_words_have_to_be_there_in_any_case_and_width(library: Library) -> None:
    await library.keeps("Posters came late", "Posters were wrong", "The BUS came late")
    assert await library.finds("search POSTER ｌａｔｅ") == (
        "1 lesson with `POSTER` and `ｌａｔｅ`\n• Lesson 1 (pitfall): Posters came late\n[Lesson 1] [All lessons]"
    )
    assert "2 lessons with `late`" in await library.finds("late")
    assert "Lesson 2" not in await library.finds("late")


async def test_chinese_is_found_by_any_part_of_it(library: Library) -> None:
    await library.keeps("海报尺寸做错了，要提前确认", "抽奖规则没写清楚")
    for words in ("尺寸", "报尺", "海报、确认", "海报，提前"):
        found = await library.finds(words)
        assert "Lesson 1" in found
        assert "抽奖" not in found


@pytest.mark.parametrize("sign", ["100%", "%", "user_id", "１００％"])
async def test_signs_of_a_pattern_mean_themselves(library: Library, sign: str) -> None:
    await library.keeps("Nothing of the kind", "100% of user_id was empty", "1000 userXid")
    found = await library.finds(sign)
    assert "1 lesson with" in found
    assert "Lesson 2" in found


async def test_signs_that_are_no_words_find_nothing(library: Library) -> None:
    await library.keeps("Posters came late")
    assert "There is no lesson with `_`." in await library.finds("_")


async def test_where_nothing_has_all_words_those_that_have_most_are_offered(library: Library) -> None:
    await library.keeps("Posters came late", "Rain", "海报尺寸做错了")
    found = await library.finds("late umbrella")
    assert "There is no lesson with `late` and `umbrella`.\nNearest to it:\n• Lesson 1 (pitfall)" in found
    assert "Rain" not in found
    assert "Nearest to it:\n• Lesson 3" in await library.finds("海报的尺寸")
    assert "Nearest to it:\n• Lesson 2 (pitfall): Rain" in await library.finds("#2")
    assert await library.finds("umbrella") == "There is no lesson with `umbrella`.\n[All lessons]"


async def test_a_slip_gets_a_proposal(library: Library) -> None:
    await library.keeps("Posters came late")
    answer = await library.eve.says("/lesson postrs")
    assert "There is no lesson with `postrs`.\nDid you mean `posters`?\n[posters] [All lessons]" in answer
    assert "• Lesson 1" in await library.eve.presses(answer, "posters")


async def test_one_kind_only_and_the_other_where_that_has_none(library: Library) -> None:
    await library.keeps("Posters came late")
    assert "There is no lesson of this kind yet." in await library.finds("kind:reusable")
    near = "There is no lesson of this kind with `oster`.\nNearest to it:\n• Lesson 1"
    assert near in await library.finds("kind:reusable oster")
    await library.bob.says("/lesson add kind:reusable Poster template")
    assert "• Lesson 2 (reusable module): Poster template\n[" in await library.finds("poster kind:reusable")
    assert "1 lesson, the newest first" in await library.finds("类别：避坑")


async def test_an_empty_library_says_how_the_first_is_kept(library: Library) -> None:
    assert "There is no lesson yet. `/lesson add` keeps the first one." in await library.finds("")
    assert "Add a lesson" not in await library.finds("")
    assert "form" in await library.bob.presses(await library.bob.says("/lesson"), "Add a lesson")


async def test_the_newest_come_first_eight_on_a_page(library: Library) -> None:
    await library.keeps(*(f"Poster {number}" for number in range(1, 12)))
    first = await library.eve.says("/lesson")
    assert "11 lessons, the newest first\n• Lesson 11 (pitfall): Poster 11\n" in first
    assert "• Lesson 4 " in first
    assert "• Lesson 3 " not in first
    assert "[Lesson 11] [Lesson 10] [Lesson 9] [Lesson 8] [Next page]" in first
    second = await library.eve.presses(first, "Next page")
    assert "• Lesson 3 (pitfall): Poster 3\n• Lesson 2" in second
    assert "Next page" not in second


async def test_the_next_page_keeps_words_and_kind(library: Library) -> None:
    await library.keeps(*(f"海报 user_id {number}" for number in range(9)), "海报")
    first = await library.eve.says("/lesson 海报 user_id kind:pitfall")
    second = await library.eve.presses(first, "Next page")
    assert "9 lessons with `海报` and `user_id`\n• Lesson 1 " in second


async def test_a_search_too_long_for_a_button_is_written_out_to_be_typed(library: Library) -> None:
    words = "海报尺寸做错了一定要提前十天确认"
    await library.keeps(*(f"{words} {number}" for number in range(9)))
    first = await library.eve.says(f"/lesson {words}")
    line = f"/lesson search {words} page:2"
    assert len(line.encode()) > LONGEST_LINE
    assert f"The next page: `{line}`" in first
    assert all(len(button.line.encode()) <= LONGEST_LINE for button in first.reply.buttons)
    assert "• Lesson 1 " in await library.eve.says(line)


async def test_a_long_title_is_short_in_a_list_and_whole_by_itself(library: Library) -> None:
    await library.keeps("a" * 300)
    assert "a" * 79 + "…\n" in await library.finds("")
    assert "a" * 300 in await library.eve.says("/lesson show 1")


async def test_it_is_taken_out_by_whoever_added_it_or_leads(library: Library) -> None:
    await library.keeps("Posters came late", "Rain")
    assert "Only whoever added lesson 1 or a manager" in await library.dee.says("/lesson retire 1")
    assert "for people at the level staff" in await library.eve.says("/lesson retire 1")
    shown = await library.bob.says("/lesson show 1")
    assert "It is out of the library" in await library.bob.presses(shown, "Take out")
    assert "It is out of the library" in await library.ann.says("/lesson retire 2")
    assert "Lesson 2 is out of the library already." in await library.ann.says("/lesson retire 2")
    assert "There is no lesson yet." in await library.finds("")
    assert "Taken out of the library Tue, Nov 24 20:00" in await library.finds("show 1")
    assert "Only whoever added lesson 1" in await library.dee.says("/lesson retire 1")


async def test_who_only_watches_keeps_none(library: Library) -> None:
    assert "for people at the level staff" in await library.eve.says("/lesson add kind:pitfall Rain")


async def test_without_a_number_those_there_are_can_be_pressed(library: Library) -> None:
    await library.keeps("Rain")
    assert "[Lesson 1]" in await library.eve.says("/lesson show")
    assert "There is no lesson 7 in this team.\n[All lessons]" in await library.eve.says("/lesson show 7")
    assert "There is no lesson 99999999999" in await library.eve.says("/lesson show 99999999999")


async def test_another_team_has_lessons_of_its_own(library: Library) -> None:
    await library.keeps("Rain")
    carol = library.town.carol
    await carol.says("/setup")
    assert "There is no lesson with `rain`" in await carol.says("/lesson rain")
    assert "There is no lesson 1 in this team." in await carol.says("/lesson show 1")
    await carol.says("/lesson add kind:reusable Theirs")
    assert "Lesson 1 (pitfall): Rain" in await library.finds("show 1")


async def an_activity(town: Town, name: str, team: int) -> None:
    at, nothing = town.now + timedelta(days=3), Decimal(0)
    activity = Activity(
        0, team, 0, name, "heavy", "sell", nothing, nothing, nothing, nothing, "", "", at, at, at, at, at, town.now
    )  # fmt: skip
    await town.storage.write(lambda unit: unit.activities.add(activity))
