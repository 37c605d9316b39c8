"""Months as people name them who look ahead."""

from datetime import date

import pytest

from commands.kit import Tongue
from commands.kit.months import EXAMPLES, month_name, read_month
from commands.kit.periods import period_of

TUESDAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("words", "month"),
    [
        ("2026-12", "2026-12"), ("2027-1", "2027-01"), ("2027年3月", "2027-03"), ("2027 年 3 月", "2027-03"),
        ("12", "2026-12"), ("１２", "2026-12"), ("12月", "2026-12"), ("十二月", "2026-12"), ("12月份", "2026-12"),
        ("december", "2026-12"), ("Dec", "2026-12"), ("dec.", "2026-12"), ("sept", "2026-09"), ("January", "2027-01"),
        ("december 2025", "2025-12"), ("next", "2026-12"), ("next month", "2026-12"), ("下个月", "2026-12"),
        ("下個月", "2026-12"), ("下月", "2026-12"), ("下一个月", "2026-12"), ("last month", "2026-10"),
        ("上个月", "2026-10"), ("this month", "2026-11"), ("本月", "2026-11"), ("這個月", "2026-11"),
        ("11", "2026-11"), ("10", "2026-10"), ("8月", "2026-08"), ("7月", "2027-07"), ("may", "2027-05"),
        ("march", "2027-03"), ("一月", "2027-01"),
    ],
)  # fmt: skip
def test_a_month_is_read(words: str, month: str) -> None:
    found = read_month(words, TUESDAY)
    assert found is not None
    assert found == period_of("month", found.first)
    assert found.written() == month


def test_what_has_no_year_is_of_the_one_before_only_for_three_months() -> None:
    january = date(2027, 1, 5)
    for words, month in (("12", "2026-12"), ("10", "2026-10"), ("9", "2027-09"), ("1", "2027-01")):
        assert getattr(read_month(words, january), "written", str)() == month


@pytest.mark.parametrize(
    "words", ["", "13", "0", "0月", "2026-13", "十三月", "smarch", "monday", "next week", "month", "1" * 100, "1999-12"]
)
def test_what_names_no_month_is_none(words: str) -> None:
    assert read_month(words, TUESDAY) is None


@pytest.mark.parametrize("locale", ["en", "zh_Hans", "zh_Hant"])
def test_what_is_shown_can_be_typed(locale: str) -> None:
    tongue = Tongue(locale)
    for example in EXAMPLES:
        assert getattr(read_month(tongue.show(example), TUESDAY), "written", str)() == "2026-12"
    assert read_month(month_name(period_of("month", date(2026, 12, 1))).in_(locale), TUESDAY) is not None


def test_a_month_is_called_as_in_the_language() -> None:
    december = month_name(period_of("month", date(2026, 12, 1)))
    assert (december.en, december.zh_Hans, december.zh_Hant) == ("December 2026", "2026年12月", "2026年12月")
