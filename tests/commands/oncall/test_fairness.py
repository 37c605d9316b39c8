"""Who was on call how much, as people read it."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from commands.kit import Shares
from tests.commands.task.crew import Crew, crew
from tests.town import Answer, Town


def rows(answer: Answer) -> list[str]:
    return [line for line in answer.text.splitlines() if " | " in line]


async def test_hours_are_shown_by_kind_for_everybody_in_the_rota(team: Crew) -> None:
    """From a Tuesday evening over a weekend; Ann had no turn yet."""
    await team.ann.says('/oncall rota primary:@bob,@dee,@ann handover:"mon 09:00"')
    await team.town.sleep_until("2026-12-02 09:00")
    answer = await team.eve.says("/oncall fairness")
    assert "shares Hours on call, Thu, Oct 1 – Wed, Dec 2" in answer
    assert rows(answer) == [
        "Person | Shifts | Hours | At night | Weekend | Holiday", "Bob | 1 | 133 | 54 | 48 | 0",
        "Dee | 1 | 48 | 18 | 0 | 0", "Ann | 0 | 0 | 0 | 0 | 0",
    ]  # fmt: skip
    (shown,) = [block for block in answer.reply.blocks if isinstance(block, Shares)]
    assert [tuple(map(float, share.parts)) for share in shown.shares] == [(85, 48, 0), (48, 0, 0), (0, 0, 0)]
    assert "Holiday shifts" not in answer


async def test_holiday_shifts_are_counted_by_person(team: Crew) -> None:
    team.town.now = datetime(2026, 9, 30, 1, tzinfo=UTC)
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:09:00")
    await team.town.sleep_until("2026-10-04 09:00")
    answer = await team.bob.says("/oncall fairness 2026-09-30..2026-10-31")
    assert "• Holiday shifts: Bob 2, Dee 2" in answer
    assert "shares Hours on call, Wed, Sep 30 – Sun, Oct 4" in answer
    assert rows(answer)[1:] == ["Bob | 2 | 48 | 18 | 0 | 33", "Dee | 2 | 48 | 18 | 9 | 39"]


async def test_calls_at_night_are_counted_and_exercises_are_not(town: Town) -> None:
    team = await crew(replace(town, carries=True))
    await team.ann.says("/oncall rota primary:@bob backup:@dee rotation:daily handover:09:00")
    await team.town.sleep_until("2026-11-25 02:00")
    await team.ann.says("/risk raise red Gatehouse flooded")
    await team.town.sleep_until("2026-11-25 10:00")
    answer = await team.bob.says("/oncall fairness month")
    assert "• Called at night: Ann 8, Bob 8, Dee 8" in answer
    await team.town.storage.write(lambda unit: unit.risks.change(1, drill=True))
    assert "Called at night" not in await team.bob.says("/oncall fairness month")


@pytest.mark.parametrize("words", ["year", "this year", "今年", "2026", "2026年", "全年"])
async def test_a_year_is_a_period(team: Crew, words: str) -> None:
    await team.ann.says("/oncall rota primary:@bob")
    team.town.sleep(hours=1)
    assert "Hours on call, Thu, Jan 1 – Tue, Nov 24" in await team.bob.says(f"/oncall fairness {words}")


@pytest.mark.parametrize("words", ["11-01..11-24", "11-01 to 11-24", "11月1日至11月24日", "2026-11", "month"])
async def test_a_span_is_a_period(team: Crew, words: str) -> None:
    await team.ann.says("/oncall rota primary:@bob")
    team.town.sleep(hours=1)
    assert "Hours on call, Sun, Nov 1 – Tue, Nov 24" in await team.bob.says(f"/oncall fairness {words}")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("whenever", "I can't read `whenever` as a period."),
        ("2026-02-30..2026-03-01", "There is no such day."),
        ("2026-11-20..2026-11-01", "The period ends before it begins."),
        ("2024-01-01..2026-11-01", "A period can have a year at most."),
        ("2027-01", "That has not begun yet."),
        ("last year", "Nobody was on call from"),
    ],
)
async def test_what_cannot_be_is_refused_with_what_can(team: Crew, words: str, says: str) -> None:
    await team.ann.says("/oncall rota primary:@bob")
    assert says in await team.bob.says(f"/oncall fairness {words}")


async def test_before_there_is_a_rota_it_is_said_how_to_make_one(team: Crew) -> None:
    assert "There is no rota yet." in await team.bob.says("/oncall fairness")


async def test_daily_turns_for_an_hour_do_not_cut_the_weeks_before(team: Crew) -> None:
    weekly = '/oncall rota primary:@bob,@dee rotation:weekly handover:"mon 09:00"'
    await team.ann.says(weekly)
    await team.town.sleep_until("2026-12-16 12:00")
    before = rows(await team.ann.says("/oncall fairness"))
    assert before[1:] == ["Bob | 2 | 301 | 117 | 96 | 0", "Dee | 2 | 219 | 81 | 48 | 0"]
    await team.ann.says("/oncall rota primary:@bob,@dee rotation:daily handover:09:00")
    assert rows(await team.ann.says("/oncall fairness")) == before
    team.town.sleep(hours=1)
    again = await team.ann.says(weekly)
    assert "• primary: Bob, Wed, Dec 16 13:00 – Mon, Dec 21 09:00" in again
    assert "Bob is on call now: primary, until Mon, Dec 21 09:00." in await team.ann.says("/oncall next @bob")
    assert [row.split(" | ")[1] for row in rows(await team.ann.says("/oncall fairness"))] == ["Shifts", "3", "2"]
