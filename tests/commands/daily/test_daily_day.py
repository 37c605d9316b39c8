"""A report is of the day on which it was said, however late it is served."""

from datetime import date

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
