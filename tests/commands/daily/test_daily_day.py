"""A report is of the day on which it was said, however late it is served."""

from datetime import date
from typing import Any

import pytest

from bot.ports import Call
from tests.town import Town


async def test_what_was_said_before_midnight_and_is_served_after_it_is_of_the_day_before(town: Town) -> None:
    await town.founded()
    said = Call("/daily joined 32", town.ann.heard("typed"))  # 20:00 in Shanghai
    town.sleep(hours=5)
    await town.hears(town.ann, said)
    [row] = await town.versions()
    assert (row.day, row.late) == (date(2026, 11, 24), False)


async def test_what_is_said_after_midnight_is_of_the_new_day(town: Town) -> None:
    await town.founded()
    town.sleep(hours=5)
    await town.ann.says("/daily joined 32")
    [row] = await town.versions()
    assert row.day == date(2026, 11, 25)


async def test_numbers_typed_before_midnight_are_of_that_day_when_their_community_is_said_after_it(town: Town) -> None:
    await town.founded("fans")
    asked = [await town.bob.says("/daily joined 32"), await town.bob.says("/daily yesterday joined 33")]
    town.sleep(hours=5)
    for answer in asked:
        await town.bob.presses(answer, "fans")
    assert {(row.value, row.day.day, row.late) for row in await town.versions()} == {(32, 24, False), (33, 23, True)}


async def test_numbers_that_were_asked_back_are_of_the_day_on_which_they_were_typed(town: Town) -> None:
    await town.founded()
    asked = await town.bob.says("/daily refunds 5 orders 3")
    town.sleep(hours=5)
    await town.bob.presses(asked, "Save anyway")
    assert {(row.day.day, row.late) for row in await town.versions()} == {(24, False)}


@pytest.mark.parametrize(("given", "day"), [({}, 24), ({"date": "2026-11-20"}, 20)])
async def test_several_communities_that_come_back_as_text_keep_their_day(
    town: Town, given: dict[str, Any], day: int
) -> None:
    await town.founded("fans")
    asked = await town.bob.says("/daily", text="fans joined 3\nmums-club refunds 5 orders 3", note="rain", **given)
    town.sleep(hours=5)
    await town.bob.fills(await town.bob.presses(asked, "Change"), text="fans joined 3\nmums-club refunds 3 orders 5")
    assert {(row.community, row.day.day, row.note) for row in await town.versions()} == {
        ("fans", day, "rain"), ("mums-club", day, "rain"),
    }  # fmt: skip
