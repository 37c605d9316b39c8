"""Days, weeks, months and quarters as people name them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.kit.dayword import UnreadableDay
from commands.kit.periods import Kind, period_of, read_period

TUESDAY = date(2026, 11, 24)
KINDS: tuple[Kind, ...] = ("day", "week", "month", "quarter")


@pytest.mark.parametrize(
    ("words", "written"),
    [
        ("week", "2026-W48"), ("last week", "2026-W47"), ("上周", "2026-W47"), ("本週", "2026-W48"),
        ("W47", "2026-W47"), ("第47周", "2026-W47"), ("w50", "2025-W50"), ("2026-W53", "2026-W53"),
        ("month", "2026-11"), ("上个月", "2026-10"), ("上個月", "2026-10"), ("10月", "2026-10"), ("12月", "2025-12"),
        ("2026-02", "2026-02"), ("quarter", "2026-Q4"), ("Q3", "2026-Q3"), ("上季度", "2026-Q3"),
        ("2025-Q1", "2025-Q1"), ("today", "2026-11-24"), ("昨天", "2026-11-23"), ("fri", "2026-11-20"),
        ("11-20", "2026-11-20"),
    ],
)  # fmt: skip
def test_periods_are_read_in_the_teams_languages(words: str, written: str) -> None:
    found = read_period(words, TUESDAY)
    assert found is not None
    assert found.written() == written


@pytest.mark.parametrize("words", ["moms", "", "每周", "weeks and weeks"])
def test_what_names_no_period_is_none(words: str) -> None:
    assert read_period(words, TUESDAY) is None


@pytest.mark.parametrize("words", ["2026-02-30", "W60", "2025-W53", "2026-13"])
def test_an_impossible_period_is_refused(words: str) -> None:
    with pytest.raises(UnreadableDay):
        read_period(words, TUESDAY)


@given(kind=st.sampled_from(KINDS), day=st.dates(date(2000, 1, 3), date(2099, 12, 31)))
def test_periods_follow_each_other_and_are_read_back(kind: Kind, day: date) -> None:
    period = period_of(kind, day)
    assert period.first <= day <= period.last
    assert period.before().after() == period
    assert (period.first - period.before().last).days == 1
    assert read_period(period.written(), date(2099, 12, 31)) == period
    pieces = period.pieces()
    assert (pieces[0][0], pieces[-1][1]) == (period.first, period.last)
    assert sum((last - first).days + 1 for first, last in pieces) == period.length
    assert all((last - first).days < 31 for first, last in pieces)
