"""A day without a year is the next one, but for one that has just passed."""

import pytest

from tests.town import Town


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("11-01 20:00", "2027-11-01 20:00"),
        ("11-01", "2027-11-01 18:00"),
        ("11月23日 晚上8点", "2027-11-23 20:00"),
        ("nov 1 8pm", "2027-11-01 20:00"),
    ],
)
async def test_a_day_that_has_just_passed_needs_its_year(town: Town, typed: str, meant: str) -> None:
    await town.founded()
    for line in (f'/milestone add Launch goal:all due:"{typed}"', f"/milestone add Launch goal:all due:{typed}"):
        answer = await town.ann.says(line)
        assert f"I can't read {typed} as “Due”.\nThat day is over. Write the year if you mean 2027: `{meant}`" in answer
    assert "Added." in await town.ann.says(f"/milestone add Launch goal:all due:{meant}")


@pytest.mark.parametrize(
    "typed", ["01-15 20:00", "9月1日", "2027-11-01", "11-24 21:00", "fri 10:00", "+320d", "in 50 weeks", "310天后"]
)
async def test_every_other_day_is_read_as_the_next_one(town: Town, typed: str) -> None:
    await town.founded()
    assert "Added." in await town.ann.says(f'/milestone add Launch goal:all due:"{typed}"')
