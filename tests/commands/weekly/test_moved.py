"""What moved most, and that every figure of a report is what a patient person would work out by hand."""

from collections.abc import Mapping
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands.kit.metrics import default_catalogue
from commands.kit.sheet import Cell, Rate, Sheet
from commands.weekly.figures import Week, moved, movement, weighed

METRICS = default_catalogue()
WEEK = range(7)

Days = Mapping[int, int]


def sheet(figures: Mapping[str, Days]) -> Sheet:
    """One community's week out of what was reported on each day."""
    entered, rates = {}, {}
    for metric in METRICS.entered:
        days = figures.get(metric.key) or {}
        if not days:
            continue
        total = Decimal(sum(days.values()))
        value = {"sum": total, "mean": total / len(days), "last": Decimal(days[max(days)])}[metric.over]
        entered[metric.key] = Cell(value, len(days), _bits(days))
    for metric in METRICS.derived:
        assert metric.formula is not None
        both = [day for day in WEEK if all(day in (figures.get(key) or {}) for key in metric.formula.keys)]
        if both:
            sums = {key: Decimal(sum(figures[key][day] for day in both)) for key in metric.formula.keys}
            rates[metric.key] = Rate(metric.formula, sums, len(both), _bits(both))
    return Sheet(entered, 7, rates)


def _bits(days: object) -> int:
    return sum(1 << day for day in days)  # type: ignore[attr-defined]


def week(now: Mapping[str, Days], last: Mapping[str, Days]) -> Week:
    return weighed(METRICS, {1: sheet(now)}, {1: sheet(last)}, 7)


def each_day(value: int) -> Days:
    return dict.fromkeys(WEEK, value)


def order(now: Mapping[str, int], last: Mapping[str, int]) -> list[str]:
    """What moved, where these are the figures of one day of both weeks."""
    found = week({key: {0: value} for key, value in now.items()}, {key: {0: value} for key, value in last.items()})
    return [metric.key for metric in moved(METRICS, found)]


def test_a_tiny_count_does_not_win() -> None:
    assert order({"complaints": 3, "joined": 130}, {"complaints": 1, "joined": 100}) == ["joined", "complaints"]


def test_a_rate_of_a_few_does_not_win_against_one_of_many() -> None:
    """Refunds: 1 of 4 orders became 2 of 4. Conversion: 200 of 1,000 became 260 of 1,000."""
    found = order(
        {"refunds": 2, "orders": 4, "payers": 260, "active": 1000},
        {"refunds": 1, "orders": 4, "payers": 200, "active": 1000},
    )
    assert found[:2] == ["conversion", "payers"] or found[:2] == ["payers", "conversion"]


def test_halving_moves_as_much_as_doubling() -> None:
    metric = METRICS.get("joined")
    assert metric is not None
    up, down = week({"joined": {0: 200}}, {"joined": {0: 100}}), week({"joined": {0: 100}}, {"joined": {0: 200}})
    rise, fall = (movement(metric, found.like.now, found.like.before) for found in (up, down))
    assert rise == fall > 0


def test_net_growth_is_measured_by_those_who_came_and_went() -> None:
    """From +1 to −2 is nothing where a thousand came and went, though it is −300 %."""
    found = order({"joined": 1000, "left": 1002, "messages": 120}, {"joined": 1000, "left": 999, "messages": 100})
    assert found[0] == "messages"


def test_what_did_not_move_or_cannot_be_compared_is_not_among_them() -> None:
    assert order({"joined": 5, "left": 3}, {"joined": 5}) == []
    assert [one.key for one in moved(METRICS, week({"joined": {0: 50}}, {"joined": {1: 5}}))] == []


figures = st.dictionaries(
    st.sampled_from(["joined", "left", "active", "engaged", "payers", "orders", "refunds", "revenue", "members"]),
    st.dictionaries(st.sampled_from(list(WEEK)), st.integers(0, 500), max_size=7),
)
park = st.dictionaries(st.integers(1, 3), figures, max_size=3)


@given(park, park)
def test_rates_and_changes_are_those_of_the_summed_days(
    now: dict[int, dict[str, Days]], last: dict[int, dict[str, Days]]
) -> None:
    found = weighed(
        METRICS, {at: sheet(one) for at, one in now.items()}, {at: sheet(one) for at, one in last.items()}, 21
    )
    assert found.now["interaction_rate"].value == _rate(now, list(now))
    assert found.last["interaction_rate"].value == _rate(last, list(last))
    rate, joined = METRICS.get("interaction_rate"), METRICS.get("joined")
    assert rate is not None
    assert joined is not None
    both = [at for at in now if at in last and _has(now[at]) and _has(last[at])]
    ours, theirs = _rate(now, both), _rate(last, both)
    assert found.like.change(rate) == (None if ours is None or theirs is None else ours - theirs)
    same = [at for at in now if at in last and (days := set(_days(now, at))) and days == set(_days(last, at))]
    gap = sum(sum(_days(now, at).values()) - sum(_days(last, at).values()) for at in same)
    assert found.like.change(joined) == (gap if same else None)


def _days(park: Mapping[int, Mapping[str, Days]], at: int) -> Days:
    return park[at].get("joined") or {}


def _both(one: Mapping[str, Days]) -> list[int]:
    return [day for day in WEEK if day in one.get("engaged", {}) and day in one.get("active", {})]


def _has(one: Mapping[str, Days]) -> bool:
    return bool(_both(one))


def _rate(park: Mapping[int, Mapping[str, Days]], communities: list[int]) -> Decimal | None:
    pairs = [(park[at]["engaged"][day], park[at]["active"][day]) for at in communities for day in _both(park[at])]
    below = sum(active for _, active in pairs)
    rate = METRICS.get("interaction_rate")
    assert rate is not None
    assert rate.formula is not None
    if not below:
        return None
    return rate.formula.value({"engaged": Decimal(sum(above for above, _ in pairs)), "active": Decimal(below)})


@pytest.mark.parametrize("value", [0, 7])
def test_a_full_week_covers_seven_days(value: int) -> None:
    assert week({"joined": each_day(value)}, {}).now["joined"].days == 7
