"""What is typed for a goal is understood exactly, in both languages, or not at all."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.goal.asked import Set
from commands.goal.deadline import read_deadline, with_whole_day
from commands.goal.reading import Aim, read_aim, read_metric, written
from commands.kit import Refusal
from commands.kit.metrics import Metric, default_catalogue
from commands.kit.numbers import Quantity

CATALOGUE = default_catalogue()
TODAY = date(2026, 11, 24)
"""A Tuesday."""


@pytest.mark.parametrize(
    ("typed", "metric", "read"),
    [
        ("members 100000 -> 120000", "members", "span 100000 120000"),
        ("followers", None, None),
        ("members 10万→12万", "members", "span 100000 120000"),
        ("members from 1.2w to 2w by fri", "members", "span 12000 20000 2026-11-27"),
        ("成员数从10万到12万，", "members", "span 100000 120000"),
        ("成員數 １０００～２０００", "members", "span 1000 2000"),
        ("members 1,000 至 2,000 年底前", "members", "span 1000 2000 2026-12-31"),
        ("销售额 → ¥4,500 12月31日前", "revenue", "span 4500 2026-12-31"),
        ("new members 500 by end of the month", "joined", "span 500 2026-11-30"),
        ("joined 500 by dec 31 2026", "joined", "span 500 2026-12-31"),
        ("joined 500 by 2027-02-01", "joined", "span 500 2027-02-01"),
        ("nps 30 -> 55", "nps", "span 30 55"),
        ("conversion >= 18%", "conversion", "level 18 least"),
        ("paid conversion rate≥18％ weekly", "conversion", "level 18 week least"),
        ("付费转化率不低于18%", "conversion", "level 18 least"),
        ("轉化率 至少 18% 每月", "conversion", "level 18 month least"),
        ("refund rate at most 3% a month", "refund_rate", "level 3 month most"),
        ("退款率不超过3%", "refund_rate", "level 3 most"),
        ("投诉 <= 3 per day", "complaints", "level 3 day most"),
        ("30-day retention at least 65%", "retention", "level 65 least"),
        ("30日留存 >= 65%", "retention", "level 65 least"),
        ("joined +5% weekly", "joined", "growth 5 week least"),
        ("新增每周+5%", "joined", "growth 5 week least"),
        ("active +3.5% every month", "active", "growth 3.5 month least"),
        ("refunds -5% weekly", "refunds", "growth -5 week most"),
    ],
)
def test_a_goal_is_read(typed: str, metric: str | None, read: str | None) -> None:
    found, rest = read_metric(typed, CATALOGUE)
    assert (found.key if found else None) == metric
    if read is None:
        return
    aim = read_aim(rest, TODAY)
    assert aim is not None
    start = f"{aim.start.value:f}" if aim.start and aim.start.value is not None else ""
    target = f"{aim.target.value:f}" if aim.target.value is not None else ""
    words = [aim.kind, start, target, aim.per or "", aim.side, str(aim.by or "")]
    assert " ".join(word for word in words if word) == read


@pytest.mark.parametrize("words", ["blah", "1,2", "12 34", ">= many", "1 -> 2 -> 3", "+5", "100000-120000", "18% 20%"])
def test_what_could_be_two_things_is_refused(words: str) -> None:
    with pytest.raises(Refusal):
        read_aim(words, TODAY)


def test_the_longest_name_of_a_metric_wins() -> None:
    for typed, key in (("interaction rate 5", "interaction_rate"), ("退款率 3", "refund_rate"), ("退款 3", "refunds")):
        metric, rest = read_metric(typed, CATALOGUE)
        assert (metric.key if metric else "", rest) == (key, typed.split()[-1])


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("fri", "2026-11-27"), ("12-31", "2026-12-31"), ("1-15", "2027-01-15"), ("年底", "2026-12-31"),
        ("月底", "2026-11-30"), ("end of next month", "2026-12-31"), ("季度末", "2026-12-31"),
        ("2027-03-31", "2027-03-31"), ("yesterday", "2026-11-23"),
    ],
)  # fmt: skip
def test_a_day_without_a_year_lies_ahead(words: str, day: str) -> None:
    assert read_deadline(words, TODAY) == date.fromisoformat(day)


def test_a_day_of_several_words_needs_no_quotes() -> None:
    assert with_whole_day("joined -> 12 by:dec 31 owner:@bob") == 'joined -> 12 by:"dec 31" owner:@bob'
    assert with_whole_day("joined -> 12 by:fri owner:@bob") == "joined -> 12 by:fri owner:@bob"


def test_the_number_is_exact() -> None:
    aim = read_aim(">= 1.2345", TODAY)
    assert aim is not None
    assert aim.target.value == Decimal("1.2345")


@given(
    st.sampled_from([one for one in CATALOGUE.metrics if not one.hidden]),
    st.sampled_from(["span", "level", "growth"]),
    st.decimals("0.0001", "99999999", places=4),
    st.none() | st.decimals("0", "99999999", places=2),
    st.none() | st.dates(TODAY, date(2030, 12, 31)),
    st.none() | st.sampled_from(["moms", "mums-club", "妈妈圈", "Mums club 2"]),
    st.randoms(),
)
def test_a_line_over_any_community_says_what_was_meant(
    metric: Metric, kind: Any, target: Decimal, start: Decimal | None, by: date | None, community: str | None, any_: Any
) -> None:
    aim = Aim(kind, Quantity(target, "", None), start=Quantity(start, "", None) if start is not None else None)
    name = any_.choice(metric.names)
    options = {"by": by and str(by), "community": community}
    words = [f'{option}:"{value}"' for option, value in options.items() if value]
    any_.shuffle(words)
    given_ = Set.split(f"{name} {written(metric, aim)} {' '.join(words)}")
    found, rest = read_metric(given_.pop("metric"), CATALOGUE)
    read = read_aim(rest, TODAY)
    assert found == metric
    assert read is not None
    assert (read.kind, read.target.value) == (kind, target)
    assert (read.start and read.start.value) == (start if kind == "span" else None)
    assert given_ == {option: value for option, value in options.items() if value}
