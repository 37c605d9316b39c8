"""What comes when in an activity: at which time of the clock, what is left of it after an absence, and each once."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.activity.course import NEXT, Beat, course, due, following
from commands.kit.rules import Rules
from storage import Activity
from tests.town import SHANGHAI

from .crew import an_activity

RULES = Rules()
BERLIN = ZoneInfo("Europe/Berlin")
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def starts(local: str, zone: ZoneInfo = SHANGHAI) -> Activity:
    """An approved one of the usual length, proposed a week before."""
    times = RULES.times(datetime.fromisoformat(local).replace(tzinfo=zone), zone)
    made = an_activity(
        times["starts_at"], times["preheat_at"], times["afterglow_at"], times["ends_at"], times["locks_at"]
    )  # fmt: skip
    return replace(made, approved_at=times["preheat_at"] - timedelta(days=4))


def written(beats: list[Beat], zone: ZoneInfo = SHANGHAI) -> list[str]:
    return [f"{beat.at.astimezone(zone):%m-%d %H:%M} {beat.kind}{f' {beat.n}' if beat.n else ''}" for beat in beats]


SALE = starts("2026-11-28 20:00")


def test_every_moment_of_an_activity_of_the_usual_length() -> None:
    half_hours = [f"11-28 {20 + at // 2}:{at % 2 * 3}0 instruction {at + 1}" for at in range(8)]
    half_hours += [f"11-29 0{at // 2}:{at % 2 * 3}0 instruction {at + 9}" for at in range(4)]
    assert written(course(SALE, RULES, SHANGHAI)) == [
        "11-25 20:00 preheat", "11-25 20:00 countdown 3", "11-26 20:00 countdown 2", "11-27 20:00 countdown 1",
        "11-28 20:00 ignition", *half_hours, "11-29 02:00 afterglow", "11-29 02:00 ask 1", "11-29 08:00 ask 2",
        "11-29 14:00 ask 3", "11-29 20:00 ask 4", "11-30 02:00 ask 5", "11-30 08:00 ask 6", "11-30 14:00 ask 7",
        "11-30 20:00 ask 8", "12-01 02:00 ended", "12-01 02:00 ask 9", "12-02 02:00 review", "12-03 02:00 share",
        "12-03 02:00 lock",
    ]  # fmt: skip


def test_at_the_end_it_is_asked_once_more_also_where_that_is_no_sixth_hour() -> None:
    longer = replace(SALE, afterglow_at=SALE.afterglow_at + 2 * HOUR, ends_at=SALE.ends_at + 2 * HOUR)
    asked = [beat for beat in written(course(longer, RULES, SHANGHAI)) if "ask" in beat]
    assert asked[-2:] == ["12-01 02:00 ask 9", "12-01 04:00 ask 10"]


def test_one_of_a_minute_has_one_instruction_and_one_question() -> None:
    times = RULES.times(SALE.starts_at, SHANGHAI, SALE.starts_at + MINUTE)
    short = replace(SALE, afterglow_at=times["afterglow_at"], ends_at=times["afterglow_at"] + MINUTE)
    kinds = Counter(beat.kind for beat in course(short, RULES, SHANGHAI))
    assert (kinds["instruction"], kinds["ask"], RULES.instructions(short.starts_at, short.afterglow_at)) == (1, 1, 1)


@pytest.mark.parametrize(("start", "spring"), [("2026-03-30 20:00", True), ("2026-10-26 20:00", False)])
def test_the_countdown_keeps_the_time_of_the_clock_when_that_is_put_on_or_back(start: str, spring: bool) -> None:
    """The clocks of Berlin change in the nights before March 29 and October 25, 2026."""
    activity = starts(start, BERLIN)
    days = [beat for beat in course(activity, RULES, BERLIN) if beat.kind in ("countdown", "ignition")]
    assert {f"{beat.at.astimezone(BERLIN):%H:%M}" for beat in days} == {"20:00"}
    assert [beat.n for beat in days] == [3, 2, 1, 0]
    assert activity.starts_at.astimezone(UTC) - activity.preheat_at.astimezone(UTC) == (71 if spring else 73) * HOUR


@pytest.mark.parametrize("start", ["2026-03-28 22:00", "2026-10-24 22:00"])
def test_six_hours_of_ignition_are_six_hours_when_the_clocks_change_in_it(start: str) -> None:
    activity = starts(start, BERLIN)
    assert activity.afterglow_at.astimezone(UTC) - activity.starts_at.astimezone(UTC) == 6 * HOUR
    beats = [beat for beat in course(activity, RULES, BERLIN) if beat.kind == "instruction"]
    assert len(beats) == 12
    utc = [beat.at.astimezone(UTC) for beat in beats]
    assert {after - before for before, after in pairwise(utc)} == {30 * MINUTE}
    assert f"{beats[0].at.astimezone(BERLIN):%H:%M}" == "22:00"


def test_a_countdown_whose_time_the_clocks_skip_comes_right_after_the_gap() -> None:
    activity = starts("2026-03-30 02:30", BERLIN)
    days = [beat for beat in course(activity, RULES, BERLIN) if beat.kind == "countdown"]
    assert written(days, BERLIN) == ["03-27 02:30 countdown 3", "03-28 02:30 countdown 2", "03-29 03:00 countdown 1"]


def test_a_countdown_whose_time_comes_twice_is_the_first() -> None:
    activity = starts("2026-10-26 02:30", BERLIN)
    (last,) = [beat for beat in course(activity, RULES, BERLIN) if beat.kind == "countdown" and beat.n == 1]
    assert last.at.astimezone(UTC) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def late(**hours: float) -> list[str]:
    """What is done by a program that was away since the approval, so long after the start."""
    return written(due(SALE, RULES, SHANGHAI, SALE.starts_at + timedelta(**hours)))


def test_after_an_absence_each_turn_is_made_and_of_what_is_said_only_the_newest_while_it_is_of_use() -> None:
    assert late(minutes=10) == ["11-25 20:00 preheat", "11-28 20:00 ignition", "11-28 20:00 instruction 1"]
    assert late(minutes=59) == ["11-25 20:00 preheat", "11-28 20:00 ignition", "11-28 20:30 instruction 2"]
    assert late(hours=8) == [
        "11-25 20:00 preheat", "11-28 20:00 ignition", "11-29 02:00 afterglow", "11-29 02:00 ask 1",
    ]  # fmt: skip
    assert late(days=30) == [
        "11-25 20:00 preheat", "11-28 20:00 ignition", "11-29 02:00 afterglow", "12-01 02:00 ended",
        "12-02 02:00 review", "12-03 02:00 share", "12-03 02:00 lock",
    ]  # fmt: skip


def test_a_countdown_is_of_use_for_less_than_twelve_hours_a_question_for_six_an_instruction_until_the_next() -> None:
    def kinds(**away: float) -> set[str]:
        return {beat.split()[2] for beat in late(**away)}

    assert "countdown" in kinds(hours=-12, minutes=-1)
    assert "countdown" not in kinds(hours=-12)
    assert "instruction" in kinds(hours=5, minutes=59)
    assert "instruction" not in kinds(hours=6)
    assert "ask" in kinds(hours=54 + 5, minutes=59)
    assert "ask" not in kinds(hours=54 + 6)


def test_of_two_questions_that_are_both_of_use_the_newest_is_put() -> None:
    longer = replace(SALE, afterglow_at=SALE.afterglow_at + 2 * HOUR, ends_at=SALE.ends_at + 2 * HOUR)
    found = due(longer, RULES, SHANGHAI, longer.ends_at + HOUR)
    assert [beat.n for beat in found if beat.kind == "ask"] == [10]


def test_what_was_due_before_the_approval_is_not_done() -> None:
    activity = replace(SALE, approved_at=SALE.preheat_at + HOUR)
    assert due(activity, RULES, SHANGHAI, SALE.preheat_at + 2 * HOUR) == []
    assert written(due(activity, RULES, SHANGHAI, SALE.preheat_at + 24 * HOUR)) == ["11-26 20:00 countdown 2"]


def test_the_clock_looks_again_at_the_next_moment_and_after_the_last_not_any_more() -> None:
    assert following(SALE, RULES, SHANGHAI, SALE.starts_at - MINUTE) == SALE.starts_at
    assert following(SALE, RULES, SHANGHAI, SALE.starts_at) == SALE.starts_at + 30 * MINUTE
    assert following(SALE, RULES, SHANGHAI, SALE.locks_at) is None


OFFSETS = st.lists(st.integers(-8 * 1440, 9 * 1440), max_size=60, unique=True).map(sorted)
"""Minutes around the start."""


@given(OFFSETS, st.sampled_from(["2026-11-28 20:00", "2026-03-30 02:30", "2026-10-26 02:30"]))
def test_however_time_is_cut_into_looks_every_turn_is_made_once_and_nothing_is_said_twice(
    offsets: list[int], start: str
) -> None:
    activity = starts(start, BERLIN)
    last = activity.locks_at + timedelta(days=9)
    found: list[Beat] = []
    for now in [*(activity.starts_at + offset * MINUTE for offset in offsets), last]:
        if now < (activity.beaten_at or activity.proposed_at - timedelta(days=9)):
            continue
        beats = due(activity, RULES, BERLIN, now)
        assert all(beat.at <= now for beat in beats)
        assert max(Counter(beat.kind for beat in beats).values(), default=1) == 1
        found += beats
        activity = replace(activity, beaten_at=max(now, activity.approved_at or now))
    times = Counter(found)
    assert set(times.values()) <= {1}
    turns = [beat.kind for beat in found if beat.kind in NEXT]
    assert turns == ["preheat", "ignition", "afterglow", "ended", "lock"]
    assert {beat.kind for beat in found} >= {"review", "share"}
    assert set(found) <= set(course(activity, RULES, BERLIN))


def test_who_looks_all_the_time_misses_nothing() -> None:
    activity, found, now = SALE, [], SALE.preheat_at - HOUR
    while now <= SALE.locks_at:
        found += due(activity, RULES, SHANGHAI, now)
        activity, now = replace(activity, beaten_at=now), now + 7 * MINUTE
    found += due(activity, RULES, SHANGHAI, now)
    assert found == course(SALE, RULES, SHANGHAI)
