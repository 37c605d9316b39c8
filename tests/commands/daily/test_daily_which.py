"""Whose numbers are these: asked wherever a community is misspelt or two are named, and what was typed waits."""

import pytest

from tests.town import Town


async def stored(town: Town) -> list[tuple[str, str, str, int]]:
    """Every version as (community, metric, value, day)."""
    return [(r.community, r.metric, f"{r.value:f}", r.day.day) for r in await town.versions()]


@pytest.mark.parametrize(
    "line",
    [
        "/daily fans joined 17 community:mums-club yesterday", "/daily community:mums-club date:mon fans joined 17",
        "/daily yesterday fans joined 17 mums-club",
    ],
)  # fmt: skip
async def test_two_communities_for_the_same_numbers_are_asked_back(town: Town, line: str) -> None:
    await town.founded("fans", "parents")
    answer = await town.bob.says(line)
    assert "Which community are these numbers of?" in answer
    assert await stored(town) == []
    assert {button.label.values["words"] for button in answer.reply.buttons} == {"fans", "Mums club"}
    saved = await town.bob.presses(answer, "fans")
    assert "Not understood" not in saved
    assert await stored(town) == [("fans", "joined", "17", 23)]


async def test_an_option_that_contradicts_the_words_is_asked_back(town: Town) -> None:
    await town.founded("fans", "parents")
    answer = await town.bob.says("/daily", community="fans", text="parents joined 17")
    assert "The words name parents, but also fans. Which community are these numbers of?" in answer
    assert await stored(town) == []
    await town.bob.presses(answer, "fans")
    assert await stored(town) == [("fans", "joined", "17", 24)]


async def test_a_community_of_each_line_contradicts_nothing(town: Town) -> None:
    await town.founded("fans", "parents")
    await town.bob.says("/daily community:fans joined 3 community:parents joined 4")
    await town.bob.says("/daily", community="fans", text="active 5\nparents active 6")
    assert await stored(town) == [
        ("fans", "active", "5", 24), ("fans", "joined", "3", 24), ("parents", "active", "6", 24),
        ("parents", "joined", "4", 24),
    ]  # fmt: skip


@pytest.mark.parametrize("typed", ["parnts", "parent", "parnts:"])
async def test_a_misspelt_community_is_asked_for_and_the_numbers_wait(town: Town, typed: str) -> None:
    await town.founded("parents", "fans")
    answer = await town.bob.says(f"/daily {typed} joined 3 active 9 note: rain")
    assert f"There is no community called {typed.rstrip(':')}." in answer
    assert "Did you mean `parents`" in answer
    assert str(answer.reply.buttons[0].line).endswith(" parents")
    assert await stored(town) == []
    saved = await town.bob.presses(answer, "parents")
    assert "Not understood" not in saved
    assert await stored(town) == [("parents", "active", "9", 24), ("parents", "joined", "3", 24)]


@pytest.mark.parametrize("typed", ["reader", "night", "nigth readers"])
async def test_a_part_of_a_name_proposes_the_community(town: Town, typed: str) -> None:
    await town.founded("fans")
    await town.ann.says('/community add "Night readers"')
    answer = await town.bob.says(f"/daily {typed} joined 3")
    await town.bob.presses(answer, "Night readers")
    assert await stored(town) == [("night-readers", "joined", "3", 24)]


async def test_the_plural_of_a_word_of_a_name_is_near(town: Town) -> None:
    await town.founded("fans")
    await town.ann.says('/community add "Bean Club"')
    assert "Did you mean `bean club`" in await town.bob.says("/daily beans joined 3")


async def test_what_an_unknown_community_option_came_with_is_kept(town: Town) -> None:
    await town.founded("fans")
    answer = await town.bob.says("/daily", community="fons", joined="4", date="yesterday")
    await town.bob.presses(answer, "fans")
    assert await stored(town) == [("fans", "joined", "4", 23)]


async def test_a_community_without_a_button_is_filed_by_its_name(town: Town) -> None:
    await town.founded(*(f"c{number}" for number in range(2, 28)))
    for line in ("/daily joined 3", "/daily"):
        answer = await town.bob.says(line)
        assert len(answer.reply.buttons) == 24
        assert "There are 3 more communities. For one of them, type its name" in answer
    assert "`/daily community:c25`" in answer
    assert "form Daily report" in await town.bob.says("/daily community:c25")
    assert "`/daily c25 joined 32`" in await town.bob.says("/daily joined 3")
    await town.bob.says("/daily c25 joined 32")
    assert await stored(town) == [("c25", "joined", "32", 24)]


@pytest.mark.parametrize(
    "line",
    [
        "yoga joined 3 active 9", "yoga: joined 3 active 9", "night yoga joined 3 active 9", "yoga 新增3 活跃9",
        "瑜伽群 新增3 活跃9", "瑜伽群：新增3 活跃9",
    ],
)  # fmt: skip
async def test_a_name_in_front_of_the_numbers_that_is_no_community_is_told_and_the_numbers_wait(
    town: Town, line: str
) -> None:
    await town.founded("fans")
    answer = await town.bob.says(f"/daily {line}")
    name = line.split(" joined")[0].split(" 新增")[0].split("：")[0].rstrip(":")
    assert f"There is no community called {name}." in answer
    assert "Which community are these numbers of?" in answer
    assert await stored(town) == []
    assert "Not understood" not in await town.bob.presses(answer, "fans")
    assert await stored(town) == [("fans", "active", "9", 24), ("fans", "joined", "3", 24)]


@pytest.mark.parametrize("name", ["yoga", "parnts", "粉丝"])
@pytest.mark.parametrize("day", ["yesterday", "昨天", "11-23", "date:yesterday"])
async def test_a_day_behind_the_name_of_no_community_is_kept(town: Town, name: str, day: str) -> None:
    await town.founded("parents")
    answer = await town.bob.says(f"/daily {name} {day} joined 3")
    assert f"There is no community called {name}." in answer
    await town.bob.presses(answer, "parents")
    assert await stored(town) == [("parents", "joined", "3", 23)]


@pytest.mark.parametrize("name", ["yoga", "parnts", "粉丝"])
@pytest.mark.parametrize("day", ["yesterday", "昨天", "11-23", "2026-11-23", "date:yesterday", "周一"])
async def test_a_day_in_front_of_the_name_of_no_community_is_kept(town: Town, name: str, day: str) -> None:
    await town.founded("fans", "parents")
    answer = await town.bob.says(f"/daily {day} {name} joined 3")
    assert f"There is no community called {name}." in answer
    assert await stored(town) == []
    await town.bob.presses(answer, "fans")
    assert await stored(town) == [("fans", "joined", "3", 23)]


async def test_a_name_in_the_words_that_is_no_community_contradicts_the_option(town: Town) -> None:
    await town.founded("parents", "fans")
    answer = await town.bob.says("/daily", community="fans", text="yoga joined 3")
    assert "There is no community called yoga." in answer
    assert answer.reply.buttons[0].line.endswith(" fans")
    assert await stored(town) == []
    await town.bob.presses(answer, "fans")
    assert await stored(town) == [("fans", "joined", "3", 24)]


async def test_a_team_of_one_community_is_asked_as_well(town: Town) -> None:
    await town.founded()
    answer = await town.bob.says("/daily fans joined 3")
    assert "There is no community called fans." in answer
    await town.bob.presses(answer, "Mums club")
    assert await stored(town) == [("mums-club", "joined", "3", 24)]


async def test_a_part_of_a_name_alone_offers_the_form_of_its_community(town: Town) -> None:
    await town.founded("fans")
    await town.ann.says('/community add "Bean Club"')
    answer = await town.bob.says("/daily bean")
    assert "Did you mean `bean club`" in answer
    assert "Bean Club" in await town.bob.presses(answer, "Bean Club")
    assert "form Daily report" in await town.bob.presses(answer, "Bean Club")


@pytest.mark.parametrize("line", ["paid orders 5", "joind active 9", "非活跃 5", "新曾32，活跃"])
async def test_a_misspelt_name_of_a_number_is_no_community(town: Town, line: str) -> None:
    await town.founded("fans")
    answer = await town.bob.says(f"/daily {line}")
    assert f"`{line.split('，')[0]}`: unknown name" in answer
    assert "There is no community" not in answer
