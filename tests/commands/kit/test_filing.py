"""When weekly reports can be filed."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.kit.calendar import Override, WorkCalendar
from commands.kit.filing import Filing
from commands.kit.periods import period_of

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
CHINA = WorkCalendar("CN")
WEEK = period_of("week", date(2026, 11, 25))
MINUTES = st.integers(0, 7 * 24 * 60 - 1).map(lambda minutes: timedelta(minutes=minutes))


def at(words: str, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime.fromisoformat(words).replace(tzinfo=zone)


def test_usually_from_thursday_until_monday_noon() -> None:
    assert Filing().opens_at(WEEK, SHANGHAI) == at("2026-11-26 00:00")
    assert Filing().closes_at(WEEK, SHANGHAI) == at("2026-11-30 12:00")


@pytest.mark.parametrize(
    ("now", "first"),
    [
        ("2026-11-23 11:59", 16), ("2026-11-23 12:00", 23), ("2026-11-25 12:00", 23), ("2026-11-26 00:00", 23),
        ("2026-11-29 23:59", 23), ("2026-11-30 11:59", 23), ("2026-11-30 12:00", 30),
    ],
)  # fmt: skip
def test_the_week_that_is_meant_is_the_open_one_or_the_running_one(now: str, first: int) -> None:
    assert Filing().current(at(now), SHANGHAI).first == date(2026, 11, first)


@pytest.mark.parametrize(("now", "first"), [("2026-11-25 23:59", 16), ("2026-11-26 00:00", 23)])
def test_the_latest_week_that_could_be_filed(now: str, first: int) -> None:
    assert Filing().opened(at(now), SHANGHAI).first == date(2026, 11, first)


def test_late_begins_with_the_end() -> None:
    assert not Filing().late(WEEK, at("2026-11-30 11:59:59"), SHANGHAI, CHINA)
    assert Filing().late(WEEK, at("2026-11-30 12:00"), SHANGHAI, CHINA)


def test_a_day_off_gives_way_to_the_next_working_day() -> None:
    week = period_of("week", date(2026, 9, 30))
    assert Filing().closes_at(week, SHANGHAI, CHINA) == at("2026-10-08 12:00")
    assert Filing().due(at("2026-10-08 09:00"), SHANGHAI, CHINA) == [week]
    assert Filing().due(at("2026-10-08 12:00"), SHANGHAI, CHINA) == [week.after()]


def test_after_long_holidays_several_weeks_are_open_and_the_oldest_is_meant() -> None:
    week = period_of("week", date(2026, 9, 30))
    assert Filing().open(at("2026-10-07 23:59"), SHANGHAI, CHINA) == [week]
    assert Filing().open(at("2026-10-08 00:00"), SHANGHAI, CHINA) == [week, week.after()]
    assert Filing().current(at("2026-10-08 11:59"), SHANGHAI, CHINA) == week
    assert Filing().current(at("2026-10-08 12:00"), SHANGHAI, CHINA) == week.after()


def test_of_two_weeks_of_holidays_none_is_hidden() -> None:
    days = (date(2026, 11, 30) + timedelta(days=at) for at in range(10))
    calendar = WorkCalendar("CN", {day: Override(False, "") for day in days})
    both = [WEEK, WEEK.after()]
    assert Filing().open(at("2026-12-10 09:00"), SHANGHAI, calendar) == [*both, WEEK.after().after()]
    assert Filing().due(at("2026-12-10 09:00"), SHANGHAI, calendar) == both


def test_the_clock_of_the_team_counts_also_when_it_changes() -> None:
    """The night in which Berlin's clocks go back lies between."""
    week = period_of("week", date(2026, 10, 24))
    assert Filing().closes_at(week, BERLIN) == at("2026-10-26 12:00", BERLIN)


@given(MINUTES, MINUTES, st.integers(0, 3 * 7 * 24 * 60))
def test_at_most_one_week_is_open_and_that_one_is_meant(opens: timedelta, closes: timedelta, minute: int) -> None:
    filing, now = Filing(opens, closes), at("2026-11-09 00:00") + timedelta(minutes=minute)
    weeks = [period_of("week", date(2026, 10, 26) + timedelta(days=7 * count)) for count in range(8)]
    open_ones = [week for week in weeks if filing.opens_at(week, SHANGHAI) <= now < filing.closes_at(week, SHANGHAI)]
    assert len(open_ones) <= 1
    if open_ones:
        assert filing.current(now, SHANGHAI) == open_ones[0]
    else:
        assert filing.current(now, SHANGHAI) == period_of("week", now.date())
