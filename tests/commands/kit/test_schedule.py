"""When something is due: pure, told the span, the zone and the calendar."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.kit.calendar import WorkCalendar
from commands.kit.dayword import UnreadableDay
from commands.kit.schedule import due
from commands.kit.whens import When, near_whens, read_when

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def slots(when: str, first: str, last: str, zone: ZoneInfo = SHANGHAI, country: str = "CN") -> list[str]:
    """The times that run, by their local minute."""
    since, until = (datetime.fromisoformat(day).replace(tzinfo=zone) for day in (first, last))
    return [at.slot for at in due(read_when(when), since, until, zone, WorkCalendar(country)) if at.why is None]


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("21:30", "21:30"), ("9pm", "21:00"), ("每天 22:00", "22:00"), ("every day at 22:00", "22:00"),
        ("mon 10:00", "mon 10:00"), ("周一、周四 9:30", "mon,thu 09:30"), ("thu, mon 9:30", "mon,thu 09:30"),
        ("workdays 09:30", "workdays 09:30"), ("工作日 上午9点半", "workdays 09:30"), ("25 10:00", "25 10:00"),
        ("每月25日 10:00", "25 10:00"), ("last-of-week 16:00", "last-of-week 16:00"),
        ("last of week 16:00", "last-of-week 16:00"), ("last working day of the month, 15:00", "last-of-month 15:00"),
    ],
)  # fmt: skip
def test_times_are_read_as_people_write_them(words: str, written: str) -> None:
    assert read_when(words).written() == written
    assert read_when(written).written() == written


def test_a_time_alone_keeps_the_days_and_days_alone_keep_the_time() -> None:
    usual = read_when("mon 09:35")
    assert read_when("10:00", usual).written() == "mon 10:00"
    assert read_when("tue", usual).written() == "tue 09:35"


@pytest.mark.parametrize("words", ["", "soon", "25:00", "mon", "32 10:00", "0 10:00", "funday 10:00", "24:00"])
def test_what_is_no_time_is_refused(words: str) -> None:
    with pytest.raises(UnreadableDay):
        read_when(words)


@pytest.mark.parametrize(
    ("words", "near"),
    [
        ("25:00", "01:00"), ("21:3o", "21:30"), ("mnday 10:00", "monday 10:00"), ("workday 9.30", "workday 09:30"),
        ("9.30pm", "21:30"), ("9.30 p.m.", "21:30"), ("21h", "21:00"), ("25:70", "01:30"), ("99:00", "23:30"),
        ("32 10:00", "31 10:00"), ("last-of-weak 16:00", "last-of-week 16:00"), ("last-of-weak", "last-of-week"),
        ("mon-fri 21:30", "workdays 21:30"), ("mon-fri 21:30", "mon,tue,wed,thu,fri 21:30"), ("mon-fri", "workdays"),
        ("sat to mon 10:00", "mon,sat,sun 10:00"), ("周一至周五 21:30", "工作日 21:30"), ("25点", "01:00"),
        ("每天25点", "每天 01:00"), ("星期八 10:00", "周一 10:00"), ("禮拜八10:00", "周一 10:00"),
        ("mon,thu 25:00", "mon thu 01:00"), ("月末 16:00", "每月最后一个工作日 16:00"), ("月底16:00", "31 16:00"),
        ("end of month 16:00", "last-of-month 16:00"), ("daily 22", "daily 22:00"), ("2230", "22:30"),
        ("mon-fri at 9.30pm", "workdays 21:30"),
    ],
)  # fmt: skip
def test_the_nearest_right_time_is_proposed(words: str, near: str) -> None:
    assert near in near_whens(words)


DAYS_AND_TIME = r"(mon|周一|工作日|9)?[-至到 ]?(fri|周五|32)? ?[0-9]{1,2}[:.h点][0-9]{0,2}"


@given(st.text(max_size=20) | st.from_regex(DAYS_AND_TIME, fullmatch=True))
def test_what_is_proposed_can_be_typed(words: str) -> None:
    usual = read_when("mon 09:35")
    for near in near_whens(words):
        read_when(near, usual)


def test_working_days_leave_out_the_holidays_and_take_the_make_up_day() -> None:
    assert slots("workdays 09:30", "2026-09-30", "2026-10-12") == [
        f"2026-{day}T09:30" for day in ("09-30", "10-08", "10-09", "10-10")
    ]


def test_a_skipped_day_carries_its_reason() -> None:
    since = datetime(2026, 9, 30, tzinfo=SHANGHAI)
    found = {
        at.slot[:10]: at.why.id if at.why else at.note.id if at.note else ""
        for at in due(read_when("workdays 09:30"), since, since + timedelta(days=12), SHANGHAI, WorkCalendar("CN"))
    }
    assert found["2026-10-01"] == "holiday: {name}"
    assert found["2026-10-04"] == "weekend"
    assert found["2026-10-10"] == "make-up working day"


def test_the_last_working_day_of_a_week_is_friday_or_before_or_a_make_up_day() -> None:
    assert slots("first-of-week 09:00", "2026-09-28", "2026-10-13") == [
        "2026-09-28T09:00", "2026-10-08T09:00", "2026-10-12T09:00"
    ]  # fmt: skip
    assert slots("last-of-week 16:00", "2026-09-20", "2026-10-12") == [
        f"2026-{day}T16:00" for day in ("09-20", "09-24", "09-30", "10-10")
    ]


def test_the_first_and_last_working_days_of_a_month() -> None:
    assert slots("first-of-month 10:00", "2026-10-01", "2026-11-30") == ["2026-10-08T10:00", "2026-11-02T10:00"]
    assert slots("last-of-month 15:00", "2026-10-01", "2026-11-30") == ["2026-10-30T15:00"]


def test_a_day_that_a_month_does_not_have_is_its_last() -> None:
    assert slots("31 10:00", "2027-02-01", "2027-05-01") == [f"2027-{day}T10:00" for day in ("02-28", "03-31", "04-30")]


def test_a_time_that_the_clocks_skip_is_the_first_instant_after_and_one_shown_twice_the_first() -> None:
    spring = due(
        read_when("02:30"), datetime(2026, 3, 28, 12, tzinfo=BERLIN), datetime(2026, 3, 29, 12, tzinfo=BERLIN), BERLIN,
        WorkCalendar("DE"),
    )  # fmt: skip
    autumn = due(
        read_when("02:30"), datetime(2026, 10, 24, 12, tzinfo=BERLIN), datetime(2026, 10, 25, 12, tzinfo=BERLIN),
        BERLIN, WorkCalendar("DE"),
    )  # fmt: skip
    assert [at.at for at in spring] == [datetime(2026, 3, 29, 1, 0, tzinfo=UTC)]
    assert [at.at for at in autumn] == [datetime(2026, 10, 25, 0, 30, tzinfo=UTC)]


WHENS = st.one_of(
    st.builds(When, st.just("daily"), st.integers(0, 1439)),
    st.builds(When, st.just("workdays"), st.integers(0, 1439)),
    st.builds(When, st.just("weekly"), st.integers(0, 1439), st.frozensets(st.integers(0, 6), min_size=1)),
    st.builds(When, st.just("monthly"), st.integers(0, 1439), st.just(frozenset()), st.integers(1, 31)),
)


@given(
    when=WHENS, zone=st.sampled_from(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe"]),
    cuts=st.lists(st.integers(0, 60 * 24 * 60), min_size=1, max_size=6),
)  # fmt: skip
def test_however_time_is_cut_every_time_comes_exactly_once(when: When, zone: str, cuts: list[int]) -> None:
    place, calendar = ZoneInfo(zone), WorkCalendar("XX")
    start = datetime(2026, 9, 15, tzinfo=UTC)
    ends = [start, *sorted(start + timedelta(minutes=cut) for cut in cuts), start + timedelta(days=60)]
    whole = list(due(when, start, ends[-1], place, calendar))
    parts = [at for one, two in pairwise(ends) for at in due(when, one, two, place, calendar)]
    assert parts == whole
    assert len({at.slot for at in whole}) == len(whole)


def test_every_second_week_keeps_its_step_over_new_year_and_a_year_of_53_weeks() -> None:
    days = [slot[:10] for slot in slots("last-of-fortnight 16:30", "2026-11-30", "2027-02-01", country="XX")]
    assert days == ["2026-12-04", "2026-12-18", "2027-01-01", "2027-01-15", "2027-01-29"]


def test_the_first_monday_of_a_quarter_gives_way_to_the_next_working_day() -> None:
    assert slots("first-monday-of-quarter 10:00", "2026-06-01", "2027-03-01") == [
        "2026-07-06T10:00", "2026-10-08T10:00", "2027-01-04T10:00",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("隔周最后一个工作日 16:30", "last-of-fortnight 16:30"),
        ("隔週最後一個工作日 16:30", "last-of-fortnight 16:30"),
        ("last working day of every second week, 16:30", "last-of-fortnight 16:30"),
        ("first Monday of the quarter, 10:00", "first-monday-of-quarter 10:00"),
        ("每季度第一个周一 10:00", "first-monday-of-quarter 10:00"),
        ("每季第一個週一 10:00", "first-monday-of-quarter 10:00"),
    ],
)  # fmt: skip
def test_fortnights_and_quarters_are_read_as_they_are_said(words: str, written: str) -> None:
    assert read_when(words).written() == written
    assert read_when(written).written() == written
