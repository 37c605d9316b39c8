"""The case library on both databases: found by all words, whatever signs they have, and by one team only."""

from datetime import timedelta
from decimal import Decimal

import pytest

from storage import Activity, ActivityRow, Lesson, LessonKind, Storage, Unit

from .town import DAY, NOON, Town, settle


async def kept(storage: Storage, team: int, words: str, kind: LessonKind = "pitfall") -> Lesson:
    return await storage.write(lambda unit: unit.lessons.add(Lesson(0, team, 0, kind, words, words, NOON), words))


async def found(storage: Storage, team: int, *words: str, kind: str = "") -> list[int]:
    return [one.number for one in await storage.read(lambda unit: unit.lessons.found(team, words, kind))]


async def test_numbers_count_within_a_team(storage: Storage) -> None:
    town = await settle(storage)
    numbers = [(await kept(storage, team, "rain")).number for team in (town.lake, town.hill, town.lake)]
    assert numbers == [1, 1, 2]
    assert await found(storage, town.hill, "rain") == [1]
    assert await storage.read(lambda unit: unit.lessons.get(town.hill, 2)) is None


@pytest.mark.parametrize("word", ["100%", "%", "a_b", "\\", "尺寸", "'"])
async def test_every_sign_means_itself(storage: Storage, word: str) -> None:
    town = await settle(storage)
    await kept(storage, town.lake, "1000 aXb")
    await kept(storage, town.lake, "100% a_b \\ 海报尺寸 it's")
    assert await found(storage, town.lake, word) == [2]


async def test_all_words_and_the_kind_have_to_fit_and_the_newest_comes_first(storage: Storage) -> None:
    town = await settle(storage)
    for words in ("late poster", "late bus"):
        await kept(storage, town.lake, words)
    await kept(storage, town.lake, "late start", "reusable")
    assert await found(storage, town.lake) == [3, 2, 1]
    assert await found(storage, town.lake, "late", kind="pitfall") == [2, 1]
    assert await found(storage, town.lake, "poster", "late") == [1]


async def test_one_that_is_taken_out_is_read_but_not_found(storage: Storage) -> None:
    town = await settle(storage)
    lesson = await kept(storage, town.lake, "rain")
    assert await storage.write(lambda unit: unit.lessons.retire(lesson.id, NOON))
    assert not await storage.write(lambda unit: unit.lessons.retire(lesson.id, NOON + DAY))
    assert await found(storage, town.lake, "rain") == []
    again = await storage.read(lambda unit: unit.lessons.get(town.lake, 1))
    assert again is not None
    assert again.retired_at == NOON


async def test_the_longest_lesson_has_room(storage: Storage) -> None:
    town = await settle(storage)
    lesson = Lesson(0, town.lake, 0, "reusable", "海" * 200, "海" * 4000, NOON, town.bob.id, None, "medium")
    added = await storage.write(lambda unit: unit.lessons.add(lesson, "海" * 5000))
    assert (added.words, added.tier, added.made_by) == ("海" * 4000, "medium", town.bob.id)


async def test_activities_are_exported_by_the_day_they_start_and_by_team(storage: Storage) -> None:
    town = await settle(storage)

    async def adds(unit: Unit) -> None:
        for team, name in ((town.hill, "Theirs"), (town.lake, "Fair"), (town.lake, "Sale")):
            await unit.activities.add(an_activity(town, team, name))

    await storage.write(adds)

    async def rows(unit: Unit, days: int) -> list[ActivityRow]:
        start = NOON + timedelta(days=days)
        return [row async for row in unit.work_rows.activities(town.lake, start, start + DAY)]

    assert await storage.read(lambda unit: rows(unit, 1)) == []
    fair, sale = await storage.read(lambda unit: rows(unit, 2))
    assert (fair.workspace, fair.id, fair.name, fair.community) == ("Lake", 1, "Fair", "harbour")
    assert (sale.id, sale.budget, sale.forecast_roi, sale.locked_roi) == (2, Decimal("0.5"), Decimal("1.5"), None)
    assert (sale.starts, sale.ends) == (NOON + 2 * DAY, NOON + 3 * DAY)


def an_activity(town: Town, team: int, name: str) -> Activity:
    some, start, end = Decimal("0.5"), NOON + 2 * DAY, NOON + 3 * DAY
    return Activity(
        0, team, 0, name, "light", "", some, some, some, some, "", "", NOON, start, start, end, end, NOON,
        community=town.harbour if team == town.lake else None, forecast=Decimal("1.5"),
    )  # fmt: skip
