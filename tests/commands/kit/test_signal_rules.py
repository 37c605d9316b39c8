"""What is abnormal, figure by figure: the edges of each rule, and rates against a calculation by hand."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal as D
from fractions import Fraction
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.kit.metrics import Good, Metric, default_catalogue
from commands.kit.periods import period_of
from commands.kit.signals.figures import mean_of, value_of
from commands.kit.signals.judge import weeks_of
from commands.kit.signals.rules import Verdict, above, below_mean, falling, growth, over_mean, reach, span

TUESDAY = date(2026, 11, 24)
SUNDAY = date(2026, 11, 22)
WEEK = timedelta(days=7)
CATALOGUE = default_catalogue()
Weeks = Sequence[tuple[D | None, D | None, int]]


def d(value: str | None) -> D | None:
    return None if value is None else D(value)


def abnormal(verdict: Verdict | None) -> bool | None:
    return None if verdict is None else verdict.abnormal


def metric(key: str) -> Metric:
    found = CATALOGUE.get(key)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("value", "mean", "said"),
    [
        ("79.9999", "100", True),
        ("80", "100", False),
        ("26.6667", "33.3333333333333333", False),
        ("26.6666", "33.3333333333333333", True),
        ("0", "0", False),
        ("0", "0.5", True),
        ("500", "100", False),
        ("-5", "-10", None),
        (None, "100", None),
        ("5", None, None),
    ],
)
def test_below_four_fifths_of_its_mean(value: str | None, mean: str | None, said: bool | None) -> None:
    assert abnormal(below_mean(d(value), d(mean), D(80))) is said


@pytest.mark.parametrize(
    ("value", "mean", "said"),
    [
        ("7", "4", False),
        ("7.0001", "4", True),
        ("3.0001", "0", True),
        ("3", "0", False),
        (None, "4", None),
        ("9", None, None),
    ],
)
def test_more_than_three_points_over_its_mean(value: str | None, mean: str | None, said: bool | None) -> None:
    assert abnormal(over_mean(d(value), d(mean), D(3))) is said


@pytest.mark.parametrize(
    ("value", "per", "said"),
    [("10", "day", False), ("11", "day", True), ("240", "hour", False), ("241", "hour", True), (None, "day", None)],
)
def test_above_its_threshold_a_day_or_an_hour(
    value: str | None, per: Literal["hour", "day"], said: bool | None
) -> None:
    assert abnormal(above(d(value), D(10), per)) is said


@pytest.mark.parametrize(
    ("weeks", "said"),
    [
        ([("90", "100", 7), ("100", "110", 7)], True),
        ([("90", "100", 4), ("100", "110", 4)], True),
        ([("90", "90", 7), ("90", "110", 7)], False),
        ([("90", "80", 7), ("80", "110", 7)], False),
        ([("90", "100", 7), ("100", "80", 7)], False),
        ([("90", "100", 3), ("100", "110", 7)], None),
        ([("90", "100", 7), ("100", "110", 3)], None),
        ([("90", "80", 7), ("80", "110", 3)], False),
        ([(None, None, 0), ("100", "110", 7)], None),
    ],
)
def test_falling_two_weeks_in_a_row(weeks: list[tuple[str | None, str | None, int]], said: bool | None) -> None:
    read: Weeks = [(d(now), d(before), days) for now, before, days in weeks]
    assert abnormal(falling(read, 2)) is said


@pytest.mark.parametrize(
    ("good", "value", "said"),
    [("up", "18", False), ("up", "17.9999", True), ("down", "18", False), ("down", "18.1", True)],
)
def test_a_target_is_reached_from_the_right_side(good: Good, value: str, said: bool) -> None:
    assert abnormal(reach(D(value), D(18), good)) is said


@pytest.mark.parametrize(
    ("value", "before", "good", "said"),
    [
        ("105", "100", "up", False),
        ("104.9999", "100", "up", True),
        ("105", "100", "down", False),
        ("106", "100", "down", True),
        ("5", "0", "up", None),
        ("-9.5", "-10", "up", False),
    ],
)
def test_growth_is_held_against_the_period_before(value: str, before: str, good: Good, said: bool | None) -> None:
    assert abnormal(growth(D(value), D(before), D(5), good)) is said


def test_the_end_of_a_way_is_judged_in_its_direction() -> None:
    assert abnormal(span(D(999), D(500), D(1000), "up", adds_up=False)) is True
    assert abnormal(span(D(1000), D(500), D(1000), "up", adds_up=False)) is False
    assert abnormal(span(D(30), D(50), D(20), "down", adds_up=False)) is True
    assert abnormal(span(D(20), D(50), D(20), "down", adds_up=False)) is False
    assert abnormal(span(D(90), D(0), D(100), "down", adds_up=True)) is False


def test_what_is_too_great_to_be_kept_is_not_judged() -> None:
    assert above(D(10) ** 15, D(10), "day") is None


DAY = st.one_of(st.none(), st.tuples(st.integers(0, 300), st.integers(0, 300)))


@given(st.lists(DAY, min_size=4, max_size=4), st.tuples(st.integers(0, 300), st.integers(1, 300)))
def test_a_rate_is_judged_by_summed_numerators_and_denominators(
    weeks: list[tuple[int, int] | None], today: tuple[int, int]
) -> None:
    """Refund rate against the mean of its weeks, in fractions."""
    days = {
        TUESDAY - WEEK * at: {"refunds": D(one[0]), "orders": D(one[1])}
        for at, one in enumerate([today, *weeks])
        if one
    }
    rate = metric("refund_rate")
    mean = mean_of(rate, days, [TUESDAY - WEEK * at for at in range(1, 5)])
    there = [one for one in weeks if one is not None]
    if sum(one[1] > 0 for one in there) < 2:
        assert mean is None
        return
    exact = Fraction(100 * sum(one[0] for one in there), sum(one[1] for one in there))
    assert mean is not None
    assert abs(Fraction(mean) - exact) < Fraction(1, 10**9)
    value = Fraction(100 * today[0], today[1])
    verdict = over_mean(value_of(rate, days, [TUESDAY]), mean, D(3))
    assert verdict is not None
    if abs(value - exact - 3) > Fraction(1, 5000):
        assert verdict.abnormal == (value > exact + 3)


def test_a_difference_has_a_mean_of_its_days_and_not_their_sum() -> None:
    days = {TUESDAY - WEEK * at: {"joined": D(10), "left": D(4)} for at in range(1, 5)}
    assert mean_of(metric("net_growth"), days, days) == 6


@pytest.mark.parametrize(("there", "mean"), [(0, None), (1, None), (2, D(50)), (4, D(50))])
def test_two_weeks_at_least_make_a_mean(there: int, mean: D | None) -> None:
    days = {TUESDAY - WEEK * at: {"messages": D(50)} for at in range(1, there + 1)}
    assert mean_of(metric("messages"), days, [TUESDAY - WEEK * at for at in range(1, 5)]) == mean


def test_weeks_are_compared_over_the_days_that_both_have() -> None:
    monday = date(2026, 11, 16)
    days = {monday + timedelta(days=at): {"engaged": D(10)} for at in (0, 1, 2, 3)}
    days |= {monday - WEEK + timedelta(days=at): {"engaged": D(20)} for at in (1, 2, 3, 4, 5)}
    assert weeks_of(metric("engaged"), days, period_of("week", SUNDAY), 2) == [(D(30), D(60), 3), (None, None, 0)]
