"""Which days a team works. The dates are those of the State Council's notice for 2026."""

from datetime import date

import pytest

from commands.kit import Tongue
from commands.kit.calendar import Override, WorkCalendar

CHINA = WorkCalendar("CN")


def said(calendar: WorkCalendar, day: str, locale: str = "en") -> str:
    found = calendar.look(date.fromisoformat(day)).said()
    return Tongue(locale).speak(found) if found else ""


@pytest.mark.parametrize(
    ("day", "works", "why"),
    [
        ("2026-09-30", True, ""),
        ("2026-10-01", False, "holiday: National Day"),
        ("2026-10-10", True, "make-up working day"),
        ("2026-10-11", False, "weekend"),
        ("2026-09-20", True, "make-up working day"),
        ("2026-02-14", True, "make-up working day"),
        ("2026-02-20", False, "holiday: Day off"),
    ],
)
def test_china_moves_working_days_to_weekends(day: str, works: bool, why: str) -> None:
    assert CHINA.works(date.fromisoformat(day)) is works
    assert said(CHINA, day) == why


def test_a_holiday_is_called_in_the_readers_language() -> None:
    assert said(CHINA, "2026-10-01", "zh_Hans").endswith("国庆节")
    assert said(CHINA, "2026-10-01", "zh_Hant").endswith("國慶節")


def test_what_is_not_announced_is_not_taken_as_known() -> None:
    assert CHINA.sure(2026)
    assert not CHINA.sure(2028)
    assert WorkCalendar("DE").sure(2028)


def test_the_team_has_the_last_word() -> None:
    day = date(2028, 1, 22)
    own = WorkCalendar("CN", {day: Override(works=True), date(2028, 1, 24): Override(works=False, name="Fair")})
    assert own.works(day)
    assert said(own, "2028-01-22") == "working day"
    assert not own.works(date(2028, 1, 24))
    assert said(own, "2028-01-24") == "holiday: Fair"


def test_one_working_saturday_does_not_make_a_year_known_but_a_whole_announcement_does() -> None:
    saturdays = [date(2028, 1, 22), date(2028, 4, 29), date(2028, 10, 7)]
    assert not WorkCalendar("CN", {saturdays[0]: Override(works=True)}).sure(2028)
    assert WorkCalendar("CN", {day: Override(works=True) for day in saturdays}).sure(2028)
    off = {date(2028, 1, day): Override(works=False) for day in (24, 25)}
    assert not WorkCalendar("CN", off | {date(2028, 1, 26): Override(works=True)}).sure(2028)
    assert WorkCalendar("CN", off | {saturdays[0]: Override(works=True)}).sure(2028)
    assert not WorkCalendar("CN", off | {saturdays[0]: Override(works=True)}).sure(2029)


def test_a_country_that_nobody_knows_has_weekends() -> None:
    nowhere = WorkCalendar("XX")
    assert not nowhere.works(date(2026, 11, 28))
    assert nowhere.works(date(2026, 12, 25))


def test_the_working_days_of_a_span_include_its_ends() -> None:
    assert [day.day for day in CHINA.working_days(date(2026, 10, 8), date(2026, 10, 12))] == [8, 9, 10, 12]
