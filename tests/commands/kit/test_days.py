"""Days, times and spans are read as people mean them; today is a Tuesday, 24 November 2026, ten in the morning."""

from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.kit.days import UnreadableDay, read_day, read_moment, read_span

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.mark.parametrize(
    ("word", "day"),
    [
        ("today", "2026-11-24"), ("今天", "2026-11-24"), ("今日", "2026-11-24"), ("Yesterday", "2026-11-23"),
        ("昨天", "2026-11-23"), ("昨日", "2026-11-23"), ("前天", "2026-11-22"), ("tomorrow", "2026-11-25"),
        ("2026-11-20", "2026-11-20"), ("2026/11/20", "2026-11-20"), ("2026年11月20日", "2026-11-20"),
        ("11-20", "2026-11-20"), ("11/20", "2026-11-20"), ("11月20日", "2026-11-20"), ("11月20号", "2026-11-20"),
        ("11月20號", "2026-11-20"), ("１１月２０日", "2026-11-20"), ("11－20", "2026-11-20"),
        ("十一月二十日", "2026-11-20"), ("Nov 20", "2026-11-20"), ("20 November 2025", "2025-11-20"),
    ],
)  # fmt: skip
def test_a_day_is_understood_in_every_notation(word: str, day: str) -> None:
    assert read_day(word, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize("word", ["fri", "Friday", "周五", "週五", "星期五", "礼拜五", "禮拜五", "周5"])
def test_a_bare_weekday_is_the_latest_past_one(word: str) -> None:
    assert read_day(word, TODAY) == date(2026, 11, 20)


@pytest.mark.parametrize("word", ["tue", "周二", "星期二", "11-24"])
def test_today_counts_as_the_latest_one(word: str) -> None:
    assert read_day(word, TODAY) == TODAY


@pytest.mark.parametrize("word", ["上周五", "上週五", "上个星期五", "上個禮拜五", "last fri", "last friday"])
def test_last_friday_is_the_friday_of_the_week_before(word: str) -> None:
    assert read_day(word, TODAY) == date(2026, 11, 20)
    assert read_day(word, date(2026, 11, 21)) == date(2026, 11, 13)


def test_a_day_without_a_year_is_the_latest_past_one() -> None:
    assert read_day("12-25", TODAY) == date(2025, 12, 25)
    assert read_day("02-29", date(2028, 12, 1)) == date(2028, 2, 29)


def test_a_full_date_in_the_future_is_read_and_left_to_the_caller() -> None:
    assert read_day("2027-01-01", TODAY) == date(2027, 1, 1)


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("2026-02-30", ("2026-02-28",)),
        ("02-30", ("02-28",)),
        ("02-29", ("02-28",)),
        ("20/11", ("11-20",)),
        ("31/04", ()),
    ],
)
def test_a_day_that_does_not_exist_is_refused_with_the_one_that_does(word: str, nearest: tuple[str, ...]) -> None:
    with pytest.raises(UnreadableDay) as refused:
        read_day(word, TODAY)
    assert (refused.value.reason, refused.value.nearest) == ("no_such_day", nearest)


@pytest.mark.parametrize(
    ("word", "reason"),
    [("", "empty"), ("foo", "not_a_day"), ("9999-12-31", "too_far"), ("1" * 61, "too_long"), ("26-11-20", "not_a_day")],
)
def test_what_names_no_day_is_refused_with_a_reason(word: str, reason: str) -> None:
    with pytest.raises(UnreadableDay) as refused:
        read_day(word, TODAY)
    assert refused.value.reason == reason


def test_a_slip_of_the_keyboard_gets_the_nearest_day() -> None:
    with pytest.raises(UnreadableDay) as refused:
        read_day("yestrday", TODAY)
    assert refused.value.nearest[0] == "yesterday"


@pytest.mark.parametrize(
    ("word", "moment"),
    [
        ("17:30", "2026-11-24 17:30"), ("１７：３０", "2026-11-24 17:30"), ("09:00", "2026-11-25 09:00"),
        ("10:00", "2026-11-25 10:00"), ("tomorrow 17:30", "2026-11-25 17:30"), ("明天下午5点", "2026-11-25 17:00"),
        ("明天下午5点半", "2026-11-25 17:30"), ("明天下午5點半", "2026-11-25 17:30"),
        ("下午三点一刻", "2026-11-24 15:15"),
        ("周五 10:00", "2026-11-27 10:00"), ("fri 10:00", "2026-11-27 10:00"), ("周二 11:00", "2026-11-24 11:00"),
        ("tue 09:00", "2026-12-01 09:00"), ("2026-11-24 09:00", "2026-11-24 09:00"), ("11-28 9点", "2026-11-28 09:00"),
        ("+2h", "2026-11-24 12:00"), ("+30m", "2026-11-24 10:30"), ("+2d", "2026-11-26 10:00"),
        ("+1h30m", "2026-11-24 11:30"),
        ("2小时后", "2026-11-24 12:00"), ("2小時後", "2026-11-24 12:00"), ("半小时后", "2026-11-24 10:30"),
        ("一个半小时后", "2026-11-24 11:30"), ("两天后", "2026-11-26 10:00"), ("in 2 hours", "2026-11-24 12:00"),
        ("5pm", "2026-11-24 17:00"), ("tomorrow at 5:30 pm", "2026-11-25 17:30"), ("今晚8点", "2026-11-24 20:00"),
        ("晚上12点", "2026-11-25 00:00"), ("中午12点", "2026-11-24 12:00"), ("凌晨3点", "2026-11-25 03:00"),
        ("周五五点", "2026-11-27 05:00"), ("周三十点", "2026-11-25 10:00"),
    ],
)  # fmt: skip
def test_a_moment_is_understood_in_every_notation(word: str, moment: str) -> None:
    read = read_moment(word, NOW)
    assert read == datetime.fromisoformat(moment).replace(tzinfo=NOW.tzinfo)
    assert read.tzinfo is NOW.tzinfo


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("25:00", "no_such_time"), ("17:60", "no_such_time"), ("13pm", "no_such_time"), ("晚上2点", "ambiguous"),
        ("foo 10:00", "not_a_time"), ("soon", "not_a_time"), ("tomorrow", "no_time"), ("02-30 10:00", "no_such_day"),
        ("+99999d", "too_far"), ("+", "not_a_time"), ("", "empty"),
    ],
)  # fmt: skip
def test_what_names_no_moment_is_refused_with_a_reason(word: str, reason: str) -> None:
    with pytest.raises(UnreadableDay) as refused:
        read_moment(word, NOW)
    assert refused.value.reason == reason


def test_a_day_alone_takes_the_time_that_the_caller_gives() -> None:
    assert read_moment("fri", NOW, at=time(18)) == datetime(2026, 11, 27, 18, tzinfo=NOW.tzinfo)


@pytest.mark.parametrize(
    ("word", "zone", "moment"),
    [
        ("2026-03-29 02:30", "Europe/Berlin", "2026-03-29T03:00:00+02:00"),
        ("2026-10-25 02:30", "Europe/Berlin", "2026-10-25T02:30:00+02:00"),
        ("2026-10-04 02:10", "Australia/Lord_Howe", "2026-10-04T02:30:00+11:00"),
        ("2011-12-30 12:00", "Pacific/Apia", "2011-12-31T00:00:00+14:00"),
    ],
)
def test_a_time_that_the_clocks_skip_is_the_first_one_after_the_gap(word: str, zone: str, moment: str) -> None:
    assert read_moment(word, datetime(2026, 1, 1, tzinfo=ZoneInfo(zone))).isoformat() == moment


def test_hours_from_now_are_elapsed_and_days_keep_the_wall_time_when_the_clocks_change() -> None:
    evening = datetime(2026, 3, 28, 22, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    assert read_moment("+6h", evening).isoformat() == "2026-03-29T05:00:00+02:00"
    assert read_moment("+1d", evening).isoformat() == "2026-03-29T22:00:00+02:00"
    assert read_moment("+1d", evening).astimezone(UTC) - evening.astimezone(UTC) == timedelta(hours=23)


def test_now_without_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="zone"):
        read_moment("17:30", NOW.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("until fri", "11-24", "11-27"), ("到周五", "11-24", "11-27"), ("到週五", "11-24", "11-27"),
        ("fri - mon", "11-27", "11-30"), ("fri-mon", "11-27", "11-30"), ("周五到周一", "11-27", "11-30"),
        ("from fri to mon", "11-27", "11-30"), ("从周五至周一", "11-27", "11-30"), ("tue - thu", "11-24", "11-26"),
        ("2026-11-24..2026-11-28", "11-24", "11-28"), ("2026-11-24-2026-11-28", "11-24", "11-28"),
        ("11-24 – 11-28", "11-24", "11-28"), ("11-24-11-28", "11-24", "11-28"), ("11/24-28", "11-24", "11-28"),
        ("11月24日至28日", "11-24", "11-28"), ("11月24日－11月28日", "11-24", "11-28"), ("明天~周五", "11-25", "11-27"),
        ("3d", "11-24", "11-26"), ("3 days", "11-24", "11-26"), ("3天", "11-24", "11-26"), ("三天", "11-24", "11-26"),
        ("a week", "11-24", "11-30"), ("next week", "11-30", "12-06"), ("下周", "11-30", "12-06"),
        ("明天", "11-25", "11-25"), ("tue", "11-24", "11-24"), ("fri", "11-27", "11-27"), ("11-28", "11-28", "11-28"),
    ],
)  # fmt: skip
def test_a_span_looks_ahead_and_counts_today(words: str, first: str, last: str) -> None:
    assert read_span(words, TODAY) == (date.fromisoformat(f"2026-{first}"), date.fromisoformat(f"2026-{last}"))


def test_a_span_may_cross_the_year() -> None:
    assert read_span("12-30 - 01-03", TODAY) == (date(2026, 12, 30), date(2027, 1, 3))


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("2026-11-28..2026-11-24", "backwards"), ("11-28 – 11-24", "backwards"), ("0d", "not_a_span"),
        ("soon", "not_a_span"), ("99999 days", "too_far"), ("11-24 - 02-30", "no_such_day"), ("", "empty"),
        ("-" * 60, "not_a_span"),
    ],
)  # fmt: skip
def test_what_is_no_span_is_refused_with_a_reason(words: str, reason: str) -> None:
    with pytest.raises(UnreadableDay) as refused:
        read_span(words, TODAY)
    assert refused.value.reason == reason


@pytest.mark.parametrize(
    ("words", "right"),
    [
        ("2026-11-28..2026-11-24", ("2026-11-24..2026-11-28",)),
        ("11-28 – 11-24", ("2026-11-24..2026-11-28",)),
        ("11月28日到24日", ("2026-11-24..2026-11-28",)),
        ("01-03..12-30", ("2026-12-30..2027-01-03",)),
        ("2026-12-30..2020-01-03", ()),
    ],
)
def test_a_span_that_ends_before_it_begins_is_proposed_the_other_way_round(words: str, right: tuple[str, ...]) -> None:
    with pytest.raises(UnreadableDay) as refused:
        read_span(words, TODAY)
    assert (refused.value.reason, refused.value.nearest) == ("backwards", right)


@given(st.dates(date(1990, 1, 1), date(2150, 1, 1)), st.integers(0, 364))
def test_every_day_of_the_past_year_reads_back_without_its_year(today: date, ago: int) -> None:
    day = today - timedelta(days=ago)
    for word in (f"{day:%m-%d}", f"{day.month}/{day.day}", f"{day.month}月{day.day}日"):
        assert read_day(word, today) == day
    for word in (day.isoformat(), f"{day:%Y/%m/%d}", f"{day.year}年{day.month}月{day.day}号"):
        assert read_day(word, today) == read_span(word, today)[0] == day
    if ago < 7:
        assert read_day(f"{day:%a}", today) == read_day(f"周{'一二三四五六日'[day.weekday()]}", today) == day


@given(st.integers(10**9, 2 * 10**9), st.sampled_from(["Europe/Berlin", "Asia/Taipei"]), st.times())
def test_a_plain_time_is_the_next_such_time(second: int, zone: str, clock: time) -> None:
    there = datetime.fromtimestamp(second, ZoneInfo(zone))
    ahead = read_moment(f"{clock:%H:%M}", there).astimezone(UTC) - there.astimezone(UTC)
    # One hour more than a day: in the night of the autumn change, and where the clocks skip the time itself.
    assert timedelta() < ahead <= timedelta(hours=25)


GRAINS = [*"周下五十一点半日月-/: +2h", "11", "30", "fri", "to", ".."]


@given(st.text(max_size=70) | st.lists(st.sampled_from(GRAINS), max_size=9).map("".join))
def test_no_text_does_more_than_be_read_or_refused(text: str) -> None:
    for read in (read_day, read_span):
        with suppress(UnreadableDay):
            read(text, TODAY)
    with suppress(UnreadableDay):
        assert read_moment(text, NOW).tzinfo is NOW.tzinfo
